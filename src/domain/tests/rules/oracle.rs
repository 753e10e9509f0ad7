//! The rights oracle: who may do what by the product's description, written down without a look at the rules and compared
//! with them over every side, role, kind of room, device, command, kind of case and state. They must not disagree once.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, Case, CaseKind, CaseRef, CaseState, Command, Contact, DataType, Device, Hearing, Member, MemberId,
    OrganisationId, Refusal, RefusalGround, Report, RoomKind, Setting, Target, TargetKind, Urgency, WithdrawalReason,
    decide, lapse, member, open, side_of, stands_on,
};

use crate::support::{at, minutes, report, said_by, setting};

/// What a case is about: the kinds, and an emergency about content or about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Referral,
    Data,
    Preservation,
    Danger,
    DangerOfAccount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Member,
    Supervisor,
    Coordinator,
    Reviewer,
    Stranger,
}

/// Whose room it is, as the one who speaks sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Shared,
    Own,
    OtherSide,
    OtherAgency,
    Coordination,
}

/// One try of one person.
#[derive(Clone, Copy, Debug)]
struct Try {
    who: (&'static str, &'static str, Role),
    place: Where,
    device: Device,
    what: &'static str,
    about: About,
    state: CaseState,
    /// It went to the wrong desk and was taken back.
    taken_back: bool,
    /// Whose act was the last, which it was, and whether that is ten minutes ago at most.
    last: (&'static str, &'static str, bool),
}

/// The description. Whose command it is, what the case may be about, and from which states: the tables of "A case".
#[rustfmt::skip]
const DESCRIPTION: &[(&str, &str, &[About], &[CaseState])] = {
    use About::{Danger, DangerOfAccount, Data, Preservation, Referral};
    use CaseState::{Acknowledged, Answered, Closed, Sent, Suspended, Waiting, Withdrawn};
    const OPEN: &[CaseState] = &[Sent, Acknowledged, Waiting, Suspended];
    const NOT_TAKEN_BACK: &[CaseState] = &[Sent, Acknowledged, Waiting, Suspended, Answered, Closed];
    const ANY: &[CaseState] = CaseState::ALL;
    const ALL: &[About] = &[Referral, Data, Preservation, Danger, DangerOfAccount];
    const CONTENT: &[About] = &[Referral, Danger, DangerOfAccount];
    &[
        ("ack",              "platform", ALL, &[Sent, Suspended]),
        ("ask",              "platform", ALL, &[Sent, Acknowledged]),
        ("resolved action",  "platform", CONTENT, OPEN),
        ("resolved data",    "platform", &[Data, Preservation, DangerOfAccount], OPEN),
        ("refuse content",   "platform", CONTENT, OPEN),
        ("refuse no_data",   "platform", &[Data, Preservation, Danger, DangerOfAccount], OPEN),
        ("refuse",           "platform", ALL, OPEN),
        ("unable",           "platform", ALL, &[Sent, Acknowledged, Waiting]),
        ("confirm callback", "platform", &[Danger, DangerOfAccount], NOT_TAKEN_BACK),
        ("confirm",          "agency", &[Danger, DangerOfAccount], NOT_TAKEN_BACK),
        ("info",             "agency", ALL, OPEN),
        ("gone",             "agency", CONTENT, &[Answered]),
        ("still-up",         "agency", ALL, &[Answered, Closed]),
        ("withdraw",         "agency", ALL, OPEN),
        ("wrong desk",       "agency", ALL, &[Sent, Acknowledged, Waiting, Suspended, Withdrawn]),
        ("extend",           "agency", &[Preservation], &[Sent, Acknowledged, Waiting, Suspended, Answered]),
        ("note", "both", ALL, ANY), ("assign", "both", ALL, ANY), ("snooze", "both", ALL, ANY), ("link", "both", ALL, ANY),
        ("undo", "both", ALL, ANY), ("address", "both", ALL, ANY),
    ]
};

