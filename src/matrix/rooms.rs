//! The configured rooms: which room an alias means, and how the bot gets into it. One room that is not there never
//! keeps the others waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use liaison_chat::{CommandDescription, Deaf, Listener, Network};
use liaison_domain::Language;
use matrix_sdk::ruma::{OwnedRoomId, OwnedServerName, RoomAliasId, RoomId, RoomOrAliasId};
use matrix_sdk::{Client, Room, RoomState};
use tokio::sync::Notify;

use crate::config::RoomConfig;
use crate::error::Trouble;
use crate::successor::{Successor, renamed, successor};

/// Where the device's own store keeps what the aliases meant at the last start.
const REMEMBERED: &[u8] = b"liaison.rooms";
/// How long one alias may keep the others waiting; its homeserver may be far away and down.
const ALIAS_PATIENCE: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What is known of a configured room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// The room that is meant.
    Is(OwnedRoomId),
    /// The homeserver says that there is no such alias.
    Missing,
    /// Nobody could be asked yet.
    Unasked,
}

/// The configured rooms.
pub(crate) struct Rooms {
    known: Mutex<BTreeMap<String, Known>>,
    languages: Mutex<BTreeMap<String, Language>>,
    /// What clients are told of, in each language.
    commands: Vec<(Language, Vec<CommandDescription>)>,
    /// What aliases name now that named another room at the last start.
    renamed: Mutex<BTreeMap<String, OwnedRoomId>>,
    /// Rooms whose place somebody else's room claims.
    claimed: Mutex<BTreeSet<OwnedRoomId>>,
    /// Rooms of which something may have been said while nobody knew that they were meant.
    fresh: Mutex<BTreeSet<OwnedRoomId>>,
    wake: Notify,
}

impl Rooms {
    /// The rooms as configured; ids are known by themselves.
    pub(crate) fn new(configured: &[RoomConfig], commands: Vec<(Language, Vec<CommandDescription>)>) -> Self {
        let known = configured.iter().map(|room| {
            let known = RoomId::parse(&room.at).map_or(Known::Unasked, Known::Is);
            (room.at.clone(), known)
        });
        Self {
            known: Mutex::new(known.collect()),
            languages: Mutex::new(languages(configured)),
            commands,
            renamed: Mutex::default(),
            claimed: Mutex::default(),
            fresh: Mutex::default(),
            wake: Notify::new(),
        }
    }

    /// From now on those are configured: new ones are entered and read from the present back, as at a start; of others
    /// nothing is heard any more.
    pub(crate) fn change(&self, configured: &[RoomConfig]) {
        *locked(&self.languages) = languages(configured);
        {
            let names: BTreeSet<String> = configured.iter().map(|room| room.at.clone()).collect();
            let mut known = locked(&self.known);
            known.retain(|at, _| names.contains(at));
            for at in names.into_iter().filter(|at| !known.contains_key(at)).collect::<Vec<_>>() {
                let found = RoomId::parse(&at).map_or(Known::Unasked, Known::Is);
                if let Known::Is(room) = &found {
                    locked(&self.fresh).insert(room.clone());
                }
                known.insert(at, found);
            }
        }
        self.wake();
    }

    /// Keeps what an alias means, if it is configured still.
    fn learn(&self, at: &str, meant: Known) {
        if let Some(known) = locked(&self.known).get_mut(at) {
            *known = meant;
        }
    }

    /// What is known of that configured room; nothing if it is not configured.
    pub(crate) fn known(&self, at: &str) -> Option<Known> {
        locked(&self.known).get(at).cloned()
    }

    /// How the configuration writes that room.
    pub(crate) fn name(&self, id: &RoomId) -> Option<String> {
        let known = locked(&self.known);
        known.iter().find(|(_, known)| matches!(known, Known::Is(room) if room == id)).map(|(at, _)| at.clone())
    }

    /// The known rooms, and the commands that clients there are told of.
    pub(crate) fn told_of_commands(&self) -> Vec<(OwnedRoomId, Vec<CommandDescription>)> {
        let languages = locked(&self.languages);
        let told = self.all().into_iter().filter_map(|(at, room)| {
            let language = languages.get(&at)?;
            let (_, commands) = self.commands.iter().find(|(own, _)| own == language)?;
            Some((room, commands.clone()))
        });
        told.collect()
    }

    /// Whether somebody else's room claims the place of that one.
    pub(crate) fn is_claimed(&self, id: &RoomId) -> bool {
        locked(&self.claimed).contains(id)
    }

    /// Rooms to be read from the present back, told once.
    pub(crate) fn take_fresh(&self) -> BTreeSet<OwnedRoomId> {
        std::mem::take(&mut *locked(&self.fresh))
    }

