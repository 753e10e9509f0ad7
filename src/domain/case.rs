//! The case: one record that both sides share, folded from its events.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Utc};

use crate::clock::{Clock, ClockChange, ClockName, ClockStatus, Deadline, Rung};
use crate::command::{Action, RefusalGround, WithdrawalReason};
use crate::desk::{DeskId, Tlp};
use crate::event::{Basis, By, DataType, Event, EventBody, Ground, Outcome, Urgency};
use crate::named::named;
use crate::people::{MemberId, OrganisationId, Side};
use crate::tally::Tally;
use crate::target::Target;
use crate::transitions::next_state;

/// An answered case closes by itself after so many quiet days (product description, table of states).
const CLOSES_AFTER: Days = Days::new(7);

/// A reference that people can type: `YT-42`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseRef {
    /// The desk's prefix, in capitals.
    pub prefix: String,
    /// From 1 on, without gaps.
    pub number: u32,
}

impl fmt::Display for CaseRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.prefix, self.number)
    }
}

/// What was read is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a reference is letters, a hyphen and a number from 1 on")]
pub struct NotARef;

impl FromStr for CaseRef {
    type Err = NotARef;

    /// Reads `YT-42` in any case of letters; leading zeros and zero itself are no reference.
    fn from_str(text: &str) -> Result<Self, NotARef> {
        let (prefix, number) = text.rsplit_once('-').ok_or(NotARef)?;
        let letters = !prefix.is_empty() && prefix.chars().all(|letter| letter.is_ascii_alphanumeric());
        let digits = number.chars().all(|digit| digit.is_ascii_digit()) && !number.starts_with('0');
        let number = number.parse().map_err(|_| NotARef)?;
        (letters && digits).then(|| Self { prefix: prefix.to_ascii_uppercase(), number }).ok_or(NotARef)
    }
}

named! {
    /// The kinds of case.
    pub enum CaseKind {
        /// Look at this content against your terms or the law.
        RemovalReferral = "removal_referral",
        /// Data for an investigation, directly or by mutual legal assistance.
        DataRequest = "data_request",
        /// Keep the data until there is process for it.
        Preservation = "preservation",
        /// Data or removal now: life is in danger.
        Emergency = "emergency",
    }
}

named! {
    /// Where a case stands. Overdue, due soon and unanswered are computed and never stored.
    pub enum CaseState {
        /// The platform has not answered in any way.
        Sent = "sent",
        /// The platform has it.
        Acknowledged = "acknowledged",
        /// The platform asked: the ball is with the agency.
        Waiting = "waiting",
        /// The platform is unable until a given time.
        Suspended = "suspended",
        /// Answered, with an outcome.
        Answered = "answered",
        /// Confirmed gone, or quiet for a week after the answer.
        Closed = "closed",
        /// Taken back by the agency.
        Withdrawn = "withdrawn",
    }
}

impl CaseState {
    /// Whether an answer is still awaited.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent | Self::Acknowledged | Self::Waiting | Self::Suspended)
    }
}

/// A question of the platform's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its words.
    pub text: String,
    /// Who asked.
    pub by: MemberId,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a case was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In a word.
    pub outcome: Outcome,
    /// The measure, where one was taken.
    pub action: Option<Action>,
    /// The ground of the measure.
    pub ground: Option<Ground>,
    /// The ground of a refusal.
    pub refusal: Option<RefusalGround>,
    /// What was added.
    pub text: String,
    /// Who answered.
    pub by: MemberId,
    /// When.
    pub at: DateTime<Utc>,
    /// When the measure took effect, as the platform says.
    pub effective_at: Option<DateTime<Utc>>,
}

/// How the mark of an emergency was lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// By whom.
    pub by: MemberId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether by a call to the number on file; else by a second officer.
    pub callback: bool,
}

/// What `undo` goes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Whose act it would take back.
    pub by: MemberId,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its kind.
    pub what: String,
    /// The case as it was.
    pub case: Case,
}

