//! Hands over to the engine what was heard, in order, and what became of the door. The gateway and the first answers never
//! wait for it.
//!
//! The mark that goes with every batch, and four times a minute without one, is the last moment at which the gateway was surely
//! there: what was said to the bot later may have been missed, and cannot be had again.

use std::collections::VecDeque;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use liaison_chat::{Away, Batch, Deaf, Inbound, Listener, Network};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::door::Door;
use crate::order::{Order, Step};

/// How often the mark moves while nothing is said: an absence is told as up to so much longer than it was.
const BEAT: Duration = Duration::from_secs(15);
/// What stands behind the mark of a door that closed by itself.
const FAREWELL: &str = " closed";
/// A first answer is given up after three seconds: so long after an interruption another may still be one with it.
const CLOSE: TimeDelta = TimeDelta::seconds(3);
/// So many are remembered: one is enough to tell of.
const MISSED_LIMIT: usize = 1_000;
/// How many events are handed over at once.
const BATCH_LIMIT: usize = 500;

/// What the gateway and the first answers tell.
pub(crate) enum Told {
    /// Something happened in a channel.
    Came(u64, NonZeroU64),
    /// Its first answer is given, and this came of it.
    Done(u64, Option<Box<Inbound>>),
    /// What became of the door.
    News(News),
}

/// What became of the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// A new session: what was said between is lost.
    Fresh {
        /// The last moment at which the gateway was there; nothing at the very first start.
        from: Option<DateTime<Utc>>,
        /// When the session began.
        until: Option<DateTime<Utc>>,
    },
    /// The same session goes on, with everything that was said meanwhile; for some of it the first answer may come too late.
    Resumed {
        /// As in [`Self::Fresh`].
        from: Option<DateTime<Utc>>,
        /// When it went on.
        until: Option<DateTime<Utc>>,
    },
    /// Somebody asked for something at that moment, and its first answer was not taken.
    Missed {
        /// When they asked.
        at: DateTime<Utc>,
    },
    /// The gateway is gone.
    Lost,
}

/// The ear of the engine, as the door uses it.
pub(crate) struct Ears {
    door: Arc<Door>,
    ear: Arc<dyn Listener>,
    order: Order<News>,
    mark: Option<String>,
    told: Option<bool>,
    /// Whether an earlier life ended without a farewell: what it had promised is not known any more.
    cut_off: bool,
    /// The last interruption of the session, until it is told.
    interrupted: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// When those asked of late whose first answer was not taken.
    missed: VecDeque<DateTime<Utc>>,
}

impl Ears {
    /// Nothing has been heard yet.
    pub(crate) fn new(door: Arc<Door>, ear: Arc<dyn Listener>, mark: Option<String>) -> Self {
        let cut_off = mark.as_ref().is_some_and(|mark| !mark.ends_with(FAREWELL));
        Self {
            door,
            ear,
            order: Order::default(),
            mark,
            told: None,
            cut_off,
            interrupted: None,
            missed: VecDeque::new(),
        }
    }

    /// Hands over until there is nobody left who tells, or the engine is deaf.
    pub(crate) async fn listen(mut self, mut told: UnboundedReceiver<Told>) -> Result<(), Deaf> {
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                one = told.recv() => {
                    let Some(one) = one else { return self.farewell().await };
                    self.take(one);
                    while let Ok(one) = told.try_recv() {
                        self.take(one);
                    }
                    self.say().await?;
                }
                _ = beat.tick() => self.hand_over(Vec::new()).await?,
            }
        }
    }

    fn take(&mut self, told: Told) {
        match told {
            Told::Came(turn, channel) => self.order.came(turn, channel),
            Told::Done(turn, heard) => self.order.done(turn, heard),
            Told::News(news) => self.order.news(news),
        }
    }

    async fn say(&mut self) -> Result<(), Deaf> {
        for step in self.order.ready() {
            match step {
                Step::Heard(mut heard) => {
                    while heard.len() > BATCH_LIMIT {
                        let rest = heard.split_off(BATCH_LIMIT);
                        self.hand_over(std::mem::replace(&mut heard, rest)).await?;
                    }
                    self.hand_over(heard).await?;
                }
                Step::News(News::Fresh { from, until }) => self.fresh(from, until).await?,
                Step::News(News::Resumed { from, until }) => {
                    self.interrupted = from.zip(until).map(|(from, until)| self.together(from, until));
                    self.tell(true).await?;
                    self.tell_of_missed().await?;
                }
                Step::News(News::Missed { at }) => {
                    self.missed.push_back(at);
                    if self.missed.len() > MISSED_LIMIT {
                        self.missed.pop_front();
                    }
                    self.tell_of_missed().await?;
                }
                Step::News(News::Lost) => self.tell(false).await?,
            }
        }
        Ok(())
    }

    /// Of two interruptions so close that whoever asked in the first may be missed after the second, one is made.
    fn together(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        match self.interrupted {
            Some((earlier, ended)) if from - ended < CLOSE => (earlier.min(from), until),
            _ => (from, until),
        }
    }

    /// Where a session went on too late for somebody, everyone is told as after an absence, once.
    async fn tell_of_missed(&mut self) -> Result<(), Deaf> {
        let Some((from, until)) = self.interrupted else { return Ok(()) };
        if self.missed.iter().any(|missed| (from..=until).contains(missed)) {
            self.interrupted = None;
            self.missed.clear();
            self.ear.was_away(Network::Discord, Away { from, until, mark: None, promised: true }).await?;
        }
        Ok(())
    }

    async fn fresh(&mut self, from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>) -> Result<(), Deaf> {
        if let (Some(from), Some(until)) = (from, until) {
            // Stamps lag by a second at most, so that the end of a short absence can seem to lie before its beginning.
            let until = until.max(from);
            let mark = Some(written(until));
            self.ear.was_away(Network::Discord, Away { from, until, mark, promised: self.cut_off }).await?;
        }
        (self.interrupted, self.cut_off) = (None, false);
        self.hand_over(Vec::new()).await?;
        self.tell(true).await
    }

    /// The door closes, and everything is handed over: until now it was surely there, if its gateway was.
    async fn farewell(&mut self) -> Result<(), Deaf> {
        let now = if self.told == Some(true) { self.door.clock.now() } else { self.door.clock.alive() };
        let Some(now) = now else { return Ok(()) };
        let mark = Some(format!("{}{FAREWELL}", written(now)));
        self.ear.hear(Network::Discord, Batch { heard: Vec::new(), mark }).await
    }

    async fn hand_over(&mut self, heard: Vec<Inbound>) -> Result<(), Deaf> {
        let mark = self.door.clock.alive().map(written);
        let mark = mark.filter(|mark| self.mark.as_ref() != Some(mark));
        if heard.is_empty() && mark.is_none() {
            return Ok(());
        }
        self.ear.hear(Network::Discord, Batch { heard, mark: mark.clone() }).await?;
        if mark.is_some() {
            self.mark = mark;
        }
        Ok(())
    }

    async fn tell(&mut self, caught_up: bool) -> Result<(), Deaf> {
        if self.told != Some(caught_up) {
            self.ear.caught_up(Network::Discord, caught_up).await?;
            self.told = Some(caught_up);
        }
        Ok(())
    }
}

/// The mark of a moment.
fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The moment that a mark stands for.
pub(crate) fn moment(mark: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(mark.trim_end_matches(FAREWELL)).ok().map(|moment| moment.to_utc())
}
