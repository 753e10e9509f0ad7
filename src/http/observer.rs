//! Looking at the bot: once a second at most, whoever asks and however often, so that no reader of a page can keep the
//! store busy; and never for longer than a page may wait.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_engine::{Engine, Vitals};
use tokio::sync::Mutex;

/// What was seen is shown for so long.
const STAYS_TRUE: TimeDelta = TimeDelta::seconds(1);
/// A bot that does not answer for so long has not answered. Prometheus waits for ten seconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Something that can be looked at: the engine.
#[async_trait]
pub trait Watched: Send + Sync {
    /// How it is at `now`.
    async fn vitals(&self, now: DateTime<Utc>) -> Vitals;

    /// When its loop last turned; it answers at once.
    fn turned_at(&self) -> DateTime<Utc>;
}

#[async_trait]
impl Watched for Engine {
    async fn vitals(&self, now: DateTime<Utc>) -> Vitals {
        Self::vitals(self, now).await
    }

    fn turned_at(&self) -> DateTime<Utc> {
        Self::turned_at(self)
    }
}

/// Whoever looks.
pub struct Observer {
    watched: Arc<dyn Watched>,
    now: fn() -> DateTime<Utc>,
    seen: Mutex<Option<Arc<Vitals>>>,
}

impl Observer {
    /// One that looks at `watched` and reads the time from `now`, the engine's own clock in production.
    #[must_use]
    pub fn new(watched: Arc<dyn Watched>, now: fn() -> DateTime<Utc>) -> Self {
        Self { watched, now, seen: Mutex::new(None) }
    }

    /// The time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// When the loop last turned.
    pub(crate) fn turned_at(&self) -> DateTime<Utc> {
        self.watched.turned_at()
    }

    /// How the bot is; nothing where it does not say so in five seconds.
    pub(crate) async fn look(&self) -> Option<Arc<Vitals>> {
        tokio::time::timeout(PATIENCE, self.see()).await.ok()
    }

    async fn see(&self) -> Arc<Vitals> {
        let mut seen = self.seen.lock().await;
        let now = self.now();
        if let Some(vitals) = seen.as_ref().filter(|vitals| (now - vitals.at).abs() < STAYS_TRUE) {
            return vitals.clone();
        }
        let vitals = Arc::new(self.watched.vitals(now).await);
        *seen = Some(vitals.clone());
        vitals
    }
}
