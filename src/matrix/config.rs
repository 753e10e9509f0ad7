//! What the door must be told before it opens.

use std::path::PathBuf;

use liaison_chat::{CommandDescription, Secret, WayOut};
use liaison_domain::Language;

/// How the bot shows the homeserver who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// By password: a device is made at the first start.
    Password(Secret),
    /// By an access token that was made elsewhere, for a device whose keys nobody else holds.
    Token {
        /// The access token.
        token: Secret,
        /// The device that it was made for.
        device_id: String,
    },
}

/// Everything that the door needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixConfig {
    /// The homeserver's own address, `https://matrix.agency.example`.
    pub homeserver: String,
    /// The bot's whole id, `@liaison:agency.example`.
    pub user: String,
    /// How it signs in.
    pub credential: Credential,
    /// The folder of the session, the device's keys and the recovery key; made if missing, for its owner alone.
    pub state_dir: PathBuf,
    /// What the keys in that folder are encrypted with.
    pub passphrase: Secret,
    /// How the homeserver is reached.
    pub way_out: WayOut,
    /// The rooms.
    pub rooms: Vec<RoomConfig>,
    /// The commands that clients are told of, in each language that is spoken.
    pub commands: Vec<(Language, Vec<CommandDescription>)>,
}

/// A room in which the bot works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomConfig {
    /// As the configuration writes it, without the network: `#alias:server`, `!id:server` or `!id`.
    pub at: String,
    /// The language in which its commands are shown.
    pub language: Language,
}
