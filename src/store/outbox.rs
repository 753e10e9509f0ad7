//! What waits to be told: putting it there, and choosing what goes next. What becomes of a row once it is tried stands in
//! `delivery.rs`.
//!
//! Order is kept per case and room: of each case only the first row that waits can go, and a row that must wait, or that
//! was merged into one that must, holds back the case's later rows. A row without a case holds back nothing and is held
//! back by nothing. Among what can go, the smallest rank goes first, then the oldest.

use chrono::{DateTime, Utc};
use liaison_domain::CaseRef;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, query, query_as, query_scalar};

use crate::events::reference;
use crate::record::{read_telling, write_telling};
use crate::statements::statements;
use crate::telling::{ALERT, CARD};
use crate::times::{millis, moment, moment_if};
use crate::{Store, StoreError, Telling, Work};

const ROOM: &str = "room";
const ANSWER: &str = "answer";
const PERSON: &str = "person";

/// A row is held back by an earlier one of its case and room that is not told yet, by itself or in one that it went with.
macro_rules! first_of_its_case {
    () => {
        "NOT EXISTS (SELECT 1 FROM outbox AS earlier LEFT JOIN outbox AS whole ON whole.id = earlier.merged_into
            WHERE earlier.case_ref = o.case_ref AND earlier.network = o.network AND earlier.room = o.room
                AND earlier.id < o.id AND coalesce(whole.state, earlier.state) = 'waiting')"
    };
}

macro_rules! rows {
    () => {
        "SELECT o.*, o.rank AS urgency, (SELECT json_group_array(part.id) FROM outbox AS part WHERE part.merged_into = o.id) AS merged
        FROM outbox AS o "
    };
}

statements! {
    QUEUE = "INSERT INTO outbox (network, room, addressee, person, reply_to, case_ref, rank, kind, telling, queued_at,
            held_open)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
    WAITING_CARD = "SELECT EXISTS (SELECT 1 FROM outbox
        WHERE network = $1 AND room = $2 AND case_ref = $3 AND kind = $4 AND state = 'waiting' AND attempts = 0)";
    WAITING_ALERT = "SELECT id, telling FROM outbox WHERE network = $1 AND room = $2 AND case_ref = $3 AND kind = $4
        AND addressee = 'room' AND state = 'waiting' AND attempts = 0 ORDER BY id DESC LIMIT 1";
    RETELL = "UPDATE outbox SET telling = $2, rank = min(rank, $3) WHERE id = $1 AND state = 'waiting' AND attempts = 0";
    ROOMS = concat!("SELECT r.network, r.room
        FROM (SELECT network, room, min(id) AS oldest FROM outbox WHERE state = 'waiting' GROUP BY network, room) AS r
        WHERE EXISTS (SELECT 1 FROM outbox AS o WHERE o.network = r.network AND o.room = r.room AND o.state = 'waiting'
            AND (o.next_at IS NULL OR o.next_at <= $1) AND ", first_of_its_case!(), ")
        ORDER BY r.oldest");
    NEXT = "SELECT o.*, u.rank AS urgency,
            (SELECT json_group_array(part.id) FROM outbox AS part WHERE part.merged_into = o.id) AS merged
        FROM outbox AS u CROSS JOIN outbox AS o ON o.id = CASE
            WHEN u.case_ref IS NULL THEN u.id
            -- What the card would show, the alert says, where the room has read of the case before.
            WHEN $5 AND u.kind = $6 AND EXISTS (SELECT 1 FROM posts AS told INDEXED BY posts_of_case WHERE told.case_ref = u.case_ref
                    AND told.network = u.network AND told.room = u.room)
                AND NOT EXISTS (SELECT 1 FROM outbox AS earlier LEFT JOIN outbox AS whole ON whole.id = earlier.merged_into
                    WHERE earlier.case_ref = u.case_ref AND earlier.network = u.network AND earlier.room = u.room
                        AND earlier.id < u.id AND earlier.kind NOT IN ($7, 'take_away') AND coalesce(whole.state, earlier.state) = 'waiting')
                THEN u.id
            ELSE (SELECT min(earlier.id) FROM outbox AS earlier LEFT JOIN outbox AS whole ON whole.id = earlier.merged_into
                WHERE earlier.case_ref = u.case_ref AND earlier.network = u.network AND earlier.room = u.room
                    AND coalesce(whole.state, earlier.state) = 'waiting')
            END
        WHERE u.network = $1 AND u.room = $2 AND u.state = 'waiting' AND o.state = 'waiting'
            AND (o.next_at IS NULL OR o.next_at <= $3) AND ($4 OR o.addressee = 'person' OR o.held_open)
        ORDER BY u.rank, u.id LIMIT 1";
    ALIKE = concat!(rows!(), "WHERE o.network = $1 AND o.room = $2 AND o.state = 'waiting' AND o.kind = $3
            AND o.addressee = 'room' AND o.attempts = 0 AND o.next_at IS NULL AND ", first_of_its_case!(),
        " ORDER BY o.id LIMIT $4");
    ANSWERS = concat!(rows!(), "WHERE o.network = $1 AND o.room = $2 AND o.state = 'waiting' AND o.kind = $3
            AND o.addressee = 'answer' AND NOT o.held_open AND o.person = $4 AND o.attempts = 0 AND o.next_at IS NULL
        ORDER BY o.id LIMIT $5");
    NEXT_RETRY = concat!("SELECT min(o.next_at) FROM outbox AS o
        WHERE o.state = 'waiting' AND o.next_at IS NOT NULL AND ", first_of_its_case!());
    PARKED = concat!(rows!(), "WHERE o.state = 'parked' ORDER BY o.id");
}

/// To whom something is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// Everyone in the room.
    Room,
    /// One person, in the room where they asked.
    Answer {
        /// Who, by the network's own id.
        person: String,
        /// What they said, by the network's own id, or by what the network holds an answer open with.
        to: Option<String>,
        /// Whether the network holds it open: then they see that no answer came, and the room has nothing to do with it.
        held_open: bool,
    },
    /// One person and nobody else, by the network's own id.
    Person(String),
}

/// Something new to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// In which network.
    pub network: String,
    /// In which room, or, to a person alone, where that was asked for.
    pub room: String,
    /// To whom.
    pub addressee: Addressee,
    /// The case whose order it keeps; none where it keeps none.
    pub case: Option<CaseRef>,
    /// The smaller, the more urgent.
    pub rank: i64,
    /// What.
    pub telling: Telling,
    /// Since when it waits.
    pub queued_at: DateTime<Utc>,
}

