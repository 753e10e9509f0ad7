//! The sentences as Fluent reads them, and how pieces get into a formatted sentence: each stands as a private-use
//! character while Fluent works, and takes that character's place afterwards. No text of ours holds such a character, and
//! no text of a person's is there yet.

use std::collections::BTreeSet;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use liaison_domain::Language;
use unic_langid::{LanguageIdentifier, langid};

use crate::document::Piece;
use crate::table::TableError;

/// Why the sentences cannot be used. Only a broken build can have it: the files are part of the program.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// A file is no Fluent.
    #[error("commands/text/{file}.ftl cannot be read: {why}")]
    Syntax {
        /// The language's name.
        file: &'static str,
        /// What Fluent says.
        why: String,
    },
    /// A sentence is in one language alone.
    #[error("commands/text/{file}.ftl has no sentence `{name}`")]
    Missing {
        /// The language that lacks it.
        file: &'static str,
        /// The sentence.
        name: String,
    },
    /// The command table cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The first of the private-use characters that stand for pieces.
const FIRST_MARK: u32 = 0xE000;
/// The last: Unicode's private-use area ends there.
const LAST_MARK: u32 = 0xF8FF;

/// What a sentence's argument is filled with.
#[derive(Clone, Debug)]
pub(crate) enum Fill {
    /// The bot's own words: a term, a time. Never a person's.
    Said(String),
    /// A number that the sentence may choose its form by.
    Number(i64),
    /// Pieces, put in after formatting.
    Pieces(Vec<Piece>),
}

impl Fill {
    /// One piece.
    pub(crate) fn piece(piece: Piece) -> Self {
        Self::Pieces(vec![piece])
    }

    /// A count of things.
    pub(crate) fn count(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The bundle of each language.
pub(crate) struct Bundles {
    english: FluentBundle<FluentResource>,
    french: FluentBundle<FluentResource>,
}

impl Bundles {
    /// Reads both files and compares their names.
    pub(crate) fn load() -> Result<Self, TextError> {
        let english = include_str!("../../../commands/text/en.ftl");
        let french = include_str!("../../../commands/text/fr.ftl");
        compare(english, french, Language::French)?;
        compare(french, english, Language::English)?;
        Ok(Self {
            english: bundle(Language::English, langid!("en"), english)?,
            french: bundle(Language::French, langid!("fr"), french)?,
        })
    }

    /// A sentence with its arguments; nothing where no language has it.
    pub(crate) fn say(&self, language: Language, name: &str, fills: &[(&str, Fill)]) -> Option<Vec<Piece>> {
        let bundle = match language {
            Language::English => &self.english,
            Language::French => &self.french,
        };
        let message = bundle.get_message(name)?;
        let mut arguments = FluentArgs::with_capacity(fills.len());
        let mut waiting: Vec<&[Piece]> = Vec::new();
        for (name, fill) in fills {
            match fill {
                Fill::Said(text) => arguments.set(*name, text.as_str()),
                Fill::Number(number) => arguments.set(*name, *number),
                Fill::Pieces(pieces) => {
                    arguments.set(*name, mark(waiting.len()).to_string());
                    waiting.push(pieces);
                }
            }
        }
        // What Fluent complains of (an argument that is not given) stands in braces in its text, where tests look for it.
        let text = bundle.format_pattern(message.value()?, Some(&arguments), &mut Vec::new());
        Some(filled(&text, &waiting))
    }
}

fn bundle(language: Language, id: LanguageIdentifier, source: &str) -> Result<FluentBundle<FluentResource>, TextError> {
    let syntax = |why: String| TextError::Syntax { file: language.name(), why };
    let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, faults)| syntax(format!("{faults:?}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks are invisible characters of their own, which would end up in what people copy.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).map_err(|faults| syntax(format!("{faults:?}")))?;
    Ok(bundle)
}

/// The names of a file's sentences: each begins a line.
pub(crate) fn names(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(name, _)| name))
        .collect()
}

fn compare(one: &str, other: &str, language: Language) -> Result<(), TextError> {
    match names(one).difference(&names(other)).next() {
        Some(name) => Err(TextError::Missing { file: language.name(), name: (*name).to_owned() }),
        None => Ok(()),
    }
}

fn mark(index: usize) -> char {
    let code = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(FIRST_MARK).min(LAST_MARK);
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The text, cut at its marks, with what they stand for between.
fn filled(text: &str, waiting: &[&[Piece]]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for letter in text.chars() {
        let code = u32::from(letter);
        if !(FIRST_MARK..=LAST_MARK).contains(&code) {
            plain.push(letter);
            continue;
        }
        push_text(&mut pieces, std::mem::take(&mut plain));
        for piece in waiting.get((code - FIRST_MARK) as usize).copied().unwrap_or_default() {
            match piece {
                Piece::Text(text) => push_text(&mut pieces, text.clone()),
                other => pieces.push(other.clone()),
            }
        }
    }
    push_text(&mut pieces, plain);
    pieces
}

/// Adds text, to the last piece where that is text too.
pub(crate) fn push_text(pieces: &mut Vec<Piece>, text: String) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(Piece::Text(last)) => last.push_str(&text),
        _ => pieces.push(Piece::Text(text)),
    }
}
