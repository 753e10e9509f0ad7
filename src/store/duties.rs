//! Who is on duty.

use chrono::{DateTime, Utc};
use liaison_domain::{Duty, MemberId, OrganisationId};
use sqlx::{query, query_as};

use crate::statements::statements;
use crate::times::{millis, moment};
use crate::{Store, StoreError, Work};

statements! {
    ALL = "SELECT organisation, member, until FROM duties ORDER BY organisation, member";
    BEGIN = "INSERT INTO duties (organisation, member, since, until) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organisation, member) DO UPDATE SET since = excluded.since, until = excluded.until";
    END = "DELETE FROM duties WHERE organisation = $1 AND member = $2";
}

impl Store {
    /// Every duty that was begun and not ended, those whose time is over among them.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn duties(&self) -> Result<Vec<Duty>, StoreError> {
        let rows: Vec<(String, String, i64)> = query_as(ALL).fetch_all(&mut *self.reader().await?).await?;
        let duty = |(organisation, member, until): (String, String, i64)| {
            Ok(Duty { organisation: OrganisationId(organisation), member: MemberId(member), until: moment(until)? })
        };
        rows.into_iter().map(duty).collect()
    }
}

impl Work {
    /// Somebody is on duty from now on; what they had said before of the same is replaced.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn begin_duty(&mut self, duty: &Duty, now: DateTime<Utc>) -> Result<(), StoreError> {
        let Duty { organisation, member, until } = duty;
        let row = query(BEGIN).bind(&organisation.0).bind(&member.0).bind(millis(now)).bind(millis(*until));
        row.execute(self.connection()).await?;
        Ok(())
    }

    /// Somebody's duty is over; whether they had one.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn end_duty(&mut self, organisation: &OrganisationId, member: &MemberId) -> Result<bool, StoreError> {
        let row = query(END).bind(&organisation.0).bind(&member.0);
        Ok(row.execute(self.connection()).await?.rows_affected() > 0)
    }
}
