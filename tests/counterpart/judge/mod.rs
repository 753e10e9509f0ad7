//! The rules of the platform, as judges who are asked before anything is done.
//!
//! Each reads the body into the types of `twilight-model` and asks `twilight-validate`: how others understood Discord's
//! rules. What those crates leave out is checked beside it by hand.

pub(crate) mod command;
pub(crate) mod components;
pub(crate) mod draft;
pub(crate) mod modal;

use std::fmt::{Debug, Display};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refusal::Refusal;

/// A field of the body in the type in which others read it; absent and `null` are the same.
pub(crate) fn read<T: DeserializeOwned>(body: &Value, name: &str) -> Result<Option<T>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            T::deserialize(value).map(Some).map_err(|error| Refusal::form(name, "BASE_TYPE_INVALID", error.to_string()))
        }
    }
}

/// A field that must be there.
pub(crate) fn required<T: DeserializeOwned>(body: &Value, name: &str) -> Result<T, Refusal> {
    read(body, name)?.ok_or_else(|| Refusal::form(name, "BASE_TYPE_REQUIRED", "This field is required"))
}

/// A text of so many characters.
pub(crate) fn length(field: &str, text: &str, least: usize, most: usize) -> Result<(), Refusal> {
    match (least..=most).contains(&text.chars().count()) {
        true => Ok(()),
        false => Err(Refusal::length(field, least, most)),
    }
}

/// What `twilight-validate` says against it.
pub(crate) fn by_others<E: Display + Debug>(field: &str, verdict: Result<(), E>) -> Result<(), Refusal> {
    // Which part it is, only the second form tells.
    verdict.map_err(|error| Refusal::form(field, "TWILIGHT_VALIDATE", format!("{error} ({error:?})")))
}
