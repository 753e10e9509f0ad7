//! The case as its events made it: written whole, found by its columns, and checked against them when it is read.

use liaison_domain::{Case, CaseRef, CaseState, DeskId, Known, Target};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, query};

use crate::events::reference;
use crate::record::{read_case, write_case};
use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError, Work, counting, deadlines, lookup};

statements! {
    ONE = "SELECT * FROM cases WHERE ref = $1";
    INSERT = "INSERT INTO cases (ref, prefix, number, version, desk, kind, state, outcome, urgency, basis, tlp, agency,
            opened_at, acknowledged_at, answered_at, effective_at, closed_at, practice, words, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT DO NOTHING";
    UPDATE = "UPDATE cases SET prefix = $2, number = $3, version = $4, desk = $5, kind = $6, state = $7, outcome = $8,
            urgency = $9, basis = $10, tlp = $11, agency = $12, opened_at = $13, acknowledged_at = $14,
            answered_at = $15, effective_at = $16, closed_at = $17, practice = $18, words = $19, body = $20
        WHERE ref = $1 AND version = $21";
    FORGET_TARGETS = "DELETE FROM targets WHERE case_ref = $1";
    INSERT_TARGET = "INSERT INTO targets (case_ref, place, desk, key) VALUES ($1, $2, $3, $4)";
    HOLDER = "SELECT c.ref, c.state FROM targets t JOIN cases c ON c.ref = t.case_ref
        WHERE t.desk = $1 AND t.key = $2
        ORDER BY c.state = $3, c.opened_at DESC, c.number DESC LIMIT 1";
}

/// What a case is found, sorted and exported by.
#[derive(Debug, PartialEq, Eq)]
struct Columns {
    reference: String,
    prefix: String,
    number: i64,
    version: i64,
    desk: String,
    /// Kind, state, urgency, basis, label and agency.
    names: [String; 6],
    outcome: Option<String>,
    opened_at: i64,
    /// Acknowledged, answered, in effect, closed.
    times: [Option<i64>; 4],
    practice: bool,
}

impl Columns {
    fn of(case: &Case) -> Self {
        let answer = case.answer.as_ref();
        let name = |name: &str| name.to_owned();
        Self {
            reference: case.reference.to_string(),
            prefix: case.reference.prefix.clone(),
            number: case.reference.number.into(),
            version: case.version.into(),
            desk: case.desk.0.clone(),
            names: [
                name(case.kind.name()),
                name(case.state.name()),
                name(case.urgency.name()),
                name(case.basis.name()),
                name(case.tlp.name()),
                name(&case.agency.0),
            ],
            outcome: answer.map(|answer| name(answer.outcome.name())),
            opened_at: millis(case.opened_at),
            times: [
                case.acknowledged.as_ref().map(|(_, at)| millis(*at)),
                answer.map(|answer| millis(answer.at)),
                answer.and_then(|answer| answer.effective_at).map(millis),
                case.closed_at.map(millis),
            ],
            practice: case.practice,
        }
    }

    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            reference: row.try_get("ref")?,
            prefix: row.try_get("prefix")?,
            number: row.try_get("number")?,
            version: row.try_get("version")?,
            desk: row.try_get("desk")?,
            names: [
                row.try_get("kind")?,
                row.try_get("state")?,
                row.try_get("urgency")?,
                row.try_get("basis")?,
                row.try_get("tlp")?,
                row.try_get("agency")?,
            ],
            outcome: row.try_get("outcome")?,
            opened_at: row.try_get("opened_at")?,
            times: [
                row.try_get("acknowledged_at")?,
                row.try_get("answered_at")?,
                row.try_get("effective_at")?,
                row.try_get("closed_at")?,
            ],
            practice: row.try_get("practice")?,
        })
    }
}

impl Store {
    /// The case of that reference.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where columns and body differ, [`StoreError::Decode`], or what SQLite says.
    pub async fn case(&self, reference: &CaseRef) -> Result<Option<Case>, StoreError> {
        one(&mut *self.reader().await?, reference).await
    }
}

