//! SIGHUP: the configuration is read again while the bot runs. A sound file takes the place of the old one at once, and what
//! changed is told in the log; a wrong one is refused whole. Clocks that run keep the moments that were recorded when they
//! started.

use std::sync::{Arc, Mutex, PoisonError};

use liaison_chat::Network;
use liaison_domain::Setting;
use liaison_engine::{Engine, present};
use tokio::signal::unix::Signal;

use super::BUILT;
use super::running::OpenDoor;
use crate::config::Configuration;
use crate::reload::{Again, again};

/// The doors that are open, to be told of other rooms. A network that answers later is told when its door opens.
#[derive(Default)]
pub(super) struct OpenDoors(Mutex<Vec<Arc<dyn OpenDoor>>>);

impl OpenDoors {
    /// One more is open: whatever was read again while it was not holds for it too.
    pub(super) fn add(&self, door: Arc<dyn OpenDoor>, engine: &Engine) {
        let mut doors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        door.change_rooms(&engine.setting());
        doors.push(door);
    }

    /// The engine works with that setting from now on, and the doors with its rooms.
    fn change(&self, setting: Setting, engine: &Engine) {
        let doors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        engine.change_setting(setting);
        doors.iter().for_each(|door| door.change_rooms(&engine.setting()));
    }
}

/// Reads the file again.
pub(super) struct Reloader {
    /// What the program started with: what cannot change while it runs is compared with it.
    started: Configuration,
    /// What was last taken over.
    current: Setting,
    networks: Vec<Network>,
}

impl Reloader {
    /// One for a bot that starts with that configuration, in those networks.
    pub(super) fn of(configuration: &Configuration, networks: Vec<Network>) -> Self {
        Self { started: configuration.clone(), current: configuration.setting.clone(), networks }
    }

    /// Reads it at each signal, for as long as the program runs.
    pub(super) async fn at_each(mut self, mut signal: Signal, engine: Arc<Engine>, doors: Arc<OpenDoors>) {
        while signal.recv().await.is_some() {
            self.read(&engine, &doors).await;
        }
    }

    async fn read(&mut self, engine: &Engine, doors: &OpenDoors) {
        let today = present().date_naive();
        let Again { setting, changed, later, warnings } =
            match again(&self.started, &self.current, &self.networks, BUILT, today) {
                Ok(again) => again,
                Err(mistakes) => {
                    mistakes.to_string().lines().for_each(|line| tracing::error!("{line}"));
                    tracing::error!("the configuration was not taken over: everything stays as it was");
                    return;
                }
            };
        warnings.iter().for_each(|warning| tracing::warn!("{warning}"));
        changed.iter().for_each(|line| tracing::info!("{line}"));
        later.iter().for_each(|line| tracing::warn!("{line}"));
        tracing::info!(changes = changed.len(), "the configuration was read again");
        if self.current != setting {
            self.current = setting.clone();
            doors.change(setting, engine);
            if let Err(fault) = engine.remember_cases().await {
                tracing::error!(%fault, "cases of new desks are not offered while somebody types");
            }
        }
    }
}
