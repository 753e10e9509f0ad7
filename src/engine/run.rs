//! The loop that production runs: hears, ticks, delivers, sleeps until something is due, and stops cleanly. The one
//! place that reads the clock.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Asking, Away, Batch, Deaf, Listener, Network, Offered, Typing};
use liaison_domain::Subject;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::postman::Delivery;
use crate::{Engine, Fault};

/// So many handed-over batches may wait for the engine; then doors wait.
const WAITING_BATCHES: usize = 64;
/// After a fault of the store the loop waits so long before it tries again.
const AFTER_A_FAULT: Duration = Duration::from_secs(2);
/// When the program stops, what the doors still hand over is taken for so long.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// When the program stops, a command that wakes somebody has so long to end; what is cut off then runs once more at the
/// next start. The whole stop stays under ten seconds.
const LAST_PAGE: Duration = Duration::from_secs(5);
/// The loop turns at least so often: a wall clock that is set forward is noticed.
pub const LONGEST_SLEEP: Duration = Duration::from_secs(15);

/// The present moment, to the millisecond: the record keeps no finer one.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one reading of the clock, from which every `now` comes")]
pub fn present() -> DateTime<Utc> {
    let now = DateTime::<Utc>::from(std::time::SystemTime::now());
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

/// Something for the loop to do.
enum Occasion {
    Heard { network: Network, batch: Batch, committed: oneshot::Sender<()> },
    CaughtUp { network: Network, caught_up: bool },
    MayOpen { network: Network, room: String },
}

/// What doors speak into.
pub struct Ear {
    engine: Arc<Engine>,
    occasions: mpsc::Sender<Occasion>,
}

#[async_trait]
impl Listener for Ear {
    async fn hear(&self, network: Network, batch: Batch) -> Result<(), Deaf> {
        let (committed, done) = oneshot::channel();
        self.occasions.send(Occasion::Heard { network, batch, committed }).await.map_err(|_| Deaf)?;
        done.await.map_err(|_| Deaf)
    }

    async fn mark(&self, network: Network) -> Result<Option<String>, Deaf> {
        self.until_answered(|| self.engine.heard_mark(network)).await
    }

    async fn known(&self, network: Network, events: Vec<String>) -> Result<Vec<bool>, Deaf> {
        self.until_answered(|| self.engine.known(network, &events)).await
    }

    async fn unread(&self, network: Network) -> Result<Vec<(String, String)>, Deaf> {
        self.until_answered(|| self.engine.unread(network)).await
    }

    async fn complete(&self, network: Network, typing: Typing) -> Vec<Offered> {
        self.engine.complete(network, &typing, present())
    }

    async fn subjects(&self, network: Network, asking: Asking) -> Vec<Subject> {
        self.engine.subjects(network, &asking)
    }

    async fn was_away(&self, network: Network, away: Away) -> Result<(), Deaf> {
        self.until_answered(|| self.engine.was_away(network, &away, present())).await
    }

    async fn moved(&self, network: Network, room: String) -> Result<(), Deaf> {
        self.until_answered(|| self.engine.moved(network, &room, present())).await
    }

    async fn may_open(&self, network: Network, room: String) -> Result<(), Deaf> {
        self.occasions.send(Occasion::MayOpen { network, room }).await.map_err(|_| Deaf)
    }

    async fn caught_up(&self, network: Network, caught_up: bool) -> Result<(), Deaf> {
        self.occasions.send(Occasion::CaughtUp { network, caught_up }).await.map_err(|_| Deaf)
    }
}

impl Ear {
    /// Asks the store until it answers or the program stops: a door that gave up would be deaf for good.
    async fn until_answered<T, F>(&self, ask: impl Fn() -> F) -> Result<T, Deaf>
    where
        F: Future<Output = Result<T, Fault>>,
    {
        loop {
            match ask().await {
                Ok(answer) => return Ok(answer),
                Err(fault) => {
                    self.engine.noted(&fault);
                    tracing::error!(%fault, "the store does not answer a door; it is asked again");
                }
            }
            tokio::select! {
                () = self.occasions.closed() => return Err(Deaf),
                () = tokio::time::sleep(AFTER_A_FAULT) => {}
            }
        }
    }
}

/// Runs the engine until `stop` turns true. `doors` is called once with the ear that the doors speak into; what it
/// spawns ends with it.
///
/// # Errors
/// None of its own at present: faults of the store are logged and tried again.
pub async fn run<F>(engine: Arc<Engine>, mut stop: watch::Receiver<bool>, doors: F) -> Result<(), Fault>
where
    F: FnOnce(Arc<Ear>),
{
    let (occasions, mut heard) = mpsc::channel(WAITING_BATCHES);
    let told_to_stop = stop.clone();
    if let Err(fault) = engine.remember_cases().await {
        engine.noted(&fault);
        tracing::error!(%fault, "the open cases are not offered while somebody types");
    }
    doors(Arc::new(Ear { engine: engine.clone(), occasions }));
    let mut postmen = Postmen::default();
    let mut paging = JoinSet::new();
    loop {
        let now = present();
        engine.turns(now);
        if let Err(fault) = engine.tick(now).await {
            engine.noted(&fault);
            tracing::error!(%fault, "the ticker failed; it is tried again");
        }
        postmen.send_out(&engine, now).await;
        wake_somebody(&engine, &mut paging, &stop).await;
        let sleep = sleep_until(&engine, now).await;
        tokio::select! {
            biased;
            () = is_told(&mut stop) => break,
            occasion = heard.recv() => match occasion {
                Some(occasion) => take(&engine, occasion, told_to_stop.clone()).await,
                None => break,
            },
            () = postmen.one_is_back(), if postmen.are_out() => {}
            Some(_) = paging.join_next() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
    // What the doors have promised is still taken; they close at the same word, and then nobody speaks any more.
    let last_words = async {
        while let Some(occasion) = heard.recv().await {
            take(&engine, occasion, told_to_stop.clone()).await;
        }
    };
    let last_posts = async {
        if tokio::time::timeout(LAST_WORDS, last_words).await.is_err() {
            tracing::warn!("a door is still open; what it hears now is heard at the next start");
        }
        postmen.send_out(&engine, present()).await;
        postmen.come_home().await;
    };
    tokio::join!(last_posts, has_paged(paging));
    Ok(())
}

/// Returns once the program is to stop. What the channel lends is let go here: it may not be held over another wait.
async fn is_told(stop: &mut watch::Receiver<bool>) {
    let _stopping_or_nobody_left_to_tell = stop.wait_for(|stop| *stop).await;
}

async fn sleep_until(engine: &Engine, now: DateTime<Utc>) -> Duration {
    let next = engine.next_at(now).await.unwrap_or_else(|fault| {
        engine.noted(&fault);
        tracing::error!(%fault, "the next deadline cannot be read");
        None
    });
    next.and_then(|at| (at - present()).to_std().ok()).unwrap_or(LONGEST_SLEEP).min(LONGEST_SLEEP)
}

/// Takes one occasion, again and again until it is committed or the program stops: what a door handed over is neither
/// lost nor taken as heard before it is.
async fn take(engine: &Engine, occasion: Occasion, mut stop: watch::Receiver<bool>) {
    match occasion {
        Occasion::CaughtUp { network, caught_up } => {
            engine.caught_up(network, caught_up, present());
            if caught_up && let Err(fault) = engine.release(network).await {
                engine.noted(&fault);
                tracing::error!(%fault, "what was put off is tried again later");
            }
        }
        Occasion::MayOpen { network, room } => {
            if let Err(fault) = engine.may_open(network, &room).await {
                tracing::error!(%fault, "what a room refused is tried again later");
            }
        }
        Occasion::Heard { network, batch, committed } => loop {
            match engine.hear(network, &batch, present()).await {
                Ok(()) => {
                    let _door_is_gone = committed.send(());
                    return;
                }
                Err(fault) => {
                    engine.noted(&fault);
                    tracing::error!(%fault, "what was heard is not committed yet");
                }
            }
            tokio::select! {
                () = is_told(&mut stop) => return,
                () = tokio::time::sleep(AFTER_A_FAULT) => {}
            }
        },
    }
}

/// Runs the local command that wakes people, one call after the other, beside everything else.
async fn wake_somebody(engine: &Arc<Engine>, paging: &mut JoinSet<()>, stop: &watch::Receiver<bool>) {
    if !paging.is_empty() || !engine.has_page().await.unwrap_or(false) {
        return;
    }
    let (engine, stop) = (engine.clone(), stop.clone());
    paging.spawn(async move {
        // What is not begun when the program stops is run at the next start.
        while !*stop.borrow() {
            match engine.page_one(present()).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(fault) => {
                    engine.noted(&fault);
                    tracing::error!(%fault, "nobody is paged; it is tried again");
                    tokio::time::sleep(AFTER_A_FAULT).await;
                    return;
                }
            }
        }
    });
}

/// Lets the command that runs end, for a while.
async fn has_paged(mut paging: JoinSet<()>) {
    let ended = async { while paging.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_PAGE, ended).await.is_err() {
        tracing::warn!("the paging command still runs and is ended; it is run once more at the next start");
    }
}

/// One postman a room, so that a slow room holds up no other.
#[derive(Default)]
struct Postmen {
    out: JoinSet<(Network, String)>,
    rooms: HashSet<(Network, String)>,
}

impl Postmen {
    async fn send_out(&mut self, engine: &Arc<Engine>, now: DateTime<Utc>) {
        let waiting = engine.rooms_waiting(now).await.unwrap_or_else(|fault| {
            engine.noted(&fault);
            tracing::error!(%fault, "the outbox cannot be read");
            Vec::new()
        });
        for (network, room) in waiting {
            if self.rooms.insert((network, room.clone())) {
                self.out.spawn(carry(engine.clone(), network, room));
            }
        }
    }

    fn are_out(&self) -> bool {
        !self.rooms.is_empty()
    }

    async fn one_is_back(&mut self) {
        match self.out.join_next().await {
            Some(Ok(room)) => {
                self.rooms.remove(&room);
            }
            Some(Err(fault)) => {
                tracing::error!(%fault, "a postman fell; every room gets a new one");
                self.out.abort_all();
                self.rooms.clear();
            }
            None => self.rooms.clear(),
        }
    }

    /// Lets what is under way arrive and be written down.
    async fn come_home(mut self) {
        while self.out.join_next().await.is_some() {}
    }
}

async fn carry(engine: Arc<Engine>, network: Network, room: String) -> (Network, String) {
    loop {
        let begun = present();
        match engine.deliver_one(network, &room, begun).await {
            Ok(Delivery::One) => engine.counts().delivered(network, present() - begun),
            Ok(Delivery::Nothing) => return (network, room),
            Err(fault) => {
                engine.noted(&fault);
                tracing::error!(%fault, "a delivery is not recorded; it is tried again under the same name");
                tokio::time::sleep(AFTER_A_FAULT).await;
                return (network, room);
            }
        }
    }
}
