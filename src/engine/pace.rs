//! How fast a network takes posts. One that limits the bot as a whole is left in peace until the moment that it named; and as
//! long as it takes little, what is most urgent in any of its rooms goes first, one post at a time, and an alert before its
//! case's card, where the room has read of the case. It is known for one life: a start finds out anew.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_store::Takes;

use crate::{Engine, Fault};

/// So long after a limit the network counts as one that takes little. Synapse gives a tenth of its burst back in five seconds.
const STAYS_SHORT: TimeDelta = TimeDelta::minutes(1);

/// When each network that limited the bot takes something again.
#[derive(Default)]
pub(crate) struct Pace {
    until: HashMap<Network, DateTime<Utc>>,
}

impl Pace {
    /// The network takes nothing before `until`.
    pub(crate) fn limited(&mut self, network: Network, until: DateTime<Utc>) {
        let known = self.until.entry(network).or_insert(until);
        *known = until.max(*known);
    }

    /// Whether nothing may be tried.
    pub(crate) fn is_paused(&self, network: Network, now: DateTime<Utc>) -> bool {
        self.until.get(&network).is_some_and(|until| now < *until)
    }

    /// Whether it has limited the bot lately.
    pub(crate) fn is_short(&self, network: Network, now: DateTime<Utc>) -> bool {
        self.until.get(&network).is_some_and(|until| now < *until + STAYS_SHORT)
    }

    /// When the next pause ends.
    pub(crate) fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.until.values().copied().filter(|until| *until > now).min()
    }
}

impl Engine {
    pub(crate) fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a room takes now.
    pub(crate) fn takes(&self, network: Network, room: &str, now: DateTime<Utc>) -> Takes {
        let posts = !self.unreachable().is_closed(network.name(), room, now);
        Takes { posts, little: self.pace().is_short(network, now) }
    }

    /// In a network that takes little, the one of these rooms whose turn it is.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub(crate) async fn whose_turn(
        &self,
        network: Network,
        rooms: impl Iterator<Item = &String>,
        now: DateTime<Utc>,
    ) -> Result<Option<String>, Fault> {
        let mut first: Option<((i64, i64), &String)> = None;
        for room in rooms {
            let takes = self.takes(network, room, now);
            let Some(row) = self.store.next_row(network.name(), room, takes, now).await? else { continue };
            let place = (row.urgency, row.id);
            if first.is_none_or(|(before, _)| place < before) {
                first = Some((place, room));
            }
        }
        Ok(first.map(|(_, room)| room.clone()))
    }
}
