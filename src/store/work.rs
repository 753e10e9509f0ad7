//! One transaction: everything that one occasion writes, all of it or nothing.
//!
//! The calls stand in the files of what they write (`events.rs`, `cases.rs`, `inbox.rs`, …); here are its beginning and
//! its end.

use sqlx::{Sqlite, SqliteConnection, Transaction, query};

use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    SET_POINT = "SAVEPOINT occasion";
    KEEP = "RELEASE SAVEPOINT occasion";
    TAKE_BACK = "ROLLBACK TO SAVEPOINT occasion";
}

/// A transaction. Dropped without [`Work::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Work {
    transaction: Transaction<'static, Sqlite>,
}

impl Store {
    /// Begins a transaction; waits while another one of this process, or another process's, is open.
    ///
    /// # Errors
    /// What SQLite says, such as that another process kept its transaction open for ten seconds.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        // IMMEDIATE, so that the chain's head that is read inside is still the head when the next event is written.
        Ok(Work { transaction: self.writer.begin_with("BEGIN IMMEDIATE").await? })
    }
}

impl Work {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }

    /// Begins a part that can be undone alone. It ends with [`Work::release`] or [`Work::rollback_to`]; parts do not
    /// stand inside one another.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn savepoint(&mut self) -> Result<(), StoreError> {
        query(SET_POINT).execute(self.connection()).await?;
        Ok(())
    }

    /// Ends the part and keeps what it wrote.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn release(&mut self) -> Result<(), StoreError> {
        query(KEEP).execute(self.connection()).await?;
        Ok(())
    }

    /// Ends the part and undoes what it wrote.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn rollback_to(&mut self) -> Result<(), StoreError> {
        query(TAKE_BACK).execute(self.connection()).await?;
        self.release().await
    }

    /// Makes everything lasting.
    ///
    /// # Errors
    /// What SQLite says; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }
}
