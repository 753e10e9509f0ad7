//! Reading the configuration again while the bot runs: what takes effect at once, what needs a restart, and what changed, in
//! words for the log. No secret is told, nor read: where one stands is compared, never its value.

mod differences;
mod words;

use chrono::NaiveDate;
use liaison_chat::Network;
use liaison_domain::{Room, Setting};

use crate::config::{Built, Configuration, ConfigurationError, read};

/// What a file that was read again comes to.
#[derive(Debug)]
pub(crate) struct Again {
    /// What holds from now on.
    pub(crate) setting: Setting,
    /// What changed, a line each; nothing where nothing did.
    pub(crate) changed: Vec<String>,
    /// What changed in the file and waits for a restart, a line each.
    pub(crate) later: Vec<String>,
    /// What whoever runs the program should know, a line each, as at a start.
    pub(crate) warnings: Vec<String>,
}

/// Reads the file of a bot that `started` with a configuration, works with `current` now, and has doors to `networks`.
///
/// # Errors
/// What a start would say of the file. Then nothing of it holds.
pub(crate) fn again(
    started: &Configuration,
    current: &Setting,
    networks: &[Network],
    built: Built,
    today: NaiveDate,
) -> Result<Again, ConfigurationError> {
    let mut found = read(&started.file, built)?;
    let mut warnings = std::mem::take(&mut found.warnings);
    warnings.extend(found.horizon(today).map_err(ConfigurationError::Mistakes)?);
    let mut later = waiting(started, &found);
    let mut setting = found.setting;
    let desks = setting.desks.iter_mut().map(|desk| &mut desk.rooms);
    for rooms in desks.chain([&mut setting.coordination.rooms]) {
        let there = |room: &Room| networks.iter().any(|network| belongs(room, *network));
        let new = rooms.iter().filter(|room| !there(room));
        later.extend(new.map(|room| format!("room {}: its network is served from the next start on", room.place.0)));
        rooms.retain(there);
    }
    Ok(Again { changed: differences::differences(current, &setting), setting, later, warnings })
}

fn belongs(room: &Room, network: Network) -> bool {
    room.place.0.split_once(':').is_some_and(|(theirs, _)| theirs == network.name())
}

/// What a running bot cannot change: its record, its accounts, and where their secrets stand.
fn waiting(started: &Configuration, found: &Configuration) -> Vec<String> {
    let line = |what: &str| format!("{what}: the file says otherwise than at the start: restart the bot to have it so");
    let changes = [
        ("store", started.store_url != found.store_url),
        ("matrix", started.matrix != found.matrix),
        ("discord", started.discord != found.discord),
        ("network", started.network != found.network),
        ("page", started.page != found.page),
        ("http", started.http != found.http),
        ("heartbeat", started.heartbeat != found.heartbeat),
    ];
    changes.into_iter().filter(|(_, changed)| *changed).map(|(what, _)| line(what)).collect()
}

#[cfg(test)]
mod tests;
