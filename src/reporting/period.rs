//! Periods: whole days of one zone, from a first day on up to another. What a period is called follows from its days: the
//! first to the last of October is October, whoever asked how.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use liaison_domain::instant_of;

/// The years that figures can be asked of.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
/// A week, in days.
const WEEK: u64 = 7;

/// Whole days, one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// What a period is, if it is something that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A whole year.
    Year(i32),
    /// A whole quarter: the year, and from 1 to 4.
    Quarter(i32, u32),
    /// A whole month: the year, and from 1 to 12.
    Month(i32, u32),
    /// A whole week from Monday to Sunday (ISO 8601): its year, which can differ from its days', and from 1 to 53.
    Week(i32, u32),
    /// One day.
    Day,
    /// Any other days.
    Days,
}

impl Period {
    /// From the first day to the last; nothing where it ends before it begins, or lies beyond the years of the figures.
    #[must_use]
    pub fn new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let sound = first <= last && YEARS.contains(&first.year()) && YEARS.contains(&last.year());
        sound.then_some(Self { first, last })
    }

    /// A whole year.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        Self::months(year, 1, 12)
    }

    /// A whole quarter, from 1 to 4.
    #[must_use]
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        (1..=4).contains(&quarter).then(|| Self::months(year, quarter * 3 - 2, 3))?
    }

    /// A whole month, from 1 to 12.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Self::months(year, month, 1)
    }

    /// A whole ISO week, from 1 to 52 or 53.
    #[must_use]
    pub fn week(year: i32, week: u32) -> Option<Self> {
        let first = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
        Self::new(first, first.checked_add_days(Days::new(WEEK - 1))?)
    }

    /// So many days, of which `last` is the last.
    #[must_use]
    pub fn days_to(last: NaiveDate, count: u64) -> Option<Self> {
        Self::new(last.checked_sub_days(Days::new(count.checked_sub(1)?))?, last)
    }

    fn months(year: i32, month: u32, count: u32) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        Self::new(first, first.checked_add_months(Months::new(count))?.pred_opt()?)
    }

    /// How many days it has.
    #[must_use]
    pub fn length(self) -> u64 {
        u64::try_from((self.last - self.first).num_days()).unwrap_or_default() + 1
    }

    /// The equally long period that begins on that day.
    #[must_use]
    pub fn from(self, first: NaiveDate) -> Option<Self> {
        Self::new(first, first.checked_add_days(Days::new(self.length() - 1))?)
    }

    /// From the first moment of its first day, in that zone, up to the first moment after its last.
    #[must_use]
    pub fn bounds(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let begins = |day: NaiveDate| instant_of(day.and_time(NaiveTime::MIN), zone);
        (begins(self.first), begins(self.last.succ_opt().unwrap_or(self.last)))
    }

    /// What it is.
    #[must_use]
    pub fn shape(self) -> Shape {
        let (year, month) = (self.first.year(), self.first.month());
        let week = self.first.iso_week();
        let shapes = [
            (Self::year(year), Shape::Year(year)),
            (Self::quarter(year, month.div_ceil(3)), Shape::Quarter(year, month.div_ceil(3))),
            (Self::month(year, month), Shape::Month(year, month)),
            (Self::week(week.year(), week.week()), Shape::Week(week.year(), week.week())),
            (Self::days_to(self.first, 1), Shape::Day),
        ];
        shapes.into_iter().find(|(period, _)| *period == Some(self)).map_or(Shape::Days, |(_, shape)| shape)
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Paris;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_have_their_days_and_their_shape() {
        for (period, shape, first, last) in [
            (Period::year(2026), Shape::Year(2026), "2026-01-01", "2026-12-31"),
            (Period::quarter(2026, 4), Shape::Quarter(2026, 4), "2026-10-01", "2026-12-31"),
            (Period::month(2024, 2), Shape::Month(2024, 2), "2024-02-01", "2024-02-29"),
            (Period::week(2026, 45), Shape::Week(2026, 45), "2026-11-02", "2026-11-08"),
            (Period::week(2026, 53), Shape::Week(2026, 53), "2026-12-28", "2027-01-03"),
            (Period::days_to(day("2026-11-25"), 1), Shape::Day, "2026-11-25", "2026-11-25"),
            (Period::days_to(day("2026-11-25"), 30), Shape::Days, "2026-10-27", "2026-11-25"),
        ] {
            let period = period.unwrap();
            assert_eq!((period.shape(), period.first, period.last), (shape, day(first), day(last)));
        }
        for nothing in [
            Period::quarter(2026, 5),
            Period::month(2026, 13),
            Period::week(2025, 53),
            Period::year(1066),
            Period::days_to(day("2026-11-25"), 0),
            Period::new(day("2026-11-25"), day("2026-11-24")),
        ] {
            assert_eq!(nothing, None);
        }
    }

    #[test]
    fn the_days_are_those_of_the_zone_across_both_nights() {
        let bounds = |period: Option<Period>| period.unwrap().bounds(Paris);
        let (from, until) = bounds(Period::month(2026, 10));
        assert_eq!((from.to_rfc3339(), until.to_rfc3339()), (at("2026-09-30T22:00"), at("2026-10-31T23:00")));
        let (from, until) = bounds(Period::days_to(day("2026-03-29"), 1));
        assert_eq!((until - from).num_hours(), 23);
    }

    fn at(text: &str) -> String {
        format!("{text}:00+00:00")
    }

    #[test]
    fn what_is_compared_is_equally_long() {
        let october = Period::month(2026, 10).unwrap();
        assert_eq!(october.from(day("2026-07-01")), Period::month(2026, 7));
        let february = Period::month(2026, 2).unwrap().from(day("2026-01-01")).unwrap();
        assert_eq!((february.length(), february.shape()), (28, Shape::Days));
    }
}
