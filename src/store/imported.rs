//! The lines of an export, read back. What they say is not believed here: `intake.rs` computes it again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use liaison_domain::{Case, CaseRef, Event};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::chain::{by_of, unhex};
use crate::events::reference;
use crate::history::{Content, Kept};
use crate::intake::Show;
use crate::record::{read_case, read_content};
use crate::{Envelope, ExportedCase, Recorded};

/// The case that a line carries whole, because its events no longer make it.
pub(crate) fn carried(named: &CaseRef, object: &Map<String, Value>) -> Option<Case> {
    let body = object.get("body").and_then(Value::as_str)?;
    let body = String::from_utf8(STANDARD.decode(body).ok()?).ok()?;
    read_case(&named.to_string(), &body).ok().filter(|case| case.reference == *named)
}

/// A key that a line and its case both have, with another value; keys that this program does not know are passed over.
pub(crate) fn differing(object: &Map<String, Value>, case: &Case, show: &Show<'_>) -> Option<String> {
    let Ok(Value::Object(ours)) = serde_json::to_value(ExportedCase::of(case, &show)) else {
        return Some("type".to_owned());
    };
    ours.into_iter().find(|(key, value)| object.get(key).is_some_and(|theirs| theirs != value)).map(|(key, _)| key)
}

/// An event's line.
#[derive(Deserialize)]
pub(crate) struct EventLine {
    #[serde(rename = "ref")]
    case: Option<String>,
    seq: i64,
    kind: String,
    at: String,
    recorded_at: String,
    by: String,
    content_hash: String,
    prev: String,
    hash: String,
    salt: Option<String>,
    content: Option<String>,
}

impl EventLine {
    /// The event; nothing where a value has another form.
    pub(crate) fn read(self) -> Option<Kept> {
        let moment = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc));
        let envelope = Envelope {
            seq: self.seq,
            case: self.case.map(|text| reference(&text)).transpose().ok()?,
            kind: self.kind,
            at: moment(&self.at)?,
            recorded_at: moment(&self.recorded_at)?,
            by: by_of(self.by),
            content_hash: unhex(&self.content_hash)?,
        };
        let content = match (self.salt, self.content) {
            (Some(salt), Some(text)) => {
                let text = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
                Some(Content { salt: unhex::<16>(&salt)?.to_vec(), text })
            }
            (None, None) => None,
            _ => return None,
        };
        Some(Kept { recorded: Recorded { envelope, prev: unhex(&self.prev)?, hash: unhex(&self.hash)? }, content })
    }
}

/// What an event says; nothing where this program knows no such kind.
pub(crate) fn event_of(recorded: Recorded, text: &str) -> Option<Event> {
    let Envelope { seq, case, kind, at, recorded_at, by, .. } = recorded.envelope;
    let (body, clocks) = read_content(seq, text).ok()?;
    (body.kind() == kind).then_some(Event { case, at, recorded_at, by, body, clocks })
}
