//! Lists of cases, and the bot's absences.

use liaison_domain::Case;

use super::bundle::Fill;
use super::card;
use super::voice::{Sight, Voice};
use crate::document::{Block, Document, Piece};
use crate::verb::Verb;

/// How many rows a list has at most (product description, P8).
pub(crate) const LISTED: usize = 50;

/// New cases in the place of their cards.
pub(crate) fn new_cases(voice: Voice<'_>, cases: &[Case]) -> Document {
    let mut blocks = vec![
        voice.line("new-cases", &[("count", Fill::count(cases.len()))]),
        Block::List(cases.iter().take(LISTED).map(|case| row(voice, case)).collect()),
    ];
    if let Some(first) = cases.first() {
        blocks.push(voice.line("new-cases-cards", &[("line", voice.on_case("case", first, ""))]));
    }
    blocks.extend(more(voice, cases.len().saturating_sub(LISTED)));
    Document { blocks, ..Document::default() }
}

/// The cases that were asked for.
pub(crate) fn cases(voice: Voice<'_>, cases: &[Case], filter: &str, found: usize) -> Document {
    let filter = filter.trim();
    let mut fills = vec![("count", Fill::count(found)), ("filter", voice.words(known(voice, filter)))];
    let name = match (cases.is_empty(), filter.is_empty()) {
        (true, true) => "cases-none",
        (true, false) => "cases-none-filter",
        (false, true) => "cases",
        (false, false) => "cases-filter",
    };
    fills.push(("line", voice.command(if filter.is_empty() { "help" } else { "cases" }, "")));
    let mut blocks = vec![voice.line(name, &fills)];
    if !cases.is_empty() {
        blocks.push(Block::List(cases.iter().take(LISTED).map(|case| row(voice, case)).collect()));
    }
    if let more @ 1.. = found.saturating_sub(cases.len().min(LISTED)) {
        let fills = [("count", Fill::count(more)), ("line", voice.command("cases", "overdue"))];
        blocks.push(voice.line("cases-more", &fills));
    }
    Document { blocks, ..Document::default() }
}

fn more(voice: Voice<'_>, count: usize) -> Option<Block> {
    (count > 0).then(|| voice.line("more", &[("count", Fill::count(count)), ("line", voice.command("cases", ""))]))
}

/// A case in a line: reference, state, what stands out, when it is due, and what it is about where that may be seen.
fn row(voice: Voice<'_>, case: &Case) -> Vec<Piece> {
    let sight = voice.sight_of(case);
    if sight == Sight::Attention {
        return voice.attention(&case.reference);
    }
    let fills = [("case", voice.title(&case.reference)), ("state", voice.named("state", case.state.name()))];
    let mut parts = vec![voice.say("digest-row", &fills)];
    parts.extend(card::marks(voice, case));
    if let Some(due) = case.first_due().and_then(|clock| clock.due()) {
        parts.push(voice.say("row-due", &[("due", voice.time(due))]));
    }
    if let (Sight::Full, Some(target)) = (sight, case.targets.first()) {
        let target = Fill::piece(voice.target(target));
        let others = case.targets.len() - 1;
        parts.push(match others {
            0 => voice.say("row-target", &[("target", target)]),
            _ => voice.say("row-targets", &[("target", target), ("count", Fill::count(others))]),
        });
    }
    voice.joined(parts)
}

/// What was asked for, in the room's language where it is a word of the command's own.
fn known<'a>(voice: Voice<'a>, filter: &'a str) -> &'a str {
    let cases = voice.table.definition(Verb::Cases);
    cases.map_or(filter, |cases| cases.value_in("filter", filter, voice.view.language))
}
