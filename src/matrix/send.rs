//! Saying things: one attempt for one delivery key. The key is the transaction id, so that the homeserver answers a
//! second attempt with the first event; beyond its memory, the key in the post itself is looked for.

use std::convert::Infallible;
use std::future::IntoFuture;
use std::time::Duration;

use chrono::TimeDelta;
use liaison_chat::{Act, DeliveryKey, Destination, Outbound, Receipt, Undelivered};
use matrix_sdk::config::RequestConfig;
use matrix_sdk::room::{IncludeRelations, MessagesOptions, RelationsOptions};
use matrix_sdk::ruma::events::relation::RelationType;
use matrix_sdk::ruma::{EventId, OwnedEventId, OwnedTransactionId, RoomId, UInt, UserId};
use matrix_sdk::{Client, Room, RoomMemberships, RoomState};
use serde_json::Value;
use tokio::time::Instant;

use crate::content::{KEY, Standing, edit, post};
use crate::direct::Direct;
use crate::error::Trouble;
use crate::event::{id_of, json_of};
use crate::rooms::{Known, Rooms, know_oneself};
use crate::threads::Threads;

/// How far back a post is looked for by its marker.
const LOOK_BACK: u32 = 200;
/// A post is edited so often at most that all of it can be taken back: a hundred a page, so many pages.
const PAGES_OF_EDITS: usize = 50;
const EDITS_A_PAGE: u32 = 100;
/// A post that is under way for longer may be waiting for the bot's own devices.
const SEALED_WITHIN: Duration = Duration::from_millis(700);
/// So often the device is asked about for one post: what takes longer waits for something else.
const DOUBTS: usize = 4;
/// Of so many people at most.
const PEOPLE_ASKED: usize = 20;
/// How long nothing is said where the homeserver does not say it: it gives back one message of its burst in that time.
const LIMITED_FOR: Duration = Duration::from_secs(5);
/// What it asks for is kept to, within these: none asks for nothing, and none may silence the bot for a day.
const LIMITED_WITHIN: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(600);
const MESSAGE: &str = "m.room.message";

/// Does one thing.
pub(crate) async fn send(
    client: &Client,
    rooms: &Rooms,
    direct: &Direct,
    threads: &Threads,
    outbound: &Outbound,
) -> Result<Receipt, Undelivered> {
    let room = room_of(client, rooms, direct, &outbound.to).await?;
    let redacts = matches!(outbound.act, Act::Redact { .. });
    if outbound.look_first
        && !redacts
        && let Some(found) = found_in(&room, &outbound.key).await?
    {
        return Ok(match &outbound.act {
            Act::Edit { of, .. } => of.clone(),
            Act::Post { .. } | Act::Redact { .. } => found,
        });
    }
    let transaction = OwnedTransactionId::from(outbound.key.0.as_str());
    match &outbound.act {
        Act::Post { document, reply_to, thread } => {
            let said_to = match &outbound.to {
                Destination::Answer { to, .. } => to.as_deref(),
                Destination::Room(_) | Destination::Person(_) => None,
            };
            // What was asked in a thread is answered there.
            let asked_in = said_to.and_then(|said| threads.of(said));
            let standing = Standing {
                reply_to: reply_to.as_ref().map(|receipt| receipt.0.as_str()).or(said_to),
                thread: thread.as_ref().map(|receipt| receipt.0.as_str()).or(asked_in.as_deref()),
            };
            // An answer goes to one who is looking: it calls nobody.
            let calls = if matches!(outbound.to, Destination::Room(_)) { document.calls.as_slice() } else { &[] };
            say(&room, post(document, calls, standing, &outbound.key), transaction).await
        }
        Act::Edit { of, document } => {
            say(&room, edit(document, of, &outbound.key), transaction).await?;
            Ok(of.clone())
        }
        Act::Redact { of, .. } => redact(&room, of, transaction).await,
    }
}

