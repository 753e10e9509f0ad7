//! What a card says of the case's course: acknowledged, asked, unable, answered, closed.

use liaison_domain::{Answer, Case, CaseState, Ground, Outcome, RefusalGround, RoomKind};

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Piece};

/// Everything that the state brings with it; `whole` adds what is past.
pub(crate) fn full(voice: Voice<'_>, case: &Case, whole: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(confirmation) = &case.confirmation {
        let name = if confirmation.callback { "card-confirmed-callback" } else { "card-confirmed" };
        let fills = [("by", voice.member(&confirmation.by)), ("at", voice.time(confirmation.at))];
        blocks.push(voice.line(name, &fills));
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
    if let Some(answer) = &case.answer {
        blocks.extend(answered(voice, case, answer));
    } else if let Some(last) = case.parts.iter().map(|part| &part.answer).max_by_key(|answer| answer.at) {
        let mut fills = so_far(case);
        fills.extend([("by", voice.member(&last.by)), ("at", voice.time(last.at))]);
        blocks.push(voice.line("card-parts", &fills));
    }
    blocks.extend(bare(voice, case));
    if !case.links.is_empty() {
        blocks.push(voice.line("card-links", &[("cases", voice.references(&case.links))]));
    }
    if whole {
        blocks.extend(notes(voice, case));
    }
    blocks
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

/// How many targets have an answer, in a case where some have none, for a room that sees no more.
pub(crate) fn parts_minimal(voice: Voice<'_>, case: &Case) -> Option<Block> {
    let some = case.answer.is_none() && !case.parts.is_empty();
    some.then(|| voice.line("card-parts-minimal", &so_far(case)))
}

fn so_far(case: &Case) -> Vec<(&'static str, Fill)> {
    vec![("count", Fill::count(case.parts.len())), ("all", Fill::count(case.targets.len()))]
}

fn answered(voice: Voice<'_>, case: &Case, answer: &Answer) -> Vec<Block> {
    let comes_to = match case.parts.is_empty() {
        true => comes_to(voice, answer),
        false => voice.say("card-answer-each", &[("answer", voice.named("outcome", answer.outcome.name()))]),
    };
    let fills = [("by", voice.member(&answer.by)), ("at", voice.time(answer.at)), ("answer", Fill::Pieces(comes_to))];
    let mut blocks = vec![voice.line("card-answer", &fills)];
    // What was added for single targets stands with them.
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
