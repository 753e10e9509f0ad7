//! Small memories by name, the numbers of cases, and what the store knows of itself.

use sqlx::{SqliteConnection, query, query_scalar};

use crate::statements::statements;
use crate::{Head, Store, StoreError, Work};

const HEAD: &str = "head";

statements! {
    MARK = "SELECT value FROM marks WHERE key = $1";
    SET_MARK = "INSERT INTO marks (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    NEXT_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM cases WHERE prefix = $1";
    META = "SELECT value FROM meta WHERE key = $1";
    SET_META = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

impl Store {
    /// What was last set under that name.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn mark(&self, key: &str) -> Result<Option<String>, StoreError> {
        mark(&mut *self.reader().await?, key).await
    }
}

impl Work {
    /// What was last set under that name, by this transaction too.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn mark(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        mark(self.connection(), key).await
    }

    /// Remembers a value under a name.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn set_mark(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        query(SET_MARK).bind(key).bind(value).execute(self.connection()).await?;
        Ok(())
    }

    /// The next number of a prefix, from 1 on, as this transaction sees it. It is taken by saving a case under it: no gaps.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn next_number(&mut self, prefix: &str) -> Result<u32, StoreError> {
        Ok(query_scalar(NEXT_NUMBER).bind(prefix).fetch_one(self.connection()).await?)
    }
}

async fn mark(connection: &mut SqliteConnection, key: &str) -> Result<Option<String>, StoreError> {
    Ok(query_scalar(MARK).bind(key).fetch_optional(connection).await?)
}

/// The head that was kept with the last event.
pub(crate) async fn kept_head(connection: &mut SqliteConnection) -> Result<Option<Head>, StoreError> {
    let line: Option<String> = query_scalar(META).bind(HEAD).fetch_optional(connection).await?;
    let head = line.map(|line| line.parse()).transpose();
    head.map_err(|_| StoreError::decode("the kept head", "it is no head"))
}

pub(crate) async fn keep_head(connection: &mut SqliteConnection, head: &Head) -> Result<(), StoreError> {
    query(SET_META).bind(HEAD).bind(head.to_string()).execute(connection).await?;
    Ok(())
}
