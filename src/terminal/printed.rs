//! The forms in which posts are printed.

use liaison_chat::{Block, Document, Piece};

/// What stands before a post: who reads it, and what was done to it.
pub(crate) enum Mark {
    /// It is new.
    New,
    /// It says something else from now on.
    Edited,
    /// It was taken away.
    Redacted,
}

impl Mark {
    const fn text(&self) -> &'static str {
        match self {
            Self::New => "",
            Self::Edited => "✎ ",
            Self::Redacted => "✂ ",
        }
    }
}

/// A post as lines: `[reader] ` and its mark before the first, two spaces before each further one.
pub(crate) fn printed(reader: &str, mark: &Mark, text: &str) -> String {
    let body: Vec<String> = text.split('\n').map(harmless).collect();
    format!("[{reader}] {}{}\n", mark.text(), body.join("\n  "))
}

/// The text of a document, persons by their identity.
pub(crate) fn text_of(document: &Document) -> String {
    let block = |block: &Block| match block {
        Block::Line(pieces) => Block::Line(pieces.iter().map(named).collect()),
        Block::List(items) => Block::List(items.iter().map(|item| item.iter().map(named).collect()).collect()),
    };
    Document { blocks: document.blocks.iter().map(block).collect(), ..Document::default() }.plain()
}

fn named(piece: &Piece) -> Piece {
    match piece {
        Piece::Mention { person, .. } => Piece::Text(person.clone()),
        other => other.clone(),
    }
}

/// Whatever steers a terminal (escape sequences, a carriage return) becomes a sign that does not.
fn harmless(line: &str) -> String {
    line.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
