//! Public holidays as others list them, what working time makes of them, and the end of what is known.

use crate::support::{at, opened, report, said_by, setting};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::America::New_York;
use liaison_domain::{
    Agreed, Audience, Calendar, Call, Case, CaseRef, ClockName, Command, Country, Length, MemberId, OrganisationId,
    Refusal, Side, Tell, Urgency, WorkingHours, decide, is_day_off, lapse, open,
};
use proptest::prelude::*;

/// Every public holiday by year, as the Python package holidays 0.109 has them for metropolitan France: others wrote it, from
/// the governments' lists.
const OF_FRANCE: [&str; 10] = [
    "2021 01-01 04-05 05-01 05-08 05-13 05-24 07-14 08-15 11-01 11-11 12-25",
    "2022 01-01 04-18 05-01 05-08 05-26 06-06 07-14 08-15 11-01 11-11 12-25",
    "2023 01-01 04-10 05-01 05-08 05-18 05-29 07-14 08-15 11-01 11-11 12-25",
    "2024 01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25",
    "2025 01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
    "2026 01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    "2027 01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
    "2028 01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
    "2029 01-01 04-02 05-01 05-08 05-10 05-21 07-14 08-15 11-01 11-11 12-25",
    "2030 01-01 04-22 05-01 05-08 05-30 06-10 07-14 08-15 11-01 11-11 12-25",
];
/// The same of the United States, with the days that are kept instead of those at a weekend.
const OF_THE_UNITED_STATES: [&str; 10] = [
    "2021 01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
    "2022 01-01 01-17 02-21 05-30 06-19 06-20 07-04 09-05 10-10 11-11 11-24 12-25 12-26",
    "2023 01-01 01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-11 11-23 12-25",
    "2024 01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    "2025 01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    "2026 01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
    "2027 01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
    "2028 01-01 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-11 11-23 12-25",
    "2029 01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-11 11-12 11-22 12-25",
    "2030 01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn the_holidays_are_those_that_others_list() {
    for (country, published) in [(Country::France, OF_FRANCE), (Country::UnitedStates, OF_THE_UNITED_STATES)] {
        for line in published {
            let (year, expected) = line.split_once(' ').unwrap();
            let days = day(year.parse().unwrap(), 1, 1).iter_days().take_while(|day| day.year().to_string() == year);
            let found: Vec<String> =
                days.filter(|day| country.is_holiday(*day)).map(|day| day.format("%m-%d").to_string()).collect();
            assert_eq!(found.join(" "), expected, "{} {year}", country.name());
        }
        assert!(country.knows(day(2030, 12, 31)) && !country.knows(day(2031, 1, 1)));
    }
}

#[test]
fn working_time_skips_holidays_and_the_days_kept_instead() {
    let hours = WorkingHours::office();
    let paris = Calendar { zone: chrono_tz::Europe::Paris, hours: &hours, holidays: Some(Country::France) };
    // Wednesday before Ascension 2026 (14 May), 17:00: one hour then, three on the Friday.
    assert_eq!(paris.add(at("2026-05-13T17:00"), TimeDelta::hours(4)), at("2026-05-15T12:00"));
    assert_eq!(paris.add_days(at("2026-05-13T17:00"), 1), at("2026-05-15T17:00"));
    assert_eq!(paris.between(at("2026-05-13T17:00"), at("2026-05-15T12:00")), TimeDelta::hours(4));
    assert!(!paris.is_open(at("2026-05-14T12:00")));
    assert_eq!(paris.next_open(at("2026-05-14T12:00")), at("2026-05-15T09:00"));
    // 4 July 2026 is a Saturday: the Friday is kept.
    let new_york = Calendar { zone: New_York, hours: &hours, holidays: Some(Country::UnitedStates) };
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(new_york.next_open(utc("2026-07-02T22:30:00Z")), utc("2026-07-06T13:00:00Z"));
}

