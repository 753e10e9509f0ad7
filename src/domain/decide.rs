//! What a command does to a case: the events that are recorded and what is told of them, or the rule that forbids it.

use chrono::{DateTime, Months, TimeDelta, Utc};

use crate::answer::{Answer, Reply};
use crate::case::{Case, CaseKind, CaseRef, CaseState};
use crate::clock::{Clock, ClockChange, ClockName, ClockStatus};
use crate::command::{Command, Device, Hearing, RefusalGround, WithdrawalReason};
use crate::desk::{Desk, RoomKind, Setting};
use crate::emergency;
use crate::event::{By, Event, EventBody, Outcome, Urgency};
use crate::holidays::foreseen;
use crate::kind::{self, expiry_clock};
use crate::lapse::called_at_once;
use crate::notice::{Audience, Ruling, Tell};
use crate::open::platform_clocks;
use crate::people::{Person, Side};
use crate::refusal::{Fact, Refusal, Remark};
use crate::rights;

/// A case can be reopened for so long after its answer (product description, table of states).
const REOPENS_WITHIN: Months = Months::new(6);
/// One's own last act can be taken back for so long (product description, table of states).
const UNDO_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// The kind of event that opens a case.
const REPORTED: &str = "reported";
/// Alerts are put off for so long at most: whoever needs longer answers, or is unable.
const SNOOZE_FOR: TimeDelta = TimeDelta::days(7);
/// In an emergency, no longer than the ladder's own pace (product description, "Clocks": then every half hour).
const SNOOZE_IN_AN_EMERGENCY: TimeDelta = TimeDelta::minutes(30);
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
    let shared = hearing.room == RoomKind::Shared;
    let sitting = Sitting { case, desk, setting, at, now, person, device: hearing.device, shared };
    kind::fits(case, command)?;
    sitting.permit(command)?;
    let (body, clocks) = sitting.consequence(command)?;
    foreseen(&clocks, &case.clocks, |side| setting.owner(desk, &case.agency, side))?;
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
    /// Whether it was said where both sides read.
    shared: bool,
}

