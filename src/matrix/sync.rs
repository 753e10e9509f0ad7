//! The ear: a sync loop driven by hand, so that nothing counts as heard before the engine has committed it.
//!
//! The SDK saves its own token before anybody has handled what came with it, so that token proves nothing. What counts
//! is the *handled token*, which the engine keeps as the batch's mark: it moves when every event and every gap of a
//! response is in the inbox. Where the SDK knows more than was handled, what lies between is asked for once more, past
//! the SDK. The order of a pass: to-device first (its keys open what follows), then what was missed, then each response.

mod late;

use std::collections::BTreeSet;
use std::time::Duration;

use liaison_chat::{Batch, Deaf, Listener, Network};
use matrix_sdk::config::SyncSettings;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::store::StateStoreDataKey;
use matrix_sdk::{Client, RoomState};

use crate::event::{Ear, json_of};
use crate::interrupted::Interrupted;
use crate::keys::LateKeys;
use crate::looks::Looks;
use crate::patience::Patience;
use crate::portion::Portion;
use crate::reading::{Reading, ask_once_more, filter};
use crate::rooms::Rooms;
use crate::threads::Threads;
use crate::{MatrixError, error::Trouble};

/// How long the homeserver holds a sync open when there is nothing to tell.
const LONG_POLL: Duration = Duration::from_secs(30);
/// … and while something still has to be read that could not be read at once.
const SHORT_POLL: Duration = Duration::from_secs(3);
/// How many events are handed over at once.
const BATCH_LIMIT: usize = 500;

/// The loop and what it remembers.
pub(crate) struct Listening<'a> {
    client: &'a Client,
    rooms: &'a Rooms,
    threads: &'a Threads,
    listener: &'a dyn Listener,
    /// Up to here everything is in the inbox.
    handled: Option<String>,
    /// The last token that a response brought; at first, what is believed that the SDK holds.
    seen: Option<String>,
    /// The SDK has taken what was never handed to us: it must be asked for once more.
    missed: bool,
    /// Whether nothing happened since the last look that could have made us miss something.
    sure: bool,
    /// Responses that wait for the to-device messages to be drained.
    waiting: Vec<Portion>,
    /// Rooms that are to be read back from the present, because a page of theirs failed or nobody knew them before.
    behind: BTreeSet<OwnedRoomId>,
    /// Rooms where more may come in without a sync that says so.
    looks: Looks,
    keys: LateKeys,
    patience: Patience,
    /// What the engine was last told: whether everything is heard.
    told: Option<bool>,
    reopened: bool,
}

impl<'a> Listening<'a> {
    /// A loop that has heard nothing yet.
    pub(crate) async fn new(
        client: &'a Client,
        rooms: &'a Rooms,
        threads: &'a Threads,
        listener: &'a dyn Listener,
    ) -> Result<Self, Deaf> {
        let handled = listener.mark(Network::Matrix).await?;
        Ok(Self {
            client,
            rooms,
            threads,
            listener,
            seen: handled.clone(),
            handled,
            missed: false,
            sure: false,
            waiting: Vec::new(),
            behind: BTreeSet::new(),
            looks: Looks::default(),
            keys: LateKeys::new(client).await,
            patience: Patience::default(),
            told: None,
            reopened: false,
        })
    }

    /// Listens until the engine is deaf or the session is over.
    pub(crate) async fn run(mut self) -> Result<(), MatrixError> {
        loop {
            let trouble = match self.turn().await {
                Ok(()) => {
                    self.patience.renew();
                    continue;
                }
                Err(Interrupted::Deaf) => return Ok(()),
                Err(Interrupted::By(Trouble::SignedOut)) => {
                    let user = self.client.user_id().map(ToString::to_string).unwrap_or_default();
                    return Err(MatrixError::SignedOut(user));
                }
                Err(Interrupted::By(trouble)) => trouble,
            };
            self.sure = false;
            tracing::warn!(why = trouble.why(), "the sync was interrupted");
            let lost = self.patience.pause(&trouble).await;
            if lost && self.tell(false).await.is_err() {
                return Ok(());
            }
        }
    }

    async fn turn(&mut self) -> Result<(), Interrupted> {
        if self.sure {
            let longest = if self.behind.is_empty() && self.reopened { LONG_POLL } else { SHORT_POLL };
            let portion = self.sync(self.looks.wait().map_or(longest, |wait| wait.min(longest))).await?;
            self.take(portion).await?;
        } else {
            self.catch_up().await?;
            self.sure = true;
        }
        self.open_late().await?;
        self.read_back().await?;
        self.look_again().await?;
        if self.behind.is_empty() {
            if self.looks.are_done() {
                self.say(Vec::new(), self.seen.clone()).await?;
            }
            self.tell(true).await?;
        }
        if !self.reopened {
            self.reopened = self.reopen().await?;
        }
        Ok(())
    }

    /// One sync by the SDK. What it brings is remembered before anything can fail.
    async fn sync(&mut self, timeout: Duration) -> Result<Portion, Interrupted> {
        let settings = SyncSettings::default().timeout(timeout).filter(filter());
        let response = self.client.sync_once(settings).await?;
        self.seen = Some(response.next_batch.clone());
        if !response.rooms.invited.is_empty() {
            self.rooms.wake();
        }
        Ok(Portion::from(response))
    }

