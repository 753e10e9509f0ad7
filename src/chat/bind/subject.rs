//! What a command is about: the cases that it names or replies to, the targets of a report.

use std::ops::{Range, RangeInclusive};

use chrono::TimeDelta;
use liaison_domain::{CaseRef, Target};

use super::given::Values;
use super::{distinct_cases, distinct_targets};
use crate::bad::Misreading;
use crate::definition::OptionKind;
use crate::fold::folded;
use crate::grammar::cases::{CASES_LIMIT, in_words};
use crate::grammar::{Edit, Fault, Given, TARGETS_LIMIT};
use crate::identifier::read_identifier;
use crate::target::{TargetFault, is_plainly_address, read_account, read_target};

/// The option that takes the name of an account.
const ACCOUNT: &str = "account";

/// The cases, at least one, none twice, of one desk.
pub(crate) fn cases(values: &Values<'_>) -> Result<Vec<CaseRef>, Fault> {
    let mut cases = values.parts.cases.clone();
    for given in values.parts.options.iter().filter(|given| given.option.kind == OptionKind::Cases) {
        cases.extend(by_option(given)?);
    }
    if cases.len() > CASES_LIMIT {
        return Err(Fault::of(Misreading::CasesMany { count: cases.len(), limit: CASES_LIMIT }));
    }
    let cases = distinct_cases(cases);
    match (cases.first(), values.hearing.replied) {
        (None, None) => Err(Fault::of(Misreading::CaseMissing)),
        (None, Some(replied)) => Ok(vec![replied.clone()]),
        (Some(_), Some(replied)) if cases != [replied.clone()] => {
            Err(Fault::of(Misreading::CaseDiffers { replied: replied.clone(), named: cases }))
        }
        (Some(first), _) if cases.iter().any(|case| case.prefix != first.prefix) => {
            Err(Fault::of(Misreading::CasesMixed { cases }))
        }
        (Some(_), _) => Ok(cases),
    }
}

/// Whether a case is named.
pub(crate) fn is_named(values: &Values<'_>) -> bool {
    let mut given = values.parts.options.iter();
    !values.parts.cases.is_empty() || given.any(|given| given.option.kind == OptionKind::Cases)
}

/// Whether no case is meant: none is named, and none replied to.
pub(crate) fn is_unnamed(values: &Values<'_>) -> bool {
    !is_named(values) && values.hearing.replied.is_none()
}

/// Two cases that have to do with each other: both named, or one named and the other replied to.
pub(crate) fn linked(values: &Values<'_>) -> Result<(CaseRef, CaseRef), Fault> {
    let mut named = values.hearing.replied.cloned().into_iter().collect::<Vec<_>>();
    named.extend(values.parts.cases.iter().cloned());
    for given in values.parts.options.iter().filter(|given| given.option.kind == OptionKind::Cases) {
        named.extend(by_option(given)?);
    }
    match distinct_cases(named).as_slice() {
        [case, to] if case.prefix == to.prefix => Ok((case.clone(), to.clone())),
        [case, to] => Err(Fault::of(Misreading::CasesMixed { cases: vec![case.clone(), to.clone()] })),
        _ => Err(Fault::of(Misreading::CasesTwo)),
    }
}

/// The one case that is shown.
pub(crate) fn one(values: &Values<'_>) -> Result<CaseRef, Fault> {
    let cases = cases(values)?;
    match cases.as_slice() {
        [case] => Ok(case.clone()),
        _ => Err(Fault::of(Misreading::CasesOne { cases })),
    }
}

fn by_option(given: &Given<'_>) -> Result<Vec<CaseRef>, Fault> {
    in_words(&given.value).map_err(Fault::of)
}

