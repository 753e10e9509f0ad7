//! Rooms to be looked at once more: after a gap, the homeserver fetches from other homeservers what it lacks, in its own
//! time, and tells nobody when it has.

use std::collections::BTreeMap;
use std::time::Duration;

use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use tokio::time::Instant;

/// How long after the last find a room is looked at again, and again.
const PAUSES: [Duration; 2] = [Duration::from_secs(4), Duration::from_secs(30)];

struct Look {
    edges: Vec<OwnedEventId>,
    looked: usize,
    due: Instant,
}

/// The looks that are still to be taken.
#[derive(Default)]
pub(crate) struct Looks {
    open: BTreeMap<OwnedRoomId, Look>,
}

impl Looks {
    /// Something was found in a room: more may come in before these edges.
    pub(crate) fn note(&mut self, room: OwnedRoomId, edges: Vec<OwnedEventId>) {
        if edges.is_empty() {
            return;
        }
        let look = self.open.entry(room).or_insert_with(|| Look { edges: Vec::new(), looked: 0, due: Instant::now() });
        look.edges.extend(edges);
        look.looked = 0;
        look.due = Instant::now() + PAUSES[0];
    }

    /// Whether none is left.
    pub(crate) fn are_done(&self) -> bool {
        self.open.is_empty()
    }

    /// How long until the next is due; nothing where none is left.
    pub(crate) fn wait(&self) -> Option<Duration> {
        let due = self.open.values().map(|look| look.due).min()?;
        Some(due.saturating_duration_since(Instant::now()))
    }

    /// What is due now: rooms and their edges.
    pub(crate) fn due(&self) -> Vec<(OwnedRoomId, Vec<OwnedEventId>)> {
        let now = Instant::now();
        let due = self.open.iter().filter(|(_, look)| look.due <= now);
        due.map(|(room, look)| (room.clone(), look.edges.clone())).collect()
    }

    /// A room could not be looked at now.
    pub(crate) fn put_off(&mut self, room: &OwnedRoomId) {
        if let Some(look) = self.open.get_mut(room) {
            look.due = Instant::now() + PAUSES[0];
        }
    }

    /// A room was looked at and had no more than this before its edges.
    pub(crate) fn looked(&mut self, room: OwnedRoomId, found: Vec<OwnedEventId>) {
        if !found.is_empty() {
            // Where something came in, more may come in before it, and nothing between it and the edge that was.
            self.open.remove(&room);
            return self.note(room, found);
        }
        let Some(look) = self.open.get_mut(&room) else { return };
        look.looked += 1;
        match PAUSES.get(look.looked) {
            Some(pause) => look.due = Instant::now() + *pause,
            None => drop(self.open.remove(&room)),
        }
    }
}
