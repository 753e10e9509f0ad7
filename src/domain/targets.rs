//! Agreed targets: how long each side has, by kind and urgency. They come from data; the built-in ones are those of
//! the product's own description (section "Clocks").

use chrono::TimeDelta;

use crate::case::CaseKind;
use crate::clock::ClockName;
use crate::event::Urgency;

/// A length as people agree on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Round the clock.
    Absolute(TimeDelta),
    /// Counted within the owner's working hours.
    Working(TimeDelta),
    /// Whole working days of the owner: the same local time that many working days later.
    WorkingDays(u32),
}

/// One `[[target]]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// For this kind alone; all kinds where `None`.
    pub kind: Option<CaseKind>,
    /// For this urgency alone; all where `None`.
    pub urgency: Option<Urgency>,
    /// Until acknowledged.
    pub acknowledge: Option<Length>,
    /// Until the measure took effect.
    pub effect: Option<Length>,
    /// Until the agency answered a question.
    pub information: Option<Length>,
    /// How long data is kept.
    pub expiry: Option<Length>,
}

/// The agreed targets of a deployment, over the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// In the order of the configuration; the last that fits and says something wins.
    pub agreed: Vec<Agreed>,
}

impl Targets {
    /// The length of one clock for a case of that kind and urgency.
    #[must_use]
    pub fn length(&self, clock: ClockName, kind: CaseKind, urgency: Urgency) -> Length {
        let fits = |agreed: &&Agreed| {
            agreed.kind.is_none_or(|wanted| wanted == kind) && agreed.urgency.is_none_or(|wanted| wanted == urgency)
        };
        let said = |agreed: &Agreed| match clock {
            ClockName::Acknowledge => agreed.acknowledge,
            ClockName::Effect => agreed.effect,
            ClockName::Information => agreed.information,
            ClockName::Expiry => agreed.expiry,
        };
        self.agreed.iter().rev().filter(fits).find_map(said).unwrap_or_else(|| built_in(clock, kind, urgency))
    }
}

/// Data is kept for 90 days unless something else was agreed (18 U.S.C. 2703(f), which renews for as long again).
const KEPT_FOR: TimeDelta = TimeDelta::days(90);
/// A request for data is answered within so long (product description, "Built-in targets").
const DATA_ANSWERED_WITHIN: TimeDelta = TimeDelta::days(10);

/// The built-in targets (product description, "Built-in targets"). While life is in danger a question waits no longer for its
/// answer than the emergency itself waited to be taken up.
fn built_in(clock: ClockName, kind: CaseKind, urgency: Urgency) -> Length {
    let minutes = |count| Length::Absolute(TimeDelta::minutes(count));
    let working_hours = |count| Length::Working(TimeDelta::hours(count));
    match (clock, urgency) {
        (ClockName::Expiry, _) => Length::Absolute(KEPT_FOR),
        (ClockName::Acknowledge, Urgency::Routine) if kind.is_for_data() => Length::WorkingDays(1),
        (ClockName::Effect, Urgency::Routine) if kind.is_for_data() => Length::Absolute(DATA_ANSWERED_WITHIN),
        (ClockName::Acknowledge | ClockName::Information, Urgency::Routine)
        | (ClockName::Information, Urgency::Urgent) => working_hours(4),
        (ClockName::Acknowledge, Urgency::Urgent) => minutes(30),
        (ClockName::Acknowledge | ClockName::Information, Urgency::Emergency) => minutes(15),
        (ClockName::Effect, Urgency::Routine) => minutes(24 * 60),
        (ClockName::Effect, Urgency::Urgent) => minutes(4 * 60),
        (ClockName::Effect, Urgency::Emergency) => minutes(8 * 60),
    }
}
