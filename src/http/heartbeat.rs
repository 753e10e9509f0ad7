//! The heartbeat: as long as the bot is ready, once a minute, a local file is touched or a local command run, for a watcher on
//! this machine that raises the alarm when it stops. Nothing goes over a network, and nothing is said: that it beats is all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::MissedTickBehavior;

use crate::observer::Observer;
use crate::ready::readiness;

/// It beats so often.
pub const EVERY: Duration = Duration::from_secs(60);
/// The command has so long.
const LONGEST: Duration = Duration::from_secs(30);

/// What beats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heartbeat {
    /// The file that is touched; it holds the moment. It is its owner's alone, as all that the program makes: when it was
    /// last changed can be seen by whoever can look into its folder.
    pub file: Option<PathBuf>,
    /// The program and what is given to it; none where it is empty.
    pub command: Vec<String>,
    /// Where the program is looked for: all that it has of this program's own environment, in which secrets may stand.
    pub path: Option<OsString>,
}

/// What came of one beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beat {
    /// The watcher knows that the bot is ready.
    Told,
    /// The bot is not ready, and the watcher is told nothing.
    Silent,
    /// The watcher could not be told; in words.
    Failed(String),
}

impl Heartbeat {
    /// Beats for as long as it is awaited. The log has a line when it begins, stops or fails, not one a minute.
    pub async fn beats(self, observer: &Observer) {
        let mut minutes = tokio::time::interval(EVERY);
        minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut last = None;
        loop {
            minutes.tick().await;
            let beat = self.beat(observer).await;
            if last.as_ref() != Some(&beat) {
                match &beat {
                    Beat::Told => tracing::info!("the heartbeat is told: the bot is ready"),
                    Beat::Silent => tracing::warn!("the heartbeat is silent: the bot is not ready; /readyz says why"),
                    Beat::Failed(why) => tracing::error!("the heartbeat cannot be told: {why}"),
                }
            }
            last = Some(beat);
        }
    }

    /// Beats once, if the bot is ready.
    pub async fn beat(&self, observer: &Observer) -> Beat {
        let Some(vitals) = observer.look().await else { return Beat::Silent };
        if !readiness(&vitals).is_ready {
            return Beat::Silent;
        }
        let touched = match &self.file {
            Some(file) => touch(file, vitals.at).await,
            None => Ok(()),
        };
        match touched.and(self.run().await) {
            Ok(()) => Beat::Told,
            Err(why) => Beat::Failed(why),
        }
    }

    async fn run(&self) -> Result<(), String> {
        let Some((program, given)) = self.command.split_first() else { return Ok(()) };
        let mut command = Command::new(program);
        command.args(given).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        command.kill_on_drop(true);
        match tokio::time::timeout(LONGEST, command.status()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(format!("its command failed ({status})")),
            Ok(Err(why)) => Err(format!("its command cannot be run: {why}; mend [heartbeat] command")),
            Err(_) => Err(format!("its command took more than {} s and was ended", LONGEST.as_secs())),
        }
    }
}

/// Writes the moment into the file, which changes its own time.
async fn touch(file: &Path, at: DateTime<Utc>) -> Result<(), String> {
    let written = async {
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut open = options.open(file).await?;
        open.write_all(format!("{}\n", at.to_rfc3339_opts(SecondsFormat::Secs, true)).as_bytes()).await?;
        open.flush().await
    };
    written.await.map_err(|why| format!("{}: {why}; mend [heartbeat] file", file.display()))
}