/// What a room takes for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    /// Whether it takes posts; else only what one person alone is shown.
    pub posts: bool,
    /// Whether its network takes so little that an alert goes before its case's card, where the room has read of the case.
    pub little: bool,
}

impl Takes {
    /// A room that takes what it is given.
    pub const ALL: Self = Self { posts: true, little: false };
}

/// Something that waits, or that can never be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number: the older, the smaller.
    pub id: i64,
    /// In which network.
    pub network: String,
    /// In which room.
    pub room: String,
    /// To whom.
    pub addressee: Addressee,
    /// The case whose order it keeps.
    pub case: Option<CaseRef>,
    /// The smaller, the more urgent.
    pub rank: i64,
    /// The rank of the most urgent that it holds back, or its own.
    pub urgency: i64,
    /// What.
    pub telling: Telling,
    /// Since when it waits.
    pub queued_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was first tried.
    pub first_attempt_at: Option<DateTime<Utc>>,
    /// When it was last tried.
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// The name under which it is sent, once it was prepared.
    pub key: Option<String>,
    /// What is sent under that name, in the form of whoever prepared it.
    pub prepared: Option<String>,
    /// Not before then.
    pub next_at: Option<DateTime<Utc>>,
    /// Why it did not arrive the last time, or never can.
    pub why: Option<String>,
    /// The rows that go with it, the oldest first.
    pub merged: Vec<i64>,
}

impl OutboxRow {
    /// Whether it was parked after an attempt of which nobody knows whether it arrived: what is said under its name is long
    /// overtaken.
    #[must_use]
    pub const fn is_let_out(&self) -> bool {
        self.key.is_some() && self.last_attempt_at.is_none()
    }
}

impl Store {
    /// The rooms, with their networks before them, that have a row which can go now; the one that waits longest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn waiting_rooms(&self, now: DateTime<Utc>) -> Result<Vec<(String, String)>, StoreError> {
        Ok(query_as(ROOMS).bind(millis(now)).fetch_all(&mut *self.reader().await?).await?)
    }

    /// What goes next in a room: the first that waits there of the case of which something is the most urgent.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn next_row(
        &self,
        network: &str,
        room: &str,
        takes: Takes,
        now: DateTime<Utc>,
    ) -> Result<Option<OutboxRow>, StoreError> {
        let row = query(NEXT).bind(network).bind(room).bind(millis(now)).bind(takes.posts).bind(takes.little);
        let row = row.bind(ALERT).bind(CARD);
        row.fetch_optional(&mut *self.reader().await?).await?.map(|row| row_of(&row)).transpose()
    }

    /// What could go together: rows of that kind to everyone in the room that can go now and were never tried, the oldest
    /// first, `limit` at most.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn waiting_like(
        &self,
        network: &str,
        room: &str,
        kind: &str,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let rows = query(ALIKE).bind(network).bind(room).bind(kind).bind(limit);
        rows.fetch_all(&mut *self.reader().await?).await?.iter().map(row_of).collect()
    }

    /// What could go together to one person: answers of that kind where they asked, that can go now and were never tried, the
    /// oldest first, `limit` at most.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn waiting_answers(
        &self,
        network: &str,
        room: &str,
        kind: &str,
        person: &str,
        limit: u32,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        let rows = query(ANSWERS).bind(network).bind(room).bind(kind).bind(person).bind(limit);
        rows.fetch_all(&mut *self.reader().await?).await?.iter().map(row_of).collect()
    }

    /// The nearest moment before which some row may not be tried again; it may be past.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn next_retry(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        moment_if(query_scalar(NEXT_RETRY).fetch_one(&mut *self.reader().await?).await?)
    }

    /// What can never be told as things are, the oldest first.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn parked(&self) -> Result<Vec<OutboxRow>, StoreError> {
        query(PARKED).fetch_all(&mut *self.reader().await?).await?.iter().map(row_of).collect()
    }
}

