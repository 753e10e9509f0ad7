//! The rules of a case: the table of states against one written down here independently, and properties over any
//! commands by anyone in any order, with time passing between them.

use std::collections::BTreeMap;

use crate::support::{at, minutes, opened, said_by, setting};
use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, Audience, Call, Case, CaseRef, CaseState, ClockChange, ClockName, Command, Duty, Event, EventBody, Fact,
    MemberId, OrganisationId, Refusal, RefusalGround, RoomKind, Ruling, Rung, Setting, Side, Tell, Urgency,
    WithdrawalReason, decide, lapse,
};
use proptest::prelude::*;

/// The table of the product's description, row by row: what is typed, by which side, from which states, to which state.
const TABLE: &[(&str, Side, &[CaseState], Option<CaseState>)] = {
    use CaseState::{Acknowledged, Answered, Closed, Sent, Suspended, Waiting, Withdrawn};
    &[
        ("ack", Side::Platform, &[Sent, Suspended], Some(Acknowledged)),
        ("ask", Side::Platform, &[Sent, Acknowledged], Some(Waiting)),
        ("info", Side::Agency, &[Waiting], Some(Acknowledged)),
        ("info", Side::Agency, &[Sent, Acknowledged, Suspended], None),
        ("resolved", Side::Platform, &[Sent, Acknowledged, Waiting, Suspended], Some(Answered)),
        ("refuse", Side::Platform, &[Sent, Acknowledged, Waiting, Suspended], Some(Answered)),
        ("unable", Side::Platform, &[Sent, Acknowledged, Waiting], Some(Suspended)),
        ("gone", Side::Agency, &[Answered], Some(Closed)),
        ("still-up", Side::Agency, &[Answered, Closed], Some(Sent)),
        ("withdraw", Side::Agency, &[Sent, Acknowledged, Waiting, Suspended], Some(Withdrawn)),
    ]
};

fn command(name: &str, now: DateTime<Utc>) -> Command {
    let text = "words".to_owned();
    match name {
        "ack" => Command::Acknowledge { file: None },
        "ask" => Command::Ask { text },
        "info" => Command::Inform { text },
        "resolved" => Command::Resolve {
            action: Some(Action::Removed),
            ground: None,
            at: None,
            partly: false,
            targets: Vec::new(),
            file: None,
            text,
        },
        "refuse" => Command::Refuse { ground: RefusalGround::NoViolation, until: None, targets: Vec::new(), text },
        "unable" => Command::Refuse {
            ground: RefusalGround::Unable,
            until: Some(now + TimeDelta::hours(5)),
            targets: Vec::new(),
            text,
        },
        "gone" => Command::ConfirmGone { text },
        "still-up" => Command::StillUp { text },
        "withdraw" => Command::Withdraw { reason: WithdrawalReason::Mistake, text },
        "undo" => Command::Undo,
        "assign" => Command::Assign { to: "@dana".to_owned() },
        "snooze" => Command::Snooze { until: now + minutes(30), text },
        "link" => Command::Link { to: CaseRef { prefix: "YT".to_owned(), number: 2 } },
        "note" => Command::Note { text },
        other => panic!("no command {other}"),
    }
}

const NAMES: &[&str] = &["ack", "ask", "info", "resolved", "refuse", "unable", "gone", "still-up", "withdraw", "undo"];
/// What people arrange beside the states.
const ARRANGING: &[&str] = &["assign", "snooze", "link", "note"];
const PEOPLE: &[&str] = &["amal", "binta", "gil", "chen", "dana", "eve"];

/// A case and everything that ever happened to it.
struct History {
    setting: Setting,
    now: DateTime<Utc>,
    case: Case,
    events: Vec<Event>,
}

impl History {
    fn begin(urgency: Urgency) -> Self {
        let setting = setting();
        let now = at("2026-01-05T09:00");
        let (case, ruling) = opened(&setting, urgency, now);
        Self { setting, now, case, events: ruling.events }
    }

