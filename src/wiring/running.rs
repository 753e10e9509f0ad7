//! Runs the bot: the store, the engine, and one door a network, each opened again and again while its service does not
//! answer. A network that will never let the bot in ends the program where it is the only one; beside another it is told
//! in the log, and the other goes on.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use liaison_chat::{Chat, CommandTable, Listener, Sentences};
use liaison_domain::Setting;
use liaison_engine::{Chance, Ear, Engine, Pager, Parts, present};
use liaison_store::{Lock, Store, StoreError};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, watch};

use super::late::Late;
use super::reloading::{OpenDoors, Reloader};
use super::watching::Watching;
use crate::config::Configuration;

/// A service that does not answer at the start is tried again after so long.
const AGAIN_AFTER: Duration = Duration::from_secs(10);
/// What is under way when the program is told to stop has so long; what is left is sent at the next start.
const FAREWELL: Duration = Duration::from_secs(8);

/// Why a door is not open.
pub(super) enum Shut {
    /// The service does not answer; in words.
    ForNow(String),
    /// It will never open as things are.
    ForGood(anyhow::Error),
}

/// One network that is to be opened.
#[async_trait]
pub(super) trait Entrance: Send + Sync {
    /// Opens it.
    async fn open(&self) -> Result<Arc<dyn OpenDoor>, Shut>;
}

/// A network that is open.
#[async_trait]
pub(super) trait OpenDoor: Send + Sync {
    /// What posts go through.
    fn chat(self: Arc<Self>) -> Arc<dyn Chat>;

    /// Listens until the program stops, or the network has ended it for good.
    async fn listen(&self, ear: Arc<dyn Listener>, stop: watch::Receiver<bool>) -> anyhow::Result<()>;

    /// From now on the rooms of its network are those of that setting.
    fn change_rooms(&self, setting: &Setting);
}

/// A network with the door that the engine holds of it.
pub(super) struct Way {
    pub(super) late: Arc<Late>,
    pub(super) entrance: Box<dyn Entrance>,
}

pub(super) async fn run(configuration: Configuration) -> anyhow::Result<ExitCode> {
    let (table, sentences) = (Arc::new(CommandTable::load()?), Arc::new(Sentences::load()?));
    let ways = super::ways(&configuration, &table, &sentences)?;
    if ways.is_empty() {
        eprintln!("liaison: the configuration names no network that this program was built with");
        return Ok(ExitCode::from(2));
    }
    let store = match Store::open(&configuration.store_url, Lock::Instance, present()).await {
        Ok(store) => store,
        Err(refused @ (StoreError::SecondInstance { .. } | StoreError::NewerSchema { .. })) => {
            eprintln!("liaison: {refused}");
            return Ok(ExitCode::from(2));
        }
        Err(fault) => return Err(fault).context("the store cannot be opened"),
    };
    // Before the bot speaks anywhere: whoever mends a port in use has not been heard by a room.
    let watching = Watching::prepare(&configuration).await?;
    let stop = stop_signal()?;
    let hangup = signal(SignalKind::hangup()).context("SIGHUP cannot be heard")?;
    let reloader = Reloader::of(&configuration, ways.iter().map(|way| way.late.network()).collect());
    let doors = ways.iter().map(|way| way.late.clone() as Arc<dyn Chat>).collect();
    let chance = Chance::unpredictable();
    let pager = Pager { command: configuration.page, path: std::env::var_os("PATH") };
    let parts = Parts { store, setting: configuration.setting, table, sentences, doors, chance };
    let engine = Arc::new(Engine::new(parts, present()).with_pager(Some(pager)));
    let open = Arc::new(OpenDoors::default());
    watching.begin(&engine, &stop);
    tokio::spawn(reloader.at_each(hangup, engine.clone(), open.clone()));
    serve(engine, ways, open, stop).await
}

async fn serve(
    engine: Arc<Engine>,
    ways: Vec<Way>,
    doors: Arc<OpenDoors>,
    stop: watch::Receiver<bool>,
) -> anyhow::Result<ExitCode> {
    let mut open = ways.len();
    let (ended, mut endings) = mpsc::channel(open);
    let (at_the_doors, served) = (stop.clone(), engine.clone());
    let engine = tokio::spawn(liaison_engine::run(engine, stop, move |ear| {
        for way in ways {
            let (ear, stop, ended) = (ear.clone(), at_the_doors.clone(), ended.clone());
            let (engine, doors) = (served.clone(), doors.clone());
            tokio::spawn(async move {
                let network = way.late.network();
                let outcome = keep_open(way, &engine, &doors, ear, stop).await;
                if outcome.is_err() {
                    engine.signed_out(network, present());
                }
                // Nobody waits for the outcome any more when the program is stopping.
                let _ = ended.send(outcome).await;
            });
        }
    }));
    while let Some(outcome) = endings.recv().await {
        open = open.saturating_sub(1);
        match outcome {
            Ok(()) => {}
            Err(fault) if open == 0 => {
                engine.abort();
                return Err(fault);
            }
            Err(fault) => tracing::error!("{fault:#}; what belongs to the other network goes on"),
        }
    }
    match tokio::time::timeout(FAREWELL, engine).await {
        Ok(finished) => finished.context("the engine fell")??,
        Err(_) => tracing::warn!("what is still under way is sent at the next start"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens a network, again and again while it does not answer, and listens until the program stops.
async fn keep_open(
    way: Way,
    engine: &Engine,
    doors: &OpenDoors,
    ear: Arc<Ear>,
    mut stop: watch::Receiver<bool>,
) -> anyhow::Result<()> {
    loop {
        let opened = tokio::select! {
            opened = way.entrance.open() => opened,
            () = is_told(&mut stop) => return Ok(()),
        };
        match opened {
            Ok(door) => {
                engine.opened(way.late.network(), present());
                way.late.open(door.clone().chat());
                doors.add(door.clone(), engine);
                return door.listen(ear, stop).await;
            }
            Err(Shut::ForGood(fault)) => return Err(fault),
            Err(Shut::ForNow(why)) => tracing::warn!("{why}; it is tried again in {} s", AGAIN_AFTER.as_secs()),
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN_AFTER) => {}
            () = is_told(&mut stop) => return Ok(()),
        }
    }
}

async fn is_told(stop: &mut watch::Receiver<bool>) {
    let _stopping_or_nobody_left_to_tell = stop.wait_for(|stop| *stop).await;
}

fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (told, stop) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("Ctrl-C cannot be heard")?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to stop");
        told.send_replace(true);
    });
    Ok(stop)
}
