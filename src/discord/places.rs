//! Where things are: which channel is configured, which thread belongs to which channel, and where a message was said.
//! Threads are known from what the gateway tells; what is not known is asked for by whoever needs it.

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroU64;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use liaison_domain::Language;
use serde_json::Value;

use crate::config::RoomConfig;
use crate::snowflake::number;

/// So many threads and messages are remembered; the oldest is forgotten first.
const REMEMBERED: usize = 10_000;

/// What is known of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Thread {
    /// The channel that it belongs to.
    pub(crate) parent: NonZeroU64,
    /// Whether it takes no message until it is opened again.
    pub(crate) archived: bool,
}

/// What is known of places.
pub(crate) struct Places {
    configured: RwLock<HashMap<NonZeroU64, RoomConfig>>,
    threads: Mutex<Memory<NonZeroU64, Thread>>,
    said: Mutex<Memory<NonZeroU64, NonZeroU64>>,
}

impl Places {
    /// The configured channels and nothing else.
    pub(crate) fn new(rooms: &[RoomConfig]) -> Self {
        Self { configured: RwLock::new(by_number(rooms)), threads: Mutex::default(), said: Mutex::default() }
    }

    /// From now on those channels are configured.
    pub(crate) fn change(&self, rooms: &[RoomConfig]) {
        *self.configured.write().unwrap_or_else(PoisonError::into_inner) = by_number(rooms);
    }

    fn all(&self) -> RwLockReadGuard<'_, HashMap<NonZeroU64, RoomConfig>> {
        self.configured.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a configured channel.
    pub(crate) fn configured(&self, at: &str) -> Option<NonZeroU64> {
        number(at).filter(|at| self.all().contains_key(at))
    }

    /// The room as configured and, where it is a thread of it, the thread; whatever is not configured stands for itself.
    pub(crate) fn room(&self, channel: NonZeroU64, parent: Option<NonZeroU64>) -> (NonZeroU64, Option<NonZeroU64>) {
        if self.all().contains_key(&channel) {
            return (channel, None);
        }
        match self.thread(channel).map(|thread| thread.parent).or(parent) {
            Some(parent) if self.all().contains_key(&parent) => (parent, Some(channel)),
            _ => (channel, None),
        }
    }

    /// The language of a room; nothing where it is not configured.
    pub(crate) fn language(&self, room: NonZeroU64) -> Option<Language> {
        self.all().get(&room).map(|room| room.language)
    }

    /// Whoever is configured for a room; nothing where it is not configured.
    pub(crate) fn people(&self, room: NonZeroU64) -> Option<Vec<String>> {
        self.all().get(&room).map(|room| room.people.clone())
    }

    /// Discord tells of a thread.
    pub(crate) fn learn(&self, thread: &Value) {
        let field = |name: &str| thread[name].as_str().and_then(number);
        if let (Some(id), Some(parent)) = (field("id"), field("parent_id")) {
            let archived = thread.pointer("/thread_metadata/archived").and_then(Value::as_bool).unwrap_or_default();
            locked(&self.threads).keep(id, Thread { parent, archived });
        }
    }

    /// A thread is gone.
    pub(crate) fn forget(&self, thread: NonZeroU64) {
        locked(&self.threads).forget(thread);
    }

    /// What is known of that thread.
    pub(crate) fn thread(&self, id: NonZeroU64) -> Option<Thread> {
        locked(&self.threads).get(id)
    }

    /// A message was said in a thread: an answer to it stands there too.
    pub(crate) fn heard(&self, message: NonZeroU64, thread: NonZeroU64) {
        locked(&self.said).keep(message, thread);
    }

    /// The thread in which a message was said.
    pub(crate) fn said_in(&self, message: NonZeroU64) -> Option<NonZeroU64> {
        locked(&self.said).get(message)
    }
}

/// A map that forgets its oldest entries.
pub(crate) struct Memory<K, V> {
    entries: HashMap<K, V>,
    order: VecDeque<K>,
}

impl<K, V> Default for Memory<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), order: VecDeque::new() }
    }
}

impl<K: Copy + Eq + std::hash::Hash, V: Clone> Memory<K, V> {
    /// Keeps it.
    pub(crate) fn keep(&mut self, key: K, value: V) {
        if self.entries.insert(key, value).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.entries.remove(&oldest);
        }
    }

    /// What is kept.
    pub(crate) fn get(&self, key: K) -> Option<V> {
        self.entries.get(&key).cloned()
    }

    fn forget(&mut self, key: K) {
        if self.entries.remove(&key).is_some() {
            self.order.retain(|other| *other != key);
        }
    }
}

fn by_number(rooms: &[RoomConfig]) -> HashMap<NonZeroU64, RoomConfig> {
    rooms.iter().filter_map(|room| Some((number(&room.channel)?, room.clone()))).collect()
}

/// A poisoned lock means that another task died between two lines without a wait: the map is still whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use liaison_domain::Language;
    use serde_json::json;

    use super::Places;
    use crate::config::RoomConfig;
    use crate::snowflake::number;

    #[test]
    fn a_thread_belongs_to_its_channel() {
        let room = RoomConfig {
            channel: "5".to_owned(),
            language: Language::French,
            threads: false,
            people: vec!["discord:user:7".to_owned()],
        };
        let places = Places::new(&[room]);
        assert_eq!(
            (places.people(number("5").unwrap()).unwrap().len(), places.people(number("6").unwrap())),
            (1, None)
        );
        let at = |id: &str| number(id).unwrap();
        assert_eq!(places.room(at("5"), None), (at("5"), None));
        assert_eq!(places.room(at("6"), None), (at("6"), None), "nobody has told of it");
        assert_eq!(places.room(at("6"), number("5")), (at("5"), number("6")), "but the interaction itself");
        places.learn(&json!({ "id": "6", "parent_id": "5", "thread_metadata": { "archived": true } }));
        assert_eq!(places.room(at("6"), None), (at("5"), number("6")));
        assert!(places.thread(at("6")).unwrap().archived);
        places.forget(at("6"));
        assert_eq!(places.thread(at("6")), None);
        assert_eq!((places.configured("5"), places.configured("6"), places.configured("x")), (number("5"), None, None));
    }
}
