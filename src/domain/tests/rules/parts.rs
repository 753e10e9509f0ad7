//! Answers for single targets of a case: when they answer it, what they come to, and what they leave as it is.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, Case, CaseKind, CaseRef, CaseState, ClockName, ClockStatus, Command, EventBody, Outcome, Refusal,
    RefusalGround, Setting, Target, TargetKind, Urgency, decide, open,
};
use proptest::prelude::*;

use crate::support::{at, minutes, report, said_by, setting};

struct Story {
    setting: Setting,
    now: DateTime<Utc>,
    case: Case,
}

impl Story {
    /// A case about so many addresses.
    fn about(count: usize) -> Self {
        Self::of(count, CaseKind::RemovalReferral)
    }

    fn of(count: usize, kind: CaseKind) -> Self {
        let setting = setting();
        let now = at("2026-01-05T09:00");
        let mut report = report(Urgency::Routine);
        report.kind = kind;
        report.targets = (1..=count)
            .map(|number| {
                let locator = format!("https://a.example/{number}");
                Target { kind: TargetKind::Address, key: locator.clone(), locator }
            })
            .collect();
        let reference = CaseRef { prefix: "YT".to_owned(), number: 1 };
        let hearing = said_by(&setting, "amal", now);
        let ruling = open(&report, reference, &[], &hearing, &setting.desks[0], &setting, now).unwrap();
        let case = Case::folded(&ruling.events).unwrap();
        Self { setting, now, case }
    }

    /// Says it a minute later; gives the kind of the event.
    fn says(&mut self, who: &str, command: &Command) -> Result<&'static str, Refusal> {
        self.now += minutes(1);
        let hearing = said_by(&self.setting, who, self.now);
        let ruling = decide(&self.case, command, &hearing, &self.setting.desks[0], &self.setting, self.now)?;
        let [event] = ruling.events.as_slice() else { panic!("one command, one event") };
        self.case = self.case.clone().apply(event);
        Ok(event.body.kind())
    }

    fn resolves(&mut self, targets: &[u32], action: Action) -> Result<&'static str, Refusal> {
        self.says("chen", &resolved(targets, Some(action), false))
    }

    fn refuses(&mut self, targets: &[u32], ground: RefusalGround) -> Result<&'static str, Refusal> {
        self.says("chen", &refused(targets, ground))
    }

    fn outcome(&self) -> Option<Outcome> {
        self.case.answer.as_ref().map(|answer| answer.outcome)
    }
}

fn resolved(targets: &[u32], action: Option<Action>, partly: bool) -> Command {
    let (targets, text) = (targets.to_vec(), String::new());
    Command::Resolve { action, ground: None, at: None, partly, targets, file: None, text }
}

fn refused(targets: &[u32], ground: RefusalGround) -> Command {
    Command::Refuse { ground, until: None, targets: targets.to_vec(), text: String::new() }
}

#[test]
fn a_case_is_answered_once_each_target_is_and_not_before() {
    let mut story = Story::about(3);
    assert_eq!(story.resolves(&[1], Action::Removed), Ok("partly_answered"));
    assert_eq!((story.case.state, story.outcome()), (CaseState::Acknowledged, None));
    assert_eq!(story.refuses(&[3], RefusalGround::NoViolation), Ok("partly_answered"));
    assert_eq!(story.case.without_answer().collect::<Vec<_>>(), [2]);
    assert_eq!(story.resolves(&[2], Action::Disabled), Ok("resolved"));
    assert_eq!((story.case.state, story.outcome()), (CaseState::Answered, Some(Outcome::PartlyActioned)));
    let of = |place| story.case.part(place).map(|answer| answer.outcome);
    let each = [1, 2, 3].map(of);
    assert_eq!(each, [Some(Outcome::Actioned), Some(Outcome::Actioned), Some(Outcome::NoAction)]);
}

#[test]
fn an_answer_without_numbers_is_for_all_that_is_left() {
    let mut story = Story::about(4);
    story.refuses(&[2, 4], RefusalGround::NotFound).unwrap();
    assert_eq!(story.resolves(&[], Action::Removed), Ok("resolved"));
    let of = |place| story.case.part(place).and_then(|answer| answer.action);
    assert_eq!([1, 2, 3, 4].map(of), [Some(Action::Removed), None, Some(Action::Removed), None]);
}

#[test]
fn one_answer_for_all_is_no_list_of_answers() {
    for targets in [&[][..], &[1, 2], &[2, 1]] {
        let mut story = Story::about(2);
        assert_eq!(story.resolves(targets, Action::Removed), Ok("resolved"));
        assert_eq!((story.case.parts.len(), story.outcome()), (0, Some(Outcome::Actioned)));
    }
}

