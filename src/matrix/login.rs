//! Signing in: the session that was kept, else a new device. Session, device and the keys' store belong together: where
//! one of them is gone, all are made anew, and the recovery key brings back what was readable.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::reqwest::Certificate;
use matrix_sdk::ruma::{OwnedDeviceId, OwnedUserId, UserId};
use matrix_sdk::store::RoomLoadSettings;
use matrix_sdk::{Client, ClientBuildError, SessionMeta, SessionTokens};

use crate::config::{Credential, MatrixConfig};
use crate::error::{MatrixError, Trouble};
use crate::{files, recovery, sole};

const DEVICE_NAME: &str = "Liaison";
/// How long the homeserver may take for an answer, beside the time that a sync waits by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client that is signed in, with a cross-signed device where the homeserver allows it, and what holds its folder.
pub(crate) async fn sign_in(config: &MatrixConfig) -> Result<(Client, File), MatrixError> {
    let user = UserId::parse(&config.user).map_err(|_| MatrixError::NotAUser(config.user.clone()))?;
    files::make_folder(&config.state_dir).await?;
    let held = files::hold(&config.state_dir)?;
    let client = match kept(config, &user).await? {
        Some(session) => resume(config, &user, session).await?,
        None => begin(config, &user).await?,
    };
    sole::take_turn(&client, &config.state_dir).await?;
    recovery::make_recoverable(&client, &config.state_dir).await?;
    Ok((client, held))
}

fn session_file(folder: &Path) -> PathBuf {
    folder.join("session.json")
}

fn store_folder(folder: &Path) -> PathBuf {
    folder.join("store")
}

/// The session of the last start, if its device can still be used.
async fn kept(config: &MatrixConfig, user: &UserId) -> Result<Option<MatrixSession>, MatrixError> {
    let path = session_file(&config.state_dir);
    let Some(content) = files::read(&path).await? else { return Ok(None) };
    let mut session: MatrixSession = serde_json::from_str(&content).map_err(|_| MatrixError::Session(path))?;
    if session.meta.user_id != user {
        return Err(MatrixError::AnothersState {
            folder: config.state_dir.clone(),
            expected: config.user.clone(),
            found: session.meta.user_id.to_string(),
        });
    }
    let has_keys = store_folder(&config.state_dir).join("matrix-sdk-crypto.sqlite3").exists();
    match &config.credential {
        Credential::Password(_) => Ok(has_keys.then_some(session)),
        Credential::Token { device_id, .. } if session.meta.device_id != device_id.as_str() => Ok(None),
        Credential::Token { .. } if !has_keys => Err(MatrixError::DeviceLost(config.state_dir.clone())),
        Credential::Token { token, .. } => {
            // A token may be renewed; its device stays.
            session.tokens.access_token = token.expose().to_owned();
            Ok(Some(session))
        }
    }
}

async fn resume(config: &MatrixConfig, user: &UserId, session: MatrixSession) -> Result<Client, MatrixError> {
    let client = build(config).await?;
    restore(&client, config, session).await?;
    match client.whoami().await.as_ref().map_err(Trouble::from) {
        Err(Trouble::SignedOut) if matches!(config.credential, Credential::Password(_)) => {
            tracing::warn!("the homeserver has ended the session of the last start: signing in as a new device");
            drop(client);
            begin(config, user).await
        }
        Err(Trouble::SignedOut) => Err(MatrixError::TokenRefused(config.user.clone())),
        // Whoever has a session can wait for a homeserver that is away: the sync says when it is back.
        Err(trouble) => {
            tracing::warn!(why = trouble.why(), "the homeserver does not answer yet");
            Ok(client)
        }
        Ok(_) => Ok(client),
    }
}

async fn begin(config: &MatrixConfig, user: &UserId) -> Result<Client, MatrixError> {
    // Keys without their session belong to a device that nobody can use any more.
    files::remove_folder(&store_folder(&config.state_dir)).await?;
    let client = build(config).await?;
    match &config.credential {
        Credential::Password(password) => {
            let login = client.matrix_auth().login_username(user, password.expose());
            let answer = login.initial_device_display_name(DEVICE_NAME).send().await;
            answer.map_err(|error| login_error(config, Trouble::from(&error)))?;
        }
        Credential::Token { token, device_id } => take_token(&client, config, user, token.expose(), device_id).await?,
    }
    let Some(session) = client.matrix_auth().session() else {
        return Err(MatrixError::Refused("it opened no session".to_owned()));
    };
    let content = serde_json::to_string(&session).map_err(|error| MatrixError::Refused(error.to_string()))?;
    files::write(&session_file(&config.state_dir), &content).await?;
    tracing::info!(device = %session.meta.device_id, "signed in as a new device");
    Ok(client)
}

