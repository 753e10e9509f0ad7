//! What a reader can do with a card at one press, where the network has buttons: the platform's next steps in that state,
//! and, on a card that does not show it, the address. A press is checked as any command.

use liaison_domain::{Case, CaseState, Side};

use super::steps;
use super::voice::{Sight, Voice};
use crate::document::Offer;
use crate::port::{Invoked, Network};

/// The platform's steps that have a button.
const BUTTONS: [&str; 4] = ["ack", "resolved", "refuse", "ask"];

/// The buttons of a card, in the order in which they stand; none where the network has none.
pub(crate) fn offers(voice: Voice<'_>, case: &Case) -> Vec<Offer> {
    if voice.view.network != Network::Discord || voice.sight(case.tlp) == Sight::Attention {
        return Vec::new();
    }
    let steps = steps::open_to(case.state).into_iter().filter(|(side, _)| *side == Side::Platform);
    let steps = steps.filter(|(side, _)| steps::reads_here(voice, case, *side)).flat_map(|(_, commands)| commands);
    let mut offers: Vec<Offer> =
        steps.filter(|command| BUTTONS.contains(command)).map(|command| offer(voice, case, command, &[])).collect();
    if shows_address(voice, case) {
        offers.push(offer(voice, case, "case", &[("address", "yes")]));
    }
    offers
}

/// Whether the address is asked for and not read on the card, by people who may have it through this network.
pub(crate) fn shows_address(voice: Voice<'_>, case: &Case) -> bool {
    voice.sight_of(case) == Sight::Minimal
        && !case.redacted
        && case.state != CaseState::Withdrawn
        && voice.view.network.carries(case.tlp)
        && [Side::Agency, Side::Platform].into_iter().any(|side| steps::reads_here(voice, case, side))
}

fn offer(voice: Voice<'_>, case: &Case, command: &str, more: &[(&str, &str)]) -> Offer {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let given = [("case".to_owned(), case.reference.to_string())].into_iter().chain(more).collect();
    let label = voice.phrase(&format!("button-{command}"), &[]);
    Offer { label, invoked: Invoked { command: command.to_owned(), given } }
}
