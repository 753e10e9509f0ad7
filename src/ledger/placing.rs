//! How a whole file comes to stand under its name: written beside it under another, synced, and then renamed, so that
//! there is never half of one. What is written is its owner's alone.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

/// Begins a file that is to stand at `place` one day.
///
/// # Errors
/// A folder that is not there or cannot be written to.
pub(crate) fn beside(place: &Path) -> anyhow::Result<NamedTempFile> {
    let name = place.file_name().context("a file is needed, and a folder was named")?.to_string_lossy();
    let begun = Builder::new().prefix(&format!(".{name}.")).suffix(".partial").tempfile_in(folder(place));
    begun.with_context(|| format!("nothing can be written beside {}", place.display()))
}

/// Puts a finished file in its place; in that of another only where that is `replaced`.
///
/// # Errors
/// What the file system says, such as that a file is there already ([`io::ErrorKind::AlreadyExists`]).
pub(crate) fn place(file: NamedTempFile, at: &Path, replaced: bool) -> io::Result<()> {
    // SQLite wrote to it through handles of its own: all of it must lie on the disk before the name does.
    file.as_file().sync_all()?;
    if replaced { file.persist(at) } else { file.persist_noclobber(at) }.map_err(|error| error.error)?;
    File::open(folder(at))?.sync_all()
}

/// The folder that a file lies in.
pub(crate) fn folder(place: &Path) -> PathBuf {
    match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The name of a file that belongs beside another.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
