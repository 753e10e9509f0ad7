//! The figures' rows, added up. What is added here in SQL is what [`Sums::add`] adds: a property holds the two together.

use chrono::{DateTime, Utc};
use liaison_domain::{CaseKind, DeskId, OrganisationId, RefusalGround, Urgency};
use liaison_reporting::{Group, Sums, Waits, Window};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Transaction, query};

use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError};

statements! {
    // Every span of a group comes as one text: a hundred thousand rows one by one take longer than adding them up.
    SUMS = "SELECT agency, kind, urgency,
            count(*) FILTER (WHERE was_opened AND NOT left_out) AS opened,
            count(*) FILTER (WHERE was_opened AND left_out) AS left_out,
            count(*) FILTER (WHERE was_due) AS due,
            count(*) FILTER (WHERE was_due AND answered) AS due_answered,
            count(*) FILTER (WHERE is_counted AND NOT is_due) AS ahead,
            count(*) FILTER (WHERE is_counted AND NOT is_due AND answered) AS ahead_answered,
            group_concat(acknowledged_ms) FILTER (WHERE is_counted) AS acknowledged,
            count(*) FILTER (WHERE is_counted AND open AND acknowledged_ms IS NULL) AS unacknowledged,
            group_concat(effect_ms) FILTER (WHERE is_counted) AS effect,
            count(*) FILTER (WHERE is_counted AND open) AS open,
            group_concat(ground) FILTER (WHERE is_counted) AS grounds,
            count(*) FILTER (WHERE is_counted AND settled) AS settled,
            count(*) FILTER (WHERE is_counted AND reopened) AS reopened
        FROM (SELECT *,
                opened_at >= $2 AND opened_at < $3 AS was_opened,
                opened_at >= $2 AND opened_at < $3 AND NOT left_out AS is_counted,
                coalesce(due_at <= $4, 0) AS is_due,
                NOT left_out AND coalesce(due_at >= $2 AND due_at < $3 AND due_at <= $4, 0) AS was_due
            FROM figures WHERE desk = $1)
        WHERE was_opened OR was_due
        GROUP BY agency, kind, urgency";
    QUESTIONS = "SELECT agency, kind, urgency, group_concat(informed_ms) AS informed,
            count(*) FILTER (WHERE waits) AS waiting
        FROM figures_questions WHERE desk = $1 AND asked_at >= $2 AND asked_at < $3
        GROUP BY agency, kind, urgency";
}

impl Store {
    /// What the cases of a desk come to in that window, by agency, kind and urgency, as of one moment.
    ///
    /// # Errors
    /// A row that cannot be read, or what SQLite says.
    pub async fn figures(&self, desk: &DeskId, window: &Window) -> Result<Vec<Group>, StoreError> {
        let mut snapshot = Transaction::begin(self.reader().await?, None).await?;
        let bounds = |statement, at: [DateTime<Utc>; 2]| {
            query(statement).bind(desk.0.clone()).bind(millis(at[0])).bind(millis(at[1]))
        };
        let ends = [window.from, window.until];
        let sums = bounds(SUMS, ends).bind(millis(window.now)).fetch_all(&mut *snapshot).await?;
        let mut groups: Vec<Group> = sums.iter().map(group_of).collect::<Result<_, _>>()?;
        for row in bounds(QUESTIONS, ends).fetch_all(&mut *snapshot).await? {
            let information = Waits { took: spans(&row, "informed")?, open: count(&row, "waiting")? };
            let asked = Group { sums: Sums { information, ..Sums::default() }, ..named(&row)? };
            let is_same = |group: &&mut Group| {
                (&group.agency, group.kind, group.urgency) == (&asked.agency, asked.kind, asked.urgency)
            };
            match groups.iter_mut().find(is_same) {
                Some(group) => group.sums.information = asked.sums.information,
                None => groups.push(asked),
            }
        }
        Ok(groups)
    }
}

fn group_of(row: &SqliteRow) -> Result<Group, StoreError> {
    let mut sums = Sums {
        opened: count(row, "opened")?,
        left_out: count(row, "left_out")?,
        due: count(row, "due")?,
        due_answered: count(row, "due_answered")?,
        ahead: count(row, "ahead")?,
        ahead_answered: count(row, "ahead_answered")?,
        acknowledgement: Waits { took: spans(row, "acknowledged")?, open: count(row, "unacknowledged")? },
        effect: Waits { took: spans(row, "effect")?, open: count(row, "open")? },
        settled: count(row, "settled")?,
        reopened: count(row, "reopened")?,
        ..Sums::default()
    };
    let grounds: Option<&str> = row.try_get("grounds")?;
    for name in grounds.iter().flat_map(|names| names.split(',')) {
        *sums.refusals.entry(known(name, RefusalGround::from_name)?).or_default() += 1;
    }
    Ok(Group { sums, ..named(row)? })
}

/// The group of a row, without its sums.
fn named(row: &SqliteRow) -> Result<Group, StoreError> {
    Ok(Group {
        agency: OrganisationId(row.try_get("agency")?),
        kind: known(row.try_get("kind")?, CaseKind::from_name)?,
        urgency: known(row.try_get("urgency")?, Urgency::from_name)?,
        sums: Sums::default(),
    })
}

fn known<T>(name: &str, of: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    of(name).ok_or_else(|| StoreError::decode("a row of the figures", format!("an unknown name: {name}")))
}

fn count(row: &SqliteRow, column: &str) -> Result<usize, StoreError> {
    let count: i64 = row.try_get(column)?;
    usize::try_from(count).map_err(|error| StoreError::decode("a row of the figures", error.to_string()))
}

fn spans(row: &SqliteRow, column: &str) -> Result<Vec<i64>, StoreError> {
    let spans: Option<&str> = row.try_get(column)?;
    let spans = spans.iter().flat_map(|spans| spans.split(','));
    let spans = spans.map(|span| span.parse().map_err(|_| StoreError::decode("a row of the figures", "no number")));
    spans.collect()
}
