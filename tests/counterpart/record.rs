//! What happened: every request, everything that was refused and why, and every request that came too early.

use std::fs::File;
use std::io::Write;
use std::time::Duration;

use serde_json::{Value, json};

/// A request of the bot.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// `POST`.
    pub method: String,
    /// Below `/api/v10`, with a leading slash and without the query.
    pub path: String,
    /// The query as it was sent.
    pub query: String,
    /// The body; of a form with files, its JSON part.
    pub body: Value,
    /// When it came, in milliseconds since 1970.
    pub at: u64,
    /// What was answered; nothing yet, or never.
    pub status: Option<u16>,
}

/// Something that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// `POST /channels/1/messages`, or `gateway`.
    pub what: String,
    /// The HTTP status, or 0 at the gateway.
    pub status: u16,
    /// Discord's code, or the close code.
    pub code: u32,
    /// The sentence, with the fields that did not pass.
    pub why: String,
    /// The test ordered it, so it is no fault of the bot.
    pub ordered: bool,
}

/// A request that came before the `retry_after` of an earlier 429 had passed.
#[derive(Clone, Debug, PartialEq)]
pub struct TooEarly {
    /// `POST /channels/1/messages`.
    pub what: String,
    /// By how much.
    pub by: Duration,
}

/// Names a file to which every request is written as well, a line of JSON each: for whoever checks by other means what
/// was sent.
const RECORD: &str = "LIAISON_COUNTERPART_RECORD";

/// Everything that is kept.
#[derive(Default)]
pub(crate) struct Record {
    file: Option<File>,
    pub requests: Vec<Request>,
    pub rejections: Vec<Rejection>,
    pub too_early: Vec<TooEarly>,
    /// Calls that registered commands, by POST or PUT.
    pub registrations: u64,
}

impl Record {
    /// Nothing has happened yet; what happens is written down where the environment says so.
    pub(crate) fn begin() -> Self {
        let file = std::env::var_os(RECORD).map(|path| File::options().create(true).append(true).open(path));
        Self { file: file.transpose().unwrap_or_default(), ..Self::default() }
    }

    /// A request was answered.
    pub(crate) fn answered(&mut self, number: usize, status: u16) {
        let Some(request) = self.requests.get_mut(number) else { return };
        request.status = Some(status);
        if let Some(file) = &mut self.file {
            let Request { method, path, query, body, status, .. } = request;
            let line = json!({ "method": method, "path": path, "query": query, "body": body, "status": status });
            // In one piece: other counterparts write to the same file.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    }

    /// A connection to the gateway was closed.
    pub(crate) fn closed(&mut self, connection: u64, code: u16) {
        self.rejections.push(Rejection {
            what: "gateway".to_owned(),
            status: 0,
            code: code.into(),
            why: format!("connection {connection} was closed with {code}"),
            ordered: !(4001..=4014).contains(&code),
        });
    }
}
