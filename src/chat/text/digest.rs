//! Digests: what each side must act on first (in an organisation's own room that side before the other), then the figures, and
//! in the last line the audit head.

use chrono::TimeDelta;
use liaison_domain::{Digest, DigestRow, Figures, RoomKind, Side, Tlp, ToAct, Urgency};

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Document, Piece};

/// The digest of one desk.
pub(crate) fn of_desk(voice: Voice<'_>, desk_name: &str, digest: &Digest, head: Option<&str>) -> Document {
    let desk = voice.words(desk_name);
    let mut title = vec![voice.say("digest", &[("desk", desk), ("day", voice.day(digest.at))])];
    if voice.view.desk.is_some_and(|desk| desk.practice) {
        title.push(voice.say("mark-practice", &[]));
    }
    let mut blocks = vec![Block::Line(voice.joined(title))];
    let own = own_side(voice);
    let first = own.unwrap_or(Side::Platform);
    for side in [first, first.other()] {
        let theirs = match side {
            Side::Platform => &digest.platform,
            Side::Agency => &digest.agency,
        };
        let head = if own == Some(side) { "digest-own".to_owned() } else { format!("digest-{}", side.name()) };
        blocks.extend(to_act(voice, &head, theirs));
    }
    blocks.push(figures(voice, digest));
    blocks.extend(of_each_kind(voice, digest));
    if !digest.closing_today.is_empty() {
        blocks.push(voice.line("digest-closing-today", &[("cases", voice.references(&digest.closing_today))]));
    }
    if !digest.closing.is_empty() {
        blocks.push(voice.line("digest-closing", &[("cases", voice.references(&digest.closing))]));
    }
    if !digest.closing_on_sunday.is_empty() {
        let fills = [("cases", voice.references(&digest.closing_on_sunday))];
        blocks.push(voice.line("digest-closing-sunday", &fills));
    }
    blocks.extend(audit_head(voice, head));
    Document { blocks, ..Document::default() }
}

/// The side whose own room it is.
fn own_side(voice: Voice<'_>) -> Option<Side> {
    match voice.view.room {
        RoomKind::Own(organisation) => voice.view.setting.organisation(organisation).map(|own| own.side),
        RoomKind::Shared | RoomKind::Coordination => None,
    }
}

fn to_act(voice: Voice<'_>, head: &str, to_act: &ToAct) -> Vec<Block> {
    let count = to_act.rows.len() + to_act.more;
    let head = voice.line(head, &[("count", Fill::count(count))]);
    if to_act.rows.is_empty() {
        return vec![head];
    }
    let mut blocks = vec![head, Block::List(to_act.rows.iter().map(|one| row(voice, one)).collect())];
    if to_act.more > 0 {
        let fills = [("count", Fill::count(to_act.more)), ("line", voice.command("cases", ""))];
        blocks.push(voice.line("more", &fills));
    }
    blocks
}

fn row(voice: Voice<'_>, row: &DigestRow) -> Vec<Piece> {
    if row.tlp == Tlp::Red {
        return voice.attention(&row.case);
    }
    let case = [("case", voice.title(&row.case)), ("state", voice.named("state", row.state.name()))];
    let mut parts = vec![voice.say("digest-row", &case)];
    if row.unconfirmed {
        parts.push(voice.say("mark-unconfirmed", &[]));
    }
    if row.overdue {
        parts.push(voice.say("mark-overdue", &[]));
    }
    if row.urgency != Urgency::Routine {
        parts.push(voice.say(&format!("urgency-{}", row.urgency.name()), &[]));
    }
    if let Some(due) = row.due {
        parts.push(voice.say("row-due", &[("due", voice.time(due))]));
    }
    voice.joined(parts)
}

