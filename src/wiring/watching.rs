//! What whoever operates the bot is told by, as the configuration has it: the pages and the heartbeat. Both end with the
//! program, and neither keeps it from ending.

use std::sync::Arc;

use liaison_engine::{Engine, present};
use liaison_http::{Heartbeat, Listening, Observer};
use tokio::sync::watch;

use crate::config::{Configuration, HeartbeatSettings};

/// Both, before the bot starts.
pub(super) struct Watching {
    pages: Option<Listening>,
    heartbeat: Option<Heartbeat>,
}

impl Watching {
    /// Takes the address of the pages, so that it is known to be free before the bot does anything.
    ///
    /// # Errors
    /// Somebody else has it, or it is none of this machine; in words.
    pub(super) async fn prepare(configuration: &Configuration) -> anyhow::Result<Self> {
        let pages = match configuration.http {
            Some(at) => Some(Listening::on(at).await?),
            None => None,
        };
        let HeartbeatSettings { file, command } = configuration.heartbeat.clone();
        let heartbeat = configuration.heartbeat.beats();
        let heartbeat = heartbeat.then(|| Heartbeat { file, command, path: std::env::var_os("PATH") });
        Ok(Self { pages, heartbeat })
    }

    /// Begins to answer and to beat. The pages answer until the program has ended; the heart beats until it is told to stop.
    pub(super) fn begin(self, engine: &Arc<Engine>, stop: &watch::Receiver<bool>) {
        let observer = Arc::new(Observer::new(engine.clone(), present));
        if let Some(pages) = self.pages {
            match pages.address() {
                Ok(at) => tracing::info!("/healthz, /readyz and /metrics are served on http://{at}"),
                Err(why) => tracing::warn!(%why, "the address of the pages is not known"),
            }
            tokio::spawn(pages.serve(observer.clone()));
        }
        if let Some(heartbeat) = self.heartbeat {
            let mut stop = stop.clone();
            tokio::spawn(async move {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => {}
                    () = heartbeat.beats(&observer) => {}
                }
            });
        }
    }
}
