//! Files of the state folder: written whole or not at all, and read by their owner alone.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::MatrixError;

/// Makes the folder, for its owner alone.
pub(crate) async fn make_folder(folder: &Path) -> Result<(), MatrixError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).await.map_err(|source| fault(folder, source))
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