    /// After a start or an interruption: keys first, then what was missed, then what came with the keys.
    async fn catch_up(&mut self) -> Result<(), Interrupted> {
        self.missed |= self.held_by_the_sdk().await? != self.seen;
        loop {
            let portion = self.sync(Duration::ZERO).await?;
            let drained = portion.to_device == 0;
            self.waiting.push(portion);
            if drained {
                break;
            }
        }
        tracing::debug!(missed = self.missed, responses = self.waiting.len(), "caught the keys up");
        if self.missed {
            let missed = ask_once_more(self.client, self.handled.as_deref(), self.seen.as_deref()).await?;
            // It reaches from the handled token to the present, over everything that waits.
            self.waiting.clear();
            self.take(missed).await?;
            self.missed = false;
        }
        for portion in std::mem::take(&mut self.waiting) {
            self.take(portion).await?;
        }
        Ok(())
    }

    async fn held_by_the_sdk(&self) -> Result<Option<String>, Interrupted> {
        let value = self.client.state_store().get_kv_data(StateStoreDataKey::SyncToken).await;
        let value = value.map_err(|error| Interrupted::By(Trouble::Passing(error.to_string())))?;
        Ok(value.and_then(|value| value.into_sync_token()))
    }

    /// Hands over a response. A room whose gap could not be read is put behind, and the handled token stays.
    async fn take(&mut self, portion: Portion) -> Result<(), Interrupted> {
        self.behind.extend(self.rooms.take_fresh());
        let mut ears = Vec::new();
        for (id, part) in portion.rooms {
            // What a room that is behind says now is read with the rest.
            let Some(name) = self.rooms.name(&id).filter(|_| !self.behind.contains(&id)) else { continue };
            let Some(room) = self.client.get_room(&id) else { continue };
            if room.is_tombstoned() {
                self.rooms.wake();
            }
            let rights_changed = part.events.iter().any(|event| json_of(event)["type"] == "m.room.power_levels");
            match self.reading().part(&room, &name, part).await {
                Ok(read) => {
                    if rights_changed {
                        self.listener.may_open(Network::Matrix, name).await?;
                    }
                    ears.extend(read.ears);
                    self.looks.note(id, read.edges);
                }
                Err(interrupted) => {
                    let trouble = interrupted.of_one_room()?;
                    tracing::warn!(room = name, why = trouble.why(), "a gap could not be read yet");
                    self.behind.insert(id);
                }
            }
        }
        let mark = Some(portion.next_batch).filter(|_| self.behind.is_empty() && self.looks.are_done());
        self.say(ears, mark).await?;
        Ok(())
    }

    fn reading(&self) -> Reading<'_> {
        Reading { listener: self.listener, handled: self.handled.as_deref() }
    }

    /// Reads the rooms that are behind from the present back. One that cannot be read yet does not hold up the others.
    async fn read_back(&mut self) -> Result<(), Interrupted> {
        self.behind.extend(self.rooms.take_fresh());
        for id in self.behind.clone() {
            let room = self.client.get_room(&id).filter(|room| room.state() == RoomState::Joined);
            if let (Some(room), Some(name)) = (room, self.rooms.name(&id)) {
                match self.reading().whole(&room, &name).await {
                    Ok(read) => {
                        self.say(read.ears, None).await?;
                        self.looks.note(id.clone(), read.edges);
                    }
                    Err(interrupted) => {
                        let trouble = interrupted.of_one_room()?;
                        tracing::warn!(room = name, why = trouble.why(), "a room could not be read back yet");
                        continue;
                    }
                }
            }
            self.behind.remove(&id);
        }
        Ok(())
    }

    /// Looks once more where something may have come in by now.
    async fn look_again(&mut self) -> Result<(), Interrupted> {
        for (id, edges) in self.looks.due() {
            let mut found = Vec::new();
            if let (Some(room), Some(name)) = (self.client.get_room(&id), self.rooms.name(&id)) {
                match self.reading().again(&room, &name, &edges).await {
                    Ok(read) => {
                        self.say(read.ears, None).await?;
                        found = read.edges;
                    }
                    Err(interrupted) => {
                        let trouble = interrupted.of_one_room()?;
                        tracing::warn!(room = name, why = trouble.why(), "a room could not be looked at again yet");
                        self.looks.put_off(&id);
                        continue;
                    }
                }
            }
            self.looks.looked(id, found);
        }
        Ok(())
    }

    /// Hands over what was heard, in order; the mark goes with the last of it.
    async fn say(&mut self, mut ears: Vec<Ear>, mark: Option<String>) -> Result<(), Deaf> {
        let mark = mark.filter(|mark| self.handled.as_ref() != Some(mark));
        if ears.is_empty() && mark.is_none() {
            return Ok(());
        }
        while ears.len() > BATCH_LIMIT {
            let rest = ears.split_off(BATCH_LIMIT);
            self.hand_over(std::mem::replace(&mut ears, rest), None).await?;
        }
        self.hand_over(ears, mark.clone()).await?;
        if mark.is_some() {
            self.handled = mark;
        }
        Ok(())
    }

    async fn hand_over(&mut self, ears: Vec<Ear>, mark: Option<String>) -> Result<(), Deaf> {
        let mut batch = Batch { heard: Vec::with_capacity(ears.len()), mark };
        let mut sealed = Vec::new();
        for ear in ears {
            if let Some(root) = &ear.inbound.thread {
                self.threads.note(&ear.inbound.event, root);
            }
            batch.heard.push(ear.inbound);
            sealed.extend(ear.sealed);
        }
        self.listener.hear(Network::Matrix, batch).await?;
        sealed.into_iter().for_each(|sealed| self.keys.keep(sealed));
        Ok(())
    }

    async fn tell(&mut self, caught_up: bool) -> Result<(), Deaf> {
        if self.told != Some(caught_up) {
            self.listener.caught_up(Network::Matrix, caught_up).await?;
            self.told = Some(caught_up);
        }
        Ok(())
    }
}
