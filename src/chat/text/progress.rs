//! What a card says of the case's course: acknowledged, asked, unable, answered, closed.

use liaison_domain::{Answer, Case, CaseState, Ground, Outcome, Part, RefusalGround, RoomKind, Told};

use super::bundle::Fill;
use super::card::TARGETS;
use super::voice::Voice;
use crate::document::{Block, Piece};

/// So much of what was added to an answer for single targets stands on a card, in characters; the rest is behind `case`.
const ADDED_TO_PARTS: usize = 200;

/// Everything that the state brings with it; `whole` adds what is past.
pub(crate) fn full(voice: Voice<'_>, case: &Case, whole: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(confirmation) = &case.confirmation {
        let name = if confirmation.callback { "card-confirmed-callback" } else { "card-confirmed" };
        let fills = [("by", voice.member(&confirmation.by)), ("at", voice.time(confirmation.at))];
        blocks.push(voice.line(name, &fills));
    }
    if let Some(back) = case.came_back.as_ref().filter(|_| whole) {
        blocks.push(told(voice, "card-came-back", back));
    }
    if let Some((by, at)) = &case.acknowledged
        && (whole || case.state == CaseState::Acknowledged)
    {
        blocks.push(voice.line("card-acknowledged", &[("by", voice.member(by)), ("at", voice.time(*at))]));
    }
    if let Some(question) = &case.question
        && (whole || case.state == CaseState::Waiting)
    {
        let fills = [
            ("by", voice.member(&question.by)),
            ("at", voice.time(question.at)),
            ("text", voice.words(&question.text)),
        ];
        blocks.push(voice.line("card-question", &fills));
    }
    if whole {
        blocks.extend(case.told.iter().map(|one| told(voice, "card-told", one)));
    }
    if let Some(answer) = &case.answer {
        blocks.extend(answered(voice, case, answer, whole || case.targets.len() <= TARGETS));
    } else if let Some(last) = case.parts.last() {
        let fills = [
            ("count", Fill::count(case.parts.len())),
            ("all", Fill::count(case.targets.len())),
            ("by", voice.member(&last.answer.by)),
            ("at", voice.time(last.answer.at)),
        ];
        blocks.push(voice.line("card-parts", &fills));
    }
    blocks.extend(added_to_parts(voice, case, whole));
    blocks.extend(bare(voice, case));
    if !case.links.is_empty() {
        blocks.push(voice.line("card-links", &[("cases", voice.references(&case.links))]));
    }
    if whole {
        blocks.extend(notes(voice, case));
    }
    blocks
}

/// Who told something, when, and what.
fn told(voice: Voice<'_>, name: &str, told: &Told) -> Block {
    let name = if told.text.trim().is_empty() { format!("{name}-bare") } else { name.to_owned() };
    let fills = [("by", voice.member(&told.by)), ("at", voice.time(told.at)), ("text", voice.words(&told.text))];
    voice.line(&name, &fills)
}

/// The notes of those whose own room this is; nobody else's are shown in any room.
fn notes(voice: Voice<'_>, case: &Case) -> Vec<Block> {
    let RoomKind::Own(reads_here) = voice.view.room else { return Vec::new() };
    let own = case.notes.iter().filter(|note| note.organisation == *reads_here);
    let told = own.map(|note| {
        let fills = [("by", voice.member(&note.by)), ("at", voice.time(note.at)), ("text", voice.words(&note.text))];
        voice.line("card-note", &fills)
    });
    told.collect()
}

/// What any room may see of it: moments alone.
pub(crate) fn bare(voice: Voice<'_>, case: &Case) -> Vec<Block> {
    let at = |name: &str, at| voice.line(name, &[("at", voice.time(at))]);
    let suspended = case.resumes_at().map(|until| at("card-suspended", until));
    let ended = case.closed_at.and_then(|closed_at| match case.state {
        CaseState::Closed => Some(at("card-closed", closed_at)),
        CaseState::Withdrawn => Some(at("card-withdrawn", closed_at)),
        _ => None,
    });
    let answered = case.state == CaseState::Answered;
    let kept = case.kept_until().filter(|_| answered).map(|until| at("card-kept", until));
    let closes = case.closes_at().map(|closes_at| at("card-closes", closes_at));
    suspended.into_iter().chain(kept).chain(ended).chain(closes).collect()
}

