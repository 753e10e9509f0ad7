//! Rooms of a desk and of the coordination.

use liaison_domain::{Language, OrganisationId, Place, Room, RoomKind, Tlp, Updates};

use super::defaults::{Defaults, language};
use super::fields::{Fields, Form, Word, unknown_name};
use super::places::{Names, network_of_place, place};
use super::problem::{Problems, quoted};

const AT: Form = Form {
    key: "at",
    takes: "a network and a room of it",
    example: "\"matrix:#pharos-youtube:agency.example\" or \"discord:1180000000000000003\"",
};
const KIND: Form =
    Form { key: "kind", takes: "\"shared\" or the id of the organisation whose own room it is", example: "\"shared\"" };
const CEILING: Form = Form { key: "ceiling", takes: "a label of the Traffic Light Protocol", example: "\"TLP:GREEN\"" };
const UPDATES: Form = Form { key: "updates", takes: "\"channel\" or \"thread\"", example: "\"thread\"" };
const COORDINATION_ROOMS: Form =
    Form { key: "rooms", takes: "a list of rooms", example: "[\"matrix:#coordination:agency.example\"]" };
/// How a room that both sides share is written.
const SHARED: &str = "shared";

/// A room and where it was written.
pub(crate) struct Placed<'a> {
    /// What the rules get.
    pub(crate) room: Room,
    /// Its place in the file.
    pub(crate) at: Word<'a>,
}

/// Reads one `[[desk.room]]`; nothing where it has no place that could be read.
pub(crate) fn desk_room<'a>(
    mut fields: Fields<'a>,
    organisations: &[&str],
    desk_language: Language,
    problems: &mut Problems,
) -> Option<Placed<'a>> {
    let at = fields.required(&AT, problems);
    let place = at.as_ref().and_then(|at| room_place(at, problems));
    let kind = fields.required(&KIND, problems).and_then(|word| room_kind(&word, organisations, problems));
    let language = language(&mut fields, problems).unwrap_or(desk_language);
    let ceiling = fields.choice(&CEILING, problems, Tlp::ALL, Tlp::name);
    let updates = fields.choice(&UPDATES, problems, Updates::ALL, Updates::name).unwrap_or(Updates::Channel);
    if let Some(place) = &place {
        warn_of_ceiling(&fields, place, ceiling, problems);
    }
    fields.finish(problems);
    let room = Room { place: place?, kind: kind.unwrap_or(RoomKind::Shared), language, ceiling, updates };
    Some(Placed { room, at: at? })
}

/// Reads the coordination's rooms.
pub(crate) fn coordination_rooms<'a>(
    fields: &mut Fields<'a>,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Placed<'a>> {
    let words = fields.texts(&COORDINATION_ROOMS, problems);
    let placed = words.into_iter().filter_map(|at| {
        let place = room_place(&at, problems)?;
        let (kind, language) = (RoomKind::Coordination, defaults.language);
        Some(Placed { room: Room { place, kind, language, ceiling: None, updates: Updates::Channel }, at })
    });
    placed.collect()
}

fn room_place(at: &Word<'_>, problems: &mut Problems) -> Option<Place> {
    let found = place(at.text);
    if found.is_none() {
        let named = ["matrix:", "discord:"].iter().map(|network| format!("{network}{}", at.text));
        let hint = named.into_iter().find(|text| place(text).is_some());
        let hint = hint.map(|hint| format!("; did you mean {}?", quoted(&hint))).unwrap_or_default();
        let (takes, example) = (AT.takes, AT.example);
        problems.mistake(&at.spot, format!("expected {takes}, for example {example}, found {}{hint}", quoted(at.text)));
    }
    found
}

fn room_kind(word: &Word<'_>, organisations: &[&str], problems: &mut Problems) -> Option<RoomKind> {
    if word.text == SHARED {
        return Some(RoomKind::Shared);
    }
    if word.text == "coordination" {
        problems.mistake(&word.spot, "a coordination room stands in [coordination], as rooms = [\"…\"], not in a desk");
        return None;
    }
    if organisations.contains(&word.text) {
        return Some(RoomKind::Own(OrganisationId(word.text.to_owned())));
    }
    let known: Vec<&str> = std::iter::once(SHARED).chain(organisations.iter().copied()).collect();
    unknown_name(word, &known, problems);
    None
}

fn warn_of_ceiling(fields: &Fields<'_>, place: &Place, ceiling: Option<Tlp>, problems: &mut Problems) {
    let spot = fields.spot(CEILING.key);
    let discord = network_of_place(place) == Names::Discord;
    match ceiling {
        None if discord => problems.warn(&spot, "without a ceiling a Discord channel gets the minimal card"),
        Some(Tlp::AmberStrict | Tlp::Red) if discord => {
            problems.warn(&spot, "nothing above TLP:AMBER goes through Discord, whatever its ceiling");
        }
        Some(Tlp::Red) => problems.warn(&spot, "TLP:RED is posted nowhere, whatever the ceiling"),
        _ => {}
    }
}
