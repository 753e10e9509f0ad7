//! The hash chain: how an event's bytes are made, so that an outsider can make them again from `export --format jsonl`.
//!
//! Version 1 of an envelope is these bytes, one after the other, numbers with the most significant byte first:
//!
//! | bytes | what |
//! |---|---|
//! | 1 | the version: `01` |
//! | 8 | `seq`, from 1 on, without gaps |
//! | 4 + n | `ref`: length of the UTF-8 text, then the text; empty (length 0) where the event is of no case |
//! | 4 + n | `kind`, in the same form |
//! | 8 | `at`: milliseconds since 1970-01-01T00:00:00Z, two's complement |
//! | 8 | `recorded_at`, in the same form |
//! | 4 + n | `by`: a member's id or `clock`, in the form of `ref` |
//! | 32 | `content_hash` |
//!
//! `hash = SHA-256(prev ‖ envelope)`; the `prev` of the first event is 32 zero bytes, that of every other the `hash` of
//! the event before it. `content_hash = SHA-256(salt ‖ content)`: 16 random bytes and the JSON text of the content, byte
//! for byte as it is stored. The export prints hashes as 64 lower-case hexadecimal digits.
//!
//! A head that a room witnesses is one line: `17 3f9a…`, the last event's `seq`, a space, its whole `hash`.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use liaison_domain::{By, CaseRef, MemberId};
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::times::millis;

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The `prev` of the first event.
pub const GENESIS: Hash = [0; 32];

/// How `by` names time.
const CLOCK: &str = "clock";
const VERSION: u8 = 1;

/// The part of an event that never changes and that both sides can hold hashes of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Its place in the chain, from 1 on.
    pub seq: i64,
    /// The case; none for what concerns the whole record.
    pub case: Option<CaseRef>,
    /// What happened, in a word.
    pub kind: String,
    /// When it was said, or was due; whole milliseconds.
    pub at: DateTime<Utc>,
    /// When it was written down; whole milliseconds.
    pub recorded_at: DateTime<Utc>,
    /// Who did it.
    pub by: By,
    /// Of salt and content.
    pub content_hash: Hash,
}

/// An envelope with its links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The envelope.
    pub envelope: Envelope,
    /// The hash of the event before.
    pub prev: Hash,
    /// Its own.
    pub hash: Hash,
}

impl Envelope {
    /// The canonical bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.seq.to_be_bytes());
        put_text(&mut bytes, &self.case.as_ref().map(ToString::to_string).unwrap_or_default());
        put_text(&mut bytes, &self.kind);
        bytes.extend(millis(self.at).to_be_bytes());
        bytes.extend(millis(self.recorded_at).to_be_bytes());
        put_text(&mut bytes, by_name(&self.by));
        bytes.extend(self.content_hash);
        bytes
    }

    /// The hash of this envelope after `prev`.
    #[must_use]
    pub fn hash(&self, prev: &Hash) -> Hash {
        Sha256::new().chain_update(prev).chain_update(self.bytes()).finalize().into()
    }
}

/// The hash of a content under its salt.
#[must_use]
pub fn content_hash(salt: &[u8], content: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(content).finalize().into()
}

/// No text is longer than SQLite's own limit of 2³¹ bytes; saturating keeps the form total.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend(text.as_bytes());
}

/// Who did it, as envelope and export name them.
#[must_use]
pub fn by_name(by: &By) -> &str {
    match by {
        By::Member(member) => &member.0,
        By::Clock => CLOCK,
    }
}

/// Who did it, read from an envelope.
pub(crate) fn by_of(name: String) -> By {
    if name == CLOCK { By::Clock } else { By::Member(MemberId(name)) }
}

/// Whether that name would read as somebody else.
pub(crate) fn is_ambiguous(by: &By) -> bool {
    matches!(by, By::Member(member) if member.0 == CLOCK)
}

/// The end of a chain, as rooms witness it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last event's place.
    pub seq: i64,
    /// The last event's hash.
    pub hash: Hash,
}

impl fmt::Display for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.seq, hex(&self.hash))
    }
}

/// What was read is no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a head is a number from 1 on, a space, and 64 hexadecimal digits")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    /// Reads a line as [`Head`] prints it; capitals and blanks around and between are allowed.
    fn from_str(line: &str) -> Result<Self, NotAHead> {
        let mut parts = line.split_whitespace();
        let (Some(seq), Some(hash), None) = (parts.next(), parts.next(), parts.next()) else { return Err(NotAHead) };
        let digits = seq.bytes().all(|digit| digit.is_ascii_digit()) && !seq.starts_with('0');
        let seq = seq.parse().map_err(|_| NotAHead)?;
        let hash = unhex(hash).filter(|_| digits).ok_or(NotAHead)?;
        Ok(Self { seq, hash })
    }
}

/// A hash as 64 lower-case hexadecimal digits.
#[must_use]
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// So many bytes of so many pairs of digits.
pub(crate) fn unhex<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .flat_map(u8::try_from)
        .collect();
    (digits.len() == 2 * BYTES).then_some(bytes)?.try_into().ok()
}

/// A hash from a column.
pub(crate) fn hash_of(what: &str, bytes: Vec<u8>) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::decode(what, "a hash has 32 bytes"))
}
