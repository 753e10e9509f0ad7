//! The way to Matrix.

use std::sync::Arc;

use async_trait::async_trait;
use liaison_chat::{Chat, Listener, Network, Sentences};
use liaison_domain::{Language, Room, Setting};
use liaison_matrix::{MatrixConfig, MatrixDoor, MatrixError, RoomConfig};
use tokio::sync::watch;

use super::late::Late;
use super::named::{loaded, rooms, way_out};
use super::running::{Entrance, OpenDoor, Shut, Way};
use crate::config::{Configuration, Credential, MatrixSettings};

/// The way to Matrix as it is configured.
///
/// # Errors
/// A secret that cannot be read.
pub(super) fn way(
    settings: &MatrixSettings,
    configuration: &Configuration,
    sentences: &Sentences,
) -> anyhow::Result<Way> {
    let credential = match &settings.credential {
        Credential::Password(password) => liaison_matrix::Credential::Password(loaded(password)?),
        Credential::Token { token, device_id } => {
            liaison_matrix::Credential::Token { token: loaded(token)?, device_id: device_id.clone() }
        }
    };
    let config = MatrixConfig {
        homeserver: settings.homeserver.clone(),
        user: settings.user.clone(),
        credential,
        state_dir: settings.state_dir.clone(),
        passphrase: loaded(&settings.passphrase)?,
        way_out: way_out(&configuration.network)?,
        rooms: names(&configuration.setting),
        commands: Language::ALL.iter().map(|language| (*language, sentences.descriptions(*language))).collect(),
    };
    Ok(Way { late: Late::to(Network::Matrix), entrance: Box::new(Homeserver(config)) })
}

fn names(setting: &Setting) -> Vec<RoomConfig> {
    let room = |(at, room): (String, &Room)| RoomConfig { at, language: room.language };
    rooms(setting, Network::Matrix).into_iter().map(room).collect()
}

struct Homeserver(MatrixConfig);

#[async_trait]
impl Entrance for Homeserver {
    async fn open(&self) -> Result<Arc<dyn OpenDoor>, Shut> {
        match MatrixDoor::open(self.0.clone()).await {
            Ok(door) => Ok(Arc::new(door)),
            Err(fault @ (MatrixError::Unreachable { .. } | MatrixError::Busy(_))) => {
                Err(Shut::ForNow(fault.to_string()))
            }
            Err(fault) => Err(Shut::ForGood(fault.into())),
        }
    }
}

#[async_trait]
impl OpenDoor for MatrixDoor {
    fn chat(self: Arc<Self>) -> Arc<dyn Chat> {
        self
    }

    async fn listen(&self, ear: Arc<dyn Listener>, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
        Ok(self.run(ear, stop).await?)
    }

    fn change_rooms(&self, setting: &Setting) {
        MatrixDoor::change_rooms(self, &names(setting));
    }
}
