//! The named clocks of a case: who owns them, how long they run, when they next ring.
//!
//! A clock is worked out once, when it starts or goes on, and written down in the event that caused it: a later change
//! of hours or targets never moves a clock that already runs.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::Calendar;
use crate::case::CaseRef;
use crate::event::Urgency;
use crate::named::named;
use crate::people::Side;
use crate::targets::Length;

named! {
    /// What a clock waits for.
    pub enum ClockName {
        /// The platform says that it has received the case.
        Acknowledge = "acknowledge",
        /// The platform's measure takes effect, or it answers otherwise.
        Effect = "effect",
        /// The agency answers a question.
        Information = "information",
        /// Data is kept until then, unless the agency extends it.
        Expiry = "expiry",
    }
}

named! {
    /// What it means to miss a clock: the two are never mixed in words.
    pub enum ClockKind {
        /// The law says so.
        Statutory = "statutory",
        /// Both sides agreed on it.
        Agreed = "agreed",
        /// One side's own goal.
        Internal = "internal",
    }
}

named! {
    /// How a span is measured.
    pub enum Measure {
        /// Round the clock.
        Absolute = "absolute",
        /// Within the owner's working hours.
        Working = "working",
    }
}

named! {
    /// The steps of the alert ladder, in order.
    pub enum Rung {
        /// Three quarters of the time have passed.
        Warning = "warning",
        /// The time has passed: who must act is called.
        Due = "due",
        /// It was due outside working hours, when nobody may be called: they are, at the next opening.
        Opening = "opening",
        /// Half the time later: the supervisors.
        Supervisors = "supervisors",
        /// The full time later: the coordination room.
        Coordination = "coordination",
        /// An emergency, again and again until somebody acts.
        Repeat = "repeat",
        /// Nobody has taken an emergency up: whoever opened it is shown the number to call. No clock's step.
        Caller = "caller",
    }
}

/// A length of time and how it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Round the clock, or within working hours.
    pub measure: Measure,
    /// How much of it.
    pub amount: TimeDelta,
}

impl Span {
    /// The span that an agreed length comes to from `start` on in the owner's calendar.
    #[must_use]
    pub fn of(length: Length, start: DateTime<Utc>, calendar: &Calendar<'_>) -> Self {
        match length {
            Length::Absolute(amount) => Self { measure: Measure::Absolute, amount },
            Length::Working(amount) => Self { measure: Measure::Working, amount },
            Length::WorkingDays(days) => {
                let amount = calendar.between(start, calendar.add_days(start, days));
                Self { measure: Measure::Working, amount }
            }
        }
    }

    fn with(self, amount: TimeDelta) -> Self {
        Self { amount, ..self }
    }

    /// The moment at which this span has passed since `start`.
    #[must_use]
    pub fn after(self, start: DateTime<Utc>, calendar: &Calendar<'_>) -> DateTime<Utc> {
        match self.measure {
            Measure::Absolute => start + self.amount,
            Measure::Working => calendar.add(start, self.amount),
        }
    }

    fn left(self, now: DateTime<Utc>, due: DateTime<Utc>, calendar: &Calendar<'_>) -> TimeDelta {
        match self.measure {
            Measure::Absolute => (due - now).max(TimeDelta::zero()),
            Measure::Working => calendar.between(now, due),
        }
    }
}

/// The next step of the ladder, and when it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alarm {
    /// Which step.
    pub rung: Rung,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockStatus {
    /// It runs and is due then.
    Running {
        /// UTC.
        due: DateTime<Utc>,
    },
    /// It stands still with so much left: the ball is with the other side.
    Paused {
        /// Of the clock's own measure.
        left: TimeDelta,
    },
    /// What it waited for has happened.
    Met {
        /// When, by the network's time.
        at: DateTime<Utc>,
    },
}

/// One clock of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub name: ClockName,
    /// Whose time runs.
    pub owner: Side,
    /// Law, agreement or own goal.
    pub kind: ClockKind,
    /// Its whole length.
    pub span: Span,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// Running, paused or met.
    pub status: ClockStatus,
    /// The next step of its ladder, which waits while the clock is paused; none where the digest alone goes on.
    pub next: Option<Alarm>,
    /// When it was missed, if it was (the moment it was due, not that of the alert).
    pub missed_at: Option<DateTime<Utc>>,
    /// Until when its owner asked for quiet.
    pub snoozed_until: Option<DateTime<Utc>>,
}

