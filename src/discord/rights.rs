//! Who may see a channel, as Discord works it out: the server's roles, then the channel's own rules for everyone, for
//! roles, and for the one member.

use std::collections::HashMap;
use std::num::NonZeroU64;

use liaison_chat::RoomRight;
use serde_json::Value;

use crate::snowflake::number;

const ADMINISTRATOR: u64 = 1 << 3;
const VIEW_CHANNEL: u64 = 1 << 10;
const MANAGE_ROLES: u64 = 1 << 28;

/// A right, as Discord's settings name it.
pub(crate) struct Right {
    pub(crate) name: &'static str,
    pub(crate) bit: u64,
}

/// What the bot needs in every channel.
pub(crate) const NEEDED: &[(RoomRight, Right)] = &[
    (RoomRight::See, Right { name: "View Channel", bit: VIEW_CHANNEL }),
    (RoomRight::Speak, Right { name: "Send Messages", bit: 1 << 11 }),
    (RoomRight::Reread, Right { name: "Read Message History", bit: 1 << 16 }),
];
/// What it needs besides where status lines go to threads.
pub(crate) const NEEDED_IN_THREADS: &[Right] =
    &[Right { name: "Create Public Threads", bit: 1 << 35 }, Right { name: "Send Messages in Threads", bit: 1 << 38 }];

/// Whether one of the rights that the bot needs is not among these.
pub(crate) fn lacks_some(has: u64) -> bool {
    has & ADMINISTRATOR == 0 && NEEDED.iter().any(|(_, right)| has & right.bit == 0)
}

/// Whether whoever has that role can give others a lower one.
pub(crate) fn gives_roles(role: &Value) -> bool {
    bits(&role["permissions"]) & (ADMINISTRATOR | MANAGE_ROLES) != 0
}

/// What is known of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guild {
    id: NonZeroU64,
    owner: Option<NonZeroU64>,
    /// What each role may do.
    roles: HashMap<NonZeroU64, u64>,
}

impl Guild {
    /// From what Discord tells of it.
    pub(crate) fn read(id: NonZeroU64, guild: &Value) -> Self {
        let roles = guild["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
        let roles = roles.iter().filter_map(|role| Some((field(role, "id")?, bits(&role["permissions"]))));
        Self { id, owner: field(guild, "owner_id"), roles: roles.collect() }
    }

    /// Whether there is such a role.
    pub(crate) fn has(&self, role: NonZeroU64) -> bool {
        self.roles.contains_key(&role)
    }
}

/// Whether a member with those roles sees the channel.
pub(crate) fn sees(guild: &Guild, channel: &Value, user: NonZeroU64, roles: &[NonZeroU64]) -> bool {
    may(guild, channel, user, roles) & VIEW_CHANNEL != 0
}

/// What a member with those roles may do in the channel.
pub(crate) fn may(guild: &Guild, channel: &Value, user: NonZeroU64, roles: &[NonZeroU64]) -> u64 {
    let of = |role: &NonZeroU64| guild.roles.get(role).copied().unwrap_or_default();
    // The role of everyone bears the server's own number.
    let base = roles.iter().chain([&guild.id]).map(of).fold(0, |all, one| all | one);
    if guild.owner == Some(user) || base & ADMINISTRATOR != 0 {
        return u64::MAX;
    }
    let rules = channel["permission_overwrites"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rule = |wanted: &dyn Fn(NonZeroU64) -> bool| {
        let found = rules.iter().filter(|rule| field(rule, "id").is_some_and(wanted));
        found.fold((0, 0), |(allow, deny), rule| (allow | bits(&rule["allow"]), deny | bits(&rule["deny"])))
    };
    let ruled = |may: u64, (allow, deny): (u64, u64)| (may & !deny) | allow;
    let may = ruled(base, rule(&|id| id == guild.id));
    let may = ruled(may, rule(&|id| id != guild.id && roles.contains(&id)));
    ruled(may, rule(&|id| id == user))
}

fn field(of: &Value, name: &str) -> Option<NonZeroU64> {
    of[name].as_str().and_then(number)
}

fn bits(text: &Value) -> u64 {
    text.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Guild, sees};
    use crate::snowflake::number;

    fn seen(user: &str, roles: &[&str], rules: Value) -> bool {
        let guild = json!({ "owner_id": "9", "roles": [
            { "id": "1", "permissions": "1024" }, { "id": "2", "permissions": "8" }, { "id": "3", "permissions": "0" },
        ]});
        let guild = Guild::read(number("1").unwrap(), &guild);
        let roles: Vec<_> = roles.iter().filter_map(|role| number(role)).collect();
        sees(&guild, &json!({ "permission_overwrites": rules }), number(user).unwrap(), &roles)
    }

    fn rule(id: &str, allow: &str, deny: &str) -> Value {
        json!({ "id": id, "allow": allow, "deny": deny })
    }

    #[test]
    fn the_narrower_rule_holds() {
        assert!(seen("5", &[], json!([])), "everyone may");
        assert!(!seen("5", &[], json!([rule("1", "0", "1024")])), "everyone is shut out");
        assert!(seen("5", &["3"], json!([rule("1", "0", "1024"), rule("3", "1024", "0")])), "but a role");
        assert!(!seen("5", &["3"], json!([rule("3", "1024", "0"), rule("5", "0", "1024")])), "but not this member");
        assert!(seen("9", &[], json!([rule("1", "0", "1024")])), "the owner always");
        assert!(seen("5", &["2"], json!([rule("1", "0", "1024")])), "administrators always");
    }
}
