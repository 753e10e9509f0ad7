//! A door: Discord in, Discord out. It turns interactions and messages into [`liaison_chat::Inbound`] and posts into
//! messages; it decides nothing, words nothing, and never tries again what the postman sent through it.
//!
//! `register` tells Discord what can be typed; `gateway`, `socket` and `ears` are its ear, with `first` for the answer that
//! every interaction gets at once, `asked`, `custom` and `forms` for what an interaction says, and `hear` for messages;
//! `send` and `answers` are its voice, with `content`, `escape` and `body` for how things are written, `threads` and
//! `history` for where they stand; `rest` is the way to Discord, `people` knows who sees a channel. Each file says at its
//! head what it is for.

mod answers;
mod asked;
mod body;
mod checking;
mod clock;
mod config;
mod content;
mod custom;
mod direct;
mod door;
mod ears;
mod error;
mod escape;
mod first;
mod forms;
mod gateway;
mod hear;
mod history;
mod order;
mod people;
mod places;
mod posted;
mod register;
mod rest;
mod rights;
mod send;
mod snowflake;
mod socket;
mod threads;
mod trouble;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use liaison_chat::{
    Chat, CommandTable, Listener, Network, Outbound, Receipt, RoomFacts, Secret, Sentences, Undelivered,
};
use serenity::all::ApplicationId;
use serenity::http::Route;
use tokio::sync::{mpsc, watch};

pub use checking::{Finding, check, invite};
pub use config::{DiscordConfig, RoomConfig};
pub use error::DiscordError;

use crate::door::{Door, Own};
use crate::ears::Ears;
use crate::gateway::{Events, Gateway, Session};
use crate::trouble::Trouble;

/// When the door closes, so long may what was promised take to be handed over.
const CLOSING: Duration = Duration::from_secs(10);

/// Discord, as the engine sees it.
pub struct DiscordDoor {
    door: Arc<Door>,
    token: Secret,
}

impl DiscordDoor {
    /// Asks Discord who the bot is. Nothing is heard before [`Self::run`], which also tells Discord what can be typed where
    /// it does not know.
    ///
    /// # Errors
    /// [`DiscordError`], in words for whoever operates the bot; after [`DiscordError::Unreachable`] a later attempt may
    /// succeed.
    pub async fn open(
        config: DiscordConfig,
        table: Arc<CommandTable>,
        sentences: Arc<Sentences>,
    ) -> Result<Self, DiscordError> {
        let clock = Arc::default();
        let rest = rest::Rest::new(&config, Arc::clone(&clock)).map_err(|_| {
            DiscordError::Refused(
                "no encrypted connection can be made from this system, or [network] ca_file holds no certificate"
                    .to_owned(),
            )
        })?;
        let own = who_in_time(&rest).await?;
        let registration = sentences.registration();
        let over = registration.over();
        if !over.is_empty() {
            return Err(DiscordError::OverLimits(over.join("; ")));
        }
        let door = Door {
            way_out: config.way_out,
            rest,
            clock,
            own,
            places: places::Places::new(&config.rooms),
            answers: answers::Answers::default(),
            direct: direct::Direct::default(),
            people: people::People::default(),
            table,
            sentences,
            registration,
        };
        Ok(Self { door: Arc::new(door), token: config.token })
    }

    /// From now on those are the channels of the desks, with whoever the configuration names for them.
    pub fn change_rooms(&self, rooms: &[RoomConfig]) {
        self.door.places.change(rooms);
        self.door.people.forget();
    }

    /// Listens until `stop` turns true (or its sender is gone), or the listener is deaf. The network may come and go.
    ///
    /// # Errors
    /// [`DiscordError`] when Discord has ended the session for good: nothing but a change in its developer portal, or of
    /// the configuration, helps.
    pub async fn run(&self, listener: Arc<dyn Listener>, stop: watch::Receiver<bool>) -> Result<(), DiscordError> {
        let Ok(mark) = listener.mark(Network::Discord).await else { return Ok(()) };
        let from = mark.as_deref().and_then(ears::moment);
        let (told, heard) = mpsc::unbounded_channel();
        let ears = Ears::new(Arc::clone(&self.door), Arc::clone(&listener), mark);
        let mut ears = tokio::spawn(ears.listen(heard));
        let events = Events::new(Arc::clone(&self.door), listener, told.clone());
        let gateway = Gateway::new(events, told, Session::new(self.token.clone(), from));
        let ended = tokio::select! {
            ended = gateway.run(stop) => ended,
            () = self.door.rest.signed_out() => Err(DiscordError::TokenRefused),
            never = register::keep_registered(&self.door) => match never {},
            // The engine is deaf; whatever else ended it is a fault of this program.
            heard = &mut ears => {
                if let Err(fault) = heard {
                    tracing::error!(%fault, "what is heard can no longer be handed over");
                }
                return Ok(());
            }
        };
        if tokio::time::timeout(CLOSING, &mut ears).await.is_err() {
            tracing::warn!("the door closed before everything was handed over");
            ears.abort();
        }
        ended
    }
}

/// The same, after whatever wait Discord asks for: who asks again too early is only asked to wait longer.
async fn who_in_time(rest: &rest::Rest) -> Result<Own, DiscordError> {
    loop {
        match who(rest).await {
            Err(Trouble::Limited(Some(wait))) => {
                tracing::warn!(seconds = wait.as_secs(), "Discord asks the bot to wait before it starts");
                tokio::time::sleep(wait).await;
            }
            // One refusal may be that of an outage.
            Err(Trouble::SignedOut) if !rest.is_signed_out().await => {}
            told => return Ok(told?),
        }
    }
}

/// Who the bot is, by its token.
async fn who(rest: &rest::Rest) -> Result<Own, Trouble> {
    let user = rest.get(Route::UserMe).await?;
    let application = rest.get(Route::Oauth2ApplicationCurrent).await?;
    let unknown = || Trouble::Passing("Discord does not say who the bot is".to_owned());
    let id = history::id(&user).ok_or_else(unknown)?;
    let application = ApplicationId::from(history::id(&application).ok_or_else(unknown)?);
    Ok(Own { id, application, name: user["username"].as_str().unwrap_or_default().to_owned() })
}

#[async_trait]
impl Chat for DiscordDoor {
    fn network(&self) -> Network {
        Network::Discord
    }

    fn own_names(&self) -> Vec<String> {
        let Own { id, name, .. } = &self.door.own;
        let names = [format!("<@{id}>"), format!("@{name}"), name.clone()];
        names.into_iter().filter(|name| name.len() > 1).collect()
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        send::send(&self.door, outbound).await
    }

    async fn find(&self, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
        send::find(&self.door, outbound).await
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        people::room(&self.door, room).await
    }
}
