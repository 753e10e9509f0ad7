//! The gateway: sessions with their replay buffers, and the counts that a test asks for.
//!
//! [`socket`] moves frames, [`opcodes`] decides what each means, [`Session`] outlives its connections.

pub(crate) mod opcodes;
mod ready;
pub(crate) mod socket;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use twilight_model::gateway::Intents;

use crate::snowflake::Snowflake;

/// Identifies that a bot has in a day.
pub(crate) const IDENTIFIES_A_DAY: u64 = 1000;

/// Something for a connection's task to do.
#[derive(Debug)]
pub(crate) enum Out {
    Send(String),
    /// Close in good order, with that code.
    Close(u16),
    /// Let the socket fall, without a word.
    Drop,
}

/// Where a connection's task listens.
pub(crate) type Sender = UnboundedSender<Out>;

/// All sessions and counts.
pub(crate) struct Gateway {
    pub sessions: BTreeMap<String, Session>,
    /// Privileged intents that the application has been granted.
    pub granted: Intents,
    pub heartbeat: Duration,
    pub identifies: u64,
    pub resumes: u64,
    pub heartbeats: u64,
    /// A number for each connection.
    pub connections: u64,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            sessions: BTreeMap::new(),
            granted: Intents::empty(),
            heartbeat: Duration::from_millis(41_250),
            identifies: 0,
            resumes: 0,
            heartbeats: 0,
            connections: 0,
        }
    }
}

/// The intents that must be granted.
pub(crate) const PRIVILEGED: Intents =
    Intents::GUILD_MEMBERS.union(Intents::GUILD_PRESENCES).union(Intents::MESSAGE_CONTENT);

/// What a bot that has identified keeps over its connections.
pub(crate) struct Session {
    pub intents: Intents,
    /// Which shard of how many.
    pub shard: (u64, u64),
    sequence: u64,
    /// Everything since it began, as sent.
    log: Vec<(u64, String)>,
    /// The number of the connection that it has now, and the way to it.
    pub line: Option<(u64, Sender)>,
}

impl Session {
    pub(crate) fn new(intents: Intents, shard: (u64, u64), line: (u64, Sender)) -> Self {
        Self { intents, shard, sequence: 0, log: Vec::new(), line: Some(line) }
    }

    /// Whether events of that guild are for this shard; direct ones are for the first.
    pub(crate) fn has(&self, guild: Option<Snowflake>) -> bool {
        let (own, all) = self.shard;
        guild.map_or(0, |guild| (guild.0 >> 22) % all.max(1)) == own
    }

    /// Sends an event, or keeps it until the session is resumed.
    pub(crate) fn dispatch(&mut self, name: &str, data: Value) {
        self.sequence += 1;
        let frame = json!({ "op": 0, "t": name, "s": self.sequence, "d": data }).to_string();
        self.out(Out::Send(frame.clone()));
        self.log.push((self.sequence, frame));
    }

    pub(crate) fn out(&self, out: Out) {
        if let Some((_, sender)) = &self.line {
            // A connection that has just ended: the event stays in the log.
            let _ = sender.send(out);
        }
    }

    /// Takes over a new connection, and replays what came after that sequence; `false` where it never was.
    pub(crate) fn resume(&mut self, line: (u64, Sender), after: u64) -> bool {
        if after > self.sequence {
            return false;
        }
        self.out(Out::Close(4000));
        self.line = Some(line);
        for (_, frame) in self.log.iter().filter(|(sequence, _)| *sequence > after) {
            self.out(Out::Send(frame.clone()));
        }
        self.dispatch("RESUMED", json!({ "_trace": ["[\"counterpart\"]"] }));
        true
    }
}
