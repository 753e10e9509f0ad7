//! An interaction: what the bot was told, what it answered, and the life of its token.

use serde_json::{Value, json};
use std::time::Duration;

use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::telling::Event;

/// Discord's numbers for what an interaction is.
pub(crate) mod kind {
    pub(crate) const COMMAND: u8 = 2;
    pub(crate) const COMPONENT: u8 = 3;
    pub(crate) const COMPLETION: u8 = 4;
    pub(crate) const FORM: u8 = 5;
}

/// The first answer to an interaction.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstAnswer {
    /// Discord's number: 4 message, 5 later, 6 noted, 7 the message changed, 8 choices, 9 form.
    pub kind: u8,
    /// How long after the interaction it came.
    pub after: Duration,
    /// Only the one who asked sees what follows.
    pub ephemeral: bool,
    /// All of it, as JSON.
    pub data: Value,
}

/// One interaction and its state.
pub(crate) struct Exchange {
    pub id: Snowflake,
    pub token: String,
    pub kind: u8,
    pub user: Snowflake,
    pub channel: Snowflake,
    pub guild: Option<Snowflake>,
    pub made: u64,
    /// What the gateway was told.
    pub payload: Value,
    /// The command's name, where it is one.
    pub command: Option<String>,
    /// The message under which it was pressed.
    pub source: Option<Snowflake>,
    pub answer: Option<FirstAnswer>,
    /// The message that answers it: `@original`.
    pub original: Option<Snowflake>,
    pub follow_ups: Vec<Snowflake>,
}

impl Exchange {
    pub(crate) fn owners(&self) -> Value {
        match self.guild {
            Some(guild) => json!({ "0": guild }),
            None => json!({ "0": "0" }),
        }
    }
}

/// What an act makes of itself.
pub(crate) struct Act {
    pub kind: u8,
    pub user: Snowflake,
    pub channel: Snowflake,
    pub data: Value,
    pub command: Option<String>,
    pub source: Option<Snowflake>,
}

impl World {
    /// Makes the interaction and tells the bot of it.
    pub(crate) fn interact(&mut self, act: Act) -> Snowflake {
        let id = self.next_id();
        let token = format!("interaction-{id}-{:016x}", self.next_id().0.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let guild = self.channels.get(&act.channel).and_then(|channel| channel.guild);
        let exchange = Exchange {
            id,
            token,
            kind: act.kind,
            user: act.user,
            channel: act.channel,
            guild,
            made: self.clock.now(),
            payload: Value::Null,
            command: act.command,
            source: act.source,
            answer: None,
            original: None,
            follow_ups: Vec::new(),
        };
        let payload = self.interaction_json(&exchange, act.data);
        self.interactions.insert(id, Exchange { payload, ..exchange });
        self.deliver(id);
        id
    }

    /// Tells the bot of it, perhaps not for the first time.
    pub(crate) fn deliver(&mut self, id: Snowflake) {
        if let Some(exchange) = self.interactions.get(&id) {
            let (data, guild) = (exchange.payload.clone(), exchange.guild);
            let intents = twilight_model::gateway::Intents::empty();
            self.tell(Event { name: "INTERACTION_CREATE", intents, guild, data });
        }
    }

    fn interaction_json(&self, exchange: &Exchange, data: Value) -> Value {
        let Some(channel) = self.channels.get(&exchange.channel) else {
            return Value::Null;
        };
        let person = self.users.get(&exchange.user);
        let mut place = self.channel_json(channel);
        place["permissions"] = json!(self.rights(channel, exchange.user));
        if let Some(fields) = place.as_object_mut() {
            fields.remove("permission_overwrites");
        }
        let mut all = json!({
            "id": exchange.id, "application_id": self.application, "type": exchange.kind, "token": exchange.token,
            "version": 1, "data": data, "channel_id": channel.id, "channel": place,
            "app_permissions": self.rights(channel, self.application),
            "locale": person.map(|person| person.locale.clone()),
            "context": if channel.guild.is_some() { 0 } else { 1 },
            "authorizing_integration_owners": exchange.owners(),
            "entitlements": [], "entitlement_sku_ids": [], "attachment_size_limit": 10_485_760,
        });
        match channel.guild.and_then(|guild| self.guilds.get(&guild)) {
            Some(guild) => {
                let mut member = self.member_json(guild.id, exchange.user);
                member["permissions"] = json!(self.rights(channel, exchange.user));
                all["member"] = member;
                all["guild_id"] = guild.id.into();
                all["guild_locale"] = guild.locale.clone().into();
                all["guild"] = json!({ "id": guild.id, "locale": guild.locale, "features": [] });
            }
            None => all["user"] = self.user_json(exchange.user),
        }
        if let Some(message) = exchange.source.and_then(|id| self.messages.get(&id)) {
            all["message"] = self.message_json(message);
        }
        all
    }
}
