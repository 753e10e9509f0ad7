//! What a test's handle answers when something cannot be done, or did not happen in time.

use std::fmt;

/// A sentence for whoever reads the failed test.
#[derive(Clone, PartialEq, Eq)]
pub struct Cannot(pub String);

impl Cannot {
    pub(crate) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// So that `unwrap` prints the sentence.
impl fmt::Debug for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Cannot {}
