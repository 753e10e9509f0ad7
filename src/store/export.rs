//! The lines of `liaison export --format jsonl`. People's programs read them: keys may be added, none is ever renamed.
//!
//! The store does not know how an address is made harmless: whoever prints the lines hands that in.

use chrono::{DateTime, Utc};
use liaison_domain::Case;
use serde::Serialize;

use crate::Recorded;
use crate::chain::{by_name, hex};
use crate::times::iso;

/// The form of the export.
const EXPORT_SCHEMA: u32 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstLine {
    #[serde(rename = "type")]
    line: &'static str,
    schema: u32,
    at: String,
}

impl FirstLine {
    /// Of an export that is made at `at`.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self { line: "liaison", schema: EXPORT_SCHEMA, at: iso(at) }
    }
}

/// A target of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedTarget {
    kind: &'static str,
    locator: String,
    /// Its own answer, where it has one; left out where one answer is for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedCase {
    #[serde(rename = "type")]
    line: &'static str,
    #[serde(rename = "ref")]
    reference: String,
    desk: String,
    kind: &'static str,
    state: &'static str,
    outcome: Option<&'static str>,
    urgency: &'static str,
    basis: &'static str,
    tlp: &'static str,
    targets: Vec<ExportedTarget>,
    agency: String,
    opened_at: String,
    acknowledged_at: Option<String>,
    answered_at: Option<String>,
    effective_at: Option<String>,
    closed_at: Option<String>,
    ref_agency: Option<String>,
    ref_platform: Option<String>,
    data: Option<&'static str>,
    confirmed_at: Option<String>,
}

impl ExportedCase {
    /// The line of a case; `show` makes each locator, and whatever else people wrote, what may be printed.
    #[must_use]
    pub fn of(case: &Case, show: &dyn Fn(&str) -> String) -> Self {
        let answer = case.answer.as_ref();
        let shown = |(place, target): (u32, &liaison_domain::Target)| ExportedTarget {
            kind: target.kind.name(),
            locator: show(&target.locator),
            outcome: case.part(place).map(|answer| answer.outcome.name()),
        };
        Self {
            line: "case",
            reference: case.reference.to_string(),
            desk: case.desk.0.clone(),
            kind: case.kind.name(),
            state: case.state.name(),
            outcome: answer.map(|answer| answer.outcome.name()),
            urgency: case.urgency.name(),
            basis: case.basis.name(),
            tlp: case.tlp.name(),
            targets: (1..).zip(&case.targets).map(shown).collect(),
            agency: case.agency.0.clone(),
            opened_at: iso(case.opened_at),
            acknowledged_at: case.acknowledged.as_ref().map(|(_, at)| iso(*at)),
            answered_at: answer.map(|answer| iso(answer.at)),
            effective_at: answer.and_then(|answer| answer.effective_at).map(iso),
            closed_at: case.closed_at.map(iso),
            ref_agency: case.file_agency.as_deref().map(show),
            ref_platform: case.file_platform.as_deref().map(show),
            data: case.data.map(liaison_domain::DataType::name),
            confirmed_at: case.confirmation.as_ref().map(|confirmation| iso(confirmation.at)),
        }
    }
}

/// An event: everything that its hash is made of, and nothing that people wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedEvent {
    #[serde(rename = "type")]
    line: &'static str,
    #[serde(rename = "ref")]
    reference: Option<String>,
    seq: i64,
    kind: String,
    at: String,
    recorded_at: String,
    by: String,
    content_hash: String,
    prev: String,
    hash: String,
}

impl ExportedEvent {
    /// The line of an event.
    #[must_use]
    pub fn of(recorded: &Recorded) -> Self {
        let envelope = &recorded.envelope;
        Self {
            line: "event",
            reference: envelope.case.as_ref().map(ToString::to_string),
            seq: envelope.seq,
            kind: envelope.kind.clone(),
            at: iso(envelope.at),
            recorded_at: iso(envelope.recorded_at),
            by: by_name(&envelope.by).to_owned(),
            content_hash: hex(&envelope.content_hash),
            prev: hex(&recorded.prev),
            hash: hex(&recorded.hash),
        }
    }
}
