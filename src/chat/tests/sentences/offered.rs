//! What a network with buttons and forms offers fits the case: its state, its kind, and whose turn it is.

use liaison_chat::{Form, Invoked, Network, Offer, Sentences, View};
use liaison_domain::{
    Action, Case, CaseKind, Command, DataType, Language, MeasureSaid, RefusalGround, Report, RoomKind, Subject, Target,
    TargetKind, WithdrawalReason, decide,
};

use crate::fixtures::*;
use crate::properties::ALL;

fn somebody() -> Target {
    Target { kind: TargetKind::Account, locator: "@x".to_owned(), key: "@x".to_owned() }
}

/// One report of each kind; an emergency is about content or about somebody.
fn reports() -> Vec<Report> {
    let about = |kind, target| Report { kind, targets: vec![target], ..report() };
    vec![
        report(),
        Report { data: Some(DataType::Subscriber), ..about(CaseKind::DataRequest, somebody()) },
        about(CaseKind::Preservation, somebody()),
        about(CaseKind::Emergency, address("https://a.example/1")),
        about(CaseKind::Emergency, somebody()),
    ]
}

/// What `resolved` says on such a case where it says what it must, and nothing else.
fn answer(subject: Subject) -> Command {
    let action = (subject.measure() == MeasureSaid::Always).then_some(Action::Removed);
    Command::Resolve {
        action,
        ground: None,
        at: None,
        partly: false,
        targets: Vec::new(),
        file: None,
        text: String::new(),
    }
}

/// The case in every state that people bring it to.
fn lives(report: &Report) -> Vec<Story> {
    let opened = || Story::opened(report);
    let acknowledged = || opened().then("chen", 1, &ack());
    let answered = || acknowledged().then("chen", 2, &answer(opened().case.subject()));
    let withdrawn = Command::Withdraw { reason: WithdrawalReason::Mistake, text: String::new() };
    let mut lives = vec![
        opened(),
        acknowledged(),
        acknowledged().then("chen", 2, &ask("which?")),
        acknowledged().then("chen", 2, &unable(opened_at() + minutes(600))),
        answered(),
        opened().then("amal", 1, &withdrawn),
    ];
    if report.kind == CaseKind::Emergency {
        lives.push(opened().then("binta", 1, &Command::Confirm { callback: false }));
        lives.push(acknowledged().then("chen", 2, &Command::Confirm { callback: true }));
    }
    let mut closed = answered();
    closed.lapsed(60 * 24 * 30);
    lives.push(closed);
    lives
}

fn buttons(story: &Story) -> Vec<Offer> {
    let view = View { network: Network::Discord, ..story.view(Language::English, &RoomKind::Shared, 5) };
    ALL.card(&story.case, &view).offers
}

/// Who presses the button, and what it does; nothing where it only shows something.
fn pressed(offer: &Offer, case: &Case) -> Option<(&'static str, Command)> {
    let has = |name: &str| offer.invoked.given.iter().any(|(given, _)| given == name);
    Some(match offer.invoked.command.as_str() {
        "ack" => ("chen", ack()),
        "ask" => ("chen", ask("which?")),
        "refuse" => ("chen", refuse(RefusalGround::NeedsProcess, "")),
        "resolved" if has("partly") => {
            let of_data = Subject { kind: CaseKind::DataRequest, asks_for_data: true, several: false };
            ("chen", answer(of_data))
        }
        "resolved" => ("chen", answer(case.subject())),
        "confirm" if has("callback") => ("chen", Command::Confirm { callback: true }),
        "confirm" => ("binta", Command::Confirm { callback: false }),
        "case" => return None,
        other => panic!("a button for {other}"),
    })
}

