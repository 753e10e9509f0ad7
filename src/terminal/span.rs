//! Lengths and local times as a transcript writes them.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use crate::fault::Misread;

/// No line moves the clock further: whatever falls due on the way is played.
const FURTHEST: TimeDelta = TimeDelta::days(3_660);
/// A number of more digits is longer than the furthest in every unit.
const MOST_DIGITS: usize = 9;
/// `2026-10-24T20:00`, in characters.
const MINUTE_LENGTH: usize = 16;

/// Reads `2h`, `90s`, `1h30min`: whole numbers with `s`, `min`, `h` or `d` (24 hours), added up.
///
/// # Errors
/// What else was written, or that it is too far.
pub(crate) fn span(text: &str) -> Result<TimeDelta, Misread> {
    let fails = || Misread::Span(text.to_owned());
    let mut total = TimeDelta::zero();
    let mut rest = text;
    if rest.is_empty() {
        return Err(fails());
    }
    while !rest.is_empty() {
        let (digits, after) = rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit()).ok_or_else(fails)?);
        let (unit, after) = after.split_at(after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len()));
        if digits.len() > MOST_DIGITS {
            return Err(Misread::TooFar);
        }
        let count: i64 = digits.parse().map_err(|_| fails())?;
        total += one_unit(count, unit).ok_or_else(fails)?;
        rest = after;
    }
    if total > FURTHEST { Err(Misread::TooFar) } else { Ok(total) }
}

fn one_unit(count: i64, unit: &str) -> Option<TimeDelta> {
    match unit {
        "s" => TimeDelta::try_seconds(count),
        "min" => TimeDelta::try_minutes(count),
        "h" => TimeDelta::try_hours(count),
        "d" => TimeDelta::try_days(count),
        _ => None,
    }
}

/// Reads `2026-10-24T20:00`, with or without seconds.
///
/// # Errors
/// What else was written.
pub(crate) fn local_time(text: &str) -> Result<NaiveDateTime, Misread> {
    let form = if text.len() == MINUTE_LENGTH { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    NaiveDateTime::parse_from_str(text, form).map_err(|_| Misread::Time(text.to_owned()))
}

/// The moment of a local time: the first of two, and a misreading where the clocks skip it.
pub(crate) fn instant(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, Misread> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.with_timezone(&Utc)),
        LocalResult::None => Err(Misread::Skipped),
    }
}

/// The moment of a local time in `zone`: the first where it occurs twice, and no earlier than `now`.
///
/// # Errors
/// It does not exist, lies before `now`, or too far after it.
pub(crate) fn moment(local: NaiveDateTime, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, Misread> {
    let at = instant(local, zone)?;
    if at < now {
        return Err(Misread::Backward { now: now.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S").to_string() });
    }
    if at - now > FURTHEST { Err(Misread::TooFar) } else { Ok(at) }
}
