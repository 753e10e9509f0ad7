//! Which networks have caught up. After a start or an outage no deadline of a desk lapses before each of its doors has
//! handed over what was said meanwhile, or two minutes have passed: a clock must not blame a side that had answered.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{Away, Network};
use liaison_domain::{Desk, Fact, Remark};
use liaison_store::{Addressee, Telling};

use crate::heard::mark_key;
use crate::notices::{RANK_ANSWER, parts, row};

/// So long a network that does not come back is waited for; then the alert says that it could not be read.
const GRACE: TimeDelta = TimeDelta::minutes(2);

/// After a start so long nothing is said before everything is heard: what is most urgent then goes first, and what was said
/// meanwhile is told as it is.
const HEARS_FIRST: TimeDelta = TimeDelta::seconds(10);

/// An absence that is shorter is over before anybody has pressed twice.
const UNNOTICED: TimeDelta = TimeDelta::seconds(5);

/// How a network stands, for whoever operates the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has not been reached since then, or it was lost then.
    Away {
        /// UTC.
        since: DateTime<Utc>,
    },
    /// It was reached then, and what was said meanwhile is still being read.
    Reading {
        /// UTC.
        since: DateTime<Utc>,
    },
    /// It has been read to its end since then.
    CaughtUp {
        /// UTC.
        since: DateTime<Utc>,
    },
    /// It has let the bot out for good: nothing is tried there any more before the next start.
    SignedOut {
        /// UTC.
        since: DateTime<Utc>,
    },
}

/// Since when each network is waited for; `None` once it has caught up.
pub(crate) struct Waking {
    standings: BTreeMap<Network, Standing>,
    waited_for: HashMap<Network, Option<DateTime<Utc>>>,
    /// Since when a network is gone that had been there: nothing is sent to it as long as it is waited for.
    lost: HashMap<Network, DateTime<Utc>>,
    started_at: DateTime<Utc>,
}

impl Waking {
    pub(crate) fn new(networks: impl Iterator<Item = Network>, now: DateTime<Utc>) -> Self {
        let networks: Vec<_> = networks.collect();
        let standings = networks.iter().map(|network| (*network, Standing::Away { since: now })).collect();
        let waited_for = networks.into_iter().map(|network| (network, Some(now))).collect();
        Self { standings, waited_for, lost: HashMap::new(), started_at: now }
    }

    /// A door says that it has caught up, or that it has lost its network.
    pub(crate) fn caught_up(&mut self, network: Network, caught_up: bool, now: DateTime<Utc>) {
        let waiting = self.waited_for.entry(network).or_default();
        *waiting = if caught_up { None } else { waiting.or(Some(now)) };
        if caught_up {
            self.lost.remove(&network);
        } else {
            self.lost.entry(network).or_insert(now);
        }
        self.stands(network, if caught_up { Standing::CaughtUp { since: now } } else { Standing::Away { since: now } });
    }

    /// A network stands so from now on; where it did so before, it keeps since when. What has let the bot out stays so.
    fn stands(&mut self, network: Network, standing: Standing) {
        let known = self.standings.entry(network).or_insert(standing);
        let is_news = std::mem::discriminant(known) != std::mem::discriminant(&standing);
        if is_news && !matches!(known, Standing::SignedOut { .. }) {
            *known = standing;
        }
    }

    /// How each network stands.
    pub(crate) fn standings(&self) -> BTreeMap<Network, Standing> {
        self.standings.clone()
    }

    /// Whether something can be sent to that network: where it is known to be gone, nothing is tried for a while, so that
    /// what waits is told as it is when the network is back.
    pub(crate) fn takes_posts(&self, network: Network, now: DateTime<Utc>) -> bool {
        let hears_first = now < self.started_at + HEARS_FIRST && self.is_waited_for(network);
        !hears_first && self.lost.get(&network).is_none_or(|since| *since + GRACE <= now)
    }

    fn is_waited_for(&self, network: Network) -> bool {
        self.waited_for.get(&network).copied().flatten().is_some()
    }

    /// Whether time may act on that desk.
    pub(crate) fn is_awake(&self, desk: &Desk, now: DateTime<Utc>) -> bool {
        self.waited_for(desk).all(|since| since + GRACE <= now)
    }

