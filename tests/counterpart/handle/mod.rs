//! The test's handle. What it can do is spread over the files below, by purpose.

mod acting;
mod building;
mod faults;
pub(crate) mod interaction;
mod seeing;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::cannot::Cannot;
use crate::line::{Line, Port};
use crate::rest::entrance;
use crate::shared::Shared;
use crate::snowflake::Snowflake;
use crate::world::World;

/// A running counterpart. Clones are the same one; it stops when the last is dropped.
#[derive(Clone)]
pub struct Counterpart {
    pub(crate) shared: Arc<Shared>,
    _running: Arc<Running>,
}

struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Counterpart {
    /// Starts one on a port of its own, with a bot and nothing else.
    pub async fn start() -> Result<Self, Cannot> {
        let no_port = |error: std::io::Error| Cannot(format!("no port of the loopback: {error}"));
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(no_port)?;
        let address = listener.local_addr().map_err(no_port)?.to_string();
        let shared = Arc::new(Shared::new(World::new(address)));
        let routes = Router::new().route("/", get(crate::gateway::socket::open)).fallback(entrance::enter);
        let service = routes.with_state(Arc::clone(&shared)).into_make_service_with_connect_info::<Line>();
        let task = tokio::spawn(async move {
            // Ends only by being aborted.
            let _ = axum::serve(Port(listener), service).await;
        });
        Ok(Self { shared, _running: Arc::new(Running(task.abort_handle())) })
    }

    /// `http://127.0.0.1:PORT`; the routes are below `/api/v10`.
    pub fn api(&self) -> String {
        self.shared.look(|world| format!("http://{}", world.address))
    }

    /// `ws://127.0.0.1:PORT`, as `GET /gateway` gives it.
    pub fn gateway(&self) -> String {
        self.shared.look(|world| format!("ws://{}", world.address))
    }

    /// The bot's token, without `Bot `; empty once it is revoked.
    pub fn token(&self) -> String {
        self.shared.look(|world| world.token.clone().unwrap_or_default())
    }

    /// The application's identifier, and the bot's.
    pub fn application(&self) -> Snowflake {
        self.shared.look(|world| world.application)
    }

    /// From now on it is so much later, for deadlines, tokens and nonces.
    pub fn advance(&self, by: Duration) {
        self.shared.with(|world| world.clock.advance(by));
    }

    /// How long every wait of a test may take at most; ten seconds, if nothing is said.
    pub fn set_patience(&self, patience: Duration) {
        self.shared.with(|world| world.patience = patience);
    }
}
