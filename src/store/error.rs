//! What can go wrong in the memory. None of it quotes what people wrote: these sentences go to the log.

use std::path::PathBuf;

use liaison_domain::CaseRef;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another instance works on the same database.
    #[error("{path} is held by another liaison that runs on this database; stop that one first", path = path.display())]
    SecondInstance {
        /// The lock file.
        path: PathBuf,
    },
    /// The database was written by a newer program.
    #[error("the database has schema {found}, this program knows {known}; run the newer liaison, nothing was changed")]
    NewerSchema {
        /// The schema's number in the database.
        found: i64,
        /// The highest that this program knows.
        known: i64,
    },
    /// The database waits for a migration, which only a running bot makes.
    #[error("the database has schema {found}, this program needs {known}; start `liaison run` once, it migrates")]
    OlderSchema {
        /// The schema's number in the database.
        found: i64,
        /// The one that this program needs.
        known: i64,
    },
    /// The file is some other program's database.
    #[error("{path} is a database of another program; name another file in [store] url", path = path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// There is no database yet.
    #[error("there is no database at {path}; `liaison run` creates it", path = path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The address of the database is of no form that the store reads.
    #[error("{url:?} names no database; write it as sqlite://path/to/liaison.db")]
    Url {
        /// As it was given.
        url: String,
    },
    /// What was read contradicts itself: a hand or a fault has been at the database.
    #[error("the database contradicts itself: {what}; run `liaison audit verify`")]
    Inconsistent {
        /// What contradicts what.
        what: String,
    },
    /// A case was saved on top of a version that is no longer there.
    #[error("{case} has moved on since it was read")]
    Stale {
        /// Which.
        case: CaseRef,
    },
    /// The content of an event was erased.
    #[error("the content of event {seq} was erased")]
    Erased {
        /// Which.
        seq: i64,
    },
    /// A row cannot be put into or taken out of its form on disk.
    #[error("{what} cannot be read: {why}")]
    Decode {
        /// Which row.
        what: String,
        /// Why.
        why: String,
    },
    /// SQLite refused.
    #[error("the database refused: {0}")]
    Sql(#[from] sqlx::Error),
    /// The file system refused.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    /// Whether SQLite found the file itself damaged: cut, or overwritten.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        /// SQLite's `SQLITE_CORRUPT`, which stands in the last byte of its further codes.
        const CORRUPT: u32 = 11;
        let Self::Sql(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code()).and_then(|code| code.parse::<u32>().ok());
        code.is_some_and(|code| code & 0xff == CORRUPT)
    }

    pub(crate) fn decode(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Decode { what: what.into(), why: why.into() }
    }

    /// A fault of JSON, without the value that it stumbled over: that may be somebody's words.
    pub(crate) fn json(what: impl Into<String>, error: &serde_json::Error) -> Self {
        Self::decode(what, format!("{:?} at column {}", error.classify(), error.column()))
    }
}
