//! Many cases added up over a window of time. The store adds in SQL what [`Sums::add`] adds here; a property holds the two
//! together.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use liaison_domain::{CaseKind, OrganisationId, RefusalGround, Urgency};

use crate::Counted;

/// The time that is counted, and the moment at which it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From then on …
    pub from: DateTime<Utc>,
    /// … up to but not at that moment.
    pub until: DateTime<Utc>,
    /// What is due later than now is not yet due.
    pub now: DateTime<Utc>,
}

impl Window {
    fn holds(&self, at: i64) -> bool {
        self.from.timestamp_millis() <= at && at < self.until.timestamp_millis()
    }
}

/// How long something took, of those that have it, and how many still wait.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// In milliseconds, in no order.
    pub took: Vec<i64>,
    /// How many still wait.
    pub open: usize,
}

impl Waits {
    fn join(&mut self, other: Self) {
        self.took.extend(other.took);
        self.open += other.open;
    }
}

/// Cases added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Opened in the window, without those left out.
    pub opened: usize,
    /// Opened in the window and withdrawn, or answered as a duplicate.
    pub left_out: usize,
    /// Whose answer was due in the window, and by now.
    pub due: usize,
    /// Of these, answered.
    pub due_answered: usize,
    /// Opened in the window, and not yet due.
    pub ahead: usize,
    /// Of these, answered already.
    pub ahead_answered: usize,
    /// To acknowledgement, of those opened in the window.
    pub acknowledgement: Waits,
    /// To effect, of those opened in the window.
    pub effect: Waits,
    /// Refusals of those opened in the window, by their ground.
    pub refusals: BTreeMap<RefusalGround, usize>,
    /// Opened in the window, and closed or come back since.
    pub settled: usize,
    /// Of these, come back.
    pub reopened: usize,
    /// From question to information, of the questions asked in the window.
    pub information: Waits,
}

/// The sums of one agency, kind and urgency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The agency.
    pub agency: OrganisationId,
    /// The kind.
    pub kind: CaseKind,
    /// The urgency.
    pub urgency: Urgency,
    /// Their sums.
    pub sums: Sums,
}

impl Sums {
    /// Adds one case.
    pub fn add(&mut self, case: &Counted, window: &Window) {
        let now = window.now.timestamp_millis();
        let questions = case.questions.iter().filter(|question| window.holds(question.asked_at));
        for question in questions {
            self.information.took.extend(question.informed_ms);
            self.information.open += usize::from(question.waits);
        }
        let opened = window.holds(case.opened_at);
        if case.left_out {
            self.left_out += usize::from(opened);
            return;
        }
        let is_due = case.due_at.is_some_and(|due| due <= now);
        if is_due && case.due_at.is_some_and(|due| window.holds(due)) {
            self.due += 1;
            self.due_answered += usize::from(case.answered);
        }
        if opened {
            self.opened += 1;
            self.ahead += usize::from(!is_due);
            self.ahead_answered += usize::from(!is_due && case.answered);
            self.acknowledgement.took.extend(case.acknowledged_ms);
            self.acknowledgement.open += usize::from(case.open && case.acknowledged_ms.is_none());
            self.effect.took.extend(case.effect_ms);
            self.effect.open += usize::from(case.open);
            case.ground.iter().for_each(|ground| *self.refusals.entry(*ground).or_default() += 1);
            self.settled += usize::from(case.settled);
            self.reopened += usize::from(case.reopened);
        }
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.opened += other.opened;
        self.left_out += other.left_out;
        self.due += other.due;
        self.due_answered += other.due_answered;
        self.ahead += other.ahead;
        self.ahead_answered += other.ahead_answered;
        self.acknowledgement.join(other.acknowledgement);
        self.effect.join(other.effect);
        for (ground, count) in other.refusals {
            *self.refusals.entry(ground).or_default() += count;
        }
        self.settled += other.settled;
        self.reopened += other.reopened;
        self.information.join(other.information);
        self
    }
}
