//! What time it is at Discord, without a clock of our own: the latest stamp that Discord gave, and what has passed since.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// Discord's time.
#[derive(Default)]
pub(crate) struct Clock {
    stamp: Mutex<Option<(DateTime<Utc>, Instant)>>,
    alive: Mutex<Option<DateTime<Utc>>>,
}

impl Clock {
    /// Discord says that it is so late, or later: what it says is always a little old.
    pub(crate) fn stamp(&self, said: DateTime<Utc>) {
        let now = Instant::now();
        let mut stamp = self.stamp.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp.is_none_or(|(last, since)| later(last, now - since) < said) {
            *stamp = Some((said, now));
        }
    }

    /// The `Date` of an answer.
    pub(crate) fn stamp_text(&self, date: &str) {
        if let Ok(said) = DateTime::parse_from_rfc2822(date) {
            self.stamp(said.to_utc());
        }
    }

    /// What time it is; nothing before Discord has said anything.
    pub(crate) fn now(&self) -> Option<DateTime<Utc>> {
        let stamp = *self.stamp.lock().unwrap_or_else(PoisonError::into_inner);
        stamp.map(|(last, since)| later(last, since.elapsed()))
    }

    /// The gateway is surely there now.
    pub(crate) fn beat(&self) {
        if let Some(now) = self.now() {
            *self.alive.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        }
    }

    /// The last moment at which the gateway was surely there; nothing before it was.
    pub(crate) fn alive(&self) -> Option<DateTime<Utc>> {
        *self.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn later(last: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    TimeDelta::from_std(by).ok().and_then(|by| last.checked_add_signed(by)).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn what_is_older_than_what_is_known_changes_nothing() {
        let clock = Clock::default();
        assert_eq!(clock.now(), None);
        clock.stamp_text("Sat, 21 Nov 2026 14:00:05 GMT");
        clock.stamp_text("Sat, 21 Nov 2026 14:00:01 GMT");
        clock.stamp_text("yesterday");
        let now = clock.now().unwrap();
        assert_eq!(now.format("%H:%M").to_string(), "14:00");
        assert!(now.format("%S").to_string().as_str() >= "05");
    }
}