impl Work {
    /// The case of that reference, as this transaction has it.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn case(&mut self, reference: &CaseRef) -> Result<Option<Case>, StoreError> {
        one(self.connection(), reference).await
    }

    /// Which of these targets the desk has a case of already: for each that has one, the newest case that was not
    /// withdrawn, else the newest.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn known_targets(&mut self, desk: &DeskId, keys: &[String]) -> Result<Vec<Known>, StoreError> {
        let mut known = Vec::new();
        for key in keys {
            let holder = query(HOLDER).bind(&desk.0).bind(key).bind(CaseState::Withdrawn.name());
            let Some(row) = holder.fetch_optional(self.connection()).await? else { continue };
            let case = reference(row.try_get("ref")?)?;
            let state = CaseState::from_name(row.try_get("state")?);
            let state = state.ok_or_else(|| StoreError::decode(case.to_string(), "an unknown state"))?;
            known.push(Known { key: key.clone(), case, state });
        }
        Ok(known)
    }

    /// Writes the case as it is now, its targets, what it counts for in the figures, its deadline and what it is found by. `was` is
    /// the version that it was read at; none for a
    /// new case.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where another version stands there, or what SQLite says.
    pub async fn save(&mut self, case: &Case, was: Option<u32>) -> Result<(), StoreError> {
        let connection = self.connection();
        let indexed = lookup::indexed(connection, &case.reference.to_string()).await?;
        if write(connection, case, was).await? != 1 {
            return Err(StoreError::Stale { case: case.reference.clone() });
        }
        write_targets(connection, case).await?;
        counting::count(connection, case).await?;
        lookup::write(connection, case, words(case), indexed).await?;
        deadlines::write(connection, case).await
    }
}

async fn write(connection: &mut SqliteConnection, case: &Case, was: Option<u32>) -> Result<u64, StoreError> {
    let columns = Columns::of(case);
    let [kind, state, urgency, basis, tlp, agency] = columns.names;
    let [acknowledged_at, answered_at, effective_at, closed_at] = columns.times;
    let statement = query(if was.is_some() { UPDATE } else { INSERT })
        .bind(columns.reference)
        .bind(columns.prefix)
        .bind(columns.number)
        .bind(columns.version)
        .bind(columns.desk)
        .bind(kind)
        .bind(state)
        .bind(columns.outcome)
        .bind(urgency)
        .bind(basis)
        .bind(tlp)
        .bind(agency)
        .bind(columns.opened_at)
        .bind(acknowledged_at)
        .bind(answered_at)
        .bind(effective_at)
        .bind(closed_at)
        .bind(columns.practice)
        .bind(words(case))
        .bind(write_case(case)?);
    let statement = if let Some(was) = was { statement.bind(was) } else { statement };
    Ok(statement.execute(connection).await?.rows_affected())
}

async fn write_targets(connection: &mut SqliteConnection, case: &Case) -> Result<(), StoreError> {
    let reference = case.reference.to_string();
    query(FORGET_TARGETS).bind(&reference).execute(&mut *connection).await?;
    for (place, Target { key, .. }) in (0_i64..).zip(&case.targets) {
        let target = query(INSERT_TARGET).bind(&reference).bind(place).bind(&case.desk.0).bind(key);
        target.execute(&mut *connection).await?;
    }
    Ok(())
}

/// What a search looks through: every word of the case that somebody may remember, in small letters. What was taken back
/// is not found.
fn words(case: &Case) -> String {
    if case.redacted {
        return String::new();
    }
    let files = case.file_agency.iter().chain(&case.file_platform);
    let locators = case.targets.iter().map(|target| &target.locator);
    let lines: Vec<String> = [case.reference.to_string(), case.reason.clone()]
        .into_iter()
        .chain(files.chain(locators).cloned())
        .map(|line| line.to_lowercase())
        .collect();
    lines.join("\n")
}

async fn one(connection: &mut SqliteConnection, reference: &CaseRef) -> Result<Option<Case>, StoreError> {
    let row = query(ONE).bind(reference.to_string()).fetch_optional(connection).await?;
    row.map(|row| case_of(&row)).transpose()
}

/// The case of a row that has every column.
pub(crate) fn case_of(row: &SqliteRow) -> Result<Case, StoreError> {
    let columns = Columns::read(row)?;
    let case = read_case(&columns.reference, row.try_get("body")?)?;
    if Columns::of(&case) != columns {
        let what = format!("the columns and the body of {} differ", columns.reference);
        return Err(StoreError::Inconsistent { what });
    }
    Ok(case)
}
