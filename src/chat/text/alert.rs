//! Alerts: who is called first, then what is due, then the line that stops it. Statutory and agreed are never mixed, and
//! an alert that comes late says how late, and which network could not be read.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{Alert, AlertClock, Case, ClockName, RoomKind};

use super::bundle::{Fill, push_text};
use super::steps;
use super::voice::{Sight, Voice};
use crate::document::{Block, Document, Piece};
use crate::harmless;
use crate::port::Network;

/// An alert that comes later than this says so.
const LATE: TimeDelta = TimeDelta::minutes(1);

/// Somebody whom an alert calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The name, as the room may see it.
    pub name: String,
    /// The network's own id; none where the network does not know them, who are then named and not called.
    pub person: Option<String>,
}

/// What may have kept an alert from coming in time, or an answer from being heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meanwhile {
    /// Since when the bot runs: whatever was to be said before, it was down for.
    pub up_since: DateTime<Utc>,
    /// Networks from which nothing could be read since the start or an outage.
    pub unread: Vec<Network>,
}

/// The alert.
pub(crate) fn alert(voice: Voice<'_>, case: &Case, alert: &Alert, calls: &[Called], meanwhile: &Meanwhile) -> Document {
    let unread = &meanwhile.unread;
    let mut blocks: Vec<Block> = if voice.sight_of(case) == Sight::Attention {
        vec![Block::Line(voice.attention(&case.reference))]
    } else {
        alert.clocks.iter().map(|clock| rings(voice, case, clock, meanwhile.up_since)).collect()
    };
    if let Some(Block::Line(first)) = blocks.first_mut() {
        let rest = std::mem::take(first);
        *first = mentions(voice, calls, voice.sight_of(case) == Sight::Full);
        if case.is_unconfirmed() && voice.sight_of(case) != Sight::Attention {
            let mark = voice.phrase("mark-unconfirmed", &[]);
            push_text(first, format!("{mark} · "));
        }
        for piece in rest {
            match piece {
                Piece::Text(text) => push_text(first, text),
                other => first.push(other),
            }
        }
    }
    if voice.sight_of(case) != Sight::Attention {
        blocks.extend(
            unread
                .iter()
                .map(|network| voice.line("alert-unread", &[("network", voice.named("network", network.name()))])),
        );
        blocks.extend(step(voice, case, alert));
    }
    let calls = calls.iter().filter_map(|called| called.person.clone()).collect();
    Document { blocks, calls, ..Document::default() }
}

/// Below the case's label nobody is named who is not called.
fn mentions(voice: Voice<'_>, calls: &[Called], names_people: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for called in calls.iter().filter(|called| names_people || called.person.is_some()) {
        if !pieces.is_empty() {
            push_text(&mut pieces, ", ".to_owned());
        }
        let name = harmless(&called.name);
        match (&called.person, voice.on_discord(&called.name)) {
            (Some(person), _) => pieces.push(Piece::Mention { person: person.clone(), name }),
            (None, Some(known_elsewhere)) => pieces.extend(known_elsewhere),
            (None, None) => pieces.push(Piece::Words(name)),
        }
    }
    if !pieces.is_empty() {
        push_text(&mut pieces, " · ".to_owned());
    }
    pieces
}

fn rings(voice: Voice<'_>, case: &Case, clock: &AlertClock, up_since: DateTime<Utc>) -> Block {
    let now = voice.view.now;
    let verdict = if clock.due > now {
        Fill::Said(voice.phrase("alert-left", &[("left", voice.span(clock.due - now))]))
    } else {
        steps::verdict(voice, clock.kind, now - clock.due)
    };
    let late = now - clock.scheduled;
    let mut fills = vec![
        ("case", voice.title(&case.reference)),
        ("clock", steps::clock_name(voice, case, clock.name)),
        ("side", voice.named("owner", clock.owner.name())),
        ("verdict", verdict),
        ("due", voice.time(clock.due)),
    ];
    let mut name = match late > LATE {
        false => "alert",
        true if clock.scheduled < up_since => "alert-late",
        true => "alert-held",
    }
    .to_owned();
    if late > LATE {
        fills.push(("late", voice.span(late)));
    }
    if let (RoomKind::Coordination, Some(desk)) = (voice.view.room, voice.desk_of(case)) {
        name.push_str("-desk");
        fills.push(("desk", voice.organisation(voice.view.setting.organisation(&desk.platform))));
    }
    voice.line(&name, &fills)
}

/// The line that stops the gravest clock; in coordination nobody can send it.
fn step(voice: Voice<'_>, case: &Case, alert: &Alert) -> Option<Block> {
    if *voice.view.room == RoomKind::Coordination {
        return None;
    }
    // What is kept is kept on after the answer.
    let can_be_stopped = |clock: &&AlertClock| case.state.is_open() || clock.name == ClockName::Expiry;
    alert.clocks.first().filter(can_be_stopped).map(|clock| Block::Line(steps::line_for(voice, clock.name, case)))
}
