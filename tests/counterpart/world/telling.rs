//! What the gateway is told of: each event with the intents of which a session needs one, and what it may not read.

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::places::Channel;
use crate::world::render::merge;

pub(crate) use crate::world::render::emoji_json;

/// An event on its way to the sessions.
pub(crate) struct Event {
    pub name: &'static str,
    /// A session needs one of these; everyone gets it, where there are none.
    pub intents: Intents,
    pub guild: Option<Snowflake>,
    pub data: Value,
}

impl World {
    /// Hands an event to every session that asked for its kind.
    pub(crate) fn tell(&mut self, event: Event) {
        let bot = self.application;
        for session in self.gateway.sessions.values_mut() {
            let wanted = event.intents.is_empty() || session.intents.intersects(event.intents);
            if !wanted || !session.has(event.guild) {
                continue;
            }
            let mut data = event.data.clone();
            if event.name.starts_with("MESSAGE_") && !session.intents.contains(Intents::MESSAGE_CONTENT) {
                blank(&mut data, bot, event.guild.is_none());
            }
            session.dispatch(event.name, data);
        }
    }

    /// Something about a channel, which the bot hears of if it sees the channel.
    pub(crate) fn tell_in(&mut self, channel: &Channel, name: &'static str, intents: [Intents; 2], mut data: Value) {
        if self.rights(channel, self.application).is_empty() {
            return;
        }
        if let Some(guild) = channel.guild {
            data["guild_id"] = guild.into();
        }
        let intents = intents[usize::from(channel.guild.is_none())];
        self.tell(Event { name, intents, guild: channel.guild, data });
    }

    /// A message is there, or has changed.
    pub(crate) fn tell_message(&mut self, name: &'static str, id: Snowflake) {
        let Some(message) = self.messages.get(&id).filter(|message| !message.is_ephemeral()) else {
            return;
        };
        let Some(channel) = self.channels.get(&message.channel).cloned() else {
            return;
        };
        let mut data = self.message_json(message);
        if let Some(guild) = channel.guild {
            let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&message.author));
            merge(&mut data, json!({ "member": member.map(|member| member.json()) }));
        }
        if let (Some(nonce), "MESSAGE_CREATE") = (&message.nonce, name) {
            data["nonce"] = nonce.clone();
        }
        self.tell_in(&channel, name, [Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES], data);
    }

    /// A channel or thread has come, changed or gone.
    pub(crate) fn tell_channel(&mut self, name: &'static str, channel: &Channel) {
        let mut data = self.channel_json(channel);
        if name == "THREAD_CREATE" {
            data["newly_created"] = true.into();
        }
        self.tell_in(channel, name, [Intents::GUILDS, Intents::empty()], data);
    }

    /// A member has come or changed: told with the intent only, but the bot always hears of itself.
    pub(crate) fn tell_member(&mut self, name: &'static str, guild: Snowflake, user: Snowflake) {
        let mut data = self.member_json(guild, user);
        data["guild_id"] = guild.into();
        let intents = if user == self.application { Intents::empty() } else { Intents::GUILD_MEMBERS };
        self.tell(Event { name, intents, guild: Some(guild), data });
    }
}

/// Takes out what only the intent for content lets a bot read, except of its own messages, of those that mention it,
/// and of direct ones.
pub(crate) fn blank(message: &mut Value, bot: Snowflake, direct: bool) {
    let me = Value::from(bot);
    let mentioned = message["mentions"].as_array().is_some_and(|users| users.iter().any(|user| user["id"] == me));
    let readable = direct || mentioned || message["author"]["id"] == me;
    if !readable && message.get("content").is_some() {
        merge(message, json!({ "content": "", "embeds": [], "attachments": [], "components": [] }));
    }
    if let Some(answered) = message.get_mut("referenced_message").filter(|answered| answered.is_object()) {
        blank(answered, bot, direct);
    }
}
