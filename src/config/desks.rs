//! `[[desk]]`: one working relation, with its rooms.

use liaison_domain::{Desk, DeskId, OrganisationId, RoomKind, Side, Trust};

use super::defaults::{Defaults, ZONE, digest_at, language, zone};
use super::fields::{Fields, Form, Word, understood, unknown_name};
use super::nearest::nearest;
use super::people::{Listed, is_plain_id};
use super::problem::{Problems, quoted};
use super::rooms::{Placed, desk_room};

const ID: Form = Form { key: "id", takes: "letters, digits, - and _, at most 64", example: "\"youtube\"" };
const PREFIX: Form = Form { key: "prefix", takes: "1 to 8 letters and digits", example: "\"YT\"" };
const AGENCIES: Form = Form { key: "agencies", takes: "a list of agencies' ids", example: "[\"pharos\"]" };
const PLATFORM: Form = Form { key: "platform", takes: "the platform's id", example: "\"youtube\"" };
const TRUST: Form =
    Form { key: "trust", takes: "\"any\", \"cross_signed\" or \"verified\"", example: "\"cross_signed\"" };
const PRACTICE: Form = Form { key: "practice", takes: "true or false", example: "true" };
const REDACT_ADDRESSES: Form = Form { key: "redact_addresses", takes: "true or false", example: "false" };
const PREFIX_LONGEST: usize = 8;

/// A desk with the places at which it was written.
pub(crate) struct Opened<'a> {
    /// What the rules get.
    pub(crate) desk: Desk,
    /// Its id, where one could be read.
    pub(crate) id: Option<Word<'a>>,
    /// Its prefix, where one could be read.
    pub(crate) prefix: Option<Word<'a>>,
    /// The organisations that it means, misspelt ones by the nearest id.
    pub(crate) means: Vec<String>,
    /// Its rooms; those of the desk itself are filled in once it is known which networks are served.
    pub(crate) rooms: Vec<Placed<'a>>,
}

/// Reads one desk.
pub(crate) fn desk<'a>(
    mut fields: Fields<'a>,
    organisations: &[Listed<'_>],
    defaults: &Defaults,
    problems: &mut Problems,
) -> Opened<'a> {
    let id = fields.required(&ID, problems);
    let id = id.filter(|word| understood(word, &ID, problems, |text| is_plain_id(text).then_some(())).is_some());
    let prefix = fields.required(&PREFIX, problems);
    let prefix =
        prefix.filter(|word| understood(word, &PREFIX, problems, |text| is_prefix(text).then_some(())).is_some());
    let agencies = agencies(&mut fields, problems);
    let platform = fields.required(&PLATFORM, problems);
    let mut means: Vec<String> =
        agencies.iter().filter_map(|word| organisation_of(word, Side::Agency, organisations, problems)).collect();
    means.extend(platform.as_ref().and_then(|word| organisation_of(word, Side::Platform, organisations, problems)));
    let rooms = rooms(&mut fields, &means, defaults, problems);
    let desk = Desk {
        id: DeskId(written(id.as_ref())),
        prefix: written(prefix.as_ref()).to_ascii_uppercase(),
        agencies: agencies.iter().map(|word| OrganisationId(word.text.to_owned())).collect(),
        platform: OrganisationId(written(platform.as_ref())),
        zone: zone(&mut fields, &ZONE, problems).unwrap_or(defaults.zone),
        digest_at: digest_at(&mut fields, problems).unwrap_or(defaults.digest_at),
        practice: fields.flag(&PRACTICE, problems).unwrap_or(false),
        trust: trust(&mut fields, problems),
        redacts_addresses: fields.flag(&REDACT_ADDRESSES, problems).unwrap_or(true),
        rooms: Vec::new(),
    };
    fields.finish(problems);
    Opened { desk, id, prefix, means, rooms }
}

fn written(word: Option<&Word<'_>>) -> String {
    word.map(|word| word.text.to_owned()).unwrap_or_default()
}

fn agencies<'a>(fields: &mut Fields<'a>, problems: &mut Problems) -> Vec<Word<'a>> {
    let is_there = fields.has(AGENCIES.key);
    let words = fields.texts(&AGENCIES, problems);
    let spot = fields.spot(AGENCIES.key);
    let is_written_empty = is_there && fields.is_empty_list(AGENCIES.key);
    if !is_there || is_written_empty {
        let what = if is_there { "it is empty" } else { "it is missing" };
        problems.mistake(&spot, format!("{what}: {}", AGENCIES.hint()));
    }
    for (index, word) in words.iter().enumerate() {
        if words.iter().take(index).any(|earlier| earlier.text == word.text) {
            problems.mistake(&word.spot, format!("{} stands twice: once is enough", quoted(word.text)));
        }
    }
    words
}

/// The id of the organisation that a desk names on one side; of a misspelt one the nearest, so that one slip is told once.
fn organisation_of(
    word: &Word<'_>,
    side: Side,
    organisations: &[Listed<'_>],
    problems: &mut Problems,
) -> Option<String> {
    let ids = || organisations.iter().filter_map(|listed| listed.id.as_ref().map(|id| id.text));
    let Some(found) = organisations.iter().find(|listed| listed.id.as_ref().is_some_and(|id| id.text == word.text))
    else {
        let known: Vec<&str> = ids().collect();
        unknown_name(word, &known, problems);
        return nearest(word.text, &known).map(str::to_owned);
    };
    if let Some(theirs) = found.side.filter(|theirs| *theirs != side) {
        let (id, side, theirs) = (quoted(word.text), side.name(), theirs.name());
        problems.mistake(
            &word.spot,
            format!("expected an organisation with side = \"{side}\", but {id} has side = \"{theirs}\""),
        );
    }
    Some(word.text.to_owned())
}

fn rooms<'a>(
    fields: &mut Fields<'a>,
    organisations: &[String],
    defaults: &Defaults,
    problems: &mut Problems,
) -> Vec<Placed<'a>> {
    let language = language(fields, problems).unwrap_or(defaults.language);
    let organisations: Vec<&str> = organisations.iter().map(String::as_str).collect();
    let tables = fields.tables("room", problems);
    let is_whole = !tables.is_empty();
    let rooms: Vec<Placed<'a>> =
        tables.into_iter().filter_map(|table| desk_room(table, &organisations, language, problems)).collect();
    if !is_whole || !rooms.is_empty() && !rooms.iter().any(|placed| placed.room.kind == RoomKind::Shared) {
        problems.warn(&fields.spot("room"), "this desk has no shared room: nothing can be filed at it");
    }
    rooms
}

fn trust(fields: &mut Fields<'_>, problems: &mut Problems) -> Trust {
    fields.choice(&TRUST, problems, Trust::ALL, Trust::name).unwrap_or(Trust::CrossSigned)
}

fn is_prefix(text: &str) -> bool {
    (1..=PREFIX_LONGEST).contains(&text.len()) && text.bytes().all(|letter| letter.is_ascii_alphanumeric())
}
