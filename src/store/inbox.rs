//! What was heard: every event of every room, once.

use chrono::{DateTime, Utc};
use liaison_domain::CaseRef;
use sqlx::{Row, query, query_scalar};

use crate::events::reference;
use crate::listing::json;
use crate::statements::statements;
use crate::times::{millis, moment};
use crate::{Store, StoreError, Work};

const HANDLED: &str = "handled";
const UNREAD: &str = "unread";

statements! {
    ENTER = "INSERT INTO inbox (network, event, room, person, said_at, heard_at, state, reaction)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (network, event) DO NOTHING";
    READ = "UPDATE inbox SET person = $3, said_at = $4, state = $5, reaction = $6
        WHERE network = $1 AND event = $2 AND state = $7";
    ATTACH = "UPDATE inbox SET case_ref = $3 WHERE network = $1 AND event = $2";
    TOLD = "UPDATE inbox SET told = 1 WHERE network = $1 AND event = $2 AND state = $3";
    KNOWN = "SELECT EXISTS (SELECT 1 FROM inbox WHERE network = $1 AND event = asked.value)
        FROM json_each($2) AS asked ORDER BY asked.key";
    ALL_UNREAD = "SELECT room, event, person, heard_at, told FROM inbox WHERE network = $1 AND state = 'unread'
        ORDER BY heard_at, event";
    HEARD = "SELECT room, person, case_ref, reaction FROM inbox WHERE network = $1 AND event = $2";
}

/// Whether an event could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxState {
    /// It was read; whatever it asked is done in the same transaction.
    Handled,
    /// It could not be decrypted yet.
    Unread,
}

/// An event that was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEntry {
    /// In which network.
    pub network: String,
    /// The network's own id of it.
    pub event: String,
    /// In which room.
    pub room: String,
    /// Whose, by the network's own id.
    pub person: String,
    /// When, by the network's time.
    pub said_at: DateTime<Utc>,
    /// When it came.
    pub heard_at: DateTime<Utc>,
    /// Whether it could be read.
    pub state: InboxState,
    /// The emoji, where it is a reaction.
    pub reaction: Option<String>,
}

/// What the inbox knew of an event before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Nothing: it is to be worked on.
    New,
    /// Everything: nothing is to be done.
    Known,
    /// That it could not be read, and now it can: it is to be worked on.
    WasUnread,
}

/// An event that could not be read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadEvent {
    /// In which room.
    pub room: String,
    /// The network's own id of it.
    pub event: String,
    /// Whose, by the network's own id.
    pub person: String,
    /// When it came.
    pub heard_at: DateTime<Utc>,
    /// Whether its author was told.
    pub told: bool,
}

/// What is remembered of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeardEvent {
    /// In which room.
    pub room: String,
    /// Whose, by the network's own id.
    pub person: String,
    /// The case that it acted on; of several, the last.
    pub case: Option<CaseRef>,
    /// The emoji, where it is a reaction.
    pub reaction: Option<String>,
}

impl InboxState {
    const fn name(self) -> &'static str {
        match self {
            Self::Handled => HANDLED,
            Self::Unread => UNREAD,
        }
    }
}

impl Store {
    /// Which of these events were heard already, in the order of the question.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn known(&self, network: &str, events: &[String]) -> Result<Vec<bool>, StoreError> {
        let known = query_scalar(KNOWN).bind(network).bind(json(events.iter().map(String::as_str)));
        Ok(known.fetch_all(&mut *self.reader().await?).await?)
    }

    /// What could not be read yet, the oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn unread(&self, network: &str) -> Result<Vec<UnreadEvent>, StoreError> {
        let rows = query(ALL_UNREAD).bind(network).fetch_all(&mut *self.reader().await?).await?;
        let unread = rows.iter().map(|row| {
            Ok(UnreadEvent {
                room: row.try_get("room")?,
                event: row.try_get("event")?,
                person: row.try_get("person")?,
                heard_at: moment(row.try_get("heard_at")?)?,
                told: row.try_get("told")?,
            })
        });
        unread.collect()
    }
}

impl Work {
    /// What is remembered of one event, of those too that were entered just now.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn event_heard(&mut self, network: &str, event: &str) -> Result<Option<HeardEvent>, StoreError> {
        let row = query(HEARD).bind(network).bind(event).fetch_optional(self.connection()).await?;
        let Some(row) = row else { return Ok(None) };
        let case: Option<String> = row.try_get("case_ref")?;
        Ok(Some(HeardEvent {
            room: row.try_get("room")?,
            person: row.try_get("person")?,
            case: case.map(|text| reference(&text)).transpose()?,
            reaction: row.try_get("reaction")?,
        }))
    }

    /// Enters an event, once. One that could not be read and now can is entered as read.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn enter(&mut self, entry: &InboxEntry) -> Result<Entered, StoreError> {
        let inserted = query(ENTER)
            .bind(&entry.network)
            .bind(&entry.event)
            .bind(&entry.room)
            .bind(&entry.person)
            .bind(millis(entry.said_at))
            .bind(millis(entry.heard_at))
            .bind(entry.state.name())
            .bind(&entry.reaction);
        if inserted.execute(self.connection()).await?.rows_affected() == 1 {
            return Ok(Entered::New);
        }
        if entry.state == InboxState::Unread {
            return Ok(Entered::Known);
        }
        let read = query(READ)
            .bind(&entry.network)
            .bind(&entry.event)
            .bind(&entry.person)
            .bind(millis(entry.said_at))
            .bind(HANDLED)
            .bind(&entry.reaction)
            .bind(UNREAD);
        let read = read.execute(self.connection()).await?.rows_affected() == 1;
        Ok(if read { Entered::WasUnread } else { Entered::Known })
    }

    /// Remembers which case an event acted on.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn attach(&mut self, network: &str, event: &str, case: &CaseRef) -> Result<(), StoreError> {
        query(ATTACH).bind(network).bind(event).bind(case.to_string()).execute(self.connection()).await?;
        Ok(())
    }

    /// Remembers that the author of an unread event was told.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn told_unread(&mut self, network: &str, event: &str) -> Result<(), StoreError> {
        query(TOLD).bind(network).bind(event).bind(UNREAD).execute(self.connection()).await?;
        Ok(())
    }
}
