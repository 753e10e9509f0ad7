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
    // A group comes as a few texts, a number a case: a hundred thousand rows one by one, or a dozen counts over each of
    // them in SQL, take three times as long. The bits are named below.
    SUMS = "SELECT agency, kind, urgency,
            group_concat((opened_at >= $2 AND opened_at < $3)
                | (coalesce(due_at >= $2 AND due_at < $3, 0) << 1) | (coalesce(due_at <= $4, 0) << 2)
                | (left_out << 3) | (open << 4) | (answered << 5) | (settled << 6) | (reopened << 7)
                | ((acknowledged_ms IS NOT NULL) << 8)) AS cases,
            group_concat(acknowledged_ms) FILTER (WHERE opened_at >= $2 AND opened_at < $3 AND NOT left_out)
                AS acknowledged,
            group_concat(effect_ms) FILTER (WHERE opened_at >= $2 AND opened_at < $3 AND NOT left_out) AS effect,
            group_concat(ground) FILTER (WHERE opened_at >= $2 AND opened_at < $3 AND NOT left_out) AS grounds
        FROM figures
        WHERE desk = $1 AND (opened_at >= $2 AND opened_at < $3 OR due_at >= $2 AND due_at < $3)
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

/// The bits of a case in `SUMS`.
const OPENED: i64 = 1;
const DUE_IN_WINDOW: i64 = 1 << 1;
const DUE_BY_NOW: i64 = 1 << 2;
const LEFT_OUT: i64 = 1 << 3;
const OPEN: i64 = 1 << 4;
const ANSWERED: i64 = 1 << 5;
const SETTLED: i64 = 1 << 6;
const REOPENED: i64 = 1 << 7;
const ACKNOWLEDGED: i64 = 1 << 8;

fn group_of(row: &SqliteRow) -> Result<Group, StoreError> {
    let mut sums = Sums {
        acknowledgement: Waits { took: spans(row, "acknowledged")?, open: 0 },
        effect: Waits { took: spans(row, "effect")?, open: 0 },
        ..Sums::default()
    };
    for case in spans(row, "cases")? {
        let has = |bits: i64| case & bits == bits;
        let count = |sum: &mut usize, is: bool| *sum += usize::from(is);
        count(&mut sums.left_out, has(OPENED | LEFT_OUT));
        if has(LEFT_OUT) {
            continue;
        }
        let opened = has(OPENED);
        let is_due = has(DUE_BY_NOW);
        count(&mut sums.opened, opened);
        count(&mut sums.due, is_due && has(DUE_IN_WINDOW));
        count(&mut sums.due_answered, is_due && has(DUE_IN_WINDOW | ANSWERED));
        count(&mut sums.ahead, opened && !is_due);
        count(&mut sums.ahead_answered, opened && !is_due && has(ANSWERED));
        count(&mut sums.acknowledgement.open, has(OPENED | OPEN) && !has(ACKNOWLEDGED));
        count(&mut sums.effect.open, has(OPENED | OPEN));
        count(&mut sums.settled, has(OPENED | SETTLED));
        count(&mut sums.reopened, has(OPENED | REOPENED));
    }
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
