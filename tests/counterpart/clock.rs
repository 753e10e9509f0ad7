//! The counterpart's time: the one place that reads a clock, and an offset that a test moves forward.
//!
//! Everything that Discord measures (deadlines, the life of a token, how long a nonce is remembered) asks [`Clock::now`],
//! so a test that needs fifteen minutes moves the clock and waits for nothing.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use twilight_model::util::Timestamp;

/// A clock that never goes back.
pub(crate) struct Clock {
    started: Instant,
    started_unix: Duration,
    ahead: Duration,
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "test support: the counterpart keeps the time of the platform it plays"
    )]
    pub(crate) fn start() -> Self {
        let started_unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { started: Instant::now(), started_unix, ahead: Duration::ZERO }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        let now = self.started_unix + self.started.elapsed() + self.ahead;
        u64::try_from(now.as_millis()).unwrap_or(u64::MAX)
    }

    /// From now on it is so much later.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.ahead += by;
    }
}

/// A moment as Discord writes it.
pub(crate) fn iso(milliseconds: u64) -> String {
    let micros = i64::try_from(milliseconds).unwrap_or_default().saturating_mul(1000);
    Timestamp::from_micros(micros).map(|moment| moment.iso_8601().to_string()).unwrap_or_default()
}

/// A duration in milliseconds, for sums with [`Clock::now`].
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