/// The description's sentences around its tables. A case belongs to its platform and to the agency that opened it.
fn may(tried: &Try) -> bool {
    let (who, organisation, role) = tried.who;
    let (by, last, is_fresh) = tried.last;
    let opens = matches!(tried.what, "report" | "request" | "emergency");
    let row = DESCRIPTION.iter().find(|row| row.0 == tried.what);
    let side = if organisation == "youtube" { "platform" } else { "agency" };
    let theirs = match row {
        None => opens && side == "agency",
        Some((_, whose, about, from)) => {
            ["both", side].contains(whose)
                && organisation != "gendarmerie"
                && about.contains(&tried.about)
                && from.contains(&tried.state)
        }
    };
    let changes_nothing = tried.what == "address";
    let right = match role {
        Role::Stranger => false,
        Role::Reviewer => changes_nothing,
        Role::Member | Role::Supervisor | Role::Coordinator => true,
    };
    let here = match tried.place {
        Where::Shared => tried.what != "note",
        Where::Own => true,
        Where::OtherSide | Where::OtherAgency | Where::Coordination => false,
    };
    let any_device = |what| matches!(what, "ack" | "ask" | "emergency");
    let device = tried.device == Device::Confirmed
        || any_device(tried.what)
        || (tried.what == "undo" && (any_device(last) || (last == "report" && is_danger(tried.about))));
    let circumstances = match tried.what {
        "undo" => by == who && is_fresh && !tried.taken_back,
        "confirm" => who != OPENER,
        "address" | "wrong desk" => !tried.taken_back,
        _ => true,
    };
    theirs && right && here && device && circumstances
}

fn is_danger(about: About) -> bool {
    matches!(about, About::Danger | About::DangerOfAccount)
}

const OPENER: &str = "amal";
/// Every side, or organisation, in every role.
const PEOPLE: &[(&str, &str, Role)] = &[
    (OPENER, "pharos", Role::Supervisor),
    ("binta", "pharos", Role::Member),
    ("cora", "pharos", Role::Coordinator),
    ("rita", "pharos", Role::Reviewer),
    ("gil", "gendarmerie", Role::Supervisor),
    ("gus", "gendarmerie", Role::Member),
    ("gabi", "gendarmerie", Role::Coordinator),
    ("gert", "gendarmerie", Role::Reviewer),
    ("chen", "youtube", Role::Supervisor),
    ("dana", "youtube", Role::Member),
    ("cyd", "youtube", Role::Coordinator),
    ("rex", "youtube", Role::Reviewer),
    ("eve", "", Role::Stranger),
];
const PLACES: &[Where] = &[Where::Shared, Where::Own, Where::OtherSide, Where::OtherAgency, Where::Coordination];

fn populated() -> Setting {
    let mut setting = setting();
    for organisation in &mut setting.organisations {
        let theirs = PEOPLE.iter().filter(|(_, of, _)| *of == organisation.id.0);
        let of_role = |role| {
            let those = PEOPLE.iter().filter(move |(_, _, own)| *own == role);
            those.map(|(id, ..)| MemberId((*id).to_owned())).collect::<Vec<_>>()
        };
        let member = |id: &&str| Member { id: MemberId((*id).to_owned()), at: vec![format!("@{id}")], alias: None };
        organisation.members = theirs.map(|(id, ..)| member(id)).collect();
        organisation.supervisors = of_role(Role::Supervisor);
        organisation.contacts = vec![Contact { name: "duty".to_owned(), phone: "+33 1 99 00 00 00".to_owned() }];
        setting.coordination.members = of_role(Role::Coordinator);
        setting.coordination.reviewers = of_role(Role::Reviewer);
    }
    setting
}

fn room(place: Where, organisation: &str) -> RoomKind {
    let own = |id: &str| RoomKind::Own(OrganisationId(id.to_owned()));
    match (place, organisation) {
        (Where::Shared, _) => RoomKind::Shared,
        (Where::Coordination, _) => RoomKind::Coordination,
        (Where::Own, _) => own(organisation),
        (Where::OtherSide, "youtube") => own("pharos"),
        (Where::OtherSide, _) => own("youtube"),
        (Where::OtherAgency, "gendarmerie") => own("pharos"),
        (Where::OtherAgency, _) => own("gendarmerie"),
    }
}

fn asks(about: About) -> Report {
    let (kind, data) = match about {
        About::Referral => (CaseKind::RemovalReferral, None),
        About::Data => (CaseKind::DataRequest, Some(DataType::Subscriber)),
        About::Preservation => (CaseKind::Preservation, None),
        About::Danger | About::DangerOfAccount => (CaseKind::Emergency, None),
    };
    let base = report(if is_danger(about) { Urgency::Emergency } else { Urgency::Routine });
    let account = Target { kind: TargetKind::Account, locator: "@x".to_owned(), key: "@x".to_owned() };
    let targets = if matches!(about, About::Referral | About::Danger) { base.targets.clone() } else { vec![account] };
    Report { kind, data, targets, ..base }
}

