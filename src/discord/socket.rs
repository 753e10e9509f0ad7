//! The gateway's socket: frames in, frames out, and how it ended.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use liaison_chat::WayOut;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::http::Uri;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{
    Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config, connect_async_tls_with_config,
};

/// How long a connection may take to come about.
const CONNECT_PATIENCE: Duration = Duration::from_secs(15);
/// So many bytes a proxy may say before it lets through what follows.
const LONGEST_ANSWER: usize = 16 * 1024;
/// How long is waited for the other side to close as well.
const CLOSE_PATIENCE: Duration = Duration::from_secs(2);
/// What the gateway speaks.
const SPOKEN: &str = "v=10&encoding=json";

/// One frame of the gateway.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Frame {
    /// What kind.
    pub(crate) op: u64,
    /// What it says.
    pub(crate) data: Value,
    /// Its number, of an event.
    pub(crate) sequence: Option<u64>,
    /// Its name, of an event.
    pub(crate) name: String,
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// Discord closed it, with that code.
    Closed(u16),
    /// It broke, or never came about.
    Broken(&'static str),
}

/// An open connection.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects to the gateway at that address.
    pub(crate) async fn open(address: &str, way_out: &WayOut) -> Result<Self, Ended> {
        let address = format!("{}/?{SPOKEN}", address.trim_end_matches('/'));
        let encryption = Some(encryption(way_out)?);
        let connecting = async {
            let Some(proxy) = &way_out.proxy else {
                let direct = connect_async_tls_with_config(address, None, true, encryption).await;
                return direct.map_err(|_| Ended::Broken("no connection"));
            };
            let stream = tunnel(proxy, &address).await.ok_or(Ended::Broken("no connection through the proxy"))?;
            let through = client_async_tls_with_config(address, stream, None, encryption).await;
            through.map_err(|_| Ended::Broken("no connection"))
        };
        match tokio::time::timeout(CONNECT_PATIENCE, connecting).await {
            Ok(opened) => Ok(Self(opened?.0)),
            Err(_) => Err(Ended::Broken("no connection in time")),
        }
    }

    /// The next frame; may be given up and asked for again.
    pub(crate) async fn next(&mut self) -> Result<Frame, Ended> {
        loop {
            let text = match self.0.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map_or(Ended::Broken("closed"), |frame| Ended::Closed(frame.code.into())));
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) => return Err(Ended::Broken("the connection broke")),
                None => return Err(Ended::Broken("the connection ended")),
            };
            // What is not understood is left out: it cannot be asked for again either.
            let Ok(mut frame) = serde_json::from_str::<Value>(text.as_str()) else { continue };
            return Ok(Frame {
                op: frame["op"].as_u64().unwrap_or(u64::MAX),
                sequence: frame["s"].as_u64(),
                name: frame["t"].as_str().unwrap_or_default().to_owned(),
                data: frame["d"].take(),
            });
        }
    }

    /// Sends a frame.
    pub(crate) async fn send(&mut self, op: u64, data: Value) -> Result<(), Ended> {
        let text = json!({ "op": op, "d": data }).to_string();
        self.0.send(Message::text(text)).await.map_err(|_| Ended::Broken("the connection broke"))
    }

    /// Closes with that code, and waits a little until the other side has read it.
    pub(crate) async fn close(mut self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        let closing = async {
            if self.0.close(Some(frame)).await.is_ok() {
                while let Some(Ok(_)) = self.0.next().await {}
            }
        };
        if tokio::time::timeout(CLOSE_PATIENCE, closing).await.is_err() {
            tracing::debug!("the gateway did not close in time");
        }
    }
}

/// A connection through an HTTP proxy to the server of that address (RFC 9110, section 9.3.6).
async fn tunnel(proxy: &str, address: &str) -> Option<TcpStream> {
    let uri: Uri = address.parse().ok()?;
    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("ws") { 80 } else { 443 });
    let server = format!("{}:{port}", uri.host()?);
    let proxy: Uri = proxy.parse().ok()?;
    let host = proxy.host()?.trim_matches(['[', ']']);
    let mut stream = TcpStream::connect((host, proxy.port_u16().unwrap_or(80))).await.ok()?;
    let asked = format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() > LONGEST_ANSWER {
            return None;
        }
        // Byte by byte: what follows the answer is the server's.
        answer.push(stream.read_u8().await.ok()?);
    }
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split_whitespace().nth(1)?;
    status.starts_with('2').then_some(stream)
}

/// Encryption by a provider of our own: where the program has several, none is chosen by itself.
fn encryption(way_out: &WayOut) -> Result<Connector, Ended> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let authorities = CertificateDer::pem_slice_iter(way_out.authorities.as_deref().unwrap_or_default());
    roots.add_parsable_certificates(authorities.filter_map(Result::ok));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|_| Ended::Broken("no encrypted connection can be made from this system"))?;
    Ok(Connector::Rustls(Arc::new(config.with_root_certificates(roots).with_no_client_auth())))
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::{Ended, Socket, WayOut};

    #[tokio::test]
    async fn what_does_not_speak_encrypted_is_no_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("wss://{}", listener.local_addr().unwrap());
        let plain = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        };
        let direct = WayOut::default();
        let (opened, ()) = tokio::join!(Socket::open(&address, &direct), plain);
        assert_eq!(opened.err(), Some(Ended::Broken("no connection")));
    }
}