    /// Something has changed for the rooms: an invitation, a new network.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Asks what each alias means, taking the last start's answer where nobody tells, and enters the rooms.
    pub(crate) async fn begin(&self, client: &Client) {
        let remembered = remembered(client).await;
        // A room that was followed stands under its first id in the configuration.
        for (at, room) in remembered.iter().filter(|(at, _)| !at.starts_with('#')) {
            self.learn(at, Known::Is(room.clone()));
        }
        let aliases: Vec<String> = locked(&self.known).keys().filter(|at| at.starts_with('#')).cloned().collect();
        for at in aliases {
            let known = match (ask(client, &at).await, remembered.get(&at)) {
                // One that was replaced itself is where the bot came from.
                (Known::Is(new), Some(room)) if client.get_room(&new).is_some_and(|new| new.is_tombstoned()) => {
                    Known::Is(room.clone())
                }
                (Known::Is(new), Some(room)) if new != *room => {
                    locked(&self.renamed).insert(at.clone(), new);
                    Known::Is(room.clone())
                }
                (Known::Is(room), _) => Known::Is(room),
                (_, Some(room)) => Known::Is(room.clone()),
                (unknown, None) => unknown,
            };
            self.learn(&at, known);
        }
        let new: Vec<OwnedRoomId> = self
            .all()
            .into_iter()
            .filter(|(at, room)| remembered.get(at) != Some(room))
            .map(|(_, room)| room)
            .collect();
        locked(&self.fresh).extend(new);
        self.remember(client).await;
    }

    /// Keeps asking and entering until everything stands, and again whenever something has changed. Returns only when
    /// the engine is deaf.
    pub(crate) async fn keep(&self, client: &Client, listener: &dyn Listener) -> Result<(), Deaf> {
        let mut pause = FIRST_PAUSE;
        loop {
            let asked = self.ask_again(client).await;
            let entered = self.enter(client, listener).await?;
            let followed = self.follow(client, listener).await?;
            self.answer_invitations(client).await;
            if asked && entered && followed {
                pause = FIRST_PAUSE;
                self.wake.notified().await;
            } else {
                tokio::select! {
                    () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                    () = self.wake.notified() => {}
                }
            }
        }
    }

    fn all(&self) -> Vec<(String, OwnedRoomId)> {
        let known = locked(&self.known);
        let rooms = known.iter().filter_map(|(at, known)| match known {
            Known::Is(room) => Some((at.clone(), room.clone())),
            Known::Missing | Known::Unasked => None,
        });
        rooms.collect()
    }

    /// Whether every alias is known now.
    async fn ask_again(&self, client: &Client) -> bool {
        let open: Vec<String> = {
            let known = locked(&self.known);
            known.iter().filter(|(_, known)| !matches!(known, Known::Is(_))).map(|(at, _)| at.clone()).collect()
        };
        let mut all_known = true;
        for at in open {
            let known = ask(client, &at).await;
            if let Known::Is(room) = &known {
                locked(&self.fresh).insert(room.clone());
            } else {
                all_known = false;
                tracing::warn!(room = at, missing = known == Known::Missing, "a configured room cannot be found yet");
            }
            self.learn(&at, known);
        }
        self.remember(client).await;
        all_known
    }

    /// Whether the bot is in every known room, or can do nothing more for it than wait for an invitation.
    async fn enter(&self, client: &Client, listener: &dyn Listener) -> Result<bool, Deaf> {
        let mut settled = true;
        for (at, id) in self.all() {
            let state = client.get_room(&id).map(|room| room.state());
            if state == Some(RoomState::Joined) {
                continue;
            }
            match join(client, &at, &id).await {
                Ok(()) => {
                    tracing::info!(room = at, "entered");
                    know_oneself(client).await;
                    listener.may_open(Network::Matrix, at).await?;
                }
                Err(trouble) => {
                    settled &= trouble.is_final_for_a_room();
                    tracing::warn!(room = at, why = trouble.why(), "not in a configured room; the bot must be invited");
                }
            }
        }
        Ok(settled)
    }

    /// Goes on in the rooms that replace configured ones. Whether there is none that may still be entered.
    async fn follow(&self, client: &Client, listener: &dyn Listener) -> Result<bool, Deaf> {
        let mut settled = true;
        for (at, id) in self.all() {
            let Some(room) = client.get_room(&id).filter(|_| !self.is_claimed(&id)) else { continue };
            let found = match successor(client, &room).await {
                Successor::None => self.renamed(client, &at, &room).await,
                found => found,
            };
            match found {
                Successor::None => {}
                Successor::Awaited => settled = false,
                Successor::Strange(new) => {
                    tracing::error!(
                        room = at,
                        "another room claims the place of a configured one, made by others or less guarded: \
                         if it is meant, name it in the configuration"
                    );
                    // One that only took the alias does not keep the bot from working where it is.
                    if locked(&self.renamed).remove(&at).is_none() {
                        locked(&self.claimed).insert(id);
                    }
                    if let Some(new) = client.get_room(&new).filter(|new| self.name(new.room_id()).is_none()) {
                        decline(&new).await;
                    }
                }
                Successor::Entered(new) => {
                    tracing::info!(room = at, "a configured room was replaced, and is followed");
                    locked(&self.renamed).remove(&at);
                    listener.moved(Network::Matrix, at.clone()).await?;
                    self.learn(&at, Known::Is(new.clone()));
                    locked(&self.fresh).insert(new);
                    self.remember(client).await;
                    know_oneself(client).await;
                    // It may have been replaced itself.
                    settled = false;
                }
            }
        }
        Ok(settled)
    }

