//! A card's clocks with the time left, and what each side can do next.

use liaison_domain::{Case, CaseState, Clock, ClockKind, ClockName, ClockStatus, RoomKind, Side};

use super::bundle::Fill;
use super::voice::Voice;
use crate::document::{Block, Piece};
use crate::port::Network;

/// The clocks that run or stand still, in one line; nothing where none does.
pub(crate) fn clocks(voice: Voice<'_>, case: &Case) -> Option<Block> {
    if !case.state.is_open() {
        return None;
    }
    let told: Vec<_> =
        case.clocks.iter().map(|clock| clock_told(voice, case, clock)).filter(|told| !told.is_empty()).collect();
    if told.is_empty() {
        return None;
    }
    Some(voice.line("card-clocks", &[("clocks", Fill::Pieces(voice.joined(told)))]))
}

/// What a clock waits for: of a request for data, no effect but an answer.
pub(crate) fn clock_name(voice: Voice<'_>, case: &Case, name: ClockName) -> Fill {
    if case.kind.is_for_data() && name == ClockName::Effect {
        return voice.named("clock", "answer");
    }
    voice.named("clock", name.name())
}

fn clock_told(voice: Voice<'_>, case: &Case, clock: &Clock) -> Vec<Piece> {
    let name = clock_name(voice, case, clock.name);
    match clock.status {
        ClockStatus::Running { due } if due > voice.view.now => {
            let left = voice.span(due - voice.view.now);
            voice.say("clock-runs", &[("clock", name), ("due", voice.time(due)), ("left", left)])
        }
        ClockStatus::Running { due } => {
            let verdict = verdict(voice, clock.kind, voice.view.now - due);
            voice.say("clock-missed", &[("clock", name), ("due", voice.time(due)), ("verdict", verdict)])
        }
        ClockStatus::Paused { left } => voice.say("clock-stands", &[("clock", name), ("left", voice.span(left))]),
        ClockStatus::Met { .. } => Vec::new(),
    }
}

/// What it means that a clock was missed: the law's and an agreement's are never mixed.
pub(crate) fn verdict(voice: Voice<'_>, kind: ClockKind, by: chrono::TimeDelta) -> Fill {
    Fill::Said(voice.phrase(&format!("missed-{}", kind.name()), &[("by", voice.span(by))]))
}

/// What each side can type in that state, the platform first.
pub(crate) const fn open_to(state: CaseState) -> [(Side, &'static [&'static str]); 2] {
    let (platform, agency): (&[&str], &[&str]) = match state {
        CaseState::Sent => (&["ack", "ask", "resolved", "refuse"], &["info", "withdraw"]),
        CaseState::Acknowledged => (&["ask", "resolved", "refuse"], &["info", "withdraw"]),
        CaseState::Waiting => (&["resolved", "refuse"], &["info", "withdraw"]),
        CaseState::Suspended => (&["ack", "resolved", "refuse"], &["info", "withdraw"]),
        CaseState::Answered => (&[], &["gone", "still-up"]),
        CaseState::Closed => (&[], &["still-up"]),
        CaseState::Withdrawn => (&[], &[]),
    };
    [(Side::Platform, platform), (Side::Agency, agency)]
}

/// What each side can type on that case, the platform first.
pub(crate) fn open_on(case: &Case) -> [(Side, Vec<&'static str>); 2] {
    let mut sides = open_to(case.state).map(|(side, commands)| (side, commands.to_vec()));
    let [(_, platform), (_, agency)] = &mut sides;
    if case.kind.is_for_data() {
        agency.retain(|command| *command != "gone");
    }
    if case.kept_until().is_some() {
        agency.push("extend");
    }
    if case.is_unconfirmed() && case.state.is_open() {
        platform.push("confirm");
        agency.push("confirm");
    }
    sides
}

/// What follows a command's name where its plainest form does not do for that side.
pub(crate) fn plainest(side: Side, command: &str) -> &'static str {
    match (command, side) {
        ("confirm", Side::Platform) => "callback:yes",
        _ => "",
    }
}

/// The next steps of those who read the room; nothing where nobody there can take one.
pub(crate) fn next(voice: Voice<'_>, case: &Case) -> Option<Block> {
    let mut sides = open_on(case);
    if case.state == CaseState::Waiting {
        sides.reverse();
    }
    let told: Vec<_> = sides
        .into_iter()
        .filter(|(side, commands)| !commands.is_empty() && reads_here(voice, case, *side))
        .map(|(side, commands)| {
            voice.say(
                &format!("next-{}", side.name()),
                &[("commands", Fill::Pieces(listed(voice, case, side, &commands)))],
            )
        })
        .collect();
    if told.is_empty() {
        return None;
    }
    Some(voice.line("card-next", &[("steps", Fill::Pieces(voice.joined(told)))]))
}

/// Whether people of that side of the case read the room and may act there.
pub(crate) fn reads_here(voice: Voice<'_>, case: &Case, side: Side) -> bool {
    match voice.view.room {
        RoomKind::Shared => true,
        RoomKind::Coordination => false,
        RoomKind::Own(organisation) => match side {
            Side::Agency => *organisation == case.agency,
            Side::Platform => voice.desk_of(case).is_some_and(|desk| desk.platform == *organisation),
        },
    }
}

fn listed(voice: Voice<'_>, case: &Case, side: Side, commands: &[&str]) -> Vec<Piece> {
    // A slash command answers no message: it has to name the case.
    let named = match voice.view.network {
        Network::Discord => case.reference.to_string(),
        Network::Matrix | Network::Terminal => String::new(),
    };
    let mut pieces = Vec::new();
    for command in commands {
        if !pieces.is_empty() {
            super::bundle::push_text(&mut pieces, ", ".to_owned());
        }
        let rest = plainest(side, command);
        pieces.push(voice.command_piece(command, format!("{named} {rest}").trim()));
    }
    pieces
}

/// The line that stops a clock, for whoever owns it.
pub(crate) fn line_for(voice: Voice<'_>, clock: ClockName, case: &Case) -> Vec<Piece> {
    match clock {
        ClockName::Acknowledge => voice.say("step-acknowledge", &[("line", voice.on_case("ack", case, ""))]),
        ClockName::Effect if case.kind.is_for_data() => voice.say(
            "step-effect",
            &[
                ("line", voice.on_case("resolved", case, "")),
                ("refuse", voice.on_case("refuse", case, "ground:no_data")),
            ],
        ),
        ClockName::Expiry => voice.say("step-expiry", &[("line", voice.on_case("extend", case, ""))]),
        ClockName::Effect => voice.say(
            "step-effect",
            &[
                ("line", voice.on_case("resolved", case, "action:removed")),
                ("refuse", voice.on_case("refuse", case, "ground:no_violation")),
            ],
        ),
        ClockName::Information => voice.say("step-information", &[("line", voice.on_case("info", case, "…"))]),
    }
}
