//! The way to Discord.

use std::sync::Arc;

use async_trait::async_trait;
use liaison_chat::{Chat, CommandTable, Listener, Network, Sentences};
use liaison_discord::{DiscordConfig, DiscordDoor, DiscordError, RoomConfig};
use tokio::sync::watch;

use super::late::Late;
use super::named::{exposed, rooms};
use super::running::{Entrance, OpenDoor, Shut, Way};
use crate::config::{Configuration, DiscordSettings};

/// How the configuration begins an identity of this network.
const IDENTITY: &str = "discord:";

/// The way to Discord as it is configured.
///
/// # Errors
/// The token cannot be read.
pub(super) fn way(
    settings: &DiscordSettings,
    configuration: &Configuration,
    table: &Arc<CommandTable>,
    sentences: &Arc<Sentences>,
) -> anyhow::Result<Way> {
    let setting = &configuration.setting;
    let members = setting.organisations.iter().flat_map(|organisation| &organisation.members);
    let identities = members.flat_map(|member| &member.at).filter(|identity| identity.starts_with(IDENTITY));
    let rooms = rooms(setting, Network::Discord).into_iter();
    let config = DiscordConfig {
        token: liaison_discord::Secret::new(exposed(&settings.token)?),
        api: settings.api.clone(),
        rooms: rooms.map(|(channel, language)| RoomConfig { channel, language }).collect(),
        people: identities.cloned().collect(),
    };
    let entrance = Application { config, table: table.clone(), sentences: sentences.clone() };
    Ok(Way { late: Late::to(Network::Discord), entrance: Box::new(entrance) })
}

struct Application {
    config: DiscordConfig,
    table: Arc<CommandTable>,
    sentences: Arc<Sentences>,
}

#[async_trait]
impl Entrance for Application {
    async fn open(&self) -> Result<Arc<dyn OpenDoor>, Shut> {
        match DiscordDoor::open(self.config.clone(), self.table.clone(), self.sentences.clone()).await {
            Ok(door) => Ok(Arc::new(Opened(Arc::new(door)))),
            Err(fault @ DiscordError::Unreachable { .. }) => Err(Shut::ForNow(fault.to_string())),
            Err(fault) => Err(Shut::ForGood(fault.into())),
        }
    }
}

struct Opened(Arc<DiscordDoor>);

#[async_trait]
impl OpenDoor for Opened {
    fn chat(&self) -> Arc<dyn Chat> {
        self.0.clone()
    }

    async fn listen(&self, ear: Arc<dyn Listener>, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
        Ok(self.0.run(ear, stop).await?)
    }
}
