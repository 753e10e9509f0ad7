//! Requests for data, what is kept, and emergencies.

use chrono::TimeDelta;
use liaison_domain::{
    Action, Audience, Case, CaseKind, CaseRef, CaseState, ClockName, Command, Contact, DataType, Device, EventBody,
    Forgery, Hearing, KindRefusal, Notice, Outcome, Refusal, RefusalGround, Report, Ruling, Setting, Tell, Urgency,
    decide, lapse, open, turns_away,
};

use crate::support::{at, minutes, report, said_by, setting};

fn asks(kind: CaseKind) -> Report {
    let urgency = if kind == CaseKind::Emergency { Urgency::Emergency } else { Urgency::Routine };
    let data = (kind == CaseKind::DataRequest).then_some(DataType::Subscriber);
    Report { kind, data, ..report(urgency) }
}

fn opened(setting: &Setting, kind: CaseKind, hearing: &Hearing) -> Result<(Case, Ruling), Refusal> {
    let reference = CaseRef { prefix: "YT".to_owned(), number: 1 };
    let now = hearing.said_at;
    let ruling = open(&asks(kind), reference, &[], hearing, &setting.desks[0], setting, now)?;
    Ok((Case::folded(&ruling.events).unwrap(), ruling))
}

fn does(setting: &Setting, case: &Case, who: &str, command: &Command, after: i64) -> Result<Case, Refusal> {
    let now = case.opened_at + minutes(after);
    let ruling = decide(case, command, &said_by(setting, who, now), &setting.desks[0], setting, now)?;
    Ok(ruling.events.iter().fold(case.clone(), Case::apply))
}

fn resolve(action: Option<Action>, partly: bool, text: &str) -> Command {
    Command::Resolve { action, ground: None, at: None, partly, targets: Vec::new(), file: None, text: text.to_owned() }
}

fn with_numbers() -> Setting {
    let mut setting = setting();
    for organisation in &mut setting.organisations {
        let name = organisation.name.clone();
        organisation.contacts = vec![Contact { name, phone: "+33 1 99 00 00 00".to_owned() }];
    }
    setting
}

#[test]
fn data_is_acknowledged_in_a_working_day_and_answered_in_ten() {
    let setting = setting();
    let (case, _) =
        opened(&setting, CaseKind::DataRequest, &said_by(&setting, "amal", at("2026-01-09T15:00"))).unwrap();
    let due = |name| case.clock(name).and_then(liaison_domain::Clock::due).unwrap();
    assert_eq!(due(ClockName::Acknowledge), at("2026-01-12T15:00"), "Friday to Monday");
    assert_eq!(due(ClockName::Effect), at("2026-01-19T15:00"));
}

#[test]
fn data_is_produced_without_a_measure_and_never_stands_in_the_answer() {
    let setting = setting();
    let (case, _) =
        opened(&setting, CaseKind::DataRequest, &said_by(&setting, "amal", at("2026-01-09T15:00"))).unwrap();
    for (partly, outcome) in [(false, Outcome::Produced), (true, Outcome::PartlyProduced)] {
        let answered = does(&setting, &case, "chen", &resolve(None, partly, ""), 5).unwrap();
        assert_eq!(answered.answer.map(|answer| answer.outcome), Some(outcome));
    }
    let refused = |command: &Command| does(&setting, &case, "chen", command, 5).unwrap_err();
    let measure = refused(&resolve(Some(Action::Removed), false, ""));
    assert!(matches!(measure, Refusal::OfKind(KindRefusal::ActionNotAsked { .. })));
    let ground =
        Command::Refuse { ground: RefusalGround::NoViolation, until: None, targets: Vec::new(), text: String::new() };
    assert!(matches!(refused(&ground), Refusal::OfKind(KindRefusal::GroundDoesNotFit { .. })));
    let long = "so ".repeat(100);
    for data in
        ["jane@a.example", "is +33199001234", "is +33 1 99 00 12 34", "used 192.0.2.1 then", "2001:db8::1", &long]
    {
        let in_chat = refused(&resolve(None, false, data));
        assert!(matches!(in_chat, Refusal::OfKind(KindRefusal::DataInChat { .. })), "{data}");
    }
    for harmless in ["", "two of three accounts, since 2026-01-04", "see T-900123 at 14:22", "asked @legal"] {
        does(&setting, &case, "chen", &resolve(None, false, harmless), 5).unwrap();
    }
}

