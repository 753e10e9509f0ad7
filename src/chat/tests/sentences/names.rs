//! That no sentence and no term is missing in either language, and that each speaks only of the facts that it is given.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use liaison_chat::{Sentences, Verb};
use liaison_domain::{
    Action, Basis, CaseKind, CaseState, ClockKind, ClockName, Country, DataType, Fact, Forgery, Ground, Language,
    Outcome, RefusalGround, Remark, RoomKind, Side, Urgency, WithdrawalReason,
};

use crate::fixtures::{case_ref, opened_at, setting, view};
use crate::samples::every_remark;

const ENGLISH: &str = include_str!("../../../../commands/text/en.ftl");
const FRENCH: &str = include_str!("../../../../commands/text/fr.ftl");

/// Each sentence's name, with the names of its arguments.
fn sentences(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            name = line.split_once(" =").expect("a sentence").0.to_owned();
            found.entry(name.clone()).or_default();
        }
        for argument in line.split('$').skip(1) {
            let argument: String = argument.chars().take_while(char::is_ascii_lowercase).collect();
            found.get_mut(&name).expect("a sentence").insert(argument);
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_arguments() {
    let (english, french) = (sentences(ENGLISH), sentences(FRENCH));
    assert!(english.len() > 200, "the files are read: {}", english.len());
    assert_eq!(english, french);
}

#[test]
fn no_sentence_stands_twice() {
    for source in [ENGLISH, FRENCH] {
        let names = source.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        assert_eq!(names.count(), sentences(source).len());
    }
}

#[test]
fn every_variant_has_its_term() {
    let known = sentences(ENGLISH);
    let mut wanted: Vec<String> = Vec::new();
    let mut all = |what: &str, names: Vec<&str>| wanted.extend(names.iter().map(|name| format!("{what}-{name}")));
    all("side", Side::ALL.iter().map(|one| one.name()).collect());
    all("owner", Side::ALL.iter().map(|one| one.name()).collect());
    all("state", CaseState::ALL.iter().map(|one| one.name()).collect());
    all("kind", CaseKind::ALL.iter().map(|one| one.name()).collect());
    all("urgency", Urgency::ALL.iter().map(|one| one.name()).collect());
    all("card-basis", Basis::ALL.iter().map(|one| one.name()).collect());
    all("action", Action::ALL.iter().map(|one| one.name()).collect());
    all("ground", Ground::ALL.iter().map(|one| one.name()).collect());
    all("outcome", Outcome::ALL.iter().map(|one| one.name()).collect());
    all("refusal", RefusalGround::ALL.iter().map(|one| one.name()).collect());
    all("withdrawal", WithdrawalReason::ALL.iter().map(|one| one.name()).collect());
    all("data", DataType::ALL.iter().map(|one| one.name()).collect());
    all(
        "turned-away",
        Forgery::ALL.iter().filter(|one| **one != Forgery::OwnConfirmation).map(|one| one.name()).collect(),
    );
    all("clock", ClockName::ALL.iter().map(|one| one.name()).collect());
    all("missed", ClockKind::ALL.iter().map(|one| one.name()).collect());
    all("menu", vec!["report", "resolved"]);
    all("does", Verb::ALL.iter().map(|one| one.name()).collect());
    let table = liaison_chat::CommandTable::load().expect("the table");
    let options = || table.all().iter().flat_map(|definition| &definition.options);
    all("option", options().map(|option| option.name()).collect());
    all("form", vec!["report", "resolved", "refuse", "ask", "info", "emergency"]);
    all("button", vec!["ack", "resolved", "refuse", "ask", "case", "confirm", "callback", "produced", "preserved"]);
    all("country", Country::ALL.iter().map(|one| one.name()).collect());
    let months = || (1..=12).map(|month| month.to_string()).collect::<Vec<_>>();
    all("month-whole", months().iter().map(String::as_str).collect());
    all("month", vec!["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
    wanted.extend(options().flat_map(|option| &option.choices).filter_map(|choice| choice.term.clone()));
    let missing: Vec<_> = wanted.iter().filter(|name| !known.contains_key(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_remark_has_its_sentence_and_the_sentence_its_facts() {
    let known = sentences(ENGLISH);
    for remark in every_remark() {
        let arguments = known.get(&remark.name).unwrap_or_else(|| panic!("no sentence {}", remark.name));
        let given: BTreeSet<String> = remark.facts.iter().map(|(name, _)| name.clone()).collect();
        assert!(arguments.is_subset(&given), "{}: {arguments:?} of {given:?}", remark.name);
    }
}

#[test]
fn every_refusal_and_misreading_in_the_files_can_happen() {
    let said: BTreeSet<String> = every_remark().into_iter().map(|remark| remark.name).collect();
    let known =
        sentences(ENGLISH).into_keys().filter(|name| name.starts_with("refused-") || name.starts_with("unread-"));
    let idle: Vec<_> = known.filter(|name| !said.contains(name)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn remarks_are_said_whole_and_without_a_live_link() {
    let all = Sentences::load().expect("the sentences");
    let (setting, room) = (setting(), RoomKind::Shared);
    for language in Language::ALL {
        let view = view(&setting, *language, &room, opened_at());
        for remark in every_remark() {
            let said = all.remark(&remark, &view).plain();
            assert!(!said.contains(['{', '}', '$']) && said != remark.name, "{}: {said}", remark.name);
            crate::properties::assert_harmless(&said);
        }
    }
}

#[test]
fn what_the_house_never_says() {
    for source in [ENGLISH, FRENCH] {
        let said: String = source.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
        let small = said.to_lowercase();
        for word in ["please", "invalid", "an error occurred", "oops", "sorry", "s’il vous plaît", "veuillez", "désolé"]
        {
            assert!(!small.contains(word), "{word}");
        }
        assert!(!said.contains('!'), "an exclamation mark");
        assert!(!said.chars().any(|letter| ('\u{E000}'..='\u{F8FF}').contains(&letter)), "a private-use character");
    }
}

#[test]
fn french_typography() {
    for (number, line) in FRENCH.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let Some((_, said)) = line.split_once(" = ").or_else(|| line.split_once(']')) else { continue };
        let letters: Vec<char> = said.chars().collect();
        for (place, letter) in letters.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| letters[before]);
            let after = letters.get(place + 1);
            match letter {
                ';' | '?' | '!' | '%' => assert_eq!(before, Some('\u{202F}'), "line {}: {said}", number + 1),
                // Options (`until:`) and times (`14:22`) have no space before theirs.
                ':' if after.is_none_or(|after| after.is_whitespace()) => {
                    assert_eq!(before, Some('\u{A0}'), "line {}: {said}", number + 1);
                }
                '«' => assert_eq!(after, Some(&'\u{A0}'), "line {}: {said}", number + 1),
                '»' => assert_eq!(before, Some('\u{A0}'), "line {}: {said}", number + 1),
                '\'' => panic!("line {}: a straight apostrophe in {said}", number + 1),
                _ => {}
            }
        }
    }
}

#[test]
fn moments_are_read_in_the_rooms_zone_and_in_utc() {
    let all = Sentences::load().expect("the sentences");
    let (setting, room) = (setting(), RoomKind::Shared);
    let said = |at: &str, now: &str, language: Language| {
        let view = view(&setting, language, &room, now.parse::<DateTime<chrono::Utc>>().expect("a moment"));
        let at = at.parse().expect("a moment");
        let remark = Remark::new("refused-until-in-past")
            .with("case", Fact::Case(case_ref(1)))
            .with("until", Fact::Time(at))
            .with("line", Fact::Line("refuse", "YT-1".to_owned()));
        all.remark(&remark, &view)
            .plain()
            .replace('\u{A0}', " ")
            .replacen("YT-1:", "", 1)
            .replacen("YT-1 :", "", 1)
            .trim()
            .to_owned()
    };
    let english = |at, now| said(at, now, Language::English);
    assert!(english("2026-11-21T13:05:00Z", "2026-11-21T15:00:00Z").starts_with("14:05 (13:05 UTC) "));
    assert!(english("2026-10-24T18:00:00Z", "2026-11-21T15:00:00Z").starts_with("24 Oct 20:00 (18:00 UTC) "));
    assert!(english("2026-10-24T22:30:00Z", "2026-11-21T15:00:00Z").starts_with("25 Oct 00:30 (24 Oct 22:30 UTC) "));
    assert!(english("2025-10-24T18:00:00Z", "2026-11-21T15:00:00Z").starts_with("24 Oct 2025 20:00 (18:00 UTC) "));
    // The night in which 02:30 comes twice: the time in UTC tells which.
    assert!(english("2026-10-25T00:30:00Z", "2026-10-25T05:00:00Z").starts_with("02:30 (00:30 UTC) "));
    assert!(english("2026-10-25T01:30:00Z", "2026-10-25T05:00:00Z").starts_with("02:30 (01:30 UTC) "));
    assert!(
        said("2026-10-24T18:00:00Z", "2026-11-21T15:00:00Z", Language::French)
            .starts_with("24 oct. 20:00 (18:00 UTC) ")
    );
    assert!(said("2026-10-01T18:00:00Z", "2026-11-21T15:00:00Z", Language::French).starts_with("1er oct. 20:00 "));
}