    fn say(&mut self, who: &str, name: &str) -> Result<(), Refusal> {
        let hearing = said_by(&self.setting, who, self.now);
        let ruling =
            decide(&self.case, &command(name, self.now), &hearing, &self.setting.desks[0], &self.setting, self.now)?;
        self.record(ruling.events);
        Ok(())
    }

    fn tick(&mut self) {
        let ruling = lapse(&self.case, &self.setting.desks[0], &self.setting, self.now);
        self.record(ruling.events);
    }

    fn record(&mut self, events: Vec<Event>) {
        for event in events {
            self.case = self.case.clone().apply(&event);
            self.events.push(event);
        }
    }

    /// Steps from deadline to deadline, as the ticker does.
    fn pass(&mut self, span: TimeDelta) {
        let until = self.now + span;
        while let Some(next) = self.case.deadline().filter(|next| next.at <= until) {
            self.now = self.now.max(next.at);
            self.tick();
        }
        self.now = until;
    }
}

/// Brings a new case into a state by the shortest way.
fn in_state(state: CaseState) -> History {
    let mut history = History::begin(Urgency::Routine);
    let ways: &[(&str, &str)] = match state {
        CaseState::Sent => &[],
        CaseState::Acknowledged => &[("chen", "ack")],
        CaseState::Waiting => &[("chen", "ask")],
        CaseState::Suspended => &[("chen", "unable")],
        CaseState::Answered => &[("chen", "resolved")],
        CaseState::Closed => &[("chen", "resolved"), ("amal", "gone")],
        CaseState::Withdrawn => &[("amal", "withdraw")],
    };
    for (who, what) in ways {
        history.say(who, what).unwrap();
    }
    assert_eq!(history.case.state, state);
    history
}

#[test]
fn every_side_state_and_command_is_as_the_table_says() {
    for state in CaseState::ALL {
        for who in ["amal", "gil", "chen", "eve"] {
            for name in NAMES.iter().filter(|name| **name != "undo") {
                let mut history = in_state(*state);
                let row = TABLE.iter().find(|(command, _, from, _)| command == name && from.contains(state));
                let side = TABLE.iter().find(|(command, ..)| command == name).unwrap().1;
                let theirs = match who {
                    "amal" => side == Side::Agency,
                    "chen" => side == Side::Platform,
                    _ => false,
                };
                let said = history.say(who, name);
                match row.filter(|_| theirs) {
                    Some((.., to)) => {
                        assert_eq!(said, Ok(()), "{who} {name} from {state:?}");
                        assert_eq!(history.case.state, to.unwrap_or(*state), "{who} {name} from {state:?}");
                    }
                    None => assert!(said.is_err(), "{who} {name} from {state:?}"),
                }
            }
        }
    }
}

#[test]
fn time_resumes_a_suspended_case_and_closes_an_answered_one_after_a_quiet_week() {
    let mut suspended = in_state(CaseState::Suspended);
    suspended.pass(TimeDelta::hours(5) - minutes(1));
    assert_eq!(suspended.case.state, CaseState::Suspended);
    suspended.pass(minutes(1));
    assert_eq!(suspended.case.state, CaseState::Acknowledged);

    let mut answered = in_state(CaseState::Answered);
    answered.pass(TimeDelta::days(7) - minutes(1));
    assert_eq!(answered.case.state, CaseState::Answered);
    answered.pass(minutes(1));
    assert_eq!(answered.case.state, CaseState::Closed);
    answered.say("amal", "still-up").unwrap();
    assert_eq!((answered.case.state, answered.case.reopened), (CaseState::Sent, 1));
}

#[test]
fn six_months_after_the_answer_a_case_is_not_reopened() {
    let mut history = in_state(CaseState::Answered);
    history.pass(TimeDelta::days(180));
    assert_eq!(history.say("amal", "still-up"), Ok(()));
    let mut history = in_state(CaseState::Answered);
    history.pass(TimeDelta::days(183));
    assert!(matches!(history.say("amal", "still-up"), Err(Refusal::TooLateToReopen { .. })));
}