#[test]
fn no_button_is_offered_that_the_state_or_the_kind_forbids() {
    let mut seen = 0;
    for report in reports() {
        for story in lives(&report) {
            for offer in buttons(&story) {
                let Some((member, command)) = pressed(&offer, &story.case) else { continue };
                let at = story.case.last_at + minutes(1);
                let desk = &story.setting.desks[0];
                let decided = decide(&story.case, &command, &hearing(member, at), desk, &story.setting, at);
                let (label, kind, state) = (&offer.label, story.case.kind, story.case.state);
                assert!(decided.is_ok(), "{label} on {} that is {}: {decided:?}", kind.name(), state.name());
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn an_unconfirmed_emergency_offers_to_take_it_up_and_to_confirm_it() {
    let labels = |story: &Story| buttons(story).into_iter().map(|offer| offer.label).collect::<Vec<_>>();
    let [.., about_somebody] = &reports()[..] else { panic!("no reports") };
    let mut story = Story::opened(about_somebody);
    let both = ["Confirm by call-back", "Confirm as second officer"];
    assert_eq!(labels(&story), [&["Acknowledge", "Ask", "Resolve", "Refuse"][..], &both].concat());
    story.setting.organisations[0].contacts.clear();
    assert!(!labels(&story).contains(&both[0].to_owned()), "there is no number that could be called");
    let confirmed = Story::opened(about_somebody).then("binta", 1, &Command::Confirm { callback: false });
    assert_eq!(labels(&confirmed), ["Acknowledge", "Ask", "Resolve", "Refuse"]);
}

fn form(command: &str, given: &[(&str, &str)], subjects: &[Subject]) -> Option<Form> {
    let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let invoked = Invoked { command: command.to_owned(), given: given.collect() };
    Sentences::form(&ALL, &invoked, subjects, Language::English)
}

/// Whether a form asks for the measure, and whether it must be named.
fn asks_for_measure(given: &[(&str, &str)], subjects: &[Subject]) -> Option<bool> {
    let form = form("resolved", given, subjects)?;
    form.fields.iter().find(|field| field.option == "action").map(|field| field.required)
}

#[test]
fn a_form_asks_for_a_measure_where_one_of_the_cases_takes_one() {
    let subjects: Vec<Subject> = reports().iter().map(|report| Story::opened(report).case.subject()).collect();
    let [referral, data, kept, content, person] = subjects[..] else { panic!("no reports") };
    let (case, partly) = (("case", "YT-1"), ("partly", "no"));
    for (given, subjects, expected) in [
        (&[case][..], &[][..], Some(true)),
        (&[case], &[referral], Some(true)),
        (&[case], &[content], Some(true)),
        (&[case], &[referral, content], Some(true)),
        (&[case], &[data], None),
        (&[case], &[kept, data], None),
        (&[case], &[person], Some(false)),
        (&[case], &[referral, data], Some(false)),
        (&[case, partly], &[referral], Some(true)),
        (&[case, partly], &[person], None),
        (&[case, partly], &[data], None),
        (&[case, partly], &[], None),
        (&[case, ("action", "removed")], &[referral], None),
    ] {
        assert_eq!(asks_for_measure(given, subjects), expected, "{given:?} {subjects:?}");
    }
}

#[test]
fn a_form_offers_the_grounds_that_one_of_the_cases_takes() {
    let subjects: Vec<Subject> = reports().iter().map(|report| Story::opened(report).case.subject()).collect();
    let [referral, data, .., person] = subjects[..] else { panic!("no reports") };
    let speaks = |subjects: &[Subject], ground: &str| {
        let form = form("refuse", &[("case", "YT-1")], subjects).unwrap();
        form.fields[0].choices.iter().any(|choice| choice.value == ground)
    };
    for (subjects, no_violation, no_data) in [
        (&[][..], true, true),
        (&[referral], true, false),
        (&[data], false, true),
        (&[person], true, true),
        (&[referral, data], true, true),
    ] {
        let found = (speaks(subjects, "no_violation"), speaks(subjects, "no_data"));
        assert_eq!(found, (no_violation, no_data), "{subjects:?}");
        assert!(speaks(subjects, "needs_process"));
    }
}

#[test]
fn nothing_asks_for_whose_data_a_request_is_about() {
    assert_eq!(form("request", &[], &[]), None);
    let emergency = form("emergency", &[], &[]).unwrap();
    assert!(emergency.fields.iter().all(|field| !field.required), "either an address or a person");
}