/// The row of the description that a command is under: whoever adds a command is led here by the compiler.
const fn row(command: &Command) -> &'static str {
    match command {
        Command::Acknowledge { .. } => "ack",
        Command::Ask { .. } => "ask",
        Command::Inform { .. } => "info",
        Command::Resolve { action: Some(_), .. } => "resolved action",
        Command::Resolve { action: None, .. } => "resolved data",
        Command::Refuse { ground: RefusalGround::Unable, .. } => "unable",
        Command::Refuse { ground: RefusalGround::NoViolation | RefusalGround::PublicInterest, .. } => "refuse content",
        Command::Refuse { ground: RefusalGround::NoData, .. } => "refuse no_data",
        Command::Refuse { .. } => "refuse",
        Command::ConfirmGone { .. } => "gone",
        Command::StillUp { .. } => "still-up",
        Command::Withdraw { reason: WithdrawalReason::WrongDesk, .. } => "wrong desk",
        Command::Withdraw { .. } => "withdraw",
        Command::Undo => "undo",
        Command::ShowAddress => "address",
        Command::Note { .. } => "note",
        Command::Assign { .. } => "assign",
        Command::Snooze { .. } => "snooze",
        Command::Link { .. } => "link",
        Command::Confirm { callback: true } => "confirm callback",
        Command::Confirm { callback: false } => "confirm",
        Command::Extend { .. } => "extend",
    }
}

/// Every command in every form that the description tells apart.
fn commands(who: &str, now: DateTime<Utc>) -> Vec<Command> {
    let text = || "which?".to_owned();
    let resolve = |action| Command::Resolve {
        action,
        ground: None,
        at: None,
        partly: false,
        targets: Vec::new(),
        file: None,
        text: text(),
    };
    let mut all = vec![
        Command::Acknowledge { file: None },
        Command::Ask { text: text() },
        Command::Inform { text: text() },
        resolve(None),
        Command::ConfirmGone { text: text() },
        Command::StillUp { text: text() },
        Command::Undo,
        Command::ShowAddress,
        Command::Note { text: text() },
        Command::Assign { to: who.to_owned() },
        Command::Snooze { until: now + minutes(20), text: text() },
        Command::Link { to: CaseRef { prefix: "YT".to_owned(), number: 2 } },
        Command::Confirm { callback: false },
        Command::Confirm { callback: true },
        Command::Extend { until: None, text: text() },
    ];
    all.extend(Action::ALL.iter().map(|action| resolve(Some(*action))));
    all.extend(RefusalGround::ALL.iter().map(|ground| {
        let until = (*ground == RefusalGround::Unable).then(|| now + TimeDelta::hours(5));
        Command::Refuse { ground: *ground, until, targets: Vec::new(), text: text() }
    }));
    all.extend(WithdrawalReason::ALL.iter().map(|reason| Command::Withdraw { reason: *reason, text: text() }));
    all
}

/// A case in a state, by the shortest way; the last act, who did it and when.
struct Subject {
    case: Case,
    last: (&'static str, &'static str),
    acted_at: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Subject {
    fn brought_to(state: CaseState, about: About, taken_back: bool, setting: &Setting) -> Self {
        let now = at("2026-01-05T09:00");
        let (reference, hearing) = (CaseRef { prefix: "YT".to_owned(), number: 1 }, said_by(setting, OPENER, now));
        let ruling = open(&asks(about), reference, &[], &hearing, &setting.desks[0], setting, now).unwrap();
        let case = Case::folded(&ruling.events).unwrap();
        let mut subject = Self { case, last: (OPENER, "report"), acted_at: now, now };
        let answered =
            if matches!(about, About::Data | About::Preservation) { "resolved data" } else { "resolved action" };
        let reason = if taken_back { WithdrawalReason::WrongDesk } else { WithdrawalReason::Mistake };
        match state {
            CaseState::Sent => {}
            CaseState::Acknowledged => subject.does("chen", "ack", setting),
            CaseState::Waiting => subject.does("chen", "ask", setting),
            CaseState::Suspended => subject.does("chen", "unable", setting),
            CaseState::Answered => subject.does("chen", answered, setting),
            CaseState::Closed => {
                subject.does("chen", answered, setting);
                match answered {
                    "resolved action" => subject.does(OPENER, "gone", setting),
                    _ => subject.pass(TimeDelta::days(100), setting),
                }
            }
            CaseState::Withdrawn => {
                subject.act(OPENER, &Command::Withdraw { reason, text: String::new() }, setting);
            }
        }
        assert_eq!((subject.case.state, subject.case.redacted), (state, taken_back), "{about:?}");
        subject
    }

    fn does(&mut self, who: &'static str, what: &'static str, setting: &Setting) {
        let next = self.now + minutes(1);
        let command = commands(who, next).into_iter().find(|command| row(command) == what).unwrap();
        self.act(who, &command, setting);
    }

    fn act(&mut self, who: &'static str, command: &Command, setting: &Setting) {
        self.now += minutes(1);
        let hearing = said_by(setting, who, self.now);
        let ruling = decide(&self.case, command, &hearing, &setting.desks[0], setting, self.now).unwrap();
        self.case = ruling.events.iter().fold(self.case.clone(), Case::apply);
        (self.last, self.acted_at) = ((who, row(command)), self.now);
    }

    fn pass(&mut self, span: TimeDelta, setting: &Setting) {
        let until = self.now + span;
        while let Some(next) = self.case.deadline().filter(|next| next.at <= until) {
            self.now = self.now.max(next.at);
            let ruling = lapse(&self.case, &setting.desks[0], setting, self.now);
            self.case = ruling.events.iter().fold(self.case.clone(), Case::apply);
        }
        self.now = until;
    }
}

/// What is refused because there is nothing to do, whoever asks for it: no matter of rights.
fn is_pointless(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::NothingRings { .. })
}

