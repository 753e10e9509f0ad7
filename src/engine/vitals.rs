//! How the bot is, for whoever operates it: whether its loop turns, how each network stands, what waits, what is late, what
//! the memory says of itself, and what was counted since the start. Facts alone, gathered at one moment; what they mean, and
//! in which words, is for the room that shows them.
//!
//! Whoever wants to show more adds it to [`Vitals`], or to [`Record`] where it has to be read from the store.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use liaison_chat::Network;
use liaison_domain::{CaseKind, CaseState, ClockName, DeskId, Setting, Side, Urgency};
use liaison_store::Stored;

use crate::counts::{Counts, sort};
use crate::dailies::dailies;
use crate::ticker::COORDINATION;
use crate::waking::Standing;
use crate::{Engine, Fault};

/// So many late cases are looked through for their clocks, the latest ones.
const LATE_AT_MOST: u32 = 2_000;
/// What waits has a rank up to this.
const HIGHEST_RANK: i64 = crate::notices::RANK_DIGEST;

/// How the bot is.
#[derive(Clone, Debug)]
pub struct Vitals {
    /// When it was looked at.
    pub at: DateTime<Utc>,
    /// When the bot started.
    pub started_at: DateTime<Utc>,
    /// When its loop last turned; its start where it has not yet.
    pub turned_at: DateTime<Utc>,
    /// How each of its networks stands.
    pub networks: BTreeMap<Network, Standing>,
    /// What was counted since the start.
    pub counts: Counts,
    /// What the store says; why it says nothing, in words, where it does not answer.
    pub record: Result<Record, String>,
    /// Whether the store takes a write; why not, in words.
    pub writable: Result<(), String>,
}

/// What one room never took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedPosts {
    /// In which network.
    pub network: Network,
    /// In which room, by the network's own name: for words, never for a figure.
    pub room: String,
    /// How many posts.
    pub count: u64,
}

/// What is read from the store.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// How many posts wait, by network and rank (0 the most urgent, 5 the least).
    pub waiting: BTreeMap<(Network, i64), u64>,
    /// Since when the oldest waits.
    pub oldest: BTreeMap<Network, DateTime<Utc>>,
    /// Since when the oldest waits that could go now.
    pub ready_since: Option<DateTime<Utc>>,
    /// What no room takes.
    pub parked: Vec<ParkedPosts>,
    /// How many events cannot be decrypted, and when the last of them came.
    pub unreadable: BTreeMap<Network, (u64, DateTime<Utc>)>,
    /// The cases that are neither closed nor withdrawn; exercises are not counted.
    pub cases: BTreeMap<(CaseKind, CaseState, Urgency), u64>,
    /// The clocks that have passed their time.
    pub overdue: BTreeMap<(ClockName, Side), u64>,
    /// The nearest moment at which time must act on a case; where it is past, time is late.
    pub next_deadline: Option<DateTime<Utc>>,
    /// The number of the last event of the chain.
    pub head: i64,
    /// The database, in bytes.
    pub bytes: u64,
    /// What was written and has not found its place in the database yet, in bytes.
    pub log_bytes: u64,
    /// What is free on its disk, in bytes, where the system says so.
    pub free_bytes: Option<u64>,
    /// When a digest's hour was last dealt with, silently or aloud, by the sort of its rooms: `shared`, `own` or
    /// `coordination`; of several, the one that is longest ago.
    pub digests: BTreeMap<&'static str, DateTime<Utc>>,
}

impl Record {
    fn of(stored: Stored) -> Self {
        let mut record = Self {
            ready_since: stored.ready_since,
            next_deadline: stored.next_deadline,
            head: stored.head,
            bytes: stored.bytes,
            log_bytes: stored.log_bytes,
            free_bytes: stored.free_bytes,
            ..Self::default()
        };
        for row in stored.waiting {
            let Some(network) = Network::from_name(&row.network) else { continue };
            *record.waiting.entry((network, row.rank.clamp(0, HIGHEST_RANK))).or_default() += row.count;
            let oldest = record.oldest.entry(network).or_insert(row.since);
            *oldest = row.since.min(*oldest);
        }
        record.parked.extend(stored.parked.into_iter().filter_map(|parked| {
            let network = Network::from_name(&parked.network)?;
            Some(ParkedPosts { network, room: parked.room, count: parked.count })
        }));
        record.unreadable.extend(
            stored
                .unreadable
                .into_iter()
                .filter_map(|unread| Some((Network::from_name(&unread.network)?, (unread.count, unread.last)))),
        );
        let cases = stored.cases.into_iter();
        record.cases.extend(cases.map(|alike| ((alike.kind, alike.state, alike.urgency), alike.count)));
        record
    }
}

impl Engine {
    /// How the bot is at `now`. It fails at nothing: what the store does not say is missing, and why.
    pub async fn vitals(&self, now: DateTime<Utc>) -> Vitals {
        let record = self.record(now).await;
        let writable = self.store.try_to_write().await.map_err(Fault::from);
        for fault in record.as_ref().err().into_iter().chain(writable.as_ref().err()) {
            self.noted(fault);
        }
        Vitals {
            at: now,
            started_at: self.started_at,
            turned_at: self.turned_at(),
            networks: self.waking().standings(),
            counts: self.counts().clone(),
            record: record.map_err(|fault| fault.to_string()),
            writable: writable.map_err(|fault| fault.to_string()),
        }
    }

    async fn record(&self, now: DateTime<Utc>) -> Result<Record, Fault> {
        let setting = self.setting();
        let desks: Vec<DeskId> = setting.desks.iter().map(|desk| desk.id.clone()).collect();
        let mut record = Record::of(self.store.stored(&desks, now).await?);
        for case in self.store.overdue(&desks, now, LATE_AT_MOST).await? {
            for clock in case.clocks.iter().filter(|clock| clock.is_overdue(now)) {
                *record.overdue.entry((clock.name, clock.owner)).or_default() += 1;
            }
        }
        record.digests = self.digests_dealt_with(&setting, now).await?;
        Ok(record)
    }

    async fn digests_dealt_with(
        &self,
        setting: &Setting,
        now: DateTime<Utc>,
    ) -> Result<BTreeMap<&'static str, DateTime<Utc>>, Fault> {
        let of_desks =
            dailies(setting).into_iter().map(|daily| (if daily.own.is_some() { "own" } else { "shared" }, daily.key()));
        let rooms = setting.coordination.rooms.first();
        let of_coordination = rooms.map(|room| (sort(&room.kind), COORDINATION.to_owned()));
        let mut oldest = BTreeMap::new();
        for (sort, key) in of_desks.chain(of_coordination) {
            let last = self.last_digest(&key, now).await?;
            let known = oldest.entry(sort).or_insert(last);
            *known = last.min(*known);
        }
        Ok(oldest)
    }

    /// The loop turns at `now`.
    pub(crate) fn turns(&self, now: DateTime<Utc>) {
        self.turned_ms.store(now.timestamp_millis(), Ordering::SeqCst);
    }

    /// When the loop last turned; the start where it has not yet.
    #[must_use]
    pub fn turned_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.turned_ms.load(Ordering::SeqCst)).unwrap_or(self.started_at)
    }
}
