//! Remarks: a sentence by its name, filled with the facts that the rules or the grammar gave. The names of options and
//! values in them are those of the command that the remark is about.

use liaison_domain::{CaseRef, Fact, Remark};

use super::bundle::Fill;
use super::local;
use super::voice::Voice;
use crate::document::{Block, Document, Piece};

/// How many of the cases on which nothing could be done are named in one answer.
const NOT_DONE: usize = 20;

/// The sentence.
pub(crate) fn remark(voice: Voice<'_>, remark: &Remark) -> Document {
    Document::line(said(voice, remark))
}

fn said(voice: Voice<'_>, remark: &Remark) -> Vec<Piece> {
    let command = remark.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Line(command, _) if name == "command" => Some(*command),
        _ => None,
    });
    let fills: Vec<_> = remark.facts.iter().map(|(name, fact)| (name.as_str(), fill(voice, fact, command))).collect();
    voice.say(&remark.name, &fills)
}

fn fill(voice: Voice<'_>, fact: &Fact, command: Option<&str>) -> Fill {
    match fact {
        Fact::Case(case) => voice.reference(case),
        Fact::Cases(cases) => voice.references(cases),
        Fact::Member(member) if voice.names_people() => voice.member(member),
        Fact::Member(member) => voice.side_of(member),
        Fact::Time(at) => voice.time(*at),
        Fact::Span(span) => voice.span(*span),
        Fact::Count(count) => Fill::Number(*count),
        Fact::Words(words) => voice.words(words),
        Fact::Code(code) => match command {
            Some(command) => voice.code(&local::names(voice.table, command, code, voice.view.language)),
            None => voice.code(code),
        },
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
        let why = said(voice, remark);
        if remark.facts.iter().any(|(_, fact)| *fact == Fact::Case(case.clone())) {
            return why;
        }
        voice.say("bulk-item", &[("case", voice.title(case)), ("why", Fill::Pieces(why))])
    });
    let mut blocks = vec![voice.line("bulk", &fills), Block::List(items.collect())];
    let more = refused.len().saturating_sub(NOT_DONE);
    if more > 0 {
        let cases: Vec<_> = refused.iter().skip(NOT_DONE).map(|(case, _)| case.clone()).collect();
        blocks.push(voice.line("bulk-more", &[("cases", voice.references(&cases))]));
    }
    Document { blocks, ..Document::default() }
}
