//! A herd: ten thousand open cases, of which five hundred fall due at the same moment. Prints how long the record, the
//! tick and the posts took, and the memory at its highest. `cargo bench -p liaison-engine --bench herd`

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{
    Batch, Chat, CommandTable, DeviceTrust, Inbound, Network, Outbound, Receipt, RoomFacts, Said, Sentences,
    Undelivered,
};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};

const CASES: usize = 10_000;
const DUE_AT_ONCE: usize = 500;
/// As many commands share one commit as production takes from its doors at once.
const BATCH: usize = 64;

/// A network that takes everything at once.
#[derive(Default)]
struct Room(AtomicU64);

#[async_trait]
impl Chat for Room {
    fn network(&self) -> Network {
        Network::Terminal
    }

    fn own_names(&self) -> Vec<String> {
        Vec::new()
    }

    async fn send(&self, _outbound: &Outbound) -> Result<Receipt, Undelivered> {
        Ok(Receipt(format!("p{}", self.0.fetch_add(1, Ordering::Relaxed))))
    }

    async fn room(&self, _room: &str) -> Result<RoomFacts, Undelivered> {
        Ok(RoomFacts { encrypted: true, people: vec!["@chen".to_owned()] })
    }
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("liaison.db").display());
    let start: DateTime<Utc> = "2026-01-05T08:00:00Z".parse().unwrap();
    let room = Arc::new(Room::default());
    let parts = Parts {
        store: Store::open(&url, Lock::Instance, start).await.unwrap(),
        setting: liaison_terminal::desk(),
        table: Arc::new(CommandTable::load().unwrap()),
        sentences: Arc::new(Sentences::load().unwrap()),
        doors: vec![room.clone() as Arc<dyn Chat>],
        chance: Chance::seeded(1),
    };
    let engine = Engine::new(parts, start);
    engine.caught_up(Network::Terminal, true, start);

    let numbers: Vec<usize> = (0..CASES).collect();
    timed("10,000 reports recorded", || async {
        for batch in numbers.chunks(BATCH) {
            let heard = batch.iter().map(|number| report(*number, start)).collect();
            engine.hear(Network::Terminal, &Batch { heard, mark: None }, start).await.unwrap();
        }
    })
    .await;
    timed("… and told", || async { engine.deliver(start).await.unwrap() }).await;
    println!("{} posts for {CASES} new cases", room.0.swap(0, Ordering::Relaxed));

    let warned = start + TimeDelta::minutes(29);
    engine.tick(warned).await.unwrap();
    engine.deliver(warned).await.unwrap();
    room.0.store(0, Ordering::Relaxed);

    let due = start + TimeDelta::minutes(30);
    timed("500 clocks lapse in one tick", || async { engine.tick(due).await.unwrap() }).await;
    timed("… and everybody is called", || async { engine.deliver(due).await.unwrap() }).await;
    println!("{} posts for {DUE_AT_ONCE} missed clocks", room.0.load(Ordering::Relaxed));
    timed("a tick with nothing due", || async { engine.tick(due).await.unwrap() }).await;
    println!("memory at its highest: {}", highest_memory());
}

fn report(number: usize, said_at: DateTime<Utc>) -> Inbound {
    let urgency = if number < DUE_AT_ONCE { "urgent" } else { "routine" };
    Inbound {
        event: format!("e{number}"),
        room: "#shared".to_owned(),
        person: "@amal".to_owned(),
        said: Said::Text(format!("/report https://a.example/{number} incites to attack urgency:{urgency}")),
        said_at,
        reply_to: None,
        thread: None,
        device: DeviceTrust::Verified,
        roles: Vec::new(),
        answer: None,
    }
}

async fn timed<F: Future<Output = ()>>(what: &str, work: impl FnOnce() -> F) {
    #[expect(clippy::disallowed_methods, reason = "a measurement reads a stopwatch")]
    let begun = Instant::now();
    work().await;
    println!("{what}: {:.3} s", begun.elapsed().as_secs_f64());
}

/// The process's highest resident memory, as Linux has counted it.
fn highest_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().to_owned()
}
