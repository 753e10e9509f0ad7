//! What the sums come to: shares with both their numbers, and spreads with what still waits beside them.

use std::cmp::Reverse;

use chrono::TimeDelta;
use liaison_domain::RefusalGround;

use crate::{Sums, Waits};

/// Of fewer than this no share is told, only the counts (domain description, "Metrics": ratios are suppressed for n < 5).
pub const TOO_FEW: usize = 5;

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Share {
    /// In hundredths, to the nearest; none of fewer than [`TOO_FEW`]. All and none are told of all and none alone: 249 of
    /// 250 are 99 %.
    #[must_use]
    pub fn percent(self) -> Option<usize> {
        if self.whole < TOO_FEW {
            return None;
        }
        let nearest = (self.part * 200 + self.whole) / (self.whole * 2);
        Some(match self.part {
            0 => 0,
            all if all == self.whole => 100,
            _ => nearest.clamp(1, 99),
        })
    }
}

/// How long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The nearest-rank median and 90th percentile; none where nothing has happened yet.
    pub ranks: Option<(TimeDelta, TimeDelta)>,
    /// Of how many.
    pub count: usize,
    /// How many still wait: without them a slow side would look fast.
    pub open: usize,
}

impl Spread {
    fn of(waits: Waits) -> Self {
        let Waits { mut took, open } = waits;
        let count = took.len();
        // The smallest value that at least so many hundredths do not exceed (nearest rank).
        let mut rank = |percent: usize| {
            let place = (count * percent).div_ceil(100).checked_sub(1)?;
            let (_, value, _) = took.select_nth_unstable(place);
            Some(TimeDelta::milliseconds(*value))
        };
        Self { ranks: rank(50).zip(rank(90)), count, open }
    }
}

/// The figures of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Opened, without those left out.
    pub opened: usize,
    /// Withdrawn, or duplicates.
    pub left_out: usize,
    /// The answered, of those whose answer was due.
    pub answered: Share,
    /// Not yet due, and so in no share.
    pub ahead: usize,
    /// Of these, answered already.
    pub ahead_answered: usize,
    /// To acknowledgement.
    pub acknowledgement: Spread,
    /// To effect.
    pub effect: Spread,
    /// Refusals by ground, the most frequent first.
    pub refusals: Vec<(RefusalGround, usize)>,
    /// The agency's own latency: from question to information.
    pub information: Spread,
    /// Those that came back, of those whose answer was put to the test.
    pub reopened: Share,
}

impl Figures {
    /// What those sums come to.
    #[must_use]
    pub fn of(sums: Sums) -> Self {
        let mut refusals: Vec<_> = sums.refusals.into_iter().collect();
        refusals.sort_by_key(|(ground, count)| (Reverse(*count), *ground));
        Self {
            opened: sums.opened,
            left_out: sums.left_out,
            answered: Share { part: sums.due_answered, whole: sums.due },
            ahead: sums.ahead,
            ahead_answered: sums.ahead_answered,
            acknowledgement: Spread::of(sums.acknowledgement),
            effect: Spread::of(sums.effect),
            refusals,
            information: Spread::of(sums.information),
            reopened: Share { part: sums.reopened, whole: sums.settled },
        }
    }

    /// Whether there was nothing to count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let asked = self.information.count + self.information.open;
        self.opened + self.left_out + self.answered.whole + asked == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_share_says_both_numbers_and_a_ratio_from_five_on() {
        let percent = |part, whole| Share { part, whole }.percent();
        assert_eq!(percent(7, 20), Some(35));
        assert_eq!(percent(4, 4), None);
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(1, 5), Some(20));
        assert_eq!(percent(1, 8), Some(13), "12.5 is told as 13");
        assert_eq!(percent(249, 250), Some(99), "not all were answered");
        assert_eq!(percent(1, 500), Some(1), "not none");
        assert_eq!(percent(500, 500), Some(100));
    }

    #[test]
    fn an_effect_after_a_quarter_of_an_hour_and_one_after_five_hours() {
        let spread = Spread::of(Waits { took: vec![5 * 3_600_000, 15 * 60_000], open: 3 });
        assert_eq!(spread.ranks, Some((TimeDelta::minutes(15), TimeDelta::hours(5))));
        assert_eq!((spread.count, spread.open), (2, 3));
        assert_eq!(Spread::of(Waits::default()).ranks, None);
    }

    proptest! {
        /// The definition, counted out: the smallest value which half, or nine in ten, do not exceed.
        #[test]
        fn a_nearest_rank_is_the_smallest_that_so_many_do_not_exceed(took in prop::collection::vec(0_i64..1_000, 1..60)) {
            let (median, ninetieth) = Spread::of(Waits { took: took.clone(), open: 0 }).ranks.unwrap();
            for (rank, percent) in [(median, 50), (ninetieth, 90)] {
                let within = |limit: i64| took.iter().filter(|value| **value <= limit).count() * 100;
                let rank = rank.num_milliseconds();
                prop_assert!(took.contains(&rank) && within(rank) >= took.len() * percent);
                prop_assert!(took.iter().filter(|value| **value < rank).all(|less| within(*less) < took.len() * percent));
            }
        }
    }
}
