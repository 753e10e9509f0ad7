//! What waits to be told. The store keeps facts; they become words when they are sent, in the room's language.
//!
//! Whoever adds something to tell adds a variant here, its kind below, and its mirror in `record/telling.rs`.

use chrono::{DateTime, Utc};
use liaison_domain::{Alert, CaseRef, DeskId, Remark, Side};
use liaison_reporting::Wanted;

/// What an outbox row tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// The card of the row's case: posted the first time, edited from then on.
    Card,
    /// One line on one event.
    Status {
        /// The event's place in the chain.
        seq: i64,
    },
    /// A clock rings.
    Alert(Alert),
    /// Everything posted of the row's case is redacted.
    Redact,
    /// What somebody typed is taken away: it showed a live address.
    TakeAway {
        /// By the network's own id.
        event: String,
    },
    /// A sentence.
    Remark(Remark),
    /// What came of a command on many cases.
    Bulk {
        /// On how many it was done.
        done: u32,
        /// On which it was not, in order.
        cases: Vec<CaseRef>,
        /// Why, for each of them.
        remarks: Vec<Remark>,
    },
    /// The address of a case, to one person.
    Address {
        /// Which case.
        case: CaseRef,
    },
    /// A case, to whoever asked for it.
    Case {
        /// Which.
        case: CaseRef,
    },
    /// A list of cases, to whoever asked for it.
    Cases {
        /// What was asked for, as it was typed, with its words of their own by their stable names.
        filter: String,
        /// The side of whoever asked, where it was known when they asked.
        side: Option<Side>,
    },
    /// The digest of a desk.
    Digest {
        /// Which desk.
        desk: DeskId,
        /// From when on it counts.
        since: DateTime<Utc>,
    },
    /// The digest across desks.
    CoordinationDigest {
        /// From when on it counts.
        since: DateTime<Utc>,
    },
    /// The figures, to whoever asked for them.
    Stats(Wanted),
    /// Who is on duty on the desk.
    Duties,
    /// Help.
    Help {
        /// On one command; on all where `None`.
        command: Option<String>,
    },
}

impl Telling {
    /// The kind, as rows are looked for by it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Card => CARD,
            Self::Status { .. } => "status",
            Self::Alert(_) => ALERT,
            Self::Redact => "redact",
            Self::TakeAway { .. } => "take_away",
            Self::Remark(_) => "remark",
            Self::Bulk { .. } => "bulk",
            Self::Address { .. } => "address",
            Self::Case { .. } => "case",
            Self::Cases { .. } => "cases",
            Self::Digest { .. } => "digest",
            Self::CoordinationDigest { .. } => "coordination_digest",
            Self::Stats(_) => "stats",
            Self::Duties => "duties",
            Self::Help { .. } => "help",
        }
    }
}

/// The kind of [`Telling::Card`].
pub(crate) const CARD: &str = "card";
/// The kind of an alert, of which one waits for a case and room at most.
pub(crate) const ALERT: &str = "alert";
