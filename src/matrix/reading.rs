//! What a response says, with what it left out.

use std::time::Duration;

use liaison_chat::Listener;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::filter::{Filter as EventFilter, FilterDefinition, LazyLoadOptions};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Filter, Request};
use matrix_sdk::ruma::{OwnedEventId, UInt};
use matrix_sdk::{Client, Room, RoomState};

use crate::error::Trouble;
use crate::event::{Ear, json_of, listen, opened};
use crate::gaps::{Found, Gap, edges, look_again};
use crate::hear::comes_in;
use crate::interrupted::Interrupted;
use crate::portion::{Part, Portion};

const TIMELINE_LIMIT: u32 = 100;

/// How rooms are read: who knows what was heard, and up to where everything is handled.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// Knows what is in the inbox.
    pub(crate) listener: &'a dyn Listener,
    /// The handled token.
    pub(crate) handled: Option<&'a str>,
}

impl Reading<'_> {
    /// What was said in a room, its gap before it.
    ///
    /// # Errors
    /// When a page of the gap could not be had.
    pub(crate) async fn part(&self, room: &Room, name: &str, part: Part) -> Result<Read, Interrupted> {
        let own = room.own_user_id().as_str();
        let mut found = Found { events: part.events, edges: Vec::new() };
        if let Some(entrance) = found.events.iter().rposition(|event| comes_in(&json_of(event), own)) {
            found.events.drain(..entrance);
        } else if part.limited && part.from.is_some() {
            let before = self.gap(room, name, part.from).await?;
            // Where the sync itself begins with another homeserver's word, that is an edge as well.
            found.edges = before.edges;
            found.edges.extend(edges(room, found.events.iter().rev()));
            found.events.splice(..0, before.events);
        }
        read(room, name, found).await
    }

    /// The room from the present back.
    ///
    /// # Errors
    /// When a page of it could not be had.
    pub(crate) async fn whole(&self, room: &Room, name: &str) -> Result<Read, Interrupted> {
        let found = self.gap(room, name, None).await?;
        read(room, name, found).await
    }

    /// What has come in before these edges of a room.
    ///
    /// # Errors
    /// When a page of it could not be had.
    pub(crate) async fn again(&self, room: &Room, name: &str, at: &[OwnedEventId]) -> Result<Read, Interrupted> {
        let found = or_nothing(room, name, look_again(room, at, self.listener).await)?;
        read(room, name, found).await
    }

    /// The gap from there back. A homeserver that no longer knows the place (it was restored from a copy) is asked from the
    /// present on.
    async fn gap(&self, room: &Room, name: &str, from: Option<String>) -> Result<Found, Interrupted> {
        let named_a_place = from.is_some();
        let found = Gap { room, from, to: self.handled }.read(self.listener).await;
        match found {
            Err(Interrupted::By(Trouble::Refused(why))) if named_a_place => {
                tracing::warn!(room = name, why, "a gap is read from the present back");
                or_nothing(room, name, Gap { room, from: None, to: self.handled }.read(self.listener).await)
            }
            found => or_nothing(room, name, found),
        }
    }
}

/// Outside the room, what the bot was given is all that it will ever have; inside, a page that is refused is asked for
/// again, and nothing counts as read before it is.
fn or_nothing(room: &Room, name: &str, found: Result<Found, Interrupted>) -> Result<Found, Interrupted> {
    match found {
        Err(Interrupted::By(Trouble::Refused(why))) if room.state() != RoomState::Joined => {
            tracing::warn!(room = name, why, "a gap cannot be read from outside the room");
            Ok(Found::default())
        }
        found => found,
    }
}

/// What was read of a room.
pub(crate) struct Read {
    /// What was heard, in order.
    pub(crate) ears: Vec<Ear>,
    /// Before these, more may come in later.
    pub(crate) edges: Vec<OwnedEventId>,
}

async fn read(room: &Room, name: &str, found: Found) -> Result<Read, Interrupted> {
    Ok(Read { ears: ears(room, name, &found.events).await?, edges: found.edges })
}

/// What these events of a room say.
///
/// # Errors
/// When nobody tells whether the room is encrypted.
pub(crate) async fn ears(room: &Room, name: &str, events: &[TimelineEvent]) -> Result<Vec<Ear>, Interrupted> {
    let encrypted = room.latest_encryption_state().await?.is_encrypted();
    let mut ears = Vec::with_capacity(events.len());
    for event in events {
        ears.extend(listen(room, name, encrypted, event).await);
    }
    Ok(ears)
}

/// What the SDK took and nobody handled, in the homeserver's order, up to `seen` at the least. The SDK itself must never be
/// given an older token: it would take the homeserver's answer for one that it has had, and drop it.
///
/// # Errors
/// When the homeserver does not answer.
pub(crate) async fn ask_once_more(
    client: &Client,
    handled: Option<&str>,
    seen: Option<&str>,
) -> Result<Portion, Interrupted> {
    let mut request = Request::new();
    request.since = handled.map(str::to_owned);
    request.timeout = Some(Duration::ZERO);
    request.filter = Some(Filter::FilterDefinition(never_answered_before(seen)));
    let response = client.send(request).await?;
    let mut portion = Portion { rooms: Vec::new(), to_device: 0, next_batch: response.next_batch };
    let joined = response.rooms.join.into_iter().map(|(id, room)| (id, room.timeline));
    let left = response.rooms.leave.into_iter().map(|(id, room)| (id, room.timeline));
    for (id, timeline) in joined.chain(left) {
        let Some(room) = client.get_room(&id) else { continue };
        let mut part = Part { limited: timeline.limited, from: timeline.prev_batch, events: Vec::new() };
        for raw in timeline.events {
            part.events.push(opened(&room, raw).await?);
        }
        portion.rooms.push((id, part));
    }
    Ok(portion)
}

/// Homeservers answer the same question the same way for minutes, whatever was said since: Synapse keeps its answers to
/// syncs. So the question names the point that the answer has to reach, where it changes nothing.
fn never_answered_before(seen: Option<&str>) -> FilterDefinition {
    let mut filter = wanted();
    filter.account_data.not_types = vec![format!("org.liaison.up_to.{}", seen.unwrap_or_default())];
    filter
}

/// What is wanted of a sync.
pub(crate) fn filter() -> Filter {
    Filter::FilterDefinition(wanted())
}

fn wanted() -> FilterDefinition {
    let mut filter = FilterDefinition::default();
    filter.presence = EventFilter::ignore_all();
    filter.room.timeline.limit = Some(UInt::from(TIMELINE_LIMIT));
    filter.room.state.lazy_load_options = LazyLoadOptions::Enabled { include_redundant_members: false };
    filter
}
