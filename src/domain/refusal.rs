//! Why a command was refused, and in general what a person is told: the name of a sentence and the facts in it, never
//! the sentence itself.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use crate::case::{CaseRef, CaseState};
use crate::guests::Guest;
use crate::holidays::Country;
use crate::kind_refusal::KindRefusal;
use crate::people::{MemberId, Side};

/// A fact that a sentence speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A case.
    Case(CaseRef),
    /// Several cases.
    Cases(Vec<CaseRef>),
    /// A member, named as the room may see them.
    Member(MemberId),
    /// A moment, told in the room's zone and in UTC.
    Time(DateTime<Utc>),
    /// A length of time.
    Span(TimeDelta),
    /// A number.
    Count(i64),
    /// A person's own words, or anything that came from outside.
    Words(String),
    /// Something to be shown as code, such as an option's name.
    Code(String),
    /// A term with a name of its own in each language: `state-sent`, `side-agency`.
    Term(String),
    /// Several of them.
    Terms(Vec<String>),
    /// A line that can be sent: the command's name in the table and what follows it.
    Line(&'static str, String),
}

/// What a person is told: a sentence's name and its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The name of the sentence in `commands/text`.
    pub name: String,
    /// Its arguments by name.
    pub facts: Vec<(String, Fact)>,
}

impl Remark {
    /// A remark without facts.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), facts: Vec::new() }
    }

    /// The remark with one more fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: Fact) -> Self {
        self.facts.push((name.to_owned(), fact));
        self
    }
}

