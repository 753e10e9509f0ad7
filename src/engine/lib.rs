//! The work: one occasion, one transaction. What was heard becomes events; what is due lapses; what must be told waits in
//! the outbox until the postman has its receipt. The only room that reads a clock, and only in [`run`].
//!
//! Everything below [`run`] takes `now` as an argument and can be stepped by hand: [`Engine::hear`], [`Engine::tick`],
//! [`Engine::deliver`]. Tests, the terminal desk and production step the same functions.

mod acting;
mod arranging;
mod asking;
mod chance;
mod counts;
mod dailies;
mod duties;
mod emergencies;
mod endings;
mod fault;
mod figures;
mod filing;
mod guests;
mod heard;
mod listing;
mod notices;
mod offering;
mod pace;
mod paging;
mod passing;
mod postman;
mod preparing;
mod reacting;
mod run;
mod spot;
mod spread;
mod taking_back;
mod tale;
mod ticker;
mod unreachable;
mod vitals;
mod waking;
mod words;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::{DateTime, Utc};
use liaison_chat::{Chat, CommandTable, Network, Sentences};
use liaison_domain::Setting;
use liaison_store::Store;

pub use chance::Chance;
pub use counts::Counts;
pub use endings::{Attempt, Ending, PageRun};
pub use fault::Fault;
pub use filing::{Filed, Referral};
pub use paging::Pager;
pub use postman::Delivery;
pub use run::{Ear, LONGEST_SLEEP, present, run};
pub use spread::Spread;
pub use vitals::{ParkedPosts, Record, Vitals};
pub use waking::Standing;

/// What the engine works with.
pub struct Parts {
    /// The memory.
    pub store: Store,
    /// People, desks, rooms and targets.
    pub setting: Setting,
    /// What people can type.
    pub table: Arc<CommandTable>,
    /// What people can read.
    pub sentences: Arc<Sentences>,
    /// The open doors, one a network.
    pub doors: Vec<Arc<dyn Chat>>,
    /// Chance.
    pub chance: Chance,
}

/// The engine.
pub struct Engine {
    store: Store,
    setting: RwLock<Arc<Setting>>,
    table: Arc<CommandTable>,
    sentences: Arc<Sentences>,
    doors: HashMap<Network, Arc<dyn Chat>>,
    chance: Chance,
    started_at: DateTime<Utc>,
    waking: Mutex<waking::Waking>,
    unreachable: Mutex<unreachable::Unreachable>,
    pace: Mutex<pace::Pace>,
    offering: Mutex<offering::Offering>,
    pager: Option<Pager>,
    /// Whether rooms are told although no door to them is open: the next engine that has it sends what waits.
    tells_later: bool,
    counts: Mutex<counts::Counts>,
    /// When the loop last turned, in milliseconds since 1970.
    turned_ms: AtomicI64,
    /// Whether the store may know more of who is on duty than the setting.
    people_changed: AtomicBool,
}

impl Engine {
    /// An engine that starts at `now`; nothing is posted for it.
    #[must_use]
    pub fn new(parts: Parts, now: DateTime<Utc>) -> Self {
        let doors: HashMap<_, _> = parts.doors.into_iter().map(|door| (door.network(), door)).collect();
        Self {
            store: parts.store,
            setting: RwLock::new(Arc::new(parts.setting)),
            table: parts.table,
            sentences: parts.sentences,
            waking: Mutex::new(waking::Waking::new(doors.keys().copied(), now)),
            unreachable: Mutex::default(),
            pace: Mutex::default(),
            offering: Mutex::default(),
            pager: None,
            tells_later: false,
            counts: Mutex::default(),
            turned_ms: AtomicI64::new(now.timestamp_millis()),
            people_changed: AtomicBool::new(true),
            doors,
            chance: parts.chance,
            started_at: now,
        }
    }

    /// The setting as it is now.
    #[must_use]
    pub fn setting(&self) -> Arc<Setting> {
        self.setting.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on the setting is that one, whole: what is being done goes on under the one that it began with. Clocks that
    /// run keep the moments that were recorded when they started, and whoever is on duty or
    /// was let in stays so.
    pub fn change_setting(&self, setting: Setting) {
        let mut current = self.setting.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(setting.following(&current));
        self.people_changed.store(true, Ordering::SeqCst);
    }

    /// The memory, for reading.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    fn door(&self, network: Network) -> Result<&Arc<dyn Chat>, Fault> {
        self.doors.get(&network).ok_or(Fault::NoDoor(network))
    }

    fn waking(&self) -> std::sync::MutexGuard<'_, waking::Waking> {
        self.waking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
