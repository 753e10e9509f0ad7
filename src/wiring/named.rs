//! What a door is given of the configuration: its secrets, and its rooms by their names in its network.

use std::collections::BTreeMap;

use liaison_chat::{Network, Secret};
use liaison_domain::{Room, Setting};

use crate::config::SecretSource;

/// The value of a secret.
///
/// # Errors
/// It is nowhere to be found, in words.
pub(super) fn loaded(source: &SecretSource) -> anyhow::Result<Secret> {
    Ok(source.load(&|name: &str| std::env::var_os(name))?)
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
