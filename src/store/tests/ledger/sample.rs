//! A desk's worth of samples: a store in a folder of its own, and every noun with everything set.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, Alarm, Answer, AskedOnce, Basis, Before, By, Case, CaseKind, CaseRef, CaseState, Clock, ClockChange,
    ClockKind, ClockName, ClockStatus, Confirmation, DataType, DeskId, Event, EventBody, Forgery, Ground, Measure,
    MemberId, OrganisationId, Outcome, Part, Question, RefusalGround, Reply, Rung, Side, Span, Tally, Target,
    TargetKind, Tlp, Told, Urgency, WithdrawalReason,
};
use liaison_store::{Addressee, Lock, NewRow, Store, StoreError, Telling};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;

/// The moment of the samples, with a fraction that no column keeps.
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_266_131, 123_456_789).unwrap_or_default()
}

pub(crate) fn later(seconds: i64) -> DateTime<Utc> {
    now() + TimeDelta::seconds(seconds)
}

pub(crate) fn reference(number: u32) -> CaseRef {
    CaseRef { prefix: "YT".to_owned(), number }
}

pub(crate) fn desk() -> DeskId {
    DeskId("youtube".to_owned())
}

pub(crate) fn amal() -> MemberId {
    MemberId("amal".to_owned())
}

/// A folder with a database in it.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self { folder: TempDir::new()? })
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn url(&self) -> String {
        format!("sqlite://{}", self.file("liaison.db").display())
    }

    pub(crate) async fn open(&self, lock: Lock) -> Result<Store, StoreError> {
        Store::open(&self.url(), lock, now()).await
    }

    /// A connection that no rule of the store binds.
    pub(crate) async fn bare(&self) -> Result<SqliteConnection, sqlx::Error> {
        SqliteConnectOptions::new().filename(self.file("liaison.db")).create_if_missing(true).connect().await
    }
}

pub(crate) fn targets() -> Vec<Target> {
    let target = |kind, locator: &str| Target { kind, locator: locator.to_owned(), key: format!("key of {locator}") };
    vec![
        target(TargetKind::Address, "https://a.example/1?v=Ünïcode&b=%20"),
        target(TargetKind::Account, "@x"),
        target(TargetKind::Locator, "group \"north\"\n42"),
    ]
}

pub(crate) fn event(body: EventBody) -> Event {
    let cut = |at: DateTime<Utc>| DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or_default();
    Event {
        case: Some(reference(1)),
        at: cut(now()),
        recorded_at: cut(later(1)),
        by: By::Member(amal()),
        body,
        clocks: Vec::new(),
    }
}

pub(crate) fn reported() -> EventBody {
    EventBody::Reported {
        kind: CaseKind::RemovalReferral,
        desk: desk(),
        agency: OrganisationId("pharos".to_owned()),
        targets: targets(),
        reason: "incites to attack; 100% \\ 'sure'".to_owned(),
        basis: Basis::Law,
        urgency: Urgency::Urgent,
        tlp: Tlp::AmberStrict,
        file: Some("118/26".to_owned()),
        data: None,
        device_confirmed: true,
        practice: false,
    }
}

