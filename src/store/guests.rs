//! Whom supervisors let in for a while.

use chrono::{DateTime, Utc};
use liaison_domain::{Former, Guest, MemberId, OrganisationId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, query, query_as};

use crate::export::{Admitted, ExportedFormer, ExportedGuest};
use crate::statements::statements;
use crate::times::{iso, millis, moment};
use crate::{Store, StoreError, Work};

statements! {
    LET_IN = "SELECT * FROM guests WHERE confirmed_by IS NOT NULL AND until > $1 ORDER BY organisation, identity";
    OVER = "SELECT * FROM guests WHERE until <= $1 ORDER BY organisation, identity";
    OF = "SELECT * FROM guests WHERE identity = $1 ORDER BY organisation";
    PUT = "INSERT INTO guests (organisation, identity, alias, until, proposed_by, confirmed_by)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (organisation, identity) DO UPDATE SET alias = excluded.alias, until = excluded.until,
            proposed_by = excluded.proposed_by, confirmed_by = excluded.confirmed_by";
    FORMER = "SELECT organisation, identity, alias, 0 AS still FROM former_guests
        UNION ALL SELECT organisation, identity, alias, 1 FROM guests WHERE confirmed_by IS NOT NULL AND until <= $1
        ORDER BY still, organisation, identity";
    LEAVE = "INSERT INTO former_guests (organisation, identity, alias, ended_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organisation, identity) DO UPDATE SET alias = coalesce(excluded.alias, alias),
            ended_at = excluded.ended_at";
    EVERYONE = "SELECT * FROM guests ORDER BY organisation, identity";
    EVERYONE_FORMER = "SELECT * FROM former_guests ORDER BY organisation, identity";
    REMOVE = "DELETE FROM guests WHERE organisation = $1 AND identity = $2";
}

impl Store {
    /// Those who are let in at that moment.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn guests(&self, now: DateTime<Utc>) -> Result<Vec<Guest>, StoreError> {
        let rows = query(LET_IN).bind(millis(now)).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(guest).collect()
    }

    /// Those whose time is over and who are still written down, proposals among them.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn guests_over(&self, now: DateTime<Utc>) -> Result<Vec<Guest>, StoreError> {
        let rows = query(OVER).bind(millis(now)).fetch_all(&mut *self.reader().await?).await?;
        rows.iter().map(guest).collect()
    }

    /// Whoever was let in and is out again, or whose time is over at that moment; of the same person, the latest last.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn former_guests(&self, now: DateTime<Utc>) -> Result<Vec<Former>, StoreError> {
        let rows: Vec<(String, String, Option<String>, i64)> =
            query_as(FORMER).bind(millis(now)).fetch_all(&mut *self.reader().await?).await?;
        let former = |(organisation, identity, alias, _)| Former {
            organisation: OrganisationId(organisation),
            member: MemberId(identity),
            alias,
        };
        Ok(rows.into_iter().map(former).collect())
    }
}

impl Work {
    /// Everyone of that identity who is let in or proposed, whatever their time.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn guests_called(&mut self, identity: &str) -> Result<Vec<Guest>, StoreError> {
        query(OF).bind(identity).fetch_all(self.connection()).await?.iter().map(guest).collect()
    }

    /// Writes a proposal, or what became of it.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn put_guest(&mut self, guest: &Guest) -> Result<(), StoreError> {
        let row = query(PUT)
            .bind(&guest.organisation.0)
            .bind(&guest.identity)
            .bind(&guest.alias)
            .bind(millis(guest.until))
            .bind(&guest.proposed_by.0)
            .bind(guest.confirmed_by.as_ref().map(|by| by.0.as_str()));
        row.execute(self.connection()).await?;
        Ok(())
    }

    /// Somebody is let in no more, or was never. Whoever was is kept as somebody who has left, with their alias. Whether
    /// there was such a row.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn end_stay(&mut self, guest: &Guest, ended_at: DateTime<Utc>) -> Result<bool, StoreError> {
        let row = query(REMOVE).bind(&guest.organisation.0).bind(&guest.identity);
        let was_there = row.execute(self.connection()).await?.rows_affected() > 0;
        if was_there && guest.confirmed_by.is_some() {
            let left = query(LEAVE).bind(&guest.organisation.0).bind(&guest.identity).bind(&guest.alias);
            left.bind(millis(ended_at)).execute(self.connection()).await?;
        }
        Ok(was_there)
    }
}

/// Everyone who is or was let in, as an export holds them.
pub(crate) async fn everyone(connection: &mut SqliteConnection) -> Result<Admitted, StoreError> {
    let guests = query(EVERYONE).fetch_all(&mut *connection).await?;
    let former = query(EVERYONE_FORMER).fetch_all(&mut *connection).await?;
    let exported = |row: &SqliteRow| {
        let guest = guest(row)?;
        Ok::<_, StoreError>(ExportedGuest {
            organisation: guest.organisation.0,
            identity: guest.identity,
            alias: guest.alias,
            until: iso(guest.until),
            proposed_by: guest.proposed_by.0,
            confirmed_by: guest.confirmed_by.map(|by| by.0),
        })
    };
    let left = |row: &SqliteRow| {
        Ok::<_, StoreError>(ExportedFormer {
            organisation: row.try_get("organisation")?,
            identity: row.try_get("identity")?,
            alias: row.try_get("alias")?,
            ended_at: iso(moment(row.try_get("ended_at")?)?),
        })
    };
    Ok(Admitted {
        guests: guests.iter().map(exported).collect::<Result<_, _>>()?,
        former_guests: former.iter().map(left).collect::<Result<_, _>>()?,
    })
}

/// Writes down everyone of an export.
pub(crate) async fn admit(connection: &mut SqliteConnection, people: &Admitted) -> Result<(), StoreError> {
    for guest in &people.guests {
        let row = query(PUT).bind(&guest.organisation).bind(&guest.identity).bind(&guest.alias);
        let row = row.bind(read(&guest.until)?).bind(&guest.proposed_by).bind(&guest.confirmed_by);
        row.execute(&mut *connection).await?;
    }
    for former in &people.former_guests {
        let row = query(LEAVE).bind(&former.organisation).bind(&former.identity).bind(&former.alias);
        row.bind(read(&former.ended_at)?).execute(&mut *connection).await?;
    }
    Ok(())
}

/// The column of a moment as an export writes it.
fn read(at: &str) -> Result<i64, StoreError> {
    let at = DateTime::parse_from_rfc3339(at).map_err(|_| StoreError::decode("who was let in", "no moment"))?;
    Ok(millis(at.with_timezone(&Utc)))
}

fn guest(row: &SqliteRow) -> Result<Guest, StoreError> {
    let confirmed_by: Option<String> = row.try_get("confirmed_by")?;
    Ok(Guest {
        organisation: OrganisationId(row.try_get("organisation")?),
        identity: row.try_get("identity")?,
        alias: row.try_get("alias")?,
        until: moment(row.try_get("until")?)?,
        proposed_by: MemberId(row.try_get("proposed_by")?),
        confirmed_by: confirmed_by.map(MemberId),
    })
}