#[test]
fn the_effect_clock_stands_still_while_the_ball_is_with_the_agency() {
    let mut history = History::begin(Urgency::Urgent);
    let due = history.case.clock(ClockName::Effect).unwrap().due().unwrap();
    history.pass(minutes(60));
    history.say("chen", "ask").unwrap();
    assert_eq!(history.case.clock(ClockName::Effect).unwrap().due(), None);
    history.pass(minutes(90));
    history.say("amal", "info").unwrap();
    assert_eq!(history.case.clock(ClockName::Effect).unwrap().due(), Some(due + minutes(90)));
}

#[test]
fn an_undo_gives_the_state_before_back_for_ten_minutes_and_to_its_author_alone() {
    let mut history = in_state(CaseState::Acknowledged);
    assert!(matches!(history.say("dana", "undo"), Err(Refusal::NothingToUndo { .. })));
    history.pass(minutes(10));
    assert_eq!(history.say("chen", "undo"), Ok(()));
    assert_eq!(history.case.state, CaseState::Sent);
    assert!(history.case.clock(ClockName::Acknowledge).unwrap().due().is_some());

    let mut late = in_state(CaseState::Acknowledged);
    late.pass(minutes(11));
    assert!(matches!(late.say("chen", "undo"), Err(Refusal::TooLateToUndo { .. })));
}

/// What the rules say to a command by somebody in the shared room.
fn decided(history: &History, who: &str, command: &Command) -> Result<Ruling, Refusal> {
    let hearing = said_by(&history.setting, who, history.now);
    decide(&history.case, command, &hearing, &history.setting.desks[0], &history.setting, history.now)
}

#[test]
fn an_undone_report_is_taken_back_with_everything_that_was_posted_of_it() {
    let mut history = History::begin(Urgency::Routine);
    assert!(history.say("binta", "undo").is_err(), "it is not hers");
    history.pass(minutes(9));
    let ruling = decided(&history, "amal", &Command::Undo).unwrap();
    assert!(ruling.notices.iter().any(|notice| notice.tell == Tell::Redact));
    history.record(ruling.events);
    assert_eq!((history.case.state, history.case.redacted), (CaseState::Withdrawn, true));
    assert_eq!(history.case.deadline(), None);

    let mut touched = in_state(CaseState::Acknowledged);
    touched.say("chen", "undo").unwrap();
    assert!(touched.say("amal", "undo").is_err(), "somebody else has acted since");
    let mut late = History::begin(Urgency::Routine);
    late.pass(minutes(11));
    assert!(late.say("amal", "undo").is_err());
}

#[test]
fn alerts_that_were_put_off_come_once_when_the_quiet_ends_and_the_record_is_as_without_it() {
    let mut history = History::begin(Urgency::Urgent);
    let mut loud = History::begin(Urgency::Urgent);
    history.pass(minutes(20));
    loud.pass(minutes(20));
    let due = history.case.clock(ClockName::Acknowledge).unwrap().due().unwrap();
    let until = history.now + TimeDelta::hours(3);
    let snooze = Command::Snooze { until, text: "legal".to_owned() };
    history.record(decided(&history, "chen", &snooze).unwrap().events);
    assert_eq!(history.case.clock(ClockName::Acknowledge).unwrap().due(), Some(due), "no clock stops for it");
    let calls = calls_until(&mut history, until);
    assert_eq!(calls.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [until], "{calls:?}");
    calls_until(&mut loud, until);
    let told = |history: &History| {
        let events = history.events.iter().filter(|event| !matches!(event.body, EventBody::Snoozed { .. }));
        let events = events.filter(|event| !event.clocks.contains(&ClockChange::Woken(ClockName::Acknowledge)));
        let events = events.filter(|event| !event.clocks.contains(&ClockChange::Woken(ClockName::Effect)));
        events.map(|event| (event.body.kind(), event.at)).collect::<Vec<_>>()
    };
    assert_eq!(told(&history), told(&loud), "what was missed is missed, and told further up, in its own time");
    assert!(matches!(
        decided(&history, "amal", &snooze),
        Err(Refusal::SnoozeInPast { .. } | Refusal::NothingRings { .. })
    ));
}

