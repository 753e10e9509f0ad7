//! The configuration: one TOML file, read whole before anything starts. Every mistake in it is told at once, with its
//! line, its key and what would work; no secret is read here, only where it is to be found.
//!
//! To take a new table, give it a file beside these that reads its [`fields::Fields`], and call it in [`read_tables`].

mod agreed;
mod agreement;
mod coordination;
mod defaults;
mod desks;
mod fields;
mod horizon;
mod hours;
mod length;
mod nearest;
mod networks;
mod people;
mod places;
mod problem;
mod rooms;
mod secrets;
mod served;
mod watching;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use liaison_domain::{Setting, Targets};
use toml::de::DeTable;

use self::agreement::agree;
use self::fields::{Fields, Form};
use self::horizon::Kept;
use self::problem::{Problems, Spot, quoted};
use self::served::Served;

pub(crate) use self::nearest::nearest;
pub(crate) use self::networks::{Credential, DiscordSettings, MatrixSettings, NetworkSettings};
pub(crate) use self::people::OPERATOR;
pub(crate) use self::secrets::{Environment, SecretError, SecretSource};
pub(crate) use self::watching::HeartbeatSettings;

const STORE_URL: Form = Form { key: "url", takes: "sqlite:// and a file's path", example: "\"sqlite://liaison.db\"" };
const SQLITE: &str = "sqlite://";
/// A configuration that is longer is none: a database was named by mistake.
const LONGEST_BYTES: u64 = 4 * 1024 * 1024;

/// Which doors this program was built with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Built {
    /// The Matrix door.
    pub(crate) matrix: bool,
    /// The Discord door.
    pub(crate) discord: bool,
}

/// Everything that the file says.
#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    /// The file, as it was named.
    pub(crate) file: PathBuf,
    /// `sqlite://` and a whole path.
    pub(crate) store_url: String,
    /// The bot's own account, where Matrix is configured.
    pub(crate) matrix: Option<MatrixSettings>,
    /// The bot's application, where Discord is configured.
    pub(crate) discord: Option<DiscordSettings>,
    /// How the networks are reached.
    #[cfg_attr(
        not(any(feature = "matrix", feature = "discord")),
        expect(dead_code, reason = "the bot alone connects, and without a network to nothing")
    )]
    pub(crate) network: NetworkSettings,
    /// People, desks and targets. Rooms of a network that is not configured or not built in are left out, and warned of.
    pub(crate) setting: Setting,
    /// Whose public holidays are kept, and where the file says so.
    pub(crate) holidays: Vec<Kept>,
    /// The local command that wakes somebody in an emergency; empty where there is none.
    #[cfg_attr(
        not(any(feature = "matrix", feature = "discord")),
        expect(dead_code, reason = "the bot alone runs it, and without a network there is none")
    )]
    pub(crate) page: Vec<String>,
    /// Where the pages for whoever operates the bot are served, if anywhere.
    pub(crate) http: Option<SocketAddr>,
    /// What a watcher on this machine is told by.
    pub(crate) heartbeat: HeartbeatSettings,
    /// What whoever runs the program should know, a line each.
    pub(crate) warnings: Vec<String>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigurationError {
    /// There is no such file.
    #[error("there is no configuration at {path}: name it with --config FILE or LIAISON_CONFIG; deploy/liaison.example.toml is one to begin with", path = .0.display())]
    Absent(PathBuf),
    /// The file cannot be read.
    #[error("the configuration {path} cannot be read: {source}; mend its rights or name another with --config FILE", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something in it must be mended; a line each.
    #[error("{}", .0.join("\n"))]
    Mistakes(Vec<String>),
}

/// Reads a file.
///
/// # Errors
/// [`ConfigurationError`], in words for whoever wrote it.
pub(crate) fn read(path: &Path, built: Built) -> Result<Configuration, ConfigurationError> {
    let text = contents(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => ConfigurationError::Absent(path.to_owned()),
        _ => ConfigurationError::Unreadable { path: path.to_owned(), source },
    })?;
    let whole =
        std::path::absolute(path).map_err(|source| ConfigurationError::Unreadable { path: path.to_owned(), source })?;
    understand(&text, path, whole.parent().unwrap_or(Path::new("/")), built)
}

fn contents(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    let length = std::fs::File::open(path)?.take(LONGEST_BYTES + 1).read_to_string(&mut text)?;
    if length as u64 > LONGEST_BYTES {
        return Err(std::io::Error::other("it is longer than 4 MiB"));
    }
    Ok(text)
}

