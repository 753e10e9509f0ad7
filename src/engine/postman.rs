//! The postman: what waits in the outbox goes to its room, once in effect, in order per case and room, the most urgent
//! first. What was put into words is written down before the first attempt, and every further attempt says just that.

use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{Act, DeliveryKey, Destination, Document, Network, Outbound, Receipt, RoomFacts, Undelivered};
use liaison_domain::{CaseRef, Fact, Remark, Setting, Updates};
use liaison_store::{Addressee, OutboxRow, PostKind, Telling, Work};
use serde::{Deserialize, Serialize};

use crate::notices::{RANK_ANSWER, parts, row};
use crate::spot::Spot;
use crate::words::Reader;
use crate::{Engine, Fault};

/// Beyond so long since its first attempt a post's name may be forgotten by the network: the door looks for it first.
const NAMES_ARE_KEPT: TimeDelta = TimeDelta::minutes(15);
/// The first wait after a failed attempt, doubled at each further one …
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(1);
/// … up to this.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(5);
/// More new cases than this that wait for a room are told as lists (product description, P8) …
const CARDS_ONE_BY_ONE: usize = 20;
/// … of so many.
const LIST_OF_NEW_CASES: u32 = 50;
/// More status lines than this that wait for a room are told in one post …
const LINES_ONE_BY_ONE: usize = 3;
/// … of so many.
const LINES_IN_ONE_POST: u32 = 20;

/// What a room refuses is tried again after so long: rights come back, rooms are joined. Until then it holds back what
/// comes after it on its case, so that the order stands …
const AFTER_A_REFUSAL: TimeDelta = TimeDelta::minutes(10);
/// … and once it has waited so long it is parked, and holds nothing back, until the room takes something again or the bot
/// starts anew.
const PARKED_AFTER: TimeDelta = TimeDelta::hours(1);

/// The rooms that cannot be reached, each told once until something arrives there again, and whether what an earlier
/// life parked has been let out.
#[derive(Default)]
pub(crate) struct Unreachable {
    rooms: HashSet<(String, String)>,
    let_out: bool,
}

/// A post in its final form, as it is kept for every attempt.
#[derive(Serialize, Deserialize)]
struct Prepared {
    to: Destination,
    act: Act,
    /// The cases that a reply to this post is about.
    cases: Vec<String>,
    card: bool,
}

/// What became of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing waits for that room now.
    Nothing,
    /// One thing was dealt with: sent, put off or parked.
    One,
}

impl Engine {
    /// Sends everything that can be sent at `now`, room after room, until nothing is left; the way in which tests and the
    /// terminal desk step the postman.
    ///
    /// # Errors
    /// [`Fault`] of the store; whatever was not recorded as sent is sent again under the same name.
    pub async fn deliver(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        loop {
            let rooms = self.rooms_waiting(now).await?;
            if rooms.is_empty() {
                return Ok(());
            }
            for (network, room) in rooms {
                while self.deliver_one(network, &room, now).await? == Delivery::One {}
            }
        }
    }

