//! What a sync left out: a room read back from a point, oldest first in the end.
//!
//! It is read twice. Up to the handled token comes what *arrived* since, however deep in the room: a partition of two
//! homeservers puts it behind hundreds of events that are known. And without an end, until many in a row are known,
//! comes what the homeserver *fetches afterwards*, which no sync ever shows. With either way alone commands are lost.

use std::collections::HashSet;

use liaison_chat::{Listener, Network};
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::UInt;
use matrix_sdk::{Error, Room};

use crate::event::{id_of, json_of};
use crate::hear::comes_in;
use crate::sync::Interrupted;

/// How many events a page holds; homeservers give no more than a thousand.
const PAGE: u32 = 200;
/// So many known events in a row mean that what lies before them is known too.
const KNOWN_IN_A_ROW: usize = 200;

/// From where to where a room is read back.
pub(crate) struct Gap<'a> {
    /// The room.
    pub(crate) room: &'a Room,
    /// The token that it is read back from; nothing means from the present.
    pub(crate) from: Option<String>,
    /// The handled token; nothing means that nothing was ever handled.
    pub(crate) to: Option<&'a str>,
}

impl Gap<'_> {
    /// Everything in the gap, oldest first.
    ///
    /// # Errors
    /// When a page could not be had: then nothing of the gap may be taken as heard.
    pub(crate) async fn read(&self, listener: &dyn Listener) -> Result<Vec<TimelineEvent>, Interrupted> {
        let mut newest_first = self.until_known(listener).await?;
        if self.to.is_some() {
            // Both are parts of the same order, and the first has no holes: what it lacks lies before it.
            let have: HashSet<String> = newest_first.iter().filter_map(id_of).collect();
            let arrived = self.arrived_since().await?;
            newest_first.extend(arrived.into_iter().filter(|event| id_of(event).is_none_or(|id| !have.contains(&id))));
        }
        newest_first.reverse();
        Ok(newest_first)
    }

    async fn arrived_since(&self) -> Result<Vec<TimelineEvent>, Error> {
        let mut pages = Pages::new(self, self.to.map(str::to_owned));
        let mut found = Vec::new();
        while let Some(page) = pages.next().await? {
            found.extend(page);
        }
        Ok(found)
    }

    async fn until_known(&self, listener: &dyn Listener) -> Result<Vec<TimelineEvent>, Interrupted> {
        let mut pages = Pages::new(self, None);
        let mut found = Vec::new();
        let mut in_a_row = 0;
        while let Some(page) = pages.next().await? {
            let ids = page.iter().filter_map(id_of).collect();
            for known in listener.known(Network::Matrix, ids).await? {
                in_a_row = if known { in_a_row + 1 } else { 0 };
            }
            found.extend(page);
            if in_a_row >= KNOWN_IN_A_ROW {
                break;
            }
        }
        Ok(found)
    }
}

/// A room's pages, newest first, down to where the bot came in.
struct Pages<'a> {
    room: &'a Room,
    own: String,
    from: Option<String>,
    to: Option<String>,
    ended: bool,
}

impl<'a> Pages<'a> {
    fn new(gap: &Gap<'a>, to: Option<String>) -> Self {
        Self { room: gap.room, own: gap.room.own_user_id().to_string(), from: gap.from.clone(), to, ended: false }
    }

    async fn next(&mut self) -> Result<Option<Vec<TimelineEvent>>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut options = MessagesOptions::backward();
        options.from.clone_from(&self.from);
        options.to.clone_from(&self.to);
        options.limit = UInt::from(PAGE);
        let mut answer = self.room.messages(options).await?;
        let entrance = answer.chunk.iter().position(|event| comes_in(&json_of(event), &self.own));
        if let Some(index) = entrance {
            answer.chunk.truncate(index + 1);
        }
        // A page may be empty because nothing of it may be seen: only a missing or a standing token is the end.
        self.ended = entrance.is_some() || answer.end.is_none() || answer.end == self.from;
        self.from = answer.end;
        Ok(Some(answer.chunk))
    }
}