#[test]
fn who_works_on_one_day_of_the_week_alone_opens_after_several_holidays_on_it() {
    // 1 May and 8 May 2025 are Thursdays, and so is Ascension, on 29 May.
    let day = chrono::NaiveTime::from_hms_opt(9, 0, 0).zip(chrono::NaiveTime::from_hms_opt(12, 0, 0));
    let thursdays = WorkingHours::new([None, None, None, day, None, None, None]).unwrap();
    let calendar = Calendar { zone: chrono_tz::Europe::Paris, hours: &thursdays, holidays: Some(Country::France) };
    assert_eq!(calendar.next_open(at("2025-04-25T09:00")), at("2025-05-15T09:00"));
    assert_eq!(calendar.add(at("2025-05-15T11:00"), TimeDelta::hours(5)), at("2025-06-05T10:00"));
}

#[test]
fn each_sides_clock_runs_in_its_own_country() {
    let mut setting = setting();
    setting.organisations[0].holidays = Some(Country::France);
    setting.organisations[2].zone = New_York;
    setting.organisations[2].holidays = Some(Country::UnitedStates);
    // Ascension is a working day in New York, where nine o'clock is three in the afternoon in Paris.
    let (case, _) = opened(&setting, Urgency::Routine, at("2026-05-14T10:00"));
    assert_eq!(case.clock(ClockName::Acknowledge).unwrap().due(), Some(at("2026-05-14T19:00")));
    // The agency, asked on the eve of Ascension after its hours, answers from Friday on.
    let eve = at("2026-05-13T19:00");
    let (case, _) = opened(&setting, Urgency::Routine, at("2026-05-13T16:00"));
    let ask = Command::Ask { text: "which?".to_owned() };
    let ruling = decide(&case, &ask, &said_by(&setting, "chen", eve), &setting.desks[0], &setting, eve).unwrap();
    let asked = case.apply(&ruling.events[0]);
    assert_eq!(asked.clock(ClockName::Information).unwrap().due(), Some(at("2026-05-15T13:00")));
}

#[test]
fn routine_calls_the_agency_in_its_own_hours_and_not_in_the_desks() {
    let mut setting = setting();
    setting.organisations[0].zone = New_York;
    let two_hours = Some(Length::Absolute(TimeDelta::hours(2)));
    setting.targets.agreed = vec![Agreed {
        kind: None,
        urgency: None,
        acknowledge: None,
        effect: None,
        information: two_hours,
        expiry: None,
    }];
    let asked_at = at("2026-01-05T09:00");
    let (case, _) = opened(&setting, Urgency::Routine, asked_at);
    let ask = Command::Ask { text: "which?".to_owned() };
    let desk = &setting.desks[0];
    let ruling = decide(&case, &ask, &said_by(&setting, "chen", asked_at), desk, &setting, asked_at).unwrap();
    let mut case = case.apply(&ruling.events[0]);
    let mut called_at = |now| {
        let ruling = lapse(&case, desk, &setting, now);
        case = ruling.events.iter().fold(case.clone(), Case::apply);
        let calls = ruling.notices.iter().filter_map(|notice| match &notice.tell {
            Tell::Alert(alert) if notice.audience == Audience::Desk => Some(alert.call.clone()),
            _ => None,
        });
        calls.collect::<Vec<_>>()
    };
    // Eleven in Paris, where the desk is open; five in the morning in New York.
    assert_eq!(called_at(at("2026-01-05T11:00")), [Vec::new()]);
    assert_eq!(called_at(at("2026-01-05T14:59")), Vec::<Vec<Call>>::new());
    let amal = Call::Member(MemberId("amal".to_owned()));
    assert_eq!(called_at(at("2026-01-05T15:00")), [vec![amal]]);
}

