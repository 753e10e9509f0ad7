//! The card: a case at a glance, complete in every state, since it is edited in place. What a state adds stands in
//! [`progress`](super::progress), the clocks and the next steps in [`steps`](super::steps).

use liaison_domain::{
    Basis, Case, CaseKind, CaseState, DataType, RoomKind, Side, Target, TargetKind, Urgency, numbers_on_file,
};

use super::bundle::Fill;
use super::status::SAID_BEFORE;
use super::voice::{Sight, Voice};
use super::{offers, progress, steps};
use crate::document::{Block, Document, Piece};

/// So many targets stand on a card; the rest is behind `case`.
pub(crate) const TARGETS: usize = 10;
/// So much of the reason stands on a card, in characters; the rest is behind `case`.
const REASON: usize = 600;

/// How much of a card is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Card,
    Whole,
}

/// The card.
pub(crate) fn card(voice: Voice<'_>, case: &Case) -> Document {
    told(voice, case, Extent::Card)
}

/// The card with everything that it leaves out.
pub(crate) fn whole(voice: Voice<'_>, case: &Case) -> Document {
    told(voice, case, Extent::Whole)
}

fn told(voice: Voice<'_>, case: &Case, extent: Extent) -> Document {
    let mut blocks = match voice.sight_of(case) {
        Sight::Attention => return Document::line(voice.attention(&case.reference)),
        Sight::Minimal => minimal(voice, case),
        Sight::Full => full(voice, case, extent),
    };
    blocks.extend(steps::clocks(voice, case));
    blocks.extend(steps::next(voice, case));
    Document { blocks, offers: offers::offers(voice, case), ..Document::default() }
}

fn minimal(voice: Voice<'_>, case: &Case) -> Vec<Block> {
    let mut blocks = vec![head(voice, case)];
    blocks.extend(progress::bare(voice, case));
    if case.redacted {
        return blocks;
    }
    blocks.extend(unconfirmed(voice, case, None));
    let asks_for_data = case.asks_for_data();
    blocks.push(match (may_ask(voice), voice.view.network.carries(case.tlp, asks_for_data)) {
        (_, false) if asks_for_data => voice.line("card-minimal-not-here-data", &[]),
        (_, false) => voice.line("card-minimal-not-here", &[("tlp", Fill::Said(case.tlp.name().to_owned()))]),
        (true, _) => voice.line("card-minimal", &[("line", voice.on_case("case", case, "address:yes"))]),
        (false, _) => voice.line("card-minimal-elsewhere", &[]),
    });
    blocks
}

/// Whether whoever reads this room can ask for the address in it.
fn may_ask(voice: Voice<'_>) -> bool {
    *voice.view.room != RoomKind::Coordination
}

fn full(voice: Voice<'_>, case: &Case, extent: Extent) -> Vec<Block> {
    let mut blocks = vec![head(voice, case), basis(voice, case)];
    let desk = voice.desk_of(case);
    let numbers = desk.and_then(|desk| numbers_on_file(case, Side::Platform, desk, voice.view.setting));
    blocks.extend(unconfirmed(voice, case, Some(numbers)));
    blocks.extend(asked_for(voice, case));
    blocks.extend(targets(voice, case, extent));
    blocks.push(reason(voice, case, extent));
    blocks.push(from(voice, case));
    let at_home = matches!(voice.view.room, RoomKind::Own(organisation) if *organisation == case.agency);
    // Who answers for it there is said among themselves.
    let owner = case.owner_agency.as_ref().filter(|_| at_home);
    if let Some(owner) = owner.filter(|owner| case.opened_by.as_ref().is_some_and(|by| by != *owner)) {
        blocks.push(voice.line("card-in-charge", &[("to", voice.member(owner))]));
    }
    if case.heard_at - case.opened_at > SAID_BEFORE {
        let fills = [("at", voice.time(case.opened_at)), ("heard", voice.time(case.heard_at))];
        blocks.push(voice.line("card-opened-late", &fills));
    } else if extent == Extent::Whole {
        blocks.push(voice.line("card-opened", &[("at", voice.time(case.opened_at))]));
    }
    blocks.extend(files(voice, case));
    blocks.extend(progress::full(voice, case, extent == Extent::Whole));
    blocks
}