#[test]
fn the_rules_are_as_the_description_says_for_everybody_everywhere() {
    use About::{Danger, DangerOfAccount, Data, Preservation, Referral};
    let setting = populated();
    let desk = &setting.desks[0];
    let (mut tries, mut wrong) = (0_u32, String::new());
    let states = CaseState::ALL.iter().map(|state| (*state, false)).chain([(CaseState::Withdrawn, true)]);
    for (state, taken_back) in states {
        for about in [Referral, Data, Preservation, Danger, DangerOfAccount] {
            let subject = Subject::brought_to(state, about, taken_back, &setting);
            for (now, who, place, device) in everywhere(subject.now) {
                let hearing = hears(&setting, who, place, device, now);
                let last = (subject.last.0, subject.last.1, now <= subject.acted_at + minutes(10));
                for command in commands(who.0, now) {
                    let tried = Try { who, place, device, what: row(&command), about, state, taken_back, last };
                    let ruled = decide(&subject.case, &command, &hearing, desk, &setting, now);
                    let allowed = ruled.as_ref().err().is_none_or(is_pointless);
                    tries += 1;
                    if allowed != may(&tried) {
                        let _ = writeln!(wrong, "{tried:?} {command:?}: {:?}", ruled.err());
                    }
                    let known = member(&hearing, command.name(), side_of(&command));
                    assert!(!allowed || known.is_ok_and(|person| stands_on(person, &subject.case, desk)), "{tried:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "the rules say otherwise:\n{}", wrong.lines().take(20).collect::<Vec<_>>().join("\n"));
    assert!(tries > 300_000, "{tries} tries");
}

#[test]
fn cases_are_opened_by_those_whom_the_description_names() {
    let setting = populated();
    let (now, reference) = (at("2026-01-05T09:00"), CaseRef { prefix: "YT".to_owned(), number: 1 });
    let whats = [
        (About::Referral, "report"),
        (About::Data, "request"),
        (About::Preservation, "request"),
        (About::Danger, "emergency"),
        (About::DangerOfAccount, "emergency"),
    ];
    for (about, what) in whats {
        for (now, who, place, device) in everywhere(now) {
            let hearing = hears(&setting, who, place, device, now);
            let opened = open(&asks(about), reference.clone(), &[], &hearing, &setting.desks[0], &setting, now);
            let (state, last) = (CaseState::Sent, (OPENER, "report", true));
            let tried = Try { who, place, device, what, about, state, taken_back: false, last };
            assert_eq!(opened.is_ok(), may(&tried), "{tried:?}: {:?}", opened.err());
        }
    }
}

/// Everybody in every room from either device, at once and after the ten minutes of an undo.
fn everywhere(
    now: DateTime<Utc>,
) -> impl Iterator<Item = (DateTime<Utc>, (&'static str, &'static str, Role), Where, Device)> {
    let times = [now + minutes(1), now + minutes(12)].into_iter();
    let devices = [Device::Confirmed, Device::NotConfirmed, Device::NotVerified];
    let people = times.flat_map(|now| PEOPLE.iter().map(move |who| (now, *who)));
    let places = people.flat_map(|(now, who)| PLACES.iter().map(move |place| (now, who, *place)));
    places.flat_map(move |(now, who, place)| devices.map(|device| (now, who, place, device)))
}

fn hears(
    setting: &Setting,
    who: (&'static str, &'static str, Role),
    place: Where,
    device: Device,
    now: DateTime<Utc>,
) -> Hearing {
    let said = said_by(setting, who.0, now);
    assert_eq!(setting.person(&setting.desks[0], &format!("@{}", who.0)).is_some(), who.2 != Role::Stranger);
    Hearing { room: room(place, who.1), device, ..said }
}
