//! Reactions.

use serde_json::json;
use twilight_model::gateway::Intents;
use twilight_model::guild::Permissions;

use crate::asked::Answer;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::places::Channel;
use crate::world::telling::emoji_json;

impl World {
    pub(crate) fn react(&mut self, channel: Snowflake, id: Snowflake, emoji: &str) -> Handled {
        let channel = self.reactable(channel)?;
        let message = self.shown(channel.id, id)?;
        check_emoji(emoji)?;
        if !message.reactions.contains_key(emoji) {
            self.need(&channel, Permissions::ADD_REACTIONS)?;
        }
        self.set_reaction(&channel, id, emoji, self.application, true);
        Ok(Answer::Nothing)
    }

    pub(crate) fn unreact(&mut self, channel: Snowflake, id: Snowflake, emoji: &str, user: Snowflake) -> Handled {
        let channel = self.reactable(channel)?;
        self.shown(channel.id, id)?;
        check_emoji(emoji)?;
        if user != self.application {
            self.need(&channel, Permissions::MANAGE_MESSAGES)?;
        }
        self.set_reaction(&channel, id, emoji, user, false);
        Ok(Answer::Nothing)
    }

    fn reactable(&self, channel: Snowflake) -> Result<Channel, Refusal> {
        let channel = self.visible(channel)?;
        self.need(&channel, Permissions::READ_MESSAGE_HISTORY)?;
        match channel.thread.as_ref().is_some_and(|thread| thread.archived) {
            true => Err(Refusal::archived_thread()),
            false => Ok(channel),
        }
    }

    /// Puts a reaction there or takes it away, and tells of it, if that changes anything.
    pub(crate) fn set_reaction(&mut self, channel: &Channel, id: Snowflake, emoji: &str, user: Snowflake, there: bool) {
        let Some(message) = self.messages.get_mut(&id) else {
            return;
        };
        let users = message.reactions.entry(emoji.to_owned()).or_default();
        let before = users.contains(&user);
        users.retain(|other| *other != user);
        if there {
            users.push(user);
        }
        message.reactions.retain(|_, users| !users.is_empty());
        let author = message.author;
        if before == there {
            return;
        }
        let mut data = json!({
            "user_id": user, "channel_id": channel.id, "message_id": id, "message_author_id": author,
            "emoji": emoji_json(emoji), "burst": false, "type": 0,
        });
        if let Some(guild) = channel.guild.filter(|_| there) {
            data["member"] = self.member_json(guild, user);
        }
        let name = if there { "MESSAGE_REACTION_ADD" } else { "MESSAGE_REACTION_REMOVE" };
        self.tell_in(channel, name, [Intents::GUILD_MESSAGE_REACTIONS, Intents::DIRECT_MESSAGE_REACTIONS], data);
    }
}

/// An emoji of Unicode, or `name:id`.
fn check_emoji(emoji: &str) -> Result<(), Refusal> {
    let own = emoji.split_once(':').is_some_and(|(name, id)| !name.is_empty() && id.parse::<u64>().is_ok());
    let keycap = emoji.ends_with('\u{20e3}');
    let unicode =
        !emoji.is_empty() && emoji.chars().all(|character| !character.is_ascii() && !character.is_alphabetic());
    if own || keycap || unicode { Ok(()) } else { Err(Refusal::unknown_emoji()) }
}