    /// What becomes of a room whose alias names another one now.
    async fn renamed(&self, client: &Client, at: &str, room: &Room) -> Successor {
        let new = locked(&self.renamed).get(at).cloned();
        match (new, RoomAliasId::parse(at)) {
            (Some(new), Ok(alias)) => renamed(client, room, &new, alias.server_name()).await,
            _ => Successor::None,
        }
    }

    /// Whether that room takes the place of a configured one, as far as that one or its alias says.
    fn succeeds(&self, client: &Client, id: &RoomId) -> bool {
        if locked(&self.renamed).values().any(|new| new == id) {
            return true;
        }
        let successors = self.all().into_iter().filter_map(|(_, own)| client.get_room(&own)?.successor_room());
        successors.into_iter().any(|successor| successor.room_id == id)
    }

    /// Declines whatever is not configured, once every alias could be asked for: until then it might be one of them.
    async fn answer_invitations(&self, client: &Client) {
        if locked(&self.known).values().any(|known| *known == Known::Unasked) {
            return;
        }
        for room in client.invited_rooms() {
            if self.name(room.room_id()).is_none() && !self.succeeds(client, room.room_id()) {
                decline(&room).await;
            }
        }
    }

    async fn remember(&self, client: &Client) {
        let rooms: BTreeMap<String, OwnedRoomId> = self.all().into_iter().collect();
        let Ok(content) = serde_json::to_vec(&rooms) else { return };
        if let Err(error) = client.state_store().set_custom_value_no_read(REMEMBERED, content).await {
            tracing::warn!(%error, "what the aliases mean could not be kept for the next start");
        }
    }
}

fn languages(configured: &[RoomConfig]) -> BTreeMap<String, Language> {
    configured.iter().map(|room| (room.at.clone(), room.language)).collect()
}

async fn remembered(client: &Client) -> BTreeMap<String, OwnedRoomId> {
    match client.state_store().get_custom_value(REMEMBERED).await {
        Ok(content) => content.and_then(|content| serde_json::from_slice(&content).ok()).unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%error, "what the aliases meant at the last start cannot be read");
            BTreeMap::new()
        }
    }
}

async fn ask(client: &Client, at: &str) -> Known {
    let Ok(alias) = RoomAliasId::parse(at) else { return Known::Missing };
    match tokio::time::timeout(ALIAS_PATIENCE, client.resolve_room_alias(&alias)).await {
        Ok(Ok(answer)) => Known::Is(answer.room_id),
        Ok(Err(error)) if Trouble::from(&error).is_final_for_a_room() => Known::Missing,
        Ok(Err(_)) | Err(_) => Known::Unasked,
    }
}

async fn join(client: &Client, at: &str, id: &RoomId) -> Result<(), Trouble> {
    let invited = client.get_room(id).filter(|room| room.state() == RoomState::Invited);
    let joined = match invited {
        Some(room) => room.join().await,
        None => {
            // An id of its own says nothing about where the room lives; its alias does.
            let (Ok(target), via) = (RoomOrAliasId::parse(at), servers(id)) else { return Ok(()) };
            client.join_room_by_id_or_alias(&target, &via).await.map(|_| ())
        }
    };
    joined.map_err(|error| Trouble::from(&error))
}

fn servers(id: &RoomId) -> Vec<OwnedServerName> {
    id.server_name().map(ToOwned::to_owned).into_iter().collect()
}

/// Asks for the bot's own devices again. Entering an encrypted room makes the device doubt them, and until somebody has
/// asked, each event that is sealed or opened waits five seconds for the answer.
pub(crate) async fn know_oneself(client: &Client) {
    let Some(own) = client.user_id() else { return };
    if let Err(error) = client.encryption().request_user_identity(own).await {
        tracing::warn!(why = Trouble::from(&error).why(), "the bot's own devices could not be asked for");
    }
}

async fn decline(room: &Room) {
    match room.leave().await {
        Ok(()) => tracing::info!("declined an invitation to a room that is not configured"),
        Err(error) => tracing::warn!(why = Trouble::from(&error).why(), "an invitation could not be declined"),
    }
}

/// A poisoned lock means that another task died between two lines without a wait: the map is still whole.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