/// What an event does to one clock; recorded with the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// A clock begins, replacing one of the same name.
    Started(Clock),
    /// What it waited for has happened.
    Met(ClockName),
    /// It stands still with so much left.
    Paused(ClockName, TimeDelta),
    /// It goes on.
    Resumed(ClockName, DateTime<Utc>, Option<Alarm>),
    /// A step of its ladder was taken; the next one, if any.
    Rang(ClockName, Rung, Option<Alarm>),
    /// Its owner asked for quiet until then. Its steps are taken all the same, and told to its owner when the quiet ends.
    Snoozed(ClockName, DateTime<Utc>),
    /// The quiet is over.
    Woken(ClockName),
}

/// A moment at which time itself must act on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// On which case.
    pub case: CaseRef,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// How an emergency is repeated (product description, "Clocks"): every five minutes for half an hour, then every half hour.
const REPEAT_QUICKLY: TimeDelta = TimeDelta::minutes(5);
const REPEAT_QUICKLY_FOR: TimeDelta = TimeDelta::minutes(30);
const REPEAT_SLOWLY: TimeDelta = TimeDelta::minutes(30);

impl Clock {
    /// A clock that starts at `at`, with its ladder worked out in the owner's calendar.
    #[must_use]
    pub fn started(name: ClockName, owner: Side, length: Length, at: DateTime<Utc>, calendar: &Calendar<'_>) -> Self {
        let span = Span::of(length, at, calendar);
        let due = span.after(at, calendar);
        let mut warning = span.with(span.amount * 3 / 4).after(at, calendar);
        if name == ClockName::Expiry {
            // It calls somebody, and nobody out of hours.
            warning = calendar.next_open(warning).min(due);
        }
        Self {
            name,
            owner,
            kind: ClockKind::Agreed,
            span,
            started_at: at,
            status: ClockStatus::Running { due },
            next: Some(Alarm { rung: Rung::Warning, at: warning }),
            missed_at: None,
            snoozed_until: None,
        }
    }

    /// How its owner's quiet until then changes it; nothing where it does not run or would not ring before anyway.
    #[must_use]
    pub fn snooze(&self, until: DateTime<Utc>) -> Option<ClockChange> {
        self.due()?;
        self.next.filter(|alarm| alarm.at < until)?;
        Some(ClockChange::Snoozed(self.name, until))
    }

    /// It goes on at that moment after it had stood met, by an undo: what it did not call for meanwhile nobody was late with.
    pub(crate) fn taken_up_at(&mut self, at: DateTime<Utc>) {
        let (Some(due), Some(next)) = (self.due(), self.next.filter(|next| next.at < at)) else { return };
        let rung = if due <= at && next.rung < Rung::Due { Rung::Due } else { next.rung };
        self.next = Some(Alarm { rung, at });
    }

    /// When its owner's quiet ends, if it runs and there is one.
    #[must_use]
    pub fn wakes_at(&self) -> Option<DateTime<Utc>> {
        self.due().and(self.snoozed_until)
    }

