//! What people write by hand.

use twilight_model::guild::Permissions;

use crate::cannot::Cannot;
use crate::judge::draft::Draft;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::Message;
use crate::world::places::Channel;

impl World {
    pub(crate) fn say(
        &mut self,
        user: Snowflake,
        channel: Snowflake,
        text: &str,
        reply_to: Option<Snowflake>,
    ) -> Result<Snowflake, Cannot> {
        let place = self.place_to_speak(user, channel)?;
        if let Some(answered) = reply_to {
            let there = self.messages.get(&answered).is_some_and(|m| m.channel == channel && !m.deleted);
            if !there {
                return Err(Cannot(format!("there is no message {answered} in the channel {channel}")));
            }
        }
        let text = text.trim();
        if text.is_empty() || text.chars().count() > 2000 {
            return Err(Cannot::because("a message has between 1 and 2,000 characters"));
        }
        // A person's message opens an archived thread again.
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            self.set_archived(channel, false, false);
        }
        let id = self.next_id();
        let kind = if reply_to.is_some() { 19 } else { 0 };
        let mut message = Message { kind, reply_to, ..Message::new(id, channel, user, self.clock.now()) };
        self.write(&mut message, Draft { content: Some(text.to_owned()), ..Draft::default() }, user);
        self.add(message);
        Ok(id)
    }

    fn place_to_speak(&self, user: Snowflake, channel: Snowflake) -> Result<Channel, Cannot> {
        let place = self.channels.get(&channel).ok_or_else(|| Cannot(format!("there is no channel {channel}")))?;
        let needed = match &place.thread {
            Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
            None => Permissions::SEND_MESSAGES,
        };
        let allowed = place.guild.is_none() || self.rights(place, user).contains(needed);
        let locked = place.thread.as_ref().is_some_and(|thread| thread.locked);
        match allowed && !locked && !self.rights(place, user).is_empty() {
            true => Ok(place.clone()),
            false => Err(Cannot(format!("{user} may not write in the channel {channel}"))),
        }
    }

    /// A person changes their own message.
    pub(crate) fn person_edits(&mut self, user: Snowflake, id: Snowflake, text: &str) -> Result<(), Cannot> {
        let own = self.messages.get(&id).is_some_and(|message| message.author == user && !message.deleted);
        if !own {
            return Err(Cannot(format!("{user} has written no message {id}")));
        }
        let draft = Draft { content: Some(text.trim().to_owned()), ..Draft::default() };
        self.rewrite(id, draft, user).map(|_| ()).map_err(|refusal| Cannot(refusal.message))
    }
}
