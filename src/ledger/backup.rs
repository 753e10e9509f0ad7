//! `liaison backup`: a copy of the database while the bot runs, which is worth something only because it was read again.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_store::{Lock, Store};

use super::counted;
use super::placing::{beside, folder, place, with_ending};
use super::sound::{Unsound, sound};
use crate::WrongUse;
use crate::cli::Backup;
use crate::config::Configuration;

/// A copy that is not sound never gets its name.
const NONE_WRITTEN: &str = "no copy was written";

/// Copies the database into a file, verifies the copy, and prints its head.
///
/// # Errors
/// A file that is there already or belongs to the database itself, a store that cannot be read, a disk that is full.
pub(crate) async fn backup(
    configuration: &Configuration,
    backup: &Backup,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let to = &backup.to;
    let shown = to.display();
    refuse_the_databases_own(to, configuration)?;
    if to.is_dir() {
        return Err(WrongUse(format!("--to {shown}: that is a folder; name a file in it")).into());
    }
    let taken =
        || format!("{shown} is there already; name another file, or replace it with --force. Nothing was changed");
    if to.symlink_metadata().is_ok() && !backup.force {
        anyhow::bail!(taken());
    }
    let store = Store::open(&configuration.store_url, Lock::Beside, now).await?;
    let copy = beside(to)?;
    let copied = store.copy_into(copy.path()).await.map_err(|error| Unsound::explain(error, Path::new("the database")));
    copied.context(NONE_WRITTEN)?;
    store.close().await;
    let found = sound(copy.path(), Path::new("the database"), None).await.context(NONE_WRITTEN)?;
    match place(copy, to, backup.force) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => anyhow::bail!(taken()),
        placed => placed.with_context(|| format!("{shown} cannot be written"))?,
    }
    super::head_line(found.head, out)?;
    let (events, cases) = (counted(found.events, "event"), counted(found.cases, "case"));
    eprintln!("liaison: {shown} holds {events} and {cases}; each was read again after it was written");
    eprint!("{}", about_keys(configuration));
    Ok(ExitCode::SUCCESS)
}

/// A copy that took the database's own place, or that of a file that SQLite keeps beside it, would end it.
fn refuse_the_databases_own(to: &Path, configuration: &Configuration) -> Result<(), WrongUse> {
    let named = Path::new(configuration.store_url.trim_start_matches("sqlite://"));
    let beside =
        |database: PathBuf| ["", "-wal", "-shm", "-journal", ".lock"].map(|ending| with_ending(&database, ending));
    let own = named.canonicalize().into_iter().chain([whole(named)]).flat_map(beside);
    let to_whole = [Some(whole(to)), to.canonicalize().ok()];
    match own.map(Some).any(|own| to_whole.contains(&own)) {
        true => Err(WrongUse(format!("--to {}: that is the database's own file; name another", to.display()))),
        false => Ok(()),
    }
}

/// The path of a file that need not be there, in a folder by its one name.
fn whole(path: &Path) -> PathBuf {
    let folder = folder(path);
    folder.canonicalize().unwrap_or(folder).join(path.file_name().unwrap_or_default())
}

/// Where the keys of the bot's device lie, which no copy holds.
fn about_keys(configuration: &Configuration) -> String {
    let Some(matrix) = &configuration.matrix else { return String::new() };
    format!(
        "liaison: the keys of the bot's Matrix device are not in it: they lie in {}. Never put an older copy of that folder \
         beside a device that has spoken since: sign in anew instead (README, \"Copies\")\n",
        matrix.state_dir.display()
    )
}
