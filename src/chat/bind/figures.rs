//! What figures are asked for.

use std::ops::Range;

use liaison_domain::{CaseKind, Urgency};
use liaison_reporting::Period;

use super::given::Values;
use crate::bad::Misreading;
use crate::grammar::{Fault, Given};
use crate::period::{DAYS_UNASKED, PeriodFault, first_day, period};
use crate::read::StatsRequest;
use crate::visible::cleaned;

/// The period stands by its option or alone behind the command; without one, the last days are meant.
pub(crate) fn stats(values: &Values<'_>) -> Result<StatsRequest, Fault> {
    let today = values.hearing.moment().with_timezone(&values.hearing.zone).date_naive();
    let typed = values.some_text()?;
    let unread = |word: String| period_fault(values, Misreading::Period { word }, &today.format("%Y-%m").to_string());
    let days = match &typed {
        Some(word) => period(word, today).map_err(|fault| match fault {
            PeriodFault::Unread => unread(word.clone()),
            PeriodFault::Backwards(swapped) => {
                period_fault(values, Misreading::PeriodBackwards { word: word.clone() }, &swapped)
            }
        })?,
        None => Period::days_to(today, DAYS_UNASKED).ok_or_else(|| unread(String::new()))?,
    };
    Ok(StatsRequest {
        period: days,
        named: typed.is_some(),
        compared: compared(values, days, today)?,
        desk: words(values, "desk"),
        organisation: words(values, "organisation"),
        kind: values.choice("kind", CaseKind::from_name)?,
        urgency: values.choice("urgency", Urgency::from_name)?,
        explained: values.is_yes("explain")?,
    })
}

fn compared(values: &Values<'_>, days: Period, today: chrono::NaiveDate) -> Result<Option<Period>, Fault> {
    let Some(given) = values.parts.given("compare") else { return Ok(None) };
    let first = first_day(&given.value, today).ok();
    match first.and_then(|first| days.from(first)) {
        Some(other) if other.last < days.first || days.last < other.first => match other.last <= today {
            true => Ok(Some(other)),
            false => Err(apart(values, days, given)),
        },
        Some(_) => Err(apart(values, days, given)),
        None => {
            let what = Misreading::Date { option: "compare".to_owned(), word: given.value.clone() };
            Err(Fault::mended(what, given.value_span.clone(), today.format("%Y-01-01").to_string()))
        }
    }
}

/// Two periods that overlap, or one that is not over: the one right before is shown.
fn apart(values: &Values<'_>, days: Period, given: &Given<'_>) -> Fault {
    let length = days.last - days.first;
    let before = days.first.checked_sub_signed(length + chrono::TimeDelta::days(1));
    let what = Misreading::PeriodsOverlap { word: given.value.clone() };
    match before {
        Some(before) => Fault::mended(what, given.value_span.clone(), before.to_string()),
        None => values.appended(what, ""),
    }
}

/// A fault of the period, mended where it stands: behind its option, or behind the command.
fn period_fault(values: &Values<'_>, what: Misreading, with: &str) -> Fault {
    let words: &[Range<usize>] = &values.parts.text_words;
    let alone = words.first().zip(words.last()).map(|(first, last)| first.start..last.end);
    match values.parts.given("period").map(|given| given.value_span.clone()).or(alone) {
        Some(span) => Fault::mended(what, span, with),
        None => Fault::of(what),
    }
}

fn words(values: &Values<'_>, option: &str) -> Option<String> {
    values.parts.given(option).map(|given| cleaned(&given.value)).filter(|words| !words.is_empty())
}
