//! `liaison restore`: a copy takes the database's place, once it was found sound from its first event on, and while nobody
//! works on the database. What stood there is moved aside and never deleted.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_store::{Held, StoreError, renewed_copy};

use super::counted;
use super::placing::{beside, place, with_ending};
use super::sound::{Unsound, sound};
use crate::WrongUse;
use crate::cli::Restore;
use crate::config::Configuration;

/// What SQLite keeps of a database: its file, and beside that what is not in it yet.
const FILES: [&str; 3] = ["", "-wal", "-shm"];

/// Puts a copy in the place of the configured database, and prints its head.
///
/// # Errors
/// A bot that works on the database, a database that is there already, a file that is damaged, of another program or of
/// a newer schema, or that does not hold the witnessed head. Nothing has changed then.
pub(crate) async fn restore(
    configuration: &Configuration,
    restore: &Restore,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let witnessed = restore.head.as_deref().map(super::witnessed).transpose()?;
    let held = Held::take(&configuration.store_url).map_err(|error| explained(error, configuration))?;
    let (from, database) = (restore.from.as_path(), held.path());
    if from.canonicalize().is_ok_and(|from| database.canonicalize().is_ok_and(|database| from == database)) {
        let words = format!("--from {}: that is the database itself; name a copy of it", from.display());
        return Err(WrongUse(words).into());
    }
    let was_there = FILES.iter().any(|ending| with_ending(database, ending).exists());
    if was_there && !restore.force {
        anyhow::bail!(
            "there is a database at {} already; with --force it is moved aside (never deleted) and the copy takes its \
             place. Nothing was changed",
            database.display()
        );
    }
    let copy = beside(database)?;
    renewed_copy(from, copy.path()).await.map_err(|error| Unsound::explain(error, from))?;
    let found = sound(copy.path(), from, witnessed.as_ref()).await?;
    if was_there {
        let aside = move_aside(database, now)?;
        eprintln!("liaison: what stood there is now {}", aside.display());
    }
    place(copy, database, false).with_context(|| format!("{} cannot be put in place", database.display()))?;
    super::head_line(found.head, out)?;
    let (database, from) = (database.display(), from.display());
    let (events, cases) = (counted(found.events, "event"), counted(found.cases, "case"));
    eprintln!("liaison: {database} holds what {from} held: {events} and {cases}");
    eprintln!(
        "liaison: what was recorded after that copy is not in it: compare the head with the last one that a room saw"
    );
    Ok(ExitCode::SUCCESS)
}

/// Nothing is replaced under whoever works on it, nor in a folder that is not there.
fn explained(error: StoreError, configuration: &Configuration) -> anyhow::Error {
    match error {
        StoreError::Io { path, source } if source.kind() == std::io::ErrorKind::NotFound => anyhow::anyhow!(
            "{}: there is no such folder; make it, or name another file in [store] url of {}",
            super::placing::folder(&path).display(),
            configuration.file.display()
        ),
        error => error.into(),
    }
}

/// Gives the database's files another name, under which they belong together still.
fn move_aside(database: &Path, now: DateTime<Utc>) -> anyhow::Result<PathBuf> {
    let stamp = now.format("%Y%m%dT%H%M%S%3fZ");
    let aside = with_ending(database, &format!(".before-restore-{stamp}"));
    for ending in FILES {
        let (old, new) = (with_ending(database, ending), with_ending(&aside, ending));
        if new.exists() {
            anyhow::bail!("{} is there already; move it away and try again. Nothing was changed", new.display());
        }
        if old.exists() {
            std::fs::rename(&old, &new).with_context(|| format!("{} cannot be moved aside", old.display()))?;
        }
    }
    Ok(aside)
}