impl Sitting<'_> {
    /// Whether the state allows the command.
    fn permit(&self, command: &Command) -> Result<(), Refusal> {
        use CaseState::{Acknowledged, Answered, Closed, Sent, Suspended, Waiting};
        let state = self.case.state;
        let of_the_rooms = matches!(command, Command::ShowAddress | Command::Undo | Command::Withdraw { .. });
        if self.case.redacted && of_the_rooms {
            return Err(Refusal::TakenBack { case: self.case.reference.clone() });
        }
        if let Some(refusal) = self.device.refusal(command.name())
            && *command == Command::Undo
            && !self.was_marked()
        {
            return Err(refusal);
        }
        let allowed = match command {
            Command::Acknowledge { .. } => matches!(state, Sent | Suspended),
            Command::Ask { .. } => matches!(state, Sent | Acknowledged),
            Command::Refuse { ground: RefusalGround::Unable, .. } => matches!(state, Sent | Acknowledged | Waiting),
            // What was taken back for another reason stands in the rooms still: a leak can be mended later too.
            Command::Withdraw { reason: WithdrawalReason::WrongDesk, .. } => {
                state.is_open() || (state == CaseState::Withdrawn && !self.case.redacted)
            }
            Command::Resolve { .. } | Command::Refuse { .. } | Command::Inform { .. } | Command::Withdraw { .. } => {
                state.is_open()
            }
            Command::ConfirmGone { .. } => state == Answered,
            Command::StillUp { .. } => matches!(state, Answered | Closed),
            Command::Note { .. } if self.shared => {
                let own_room = self.desk.has_room_of(&self.person.organisation);
                return Err(Refusal::NoteAmongBoth { case: self.case.reference.clone(), own_room });
            }
            Command::Undo
            | Command::ShowAddress
            | Command::Note { .. }
            | Command::Assign { .. }
            | Command::Snooze { .. }
            | Command::Link { .. } => true,
            Command::Confirm { .. } | Command::Extend { .. } => state != CaseState::Withdrawn,
        };
        if allowed { Ok(()) } else { Err(self.forbidden(command)) }
    }

    fn forbidden(&self, command: &Command) -> Refusal {
        let case = self.case.reference.clone();
        let platform = rights::side_of(command) == Some(Side::Platform);
        let answers = matches!(command, Command::Resolve { .. } | Command::Refuse { .. });
        let undone = || matches!(self.undone(), Ok((EventBody::Undone { what, .. }, _)) if what == "resolved" || what == "refused");
        if let Some(answer) = self.case.answer.as_ref().filter(|_| answers && undone()) {
            return Refusal::AnsweredOneself { case, at: answer.at };
        }
        if let (Some(until), Command::Refuse { ground: RefusalGround::Unable, .. }) = (self.case.resumes_at(), command)
        {
            return Refusal::UnableAlready { case, until };
        }
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
            Command::Resolve { action, ground, at, partly, targets, file, text } => {
                let effective_at = self.effective_at(at)?;
                let reply = Reply::Measure { action, ground, effective_at, partly };
                match self.left_by(&targets)? {
                    Some(left) => self.answered_in_part(targets, left, reply, file, text),
                    None => {
                        let altogether = self.altogether(&reply);
                        let body = EventBody::Resolved { action, ground, effective_at, partly, file, text, altogether };
                        (body, self.answered())
                    }
                }
            }
            Command::Refuse { ground: RefusalGround::Unable, targets, .. } if !targets.is_empty() => {
                return Err(Refusal::UnableForSome { case: self.case.reference.clone() });
            }
            Command::Refuse { ground: RefusalGround::Unable, until: Some(until), text, .. } => {
                let case = || self.case.reference.clone();
                if until <= self.now {
                    return Err(Refusal::UntilInPast { case: case(), until });
                }
                if until > self.now + UNABLE_FOR {
                    return Err(Refusal::UntilTooFar { case: case(), until, days: UNABLE_FOR.num_days() });
                }
                (EventBody::Suspended { until, text }, self.suspended())
            }
            Command::Refuse { ground, targets, text, .. } => {
                let reply = Reply::Refusal { ground };
                match self.left_by(&targets)? {
                    Some(left) => self.answered_in_part(targets, left, reply, None, text),
                    None => {
                        let altogether = self.altogether(&reply);
                        // What is kept for another target is kept on.
                        let kept = self.case.parts.iter().any(|part| part.answer.refusal.is_none());
                        let clocks = if kept { self.answered() } else { self.all_met() };
                        (EventBody::Refused { ground, text, altogether }, clocks)
                    }
                }
            }
            Command::ConfirmGone { text } => (EventBody::ConfirmedGone { text }, Vec::new()),
            Command::StillUp { text } => {
                let after = self.case.answer.as_ref().map(|answer| answer.outcome);
                (EventBody::Reopened { text, after }, self.reopened()?)
            }
            Command::Withdraw { reason, text } => (EventBody::Withdrawn { reason, text }, self.all_met()),
            Command::Undo => self.undone()?,
            Command::ShowAddress => (EventBody::Consulted { what: "address".to_owned() }, Vec::new()),
            Command::Note { text } => {
                (EventBody::Noted { organisation: self.person.organisation.clone(), text }, Vec::new())
            }
            Command::Assign { to } => (self.assigned(&to)?, Vec::new()),
            Command::Snooze { until, text } => self.snoozed(until, text)?,
            Command::Link { to } => (self.linked(to)?, Vec::new()),
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
        let taken_back = self.takes_back(&body);
        let consulted = matches!(body, EventBody::Consulted { .. });
        let among_themselves = self.is_among_themselves(&body);
        let changes_the_card = self.changes_the_card(&body);
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
        } else if among_themselves {
            ruling.told_to(Audience::Own(self.person.organisation.clone()), event);
        } else if taken_back {
            ruling.tell(Audience::Desk, Tell::Redact);
            ruling.told(event);
            ruling.tell(Audience::Author, Tell::Remark(self.who_had_opened()));
        } else {
            let waits = match event.body {
                EventBody::Asked { .. } => Some(ClockName::Information),
                EventBody::Reopened { .. } => Some(ClockName::Acknowledge),
                _ => None,
            };
            let waits = waits.filter(|_| self.case.urgency == Urgency::Emergency);
            let after = waits.map(|clock| (self.case.clone().apply(&event), clock));
            ruling.told(event);
            if changes_the_card {
                ruling.tell(Audience::Desk, Tell::Card);
            }
            // While life is in danger, whoever is asked is called, as whoever is to take it up was.
            let call = |(case, clock)| called_at_once(case, clock, self.desk, self.setting, self.now);
            if let Some(alert) = after.and_then(call) {
                ruling.tell(Audience::Desk, Tell::Alert(alert));
            }
        }
        ruling
    }

    /// What takes away everything that was posted: a report at the wrong desk, and a report that is undone.
    fn takes_back(&self, body: &EventBody) -> bool {
        match body {
            EventBody::Withdrawn { reason, .. } => *reason == WithdrawalReason::WrongDesk,
            EventBody::Undone { what, .. } => what == REPORTED,
            _ => false,
        }
    }

    /// What one side arranged for itself is told to it alone, and so is its taking back.
    fn is_among_themselves(&self, body: &EventBody) -> bool {
        match body {
            EventBody::Undone { .. } if body.takes_arrangement_back() => {
                self.case.arranged_by(&self.person.member).is_some_and(|one| one.among_themselves)
            }
            EventBody::Undone { .. } => false,
            body => body.is_among_themselves(),
        }
    }

    /// Whether the card shows something of it.
    fn changes_the_card(&self, body: &EventBody) -> bool {
        let what = match body {
            EventBody::Undone { what, .. } => what.as_str(),
            body => body.kind(),
        };
        !matches!(what, "assigned" | "snoozed")
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

    fn assigned(&self, word: &str) -> Result<EventBody, Refusal> {
        let (side, shared) = (self.person.side, self.shared);
        match self.setting.member_called(self.desk, &self.person.organisation, word) {
            Some(to) => Ok(EventBody::Assigned { side, to, shared }),
            None => Err(Refusal::NoSuchMember { word: word.to_owned() }),
        }
    }

    fn snoozed(&self, until: DateTime<Utc>, text: String) -> Result<(EventBody, Vec<ClockChange>), Refusal> {
        let case = || self.case.reference.clone();
        let longest = if self.case.urgency == Urgency::Emergency { SNOOZE_IN_AN_EMERGENCY } else { SNOOZE_FOR };
        if until <= self.now {
            return Err(Refusal::SnoozeInPast { case: case(), until });
        }
        if until > self.now + longest {
            return Err(Refusal::SnoozeTooLong { case: case(), longest });
        }
        let side = self.person.side;
        let owner = self.setting.owner(self.desk, &self.case.agency, side);
        let until = match owner {
            // Nobody is called at night when the quiet ends.
            Some(owner) if self.case.urgency == Urgency::Routine => owner.calendar().next_open(until),
            _ => until,
        };
        let own = self.case.clocks.iter().filter(|clock| clock.owner == side);
        let quiet: Vec<_> = own.filter_map(|clock| clock.snooze(until)).collect();
        if quiet.is_empty() {
            return Err(Refusal::NothingRings { case: case(), until });
        }
        Ok((EventBody::Snoozed { side, until, text, shared: self.shared }, quiet))
    }

    fn linked(&self, to: CaseRef) -> Result<EventBody, Refusal> {
        if to == self.case.reference || self.case.links.contains(&to) {
            return Err(Refusal::LinkedAlready { case: self.case.reference.clone(), to });
        }
        Ok(EventBody::Linked { to })
    }

    /// Nothing has been done on the case since this person reported it, within the time in which one can take back.
    fn takes_the_report_back(&self) -> bool {
        let reported_by = self.case.owner_agency.as_ref() == Some(&self.person.member);
        reported_by
            && self.case.acts == 0
            && self.at <= self.case.heard_at + UNDO_WITHIN
            && self.case.state == CaseState::Sent
    }

    /// Whether the last act is one that an unconfirmed device may do: that alone it takes back.
    fn was_marked(&self) -> bool {
        match &self.case.before {
            Some(before) => matches!(before.what.as_str(), "acknowledged" | "asked"),
            None => self.case.kind == CaseKind::Emergency,
        }
    }

    fn effective_at(&self, at: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, Refusal> {
        match at {
            Some(at) if at > self.now => Err(Refusal::EffectInFuture { case: self.case.reference.clone(), at }),
            Some(at) => Ok(at),
            None => Ok(self.at),
        }
    }

    /// One's own last act on the case: what one arranged beside it, what one did with it, or its report.
    fn undone(&self) -> Result<(EventBody, Vec<ClockChange>), Refusal> {
        let case = || self.case.reference.clone();
        let own = &self.person.member;
        let arranged = self.case.arranged_by(own).map(|one| (one.recorded_at, one.arranged.what()));
        let before = self.case.before.as_ref().filter(|before| before.by == *own);
        let before = before.map(|before| (before.recorded_at, before.what.as_str()));
        let Some((recorded_at, what)) = arranged.into_iter().chain(before).max_by_key(|(at, _)| *at) else {
            return match self.takes_the_report_back() {
                true => {
                    let state = Some(CaseState::Withdrawn);
                    Ok((EventBody::Undone { what: REPORTED.to_owned(), state }, self.all_met()))
                }
                false => Err(Refusal::NothingToUndo { case: case() }),
            };
        };
        if self.at > recorded_at + UNDO_WITHIN {
            return Err(Refusal::TooLateToUndo { case: case() });
        }
        if arranged.is_some_and(|arranged| arranged == (recorded_at, what)) && self.case.is_replaced(own) {
            return Err(Refusal::NothingToUndo { case: case() });
        }
        let mut body = EventBody::Undone { what: what.to_owned(), state: None };
        let is_arranged = body.takes_arrangement_back();
        if let EventBody::Undone { state, .. } = &mut body {
            let before = self.case.before.as_ref().filter(|_| !is_arranged);
            *state = Some(before.map_or(self.case.state, |before| before.case.state));
        }
        Ok((body, Vec::new()))
    }

    fn reopened(&self) -> Result<Vec<ClockChange>, Refusal> {
        let answered = self.case.answer.as_ref().map_or(self.case.last_at, |answer| answer.at);
        if answered.checked_add_months(REOPENS_WITHIN).is_some_and(|last| self.at > last) {
            return Err(Refusal::TooLateToReopen { case: self.case.reference.clone(), at: answered });
        }
        let mut clocks = platform_clocks(self.case.kind, self.case.urgency, self.at, self.desk, self.setting);
        if self.case.kept_until().is_none() {
            let agency = self.setting.organisation(&self.case.agency);
            clocks.extend(agency.and_then(|agency| expiry_clock(self.case.kind, agency, self.setting, self.at)));
        }
        Ok(clocks)
    }

    fn acknowledged(&self) -> Vec<ClockChange> {
        self.met(ClockName::Acknowledge).into_iter().chain(self.resumed(ClockName::Effect)).collect()
    }

    /// The targets that an answer for these would leave without one; none where it is for all that are left.
    fn left_by(&self, targets: &[u32]) -> Result<Option<Vec<u32>>, Refusal> {
        self.case.can_answer(targets)?;
        let left: Vec<u32> = self.case.without_answer().filter(|target| !targets.contains(target)).collect();
        Ok(Some(left).filter(|left| !targets.is_empty() && !left.is_empty()))
    }

    /// An answer for some targets is a sign of life. The effect clock goes on, or stands, for the others, and an inability
    /// ends when it was said to.
    fn answered_in_part(
        &self,
        targets: Vec<u32>,
        left: Vec<u32>,
        reply: Reply,
        file: Option<String>,
        text: String,
    ) -> (EventBody, Vec<ClockChange>) {
        let clocks = self.met(ClockName::Acknowledge).into_iter().collect();
        (EventBody::PartlyAnswered { targets, left, reply, file, text }, clocks)
    }

    /// What the case comes to with that last answer, where single targets were answered before.
    fn altogether(&self, reply: &Reply) -> Option<Outcome> {
        let answer = Answer::new(self.case.kind, reply, "", self.person.member.clone(), self.at);
        let together = || self.case.with_rest(answer).0.outcome;
        (!self.case.parts.is_empty()).then(together)
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
