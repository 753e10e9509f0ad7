//! Working hours and times of day: `Mon-Fri 08:00-19:00`, several spans separated by commas.

use chrono::NaiveTime;
use liaison_domain::WorkingHours;

/// The days, from Monday on, as they are written.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

type Week = [Option<(NaiveTime, NaiveTime)>; 7];

/// Reads `Mon-Thu 08:00-19:00, Fri 08:00-16:00`. A range of days may pass over Sunday (`Sun-Thu`), `24:00` closes at
/// midnight; each day has one span at most, which ends on the same day.
pub(crate) fn working_hours(text: &str) -> Option<WorkingHours> {
    let mut week: Week = [None; 7];
    for part in text.split(',') {
        let (days, hours) = part.trim().split_once(' ')?;
        let (from, until) = hours.trim().split_once('-')?;
        let span = (time_of_day(from)?, closing(until)?);
        for day in days_of(days)? {
            let slot = week.get_mut(day)?;
            if slot.replace(span).is_some() {
                return None;
            }
        }
    }
    WorkingHours::new(week)
}

/// Reads `08:30`.
pub(crate) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    (two_digits(hour) && two_digits(minute)).then_some(())?;
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// A closing time; midnight is the day's last millisecond, since times of the record have no finer part.
fn closing(text: &str) -> Option<NaiveTime> {
    if text == "24:00" { NaiveTime::from_hms_milli_opt(23, 59, 59, 999) } else { time_of_day(text) }
}

fn days_of(text: &str) -> Option<Vec<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    let count = (last + DAYS.len() - first) % DAYS.len() + 1;
    Some((first..first + count).map(|day| day % DAYS.len()).collect())
}

fn day(text: &str) -> Option<usize> {
    DAYS.iter().position(|name| text.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn hours_are_read_by_day() {
        let day = Some((time(8, 0), time(19, 0)));
        let friday = Some((time(8, 0), time(16, 30)));
        let expected = WorkingHours::new([day, day, day, day, friday, None, None]);
        assert_eq!(working_hours("Mon-Thu 08:00-19:00, fri 08:00-16:30"), expected);
        let sunday = WorkingHours::new([day, day, day, day, None, None, day]);
        assert_eq!(working_hours("Sun-Thu 08:00-19:00"), sunday);
        assert!(working_hours("Mon-Sun 00:00-24:00").is_some());
    }

    #[test]
    fn what_is_no_working_time_is_refused() {
        for text in [
            "",
            "Mon-Fri",
            "08:00-19:00",
            "Mon-Fry 08:00-19:00",
            "Mon-Fri 8-19",
            "Mon-Fri 19:00-08:00",
            "Mon-Fri 08:00-08:00",
            "Mon-Fri 08:00-25:00",
            "Mon-Fri 24:00-24:00",
            "Mon-Fri 08:00-12:00, Fri 14:00-18:00",
            "Mon-Fri 08:00–19:00",
            "Mon-Fri 08:00-19:00,",
        ] {
            assert_eq!(working_hours(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_has_four_digits() {
        assert_eq!(time_of_day("08:30"), Some(time(8, 30)));
        for text in ["8:30", "08.30", "24:00", "08:60", "08:30:00", "+8:30", "０8:30"] {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }
}
