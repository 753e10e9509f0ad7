//! The JSON of what is said: nobody is called but who is named, no address is unfolded, and below it what can be done at
//! one press.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use liaison_chat::{DeliveryKey, Offer};
use serde_json::{Value, json};

use crate::{custom, snowflake};

/// No embed is shown, of whatever address.
const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// One person alone sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// Discord's limit of a nonce.
const NONCE_LIMIT: usize = 25;
/// Discord's limit of those who are called by one message.
const CALLS_LIMIT: usize = 100;
const BUTTONS_A_ROW: usize = 5;
const ROWS_LIMIT: usize = 5;
const LABEL_LIMIT: usize = 80;
/// A plain button: none is recommended above the others.
const SECONDARY: u8 = 2;

/// A message; `calls` are those who are called by it, as the configuration writes them.
pub(crate) fn message(content: &str, calls: &[String], offers: &[Offer]) -> Value {
    json!({
        "content": content,
        "allowed_mentions": allowed(calls),
        "flags": SUPPRESS_EMBEDS,
        "components": rows(offers),
    })
}

/// The same, for one person alone.
pub(crate) fn ephemeral(content: &str, offers: &[Offer]) -> Value {
    let mut body = message(content, &[], offers);
    body["flags"] = json!(SUPPRESS_EMBEDS | EPHEMERAL);
    body
}

/// Under that name it is posted once, however often it is sent within Discord's memory of names.
pub(crate) fn named(mut body: Value, key: &DeliveryKey, part: usize) -> Value {
    body["nonce"] = json!(nonce(key, part));
    body["enforce_nonce"] = json!(true);
    body
}

/// It answers that message, if that is still there.
pub(crate) fn answering(mut body: Value, message: NonZeroU64) -> Value {
    body["message_reference"] = json!({ "message_id": message.to_string(), "fail_if_not_exists": false });
    body
}

fn allowed(calls: &[String]) -> Value {
    // Discord refuses a message that names anybody twice there.
    let numbers = |number: fn(&str) -> Option<NonZeroU64>| {
        let found: BTreeSet<_> = calls.iter().filter_map(|person| number(person)).collect();
        found.into_iter().take(CALLS_LIMIT).map(|number| number.to_string()).collect::<Vec<_>>()
    };
    json!({
        "parse": [],
        "users": numbers(snowflake::user),
        "roles": numbers(snowflake::role),
        "replied_user": false,
    })
}

/// The nonce of a part, counted from zero: the end of a key differs as much as its beginning.
fn nonce(key: &DeliveryKey, part: usize) -> String {
    let suffix = if part == 0 { String::new() } else { format!("-{}", part + 1) };
    let over = (key.0.chars().count() + suffix.len()).saturating_sub(NONCE_LIMIT);
    let kept: String = key.0.chars().skip(over).collect();
    format!("{kept}{suffix}")
}

fn rows(offers: &[Offer]) -> Vec<Value> {
    let mut buttons = Vec::new();
    for offer in offers.iter().take(BUTTONS_A_ROW * ROWS_LIMIT) {
        let same = |other: &&Offer| other.invoked == offer.invoked;
        let twin = offers.iter().take(buttons.len()).filter(same).count();
        match custom::button(&offer.invoked, twin) {
            Some(name) => buttons.push(json!({
                "type": 2, "style": SECONDARY, "label": cut(&offer.label, LABEL_LIMIT), "custom_id": name,
            })),
            None => tracing::warn!(command = offer.invoked.command, "a button is left out: its name is too long"),
        }
    }
    let rows = buttons.chunks(BUTTONS_A_ROW);
    rows.map(|row| json!({ "type": 1, "components": row })).collect()
}

/// At most so many characters, with a mark where something was cut off.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    let width = |text: &str| text.encode_utf16().count();
    if width(text) <= limit {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if width(&short) + letter.len_utf16() + 1 > limit {
            break;
        }
        short.push(letter);
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use liaison_chat::{DeliveryKey, Invoked, Offer};
    use serde_json::json;

    use super::{cut, message, named};

    fn offer(label: &str, case: &str) -> Offer {
        let given = vec![("case".to_owned(), case.to_owned())];
        Offer { label: label.to_owned(), invoked: Invoked { command: "ack".to_owned(), given } }
    }

    #[test]
    fn nobody_is_called_but_who_is_named() {
        let calls = ["discord:user:7", "discord:role:8", "@a:b", "discord:user:7"].map(str::to_owned);
        let body = message("x", &calls, &[]);
        let allowed = json!({ "parse": [], "users": ["7"], "roles": ["8"], "replied_user": false });
        assert_eq!((&body["allowed_mentions"], &body["flags"]), (&allowed, &json!(4)));
        assert_eq!(body["components"], json!([]), "an edit takes away what stood there");
    }

    #[test]
    fn buttons_stand_in_rows_of_five_each_with_a_name_of_its_own() {
        let offers: Vec<Offer> = (0..30).map(|_| offer("Acknowledge", "YT-1")).collect();
        let body = message("x", &[], &offers);
        let rows = body["components"].as_array().unwrap();
        let buttons: Vec<_> = rows.iter().flat_map(|row| row["components"].as_array().unwrap()).collect();
        let names: std::collections::BTreeSet<_> =
            buttons.iter().map(|button| button["custom_id"].to_string()).collect();
        assert_eq!((rows.len(), buttons.len(), names.len()), (5, 25, 25));
    }

    #[test]
    fn the_parts_of_a_post_have_names_of_their_own_within_the_limit() {
        let key = DeliveryKey("0123456789abcdefghijklmno".to_owned());
        let nonces: Vec<String> =
            (0..12).map(|part| named(json!({}), &key, part)["nonce"].as_str().unwrap().to_owned()).collect();
        assert_eq!(nonces.first(), Some(&key.0));
        assert!(nonces.iter().all(|nonce| nonce.len() <= 25));
        assert_eq!(nonces.iter().collect::<std::collections::BTreeSet<_>>().len(), 12);
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("longer words", 8), "longer…");
        assert_eq!(cut("🙂🙂🙂", 5), "🙂🙂…");
    }
}
