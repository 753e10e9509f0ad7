//! What is wrong is named, and the line that is shown works.

use crate::said::{Speaker, utc};
use liaison_chat::{Reading, Request};
use liaison_domain::Command;
use proptest::prelude::*;

#[test]
fn every_fault_shows_the_nearest_line() {
    let long = format!("!ask YT-1 {}", "x".repeat(2_001));
    let many = format!("!report {}", (0..51).map(|number| format!("https://a.example/{number} ")).collect::<String>());
    let heavy = format!("!ask YT-1 {}", "x".repeat(70_000));
    let scattered = format!("!ack {}TT-2", (0..30).map(|number| format!("YT-{} ", 2 * number + 1)).collect::<String>());
    let cases = [
        ("!reports https://a.example/1 x", "unread-command-near", "report hxxps://a[.]example/1 x"),
        ("!weather", "unread-command", "help"),
        (
            "!report https://a.example/1 urgncy:urgent x",
            "unread-option-near",
            "report hxxps://a[.]example/1 urgency:urgent x",
        ),
        (
            "!report https://a.example/1 incites urgencee:urgent",
            "unread-option-near",
            "report hxxps://a[.]example/1 incites urgency:urgent",
        ),
        ("!report https://a.example/1 colour:red x", "unread-option", "report hxxps://a[.]example/1 x"),
        ("!ask YT-1 the txt: which?", "unread-option-near", "ask YT-1 …"),
        ("!ack YT-1 ref:1 ref:2", "unread-option-twice", "ack YT-1 ref:1"),
        ("!resolved YT-1 disabled", "unread-option-missing", "resolved YT-1 action:disabled"),
        ("!refuse YT-1", "unread-option-missing", "refuse YT-1 ground:no_violation"),
        ("!refuse YT-1 jurisdiction", "unread-option-missing", "refuse YT-1 ground:jurisdiction"),
        ("!report https://a.example/1 text ref: 7", "unread-option-empty", "report hxxps://a[.]example/1 text ref:7"),
        ("!resolved YT-1 action:remved", "unread-value", "resolved YT-1 action:removed"),
        ("!resolved YT-1 action:removed ground:hearsay", "unread-value", "resolved YT-1 action:removed"),
        ("!sans-suite YT-1 jusqu:18:00", "unread-option-near", "refuse YT-1 ground:unable until:18:00"),
        (
            "!sans-suite YT-1 motif:impossible jusq:18:00",
            "unread-option-near",
            "refuse YT-1 motif:impossible until:18:00",
        ),
        ("!refuse YT-1 until:18:00", "unread-option-missing", "refuse YT-1 ground:unable until:18:00"),
        ("!resolved YT-1 act:removd", "unread-option-near", "resolved YT-1 action:removed"),
        ("!refuse YT-1 ground:no", "unread-value", "refuse YT-1 ground:no_violation"),
        (
            "!report target:\"group X https://a.example/1 x",
            "unread-quote",
            "report target:\"group X hxxps://a[.]example/1 x\"",
        ),
        ("!resolved YT-1 target:0 action:removed", "unread-places", "resolved YT-1 target:1 action:removed"),
        ("!resolved YT-1 target:first action:removed", "unread-places", "resolved YT-1 target:1 action:removed"),
        ("!resolved YT-1 target:1.. action:removed", "unread-places", "resolved YT-1 target:1 action:removed"),
        ("!resolved YT-1 target:4..2 action:removed", "unread-places", "resolved YT-1 target:4,2 action:removed"),
        ("!resolved YT-1 target:1..51 action:removed", "unread-places", "resolved YT-1 target:1,51 action:removed"),
        ("!resolved YT-1 target:#2 action:removed", "unread-places", "resolved YT-1 target:2 action:removed"),
        ("!resolved YT-1 target:+2 action:removed", "unread-places", "resolved YT-1 target:2 action:removed"),
        ("!resolved YT-1 target:2;3 action:removed", "unread-places", "resolved YT-1 target:2,3 action:removed"),
        ("!resolved YT-1 target:2 and 3 action:removed", "unread-places", "resolved YT-1 target:2,3 action:removed"),
        ("!resolved YT-1 target:2 ,3 action:removed", "unread-places", "resolved YT-1 target:2,3 action:removed"),
        ("!resolved YT-1 target:2 , 3 action:removed", "unread-places", "resolved YT-1 target:2,3 action:removed"),
        ("!resolu YT-1 cible:2 à 4 mesure:retire", "unread-places", "resolved YT-1 cible:2..4 mesure:retire"),
        ("!resolved YT-1 target: action:removed", "unread-option-empty", "resolved YT-1 target:1 action:removed"),
        ("!refuse YT-1 target:2", "unread-option-missing", "refuse YT-1 target:2 ground:no_violation"),
        ("!resolved YT-1 target:2 action:xyz", "unread-value", "resolved YT-1 target:2 action:removed"),
        ("!refuse YT-1 target:2 ground:unable", "unread-until-missing", "refuse YT-1 ground:unable until:18:00"),
        ("!resolved YT-1 target:1 3 action:removed", "unread-places", "resolved YT-1 target:1,3 action:removed"),
        ("!resolved YT-1 YT-2 target:1 action:removed", "unread-places-of-many", "help resolved"),
        ("!resolved YT-1 action:removed at:soon", "unread-moment", "resolved YT-1 action:removed at:14:22"),
        (
            "!resolved YT-1 action:removed at:2026-03-29T02:30",
            "unread-moment-skipped",
            "resolved YT-1 action:removed at:04:00",
        ),
        ("!refuse YT-1 ground:unable", "unread-until-missing", "refuse YT-1 ground:unable until:18:00"),
        ("!refuse YT-1 ground:unable until:18h", "unread-moment", "refuse YT-1 ground:unable until:18:00"),
        ("!refuse YT-1 ground:no_data until:18:00", "unread-until-alone", "refuse YT-1 ground:no_data"),
        ("!ask YT-1", "unread-text-missing", "ask YT-1 …"),
        ("!ask YT-1 \u{200b}", "unread-text-missing", "ask YT-1 …"),
        (long.as_str(), "unread-text-long", "ask YT-1 …"),
        ("!ask YT-1 text:this that", "unread-text-twice", "ask YT-1 text:\"this that\""),
        ("!ack YT-1 please", "unread-leftover", "ack YT-1"),
        ("!ack YT-1 and YT-2", "unread-leftover", "ack YT-1 YT-2"),
        ("!ack", "unread-case-missing", "ack YT-…"),
        ("!ack YT-042", "unread-case", "ack YT-42"),
        ("!ack YT-0", "unread-case", "ack YT-…"),
        ("!ack YT-9..7", "unread-case-range", "ack YT-…"),
        ("!ack YT-…", "unread-case", "ack YT-…"),
        ("!ask YT-… which?", "unread-case", "ask YT-… which?"),
        ("!ack 3", "unread-leftover", "ack YT-3"),
        ("!ack YT38", "unread-leftover", "ack YT-38"),
        ("!ack yt 38, 39", "unread-leftover", "ack YT-38 YT-39"),
        ("!ack YT-7 yt_38 #39", "unread-leftover", "ack YT-7 YT-38 YT-39"),
        ("!ask #38 which one?", "unread-case-missing", "ask YT-38 which one?"),
        ("!resolved YT38", "unread-case-missing", "resolved YT-38 action:removed"),
        ("!ack TT38", "unread-leftover", "ack YT-…"),
        ("!ack YT-1 TT-2", "unread-cases-mixed", "ack YT-1"),
        ("!ack YT-1..3 YT-7 TT-2", "unread-cases-mixed", "ack YT-1..3 YT-7"),
        ("!ack YT-7 YT-9,8 YT-3..30 TT-2 YT-31 YT-7", "unread-cases-mixed", "ack YT-7 YT-9 YT-8 YT-3..6 YT-10..31"),
        ("!ack yt 1, 2, 3, 4 please", "unread-leftover", "ack YT-1..4"),
        (
            scattered.as_str(),
            "unread-cases-mixed",
            "ack YT-1 YT-3 YT-5 YT-7 YT-9 YT-11 YT-13 YT-15 YT-17 YT-19 YT-21 YT-23 YT-25 YT-27 YT-29 YT-31 YT-33 \
             YT-35 YT-37 YT-39 YT-…",
        ),
        ("!ack YT-1..60 YT-70..130", "unread-cases-many", "ack YT-1..60 YT-…"),
        ("!ack YT-1..101", "unread-cases-many", "ack YT-…"),
        ("!case YT-1 YT-2", "unread-cases-one", "case YT-1"),
        ("!report", "unread-target-missing", "report hxxps://a[.]example/1 …"),
        (
            "!report see https://a.example/1, and b.example/2 too ref:7",
            "unread-target-missing",
            "report hxxps://a[.]example/1 b[.]example/2 see and too ref:7",
        ),
        (
            "!report https://a.example/7 and https://a.example/77 both bad",
            "unread-target-late",
            "report hxxps://a[.]example/7 hxxps://a[.]example/77 and both bad",
        ),
        (
            "!report account:@bad site hxxps://b[.]example/12, see:b.example/13 too",
            "unread-target-late",
            "report account:＠bad hxxps://b[.]example/12 b[.]example/13 site see: too",
        ),
        (
            "!report https://a.example/1 reason:foo bar ref:7 urgency:urgent",
            "unread-text-twice",
            "report hxxps://a[.]example/1 reason:\"foo bar\" ref:7 urgency:urgent",
        ),
        ("!protocol YT-1 known", "unread-command", "help"),
        ("!report just words", "unread-target-missing", "report hxxps://a[.]example/1 …"),
        ("!report javascript:alert(1)", "unread-target-scheme", "report hxxps://a[.]example/1 …"),
        (
            "!report https://u:p@a.example/1 https://b.example/2 x",
            "unread-target-credentials",
            "report hxxps://b[.]example/2 x",
        ),
        ("!report https://localhost/1", "unread-target-host", "report hxxps://a[.]example/1 …"),
        ("!report account:\"a b\"", "unread-target-account", "report hxxps://a[.]example/1 …"),
        (
            many.as_str(),
            "unread-targets-many",
            "report hxxps://a[.]example/0 hxxps://a[.]example/1 hxxps://a[.]example/2 …",
        ),
        (heavy.as_str(), "unread-long", "help"),
        ("!report https://a.example/1 basis:tco received:14:05 x", "unread-order", "report hxxps://a[.]example/1 x"),
        ("!help resolvd", "unread-command-near", "help resolved"),
    ];
    let speaker = Speaker::member();
    for (message, name, line) in cases {
        assert_eq!(
            speaker.fault(message),
            (name.to_owned(), line.to_owned()),
            "{}",
            message.chars().take(80).collect::<String>()
        );
    }
    // What names a part of many cases does nothing as it stands.
    for command in ["ack", "resolved", "ask", "refuse"] {
        let (_, line) = speaker.fault(&scattered.replacen("ack", command, 1));
        assert!(line.contains(" YT-39 YT-…"), "{line}");
        assert!(!matches!(speaker.says(&format!("!{line}")), Reading::Understood(_)), "{line}");
    }
    let replying = Speaker::replying("YT-1");
    assert_eq!(replying.fault("!ack YT-2"), ("unread-case-differs".to_owned(), "ack YT-1".to_owned()));
    // Whether there is a measure to be named is known of the case alone.
    assert!(matches!(replying.says("!resolved"), Reading::Understood(_)));
}

