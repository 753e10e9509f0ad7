//! A desk to try the rules on: PHAROS and YouTube, in Paris, with office hours.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use liaison_domain::{
    Actor, Basis, Case, CaseKind, CaseRef, Coordination, Desk, DeskId, Device, Hearing, Language, Member, MemberId,
    Organisation, OrganisationId, Place, Report, Room, RoomKind, Ruling, Setting, Side, Target, TargetKind, Targets,
    Tlp, Trust, Updates, Urgency, WorkingHours, open,
};

pub fn at(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    liaison_domain::instant_of(local, Paris)
}

fn organisation(id: &str, side: Side, members: &[&str]) -> Organisation {
    Organisation {
        id: OrganisationId(id.to_owned()),
        name: id.to_uppercase(),
        side,
        zone: Paris,
        hours: WorkingHours::office(),
        holidays: None,
        digest_at: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        supervisors: vec![MemberId(members[0].to_owned())],
        contacts: Vec::new(),
        members: members
            .iter()
            .map(|id| Member { id: MemberId((*id).to_owned()), at: vec![format!("@{id}")], alias: None })
            .collect(),
    }
}

pub fn setting() -> Setting {
    let room = |place: &str, kind| Room {
        place: Place(place.to_owned()),
        kind,
        language: Language::English,
        ceiling: None,
        updates: Updates::Channel,
    };
    let digest_at = NaiveTime::from_hms_opt(8, 30, 0).unwrap();
    Setting {
        organisations: vec![
            organisation("pharos", Side::Agency, &["amal", "binta"]),
            organisation("gendarmerie", Side::Agency, &["gil"]),
            organisation("youtube", Side::Platform, &["chen", "dana"]),
        ],
        desks: vec![Desk {
            id: DeskId("youtube".to_owned()),
            prefix: "YT".to_owned(),
            agencies: vec![OrganisationId("pharos".to_owned()), OrganisationId("gendarmerie".to_owned())],
            platform: OrganisationId("youtube".to_owned()),
            zone: Paris,
            digest_at,
            practice: false,
            trust: Trust::CrossSigned,
            redacts_addresses: false,
            rooms: vec![
                room("terminal:#shared", RoomKind::Shared),
                room("terminal:#agency", RoomKind::Own(OrganisationId("pharos".to_owned()))),
            ],
        }],
        coordination: Coordination {
            rooms: vec![room("terminal:#coordination", RoomKind::Coordination)],
            digest_at,
            zone: Paris,
            members: Vec::new(),
            reviewers: Vec::new(),
        },
        targets: Targets::default(),
        duties: Vec::new(),
        guests: Vec::new(),
        former: Vec::new(),
    }
}

pub fn said_by(setting: &Setting, who: &str, said_at: DateTime<Utc>) -> Hearing {
    let person = setting.person(&setting.desks[0], &format!("@{who}"));
    Hearing {
        actor: person.map_or(Actor::Stranger, Actor::Member),
        room: RoomKind::Shared,
        device: Device::Confirmed,
        said_at,
    }
}

pub fn report(urgency: Urgency) -> Report {
    let locator = "https://a.example/1".to_owned();
    Report {
        kind: CaseKind::RemovalReferral,
        data: None,
        targets: vec![Target { kind: TargetKind::Address, key: locator.clone(), locator }],
        reason: "incites to attack".to_owned(),
        basis: Basis::Voluntary,
        urgency,
        tlp: Tlp::Amber,
        file: None,
    }
}

pub fn opened(setting: &Setting, urgency: Urgency, now: DateTime<Utc>) -> (Case, Ruling) {
    let reference = CaseRef { prefix: "YT".to_owned(), number: 1 };
    let desk = &setting.desks[0];
    let ruling = open(&report(urgency), reference, &[], &said_by(setting, "amal", now), desk, setting, now).unwrap();
    (Case::folded(&ruling.events).unwrap(), ruling)
}

pub fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}
