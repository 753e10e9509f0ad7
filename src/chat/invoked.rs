//! A command that a network took apart by itself: its options go to their places without passing through the grammar, so
//! that nothing in a value can be taken for an option. The line that a person could have typed is made beside it: what is
//! shown when something is wrong is an edit of that.

use std::ops::Range;

use liaison_domain::CaseRef;

use crate::bad::{BadInvocation, Misreading};
use crate::definition::{Definition, OptionDefinition, OptionKind};
use crate::fold::folded;
use crate::grammar::cases::{CASES_LIMIT, in_words};
use crate::grammar::{Fault, Given, Parts, TARGETS_LIMIT};
use crate::port::Invoked;
use crate::read::{Context, Reading, read_parts};
use crate::table::CommandTable;
use crate::target::resembles_address;
use crate::verb::Verb;

/// Reads a command that was taken apart by its network.
#[must_use]
pub fn read_invoked(table: &CommandTable, invoked: &Invoked, hearing: &Context<'_>) -> Reading {
    match table.command(&invoked.command) {
        Some(definition) => {
            let (rest, parts) = taken_apart(definition, invoked);
            read_parts(table, definition, &rest, parts, hearing)
        }
        None => {
            let fault = Misreading::Command { word: invoked.command.clone(), near: false };
            Reading::Unreadable(BadInvocation { command: None, fault, line: (Verb::Help, String::new()) })
        }
    }
}

/// The cases that a command names, as far as they can be read; no more than one command takes.
#[must_use]
pub fn named_cases(definition: &Definition, invoked: &Invoked) -> Vec<CaseRef> {
    let names_cases = |name: &str| definition.option(name).is_some_and(|option| option.kind == OptionKind::Cases);
    let given = invoked.given.iter().filter(|(name, _)| names_cases(name));
    given.filter_map(|(_, value)| in_words(value).ok()).flatten().take(CASES_LIMIT).collect()
}

/// The line that says the same, and what it consists of.
fn taken_apart<'a>(definition: &'a Definition, invoked: &Invoked) -> (String, Parts<'a>) {
    let mut line = String::new();
    let mut parts = Parts::default();
    for (name, value) in &invoked.given {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let Some(option) = definition.option(name) else {
            let near = definition.near_option(&folded(name)).map(|option| option.name().to_owned());
            let options = definition.shown_options().map(|option| option.name().to_owned()).collect();
            let what = Misreading::Option { word: format!("{name}:"), near, options };
            parts.fault.get_or_insert(Fault::of(what));
            continue;
        };
        for value in values(option, value) {
            let (span, value_span) = written(&mut line, option, value);
            let name = option.name().to_owned();
            parts.options.push(Given { option, name, value: value.to_owned(), span, value_span });
        }
    }
    (line, parts)
}

/// Several addresses can stand where one is asked for; a locator in words is one, however many words it has.
fn values<'v>(option: &OptionDefinition, value: &'v str) -> Vec<&'v str> {
    let words: Vec<&str> = value.split_whitespace().take(TARGETS_LIMIT + 1).collect();
    let each = |word: &str| match option.kind {
        OptionKind::Target => resembles_address(word),
        // A moment stands behind a space too, and is no identifier of its own.
        OptionKind::Identifier => word.starts_with(['@', '+']),
        _ => false,
    };
    if option.repeated && words.iter().all(|word| each(word)) { words } else { vec![value] }
}

/// Writes one option behind the line: where it stands, and its value.
fn written(line: &mut String, option: &OptionDefinition, value: &str) -> (Range<usize>, Range<usize>) {
    if !line.is_empty() {
        line.push(' ');
    }
    let start = line.len();
    line.push_str(option.name());
    line.push(':');
    let value_start = line.len();
    line.push_str(&quoted(value));
    (start..line.len(), value_start..line.len())
}

/// A value as a person types it: between marks where it has spaces.
pub(crate) fn quoted(value: &str) -> String {
    match (value.contains(char::is_whitespace), value.contains('"')) {
        (false, _) => value.to_owned(),
        (true, false) => format!("\"{value}\""),
        (true, true) => format!("«{value}»"),
    }
}