impl Work {
    /// Puts something there and returns its number.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn queue(&mut self, row: &NewRow) -> Result<i64, StoreError> {
        let (addressee, person, reply_to, held_open) = match &row.addressee {
            Addressee::Room => (ROOM, None, None, false),
            Addressee::Answer { person, to, held_open } => (ANSWER, Some(person), to.as_ref(), *held_open),
            Addressee::Person(person) => (PERSON, Some(person), None, false),
        };
        let queued = query_scalar(QUEUE)
            .bind(&row.network)
            .bind(&row.room)
            .bind(addressee)
            .bind(person)
            .bind(reply_to)
            .bind(row.case.as_ref().map(ToString::to_string))
            .bind(row.rank)
            .bind(row.telling.kind())
            .bind(write_telling(&row.telling)?)
            .bind(millis(row.queued_at))
            .bind(held_open);
        Ok(queued.fetch_one(self.connection()).await?)
    }

    /// Whether a card of the case that was never tried still waits for the room: it will show what is now true, and no
    /// second one is needed.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn has_waiting_card(&mut self, network: &str, room: &str, case: &CaseRef) -> Result<bool, StoreError> {
        let waits = query_scalar(WAITING_CARD).bind(network).bind(room).bind(case.to_string()).bind(CARD);
        Ok(waits.fetch_one(self.connection()).await?)
    }

    /// The alert of the case that waits for the room and was never tried.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn waiting_alert(
        &mut self,
        network: &str,
        room: &str,
        case: &CaseRef,
    ) -> Result<Option<(i64, Telling)>, StoreError> {
        let waits =
            query_as::<_, (i64, String)>(WAITING_ALERT).bind(network).bind(room).bind(case.to_string()).bind(ALERT);
        let Some((id, telling)) = waits.fetch_optional(self.connection()).await? else { return Ok(None) };
        Ok(Some((id, read_telling(id, &telling)?)))
    }

    /// A row that was never tried tells something else from now on, at least as urgently.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn retell(&mut self, id: i64, telling: &Telling, rank: i64) -> Result<(), StoreError> {
        query(RETELL).bind(id).bind(write_telling(telling)?).bind(rank).execute(self.connection()).await?;
        Ok(())
    }
}

fn row_of(row: &SqliteRow) -> Result<OutboxRow, StoreError> {
    let id = row.try_get("id")?;
    let case: Option<String> = row.try_get("case_ref")?;
    let mut merged: Vec<i64> = serde_json::from_str(row.try_get("merged")?)
        .map_err(|error| StoreError::json(format!("outbox row {id}"), &error))?;
    merged.sort_unstable();
    Ok(OutboxRow {
        id,
        network: row.try_get("network")?,
        room: row.try_get("room")?,
        addressee: addressee_of(id, row)?,
        case: case.map(|text| reference(&text)).transpose()?,
        rank: row.try_get("rank")?,
        urgency: row.try_get("urgency")?,
        telling: read_telling(id, row.try_get("telling")?)?,
        queued_at: moment(row.try_get("queued_at")?)?,
        attempts: row.try_get("attempts")?,
        first_attempt_at: moment_if(row.try_get("first_attempt_at")?)?,
        last_attempt_at: moment_if(row.try_get("last_attempt_at")?)?,
        key: row.try_get("key")?,
        prepared: row.try_get("prepared")?,
        next_at: moment_if(row.try_get("next_at")?)?,
        why: row.try_get("why")?,
        merged,
    })
}

fn addressee_of(id: i64, row: &SqliteRow) -> Result<Addressee, StoreError> {
    let person: Option<String> = row.try_get("person")?;
    match (row.try_get("addressee")?, person) {
        (ROOM, None) => Ok(Addressee::Room),
        (ANSWER, Some(person)) => {
            Ok(Addressee::Answer { person, to: row.try_get("reply_to")?, held_open: row.try_get("held_open")? })
        }
        (PERSON, Some(person)) => Ok(Addressee::Person(person)),
        _ => Err(StoreError::Inconsistent { what: format!("outbox row {id} has no whole addressee") }),
    }
}
