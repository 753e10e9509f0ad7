//! Times and spans, as people read them: a moment in the room's zone and in UTC, a span in at most two units.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, Utc};

use super::bundle::Fill;
use super::voice::Voice;

const MINUTES_AN_HOUR: i64 = 60;
const HOURS_A_DAY: i64 = 24;
/// From here on a span is told in days: `36 h` is easier to plan with than `1 d 12 h`.
const DAYS_FROM_HOURS: i64 = 48;
/// From here on the hours beside the days no longer matter.
const DAYS_ALONE_FROM: i64 = 7;

/// `14:05 (13:05 UTC)`, with the date before it where it is not today's: `24 Oct 20:00 (18:00 UTC)`.
pub(crate) fn time(voice: &Voice<'_>, at: DateTime<Utc>) -> String {
    let zone = voice.view.zone;
    let local = at.with_timezone(&zone);
    let today = voice.view.now.with_timezone(&zone).date_naive();
    let dated = |date: NaiveDate, time: String| {
        voice.phrase("time-dated", &[("date", Fill::Said(day(voice, date))), ("time", Fill::Said(time))])
    };
    let here = local.format("%H:%M").to_string();
    let far = local.date_naive() != today;
    let here = if far { dated(local.date_naive(), here) } else { here };
    if local.offset().fix().local_minus_utc() == 0 {
        return voice.phrase("time-utc", &[("utc", Fill::Said(here))]);
    }
    let there = at.format("%H:%M").to_string();
    let there = if far && at.date_naive() != local.date_naive() { dated(at.date_naive(), there) } else { there };
    voice.phrase("time", &[("local", Fill::Said(here)), ("utc", Fill::Said(there))])
}

/// `24 Oct`, with the year where it is not this one.
pub(crate) fn day(voice: &Voice<'_>, date: NaiveDate) -> String {
    let this_year = voice.view.now.with_timezone(&voice.view.zone).year();
    let fills = [
        ("day", Fill::Number(i64::from(date.day()))),
        ("month", voice.named("month", &date.month().to_string())),
        ("year", Fill::Said(date.year().to_string())),
    ];
    voice.phrase(if date.year() == this_year { "day" } else { "day-year" }, &fills)
}

/// `26 min`, `5 h`, `1 h 30 min`, `3 d`: to the nearest minute, without a sign.
pub(crate) fn span(voice: &Voice<'_>, span: TimeDelta) -> String {
    let seconds = span.num_seconds().saturating_abs();
    let minutes = seconds.saturating_add(30) / 60;
    let unit = |name: &str, count: i64| voice.phrase(name, &[("count", Fill::Number(count))]);
    let both = |larger: String, smaller: String| {
        voice.phrase("span-both", &[("larger", Fill::Said(larger)), ("smaller", Fill::Said(smaller))])
    };
    let (hours, rest) = (minutes / MINUTES_AN_HOUR, minutes % MINUTES_AN_HOUR);
    if minutes == 0 {
        return voice.phrase("span-moment", &[]);
    }
    if hours == 0 {
        return unit("span-minutes", minutes);
    }
    if hours < DAYS_FROM_HOURS {
        let hours = unit("span-hours", hours);
        return if rest == 0 { hours } else { both(hours, unit("span-minutes", rest)) };
    }
    let (days, rest) = (hours / HOURS_A_DAY, hours % HOURS_A_DAY);
    let told = unit("span-days", days);
    if rest == 0 || days >= DAYS_ALONE_FROM { told } else { both(told, unit("span-hours", rest)) }
}
