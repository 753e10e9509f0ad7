//! A door: Matrix in, Matrix out. It turns events of the configured rooms into [`liaison_chat::Inbound`] and posts into
//! events; it decides nothing, words nothing, and never tries again what the postman sent through it.
//!
//! `login`, `sole` and `recovery` open it; `sync` is its ear, with `reading`, `gaps`, `looks` and `keys` for what comes late, and
//! `hear` for what an event says; `send`, `content` and `direct` are its voice; `rooms` knows where it is, and
//! `advertise` tells clients there which commands there are. Whoever wants
//! another kind of event to be heard begins in `hear`.

mod advertise;
mod config;
mod content;
mod direct;
mod error;
mod event;
mod files;
mod gaps;
mod hear;
mod interrupted;
mod keys;
mod login;
mod looks;
mod pages;
mod patience;
mod portion;
mod reading;
mod recovery;
mod rooms;
mod send;
mod sole;
mod successor;
mod sync;
mod threads;

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use liaison_chat::{Chat, Deaf, Listener, Network, Outbound, Receipt, RoomFacts, Undelivered};
use matrix_sdk::{Client, RoomMemberships};
use tokio::sync::watch;

pub use config::{Credential, MatrixConfig, RoomConfig};
pub use error::MatrixError;

/// Matrix, as the engine sees it.
pub struct MatrixDoor {
    client: Client,
    rooms: rooms::Rooms,
    direct: direct::Direct,
    threads: threads::Threads,
    own_names: Vec<String>,
    state_dir: PathBuf,
    _held: File,
}

impl MatrixDoor {
    /// Signs in: with the session of the last start, else as a new device, which is cross-signed and given a recovery
    /// key (`recovery-key` in the state folder, once). Nothing is heard before [`Self::run`].
    ///
    /// # Errors
    /// [`MatrixError`], in words for whoever operates the bot. A homeserver that is away is no error for a bot that was
    /// signed in before.
    pub async fn open(config: MatrixConfig) -> Result<Self, MatrixError> {
        let (client, held) = login::sign_in(&config).await?;
        let own_names = own_names(&client).await;
        Ok(Self {
            client,
            rooms: rooms::Rooms::new(&config.rooms, config.commands),
            direct: direct::Direct::default(),
            threads: threads::Threads::default(),
            own_names,
            state_dir: config.state_dir,
            _held: held,
        })
    }

    /// From now on those are the configured rooms: new ones are entered.
    pub fn change_rooms(&self, rooms: &[RoomConfig]) {
        self.rooms.change(rooms);
    }

    /// Listens until `stop` turns true (or its sender is gone), or the listener is deaf. The network may come and go.
    ///
    /// # Errors
    /// [`MatrixError::SignedOut`] when the homeserver has ended the session: nothing but a new start helps.
    /// [`MatrixError::UsedElsewhere`] when another process uses the same device.
    pub async fn run(&self, listener: Arc<dyn Listener>, mut stop: watch::Receiver<bool>) -> Result<(), MatrixError> {
        let listening = async {
            // Keys that come are listened for before anything else happens.
            let Ok(listening) = sync::Listening::new(&self.client, &self.rooms, &self.threads, listener.as_ref()).await
            else {
                return Ok(());
            };
            self.rooms.begin(&self.client).await;
            tokio::select! {
                ended = listening.run() => ended,
                Err(Deaf) = self.rooms.keep(&self.client, listener.as_ref()) => Ok(()),
                fault = sole::keep(&self.client, &self.state_dir) => Err(fault),
                () = advertise::keep(&self.client, &self.rooms) => Ok(()),
            }
        };
        tokio::select! {
            ended = listening => ended,
            _ = stop.wait_for(|stop| *stop) => Ok(()),
        }
    }
}

#[async_trait]
impl Chat for MatrixDoor {
    fn network(&self) -> Network {
        Network::Matrix
    }

    fn own_names(&self) -> Vec<String> {
        self.own_names.clone()
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        send::send(&self.client, &self.rooms, &self.direct, &self.threads, outbound).await
    }

    async fn find(&self, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
        send::find(&self.client, &self.rooms, &self.direct, outbound).await
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        let room = send::configured_room(&self.client, &self.rooms, room)?;
        let facts = async {
            let own = room.own_user_id();
            let members = room.members(RoomMemberships::JOIN).await?;
            let people = members.iter().map(|member| member.user_id()).filter(|person| *person != own);
            Ok(RoomFacts {
                encrypted: room.latest_encryption_state().await?.is_encrypted(),
                people: people.map(ToString::to_string).collect(),
            })
        };
        facts.await.map_err(|error: matrix_sdk::Error| send::undelivered(error::Trouble::from(&error)))
    }
}

/// The id, the name before its colon with and without the sign, and the name that clients show.
async fn own_names(client: &Client) -> Vec<String> {
    let Some(user) = client.user_id() else { return Vec::new() };
    let mut names = vec![user.to_string(), format!("@{}", user.localpart()), user.localpart().to_owned()];
    if let Ok(Some(shown)) = client.account().get_display_name().await
        && !names.contains(&shown)
    {
        names.push(shown);
    }
    names
}