/// Open, due today, new, answered with the spread of the times that it took: each figure says since when and of how many.
fn figures(voice: Voice<'_>, digest: &Digest) -> Block {
    let mut parts = vec![
        voice.say("digest-open", &[("count", Fill::count(digest.open))]),
        voice.say("digest-due-today", &[("count", Fill::count(digest.due_today))]),
        voice.say("digest-new", &[("count", Fill::count(digest.new)), ("since", voice.time(digest.since))]),
        voice.say("digest-answered", &[("count", Fill::count(digest.answered))]),
    ];
    // Beside referrals each kind has its own: a removal takes hours, and data days.
    if digest.kinds.is_empty() {
        parts.push(spread(voice, digest.to_answer, digest.answered));
    }
    Block::Line(voice.joined(parts))
}

fn spread(voice: Voice<'_>, to_answer: Option<(TimeDelta, TimeDelta)>, answered: usize) -> Vec<Piece> {
    let Some((median, ninetieth)) = to_answer else { return Vec::new() };
    let fills =
        [("median", voice.span(median)), ("ninetieth", voice.span(ninetieth)), ("count", Fill::count(answered))];
    voice.say("digest-spread", &fills)
}

/// A row a kind, where there are several.
fn of_each_kind(voice: Voice<'_>, digest: &Digest) -> Option<Block> {
    let rows = digest.kinds.iter().map(|(kind, figures)| {
        let Figures { open, new, answered, to_answer } = *figures;
        voice.joined(vec![
            voice.say("digest-kind", &[("kind", voice.named("kind", kind.name()))]),
            voice.say("digest-open", &[("count", Fill::count(open))]),
            voice.say("coordination-new", &[("count", Fill::count(new))]),
            voice.say("digest-answered", &[("count", Fill::count(answered))]),
            spread(voice, to_answer, answered),
        ])
    });
    (!digest.kinds.is_empty()).then(|| Block::List(rows.collect()))
}

fn audit_head(voice: Voice<'_>, head: Option<&str>) -> Option<Block> {
    head.map(|head| voice.line("digest-head", &[("head", voice.code(head))]))
}

/// The digest across desks: the desks that have something to tell, a line each; one line alone where none has.
pub(crate) fn of_coordination(voice: Voice<'_>, desks: &[(String, Digest)], head: Option<&str>) -> Document {
    let told: Vec<&(String, Digest)> = desks.iter().filter(|(_, digest)| !digest.is_empty()).collect();
    let day = voice.day(voice.view.now);
    if told.is_empty() {
        let quiet = voice.say("coordination-quiet", &[("day", day)]);
        let head = head.map(|head| voice.say("digest-head", &[("head", voice.code(head))])).unwrap_or_default();
        return Document::line(voice.joined(vec![quiet, head]));
    }
    let silent = desks.len() - told.len();
    let rows = told.into_iter().map(|(name, digest)| desk_row(voice, name, digest)).collect();
    let mut blocks = vec![voice.line("coordination", &[("day", day)]), Block::List(rows)];
    if silent > 0 {
        blocks.push(voice.line("coordination-silent", &[("count", Fill::count(silent))]));
    }
    blocks.extend(audit_head(voice, head));
    Document { blocks, ..Document::default() }
}

fn desk_row(voice: Voice<'_>, name: &str, digest: &Digest) -> Vec<Piece> {
    let waiting = |to_act: &ToAct| Fill::count(to_act.rows.len() + to_act.more);
    let overdue = digest.platform.rows.iter().chain(&digest.agency.rows).filter(|row| row.overdue).count();
    let mut parts = vec![
        voice.say(
            "coordination-desk",
            &[
                ("desk", voice.words(name)),
                ("open", Fill::count(digest.open)),
                ("platform", waiting(&digest.platform)),
                ("agency", waiting(&digest.agency)),
            ],
        ),
        voice.say("coordination-new", &[("count", Fill::count(digest.new))]),
        voice.say("digest-answered", &[("count", Fill::count(digest.answered))]),
    ];
    if overdue > 0 {
        // A digest knows the first rows of each side alone, and the overdue ones are first: a full page may have more.
        let full = digest.platform.more > 0 || digest.agency.more > 0;
        let name = if full { "coordination-overdue-least" } else { "coordination-overdue" };
        parts.insert(1, voice.say(name, &[("count", Fill::count(overdue))]));
    }
    voice.joined(parts)
}
