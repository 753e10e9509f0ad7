//! Working time: when an organisation works, and how long something takes of its working time. On a public holiday nobody
//! works, whatever the hours of that day of the week. Past the last year whose holidays are known the hours alone count:
//! no clock of working time is started that reaches there (`holidays::foreseen`).

use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

use crate::holidays::Country;

/// How many days ahead a calendar is searched for an opening: a week has one, or the hours are empty; who works on one day of
/// the week alone may meet holidays on it three weeks in a row (1 May, 8 May and Ascension).
const OPENING_WITHIN_DAYS: u64 = 29;
/// How many days of work a length may span before the search gives up: ten years.
const LONGEST_WORKING_DAYS: u32 = 3_660;

/// The hours in which an organisation works, by day of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingHours {
    /// From Monday to Sunday: from when to when (until is after from), or closed.
    days: [Option<(NaiveTime, NaiveTime)>; 7],
}

impl WorkingHours {
    /// Hours by day of the week from Monday on; `None` where no day has any, or one ends before it begins.
    #[must_use]
    pub fn new(days: [Option<(NaiveTime, NaiveTime)>; 7]) -> Option<Self> {
        let sound = days.iter().flatten().all(|(from, until)| from < until);
        (sound && days.iter().any(Option::is_some)).then_some(Self { days })
    }

    /// Monday to Friday, 09:00 to 18:00: what stands where the configuration says nothing.
    #[must_use]
    pub fn office() -> Self {
        let day = NaiveTime::from_hms_opt(9, 0, 0).zip(NaiveTime::from_hms_opt(18, 0, 0));
        Self { days: [day, day, day, day, day, None, None] }
    }

    /// From when to when it works on that day of the week; nothing where it is closed.
    #[must_use]
    pub fn on(&self, day: Weekday) -> Option<(NaiveTime, NaiveTime)> {
        self.days.get(day.num_days_from_monday() as usize).copied().flatten()
    }
}

/// Working hours in their zone.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// The zone of the hours.
    pub zone: Tz,
    /// The hours.
    pub hours: &'a WorkingHours,
    /// Whose public holidays are kept; none where nobody said so.
    pub holidays: Option<Country>,
}

impl Calendar<'_> {
    /// Whether that moment lies within working hours (the closing minute no longer does).
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.opening_on(self.local_date(at)).is_some_and(|(from, until)| from <= at && at < until)
    }

    /// Whether it is known of the day of that moment whether anybody works.
    #[must_use]
    pub fn foresees(&self, at: DateTime<Utc>) -> bool {
        self.holidays.is_none_or(|country| country.knows(self.local_date(at)))
    }

    /// That moment if work is on, else the next opening.
    #[must_use]
    pub fn next_open(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let date = self.local_date(at);
        (0..OPENING_WITHIN_DAYS)
            .filter_map(|ahead| self.opening_on(date.checked_add_days(Days::new(ahead))?))
            .find(|(_, until)| at < *until)
            .map_or(at, |(from, _)| from.max(at))
    }

    /// The moment at which `span` of working time has passed since `start`.
    #[must_use]
    pub fn add(&self, start: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
        let mut at = self.next_open(start);
        let mut left = span;
        for _ in 0..LONGEST_WORKING_DAYS {
            let Some((_, until)) = self.opening_on(self.local_date(at)) else { break };
            if left <= until - at {
                return at + left;
            }
            left -= until - at;
            at = self.next_open(until);
        }
        at + left
    }

    /// How much working time lies between two moments; zero if the second is not later.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeDelta {
        let mut total = TimeDelta::zero();
        let mut date = self.local_date(from);
        let last = self.local_date(until);
        while date <= last {
            if let Some((opens, closes)) = self.opening_on(date) {
                total += (closes.min(until) - opens.max(from)).max(TimeDelta::zero());
            }
            let Some(next) = date.succ_opt() else { break };
            date = next;
        }
        total
    }

    /// The same local time `days` working days later, counted from the next opening.
    #[must_use]
    pub fn add_days(&self, start: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let opened = self.next_open(start);
        let time = opened.with_timezone(&self.zone).time();
        let mut at = opened;
        for _ in 0..days.min(LONGEST_WORKING_DAYS) {
            let Some(next_day) = self.local_date(at).succ_opt() else { break };
            at = self.next_open(instant_of(next_day.and_time(NaiveTime::MIN), self.zone));
        }
        let date = self.local_date(at);
        let same_time = instant_of(date.and_time(time), self.zone);
        self.opening_on(date).map_or(at, |(from, until)| same_time.clamp(from, until))
    }

    fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn opening_on(&self, date: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        if self.holidays.is_some_and(|country| country.is_holiday(date)) {
            return None;
        }
        let (from, until) = self.hours.on(date.weekday())?;
        Some((instant_of(date.and_time(from), self.zone), instant_of(date.and_time(until), self.zone)))
    }
}

/// The moment of a local time: the first of two in the autumn night, and in the spring night, where it does not exist,
/// the moment at which the clocks jumped.
#[must_use]
pub fn instant_of(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => after_the_jump(local, zone),
    }
}

/// The midnight with which the local day begins that is so many `days` ahead of `at`.
#[must_use]
pub(crate) fn midnight(at: DateTime<Utc>, days: u64, zone: Tz) -> DateTime<Utc> {
    let date = at.with_timezone(&zone).date_naive().checked_add_days(Days::new(days));
    date.map_or(at, |date| instant_of(date.and_time(NaiveTime::MIN), zone))
}

/// The first moment that exists after a local time that does not: zones jump by whole quarters of an hour, a day at most.
fn after_the_jump(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    const QUARTERS_A_DAY: i32 = 96;
    let before = (1..=QUARTERS_A_DAY)
        .find_map(|quarters| zone.from_local_datetime(&(local - TimeDelta::minutes(15) * quarters)).latest());
    let Some(before) = before else { return local.and_utc() };
    // The offset before the jump carries the local time to the same moment as the jump plus what it overshoots;
    // walking back to the jump itself keeps "08:30" from becoming "09:15".
    let naive = local - TimeDelta::seconds(i64::from(chrono::Offset::fix(before.offset()).local_minus_utc()));
    let overshoot = naive.and_utc();
    let mut at = before.with_timezone(&Utc);
    let offset = chrono::Offset::fix(before.offset());
    while at < overshoot && chrono::Offset::fix(at.with_timezone(&zone).offset()) == offset {
        at += TimeDelta::minutes(15);
    }
    at.min(overshoot)
}
