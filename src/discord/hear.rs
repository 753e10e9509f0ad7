//! What Discord tells of people: who, where, when, from its JSON to [`Inbound`].

use std::num::NonZeroU64;

use chrono::DateTime;
use liaison_chat::{DeviceTrust, Inbound, Said};
use serde_json::Value;

use crate::content::is_further_part;
use crate::door::Door;
use crate::snowflake::{made_at, number};

/// A message, and one that answers another.
const PLAIN: u64 = 0;
const REPLY: u64 = 19;

/// Between a message's number and the moment of its edit.
const AS_EDITED: &str = "@";

/// Where something happens, and who does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The channel itself, a thread as it may be.
    pub(crate) channel: NonZeroU64,
    /// The room as configured.
    pub(crate) room: NonZeroU64,
    /// The thread of it.
    pub(crate) thread: Option<NonZeroU64>,
    /// Who, as the configuration writes them.
    pub(crate) person: String,
    /// Their roles there.
    pub(crate) roles: Vec<String>,
}

impl Spot {
    /// From an event; `user` is the one who speaks.
    pub(crate) fn of(door: &Door, event: &Value, user: &Value) -> Option<Self> {
        let channel = text(event, "/channel_id").or_else(|| text(event, "/channel/id")).and_then(number)?;
        let parent = text(event, "/channel/parent_id").and_then(number);
        let is_thread = matches!(event.pointer("/channel/type").and_then(Value::as_u64), None | Some(10..=12));
        let (room, thread) = door.places.room(channel, parent.filter(|_| is_thread));
        let roles = event.pointer("/member/roles").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let roles = roles.iter().filter_map(Value::as_str).map(|role| format!("discord:role:{role}"));
        let person = format!("discord:user:{}", text(user, "/id")?);
        Some(Self { channel, room, thread, person, roles: roles.collect() })
    }

    /// What was said there, under that number.
    pub(crate) fn inbound(&self, event: &str, said: Said) -> Inbound {
        Inbound {
            event: event.to_owned(),
            room: self.room.to_string(),
            person: self.person.clone(),
            roles: self.roles.clone(),
            said,
            said_at: made_at(event),
            reply_to: None,
            thread: self.thread.map(|thread| thread.to_string()),
            device: DeviceTrust::Plain,
            answer: None,
        }
    }
}

/// What a message says to the bot, with its channel; nothing where it says nothing to it. Only where the bot is mentioned
/// does Discord show it what stands there.
pub(crate) fn message(door: &Door, event: &Value) -> Option<(NonZeroU64, Inbound)> {
    let author = &event["author"];
    let is_person = author["bot"].as_bool() != Some(true) && event.get("webhook_id").is_none_or(Value::is_null);
    let is_said = matches!(event["type"].as_u64(), Some(PLAIN | REPLY));
    let own = |user: &Value| text(user, "/id").and_then(number) == Some(door.own.id);
    let is_called = event["mentions"].as_array().into_iter().flatten().any(own);
    let words = text(event, "/content").unwrap_or_default();
    if !is_person || !is_said || !is_called || words.trim().is_empty() {
        return None;
    }
    let spot = Spot::of(door, event, author)?;
    door.places.language(spot.room)?;
    let id = text(event, "/id")?;
    if let (Some(message), Some(thread)) = (number(id), spot.thread) {
        door.places.heard(message, thread);
    }
    // An older form of the same mention.
    let own_mention = format!("<@{}>", door.own.id);
    let mut words = words.replace(&format!("<@!{}>", door.own.id), &own_mention);
    if event["type"].as_u64() == Some(REPLY) && !words.contains(&own_mention) {
        // A reply that pings mentions the bot beside its text: it speaks to it as if it named it.
        words = format!("{} {words}", door.own.name);
    }
    let reply_to = text(event, "/message_reference/message_id").filter(|_| event["type"].as_u64() == Some(REPLY));
    let reply_to = reply_to.map(|message| begun_by(door, &event["referenced_message"]).unwrap_or(message));
    let reply_to = reply_to.map(|message| match spot.thread {
        Some(thread) => format!("{thread}/{message}"),
        None => message.to_owned(),
    });
    Some((spot.channel, Inbound { reply_to, ..spot.inbound(id, Said::Text(words)) }))
}

/// What somebody made of a message afterwards; nothing where it is Discord that added to it.
pub(crate) fn edited(door: &Door, event: &Value) -> Option<(NonZeroU64, Inbound)> {
    let at = text(event, "/edited_timestamp")?;
    let (channel, heard) = message(door, event)?;
    let Said::Text(text) = heard.said else { return None };
    let said_at = DateTime::parse_from_rfc3339(at).map_or(heard.said_at, |at| at.to_utc());
    let what = heard.event;
    let event = format!("{what}{AS_EDITED}{at}");
    Some((channel, Inbound { event, said: Said::Edited { what, text }, said_at, ..heard }))
}

/// The message that an event is about, by its number.
pub(crate) fn message_of(event: &str) -> Option<NonZeroU64> {
    number(event.split_once(AS_EDITED).map_or(event, |(message, _)| message))
}

/// Where a message is a further part of one of the bot's posts: the message that the post begins with.
pub(crate) fn begun_by<'a>(door: &Door, part: &'a Value) -> Option<&'a str> {
    let is_further = is_own(door, part) && is_further_part(text(part, "/content")?);
    text(part, "/message_reference/message_id").filter(|_| is_further)
}

/// Whether the bot itself wrote a message.
pub(crate) fn is_own(door: &Door, message: &Value) -> bool {
    text(message, "/author/id").and_then(number) == Some(door.own.id)
}

/// The text at that place.
pub(crate) fn text<'a>(of: &'a Value, at: &str) -> Option<&'a str> {
    of.pointer(at)?.as_str()
}
