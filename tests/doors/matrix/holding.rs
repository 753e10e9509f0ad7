//! A forwarder before a homeserver that can hold back keys: to-device messages of syncs stay here until they are let go.
//! Homeservers are rarely so unkind, federation is.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;

#[derive(Default)]
struct Held {
    holding: bool,
    closing: bool,
    messages: Vec<Value>,
}

/// Stands as long as it lives.
pub(crate) struct Holding {
    address: SocketAddr,
    held: Arc<Mutex<Held>>,
}

impl Holding {
    /// Before the homeserver at that address.
    pub(crate) fn before(homeserver: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let backend = homeserver.strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        let held = Arc::new(Mutex::new(Held::default()));
        let shared = Arc::clone(&held);
        thread::spawn(move || {
            for visitor in listener.incoming().flatten() {
                if locked(&shared).closing {
                    return;
                }
                let (held, backend) = (Arc::clone(&shared), backend.clone());
                // A visitor who hangs up meanwhile is nobody's fault.
                thread::spawn(move || drop(serve(visitor, &backend, &held)));
            }
        });
        Self { address, held }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on keys stay here.
    pub(crate) fn hold(&self) {
        locked(&self.held).holding = true;
    }

    /// With the next sync they go on.
    pub(crate) fn let_go(&self) {
        locked(&self.held).holding = false;
    }
}

impl Drop for Holding {
    fn drop(&mut self) {
        locked(&self.held).closing = true;
        // The listener sleeps until somebody comes.
        let _ = TcpStream::connect(self.address);
    }
}

fn locked(held: &Mutex<Held>) -> std::sync::MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One request, one answer, one connection. In HTTP/1.0 an answer ends where the connection does.
fn serve(mut visitor: TcpStream, backend: &str, held: &Mutex<Held>) -> std::io::Result<()> {
    let request = read_request(&mut visitor)?;
    let (head, body) = split(&request);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default().replace("HTTP/1.1", "HTTP/1.0");
    let mut server = TcpStream::connect(backend)?;
    write!(server, "{first}\r\n")?;
    for line in lines.filter(|line| !line.to_ascii_lowercase().starts_with("connection:")) {
        write!(server, "{line}\r\n")?;
    }
    write!(server, "\r\n")?;
    server.write_all(body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    let (head, body) = split(&answer);
    let status = head.split(' ').nth(1).unwrap_or("502");
    // A door that was shut while it waited takes nothing along.
    if is_gone(&visitor)? {
        return Ok(());
    }
    let body = if first.contains("/sync") && status == "200" { held_back(&first, body, held) } else { body.to_vec() };
    let length = body.len();
    let head = format!("HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nConnection: close\r\n");
    write!(visitor, "{head}Content-Length: {length}\r\n\r\n")?;
    visitor.write_all(&body)
}

fn is_gone(visitor: &TcpStream) -> std::io::Result<bool> {
    visitor.set_nonblocking(true)?;
    let gone = matches!(visitor.peek(&mut [0]), Ok(0));
    visitor.set_nonblocking(false)?;
    Ok(gone)
}

fn read_request(visitor: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut piece = [0; 16_384];
    loop {
        let count = visitor.read(&mut piece)?;
        request.extend_from_slice(&piece[..count]);
        let (head, body) = split(&request);
        let length = head
            .to_ascii_lowercase()
            .split("content-length:")
            .nth(1)
            .map_or(0, |rest| rest.lines().next().unwrap_or_default().trim().parse().unwrap_or(0));
        if count == 0 || (!head.is_empty() && body.len() >= length) {
            return Ok(request);
        }
    }
}

fn split(message: &[u8]) -> (&str, &[u8]) {
    let end = message.windows(4).position(|window| window == b"\r\n\r\n");
    end.map_or(("", &[]), |end| (std::str::from_utf8(&message[..end]).unwrap_or_default(), &message[end + 4..]))
}

fn held_back(asked: &str, body: &[u8], held: &Mutex<Held>) -> Vec<u8> {
    let mut answer: Value = serde_json::from_slice(body).unwrap();
    let mut held = locked(held);
    // Keys that come move the token of a sync: an answer that stands still never brings any.
    let stands_still = answer["next_batch"].as_str().is_some_and(|token| asked.contains(&format!("since={token}")));
    let came = answer.pointer_mut("/to_device/events").and_then(Value::as_array_mut).map(std::mem::take);
    held.messages.extend(came.unwrap_or_default());
    if !held.holding && !stands_still {
        answer["to_device"] = serde_json::json!({ "events": std::mem::take(&mut held.messages) });
    }
    serde_json::to_vec(&answer).unwrap()
}