/// Something that a side arranged beside the case's course, as it is taken back: by itself, whatever else happened since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Who arranged it.
    pub by: MemberId,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What.
    pub arranged: Arranged,
    /// Whether it was told in that side's own rooms alone.
    pub among_themselves: bool,
}

/// What was arranged, with what it takes to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arranged {
    /// A note, by its moment.
    Noted(DateTime<Utc>),
    /// Somebody answers for it on that side; before them, this member did.
    Assigned(Side, Option<MemberId>),
    /// Quiet for that side.
    Snoozed(Side),
    /// It has to do with that case.
    Linked(CaseRef),
}

impl Arranged {
    /// The kind of the event that arranged it.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Noted(_) => "noted",
            Self::Assigned(..) => "assigned",
            Self::Snoozed(_) => "snoozed",
            Self::Linked(_) => "linked",
        }
    }
}

/// So many arrangements can be taken back; ten minutes do not hold more.
const ARRANGEMENTS_KEPT: usize = 20;

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its reference.
    pub reference: CaseRef,
    /// Its desk.
    pub desk: DeskId,
    /// Its kind.
    pub kind: CaseKind,
    /// The agency that opened it.
    pub agency: OrganisationId,
    /// Where it stands.
    pub state: CaseState,
    /// What it is about.
    pub targets: Vec<Target>,
    /// Why, in the reporter's words.
    pub reason: String,
    /// On what it rests.
    pub basis: Basis,
    /// How fast.
    pub urgency: Urgency,
    /// Its label.
    pub tlp: Tlp,
    /// The agency's own file number.
    pub file_agency: Option<String>,
    /// The platform's own file number.
    pub file_platform: Option<String>,
    /// Who answers for it at the agency: the one who opened it.
    pub owner_agency: Option<MemberId>,
    /// Who answers for it on the platform: the first who acted.
    pub owner_platform: Option<MemberId>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When that was written down: later, where the bot was away.
    pub heard_at: DateTime<Utc>,
    /// When it was acknowledged, and by whom.
    pub acknowledged: Option<(MemberId, DateTime<Utc>)>,
    /// The last question.
    pub question: Option<Question>,
    /// The answer that stands.
    pub answer: Option<Answer>,
    /// Until when the platform is unable.
    pub suspended_until: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// How often it came back.
    pub reopened: u32,
    /// Its clocks, one of each name.
    pub clocks: Vec<Clock>,
    /// When something last happened, by the events' own time.
    pub last_at: DateTime<Utc>,
    /// When somebody (not time) last acted.
    pub quiet_since: DateTime<Utc>,
    /// How many events it has seen.
    pub version: u32,
    /// How often a member acted on it since it was opened; looking at it and arranging something beside it is no act.
    pub acts: u32,
    /// Taken back from the wrong desk: what was posted of it is redacted, and its content is shown to nobody any more.
    pub redacted: bool,
    /// Who opened the address that the cards do not show.
    pub consulted_by: Vec<MemberId>,
    /// What the figures count by.
    pub tally: Tally,
    /// What an undo would go back to.
    pub before: Option<Box<Before>>,
    /// The last notes, each for its own organisation alone.
    pub notes: Vec<Note>,
    /// The cases that it has to do with.
    pub links: Vec<CaseRef>,
    /// What was arranged of late, and can be taken back.
    pub arranged: Vec<Arrangement>,
    /// Who opened it: whoever answers for it later, an emergency is never confirmed by its author.
    pub opened_by: Option<MemberId>,
    /// Whether the device that opened it was confirmed by its owner.
    pub device_confirmed: bool,
    /// Which data is asked for, where it asks for some.
    pub data: Option<DataType>,
    /// Who lifted the mark of an emergency.
    pub confirmation: Option<Confirmation>,
    /// Whether whoever opened an emergency was shown the number to call.
    pub caller_told: bool,
    /// Opened as an exercise: in no figure and in no room of the coordination, whatever its desk is today.
    pub practice: bool,
}

