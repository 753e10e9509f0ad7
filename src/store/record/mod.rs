//! How the nouns of the rules stand on disk: mirrors, field by field, because the rules' own types are not serialisable
//! and shall be free to change.
//!
//! What is written here is read for ever. A new field of a mirror is `#[serde(default)]` with a default that is true of
//! all older rows; a field that is no longer known is passed over; a name that is no longer known is an error that names
//! the row. Times and spans keep every digit: a case that is read back is the case that was written.

mod case;
mod clock;
mod event;
mod mirror;
mod telling;

use liaison_domain::{Case, ClockChange, EventBody};

use crate::{StoreError, Telling};

/// A case as JSON.
pub(crate) fn write_case(case: &Case) -> Result<String, StoreError> {
    mirror::write::<case::CaseDef>(case).map_err(|error| StoreError::json(case.reference.to_string(), &error))
}

/// The case of a JSON text; `what` names the row in an error.
pub(crate) fn read_case(what: &str, json: &str) -> Result<Case, StoreError> {
    mirror::read::<case::CaseDef>(json).map_err(|error| StoreError::json(what, &error))
}

/// What happened and what it did to the clocks, as the JSON of a content row.
pub(crate) fn write_content(body: &EventBody, clocks: &[ClockChange]) -> Result<String, StoreError> {
    event::write(body, clocks).map_err(|error| StoreError::json(format!("a {} event", body.kind()), &error))
}

/// The content of an event.
pub(crate) fn read_content(seq: i64, json: &str) -> Result<(EventBody, Vec<ClockChange>), StoreError> {
    event::read(json).map_err(|error| StoreError::json(format!("event {seq}"), &error))
}

/// What is to be told, as JSON.
pub(crate) fn write_telling(telling: &Telling) -> Result<String, StoreError> {
    mirror::write::<telling::TellingDef>(telling)
        .map_err(|error| StoreError::json(format!("a {} to tell", telling.kind()), &error))
}

/// What an outbox row tells.
pub(crate) fn read_telling(id: i64, json: &str) -> Result<Telling, StoreError> {
    mirror::read::<telling::TellingDef>(json).map_err(|error| StoreError::json(format!("outbox row {id}"), &error))
}
