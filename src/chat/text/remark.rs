//! Remarks: a sentence by its name, filled with the facts that the rules or the grammar gave.

use liaison_domain::{CaseRef, Fact, Remark};

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Document, Piece};

/// How many of the cases on which nothing could be done are named in one answer.
const NOT_DONE: usize = 20;

/// The sentence; `people` says whether members may be named.
pub(crate) fn remark(voice: Voice<'_>, remark: &Remark, people: bool) -> Document {
    Document::line(said(voice, remark, people))
}

fn said(voice: Voice<'_>, remark: &Remark, people: bool) -> Vec<Piece> {
    let fills: Vec<_> = remark.facts.iter().map(|(name, fact)| (name.as_str(), fill(voice, fact, people))).collect();
    voice.say(&remark.name, &fills)
}

fn fill(voice: Voice<'_>, fact: &Fact, people: bool) -> Fill {
    match fact {
        Fact::Case(case) => voice.reference(case),
        Fact::Cases(cases) => voice.references(cases),
        Fact::Member(member) if people => voice.member(member),
        Fact::Member(member) => voice.side_of(member),
        Fact::Time(at) => voice.time(*at),
        Fact::Span(span) => voice.span(*span),
        Fact::Count(count) => Fill::Number(*count),
        Fact::Words(words) => voice.words(words),
        Fact::Code(code) => voice.code(code),
        Fact::Term(name) => voice.term(name),
        Fact::Line(command, rest) => voice.command(command, rest),
    }
}

/// What came of a command on many cases.
pub(crate) fn bulk(voice: Voice<'_>, done: usize, refused: &[(CaseRef, Remark)]) -> Document {
    let fills = [
        ("done", Fill::count(done)),
        ("all", Fill::count(done + refused.len())),
        ("count", Fill::count(refused.len())),
    ];
    if refused.is_empty() {
        return voice.document("bulk-done", &fills);
    }
    let items = refused.iter().take(NOT_DONE).map(|(case, remark)| {
        let why = Fill::Pieces(said(voice, remark, false));
        voice.say("bulk-item", &[("case", voice.title(case)), ("why", why)])
    });
    let mut blocks = vec![voice.line("bulk", &fills), Block::List(items.collect())];
    let more = refused.len().saturating_sub(NOT_DONE);
    if more > 0 {
        let cases: Vec<_> = refused.iter().skip(NOT_DONE).map(|(case, _)| case.clone()).collect();
        blocks.push(voice.line("bulk-more", &[("cases", voice.references(&cases))]));
    }
    Document { blocks, calls: Vec::new() }
}