/// So many notes are kept with a case; older ones stand in its history.
const NOTES_KEPT: usize = 20;
/// A case has to do with so many others at most.
const LINKS_KEPT: usize = 20;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Who wrote it.
    pub by: MemberId,
    /// The organisation that alone may read it.
    pub organisation: OrganisationId,
    /// When.
    pub at: DateTime<Utc>,
    /// Its words.
    pub text: String,
}

impl Case {
    /// The case that a `reported` event opens; nothing for any other.
    #[must_use]
    pub fn opened(event: &Event) -> Option<Self> {
        let EventBody::Reported {
            kind,
            desk,
            agency,
            targets,
            reason,
            basis,
            urgency,
            tlp,
            file,
            data,
            device_confirmed,
            practice,
        } = &event.body
        else {
            return None;
        };
        let mut case = Self {
            reference: event.case.clone()?,
            desk: desk.clone(),
            kind: *kind,
            agency: agency.clone(),
            state: CaseState::Sent,
            targets: targets.clone(),
            reason: reason.clone(),
            basis: *basis,
            urgency: *urgency,
            tlp: *tlp,
            file_agency: file.clone(),
            file_platform: None,
            owner_agency: event.by.member().cloned(),
            owner_platform: None,
            opened_at: event.at,
            heard_at: event.recorded_at,
            acknowledged: None,
            question: None,
            answer: None,
            suspended_until: None,
            closed_at: None,
            reopened: 0,
            clocks: Vec::new(),
            last_at: event.at,
            quiet_since: event.at,
            version: 1,
            acts: 0,
            redacted: false,
            consulted_by: Vec::new(),
            tally: Tally::default(),
            before: None,
            notes: Vec::new(),
            links: Vec::new(),
            arranged: Vec::new(),
            opened_by: event.by.member().cloned(),
            device_confirmed: *device_confirmed,
            data: *data,
            confirmation: None,
            caller_told: false,
            practice: *practice,
        };
        case.turn_clocks(event);
        case.count(event);
        Some(case)
    }