/// The targets of a report, at least one, none twice.
pub(crate) fn targets(values: &Values<'_>) -> Result<Vec<Target>, Fault> {
    let mut targets = values.parts.targets.clone();
    for given in &values.parts.options {
        targets.extend(match given.option.kind {
            OptionKind::Target => Some(read_target(&given.value).map_err(|fault| refused(given, fault))?),
            OptionKind::Account => Some(read_account(&given.value).map_err(|fault| refused(given, fault))?),
            OptionKind::Identifier => Some(identifier(values, given)?),
            _ => None,
        });
        if targets.len() > TARGETS_LIMIT {
            return Err(Fault::of(Misreading::TargetsMany { count: targets.len(), limit: TARGETS_LIMIT }));
        }
    }
    let mut late = values.parts.late_addresses();
    if !targets.is_empty() {
        late.retain(|(word, _)| is_plainly_address(word));
    }
    match late.first() {
        None if targets.is_empty() => Err(account_by_option(values)),
        None => Ok(distinct_targets(targets)),
        Some(_) if targets.is_empty() => Err(addresses_first(Misreading::TargetMissing, values, &late)),
        Some((word, _)) => {
            let option = values.definition.text.option.clone().unwrap_or_default();
            let what = Misreading::TargetLate { word: (*word).to_owned(), option };
            Err(addresses_first(what, values, &late))
        }
    }
}

/// Nothing names what the report is about; an account whose name stands among the words is put where it is read.
fn account_by_option(values: &Values<'_>) -> Fault {
    let option = values.definition.options.iter().find(|option| option.name() == ACCOUNT);
    let mut words = values.parts.text.split_whitespace().zip(&values.parts.text_words);
    let named = words.find(|(word, _)| word.starts_with('@') && !word.contains(':') && read_account(word).is_ok());
    match (option, named) {
        (Some(option), Some((_, span))) => {
            Fault::mended(Misreading::TargetMissing, span.start..span.start, format!("{}:", option.name()))
        }
        _ => Fault::of(Misreading::TargetMissing),
    }
}

