//! What holds requests back before they are sent: routes that Discord has closed for a while, and the count of refused
//! requests, which must never reach the ban.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// Discord bans an address at 10,000 refused requests (401, 403, 429) in ten minutes; the door stops at half of it.
const REFUSED_LIMIT: usize = 5_000;
const REFUSED_WINDOW: Duration = Duration::from_secs(600);
/// So many routes are remembered as closed; beyond, those that are open again are forgotten.
const ROUTES_LIMIT: usize = 1_000;

/// Routes that are closed, and what was refused lately.
#[derive(Default)]
pub(crate) struct Held {
    everything: Option<Instant>,
    routes: HashMap<String, Instant>,
    refused: VecDeque<Instant>,
}

impl Held {
    /// How long a request must wait; nothing where it may go. Answers to interactions are outside the limit on everything.
    pub(crate) fn wait(&mut self, route: &str, exempt: bool, now: Instant) -> Option<Duration> {
        while self.refused.front().is_some_and(|first| *first + REFUSED_WINDOW <= now) {
            self.refused.pop_front();
        }
        let full =
            self.refused.front().filter(|_| self.refused.len() >= REFUSED_LIMIT).map(|first| *first + REFUSED_WINDOW);
        let everything = self.everything.filter(|_| !exempt);
        let until = [full, everything, self.routes.get(route).copied()].into_iter().flatten().max()?;
        until.checked_duration_since(now).filter(|wait| !wait.is_zero())
    }

    /// A route is closed for a while, or everything is.
    pub(crate) fn close(&mut self, route: String, everything: bool, wait: Duration, now: Instant) {
        let until = now + wait;
        if everything {
            self.everything = Some(self.everything.map_or(until, |there| there.max(until)));
            return;
        }
        if self.routes.len() >= ROUTES_LIMIT {
            self.routes.retain(|_, until| *until > now);
        }
        let there = self.routes.entry(route).or_insert(until);
        *there = until.max(*there);
    }

    /// A request was refused in a way that Discord counts.
    pub(crate) fn refused(&mut self, now: Instant) {
        self.refused.push_back(now);
    }
}

/// The route that a path belongs to, with its channel, guild or token, and without the message: what has a limit of its
/// own.
pub(crate) fn route(method: &str, path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty()).enumerate();
    let minor = |(at, part): (usize, &str)| at > 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = parts.map(|(at, part)| if minor((at, part)) { "*".to_owned() } else { part.to_owned() });
    format!("{method} {}", parts.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Held, REFUSED_LIMIT, REFUSED_WINDOW, route};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn messages_of_a_channel_share_a_route() {
        assert_eq!(route("PATCH", "/channels/1/messages/2"), route("PATCH", "/channels/1/messages/3"));
        assert_ne!(route("POST", "/channels/1/messages"), route("POST", "/channels/2/messages"));
        assert_ne!(route("POST", "/channels/1/messages"), route("GET", "/channels/1/messages"));
    }

    #[test]
    fn a_closed_route_opens_by_itself_and_leaves_the_others_open() {
        let (mut held, now) = (Held::default(), Instant::now());
        held.close("POST a".to_owned(), false, SECOND, now);
        assert_eq!(held.wait("POST a", false, now), Some(SECOND));
        assert_eq!(held.wait("POST b", false, now), None);
        assert_eq!(held.wait("POST a", false, now + SECOND), None);
    }

    #[test]
    fn a_shorter_wait_does_not_shorten_a_longer_one() {
        let (mut held, now) = (Held::default(), Instant::now());
        held.close("POST a".to_owned(), false, 9 * SECOND, now);
        held.close("POST a".to_owned(), false, SECOND, now);
        assert_eq!(held.wait("POST a", false, now), Some(9 * SECOND));
    }

    #[test]
    fn what_is_closed_for_everything_leaves_answers_open() {
        let (mut held, now) = (Held::default(), Instant::now());
        held.close("POST a".to_owned(), true, SECOND, now);
        assert_eq!(held.wait("POST b", false, now), Some(SECOND));
        assert_eq!(held.wait("POST b", true, now), None);
    }

    #[test]
    fn nothing_is_sent_long_before_the_ban() {
        let (mut held, now) = (Held::default(), Instant::now());
        (0..REFUSED_LIMIT).for_each(|_| held.refused(now));
        assert_eq!(held.wait("GET a", true, now), Some(REFUSED_WINDOW));
        assert_eq!(held.wait("GET a", true, now + REFUSED_WINDOW), None);
    }
}
