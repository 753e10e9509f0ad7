//! Whatever a person can type, and whatever the bot can answer to it, has been played: every command, every refusal, every
//! line that cannot be read and every other answer stands in at least one transcript in each language. That the transcripts
//! are what the program says, `transcripts.rs` sees to; this only reads them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Sections of the files of sentences whose sentences answer somebody, or tell what somebody did.
const TOLD: &[&str] = &[
    "Status lines",
    "Alerts",
    "Lists",
    "What the bot answers beside its cards",
    "Refusals: the rule, and what can be done instead",
    "Lines that could not be read: what was read, what was expected, a line that works",
    "Help",
];

/// What no transcript holds, with the reason: names, or what several names begin with. The golden sentences of
/// `liaison-chat` have them all.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("labels of Discord's buttons, forms, menus and rights", &["button-", "form-", "right-", "option-", "hint-"]),
    ("beyond twenty answers to one person at once: no conversation that is read as one", &["answers-together"]),
    (
        "a network's doors alone say so: the terminal loses nothing, edits nothing and lacks no right",
        &[
            "could-not-read",
            "refused-person-not-verified",
            "shown-alone",
            "member-on-discord",
            "role-on-discord",
            "address-not-here",
            "address-not-here-data",
            "room-of-no-desk",
            "answer-refused",
            "answer-refused-case",
            "alone-refused",
            "alone-refused-case",
            "bot-lacks-rights",
            "barred",
            "parked",
            "parked-case",
            "was-away",
            "edited-unread",
            "edited-after",
            "alert-held",
            "alert-held-desk",
            "alert-unread",
            "request-not-here",
            "request-nowhere",
            "emergency-not-here",
            "emergency-nowhere",
        ],
    ),
    ("something in the machine failed", &["fault"]),
    (
        "the terminal's rooms see whatever is not TLP:RED: the minimal form is for rooms with a lower ceiling",
        &[
            "status-asked-minimal",
            "status-informed-minimal",
            "status-noted-minimal",
            "status-assigned-minimal",
            "status-snoozed-minimal",
            "status-partly-answered-minimal",
        ],
    ),
    (
        "a card, an alert or a remark tells it, no line of its own",
        &[
            "status-reported",
            "status-warned",
            "status-lapsed",
            "status-escalated",
            "status-consulted",
            "status-turned-away",
            "status-admitted",
            "status-dismissed",
        ],
    ),
    ("the terminal desk has one agency", &["refused-other-agency"]),
    ("both of its organisations have a room of their own", &["refused-note-no-room", "refused-guest-no-room"]),
    ("nobody of theirs only reads", &["refused-reviewer"]),
    ("both have a number on file", &["refused-no-number-on-file", "emergency-no-number"]),
    ("neither keeps public holidays", &["refused-holidays-unknown"]),
    ("it would take a thousand cases", &["cases-many", "cases-filter-many", "cases-page-end"]),
    (
        "nobody reads a line of thousands of letters",
        &["unread-text-long", "unread-target-long", "unread-targets-many", "unread-long"],
    ),
];

fn is_elsewhere(name: &str) -> bool {
    let mut entries = ELSEWHERE.iter().flat_map(|(_, names)| *names);
    entries.any(|entry| name == *entry || (entry.ends_with('-') && name.starts_with(entry)))
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn files_of(folder: &str, extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|found| found == extension)).collect()
}

