//! What becomes of a row once it is tried: prepared and committed before the first attempt, tried again under the same
//! name, and gone when its post is there.

use chrono::{DateTime, Utc};
use liaison_domain::CaseRef;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Row, Sqlite, query};

use crate::posts::{self, PostKind};
use crate::statements::statements;
use crate::times::{millis, millis_up};
use crate::{StoreError, Work};

macro_rules! unpark {
    () => {
        "UPDATE outbox SET state = 'waiting', next_at = NULL, last_attempt_at = NULL, why = NULL "
    };
}

statements! {
    PREPARE = "UPDATE outbox SET key = $2, prepared = $3, attempts = 1, first_attempt_at = $4, last_attempt_at = $4
        WHERE id = $1 AND state = 'waiting' AND attempts = 0";
    UNPREPARE = "UPDATE outbox SET key = NULL, prepared = NULL, attempts = 0, first_attempt_at = NULL
        WHERE id = $1 AND state = 'waiting' AND attempts > 0";
    UNMERGE = "UPDATE outbox SET state = 'waiting', merged_into = NULL WHERE merged_into = $1";
    MERGE = "UPDATE outbox SET state = 'merged', merged_into = $2
        WHERE id = $1 AND id <> $2 AND state = 'waiting' AND attempts = 0";
    ATTEMPT = "UPDATE outbox SET attempts = attempts + 1, last_attempt_at = $2
        WHERE id = $1 AND state = 'waiting' AND attempts > 0";
    POSTPONE = "UPDATE outbox SET next_at = $2, why = $3 WHERE id = $1 AND state = 'waiting'";
    PARK = "UPDATE outbox SET state = 'parked', why = $2 WHERE id = $1 AND state = 'waiting'";
    UNPARK = concat!(unpark!(), "WHERE state = 'parked'");
    UNPARK_ROOM = concat!(unpark!(), "WHERE state = 'parked' AND network = $1 AND room = $2");
    RELEASE = "UPDATE outbox SET next_at = NULL WHERE network = $1 AND state = 'waiting' AND next_at IS NOT NULL";
    RELEASE_ROOM = "UPDATE outbox SET next_at = NULL
        WHERE network = $1 AND room = $2 AND state = 'waiting' AND next_at IS NOT NULL";
    FORGET_MERGED = "DELETE FROM outbox WHERE merged_into = $1";
    FORGET = "DELETE FROM outbox WHERE id = $1 AND state = 'waiting'
        RETURNING network, CASE addressee WHEN 'person' THEN person ELSE room END AS room";
}

type Statement = sqlx::query::Query<'static, Sqlite, SqliteArguments>;

impl Work {
    /// Fixes what is sent for a row, with the rows that go with it, under which name, before the first attempt; that
    /// attempt counts. `prepared` is kept as it is for every later one.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where one of the rows does not wait or was tried before, or what SQLite says.
    pub async fn prepare(
        &mut self,
        id: i64,
        merged: &[i64],
        key: &str,
        prepared: &str,
        attempt_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let statement = query(PREPARE).bind(id).bind(key.to_owned()).bind(prepared.to_owned());
        self.change(id, statement.bind(millis(attempt_at))).await?;
        for part in merged {
            self.change(*part, query(MERGE).bind(*part).bind(id)).await?;
        }
        Ok(())
    }

    /// What was prepared never arrived, for certain: the row is put into words anew at its next attempt, and those that
    /// went with it wait again by themselves.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the row does not wait or was not prepared, or what SQLite says.
    pub async fn unprepare(&mut self, id: i64) -> Result<(), StoreError> {
        query(UNMERGE).bind(id).execute(self.connection()).await?;
        self.change(id, query(UNPREPARE).bind(id)).await
    }

    /// Counts a further attempt of a prepared row.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the row does not wait or was never prepared, or what SQLite says.
    pub async fn attempted(&mut self, id: i64, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.change(id, query(ATTEMPT).bind(id).bind(millis(at))).await
    }

    /// The post is there: the row goes, those that went with it too, and what stands in the room is remembered for each
    /// of `about`. An edit bears the receipt of the post that it edits.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the row does not wait, or what SQLite says.
    pub async fn delivered(
        &mut self,
        id: i64,
        about: &[(CaseRef, PostKind)],
        receipt: &str,
        first_line: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        query(FORGET_MERGED).bind(id).execute(self.connection()).await?;
        let row = query(FORGET).bind(id).fetch_optional(self.connection()).await?.ok_or_else(|| out_of_turn(id))?;
        let (network, room): (String, String) = (row.try_get("network")?, row.try_get("room")?);
        for (case, kind) in about {
            posts::put(self.connection(), &network, &room, case, *kind, receipt, first_line, at).await?;
        }
        Ok(())
    }

    /// It did not arrive and is not tried before `next_at`; `why` is for the log.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the row does not wait, or what SQLite says.
    pub async fn postpone(&mut self, id: i64, next_at: DateTime<Utc>, why: &str) -> Result<(), StoreError> {
        self.change(id, query(POSTPONE).bind(id).bind(millis_up(next_at)).bind(why.to_owned())).await
    }

    /// It can never arrive as things are. It stays to be looked at, with those that went with it, and holds nothing back.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the row does not wait, or what SQLite says.
    pub async fn park(&mut self, id: i64, why: &str) -> Result<(), StoreError> {
        self.change(id, query(PARK).bind(id).bind(why.to_owned())).await
    }

    /// Lets everything that is parked wait again: what surely never arrived is worded anew, what may have arrived, in whole or
    /// in part, is looked for first ([`OutboxRow::is_let_out`](crate::OutboxRow::is_let_out)). How many rows.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn unpark(&mut self) -> Result<u64, StoreError> {
        Ok(query(UNPARK).execute(self.connection()).await?.rows_affected())
    }

    /// The same for one room alone, which takes posts again; and what was put off there is tried at once.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn open_room(&mut self, network: &str, room: &str) -> Result<(), StoreError> {
        query(UNPARK_ROOM).bind(network).bind(room).execute(self.connection()).await?;
        query(RELEASE_ROOM).bind(network).bind(room).execute(self.connection()).await?;
        Ok(())
    }

    /// A network is back: what was put off there is tried at once.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn put_forward(&mut self, network: &str) -> Result<(), StoreError> {
        query(RELEASE).bind(network).execute(self.connection()).await?;
        Ok(())
    }

    async fn change(&mut self, id: i64, statement: Statement) -> Result<(), StoreError> {
        let changed = statement.execute(self.connection()).await?.rows_affected();
        if changed > 0 { Ok(()) } else { Err(out_of_turn(id)) }
    }
}

fn out_of_turn(id: i64) -> StoreError {
    StoreError::Inconsistent { what: format!("outbox row {id} is not where its delivery had it") }
}