#[test]
fn moments_are_local_and_the_next_or_the_first() {
    let at = |speaker: &Speaker, option: &str, written: &str| {
        let line = match option {
            "at" => format!("!resolved YT-1 action:removed at:{written}"),
            _ => format!("!refuse YT-1 ground:unable until:{written}"),
        };
        match speaker.says(&line) {
            Reading::Understood(Request::Act { command: Command::Resolve { at, .. }, .. }) => at,
            Reading::Understood(Request::Act { command: Command::Refuse { until, .. }, .. }) => until,
            _ => None,
        }
    };
    let winter = Speaker::member();
    for (option, written, moment) in [
        ("at", "14:22", "2026-11-21T13:22"),
        ("at", "9:05", "2026-11-21T08:05"),
        ("at", "14h22", "2026-11-21T13:22"),
        ("at", "23:55", "2026-11-21T22:55"),
        ("at", "-20min", "2026-11-21T13:40"),
        ("at", "2026-10-24T20:00", "2026-10-24T18:00"),
        ("at", "\"2026-10-24 20:00\"", "2026-10-24T18:00"),
        ("at", "2026-10-24T20:00Z", "2026-10-24T20:00"),
        ("at", "2026-10-24T20:00+05:00", "2026-10-24T15:00"),
        ("at", "2026-10-25T02:30", "2026-10-25T00:30"),
        ("until", "18:00", "2026-11-21T17:00"),
        ("until", "09:00", "2026-11-22T08:00"),
        ("until", "15:00", "2026-11-22T14:00"),
        ("until", "+2h", "2026-11-21T16:00"),
        ("until", "2h", "2026-11-21T16:00"),
        ("until", "+1h30", "2026-11-21T15:30"),
        ("until", "90min", "2026-11-21T15:30"),
        ("until", "2d", "2026-11-23T14:00"),
        ("until", "+2j", "2026-11-23T14:00"),
        ("until", "+18h", "2026-11-22T08:00"),
        ("until", "2026-12-01T08:00", "2026-12-01T07:00"),
    ] {
        assert_eq!(at(&winter, option, written), Some(utc(moment)), "{option}:{written}");
    }
    for (option, written) in [
        ("at", "24:00"),
        ("at", "14:60"),
        ("at", "2026-13-01T10:00"),
        ("at", "yesterday"),
        ("at", "14:2"),
        ("at", "+2h"),
        ("at", "24/10"),
        ("until", "18h"),
        ("until", "1h30"),
        ("until", "0min"),
        ("until", "+9999d"),
        ("until", "+99999999999999999999h"),
        ("until", "9999-01-01T00:00"),
    ] {
        assert_eq!(at(&winter, option, written), None, "{option}:{written}");
    }
    let spring = Speaker::later(utc("2026-03-29T00:30"));
    assert_eq!(at(&spring, "until", "02:30"), None, "the clocks skip it");
    assert_eq!(at(&spring, "until", "03:00"), Some(utc("2026-03-29T01:00")));
}

