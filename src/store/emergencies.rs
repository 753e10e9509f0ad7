//! What is counted of emergencies, exercises apart from what is real, and who opened a case.

use chrono::{DateTime, Utc};
use liaison_domain::{CaseRef, DeskId, Event, EventBody, OrganisationId};
use sqlx::{Row, SqliteConnection, query, query_scalar};

use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError, Work};

statements! {
    OF_AGENCY = "SELECT count(*) FROM cases
        WHERE kind = 'emergency' AND practice = 0 AND agency = $1 AND opened_at > $2";
    TURN_AWAY = "INSERT INTO turned_away (seq, desk, practice, recorded_at) VALUES ($1, $2, $3, $4)";
    TURNED_AWAY = "SELECT count(*) FROM turned_away WHERE practice = 0 AND recorded_at > $1";
    TURNED_AWAY_AT = "SELECT count(*) FROM turned_away WHERE desk = $1 AND practice = $2 AND recorded_at > $3";
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
    /// How many tries with emergencies were turned away since then, at all desks; exercises are not counted.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn turned_away(&self, since: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = query_scalar(TURNED_AWAY).bind(millis(since));
        Ok(count.fetch_one(&mut *self.reader().await?).await?)
    }
}

impl Work {
    /// How many emergencies an organisation opened since then, on any desk; exercises are not counted.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn emergencies(&mut self, agency: &OrganisationId, since: DateTime<Utc>) -> Result<u32, StoreError> {
        let count = query_scalar(OF_AGENCY).bind(&agency.0).bind(millis(since));
        Ok(count.fetch_one(self.connection()).await?)
    }

    /// How many tries with emergencies were turned away at a desk since then, exercises or what is real, those of this
    /// transaction too.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn turned_away_at(
        &mut self,
        desk: &DeskId,
        practice: bool,
        since: DateTime<Utc>,
    ) -> Result<u32, StoreError> {
        let count = query_scalar(TURNED_AWAY_AT).bind(&desk.0).bind(practice).bind(millis(since));
        Ok(count.fetch_one(self.connection()).await?)
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

/// Keeps beside an event that turned somebody away where that was: it is counted a desk. Nothing for any other.
pub(crate) async fn keep_turned_away(
    connection: &mut SqliteConnection,
    seq: i64,
    event: &Event,
) -> Result<(), StoreError> {
    let EventBody::TurnedAway { desk, practice, .. } = &event.body else { return Ok(()) };
    let kept = query(TURN_AWAY).bind(seq).bind(&desk.0).bind(*practice).bind(millis(event.recorded_at));
    kept.execute(connection).await?;
    Ok(())
}
