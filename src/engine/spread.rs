//! How long things took: a histogram over bounds that follow from what the bot promises.

use chrono::TimeDelta;

/// How long many things took: a histogram over fixed bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// How many took no longer than each of [`Spread::BOUNDS`], without those of the bound before.
    pub within: [u64; Self::BOUNDS.len()],
    /// How many there were.
    pub count: u64,
    /// How long they took together, in seconds.
    pub seconds: f64,
}

impl Spread {
    /// The bounds, in seconds: an answer is due within three, an alert within a minute, and a room that was out of reach
    /// for an hour is told then.
    pub const BOUNDS: [f64; 11] = [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0];

    pub(crate) fn add(&mut self, took: TimeDelta) {
        let seconds = took.max(TimeDelta::zero()).as_seconds_f64();
        self.count += 1;
        self.seconds += seconds;
        if let Some((within, _)) = self.within.iter_mut().zip(Self::BOUNDS).find(|(_, bound)| seconds <= *bound) {
            *within += 1;
        }
    }
}
