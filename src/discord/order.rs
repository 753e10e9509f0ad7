//! Who is heard when: first answers take their time, each its own, and what happened in one channel is heard in the order
//! in which it happened there. What the door tells of itself waits for everything before it.

use std::collections::HashSet;
use std::num::NonZeroU64;

use liaison_chat::Inbound;

/// What waits to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Waiting<N> {
    /// Something happened in a channel, and its first answer is under way; or it is there, with what came of it.
    Turn { turn: u64, channel: NonZeroU64, heard: Option<Option<Box<Inbound>>> },
    /// The door tells of itself.
    News(N),
}

/// What can be told now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step<N> {
    /// This was heard.
    Heard(Vec<Inbound>),
    /// This became of the door.
    News(N),
}

/// The queue.
pub(crate) struct Order<N> {
    waiting: Vec<Waiting<N>>,
}

impl<N> Default for Order<N> {
    fn default() -> Self {
        Self { waiting: Vec::new() }
    }
}

impl<N> Order<N> {
    /// Something happened in a channel.
    pub(crate) fn came(&mut self, turn: u64, channel: NonZeroU64) {
        self.waiting.push(Waiting::Turn { turn, channel, heard: None });
    }

    /// Its first answer is given, and this came of it.
    pub(crate) fn done(&mut self, wanted: u64, inbound: Option<Box<Inbound>>) {
        let found = self.waiting.iter_mut().find_map(|waiting| match waiting {
            Waiting::Turn { turn, heard, .. } if *turn == wanted => Some(heard),
            _ => None,
        });
        if let Some(heard) = found {
            *heard = Some(inbound);
        }
    }

    /// The door tells of itself.
    pub(crate) fn news(&mut self, news: N) {
        self.waiting.push(Waiting::News(news));
    }

    /// What can be told now, in order.
    pub(crate) fn ready(&mut self) -> Vec<Step<N>> {
        let mut steps: Vec<Step<N>> = Vec::new();
        let mut held: HashSet<NonZeroU64> = HashSet::new();
        let mut kept = Vec::new();
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Turn { channel, heard: Some(heard), .. } if !held.contains(&channel) => {
                    match (heard, steps.last_mut()) {
                        (Some(heard), Some(Step::Heard(batch))) => batch.push(*heard),
                        (Some(heard), _) => steps.push(Step::Heard(vec![*heard])),
                        (None, _) => {}
                    }
                }
                Waiting::News(news) if kept.is_empty() => steps.push(Step::News(news)),
                other => {
                    if let Waiting::Turn { channel, .. } = &other {
                        held.insert(*channel);
                    }
                    kept.push(other);
                }
            }
        }
        self.waiting = kept;
        steps
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use liaison_chat::{DeviceTrust, Inbound, Said};

    use super::{Order, Step};
    use crate::snowflake::number;

    fn inbound(event: &str) -> Inbound {
        Inbound {
            event: event.to_owned(),
            room: String::new(),
            person: String::new(),
            roles: Vec::new(),
            said: Said::Nothing,
            said_at: DateTime::default(),
            reply_to: None,
            thread: None,
            device: DeviceTrust::Plain,
            answer: None,
        }
    }

    fn told(order: &mut Order<&'static str>) -> String {
        let step = |step: Step<&'static str>| match step {
            Step::Heard(batch) => batch.into_iter().map(|heard| heard.event).collect::<Vec<_>>().join("+"),
            Step::News(news) => news.to_owned(),
        };
        order.ready().into_iter().map(step).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn one_channel_keeps_its_order_and_does_not_wait_for_another() {
        let mut order = Order::default();
        let (one, other) = (number("1").unwrap(), number("2").unwrap());
        for (turn, channel) in [(1, one), (2, other), (3, one), (4, other)] {
            order.came(turn, channel);
        }
        for turn in [2, 3, 4] {
            order.done(turn, Some(Box::new(inbound(&turn.to_string()))));
        }
        assert_eq!(told(&mut order), "2+4", "the first channel waits for its first");
        order.done(1, None);
        assert_eq!(told(&mut order), "3", "which came to nothing");
    }

    #[test]
    fn news_wait_for_what_was_before_and_hold_nothing_up() {
        let mut order = Order::default();
        let (one, other) = (number("1").unwrap(), number("2").unwrap());
        order.came(1, one);
        order.news("resumed");
        order.came(2, other);
        order.done(2, Some(Box::new(inbound("2"))));
        assert_eq!(told(&mut order), "2");
        order.done(1, Some(Box::new(inbound("1"))));
        assert_eq!(told(&mut order), "1 resumed");
    }
}
