//! What cases are found by: one row a case with what lists are narrowed and sorted by, and the index of words. Both are
//! written in the transaction that writes the case; `migrations/0003_search.sql` says what stands where.

use liaison_domain::{Case, CaseState, DeskId, MemberId, Side, Tlp, Urgency};
use sqlx::{Connection, Row, SqliteConnection, query, query_scalar};

use crate::StoreError;
use crate::cases::case_of;
use crate::statements::statements;
use crate::times::{millis, millis_up};

/// So many cases of an older schema are entered in one transaction.
const ENTERED_TOGETHER: u32 = 500;

statements! {
    INDEXED = "SELECT lookup.id, cases.words, lookup.tags FROM lookup JOIN cases ON cases.ref = lookup.case_ref
        WHERE lookup.case_ref = $1";
    SET_ROW = "INSERT INTO lookup (case_ref, desk, state, urgency, tlp, owner_agency, owner_platform, waits_for, due_at,
            closes_at, tags)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (case_ref) DO UPDATE SET desk = excluded.desk, state = excluded.state, urgency = excluded.urgency,
            tlp = excluded.tlp, owner_agency = excluded.owner_agency, owner_platform = excluded.owner_platform,
            waits_for = excluded.waits_for, due_at = excluded.due_at, closes_at = excluded.closes_at,
            tags = excluded.tags
        RETURNING id";
    FORGET_WORDS = "INSERT INTO lookup_words (lookup_words, rowid, words, tags) VALUES ('delete', $1, $2, $3)";
    ADD_WORDS = "INSERT INTO lookup_words (rowid, words, tags) VALUES ($1, $2, $3)";
    NOT_ENTERED = "SELECT * FROM cases WHERE NOT EXISTS (SELECT 1 FROM lookup WHERE lookup.case_ref = cases.ref)
        ORDER BY opened_at, number LIMIT $1";
}

/// How a case stands in the index: its number there and the words that it is found by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Indexed {
    id: i64,
    words: String,
    tags: String,
}

/// How the case stands in the index before it is written anew; nothing where it is not there.
pub(crate) async fn indexed(connection: &mut SqliteConnection, reference: &str) -> Result<Option<Indexed>, StoreError> {
    let Some(row) = query(INDEXED).bind(reference).fetch_optional(connection).await? else { return Ok(None) };
    Ok(Some(Indexed { id: row.try_get("id")?, words: row.try_get("words")?, tags: row.try_get("tags")? }))
}

/// Writes what the case is found by: its `words`, as they stand in its row, and what it is. `was` is how it stood in the
/// index before the case itself was written.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    case: &Case,
    words: String,
    was: Option<Indexed>,
) -> Result<(), StoreError> {
    let owner = |side| case.owner(side).map(|member| member.0.as_str());
    let tags = tags(case);
    let row = query_scalar(SET_ROW)
        .bind(case.reference.to_string())
        .bind(&case.desk.0)
        .bind(case.state.name())
        .bind(case.urgency.name())
        .bind(case.tlp.name())
        .bind(owner(Side::Agency))
        .bind(owner(Side::Platform))
        .bind(case.waits_for().map(Side::name))
        .bind(case.first_due().and_then(liaison_domain::Clock::due).map(millis_up))
        .bind(case.closes_at().map(millis))
        .bind(&tags);
    let now = Indexed { id: row.fetch_one(&mut *connection).await?, words, tags };
    if was.as_ref() == Some(&now) {
        return Ok(());
    }
    if let Some(was) = was {
        query(FORGET_WORDS).bind(was.id).bind(was.words).bind(was.tags).execute(&mut *connection).await?;
    }
    query(ADD_WORDS).bind(now.id).bind(now.words).bind(now.tags).execute(connection).await?;
    Ok(())
}

/// Enters every case that an older schema left without a row, the oldest first.
pub(crate) async fn enter_missing(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    loop {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let rows = query(NOT_ENTERED).bind(ENTERED_TOGETHER).fetch_all(&mut *transaction).await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            write(&mut transaction, &case_of(row)?, row.try_get("words")?, None).await?;
        }
        transaction.commit().await?;
    }
}

/// The words that say what a case is: whoever may see all of it, its state, how fast it is, its owners, who must act.
fn tags(case: &Case) -> String {
    let seen = Tlp::ALL.iter().filter(|ceiling| case.tlp != Tlp::Red && case.tlp <= **ceiling);
    let owners = Side::ALL.iter().filter_map(|side| case.owner(*side)).map(owned_by);
    let mut tags: Vec<String> = seen.map(|ceiling| seen_by(&case.desk, *ceiling, case.asks_for_data())).collect();
    tags.extend([in_state(case.state), as_fast_as(case.urgency)]);
    tags.extend(owners);
    tags.extend(case.waits_for().map(waiting_for));
    tags.join(" ")
}

/// Of the desk, and seen whole in a room with that ceiling; what asks for data, on a network that may carry whose alone.
pub(crate) fn seen_by(desk: &DeskId, ceiling: Tlp, asks_for_data: bool) -> String {
    let rank = Tlp::ALL.iter().take_while(|label| **label < ceiling).count();
    format!("{}{rank}{}", if asks_for_data { "data" } else { "seen" }, spelled(&desk.0))
}

pub(crate) fn in_state(state: CaseState) -> String {
    format!("state{}", spelled(state.name()))
}

pub(crate) fn as_fast_as(urgency: Urgency) -> String {
    format!("urgency{}", spelled(urgency.name()))
}

pub(crate) fn owned_by(member: &MemberId) -> String {
    format!("owner{}", spelled(&member.0))
}

pub(crate) fn waiting_for(side: Side) -> String {
    format!("waits{}", spelled(side.name()))
}

/// A name as letters and digits alone, which the index takes for one word.
fn spelled(name: &str) -> String {
    name.bytes().map(|byte| format!("{byte:02x}")).collect()
}
