//! Periods as people type them: `2026-10`, `2026-Q4` (`2026-T4`), `2026`, `2026-W45` (`2026-S45`), `2026-10-24`,
//! `2026-10-01..2026-10-15`, `7d` (`7j`) for the last seven days.

use chrono::NaiveDate;
use liaison_reporting::Period;

/// The last days that are shown where nobody names a period: a month's worth, whatever the day of the month.
pub(crate) const DAYS_UNASKED: u64 = 30;
/// So many last days can be asked for: ten years.
const DAYS_AT_MOST: u64 = 3_660;

/// Why no period was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PeriodFault {
    /// It has none of the known forms.
    Unread,
    /// It ends before it begins; in the other order it would be this.
    Backwards(String),
}

/// Reads a period; `today` is the last day of `7d`.
///
/// # Errors
/// Why not.
pub(crate) fn period(written: &str, today: NaiveDate) -> Result<Period, PeriodFault> {
    let written = written.trim();
    if let Some((first, last)) = written.split_once("..") {
        let (from, to) = (one(first, today)?, one(last, today)?);
        return Period::new(from.first, to.last).ok_or_else(|| PeriodFault::Backwards(format!("{last}..{first}")));
    }
    one(written, today)
}

/// Reads the day on which an equally long period begins: a day, or anything that has a first one.
///
/// # Errors
/// [`PeriodFault::Unread`].
pub(crate) fn first_day(written: &str, today: NaiveDate) -> Result<NaiveDate, PeriodFault> {
    one(written.trim(), today).map(|period| period.first)
}

fn one(written: &str, today: NaiveDate) -> Result<Period, PeriodFault> {
    let written = written.trim().to_lowercase();
    let read = if let Some(days) = written.strip_suffix(['d', 'j']) {
        number(days)
            .filter(|days| u64::from(*days) <= DAYS_AT_MOST)
            .and_then(|days| Period::days_to(today, days.into()))
    } else if let Ok(day) = written.parse::<NaiveDate>() {
        Period::new(day, day)
    } else {
        let (year, rest) = written.split_once('-').unwrap_or((&written, ""));
        let year = (year.len() == 4).then(|| number(year)).flatten().and_then(|year| i32::try_from(year).ok());
        year.and_then(|year| match rest.strip_prefix(['q', 't']) {
            Some(quarter) => Period::quarter(year, number(quarter)?),
            None if rest.is_empty() && !written.contains('-') => Period::year(year),
            None => match rest.strip_prefix(['w', 's']) {
                Some(week) => Period::week(year, number(week)?),
                None => Period::month(year, number(rest)?),
            },
        })
    };
    read.ok_or(PeriodFault::Unread)
}

fn number(digits: &str) -> Option<u32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Result<(String, String), PeriodFault> {
        let today = "2026-11-25".parse().unwrap();
        period(written, today).map(|period| (period.first.to_string(), period.last.to_string()))
    }

    #[test]
    fn every_form_in_both_languages() {
        for (written, first, last) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2026-10", "2026-10-01", "2026-10-31"),
            ("2026-Q4", "2026-10-01", "2026-12-31"),
            ("2026-t1", "2026-01-01", "2026-03-31"),
            ("2026-W45", "2026-11-02", "2026-11-08"),
            ("2026-s45", "2026-11-02", "2026-11-08"),
            (" 2026-10-24 ", "2026-10-24", "2026-10-24"),
            ("7d", "2026-11-19", "2026-11-25"),
            ("30j", "2026-10-27", "2026-11-25"),
            ("2026-07..2026-09", "2026-07-01", "2026-09-30"),
            ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-15"),
        ] {
            assert_eq!(read(written), Ok((first.to_owned(), last.to_owned())), "{written}");
        }
    }

    #[test]
    fn what_is_no_period_is_not_guessed() {
        for written in [
            "",
            "october",
            "2026-13",
            "2026-Q5",
            "2026-W54",
            "26-10",
            "2026-",
            "2026-10-32",
            "0d",
            "9999d",
            "-7d",
            "1066",
        ] {
            assert_eq!(read(written), Err(PeriodFault::Unread), "{written}");
        }
        let swapped = PeriodFault::Backwards("2026-07..2026-09".to_owned());
        assert_eq!(read("2026-09..2026-07"), Err(swapped));
    }
}
