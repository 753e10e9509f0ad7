//! The nearest line that works: what was typed with its fault mended, else the command's own plainest line. Whatever is
//! shown was read again first, in the same circumstances, in the form in which it is shown.

use std::collections::HashSet;

use liaison_domain::CaseRef;

use crate::bad::Misreading;
use crate::definition::{Cases, Definition, OptionKind};
use crate::grammar::cases::CASES_LIMIT;
use crate::grammar::{Edit, Fault, Parts};
use crate::harmless::{defanged, harmless};
use crate::invoked::quoted;
use crate::read::{Context, fault};
use crate::table::CommandTable;
use crate::target::{read_address, resembles_address};
use crate::verb::Verb;

/// A longer line is not shown: it could not be compared with what was typed.
const LINE_LIMIT: usize = 300;

/// The number of a case has at most so many digits.
const LONGEST_NUMBER: usize = 9;

/// So many faults behind the first are mended in a line.
const FURTHER_FAULTS: usize = 3;

/// So many addresses are repeated in a line.
const SHOWN: usize = 3;

/// So many cases and ranges of them are repeated in a line; the rest is left open in it.
const RUNS_SHOWN: usize = 20;

/// From so many on, cases that follow each other are named as a range.
const SHORTEST_RANGE: u32 = 3;

/// Stands for a desk's prefix where the room has no desk of its own.
const ANY_PREFIX: &str = "XX";

/// The line to show for a fault: a command and what follows it, without a live link. A case that nobody named is left
/// open in it, `YT-…`: whoever sends it as it stands must act on nobody's case.
pub(crate) fn nearest_line(
    table: &CommandTable,
    definition: &Definition,
    rest: &str,
    parts: &Parts<'_>,
    fault: &Fault,
    hearing: &Context<'_>,
) -> (Verb, String) {
    let short = rest.len() <= LINE_LIMIT;
    let mended = short.then(|| mended(table, definition, rest, fault, hearing));
    let meant = if short { meant(definition, rest, parts, hearing) } else { Meant::default() };
    let numbered = (!meant.cases.is_empty()).then(|| meant.line()).map(|line| match definition.verb {
        // Whoever does not know how a case is named shall not have to learn next that content needs a measure.
        Verb::Resolved if fault.what == Misreading::CaseMissing && parts.given("action").is_none() => {
            format!("{line} action:removed")
        }
        _ => line,
    });
    let plain = plainest(definition, parts, &meant.cases, hearing);
    // The examples of a command that takes cases name cases that may be somebody's, and those of a request somebody.
    let examples = definition
        .examples
        .en
        .iter()
        .filter(|_| definition.cases == Cases::None && definition.verb != Verb::Request)
        .cloned();
    let open = open_case(hearing);
    let works = |line: &String| {
        let filled = line.replacen(&open, &open.replace('…', "1"), 1);
        let begins_open = line.starts_with(&open);
        line.chars().count() <= LINE_LIMIT
            && (!begins_open && is_read(table, definition, line, hearing)
                || is_read(table, definition, &filled, hearing))
    };
    let mended = mended.map(|line| shown(&line));
    match numbered.into_iter().chain(mended).chain([plain]).chain(examples).find(works) {
        Some(line) => (definition.verb, line),
        None => (Verb::Help, definition.name().to_owned()),
    }
}

fn is_read(table: &CommandTable, definition: &Definition, line: &str, hearing: &Context<'_>) -> bool {
    fault(table, definition, line, hearing).is_none()
}

/// Whether a fault is mended without leaving out what was typed.
fn adds(fault: &Fault) -> bool {
    !fault.edits.is_empty() && fault.edits.iter().all(|edit| !edit.with.is_empty())
}