async fn take_token(
    client: &Client,
    config: &MatrixConfig,
    user: &UserId,
    token: &str,
    device_id: &str,
) -> Result<(), MatrixError> {
    let device_id = OwnedDeviceId::from(device_id);
    let meta = SessionMeta { user_id: OwnedUserId::from(user), device_id: device_id.clone() };
    let tokens = SessionTokens { access_token: token.to_owned(), refresh_token: None };
    restore(client, config, MatrixSession { meta, tokens }).await?;
    let answer = client.whoami().await.map_err(|error| login_error(config, Trouble::from(&error)))?;
    let found = answer.device_id.as_ref().unwrap_or(&device_id);
    if answer.user_id != user || *found != device_id {
        return Err(MatrixError::TokenOfAnother {
            expected: format!("{user}, device {device_id}"),
            found: format!("{}, device {found}", answer.user_id),
        });
    }
    Ok(())
}

async fn build(config: &MatrixConfig) -> Result<Client, MatrixError> {
    let mut builder = Client::builder();
    if let Some(proxy) = &config.way_out.proxy {
        builder = builder.proxy(proxy);
    }
    if let Some(authorities) = &config.way_out.authorities {
        let read = Certificate::from_pem_bundle(authorities).unwrap_or_default();
        if read.is_empty() {
            return Err(MatrixError::NoCertificate);
        }
        builder = builder.add_root_certificates(read);
    }
    let built = builder
        .homeserver_url(&config.homeserver)
        // The configuration says where the homeserver is, and nothing else is connected to.
        .respect_login_well_known(false)
        .sqlite_store(store_folder(&config.state_dir), Some(config.passphrase.expose()))
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            auto_enable_backups: true,
            backup_download_strategy: BackupDownloadStrategy::OneShot,
        })
        // Who tries again, and when, is decided by the sync loop and the postman, never inside a call.
        .request_config(RequestConfig::new().disable_retry().timeout(PATIENCE))
        .build()
        .await;
    built.map_err(|error| match error {
        ClientBuildError::Url(_) => MatrixError::NotAnAddress(config.homeserver.clone()),
        ClientBuildError::SqliteStore(error) => store_error(config, &error),
        ClientBuildError::Http(error) => login_error(config, Trouble::from(&error)),
        other => MatrixError::Store { folder: config.state_dir.clone(), why: other.to_string() },
    })
}

/// The store's error type is not the SDK's to name; its words are all there is to tell a wrong passphrase by.
fn store_error(config: &MatrixConfig, error: &dyn std::error::Error) -> MatrixError {
    let words = error.to_string();
    if words.contains("initialize the store cipher") {
        return MatrixError::WrongPassphrase(config.state_dir.clone());
    }
    MatrixError::Store { folder: config.state_dir.clone(), why: words }
}

async fn restore(client: &Client, config: &MatrixConfig, session: MatrixSession) -> Result<(), MatrixError> {
    let restored = client.matrix_auth().restore_session(session, RoomLoadSettings::default()).await;
    restored.map_err(|error| MatrixError::Store { folder: config.state_dir.clone(), why: error.to_string() })
}

fn login_error(config: &MatrixConfig, trouble: Trouble) -> MatrixError {
    match (trouble, &config.credential) {
        (Trouble::Limited(after), _) => MatrixError::Busy(after.unwrap_or(PATIENCE)),
        (Trouble::Passing(why), _) => MatrixError::Unreachable { homeserver: config.homeserver.clone(), why },
        (Trouble::SignedOut, _) | (Trouble::Refused(_), Credential::Token { .. }) => {
            MatrixError::TokenRefused(config.user.clone())
        }
        (Trouble::Refused(why), Credential::Password(_)) if why.contains("M_FORBIDDEN") => {
            MatrixError::WrongPassword(config.user.clone())
        }
        (Trouble::Refused(why), Credential::Password(_)) => MatrixError::Refused(why),
    }
}