/// Every line of every transcript: what is said, and what the bot posts.
fn played() -> Vec<String> {
    let files = files_of("tests/transcripts", "txt");
    files
        .iter()
        .flat_map(|file| fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn is_posted(line: &str) -> bool {
    line.starts_with('[') || line.starts_with("  ")
}

/// The words of a sentence between the facts that it is filled with.
fn words(pattern: &str) -> Vec<String> {
    let parts = pattern.split('{').enumerate();
    let parts = parts.map(|(place, part)| if place == 0 { part } else { part.split_once('}').unwrap().1 });
    parts.map(|part| part.trim_matches(' ').to_owned()).filter(|part| !part.is_empty()).collect()
}

/// One sentence: its name, and its words in each of its forms (one, several).
struct Sentence {
    name: String,
    forms: Vec<Vec<String>>,
}

/// The sentences of one language, of the sections that are told, by the names of the sections in English.
fn sentences(language: &str) -> Vec<Sentence> {
    let told = names_told();
    let mut found: Vec<Sentence> = Vec::new();
    for line in read(&format!("commands/text/{language}.ftl")).lines().filter(|line| !line.starts_with('#')) {
        let form = match line.split_once(" = ") {
            Some((name, form)) if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                found.push(Sentence { name: name.to_owned(), forms: Vec::new() });
                form
            }
            _ => line.split_once("] ").map_or("", |(_, form)| form),
        };
        if let Some(sentence) = found.last_mut()
            && !form.is_empty()
            && !form.ends_with("->")
        {
            sentence.forms.push(words(form));
        }
    }
    found.retain(|sentence| told.contains(&sentence.name));
    found
}

fn names_told() -> BTreeSet<String> {
    let source = read("commands/text/en.ftl");
    let mut names = BTreeSet::new();
    let mut told = false;
    for line in source.lines() {
        if let Some(section) = line.strip_prefix("## ") {
            told = TOLD.contains(&section);
        }
        if told
            && line.starts_with(|first: char| first.is_ascii_lowercase())
            && let Some((name, _)) = line.split_once(" =")
        {
            names.insert(name.to_owned());
        }
    }
    assert!(names.len() > 150, "the sections are found: {}", names.len());
    names
}

/// Whether a line says the sentence: its words one after the other.
fn says(line: &str, words: &[String]) -> bool {
    let mut rest = line;
    words.iter().all(|word| match rest.split_once(word.as_str()) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

#[test]
fn every_answer_has_been_played_in_each_language() {
    let lines: Vec<String> = played().into_iter().filter(|line| is_posted(line)).collect();
    let is_said = |sentence: &Sentence| sentence.forms.iter().any(|form| lines.iter().any(|line| says(line, form)));
    let (english, french) = (sentences("en"), sentences("fr"));
    let mut wrong = Vec::new();
    for (in_english, in_french) in english.iter().zip(&french) {
        assert_eq!(in_english.name, in_french.name, "both files have the same order");
        let name = &in_english.name;
        match (is_said(in_english), is_said(in_french), is_elsewhere(name)) {
            (true, true, true) if !name.starts_with("option-") && !name.starts_with("button-") => {
                wrong.push(format!("{name} is played after all"));
            }
            (false, _, false) => wrong.push(format!("nobody is told {name} in English")),
            (_, false, false) => wrong.push(format!("nobody is told {name} in French")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two refusals in the same words would each stand for the other above.
#[test]
fn no_two_refusals_have_the_same_words() {
    for language in ["en", "fr"] {
        let mut seen = BTreeSet::new();
        let refusals = sentences(language);
        let refusals =
            refusals.iter().filter(|one| one.name.starts_with("refused-") || one.name.starts_with("unread-"));
        for sentence in refusals {
            for form in &sentence.forms {
                assert!(seen.insert(form.clone()), "{language}: {} says what another says", sentence.name);
            }
        }
    }
}

#[test]
fn every_command_has_been_given_in_each_language() {
    let said: Vec<String> = played().into_iter().filter(|line| !is_posted(line) && line.starts_with('@')).collect();
    for file in files_of("commands", "toml") {
        let definition: toml::Table = fs::read_to_string(&file).unwrap().parse().unwrap();
        for language in ["en", "fr"] {
            let name = definition["names"][language].as_str().unwrap();
            // What people say in a room of that language begins with that language's name of the command.
            let is_given = |line: &String| {
                let words = line.split_once("> /").map_or("", |(_, words)| words);
                let spoken =
                    words.replacen("desk member", "desk-member", 1).replacen("service membre", "service-membre", 1);
                spoken.split_whitespace().next() == Some(name)
            };
            assert!(said.iter().any(is_given), "nobody says /{name}");
        }
    }
}
