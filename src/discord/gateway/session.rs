//! One session over its connections: who we are, the heart's beat, and how far everything was taken.

use std::time::Duration;

use chrono::{DateTime, Utc};
use liaison_chat::Secret;
use serde_json::{Value, json};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::ears::News;
use crate::gateway::events::Events;
use crate::socket::{Ended, Frame, Socket};

/// How long the gateway may take to greet.
const GREETING: Duration = Duration::from_secs(15);
/// What the bot is told of: servers and their messages. None of it is privileged.
const INTENTS: u64 = (1 << 0) | (1 << 9);

/// Kinds of frames.
mod op {
    pub(super) const EVENT: u64 = 0;
    pub(super) const BEAT: u64 = 1;
    pub(super) const IDENTIFY: u64 = 2;
    pub(super) const RESUME: u64 = 6;
    pub(super) const RECONNECT: u64 = 7;
    pub(super) const INVALID: u64 = 9;
    pub(super) const HELLO: u64 = 10;
    pub(super) const BEAT_HEARD: u64 = 11;
}

/// Why a connection was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// The door closes.
    Stopped,
    /// The other side ended it.
    Ended(Ended),
    /// We end it, to enter it again.
    By(&'static str),
}

/// The session.
pub(crate) struct Session {
    token: Secret,
    open: Option<Open>,
    /// Whether this connection stood.
    established: bool,
    /// The last moment at which the gateway was there, when this connection began.
    from: Option<DateTime<Utc>>,
}

/// What a session is resumed by.
struct Open {
    id: String,
    sequence: u64,
    /// Where; taken at the next attempt, asked for anew after that.
    address: Option<String>,
}

impl Session {
    /// None yet; `from` is the last moment of the bot's last life.
    pub(crate) const fn new(token: Secret, from: Option<DateTime<Utc>>) -> Self {
        Self { token, open: None, established: false, from }
    }

    /// Whether there is one to be resumed.
    pub(crate) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Where it is to be resumed, once for each time that it stood.
    pub(crate) fn take_resume_address(&mut self) -> Option<String> {
        self.open.as_mut()?.address.take()
    }

    /// Whether the last connection stood.
    pub(crate) const fn was_established(&self) -> bool {
        self.established
    }

    /// Talks until the connection is to be left.
    pub(crate) async fn talk(&mut self, socket: &mut Socket, events: &mut Events) -> Left {
        self.established = false;
        self.from = events.door.clock.alive().or(self.from);
        match self.listen(socket, events).await {
            Ok(left) => left,
            Err(ended) => {
                // A session that Discord no longer knows, or that ran out.
                if matches!(ended, Ended::Closed(4003 | 4007 | 4009)) {
                    self.open = None;
                }
                Left::Ended(ended)
            }
        }
    }

    async fn listen(&mut self, socket: &mut Socket, events: &mut Events) -> Result<Left, Ended> {
        let Ok(hello) = tokio::time::timeout(GREETING, socket.next()).await else {
            return Ok(Left::By("no greeting in time"));
        };
        let hello = hello?;
        let Some(every) = hello.data["heartbeat_interval"].as_u64().filter(|every| hello.op == op::HELLO && *every > 0)
        else {
            return Ok(Left::By("no greeting"));
        };
        self.introduce(socket).await?;
        let mut beat = heart(Duration::from_millis(every));
        let mut heard = true;
        loop {
            tokio::select! {
                frame = socket.next() => {
                    let frame = frame?;
                    if self.established {
                        events.door.clock.beat();
                    }
                    match frame.op {
                        op::EVENT => self.event(frame, events),
                        op::BEAT => self.beat(socket).await?,
                        op::BEAT_HEARD => heard = true,
                        op::RECONNECT => return Ok(Left::By("Discord asked for it")),
                        op::INVALID => {
                            if frame.data.as_bool() != Some(true) {
                                self.open = None;
                            }
                            return Ok(Left::By("the session was invalid"));
                        }
                        _ => {}
                    }
                }
                _ = beat.tick() => {
                    if !heard {
                        return Ok(Left::By("Discord no longer answers the heart's beat"));
                    }
                    heard = false;
                    self.beat(socket).await?;
                }
            }
        }
    }

    /// Resumes the session, or begins one.
    async fn introduce(&self, socket: &mut Socket) -> Result<(), Ended> {
        let token = self.token.expose();
        let Some(Open { id, sequence, .. }) = &self.open else {
            let properties = json!({ "os": std::env::consts::OS, "browser": "liaison", "device": "liaison" });
            let who = json!({ "token": token, "intents": INTENTS, "properties": properties });
            return socket.send(op::IDENTIFY, who).await;
        };
        socket.send(op::RESUME, json!({ "token": token, "session_id": id, "seq": sequence })).await
    }

    async fn beat(&self, socket: &mut Socket) -> Result<(), Ended> {
        let last = self.open.as_ref().map_or(Value::Null, |open| json!(open.sequence));
        socket.send(op::BEAT, last).await
    }

    fn event(&mut self, frame: Frame, events: &mut Events) {
        match frame.name.as_str() {
            "READY" => {
                let text = |name: &str| frame.data[name].as_str().map(str::to_owned);
                let (id, address) = (text("session_id").unwrap_or_default(), text("resume_gateway_url"));
                self.open = Some(Open { id, sequence: 0, address });
                self.established = true;
                events.door.clock.beat();
                events.news(News::Fresh { from: self.from, until: events.door.clock.now() });
                tracing::info!("the gateway is there, with a new session");
            }
            "RESUMED" => {
                self.established = true;
                events.door.clock.beat();
                events.news(News::Resumed { from: self.from, until: events.door.clock.now() });
                tracing::info!("the gateway is there again, with the same session");
            }
            name => events.take(name, frame.data),
        }
        if let (Some(open), Some(sequence)) = (&mut self.open, frame.sequence) {
            open.sequence = sequence;
        }
    }
}

/// The first beat after half the time: Discord asks for any part of it.
fn heart(every: Duration) -> Interval {
    let mut beat = tokio::time::interval_at(Instant::now() + every / 2, every);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}
