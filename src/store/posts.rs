//! What stands in the rooms: the cards and lines of each case, by the network's own ids.

use chrono::{DateTime, Utc};
use liaison_domain::CaseRef;
use sqlx::{Row, SqliteConnection, query, query_as, query_scalar};

use crate::events::reference;
use crate::statements::statements;
use crate::times::millis;
use crate::{Store, StoreError, Work};

const CARD: &str = "card";
const LINE: &str = "line";

statements! {
    PUT = "INSERT INTO posts (network, receipt, case_ref, room, kind, first_line, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (network, receipt, case_ref) DO UPDATE SET kind = excluded.kind, first_line = excluded.first_line";
    OF_CASE = "SELECT receipt, kind, first_line FROM posts WHERE network = $1 AND room = $2 AND case_ref = $3
        ORDER BY at, receipt";
    CARD_OF_CASE = "SELECT receipt FROM posts WHERE network = $1 AND room = $2 AND case_ref = $3 AND kind = 'card'
        ORDER BY at DESC, receipt DESC LIMIT 1";
    CASES_OF = "SELECT case_ref FROM posts
        WHERE network = $1 AND (receipt = $2 OR (receipt >= $2 || '+' AND receipt < $2 || ',')) LIMIT 2";
    PLACES_OF_CASE = "SELECT DISTINCT network, room FROM posts WHERE case_ref = $1 ORDER BY network, room";
    OTHERS_OF = "SELECT case_ref FROM posts WHERE network = $1 AND room = $2 AND receipt = $3 AND case_ref <> $4
        ORDER BY case_ref";
    NO_CARD = "UPDATE posts SET kind = 'line' WHERE network = $1 AND room = $2 AND receipt = $3";
    NO_CARDS = "UPDATE posts SET kind = 'line' WHERE network = $1 AND room = $2 AND kind = 'card'";
    REDACTED = "DELETE FROM posts WHERE network = $1 AND room = $2 AND receipt = $3";
}

/// What a post is to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKind {
    /// Its card, which is edited as the case moves.
    Card,
    /// A line on something that happened.
    Line,
}

/// Something that stands in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The network's own id.
    pub receipt: String,
    /// What it is.
    pub kind: PostKind,
    /// Its first line, as it was posted or last edited.
    pub first_line: String,
}

impl PostKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Card => CARD,
            Self::Line => LINE,
        }
    }
}

impl Store {
    /// Everything of a case that stands in a room, the oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn posts(&self, network: &str, room: &str, case: &CaseRef) -> Result<Vec<Post>, StoreError> {
        let rows = query(OF_CASE).bind(network).bind(room).bind(case.to_string());
        let rows = rows.fetch_all(&mut *self.reader().await?).await?;
        let posts = rows.iter().map(|row| {
            let kind = if row.try_get::<&str, _>("kind")? == CARD { PostKind::Card } else { PostKind::Line };
            Ok(Post { receipt: row.try_get("receipt")?, kind, first_line: row.try_get("first_line")? })
        });
        posts.collect()
    }

    /// The card of a case in a room, by the network's own id; of several, the last.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn card(&self, network: &str, room: &str, case: &CaseRef) -> Result<Option<String>, StoreError> {
        let card = query_scalar(CARD_OF_CASE).bind(network).bind(room).bind(case.to_string());
        Ok(card.fetch_optional(&mut *self.reader().await?).await?)
    }

    /// The case that a post speaks of, by its receipt or by the first id of it; none where it speaks of several, or of none.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn case_of_post(&self, network: &str, receipt: &str) -> Result<Option<CaseRef>, StoreError> {
        let cases = query_scalar::<_, String>(CASES_OF).bind(network).bind(receipt);
        match cases.fetch_all(&mut *self.reader().await?).await?.as_slice() {
            [case] => reference(case).map(Some),
            _ => Ok(None),
        }
    }
}

impl Work {
    /// Where something of a case stands: network, and room or, where it was told to one person alone, that person.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn places(&mut self, case: &CaseRef) -> Result<Vec<(String, String)>, StoreError> {
        Ok(query_as(PLACES_OF_CASE).bind(case.to_string()).fetch_all(self.connection()).await?)
    }

    /// The other cases that a post speaks of.
    ///
    /// # Errors
    /// What cannot be read, or what SQLite says.
    pub async fn others_of_post(
        &mut self,
        network: &str,
        room: &str,
        receipt: &str,
        case: &CaseRef,
    ) -> Result<Vec<CaseRef>, StoreError> {
        let others = query_scalar::<_, String>(OTHERS_OF).bind(network).bind(room).bind(receipt).bind(case.to_string());
        others.fetch_all(self.connection()).await?.iter().map(|case| reference(case)).collect()
    }

    /// Somebody took the card away. It is still known what it spoke of: its thread stands where it was.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn no_card_any_more(&mut self, network: &str, room: &str, receipt: &str) -> Result<(), StoreError> {
        query(NO_CARD).bind(network).bind(room).bind(receipt).execute(self.connection()).await?;
        Ok(())
    }

    /// No card of that room is one any more: they stand where the room was before it moved.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn no_cards_any_more(&mut self, network: &str, room: &str) -> Result<(), StoreError> {
        query(NO_CARDS).bind(network).bind(room).execute(self.connection()).await?;
        Ok(())
    }

    /// The post no longer stands there.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn redacted(&mut self, network: &str, room: &str, receipt: &str) -> Result<(), StoreError> {
        query(REDACTED).bind(network).bind(room).bind(receipt).execute(self.connection()).await?;
        Ok(())
    }
}

/// Remembers a post, or what an edited one says now.
#[expect(clippy::too_many_arguments, reason = "the columns of one row, named at the one place that writes it")]
pub(crate) async fn put(
    connection: &mut SqliteConnection,
    network: &str,
    room: &str,
    case: &CaseRef,
    kind: PostKind,
    receipt: &str,
    first_line: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let post = query(PUT).bind(network).bind(receipt).bind(case.to_string()).bind(room).bind(kind.name());
    post.bind(first_line).bind(millis(at)).execute(connection).await?;
    Ok(())
}
