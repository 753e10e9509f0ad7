//! Keeping the figures' rows: each case's own is written whenever the case is, and those of cases that are older than the
//! figures once, from their events.

use liaison_domain::{Case, CaseRef};
use liaison_reporting::{Counted, CountedQuestion};
use sqlx::{Connection, SqliteConnection, query, query_scalar};

use crate::StoreError;
use crate::cases::case_of;
use crate::events::events_of;
use crate::record::write_case;
use crate::statements::statements;

/// So many cases are counted at a time.
const PAGE: u32 = 1_000;

statements! {
    FORGET = "DELETE FROM figures WHERE case_ref = $1";
    FORGET_QUESTIONS = "DELETE FROM figures_questions WHERE case_ref = $1";
    INSERT = "INSERT INTO figures (desk, agency, kind, urgency, opened_at, case_ref, left_out, open, due_at, answered,
            acknowledged_ms, effect_ms, ground, settled, reopened)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    INSERT_QUESTION = "INSERT INTO figures_questions (desk, agency, kind, urgency, asked_at, case_ref, place, informed_ms,
            waits)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    IS_TO_BE_COUNTED = "SELECT count(*) FROM meta WHERE key = 'figures' AND value = 'to be counted'";
    IS_COUNTED = "UPDATE meta SET value = 'counted' WHERE key = 'figures'";
    CASES = "SELECT * FROM cases WHERE (prefix, number) > ($1, $2) ORDER BY prefix, number LIMIT $3";
    KEEP_BODY = "UPDATE cases SET body = $2 WHERE ref = $1";
}

/// Writes what the case contributes, in the place of what it contributed before. An exercise contributes nothing.
pub(crate) async fn count(connection: &mut SqliteConnection, case: &Case) -> Result<(), StoreError> {
    let reference = case.reference.to_string();
    let counted = Counted::of(case);
    query(FORGET).bind(&reference).execute(&mut *connection).await?;
    if case.practice {
        return Ok(());
    }
    query(INSERT)
        .bind(&counted.desk.0)
        .bind(&counted.agency.0)
        .bind(counted.kind.name())
        .bind(counted.urgency.name())
        .bind(counted.opened_at)
        .bind(&reference)
        .bind(counted.left_out)
        .bind(counted.open)
        .bind(counted.due_at)
        .bind(counted.answered)
        .bind(counted.acknowledged_ms)
        .bind(counted.effect_ms)
        .bind(counted.ground.map(|ground| ground.name()))
        .bind(counted.settled)
        .bind(counted.reopened)
        .execute(&mut *connection)
        .await?;
    // Most cases never had a question: a new one has nothing to forget.
    if !case.tally.questions.is_empty() || case.version > 1 {
        count_questions(connection, &reference, &counted).await?;
    }
    Ok(())
}

async fn count_questions(
    connection: &mut SqliteConnection,
    reference: &str,
    counted: &Counted,
) -> Result<(), StoreError> {
    query(FORGET_QUESTIONS).bind(reference).execute(&mut *connection).await?;
    for (place, CountedQuestion { asked_at, informed_ms, waits }) in (0_i64..).zip(&counted.questions) {
        query(INSERT_QUESTION)
            .bind(&counted.desk.0)
            .bind(&counted.agency.0)
            .bind(counted.kind.name())
            .bind(counted.urgency.name())
            .bind(asked_at)
            .bind(reference)
            .bind(place)
            .bind(informed_ms)
            .bind(waits)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Counts the cases that are older than the figures, all or none: once, after the migration that brought the tables.
pub(crate) async fn fill(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    if query_scalar::<_, i64>(IS_TO_BE_COUNTED).fetch_one(&mut *connection).await? == 0 {
        return Ok(());
    }
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut last = CaseRef { prefix: String::new(), number: 0 };
    loop {
        let page = query(CASES).bind(&last.prefix).bind(last.number).bind(PAGE);
        let page: Vec<Case> = page.fetch_all(&mut *transaction).await?.iter().map(case_of).collect::<Result<_, _>>()?;
        let Some(end) = page.last() else { break };
        last = end.reference.clone();
        for case in page {
            recount(&mut transaction, case).await?;
        }
    }
    query(IS_COUNTED).execute(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

/// Folds a case again for what it did not count by, and leaves everything else as it stands. A case whose events can no
/// longer be folded counts with what it shows.
async fn recount(connection: &mut SqliteConnection, mut case: Case) -> Result<(), StoreError> {
    let events = events_of(connection, &case.reference).await?;
    if let Some(folded) = events.as_deref().and_then(Case::folded) {
        case.tally = folded.tally;
        if let (Some(before), Some(folded)) = (&mut case.before, folded.before) {
            before.case.tally = folded.case.tally;
        }
        query(KEEP_BODY).bind(case.reference.to_string()).bind(write_case(&case)?).execute(&mut *connection).await?;
    }
    count(connection, &case).await
}
