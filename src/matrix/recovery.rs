//! The recovery key: made once, written where only the owner reads it, and used when the device had to be made anew.

use std::path::Path;

use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::RecoveryState;

use crate::{MatrixError, files};

/// Cross-signs the device and sees to it that what it can read survives its loss. Where the homeserver does not play
/// along, the bot works without: only the log says so, and the next start tries again.
pub(crate) async fn make_recoverable(client: &Client, folder: &Path) -> Result<(), MatrixError> {
    client.encryption().wait_for_e2ee_initialization_tasks().await;
    let path = folder.join("recovery-key");
    let kept = files::read(&path).await?;
    match (client.encryption().recovery().state(), kept.as_deref().map(str::trim)) {
        (RecoveryState::Disabled, _) => make(client, &path).await,
        // The last start made a key and died before it was written: nobody has it, so that a new one voids nothing.
        (RecoveryState::Enabled, Some("")) => remake(client, &path).await,
        (RecoveryState::Incomplete, Some(key)) if !key.is_empty() => {
            match client.encryption().recovery().recover(key).await {
                Ok(()) => tracing::info!("the recovery key made the device known and old messages readable"),
                Err(error) => tracing::warn!(%error, "the recovery key in the state folder does not fit this account"),
            }
            Ok(())
        }
        (RecoveryState::Incomplete, _) => {
            tracing::warn!(
                "the device is not cross-signed: put the recovery key into the state folder and start again"
            );
            Ok(())
        }
        // An operator may have taken the file to a safer place: it is not written twice.
        (RecoveryState::Enabled | RecoveryState::Unknown, _) => Ok(()),
    }
}

async fn make(client: &Client, path: &Path) -> Result<(), MatrixError> {
    // Empty first: whoever finds it so at the next start knows that a key may exist that nobody has.
    files::write(path, "").await?;
    match client.encryption().recovery().enable().await {
        Ok(key) => keep(path, &key).await,
        Err(error) => {
            tracing::warn!(%error, "no recovery key could be made");
            Ok(())
        }
    }
}

async fn keep(path: &Path, key: &str) -> Result<(), MatrixError> {
    files::write(path, &format!("{key}\n")).await?;
    let path = path.display();
    tracing::info!("the recovery key of the bot's account was written to {path}: keep a copy of it elsewhere");
    Ok(())
}

async fn remake(client: &Client, path: &Path) -> Result<(), MatrixError> {
    match client.encryption().recovery().reset_key().await {
        Ok(key) => keep(path, &key).await,
        Err(error) => {
            tracing::warn!(%error, "no recovery key could be made");
            Ok(())
        }
    }
}