/// What was typed with its fault mended, and those that came to light by it where nothing is lost.
fn mended(table: &CommandTable, definition: &Definition, rest: &str, first: &Fault, hearing: &Context<'_>) -> String {
    let mut line = edited(rest, &first.edits);
    for _ in 0..FURTHER_FAULTS {
        match fault(table, definition, &line, hearing) {
            Some(next) if adds(&next) => line = edited(&line, &next.edits),
            _ => break,
        }
    }
    line
}

/// A case still to be named.
fn open_case(hearing: &Context<'_>) -> String {
    format!("{}-…", if hearing.prefix.is_empty() { ANY_PREFIX } else { hearing.prefix })
}

/// What a line begins with that was meant for cases of the room's desk, and what follows it.
#[derive(Default)]
struct Meant {
    cases: Vec<String>,
    others: String,
}

impl Meant {
    fn line(&self) -> String {
        format!("{} {}", self.cases.join(" "), shown(&self.others)).trim_end().to_owned()
    }
}

/// Cases without the form of a reference: `3`, `#3`, `YT3`, `YT 3`, `yt_3`. Behind a reference a number alone is text.
fn meant(definition: &Definition, rest: &str, parts: &Parts<'_>, hearing: &Context<'_>) -> Meant {
    let mut meant = Meant::default();
    if definition.cases == Cases::None || hearing.replied.is_some() || hearing.prefix.is_empty() {
        return meant;
    }
    let mut words = rest.split_whitespace().peekable();
    while let Some(&word) = words.peek() {
        let own = without_prefix(word, hearing.prefix);
        if own.is_some_and(str::is_empty) && words.clone().nth(1).and_then(number).is_some() {
            words.next();
            continue;
        }
        let bare = parts.cases.is_empty() || word.starts_with('#');
        let Some(number) = own.or(Some(word).filter(|_| bare)).and_then(number) else { break };
        meant.cases.push(format!("{}-{number}", hearing.prefix));
        words.next();
    }
    meant.others = words.collect::<Vec<_>>().join(" ");
    meant
}

fn without_prefix<'w>(word: &'w str, prefix: &str) -> Option<&'w str> {
    let (begin, after) = word.split_at_checked(prefix.len())?;
    begin.eq_ignore_ascii_case(prefix).then_some(after)
}

fn number(word: &str) -> Option<&str> {
    let number = word.trim_start_matches(['#', '-', '_', '0']).trim_end_matches([',', ';', ':', '.']);
    let fits = (1..=LONGEST_NUMBER).contains(&number.len()) && number.chars().all(|digit| digit.is_ascii_digit());
    fits.then_some(number)
}

fn edited(rest: &str, edits: &[Edit]) -> String {
    let mut line = rest.to_owned();
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        if line.get(edit.span.clone()).is_some() {
            line.replace_range(edit.span.clone(), &edit.with);
        }
    }
    line
}