    /// The rooms for which something can be sent at `now`.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn rooms_waiting(&self, now: DateTime<Utc>) -> Result<Vec<(Network, String)>, Fault> {
        let rooms = self.store.waiting_rooms(now).await?;
        let known = rooms.into_iter().filter_map(|(network, room)| Some((Network::from_name(&network)?, room)));
        Ok(known.filter(|(network, _)| self.doors.contains_key(network)).collect())
    }

    /// Sends the next thing that waits for a room.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn deliver_one(&self, network: Network, room: &str, now: DateTime<Utc>) -> Result<Delivery, Fault> {
        let Some(row) = self.store.next_row(network.name(), room, now).await? else { return Ok(Delivery::Nothing) };
        match self.attempt(network, &row, now).await {
            Ok(()) => Ok(Delivery::One),
            Err(Fault::Store(fault)) => Err(Fault::Store(fault)),
            Err(fault) => {
                tracing::error!(row = row.id, %fault, "a post cannot be put into words and is parked");
                self.park(&row, &fault.to_string(), now).await?;
                Ok(Delivery::One)
            }
        }
    }

    async fn attempt(&self, network: Network, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        if row.telling == Telling::Redact {
            return self.redact(network, row, now).await;
        }
        let (key, prepared) = match (&row.key, &row.prepared) {
            (Some(key), Some(text)) => {
                let prepared = serde_json::from_str(text).map_err(|why| Fault::Prepared { row: row.id, why })?;
                self.note_attempt(row, now).await?;
                (key.clone(), prepared)
            }
            _ => match self.prepare(network, row, now).await? {
                Some(ready) => ready,
                None => return Ok(()),
            },
        };
        let outbound = Outbound {
            key: DeliveryKey(key),
            to: prepared.to.clone(),
            act: prepared.act.clone(),
            look_first: self.may_have_arrived(row, now),
        };
        match self.door(network)?.send(&outbound).await {
            Ok(receipt) => self.arrived(row, &prepared, &receipt, now).await,
            Err(undelivered @ Undelivered::Never { .. }) if row.prepared.is_none() => {
                // Refused at the first attempt under its name, it is nowhere: when the room opens, it says what is true then.
                let mut work = self.store.begin().await?;
                work.unprepare(row.id).await?;
                work.commit().await?;
                self.not_arrived(row, &undelivered, now).await
            }
            Err(undelivered) => self.not_arrived(row, &undelivered, now).await,
        }
    }

    async fn note_attempt(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.attempted(row.id, now).await?;
        Ok(work.commit().await?)
    }

    fn may_have_arrived(&self, row: &OutboxRow, now: DateTime<Utc>) -> bool {
        row.first_attempt_at.is_some_and(|first| first < self.started_at || now - first >= NAMES_ARE_KEPT)
    }

    /// Puts a row into words and writes them down with the name under which they are sent, before anything is sent.
    async fn prepare(
        &self,
        network: Network,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Result<Option<(String, Prepared)>, Fault> {
        let setting = self.setting();
        let elsewhere = crate::spot::elsewhere(&setting, network, &row.room);
        let spot = match Spot::of(&setting, network, &row.room) {
            Some(spot) => spot,
            None if matches!(row.addressee, Addressee::Answer { .. }) => Spot { desk: None, room: &elsewhere },
            None => return Err(Fault::NoRoom { place: elsewhere.place }),
        };
        let facts = match Spot::of(&setting, network, &row.room) {
            // Of a room that is not ours nothing is asked.
            None => RoomFacts::default(),
            Some(_) => match self.door(network)?.room(&row.room).await {
                Ok(facts) => facts,
                Err(undelivered) => {
                    self.not_arrived(row, &undelivered, now).await?;
                    return Ok(None);
                }
            },
        };
        let reader = Reader { setting: &setting, spot, network, facts: &facts, now };
        let Some((prepared, merged)) = self.put_together(row, &reader).await? else {
            self.done_with(row, now).await?;
            return Ok(None);
        };
        let key = self.chance.key();
        let text = serde_json::to_string(&prepared).map_err(|why| Fault::Prepared { row: row.id, why })?;
        let mut work = self.store.begin().await?;
        work.prepare(row.id, &merged, &key, &text, now).await?;
        work.commit().await?;
        Ok(Some((key, prepared)))
    }

    /// What is said for a row, with the rows that go with it; nothing where there is nothing left to be told.
    async fn put_together(&self, row: &OutboxRow, reader: &Reader<'_>) -> Result<Option<(Prepared, Vec<i64>)>, Fault> {
        let waiting = self.waiting_together(row, reader).await?;
        if waiting.len() > 1 {
            return self.merge(row, &waiting, reader).await.map(Some);
        }
        let Some(document) = self.words(row, reader).await? else { return Ok(None) };
        let card = self.posted_card(row, row.case.as_ref()).await?;
        let is_card = row.telling == Telling::Card;
        let act = match card {
            Some(of) if is_card => Act::Edit { of: Receipt(of), document },
            card => {
                let in_thread =
                    reader.spot.room.updates == Updates::Thread && matches!(row.telling, Telling::Status { .. });
                let card = card.map(Receipt);
                Act::Post { document, reply_to: card.clone(), thread: card.filter(|_| in_thread) }
            }
        };
        let cases = row.case.iter().chain(about(&row.telling)).map(ToString::to_string).collect();
        Ok(Some((Prepared { to: destination(row), act, cases, card: is_card }, Vec::new())))
    }

    /// The rows that are told together with this one: new cards beyond twenty, and status lines beyond three.
    async fn waiting_together(&self, row: &OutboxRow, reader: &Reader<'_>) -> Result<Vec<OutboxRow>, Fault> {
        let network = reader.network.name();
        let like = |limit| self.store.waiting_like(network, &row.room, row.telling.kind(), limit);
        let mut rows = match (&row.telling, &row.addressee) {
            (Telling::Card, Addressee::Room) if self.posted_card(row, row.case.as_ref()).await?.is_none() => {
                let mut fresh = Vec::new();
                for other in like(LIST_OF_NEW_CASES).await? {
                    if self.posted_card(&other, other.case.as_ref()).await?.is_none() {
                        fresh.push(other);
                    }
                }
                if fresh.len() > CARDS_ONE_BY_ONE { fresh } else { Vec::new() }
            }
            (Telling::Status { .. }, Addressee::Room) => {
                let lines = like(LINES_IN_ONE_POST).await?;
                if lines.len() > LINES_ONE_BY_ONE { lines } else { Vec::new() }
            }
            _ => Vec::new(),
        };
        if !rows.iter().any(|other| other.id == row.id) {
            rows.clear();
        }
        Ok(rows)
    }

    async fn merge(
        &self,
        row: &OutboxRow,
        rows: &[OutboxRow],
        reader: &Reader<'_>,
    ) -> Result<(Prepared, Vec<i64>), Fault> {
        let mut documents = Vec::new();
        for other in rows.iter().filter(|_| row.telling != Telling::Card) {
            documents.extend(self.words(other, reader).await?);
        }
        let document = if row.telling == Telling::Card {
            self.new_cases(rows, reader).await?
        } else {
            Document::joined(documents)
        };
        let merged = rows.iter().map(|other| other.id).filter(|id| *id != row.id).collect();
        let cases = rows.iter().filter_map(|other| other.case.as_ref()).map(ToString::to_string).collect();
        let act = Act::Post { document, reply_to: None, thread: None };
        Ok((Prepared { to: destination(row), act, cases, card: false }, merged))
    }

    /// Takes a row off without a post.
    async fn done_with(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &[], "", "", now).await?;
        Ok(work.commit().await?)
    }

    async fn posted_card(&self, row: &OutboxRow, case: Option<&CaseRef>) -> Result<Option<String>, Fault> {
        match case {
            Some(case) => Ok(self.store.card(&row.network, &row.room, case).await?),
            None => Ok(None),
        }
    }

    async fn arrived(
        &self,
        row: &OutboxRow,
        prepared: &Prepared,
        receipt: &Receipt,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let kind = if prepared.card { PostKind::Card } else { PostKind::Line };
        let posts: Vec<(CaseRef, PostKind)> =
            prepared.cases.iter().filter_map(|case| case.parse().ok()).map(|case| (case, kind)).collect();
        let first_line = match &prepared.act {
            Act::Post { document, .. } | Act::Edit { document, .. } => document.first_line(),
            Act::Redact { first_line, .. } => first_line.clone(),
        };
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &posts, &receipt.0, &first_line, now).await?;
        if self.unreachable().rooms.remove(&(row.network.clone(), row.room.clone())) {
            work.unpark_room(&row.network, &row.room).await?;
        }
        Ok(work.commit().await?)
    }

    async fn not_arrived(&self, row: &OutboxRow, undelivered: &Undelivered, now: DateTime<Utc>) -> Result<(), Fault> {
        match undelivered {
            Undelivered::Later { after, why } => {
                let doublings = row.attempts.min(16);
                let wait = (FIRST_WAIT * 2_i32.saturating_pow(doublings)).min(LONGEST_WAIT);
                let at = now + self.chance.jitter(wait).max(after.unwrap_or_default());
                tracing::warn!(row = row.id, why, "a post waits for another attempt");
                let mut work = self.store.begin().await?;
                work.postpone(row.id, at, why).await?;
                Ok(work.commit().await?)
            }
            Undelivered::Never { why } => {
                tracing::error!(row = row.id, room = row.room, why, "a room refuses a post");
                self.refused(row, why, now).await
            }
        }
    }

    async fn refused(&self, row: &OutboxRow, why: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        if now - row.queued_at < PARKED_AFTER {
            work.postpone(row.id, now + AFTER_A_REFUSAL, why).await?;
        } else {
            work.park(row.id, why).await?;
        }
        self.tell_of_refusal(work, row, why, now).await
    }

    async fn park(&self, row: &OutboxRow, why: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.park(row.id, why).await?;
        self.tell_of_refusal(work, row, why, now).await
    }

    /// Tells the coordination rooms, once, of a room that cannot be reached.
    async fn tell_of_refusal(
        &self,
        mut work: Work,
        row: &OutboxRow,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        if !self.unreachable().rooms.insert((row.network.clone(), row.room.clone())) {
            return Ok(work.commit().await?);
        }
        for room in coordination(&setting).filter(|(_, name)| *name != row.room) {
            let remark = Remark::new("parked")
                .with("room", Fact::Words(row.room.clone()))
                .with("why", Fact::Words(why.to_owned()));
            let remark = match &row.case {
                Some(case) => {
                    Remark { name: "parked-case".to_owned(), ..remark }.with("case", Fact::Case(case.clone()))
                }
                None => remark,
            };
            work.queue(&row_for(room, Telling::Remark(remark), now)).await?;
        }
        Ok(work.commit().await?)
    }

    /// Lets what an earlier life parked wait again, once in this one.
    pub(crate) async fn let_parked_out(&self) -> Result<(), Fault> {
        if self.unreachable().let_out {
            return Ok(());
        }
        if !self.store.parked().await?.is_empty() {
            let mut work = self.store.begin().await?;
            work.unpark().await?;
            work.commit().await?;
        }
        self.unreachable().let_out = true;
        Ok(())
    }

    fn unreachable(&self) -> MutexGuard<'_, Unreachable> {
        self.unreachable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Redacts every post of a case in a room, one after another; the row is done when none is left.
    async fn redact(&self, network: Network, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let case = row.case.clone().ok_or_else(|| Fault::Unfounded { row: row.id, what: "no case".to_owned() })?;
        let posts = self.store.posts(network.name(), &row.room, &case).await?;
        let Some(post) = posts.first() else { return self.done_with(row, now).await };
        let of = Receipt(post.receipt.clone());
        let outbound = Outbound {
            key: DeliveryKey(format!("R{}P{}", row.id, posts.len())),
            to: Destination::Room(row.room.clone()),
            act: Act::Redact { of, first_line: post.first_line.clone() },
            look_first: false,
        };
        match self.door(network)?.send(&outbound).await {
            Ok(_) => {
                let mut work = self.store.begin().await?;
                work.redacted(network.name(), &row.room, &post.receipt).await?;
                Ok(work.commit().await?)
            }
            Err(undelivered) => self.not_arrived(row, &undelivered, now).await,
        }
    }

    async fn new_cases(&self, rows: &[OutboxRow], reader: &Reader<'_>) -> Result<Document, Fault> {
        let mut cases = Vec::new();
        for reference in rows.iter().filter_map(|row| row.case.as_ref()) {
            cases.extend(self.store.case(reference).await?);
        }
        Ok(self.listed_new(&cases, reader))
    }
}

/// The case that an answer is about.
fn about(telling: &Telling) -> Option<&CaseRef> {
    match telling {
        Telling::Case { case } => Some(case),
        _ => None,
    }
}

fn destination(row: &OutboxRow) -> Destination {
    let room = row.room.clone();
    match &row.addressee {
        Addressee::Room => Destination::Room(room),
        Addressee::Answer { person, to } => Destination::Answer { room, person: person.clone(), to: to.clone() },
        Addressee::Person(person) => Destination::Person(person.clone()),
    }
}

fn coordination(setting: &Setting) -> impl Iterator<Item = (Network, &str)> {
    setting.coordination.rooms.iter().filter_map(|room| parts(&room.place))
}

fn row_for((network, room): (Network, &str), telling: Telling, now: DateTime<Utc>) -> liaison_store::NewRow {
    row(network, room, Addressee::Room, None, RANK_ANSWER, telling, now)
}
