//! Two organisations, their desk, and cases that went through the real rules.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use liaison_chat::{Meanwhile, Network, View};
use liaison_domain::{
    Action, Actor, Basis, Case, CaseKind, CaseRef, Command, Contact, Coordination, Desk, DeskId, Device, Event, Ground,
    Hearing, Language, Member, MemberId, Organisation, OrganisationId, Person, RefusalGround, Report, RoomKind, Ruling,
    Setting, Side, Target, TargetKind, Targets, Tell, Tlp, Trust, Urgency, WorkingHours, decide, lapse, open,
};

pub(crate) const PARIS: Tz = chrono_tz::Europe::Paris;

/// A moment, in UTC: `2026-03-03 08:00` is nine o'clock in Paris.
pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc()
}

pub(crate) fn opened_at() -> DateTime<Utc> {
    utc("2026-03-03 08:00")
}

pub(crate) fn minutes(count: i64) -> TimeDelta {
    TimeDelta::minutes(count)
}

fn member(id: &str, alias: Option<&str>) -> Member {
    Member { id: MemberId(id.to_owned()), at: vec![format!("@{id}")], alias: alias.map(str::to_owned) }
}

fn organisation(id: &str, name: &str, side: Side, members: Vec<Member>) -> Organisation {
    Organisation {
        id: OrganisationId(id.to_owned()),
        name: name.to_owned(),
        side,
        zone: PARIS,
        hours: WorkingHours::office(),
        holidays: None,
        digest_at: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
        supervisors: members.first().map(|first| first.id.clone()).into_iter().collect(),
        members,
        contacts: vec![Contact { name: format!("{name} duty"), phone: "+33 1 99 00 00 00".to_owned() }],
    }
}

pub(crate) fn setting() -> Setting {
    let agency = vec![member("amal", None), member("binta", Some("PHAROS-14"))];
    let platform = vec![member("chen", None), member("dana", None)];
    let digest_at = NaiveTime::from_hms_opt(8, 30, 0).unwrap();
    Setting {
        organisations: vec![
            organisation("pharos", "OFAC-PHAROS", Side::Agency, agency),
            organisation("youtube", "YouTube Trust & Safety", Side::Platform, platform),
        ],
        desks: vec![Desk {
            id: DeskId("youtube".to_owned()),
            prefix: "YT".to_owned(),
            agencies: vec![OrganisationId("pharos".to_owned())],
            platform: OrganisationId("youtube".to_owned()),
            zone: PARIS,
            digest_at,
            practice: false,
            trust: Trust::CrossSigned,
            redacts_addresses: false,
            rooms: Vec::new(),
        }],
        coordination: Coordination {
            rooms: Vec::new(),
            digest_at,
            zone: PARIS,
            members: Vec::new(),
            reviewers: Vec::new(),
        },
        targets: Targets::default(),
        duties: Vec::new(),
        guests: Vec::new(),
        former: Vec::new(),
    }
}

/// A case under way, with everything that happened to it.
pub(crate) struct Story {
    pub(crate) setting: Setting,
    pub(crate) case: Case,
    pub(crate) events: Vec<Event>,
    /// What opening it told.
    pub(crate) ruling: Ruling,
}

pub(crate) fn address(locator: &str) -> Target {
    Target { kind: TargetKind::Address, locator: locator.to_owned(), key: locator.to_owned() }
}

pub(crate) fn report() -> Report {
    Report {
        kind: CaseKind::RemovalReferral,
        data: None,
        targets: vec![address("https://a.example/1")],
        reason: "incites to attack".to_owned(),
        basis: Basis::Voluntary,
        urgency: Urgency::Routine,
        tlp: Tlp::Amber,
        file: None,
    }
}

pub(crate) fn case_ref(number: u32) -> CaseRef {
    CaseRef { prefix: "YT".to_owned(), number }
}

impl Story {
    pub(crate) fn opened(report: &Report) -> Self {
        Self::numbered(report, 1)
    }

    pub(crate) fn numbered(report: &Report, number: u32) -> Self {
        let setting = setting();
        let heard = hearing("amal", opened_at());
        let ruling =
            open(report, case_ref(number), &[], &heard, &setting.desks[0], &setting, opened_at()).expect("a report");
        let case = Case::opened(&ruling.events[0]).expect("a case");
        Self { setting, case, events: ruling.events.clone(), ruling }
    }

