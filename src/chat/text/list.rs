//! Lists of cases, and the bot's absences.

use std::cmp::Ordering;

use liaison_domain::Case;

use super::bundle::Fill;
use super::card;
use super::voice::{Sight, Voice};
use crate::asked::Asked;
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

/// One page of the cases that were asked for.
#[derive(Clone, Copy, Debug)]
pub struct CasesPage<'a> {
    /// What was asked for, its page included.
    pub asked: &'a Asked,
    /// The cases of that page.
    pub cases: &'a [Case],
    /// How many a page has.
    pub size: usize,
    /// How many cases were found.
    pub found: usize,
    /// Whether there are more than were counted; they are on no page.
    pub is_more: bool,
}

/// The cases that were asked for: how many they are, those of the page, and the line that shows the next.
pub(crate) fn cases(voice: Voice<'_>, page: &CasesPage<'_>) -> Document {
    let first = page.asked.on_page(1);
    let fills = [
        ("count", Fill::count(page.found)),
        ("filter", voice.words(&line(voice, &first))),
        ("line", voice.command(if first.is_empty() { "help" } else { "cases" }, "")),
    ];
    let name = match (page.found, page.is_more, first.is_empty()) {
        (0, _, true) => "cases-none",
        (0, _, false) => "cases-none-filter",
        (_, false, true) => "cases",
        (_, false, false) => "cases-filter",
        (_, true, true) => "cases-many",
        (_, true, false) => "cases-filter-many",
    };
    let mut blocks = vec![voice.line(name, &fills)];
    if !page.cases.is_empty() {
        blocks.push(Block::List(page.cases.iter().take(LISTED).map(|case| row(voice, case)).collect()));
    }
    blocks.extend(pages(voice, page));
    Document { blocks, ..Document::default() }
}

/// Which page it is of how many, and the line that shows the next; nothing where all stand on one.
fn pages(voice: Voice<'_>, page: &CasesPage<'_>) -> Option<Block> {
    let pages = page.found.div_ceil(page.size.max(1));
    let own = page.asked.page as usize;
    if pages == 0 || (pages == 1 && own == 1) {
        return None;
    }
    let first = page.size * (own - 1) + 1;
    let last = first + page.cases.len().saturating_sub(1);
    let shown = match last - first {
        0 => voice.phrase("cases-shown-one", &[("number", Fill::count(first))]),
        _ => voice.phrase("cases-shown", &[("first", Fill::count(first)), ("last", Fill::count(last))]),
    };
    let (name, next) = match (own.cmp(&pages), page.is_more) {
        (Ordering::Less, _) => ("cases-page", own + 1),
        (Ordering::Equal, false) => ("cases-page-last", 1),
        (Ordering::Equal, true) => ("cases-page-end", 1),
        (Ordering::Greater, _) => ("cases-page-none", pages),
    };
    let next = page.asked.on_page(u32::try_from(next).unwrap_or(u32::MAX));
    let fills = [
        ("page", Fill::count(own)),
        ("pages", Fill::count(pages)),
        ("shown", Fill::Said(shown)),
        ("line", voice.command("cases", &line(voice, &next))),
    ];
    Some(voice.line(name, &fills))
}

/// What was asked for, in the words of the room's language.
fn line(voice: Voice<'_>, asked: &Asked) -> String {
    let cases = voice.table.definition(Verb::Cases);
    cases.map(|cases| asked.line(cases, Some(voice.view.language))).unwrap_or_default()
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
