//! Receipts: where a post stands. `123` is a message, `123+124` one in two parts, `77/123` one in thread 77. What one person
//! alone was shown stands behind the handle of their interaction (`answers`).

use std::num::{NonZeroU64, NonZeroUsize};

use liaison_chat::Receipt;

use crate::snowflake::number;

/// A post, by Discord's own numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The thread that it stands in.
    pub(crate) thread: Option<NonZeroU64>,
    /// Its first message.
    pub(crate) first: NonZeroU64,
    /// What it goes on with.
    pub(crate) more: Vec<NonZeroU64>,
}

impl Posted {
    /// What a receipt means; nothing where it is none of ours.
    pub(crate) fn read(receipt: &Receipt) -> Option<Self> {
        let (thread, messages) = match receipt.0.split_once('/') {
            Some((thread, messages)) => (Some(number(thread)?), messages),
            None => (None, receipt.0.as_str()),
        };
        let mut messages = messages.split('+').map(number);
        let first = messages.next()??;
        Some(Self { thread, first, more: messages.collect::<Option<_>>()? })
    }

    /// Messages that stand in that thread; nothing where there is none.
    pub(crate) fn of(thread: Option<NonZeroU64>, messages: Vec<NonZeroU64>) -> Option<Self> {
        let mut messages = messages.into_iter();
        Some(Self { thread, first: messages.next()?, more: messages.collect() })
    }

    /// Its receipt.
    pub(crate) fn receipt(&self) -> Receipt {
        let thread = self.thread.map(|thread| format!("{thread}/")).unwrap_or_default();
        let more: String = self.more.iter().map(|message| format!("+{message}")).collect();
        Receipt(format!("{thread}{}{more}", self.first))
    }

    /// How many messages it has.
    pub(crate) fn count(&self) -> NonZeroUsize {
        NonZeroUsize::MIN.saturating_add(self.more.len())
    }

    /// All its messages, in order.
    pub(crate) fn messages(&self) -> impl Iterator<Item = NonZeroU64> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use liaison_chat::Receipt;

    use super::Posted;

    #[test]
    fn a_receipt_says_where_a_post_stands() {
        for receipt in ["123", "123+124+125", "77/123", "77/123+124"] {
            assert_eq!(Posted::read(&Receipt(receipt.to_owned())).unwrap().receipt().0, receipt);
        }
        for receipt in ["", "x", "1+", "/1", "$event", "1+x"] {
            assert_eq!(Posted::read(&Receipt(receipt.to_owned())), None, "{receipt}");
        }
    }
}
