//! Values of the configuration in the words in which they are written there.

use chrono::{NaiveTime, TimeDelta, Timelike, Weekday};
use liaison_domain::{Length, RoomKind, WorkingHours};

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// `Mon-Thu 08:00-19:00, Fri 08:00-16:00`.
pub(super) fn hours(hours: &WorkingHours) -> String {
    let mut spans: Vec<(Weekday, Weekday, (NaiveTime, NaiveTime))> = Vec::new();
    for day in WEEK {
        let Some(span) = hours.on(day) else { continue };
        match spans.last_mut() {
            Some((_, last, same)) if *same == span && last.succ() == day => *last = day,
            _ => spans.push((day, day, span)),
        }
    }
    let told = spans.iter().map(|(first, last, (from, until))| {
        let days = if first == last { first.to_string() } else { format!("{first}-{last}") };
        format!("{days} {}-{}", time(*from), time(*until))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// `08:30`; the last moment of a day is the `24:00` of the file.
pub(super) fn time(time: NaiveTime) -> String {
    if time.nanosecond() > 0 { "24:00".to_owned() } else { time.format("%H:%M").to_string() }
}

/// `15 min`, `4 working h`, `1 working d`.
pub(super) fn length(length: Length) -> String {
    match length {
        Length::Absolute(span) => in_units(span),
        Length::Working(span) => {
            let told = in_units(span);
            told.split_once(' ').map(|(count, unit)| format!("{count} working {unit}")).unwrap_or(told)
        }
        Length::WorkingDays(days) => format!("{days} working d"),
    }
}

fn in_units(span: TimeDelta) -> String {
    let seconds = span.num_seconds();
    let units = [("h", 3_600), ("min", 60)];
    let whole = units.iter().find(|(_, size)| seconds % size == 0);
    whole.map_or_else(|| format!("{seconds} s"), |(unit, size)| format!("{} {unit}", seconds / size))
}

/// `shared`, or the organisation whose own room it is.
pub(super) fn kind(kind: &RoomKind) -> &str {
    match kind {
        RoomKind::Shared => "shared",
        RoomKind::Own(organisation) => &organisation.0,
        RoomKind::Coordination => "coordination",
    }
}
