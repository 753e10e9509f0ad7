//! The banner of a desk to practise at, in front of everything that it posts: nobody takes an exercise for the real thing,
//! whatever part of it they see first.

use liaison_domain::Desk;

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Document};

/// The document with the banner before its first line, if the desk is one to practise at.
pub(crate) fn marked(voice: Voice<'_>, desk: Option<&Desk>, mut document: Document) -> Document {
    if !desk.is_some_and(|desk| desk.practice) {
        return document;
    }
    if let Some(Block::Line(first)) = document.blocks.first_mut() {
        *first = voice.say("practice", &[("line", Fill::Pieces(std::mem::take(first)))]);
    }
    document
}
