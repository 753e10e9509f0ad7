//! `check --offline`: what the configuration says, as this program understood it, and what to mind; one line each.

use std::io::{self, Write};
use std::path::Path;

use liaison_domain::{Coordination, Desk, Organisation, Room, RoomKind, Setting};

use crate::config::{Configuration, Credential, DiscordSettings, Environment, MatrixSettings, SecretSource};

/// Prints the findings. Mistakes were told when the file was read; what is left are facts and warnings.
///
/// # Errors
/// When `out` cannot be written to.
pub(crate) fn offline(
    configuration: &Configuration,
    environment: Environment<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let warnings = warnings(configuration, environment);
    for line in understood(configuration, environment) {
        writeln!(out, "{line}")?;
    }
    for warning in &warnings {
        writeln!(out, "warning: {warning}")?;
    }
    let file = configuration.file.display();
    match warnings.len() {
        0 => writeln!(out, "{file} is sound; no service was asked"),
        1 => writeln!(out, "{file} can be used, with 1 warning; no service was asked"),
        count => writeln!(out, "{file} can be used, with {count} warnings; no service was asked"),
    }
}

fn understood(configuration: &Configuration, environment: Environment<'_>) -> Vec<String> {
    let Configuration { store_url, matrix, discord, setting, .. } = configuration;
    let Setting { organisations, desks, coordination, targets } = setting;
    let mut lines = vec![format!("store: {store_url}")];
    lines.extend(matrix.as_ref().map(|matrix| account(matrix, environment)));
    lines.extend(discord.as_ref().map(|discord| application(discord, environment)));
    lines.extend(organisations.iter().map(organisation));
    for desk in desks {
        lines.push(desk_line(desk));
        lines.extend(desk.rooms.iter().map(room));
    }
    lines.push(coordination_line(coordination));
    lines.extend(coordination.rooms.iter().map(room));
    lines.push(format!("agreed targets: {} over the built-in ones", targets.agreed.len()));
    lines
}

fn account(matrix: &MatrixSettings, environment: Environment<'_>) -> String {
    let MatrixSettings { homeserver, user, credential, state_dir, passphrase } = matrix;
    let sign_in = match credential {
        Credential::Password(password) => format!("password {}", password.described(environment)),
        Credential::Token { token, device_id } => format!("token of {device_id} {}", token.described(environment)),
    };
    let passphrase = passphrase.described(environment);
    let state_dir = state_dir.display();
    format!("matrix: {user} at {homeserver}, {sign_in}; keys in {state_dir}, passphrase {passphrase}")
}

fn application(discord: &DiscordSettings, environment: Environment<'_>) -> String {
    let DiscordSettings { token, api } = discord;
    let server = api.as_deref().unwrap_or("discord.com");
    format!("discord: the application of the token {} at {server}", token.described(environment))
}

fn organisation(organisation: &Organisation) -> String {
    let Organisation { id, name, side, zone, supervisors, members, .. } = organisation;
    let (side, members, supervisors) = (side.name(), members.len(), supervisors.len());
    format!("organisation {}: {name}, {side}, members {members}, supervisors {supervisors}, hours in {zone}", id.0)
}

fn desk_line(desk: &Desk) -> String {
    let Desk { id, prefix, agencies, platform, zone, digest_at, practice, trust, .. } = desk;
    let agencies: Vec<&str> = agencies.iter().map(|id| id.0.as_str()).collect();
    let (agencies, practice) = (agencies.join(", "), if *practice { ", practice" } else { "" });
    let (digest_at, trust, platform) = (digest_at.format("%H:%M"), trust.name(), &platform.0);
    format!(
        "desk {}: {prefix}-1 …, {agencies} and {platform}, digest at {digest_at} {zone}, devices {trust}{practice}",
        id.0
    )
}

fn room(room: &Room) -> String {
    let Room { place, kind, language, ceiling, updates } = room;
    let whose = match kind {
        RoomKind::Shared => "shared".to_owned(),
        RoomKind::Own(organisation) => format!("own room of {}", organisation.0),
        RoomKind::Coordination => "coordination".to_owned(),
    };
    let ceiling =
        ceiling.map_or_else(|| "no ceiling given".to_owned(), |ceiling| format!("ceiling {}", ceiling.name()));
    format!("room {}: {whose}, {}, {ceiling}, updates in the {}", place.0, language.name(), updates.name())
}

fn coordination_line(coordination: &Coordination) -> String {
    let Coordination { rooms, digest_at, zone, members, reviewers } = coordination;
    let (rooms, members, reviewers) = (rooms.len(), members.len(), reviewers.len());
    let digest_at = digest_at.format("%H:%M");
    format!("coordination: rooms {rooms}, coordinators {members}, reviewers {reviewers}, digest at {digest_at} {zone}")
}

fn warnings(configuration: &Configuration, environment: Environment<'_>) -> Vec<String> {
    let mut warnings: Vec<String> = readable_by_others(&configuration.file).into_iter().collect();
    warnings.extend(configuration.warnings.iter().cloned());
    let secrets = configuration.matrix.iter().flat_map(|matrix| [matrix.credential.source(), &matrix.passphrase]);
    let secrets = secrets.chain(configuration.discord.iter().map(|discord| &discord.token));
    warnings.extend(secrets.flat_map(|source| of_secret(source, environment)));
    warnings
}

/// `run` needs the secret; here its absence is worth a word, no more.
fn of_secret(source: &SecretSource, environment: Environment<'_>) -> Vec<String> {
    let missing = source.load(environment).err().map(|error| format!("`run` will refuse to start: {error}"));
    missing.into_iter().chain(source.file().and_then(readable_by_others)).collect()
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    /// The rights of everyone on the machine who is neither the owner nor in the file's group.
    const OTHERS: u32 = 0o007;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    let path = path.display();
    (mode & OTHERS != 0).then(|| format!("others on this machine can read {path} (mode {mode:03o}): chmod 600 {path}"))
}

#[cfg(not(unix))]
fn readable_by_others(_path: &Path) -> Option<String> {
    None
}
