//! Moments as people type them: an hour of the day, a date with an hour, a length of time from now.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

/// A length of time from now reaches this far, in days.
const LONGEST_SPAN_DAYS: i64 = 366;

/// Without `+`, a number of hours up to this is a length of time; above, `18h` is an hour of the day to some and a length
/// to others.
const PLAIN_HOURS: i64 = 6;

/// The years in which something can have happened or be due.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Why no moment was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MomentFault {
    /// It has none of the known forms.
    Unread,
    /// The clocks skip that local time.
    Skipped,
}

/// Reads when something happened: `14:22` (that day), `14h22`, `2026-10-24T20:00`, `2026-10-24 20:00`, with `Z` or an
/// offset if wanted, `-20min`. Local times are of `zone`; the first of two in the autumn night.
///
/// # Errors
/// Why not.
pub(crate) fn past(written: &str, zone: Tz, said_at: DateTime<Utc>) -> Result<DateTime<Utc>, MomentFault> {
    let written = written.trim();
    if let Some(length) = written.strip_prefix(['-', '\u{2212}']) {
        return said_at.checked_sub_signed(span(length)?).ok_or(MomentFault::Unread);
    }
    if let Some(time) = time_of_day(written, true) {
        return instant(said_at.with_timezone(&zone).date_naive().and_time(time), zone);
    }
    dated(written, zone)
}

/// Reads how long something lasts from now on, or until when: `12h` are twelve hours here, whatever else they are elsewhere.
///
/// # Errors
/// Why not.
pub(crate) fn lasting(written: &str, zone: Tz, said_at: DateTime<Utc>) -> Result<DateTime<Utc>, MomentFault> {
    match span(written).ok().filter(|_| ends_in_letter(written)) {
        Some(length) => said_at.checked_add_signed(length).ok_or(MomentFault::Unread),
        None => coming(written, zone, said_at),
    }
}

/// Reads when something will be: `18:00` (the next one), `2026-10-24T20:00`, `2026-10-24 20:00`, `+2h`, `90min`, `1h30`
/// with `+`, `2d`.
///
/// # Errors
/// Why not.
pub(crate) fn coming(written: &str, zone: Tz, said_at: DateTime<Utc>) -> Result<DateTime<Utc>, MomentFault> {
    let written = written.trim();
    if let Some(length) = written.strip_prefix('+') {
        return said_at.checked_add_signed(span(length)?).ok_or(MomentFault::Unread);
    }
    if let Some(time) = time_of_day(written, false) {
        let today = said_at.with_timezone(&zone).date_naive();
        let first = instant(today.and_time(time), zone);
        if !matches!(first, Ok(at) if at <= said_at) {
            return first;
        }
        let tomorrow = today.succ_opt().ok_or(MomentFault::Unread)?;
        return instant(tomorrow.and_time(time), zone);
    }
    if let Ok(length) = span(written) {
        let plain =
            !written.contains(['h', 'H']) || (length <= TimeDelta::hours(PLAIN_HOURS) && ends_in_letter(written));
        return if plain {
            said_at.checked_add_signed(length).ok_or(MomentFault::Unread)
        } else {
            Err(MomentFault::Unread)
        };
    }
    dated(written, zone)
}

/// Reads a date with its hour and nothing else, as a file holds it: `2026-10-24T20:00`, `2026-10-24 20:00:05`, with `Z` or an
/// offset if wanted; local times are of `zone`. To the millisecond: the record keeps no finer one.
#[must_use]
pub fn read_date_and_hour(written: &str, zone: Tz) -> Option<DateTime<Utc>> {
    dated(written.trim(), zone).ok().map(|at| at.trunc_subsecs(3))
}

fn ends_in_letter(written: &str) -> bool {
    written.ends_with(char::is_alphabetic)
}

/// `14:22`; with `by_h` also `14h22` and `14h`, where no length of time can be meant.
fn time_of_day(written: &str, by_h: bool) -> Option<NaiveTime> {
    let (hours, minutes) = written.split_once(':').or_else(|| written.split_once(['h', 'H']).filter(|_| by_h))?;
    let minutes = if minutes.is_empty() && !written.contains(':') { "0" } else { minutes };
    if hours.len() > 2 || minutes.len() > 2 || (written.contains(':') && minutes.len() != 2) {
        return None;
    }
    NaiveTime::from_hms_opt(digits(hours)?, digits(minutes)?, 0)
}

fn digits(written: &str) -> Option<u32> {
    let digits = !written.is_empty() && written.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| written.parse().ok())?
}

fn dated(written: &str, zone: Tz) -> Result<DateTime<Utc>, MomentFault> {
    let iso = written.replacen(' ', "T", 1).replacen('t', "T", 1);
    let absolute = iso.replace(['z', 'Z'], "+00:00");
    for form in ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%.f%:z"] {
        if let Some(at) = DateTime::parse_from_str(&absolute, form).ok().filter(|at| YEARS.contains(&at.year())) {
            return Ok(at.with_timezone(&Utc));
        }
    }
    let (date, time) = iso.split_once('T').ok_or(MomentFault::Unread)?;
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| MomentFault::Unread)?;
    if !YEARS.contains(&date.year()) {
        return Err(MomentFault::Unread);
    }
    let time = time_of_day(time, true)
        .or_else(|| NaiveTime::parse_from_str(time, "%H:%M:%S").ok())
        .ok_or(MomentFault::Unread)?;
    instant(date.and_time(time), zone)
}

fn instant(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, MomentFault> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(at.with_timezone(&Utc)),
        LocalResult::None => Err(MomentFault::Skipped),
    }
}

/// `2h`, `90min`, `1h30`, `2d` (`2j`), `1d 4h`.
fn span(written: &str) -> Result<TimeDelta, MomentFault> {
    let mut minutes: i64 = 0;
    let mut rest = written.trim();
    let mut last = 0;
    while !rest.is_empty() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let number: i64 = number.parse().map_err(|_| MomentFault::Unread)?;
        let letters = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let length = match unit.to_lowercase().as_str() {
            "m" | "min" | "mn" => 1,
            // The minutes behind an hour need no unit of their own.
            "" if last == 60 => 1,
            "h" => 60,
            "d" | "j" => 24 * 60,
            _ => return Err(MomentFault::Unread),
        };
        minutes = number.checked_mul(length).and_then(|more| minutes.checked_add(more)).ok_or(MomentFault::Unread)?;
        last = length;
        rest = after.trim_start();
    }
    let allowed = 1..=LONGEST_SPAN_DAYS * 24 * 60;
    if allowed.contains(&minutes) { Ok(TimeDelta::minutes(minutes)) } else { Err(MomentFault::Unread) }
}
