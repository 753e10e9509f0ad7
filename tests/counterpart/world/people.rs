//! People, guilds, roles and members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::clock::iso;
use crate::snowflake::Snowflake;

/// A person, or the bot.
pub(crate) struct User {
    pub id: Snowflake,
    pub name: String,
    pub bot: bool,
    /// What their client speaks.
    pub locale: String,
    /// Takes no direct messages from the bot.
    pub closed: bool,
}

impl User {
    pub(crate) fn named(id: Snowflake, name: &str) -> Self {
        Self { id, name: name.to_owned(), bot: false, locale: "en-GB".to_owned(), closed: false }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "username": self.name,
            "discriminator": if self.bot { "4242" } else { "0" },
            "global_name": if self.bot { Value::Null } else { self.name.clone().into() },
            "avatar": null,
            "bot": self.bot,
            "system": false,
            "public_flags": 0,
            "flags": 0,
            "banner": null,
            "accent_color": null,
            "avatar_decoration_data": null,
            "collectibles": null,
            "primary_guild": null,
        })
    }
}

/// A role of a guild.
pub(crate) struct Role {
    pub id: Snowflake,
    pub name: String,
    pub permissions: Permissions,
    pub position: usize,
    pub mentionable: bool,
}

impl Role {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "color": 0,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "hoist": false,
            "icon": null,
            "unicode_emoji": null,
            "position": self.position,
            "permissions": self.permissions,
            "managed": false,
            "mentionable": self.mentionable,
            "flags": 0,
        })
    }
}

/// A person's place in a guild.
pub(crate) struct Member {
    pub roles: BTreeSet<Snowflake>,
    pub joined: u64,
    pub nick: Option<String>,
}

impl Member {
    /// Without the person.
    pub(crate) fn json(&self) -> Value {
        json!({
            "nick": self.nick,
            "avatar": null,
            "banner": null,
            "roles": self.roles,
            "joined_at": iso(self.joined),
            "premium_since": null,
            "deaf": false,
            "mute": false,
            "flags": 0,
            "pending": false,
            "communication_disabled_until": null,
        })
    }
}

/// A guild.
pub(crate) struct Guild {
    pub id: Snowflake,
    pub name: String,
    pub owner: Snowflake,
    pub locale: String,
    /// The first, with the guild's own identifier, is everyone's.
    pub roles: BTreeMap<Snowflake, Role>,
    pub members: BTreeMap<Snowflake, Member>,
}