/// Understands the text of a file that lies in `folder`.
fn understand(text: &str, file: &Path, folder: &Path, built: Built) -> Result<Configuration, ConfigurationError> {
    let mut problems = Problems::of(text);
    let (tables, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(1, |span| problems.line(span.start));
        // The message alone: toml's own form of an error repeats the line, which may hold a secret.
        problems.mistake(&Spot { line, key: String::new() }, format!("this is not TOML: {}", error.message()));
    }
    let read = match errors.is_empty() {
        true => Some(read_tables(Fields::outermost(tables.get_ref()), folder, built, &mut problems)),
        false => None,
    };
    let warnings = problems.outcome(file).map_err(ConfigurationError::Mistakes)?;
    let read = read.ok_or_else(|| ConfigurationError::Mistakes(Vec::new()))?;
    Ok(Configuration { file: file.to_owned(), warnings, ..read })
}

fn read_tables(mut fields: Fields<'_>, folder: &Path, built: Built, problems: &mut Problems) -> Configuration {
    let defaults = defaults::defaults(&mut fields, problems);
    let store_url = store(&mut fields, folder, problems);
    let has_network = fields.has("matrix") || fields.has("discord");
    if !has_network {
        problems.mistake(&fields.spot(""), "there is no network: add [matrix] with homeserver and user");
    }
    let matrix = fields.table("matrix", problems).map(|table| networks::matrix(table, folder, built, problems));
    let discord = fields.table("discord", problems).map(|table| networks::discord(table, folder, built, problems));
    let http = fields.table("http", problems).and_then(|table| watching::http(table, problems));
    let heartbeat = fields.table("heartbeat", problems);
    let heartbeat = heartbeat.map(|table| watching::heartbeat(table, folder, problems)).unwrap_or_default();
    let network =
        fields.table("network", problems).map(|table| networks::network(table, folder, problems)).unwrap_or_default();
    let page = fields.table("page", problems).map(|table| networks::page(table, problems)).unwrap_or_default();
    let served = Served::of(&fields, built);
    let organisations = fields.tables("organisation", problems);
    let organisations: Vec<_> =
        organisations.into_iter().map(|table| people::organisation(table, &defaults, problems)).collect();
    let desks = fields.tables("desk", problems);
    if desks.is_empty() {
        problems.warn(&fields.spot("desk"), "there is no desk: nothing can be filed");
    }
    let desks: Vec<_> =
        desks.into_iter().map(|table| desks::desk(table, &organisations, &defaults, problems)).collect();
    let table = fields.table("coordination", problems);
    let (mut coordination, rooms) = coordination::coordination(table, &organisations, &defaults, problems);
    let agreed = fields.tables("target", problems);
    let agreed = agreed.into_iter().map(|table| agreed::agreed(table, problems)).collect();
    fields.finish(problems);
    agree(&organisations, &desks, &rooms, problems);
    served.warn(&organisations, &desks, &rooms, problems);
    coordination.rooms = served.rooms(rooms);
    let holidays = horizon::kept(&organisations);
    let setting = Setting {
        organisations: organisations.into_iter().map(|listed| listed.organisation).collect(),
        desks: desks.into_iter().map(|opened| served.desk(opened)).collect(),
        coordination,
        targets: Targets { agreed },
        duties: Vec::new(),
        guests: Vec::new(),
        former: Vec::new(),
    };
    let (file, warnings) = (PathBuf::new(), Vec::new());
    Configuration { file, store_url, matrix, discord, network, setting, holidays, page, http, heartbeat, warnings }
}

/// The store's address with a whole path.
fn store(fields: &mut Fields<'_>, folder: &Path, problems: &mut Problems) -> String {
    if !fields.has("store") {
        problems.mistake(
            &fields.spot("store"),
            format!("the table is missing: add [store] with url = {}", STORE_URL.example),
        );
    }
    let Some(mut store) = fields.table("store", problems) else { return String::new() };
    let url = store.required(&STORE_URL, problems);
    store.finish(problems);
    let path = url.and_then(|word| {
        let path = word.text.strip_prefix(SQLITE).filter(|path| is_file_path(path));
        if path.is_none() {
            let found = quoted(word.text.split_once("://").map_or(word.text, |(scheme, _)| scheme));
            problems.mistake(&word.spot, format!("{}, found one that begins with {found}", STORE_URL.hint()));
        }
        path
    });
    path.map(|path| format!("{SQLITE}{}", folder.join(path).display())).unwrap_or_default()
}

/// A file's path: neither in memory, where a history would be lost, nor with options behind it.
fn is_file_path(path: &str) -> bool {
    !path.is_empty() && !path.starts_with(':') && !path.contains(['?', '#', '\0']) && !path.ends_with('/')
}
