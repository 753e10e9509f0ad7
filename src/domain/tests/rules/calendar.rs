//! Working time and the digest's hour, across weekends and both daylight-saving nights.

use crate::support::at;
use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Europe::Paris;
use liaison_domain::{Calendar, WorkingHours, next_digest};
use proptest::prelude::*;

#[test]
fn four_working_hours_from_friday_afternoon_end_on_monday() {
    let hours = WorkingHours::office();
    let calendar = Calendar { zone: Paris, hours: &hours, holidays: None };
    assert_eq!(calendar.add(at("2026-01-09T16:00"), TimeDelta::hours(4)), at("2026-01-12T11:00"));
    assert_eq!(calendar.add(at("2026-01-10T12:00"), TimeDelta::hours(4)), at("2026-01-12T13:00"));
    assert_eq!(calendar.add(at("2026-01-05T09:00"), TimeDelta::hours(9)), at("2026-01-05T18:00"));
}

#[test]
fn a_working_day_is_the_same_time_on_the_next_working_day() {
    let hours = WorkingHours::office();
    let calendar = Calendar { zone: Paris, hours: &hours, holidays: None };
    assert_eq!(calendar.add_days(at("2026-01-09T16:00"), 1), at("2026-01-12T16:00"));
    assert_eq!(calendar.add_days(at("2026-01-10T16:00"), 1), at("2026-01-13T09:00"));
}

#[test]
fn the_digest_comes_once_in_each_daylight_saving_night() {
    let hour = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
    // 2026-03-29: 02:30 does not exist in Paris; the clocks jump from 02:00 to 03:00, which is 01:00 UTC.
    let spring = next_digest(at("2026-03-28T12:00"), hour, Paris);
    assert_eq!(spring, at("2026-03-29T03:00"));
    assert_eq!(next_digest(spring, hour, Paris), at("2026-03-30T02:30"));
    // 2026-10-25: 02:30 occurs twice; the first is meant.
    let autumn = next_digest(at("2026-10-24T12:00"), hour, Paris);
    assert_eq!(autumn, at("2026-10-25T02:30"));
    assert_eq!(next_digest(autumn, hour, Paris), at("2026-10-26T02:30"));
}

proptest! {
    #[test]
    fn what_is_added_lies_between(start in 0_i64..2_000_000, span in 1_i64..40_000) {
        let hours = WorkingHours::office();
        let calendar = Calendar { zone: Paris, hours: &hours, holidays: None };
        let start = at("2026-01-01T00:00") + TimeDelta::minutes(start);
        let span = TimeDelta::minutes(span);
        let end = calendar.add(start, span);
        prop_assert_eq!(calendar.between(start, end), span);
        prop_assert!(calendar.is_open(end - TimeDelta::minutes(1)));
    }
}