#[test]
fn what_one_arranged_is_taken_back_by_itself_and_what_time_did_is_not() {
    let mut history = in_state(CaseState::Suspended);
    history.say("amal", "assign").unwrap_err();
    history.say("chen", "assign").unwrap();
    history.pass(TimeDelta::hours(5));
    assert_eq!(history.case.state, CaseState::Acknowledged, "the inability is over");
    history.say("chen", "link").unwrap();
    history.say("chen", "undo").unwrap();
    assert_eq!((history.case.state, history.case.links.len()), (CaseState::Acknowledged, 0));
    assert!(history.say("chen", "undo").is_err(), "what came before was more than ten minutes ago");

    let mut history = in_state(CaseState::Acknowledged);
    history.say("amal", "link").unwrap();
    history.say("chen", "undo").unwrap();
    assert_eq!((history.case.state, history.case.links.len()), (CaseState::Sent, 1), "each takes back their own");
    history.say("amal", "undo").unwrap();
    assert!(history.case.links.is_empty());

    let mut history = History::begin(Urgency::Routine);
    let wrong_desk = Command::Withdraw { reason: WithdrawalReason::WrongDesk, text: String::new() };
    history.record(decided(&history, "amal", &wrong_desk).unwrap().events);
    assert!(matches!(history.say("amal", "undo"), Err(Refusal::TakenBack { .. })), "a leak is not put back");
}

#[test]
fn what_an_undo_takes_up_again_rings_on_time() {
    let mut history = History::begin(Urgency::Urgent);
    history.pass(minutes(29));
    history.say("chen", "ack").unwrap();
    history.pass(minutes(9));
    history.say("chen", "undo").unwrap();
    let ruling = lapse(&history.case, &history.setting.desks[0], &history.setting, history.now);
    let alert = ruling.notices.iter().find_map(|notice| match &notice.tell {
        Tell::Alert(alert) => Some(alert),
        _ => None,
    });
    let clock = &alert.unwrap().clocks[0];
    assert_eq!((clock.rung, clock.scheduled), (Rung::Due, history.now), "nobody was late with it");
}

#[test]
fn whoever_is_on_duty_is_called_first_and_only_as_long_as_they_are() {
    let called = |until: Option<TimeDelta>| {
        let mut history = History::begin(Urgency::Urgent);
        history.say("chen", "assign").unwrap_or_default();
        let (organisation, member) = (OrganisationId("youtube".to_owned()), MemberId("chen".to_owned()));
        let duty = until.map(|until| Duty { organisation, member, until: history.now + until });
        history.setting.duties.extend(duty);
        let until = history.now + minutes(31);
        calls_until(&mut history, until).into_iter().next_back().map(|(_, names)| names)
    };
    let names = |name: &str| Some(vec![name.to_owned()]);
    assert_eq!(called(Some(minutes(40))), names("chen"));
    assert_eq!(called(Some(minutes(20))), names("dana"), "its time is over: the case's owner");
    assert_eq!(called(None), names("dana"));
}

#[test]
fn a_note_is_refused_where_both_sides_read_and_told_to_one_side_alone() {
    let history = History::begin(Urgency::Routine);
    let note = Command::Note { text: "known".to_owned() };
    assert!(matches!(decided(&history, "amal", &note), Err(Refusal::NoteAmongBoth { own_room: true, .. })));
    assert!(matches!(decided(&history, "chen", &note), Err(Refusal::NoteAmongBoth { own_room: false, .. })));
    let own = OrganisationId("pharos".to_owned());
    let mut hearing = said_by(&history.setting, "amal", history.now);
    hearing.room = RoomKind::Own(own.clone());
    let desk = &history.setting.desks[0];
    let ruling = decide(&history.case, &note, &hearing, desk, &history.setting, history.now).unwrap();
    assert!(ruling.notices.iter().all(|notice| notice.audience == Audience::Own(own.clone())), "{ruling:?}");
}

