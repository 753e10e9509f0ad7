//! Events that wake somebody by a local command: each waits until the command has done its work for it.

use chrono::{DateTime, Utc};
use liaison_domain::CaseRef;
use sqlx::{Row, query};

use crate::events::reference;
use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError, Work};

statements! {
    PAGE = "INSERT INTO pages (seq) VALUES ($1) ON CONFLICT (seq) DO NOTHING";
    NEXT_PAGE = "SELECT p.seq, p.begun, e.case_ref FROM pages p JOIN events e ON e.seq = p.seq
        WHERE e.case_ref IS NOT NULL ORDER BY p.begun, p.seq LIMIT 1";
    BEGIN_PAGE = "UPDATE pages SET begun_at = $2, begun = begun + 1 WHERE seq = $1";
    END_PAGE = "DELETE FROM pages WHERE seq = $1";
}

/// An event for which the command is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The event.
    pub seq: i64,
    /// Its case.
    pub case: CaseRef,
    /// How often the command was begun for it before: then it failed, or the program stopped while it ran.
    pub begun: u32,
}

impl Store {
    /// The oldest event for which the command was never begun; else the oldest for which it was, and has not done its work.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn next_page(&self) -> Result<Option<Page>, StoreError> {
        let row = query(NEXT_PAGE).fetch_optional(&mut *self.reader().await?).await?;
        row.map(|row| {
            Ok(Page {
                seq: row.try_get("seq")?,
                case: reference(row.try_get("case_ref")?)?,
                begun: row.try_get("begun")?,
            })
        })
        .transpose()
    }
}

impl Work {
    /// The command is to run for that event.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn page(&mut self, seq: i64) -> Result<(), StoreError> {
        query(PAGE).bind(seq).execute(self.connection()).await?;
        Ok(())
    }

    /// The command is begun for it, once more: committed before it runs, so that a crash cannot make it run without end.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn begin_page(&mut self, seq: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
        query(BEGIN_PAGE).bind(seq).bind(millis(now)).execute(self.connection()).await?;
        Ok(())
    }

    /// Nothing is to run for it any more.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn end_page(&mut self, seq: i64) -> Result<(), StoreError> {
        query(END_PAGE).bind(seq).execute(self.connection()).await?;
        Ok(())
    }
}