/// `YT-1 · removal referral · sent`, and what stands out of the ordinary.
pub(crate) fn head(voice: Voice<'_>, case: &Case) -> Block {
    let mut parts = vec![voice.say(
        "card-head",
        &[
            ("case", voice.title(&case.reference)),
            ("kind", voice.named("kind", case.kind.name())),
            ("state", voice.named("state", case.state.name())),
        ],
    )];
    parts.extend(marks_beside(voice, case, case.kind != CaseKind::Emergency));
    Block::Line(voice.joined(parts))
}

/// What a case bears beside its state: overdue, urgent, come back, practice.
pub(crate) fn marks(voice: Voice<'_>, case: &Case) -> Vec<Vec<Piece>> {
    marks_beside(voice, case, true)
}

/// The same; beside a kind that says it already, not how fast it must go.
fn marks_beside(voice: Voice<'_>, case: &Case, with_urgency: bool) -> Vec<Vec<Piece>> {
    let mut marks = Vec::new();
    if case.is_unconfirmed() {
        marks.push(voice.say("mark-unconfirmed", &[]));
    }
    if case.is_overdue(voice.view.now) {
        marks.push(voice.say("mark-overdue", &[]));
    }
    if with_urgency && case.urgency != Urgency::Routine {
        marks.push(voice.say(&format!("urgency-{}", case.urgency.name()), &[]));
    }
    if case.reopened > 0 {
        marks.push(voice.say("mark-reopened", &[("count", Fill::Number(i64::from(case.reopened)))]));
    }
    if case.practice {
        marks.push(voice.say("mark-practice", &[]));
    }
    marks
}

fn basis(voice: Voice<'_>, case: &Case) -> Block {
    match (case.kind, case.basis) {
        (CaseKind::Emergency, _) => voice.line("card-basis-emergency", &[]),
        (CaseKind::DataRequest | CaseKind::Preservation, Basis::Voluntary | Basis::Terms) => {
            voice.line("card-basis-data", &[])
        }
        (CaseKind::DataRequest | CaseKind::Preservation, Basis::Law) => voice.line("card-basis-data-law", &[]),
        (_, basis) => voice.line(&format!("card-basis-{}", basis.name()), &[]),
    }
}

/// That nobody has confirmed an emergency, and who can; with the numbers on file, where the room may see them.
fn unconfirmed(voice: Voice<'_>, case: &Case, numbers: Option<Option<String>>) -> Option<Block> {
    if !case.is_unconfirmed() || !case.state.is_open() {
        return None;
    }
    let mut fills = vec![
        ("second", voice.on_case("confirm", case, "")),
        ("callback", voice.on_case("confirm", case, "callback:yes")),
        ("agency", voice.organisation(voice.view.setting.organisation(&case.agency))),
    ];
    let name = match numbers {
        None => "card-unconfirmed-minimal",
        Some(None) => "card-unconfirmed-no-number",
        Some(Some(numbers)) => {
            fills.push(("numbers", voice.code(&numbers)));
            "card-unconfirmed"
        }
    };
    Some(voice.line(name, &fills))
}

/// Which data is asked for, of a case that asks for nothing else.
fn asked_for(voice: Voice<'_>, case: &Case) -> Option<Block> {
    let data = || case.data.map_or("preserve", DataType::name);
    case.kind.is_for_data().then(|| voice.line("card-asks", &[("data", voice.named("data", data()))]))
}

fn targets(voice: Voice<'_>, case: &Case, extent: Extent) -> Vec<Block> {
    let of_data = case.kind.is_for_data();
    if let [target] = case.targets.as_slice() {
        let name = if of_data { "card-identifier" } else { "card-target" };
        return vec![voice.line(name, &[("target", Fill::piece(voice.target(target)))])];
    }
    let shown = if extent == Extent::Whole { case.targets.len() } else { TARGETS };
    let listed =
        (1..).zip(&case.targets).take(shown).map(|(place, target)| row(voice, case, place, target, extent)).collect();
    let name = if of_data { "card-identifiers" } else { "card-targets" };
    let head = voice.line(name, &[("count", Fill::count(case.targets.len()))]);
    let mut blocks = vec![head, Block::List(listed)];
    let more = case.targets.len().saturating_sub(shown);
    if more > 0 {
        let fills = [("count", Fill::count(more)), ("line", voice.on_case("case", case, ""))];
        blocks.push(voice.line("more", &fills));
    }
    blocks
}