    /// When it is due, if it runs.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self.status {
            ClockStatus::Running { due } => Some(due),
            ClockStatus::Paused { .. } | ClockStatus::Met { .. } => None,
        }
    }

    /// Whether it runs and its time has passed.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due().is_some_and(|due| due <= now)
    }

    /// How it stands still from `at` on; nothing if it does not run.
    #[must_use]
    pub fn pause(&self, at: DateTime<Utc>, calendar: &Calendar<'_>) -> Option<ClockChange> {
        let left = self.span.left(at, self.due()?, calendar);
        Some(ClockChange::Paused(self.name, left))
    }

    /// How it goes on from `at` on; nothing if it is not paused. One that was already missed keeps the moment it was due
    /// and goes on with the step of its ladder that had not been taken, half its length later.
    #[must_use]
    pub fn resume(&self, at: DateTime<Utc>, calendar: &Calendar<'_>) -> Option<ClockChange> {
        let ClockStatus::Paused { left } = self.status else { return None };
        if let Some(missed) = self.missed_at {
            return Some(ClockChange::Resumed(
                self.name,
                missed,
                self.next.map(|next| self.called_before(next, at, calendar)),
            ));
        }
        let quarter = self.span.amount / 4;
        let due = self.span.with(left).after(at, calendar);
        let next = if left > quarter {
            Alarm { rung: Rung::Warning, at: self.span.with(left - quarter).after(at, calendar) }
        } else {
            Alarm { rung: Rung::Due, at: due }
        };
        Some(ClockChange::Resumed(self.name, due, Some(next)))
    }

    /// The step that comes next on a clock that was missed before it was paused, once it goes on at `at`.
    fn called_before(&self, next: Alarm, at: DateTime<Utc>, calendar: &Calendar<'_>) -> Alarm {
        let at = match next.rung {
            Rung::Opening => calendar.next_open(at),
            Rung::Repeat => at + REPEAT_SLOWLY,
            _ => self.span.with(self.span.amount / 2).after(at, calendar),
        };
        Alarm { at, ..next }
    }

    /// The steps of the ladder that are due by `now`: the highest one, when it was to be taken, and what comes after it.
    /// Lower steps that a stopped bot missed are passed over: one alert, not a burst.
    #[must_use]
    pub fn ring(&self, now: DateTime<Utc>, urgency: Urgency, calendar: &Calendar<'_>) -> Option<Ringing> {
        let due = self.due()?;
        let mut taken = None;
        let mut next = self.next;
        while let Some(alarm) = next.filter(|alarm| alarm.at <= now) {
            taken = Some(alarm);
            next = self.after_rung(alarm, due, now, urgency, calendar);
        }
        taken.map(|alarm| Ringing { alarm, next, due })
    }

    fn after_rung(
        &self,
        alarm: Alarm,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
        urgency: Urgency,
        calendar: &Calendar<'_>,
    ) -> Option<Alarm> {
        let later = |amount: TimeDelta| self.span.with(amount).after(due, calendar);
        let called_at = |at: DateTime<Utc>| if urgency == Urgency::Routine { calendar.next_open(at) } else { at };
        let supervisors =
            || Alarm { rung: Rung::Supervisors, at: called_at(later(self.span.amount / 2).max(alarm.at)) };
        match alarm.rung {
            Rung::Warning => Some(Alarm { rung: Rung::Due, at: due }),
            _ if urgency == Urgency::Emergency => Some(repeat(due, now.max(alarm.at))),
            Rung::Due if urgency == Urgency::Routine && !calendar.is_open(alarm.at.max(now)) => {
                Some(Alarm { rung: Rung::Opening, at: calendar.next_open(now.max(alarm.at)) })
            }
            Rung::Due | Rung::Opening => Some(supervisors()),
            Rung::Supervisors => Some(Alarm { rung: Rung::Coordination, at: later(self.span.amount).max(alarm.at) }),
            Rung::Coordination | Rung::Repeat | Rung::Caller => None,
        }
    }
}

/// The next repetition of an emergency's alert strictly after `now`.
fn repeat(due: DateTime<Utc>, now: DateTime<Utc>) -> Alarm {
    let quick = next_on_grid(due, REPEAT_QUICKLY, now);
    let at = if quick <= due + REPEAT_QUICKLY_FOR { quick } else { next_on_grid(due, REPEAT_SLOWLY, now) };
    Alarm { rung: Rung::Repeat, at }
}

/// How long before a repetition at `at` the one before it was.
pub(crate) fn repeat_step(due: DateTime<Utc>, at: DateTime<Utc>) -> TimeDelta {
    if at <= due + REPEAT_QUICKLY_FOR { REPEAT_QUICKLY } else { REPEAT_SLOWLY }
}

fn next_on_grid(start: DateTime<Utc>, step: TimeDelta, now: DateTime<Utc>) -> DateTime<Utc> {
    let steps = (now - start).num_milliseconds().max(0) / step.num_milliseconds() + 1;
    start + TimeDelta::milliseconds(step.num_milliseconds().saturating_mul(steps))
}

/// What rings on a clock, worked out by [`Clock::ring`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ringing {
    /// The highest step that is due, and when it was to be taken.
    pub alarm: Alarm,
    /// The step after it.
    pub next: Option<Alarm>,
    /// When the clock is or was due.
    pub due: DateTime<Utc>,
}
