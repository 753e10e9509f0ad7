//! What has happened since the start, as figures for whoever operates the bot: plain counts and moments, handed out whole.
//! Nothing here names a person, a case, a room or an address: every key is one of a closed set. It is known for one life: a
//! start counts from nothing, which is what those who read such figures expect.
//!
//! Whoever wants another figure adds a field to [`Counts`], notes it where it happens, and gives it a family in the room that
//! prints them.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_domain::{Alert, ClockName, RoomKind, Side};

use crate::endings::{Attempt, Ending, PageRun};
use crate::spread::Spread;
use crate::tale::Tale;
use crate::{Engine, Fault};

/// What has happened since the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Events that doors handed over and that were committed; what came twice counts twice.
    pub heard: BTreeMap<Network, u64>,
    /// When the last of them was committed.
    pub last_heard: BTreeMap<Network, DateTime<Utc>>,
    /// Commands by the stable name of the command, `unknown` where none was recognised, and what came of them.
    pub commands: BTreeMap<(Network, &'static str, Ending), u64>,
    /// Refusals by the rules: of a command on many cases, one a case.
    pub refusals: BTreeMap<Network, u64>,
    /// Alerts that arrived, by the gravest clock and whose it is.
    pub alerts: BTreeMap<(ClockName, Side), u64>,
    /// Attempts to post something, or to take a post away.
    pub attempts: BTreeMap<(Network, Attempt), u64>,
    /// When something last arrived.
    pub last_arrived: BTreeMap<Network, DateTime<Utc>>,
    /// How long what arrived had waited when the attempt that brought it began.
    pub waits: BTreeMap<Network, Spread>,
    /// How long one delivery took, from choosing what goes next to writing down what came of it.
    pub deliveries: BTreeMap<Network, Spread>,
    /// When a digest last arrived in a room of that sort: `shared`, `own` or `coordination`.
    pub digests: BTreeMap<&'static str, DateTime<Utc>>,
    /// Runs of the command that wakes somebody.
    pub pages: BTreeMap<PageRun, u64>,
    /// How often the store did not do what was asked of it.
    pub store_faults: u64,
}

impl Counts {
    pub(crate) fn heard(&mut self, network: Network, events: usize, now: DateTime<Utc>) {
        if events > 0 {
            *self.heard.entry(network).or_default() += events as u64;
            self.last_heard.insert(network, now);
        }
    }

    /// A command ended that way, and its transaction is committed.
    pub(crate) fn ended(&mut self, network: Network, told: Tale) {
        *self.refusals.entry(network).or_default() += u64::from(told.refused);
        if let Some((verb, ending)) = told.ending() {
            *self.commands.entry((network, verb, ending)).or_default() += 1;
        }
    }

    pub(crate) fn attempted(&mut self, network: Network, attempt: Attempt) {
        *self.attempts.entry((network, attempt)).or_default() += 1;
    }

    pub(crate) fn arrived(&mut self, network: Network, waited: TimeDelta, now: DateTime<Utc>) {
        self.last_arrived.insert(network, now);
        self.waits.entry(network).or_default().add(waited);
    }

    pub(crate) fn alerted(&mut self, alert: &Alert) {
        if let Some(clock) = alert.clocks.first() {
            *self.alerts.entry((clock.name, clock.owner)).or_default() += 1;
        }
    }

    pub(crate) fn delivered(&mut self, network: Network, took: TimeDelta) {
        self.deliveries.entry(network).or_default().add(took);
    }

    pub(crate) fn paged(&mut self, run: PageRun) {
        *self.pages.entry(run).or_default() += 1;
    }
}

/// The sort of a room, as figures name it.
pub(crate) const fn sort(kind: &RoomKind) -> &'static str {
    match kind {
        RoomKind::Shared => "shared",
        RoomKind::Own(_) => "own",
        RoomKind::Coordination => "coordination",
    }
}

impl Engine {
    pub(crate) fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A batch is committed, and with it what came of everything in it.
    pub(crate) fn count_heard(&self, network: Network, tales: Vec<Tale>, now: DateTime<Utc>) {
        let mut counts = self.counts();
        counts.heard(network, tales.len(), now);
        tales.into_iter().for_each(|told| counts.ended(network, told));
    }

    /// Something failed and is tried again, or was told: where it was the store, that is counted.
    pub(crate) fn noted(&self, fault: &Fault) {
        if matches!(fault, Fault::Store(_)) {
            self.counts().store_faults += 1;
        }
    }
}
