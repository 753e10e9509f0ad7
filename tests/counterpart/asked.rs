//! One request as the handlers see it, and what they answer.

use serde_json::Value;

use crate::snowflake::Snowflake;

/// A file that came with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its identifier.
    pub id: Snowflake,
    /// Its name.
    pub name: String,
    /// What the sender called its type.
    pub content_type: Option<String>,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// A request, read and split.
pub(crate) struct Asked {
    pub method: String,
    /// The path below `/api/v10`, decoded.
    pub path: Vec<String>,
    pub query: Vec<(String, String)>,
    /// `Null` where there was none.
    pub body: Value,
    /// With the number under which the body speaks of them.
    pub files: Vec<(u64, File)>,
    pub authorization: Option<String>,
}

impl Asked {
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a yes-or-no parameter says yes.
    pub(crate) fn says(&self, name: &str) -> bool {
        matches!(self.query(name), Some("true" | "True" | "1"))
    }
}

/// What a handler answers when it does not refuse.
pub(crate) enum Answer {
    /// 204, without a body and so without a content type.
    Nothing,
    Json(u16, Value),
    /// A file's content.
    Bytes(Vec<u8>),
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Self::Json(200, value)
    }
}

/// A part of a path or a query, which may be written with percent signs.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The parameters of a query.
pub(crate) fn parameters(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let split = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(key), decode(&value.replace('+', " ")))
    };
    pairs.map(split).collect()
}
