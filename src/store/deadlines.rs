//! When time itself must act: one row a case, rewritten whenever the case is.

use chrono::{DateTime, Utc};
use liaison_domain::{Case, CaseRef};
use sqlx::{SqliteConnection, query, query_scalar};

use crate::events::reference;
use crate::statements::statements;
use crate::times::{millis, millis_up, moment_if};
use crate::{Store, StoreError, Work};

statements! {
    SET = "INSERT INTO deadlines (case_ref, at) VALUES ($1, $2) ON CONFLICT (case_ref) DO UPDATE SET at = excluded.at";
    CLEAR = "DELETE FROM deadlines WHERE case_ref = $1";
    NEXT = "SELECT min(at) FROM deadlines";
    DEFER = "UPDATE deadlines SET at = $2 WHERE case_ref = $1";
    DUE = "SELECT case_ref FROM deadlines WHERE at <= $1 ORDER BY at, case_ref LIMIT $2";
}

impl Store {
    /// The nearest deadline, rounded up to a millisecond; it may be past.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn next_deadline(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        moment_if(query_scalar(NEXT).fetch_one(&mut *self.reader().await?).await?)
    }

    /// The cases whose deadline has come, the oldest deadline first, `limit` at most.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn due(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<CaseRef>, StoreError> {
        let due = query_scalar::<_, String>(DUE).bind(millis(now)).bind(limit);
        due.fetch_all(&mut *self.reader().await?).await?.iter().map(|text| reference(text)).collect()
    }
}

impl Work {
    /// Puts the deadline of a case that failed off until `at`: the case itself is not touched, and others are not held up.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn defer_deadline(&mut self, case: &CaseRef, at: DateTime<Utc>) -> Result<(), StoreError> {
        query(DEFER).bind(case.to_string()).bind(millis_up(at)).execute(self.connection()).await?;
        Ok(())
    }
}

pub(crate) async fn write(connection: &mut SqliteConnection, case: &Case) -> Result<(), StoreError> {
    let reference = case.reference.to_string();
    match case.deadline() {
        Some(deadline) => query(SET).bind(reference).bind(millis_up(deadline.at)).execute(connection).await?,
        None => query(CLEAR).bind(reference).execute(connection).await?,
    };
    Ok(())
}
