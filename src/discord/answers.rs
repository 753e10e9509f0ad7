//! Answers to interactions: what one person alone sees, for fifteen minutes after they asked. The first takes the place
//! of the promise that was given at once, what follows stands below it.

use std::fmt::Display;
use std::num::NonZeroU64;
use std::sync::Mutex;

use liaison_chat::{Document, Outbound, Receipt, Undelivered};
use serenity::http::{LightMethod, Route};

use crate::content::{is_marked, marker, parts};
use crate::door::{Door, message};
use crate::places::{Memory, locked};
use crate::posted::Posted;
use crate::snowflake::number;
use crate::trouble::{Trouble, code};
use crate::{body, history};

/// "… is thinking": nothing has been said yet.
const LOADING: u64 = 1 << 7;

/// Where an interaction is answered: its number and its token, which nobody may read in a log.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Handle {
    interaction: NonZeroU64,
    token: String,
}

impl Handle {
    /// The handle of an interaction.
    pub(crate) fn written(interaction: impl Display, token: &str) -> String {
        format!("{interaction}:{token}")
    }

    /// Reads a handle; nothing where it is the number of a message.
    pub(crate) fn read(handle: &str) -> Option<Self> {
        let (interaction, token) = handle.split_once(':')?;
        let whole =
            !token.is_empty() && token.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.=".contains(letter));
        Some(Self { interaction: number(interaction)?, token: token.to_owned() }).filter(|_| whole)
    }
}

/// What was said to an interaction, each text by its marker.
#[derive(Clone, Debug, Default)]
struct Said {
    /// Whether the promise has been kept; nothing where this is not known, after a start.
    kept: Option<bool>,
    texts: Vec<(String, NonZeroU64)>,
}

/// What was said to the interactions of late.
#[derive(Default)]
pub(crate) struct Answers {
    said: Mutex<Memory<NonZeroU64, Said>>,
}

impl Answers {
    /// An interaction was promised an answer, and has none yet.
    pub(crate) fn promised(&self, interaction: NonZeroU64) {
        let mut said = locked(&self.said);
        if said.get(interaction).is_none() {
            said.keep(interaction, Said { kept: Some(false), texts: Vec::new() });
        }
    }

    fn of(&self, handle: &Handle) -> Said {
        locked(&self.said).get(handle.interaction).unwrap_or_default()
    }

    fn note(&self, handle: &Handle, said: &Said) {
        locked(&self.said).keep(handle.interaction, said.clone());
    }
}

/// Says something to the one who asked, alone. The receipt bears the handle: with nothing else could it be taken back.
pub(crate) async fn say(
    door: &Door,
    handle: &Handle,
    document: &Document,
    outbound: &Outbound,
) -> Result<Receipt, Undelivered> {
    match post(door, handle, document, outbound).await {
        Ok(posted) => Ok(Receipt(format!("{}/{}", Handle::written(handle.interaction, &handle.token), posted.0))),
        Err(trouble) if trouble.is_too_late() => {
            Err(Undelivered::Gone { why: "the time in which the one who asked can be answered has passed".to_owned() })
        }
        Err(trouble) => Err(trouble.into()),
    }
}

/// What a receipt says that was given for an answer.
pub(crate) fn shown(receipt: &Receipt) -> Option<(Handle, Posted)> {
    let (handle, posted) = receipt.0.split_once('/')?;
    Some((Handle::read(handle)?, Posted::read(&Receipt(posted.to_owned()))?))
}

/// Takes back what somebody was shown. Once its time has passed nobody can any more, and their client has it until it starts
/// anew.
pub(crate) async fn redact(door: &Door, handle: &Handle, posted: &Posted) -> Result<(), Trouble> {
    for id in posted.messages() {
        match door.rest.delete(one(door, handle, id)).await {
            Err(trouble) if trouble.is(code::UNKNOWN_MESSAGE) => {}
            Err(trouble) if trouble.is_too_late() => {
                tracing::warn!("what somebody was shown alone can no longer be taken back");
                return Ok(());
            }
            taken_back => drop(taken_back?),
        }
    }
    Ok(())
}

async fn post(door: &Door, handle: &Handle, document: &Document, outbound: &Outbound) -> Result<Receipt, Trouble> {
    let mut said = door.answers.of(handle);
    if said.kept.is_none() {
        look(door, handle, outbound, &mut said).await?;
    }
    let mut messages = Vec::new();
    for (part, text) in parts(document, &outbound.key).iter().enumerate() {
        let name = marker(&outbound.key, part);
        if let Some((_, there)) = said.texts.iter().find(|(own, _)| *own == name) {
            messages.push(*there);
            continue;
        }
        let offers = if part == 0 { document.offers.as_slice() } else { &[] };
        let sent = if said.kept == Some(true) {
            let to = Route::WebhookFollowupMessages { application_id: door.own.application, token: &handle.token };
            door.rest.write(LightMethod::Post, to, &body::ephemeral(text, offers)).await?
        } else {
            door.rest.write(LightMethod::Patch, original(door, handle), &body::message(text, &[], offers)).await?
        };
        let id = history::id(&sent).ok_or_else(|| Trouble::Passing("an answer without an id".to_owned()))?;
        said.kept = Some(true);
        said.texts.push((name, id));
        door.answers.note(handle, &said);
        messages.push(id);
    }
    let posted = Posted::of(None, messages).ok_or_else(|| Trouble::Passing("there is nothing to say".to_owned()))?;
    Ok(posted.receipt())
}

/// After a start nobody remembers whether the promise was kept: Discord knows, and the marker says by which delivery.
async fn look(door: &Door, handle: &Handle, outbound: &Outbound, said: &mut Said) -> Result<(), Trouble> {
    let there = door.rest.get(original(door, handle)).await?;
    said.kept = Some(there["flags"].as_u64().unwrap_or_default() & LOADING == 0);
    let name = marker(&outbound.key, 0);
    if let Some(id) = history::id(&there).filter(|_| is_marked(there["content"].as_str().unwrap_or_default(), &name)) {
        said.texts.push((name, id));
    }
    Ok(())
}

fn original<'a>(door: &Door, handle: &'a Handle) -> Route<'a> {
    Route::WebhookOriginalInteractionResponse { application_id: door.own.application, token: &handle.token }
}

fn one<'a>(door: &Door, handle: &'a Handle, id: NonZeroU64) -> Route<'a> {
    let application_id = door.own.application;
    Route::WebhookFollowupMessage { application_id, token: &handle.token, message_id: message(id) }
}

#[cfg(test)]
mod tests {
    use liaison_chat::Receipt;

    use super::{Handle, shown};

    #[test]
    fn a_handle_is_told_from_a_message() {
        let handle = Handle::read(&Handle::written("12", "aW50ZXJhY3Rpb24_-")).unwrap();
        assert_eq!((handle.interaction.get(), handle.token.as_str()), (12, "aW50ZXJhY3Rpb24_-"));
        for other in ["12", "12:", "x:y", "12:a/b", "12:a?b"] {
            assert!(Handle::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn what_one_person_was_shown_is_told_from_what_stands_in_a_channel() {
        let (handle, posted) = shown(&Receipt("12:aW5_-/123+124".to_owned())).unwrap();
        assert_eq!((handle.token.as_str(), posted.receipt().0.as_str()), ("aW5_-", "123+124"));
        for other in ["123", "77/123", "77/123+124", "12:aW5_-", "12:aW5_-/x"] {
            assert!(shown(&Receipt(other.to_owned())).is_none(), "{other}");
        }
    }
}
