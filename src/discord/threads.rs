//! The thread of a case: it hangs on the card, bears the card's number, and is opened again where it has fallen asleep.

use std::num::NonZeroU64;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};

use crate::body::cut;
use crate::door::{Door, channel, message};
use crate::trouble::{Trouble, code};

/// After so many quiet minutes Discord puts a thread to sleep: the longest that there is, a week.
const ASLEEP_AFTER: u32 = 10_080;
/// What stands between the parts of a card's first line.
const BETWEEN: &str = " · ";
/// Discord's limit of a thread's name.
const NAME_LIMIT: usize = 100;

/// Asks for something in a channel, or in a thread of it; a thread that has fallen asleep is woken first.
pub(crate) async fn ask(
    door: &Door,
    thread: Option<NonZeroU64>,
    method: LightMethod,
    to: Route<'_>,
    body: Option<&Value>,
) -> Result<Value, Trouble> {
    match (door.rest.ask_for(method, to, body).await, thread) {
        (Err(trouble), Some(thread)) if trouble.is(code::ARCHIVED_THREAD) => {
            wake(door, thread).await?;
            door.rest.ask_for(method, to, body).await
        }
        (done, _) => done,
    }
}

/// Sees to it that the thread of that message is there and open.
pub(crate) async fn open(door: &Door, at: NonZeroU64, root: NonZeroU64) -> Result<NonZeroU64, Trouble> {
    if door.places.thread(root).is_none() {
        let place = Route::ChannelMessage { channel_id: channel(at), message_id: message(root) };
        match door.rest.get(place).await {
            Ok(card) => match card.get("thread").filter(|thread| thread.is_object()) {
                Some(thread) => door.places.learn(thread),
                None => begin(door, at, root, &card).await?,
            },
            // A thread outlives the message that it hangs on.
            Err(trouble) if trouble.is(code::UNKNOWN_MESSAGE) => {
                door.places.learn(&door.rest.get(Route::Channel { channel_id: channel(root) }).await?);
            }
            Err(trouble) => return Err(trouble),
        }
    }
    if door.places.thread(root).is_some_and(|thread| thread.archived) {
        wake(door, root).await?;
    }
    Ok(root)
}

async fn begin(door: &Door, at: NonZeroU64, root: NonZeroU64, card: &Value) -> Result<(), Trouble> {
    let name = name(card["content"].as_str().unwrap_or_default());
    let body = json!({ "name": name, "auto_archive_duration": ASLEEP_AFTER });
    let place = Route::ChannelMessageThreads { channel_id: channel(at), message_id: message(root) };
    match door.rest.write(LightMethod::Post, place, &body).await {
        Ok(thread) => door.places.learn(&thread),
        Err(trouble) if trouble.is(code::THREAD_EXISTS) => {}
        Err(trouble) => return Err(trouble),
    }
    Ok(())
}

/// Opens a thread that has fallen asleep.
pub(crate) async fn wake(door: &Door, thread: NonZeroU64) -> Result<(), Trouble> {
    let place = Route::Channel { channel_id: channel(thread) };
    let woken = door.rest.write(LightMethod::Patch, place, &json!({ "archived": false })).await?;
    door.places.learn(&woken);
    Ok(())
}

/// The first line as people see it, reference and kind: the state moves on and the name does not.
fn name(content: &str) -> String {
    let line = content.lines().next().unwrap_or_default();
    let line = line.match_indices(BETWEEN).nth(1).map_or(line, |(at, _)| &line[..at]);
    let mut shown = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => shown.extend(letters.next()),
            '*' | '`' => {}
            other => shown.push(other),
        }
    }
    let shown = cut(shown.trim(), NAME_LIMIT);
    if shown.is_empty() { "…".to_owned() } else { shown }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_thread_is_called_as_the_card_begins() {
        assert_eq!(name("**YT-1** · removal referral · sent\nmore"), "YT-1 · removal referral");
        assert_eq!(name(r"\# 1\. `code` \*"), "# 1. code *");
        assert_eq!(name(&"x".repeat(200)).chars().count(), 100);
        assert_eq!(name(""), "…");
    }
}
