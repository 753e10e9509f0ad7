//! The one world behind its lock, with a bell that rings after every change: whoever waits looks again then, and never
//! sleeps.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;
use tokio::time::timeout;

use crate::cannot::Cannot;
use crate::world::World;

/// What the server's tasks and the test's handles share.
pub(crate) struct Shared {
    world: Mutex<World>,
    bell: watch::Sender<u64>,
}

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        Self { world: Mutex::new(world), bell: watch::Sender::new(0) }
    }

    /// Does something to the world, and rings the bell.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let done = act(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner));
        self.bell.send_modify(|rung| *rung += 1);
        done
    }

    /// Looks at the world.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The bell, for a wait of one's own.
    pub(crate) fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// Looks after every change until there is something; an error with what was waited for when patience is over.
    pub(crate) async fn until<T>(
        &self,
        what: impl FnOnce(&World) -> String,
        mut see: impl FnMut(&World) -> Option<T>,
    ) -> Result<T, Cannot> {
        let mut bell = self.bell.subscribe();
        let patience = self.look(|world| world.patience);
        let seen = timeout(patience, async {
            loop {
                bell.borrow_and_update();
                if let Some(seen) = self.look(&mut see) {
                    return Some(seen);
                }
                bell.changed().await.ok()?;
            }
        });
        let late = |why: String| Cannot(format!("not within {patience:?}: {why}"));
        seen.await.ok().flatten().ok_or_else(|| late(self.look(what)))
    }
}
