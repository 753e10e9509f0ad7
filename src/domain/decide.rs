//! What a command does to a case: the events that are recorded and what is told of them, or the rule that forbids it.

use chrono::{DateTime, Months, TimeDelta, Utc};

use crate::case::{Case, CaseState};
use crate::clock::{Clock, ClockChange, ClockName, ClockStatus};
use crate::command::{Command, Device, Hearing, RefusalGround, WithdrawalReason};
use crate::desk::{Desk, Setting};
use crate::emergency;
use crate::event::{By, Event, EventBody};
use crate::kind;
use crate::notice::{Audience, Ruling, Tell};
use crate::open::platform_clocks;
use crate::people::{Person, Side};
use crate::refusal::{Fact, Refusal, Remark};
use crate::rights;

/// A case can be reopened for so long after its answer (product description, table of states).
const REOPENS_WITHIN: Months = Months::new(6);
/// One's own last act can be taken back for so long (product description, table of states).
const UNDO_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// An inability holds the clock for so long at most: one quarter, after which both sides look at their figures. What lasts
/// longer is no pause but an answer, and a slip in the year must not stop a clock for good.
const UNABLE_FOR: TimeDelta = TimeDelta::days(90);

/// Decides one command on one case, heard as `hearing` says, at `now`.
///
/// # Errors
/// The rule that forbids it; then nothing has changed.
pub fn decide(
    case: &Case,
    command: &Command,
    hearing: &Hearing,
    desk: &Desk,
    setting: &Setting,
    now: DateTime<Utc>,
) -> Result<Ruling, Refusal> {
    let person = rights::member(hearing, command.name(), rights::side_of(command))?;
    if !rights::stands_on(person, case, desk) {
        return Err(Refusal::OtherAgency { case: case.reference.clone() });
    }
    let at = hearing.said_at.min(now).max(case.last_at);
    let sitting = Sitting { case, desk, setting, at, now, person, device: hearing.device };
    kind::fits(case, command)?;
    sitting.permit(command)?;
    let (body, clocks) = sitting.consequence(command)?;
    Ok(sitting.ruling(body, clocks))
}

/// One command on one case, while it is decided.
struct Sitting<'a> {
    case: &'a Case,
    desk: &'a Desk,
    setting: &'a Setting,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    person: &'a Person,
    device: Device,
}

