//! Whether the history was tampered with, and where.
//!
//! Whoever can write the file can make a chain anew that is sound in itself; that is found against a head that a room
//! saw, by [`Store::holds`].

use sqlx::{SqliteConnection, query_scalar};

use crate::chain::content_hash;
use crate::history::{Found, found_after};
use crate::marks::kept_head;
use crate::statements::statements;
use crate::{GENESIS, Hash, Head, Recorded, Store, StoreError};

/// So many deleted events before a renumbered one are looked for.
const RENUMBERED_BY_AT_MOST: i64 = 1_000;

statements! {
    PLACE_OF = "SELECT min(seq) FROM events WHERE hash = $1";
    FOLLOWS_LATER = "SELECT EXISTS (SELECT 1 FROM events WHERE prev = $1 AND seq > $2)";
    HOLDS = "SELECT EXISTS (SELECT 1 FROM events WHERE seq = $1 AND hash = $2)";
}

/// What was done to a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The envelope, or its hash, is not what was recorded.
    Edited,
    /// The content is not what was recorded.
    ContentAltered,
    /// The event is gone.
    Missing,
    /// The event was put between others, or after the last.
    Inserted,
    /// The event stands in another's place.
    Reordered,
    /// From this event on, the end of the chain is gone.
    Truncated,
}

impl Broken {
    /// What was done, in a word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::ContentAltered => "content altered",
            Self::Missing => "deleted",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Truncated => "truncated",
        }
    }
}

/// What came of walking the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every event follows from the one before.
    Sound {
        /// The end of the chain; none where nothing was ever recorded.
        head: Option<Head>,
        /// How many events there are.
        events: u64,
        /// Of how many the content was erased.
        erased: u64,
    },
    /// The first event that does not.
    Broken {
        /// Its place in the chain.
        seq: i64,
        /// What was done.
        what: Broken,
    },
}

impl Store {
    /// Walks the whole chain, as it stands at this moment.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn verify(&self) -> Result<Verdict, StoreError> {
        let mut history = self.history(None).await?;
        let connection = history.connection();
        let kept = kept_head(connection).await?;
        let mut walk = Walk { seq: 0, hash: GENESIS, erased: 0, kept };
        loop {
            let page = found_after(connection, walk.seq).await?;
            if page.is_empty() {
                return Ok(walk.ended());
            }
            for found in page {
                if let Some((seq, what)) = walk.step(connection, found).await? {
                    return Ok(Verdict::Broken { seq, what });
                }
            }
        }
    }

    /// Whether a head that was witnessed is in this history.
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn holds(&self, head: &Head) -> Result<bool, StoreError> {
        let holds = query_scalar(HOLDS).bind(head.seq).bind(head.hash.as_slice());
        Ok(holds.fetch_one(&mut *self.reader().await?).await?)
    }
}

/// Where the walk stands: the last event that follows.
struct Walk {
    seq: i64,
    hash: Hash,
    erased: u64,
    /// The head that was kept with the last event.
    kept: Option<Head>,
}

impl Walk {
    /// Takes one event; where it does not follow, which one is at fault and what was done to it.
    async fn step(
        &mut self,
        connection: &mut SqliteConnection,
        found: Found,
    ) -> Result<Option<(i64, Broken)>, StoreError> {
        let expected = self.seq + 1;
        if self.seq > 0 && self.kept == self.head() {
            return Ok(Some((expected, Broken::Inserted)));
        }
        if found.seq != expected {
            // A row below 1 was never the store's own.
            return Ok(Some(if found.seq < expected {
                (found.seq, Broken::Inserted)
            } else {
                (expected, Broken::Missing)
            }));
        }
        let Ok(Recorded { envelope, prev, hash }) = found.recorded else { return Ok(Some((expected, Broken::Edited))) };
        if envelope.hash(&self.hash) != hash {
            let recorded = Recorded { envelope, prev, hash };
            return Ok(Some(self.explain(connection, &recorded).await?));
        }
        if prev != self.hash {
            return Ok(Some((expected, Broken::Edited)));
        }
        match found.content {
            Some((salt, body)) if content_hash(&salt, &body) != envelope.content_hash => {
                return Ok(Some((expected, Broken::ContentAltered)));
            }
            Some(_) => {}
            None => self.erased += 1,
        }
        (self.seq, self.hash) = (expected, hash);
        Ok(None)
    }

    /// Why an event does not follow: by where the one is that it says it follows, and by which one follows instead.
    async fn explain(&self, connection: &mut SqliteConnection, event: &Recorded) -> Result<(i64, Broken), StoreError> {
        let seq = event.envelope.seq;
        let follows = if event.prev == GENESIS { Some(0) } else { place_of(connection, &event.prev).await? };
        if follows.is_some_and(|place| place >= seq) {
            return Ok((seq, Broken::Reordered));
        }
        let another =
            query_scalar(FOLLOWS_LATER).bind(self.hash.as_slice()).bind(seq).fetch_one(&mut *connection).await?;
        let copied = place_of(connection, &event.hash).await?.is_some_and(|place| place < seq);
        Ok(match follows {
            _ if another || copied => (seq, Broken::Inserted),
            Some(place) if place == self.seq => (seq, Broken::Edited),
            Some(place) => (place + 1, Broken::Inserted),
            // It follows what it says: then that one was there before and was edited with its own hash.
            None if event.envelope.hash(&event.prev) == event.hash => (self.seq.max(1), Broken::Edited),
            None if was_renumbered(event) => (seq, Broken::Missing),
            None => (seq, Broken::Edited),
        })
    }

    fn head(&self) -> Option<Head> {
        (self.seq > 0).then_some(Head { seq: self.seq, hash: self.hash })
    }

    fn ended(&self) -> Verdict {
        let broken = |seq, what| Verdict::Broken { seq, what };
        match self.kept {
            kept if kept == self.head() => {
                Verdict::Sound { head: kept, events: self.seq.unsigned_abs(), erased: self.erased }
            }
            Some(kept) if kept.seq > self.seq => broken(self.seq + 1, Broken::Truncated),
            Some(kept) => broken(kept.seq, Broken::Edited),
            None => broken(1, Broken::Inserted),
        }
    }
}

async fn place_of(connection: &mut SqliteConnection, hash: &Hash) -> Result<Option<i64>, StoreError> {
    Ok(query_scalar(PLACE_OF).bind(hash.as_slice()).fetch_one(connection).await?)
}

/// Whether the event was sound under a higher number: events before it were deleted and the rest moved up.
fn was_renumbered(event: &Recorded) -> bool {
    (1..=RENUMBERED_BY_AT_MOST).any(|gone| {
        let mut envelope = event.envelope.clone();
        envelope.seq += gone;
        envelope.hash(&event.prev) == event.hash
    })
}
