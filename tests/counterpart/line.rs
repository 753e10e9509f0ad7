//! The listener's connections: each can be hung up on in the middle of a request, so that what was done stays without
//! an answer.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The handle by which a request's handler hangs up on whoever asked.
#[derive(Clone, Default)]
pub(crate) struct Line {
    cut: Arc<AtomicBool>,
}

impl Line {
    /// Nothing more is written to it.
    pub(crate) fn hang_up(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }
}

/// The port, whose connections can be cut.
pub(crate) struct Port(pub TcpListener);

/// A connection that can be cut.
pub(crate) struct Wire {
    stream: TcpStream,
    line: Line,
}

impl Wire {
    fn check(&self) -> Result<()> {
        match self.line.cut.load(Ordering::SeqCst) {
            true => Err(Error::from(ErrorKind::ConnectionReset)),
            false => Ok(()),
        }
    }
}

impl Listener for Port {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small answers, and a test that waits for each of them.
        let _ = stream.set_nodelay(true);
        (Wire { stream, line: Line::default() }, address)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Port>> for Line {
    fn connect_info(stream: IncomingStream<'_, Port>) -> Self {
        stream.io().line.clone()
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