/// Each step of each clock's life, and when it was taken: no step of one life is taken twice, but an emergency's repetition.
fn assert_each_step_once(history: &History) {
    let mut lives: BTreeMap<ClockName, u32> = BTreeMap::new();
    let mut taken: BTreeMap<(ClockName, u32, Rung), u32> = BTreeMap::new();
    for event in &history.events {
        assert!(event.at <= event.recorded_at, "{event:?}");
        for change in &event.clocks {
            match change {
                ClockChange::Started(clock) => *lives.entry(clock.name).or_default() += 1,
                ClockChange::Rang(name, rung, next) => {
                    let life = lives.get(name).copied().unwrap_or_default();
                    let times = taken.entry((*name, life, *rung)).or_default();
                    *times += 1;
                    assert!(*times == 1 || *rung == Rung::Repeat, "{name:?} rang {rung:?} twice");
                    assert!(next.is_none_or(|next| next.at >= event.at), "{next:?} lies before {:?}", event.at);
                }
                _ => {}
            }
        }
    }
}

/// After a tick nothing that is due is left.
fn assert_nothing_is_left(history: &History) {
    assert!(history.case.deadline().is_none_or(|next| next.at > history.now), "{:?}", history.case.deadline());
    for clock in &history.case.clocks {
        assert!(!clock.is_overdue(history.now) || clock.missed_at.is_some(), "{clock:?} was missed in silence");
        assert!(clock.missed_at.is_none_or(|missed| missed <= history.now), "{clock:?} rang early");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_commands_by_anyone_in_any_order(
        urgency in prop::sample::select(Urgency::ALL),
        steps in prop::collection::vec((0_i64..20_000, prop::sample::select(PEOPLE), prop::sample::select([NAMES, ARRANGING].concat()), prop::bool::ANY), 1..25),
    ) {
        let mut history = History::begin(urgency);
        for (passed, who, name, stepped) in steps {
            if stepped {
                history.pass(minutes(passed));
            } else {
                // The bot was down: time jumps, and what was due meanwhile is done at once.
                history.now += minutes(passed);
            }
            history.tick();
            assert_nothing_is_left(&history);
            let before = history.case.clone();
            if history.say(who, name).is_err() {
                prop_assert_eq!(&before, &history.case, "a refusal changed something");
            }
            history.tick();
            let refolded = Case::folded(&history.events);
            prop_assert_eq!(refolded.as_ref(), Some(&history.case));
        }
        assert_each_step_once(&history);
    }

    #[test]
    fn a_tick_that_comes_again_does_nothing(passed in 0_i64..20_000) {
        let mut history = History::begin(Urgency::Emergency);
        history.now += minutes(passed);
        history.tick();
        let again = lapse(&history.case, &history.setting.desks[0], &history.setting, history.now);
        prop_assert!(again.events.is_empty() && again.notices.is_empty());
    }
}

#[test]
fn after_a_week_down_a_case_has_one_alert_that_says_how_late_it_is() {
    let mut history = History::begin(Urgency::Urgent);
    history.now += TimeDelta::days(7);
    let ruling = lapse(&history.case, &history.setting.desks[0], &history.setting, history.now);
    let alerts: Vec<_> = ruling
        .notices
        .iter()
        .filter_map(|notice| match &notice.tell {
            liaison_domain::Tell::Alert(alert) => Some((notice.audience.clone(), alert)),
            _ => None,
        })
        .collect();
    let to_the_desk: Vec<_> =
        alerts.iter().filter(|(audience, _)| *audience == liaison_domain::Audience::Desk).collect();
    assert_eq!(to_the_desk.len(), 1);
    assert_eq!(to_the_desk[0].1.clocks.len(), 2);
    for clock in &to_the_desk[0].1.clocks {
        assert_eq!(clock.scheduled, clock.due, "late since it was due, not since the last step that was passed over");
    }
    assert!(ruling.events.iter().any(|event| event.body == EventBody::Lapsed));
}

/// Who is called in the shared rooms, and when, from one deadline to the next.
fn calls_until(history: &mut History, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, Vec<String>)> {
    let mut calls = Vec::new();
    while let Some(next) = history.case.deadline().filter(|next| next.at <= until) {
        history.now = next.at;
        let ruling = lapse(&history.case, &history.setting.desks[0], &history.setting, history.now);
        for notice in &ruling.notices {
            if let (Audience::Desk, Tell::Alert(alert)) = (&notice.audience, &notice.tell) {
                let names = alert.call.iter().map(|call| match call {
                    Call::Member(member) => member.0.clone(),
                    Call::Present(organisation) => organisation.0.clone(),
                });
                calls.push((history.now, names.collect()));
            }
        }
        history.record(ruling.events);
    }
    calls
}

fn acknowledged_by_dana(opened_at: &str) -> History {
    let mut history = History::begin(Urgency::Routine);
    let now = at(opened_at);
    let (case, ruling) = opened(&history.setting, Urgency::Routine, now);
    history = History { now, case, events: ruling.events, ..history };
    history.say("dana", "ack").unwrap();
    history
}

#[test]
fn what_falls_due_at_the_weekend_calls_its_owner_on_monday() {
    let mut history = acknowledged_by_dana("2026-01-09T15:00");
    let calls = calls_until(&mut history, at("2026-01-14T00:00"));
    let (dana, chen) = ("dana".to_owned(), "chen".to_owned());
    assert_eq!(
        calls,
        [
            (at("2026-01-10T09:00"), vec![]),
            (at("2026-01-10T15:00"), vec![]),
            (at("2026-01-12T09:00"), vec![dana, chen])
        ]
    );
}

#[test]
fn supervisors_of_a_routine_case_are_called_when_they_work() {
    let mut history = acknowledged_by_dana("2026-01-06T16:00");
    let calls = calls_until(&mut history, at("2026-01-09T00:00"));
    let (dana, chen) = ("dana".to_owned(), "chen".to_owned());
    assert_eq!(
        calls,
        [(at("2026-01-07T10:00"), vec![]), (at("2026-01-07T16:00"), vec![dana]), (at("2026-01-08T09:00"), vec![chen])]
    );
}

#[test]
fn what_a_state_refuses_names_a_line_of_the_same_side() {
    for state in CaseState::ALL {
        for (who, side) in [("amal", Side::Agency), ("chen", Side::Platform)] {
            for name in NAMES {
                let Err(refusal @ Refusal::WrongState { .. }) = in_state(*state).say(who, name) else { continue };
                let line = refusal.remark().facts.into_iter().find_map(|(_, fact)| match fact {
                    Fact::Line(command, rest) if !rest.is_empty() => Some(command),
                    _ => None,
                });
                let line = line.unwrap();
                let theirs = TABLE.iter().find(|(other, ..)| *other == line).map(|(_, side, ..)| *side);
                let reads = ["case", "report"].contains(&line) && (line != "report" || side == Side::Agency);
                assert!(theirs == Some(side) || reads, "{state:?} {who} {name}: {line}");
            }
        }
    }
}

#[test]
fn what_went_to_the_wrong_desk_is_opened_by_nobody_any_more() {
    let mut history = History::begin(Urgency::Routine);
    history.record(decided(&history, "chen", &Command::ShowAddress).unwrap().events);
    let withdraw = Command::Withdraw { reason: WithdrawalReason::WrongDesk, text: String::new() };
    history.record(decided(&history, "amal", &withdraw).unwrap().events);
    assert!(history.case.redacted);
    assert_eq!(history.case.consulted_by.len(), 1);
    assert!(matches!(decided(&history, "chen", &Command::ShowAddress), Err(Refusal::TakenBack { .. })));
}

#[test]
fn an_inability_ends_within_a_quarter() {
    let history = History::begin(Urgency::Routine);
    let unable = |days| {
        let until = Some(history.now + TimeDelta::days(days));
        let command =
            Command::Refuse { ground: RefusalGround::Unable, until, targets: Vec::new(), text: String::new() };
        let hearing = said_by(&history.setting, "chen", history.now);
        decide(&history.case, &command, &hearing, &history.setting.desks[0], &history.setting, history.now)
    };
    assert!(unable(90).is_ok());
    let refused = unable(91).unwrap_err();
    assert!(matches!(refused, Refusal::UntilTooFar { days: 90, .. }), "{refused:?}");
    assert!(matches!(unable(0), Err(Refusal::UntilInPast { .. })));
}
