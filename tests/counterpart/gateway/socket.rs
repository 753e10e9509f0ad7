//! One connection to the gateway: moves frames in and out, beats the heart, and counts.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep_until};

use crate::gateway::{Out, Sender};
use crate::shared::Shared;

/// More than this in a minute is closed with 4008.
const EVENTS_A_MINUTE: usize = 120;
/// A longer frame is closed with 4002.
const LONGEST: usize = 4096;

/// What a connection knows about itself.
pub(crate) struct Connection {
    pub number: u64,
    pub sender: Sender,
    pub session: Option<String>,
    /// When its frames of the last minute came.
    came: VecDeque<u64>,
    /// Has beaten since this was last looked at.
    pub alive: bool,
}

/// Takes a client in.
pub(crate) async fn open(
    State(shared): State<Arc<Shared>>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| serve(shared, socket)),
        Err(rejection) => rejection.into_response(),
    }
}

async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let (sender, outbox) = unbounded_channel();
    let (number, beat) = shared.with(|world| {
        world.gateway.connections += 1;
        (world.gateway.connections, world.gateway.heartbeat)
    });
    let hello = json!({
        "op": 10, "t": null, "s": null,
        "d": { "heartbeat_interval": crate::clock::millis(beat), "_trace": ["[\"counterpart\"]"] },
    });
    let _ = sender.send(Out::Send(hello.to_string()));
    let mut connection = Connection { number, sender, session: None, came: VecDeque::new(), alive: true };
    let ended = talk(&shared, &mut socket, &mut connection, outbox, beat).await;
    shared.with(|world| world.disconnected(&connection, ended));
}

/// Until one side ends it; the client's close code, where it gave one.
async fn talk(
    shared: &Shared,
    socket: &mut WebSocket,
    connection: &mut Connection,
    mut outbox: UnboundedReceiver<Out>,
    beat: Duration,
) -> Option<u16> {
    // A client that misses a beat by half is gone.
    let patience = beat + beat / 2;
    let mut deadline = Instant::now() + patience;
    loop {
        tokio::select! {
            biased;
            out = outbox.recv() => match out? {
                Out::Send(frame) => socket.send(Message::text(frame)).await.ok()?,
                Out::Close(code) => return close(shared, socket, connection, code).await,
                Out::Drop => return None,
            },
            frame = socket.recv() => match frame?.ok()? {
                Message::Text(text) => receive(shared, connection, text.as_str()),
                Message::Binary(bytes) => receive(shared, connection, &String::from_utf8_lossy(&bytes)),
                // Without a code it counts as 1005, after which a session can be resumed.
                Message::Close(frame) => return Some(frame.map_or(1005, |frame| frame.code)),
                Message::Ping(_) | Message::Pong(_) => {}
            },
            () = sleep_until(deadline) => {
                let _ = connection.sender.send(Out::Close(4009));
            }
        }
        if std::mem::take(&mut connection.alive) {
            deadline = Instant::now() + patience;
        }
    }
}

async fn close(shared: &Shared, socket: &mut WebSocket, connection: &Connection, code: u16) -> Option<u16> {
    shared.with(|world| world.record.closed(connection.number, code));
    let reason = reason(code).into();
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason }))).await;
    // Until the client has answered it, so that the frame is not lost with the socket.
    let answered = async { while let Some(Ok(_)) = socket.recv().await {} };
    let _ = tokio::time::timeout(Duration::from_secs(2), answered).await;
    None
}

fn receive(shared: &Shared, connection: &mut Connection, text: &str) {
    let frame: Option<Value> = (text.len() <= LONGEST).then(|| serde_json::from_str(text).ok()).flatten();
    shared.with(|world| {
        let now = world.clock.now();
        connection.came.push_back(now);
        connection.came.retain(|came| came + 60_000 > now);
        let verdict = match frame {
            _ if connection.came.len() > EVENTS_A_MINUTE => Err(4008),
            None => Err(4002),
            Some(frame) => world.payload(connection, &frame),
        };
        if let Err(code) = verdict {
            let _ = connection.sender.send(Out::Close(code));
        }
    });
}

/// What Discord says as it closes.
fn reason(code: u16) -> &'static str {
    match code {
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "You are being rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        _ => "Closed by the test.",
    }
}
