//! Cases by what they have in common: for a digest, for what is offered, for a count.

use chrono::{DateTime, Utc};
use liaison_domain::{Case, CaseState, DeskId};
use sqlx::{query, query_scalar};

use crate::cases::case_of;
use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError};

statements! {
    FOR_DIGEST = "SELECT * FROM cases
        WHERE desk = $1 AND practice <= $4
            AND (state IN (SELECT value FROM json_each($2)) OR opened_at >= $3 OR answered_at >= $3)
        ORDER BY prefix, number";
    LIST = "SELECT * FROM cases WHERE desk = $1 AND state IN (SELECT value FROM json_each($2))
        ORDER BY opened_at DESC, number DESC LIMIT $3";
    COUNT = "SELECT count(*) FROM cases WHERE desk = $1 AND state IN (SELECT value FROM json_each($2))";
}

/// Which cases are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CasesQuery {
    /// Only those that still await an answer.
    pub open_only: bool,
    /// Only in these states; in every state where empty.
    pub states: Vec<CaseState>,
    /// So many at most.
    pub limit: u32,
}

impl Store {
    /// What a digest speaks of: every open or answered case of the desk, and whatever was opened or answered from `since`
    /// on; in order of reference. Exercises only where `with_exercises`.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn cases_for_digest(
        &self,
        desk: &DeskId,
        since: DateTime<Utc>,
        with_exercises: bool,
    ) -> Result<Vec<Case>, StoreError> {
        let states = names(|state| state.is_open() || state == CaseState::Answered);
        let rows = query(FOR_DIGEST).bind(&desk.0).bind(states).bind(millis(since)).bind(with_exercises);
        rows.fetch_all(&mut *self.reader().await?).await?.iter().map(case_of).collect()
    }

    /// The cases of the desk that fit, the newest first.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn cases(&self, desk: &DeskId, wanted: &CasesQuery) -> Result<Vec<Case>, StoreError> {
        let states = names(|state| {
            (state.is_open() || !wanted.open_only) && (wanted.states.is_empty() || wanted.states.contains(&state))
        });
        let rows = query(LIST).bind(&desk.0).bind(states).bind(wanted.limit);
        rows.fetch_all(&mut *self.reader().await?).await?.iter().map(case_of).collect()
    }

    /// How many cases of the desk still await an answer.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn open_count(&self, desk: &DeskId) -> Result<u32, StoreError> {
        let count = query_scalar(COUNT).bind(&desk.0).bind(names(CaseState::is_open));
        Ok(count.fetch_one(&mut *self.reader().await?).await?)
    }
}

/// The names of the states in which an answer is awaited, as one parameter.
pub(crate) fn open_states() -> String {
    names(CaseState::is_open)
}

pub(crate) fn names(fits: impl Fn(CaseState) -> bool) -> String {
    json(CaseState::ALL.iter().filter(|state| fits(**state)).map(|state| state.name()))
}

/// Several values as one parameter.
pub(crate) fn json<'a>(values: impl Iterator<Item = &'a str>) -> String {
    serde_json::Value::from_iter(values).to_string()
}
