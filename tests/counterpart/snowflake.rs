//! Discord's identifiers: sixty-four bits, made of the time and a counter, written as strings in JSON.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first millisecond of 2015, where Discord's identifiers begin.
const EPOCH: u64 = 1_420_070_400_000;

/// The identifier of a guild, channel, person, role, message, command, interaction or application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(pub u64);

impl Snowflake {
    /// The first of a millisecond.
    pub(crate) fn at(milliseconds: u64) -> Self {
        Self(milliseconds.saturating_sub(EPOCH) << 22)
    }

    /// When it was made, in milliseconds since 1970.
    pub fn made(self) -> u64 {
        (self.0 >> 22) + EPOCH
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Snowflake {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<Snowflake> for serde_json::Value {
    fn from(id: Snowflake) -> Self {
        Self::String(id.to_string())
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Discord takes numbers too.
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => text.parse().map_err(D::Error::custom),
            serde_json::Value::Number(number) => number.as_u64().map(Self).ok_or_else(|| D::Error::custom("not an id")),
            other => Err(D::Error::custom(format!("{other} is not an id"))),
        }
    }
}
