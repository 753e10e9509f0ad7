//! Emergencies: they go out at once under a mark, which a second officer or a call to a number on file lifts; and whoever
//! tries one who may not is turned away in front of all.

use chrono::{DateTime, TimeDelta, Utc};

use crate::case::{Case, CaseKind, CaseState};
use crate::command::{Command, Hearing};
use crate::desk::{Desk, Setting};
use crate::event::{By, Event, EventBody, Forgery};
use crate::kind_refusal::KindRefusal;
use crate::notice::{Audience, Ruling, Tell};
use crate::people::{Actor, MemberId, Organisation, Person, Side};
use crate::refusal::{Fact, Refusal, Remark};

/// An emergency that nobody at the platform has taken up for so long shows its author the number to call (issue of the
/// desk's whole day, "Emergencies").
const CALLER_AFTER: TimeDelta = TimeDelta::minutes(10);
/// More emergencies than this of one organisation within an hour are told in the coordination. Platforms count a few such
/// requests a day of a whole country: more in an hour is a catastrophe, which the coordination knows of, or a stolen
/// account, which it must learn of.
pub const EMERGENCIES_AN_HOUR: u32 = 5;
/// So many within an hour are turned away in front of all at one desk, exercises apart from what is real; what comes
/// after them is answered to whoever tried and counted, so that a room is not filled by it.
pub const TURNED_AWAY_IN_FRONT_OF_ALL: u32 = 5;

impl Case {
    /// Whether it is an emergency that nobody has confirmed yet.
    #[must_use]
    pub const fn is_unconfirmed(&self) -> bool {
        matches!(self.kind, CaseKind::Emergency) && self.confirmation.is_none()
    }

    /// When whoever opened it is shown the number to call, if nobody takes it up before.
    #[must_use]
    pub fn caller_told_at(&self) -> Option<DateTime<Utc>> {
        let waits = self.kind == CaseKind::Emergency && self.state == CaseState::Sent && !self.caller_told;
        waits.then(|| self.opened_at + CALLER_AFTER)
    }
}

/// Whether that person lifts the mark of the emergency.
///
/// # Errors
/// It is lifted already, its author confirms it, or the platform has called nobody.
pub(crate) fn confirmed(
    case: &Case,
    callback: bool,
    person: &Person,
    setting: &Setting,
) -> Result<EventBody, KindRefusal> {
    let own = || case.reference.clone();
    if let Some(before) = &case.confirmation {
        return Err(KindRefusal::AlreadyConfirmed { case: own(), by: before.by.clone(), at: before.at });
    }
    if case.opened_by.as_ref().or(case.owner_agency.as_ref()) == Some(&person.member) {
        return Err(KindRefusal::OwnEmergency { case: own() });
    }
    match (person.side, callback) {
        (Side::Agency, true) => return Err(KindRefusal::CallbackOfAgency { case: own() }),
        (Side::Platform, false) => return Err(KindRefusal::CallbackMissing { case: own() }),
        (Side::Platform, true) if on_file(setting.organisation(&case.agency)).is_none() => {
            return Err(KindRefusal::NoNumberOnFile { case: own() });
        }
        (Side::Agency, false) | (Side::Platform, true) => {}
    }
    Ok(EventBody::Confirmed { callback })
}

/// The numbers on file of the organisation that stands across the table from `side`; nothing where there is none.
#[must_use]
pub fn numbers_on_file(case: &Case, side: Side, desk: &Desk, setting: &Setting) -> Option<String> {
    on_file(setting.owner(desk, &case.agency, side.other()))
}

fn on_file(organisation: Option<&Organisation>) -> Option<String> {
    let numbers = organisation?.contacts.iter().map(|contact| format!("{} {}", contact.name, contact.phone));
    let numbers = numbers.collect::<Vec<_>>().join("; ");
    (!numbers.is_empty()).then_some(numbers)
}

/// What whoever opened an emergency is told when nobody has taken it up.
pub(crate) fn number_to_call(case: &Case, desk: &Desk, setting: &Setting) -> Remark {
    let own = Fact::Case(case.reference.clone());
    let told = |name| Remark::new(name).with("case", own).with("after", Fact::Span(CALLER_AFTER));
    match numbers_on_file(case, Side::Agency, desk, setting) {
        Some(numbers) => told("emergency-call").with("numbers", Fact::Code(numbers)),
        None => told("emergency-no-number"),
    }
}

/// What was tried, where a refusal is one that everybody must see.
#[must_use]
pub fn turns_away(command: &str, refusal: &Refusal) -> Option<Forgery> {
    match refusal {
        Refusal::Stranger { .. } if command == "emergency" => Some(Forgery::Stranger),
        Refusal::WrongSide { .. } if command == "emergency" => Some(Forgery::Platform),
        Refusal::OfKind(KindRefusal::OwnEmergency { .. }) => Some(Forgery::OwnConfirmation),
        _ => None,
    }
}

/// The record of an emergency that was never opened, and what everybody is told. `identity` names a stranger, whom no
/// configuration names.
#[must_use]
pub fn turned_away(
    what: Forgery,
    desk: &Desk,
    hearing: &Hearing,
    identity: &str,
    now: DateTime<Utc>,
) -> (Event, Remark) {
    let by = match &hearing.actor {
        Actor::Member(person) => person.member.clone(),
        Actor::Stranger => MemberId(identity.to_owned()),
    };
    let event = Event {
        case: None,
        at: hearing.said_at.min(now),
        recorded_at: now,
        by: By::Member(by),
        body: EventBody::TurnedAway { what, desk: desk.id.clone(), practice: desk.practice },
        clocks: Vec::new(),
    };
    (event, Remark::new(&format!("turned-away-{}", what.name())))
}

/// The record of a try on a case that exists; told in front of all where `aloud`.
#[must_use]
pub fn turned_away_on(
    case: &Case,
    refusal: &Refusal,
    hearing: &Hearing,
    aloud: bool,
    now: DateTime<Utc>,
) -> Option<Ruling> {
    let (what, Actor::Member(person)) =
        (turns_away(Command::Confirm { callback: false }.name(), refusal)?, &hearing.actor)
    else {
        return None;
    };
    let mut ruling = Ruling::default();
    ruling.events.push(Event {
        case: Some(case.reference.clone()),
        at: hearing.said_at.min(now).max(case.last_at),
        recorded_at: now,
        by: By::Member(person.member.clone()),
        body: EventBody::TurnedAway { what, desk: case.desk.clone(), practice: case.practice },
        clocks: Vec::new(),
    });
    if aloud {
        ruling.tell(Audience::Desk, Tell::Remark(refusal.remark()));
    }
    Some(ruling)
}
