//! Whatever is queued, delivered, postponed, merged and parked in whatever order: each case's rows arrive in each room
//! in the order in which they were queued, each once, and the next row is always the one that the rule names.

use std::collections::{BTreeMap, BTreeSet};

use liaison_store::{Lock, OutboxRow, Store, StoreError, Takes, Telling};
use proptest::prelude::{Strategy, prop, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::Outcome;
use crate::sample::{Place, later, row};

const ROOMS: [&str; 2] = ["#r", "#s"];

#[derive(Clone, Debug)]
enum Move {
    Queue { room: usize, case: Option<u32>, rank: i64 },
    Deliver { room: usize },
    Merge { room: usize },
    Postpone { room: usize, seconds: i64 },
    Park { room: usize },
    Wait { seconds: i64 },
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let room = || 0..ROOMS.len();
    let queue = || {
        (room(), prop::option::of(1_u32..4), 0_i64..3).prop_map(|(room, case, rank)| Move::Queue { room, case, rank })
    };
    let one = prop_oneof![
        queue(),
        queue(),
        queue(),
        room().prop_map(|room| Move::Deliver { room }),
        room().prop_map(|room| Move::Merge { room }),
        (room(), 1_i64..20).prop_map(|(room, seconds)| Move::Postpone { room, seconds }),
        room().prop_map(|room| Move::Park { room }),
        (1_i64..10).prop_map(|seconds| Move::Wait { seconds }),
    ];
    prop::collection::vec(one, 1..40)
}

/// A row as the rule sees it.
#[derive(Clone, Debug)]
struct Waiting {
    room: usize,
    case: Option<u32>,
    rank: i64,
    not_before: i64,
    merged_into: Option<i64>,
}

struct Play {
    store: Store,
    now: i64,
    waiting: BTreeMap<i64, Waiting>,
    arrived: Vec<(usize, Option<u32>, i64)>,
    queued: BTreeSet<i64>,
    parked: BTreeSet<i64>,
}

impl Play {
    /// The row that the rule names: of the case of which something is the most urgent, the first.
    fn expected(&self, room: usize) -> Option<i64> {
        let of_case =
            |row: &Waiting| self.waiting.iter().find(|(_, other)| other.room == row.room && other.case == row.case);
        let mut by_urgency: Vec<_> =
            self.waiting.iter().filter(|(_, row)| row.room == room && row.merged_into.is_none()).collect();
        by_urgency.sort_by_key(|(id, row)| (row.rank, **id));
        let pulled = by_urgency.into_iter().filter_map(|(id, row)| match row.case {
            None => Some((id, row)),
            Some(_) => of_case(row),
        });
        let mut goes = pulled.filter(|(_, row)| row.merged_into.is_none() && row.not_before <= self.now);
        goes.next().map(|(id, _)| *id)
    }

    async fn next(&self, room: usize) -> Result<Option<OutboxRow>, StoreError> {
        let next = self.store.next_row("matrix", ROOMS[room], Takes::ALL, later(self.now)).await?;
        assert_eq!(next.as_ref().map(|row| row.id), self.expected(room));
        Ok(next)
    }

    /// Prepares a row for its first attempt, or counts a further one.
    async fn attempt(&mut self, row: &OutboxRow, parts: &[i64]) -> Result<(), StoreError> {
        let mut work = self.store.begin().await?;
        if row.attempts == 0 {
            work.prepare(row.id, parts, &format!("k{}", row.id), "text", later(self.now)).await?;
            for part in parts {
                self.waiting.entry(*part).and_modify(|waiting| waiting.merged_into = Some(row.id));
            }
        } else {
            work.attempted(row.id, later(self.now)).await?;
        }
        work.commit().await
    }

    /// What waits no more: the row, and what was merged into it.
    fn take(&mut self, id: i64) -> Vec<(i64, Waiting)> {
        let gone = |key: &i64, row: &Waiting| *key == id || row.merged_into == Some(id);
        let taken: Vec<_> =
            self.waiting.iter().filter(|(key, row)| gone(key, row)).map(|(key, row)| (*key, row.clone())).collect();
        self.waiting.retain(|key, row| !gone(key, row));
        taken
    }

    async fn deliver(&mut self, room: usize, merging: bool) -> Result<bool, StoreError> {
        let Some(row) = self.next(room).await? else { return Ok(false) };
        let mut parts = Vec::new();
        if merging && row.attempts == 0 {
            let alike = self.store.waiting_like("matrix", ROOMS[room], "status", 5).await?;
            parts.extend(alike.iter().map(|other| other.id).filter(|id| *id != row.id));
        }
        self.attempt(&row, &parts).await?;
        if merging {
            // The merge is committed and not yet tried: what follows it must wait.
            self.next(room).await?;
        }
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &[], &format!("${}", row.id), "", later(self.now)).await?;
        work.commit().await?;
        for (id, row) in self.take(row.id) {
            self.arrived.push((row.room, row.case, id));
        }
        Ok(true)
    }

    async fn make(&mut self, one: Move) -> Result<(), StoreError> {
        match one {
            Move::Queue { room, case, rank } => {
                let mut work = self.store.begin().await?;
                let id = work.queue(&row(ROOMS[room], case, rank, Telling::Status { seq: 1 })).await?;
                work.commit().await?;
                self.queued.insert(id);
                self.waiting.insert(id, Waiting { room, case, rank, not_before: 0, merged_into: None });
            }
            Move::Deliver { room } => {
                self.deliver(room, false).await?;
            }
            Move::Merge { room } => {
                self.deliver(room, true).await?;
            }
            Move::Postpone { room, seconds } => {
                let Some(row) = self.next(room).await? else { return Ok(()) };
                self.attempt(&row, &[]).await?;
                let until = self.now + seconds;
                let mut work = self.store.begin().await?;
                work.postpone(row.id, later(until), "later").await?;
                work.commit().await?;
                // A fraction of a millisecond is rounded up: the row goes with the next whole second here.
                self.waiting.entry(row.id).and_modify(|waiting| waiting.not_before = until + 1);
            }
            Move::Park { room } => {
                let Some(row) = self.next(room).await? else { return Ok(()) };
                let mut work = self.store.begin().await?;
                work.park(row.id, "never").await?;
                work.commit().await?;
                let parked = self.take(row.id);
                self.parked.extend(parked.into_iter().map(|(id, _)| id));
            }
            Move::Wait { seconds } => self.now += seconds,
        }
        Ok(())
    }

    async fn end(&mut self) -> Result<(), StoreError> {
        self.now += 100;
        for room in 0..ROOMS.len() {
            while self.deliver(room, false).await? {}
        }
        assert!(self.waiting.is_empty(), "stuck: {:?}", self.waiting);
        let mut last = BTreeMap::new();
        for (room, case, id) in self.arrived.iter().filter(|(_, case, _)| case.is_some()) {
            let before = last.insert((*room, *case), *id);
            assert!(before < Some(*id), "{id} arrived after {before:?}");
        }
        let arrived: BTreeSet<_> = self.arrived.iter().map(|(_, _, id)| *id).collect();
        assert_eq!(arrived.len(), self.arrived.len(), "something arrived twice");
        assert_eq!(arrived.union(&self.parked).copied().collect::<BTreeSet<_>>(), self.queued);
        Ok(())
    }
}

async fn play(moves: Vec<Move>) -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut play = Play {
        store,
        now: 0,
        waiting: BTreeMap::new(),
        arrived: Vec::new(),
        queued: BTreeSet::new(),
        parked: BTreeSet::new(),
    };
    for one in moves {
        play.make(one).await?;
    }
    Ok(play.end().await?)
}

#[test]
fn order_is_kept_per_case_and_room() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut runner = TestRunner::new(Config { cases: 48, failure_persistence: None, ..Config::default() });
    let outcome = runner
        .run(&moves(), |moves| runtime.block_on(play(moves)).map_err(|error| TestCaseError::fail(error.to_string())));
    Ok(outcome?)
}