/// The line in a form in which nothing is a link or a mention, and which is read the same.
fn shown(line: &str) -> String {
    let words = line.split_whitespace().map(|word| {
        let (name, value) = match word.split_once(':') {
            Some((name, value)) if !value.starts_with("//") && !resembles_address(word) => (Some(name), value),
            _ => (None, word),
        };
        let value = if resembles_address(value) { defanged(value) } else { harmless(value) };
        name.map_or(value.clone(), |name| format!("{}:{value}", harmless(name)))
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn plainest(definition: &Definition, parts: &Parts<'_>, meant: &[String], hearing: &Context<'_>) -> String {
    let subject = match definition.cases {
        Cases::None => String::new(),
        Cases::One | Cases::Several => cases(definition, parts, meant, hearing),
    };
    let body = match definition.verb {
        Verb::Report => report(parts),
        Verb::Resolved => "action:removed".to_owned(),
        Verb::Refuse => "ground:no_violation".to_owned(),
        Verb::Ask | Verb::Info | Verb::Note => "…".to_owned(),
        Verb::DeskMember => "@lea:agency.example".to_owned(),
        Verb::Assign => "to:…".to_owned(),
        Verb::Snooze => "for:2h …".to_owned(),
        Verb::Link if parts.cases.len() == 2 && hearing.replied.is_none() => String::new(),
        Verb::Link => format!("with:{}-43", hearing.prefix),
        // Of the reasons the one that does the least.
        Verb::Withdraw => "reason:mistake".to_owned(),
        Verb::Request => request(parts),
        Verb::Emergency => report(parts),
        Verb::Confirm
        | Verb::Extend
        | Verb::Ack
        | Verb::StillUp
        | Verb::Gone
        | Verb::Undo
        | Verb::Duty
        | Verb::Case
        | Verb::Cases
        | Verb::Digest
        | Verb::Stats
        | Verb::Help => String::new(),
    };
    // Whoever named some targets is shown no line that answers for all of them.
    let named = parts.options.iter().filter(|given| given.option.kind == OptionKind::Places);
    let places: String = named.map(|given| format!("{}:{} ", given.option.name(), given.value)).collect();
    format!("{subject} {places}{body}").trim().to_owned()
}

/// The case that is replied to, named so that the line works outside the reply too; else the cases that were named, of
/// the first one's desk, or those that were probably meant.
fn cases(definition: &Definition, parts: &Parts<'_>, meant: &[String], hearing: &Context<'_>) -> String {
    if let Some(replied) = hearing.replied {
        return replied.to_string();
    }
    let meant: Vec<CaseRef> = meant.iter().filter_map(|case| case.parse().ok()).collect();
    let cases = if parts.cases.is_empty() { meant.as_slice() } else { &parts.cases };
    match cases.first() {
        None => open_case(hearing),
        Some(first) if definition.cases == Cases::One => first.to_string(),
        Some(first) => ranges(cases.iter().filter(|case| case.prefix == first.prefix), &open_case(hearing)),
    }
}

/// Every one of the cases, of one desk: in ranges where they follow each other. What is too much for a line is left open
/// in it: nobody takes a part for the whole, and sent as it stands it does nothing.
fn ranges<'c>(cases: impl Iterator<Item = &'c CaseRef>, open: &str) -> String {
    let mut runs: Vec<(&CaseRef, u32)> = Vec::new();
    let mut seen = HashSet::new();
    let mut is_open = false;
    for case in cases {
        if !seen.insert(case) {
            continue;
        }
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(case.number) => *last = case.number,
            _ => runs.push((case, case.number)),
        }
        is_open = runs.len() > RUNS_SHOWN || seen.len() > CASES_LIMIT;
        if is_open {
            // The last one is not whole.
            runs.pop();
            break;
        }
    }
    let open = is_open.then(|| open.to_owned());
    let named = runs.into_iter().flat_map(|(first, last)| match last - first.number + 1 {
        count if count < SHORTEST_RANGE => {
            (first.number..=last).map(|number| format!("{}-{number}", first.prefix)).collect()
        }
        _ => vec![format!("{first}..{last}")],
    });
    named.chain(open).collect::<Vec<_>>().join(" ")
}

/// For whoever was named, and for nobody else: a line that is pasted files a request.
fn request(parts: &Parts<'_>) -> String {
    let named = parts.options.iter().filter(|given| given.option.kind == OptionKind::Identifier);
    let named: String = named.map(|given| format!("account:{} ", quoted(&harmless(&given.value)))).collect();
    let kind = parts.given("type").and_then(|given| given.option.choice(&given.value)).unwrap_or("subscriber");
    if named.is_empty() { String::new() } else { format!("{named}type:{kind}") }
}

fn report(parts: &Parts<'_>) -> String {
    let late = parts.late_addresses();
    let late = late.iter().filter_map(|(word, _)| read_address(word).ok());
    let targets = parts.targets.iter().cloned().chain(late).take(SHOWN);
    let targets: Vec<_> = targets.map(|target| defanged(&target.locator)).collect();
    if targets.is_empty() { "hxxps://a[.]example/1 …".to_owned() } else { format!("{} …", targets.join(" ")) }
}
