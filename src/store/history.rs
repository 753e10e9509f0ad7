//! The whole history, page by page, as it stood at one moment: for the export, and for whoever verifies the chain.

use liaison_domain::{Case, CaseRef, DeskId};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, Sqlite, SqliteConnection, Transaction, query, query_scalar};

use crate::cases::case_of;
use crate::events::recorded_of;
use crate::statements::statements;
use crate::{Admitted, Recorded, Store, StoreError, guests};

/// So many rows a page.
const PAGE: u32 = 1_000;

statements! {
    CASES = "SELECT * FROM cases WHERE (prefix, number) > ($1, $2) AND ($3 IS NULL OR desk = $3)
        ORDER BY prefix, number LIMIT $4";
    EVENTS = "SELECT e.* FROM events e WHERE e.seq > $1
            AND ($2 IS NULL OR e.case_ref IN (SELECT ref FROM cases WHERE desk = $2))
        ORDER BY e.seq LIMIT $3";
    WHOLE_EVENTS = "SELECT e.*, c.salt, c.body FROM events e LEFT JOIN contents c ON c.seq = e.seq WHERE e.seq > $1
            AND ($2 IS NULL OR e.case_ref IN (SELECT ref FROM cases WHERE desk = $2))
        ORDER BY e.seq LIMIT $3";
    HAS_ERASED = "SELECT (SELECT count(*) FROM events) > (SELECT count(*) FROM contents)";
    IS_UNFOLDABLE = "SELECT EXISTS (SELECT 1 FROM events e LEFT JOIN contents c ON c.seq = e.seq
        WHERE e.case_ref = $1 AND c.seq IS NULL)";
    EVENTS_WITH_CONTENTS = "SELECT e.*, c.salt, c.body FROM events e LEFT JOIN contents c ON c.seq = e.seq
        WHERE e.seq > $1 ORDER BY e.seq LIMIT $2";
}

/// One moment's view of everything; what is written meanwhile is not in it.
#[derive(Debug)]
pub struct History {
    snapshot: Transaction<'static, Sqlite>,
    desk: Option<String>,
    last_case: CaseRef,
    last_event: i64,
}

impl Store {
    /// Opens the history, of one desk or of all.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn history(&self, desk: Option<&DeskId>) -> Result<History, StoreError> {
        Ok(History {
            snapshot: Transaction::begin(self.reader().await?, None).await?,
            desk: desk.map(|desk| desk.0.clone()),
            last_case: CaseRef { prefix: String::new(), number: 0 },
            last_event: 0,
        })
    }
}

impl History {
    /// The next thousand cases, in order of prefix and number; empty at the end.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn cases(&mut self) -> Result<Vec<Case>, StoreError> {
        let page = query(CASES).bind(&self.last_case.prefix).bind(self.last_case.number).bind(&self.desk).bind(PAGE);
        let rows = page.fetch_all(&mut *self.snapshot).await?;
        let cases: Vec<Case> = rows.iter().map(case_of).collect::<Result<_, _>>()?;
        if let Some(last) = cases.last() {
            self.last_case = last.reference.clone();
        }
        Ok(cases)
    }

    /// The next thousand events, in order of the chain; empty at the end.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn events(&mut self) -> Result<Vec<Recorded>, StoreError> {
        let page = query(EVENTS).bind(self.last_event).bind(&self.desk).bind(PAGE);
        let rows = page.fetch_all(&mut *self.snapshot).await?;
        let events: Vec<Recorded> = rows.iter().map(recorded_of).collect::<Result<_, _>>()?;
        if let Some(last) = events.last() {
            self.last_event = last.envelope.seq;
        }
        Ok(events)
    }

    /// The same with what the events hold, in the place of [`Self::events`].
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn whole_events(&mut self) -> Result<Vec<Kept>, StoreError> {
        let page = query(WHOLE_EVENTS).bind(self.last_event).bind(&self.desk).bind(PAGE);
        let rows = page.fetch_all(&mut *self.snapshot).await?;
        let events: Vec<Kept> = rows.iter().map(kept_of).collect::<Result<_, _>>()?;
        if let Some(last) = events.last() {
            self.last_event = last.recorded.envelope.seq;
        }
        Ok(events)
    }

    /// Whether the content of any event was erased.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn has_erased(&mut self) -> Result<bool, StoreError> {
        Ok(query_scalar(HAS_ERASED).fetch_one(&mut *self.snapshot).await?)
    }

    /// Whether the events of a case no longer make it, because the content of one was erased.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn is_unfoldable(&mut self, case: &CaseRef) -> Result<bool, StoreError> {
        Ok(query_scalar(IS_UNFOLDABLE).bind(case.to_string()).fetch_one(&mut *self.snapshot).await?)
    }

    /// Who is or was let in for a while.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn admitted(&mut self) -> Result<Admitted, StoreError> {
        guests::everyone(&mut self.snapshot).await
    }

    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.snapshot
    }
}

/// An event with what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The envelope and its links.
    pub recorded: Recorded,
    /// What people wrote; none where it was erased.
    pub content: Option<Content>,
}

/// What an event's `content_hash` is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Sixteen random bytes.
    pub salt: Vec<u8>,
    /// JSON, byte for byte as it was hashed.
    pub text: String,
}

fn kept_of(row: &SqliteRow) -> Result<Kept, StoreError> {
    let salt: Option<Vec<u8>> = row.try_get("salt")?;
    let body: Option<String> = row.try_get("body")?;
    let content = salt.zip(body).map(|(salt, text)| Content { salt, text });
    Ok(Kept { recorded: recorded_of(row)?, content })
}

/// An event as it stands in its rows, whatever may have been done to them.
pub(crate) struct Found {
    pub(crate) seq: i64,
    /// The event, or why it can no longer be read.
    pub(crate) recorded: Result<Recorded, StoreError>,
    /// Salt and text; none where they were erased.
    pub(crate) content: Option<(Vec<u8>, String)>,
}

/// The thousand events after `last`, with what they hold.
pub(crate) async fn found_after(connection: &mut SqliteConnection, last: i64) -> Result<Vec<Found>, StoreError> {
    let rows = query(EVENTS_WITH_CONTENTS).bind(last).bind(PAGE).fetch_all(connection).await?;
    rows.iter().map(found_of).collect()
}

fn found_of(row: &SqliteRow) -> Result<Found, StoreError> {
    let salt: Option<Vec<u8>> = row.try_get("salt")?;
    let body: Option<String> = row.try_get("body")?;
    Ok(Found { seq: row.try_get("seq")?, recorded: recorded_of(row), content: salt.zip(body) })
}
