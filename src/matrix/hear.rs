//! What an event of a room says: from its JSON to [`Inbound`]. Whatever is not understood is heard as nothing, so that
//! its id is remembered and nobody's odd client can stop the others from being heard.

use chrono::{DateTime, Utc};
use liaison_chat::{DeviceTrust, Inbound, Said};
use matrix_sdk::deserialized_responses::{EncryptionInfo, VerificationLevel, VerificationState};
use serde_json::Value;

/// Where an event was heard, and by whom.
pub(crate) struct Place<'a> {
    /// The room as configured.
    pub(crate) room: &'a str,
    /// The bot's own id: what it says itself is nothing.
    pub(crate) own: &'a str,
}

/// What an event says; nothing where it has no id.
pub(crate) fn heard(event: &Value, place: &Place<'_>, device: DeviceTrust) -> Option<Inbound> {
    let id = event.get("event_id")?.as_str()?.to_owned();
    let person = text(event, "/sender").unwrap_or_default();
    let relation = relation(event);
    Some(Inbound {
        event: id,
        room: place.room.to_owned(),
        person: person.to_owned(),
        said: if person == place.own { Said::Nothing } else { said(event, place.own, relation.reply_to.is_some()) },
        said_at: said_at(event),
        reply_to: relation.reply_to,
        thread: relation.thread,
        device,
        roles: Vec::new(),
        answer: None,
    })
}

fn said(event: &Value, own: &str, is_reply: bool) -> Said {
    if event.get("state_key").is_some() {
        return Said::Nothing;
    }
    match text(event, "/type") {
        Some("m.room.message") => message(event, own, is_reply),
        Some("m.reaction") => reaction(event).unwrap_or(Said::Nothing),
        Some("m.room.redaction") => match text(event, "/content/redacts").or_else(|| text(event, "/redacts")) {
            Some(what) => Said::Gone { what: what.to_owned() },
            None => Said::Nothing,
        },
        // What was redacted is empty and will never be readable.
        Some("m.room.encrypted") if text(event, "/content/ciphertext").is_some() => Said::Unread,
        _ => Said::Nothing,
    }
}

fn message(event: &Value, own: &str, is_reply: bool) -> Said {
    if text(event, "/content/msgtype") != Some("m.text") {
        return Said::Nothing;
    }
    if text(event, "/content/m.relates_to/rel_type") == Some("m.replace") {
        return match text(event, "/content/m.relates_to/event_id") {
            Some(what) => Said::Edited {
                what: what.to_owned(),
                text: text(event, "/content/m.new_content/body").unwrap_or_default().to_owned(),
            },
            None => Said::Nothing,
        };
    }
    if let Some(line) = command_line(&event["content"], own) {
        return Said::Text(line);
    }
    match text(event, "/content/body") {
        Some(body) if is_reply => Said::Text(without_fallback(body).to_owned()),
        Some(body) => Said::Text(body.to_owned()),
        None => Said::Nothing,
    }
}

fn reaction(event: &Value) -> Option<Said> {
    let relation = event.pointer("/content/m.relates_to")?;
    if relation.get("rel_type")?.as_str()? != "m.annotation" {
        return None;
    }
    let key = relation.get("key")?.as_str()?.replace('\u{FE0F}', "");
    Some(Said::Reaction { key, of: relation.get("event_id")?.as_str()?.to_owned() })
}

#[derive(Default)]
struct Relation {
    reply_to: Option<String>,
    thread: Option<String>,
}

fn relation(event: &Value) -> Relation {
    let replied = text(event, "/content/m.relates_to/m.in_reply_to/event_id").map(str::to_owned);
    if text(event, "/content/m.relates_to/rel_type") != Some("m.thread") {
        return Relation { reply_to: replied, thread: None };
    }
    // In a thread, what old clients show as a reply is mostly just the message before.
    let falling_back = event.pointer("/content/m.relates_to/is_falling_back").and_then(Value::as_bool) == Some(true);
    Relation {
        reply_to: replied.filter(|_| !falling_back),
        thread: text(event, "/content/m.relates_to/event_id").map(str::to_owned),
    }
}

/// The body without the quotation that old clients put before a reply.
fn without_fallback(body: &str) -> &str {
    if !body.starts_with("> <") && !body.starts_with("> * <") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

/// A command that a client built from the bot's own description of it (MSC4391), written as a person would type it.
/// One that is addressed to others is none of ours.
fn command_line(content: &Value, own: &str) -> Option<String> {
    let command = ["org.matrix.msc4391.command", "m.bot.command"].iter().find_map(|name| content.get(name))?;
    let addressed = content.pointer("/m.mentions/user_ids").and_then(Value::as_array);
    if addressed.is_some_and(|people| !people.is_empty() && !people.iter().any(|person| person == own)) {
        return None;
    }
    let name = ["command", "syntax"].iter().find_map(|key| command.get(key)?.as_str()?.split_whitespace().next())?;
    let mut line = format!("!{name}");
    for (option, value) in command.get("arguments").and_then(Value::as_object).into_iter().flatten() {
        for value in each(value) {
            line.push_str(&format!(" {option}:{}", quoted(&value)));
        }
    }
    Some(line)
}

fn each(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Bool(true) => vec!["yes".to_owned()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(each).collect(),
        // Ids come as an object that names the one thing in a field called as the thing, or `id`.
        Value::Object(fields) => fields.get("id").map(each).unwrap_or_default(),
        // A mark that is not set.
        Value::Bool(false) | Value::Null => Vec::new(),
    }
}

fn quoted(value: &str) -> String {
    if !value.contains(char::is_whitespace) {
        return value.to_owned();
    }
    if value.contains('"') { format!("«{value}»") } else { format!("\"{value}\"") }
}

fn said_at(event: &Value) -> DateTime<Utc> {
    let millis = event.get("origin_server_ts").and_then(Value::as_i64).unwrap_or_default();
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

fn text<'a>(event: &'a Value, pointer: &str) -> Option<&'a str> {
    event.pointer(pointer)?.as_str()
}

/// How far the device behind an event is known, in a room that is encrypted or not.
pub(crate) fn trust(encrypted: bool, info: Option<&EncryptionInfo>) -> DeviceTrust {
    match info.map(|info| &info.verification_state) {
        _ if !encrypted => DeviceTrust::Plain,
        Some(VerificationState::Verified) => DeviceTrust::Verified,
        Some(VerificationState::Unverified(VerificationLevel::UnverifiedIdentity)) => DeviceTrust::CrossSigned,
        // An identity that was verified and has changed since is nobody's until somebody looks.
        Some(VerificationState::Unverified(_)) | None => DeviceTrust::NotConfirmed,
    }
}

/// Whether this is where the bot came in: what stands before it in a room was said to others. An invitation counts, so
/// that what was said while the bot had not yet accepted it is heard.
pub(crate) fn comes_in(event: &Value, own: &str) -> bool {
    let member = text(event, "/type") == Some("m.room.member") && text(event, "/state_key") == Some(own);
    let inside = |pointer| matches!(text(event, pointer), Some("join" | "invite"));
    member && inside("/content/membership") && !inside("/unsigned/prev_content/membership")
}

#[cfg(test)]
mod tests;
