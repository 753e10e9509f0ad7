//! What Discord registers: within every limit of Discord, in both languages, and complete.

#![allow(clippy::expect_used, reason = "a test says what it found by failing; helpers outside of `#[test]` do too")]

use liaison_chat::{OptionKind, Registration, Sentences, Verb};

fn registration() -> Registration {
    Sentences::load().expect("the sentences").registration()
}

#[test]
fn everything_is_within_the_limits() {
    assert_eq!(registration().over(), Vec::<String>::new());
}

#[test]
fn what_is_over_a_limit_is_named() {
    let mut registration = registration();
    if let Some(command) = registration.commands.first_mut() {
        command.name = "Report it".to_owned();
        command.description = "x".repeat(101);
        command.options.iter_mut().for_each(|option| option.description = "y".repeat(3_000));
    }
    let over = registration.over().join("\n");
    for said in ["the name Report it", "a description of Report it: 101, at most 100", "characters of Report it"] {
        assert!(over.contains(said), "{said}: {over}");
    }
}

#[test]
fn every_command_is_there_with_its_cases_first() {
    let sentences = Sentences::load().expect("the sentences");
    let registration = sentences.registration();
    let typed: Vec<_> = registration.commands.iter().filter(|command| command.kind == 1).collect();
    assert_eq!(typed.len(), Verb::ALL.len());
    for command in typed {
        let definition = sentences.table().definition(command.verb).expect("a definition");
        let offered = if command.verb == Verb::Request { 0 } else { definition.shown_options().count() };
        assert_eq!(command.options.len(), offered, "a request's options would lead identifiers through Discord");
        for option in &command.options {
            let kind = definition.option(&option.name).expect("an option").kind;
            assert_eq!(option.required, kind == OptionKind::Cases, "{} {}", command.name, option.name);
            assert_eq!(option.choices.is_empty(), kind != OptionKind::Choice, "{} {}", command.name, option.name);
        }
    }
}

#[test]
fn the_menus_are_known_by_what_stands_in_them() {
    let registration = registration();
    assert_eq!(registration.menu("Open a case"), Some(Verb::Report));
    assert_eq!(registration.menu("Resolve this case"), Some(Verb::Resolved));
    assert_eq!(registration.menu("report"), None);
}
