//! What was heard sealed and can be read later.

use liaison_chat::{Network, Said};
use matrix_sdk::ruma::EventId;

use super::Listening;
use crate::event::{Ear, Sealed, opened};
use crate::interrupted::Interrupted;
use crate::reading::ears;
use crate::rooms::Known;

/// How many sealed events of earlier runs are asked for again at a start.
const REOPEN_LIMIT: usize = 500;

impl Listening<'_> {
    /// Hears again what a key has opened by now.
    pub(super) async fn open_late(&mut self) -> Result<(), Interrupted> {
        let mut heard = Vec::new();
        for sealed in self.keys.take_openable() {
            match self.open(&sealed).await {
                Ok(ears) => heard.extend(ears),
                Err(interrupted) => {
                    let trouble = interrupted.of_one_room()?;
                    tracing::warn!(why = trouble.why(), "a sealed event could not be tried again");
                    self.keys.keep(sealed);
                }
            }
        }
        self.say_what_opened(heard).await
    }

    async fn open(&self, sealed: &Sealed) -> Result<Vec<Ear>, Interrupted> {
        let (Some(room), Some(name)) = (self.client.get_room(&sealed.room), self.rooms.name(&sealed.room)) else {
            return Ok(Vec::new());
        };
        let event = opened(&room, sealed.raw.clone()).await?;
        ears(&room, &name, &[event]).await
    }

    /// At a start: what earlier runs could not read. Whether each could be asked for.
    pub(super) async fn reopen(&mut self) -> Result<bool, Interrupted> {
        let unread = self.listener.unread(Network::Matrix).await?;
        let mut heard = Vec::new();
        let mut asked = true;
        for (name, id) in unread.into_iter().rev().take(REOPEN_LIMIT) {
            let (Some(Known::Is(room)), Ok(id)) = (self.rooms.known(&name), EventId::parse(&id)) else { continue };
            let Some(room) = self.client.get_room(&room) else { continue };
            match room.event(&id, None).await {
                Ok(event) => heard.extend(ears(&room, &name, &[event]).await?),
                Err(error) => {
                    let trouble = Interrupted::from(error).of_one_room()?;
                    asked &= trouble.is_final_for_a_room();
                    tracing::info!(why = trouble.why(), "a sealed event is not to be had");
                }
            }
        }
        heard.reverse();
        self.say_what_opened(heard).await?;
        Ok(asked)
    }

    async fn say_what_opened(&mut self, heard: Vec<Ear>) -> Result<(), Interrupted> {
        let (sealed, opened): (Vec<_>, Vec<_>) = heard.into_iter().partition(|ear| ear.inbound.said == Said::Unread);
        sealed.into_iter().filter_map(|ear| ear.sealed).for_each(|sealed| self.keys.keep(sealed));
        Ok(self.say(opened, None).await?)
    }
}