/// Looks for what an earlier attempt may have left, and sends nothing.
pub(crate) async fn find(
    client: &Client,
    rooms: &Rooms,
    direct: &Direct,
    outbound: &Outbound,
) -> Result<Option<Receipt>, Undelivered> {
    let room = room_of(client, rooms, direct, &outbound.to).await?;
    found_in(&room, &outbound.key).await
}

/// The configured room, if the bot is in it.
///
/// # Errors
/// When it is not known yet (later), or the bot is not in it (never).
pub(crate) fn configured_room(client: &Client, rooms: &Rooms, at: &str) -> Result<Room, Undelivered> {
    let id = match rooms.known(at) {
        Some(Known::Is(id)) => id,
        Some(Known::Unasked) => return Err(later(format!("nobody could be asked yet which room {at} is"))),
        Some(Known::Missing) => return Err(never(format!("there is no room {at}"))),
        None => return Err(never(format!("{at} is not a configured room"))),
    };
    let room = joined(client, &id, at)?;
    match room.is_tombstoned() {
        true if rooms.is_claimed(&id) => {
            Err(never(format!("another room claims the place of {at}: if it is meant, name it in the configuration")))
        }
        true => Err(later(format!("{at} was replaced by a room that the bot is not in yet"))),
        false => Ok(room),
    }
}

fn joined(client: &Client, id: &RoomId, at: &str) -> Result<Room, Undelivered> {
    match client.get_room(id) {
        Some(room) if room.state() == RoomState::Joined => Ok(room),
        Some(room) if matches!(room.state(), RoomState::Left | RoomState::Banned) => {
            Err(never(format!("the bot is no longer in {at}")))
        }
        // Before the first sync nobody knows; an invitation is about to be accepted.
        Some(_) | None => Err(later(format!("the bot is not in {at} yet"))),
    }
}

async fn room_of(client: &Client, rooms: &Rooms, direct: &Direct, to: &Destination) -> Result<Room, Undelivered> {
    match to {
        Destination::Room(at) | Destination::Answer { room: at, .. } => configured_room(client, rooms, at),
        Destination::Person(person) => {
            let Ok(person) = UserId::parse(person) else { return Err(never("that is not a Matrix id".to_owned())) };
            direct.room(client, &person).await.map_err(|error| undelivered(Trouble::from(&error)))
        }
    }
}

async fn say(room: &Room, content: Value, transaction: OwnedTransactionId) -> Result<Receipt, Undelivered> {
    let begun = Instant::now();
    let sending = room
        .send_raw(MESSAGE, content)
        .with_transaction_id(&transaction)
        // The postman tries again: within the call there is one attempt.
        .with_request_config(RequestConfig::new().disable_retry())
        .into_future();
    let sent = tokio::select! {
        sent = sending => sent,
        never = doubts(room), if room.encryption_state().is_encrypted() => match never {},
    };
    match sent {
        Ok(sent) => Ok(Receipt(sent.response.event_id.to_string())),
        Err(error) => Err(unsaid(Trouble::from(&error), begun)),
    }
}

/// What takes long to seal may wait for the devices of the bot or of the room's people, which a sync that came in between
/// made doubtful again: they are asked for at once.
async fn doubts(room: &Room) -> Infallible {
    for _ in 0..DOUBTS {
        tokio::time::sleep(SEALED_WITHIN).await;
        know_oneself(&room.client()).await;
        let people = room.members_no_sync(RoomMemberships::JOIN).await.unwrap_or_default();
        for person in people.iter().take(PEOPLE_ASKED) {
            let asked = room.client().encryption().request_user_identity(person.user_id()).await;
            if let Err(error) = asked {
                tracing::debug!(why = Trouble::from(&error).why(), "somebody's devices could not be asked for");
            }
        }
    }
    std::future::pending().await
}