    /// One command by a member, so many minutes after the report.
    pub(crate) fn then(mut self, member: &str, after: i64, command: &Command) -> Self {
        let at = opened_at() + minutes(after);
        let ruling = decide(&self.case, command, &hearing(member, at), &self.setting.desks[0], &self.setting, at);
        self.take(ruling.expect("an allowed command"));
        self
    }

    /// What time does by then: the ruling is given back too, for its notices.
    pub(crate) fn lapsed(&mut self, after: i64) -> Ruling {
        let ruling = lapse(&self.case, &self.setting.desks[0], &self.setting, opened_at() + minutes(after));
        self.take(ruling.clone());
        ruling
    }

    fn take(&mut self, ruling: Ruling) {
        for event in ruling.events {
            self.case = self.case.clone().apply(&event);
            self.events.push(event);
        }
    }

    pub(crate) fn last(&self) -> &Event {
        self.events.last().expect("an event")
    }

    /// The case as it is read, so many minutes after the report.
    pub(crate) fn view<'a>(&'a self, language: Language, room: &'a RoomKind, after: i64) -> View<'a> {
        view(&self.setting, language, room, opened_at() + minutes(after))
    }
}

pub(crate) fn view<'a>(setting: &'a Setting, language: Language, room: &'a RoomKind, now: DateTime<Utc>) -> View<'a> {
    View {
        language,
        zone: PARIS,
        network: Network::Matrix,
        room,
        ceiling: Tlp::AmberStrict,
        setting,
        desk: setting.desks.first(),
        now,
    }
}

pub(crate) fn hearing(member: &str, said_at: DateTime<Utc>) -> Hearing {
    let agency = matches!(member, "amal" | "binta");
    let (organisation, side) = if agency { ("pharos", Side::Agency) } else { ("youtube", Side::Platform) };
    let person = Person {
        member: MemberId(member.to_owned()),
        organisation: OrganisationId(organisation.to_owned()),
        side,
        supervisor: false,
        reviewer: false,
    };
    Hearing { actor: Actor::Member(person), room: RoomKind::Shared, device: Device::Confirmed, said_at }
}

pub(crate) fn ask(text: &str) -> Command {
    Command::Ask { text: text.to_owned() }
}

pub(crate) fn inform(text: &str) -> Command {
    Command::Inform { text: text.to_owned() }
}

pub(crate) fn ack() -> Command {
    Command::Acknowledge { file: Some("TS-7".to_owned()) }
}

pub(crate) fn resolve(text: &str) -> Command {
    Command::Resolve {
        action: Some(Action::Removed),
        ground: Some(Ground::Terms),
        at: None,
        partly: false,
        targets: Vec::new(),
        file: None,
        text: text.to_owned(),
    }
}

pub(crate) fn refuse(ground: RefusalGround, text: &str) -> Command {
    Command::Refuse { ground, until: None, targets: Vec::new(), text: text.to_owned() }
}

pub(crate) fn unable(until: DateTime<Utc>) -> Command {
    Command::Refuse {
        ground: RefusalGround::Unable,
        until: Some(until),
        targets: Vec::new(),
        text: "reviewers are away".to_owned(),
    }
}

/// The same for some targets alone, by their places.
pub(crate) fn only(places: &[u32], command: Command) -> Command {
    match command {
        Command::Resolve { action, ground, at, partly, file, text, .. } => {
            Command::Resolve { action, ground, at, partly, targets: places.to_vec(), file, text }
        }
        Command::Refuse { ground, until, text, .. } => {
            Command::Refuse { ground, until, targets: places.to_vec(), text }
        }
        other => other,
    }
}

/// The alerts among a ruling's notices.
pub(crate) fn alerts(ruling: &Ruling) -> Vec<&liaison_domain::Alert> {
    let tells = ruling.notices.iter().map(|notice| &notice.tell);
    tells.filter_map(|tell| if let Tell::Alert(alert) = tell { Some(alert) } else { None }).collect()
}

/// The bot has started long after everything, and has not read everything yet.
pub(crate) fn just_started() -> Meanwhile {
    Meanwhile { up_since: opened_at() + TimeDelta::days(30), unread: vec![Network::Matrix] }
}

/// The bot was there all the time.
pub(crate) fn long_up() -> Meanwhile {
    Meanwhile { up_since: opened_at() - TimeDelta::days(30), unread: Vec::new() }
}
