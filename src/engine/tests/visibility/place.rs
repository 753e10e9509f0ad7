//! Where the histories are played: two desks with rooms of every kind in two networks, under every sort of ceiling, and people
//! of every role, each behind an alias.

use liaison_chat::Network;
use liaison_domain::{
    Desk, DeskId, Language, Member, MemberId, Organisation, OrganisationId, Place, Room, RoomKind, Setting, Side, Tlp,
};

/// Whoever stands in no desk's organisations.
pub const STRANGER: &str = "eve";

/// Number, organisation: the record's name of a person is `zqm` and their number, which nobody else may ever read.
pub const PEOPLE: &[(u32, &str)] = &[
    (1, "pharos"),
    (2, "pharos"),
    (3, "gendarmerie"),
    (4, "youtube"),
    (5, "youtube"),
    (6, "telegram"),
    (7, "oversight"),
];

/// The one who sits in their own organisation's rooms alone: not even their chat identity is seen elsewhere.
pub const ABSENT: &[u32] = &[1, 4];

pub fn member(number: u32) -> String {
    format!("zqm{number}")
}

pub fn alias(number: u32) -> String {
    format!("AGENT{number}")
}

pub fn identity(network: Network, number: u32) -> String {
    match network {
        Network::Discord => format!("discord:user:900{number}"),
        Network::Matrix | Network::Terminal => format!("@zqi{number}:a.example"),
    }
}

/// A room as this test knows it.
pub struct Spot {
    pub network: Network,
    pub name: &'static str,
    /// None for the coordination.
    pub desk: Option<&'static str>,
    /// Whose it is, where it is one organisation's.
    pub own: Option<&'static str>,
    pub written: Option<Tlp>,
    pub encrypted: bool,
    pub language: Language,
}

impl Spot {
    /// Who sits in it, as the network would say.
    pub fn people(&self) -> Vec<String> {
        let sits = |(number, of): &&(u32, &str)| match self.own {
            Some(own) => own == *of,
            None => !ABSENT.contains(number),
        };
        PEOPLE.iter().filter(sits).map(|(number, _)| identity(self.network, *number)).collect()
    }
}

macro_rules! rooms {
    ($(($network:ident, $name:literal, $desk:expr, $own:expr, $written:expr, $encrypted:literal, $language:ident),)*) => {
        &[$(Spot {
            network: Network::$network, name: $name, desk: $desk, own: $own, written: $written, encrypted: $encrypted,
            language: Language::$language,
        }),*]
    };
}

const YT: Option<&str> = Some("youtube");

#[rustfmt::skip]
pub const ROOMS: &[Spot] = rooms![
    (Matrix, "#shared", YT, None, None, true, English),
    (Matrix, "#clear", YT, None, None, false, French),
    (Matrix, "#green", YT, None, Some(Tlp::Green), true, English),
    (Matrix, "#pharos", YT, Some("pharos"), None, true, French),
    (Matrix, "#gendarmerie", YT, Some("gendarmerie"), None, true, English),
    (Matrix, "#youtube", YT, Some("youtube"), Some(Tlp::Red), true, English),
    (Matrix, "#telegram", Some("telegram"), None, None, true, English),
    (Matrix, "#coordination", None, None, None, true, English),
    (Discord, "100", YT, None, None, false, English),
    (Discord, "200", YT, None, Some(Tlp::Amber), false, French),
    (Discord, "300", YT, Some("pharos"), None, false, English),
    (Discord, "400", YT, Some("youtube"), Some(Tlp::AmberStrict), false, English),
    (Discord, "500", None, None, Some(Tlp::Amber), false, English),
];

pub fn spot(network: Network, name: &str) -> &'static Spot {
    ROOMS.iter().find(|room| room.network == network && room.name == name).unwrap()
}

pub fn setting() -> Setting {
    let mut setting = liaison_terminal::desk();
    let (agency, platform) = (setting.organisations[0].clone(), setting.organisations[1].clone());
    let organisation = |id: &str, side| {
        let like = if side == Side::Agency { &agency } else { &platform };
        let theirs = PEOPLE.iter().filter(|(_, of)| *of == id);
        let members: Vec<Member> = theirs
            .map(|(number, _)| Member {
                id: MemberId(member(*number)),
                at: vec![identity(Network::Matrix, *number), identity(Network::Discord, *number)],
                alias: Some(alias(*number)),
            })
            .collect();
        let supervisors = members.iter().take(1).map(|member| member.id.clone()).collect();
        Organisation {
            id: OrganisationId(id.to_owned()),
            name: id.to_uppercase(),
            supervisors,
            members,
            ..like.clone()
        }
    };
    setting.organisations = vec![
        organisation("pharos", Side::Agency),
        organisation("gendarmerie", Side::Agency),
        organisation("youtube", Side::Platform),
        organisation("telegram", Side::Platform),
        organisation("oversight", Side::Agency),
    ];
    let rooms = |of: Option<&str>| ROOMS.iter().filter(|spot| spot.desk == of).map(room).collect::<Vec<Room>>();
    let desk = |id: &str, prefix: &str, agencies: &[&str]| Desk {
        id: DeskId(id.to_owned()),
        prefix: prefix.to_owned(),
        agencies: agencies.iter().map(|id| OrganisationId((*id).to_owned())).collect(),
        platform: OrganisationId(id.to_owned()),
        rooms: rooms(Some(id)),
        ..setting.desks[0].clone()
    };
    setting.desks = vec![desk("youtube", "YT", &["pharos", "gendarmerie"]), desk("telegram", "TG", &["pharos"])];
    setting.coordination.rooms = rooms(None);
    setting.coordination.members = vec![MemberId(member(2))];
    setting.coordination.reviewers = vec![MemberId(member(7))];
    setting
}

fn room(spot: &Spot) -> Room {
    let own = |id: &str| RoomKind::Own(OrganisationId(id.to_owned()));
    Room {
        place: Place(format!("{}:{}", spot.network.name(), spot.name)),
        kind: match (spot.desk, spot.own) {
            (None, _) => RoomKind::Coordination,
            (_, Some(id)) => own(id),
            _ => RoomKind::Shared,
        },
        language: spot.language,
        ceiling: spot.written,
        updates: if spot.name == "200" { liaison_domain::Updates::Thread } else { liaison_domain::Updates::Channel },
    }
}