#[test]
fn a_removal_still_needs_its_measure() {
    let setting = setting();
    let hearing = said_by(&setting, "amal", at("2026-01-09T15:00"));
    let (case, _) = opened(&setting, CaseKind::RemovalReferral, &hearing).unwrap();
    let refused = does(&setting, &case, "chen", &resolve(None, false, ""), 5).unwrap_err();
    assert!(matches!(refused, Refusal::OfKind(KindRefusal::ActionMissing { .. })));
}

#[test]
fn what_is_kept_is_warned_of_extended_and_let_go_once() {
    let setting = setting();
    let (case, _) =
        opened(&setting, CaseKind::Preservation, &said_by(&setting, "amal", at("2026-01-05T09:00"))).unwrap();
    let day = |days: i64| case.opened_at + TimeDelta::days(days);
    let case = does(&setting, &case, "chen", &resolve(None, false, ""), 60).unwrap();
    assert_eq!((case.state, case.kept_until()), (CaseState::Answered, Some(day(90))));
    let quiet = lapse(&case, &setting.desks[0], &setting, day(60));
    assert!(quiet.events.is_empty(), "no week's silence closes what is kept: {quiet:?}");
    let weekend = lapse(&case, &setting.desks[0], &setting, day(68));
    assert!(weekend.events.is_empty(), "nobody is called on a Saturday: {weekend:?}");
    let warned = lapse(&case, &setting.desks[0], &setting, day(70));
    assert!(matches!(warned.events.as_slice(), [event] if event.body == EventBody::Warned));
    let calls = |notice: &Notice| matches!(&notice.tell, Tell::Alert(alert) if !alert.call.is_empty());
    assert!(warned.notices.iter().any(calls), "whoever can extend it is called before it is let go");
    let case = warned.events.iter().fold(case, Case::apply);
    let case =
        does(&setting, &case, "amal", &Command::Extend { until: None, text: String::new() }, 71 * 24 * 60).unwrap();
    assert_eq!(case.kept_until(), Some(day(180)));
    let expired = lapse(&case, &setting.desks[0], &setting, day(200));
    let last = expired.events.last().unwrap();
    assert_eq!((&last.body, last.at), (&EventBody::Expired, day(180)));
    let case = expired.events.iter().fold(case, Case::apply);
    assert_eq!((case.state, case.closed_at), (CaseState::Closed, Some(day(180))));
    assert!(lapse(&case, &setting.desks[0], &setting, day(400)).events.is_empty());
    let late = does(&setting, &case, "amal", &Command::Extend { until: None, text: String::new() }, 201 * 24 * 60);
    assert!(matches!(late, Err(Refusal::OfKind(KindRefusal::NothingKept { .. }))));
}

#[test]
fn what_was_never_answered_expires_and_stays_open() {
    let setting = setting();
    let (case, _) =
        opened(&setting, CaseKind::Preservation, &said_by(&setting, "amal", at("2026-01-05T09:00"))).unwrap();
    let ruling = lapse(&case, &setting.desks[0], &setting, case.opened_at + TimeDelta::days(91));
    let case = ruling.events.iter().fold(case, Case::apply);
    assert!(ruling.events.iter().any(|event| event.body == EventBody::Expired));
    assert!(case.state.is_open() && case.kept_until().is_none());
}

