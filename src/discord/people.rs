//! Who of the configured people can see a channel: members by their roles and the channel's own rules, roles that exist.
//! Discord tells members one by one; what it told is kept for a few minutes.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU64;
use std::sync::Mutex;
use std::time::Duration;

use liaison_chat::{RoomFacts, RoomRight, Undelivered};
use serde_json::Value;
use serenity::all::{GuildId, UserId};
use serenity::http::Route;
use tokio::time::Instant;

use crate::door::{Door, channel};
use crate::places::locked;
use crate::rest::Rest;
use crate::rights::{Guild, NEEDED, may, sees};
use crate::snowflake::{number, role, user};
use crate::trouble::{Trouble, code, never};

/// So long is what Discord told taken for true.
const FRESH: Duration = Duration::from_secs(300);

/// What is known of the configured people.
#[derive(Default)]
pub(crate) struct People {
    rooms: Kept<NonZeroU64, RoomFacts>,
    guilds: Kept<NonZeroU64, Guild>,
    /// The roles of a member; nothing for whoever is none.
    members: Kept<(NonZeroU64, NonZeroU64), Option<Vec<NonZeroU64>>>,
}

impl People {
    /// What is known of a channel may have changed.
    pub(crate) fn forget(&self) {
        locked(&self.rooms.0).clear();
        locked(&self.guilds.0).clear();
        locked(&self.members.0).clear();
    }
}

/// What is known of a room. Of a channel that is not configured nothing is asked, and nobody is known there.
pub(crate) async fn room(door: &Door, at: &str) -> Result<RoomFacts, Undelivered> {
    let Some(id) = number(at) else { return Err(never(format!("{at} is not a channel of Discord"))) };
    let Some(configured) = door.places.people(id) else { return Ok(RoomFacts::default()) };
    if let Some(known) = door.people.rooms.get(&id) {
        return Ok(known);
    }
    let place = door.rest.get(Route::Channel { channel_id: channel(id) }).await?;
    let Some(guild_id) = place["guild_id"].as_str().and_then(number) else {
        return Err(never(format!("{at} is not a channel of a server")));
    };
    let guild = guild(door, guild_id).await?;
    let mut people = Vec::new();
    for person in configured {
        if is_there(door, guild_id, &guild, &place, &person).await? {
            people.push(person);
        }
    }
    let facts = RoomFacts { encrypted: false, people };
    door.people.rooms.keep(id, facts.clone());
    Ok(facts)
}

/// Which of the rights that it needs the bot lacks in a channel, as its settings confirm.
pub(crate) async fn lacking(door: &Door, at: NonZeroU64) -> Result<Vec<RoomRight>, Trouble> {
    let place = door.rest.get(Route::Channel { channel_id: channel(at) }).await?;
    let Some(guild_id) = place["guild_id"].as_str().and_then(number) else { return Ok(Vec::new()) };
    let guild = guild(door, guild_id).await?;
    let roles = member(door, guild_id, door.own.id).await?.unwrap_or_default();
    let has = may(&guild, &place, door.own.id, &roles);
    Ok(NEEDED.iter().filter(|(_, right)| has & right.bit == 0).map(|(right, _)| *right).collect())
}

async fn is_there(
    door: &Door,
    guild_id: NonZeroU64,
    guild: &Guild,
    place: &Value,
    person: &str,
) -> Result<bool, Trouble> {
    if let Some(role) = role(person) {
        return Ok(guild.has(role));
    }
    let Some(user) = user(person) else { return Ok(false) };
    let roles = member(door, guild_id, user).await?;
    Ok(roles.is_some_and(|roles| sees(guild, place, user, &roles)))
}

async fn guild(door: &Door, id: NonZeroU64) -> Result<Guild, Trouble> {
    if let Some(known) = door.people.guilds.get(&id) {
        return Ok(known);
    }
    let guild = Guild::read(id, &door.rest.get(Route::Guild { guild_id: GuildId::from(id) }).await?);
    door.people.guilds.keep(id, guild.clone());
    Ok(guild)
}

async fn member(door: &Door, guild: NonZeroU64, user: NonZeroU64) -> Result<Option<Vec<NonZeroU64>>, Trouble> {
    if let Some(known) = door.people.members.get(&(guild, user)) {
        return Ok(known);
    }
    let roles = roles_of(&door.rest, guild, user).await?;
    door.people.members.keep((guild, user), roles.clone());
    Ok(roles)
}

/// The roles of somebody in a server; nothing for whoever is not in it.
pub(crate) async fn roles_of(
    rest: &Rest,
    guild: NonZeroU64,
    user: NonZeroU64,
) -> Result<Option<Vec<NonZeroU64>>, Trouble> {
    let place = Route::GuildMember { guild_id: GuildId::from(guild), user_id: UserId::from(user) };
    match rest.get(place).await {
        Ok(member) => Ok(Some(numbers(&member["roles"]))),
        Err(trouble) if trouble.is(code::UNKNOWN_MEMBER) || trouble.is(code::UNKNOWN_USER) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

fn numbers(list: &Value) -> Vec<NonZeroU64> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|id| id.as_str().and_then(number)).collect()
}

/// Things that Discord told, with the time from which on they are asked for again.
struct Kept<K, V>(Mutex<HashMap<K, (Instant, V)>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        let kept = locked(&self.0);
        kept.get(key).filter(|(told, _)| told.elapsed() < FRESH).map(|(_, value)| value.clone())
    }

    fn keep(&self, key: K, value: V) {
        locked(&self.0).insert(key, (Instant::now(), value));
    }
}
