//! What happened: appending to the chain, and reading one event back.

use liaison_domain::{CaseRef, Event};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, query};

use crate::chain::{by_name, by_of, content_hash, hash_of, is_ambiguous};
use crate::emergencies::keep_turned_away;
use crate::marks::{keep_head, kept_head};
use crate::record::{read_content, write_content};
use crate::statements::statements;
use crate::times::{millis, moment, to_millis};
use crate::{Envelope, GENESIS, Head, Recorded, Store, StoreError, Work};

statements! {
    LAST = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
    APPEND = "INSERT INTO events (seq, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    APPEND_CONTENT = "INSERT INTO contents (seq, salt, body) VALUES ($1, $2, $3)";
    ONE = "SELECT e.seq, e.case_ref, e.kind, e.at, e.recorded_at, e.by_whom, e.content_hash, e.prev, e.hash, c.body
        FROM events e LEFT JOIN contents c ON c.seq = e.seq WHERE e.seq = $1";
    OF_CASE = "SELECT e.seq, e.case_ref, e.kind, e.at, e.recorded_at, e.by_whom, e.content_hash, e.prev, e.hash, c.body
        FROM events e LEFT JOIN contents c ON c.seq = e.seq WHERE e.case_ref = $1 ORDER BY e.seq";
}

impl Store {
    /// The event of that place in the chain.
    ///
    /// # Errors
    /// [`StoreError::Erased`] where its content is gone; what cannot be read, or what SQLite says.
    pub async fn event(&self, seq: i64) -> Result<Option<Event>, StoreError> {
        let row = query(ONE).bind(seq).fetch_optional(&mut *self.reader().await?).await?;
        row.map(|row| event_of(&row)).transpose()
    }

    /// Every event of a case, in order; nothing where one of them was erased.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn events_of(&self, case: &CaseRef) -> Result<Option<Vec<Event>>, StoreError> {
        events_of(&mut *self.reader().await?, case).await
    }

    /// The end of the chain; none before the first event.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn head(&self) -> Result<Option<Head>, StoreError> {
        last(&mut *self.reader().await?).await
    }
}

impl Work {
    /// Appends an event, its times cut to whole milliseconds, and returns its place in the chain. `salt` is random and
    /// used once.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] where the chain does not end where it ended last: nothing is built on a chain that
    /// was cut. [`StoreError::Decode`] where the member's id is `clock`, which would read as time.
    pub async fn record(&mut self, event: &Event, salt: [u8; 16]) -> Result<i64, StoreError> {
        let connection = self.connection();
        let last = last(connection).await?;
        if last != kept_head(connection).await? {
            return Err(StoreError::Inconsistent { what: "the chain does not end at its kept head".to_owned() });
        }
        if is_ambiguous(&event.by) {
            return Err(StoreError::decode("a member's id", "`clock` is time's own name"));
        }
        let content = write_content(&event.body, &event.clocks)?;
        let (seq, prev) = last.map_or((1, GENESIS), |head| (head.seq + 1, head.hash));
        let envelope = Envelope {
            seq,
            case: event.case.clone(),
            kind: event.body.kind().to_owned(),
            at: to_millis(event.at),
            recorded_at: to_millis(event.recorded_at),
            by: event.by.clone(),
            content_hash: content_hash(&salt, &content),
        };
        let hash = envelope.hash(&prev);
        append(connection, &Recorded { envelope, prev, hash }).await?;
        append_content(connection, seq, &salt, &content).await?;
        keep_turned_away(connection, seq, event).await?;
        keep_head(connection, &Head { seq, hash }).await?;
        Ok(seq)
    }
}

/// Writes an event behind the last; a trigger refuses one that does not stand there.
pub(crate) async fn append(connection: &mut SqliteConnection, recorded: &Recorded) -> Result<(), StoreError> {
    let Recorded { envelope, prev, hash } = recorded;
    query(APPEND)
        .bind(envelope.seq)
        .bind(envelope.case.as_ref().map(ToString::to_string))
        .bind(&envelope.kind)
        .bind(millis(envelope.at))
        .bind(millis(envelope.recorded_at))
        .bind(by_name(&envelope.by))
        .bind(envelope.content_hash.as_slice())
        .bind(prev.as_slice())
        .bind(hash.as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes what an event holds.
pub(crate) async fn append_content(
    connection: &mut SqliteConnection,
    seq: i64,
    salt: &[u8],
    content: &str,
) -> Result<(), StoreError> {
    query(APPEND_CONTENT).bind(seq).bind(salt).bind(content).execute(connection).await?;
    Ok(())
}

/// The end of the chain as the events have it.
pub(crate) async fn last(connection: &mut SqliteConnection) -> Result<Option<Head>, StoreError> {
    let Some(row) = query(LAST).fetch_optional(connection).await? else { return Ok(None) };
    let seq = row.try_get("seq")?;
    Ok(Some(Head { seq, hash: hash_of("the last event", row.try_get("hash")?)? }))
}

/// The envelope of a row, and its links.
pub(crate) fn recorded_of(row: &SqliteRow) -> Result<Recorded, StoreError> {
    let seq: i64 = row.try_get("seq")?;
    let what = format!("event {seq}");
    let envelope = Envelope {
        seq,
        case: row.try_get::<Option<String>, _>("case_ref")?.map(|text| reference(&text)).transpose()?,
        kind: row.try_get("kind")?,
        at: moment(row.try_get("at")?)?,
        recorded_at: moment(row.try_get("recorded_at")?)?,
        by: by_of(row.try_get("by_whom")?),
        content_hash: hash_of(&what, row.try_get("content_hash")?)?,
    };
    Ok(Recorded { envelope, prev: hash_of(&what, row.try_get("prev")?)?, hash: hash_of(&what, row.try_get("hash")?)? })
}

/// Every event of a case, in order; nothing where one of them was erased.
pub(crate) async fn events_of(
    connection: &mut SqliteConnection,
    case: &CaseRef,
) -> Result<Option<Vec<Event>>, StoreError> {
    let rows = query(OF_CASE).bind(case.to_string()).fetch_all(connection).await?;
    let mut events = Vec::with_capacity(rows.len());
    for row in &rows {
        match event_of(row) {
            Ok(event) => events.push(event),
            Err(StoreError::Erased { .. }) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(events))
}

fn event_of(row: &SqliteRow) -> Result<Event, StoreError> {
    let Envelope { seq, case, kind, at, recorded_at, by, .. } = recorded_of(row)?.envelope;
    let content: Option<String> = row.try_get("body")?;
    let (body, clocks) = read_content(seq, &content.ok_or(StoreError::Erased { seq })?)?;
    if body.kind() != kind {
        let what = format!("event {seq} is {kind} outside and {} inside", body.kind());
        return Err(StoreError::Inconsistent { what });
    }
    Ok(Event { case, at, recorded_at, by, body, clocks })
}

/// The reference of a column, which has but one form.
pub(crate) fn reference(text: &str) -> Result<CaseRef, StoreError> {
    let reference: Option<CaseRef> = text.parse().ok();
    let sound = reference.filter(|reference| reference.to_string() == text);
    sound.ok_or_else(|| StoreError::decode("a reference", "it is not written as references are"))
}
