//! What people type: which messages are for the bot, what they ask for, and what is answered where something is wrong.

use crate::said::{Speaker, case, utc};
use liaison_chat::{Reading, Request};
use liaison_domain::{
    Action, Basis, CaseRef, Command, Ground, RefusalGround, TargetKind, Tlp, Urgency, WithdrawalReason,
};

fn understood(speaker: &Speaker, line: &str) -> Request {
    match speaker.says(line) {
        Reading::Understood(request) => request,
        other => panic!("{line}: {other:?}"),
    }
}

fn act(speaker: &Speaker, line: &str) -> (Vec<String>, Command) {
    match understood(speaker, line) {
        Request::Act { cases, command } => (cases.iter().map(CaseRef::to_string).collect(), command),
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn every_form_of_address_is_equal() {
    let speaker = Speaker::member();
    let expected = understood(&speaker, "!ack YT-1");
    for line in [
        "/ack YT-1",
        "//ack YT-1",
        "  !ACK   yt-1 ",
        "!reçu YT-1",
        "!recu YT-1",
        "/ack: YT-1",
        "@liaison ack YT-1",
        "@Liaison: ack YT-1",
        "Liaison: ack YT-1",
        "liaison, ack YT-1",
        "liaison ack YT-1",
        "Liaison Bot: ack YT-1",
        "Liaison Bot ack YT-1",
        "@liaison:agency.example ack YT-1",
        "@liaison:agency.example: /ack YT-1",
        "<@77> ack YT-1",
        "!ack\nYT-1",
        "! ack YT-1",
        "/ reçu YT-1",
        "!ack dossier:YT-1",
        "!ack case: YT-1",
    ] {
        assert_eq!(understood(&speaker, line), expected, "{line}");
    }
}

#[test]
fn what_is_not_for_the_bot_is_left_alone() {
    for line in [
        "",
        " ",
        "hello",
        "/usr/bin/env",
        "!!!",
        "!",
        "/",
        "//",
        "// a comment",
        "/1",
        "!?",
        "/o\\",
        "!1",
        "/s",
        "/me waves",
        "I asked @liaison to ack YT-1",
        "liaison officers reported it",
        "liaisons report",
        "@liaison:other.example report x",
        "ack YT-1",
        "Liaison",
        "/var/log",
        "!a.b",
        "!!ack",
        "! attention",
        "! akc YT-1",
        "// ack YT-1",
    ] {
        for speaker in [Speaker::member(), Speaker::stranger()] {
            assert_eq!(speaker.says(line), Reading::NotForUs, "{line}");
        }
    }
    assert_eq!(Speaker::stranger().says("! ack YT-1"), Reading::NotForUs, "a sentence of somebody else's");
    for line in ["!weather", "/giphy cat", "!back", "!todo"] {
        assert_eq!(Speaker::stranger().says(line), Reading::NotForUs, "{line}");
        assert_eq!(Speaker::member().fault(line).0, "unread-command", "{line}");
    }
}

#[test]
fn strangers_are_answered_on_commands_and_what_is_nearly_one() {
    let stranger = Speaker::stranger();
    assert!(matches!(stranger.says("!ack YT-1"), Reading::Understood(_)));
    assert_eq!(
        stranger.fault("!reprot hxxps://a[.]example/1 x"),
        ("unread-command-near".into(), "report hxxps://a[.]example/1 x".into())
    );
    assert_eq!(
        stranger.fault("@liaison resolvd YT-3 action:removed"),
        ("unread-command-near".into(), "resolved YT-3 action:removed".into())
    );
    for line in
        ["!report x", "!ack", "!refuse YT-1 ground:nonsense", "@liaison resolved YT-1 removed", "!ack colour:red"]
    {
        let Reading::Unreadable(bad) = stranger.says(line) else { panic!("{line}") };
        assert_eq!(bad.remark().name, "refused-stranger", "{line}");
    }
    assert_eq!(stranger.fault("!help resolvd").0, "unread-command-near");
    assert_eq!(understood(&stranger, "@liaison"), Request::Help { command: None });
    assert_eq!(understood(&stranger, "@liaison what is this?"), Request::Help { command: None });
    assert_eq!(understood(&stranger, "!help"), Request::Help { command: None });
}

#[test]
fn a_report_says_what_where_and_why() {
    let speaker = Speaker::member();
    let line = "!report https://a.example/1 https://a.example/2 incites to attack urgency:urgent ref:118/26";
    let Request::Report(report) = understood(&speaker, line) else { panic!("{line}") };
    assert_eq!(
        report.targets.iter().map(|target| target.locator.as_str()).collect::<Vec<_>>(),
        ["https://a.example/1", "https://a.example/2"]
    );
    assert_eq!((report.reason.as_str(), report.file.as_deref()), ("incites to attack", Some("118/26")));
    assert_eq!((report.basis, report.urgency, report.tlp), (Basis::Voluntary, Urgency::Urgent, Tlp::Amber));
    let forms = [
        "!signaler https://a.example/1 https://a.example/2 incites to attack urgence:urgent reference:118/26",
        "!report urgency:urgent ref:\"118/26\" target:https://a.example/1 target:a.example/2 reason:«incites to attack»",
        "!report https://a.example/1, https://a.example/2 https://A.example/1 incites to attack urgency:URGENT tlp:TLP:AMBER ref:118/26 basis:volontaire",
        "!report urgency: urgent ref: 118/26 hxxps://a[.]example/1 <https://a.example/2> incites to attack",
    ];
    for form in forms {
        assert_eq!(understood(&speaker, form), Request::Report(report.clone()), "{form}");
    }
    let Request::Report(other) = understood(
        &speaker,
        "!report account:@X target:\"group A, message 12\" tlp:amber+strict basis:law urgency:emergency",
    ) else {
        panic!("a report")
    };
    let kinds: Vec<_> = other.targets.iter().map(|target| (target.kind, target.locator.as_str())).collect();
    assert_eq!(kinds, [(TargetKind::Account, "@X"), (TargetKind::Locator, "group A, message 12")]);
    assert_eq!(
        (other.reason.as_str(), other.tlp, other.basis, other.urgency),
        ("", Tlp::AmberStrict, Basis::Law, Urgency::Emergency)
    );
}

#[test]
fn text_is_kept_as_it_was_said() {
    let speaker = Speaker::member();
    for (line, text) in [
        ("!ask YT-1 from 3:10, note: which of them?", "from 3:10, note: which of them?"),
        ("!ask YT-1 see https://b.example/2 and c:d", "see https://b.example/2 and c:d"),
        ("!ask YT-1 first line\n  second line", "first line\n  second line"),
        ("!ask YT-1 like YT-2 ?", "like YT-2 ?"),
        ("!ask text:\"YT-9 looks alike\" YT-1", "YT-9 looks alike"),
        ("!ask YT-1 @room **bold** <b>", "@room **bold** <b>"),
    ] {
        assert_eq!(act(&speaker, line).1, Command::Ask { text: text.to_owned() }, "{line}");
    }
    let Request::Report(report) = understood(
        &speaker,
        "!report https://a.example/1 shows it ref:7 at 3:10, p.ex. in photo.jpg, etc. See tel:112 or YT-3.",
    ) else {
        panic!("a report")
    };
    assert_eq!(
        (report.reason.as_str(), report.targets.len()),
        ("shows it at 3:10, p.ex. in photo.jpg, etc. See tel:112 or YT-3.", 1)
    );
    let line = "!report https://a.example/1 reason:\"copies https://b.example/2\"";
    let Request::Report(report) = understood(&speaker, line) else { panic!("a report") };
    assert_eq!((report.reason.as_str(), report.targets.len()), ("copies https://b.example/2", 1));
}

#[test]
fn cases_are_named_in_every_form() {
    let speaker = Speaker::member();
    for (line, cases) in [
        ("!ack YT-1", "YT-1"),
        ("!ack yt-1 YT-3", "YT-1 YT-3"),
        ("!ack YT-3 YT-1 YT-3", "YT-3 YT-1"),
        ("!ack YT-12..14", "YT-12 YT-13 YT-14"),
        ("!ack YT-12…14", "YT-12 YT-13 YT-14"),
        ("!ack YT-12..YT-14", "YT-12 YT-13 YT-14"),
        ("!ack YT-12,15", "YT-12 YT-15"),
        ("!ack YT-12, 15, YT-17", "YT-12 YT-15 YT-17"),
        ("!ack YT-1..3,7 YT-9", "YT-1 YT-2 YT-3 YT-7 YT-9"),
        ("!ack YT\u{2013}12.", "YT-12"),
        ("!ack case:\"YT-1 YT-2\"", "YT-1 YT-2"),
        ("!ack case:YT-1..2", "YT-1 YT-2"),
    ] {
        assert_eq!(act(&speaker, line).0.join(" "), cases, "{line}");
    }
    let replying = Speaker::replying("YT-7");
    assert_eq!(act(&replying, "!ack").0, ["YT-7"]);
    assert_eq!(act(&replying, "!ack YT-7").0, ["YT-7"]);
}

#[test]
fn targets_are_meant_by_their_numbers_of_one_case() {
    let speaker = Speaker::replying("YT-1");
    let places = |line: &str| match act(&speaker, line).1 {
        Command::Resolve { targets, text, .. } | Command::Refuse { targets, text, .. } => (targets, text),
        other => panic!("{other:?}"),
    };
    for (given, targets) in [
        ("target:1", vec![1]),
        ("target:3,1", vec![1, 3]),
        ("target:1, 3", vec![1, 3]),
        ("target:1,  2, 3,", vec![1, 2, 3]),
        ("target:\"1, 3\"", vec![1, 3]),
        ("targets:2..4", vec![2, 3, 4]),
        ("cible:2-4", vec![2, 3, 4]),
        ("target: 2", vec![2]),
        ("target:1,1..2", vec![1, 2]),
        ("target:1 target:3", vec![1, 3]),
        ("target:51", vec![51]),
    ] {
        assert_eq!(places(&format!("!resolved {given} action:removed")), (targets.clone(), String::new()), "{given}");
        assert_eq!(places(&format!("!refuse ground:not_found {given} gone")), (targets, "gone".to_owned()), "{given}");
    }
    for (line, targets, text) in [
        ("!resolved action:removed all 3 of them", vec![], "all 3 of them"),
        ("!refuse target:2 ground:not_found 3 days ago it was removed", vec![2], "3 days ago it was removed"),
        ("!resolved action:removed target:2 and its copies", vec![2], "and its copies"),
        ("!resolved target:1, 3 action:removed 4 videos", vec![1, 3], "4 videos"),
    ] {
        assert_eq!(places(line), (targets, text.to_owned()), "{line}");
    }
}

#[test]
fn each_command_is_bound() {
    let speaker = Speaker::replying("YT-1");
    let cases: Vec<(&str, Command)> = vec![
        ("!ack ref:T-1", Command::Acknowledge { file: Some("T-1".into()) }),
        (
            "!resolved action:removed at:14:22 ground:terms",
            Command::Resolve {
                action: Some(Action::Removed),
                ground: Some(Ground::Terms),
                at: Some(utc("2026-11-21T13:22")),
                partly: false,
                targets: Vec::new(),
                file: None,
                text: String::new(),
            },
        ),
        (
            "!traité mesure:compte-suspendu partiel:oui deux sur trois",
            Command::Resolve {
                action: Some(Action::AccountSuspended),
                ground: None,
                at: None,
                partly: true,
                targets: Vec::new(),
                file: None,
                text: "deux sur trois".into(),
            },
        ),
        (
            "!refuse ground:no-violation",
            Command::Refuse {
                ground: RefusalGround::NoViolation,
                until: None,
                targets: Vec::new(),
                text: String::new(),
            },
        ),
        (
            "!refuser motif:compétence voir l'autorité irlandaise",
            Command::Refuse {
                ground: RefusalGround::Jurisdiction,
                until: None,
                targets: Vec::new(),
                text: "voir l'autorité irlandaise".into(),
            },
        ),
        (
            "!sans-suite motif:impossible jusqu'à:18:00",
            Command::Refuse {
                ground: RefusalGround::Unable,
                until: Some(utc("2026-11-21T17:00")),
                targets: Vec::new(),
                text: String::new(),
            },
        ),
        ("!info the second", Command::Inform { text: "the second".into() }),
        ("!gone", Command::ConfirmGone { text: String::new() }),
        ("!encore-en-ligne same account", Command::StillUp { text: "same account".into() }),
        ("!withdraw", Command::Withdraw { reason: WithdrawalReason::Other, text: String::new() }),
        ("!withdraw reason:wrong_desk", Command::Withdraw { reason: WithdrawalReason::WrongDesk, text: String::new() }),
        ("!case address:yes", Command::ShowAddress),
    ];
    for (line, command) in cases {
        assert_eq!(act(&speaker, line), (vec!["YT-1".to_owned()], command), "{line}");
    }
    assert_eq!(understood(&speaker, "!dossier"), Request::ShowCase { case: case("YT-1") });
    assert_eq!(understood(&speaker, "!cases overdue at x"), Request::ListCases { filter: "overdue at x".into() });
    for typed in ["!cases overdue", "!cases Overdue", "!dossiers en retard", "!dossiers filtre:en-retard"] {
        assert_eq!(understood(&speaker, typed), Request::ListCases { filter: "overdue".into() }, "{typed}");
    }
    assert_eq!(understood(&speaker, "!dossiers envoyé"), Request::ListCases { filter: "sent".into() });
    for (typed, filter) in [
        ("!cases en retard \"overdue\" Paris page 2", "overdue \"overdue\" Paris page:2"),
        ("!cases page:2", "page:2"),
        ("!cases reason:x twitter:y \"z", "reason:x twitter:y \"z"),
        ("!cases filter:\"overdue page:3", "\"overdue page:3"),
        ("!cases \"\"\" ' AND *)", "\"\"\" ' AND *)"),
    ] {
        assert_eq!(understood(&speaker, typed), Request::ListCases { filter: filter.into() }, "{typed}");
    }
    assert_eq!(speaker.fault(&format!("!cases {}", "x".repeat(201))).0, "unread-text-long");
    assert_eq!(understood(&speaker, "!cases"), Request::ListCases { filter: String::new() });
    assert_eq!(understood(&speaker, "!digest desk:youtube"), Request::Digest { desk: Some("youtube".into()) });
    assert_eq!(understood(&speaker, "!aide !traité"), Request::Help { command: Some("resolved".into()) });
}
