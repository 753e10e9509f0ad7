//! What the memory knows of itself, for whoever operates the bot: how much waits and since when, what is open, how large the
//! file is, whether it takes a write. Counts and moments alone: no address, no person, no word that anybody said; of rooms
//! only the names of those that take nothing.
//!
//! Whoever wants to know more adds a statement here and a field to [`Stored`].

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use liaison_domain::{Case, CaseKind, CaseState, DeskId, Urgency};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, query, query_scalar};

use crate::cases::case_of;
use crate::listing::{json, names};
use crate::statements::statements;
use crate::times::{millis, moment, moment_if};
use crate::{Store, StoreError};

/// The mark that is written and taken back to see whether the database takes a write.
const TRIAL: &str = "trial";

statements! {
    WAITING = "SELECT network, rank, count(*) AS count, min(queued_at) AS since FROM outbox WHERE state = 'waiting'
        GROUP BY network, rank ORDER BY network, rank";
    READY_SINCE = "SELECT min(queued_at) FROM outbox WHERE state = 'waiting' AND (next_at IS NULL OR next_at <= $1)";
    PARKED = "SELECT network, room, count(*) AS count FROM outbox WHERE state = 'parked'
        GROUP BY network, room ORDER BY network, room";
    UNREADABLE = "SELECT network, count(*) AS count, max(heard_at) AS last FROM inbox WHERE state = 'unread'
        GROUP BY network ORDER BY network";
    OPEN_CASES = "SELECT f.kind, l.state, l.urgency, count(*) AS count
        FROM lookup AS l JOIN figures AS f ON f.case_ref = l.case_ref
        WHERE l.desk IN (SELECT value FROM json_each($1)) AND l.state IN (SELECT value FROM json_each($2))
        GROUP BY f.kind, l.state, l.urgency ORDER BY f.kind, l.state, l.urgency";
    OVERDUE = "SELECT cases.* FROM lookup AS l JOIN cases ON cases.ref = l.case_ref
        WHERE l.desk IN (SELECT value FROM json_each($1)) AND l.state IN (SELECT value FROM json_each($2))
            AND l.due_at <= $3 AND cases.practice = 0
        ORDER BY l.due_at LIMIT $4";
    DATABASE_BYTES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    WRITE_A_TRIAL = "INSERT INTO marks (key, value) VALUES ($1, '')
        ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

/// What waits in the outbox with one rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// For which network.
    pub network: String,
    /// The smaller, the more urgent.
    pub rank: i64,
    /// How many rows.
    pub count: u64,
    /// Since when the oldest waits.
    pub since: DateTime<Utc>,
}

/// What one room never took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// In which network.
    pub network: String,
    /// In which room; for one person alone, where they had asked.
    pub room: String,
    /// How many rows.
    pub count: u64,
}

/// What could not be decrypted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// In which network.
    pub network: String,
    /// How many events.
    pub count: u64,
    /// When the last of them came.
    pub last: DateTime<Utc>,
}

/// How many cases stand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenCases {
    /// Of which kind.
    pub kind: CaseKind,
    /// Where they stand.
    pub state: CaseState,
    /// How urgent they are.
    pub urgency: Urgency,
    /// How many.
    pub count: u64,
}

/// What the memory knows of itself at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// What waits to be told, by network and rank.
    pub waiting: Vec<Waiting>,
    /// Since when the oldest row waits that could go now.
    pub ready_since: Option<DateTime<Utc>>,
    /// What no room takes.
    pub parked: Vec<Parked>,
    /// What cannot be decrypted.
    pub unreadable: Vec<Unreadable>,
    /// The cases that are neither closed nor withdrawn; exercises are not counted.
    pub cases: Vec<OpenCases>,
    /// The nearest moment at which time must act on a case; it may be past.
    pub next_deadline: Option<DateTime<Utc>>,
    /// The number of the last event; 0 where there is none.
    pub head: i64,
    /// The database, in bytes.
    pub bytes: u64,
    /// What was written and has not found its place in the database yet, in bytes.
    pub log_bytes: u64,
    /// What is free on the disk for whoever runs the bot, in bytes; none where the system does not say.
    pub free_bytes: Option<u64>,
}