/// Takes an event away with everything that it said after an edit: an edit is an event of its own, which a redaction of the
/// first one leaves where it is. What others said, the bot asks for only where it may: a refusal would count as a message.
async fn redact(room: &Room, of: &Receipt, transaction: OwnedTransactionId) -> Result<Receipt, Undelivered> {
    let Ok(id) = EventId::parse(&of.0) else { return Err(never("that is not the id of an event".to_owned())) };
    let begun = Instant::now();
    // One that cannot be looked up is the bot's own, for all that is known.
    let sender = room.event(&id, None).await.ok().and_then(|event| event.sender());
    let sender = sender.unwrap_or_else(|| room.own_user_id().to_owned());
    if sender != room.own_user_id() {
        let levels = room.power_levels().await.map_err(|error| later(format!("the room's rights: {error}")))?;
        if !levels.user_can_redact_event_of_other(room.own_user_id()) {
            return Err(never("the bot may not take away what others say".to_owned()));
        }
    }
    for edit in edits(room, &id, &sender).await? {
        room.redact(&edit, None, None).await.map_err(|error| unsaid(Trouble::from(&error), begun))?;
    }
    match room.redact(&id, None, Some(transaction)).await {
        Ok(_) => Ok(of.clone()),
        Err(error) => Err(unsaid(Trouble::from(&error), begun)),
    }
}

/// Its sender's edits of an event that still stand.
async fn edits(room: &Room, of: &EventId, sender: &UserId) -> Result<Vec<OwnedEventId>, Undelivered> {
    let mut edits = Vec::new();
    let mut from = None;
    for _ in 0..PAGES_OF_EDITS {
        let options = RelationsOptions {
            from: from.take(),
            limit: Some(EDITS_A_PAGE.into()),
            include_relations: IncludeRelations::RelationsOfType(RelationType::Replacement),
            ..RelationsOptions::default()
        };
        let page = room.relations(of.to_owned(), options).await;
        let page = page.map_err(|error| undelivered(Trouble::from(&error)))?;
        let standing = page.chunk.iter().filter(|event| {
            let event = json_of(event);
            event["sender"] == sender.as_str() && event.pointer("/unsigned/redacted_because").is_none()
        });
        edits.extend(standing.filter_map(id_of).filter_map(|id| EventId::parse(id).ok()));
        from = page.next_batch_token;
        if from.is_none() {
            break;
        }
    }
    Ok(edits)
}

/// The post with that key, if the bot has said it lately.
async fn found_in(room: &Room, key: &DeliveryKey) -> Result<Option<Receipt>, Undelivered> {
    let mut options = MessagesOptions::backward();
    options.limit = UInt::from(LOOK_BACK);
    let answer = room.messages(options).await.map_err(|error| undelivered(Trouble::from(&error)))?;
    let own = room.own_user_id().as_str();
    let found = answer.chunk.iter().find(|event| {
        let event = json_of(event);
        event["sender"] == own && event["content"][KEY] == key.0
    });
    Ok(found.and_then(id_of).map(Receipt))
}

/// What an error means for something that was to be said: a homeserver counts what an account says, in whatever room.
/// `begun` is when that was begun: the wait counts from the answer, and whoever waits counts from before.
fn unsaid(trouble: Trouble, begun: Instant) -> Undelivered {
    match trouble {
        Trouble::Limited(after) => {
            let asked = after.unwrap_or(LIMITED_FOR);
            let after = asked.clamp(*LIMITED_WITHIN.start(), *LIMITED_WITHIN.end());
            if asked > after {
                tracing::warn!(
                    seconds = asked.as_secs(),
                    "the homeserver asks for a long silence: it is asked again before"
                );
            }
            let after = TimeDelta::from_std(after + begun.elapsed()).unwrap_or(TimeDelta::MAX);
            Undelivered::Limited { after }
        }
        trouble => undelivered(trouble),
    }
}

/// What an error means for the outbox.
pub(crate) fn undelivered(trouble: Trouble) -> Undelivered {
    match trouble {
        Trouble::Limited(after) => Undelivered::Later {
            after: after.and_then(|after| TimeDelta::from_std(after).ok()),
            why: "the homeserver limits the rate".to_owned(),
        },
        Trouble::Refused(why) => never(why),
        Trouble::SignedOut | Trouble::Passing(_) => later(trouble.why()),
    }
}

fn later(why: String) -> Undelivered {
    Undelivered::Later { after: None, why }
}

fn never(why: String) -> Undelivered {
    Undelivered::Never { why }
}