/// The body after this one in the list of all: a new variant must find its place here before this compiles.
fn after(body: &EventBody) -> Option<EventBody> {
    let text = "because…".to_owned();
    let file = Some("G-7".to_owned());
    Some(match body {
        EventBody::Reported { .. } => EventBody::Acknowledged { file, confirmed: false },
        EventBody::Acknowledged { .. } => EventBody::Asked { text, confirmed: true },
        EventBody::Asked { .. } => EventBody::Informed { text },
        EventBody::Informed { .. } => EventBody::Resolved {
            action: Some(Action::GeoBlocked),
            ground: Some(Ground::Terms),
            effective_at: later(-60),
            partly: true,
            file,
            text,
            altogether: None,
        },
        EventBody::Resolved { .. } => {
            EventBody::Refused { ground: RefusalGround::ManifestError, text, altogether: None }
        }
        EventBody::Refused { altogether: None, text, .. } => EventBody::Refused {
            ground: RefusalGround::Duplicate,
            text: text.clone(),
            altogether: Some(Outcome::PartlyActioned),
        },
        EventBody::Refused { .. } => EventBody::PartlyAnswered {
            targets: vec![1],
            left: vec![2],
            reply: Reply::Measure {
                action: Some(Action::Removed),
                ground: Some(Ground::Law),
                effective_at: later(-60),
                partly: false,
            },
            file,
            text,
        },
        EventBody::PartlyAnswered { targets, reply: Reply::Measure { .. }, .. } => EventBody::PartlyAnswered {
            targets: targets.clone(),
            left: Vec::new(),
            reply: Reply::Refusal { ground: RefusalGround::NotFound },
            file: None,
            text,
        },
        EventBody::PartlyAnswered { .. } => EventBody::Suspended { until: later(3600), text },
        EventBody::Suspended { .. } => EventBody::Resumed,
        EventBody::Resumed => EventBody::ConfirmedGone { text },
        EventBody::ConfirmedGone { .. } => EventBody::Reopened { text, after: None },
        EventBody::Reopened { after: None, .. } => EventBody::Reopened { text, after: Some(Outcome::Produced) },
        EventBody::Reopened { .. } => EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, text },
        EventBody::Withdrawn { .. } => EventBody::Undone { what: "withdrawn".to_owned(), state: None },
        EventBody::Undone { what, state: None } => {
            EventBody::Undone { what: what.clone(), state: Some(CaseState::Waiting) }
        }
        EventBody::Undone { .. } => EventBody::Warned,
        EventBody::Warned => EventBody::Lapsed,
        EventBody::Lapsed => EventBody::Escalated { rung: Rung::Supervisors },
        EventBody::Escalated { .. } => EventBody::Closed,
        EventBody::Closed => EventBody::Consulted { what: "address".to_owned() },
        EventBody::Consulted { .. } => {
            EventBody::Noted { organisation: OrganisationId("pharos".to_owned()), text: "known".to_owned() }
        }
        EventBody::Noted { .. } => EventBody::Assigned { side: Side::Agency, to: amal(), shared: true },
        EventBody::Assigned { .. } => {
            EventBody::Snoozed { side: Side::Platform, until: later(90), text: "legal".to_owned(), shared: false }
        }
        EventBody::Snoozed { .. } => EventBody::Linked { to: reference(2) },
        EventBody::Linked { .. } => EventBody::Confirmed { callback: true },
        EventBody::Confirmed { .. } => EventBody::Extended { until: later(86_400), text },
        EventBody::Extended { .. } => EventBody::Expired,
        EventBody::Expired => EventBody::TurnedAway { what: Forgery::OwnConfirmation, desk: desk(), practice: true },
        EventBody::TurnedAway { .. } => EventBody::Admitted {
            organisation: OrganisationId("pharos".to_owned()),
            identity: "@lea:agency.example".to_owned(),
            until: later(99),
        },
        EventBody::Admitted { organisation, identity, .. } => {
            EventBody::Dismissed { organisation: organisation.clone(), identity: identity.clone() }
        }
        EventBody::Dismissed { .. } => return None,
    })
}

/// One body of every kind.
pub(crate) fn every_body() -> Vec<EventBody> {
    std::iter::successors(Some(reported()), after).collect()
}

pub(crate) fn clock(name: ClockName, status: ClockStatus) -> Clock {
    Clock {
        name,
        owner: Side::Platform,
        kind: ClockKind::Agreed,
        span: Span { measure: Measure::Working, amount: TimeDelta::nanoseconds(14_400_000_000_001) },
        started_at: now(),
        status,
        next: Some(Alarm { rung: Rung::Warning, at: later(60) }),
        missed_at: Some(later(-1)),
        snoozed_until: None,
    }
}

/// Every change that an event can make to a clock.
pub(crate) fn every_change() -> Vec<ClockChange> {
    let next = Some(Alarm { rung: Rung::Opening, at: later(9) });
    vec![
        ClockChange::Started(clock(ClockName::Effect, ClockStatus::Running { due: later(30) })),
        ClockChange::Met(ClockName::Acknowledge),
        ClockChange::Paused(ClockName::Effect, TimeDelta::nanoseconds(7)),
        ClockChange::Resumed(ClockName::Effect, later(40), next),
        ClockChange::Rang(ClockName::Information, Rung::Repeat, None),
        ClockChange::Snoozed(ClockName::Effect, later(50)),
        ClockChange::Woken(ClockName::Effect),
    ]
}