#[test]
fn what_the_answers_come_to() {
    use RefusalGround::{Duplicate, Jurisdiction, NoViolation, NotFound};
    let measured = |partly| resolved(&[1], Some(Action::Removed), partly);
    let cases = [
        (measured(false), resolved(&[2], Some(Action::Demoted), false), Outcome::Actioned),
        (measured(true), resolved(&[2], Some(Action::Demoted), false), Outcome::PartlyActioned),
        (measured(false), refused(&[2], NotFound), Outcome::PartlyActioned),
        (refused(&[1], NotFound), resolved(&[2], Some(Action::Removed), false), Outcome::PartlyActioned),
        (refused(&[1], NotFound), refused(&[2], NotFound), Outcome::NotFound),
        (refused(&[1], NotFound), refused(&[2], NoViolation), Outcome::NoAction),
        (refused(&[1], NoViolation), refused(&[2], NotFound), Outcome::NoAction),
        (refused(&[1], Jurisdiction), refused(&[2], NoViolation), Outcome::Refused),
        (refused(&[1], NotFound), refused(&[2], Duplicate), Outcome::NotFound),
        (refused(&[1], Duplicate), refused(&[2], Jurisdiction), Outcome::Refused),
    ];
    for (first, second, outcome) in cases {
        let mut story = Story::about(2);
        story.says("chen", &first).unwrap();
        story.says("dana", &second).unwrap();
        assert_eq!(story.outcome(), Some(outcome), "{first:?} then {second:?}");
        let answer = story.case.answer.as_ref().unwrap();
        // A duplicate is in no figure: one among others takes nothing out of them.
        let grounds = [NotFound, NoViolation, Jurisdiction];
        match answer.refusal {
            Some(ground) => assert!(grounds.contains(&ground) && ground.outcome() == outcome),
            None => assert!(answer.action.is_some() && answer.effective_at.is_some()),
        }
    }
}

#[test]
fn an_answer_for_some_stops_the_first_clock_alone() {
    let mut story = Story::about(2);
    story.resolves(&[1], Action::Removed).unwrap();
    let status = |name| story.case.clock(name).unwrap().status;
    assert!(matches!(status(ClockName::Acknowledge), ClockStatus::Met { .. }));
    assert!(matches!(status(ClockName::Effect), ClockStatus::Running { .. }));
    // A question stands until it is answered, whatever is answered beside it.
    let mut story = Story::about(2);
    story.says("chen", &Command::Ask { text: "which?".to_owned() }).unwrap();
    story.resolves(&[1], Action::Removed).unwrap();
    assert_eq!(story.case.state, CaseState::Waiting);
    let status = |name| story.case.clock(name).unwrap().status;
    assert!(matches!(status(ClockName::Effect), ClockStatus::Paused { .. }));
    assert!(matches!(status(ClockName::Information), ClockStatus::Running { .. }));
}

#[test]
fn an_inability_ends_when_it_was_said_to() {
    let mut story = Story::about(2);
    let until = Some(story.now + TimeDelta::hours(2));
    let unable = Command::Refuse { ground: RefusalGround::Unable, until, targets: Vec::new(), text: String::new() };
    story.says("chen", &unable).unwrap();
    story.resolves(&[1], Action::Removed).unwrap();
    assert_eq!((story.case.state, story.case.resumes_at()), (CaseState::Suspended, until));
    story.resolves(&[2], Action::Removed).unwrap();
    assert_eq!(story.case.state, CaseState::Answered);
}

#[test]
fn the_measure_and_its_time_are_the_platforms_own() {
    let gone = resolved(&[1], Some(Action::AlreadyGone), false);
    let own = resolved(&[2], Some(Action::Removed), false);
    for both in [[&gone, &own], [&own, &gone]] {
        let mut story = Story::about(2);
        story.says("chen", both[0]).unwrap();
        story.says("chen", both[1]).unwrap();
        let answer = story.case.answer.clone().unwrap();
        let part = story.case.part(2).unwrap();
        assert_eq!((answer.action, answer.effective_at), (Some(Action::Removed), part.effective_at));
    }
}

#[test]
fn of_an_emergency_an_address_takes_a_measure_and_a_person_none() {
    let mut story = Story::of(2, CaseKind::Emergency);
    story.case.targets[0].kind = TargetKind::Account;
    let missing = story.says("chen", &resolved(&[2], None, false));
    assert!(matches!(missing, Err(Refusal::OfKind(_))), "{missing:?}");
    story.resolves(&[2], Action::Removed).unwrap();
    story.says("chen", &resolved(&[1], None, false)).unwrap();
    assert_eq!(story.outcome(), Some(Outcome::Actioned), "a measure anywhere is the case's");
}

