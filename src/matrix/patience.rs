//! How long the sync loop waits before it tries again, and when the network counts as lost.

use std::time::Duration;

use crate::error::Trouble;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// So long without the network, and what is said there may be missed: the engine is told.
const LOST_AFTER: Duration = Duration::from_secs(60);
/// What a request that nobody answered has taken, at the least.
const UNANSWERED: Duration = Duration::from_secs(30);

/// Doubling pauses. There is one bot for one homeserver: no herd that chance would have to spread.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    next: Option<Duration>,
    without: Duration,
}

impl Patience {
    /// Something went well.
    pub(crate) fn renew(&mut self) {
        *self = Self::default();
    }

    /// Waits; whether the network counts as lost after it.
    pub(crate) async fn pause(&mut self, trouble: &Trouble) -> bool {
        let pause = self.next_pause(trouble);
        tokio::time::sleep(pause).await;
        self.without >= LOST_AFTER
    }

    fn next_pause(&mut self, trouble: &Trouble) -> Duration {
        let own = self.next.unwrap_or(FIRST_PAUSE);
        self.next = Some((own * 2).min(LONGEST_PAUSE));
        let pause = match trouble {
            Trouble::Limited(Some(after)) => own.max(*after),
            _ => own,
        };
        let unanswered = matches!(trouble, Trouble::Passing(why) if why == Trouble::NO_ANSWER);
        self.without += pause + if unanswered { UNANSWERED } else { Duration::ZERO };
        pause
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Patience;
    use crate::error::Trouble;

    #[test]
    fn pauses_double_up_to_half_a_minute() {
        let mut patience = Patience::default();
        let trouble = Trouble::Passing("no connection".to_owned());
        let pauses: Vec<u64> = (0..7).map(|_| patience.next_pause(&trouble).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
        patience.renew();
        assert_eq!(patience.next_pause(&trouble), Duration::from_secs(1));
    }

    #[test]
    fn the_homeserver_may_ask_for_more() {
        let mut patience = Patience::default();
        assert_eq!(patience.next_pause(&Trouble::Limited(Some(Duration::from_secs(90)))), Duration::from_secs(90));
    }

    #[test]
    fn two_unanswered_syncs_are_a_lost_network() {
        let mut patience = Patience::default();
        let unanswered = Trouble::Passing(Trouble::NO_ANSWER.to_owned());
        patience.next_pause(&unanswered);
        assert!(patience.without < super::LOST_AFTER);
        patience.next_pause(&unanswered);
        assert!(patience.without >= super::LOST_AFTER);
    }
}
