//! The nearest line that works: what was typed with its fault mended, else the command's own plainest line. Whatever is
//! shown was read again first, in the same circumstances, in the form in which it is shown.

use liaison_domain::CaseRef;

use crate::definition::{Cases, Definition};
use crate::grammar::{Edit, Fault, Parts};
use crate::harmless::{defanged, harmless};
use crate::read::{Context, understood};
use crate::table::CommandTable;
use crate::target::{read_address, resembles_address};
use crate::verb::Verb;

/// A longer line is not shown: it could not be compared with what was typed.
const LINE_LIMIT: usize = 300;

/// The number of a case has at most so many digits.
const LONGEST_NUMBER: usize = 9;

/// So many cases or addresses are repeated in a line.
const SHOWN: usize = 3;

/// The line to show for a fault: a command and what follows it, without a live link.
pub(crate) fn nearest_line(
    table: &CommandTable,
    definition: &Definition,
    rest: &str,
    parts: &Parts<'_>,
    fault: &Fault,
    hearing: &Context<'_>,
) -> (Verb, String) {
    let short = rest.len() <= LINE_LIMIT;
    let numbered = short.then(|| numbered(definition, rest, parts, hearing)).flatten();
    let mended = short.then(|| shown(&edited(rest, &fault.edits)));
    let plain = plainest(definition, parts, hearing);
    let examples = definition.examples.en.iter().cloned();
    let works = |line: &String| line.chars().count() <= LINE_LIMIT && understood(table, definition, line, hearing);
    match numbered.into_iter().chain(mended).chain([plain]).chain(examples).find(works) {
        Some(line) => (definition.verb, line),
        None => (Verb::Help, definition.name().to_owned()),
    }
}

/// A case that is named by its number alone, `/ack 3`, with the prefix of the room's desk before it.
fn numbered(definition: &Definition, rest: &str, parts: &Parts<'_>, hearing: &Context<'_>) -> Option<String> {
    if definition.cases == Cases::None || !parts.cases.is_empty() || hearing.replied.is_some() {
        return None;
    }
    let is_number = |word: &&str| word.len() <= LONGEST_NUMBER && word.chars().all(|digit| digit.is_ascii_digit());
    let words: Vec<&str> = rest.split_whitespace().collect();
    let count = words.iter().take_while(|word| is_number(word)).count();
    let (numbers, others) = words.split_at(count);
    let named = numbers.iter().map(|number| format!("{}-{number}", hearing.prefix));
    let line: Vec<String> = named.chain([shown(&others.join(" "))]).collect();
    (count > 0).then(|| line.join(" ").trim_end().to_owned())
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

fn plainest(definition: &Definition, parts: &Parts<'_>, hearing: &Context<'_>) -> String {
    let subject = match definition.cases {
        Cases::None => String::new(),
        Cases::One | Cases::Several => cases(definition, parts, hearing),
    };
    let body = match definition.verb {
        Verb::Report => report(parts),
        Verb::Resolved => "action:removed".to_owned(),
        Verb::Refuse => "ground:no_violation".to_owned(),
        Verb::Ask | Verb::Info => "…".to_owned(),
        // Of the reasons the one that does the least.
        Verb::Withdraw => "reason:mistake".to_owned(),
        Verb::Ack | Verb::StillUp | Verb::Gone | Verb::Case | Verb::Cases | Verb::Digest | Verb::Help => String::new(),
    };
    format!("{subject} {body}").trim().to_owned()
}

/// The case that is replied to, named so that the line works outside the reply too; else the cases that were named, of
/// the first one's desk.
fn cases(definition: &Definition, parts: &Parts<'_>, hearing: &Context<'_>) -> String {
    if let Some(replied) = hearing.replied {
        return replied.to_string();
    }
    let Some(first) = parts.cases.first() else { return format!("{}-42", hearing.prefix) };
    let count = if definition.cases == Cases::One { 1 } else { SHOWN };
    let same_desk = parts.cases.iter().filter(|case| case.prefix == first.prefix);
    same_desk.take(count).map(CaseRef::to_string).collect::<Vec<_>>().join(" ")
}

fn report(parts: &Parts<'_>) -> String {
    let late = parts.late_addresses();
    let late = late.iter().filter_map(|(word, _)| read_address(word).ok());
    let targets = parts.targets.iter().cloned().chain(late).take(SHOWN);
    let targets: Vec<_> = targets.map(|target| defanged(&target.locator)).collect();
    if targets.is_empty() { "hxxps://a[.]example/1 …".to_owned() } else { format!("{} …", targets.join(" ")) }
}