#[test]
fn it_is_undone_and_done_again() {
    let mut story = Story::about(2);
    story.resolves(&[1], Action::Removed).unwrap();
    story.says("chen", &Command::Undo).unwrap();
    assert_eq!((story.case.state, story.case.parts.len()), (CaseState::Sent, 0));
    story.resolves(&[1], Action::Removed).unwrap();
    story.resolves(&[2], Action::Removed).unwrap();
    story.says("chen", &Command::Undo).unwrap();
    assert_eq!((story.case.state, story.case.without_answer().collect()), (CaseState::Acknowledged, vec![2]));
    story.refuses(&[2], RefusalGround::NotFound).unwrap();
    story.says("amal", &Command::StillUp { text: String::new() }).unwrap();
    assert_eq!(story.case.without_answer().count(), 2, "what is reopened is open whole");
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let mut story = Story::about(2);
    story.resolves(&[1], Action::Removed).unwrap();
    let before = story.case.clone();
    for places in [&[3][..], &[0], &[2, 9]] {
        assert!(matches!(story.resolves(places, Action::Removed), Err(Refusal::NoSuchTarget { count: 2, .. })));
    }
    for places in [&[1][..], &[1, 2]] {
        let refused = story.refuses(places, RefusalGround::NotFound);
        assert!(matches!(refused, Err(Refusal::TargetAnswered { target: 1, .. })), "{refused:?}");
    }
    let until = Some(story.now + TimeDelta::hours(2));
    let unable = Command::Refuse { ground: RefusalGround::Unable, until, targets: vec![2], text: String::new() };
    assert!(matches!(story.says("chen", &unable), Err(Refusal::UnableForSome { .. })));
    assert_eq!(story.case, before);
}

#[test]
fn what_is_kept_for_one_is_kept_on_though_another_is_refused() {
    for kept_first in [true, false] {
        let mut story = Story::of(2, CaseKind::Preservation);
        let (first, second) = (resolved(&[1], None, false), refused(&[2], RefusalGround::NoData));
        let both = if kept_first { [first, second] } else { [second, first] };
        for command in &both {
            story.says("chen", command).unwrap();
        }
        assert_eq!(story.outcome(), Some(Outcome::PartlyPreserved));
        assert!(story.case.kept_until().is_some(), "kept first: {kept_first}");
    }
}

proptest! {
    /// However many answers in whatever order, with undone ones between: answered is who has an answer for each, once.
    #[test]
    fn any_answers_in_any_order(
        count in 1_usize..6,
        said in prop::collection::vec((prop::collection::vec(1_u32..7, 0..4), 0_u8..4), 1..14),
    ) {
        let mut story = Story::about(count);
        let mut events = 0;
        for (places, what) in said {
            let before = story.case.clone();
            let done = match what {
                0 | 1 => story.resolves(&places, Action::Removed),
                2 => story.refuses(&places, RefusalGround::NotFound),
                _ => story.says("chen", &Command::Undo),
            };
            match done {
                Ok(_) => events += 1,
                Err(_) => prop_assert_eq!(&story.case, &before),
            }
            let answered = story.case.state == CaseState::Answered;
            prop_assert_eq!(answered, story.case.answer.is_some());
            let mut places: Vec<u32> = story.case.parts.iter().map(|part| part.target).collect();
            places.sort_unstable();
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "each once");
            let each = story.case.without_answer().next().is_none();
            let fits = if answered { each || story.case.parts.is_empty() } else { !each };
            prop_assert!(fits);
        }
        prop_assert_eq!(story.case.version, events + 1);
    }
}

#[test]
fn the_event_says_which_targets_it_was_for() {
    let mut story = Story::about(3);
    let hearing = said_by(&story.setting, "chen", story.now);
    let command = resolved(&[3, 1], Some(Action::Removed), false);
    let ruling = decide(&story.case, &command, &hearing, &story.setting.desks[0], &story.setting, story.now).unwrap();
    let body = ruling.events.first().map(|event| event.body.clone());
    let told = |body: &EventBody| match body {
        EventBody::PartlyAnswered { targets, left, .. } => (targets.clone(), left.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(body.as_ref().map(told), Some((vec![3, 1], vec![2])));
    story.case = story.case.apply(&ruling.events[0]);
    let last = refused(&[2], RefusalGround::NotFound);
    let ruling = decide(&story.case, &last, &hearing, &story.setting.desks[0], &story.setting, story.now).unwrap();
    let body = ruling.events.first().map(|event| event.body.clone());
    let altogether = Some(Outcome::PartlyActioned);
    assert!(matches!(&body, Some(EventBody::Refused { altogether: told, .. }) if *told == altogether), "{body:?}");
}
