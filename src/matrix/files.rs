//! Files of the state folder: written whole or not at all, and read by their owner alone.

use std::fs::{Permissions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::MatrixError;

/// The rights of everyone but the owner.
const OF_OTHERS: u32 = 0o077;

/// Makes the folder, for its owner alone; one that is there already is closed to others, and with it what it holds.
pub(crate) async fn make_folder(folder: &Path) -> Result<(), MatrixError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await;
    made.map_err(|source| fault(folder, source))?;
    let mode = fs::metadata(folder).await.map_err(|source| fault(folder, source))?.permissions().mode();
    if mode & OF_OTHERS == 0 {
        return Ok(());
    }
    // A folder that somebody else lent can be used all the same: whoever lent it has said who may read it.
    if let Err(error) = fs::set_permissions(folder, Permissions::from_mode(0o700)).await {
        let folder = folder.display();
        tracing::warn!("others on this machine can read {folder}, and its rights cannot be changed: {error}");
    }
    Ok(())
}

/// Holds the folder for one process, as long as what is given back lives.
pub(crate) fn hold(folder: &Path) -> Result<std::fs::File, MatrixError> {
    let path = folder.join("lock");
    let file = std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
    let file = file.map_err(|source| fault(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(MatrixError::InUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(fault(&path, source)),
    }
}

/// The file's content; nothing where there is no such file.
pub(crate) async fn read(path: &Path) -> Result<Option<String>, MatrixError> {
    match fs::read_to_string(path).await {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(fault(path, source)),
    }
}

/// Writes the file with mode 0600, so that a crash leaves the old content or the new one.
pub(crate) async fn write(path: &Path, content: &str) -> Result<(), MatrixError> {
    let new = PathBuf::from(format!("{}.new", path.display()));
    let written = async {
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new).await?;
        file.write_all(content.as_bytes()).await?;
        file.sync_all().await?;
        fs::rename(&new, path).await
    };
    written.await.map_err(|source| fault(path, source))
}

/// Removes a folder with all that it holds, if there is one.
pub(crate) async fn remove_folder(folder: &Path) -> Result<(), MatrixError> {
    match fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault(folder, error)),
        _ => Ok(()),
    }
}

fn fault(path: &Path, source: std::io::Error) -> MatrixError {
    MatrixError::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_folder_is_its_owners_alone_even_where_it_was_there_before() {
        let around = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = around.path().join("new/matrix-state");
        make_folder(&folder).await.unwrap();
        assert_eq!(mode(&folder), 0o700);
        for open in [0o755, 0o750, 0o777] {
            std::fs::set_permissions(&folder, Permissions::from_mode(open)).unwrap();
            make_folder(&folder).await.unwrap();
            assert_eq!(mode(&folder), 0o700, "{open:o}");
        }
        write(&folder.join("session.json"), "{}").await.unwrap();
        assert_eq!(mode(&folder.join("session.json")), 0o600);
    }
}