    /// The desk's networks that could not be read for longer than they were waited for.
    pub(crate) fn unread(&self, desk: &Desk, now: DateTime<Utc>) -> Vec<Network> {
        let mut unread: Vec<_> = networks(desk)
            .filter(|network| self.waited_for.get(network).copied().flatten().is_some_and(|since| since + GRACE <= now))
            .collect();
        unread.sort();
        unread.dedup();
        unread
    }

    /// When the next grace ends.
    pub(crate) fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let ends = self.waited_for.values().flatten().map(|since| *since + GRACE);
        ends.chain([self.started_at + HEARS_FIRST]).filter(|at| *at > now).min()
    }

    fn waited_for<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = DateTime<Utc>> + 'a {
        networks(desk).filter_map(|network| self.waited_for.get(&network).copied().flatten())
    }
}

fn networks(desk: &Desk) -> impl Iterator<Item = Network> + '_ {
    desk.rooms.iter().filter_map(|room| Network::from_name(room.place.0.split(':').next()?))
}

impl crate::Engine {
    /// A door to that network is open: from now on what was said meanwhile is read.
    pub fn opened(&self, network: Network, now: DateTime<Utc>) {
        self.waking().stands(network, Standing::Reading { since: now });
    }

    /// That network has let the bot out for good: its token is revoked, its account is gone.
    pub fn signed_out(&self, network: Network, now: DateTime<Utc>) {
        self.waking().stands(network, Standing::SignedOut { since: now });
    }

    /// A door says that it has caught up with what was said while it was away, or that it has lost its network.
    pub fn caught_up(&self, network: Network, caught_up: bool, now: DateTime<Utc>) {
        self.waking().caught_up(network, caught_up, now);
    }

    /// A network was away, and what was said there meanwhile cannot be had again: each of its rooms is told, once; its mark
    /// moves in the same transaction.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn was_away(&self, network: Network, away: &Away, now: DateTime<Utc>) -> Result<(), crate::Fault> {
        let Away { from, until, mark, promised } = away;
        if *until - *from < UNNOTICED && !promised {
            return Ok(());
        }
        let setting = self.setting();
        let rooms = setting.desks.iter().flat_map(|desk| &desk.rooms).chain(&setting.coordination.rooms);
        let mut work = self.store.begin().await?;
        if let Some(mark) = mark {
            work.set_mark(&mark_key(network), mark).await?;
        }
        for (network, room) in rooms.filter_map(|room| parts(&room.place)).filter(|(theirs, _)| *theirs == network) {
            let remark = Remark::new("was-away").with("from", Fact::Time(*from)).with("until", Fact::Time(*until));
            work.queue(&row(network, room, Addressee::Room, None, RANK_ANSWER, Telling::Remark(remark), now)).await?;
        }
        Ok(work.commit().await?)
    }

    /// A network is back: what was put off there is tried at once.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn release(&self, network: Network) -> Result<(), crate::Fault> {
        self.unreachable().is_back(network.name());
        let mut work = self.store.begin().await?;
        work.put_forward(network.name()).await?;
        Ok(work.commit().await?)
    }

    /// A room may take posts again: what it refused is tried at once.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn may_open(&self, network: Network, room: &str) -> Result<(), crate::Fault> {
        if !self.unreachable().may_open(network.name(), room) {
            return Ok(());
        }
        let mut work = self.store.begin().await?;
        work.open_room(network.name(), room).await?;
        Ok(work.commit().await?)
    }

    /// The mark up to which a network's door has handed everything over.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn heard_mark(&self, network: Network) -> Result<Option<String>, crate::Fault> {
        Ok(self.store.mark(&mark_key(network)).await?)
    }

    /// Which of these events are in the inbox already.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn known(&self, network: Network, events: &[String]) -> Result<Vec<bool>, crate::Fault> {
        Ok(self.store.known(network.name(), events).await?)
    }

    /// Room and event of whatever could not be read yet.
    ///
    /// # Errors
    /// [`crate::Fault`] of the store.
    pub async fn unread(&self, network: Network) -> Result<Vec<(String, String)>, crate::Fault> {
        let unread = self.store.unread(network.name()).await?;
        Ok(unread.into_iter().map(|one| (one.room, one.event)).collect())
    }
}
