//! Opening a database: its file, its lock, its connections.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Sqlite, SqlitePool};

use crate::{StoreError, counting, lookup, schema, statements};

/// How long a connection waits for another process's write.
const BUSY: Duration = Duration::from_secs(10);
/// Reads beside the one writer.
const READERS_AT_MOST: u32 = 4;
/// What is created is its owner's alone.
const OWNER_ALONE: u32 = 0o600;

/// Whether the opener is the one instance that works on the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// The bot itself: creates and migrates the database and holds `<database>.lock` as long as it lives.
    Instance,
    /// A command that looks in, or adds an event, while the bot may be running: the database must be there and of this
    /// program's schema.
    Beside,
}

/// The right to replace a database: nobody else works on it as long as this lives.
#[derive(Debug)]
pub struct Held {
    path: PathBuf,
    _lock: File,
}

impl Held {
    /// Takes the lock of a database that need not exist.
    ///
    /// # Errors
    /// [`StoreError::SecondInstance`] where somebody works on it, [`StoreError::Url`], or what the file system says.
    pub fn take(url: &str) -> Result<Self, StoreError> {
        let path = path_of(url)?;
        Ok(Self { _lock: hold(&path)?, path })
    }

    /// The database's own file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The memory, open.
#[derive(Debug)]
pub struct Store {
    readers: SqlitePool,
    /// One connection: writers wait for each other here and not in SQLite.
    pub(crate) writer: SqlitePool,
    /// Where the file lies.
    pub(crate) path: PathBuf,
    /// Held as long as the store lives; closing the file releases it.
    _lock: Option<File>,
}

impl Store {
    /// Opens the database of an address such as `sqlite://liaison.db`, whose path is absolute or relative to the
    /// working directory. `now` names the copy that is taken before a migration.
    ///
    /// # Errors
    /// [`StoreError::SecondInstance`], [`StoreError::NewerSchema`], [`StoreError::OlderSchema`] (beside a bot alone),
    /// [`StoreError::Foreign`], [`StoreError::Missing`], [`StoreError::Url`], [`StoreError::Inconsistent`] where the
    /// schema does not fit its number, or what SQLite and the file system say. Nothing has changed then.
    pub async fn open(url: &str, lock: Lock, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let path = path_of(url)?;
        let held = match lock {
            Lock::Instance => {
                let held = hold(&path)?;
                own_file(&path, false)?;
                Some(held)
            }
            Lock::Beside if path.exists() => None,
            Lock::Beside => return Err(StoreError::Missing { path }),
        };
        let writer = writer(&path).await.map_err(|error| foreign(&path, error))?;
        let mut connection = writer.acquire().await?;
        match lock {
            Lock::Instance => {
                schema::migrate(&mut connection, schema::MIGRATIONS, &path, now).await?;
                counting::fill(&mut connection).await?;
            }
            Lock::Beside => schema::check(&mut connection, &path).await?,
        }
        statements::prepare_all(&mut connection).await?;
        if lock == Lock::Instance {
            lookup::enter_missing(&mut connection).await?;
        }
        drop(connection);
        Ok(Self { readers: readers(&path), writer, path, _lock: held })
    }

    /// Opens a copy that nobody works on, to be read alone: no byte of it changes, and nothing is put beside it.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NewerSchema`], [`StoreError::OlderSchema`], [`StoreError::Foreign`], or what
    /// SQLite says.
    pub async fn open_copy(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let readers = lasting().max_connections(READERS_AT_MOST).connect_lazy_with(untouched(path));
        schema::check(&mut *readers.acquire().await?, path).await?;
        Ok(Self { writer: readers.clone(), readers, path: path.to_owned(), _lock: None })
    }

    /// A connection that can only read.
    pub(crate) async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// Closes every connection, once what runs on them has ended.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

pub(crate) fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let path = url.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.contains('?'));
    path.map(PathBuf::from).ok_or_else(|| StoreError::Url { url: url.to_owned() })
}

/// Takes the lock file beside the database, or says who has it: nobody waits for it.
fn hold(database: &Path) -> Result<File, StoreError> {
    let path = with_ending(database, ".lock");
    let file = own_file(&path, false)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::SecondInstance { path }),
        Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
    }
}

/// A file for its owner alone, created where it is not there yet; SQLite gives its own files beside it the same mode.
pub(crate) fn own_file(path: &Path, new: bool) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).create_new(new).truncate(false).mode(OWNER_ALONE);
    options.open(path).map_err(|source| StoreError::Io { path: path.to_owned(), source })
}

async fn writer(path: &Path) -> Result<SqlitePool, sqlx::Error> {
    let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    lasting().max_connections(1).connect_with(options).await
}

fn readers(path: &Path) -> SqlitePool {
    lasting().max_connections(READERS_AT_MOST).connect_lazy_with(options(path).pragma("query_only", "1"))
}

/// A file that is read as it stands. What waits in a log beside it is a part of it; without one, nothing is put beside it.
pub(crate) fn untouched(path: &Path) -> SqliteConnectOptions {
    options(path).read_only(true).immutable(!with_ending(path, "-wal").exists())
}

/// The name of a file that belongs beside another.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).foreign_keys(true).busy_timeout(BUSY).disable_statement_logging()
}

/// A local file's connection does not wear out, and need not be tried before it is used.
fn lasting() -> SqlitePoolOptions {
    SqlitePoolOptions::new().test_before_acquire(false).max_lifetime(None).idle_timeout(None)
}

/// SQLite's word for a file that is no database of its own (`SQLITE_NOTADB`).
pub(crate) fn foreign(path: &Path, error: sqlx::Error) -> StoreError {
    const NOT_A_DATABASE: &str = "26";
    let code = error.as_database_error().and_then(|error| error.code().map(|code| code.into_owned()));
    match code.as_deref() {
        Some(NOT_A_DATABASE) => StoreError::Foreign { path: path.to_owned() },
        _ => StoreError::Sql(error),
    }
}
