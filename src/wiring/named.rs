//! What a door is given of the configuration: its secrets, the way out, and its rooms by their names in its network.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use liaison_chat::{Network, Secret, WayOut};
use liaison_domain::{Room, Setting};

use crate::config::{NetworkSettings, SecretSource};

/// The value of a secret.
///
/// # Errors
/// It is nowhere to be found, in words.
pub(super) fn loaded(source: &SecretSource) -> anyhow::Result<Secret> {
    Ok(source.load(&|name: &str| std::env::var_os(name))?)
}

/// How the networks are reached.
///
/// # Errors
/// The file of certificates cannot be read or holds none, in words.
pub(super) fn way_out(settings: &NetworkSettings) -> anyhow::Result<WayOut> {
    let read = |path: &std::path::PathBuf| {
        let named = path.display();
        let pem = std::fs::read(path).with_context(|| {
            format!("[network] ca_file: {named} cannot be read; name a file of certificates in PEM")
        })?;
        let begins = b"-----BEGIN CERTIFICATE-----";
        ensure!(
            pem.windows(begins.len()).any(|window| window == begins),
            "[network] ca_file: {named} holds no certificate; it takes certificates of authorities in PEM"
        );
        anyhow::Ok(pem)
    };
    Ok(WayOut { proxy: settings.proxy.clone(), authorities: settings.ca_file.as_ref().map(read).transpose()? })
}

/// The configured rooms of a network, each once, by their names there.
pub(super) fn rooms(setting: &Setting, network: Network) -> BTreeMap<String, &Room> {
    let of_desks = setting.desks.iter().flat_map(|desk| &desk.rooms);
    let named = of_desks.chain(&setting.coordination.rooms).filter_map(|room| {
        let (theirs, name) = room.place.0.split_once(':')?;
        (theirs == network.name()).then(|| (name.to_owned(), room))
    });
    named.collect()
}
