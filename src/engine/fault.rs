//! What can go wrong in the engine's own work. The log gets the cause, a person gets a reference.

use liaison_chat::Network;
use liaison_domain::{CaseRef, Place};

/// A fault of the engine.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store did not do what was asked of it.
    #[error(transparent)]
    Store(#[from] liaison_store::StoreError),
    /// A post that had been put into words cannot be read back.
    #[error("the prepared post of outbox row {row} cannot be read: {why}")]
    Prepared {
        /// The row.
        row: i64,
        /// Why.
        why: serde_json::Error,
    },
    /// A notice speaks of a case or an event that the store does not hold.
    #[error("outbox row {row} speaks of {what}, which the store does not hold")]
    Unfounded {
        /// The row.
        row: i64,
        /// Of what.
        what: String,
    },
    /// A ruling did not lead to a case.
    #[error("the events ruled on {case} do not make a case")]
    NoCase {
        /// Which.
        case: CaseRef,
    },
    /// A row is addressed to a room that the configuration does not have.
    #[error("no room {place:?} is configured")]
    NoRoom {
        /// Where.
        place: Place,
    },
    /// A row is addressed to a network that has no door.
    #[error("no door to {0:?} is open")]
    NoDoor(Network),
    /// A case belongs to a desk that the configuration does not have.
    #[error("{case} belongs to a desk that is not configured")]
    NoDesk {
        /// Which case.
        case: CaseRef,
    },
}
