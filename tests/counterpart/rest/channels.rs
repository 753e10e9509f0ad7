//! Channels as the bot reads and changes them.

use serde_json::json;
use twilight_model::gateway::Intents;
use twilight_model::guild::Permissions;
use twilight_validate::channel;

use crate::asked::{Answer, Asked};
use crate::judge::{by_others, read};
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::rest::threads::check_duration;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::places::{Channel, Thread};

impl World {
    pub(crate) fn get_channel(&self, id: Snowflake) -> Handled {
        let channel = self.visible(id)?;
        Ok(self.channel_json(&channel).into())
    }

    pub(crate) fn typing(&mut self, id: Snowflake) -> Handled {
        let channel = self.visible(id)?;
        self.need_to_speak(&channel)?;
        let seconds = self.clock.now() / 1000;
        let data = json!({ "channel_id": id, "user_id": self.application, "timestamp": seconds });
        let intents = [Intents::GUILD_MESSAGE_TYPING, Intents::DIRECT_MESSAGE_TYPING];
        self.tell_in(&channel, "TYPING_START", intents, data);
        Ok(Answer::Nothing)
    }

    /// A name, and of a thread whether it is archived or locked.
    pub(crate) fn patch_channel(&mut self, asked: &Asked, id: Snowflake) -> Handled {
        let mut channel = self.visible(id)?;
        let body = &asked.body;
        let name = read::<String>(body, "name")?;
        if let Some(name) = &name {
            by_others("name", channel::name(name))?;
        }
        let Some(mut thread) = channel.thread.clone() else {
            self.need(&channel, Permissions::MANAGE_CHANNELS)?;
            return Ok(self.changed(channel, name, "CHANNEL_UPDATE"));
        };
        let archived = read::<bool>(body, "archived")?;
        let locked = read::<bool>(body, "locked")?;
        let archive_after = read::<u64>(body, "auto_archive_duration")?;
        if thread.archived && archived != Some(false) {
            return Err(Refusal::archived_thread());
        }
        self.may_change_thread(&channel, &thread, locked.is_some() || thread.locked, body.get("name").is_some())?;
        if let Some(minutes) = archive_after {
            check_duration(minutes)?;
            thread.archive_after = minutes;
        }
        if archived.is_some_and(|archived| archived != thread.archived) {
            thread.changed = self.clock.now();
        }
        thread.archived = archived.unwrap_or(thread.archived);
        thread.locked = locked.unwrap_or(thread.locked);
        channel.thread = Some(thread);
        Ok(self.changed(channel, name, "THREAD_UPDATE"))
    }

    fn may_change_thread(
        &self,
        channel: &Channel,
        thread: &Thread,
        locking: bool,
        naming: bool,
    ) -> Result<(), Refusal> {
        if self.need(channel, Permissions::MANAGE_THREADS).is_ok() {
            return Ok(());
        }
        let own = thread.owner == self.application;
        // Whoever may write there may open it again; the rest is its maker's.
        let opens = thread.archived && !naming;
        match !locking && (own || opens) {
            true => self.need(channel, Permissions::SEND_MESSAGES_IN_THREADS),
            false => Err(Refusal::missing_permissions()),
        }
    }

    fn changed(&mut self, mut channel: Channel, name: Option<String>, event: &'static str) -> Answer {
        channel.name = name.unwrap_or(channel.name);
        self.channels.insert(channel.id, channel.clone());
        self.tell_channel(event, &channel);
        self.channel_json(&channel).into()
    }
}