/// The rules by which a command can be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Only members of the desk's organisations change anything.
    Stranger {
        /// The command's name.
        command: &'static str,
    },
    /// Oversight changes nothing.
    Reviewer {
        /// The command's name.
        command: &'static str,
    },
    /// The command belongs to the other side.
    WrongSide {
        /// The command's name.
        command: &'static str,
        /// Whose it is.
        side: Side,
    },
    /// Not in this kind of room.
    WrongRoom {
        /// The command's name.
        command: &'static str,
    },
    /// The desk has no such case.
    NoSuchCase {
        /// What was named.
        case: CaseRef,
    },
    /// The room shows no desk of that name.
    NoSuchDesk {
        /// What was named.
        desk: String,
    },
    /// Another agency of the desk opened it.
    OtherAgency {
        /// Which case.
        case: CaseRef,
    },
    /// It went to the wrong desk: what it holds is shown to nobody any more.
    TakenBack {
        /// Which case.
        case: CaseRef,
    },
    /// The state does not allow it.
    WrongState {
        /// Which case.
        case: CaseRef,
        /// Where it stands.
        state: CaseState,
        /// The command's name.
        command: &'static str,
        /// On which side the one stands who gave it.
        side: Side,
    },
    /// Answered already.
    AlreadyAnswered {
        /// Which case.
        case: CaseRef,
        /// By whom.
        by: MemberId,
        /// When.
        at: DateTime<Utc>,
    },
    /// One's own answer stands, and can still be taken back.
    AnsweredOneself {
        /// Which case.
        case: CaseRef,
        /// When.
        at: DateTime<Utc>,
    },
    /// The platform is unable already.
    UnableAlready {
        /// Which case.
        case: CaseRef,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// The case has fewer targets.
    NoSuchTarget {
        /// Which case.
        case: CaseRef,
        /// The place that was named.
        target: u32,
        /// So many there are.
        count: usize,
    },
    /// That target is answered already.
    TargetAnswered {
        /// Which case.
        case: CaseRef,
        /// Its place.
        target: u32,
        /// By whom.
        by: MemberId,
        /// When.
        at: DateTime<Utc>,
    },
    /// An inability is of the whole case.
    UnableForSome {
        /// Which case.
        case: CaseRef,
    },
    /// Acknowledged already.
    AlreadyAcknowledged {
        /// Which case.
        case: CaseRef,
        /// By whom.
        by: MemberId,
        /// When.
        at: DateTime<Utc>,
    },
    /// Six months after the answer a new report is needed.
    TooLateToReopen {
        /// Which case.
        case: CaseRef,
        /// When it was answered.
        at: DateTime<Utc>,
    },
    /// A measure cannot have taken effect yet to come.
    EffectInFuture {
        /// Which case.
        case: CaseRef,
        /// What was said.
        at: DateTime<Utc>,
    },
    /// An inability must end later than now.
    UntilInPast {
        /// Which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
    },
    /// An inability ends within a quarter; what lasts longer is an answer.
    UntilTooFar {
        /// Which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
        /// So many days at most.
        days: i64,
    },
    /// Everything in the report is in a case already.
    AlreadyReported {
        /// In which.
        case: CaseRef,
        /// Where that stands.
        state: CaseState,
    },
    /// There is no act of one's own to take back.
    NothingToUndo {
        /// Which case.
        case: CaseRef,
    },
    /// Ten minutes are over.
    TooLateToUndo {
        /// Which case.
        case: CaseRef,
    },
    /// A note is for one's own side, and here both read.
    NoteAmongBoth {
        /// On which case.
        case: CaseRef,
        /// Whether there is a room of their own.
        own_room: bool,
    },
    /// One's own organisation has nobody of that name on the desk.
    NoSuchMember {
        /// What was read.
        word: String,
    },
    /// Quiet ends later than now.
    SnoozeInPast {
        /// On which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
    },
    /// Quiet lasts so long at most.
    SnoozeTooLong {
        /// On which case.
        case: CaseRef,
        /// How long.
        longest: TimeDelta,
    },
    /// Nothing would ring for that side before then.
    NothingRings {
        /// On which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
    },
    /// The two have to do with each other already, or are one.
    LinkedAlready {
        /// Which case.
        case: CaseRef,
        /// With which.
        to: CaseRef,
    },
    /// Only supervisors let people in and out, and coordinators.
    SupervisorsOnly,
    /// What was typed names nobody in a network.
    NoIdentity {
        /// What was typed.
        word: String,
    },
    /// What the other side is to see in somebody's place is none of what an alias may be.
    NoAlias {
        /// What was typed.
        word: String,
    },
    /// Somebody or something else bears that alias as a name.
    AliasTaken {
        /// What was typed.
        word: String,
    },
    /// Who is let in, and as what, is for one's own side, and here both read.
    GuestAmongBoth {
        /// Whether there is a room of their own.
        own_room: bool,
    },
    /// In the coordination room, only coordinators confirm.
    CoordinatorsOnly,
    /// Nobody proposed them.
    NoProposal {
        /// Whom.
        word: String,
    },
    /// More than one organisation proposed them, or let them in.
    SeveralProposals {
        /// Whom.
        word: String,
    },
    /// What was to be confirmed is not what was proposed.
    ProposedOtherwise {
        /// What was.
        guest: Box<Guest>,
        /// The name of the organisation.
        organisation: String,
    },
    /// They are a member already.
    MemberAlready {
        /// Who.
        word: String,
    },
    /// Nobody confirms what he proposed.
    OwnProposal {
        /// Whom, and as what.
        guest: Box<Guest>,
        /// The name of the organisation.
        organisation: String,
    },
    /// Nobody of that identity was let in.
    NoGuest {
        /// Who.
        word: String,
    },
    /// A stay ends later than now.
    StayInPast {
        /// What was said.
        until: DateTime<Utc>,
    },
    /// A stay lasts so many days at most.
    StayTooLong {
        /// How many.
        days: i64,
    },
    /// A duty ends later than now.
    DutyInPast {
        /// What was said.
        until: DateTime<Utc>,
    },
    /// A duty lasts so long at most.
    DutyTooLong {
        /// How long.
        longest: TimeDelta,
    },
    /// Whoever is not on duty cannot end it.
    NotOnDuty,
    /// Nothing of one's own was done of late.
    NothingOfOnesOwn,
    /// Nobody hands over to himself, and nothing where nothing is.
    NothingToHandOver {
        /// Whose cases they would be.
        from: String,
    },
    /// A clock of working time would run over days of which it is not known whether they are holidays.
    HolidaysUnknown {
        /// Whose.
        country: Country,
        /// The last day of which it is known.
        last: NaiveDate,
    },
    /// The device is not confirmed as the desk asks.
    DeviceNotConfirmed {
        /// The command's name.
        command: &'static str,
    },

    /// The desk asks that whoever operates the bot has verified whoever speaks, and nobody has.
    PersonNotVerified {
        /// The command's name.
        command: &'static str,
    },

    /// What only cases of one kind are refused for.
    OfKind(KindRefusal),
}

