//! The desk that is played: one platform, one agency, a room of each kind, four members and a stranger.

use chrono::NaiveTime;
use chrono_tz::{Europe, Tz};
use liaison_domain::{
    Contact, Coordination, Desk, DeskId, Language, Member, MemberId, Organisation, OrganisationId, Place, Room,
    RoomKind, Setting, Side, Targets, Trust, Updates, WorkingHours,
};

/// What the bot is called in the terminal.
pub const OWN_NAME: &str = "@liaison";

/// The zone of the desk and of every local time in a transcript.
pub(crate) const ZONE: Tz = Europe::Paris;
/// Where a line goes that names no room.
pub(crate) const SHARED: &str = "#shared";
/// Everyone who can speak, by identity.
pub(crate) const PEOPLE: [&str; 5] = ["@amal", "@binta", "@chen", "@dana", "@eve"];
/// Every room, with those who sit in it.
const ROOMS: [(&str, &[&str]); 4] = [
    (SHARED, &PEOPLE),
    ("#agency", &["@amal", "@binta"]),
    ("#platform", &["@chen", "@dana"]),
    ("#coordination", &["@amal", "@chen"]),
];

/// The names of the rooms.
pub(crate) fn rooms() -> impl Iterator<Item = &'static str> {
    ROOMS.into_iter().map(|(room, _)| room)
}

/// Who sits in a room; nothing where there is no such room.
pub(crate) fn people_of(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.into_iter().find(|(name, _)| *name == room).map(|(_, people)| people)
}

/// The setting of the terminal desk: desk `youtube` (`YT`) of `pharos` and `youtube` in Europe/Paris, in English.
#[must_use]
pub fn desk() -> Setting {
    let (agency, platform) = (OrganisationId("pharos".to_owned()), OrganisationId("youtube".to_owned()));
    Setting {
        organisations: vec![
            organisation(&agency, "PHAROS", Side::Agency, &["amal", "binta"], "+33 1 99 00 00 00"),
            organisation(&platform, "YouTube", Side::Platform, &["chen", "dana"], "+1 650 555 0100"),
        ],
        desks: vec![Desk {
            id: DeskId("youtube".to_owned()),
            prefix: "YT".to_owned(),
            agencies: vec![agency.clone()],
            platform: platform.clone(),
            zone: ZONE,
            digest_at: digest_at(),
            practice: false,
            trust: Trust::CrossSigned,
            redacts_addresses: false,
            rooms: vec![
                room(SHARED, RoomKind::Shared),
                room("#agency", RoomKind::Own(agency)),
                room("#platform", RoomKind::Own(platform)),
            ],
        }],
        coordination: Coordination {
            rooms: vec![room("#coordination", RoomKind::Coordination)],
            digest_at: digest_at(),
            zone: ZONE,
            members: vec![MemberId("amal".to_owned())],
            reviewers: Vec::new(),
        },
        targets: Targets::default(),
        duties: Vec::new(),
        guests: Vec::new(),
        former: Vec::new(),
    }
}

/// Half past eight (product description, "Daily digest").
fn digest_at() -> NaiveTime {
    NaiveTime::MIN + chrono::TimeDelta::minutes(8 * 60 + 30)
}

/// An organisation whose first member is its supervisor, with a number on file that nobody has.
fn organisation(id: &OrganisationId, name: &str, side: Side, members: &[&str], phone: &str) -> Organisation {
    let member = |id: &&str| Member { id: MemberId((*id).to_owned()), at: vec![format!("@{id}")], alias: None };
    Organisation {
        id: id.clone(),
        name: name.to_owned(),
        side,
        zone: ZONE,
        hours: WorkingHours::office(),
        holidays: None,
        digest_at: digest_at(),
        supervisors: members.iter().take(1).map(|id| MemberId((*id).to_owned())).collect(),
        members: members.iter().map(member).collect(),
        contacts: vec![Contact { name: format!("{name} duty"), phone: phone.to_owned() }],
    }
}

fn room(name: &str, kind: RoomKind) -> Room {
    Room {
        place: Place(format!("terminal:{name}")),
        kind,
        language: Language::English,
        ceiling: None,
        updates: Updates::Channel,
    }
}