impl Store {
    /// What waits, what is open on these desks, and how large the file is, at `now`.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn stored(&self, desks: &[DeskId], now: DateTime<Utc>) -> Result<Stored, StoreError> {
        let next_deadline = self.next_deadline().await?;
        let head = self.head().await?.map_or(0, |head| head.seq);
        let mut reader = self.reader().await?;
        let bytes: i64 = query_scalar(DATABASE_BYTES).fetch_one(&mut *reader).await?;
        let desks = json(desks.iter().map(|desk| desk.0.as_str()));
        let cases = query(OPEN_CASES).bind(desks).bind(names(is_kept_open)).fetch_all(&mut *reader).await?;
        let ready_since = query_scalar(READY_SINCE).bind(millis(now)).fetch_one(&mut *reader).await?;
        Ok(Stored {
            waiting: query(WAITING).fetch_all(&mut *reader).await?.iter().map(waiting).collect::<Result<_, _>>()?,
            ready_since: moment_if(ready_since)?,
            parked: query(PARKED).fetch_all(&mut *reader).await?.iter().map(parked).collect::<Result<_, _>>()?,
            unreadable: query(UNREADABLE)
                .fetch_all(&mut *reader)
                .await?
                .iter()
                .map(unreadable)
                .collect::<Result<_, _>>()?,
            cases: cases.iter().map(open_cases).collect::<Result<_, _>>()?,
            next_deadline,
            head,
            bytes: bytes.unsigned_abs(),
            log_bytes: std::fs::metadata(beside(&self.path, "-wal")).map_or(0, |file| file.len()),
            free_bytes: free_bytes(&self.path),
        })
    }

    /// The cases of these desks of which a clock has passed its time, the latest first, `limit` at most; no exercises.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn overdue(&self, desks: &[DeskId], now: DateTime<Utc>, limit: u32) -> Result<Vec<Case>, StoreError> {
        let desks = json(desks.iter().map(|desk| desk.0.as_str()));
        let rows = query(OVERDUE).bind(desks).bind(names(is_kept_open)).bind(millis(now)).bind(limit);
        rows.fetch_all(&mut *self.reader().await?).await?.iter().map(case_of).collect()
    }

    /// Whether the database takes a write: one is begun, made and taken back.
    ///
    /// # Errors
    /// Why it takes none; after ten seconds, that somebody else keeps it from writing.
    pub async fn try_to_write(&self) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        query(WRITE_A_TRIAL).bind(TRIAL).execute(work.connection()).await?;
        Ok(())
    }
}

fn is_kept_open(state: CaseState) -> bool {
    state.is_open() || state == CaseState::Answered
}

fn waiting(row: &SqliteRow) -> Result<Waiting, StoreError> {
    Ok(Waiting {
        network: row.try_get("network")?,
        rank: row.try_get("rank")?,
        count: count(row)?,
        since: moment(row.try_get("since")?)?,
    })
}

fn parked(row: &SqliteRow) -> Result<Parked, StoreError> {
    Ok(Parked { network: row.try_get("network")?, room: row.try_get("room")?, count: count(row)? })
}

fn unreadable(row: &SqliteRow) -> Result<Unreadable, StoreError> {
    Ok(Unreadable { network: row.try_get("network")?, count: count(row)?, last: moment(row.try_get("last")?)? })
}

fn open_cases(row: &SqliteRow) -> Result<OpenCases, StoreError> {
    let (kind, state, urgency): (String, String, String) =
        (row.try_get("kind")?, row.try_get("state")?, row.try_get("urgency")?);
    let unknown =
        || StoreError::decode("a count of cases", format!("{kind}, {state} or {urgency} is no name of the rules"));
    Ok(OpenCases {
        kind: CaseKind::from_name(&kind).ok_or_else(unknown)?,
        state: CaseState::from_name(&state).ok_or_else(unknown)?,
        urgency: Urgency::from_name(&urgency).ok_or_else(unknown)?,
        count: count(row)?,
    })
}

fn count(row: &SqliteRow) -> Result<u64, StoreError> {
    Ok(row.try_get::<i64, _>("count")?.unsigned_abs())
}

/// A file of SQLite's own beside the database.
fn beside(database: &Path, end: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}

fn free_bytes(database: &Path) -> Option<u64> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}