/// One of several targets, with the number by which it is answered alone, and its answer.
fn row(voice: Voice<'_>, case: &Case, place: u32, target: &Target, extent: Extent) -> Vec<Piece> {
    let mut fills = vec![("place", Fill::Said(place.to_string())), ("target", Fill::piece(voice.target(target)))];
    let Some(answer) = case.part(place) else { return voice.say("card-place", &fills) };
    fills.push((
        "answer",
        Fill::Pieces(match extent {
            Extent::Card => progress::in_short(voice, answer),
            Extent::Whole => progress::comes_to(voice, answer),
        }),
    ));
    voice.say("card-place-answered", &fills)
}

fn reason(voice: Voice<'_>, case: &Case, extent: Extent) -> Block {
    let reason = crate::harmless(&case.reason);
    if reason.trim().is_empty() {
        return voice.line("card-reason-none", &[]);
    }
    if extent == Extent::Whole || reason.chars().nth(REASON).is_none() {
        return voice.line("card-reason", &[("reason", voice.words(&case.reason))]);
    }
    // Cut after it was made harmless: half an address would not be known for one.
    let cut: String = reason.chars().take(REASON).collect();
    let fills = [("reason", voice.words(&cut)), ("line", voice.on_case("case", case, ""))];
    voice.line("card-reason-cut", &fills)
}

fn from(voice: Voice<'_>, case: &Case) -> Block {
    let mut fills = vec![
        ("agency", voice.organisation(voice.view.setting.organisation(&case.agency))),
        ("tlp", Fill::Said(case.tlp.name().to_owned())),
        ("urgency", voice.named("urgency", case.urgency.name())),
    ];
    // Before it was kept who opened a case, whoever answers for it did.
    match case.opened_by.as_ref().or(case.owner_agency.as_ref()) {
        Some(opener) => {
            let by = voice.member(opener);
            let unconfirmed = !case.device_confirmed && case.opened_by.is_some();
            let by = if unconfirmed { Fill::Pieces(voice.say("card-by-unconfirmed", &[("by", by)])) } else { by };
            fills.push(("by", by));
            voice.line(if case.kind == CaseKind::RemovalReferral { "card-from" } else { "card-asked-by" }, &fills)
        }
        None => voice.line("card-from-agency", &fills),
    }
}

fn files(voice: Voice<'_>, case: &Case) -> Option<Block> {
    let file = |name: &str, file: &Option<String>| {
        let file = file.as_deref().map(crate::harmless).filter(|file| !file.trim().is_empty());
        file.map(|file| voice.say(name, &[("file", voice.words(&file))])).unwrap_or_default()
    };
    let parts = vec![file("card-file-agency", &case.file_agency), file("card-file-platform", &case.file_platform)];
    parts.iter().any(|part| !part.is_empty()).then(|| Block::Line(voice.joined(parts)))
}

/// The live targets, for one member alone.
pub(crate) fn address(voice: Voice<'_>, case: &Case) -> Document {
    // A backquote would end the code where it is shown between two; addresses can be written without one.
    let live = |target: &Target| Piece::Code(target.locator.replace('`', "%60"));
    let rows = match case.targets.as_slice() {
        [target] => vec![vec![live(target)]],
        targets => (1_u32..)
            .zip(targets)
            .map(|(place, target)| {
                let place = Fill::Said(place.to_string());
                voice.say("card-place", &[("place", place), ("target", Fill::piece(live(target)))])
            })
            .collect(),
    };
    let only_addresses = case.targets.iter().all(|target| target.kind == TargetKind::Address);
    let name = if only_addresses { "address" } else { "address-targets" };
    let fills = [("case", voice.title(&case.reference)), ("count", Fill::count(case.targets.len()))];
    let mut blocks = vec![voice.line(name, &fills), Block::List(rows)];
    if case.state == CaseState::Withdrawn {
        blocks.push(voice.line("address-withdrawn", &[("case", voice.reference(&case.reference))]));
    }
    Document { blocks, ..Document::default() }
}
