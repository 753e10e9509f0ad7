//! Rooms that take nothing, and posts that no room would take: what is refused once is told once, a room that refuses
//! everything is asked again by one post at a time, and what is refused for itself gets in nobody's way. It is known for
//! one life: a start tries everything anew.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::CaseRef;
use liaison_store::OutboxRow;

/// What a room refuses is tried again after this, since rights are mostly mended at once …
pub(crate) const AFTER_A_FIRST_REFUSAL: TimeDelta = TimeDelta::minutes(1);
/// … and then ever later, up to this.
pub(crate) const AFTER_A_REFUSAL: TimeDelta = TimeDelta::minutes(10);
/// So many different posts must have been refused in a row before the room is thought to refuse everything.
const MEANS_THE_ROOM: usize = 2;
/// So many refusals are remembered; what is forgotten may be told once more.
const REFUSALS_REMEMBERED: usize = 10_000;

/// Network and room.
type Room = (String, String);

/// The rooms that cannot be reached, each told once until something arrives there again, what they refused, and whether
/// what an earlier life parked has been let out.
#[derive(Default)]
pub(crate) struct Unreachable {
    /// Each with the moment before which nothing is tried there; without one where it may be that one post alone.
    rooms: HashMap<Room, Option<DateTime<Utc>>>,
    /// What was refused and waits, and whether its room has taken something else since: then it is the post that is refused.
    refused: HashMap<Refused, bool>,
    /// Rooms of which it is news, in a transaction that is not committed yet, that the bot may not work there.
    barred: Vec<Room>,
    pub(crate) let_out: bool,
}

/// What a room refused: the card of a case, its alert, whatever else.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Refused {
    room: Room,
    case: Option<CaseRef>,
    kind: &'static str,
}

impl Refused {
    fn of(row: &OutboxRow) -> Self {
        Self { room: room_of(row), case: row.case.clone(), kind: row.telling.kind() }
    }
}

fn room_of(row: &OutboxRow) -> Room {
    (row.network.clone(), row.room.clone())
}

impl Unreachable {
    /// Remembers a refusal; whether it is news that the room, or the like of that row there, is refused.
    pub(crate) fn refuses(&mut self, row: &OutboxRow, now: DateTime<Utc>) -> bool {
        let refused = Refused::of(row);
        let room = refused.room.clone();
        let is_new = !self.refused.contains_key(&refused) && !self.rooms.contains_key(&room);
        if self.refused.len() >= REFUSALS_REMEMBERED {
            self.refused.clear();
        }
        self.refused.entry(refused).or_insert(false);
        let in_a_row = self.refused.iter().filter(|(other, taken_since)| other.room == room && !**taken_since).count();
        let closed = self.rooms.entry(room).or_default();
        if in_a_row >= MEANS_THE_ROOM {
            *closed = Some(now + AFTER_A_FIRST_REFUSAL);
        }
        is_new
    }

    /// The network itself says that the bot may not work in a room; whether that is news.
    pub(crate) fn bars(&mut self, network: &str, room: &str) -> bool {
        let room = (network.to_owned(), room.to_owned());
        let is_new = !self.rooms.contains_key(&room);
        if is_new {
            self.rooms.insert(room.clone(), None);
            self.barred.push(room);
        }
        is_new
    }

    /// Of how many rooms that is news which is not committed yet.
    pub(crate) fn bars_to_commit(&self) -> usize {
        self.barred.len()
    }

    /// What was news beyond the first so many was never told.
    pub(crate) fn undo_bars(&mut self, kept: usize) {
        for room in self.barred.split_off(kept.min(self.barred.len())) {
            self.rooms.remove(&room);
        }
    }

    /// All of it is told.
    pub(crate) fn commit_bars(&mut self) {
        self.barred.clear();
    }

    /// Whether the room took something else since the like of that row was refused.
    pub(crate) fn refuses_this_one(&self, row: &OutboxRow) -> bool {
        self.refused.get(&Refused::of(row)) == Some(&true)
    }

    /// A row is gone, and with it the like of it on the cases that it told of.
    pub(crate) fn forget(&mut self, row: &OutboxRow, cases: impl Iterator<Item = CaseRef>) {
        let own = Refused::of(row);
        for case in cases {
            self.refused.remove(&Refused { case: Some(case), ..own.clone() });
        }
        self.refused.remove(&own);
    }

    /// The room took a row; whether it was thought to refuse everything.
    pub(crate) fn takes(&mut self, row: &OutboxRow) -> bool {
        let room = room_of(row);
        let others = self.refused.iter_mut().filter(|(refused, _)| refused.room == room);
        others.for_each(|(_, taken_since)| *taken_since = true);
        self.rooms.remove(&room).is_some()
    }

    /// Whether a room refuses everything, and is not asked again yet.
    pub(crate) fn is_closed(&self, network: &str, room: &str, now: DateTime<Utc>) -> bool {
        let room = (network.to_owned(), room.to_owned());
        self.rooms.get(&room).copied().flatten().is_some_and(|until| now < until)
    }

    /// A room may take posts again, and is asked at once; whether it had refused any.
    pub(crate) fn may_open(&mut self, network: &str, room: &str) -> bool {
        match self.rooms.get_mut(&(network.to_owned(), room.to_owned())) {
            Some(until) => {
                *until = None;
                true
            }
            None => false,
        }
    }

    /// A network is back: each of its rooms is asked again at once.
    pub(crate) fn is_back(&mut self, network: &str) {
        let theirs = self.rooms.iter_mut().filter(|((own, _), _)| own == network);
        theirs.for_each(|(_, until)| *until = None);
    }
}
