//! What is said becomes what a network's door would have heard: with an event of its own and the posts it points at.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use liaison_chat::{DeviceTrust, Inbound, Receipt, Said};
use liaison_domain::CaseRef;

use crate::bot::{Bot, BotError};
use crate::saying::{Here, Saying, What};

/// Who put which emoji on the card of which case, and where.
type ReactionKey = (Here, String, CaseRef);

/// Gives every saying its event: a prefix and a counter.
pub(crate) struct Voice {
    prefix: String,
    spoken: u64,
    /// The events of the reactions that stand, so that they can be taken away.
    reactions: HashMap<ReactionKey, String>,
}

impl Voice {
    /// A voice whose events begin with `prefix`, which no other play on the same database may have.
    pub(crate) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned(), spoken: 0, reactions: HashMap::new() }
    }

    /// The saying as it is heard. A card that does not exist is replied to by nobody: the words are said all the same.
    pub(crate) async fn speak(
        &mut self,
        saying: Saying,
        said_at: DateTime<Utc>,
        bot: &dyn Bot,
    ) -> Result<Inbound, BotError> {
        let Saying { here, reply, thread, what, unconfirmed, .. } = saying;
        let reply_to = card(bot, &here.room, reply.as_ref()).await?;
        let thread = card(bot, &here.room, thread.as_ref()).await?;
        self.spoken += 1;
        let event = format!("{}e{}", self.prefix, self.spoken);
        let said = match what {
            What::Text(words) => Said::Text(words),
            What::Reaction { key, of } => {
                self.reactions.insert((here.clone(), key.clone(), of.clone()), event.clone());
                let card = card(bot, &here.room, Some(&of)).await?;
                Said::Reaction { key, of: card.unwrap_or_else(|| of.to_string()) }
            }
            What::NoReaction { key, of } => {
                let nothing = of.to_string();
                Said::Gone { what: self.reactions.remove(&(here.clone(), key, of)).unwrap_or(nothing) }
            }
        };
        Ok(Inbound {
            event,
            room: here.room,
            person: here.person,
            said,
            said_at,
            reply_to,
            thread,
            device: if unconfirmed { DeviceTrust::NotConfirmed } else { DeviceTrust::Verified },
            roles: Vec::new(),
            answer: None,
        })
    }
}

async fn card(bot: &dyn Bot, room: &str, case: Option<&CaseRef>) -> Result<Option<String>, BotError> {
    let Some(case) = case else { return Ok(None) };
    Ok(bot.card(room, case).await?.map(|Receipt(post)| post))
}
