//! Who may do what, from which kind of room.

use crate::case::Case;
use crate::command::{Command, Hearing};
use crate::desk::{Desk, RoomKind};
use crate::people::{Actor, Person, Side};
use crate::refusal::Refusal;

/// The member who speaks, if the command is theirs to give here.
///
/// # Errors
/// The rule that forbids it: a stranger, a reviewer, the other side's command, the wrong room, an unconfirmed device.
pub fn member<'a>(hearing: &'a Hearing, command: &'static str, owner: Option<Side>) -> Result<&'a Person, Refusal> {
    let Actor::Member(person) = &hearing.actor else { return Err(Refusal::Stranger { command }) };
    // Oversight opens an address, recorded, and changes nothing (product description, "People and places").
    if person.reviewer && command != Command::ShowAddress.name() {
        return Err(Refusal::Reviewer { command });
    }
    if let Some(side) = owner.filter(|side| *side != person.side) {
        return Err(Refusal::WrongSide { command, side });
    }
    let here = match &hearing.room {
        RoomKind::Shared => true,
        RoomKind::Own(organisation) => *organisation == person.organisation,
        RoomKind::Coordination => false,
    };
    if !here {
        return Err(Refusal::WrongRoom { command });
    }
    match hearing.device.refusal(command).filter(|_| !is_harmless(command)) {
        Some(refusal) => Err(refusal),
        None => Ok(person),
    }
}

/// What an unconfirmed device may say all the same, marked as such (configuration, `trust`); and taking back, of which
/// `decide` asks what is taken back.
fn is_harmless(command: &str) -> bool {
    // An emergency goes out at once, marked.
    matches!(command, "ack" | "ask" | "undo" | "emergency")
}

/// The side that a command belongs to; `None` where both may.
#[must_use]
pub const fn side_of(command: &Command) -> Option<Side> {
    match command {
        Command::Acknowledge { .. } | Command::Ask { .. } | Command::Resolve { .. } | Command::Refuse { .. } => {
            Some(Side::Platform)
        }
        Command::Inform { .. } | Command::ConfirmGone { .. } | Command::StillUp { .. } | Command::Withdraw { .. } => {
            Some(Side::Agency)
        }
        Command::Extend { .. } => Some(Side::Agency),
        Command::Undo
        | Command::ShowAddress
        | Command::Note { .. }
        | Command::Assign { .. }
        | Command::Snooze { .. }
        | Command::Link { .. }
        | Command::Confirm { .. } => None,
    }
}

/// Whether a person stands on the case: the addressed platform's members and the reporting agency's; they alone open
/// the address and act.
#[must_use]
pub fn stands_on(person: &Person, case: &Case, desk: &Desk) -> bool {
    match person.side {
        Side::Agency => person.organisation == case.agency,
        Side::Platform => person.organisation == desk.platform,
    }
}
