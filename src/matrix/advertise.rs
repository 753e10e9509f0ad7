//! Telling clients which commands there are (MSC4391): one state event a command, in each room where the bot has the power
//! for it. Nothing depends on it; what was told before and is the same is not told again, and it is told so slowly that a
//! homeserver that limits its accounts has room for what people must read.

use std::collections::BTreeMap;
use std::time::Duration;

use liaison_chat::CommandDescription;
use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::serde::Base64;
use matrix_sdk::{Client, Room, RoomState};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::error::Trouble;
use crate::rooms::Rooms;

/// The proposal's name of the event, as long as it is one.
const DESCRIPTION: &str = "org.matrix.msc4391.command_description";
/// What people must read goes first: the engine speaks at the latest ten seconds after a start.
const AFTER_A_START: Duration = Duration::from_secs(12);
/// So often it is looked whether something is to be told, or may be told now.
const LOOKED_AT: Duration = Duration::from_secs(60);
/// So many at once: a public homeserver takes ten messages of an account at once …
const AT_ONCE: usize = 4;
/// … and then one in five seconds, of which this takes a third.
const ONE_MORE: Duration = Duration::from_secs(15);
/// After a limit, people's posts come first.
const AFTER_A_LIMIT: Duration = Duration::from_secs(30);

/// Keeps the rooms told of the commands. Never returns.
pub(crate) async fn keep(client: &Client, rooms: &Rooms) {
    tokio::time::sleep(AFTER_A_START).await;
    let mut told = 0_usize;
    loop {
        for (room, commands) in rooms.told_of_commands() {
            let Some(room) = client.get_room(&room).filter(|room| room.state() == RoomState::Joined) else { continue };
            tell(&room, &commands, &mut told).await;
        }
        tokio::time::sleep(LOOKED_AT).await;
    }
}

async fn tell(room: &Room, commands: &[CommandDescription], told: &mut usize) {
    let own = room.own_user_id();
    let may = room.power_levels().await.is_ok_and(|levels| levels.user_can_send_state(own, DESCRIPTION.into()));
    if commands.is_empty() || !may {
        return;
    }
    let standing = standing(room).await;
    let wanted = wanted(commands, own.as_str());
    // A command that is no more is described by nothing, which clients hide.
    let gone = standing.keys().filter(|key| !wanted.iter().any(|(wanted, _)| wanted == *key));
    let gone = gone.map(|key| (key.clone(), json!({})));
    for (key, content) in gone.chain(wanted.iter().cloned()) {
        if standing.get(&key) == Some(&content) {
            continue;
        }
        if *told >= AT_ONCE {
            tokio::time::sleep(ONE_MORE).await;
        }
        *told += 1;
        match room.send_state_event_raw(DESCRIPTION, &key, content).await.as_ref().map_err(Trouble::from) {
            Ok(_) => {}
            Err(Trouble::Limited(after)) => {
                tokio::time::sleep(after.unwrap_or_default().max(AFTER_A_LIMIT)).await;
                return;
            }
            Err(trouble) => {
                tracing::debug!(why = trouble.why(), "a room is not told of the commands yet");
                return;
            }
        }
    }
}

/// What the bot has told the room, by state key.
async fn standing(room: &Room) -> BTreeMap<String, Value> {
    let events = room.get_state_events(StateEventType::from(DESCRIPTION)).await.unwrap_or_default();
    let own = room.own_user_id().as_str();
    let told = events.iter().filter_map(|event| {
        let RawAnySyncOrStrippedState::Sync(raw) = event else { return None };
        let event: Value = serde_json::from_str(raw.json().get()).ok()?;
        (event["sender"] == own).then(|| Some((event["state_key"].as_str()?.to_owned(), event["content"].clone())))?
    });
    told.collect()
}

fn wanted(commands: &[CommandDescription], own: &str) -> Vec<(String, Value)> {
    let with_key = |command: &CommandDescription| {
        let content = serde_json::to_value(command).ok()?;
        Some((state_key(&command.command, own), content))
    };
    commands.iter().filter_map(with_key).collect()
}

/// The digest of command and sender, as the proposal wants it: no two bots are in each other's way.
fn state_key(command: &str, own: &str) -> String {
    let digest = Sha256::new().chain_update(command).chain_update(own).finalize();
    let unpadded = Base64::<matrix_sdk::ruma::serde::base64::Standard, _>::new(digest.to_vec()).encode();
    format!("{unpadded}=")
}

#[cfg(test)]
mod tests {
    use super::state_key;

    #[test]
    fn the_key_is_the_padded_digest_of_command_and_sender() {
        // As `printf 'report@liaison:a.example' | openssl dgst -sha256 -binary | base64` says.
        assert_eq!(state_key("report", "@liaison:a.example"), "8WIqQk0C8dFiXsnaYctHoSnpC65uvmO+UdIJiIph+q4=");
    }
}