fn typed() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        proptest::sample::select(vec![
            "!report",
            "!ack",
            "/resolved",
            "!refuse",
            "!ask",
            "@liaison",
            "!case",
            "!info",
            "!withdraw",
            "!cases",
            "!help",
            "!digest",
            "YT-1",
            "YT-2..4",
            "TT-1",
            "YT-0",
            "YT-1,",
            "YT3",
            "YT",
            "#4",
            "YT-…",
            "3",
            "https://a.example/1",
            "hxxps://b[.]example/2",
            "a.example",
            "javascript:x",
            "https://u@a.example",
            "@x",
            "action:removed",
            "action:",
            "ground:unable",
            "ground:terms",
            "until:18:00",
            "until:+2h",
            "at:14:22",
            "at:99:99",
            "reason:wrong_desk",
            "reason:\"a b",
            "text:«x y»",
            "urgency:urgent",
            "urgncy:x",
            "ref:1",
            "tlp:red",
            "basis:tco",
            "received:14:05",
            "case:YT-1",
            "address:yes",
            "note:",
            "x",
            "3:10",
            "\u{200b}",
            "\n",
            "…",
            "@room",
            "`",
            "**",
            "<b>",
            "account:@y",
            "target:\"g 1\"",
            "desk:x",
            "é:",
            "a:14:00",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        "[a-z]{1,8}:[a-z0-9]{0,4}",
    ];
    proptest::collection::vec(word, 1..10).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_line_that_is_shown_works_and_holds_no_link(message in typed(), replies in any::<bool>()) {
        let speaker = if replies { Speaker::replying("YT-1") } else { Speaker::member() };
        if let Reading::Unreadable(bad) = speaker.says(&message) {
            let line = format!("!{} {}", bad.line.0.name(), bad.line.1);
            // A case still to be named is filled in; as it stands, such a line does nothing.
            let acts = matches!(speaker.says(&line), Reading::Understood(Request::Act { .. }));
            prop_assert!(!acts || !bad.line.1.starts_with("YT-…"), "{}", line);
            // So is the text: the mark that stands for it is none.
            let line = if line.ends_with(" …") { line.replace(" …", " words") } else { line };
            let works = matches!(speaker.says(&line), Reading::Understood(_));
            let line = if works { line } else { line.replacen("YT-…", "YT-1", 1) };
            prop_assert!(matches!(speaker.says(&line), Reading::Understood(_)), "{} gave {}: {:?}", message, line, speaker.says(&line));
            prop_assert!(!line.contains("http") && !line.contains('@') && !line.contains('`') && !line.contains('<'), "{}", line);
            prop_assert!(!bad.remark().facts.is_empty());
        }
    }

    #[test]
    fn anything_is_read(message in "[!/@]?\\PC{0,200}") {
        let _ = Speaker::member().says(&message);
        let _ = Speaker::stranger().says(&format!("!report {message}"));
    }
}

#[test]
fn the_worst_messages_are_read_in_full() {
    let speaker = Speaker::member();
    for part in [
        "a: ",
        "YT-1..100 ",
        "https://a.example/1 ",
        "a.b.cc ",
        "x:y ",
        "(",
        ")",
        ")!",
        "[",
        "](",
        "\"",
        "text:\"",
        "hxxp",
        "[.]",
        "@",
        ".",
        "é",
        "YT-1,",
        "1,",
    ] {
        for command in ["!report", "!ask YT-1", "!ack", "!resolved YT-1 action:removed", "!cases"] {
            let message: String = format!("{command} {}", part.repeat(65_000 / part.len()));
            assert!(!matches!(speaker.says(&message), Reading::NotForUs), "{command} {part}");
        }
    }
}