#[test]
fn a_clock_of_working_time_past_what_is_known_is_refused_and_one_round_the_clock_is_not() {
    let mut setting = setting();
    setting.organisations[2].holidays = Some(Country::France);
    let desk = &setting.desks[0];
    let reference = || CaseRef { prefix: "YT".to_owned(), number: 1 };
    let opened = |urgency, now| {
        open(&report(urgency), reference(), &[], &said_by(&setting, "amal", now), desk, &setting, now).map(|_| ())
    };
    let unknown = Refusal::HolidaysUnknown { country: Country::France, last: day(2030, 12, 31) };
    // Of the last working day there is room for the clock and its ladder in the morning alone.
    assert_eq!(opened(Urgency::Routine, at("2030-12-31T09:00")), Ok(()));
    assert_eq!(opened(Urgency::Routine, at("2030-12-31T12:00")), Err(unknown.clone()));
    assert_eq!(opened(Urgency::Urgent, at("2030-12-31T12:00")), Ok(()));
    assert_eq!(opened(Urgency::Emergency, at("2031-05-01T12:00")), Ok(()));
    assert_eq!(opened(Urgency::Routine, at("2031-05-01T12:00")), Err(unknown));
    // Who keeps no holidays needs none.
    setting.organisations[2].holidays = None;
    let desk = &setting.desks[0];
    let now = at("2031-05-01T12:00");
    assert!(
        open(&report(Urgency::Routine), reference(), &[], &said_by(&setting, "amal", now), desk, &setting, now).is_ok()
    );
}

#[test]
fn a_long_agreed_length_is_refused_before_it_runs_into_the_unknown() {
    let mut setting = setting();
    setting.organisations[2].holidays = Some(Country::UnitedStates);
    let long = Some(Length::WorkingDays(2_000));
    setting.targets.agreed =
        vec![Agreed { kind: None, urgency: None, acknowledge: None, effect: long, information: None, expiry: None }];
    let now = at("2026-01-05T09:00");
    let reference = CaseRef { prefix: "YT".to_owned(), number: 1 };
    let desk = &setting.desks[0];
    let refused = open(&report(Urgency::Urgent), reference, &[], &said_by(&setting, "amal", now), desk, &setting, now);
    assert!(matches!(refused, Err(Refusal::HolidaysUnknown { country: Country::UnitedStates, .. })), "{refused:?}");
}

#[test]
fn a_day_off_is_a_weekend_or_a_holiday_of_everyone_who_is_told() {
    let mut setting = setting();
    let (paris, ascension) = (chrono_tz::Europe::Paris, at("2026-05-14T08:30"));
    let told =
        |setting: &liaison_domain::Setting| is_day_off(ascension, paris, setting.organisations_of(&setting.desks[0]));
    assert!(!told(&setting));
    for organisation in &mut setting.organisations {
        organisation.holidays = Some(Country::France);
    }
    assert!(told(&setting));
    setting.organisations[2].holidays = Some(Country::UnitedStates);
    assert!(!told(&setting), "one side works");
    assert!(is_day_off(at("2026-05-16T08:30"), paris, []));
    assert!(!is_day_off(ascension, paris, []));
    let agency = setting.organisation(&OrganisationId("pharos".to_owned())).unwrap();
    assert_eq!(agency.side, Side::Agency);
    assert!(is_day_off(ascension, paris, [agency]), "its own room alone");
}

proptest! {
    #[test]
    fn what_is_added_lies_between_across_holidays(start in 0_i64..1_500_000, span in 1_i64..40_000) {
        let hours = WorkingHours::office();
        for (zone, country) in [(chrono_tz::Europe::Paris, Country::France), (New_York, Country::UnitedStates)] {
            let calendar = Calendar { zone, hours: &hours, holidays: Some(country) };
            let start = at("2026-01-01T00:00") + TimeDelta::minutes(start);
            let span = TimeDelta::minutes(span);
            let end = calendar.add(start, span);
            prop_assert_eq!(calendar.between(start, end), span);
            let last = (end - TimeDelta::minutes(1)).with_timezone(&zone).date_naive();
            prop_assert!(calendar.is_open(end - TimeDelta::minutes(1)) && !country.is_holiday(last));
        }
    }
}
