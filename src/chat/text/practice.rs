//! The banner of an exercise, in front of everything that is posted of it: nobody takes it for the real thing, whatever
//! part of it they see first. A case stays what it was opened as; what is of no case is what its desk is today.

use liaison_domain::{Case, Desk};

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Document};

/// Whether a list of cases is one of exercises: none of them is real, and without any, the desk is one to practise at.
pub(crate) fn are_exercises(cases: &[Case], desk: Option<&Desk>) -> bool {
    if cases.is_empty() { practises(desk) } else { cases.iter().all(|case| case.practice) }
}

/// Whether the desk is one to practise at.
pub(crate) fn practises(desk: Option<&Desk>) -> bool {
    desk.is_some_and(|desk| desk.practice)
}

/// The document with the banner before its first line, if it is of an exercise.
pub(crate) fn marked(voice: Voice<'_>, is_exercise: bool, mut document: Document) -> Document {
    if !is_exercise {
        return document;
    }
    if let Some(Block::Line(first)) = document.blocks.first_mut() {
        *first = voice.say("practice", &[("line", Fill::Pieces(std::mem::take(first)))]);
    }
    document
}
