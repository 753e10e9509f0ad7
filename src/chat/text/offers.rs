//! What a reader can do with a card at one press, where the network has buttons: the platform's next steps in that state,
//! and, on a card that does not show it, the address. A press is checked as any command.

use liaison_domain::{Case, CaseState, Side, numbers_on_file};

use super::steps;
use super::voice::{Sight, Voice};
use crate::document::Offer;
use crate::port::{Invoked, Network};

/// The steps that have a button: the platform's, and a second officer's.
const BUTTONS: [&str; 5] = ["ack", "resolved", "refuse", "ask", "confirm"];

/// The buttons of a card, in the order in which they stand; none where the network has none.
pub(crate) fn offers(voice: Voice<'_>, case: &Case) -> Vec<Offer> {
    if voice.view.network != Network::Discord || voice.sight_of(case) == Sight::Attention {
        return Vec::new();
    }
    let sides = steps::open_on(case).into_iter().filter(|(side, _)| steps::reads_here(voice, case, *side));
    let steps = sides.flat_map(|(side, commands)| commands.into_iter().map(move |command| (side, command)));
    let is_offered = |(side, command): &(Side, &str)| match (*side, *command) {
        (Side::Platform, "confirm") => can_be_called(voice, case),
        (side, command) => BUTTONS.contains(&command) && (side == Side::Platform || command == "confirm"),
    };
    let mut offers: Vec<Offer> =
        steps.filter(is_offered).map(|(side, command)| step(voice, case, side, command)).collect();
    if shows_address(voice, case) {
        offers.push(offer(voice, case, "case", &[("address", "yes")]));
    }
    offers
}

/// Whether a number of the agency's is on file, without which the platform can call nobody.
fn can_be_called(voice: Voice<'_>, case: &Case) -> bool {
    let desk = voice.desk_of(case);
    desk.is_some_and(|desk| numbers_on_file(case, Side::Platform, desk, voice.view.setting).is_some())
}

/// A step as its button says it.
fn step(voice: Voice<'_>, case: &Case, side: Side, command: &str) -> Offer {
    match (command, side) {
        ("confirm", Side::Platform) => {
            let label = voice.phrase("button-callback", &[]);
            Offer { label, ..offer(voice, case, command, &[("callback", "yes")]) }
        }
        ("resolved", _) if case.kind.is_for_data() => {
            let label = voice.phrase(&format!("button-{}", case.kind.outcome(None, false).name()), &[]);
            Offer { label, ..offer(voice, case, command, &[("partly", "no")]) }
        }
        _ => offer(voice, case, command, &[]),
    }
}

/// Whether the address is asked for and not read on the card, by people who may have it through this network.
pub(crate) fn shows_address(voice: Voice<'_>, case: &Case) -> bool {
    voice.sight_of(case) == Sight::Minimal
        && !case.redacted
        && case.state != CaseState::Withdrawn
        && voice.view.network.carries(case.tlp, case.asks_for_data())
        && [Side::Agency, Side::Platform].into_iter().any(|side| steps::reads_here(voice, case, side))
}

fn offer(voice: Voice<'_>, case: &Case, command: &str, more: &[(&str, &str)]) -> Offer {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let given = [("case".to_owned(), case.reference.to_string())].into_iter().chain(more).collect();
    let label = voice.phrase(&format!("button-{command}"), &[]);
    Offer { label, invoked: Invoked { command: command.to_owned(), given } }
}
