//! What the bot says, before a network gives it its form: blocks of pieces. A person's words are pieces of their own
//! and never pass through a string that a door would parse.
//!
//! It can be written down: what was put into words is kept, so that a second attempt says just the same.

use liaison_domain::CaseRef;
use serde::{Deserialize, Serialize};

use crate::port::Invoked;

/// A whole post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// The persons who are to be called by it, as the configuration writes them; nobody else may be.
    pub calls: Vec<String>,
    /// What a reader can do with it at one press, where the network has buttons; elsewhere they are left out.
    #[serde(default)]
    pub offers: Vec<Offer>,
}

/// One thing that can be done at one press; it is checked as any command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What stands on it.
    pub label: String,
    /// What it does; a form asks for what is missing.
    pub invoked: Invoked,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph of one line.
    Line(Vec<Piece>),
    /// Items below each other.
    List(Vec<Vec<Piece>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// The bot's own words, from `commands/text`.
    Text(String),
    /// The same, to stand out.
    Strong(String),
    /// Somebody's words, or anything that came from outside, already made harmless by [`crate::harmless`].
    Words(String),
    /// Something to be copied or read letter by letter: a line to send, a defanged address. Made harmless as well, but
    /// where the one person who may have it asked for the live form.
    Code(String),
    /// A person, called by the network's own means.
    Mention {
        /// The network's own id.
        person: String,
        /// What stands there where the network shows nothing better.
        name: String,
    },
}

impl Document {
    /// A document of one line.
    #[must_use]
    pub fn line(pieces: Vec<Piece>) -> Self {
        Self { blocks: vec![Block::Line(pieces)], ..Self::default() }
    }

    /// Several documents as one, each below the one before.
    #[must_use]
    pub fn joined(documents: Vec<Self>) -> Self {
        let mut joined = Self::default();
        for document in documents {
            joined.blocks.extend(document.blocks);
            joined.calls.extend(document.calls);
            joined.offers.extend(document.offers);
        }
        joined.calls.sort();
        joined.calls.dedup();
        joined
    }

    /// The document as plain text, readable in every client: a line a block, items with a bullet, code in backquotes.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut lines = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Line(pieces) => lines.push(plain_line(pieces)),
                Block::List(items) => lines.extend(items.iter().map(|item| format!("• {}", plain_line(item)))),
            }
        }
        lines.join("\n")
    }

    /// The cases that it names by a title of their own.
    #[must_use]
    pub fn titles(&self) -> Vec<CaseRef> {
        let pieces = self.blocks.iter().flat_map(|block| match block {
            Block::Line(pieces) => vec![pieces],
            Block::List(items) => items.iter().collect(),
        });
        let titles = pieces.flatten().filter_map(|piece| match piece {
            Piece::Strong(text) => text.parse().ok(),
            _ => None,
        });
        titles.collect()
    }

    /// The first line of the plain text.
    #[must_use]
    pub fn first_line(&self) -> String {
        self.plain().lines().next().unwrap_or_default().to_owned()
    }
}

fn plain_line(pieces: &[Piece]) -> String {
    pieces.iter().map(plain_piece).collect()
}

fn plain_piece(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) | Piece::Strong(text) | Piece::Words(text) => text.clone(),
        Piece::Code(code) => format!("`{code}`"),
        Piece::Mention { name, .. } => name.clone(),
    }
}
