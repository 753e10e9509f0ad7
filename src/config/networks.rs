//! The networks and the way to them, `[matrix]`, `[discord]`, `[network]`, with `[page]`.

use std::path::{Path, PathBuf};

use super::Built;
use super::fields::{Fields, Form, understood};
use super::places::is_matrix_user;
use super::problem::Problems;
use super::secrets::{SecretForm, SecretSource};

const HOMESERVER: Form =
    Form { key: "homeserver", takes: "the server's address", example: "\"https://matrix.agency.example\"" };
const USER: Form = Form { key: "user", takes: "the bot's own Matrix id", example: "\"@liaison:agency.example\"" };
const DEVICE: Form = Form { key: "device_id", takes: "the id of the token's device", example: "\"LIAISON1\"" };
const STATE: Form = Form { key: "state_dir", takes: "a folder", example: "\"matrix-state\"" };
/// Where keys and sync state lie unless the file says otherwise.
const STATE_FOLDER: &str = "matrix-state";

const PASSWORD: SecretForm = SecretForm {
    file: Form {
        key: "password_file",
        takes: "a file's path",
        example: "\"/run/credentials/liaison/matrix-password\"",
    },
    inline: Form { key: "password", takes: "the password in quotes", example: "\"…\"" },
    variable: "LIAISON_MATRIX_PASSWORD",
};
const TOKEN: SecretForm = SecretForm {
    file: Form { key: "token_file", takes: "a file's path", example: "\"/run/credentials/liaison/matrix-token\"" },
    inline: Form { key: "token", takes: "the access token in quotes", example: "\"…\"" },
    variable: "LIAISON_MATRIX_TOKEN",
};
const PASSPHRASE: SecretForm = SecretForm {
    file: Form {
        key: "passphrase_file",
        takes: "a file's path",
        example: "\"/run/credentials/liaison/matrix-passphrase\"",
    },
    inline: Form { key: "passphrase", takes: "the passphrase in quotes", example: "\"…\"" },
    variable: "LIAISON_MATRIX_PASSPHRASE",
};
const DISCORD_TOKEN: SecretForm = SecretForm {
    file: Form { key: "token_file", takes: "a file's path", example: "\"/run/credentials/liaison/discord-token\"" },
    inline: Form { key: "token", takes: "the bot's token in quotes", example: "\"…\"" },
    variable: "LIAISON_DISCORD_TOKEN",
};
const DISCORD_API: Form = Form { key: "api", takes: "an address", example: "\"http://127.0.0.1:9000\"" };
const PROXY: Form = Form {
    key: "proxy",
    takes: "an address that begins with http://",
    example: "\"http://proxy.ministry.example:3128\"",
};
const CA_FILE: Form = Form { key: "ca_file", takes: "a file's path", example: "\"ministry-ca.pem\"" };
const COMMAND: Form =
    Form { key: "command", takes: "a program and its arguments, in a list", example: "[\"/usr/local/bin/page-duty\"]" };

/// What `[matrix]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MatrixSettings {
    /// `https://…`, without the end's slash.
    pub(crate) homeserver: String,
    /// `@liaison:agency.example`.
    pub(crate) user: String,
    /// How the bot signs in.
    pub(crate) credential: Credential,
    /// Where keys and sync state lie.
    pub(crate) state_dir: PathBuf,
    /// What they are encrypted with.
    pub(crate) passphrase: SecretSource,
}

/// What `[discord]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DiscordSettings {
    /// The bot's token.
    pub(crate) token: SecretSource,
    /// Another server that speaks Discord's interface, without the end's slash.
    pub(crate) api: Option<String>,
}

/// What `[network]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NetworkSettings {
    /// The proxy through which everything goes.
    pub(crate) proxy: Option<String>,
    /// Certificates of authorities that are trusted beside the public ones.
    pub(crate) ca_file: Option<PathBuf>,
}

/// How the bot signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// By password, making a device of its own.
    Password(SecretSource),
    /// By an access token of a device that exists.
    Token {
        /// The token.
        token: SecretSource,
        /// Its device.
        device_id: String,
    },
}

impl Credential {
    /// The one secret that it needs.
    pub(crate) fn source(&self) -> &SecretSource {
        match self {
            Self::Password(source) | Self::Token { token: source, .. } => source,
        }
    }
}

