//! What has happened since the start, as figures for whoever operates the bot: plain counts and moments, handed out whole.
//! Nothing here names a person, a case, a room or an address: every key is one of a closed set. It is known for one life: a
//! start counts from nothing, which is what those who read such figures expect.
//!
//! Whoever wants another figure adds a field to [`Counts`], notes it where it happens, and gives it a family in the room that
//! prints them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{Network, Request, Undelivered};
use liaison_domain::{Alert, ClockName, RoomKind, Side};

use crate::{Engine, Fault};

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// It was done, or what it asked for is shown.
    Done,
    /// On some of its cases it was done, on others refused.
    Partly,
    /// A rule refused it, in words.
    Refused,
    /// It could not be read; its author was shown a line that works.
    Unreadable,
    /// The program failed at it; its author has a reference.
    Failed,
}

impl Ending {
    /// Every ending.
    pub const ALL: &'static [Self] = &[Self::Done, Self::Partly, Self::Refused, Self::Unreadable, Self::Failed];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::Failed => "failed",
        }
    }
}

/// What came of one attempt to post something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attempt {
    /// It is there.
    Arrived,
    /// It may arrive later.
    Later,
    /// The network limits the bot.
    Limited,
    /// The room refuses it, in whole or in part.
    Refused,
    /// What it goes to is no longer there.
    Gone,
}

impl Attempt {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Arrived, Self::Later, Self::Limited, Self::Refused, Self::Gone];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Later => "later",
            Self::Limited => "limited",
            Self::Refused => "refused",
            Self::Gone => "gone",
        }
    }

    pub(crate) const fn of<T>(sent: &Result<T, Undelivered>) -> Self {
        match sent {
            Ok(_) => Self::Arrived,
            Err(Undelivered::Later { .. }) => Self::Later,
            Err(Undelivered::Limited { .. }) => Self::Limited,
            Err(Undelivered::Never { .. } | Undelivered::Unfinished { .. }) => Self::Refused,
            Err(Undelivered::Gone { .. }) => Self::Gone,
        }
    }
}

/// What came of one run of the command that wakes somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageRun {
    /// It did its work.
    Done,
    /// It ended with a failure.
    Failed,
    /// It took too long and was ended.
    TimedOut,
    /// It could not be run at all.
    NotRun,
}

impl PageRun {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Done, Self::Failed, Self::TimedOut, Self::NotRun];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::NotRun => "not_run",
        }
    }
}

/// How long many things took: a histogram over fixed bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// How many took no longer than each of [`Spread::BOUNDS`], without those of the bound before.
    pub within: [u64; Self::BOUNDS.len()],
    /// How many there were.
    pub count: u64,
    /// How long they took together, in seconds.
    pub seconds: f64,
}

impl Spread {
    /// The bounds, in seconds: an answer is due within three, an alert within a minute, and a room that was out of reach
    /// for an hour is told then.
    pub const BOUNDS: [f64; 11] = [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0];

    fn add(&mut self, took: TimeDelta) {
        let seconds = took.max(TimeDelta::zero()).as_seconds_f64();
        self.count += 1;
        self.seconds += seconds;
        if let Some((within, _)) = self.within.iter_mut().zip(Self::BOUNDS).find(|(_, bound)| seconds <= *bound) {
            *within += 1;
        }
    }
}

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

/// What becomes of one thing that was heard; it counts once that is committed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tale {
    verb: Option<&'static str>,
    done: u32,
    refused: u32,
    unreadable: bool,
    failed: bool,
}

impl Tale {
    /// The command and what came of it; nothing where it was none.
    fn ending(self) -> Option<(&'static str, Ending)> {
        let ending = match self {
            Self { failed: true, .. } => Ending::Failed,
            Self { unreadable: true, .. } => Ending::Unreadable,
            Self { refused: 0, .. } => Ending::Done,
            Self { done: 0, .. } => Ending::Refused,
            _ => Ending::Partly,
        };
        let verb = self.verb.or((ending != Ending::Done).then_some("unknown"));
        verb.map(|verb| (verb, ending))
    }
}

/// A tale while it is told: it goes along with what was heard.
#[derive(Default)]
pub(crate) struct CameTo(Mutex<Tale>);

impl CameTo {
    fn tale(&self) -> MutexGuard<'_, Tale> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is that command, unless it was recognised as another before.
    pub(crate) fn is(&self, verb: &'static str) {
        self.tale().verb.get_or_insert(verb);
    }

    pub(crate) fn done(&self) {
        self.tale().done += 1;
    }

    pub(crate) fn refused(&self) {
        self.tale().refused += 1;
    }

    pub(crate) fn unreadable(&self) {
        self.tale().unreadable = true;
    }

    /// The program failed at it: whatever it had come to is undone.
    pub(crate) fn failed(&self) {
        let mut tale = self.tale();
        *tale = Tale { verb: tale.verb, failed: true, ..Tale::default() };
    }

    pub(crate) fn told(self) -> Tale {
        *self.tale()
    }
}

/// The stable name of the command that was given.
pub(crate) fn verb(request: &Request) -> &'static str {
    match request {
        Request::Report(report) => report.kind.command(),
        Request::Act { command, .. } => command.name(),
        Request::Duty(_) => "duty",
        Request::Guest(_) => "desk-member",
        Request::UndoLast => "undo",
        Request::HandOver { .. } => "assign",
        Request::ShowCase { .. } => "case",
        Request::ListCases { .. } => "cases",
        Request::Digest { .. } => "digest",
        Request::Stats(_) => "stats",
        Request::Help { .. } => "help",
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
