//! The grammar: what follows a command's name, taken apart into options, cases, addresses and text.
//!
//! `name:value` is an option wherever it stands (`name: value` before the text); a value with spaces stands between
//! quotation marks, `"…"` or `«…»`. Before the text come cases and, for a report, addresses; the first other word begins
//! the text, which goes on to the end. Nothing is guessed: what is nearly an option is a fault, with an edit that mends it.

pub(crate) mod cases;
pub(crate) mod lead;
mod reader;

use std::ops::Range;

use liaison_domain::{CaseRef, Target};

use crate::bad::Misreading;
use crate::definition::OptionDefinition;
use crate::target::{TargetFault, read_address, resembles_address};
pub(crate) use reader::{QUOTES, parts};

/// The longest free text, in characters: what fits a card with everything else within the shortest limit of a network
/// (4,096 characters of a Discord embed's description, half of it for the bot's own lines).
pub const TEXT_LIMIT: usize = 2_000;

/// So many targets can stand in one report: what a card lists and one person can look at.
pub const TARGETS_LIMIT: usize = 50;

/// A change of the line that was read, to make one that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// What is replaced, in bytes of what follows the command's name.
    pub(crate) span: Range<usize>,
    /// By what.
    pub(crate) with: String,
}

/// What is wrong, and how it could be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) what: Misreading,
    pub(crate) edits: Vec<Edit>,
}

impl Fault {
    /// A fault for which a line of the table must do.
    pub(crate) const fn of(what: Misreading) -> Self {
        Self { what, edits: Vec::new() }
    }

    /// A fault that goes away by one edit.
    pub(crate) fn mended(what: Misreading, span: Range<usize>, with: impl Into<String>) -> Self {
        Self { what, edits: vec![Edit { span, with: with.into() }] }
    }
}

/// An option that was given.
#[derive(Clone, Debug)]
pub(crate) struct Given<'a> {
    pub(crate) option: &'a OptionDefinition,
    /// Its name as it was typed, folded.
    pub(crate) name: String,
    /// The value without its quotation marks.
    pub(crate) value: String,
    /// Name and value.
    pub(crate) span: Range<usize>,
    /// The value with its quotation marks.
    pub(crate) value_span: Range<usize>,
}

/// So many spaces stand between two words that follow each other.
const MOST_SPACES: usize = 3;

/// What follows a command's name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts<'a> {
    pub(crate) options: Vec<Given<'a>>,
    pub(crate) cases: Vec<CaseRef>,
    pub(crate) targets: Vec<Target>,
    pub(crate) text: String,
    /// Where each word of the text stands.
    pub(crate) text_words: Vec<Range<usize>>,
    /// The first thing that is wrong.
    pub(crate) fault: Option<Fault>,
}

impl Parts<'_> {
    /// The option of that stable name, if it was given.
    pub(crate) fn given(&self, name: &str) -> Option<&Given<'_>> {
        self.options.iter().find(|given| given.option.name() == name)
    }

    /// The words of the text that stand behind that place with nothing but spaces between, and where.
    pub(crate) fn behind(&self, place: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
        let words = self.text.split_whitespace().zip(self.text_words.iter().cloned());
        let mut end = place;
        words.skip_while(move |(_, span)| span.start <= place).take_while(move |(_, span)| {
            let follows = span.start <= end + MOST_SPACES;
            end = span.end;
            follows
        })
    }

    /// The addresses within the text, and where they stand: words by themselves, or behind a colon (`see:https://…`). A
    /// scheme that names no page (`tel:…`) is a word like any other.
    pub(crate) fn late_addresses(&self) -> Vec<(&str, Range<usize>)> {
        let words = self.text.split_whitespace().zip(&self.text_words);
        let found = words.filter_map(|(word, span)| {
            let behind = word.split_once(':').map(|(_, behind)| behind);
            let address = [Some(word), behind].into_iter().flatten().find(|word| is_address(word))?;
            Some((address, span.end - address.len()..span.end))
        });
        found.collect()
    }
}

fn is_address(word: &str) -> bool {
    resembles_address(word) && (read_address(word) != Err(TargetFault::Scheme) || word.contains("//"))
}