/// What was added to the answers for single targets, once for those that share it: on a card the last of it, cut.
fn added_to_parts(voice: Voice<'_>, case: &Case, whole: bool) -> Vec<Block> {
    let mut told: Vec<(&Answer, Vec<String>)> = Vec::new();
    for Part { target, answer } in case.parts.iter().filter(|part| !part.answer.text.trim().is_empty()) {
        match told.last_mut().filter(|(last, _)| *last == answer) {
            Some((_, targets)) => targets.push(target.to_string()),
            None => told.push((answer, vec![target.to_string()])),
        }
    }
    if !whole {
        told.drain(..told.len().saturating_sub(1));
    }
    let line = |(answer, targets): (&Answer, Vec<String>)| {
        // Cut after it was made harmless: half an address would not be known for one.
        let text = crate::harmless(answer.text.trim());
        let cut: String = text.chars().take(ADDED_TO_PARTS).collect();
        let text = if whole || cut == text { text } else { format!("{cut}…") };
        voice.line("card-parts-text", &[("targets", Fill::Said(targets.join(", "))), ("text", voice.words(&text))])
    };
    told.into_iter().map(line).collect()
}

fn answered(voice: Voice<'_>, case: &Case, answer: &Answer, whole: bool) -> Vec<Block> {
    let comes_to = match case.parts.is_empty() {
        true => comes_to(voice, answer),
        false => {
            let line = voice.on_case("case", case, "");
            let name = if whole { "card-answer-each" } else { "card-answer-each-behind" };
            voice.say(name, &[("answer", voice.named("outcome", answer.outcome.name())), ("line", line)])
        }
    };
    let fills = [("by", voice.member(&answer.by)), ("at", voice.time(answer.at)), ("answer", Fill::Pieces(comes_to))];
    let mut blocks = vec![voice.line("card-answer", &fills)];
    // What was added for single targets stands by itself.
    if case.parts.is_empty() && !answer.text.trim().is_empty() {
        blocks.push(voice.line("card-answer-text", &[("text", voice.words(&answer.text))]));
    }
    blocks
}

/// The answer in words.
pub(crate) fn comes_to(voice: Voice<'_>, answer: &Answer) -> Vec<Piece> {
    match (answer.action, answer.refusal) {
        (Some(action), _) => {
            let partly = answer.outcome == Outcome::PartlyActioned;
            measure(voice, action.name(), answer.ground, partly, answer.effective_at.unwrap_or(answer.at))
        }
        (None, Some(ground)) => refusal(voice, ground),
        (None, None) => voice.say(&format!("outcome-{}", answer.outcome.name()), &[]),
    }
}

/// The answer in a word or two, for a row of several.
pub(crate) fn in_short(voice: Voice<'_>, answer: &Answer) -> Vec<Piece> {
    match answer.action.filter(|_| answer.outcome == Outcome::Actioned) {
        Some(action) => voice.say(&format!("action-{}", action.name()), &[]),
        None => comes_to(voice, answer),
    }
}

/// `removed under the terms, in effect since 14:22 (13:22 UTC)`.
pub(crate) fn measure(
    voice: Voice<'_>,
    action: &str,
    ground: Option<Ground>,
    partly: bool,
    effective_at: chrono::DateTime<chrono::Utc>,
) -> Vec<Piece> {
    let mut fills = vec![("action", voice.named("action", action)), ("at", voice.time(effective_at))];
    let mut name = if partly { "measure-partly".to_owned() } else { "measure".to_owned() };
    if let Some(ground) = ground {
        name.push_str("-ground");
        fills.push(("ground", voice.named("ground", ground.name())));
    }
    voice.say(&name, &fills)
}

/// `refused: another authority is competent`; where the ground is the outcome, that alone.
pub(crate) fn refusal(voice: Voice<'_>, ground: RefusalGround) -> Vec<Piece> {
    match ground.outcome() {
        Outcome::Refused => voice.say("refusal", &[("ground", voice.named("refusal", ground.name()))]),
        outcome => voice.say(&format!("outcome-{}", outcome.name()), &[]),
    }
}
