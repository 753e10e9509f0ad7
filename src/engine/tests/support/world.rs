//! A world around one database: people who speak, time that passes, a bot that is dropped at any edge and opened again.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{Batch, Chat, CommandTable, DeviceTrust, Inbound, Network, Said, Sentences};
use liaison_engine::{Chance, Engine, Fault, Parts};
use liaison_store::{Lock, Store, StoreError};

use super::door::RoughDoor;

/// How often the bot is opened again before another one is believed to run beside it.
const PATIENCE: u32 = 1_000;

pub struct World {
    folder: tempfile::TempDir,
    pub door: Arc<RoughDoor>,
    pub engine: Option<Engine>,
    pub now: DateTime<Utc>,
    seed: u64,
    lives: u64,
    said: u64,
    pub crashes: u64,
    table: Arc<CommandTable>,
    sentences: Arc<Sentences>,
}

/// A future that is dropped after so many polls: a crash between any two steps that wait for something.
struct Cut<F> {
    inner: Pin<Box<F>>,
    polls: u64,
}

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        self.inner.as_mut().poll(context).map(Some)
    }
}

impl World {
    pub async fn begin(seed: u64) -> Self {
        let mut world = Self {
            folder: tempfile::tempdir().unwrap(),
            door: RoughDoor::new(seed),
            engine: None,
            now: "2026-01-05T08:00:00Z".parse().unwrap(),
            seed,
            lives: 0,
            said: 0,
            crashes: 0,
            table: Arc::new(CommandTable::load().unwrap()),
            sentences: Arc::new(Sentences::load().unwrap()),
        };
        world.open().await;
        world
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("liaison.db")
    }

    /// Drops the bot, if it runs, and opens it again on the same file.
    pub async fn open(&mut self) {
        self.open_deaf().await;
        self.engine().caught_up(Network::Terminal, true, self.now);
    }

    /// Opens a bot that has not heard yet what was said while it was away.
    pub async fn open_deaf(&mut self) {
        self.engine = None;
        self.lives += 1;
        let mut waits = 0;
        let url = format!("sqlite://{}", self.database().display());
        let store = loop {
            match Store::open(&url, Lock::Instance, self.now).await {
                // A process that another test is just starting holds whatever was open until it runs: give it its turn.
                Err(StoreError::SecondInstance { .. }) if waits < PATIENCE => waits += 1,
                opened => break opened.unwrap(),
            }
            std::thread::yield_now();
        };
        let door: Arc<dyn Chat> = self.door.clone();
        let parts = Parts {
            store,
            setting: liaison_terminal::desk(),
            table: self.table.clone(),
            sentences: self.sentences.clone(),
            doors: vec![door],
            chance: Chance::seeded(self.seed.wrapping_mul(1_000).wrapping_add(self.lives)),
        };
        self.engine = Some(Engine::new(parts, self.now));
    }

    pub fn engine(&self) -> &Engine {
        self.engine.as_ref().unwrap()
    }

    pub fn message(&mut self, person: &str, text: &str) -> Inbound {
        self.said += 1;
        Inbound {
            event: format!("e{}", self.said),
            room: "#shared".to_owned(),
            person: person.to_owned(),
            said: Said::Text(text.to_owned()),
            said_at: self.now,
            reply_to: None,
            thread: None,
            device: DeviceTrust::Verified,
            roles: Vec::new(),
            answer: None,
        }
    }

    /// Hands messages over until the bot has committed them, as a door does: after a crash, once more.
    pub async fn say(&mut self, heard: Vec<Inbound>, cut: Option<u64>) {
        let batch = Batch { heard, mark: None };
        let mut cut = cut;
        loop {
            let heard = Cut {
                inner: Box::pin(self.engine().hear(Network::Terminal, &batch, self.now)),
                polls: cut.take().unwrap_or(u64::MAX),
            };
            match heard.await {
                Some(result) => return result.unwrap(),
                None => self.crash().await,
            }
        }
    }

    /// One round of the loop: time acts, the postman goes. It may be cut short anywhere, or by the door.
    pub async fn turn(&mut self, cut: Option<u64>) {
        let crash = self.door.crash.clone();
        let now = self.now;
        let round = async {
            self.engine().tick(now).await?;
            self.engine().deliver(now).await
        };
        let round = Cut { inner: Box::pin(round), polls: cut.unwrap_or(u64::MAX) };
        let ended: Option<Result<(), Fault>> = tokio::select! {
            biased;
            () = crash.notified() => None,
            ended = round => ended,
        };
        match ended {
            Some(result) => result.unwrap(),
            None => self.crash().await,
        }
    }

    async fn crash(&mut self) {
        self.crashes += 1;
        self.open().await;
    }

    pub async fn pass(&mut self, span: TimeDelta) {
        self.now += span;
    }

    /// The network behaves from now on, and everything that waits is sent.
    pub async fn heal(&mut self) {
        self.door.behave();
        // What was parked for good is let out at a start.
        self.open().await;
        self.turn(None).await;
        while let Some(at) = self.engine().store().next_retry().await.unwrap() {
            self.now = self.now.max(at);
            self.turn(None).await;
        }
    }
}
