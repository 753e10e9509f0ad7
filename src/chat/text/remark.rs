//! Remarks: a sentence by its name, filled with the facts that the rules or the grammar gave. The names of options and
//! values in them are those of the command that the remark is about.

use liaison_domain::{CaseRef, Fact, Remark};

use super::bundle::Fill;
use super::local;
use super::voice::Voice;
use crate::document::{Block, Document, Piece};

/// How many of the cases on which nothing could be done are named in one answer.
const NOT_DONE: usize = 20;

/// Refusals whose sentence is as true of several cases as of one.
const OF_SEVERAL: &[&str] = &["refused-no-such-case"];

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
        Fact::Terms(names) => voice.terms(names),
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
    let merged = merged(refused);
    let items = merged.iter().take(NOT_DONE).map(|(cases, remark)| {
        let why = said(voice, remark);
        let own = |fact: &Fact| cases.first().is_some_and(|case| *fact == Fact::Case(case.clone()));
        if OF_SEVERAL.contains(&remark.name.as_str()) || remark.facts.iter().any(|(_, fact)| own(fact)) {
            return why;
        }
        let case = match cases.as_slice() {
            [case] => voice.title(case),
            several => voice.references(several),
        };
        voice.say("bulk-item", &[("case", case), ("why", Fill::Pieces(why))])
    });
    let mut blocks = vec![voice.line("bulk", &fills), Block::List(items.collect())];
    let more: Vec<_> = merged.iter().skip(NOT_DONE).flat_map(|(cases, _)| cases).cloned().collect();
    if !more.is_empty() {
        blocks.push(voice.line("bulk-more", &[("cases", voice.references(&more))]));
    }
    Document { blocks, ..Document::default() }
}

/// What is refused for one reason is told once, with all its cases. A sentence that says something of its case by name
/// says it of one.
fn merged(refused: &[(CaseRef, Remark)]) -> Vec<(Vec<CaseRef>, Remark)> {
    let mut merged: Vec<(Vec<CaseRef>, Remark)> = Vec::new();
    for (case, remark) in refused {
        let own = |fact: &Fact| *fact == Fact::Case(case.clone());
        let of_several = OF_SEVERAL.contains(&remark.name.as_str());
        let mut remark = remark.clone();
        if of_several {
            remark.facts.retain(|(_, fact)| !own(fact));
        }
        match merged.iter_mut().find(|(_, other)| *other == remark) {
            Some((cases, _)) => cases.push(case.clone()),
            None => merged.push((vec![case.clone()], remark)),
        }
    }
    for (cases, remark) in merged.iter_mut().filter(|(_, remark)| OF_SEVERAL.contains(&remark.name.as_str())) {
        remark.facts.push(("case".to_owned(), Fact::Cases(cases.clone())));
    }
    merged
}