/// Which targets of the one case are meant, by their places on its card; none where it is all of them.
pub(crate) fn places(values: &Values<'_>) -> Result<Vec<u32>, Fault> {
    let mut places = Vec::new();
    for given in values.parts.options.iter().filter(|given| given.option.kind == OptionKind::Places) {
        let cases = cases(values)?;
        if cases.len() > 1 {
            return Err(Fault::of(Misreading::PlacesOfMany { cases }));
        }
        places.extend(numbered(values, given)?);
    }
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

/// The numbers of one option. What goes on behind it as numbers do (`target:1 3`, `target:2 and 3`) was meant as more of
/// them, and is not taken for what is added.
fn numbered(values: &Values<'_>, given: &Given<'_>) -> Result<Vec<u32>, Fault> {
    let misread = |word: String| Misreading::Places { option: given.option.name().to_owned(), word };
    if ["all", "both", "tous", "toutes", "tout"].contains(&folded(&given.value).as_str()) {
        return Err(Fault::mended(misread(given.value.clone()), given.span.clone(), ""));
    }
    let Some(places) = numbers(&given.value) else {
        return Err(Fault::mended(misread(given.value.clone()), given.value_span.clone(), resembling(&given.value)));
    };
    let mut behind = values.parts.behind(given.value_span.end);
    let Some((first, start)) = behind.next() else { return Ok(places) };
    let number = |word: &str| numbers(word.trim_start_matches(',')).is_some();
    let joined = JOINING.iter().find(|(word, _)| *word == first);
    let (word, with, end) = match (joined, behind.next()) {
        (Some((_, with)), Some((next, end))) if number(next) => {
            (format!("{first} {next}"), format!("{with}{next}"), end.end)
        }
        (None, _) if number(first) => (first.to_owned(), format!(",{}", first.trim_start_matches(',')), start.end),
        _ => return Ok(places),
    };
    let edits = vec![
        Edit { span: given.value_span.clone(), with: format!("{}{with}", given.value) },
        Edit { span: start.start..end, with: String::new() },
    ];
    Err(Fault { what: misread(format!("{} {word}", given.value)), edits })
}

/// Words that go on with a number in English and French, and what they come to.
const JOINING: &[(&str, &str)] =
    &[("and", ","), ("et", ","), ("&", ","), ("+", ","), (",", ","), ("to", ".."), ("à", ".."), ("-", "..")];

/// The numbers in what cannot be read as numbers, as they are written; the first target where there is none.
fn resembling(word: &str) -> String {
    let range = word.replace(['–', '—', '…', 'à'], "..");
    if numbers(&range).is_some() {
        return range;
    }
    let digits = word.split(|letter: char| !letter.is_ascii_digit()).map(|digits| digits.trim_start_matches('0'));
    let found: Vec<&str> = digits.filter(|digits| !digits.is_empty() && digits.len() <= 2).collect();
    if found.is_empty() { "1".to_owned() } else { found.join(",") }
}

fn numbers(word: &str) -> Option<Vec<u32>> {
    let ranges = word.split(',').map(|part| place(part.trim())).collect::<Option<Vec<_>>>()?;
    Some(ranges.into_iter().flatten().collect())
}

/// `3`, or `1..3`.
fn place(part: &str) -> Option<RangeInclusive<u32>> {
    let (first, last) = part.split_once("..").or_else(|| part.split_once('-')).unwrap_or((part, part));
    let number = |text: &str| {
        let digits = text.chars().all(|letter| letter.is_ascii_digit());
        text.parse::<u32>().ok().filter(|number| digits && *number > 0)
    };
    let (first, last) = (number(first)?, number(last)?);
    let fits = usize::try_from(last.checked_sub(first)?).is_ok_and(|more| more < TARGETS_LIMIT);
    fits.then_some(first..=last)
}

/// Whose data is asked for, at least one, none twice. An address in the text is mentioned and no more.
pub(crate) fn identifiers(values: &Values<'_>) -> Result<Vec<Target>, Fault> {
    let given = values.parts.options.iter().filter(|given| given.option.kind == OptionKind::Identifier);
    let identifiers = given.map(|given| identifier(values, given)).collect::<Result<Vec<_>, _>>()?;
    match identifiers.len() {
        0 => Err(Fault::of(Misreading::IdentifierMissing)),
        count if count > TARGETS_LIMIT => Err(Fault::of(Misreading::TargetsMany { count, limit: TARGETS_LIMIT })),
        _ => Ok(distinct_targets(identifiers)),
    }
}

fn identifier(values: &Values<'_>, given: &Given<'_>) -> Result<Target, Fault> {
    let hearing = values.hearing;
    let moment = hearing.moment();
    read_identifier(&given.value, hearing.zone, moment).map_err(|fault| match fault {
        TargetFault::Moment => {
            let address = given.value.split([' ', '@', ',']).next().unwrap_or_default();
            let yesterday = (moment - TimeDelta::days(1)).with_timezone(&hearing.zone).format("%Y-%m-%dT%H:%M");
            let what = Misreading::Target { word: given.value.clone(), fault };
            Fault::mended(what, given.value_span.clone(), format!("\"{address} {yesterday}\""))
        }
        _ => refused(given, fault),
    })
}

/// Addresses stand within the text: they are put before it.
fn addresses_first(what: Misreading, values: &Values<'_>, late: &[(&str, Range<usize>)]) -> Fault {
    let mut edits: Vec<_> = late.iter().map(|(_, span)| Edit { span: span.clone(), with: String::new() }).collect();
    let first: String = late.iter().map(|(word, _)| format!("{} ", word.trim_end_matches(['.', ',', ';']))).collect();
    let start = values.parts.text_words.first().map_or(0, |word| word.start);
    edits.push(Edit { span: start..start, with: first });
    Fault { what, edits }
}

fn refused(given: &Given<'_>, fault: TargetFault) -> Fault {
    Fault::mended(Misreading::Target { word: given.value.clone(), fault }, given.span.clone(), "")
}
