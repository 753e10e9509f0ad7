//! Listening, and what a client may cost: one that is slow, that never asks, or that comes five hundred times holds up
//! nobody, neither the bot nor whoever asks after it. A connection bears one request and lives for ten seconds at most;
//! where there are too many, the oldest makes room, since a sound client has its answer in a moment.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use crate::observer::Observer;
use crate::pages::page;

/// So many connections at once.
pub const AT_MOST: usize = 32;
/// A request line and its headers have so long to come …
const HEADERS_WITHIN: Duration = Duration::from_secs(5);
/// … and so much room: the least that the library takes.
const HEADERS_AT_MOST: usize = 8 * 1024;
/// A connection lives for so long.
const LIVES_FOR: Duration = Duration::from_secs(10);
/// Where no connection can be taken, since the machine has none left, the next is tried after so long.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error(
    "nothing can be served on {at} ([http] listen): {why}; end what listens there, or write another address of this machine"
)]
pub struct Unlistened {
    at: SocketAddr,
    why: std::io::Error,
}

/// An address that is listened on.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
}

impl Listening {
    /// Takes the address. Whoever asks waits until [`Listening::serve`].
    ///
    /// # Errors
    /// [`Unlistened`]: somebody else has it, or it is none of this machine.
    pub async fn on(at: SocketAddr) -> Result<Self, Unlistened> {
        let listener = TcpListener::bind(at).await.map_err(|why| Unlistened { at, why })?;
        Ok(Self { listener })
    }

    /// The address, with the port that it got where none was named.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers for as long as it is awaited.
    pub async fn serve(self, observer: Arc<Observer>) {
        let mut open = Open::default();
        loop {
            match self.listener.accept().await {
                Ok((stream, _)) => open.take(stream, observer.clone()),
                Err(why) => {
                    tracing::warn!(%why, "a connection cannot be taken");
                    tokio::time::sleep(AGAIN_AFTER).await;
                }
            }
        }
    }
}

/// The connections that are open, the oldest first. They end with it.
#[derive(Default)]
struct Open {
    tasks: JoinSet<()>,
    ages: VecDeque<AbortHandle>,
}

impl Open {
    fn take(&mut self, stream: TcpStream, observer: Arc<Observer>) {
        while self.tasks.try_join_next().is_some() {}
        self.ages.retain(|one| !one.is_finished());
        if self.ages.len() >= AT_MOST
            && let Some(oldest) = self.ages.pop_front()
        {
            oldest.abort();
        }
        self.ages.push_back(self.tasks.spawn(answer(stream, observer)));
    }
}

async fn answer(stream: TcpStream, observer: Arc<Observer>) {
    let asked = service_fn(move |request: Request<Incoming>| {
        let observer = observer.clone();
        async move { Ok::<_, Infallible>(page(&observer, request.method(), request.uri().path()).await) }
    });
    let mut form = http1::Builder::new();
    form.timer(TokioTimer::new()).header_read_timeout(HEADERS_WITHIN).max_buf_size(HEADERS_AT_MOST).keep_alive(false);
    let served = form.serve_connection(TokioIo::new(stream), asked);
    // Whoever asked nothing, asked badly or went away is no matter for the log.
    let _gone_or_late = tokio::time::timeout(LIVES_FOR, served).await;
}
