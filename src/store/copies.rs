//! Copies of the whole database: one that is taken while the bot runs, and one that is to take a database's place.
//!
//! Whoever calls names the file, which is there and empty, and puts it where it belongs once it has been found sound.

use std::path::Path;

use sqlx::{ConnectOptions, Connection};

use crate::opening::{options, untouched};
use crate::{Store, StoreError, counting, lookup, schema};

impl Store {
    /// Copies everything, as it stands at one moment, into an empty file; whoever writes meanwhile is not held up.
    ///
    /// # Errors
    /// What SQLite says: a full disk, or damage ([`StoreError::is_damage`]).
    pub async fn copy_into(&self, to: &Path) -> Result<(), StoreError> {
        schema::copy_into(&mut *self.writer.acquire().await?, to).await
    }
}

/// Copies a database that nobody works on into an empty file and brings the copy, alone, to this program's schema.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::NewerSchema`], or what SQLite says: damage
/// ([`StoreError::is_damage`]) is found here, since everything is read.
pub async fn renewed_copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !from.exists() {
        return Err(StoreError::Missing { path: from.to_owned() });
    }
    let mut source = untouched(from).connect().await?;
    schema::check_known(&mut source, from).await?;
    schema::copy_into(&mut source, to).await?;
    source.close().await?;
    let mut copy = options(to).connect().await?;
    schema::bring_up(&mut copy, to).await?;
    counting::fill(&mut copy).await?;
    lookup::enter_missing(&mut copy).await?;
    Ok(copy.close().await?)
}
