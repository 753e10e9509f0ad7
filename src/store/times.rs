//! Moments in columns: milliseconds since 1970.

use chrono::{DateTime, SubsecRound, Utc};

use crate::StoreError;

/// A moment, its fraction of a millisecond left out.
pub(crate) const fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// A moment before which nothing may be done: a fraction of a millisecond counts as a whole one.
pub(crate) fn millis_up(at: DateTime<Utc>) -> i64 {
    let down = millis(at);
    if at.timestamp_subsec_nanos().is_multiple_of(1_000_000) { down } else { down.saturating_add(1) }
}

/// The moment without what an envelope cannot hold.
pub(crate) fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(3)
}

/// The moment of a column.
pub(crate) fn moment(millis: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(millis)
        .ok_or_else(|| StoreError::decode("a moment", format!("{millis} ms lies beyond every calendar")))
}

/// The moment of a column that may be empty.
pub(crate) fn moment_if(millis: Option<i64>) -> Result<Option<DateTime<Utc>>, StoreError> {
    millis.map(moment).transpose()
}

/// As export and heads print it: UTC, with milliseconds.
pub(crate) fn iso(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
