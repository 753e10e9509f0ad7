//! The way to Discord.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use liaison_chat::{Chat, CommandTable, Listener, Network, Sentences};
use liaison_discord::{DiscordConfig, DiscordDoor, DiscordError, Finding, RoomConfig};
use liaison_domain::{MemberId, Room, RoomKind, Setting, Updates};
use tokio::sync::watch;

use super::late::Late;
use super::named::{loaded, rooms, way_out};
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
    let config = config(settings, configuration)?;
    let entrance = Application { config, table: table.clone(), sentences: sentences.clone() };
    Ok(Way { late: Late::to(Network::Discord), entrance: Box::new(entrance) })
}

/// What the door is told.
fn config(settings: &DiscordSettings, configuration: &Configuration) -> anyhow::Result<DiscordConfig> {
    Ok(DiscordConfig {
        token: loaded(&settings.token)?,
        api: settings.api.clone(),
        way_out: way_out(&configuration.network)?,
        rooms: channels(&configuration.setting),
    })
}

/// The channels of the setting.
fn channels(setting: &Setting) -> Vec<RoomConfig> {
    let room = |(channel, room): (String, &Room)| RoomConfig {
        channel,
        language: room.language,
        threads: room.updates == Updates::Thread,
        people: people(setting, room).into_iter().collect(),
    };
    rooms(setting, Network::Discord).into_iter().map(room).collect()
}

/// Who belongs in a room: the members of its desk's organisations; in coordination, those who coordinate or review.
fn people(setting: &Setting, room: &Room) -> BTreeSet<String> {
    let of_desk = setting.desks.iter().filter(|desk| desk.rooms.iter().any(|own| own.place == room.place));
    let organisations: BTreeSet<_> = of_desk.flat_map(|desk| desk.agencies.iter().chain([&desk.platform])).collect();
    let coordinates =
        |id: &MemberId| setting.coordination.members.contains(id) || setting.coordination.reviewers.contains(id);
    let members = setting.organisations.iter().flat_map(|organisation| {
        let of_desk = organisations.contains(&organisation.id);
        let in_coordination = room.kind == RoomKind::Coordination;
        organisation.members.iter().filter(move |member| of_desk || (in_coordination && coordinates(&member.id)))
    });
    members.flat_map(|member| &member.at).filter(|identity| identity.starts_with(IDENTITY)).cloned().collect()
}

/// The address under which a server lets the bot in.
///
/// # Errors
/// Discord is not configured, or does not say whose token it is.
pub(super) async fn invite(configuration: &Configuration) -> anyhow::Result<String> {
    let settings = configuration.discord.as_ref();
    let settings =
        settings.ok_or_else(|| anyhow::anyhow!("the configuration has no [discord]: add it with token_file"))?;
    Ok(liaison_discord::invite(&config(settings, configuration)?).await?)
}

/// What Discord says about everything that the bot will rely on; whether all of it is fine.
///
/// # Errors
/// The sentences or the output.
pub(super) async fn check(configuration: &Configuration, out: &mut (dyn Write + Send)) -> anyhow::Result<bool> {
    let Some(settings) = &configuration.discord else { return Ok(true) };
    let findings = match config(settings, configuration) {
        Ok(config) => match liaison_discord::check(&config, &Sentences::load()?).await {
            Ok(findings) => findings,
            Err(fault) => vec![Finding { fine: false, line: fault.to_string() }],
        },
        Err(fault) => vec![Finding { fine: false, line: fault.to_string() }],
    };
    for finding in &findings {
        let mark = if finding.fine { "" } else { "error: " };
        writeln!(out, "{mark}discord: {}", finding.line)?;
    }
    Ok(findings.iter().all(|finding| finding.fine))
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
            Ok(door) => Ok(Arc::new(door)),
            Err(fault @ DiscordError::Unreachable { .. }) => Err(Shut::ForNow(fault.to_string())),
            Err(fault) => Err(Shut::ForGood(fault.into())),
        }
    }
}

#[async_trait]
impl OpenDoor for DiscordDoor {
    fn chat(self: Arc<Self>) -> Arc<dyn Chat> {
        self
    }

    async fn listen(&self, ear: Arc<dyn Listener>, stop: watch::Receiver<bool>) -> anyhow::Result<()> {
        Ok(self.run(ear, stop).await?)
    }

    fn change_rooms(&self, setting: &Setting) {
        DiscordDoor::change_rooms(self, &channels(setting));
    }
}
