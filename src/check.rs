//! `check`: what the configuration says, as this program understood it, and what to mind; one line each.

use std::io::{self, Write};
use std::path::Path;

use chrono::NaiveDate;
use liaison_domain::{Coordination, Desk, Organisation, Room, RoomKind, Setting};

use crate::config::{
    Built, Configuration, Credential, DiscordSettings, Environment, HeartbeatSettings, MatrixSettings, SecretSource,
};

/// Prints the findings, and returns whether `run` could begin with them. Mistakes were told when the file was read; what is
/// left are facts, warnings, and secrets that cannot be had.
///
/// # Errors
/// When `out` cannot be written to.
pub(crate) fn configuration(
    configuration: &Configuration,
    environment: Environment<'_>,
    built: Built,
    today: NaiveDate,
    offline: bool,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let Secrets { mut errors, warnings: of_secrets } = secrets(configuration, environment, built);
    let mut warnings: Vec<String> = readable_by_others(&configuration.file).into_iter().collect();
    match configuration.horizon(today) {
        Ok(told) => warnings.extend(told),
        Err(told) => errors.extend(told),
    }
    warnings.extend(configuration.warnings.iter().cloned());
    warnings.extend(of_secrets);
    for line in understood(configuration, environment) {
        writeln!(out, "{line}")?;
    }
    for warning in &warnings {
        writeln!(out, "warning: {warning}")?;
    }
    for error in &errors {
        writeln!(out, "error: {error}")?;
    }
    let file = configuration.file.display();
    let asked = if offline { "; no service was asked" } else { "" };
    match warnings.len() {
        _ if !errors.is_empty() => {
            writeln!(out, "{file} cannot be used as it stands: `run` will refuse to start{asked}")
        }
        0 => writeln!(out, "{file} is sound{asked}"),
        1 => writeln!(out, "{file} can be used, with 1 warning{asked}"),
        count => writeln!(out, "{file} can be used, with {count} warnings{asked}"),
    }?;
    Ok(errors.is_empty())
}

fn understood(configuration: &Configuration, environment: Environment<'_>) -> Vec<String> {
    let Configuration { store_url, matrix, discord, setting, .. } = configuration;
    let Setting { organisations, desks, coordination, targets, duties: _, guests: _, former: _ } = setting;
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
    lines.extend(configuration.http.map(|at| format!("pages: /healthz, /readyz and /metrics on http://{at}")));
    lines.extend(heartbeat(&configuration.heartbeat));
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

fn heartbeat(heartbeat: &HeartbeatSettings) -> Option<String> {
    let HeartbeatSettings { file, command } = heartbeat;
    let file = file.as_ref().map(|file| format!("{} is touched", file.display()));
    let command = command.first().map(|program| format!("{program} is run"));
    let told: Vec<String> = file.into_iter().chain(command).collect();
    heartbeat.beats().then(|| format!("heartbeat: {}, every minute while the bot is ready", told.join(" and ")))
}

fn organisation(organisation: &Organisation) -> String {
    let Organisation { id, name, side, zone, supervisors, members, holidays, digest_at, .. } = organisation;
    let (side, members, supervisors) = (side.name(), members.len(), supervisors.len());
    let holidays = holidays.map_or_else(|| "no holidays".to_owned(), |country| format!("holidays {}", country.name()));
    let digest_at = digest_at.format("%H:%M");
    format!(
        "organisation {}: {name}, {side}, members {members}, supervisors {supervisors}, hours in {zone}, {holidays}, digest of its own rooms at {digest_at}",
        id.0
    )
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

/// What is to be told of secrets.
struct Secrets {
    /// Without them `run` does not begin.
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// `run` needs the secrets of the networks that this program was built with; of the others an absence is worth a word.
fn secrets(configuration: &Configuration, environment: Environment<'_>, built: Built) -> Secrets {
    let of_matrix = configuration.matrix.iter().flat_map(|matrix| [matrix.credential.source(), &matrix.passphrase]);
    let of_discord = configuration.discord.iter().map(|discord| &discord.token);
    let all = of_matrix.map(|source| (source, built.matrix)).chain(of_discord.map(|source| (source, built.discord)));
    let all: Vec<(&SecretSource, bool)> = all.collect();
    let mut told = Secrets { errors: Vec::new(), warnings: Vec::new() };
    for (source, needed) in all {
        let missing = source.load(environment).err().map(|error| error.to_string());
        let place = if needed { &mut told.errors } else { &mut told.warnings };
        place.extend(missing);
        told.warnings.extend(source.file().and_then(readable_by_others));
    }
    told
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_run_would_miss_is_an_error_and_any_other_a_warning() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("liaison.toml");
        let example = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/liaison.example.toml");
        std::fs::copy(example, &file).unwrap();
        let told = |built: Built, environment: Environment<'_>| {
            let configuration = crate::config::read(&file, built).unwrap();
            let mut out = Vec::new();
            let usable =
                super::configuration(&configuration, environment, built, NaiveDate::MIN, true, &mut out).unwrap();
            (usable, String::from_utf8(out).unwrap())
        };
        let with_matrix = Built { matrix: true, discord: false };
        let (usable, lines) = told(with_matrix, &|_| None);
        assert!(!usable && lines.contains("\nerror: the file of password, "), "{lines}");
        assert!(lines.ends_with("cannot be used as it stands: `run` will refuse to start; no service was asked\n"));
        let (usable, lines) = told(Built { matrix: false, discord: false }, &|_| None);
        assert!(usable && lines.contains("\nwarning: the file of password, "), "{lines}");
        assert!(told(with_matrix, &|_| Some("hunter2".into())).0);
    }
}
