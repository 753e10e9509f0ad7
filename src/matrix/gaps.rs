//! What a sync left out: a room read back from a point, oldest first in the end.
//!
//! It is read twice. Up to the handled token comes what *arrived* since, however deep in the room: a partition of two
//! homeservers puts it behind hundreds of events that are known. And without an end, until many in a row are known,
//! comes what the homeserver *fetches afterwards*, which no sync ever shows: from where the sync began, and from each
//! *edge*, the deepest event that arrived from another homeserver, before which more of that homeserver may be missing.
//! With one of these ways alone commands are lost. The fetching may take a while: see `looks`.

use std::collections::{BTreeMap, HashSet};

use liaison_chat::{Listener, Network};
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::{OwnedEventId, OwnedServerName, UInt};

use crate::event::id_of;
use crate::interrupted::Interrupted;
use crate::pages::Pages;

/// So many known events in a row mean that what lies before them is known too.
const KNOWN_IN_A_ROW: usize = 200;

/// From where to where a room is read back.
pub(crate) struct Gap<'a> {
    /// The room.
    pub(crate) room: &'a Room,
    /// The token that it is read back from; nothing means from the present.
    pub(crate) from: Option<String>,
    /// The handled token; nothing means that nothing was ever handled.
    pub(crate) to: Option<&'a str>,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// What was not known, oldest first.
    pub(crate) events: Vec<TimelineEvent>,
    /// Before these, more may come in later.
    pub(crate) edges: Vec<OwnedEventId>,
}

impl Gap<'_> {
    /// Everything in the gap that is not known.
    ///
    /// # Errors
    /// When a page could not be had: then nothing of the gap may be taken as heard.
    pub(crate) async fn read(&self, listener: &dyn Listener) -> Result<Found, Interrupted> {
        let mut whole = Whole::default();
        whole.append(until_known(Pages::new(self.room, self.from.clone(), None), listener).await?);
        if let Some(to) = self.to {
            let mut pages = Pages::new(self.room, self.from.clone(), Some(to.to_owned()));
            let mut arrived = Vec::new();
            while let Some(page) = pages.next().await? {
                arrived.extend(unknown(page, listener).await?.0);
            }
            // Both are parts of the same order, and the first has no holes: what it lacks lies before it.
            for edge in edges(self.room, whole.append(arrived)) {
                let before = before(self.room, &edge, listener).await?;
                whole.insert_before(&edge, before);
            }
        }
        Ok(whole.found(self.room))
    }
}

/// What the homeserver has fetched before these edges by now, and was not known.
///
/// # Errors
/// When a page could not be had.
pub(crate) async fn look_again(
    room: &Room,
    at: &[OwnedEventId],
    listener: &dyn Listener,
) -> Result<Found, Interrupted> {
    let mut whole = Whole::default();
    for edge in at {
        whole.append(before(room, edge, listener).await?);
    }
    Ok(whole.found(room))
}

/// What is not known before that event, newest first.
async fn before(room: &Room, edge: &OwnedEventId, listener: &dyn Listener) -> Result<Vec<TimelineEvent>, Interrupted> {
    let context = room.event_with_context(edge, true, UInt::from(0_u32), None).await?;
    let Some(token) = context.prev_batch_token else { return Ok(Vec::new()) };
    until_known(Pages::new(room, Some(token), None), listener).await
}

/// What is not known of these pages, newest first, until many in a row are known.
async fn until_known(mut pages: Pages<'_>, listener: &dyn Listener) -> Result<Vec<TimelineEvent>, Interrupted> {
    let mut found = Vec::new();
    let mut in_a_row = 0;
    while in_a_row < KNOWN_IN_A_ROW
        && let Some(page) = pages.next().await?
    {
        let length = page.len();
        let (news, known_behind) = unknown(page, listener).await?;
        in_a_row = if news.is_empty() { in_a_row + length } else { known_behind };
        found.extend(news);
    }
    Ok(found)
}

/// What is not known of a page, and how many known events stand behind the last of it.
async fn unknown(
    page: Vec<TimelineEvent>,
    listener: &dyn Listener,
) -> Result<(Vec<TimelineEvent>, usize), Interrupted> {
    let (ids, events): (Vec<String>, Vec<TimelineEvent>) =
        page.into_iter().filter_map(|event| Some((id_of(&event)?, event))).unzip();
    let known = listener.known(Network::Matrix, ids).await?;
    let known_behind = known.iter().rev().take_while(|known| **known).count();
    let news = events.into_iter().zip(known).filter(|(_, known)| !known).map(|(event, _)| event);
    Ok((news.collect(), known_behind))
}

/// The deepest of these events from each other homeserver; they stand newest first.
pub(crate) fn edges<'a>(room: &Room, events: impl IntoIterator<Item = &'a TimelineEvent>) -> Vec<OwnedEventId> {
    let own = room.own_user_id().server_name();
    let mut deepest: BTreeMap<OwnedServerName, OwnedEventId> = BTreeMap::new();
    for event in events {
        if let (Some(sender), Some(id)) = (event.sender(), event.event_id())
            && sender.server_name() != own
        {
            deepest.insert(sender.server_name().to_owned(), id);
        }
    }
    deepest.into_values().collect()
}

/// What is put together of several readings, newest first, each event once.
#[derive(Default)]
struct Whole {
    events: Vec<TimelineEvent>,
    ids: HashSet<String>,
}

impl Whole {
    /// Puts what is new of these behind the rest; tells what that was.
    fn append(&mut self, events: Vec<TimelineEvent>) -> &[TimelineEvent] {
        let length = self.events.len();
        let news = self.news(events);
        self.events.extend(news);
        &self.events[length..]
    }

    /// Puts what is new of these right before an event in time.
    fn insert_before(&mut self, edge: &OwnedEventId, events: Vec<TimelineEvent>) {
        let news = self.news(events);
        let position = self.events.iter().position(|event| event.event_id().as_ref() == Some(edge));
        let behind = position.map_or(self.events.len(), |position| position + 1);
        self.events.splice(behind..behind, news);
    }

    fn news(&mut self, events: Vec<TimelineEvent>) -> Vec<TimelineEvent> {
        events.into_iter().filter(|event| id_of(event).is_some_and(|id| self.ids.insert(id))).collect()
    }

    fn found(mut self, room: &Room) -> Found {
        let edges = edges(room, &self.events);
        self.events.reverse();
        Found { events: self.events, edges }
    }
}