#[test]
fn an_emergency_goes_out_from_any_device_and_calls_at_once() {
    let setting = with_numbers();
    let mut hearing = said_by(&setting, "binta", at("2026-01-06T03:00"));
    hearing.device = Device::NotConfirmed;
    let (case, ruling) = opened(&setting, CaseKind::Emergency, &hearing).unwrap();
    assert!(case.is_unconfirmed() && !case.device_confirmed);
    let calls =
        ruling.notices.iter().any(|notice| matches!(&notice.tell, Tell::Alert(alert) if !alert.call.is_empty()));
    assert!(calls, "somebody is called: {ruling:?}");
    let mut request = said_by(&setting, "binta", at("2026-01-06T03:00"));
    request.device = Device::NotConfirmed;
    let refused = opened(&setting, CaseKind::DataRequest, &request).unwrap_err();
    assert!(matches!(refused, Refusal::DeviceNotConfirmed { .. }), "a request does not");
}

#[test]
fn a_second_officer_or_a_call_back_confirms_and_its_author_never() {
    let setting = with_numbers();
    let (case, _) = opened(&setting, CaseKind::Emergency, &said_by(&setting, "binta", at("2026-01-06T03:00"))).unwrap();
    let confirm = |who, callback| does(&setting, &case, who, &Command::Confirm { callback }, 5);
    for (who, callback) in [("amal", false), ("chen", true)] {
        let confirmed = confirm(who, callback).unwrap();
        assert!(!confirmed.is_unconfirmed() && confirmed.state == case.state);
        let again = does(&setting, &confirmed, "dana", &Command::Confirm { callback: true }, 9).unwrap_err();
        assert!(matches!(again, Refusal::OfKind(KindRefusal::AlreadyConfirmed { .. })));
    }
    let own = confirm("binta", false).unwrap_err();
    assert_eq!(turns_away("confirm", &own), Some(Forgery::OwnConfirmation));
    assert!(matches!(confirm("amal", true), Err(Refusal::OfKind(KindRefusal::CallbackOfAgency { .. }))));
    assert!(matches!(confirm("chen", false), Err(Refusal::OfKind(KindRefusal::CallbackMissing { .. }))));
    assert!(matches!(confirm("gil", false), Err(Refusal::OtherAgency { .. })));
    let mut without = setting.clone();
    without.organisations.iter_mut().for_each(|organisation| organisation.contacts.clear());
    let nobody_called = does(&without, &case, "chen", &Command::Confirm { callback: true }, 5).unwrap_err();
    assert!(matches!(nobody_called, Refusal::OfKind(KindRefusal::NoNumberOnFile { .. })));
}

#[test]
fn ten_minutes_later_its_author_is_shown_the_number_once() {
    let setting = with_numbers();
    let (case, _) = opened(&setting, CaseKind::Emergency, &said_by(&setting, "binta", at("2026-01-06T03:00"))).unwrap();
    let told =
        |ruling: &Ruling| ruling.notices.iter().filter(|notice| notice.audience == Audience::OpenerAlone).count();
    let after = |case: &Case, count| lapse(case, &setting.desks[0], &setting, case.opened_at + minutes(count));
    assert_eq!((told(&after(&case, 9)), told(&after(&case, 10))), (0, 1));
    let case_told = after(&case, 10).events.iter().fold(case.clone(), Case::apply);
    assert_eq!(told(&after(&case_told, 30)), 0);
    let taken_up = does(&setting, &case, "chen", &Command::Acknowledge { file: None }, 5).unwrap();
    assert_eq!(told(&after(&taken_up, 30)), 0, "somebody has it");
}

#[test]
fn whoever_may_not_open_an_emergency_is_turned_away() {
    let setting = setting();
    for (who, what) in [("eve", Forgery::Stranger), ("chen", Forgery::Platform)] {
        let refusal =
            opened(&setting, CaseKind::Emergency, &said_by(&setting, who, at("2026-01-06T03:00"))).unwrap_err();
        assert_eq!(turns_away("emergency", &refusal), Some(what));
        let refusal =
            opened(&setting, CaseKind::DataRequest, &said_by(&setting, who, at("2026-01-06T03:00"))).unwrap_err();
        assert_eq!(turns_away("request", &refusal), None);
    }
}