    /// Folds a history; nothing where it does not begin with a report.
    #[must_use]
    pub fn folded<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let opened = Self::opened(events.next()?)?;
        Some(events.fold(opened, Self::apply))
    }

    /// The case after one more event. Total: a recorded event is a fact.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Self {
        if event.body.takes_arrangement_back() {
            self.rearrange(event);
        } else if matches!(event.body, EventBody::Undone { .. }) {
            self = self.undone(event);
        } else if event.body.is_arrangement() {
            self.arrange(event);
        } else if let (By::Member(by), false) = (&event.by, event.body.changes_nothing()) {
            self.remember(by.clone(), event);
        }
        if let Some(state) = next_state(self.state, &event.body) {
            self.state = state;
        }
        let time_moved_on = matches!(event.body, EventBody::Resumed | EventBody::Closed | EventBody::Expired);
        if time_moved_on && event.by == By::Clock {
            // What time did by itself is not taken back with what somebody did before.
            self.before = None;
        }
        self.take_facts(event);
        self.turn_clocks(event);
        self.count(event);
        self.last_at = self.last_at.max(event.at);
        if event.by.member().is_some() && event.body.is_about_the_case() {
            self.quiet_since = self.quiet_since.max(event.at);
        }
        self.version += 1;
        self.acts += u32::from(event.by.member().is_some() && event.body.is_about_the_case());
        self
    }

    fn remember(&mut self, by: MemberId, event: &Event) {
        let mut case = self.clone();
        case.before = None;
        let what = event.body.kind().to_owned();
        self.before = Some(Box::new(Before { by, recorded_at: event.recorded_at, what, case }));
    }

    fn arrange(&mut self, event: &Event) {
        let arranged = match &event.body {
            EventBody::Noted { .. } => Arranged::Noted(event.at),
            EventBody::Assigned { side, .. } => Arranged::Assigned(*side, self.owner(*side).cloned()),
            EventBody::Snoozed { side, .. } => Arranged::Snoozed(*side),
            EventBody::Linked { to } => Arranged::Linked(to.clone()),
            _ => return,
        };
        let Some(by) = event.by.member().cloned() else { return };
        let among_themselves = event.body.is_among_themselves();
        self.arranged.push(Arrangement { by, recorded_at: event.recorded_at, arranged, among_themselves });
        let old = self.arranged.len().saturating_sub(ARRANGEMENTS_KEPT);
        self.arranged.drain(..old);
    }

    /// The last thing that a member arranged, of whatever kind, and can take back.
    #[must_use]
    pub fn arranged_by(&self, member: &MemberId) -> Option<&Arrangement> {
        self.arranged.iter().rev().find(|one| one.by == *member)
    }

    fn rearrange(&mut self, event: &Event) {
        let Some(at) = self.arranged.iter().rposition(|one| Some(&one.by) == event.by.member()) else { return };
        let Arrangement { by, arranged, .. } = self.arranged.remove(at);
        match arranged {
            Arranged::Noted(at) => {
                if let Some(at) = self.notes.iter().rposition(|note| note.by == by && note.at == at) {
                    self.notes.remove(at);
                }
            }
            Arranged::Assigned(Side::Agency, owner) => self.owner_agency = owner,
            Arranged::Assigned(Side::Platform, owner) => self.owner_platform = owner,
            Arranged::Snoozed(side) => {
                for clock in self.clocks.iter_mut().filter(|clock| clock.owner == side) {
                    clock.snoozed_until = clock.snoozed_until.map(|until| until.min(event.recorded_at));
                }
            }
            Arranged::Linked(to) => self.links.retain(|other| *other != to),
        }
    }

    /// The case as it was before the last act, but for what time did meanwhile: a step of a ladder that was taken is
    /// never taken again. Before its report there was none: it is taken back, with everything that was posted of it.
    fn undone(mut self, event: &Event) -> Self {
        let Some(before) = self.before.take() else {
            self.state = CaseState::Withdrawn;
            self.closed_at = Some(event.at);
            self.redacted = true;
            return self;
        };
        let mut restored = before.case;
        for clock in &mut restored.clocks {
            let now = self.clocks.iter().find(|now| now.name == clock.name && now.started_at == clock.started_at);
            if let Some(now) = now.filter(|now| {
                now.missed_at.is_some() || now.next.map(|alarm| alarm.rung) > clock.next.map(|alarm| alarm.rung)
            }) {
                clock.missed_at = now.missed_at;
                if matches!(now.status, ClockStatus::Running { .. }) {
                    clock.next = now.next;
                }
            }
        }
        for clock in &mut restored.clocks {
            let now = self.clocks.iter().find(|now| now.name == clock.name && now.started_at == clock.started_at);
            clock.snoozed_until = now.and_then(|now| now.snoozed_until);
            clock.taken_up_at(event.recorded_at);
        }
        let was_assigned = |side| {
            let of_side = |one: &&Arrangement| matches!(one.arranged, Arranged::Assigned(other, _) if other == side);
            self.arranged.iter().filter(of_side).any(|one| one.recorded_at >= before.recorded_at)
        };
        if was_assigned(Side::Agency) {
            restored.owner_agency = self.owner_agency;
        }
        if was_assigned(Side::Platform) {
            restored.owner_platform = self.owner_platform;
        }
        (restored.notes, restored.links, restored.arranged) = (self.notes, self.links, self.arranged);
        restored.version = self.version;
        restored.acts = self.acts;
        restored.last_at = self.last_at;
        restored.consulted_by = self.consulted_by;
        restored.caller_told = self.caller_told;
        restored
    }

    fn take_facts(&mut self, event: &Event) {
        let by = event.by.member().cloned();
        match &event.body {
            EventBody::Acknowledged { file, .. } => {
                self.note_acknowledged(event);
                self.file_platform = file.clone().or(self.file_platform.take());
            }
            EventBody::Asked { text, .. } => {
                self.note_acknowledged(event);
                self.question = by.map(|by| Question { text: text.clone(), by, at: event.at });
            }
            EventBody::Resolved { action, ground, effective_at, partly, file, text } => {
                self.note_acknowledged(event);
                self.file_platform = file.clone().or(self.file_platform.take());
                let outcome = self.kind.outcome(*action, *partly);
                self.answer = by.map(|by| Answer {
                    outcome,
                    action: *action,
                    ground: *ground,
                    refusal: None,
                    text: text.clone(),
                    by,
                    at: event.at,
                    effective_at: Some(*effective_at),
                });
            }
            EventBody::Refused { ground, text } => {
                self.note_acknowledged(event);
                self.answer = by.map(|by| Answer {
                    outcome: ground.outcome(),
                    action: None,
                    ground: None,
                    refusal: Some(*ground),
                    text: text.clone(),
                    by,
                    at: event.at,
                    effective_at: None,
                });
            }
            EventBody::Suspended { until, .. } => {
                self.note_acknowledged(event);
                self.suspended_until = Some(*until);
            }
            EventBody::Reopened { .. } => {
                self.reopened += 1;
                self.answer = None;
                self.acknowledged = None;
                self.closed_at = None;
            }
            EventBody::ConfirmedGone { .. } | EventBody::Closed | EventBody::Withdrawn { .. } => {
                self.closed_at = Some(event.at);
            }
            EventBody::Reported { .. }
            | EventBody::Informed { .. }
            | EventBody::Resumed
            | EventBody::Undone { .. }
            | EventBody::Warned
            | EventBody::Lapsed
            | EventBody::TurnedAway { .. }
            | EventBody::Extended { .. } => {}
            EventBody::Escalated { rung } => self.caller_told |= *rung == Rung::Caller,
            EventBody::Confirmed { callback } => {
                self.confirmation = by.map(|by| Confirmation { by, at: event.at, callback: *callback });
            }
            EventBody::Expired if self.state == CaseState::Closed => self.closed_at = Some(event.at),
            EventBody::Expired => {}
            EventBody::Noted { organisation, text } => {
                let (organisation, text) = (organisation.clone(), text.clone());
                self.notes.extend(by.map(|by| Note { by, organisation, at: event.at, text }));
                let old = self.notes.len().saturating_sub(NOTES_KEPT);
                self.notes.drain(..old);
            }
            EventBody::Assigned { side, to, .. } => match side {
                Side::Agency => self.owner_agency = Some(to.clone()),
                Side::Platform => self.owner_platform = Some(to.clone()),
            },
            EventBody::Linked { to } if !self.links.contains(to) && self.links.len() < LINKS_KEPT => {
                self.links.push(to.clone());
            }
            EventBody::Linked { .. }
            | EventBody::Snoozed { .. }
            | EventBody::Admitted { .. }
            | EventBody::Dismissed { .. } => {}
            EventBody::Consulted { .. } => {
                if let Some(by) = by.filter(|by| !self.consulted_by.contains(by)) {
                    self.consulted_by.push(by);
                }
            }
        }
        self.redacted |= matches!(event.body, EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, .. });
        if self.state != CaseState::Suspended {
            self.suspended_until = None;
        }
    }

    fn count(&mut self, event: &Event) {
        let due = self.clock(ClockName::Effect).and_then(|clock| clock.due().or(clock.missed_at));
        self.tally.take(event, due);
    }

    fn note_acknowledged(&mut self, event: &Event) {
        let Some(by) = event.by.member() else { return };
        self.acknowledged.get_or_insert_with(|| (by.clone(), event.at));
        self.owner_platform.get_or_insert_with(|| by.clone());
    }

    fn turn_clocks(&mut self, event: &Event) {
        for change in &event.clocks {
            match change {
                ClockChange::Started(clock) => {
                    self.clocks.retain(|other| other.name != clock.name);
                    self.clocks.push(clock.clone());
                }
                ClockChange::Met(name) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Met { at: event.at };
                    clock.next = None;
                }),
                ClockChange::Paused(name, left) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Paused { left: *left };
                }),
                ClockChange::Resumed(name, due, next) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Running { due: *due };
                    clock.next = *next;
                }),
                ClockChange::Snoozed(name, until) => self.turn(*name, |clock| clock.snoozed_until = Some(*until)),
                ClockChange::Woken(name) => self.turn(*name, |clock| clock.snoozed_until = None),
                ClockChange::Rang(name, rung, next) => self.turn(*name, |clock| {
                    if *rung != Rung::Warning {
                        clock.missed_at = clock.missed_at.or(clock.due());
                    }
                    clock.next = *next;
                }),
            }
        }
    }

    fn turn(&mut self, name: ClockName, change: impl FnOnce(&mut Clock)) {
        if let Some(clock) = self.clocks.iter_mut().find(|clock| clock.name == name) {
            change(clock);
        }
    }

    /// The clock of that name, if the case has it.
    #[must_use]
    pub fn clock(&self, name: ClockName) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.name == name)
    }

    /// The next moment at which time itself must act; `None` where nothing but people can move it.
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        let running = self.clocks.iter().filter(|clock| clock.due().is_some());
        let clocks = running.filter_map(|clock| clock.next).map(|alarm| alarm.at);
        let own = self.resumes_at().into_iter().chain(self.closes_at()).chain(self.caller_told_at());
        let quiet = self.clocks.iter().filter_map(Clock::wakes_at);
        clocks.chain(own).chain(quiet).min().map(|at| Deadline { case: self.reference.clone(), at })
    }

    /// When a suspended case goes on by itself.
    #[must_use]
    pub fn resumes_at(&self) -> Option<DateTime<Utc>> {
        self.suspended_until.filter(|_| self.state == CaseState::Suspended)
    }

    /// When an answered case closes by itself: a week after somebody last acted on it; while data is kept for it, never
    /// before that expires.
    #[must_use]
    pub fn closes_at(&self) -> Option<DateTime<Utc>> {
        let closes = self.state == CaseState::Answered && self.kept_until().is_none();
        closes.then(|| self.quiet_since + CLOSES_AFTER)
    }

    /// The side that must act next, if one must.
    #[must_use]
    pub const fn waits_for(&self) -> Option<Side> {
        match self.state {
            CaseState::Sent | CaseState::Acknowledged | CaseState::Suspended => Some(Side::Platform),
            CaseState::Waiting => Some(Side::Agency),
            CaseState::Answered | CaseState::Closed | CaseState::Withdrawn => None,
        }
    }

    /// The running clock that is due first.
    #[must_use]
    pub fn first_due(&self) -> Option<&Clock> {
        self.clocks.iter().filter(|clock| clock.due().is_some()).min_by_key(|clock| clock.due())
    }

    /// Whether a running clock has passed its time.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.clocks.iter().any(|clock| clock.is_overdue(now))
    }

    /// The owner on that side.
    #[must_use]
    pub const fn owner(&self, side: Side) -> Option<&MemberId> {
        match side {
            Side::Agency => self.owner_agency.as_ref(),
            Side::Platform => self.owner_platform.as_ref(),
        }
    }
}

impl By {
    /// The member, where it was one.
    #[must_use]
    pub const fn member(&self) -> Option<&MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::Clock => None,
        }
    }
}

impl RefusalGround {
    /// The outcome that an answer on this ground comes to.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::NoViolation => Outcome::NoAction,
            Self::NotFound => Outcome::NotFound,
            Self::NoData => Outcome::NoData,
            _ => Outcome::Refused,
        }
    }
}
