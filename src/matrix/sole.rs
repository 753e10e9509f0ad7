//! That nobody else uses this device. Its keys move on with each message: a state folder that was restored from a copy, or is
//! used by two processes, would use them twice. So the device has a turn, which the account keeps on the homeserver and the
//! folder beside the keys, and which changes at each start and every few minutes: whoever holds an old one stops.

use std::path::Path;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::ruma::TransactionId;
use matrix_sdk::ruma::events::GlobalAccountDataEventType;
use matrix_sdk::ruma::serde::Raw;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::MatrixError;
use crate::error::Trouble;

/// Where the device's own store keeps its turn.
const KEPT: &[u8] = b"liaison.turn";
/// What begins the name under which the account keeps it; the device's id ends it.
const ON_THE_HOMESERVER: &str = "org.liaison.turn.";
/// A homeserver that was away at the start is asked soon …
const AFTER_A_START: Duration = Duration::from_secs(30);
/// … and then this often: what is copied and used within that time is not noticed before the next turn.
const A_TURN: Duration = Duration::from_secs(300);

/// So many of the device's own turns are known again: a homeserver that was restored from a copy, or answers late, has an old
/// one. What somebody else took is in nobody's list but theirs.
const TURNS_KEPT: usize = 1_000;

/// The turns that this device has taken, the newest last.
#[derive(Default, Serialize, Deserialize)]
struct Taken(Vec<String>);

/// Takes the next turn. A homeserver that does not answer is no reason to stop.
///
/// # Errors
/// [`MatrixError::UsedElsewhere`] where the turn is somebody else's.
pub(crate) async fn take_turn(client: &Client, folder: &Path) -> Result<(), MatrixError> {
    let Some(device) = client.device_id() else { return Ok(()) };
    let name = GlobalAccountDataEventType::from(format!("{ON_THE_HOMESERVER}{device}"));
    let found = match client.account().fetch_account_data(name.clone()).await {
        Ok(content) => content.and_then(|content| content.get_field::<String>("turn").ok().flatten()),
        Err(error) => return unanswered(&Trouble::from(&error)),
    };
    let store = |error: &dyn std::fmt::Display| MatrixError::Store { folder: folder.into(), why: error.to_string() };
    let kept = client.state_store().get_custom_value(KEPT).await.map_err(|error| store(&error))?;
    let mut taken: Taken = kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default();
    if found.as_ref().is_some_and(|found| !taken.0.contains(found)) {
        return Err(MatrixError::UsedElsewhere(folder.into()));
    }
    let next = TransactionId::new().to_string();
    let content = json!({ "turn": next });
    taken.0.push(next);
    let too_many = taken.0.len().saturating_sub(TURNS_KEPT);
    taken.0.drain(..too_many);
    // Kept before it is told: a crash between the two leaves one there that is known.
    let kept = serde_json::to_vec(&taken).map_err(|error| store(&error))?;
    client.state_store().set_custom_value_no_read(KEPT, kept).await.map_err(|error| store(&error))?;
    let content = Raw::new(&content).map_err(|error| store(&error))?.cast_unchecked();
    match client.account().set_account_data_raw(name, content).await {
        Ok(_) => Ok(()),
        Err(error) => unanswered(&Trouble::from(&error)),
    }
}

/// Takes turns until the device turns out to be used by somebody else.
pub(crate) async fn keep(client: &Client, folder: &Path) -> MatrixError {
    tokio::time::sleep(AFTER_A_START).await;
    loop {
        match take_turn(client, folder).await {
            Err(fault @ MatrixError::UsedElsewhere(_)) => return fault,
            Err(fault) => tracing::warn!(%fault, "whether this device is used elsewhere is asked again later"),
            Ok(()) => {}
        }
        tokio::time::sleep(A_TURN).await;
    }
}

fn unanswered(trouble: &Trouble) -> Result<(), MatrixError> {
    tracing::warn!(why = trouble.why(), "whether this device is used elsewhere could not be asked");
    Ok(())
}