impl Refusal {
    /// The refusal as a remark: `refused-…` and its facts.
    #[must_use]
    pub fn remark(&self) -> Remark {
        let case_fact = |case: &CaseRef| Fact::Case(case.clone());
        let line = |command, case: &CaseRef| Fact::Line(command, case.to_string());
        let command_fact = |command: &'static str| Fact::Line(command, String::new());
        match self {
            Self::Stranger { command } => Remark::new("refused-stranger").with("command", command_fact(command)),
            Self::Reviewer { command } => Remark::new("refused-reviewer")
                .with("command", command_fact(command))
                .with("line", Fact::Line("cases", String::new())),
            Self::WrongSide { command, side } => Remark::new("refused-wrong-side")
                .with("command", command_fact(command))
                .with("side", Fact::Term(format!("side-{}", side.name())))
                .with("line", Fact::Line("help", String::new())),
            Self::WrongRoom { command } => Remark::new("refused-wrong-room").with("command", command_fact(command)),
            Self::NoSuchCase { case } => Remark::new("refused-no-such-case")
                .with("case", case_fact(case))
                .with("line", Fact::Line("cases", String::new())),
            Self::NoSuchDesk { desk } => Remark::new("refused-no-such-desk")
                .with("word", Fact::Words(desk.clone()))
                .with("line", Fact::Line("digest", String::new())),
            Self::OtherAgency { case } => Remark::new("refused-other-agency").with("case", case_fact(case)),
            Self::TakenBack { case } => Remark::new("refused-taken-back").with("case", case_fact(case)),
            Self::WrongState { case, state, command, side } => Remark::new("refused-wrong-state")
                .with("case", case_fact(case))
                .with("state", Fact::Term(format!("state-{}", state.name())))
                .with("command", command_fact(command))
                .with("line", way_on(case, *state, *side)),
            Self::AlreadyAnswered { case, by, at } => Remark::new("refused-already-answered")
                .with("case", case_fact(case))
                .with("by", Fact::Member(by.clone()))
                .with("at", Fact::Time(*at))
                .with("line", line("still-up", case)),
            Self::AnsweredOneself { case, at } => Remark::new("refused-answered-oneself")
                .with("case", case_fact(case))
                .with("at", Fact::Time(*at))
                .with("line", line("undo", case)),
            Self::UnableAlready { case, until } => Remark::new("refused-unable-already")
                .with("case", case_fact(case))
                .with("until", Fact::Time(*until))
                .with("line", line("ack", case)),
            Self::NoSuchTarget { case, target, count } => Remark::new("refused-no-such-target")
                .with("case", case_fact(case))
                .with("target", Fact::Count(i64::from(*target)))
                .with("count", Fact::Count(i64::try_from(*count).unwrap_or(i64::MAX)))
                .with("line", line("case", case)),
            Self::TargetAnswered { case, target, by, at } => Remark::new("refused-target-answered")
                .with("case", case_fact(case))
                .with("target", Fact::Count(i64::from(*target)))
                .with("by", Fact::Member(by.clone()))
                .with("at", Fact::Time(*at))
                .with("line", line("case", case)),
            Self::UnableForSome { case } => Remark::new("refused-unable-for-some")
                .with("case", case_fact(case))
                .with("line", Fact::Line("refuse", format!("{case} ground:unable until:18:00"))),
            Self::AlreadyAcknowledged { case, by, at } => Remark::new("refused-already-acknowledged")
                .with("case", case_fact(case))
                .with("by", Fact::Member(by.clone()))
                .with("at", Fact::Time(*at))
                .with("line", Fact::Line("resolved", format!("{case} action:removed"))),
            Self::TooLateToReopen { case, at } => Remark::new("refused-too-late-to-reopen")
                .with("case", case_fact(case))
                .with("at", Fact::Time(*at))
                .with("line", Fact::Line("report", "hxxps://a[.]example/1 …".to_owned())),
            Self::EffectInFuture { case, at } => Remark::new("refused-effect-in-future")
                .with("case", case_fact(case))
                .with("at", Fact::Time(*at))
                .with("line", Fact::Line("resolved", format!("{case} action:removed"))),
            Self::UntilInPast { case, until } => Remark::new("refused-until-in-past")
                .with("case", case_fact(case))
                .with("until", Fact::Time(*until))
                .with("line", Fact::Line("refuse", format!("{case} ground:unable until:18:00"))),
            Self::UntilTooFar { case, until, days } => Remark::new("refused-until-too-far")
                .with("case", case_fact(case))
                .with("until", Fact::Time(*until))
                .with("count", Fact::Count(*days))
                .with("line", Fact::Line("refuse", format!("{case} ground:unable until:18:00"))),
            Self::AlreadyReported { case, state } => Remark::new("refused-already-reported")
                .with("case", case_fact(case))
                .with("state", Fact::Term(format!("state-{}", state.name())))
                .with(
                    "line",
                    match state.is_open() {
                        true => Fact::Line("info", format!("{case} …")),
                        false => line("still-up", case),
                    },
                ),
            Self::NothingToUndo { case } => Remark::new("refused-nothing-to-undo").with("case", case_fact(case)),
            Self::TooLateToUndo { case } => Remark::new("refused-too-late-to-undo").with("case", case_fact(case)),
            Self::NoteAmongBoth { case, own_room } => {
                let name = if *own_room { "refused-note-among-both" } else { "refused-note-no-room" };
                Remark::new(name).with("case", case_fact(case))
            }
            Self::NoSuchMember { word } => Remark::new("refused-no-such-member")
                .with("word", Fact::Words(word.clone()))
                .with("line", Fact::Line("help", "assign".to_owned())),
            Self::SnoozeInPast { case, until } => Remark::new("refused-snooze-in-past")
                .with("case", case_fact(case))
                .with("until", Fact::Time(*until))
                .with("line", Fact::Line("snooze", format!("{case} 2h …"))),
            Self::SnoozeTooLong { case, longest } => Remark::new("refused-snooze-too-long")
                .with("case", case_fact(case))
                .with("longest", Fact::Span(*longest))
                .with("line", Fact::Line("snooze", format!("{case} 30min …"))),
            Self::NothingRings { case, until } => {
                Remark::new("refused-nothing-rings").with("case", case_fact(case)).with("until", Fact::Time(*until))
            }
            Self::LinkedAlready { case, to } => Remark::new("refused-linked-already")
                .with("case", case_fact(case))
                .with("other", case_fact(to))
                .with("line", line("case", case)),
            Self::SupervisorsOnly => Remark::new("refused-supervisors-only"),
            Self::NoIdentity { word } => Remark::new("refused-no-identity")
                .with("word", Fact::Words(word.clone()))
                .with("line", Fact::Line("desk-member", "@lea:agency.example".to_owned())),
            Self::MemberAlready { word } => {
                Remark::new("refused-member-already").with("word", Fact::Words(word.clone()))
            }
            Self::NoAlias { word } => Remark::new("refused-no-alias").with("word", Fact::Words(word.clone())),
            Self::AliasTaken { word } => Remark::new("refused-alias-taken").with("word", Fact::Words(word.clone())),
            Self::GuestAmongBoth { own_room: true } => Remark::new("refused-guest-among-both"),
            Self::GuestAmongBoth { own_room: false } => Remark::new("refused-guest-no-room"),
            Self::CoordinatorsOnly => Remark::new("refused-coordinators-only"),
            Self::NoProposal { word } => Remark::new("refused-no-proposal")
                .with("word", Fact::Words(word.clone()))
                .with("line", Fact::Line("desk-member", word.clone())),
            Self::SeveralProposals { word } => Remark::new("refused-several-proposals")
                .with("word", Fact::Words(word.clone()))
                .with("line", Fact::Line("desk-member", word.clone())),
            Self::ProposedOtherwise { guest, organisation } => guest
                .told("refused-proposed-otherwise", organisation)
                .with("line", Fact::Line("desk-member", guest.identity.clone()))
                .with("back", Fact::Line("desk-member", format!("{} remove:yes", guest.identity))),
            Self::OwnProposal { guest, organisation } => guest
                .told("refused-own-proposal", organisation)
                .with("line", Fact::Line("desk-member", guest.identity.clone())),
            Self::NoGuest { word } => Remark::new("refused-no-guest").with("word", Fact::Words(word.clone())),
            Self::StayInPast { until } => Remark::new("refused-stay-in-past").with("until", Fact::Time(*until)),
            Self::StayTooLong { days } => Remark::new("refused-stay-too-long").with("count", Fact::Count(*days)),
            Self::DutyInPast { until } => Remark::new("refused-duty-in-past")
                .with("until", Fact::Time(*until))
                .with("line", Fact::Line("duty", "state:on until:20:00".to_owned())),
            Self::DutyTooLong { longest } => Remark::new("refused-duty-too-long")
                .with("longest", Fact::Span(*longest))
                .with("line", Fact::Line("duty", "state:on".to_owned())),
            Self::NotOnDuty => {
                Remark::new("refused-not-on-duty").with("line", Fact::Line("duty", "state:on".to_owned()))
            }
            Self::NothingOfOnesOwn => {
                Remark::new("refused-nothing-of-ones-own").with("line", Fact::Line("undo", "YT-42".to_owned()))
            }
            Self::NothingToHandOver { from } => Remark::new("refused-nothing-to-hand-over")
                .with("word", Fact::Words(from.clone()))
                .with("line", Fact::Line("cases", String::new())),
            Self::HolidaysUnknown { country, last } => Remark::new("refused-holidays-unknown")
                .with("country", Fact::Term(format!("country-{}", country.name())))
                .with("year", Fact::Count(i64::from(last.year()))),
            Self::DeviceNotConfirmed { command } => {
                Remark::new("refused-device-not-confirmed").with("command", command_fact(command))
            }
            Self::PersonNotVerified { command } => {
                Remark::new("refused-person-not-verified").with("command", command_fact(command))
            }
            Self::OfKind(refusal) => refusal.remark(),
        }
    }
}

/// A line that works in that state, for that side.
fn way_on(case: &CaseRef, state: CaseState, side: Side) -> Fact {
    let (command, rest) = match (side, state) {
        (Side::Platform, CaseState::Sent) => ("ack", format!("{case}")),
        (Side::Platform, CaseState::Acknowledged | CaseState::Waiting | CaseState::Suspended) => {
            ("resolved", format!("{case} action:removed"))
        }
        (Side::Platform, CaseState::Answered | CaseState::Closed | CaseState::Withdrawn) => ("case", format!("{case}")),
        (Side::Agency, CaseState::Sent | CaseState::Acknowledged | CaseState::Waiting | CaseState::Suspended) => {
            ("info", format!("{case} …"))
        }
        (Side::Agency, CaseState::Answered | CaseState::Closed) => ("still-up", format!("{case}")),
        (Side::Agency, CaseState::Withdrawn) => ("report", "hxxps://a[.]example/1 …".to_owned()),
    };
    Fact::Line(command, rest)
}