/// Reads `[matrix]`.
pub(crate) fn matrix(mut fields: Fields<'_>, folder: &Path, built: Built, problems: &mut Problems) -> MatrixSettings {
    if !built.matrix {
        problems
            .warn(&fields.spot(""), "this program was built without Matrix: `cargo build --release` makes one with it");
    }
    let homeserver = fields.required(&HOMESERVER, problems);
    let homeserver = homeserver.and_then(|word| {
        let server = server_address(word.text);
        match &server {
            // The value itself is left out: it may hold a password.
            None => problems
                .mistake(&word.spot, format!("{}; without a name, a password or a path in it", HOMESERVER.hint())),
            Some(server) if is_exposed(server) => {
                problems.warn(
                    &word.spot,
                    "http:// sends the password in clear: use https:// for any server but this machine's own",
                );
            }
            Some(_) => {}
        }
        server
    });
    let user = fields.required(&USER, problems);
    let user =
        user.and_then(|word| understood(&word, &USER, problems, |text| is_matrix_user(text).then(|| text.to_owned())));
    let credential = credential(&mut fields, folder, problems);
    let state_dir = fields.read(&STATE, problems, |text| (!text.is_empty()).then(|| folder.join(text)));
    let passphrase = SecretSource::read(&mut fields, &PASSPHRASE, folder, problems);
    fields.finish(problems);
    MatrixSettings {
        homeserver: homeserver.unwrap_or_default(),
        user: user.unwrap_or_default(),
        credential,
        state_dir: state_dir.unwrap_or_else(|| folder.join(STATE_FOLDER)),
        passphrase,
    }
}

/// A device's id tells that a token is meant: then the token itself may also come by the environment alone.
fn credential(fields: &mut Fields<'_>, folder: &Path, problems: &mut Problems) -> Credential {
    let password = SecretSource::read(fields, &PASSWORD, folder, problems);
    let token = SecretSource::read(fields, &TOKEN, folder, problems);
    let device = fields.read(&DEVICE, problems, |text| (!text.is_empty()).then(|| text.to_owned()));
    match device {
        Some(_) if password.is_named() => {
            problems.mistake(
                &fields.spot(DEVICE.key),
                "a device and its token stand beside a password: keep one way to sign in",
            );
        }
        None if token.is_named() && !fields.has(DEVICE.key) => {
            problems.mistake(&fields.spot(DEVICE.key), format!("a token needs its device: {}", DEVICE.hint()));
        }
        _ => {}
    }
    match device {
        Some(device_id) => Credential::Token { token, device_id },
        None => Credential::Password(password),
    }
}

/// Reads `http://` or `https://` with a host and perhaps a port, and nothing more.
fn server_address(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let sound = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    (!host.is_empty() && host.chars().all(sound)).then(|| text.to_owned())
}

fn is_exposed(server: &str) -> bool {
    let Some(host) = server.strip_prefix("http://") else { return false };
    let own = ["localhost", "127.0.0.1", "[::1]"];
    !own.iter().any(|name| host == *name || host.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))
}

/// Reads `[discord]`.
pub(crate) fn discord(mut fields: Fields<'_>, folder: &Path, built: Built, problems: &mut Problems) -> DiscordSettings {
    if !built.discord {
        problems.warn(&fields.spot(""), "this program was built without Discord: its rooms and people are left out");
    }
    let token = SecretSource::read(&mut fields, &DISCORD_TOKEN, folder, problems);
    let api = fields.read(&DISCORD_API, problems, server_address);
    fields.finish(problems);
    DiscordSettings { token, api }
}

/// Reads `[network]`.
pub(crate) fn network(mut fields: Fields<'_>, folder: &Path, problems: &mut Problems) -> NetworkSettings {
    let proxy = fields.read(&PROXY, problems, |text| server_address(text).filter(|text| text.starts_with("http://")));
    let ca_file = fields.read(&CA_FILE, problems, |text| (!text.is_empty()).then(|| folder.join(text)));
    fields.finish(problems);
    NetworkSettings { proxy, ca_file }
}

/// Reads `[page]`: the local command that wakes somebody, a program and what is given to it.
pub(crate) fn page(mut fields: Fields<'_>, problems: &mut Problems) -> Vec<String> {
    let words = fields.texts(&COMMAND, problems);
    if words.first().is_some_and(|program| program.text.is_empty()) {
        problems.mistake(&fields.spot(COMMAND.key), format!("the program has no name: {}", COMMAND.hint()));
    }
    fields.finish(problems);
    words.into_iter().map(|word| word.text.to_owned()).collect()
}