/// A case as it is opened.
pub(crate) fn opened(number: u32) -> Case {
    let mut event = event(reported());
    event.case = Some(reference(number));
    Case::opened(&event).unwrap_or_else(everything)
}

/// A case with everything set, which no history leads to.
pub(crate) fn everything() -> Case {
    let mut case = Case {
        reference: reference(1),
        desk: desk(),
        kind: CaseKind::RemovalReferral,
        agency: OrganisationId("pharos".to_owned()),
        state: CaseState::Waiting,
        targets: targets(),
        reason: "ÉTÉ à Lyon".to_owned(),
        basis: Basis::Terms,
        urgency: Urgency::Emergency,
        tlp: Tlp::Red,
        file_agency: Some("118/26".to_owned()),
        file_platform: Some("G-7".to_owned()),
        owner_agency: Some(amal()),
        owner_platform: Some(MemberId("@chen:platform.example".to_owned())),
        opened_at: now(),
        heard_at: now(),
        redacted: true,
        acknowledged: Some((amal(), later(1))),
        question: Some(Question { text: "which?".to_owned(), by: amal(), at: later(2) }),
        answer: Some(Answer {
            outcome: Outcome::PartlyActioned,
            action: Some(Action::Removed),
            ground: Some(Ground::Law),
            refusal: Some(RefusalGround::Unable),
            text: "done".to_owned(),
            by: amal(),
            at: later(3),
            effective_at: Some(later(-9)),
        }),
        told: vec![Told { text: "the second".to_owned(), by: amal(), at: later(4) }],
        came_back: Some(Told { text: "again".to_owned(), by: amal(), at: later(4) }),
        parts: vec![Part {
            target: 1,
            answer: Answer {
                outcome: Outcome::NotFound,
                action: None,
                ground: None,
                refusal: Some(RefusalGround::NotFound),
                text: "not there".to_owned(),
                by: amal(),
                at: later(5),
                effective_at: None,
            },
        }],
        suspended_until: Some(later(4)),
        closed_at: Some(later(5)),
        reopened: 2,
        clocks: vec![
            clock(ClockName::Acknowledge, ClockStatus::Met { at: now() }),
            clock(ClockName::Effect, ClockStatus::Paused { left: TimeDelta::nanoseconds(5) }),
            clock(ClockName::Information, ClockStatus::Running { due: later(30) }),
        ],
        last_at: later(6),
        quiet_since: later(7),
        version: 9,
        acts: 0,
        consulted_by: vec![amal(), MemberId("binta".to_owned())],
        tally: Tally {
            due: Some(later(10)),
            questions: vec![
                AskedOnce { at: later(2), informed: Some(later(3)), waits: false },
                AskedOnce { at: later(4), informed: None, waits: true },
            ],
        },
        before: None,
        notes: Vec::new(),
        links: Vec::new(),
        arranged: Vec::new(),
        opened_by: None,
        device_confirmed: true,
        practice: false,
        data: None,
        confirmation: None,
        caller_told: false,
    };
    let before = Before { by: amal(), recorded_at: later(8), what: "asked".to_owned(), case: case.clone() };
    case.before = Some(Box::new(before));
    case
}

/// A confirmed emergency, with everything set that other kinds have not.
pub(crate) fn emergency(number: u32) -> Case {
    let clocks = vec![clock(ClockName::Expiry, ClockStatus::Running { due: later(30) })];
    let confirmation = Some(Confirmation { by: MemberId("binta".to_owned()), at: later(2), callback: true });
    Case {
        kind: CaseKind::Emergency,
        clocks,
        opened_by: Some(amal()),
        device_confirmed: false,
        data: Some(DataType::Subscriber),
        confirmation,
        caller_told: true,
        before: None,
        ..opened(number)
    }
}

/// A row for everyone in a room.
pub(crate) fn row(room: &str, case: Option<u32>, rank: i64, telling: Telling) -> NewRow {
    NewRow {
        network: "matrix".to_owned(),
        room: room.to_owned(),
        addressee: Addressee::Room,
        case: case.map(reference),
        rank,
        telling,
        queued_at: now(),
    }
}
