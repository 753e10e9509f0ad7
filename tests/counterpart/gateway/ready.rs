//! What a new session is told first: READY, and each guild of its shard.

use serde_json::{Value, json};
use twilight_model::gateway::Intents;

use crate::snowflake::Snowflake;
use crate::world::World;

impl World {
    pub(crate) fn greet(&mut self, name: &str) {
        let Some(session) = self.gateway.sessions.get(name) else {
            return;
        };
        let (intents, shard) = (session.intents, session.shard);
        let inside = |id: &Snowflake| session.has(Some(*id));
        let guilds: Vec<Snowflake> = self.bots_guilds().into_iter().filter(inside).collect();
        let ready = json!({
            "v": 10,
            "user": self.own_user_json(),
            "user_settings": {},
            "session_type": "normal",
            "session_id": name,
            "resume_gateway_url": format!("ws://{}", self.address),
            "shard": [shard.0, shard.1],
            "guilds": guilds.iter().map(|id| json!({ "id": id, "unavailable": true })).collect::<Vec<_>>(),
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "auth": {},
            "application": { "id": self.application, "flags": 0 },
            "_trace": ["[\"counterpart\"]"],
        });
        let with_members = intents.contains(Intents::GUILD_MEMBERS);
        let shown = guilds.iter().filter(|_| intents.contains(Intents::GUILDS));
        let known: Vec<Value> =
            shown.filter_map(|id| self.guilds.get(id)).map(|guild| self.guild_create(guild, with_members)).collect();
        if let Some(session) = self.gateway.sessions.get_mut(name) {
            session.dispatch("READY", ready);
            for guild in known {
                session.dispatch("GUILD_CREATE", guild);
            }
        }
    }

    /// The guilds in which the bot is.
    pub(crate) fn bots_guilds(&self) -> Vec<Snowflake> {
        let inside = self.guilds.values().filter(|guild| guild.members.contains_key(&self.application));
        inside.map(|guild| guild.id).collect()
    }

    /// The bot as it sees itself.
    pub(crate) fn own_user_json(&self) -> Value {
        let mut user = self.user_json(self.application);
        user["verified"] = true.into();
        user["mfa_enabled"] = true.into();
        user["email"] = Value::Null;
        user["locale"] = "en-US".into();
        user
    }
}
