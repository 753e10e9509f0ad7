//! Public holidays, by the rules of the law itself, up to the last year that both governments have published. Past that
//! year nothing is known: [`Country::knows`] says so, and whoever needs such a day gets an error and no guess.
//!
//! To extend the horizon, compare the years that are added with the two governments' lists (below), then raise
//! [`LAST_YEAR`]. A law that changes a holiday gets an arm with the year from which it holds.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::clock::{Clock, ClockChange, Measure};
use crate::named::named;
use crate::people::{Organisation, Side};
use crate::refusal::Refusal;

/// The last year whose holidays are known. The French government's list (data.gouv.fr, "Jours fériés en France") reaches five
/// years ahead, that of the United States (Office of Personnel Management, "Federal Holidays") to 2030.
const LAST_YEAR: i32 = 2030;

named! {
    /// A country whose public holidays are known, by its code in ISO 3166-1.
    pub enum Country {
        /// France without the two further days of Alsace and Moselle and those of the overseas territories.
        France = "FR",
        /// The United States: the federal holidays.
        UnitedStates = "US",
    }
}

impl Country {
    /// The last day of which it is known whether it is a holiday.
    #[must_use]
    pub fn known_until(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(NaiveDate::MAX)
    }

    /// Whether it is known of that day.
    #[must_use]
    pub fn knows(self, day: NaiveDate) -> bool {
        day <= self.known_until()
    }

    /// Whether that day is a public holiday; of a day that is not known, `false`.
    #[must_use]
    pub fn is_holiday(self, day: NaiveDate) -> bool {
        self.knows(day)
            && match self {
                Self::France => is_holiday_of_france(day),
                Self::UnitedStates => is_holiday_of_the_united_states(day),
            }
    }
}

/// Code du travail, article L3133-1: eleven days, four of them counted from Easter.
fn is_holiday_of_france(day: NaiveDate) -> bool {
    const EASTER_MONDAY: u64 = 1;
    const ASCENSION: u64 = 39;
    const WHIT_MONDAY: u64 = 50;
    let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let moving = [EASTER_MONDAY, ASCENSION, WHIT_MONDAY];
    fixed.contains(&(day.month(), day.day()))
        || easter(day.year()).is_some_and(|easter| {
            moving.iter().any(|after| easter.checked_add_days(Days::new(*after)).is_some_and(|moved| moved == day))
        })
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876, as J. Meeus prints it in "Astronomical
/// Algorithms", chapter 8).
fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let correction = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

/// 5 U.S.C. 6103(a), with the days off instead: a holiday on a Saturday is kept on the Friday before (6103(b)), one on a
/// Sunday on the Monday after (Executive Order 11582, section 3). Inauguration Day is one in and around Washington alone.
fn is_holiday_of_the_united_states(day: NaiveDate) -> bool {
    let beside = match day.weekday() {
        Weekday::Fri => day.succ_opt(),
        Weekday::Mon => day.pred_opt(),
        _ => None,
    };
    // Those that are kept instead lie on a weekend: Thursday's own neighbours are none.
    is_named_by_6103(day) || beside.is_some_and(|weekend| is_weekend(weekend) && is_named_by_6103(weekend))
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn is_named_by_6103(day: NaiveDate) -> bool {
    let week = (day.day() - 1) / 7 + 1;
    let last_week = day.checked_add_days(Days::new(7)).is_none_or(|later| later.month() != day.month());
    match (day.month(), day.day(), day.weekday()) {
        // New Year's Day, Juneteenth (Public Law 117-17), Independence Day, Veterans Day, Christmas Day.
        (1, 1, _) | (7, 4, _) | (11, 11, _) | (12, 25, _) => true,
        (6, 19, _) => day.year() >= 2021,
        // Birthday of Martin Luther King, Washington's Birthday, Memorial Day, Labor Day, Columbus Day, Thanksgiving Day.
        (1 | 2, _, Weekday::Mon) => week == 3,
        (5, _, Weekday::Mon) => last_week,
        (9, _, Weekday::Mon) => week == 1,
        (10, _, Weekday::Mon) => week == 2,
        (11, _, Weekday::Thu) => week == 4,
        _ => false,
    }
}

/// Refuses clocks that would be counted over days of which it is not known whether anybody works: those of working time
/// that, with the whole of their alert ladder, reach past the last known year of their owner's holidays.
///
/// `of_case` are the clocks before the change, `owner` says whose working time a side's clock runs in.
///
/// # Errors
/// [`Refusal::HolidaysUnknown`].
pub(crate) fn foreseen<'a>(
    changes: &[ClockChange],
    of_case: &[Clock],
    owner: impl Fn(Side) -> Option<&'a Organisation>,
) -> Result<(), Refusal> {
    for change in changes {
        let (clock, due) = match change {
            ClockChange::Started(clock) => (Some(clock), clock.due()),
            ClockChange::Resumed(name, due, _) => (of_case.iter().find(|clock| clock.name == *name), Some(*due)),
            ClockChange::Met(_)
            | ClockChange::Paused(..)
            | ClockChange::Rang(..)
            | ClockChange::Snoozed(..)
            | ClockChange::Woken(_) => continue,
        };
        let Some((clock, due)) = clock.zip(due).filter(|(clock, _)| clock.span.measure == Measure::Working) else {
            continue;
        };
        let Some(owner) = owner(clock.owner) else { continue };
        let (calendar, Some(country)) = (owner.calendar(), owner.holidays) else { continue };
        // The ladder goes on for a whole length after the moment it is due.
        if !calendar.foresees(clock.span.after(due, &calendar)) {
            return Err(Refusal::HolidaysUnknown { country, last: country.known_until() });
        }
    }
    Ok(())
}
