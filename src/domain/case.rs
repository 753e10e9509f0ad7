//! The case: one record that both sides share, folded from its events in [`fold`](crate::fold).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Utc};

use crate::answer::{Answer, Part};
use crate::clock::{Clock, ClockName, Deadline};
use crate::desk::{DeskId, Tlp};
use crate::event::{Basis, DataType, Urgency};
use crate::named::named;
use crate::people::{MemberId, OrganisationId, Side};
use crate::tally::Tally;
use crate::target::Target;
use crate::undoing::{Arrangement, Before};

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

/// Something that somebody told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its words.
    pub text: String,
    /// Who.
    pub by: MemberId,
    /// When.
    pub at: DateTime<Utc>,
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
    /// What the agency told last, since it was opened or came back.
    pub told: Vec<Told>,
    /// Why it came back last, and when.
    pub came_back: Option<Told>,
    /// The answer that stands.
    pub answer: Option<Answer>,
    /// The answers for single targets, in the order in which they were given; none where one answer is for all of them.
    pub parts: Vec<Part>,
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
