//! Keys that come late: what was heard sealed is heard again, by the same id, once it can be read.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use futures_util::{FutureExt, Stream, StreamExt};
use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedRoomId;

use crate::event::Sealed;

/// How many sealed events are kept at hand; the rest is tried again at the next start.
const SEALED_LIMIT: usize = 10_000;

/// Rooms and sessions whose keys have come; nothing when some were missed.
type News = Option<Vec<(OwnedRoomId, String)>>;
type NewsStream = Pin<Box<dyn Stream<Item = News> + Send>>;

/// What is sealed, and the news of keys.
pub(crate) struct LateKeys {
    sealed: BTreeMap<(OwnedRoomId, String), Vec<Sealed>>,
    count: usize,
    /// Never shared: the lock only says so to the compiler.
    news: Mutex<NewsStream>,
}

impl LateKeys {
    /// Begins to listen for keys: before the first sync, so that none comes unseen.
    pub(crate) async fn new(client: &Client) -> Self {
        let news: NewsStream = match client.encryption().room_keys_received_stream().await {
            Some(stream) => Box::pin(stream.map(|keys| {
                let keys = keys.ok()?;
                Some(keys.into_iter().map(|key| (key.room_id, key.session_id)).collect())
            })),
            None => Box::pin(futures_util::stream::pending()),
        };
        Self { sealed: BTreeMap::new(), count: 0, news: Mutex::new(news) }
    }

    /// Keeps what could not be read.
    pub(crate) fn keep(&mut self, sealed: Sealed) {
        if self.count >= SEALED_LIMIT {
            tracing::warn!("too many sealed events: this one is tried again at the next start");
            return;
        }
        self.count += 1;
        self.sealed.entry((sealed.room.clone(), sealed.session.clone())).or_default().push(sealed);
    }

    /// What may be readable by now, oldest first in each session. It is no longer kept: what is still sealed comes back
    /// by [`Self::keep`].
    pub(crate) fn take_openable(&mut self) -> Vec<Sealed> {
        let mut openable = Vec::new();
        let stream = self.news.get_mut().unwrap_or_else(PoisonError::into_inner);
        while let Some(Some(news)) = stream.next().now_or_never() {
            match news {
                Some(keys) => {
                    openable.extend(keys.iter().filter_map(|key| self.sealed.remove(key)).flatten());
                }
                // Some news were missed: any key may have come.
                None => openable.extend(std::mem::take(&mut self.sealed).into_values().flatten()),
            }
        }
        self.count -= openable.len();
        openable
    }
}