impl Sitting<'_> {
    /// Whether the state allows the command.
    fn permit(&self, command: &Command) -> Result<(), Refusal> {
        use CaseState::{Acknowledged, Answered, Closed, Sent, Suspended, Waiting};
        let state = self.case.state;
        if self.case.redacted && *command == Command::ShowAddress {
            return Err(Refusal::TakenBack { case: self.case.reference.clone() });
        }
        let allowed = match command {
            Command::Acknowledge { .. } => matches!(state, Sent | Suspended),
            Command::Ask { .. } => matches!(state, Sent | Acknowledged),
            Command::Refuse { ground: RefusalGround::Unable, .. } => matches!(state, Sent | Acknowledged | Waiting),
            Command::Resolve { .. } | Command::Refuse { .. } | Command::Inform { .. } | Command::Withdraw { .. } => {
                state.is_open()
            }
            Command::ConfirmGone { .. } => state == Answered,
            Command::StillUp { .. } => matches!(state, Answered | Closed),
            Command::Undo | Command::ShowAddress => true,
            Command::Confirm { .. } | Command::Extend { .. } => state != CaseState::Withdrawn,
        };
        if allowed { Ok(()) } else { Err(self.forbidden(command)) }
    }

    fn forbidden(&self, command: &Command) -> Refusal {
        let case = self.case.reference.clone();
        let platform = rights::side_of(command) == Some(Side::Platform);
        if let Some(answer) = self.case.answer.as_ref().filter(|_| platform) {
            return Refusal::AlreadyAnswered { case, by: answer.by.clone(), at: answer.at };
        }
        match (&self.case.acknowledged, command) {
            (Some((by, at)), Command::Acknowledge { .. }) if self.case.state.is_open() => {
                Refusal::AlreadyAcknowledged { case, by: by.clone(), at: *at }
            }
            _ => Refusal::WrongState { case, state: self.case.state, command: command.name(), side: self.person.side },
        }
    }

    fn consequence(&self, command: &Command) -> Result<(EventBody, Vec<ClockChange>), Refusal> {
        let confirmed = self.device == Device::Confirmed;
        Ok(match command.clone() {
            Command::Acknowledge { file } => (EventBody::Acknowledged { file, confirmed }, self.acknowledged()),
            Command::Ask { text } => (EventBody::Asked { text, confirmed }, self.asked()),
            Command::Inform { text } => (EventBody::Informed { text }, self.informed()),
            Command::Resolve { action, ground, at, partly, file, text } => {
                let effective_at = self.effective_at(at)?;
                (EventBody::Resolved { action, ground, effective_at, partly, file, text }, self.answered())
            }
            Command::Refuse { ground: RefusalGround::Unable, until: Some(until), text } => {
                let case = || self.case.reference.clone();
                if until <= self.now {
                    return Err(Refusal::UntilInPast { case: case(), until });
                }
                if until > self.now + UNABLE_FOR {
                    return Err(Refusal::UntilTooFar { case: case(), until, days: UNABLE_FOR.num_days() });
                }
                (EventBody::Suspended { until, text }, self.suspended())
            }
            Command::Refuse { ground, text, .. } => (EventBody::Refused { ground, text }, self.all_met()),
            Command::ConfirmGone { text } => (EventBody::ConfirmedGone { text }, Vec::new()),
            Command::StillUp { text } => (EventBody::Reopened { text }, self.reopened()?),
            Command::Withdraw { reason, text } => (EventBody::Withdrawn { reason, text }, self.all_met()),
            Command::Undo => (self.undone()?, Vec::new()),
            Command::ShowAddress => (EventBody::Consulted { what: "address".to_owned() }, Vec::new()),
            Command::Confirm { callback } => {
                (emergency::confirmed(self.case, callback, self.person, self.setting)?, Vec::new())
            }
            Command::Extend { until, text } => {
                kind::extended(self.case, until, text, (self.at, self.now), self.desk, self.setting)?
            }
        })
    }

    fn ruling(&self, body: EventBody, clocks: Vec<ClockChange>) -> Ruling {
        let mut ruling = Ruling::default();
        let wrong_desk = matches!(body, EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, .. });
        let consulted = matches!(body, EventBody::Consulted { .. });
        let event = Event {
            case: Some(self.case.reference.clone()),
            at: self.at,
            recorded_at: self.now,
            by: By::Member(self.person.member.clone()),
            body,
            clocks,
        };
        if consulted {
            ruling.events.push(event);
            ruling.tell(Audience::AuthorAlone, Tell::Address);
        } else if wrong_desk {
            ruling.tell(Audience::Desk, Tell::Redact);
            ruling.told(event);
            ruling.tell(Audience::Author, Tell::Remark(self.who_had_opened()));
        } else {
            ruling.told(event);
            ruling.tell(Audience::Desk, Tell::Card);
        }
        ruling
    }

    /// A report at the wrong desk is a leak: the one who takes it back learns who had opened the address.
    fn who_had_opened(&self) -> Remark {
        let case = Fact::Case(self.case.reference.clone());
        let opened = &self.case.consulted_by;
        let Some(first) = opened.first() else { return Remark::new("withdrawn-unopened").with("case", case) };
        let count = i64::try_from(opened.len()).unwrap_or(i64::MAX);
        Remark::new("withdrawn-opened")
            .with("case", case)
            .with("by", Fact::Member(first.clone()))
            .with("count", Fact::Count(count))
    }

    fn effective_at(&self, at: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, Refusal> {
        match at {
            Some(at) if at > self.now => Err(Refusal::EffectInFuture { case: self.case.reference.clone(), at }),
            Some(at) => Ok(at),
            None => Ok(self.at),
        }
    }

    fn undone(&self) -> Result<EventBody, Refusal> {
        let case = || self.case.reference.clone();
        let before = self.case.before.as_ref().filter(|before| before.by == self.person.member);
        let before = before.ok_or_else(|| Refusal::NothingToUndo { case: case() })?;
        if self.at > before.recorded_at + UNDO_WITHIN {
            return Err(Refusal::TooLateToUndo { case: case() });
        }
        Ok(EventBody::Undone { what: before.what.clone() })
    }

    fn reopened(&self) -> Result<Vec<ClockChange>, Refusal> {
        let answered = self.case.answer.as_ref().map_or(self.case.last_at, |answer| answer.at);
        if answered.checked_add_months(REOPENS_WITHIN).is_some_and(|last| self.at > last) {
            return Err(Refusal::TooLateToReopen { case: self.case.reference.clone(), at: answered });
        }
        Ok(platform_clocks(self.case.kind, self.case.urgency, self.at, self.desk, self.setting))
    }

    fn acknowledged(&self) -> Vec<ClockChange> {
        self.met(ClockName::Acknowledge).into_iter().chain(self.resumed(ClockName::Effect)).collect()
    }

    fn asked(&self) -> Vec<ClockChange> {
        let mut changes: Vec<_> =
            self.met(ClockName::Acknowledge).into_iter().chain(self.paused(ClockName::Effect)).collect();
        if let Some(agency) = self.setting.organisation(&self.case.agency) {
            let length = self.setting.targets.length(ClockName::Information, self.case.kind, self.case.urgency);
            let clock = Clock::started(ClockName::Information, Side::Agency, length, self.at, &agency.calendar());
            changes.push(ClockChange::Started(clock));
        }
        changes
    }

    fn informed(&self) -> Vec<ClockChange> {
        if self.case.state != CaseState::Waiting {
            return Vec::new();
        }
        self.met(ClockName::Information).into_iter().chain(self.resumed(ClockName::Effect)).collect()
    }

    fn suspended(&self) -> Vec<ClockChange> {
        let met = [ClockName::Acknowledge, ClockName::Information].into_iter().filter_map(|name| self.met(name));
        met.chain(self.paused(ClockName::Effect)).collect()
    }

    /// Everything that an answer stops: what is kept is kept on.
    fn answered(&self) -> Vec<ClockChange> {
        self.all_met().into_iter().filter(|change| *change != ClockChange::Met(ClockName::Expiry)).collect()
    }

    fn all_met(&self) -> Vec<ClockChange> {
        self.case.clocks.iter().filter_map(|clock| self.met(clock.name)).collect()
    }

    fn met(&self, name: ClockName) -> Option<ClockChange> {
        let clock = self.case.clock(name)?;
        (!matches!(clock.status, ClockStatus::Met { .. })).then_some(ClockChange::Met(name))
    }

    fn paused(&self, name: ClockName) -> Option<ClockChange> {
        let clock = self.case.clock(name)?;
        let owner = self.setting.owner(self.desk, &self.case.agency, clock.owner)?;
        clock.pause(self.at, &owner.calendar())
    }

    fn resumed(&self, name: ClockName) -> Option<ClockChange> {
        let clock = self.case.clock(name)?;
        let owner = self.setting.owner(self.desk, &self.case.agency, clock.owner)?;
        clock.resume(self.at, &owner.calendar())
    }
}
