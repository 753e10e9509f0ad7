//! The command table: it loads, its choices are those of the rules, every name in every language leads to its command,
//! and every example works.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it found by failing; helpers outside of `#[test]` do too"
)]

use std::collections::BTreeSet;

use chrono::{TimeZone, Utc};
use chrono_tz::Europe::Paris;
use liaison_chat::{CommandTable, Context, Network, OptionKind, Reading, Request, Verb, harmless, read};
use liaison_domain::{
    Action, Basis, CaseKind, CaseRef, Ground, Language, RefusalGround, Tlp, Urgency, WithdrawalReason,
};

fn table() -> CommandTable {
    CommandTable::load().expect("the program's own table loads")
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> BTreeSet<String> {
    all.iter().map(|one| name(*one).to_owned()).collect()
}

#[test]
fn choices_are_those_of_the_rules() {
    let table = table();
    let expected = [
        (Verb::Report, "basis", names(&[Basis::Voluntary, Basis::Terms, Basis::Law], Basis::name)),
        (Verb::Request, "basis", names(&[Basis::Voluntary, Basis::Law, Basis::Mla], Basis::name)),
        (Verb::Report, "urgency", names(Urgency::ALL, Urgency::name)),
        (Verb::Resolved, "action", names(Action::ALL, Action::name)),
        (Verb::Resolved, "ground", names(Ground::ALL, Ground::name)),
        (Verb::Refuse, "ground", names(RefusalGround::ALL, RefusalGround::name)),
        (Verb::Withdraw, "reason", names(WithdrawalReason::ALL, WithdrawalReason::name)),
        (Verb::Stats, "kind", names(CaseKind::ALL, CaseKind::name)),
        (Verb::Stats, "urgency", names(Urgency::ALL, Urgency::name)),
    ];
    for (verb, option, rules) in expected {
        let option =
            table.definition(verb).and_then(|definition| definition.option(option)).expect("the option exists");
        let choices: BTreeSet<String> = option.choices.iter().map(|choice| choice.names.en.clone()).collect();
        assert_eq!(choices, rules, "{verb:?}");
    }
    let tlp =
        table.definition(Verb::Report).and_then(|definition| definition.option("tlp")).expect("the option exists");
    for label in Tlp::ALL {
        let typed = label.name().trim_start_matches("TLP:").to_lowercase();
        assert!(tlp.choices.iter().any(|choice| choice.names.en == typed), "{label:?}");
    }
}

#[test]
fn options_are_those_of_the_interface() {
    let expected = [
        (Verb::Report, "target account reason basis urgency tlp ref received"),
        (Verb::Ack, "case ref"),
        (Verb::Resolved, "case action ground at partly ref target"),
        (Verb::Refuse, "case ground until reason target"),
        (Verb::Ask, "case text"),
        (Verb::Info, "case text"),
        (Verb::Gone, "case text"),
        (Verb::StillUp, "case text"),
        (Verb::Withdraw, "case reason text"),
        (Verb::Case, "case address"),
        (Verb::Cases, "filter"),
        (Verb::Digest, "desk"),
        (Verb::Stats, "period desk compare explain organisation kind urgency"),
        (Verb::Help, "command"),
        (Verb::Request, "account type reason basis ref"),
        (Verb::Emergency, "account target reason ref"),
        (Verb::Confirm, "case callback"),
        (Verb::Extend, "case until reason"),
    ];
    for (verb, options) in expected {
        let definition = table().definition(verb).cloned().expect("every command is defined");
        let named: Vec<_> = definition.options.iter().map(|option| option.names.en.clone()).collect();
        assert_eq!(named.join(" "), options, "{verb:?}");
        for option in &definition.options {
            // Free words may have some among them that mean something of their own.
            let may_choose = matches!(option.kind, OptionKind::Choice | OptionKind::Words);
            let must_choose = option.kind == OptionKind::Choice;
            assert!(may_choose || option.choices.is_empty(), "{verb:?} {}", option.names.en);
            assert!(!must_choose || !option.choices.is_empty(), "{verb:?} {}", option.names.en);
        }
        if let Some(option) = &definition.text.option {
            assert!(definition.option(option).is_some(), "{verb:?} says its text by an option that it lacks");
        }
    }
}

#[test]
fn every_name_leads_to_its_command() {
    let table = table();
    for definition in table.all() {
        for name in definition.names.all() {
            for typed in [name.to_owned(), name.to_uppercase()] {
                assert_eq!(table.command(&typed).map(|found| found.verb), Some(definition.verb), "{typed}");
            }
        }
    }
    for (accented, verb) in [
        ("reçu", Verb::Ack),
        ("Résolu", Verb::Resolved),
        ("traité", Verb::Resolved),
        ("précision", Verb::Info),
        ("pre\u{301}cision", Verb::Info),
    ] {
        assert_eq!(table.command(accented).map(|found| found.verb), Some(verb), "{accented}");
    }
    assert_eq!(table.all().len(), Verb::ALL.len());
}

fn reading(table: &CommandTable, line: &str, replied: Option<&CaseRef>) -> Reading {
    let now = Utc.with_ymd_and_hms(2026, 11, 21, 14, 0, 0).single().expect("a moment");
    let hearing = Context {
        network: Network::Matrix,
        own_names: &[],
        speaker_is_member: true,
        replied,
        prefix: "YT",
        zone: Paris,
        now,
        said_at: now,
    };
    read(table, line, &hearing)
}

#[test]
fn every_example_works_in_both_languages_and_says_the_same() {
    let table = table();
    let card: CaseRef = "YT-42".parse().expect("a reference");
    for definition in table.all() {
        let [english, french] = [Language::English, Language::French].map(|language| {
            let read = definition.examples.of(language).iter().map(|example| {
                let line = format!("!{} {example}", definition.name_in(language));
                assert_eq!(
                    harmless(example).matches("hxxp").count(),
                    example.matches("hxxp").count(),
                    "{line} holds a live link"
                );
                let takes_case = definition.option("case").is_some();
                let named = example.contains("YT-");
                let replied = Some(&card).filter(|_| takes_case && !named);
                match reading(&table, &line, replied) {
                    Reading::Understood(request) => request,
                    other => panic!("{line}: {other:?}"),
                }
            });
            read.collect::<Vec<Request>>()
        });
        assert_eq!(english.len(), french.len(), "{}", definition.name());
        let without_words = |requests: &[Request]| requests.iter().map(std::mem::discriminant).collect::<Vec<_>>();
        assert_eq!(without_words(&english), without_words(&french), "{}", definition.name());
    }
}

#[test]
fn lines_are_written_in_the_language_of_the_room() {
    let table = table();
    let cases = [
        (Verb::Resolved, "YT-1 action:removed at:14:22 ground:terms", "YT-1 mesure:retire a:14:22 motif:conditions"),
        (Verb::Refuse, "YT-1 ground:unable until:18:00", "YT-1 motif:impossible jusqu-a:18:00"),
        (
            Verb::Report,
            "hxxps://a[.]example/1 from 3:10 urgency:urgent",
            "hxxps://a[.]example/1 from 3:10 urgence:urgent",
        ),
    ];
    for (verb, english, french) in cases {
        let definition = table.definition(verb).expect("every command is defined");
        assert_eq!(definition.line_in(english, Language::French), french);
        assert_eq!(definition.line_in(french, Language::English), english);
    }
}
