//! The lines of `liaison export --format jsonl`. People's programs read them: keys may be added, none is ever renamed.
//!
//! The store does not know how an address is made harmless: whoever prints the lines hands that in. What people wrote
//! goes out as the bytes that were hashed, in base64: nothing in it can be clicked on, and nothing of it is changed, so that
//! its hash can be computed again, and so that an import (`intake.rs`) brings back the same history.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use liaison_domain::Case;
use serde::{Deserialize, Serialize};

use crate::chain::{by_name, hex};
use crate::history::{Content, Kept};
use crate::record::write_case;
use crate::times::iso;
use crate::{Recorded, StoreError};

/// The form of the export.
pub(crate) const EXPORT_SCHEMA: u32 = 1;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstLine {
    #[serde(rename = "type")]
    line: &'static str,
    schema: u32,
    at: String,
    #[serde(flatten)]
    people: Admitted,
}

/// Who was let in for a while, and who was: the one thing that no event holds whole and that must outlast a move, since
/// the other side reads them by their aliases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Admitted {
    /// Those who are let in, or proposed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) guests: Vec<ExportedGuest>,
    /// Those who were.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) former_guests: Vec<ExportedFormer>,
}

/// Somebody who is let in, or proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ExportedGuest {
    pub(crate) organisation: String,
    pub(crate) identity: String,
    pub(crate) alias: Option<String>,
    pub(crate) until: String,
    pub(crate) proposed_by: String,
    pub(crate) confirmed_by: Option<String>,
}

/// Somebody who was let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ExportedFormer {
    pub(crate) organisation: String,
    pub(crate) identity: String,
    pub(crate) alias: Option<String>,
    pub(crate) ended_at: String,
}

impl FirstLine {
    /// Of an export that is made at `at`.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self { line: "liaison", schema: EXPORT_SCHEMA, at: iso(at), people: Admitted::default() }
    }

    /// With those who were let in.
    #[must_use]
    pub fn with(self, people: Admitted) -> Self {
        Self { people, ..self }
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
    /// The case whole, where its events alone no longer make it; left out elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
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
            body: None,
        }
    }

    /// With the case whole: the content of one of its events was erased, so that it cannot be folded again.
    ///
    /// # Errors
    /// A case that cannot be written.
    pub fn with_body(self, case: &Case) -> Result<Self, StoreError> {
        Ok(Self { body: Some(STANDARD.encode(write_case(case)?)), ..self })
    }
}

/// An event: everything that its hash is made of; what people wrote only where that is asked for.
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
    #[serde(flatten)]
    content: Option<ExportedContent>,
}

/// What an event holds beside its envelope; both are null where it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ExportedContent {
    salt: Option<String>,
    content: Option<String>,
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
            content: None,
        }
    }

    /// The line of an event with what it holds: `content_hash` is that of `salt`, then `content`.
    #[must_use]
    pub fn whole(kept: &Kept) -> Self {
        let salt = |content: &Content| content.salt.iter().map(|byte| format!("{byte:02x}")).collect();
        let content = kept.content.as_ref();
        let content =
            ExportedContent { salt: content.map(salt), content: content.map(|content| STANDARD.encode(&content.text)) };
        Self { content: Some(content), ..Self::of(&kept.recorded) }
    }
}
