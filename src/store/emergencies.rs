//! What is counted of emergencies, and who opened a case.

use chrono::{DateTime, Utc};
use liaison_domain::{CaseRef, OrganisationId};
use sqlx::{Row, SqliteConnection, query, query_scalar};

use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError, Work};

statements! {
    OF_AGENCY = "SELECT count(*) FROM cases WHERE kind = 'emergency' AND agency = $1 AND opened_at > $2";
    TURNED_AWAY = "SELECT count(*) FROM events WHERE kind = 'turned_away' AND recorded_at > $1";
    OPENER = "SELECT network, room, person FROM inbox WHERE case_ref = $1 ORDER BY heard_at LIMIT 1";
}

/// Where somebody opened a case, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opener {
    /// In which network.
    pub network: String,
    /// In which room.
    pub room: String,
    /// Who, by the network's own id.
    pub person: String,
}

impl Store {
    /// How many tries with emergencies were turned away since then.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn turned_away(&self, since: DateTime<Utc>) -> Result<u32, StoreError> {
        turned_away(&mut *self.reader().await?, since).await
    }
}

impl Work {
    /// How many emergencies an organisation opened since then, on any desk.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn emergencies(&mut self, agency: &OrganisationId, since: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = query_scalar(OF_AGENCY).bind(&agency.0).bind(millis(since));
        Ok(count.fetch_one(self.connection()).await?)
    }

    /// How many tries with emergencies were turned away since then, those of this transaction too.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn turned_away(&mut self, since: DateTime<Utc>) -> Result<u32, StoreError> {
        turned_away(self.connection(), since).await
    }

    /// Where a case was opened, and by whom: what was said first of all that acted on it.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn opener(&mut self, case: &CaseRef) -> Result<Option<Opener>, StoreError> {
        let row = query(OPENER).bind(case.to_string()).fetch_optional(self.connection()).await?;
        row.map(|row| {
            Ok(Opener { network: row.try_get("network")?, room: row.try_get("room")?, person: row.try_get("person")? })
        })
        .transpose()
    }
}

async fn turned_away(connection: &mut SqliteConnection, since: DateTime<Utc>) -> Result<u32, StoreError> {
    Ok(query_scalar(TURNED_AWAY).bind(millis(since)).fetch_one(connection).await?)
}
