//! Channels of all kinds: of guilds, threads, and the direct ones.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::clock::iso;
use crate::snowflake::Snowflake;

/// Discord's numbers for the kinds of channels that the counterpart knows.
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 0;
    pub(crate) const DIRECT: u8 = 1;
    pub(crate) const PUBLIC_THREAD: u8 = 11;
    pub(crate) const PRIVATE_THREAD: u8 = 12;
}

/// For whom an overwrite holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Everyone who has that role; the guild's identifier is everyone's role.
    Role(Snowflake),
    /// One person, or the bot.
    Member(Snowflake),
}

/// What a channel gives or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overwrite {
    /// For whom it holds.
    pub whom: Whom,
    /// Given.
    pub allow: Permissions,
    /// Taken.
    pub deny: Permissions,
}

impl Overwrite {
    fn json(&self) -> Value {
        let (id, kind) = match self.whom {
            Whom::Role(id) => (id, 0),
            Whom::Member(id) => (id, 1),
        };
        json!({ "id": id, "type": kind, "allow": self.allow, "deny": self.deny })
    }
}

/// What a thread has and other channels have not.
#[derive(Clone)]
pub(crate) struct Thread {
    pub owner: Snowflake,
    pub parent: Snowflake,
    pub archived: bool,
    pub locked: bool,
    pub invitable: bool,
    /// Minutes of silence until it is archived.
    pub archive_after: u64,
    pub changed: u64,
    pub made: u64,
    pub members: Vec<Snowflake>,
    pub messages: u64,
}

/// A place where messages stand.
#[derive(Clone)]
pub(crate) struct Channel {
    pub id: Snowflake,
    pub kind: u8,
    pub name: String,
    pub guild: Option<Snowflake>,
    pub overwrites: Vec<Overwrite>,
    /// Of a direct channel: the person beside the bot.
    pub recipient: Option<Snowflake>,
    pub thread: Option<Thread>,
    pub last_message: Option<Snowflake>,
}

impl Channel {
    /// The channel whose overwrites hold here.
    pub(crate) fn governing(&self) -> Snowflake {
        self.thread.as_ref().map_or(self.id, |thread| thread.parent)
    }

    /// As Discord writes it; the person of a direct channel is added by the world, which knows them.
    pub(crate) fn json(&self) -> Value {
        let mut all = json!({
            "id": self.id,
            "type": self.kind,
            "last_message_id": self.last_message,
            "flags": 0,
        });
        if let Some(guild) = self.guild {
            all["guild_id"] = guild.into();
            all["name"] = self.name.clone().into();
            all["rate_limit_per_user"] = 0.into();
            all["nsfw"] = false.into();
        }
        match &self.thread {
            Some(thread) => thread.write(&mut all),
            None if self.guild.is_some() => {
                all["position"] = 0.into();
                all["topic"] = Value::Null;
                all["parent_id"] = Value::Null;
                all["last_pin_timestamp"] = Value::Null;
                all["permission_overwrites"] = self.overwrites.iter().map(Overwrite::json).collect();
            }
            None => {}
        }
        all
    }
}

impl Thread {
    fn write(&self, all: &mut Value) {
        all["parent_id"] = self.parent.into();
        all["owner_id"] = self.owner.into();
        all["member_count"] = self.members.len().into();
        all["message_count"] = self.messages.into();
        all["total_message_sent"] = self.messages.into();
        all["thread_metadata"] = json!({
            "archived": self.archived,
            "archive_timestamp": iso(self.changed),
            "auto_archive_duration": self.archive_after,
            "locked": self.locked,
            "invitable": self.invitable,
            "create_timestamp": iso(self.made),
        });
    }
}
