//! What one kind of case has that another has not: data, guards and names. The engine is the same for all.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::case::{Case, CaseKind, CaseRef};
use crate::clock::{Clock, ClockChange, ClockName, Span};
use crate::command::{Action, Command, RefusalGround};
use crate::desk::{Desk, Setting};
use crate::event::{EventBody, Outcome, Urgency};
use crate::kind_refusal::KindRefusal;
use crate::people::{Organisation, Side};
use crate::refusal::{Fact, Refusal, Remark};
use crate::target::TargetKind;
use crate::targets::Length;

/// The longest text of the platform's on a case that asks for data, in characters: a sentence, and no list of anything.
pub const DATA_TEXT_LIMIT: usize = 280;
/// So many digits in one word are a number of somebody's, not a count: the shortest telephone numbers have eight.
const DIGITS_OF_A_NUMBER: usize = 8;
/// An extension reaches so far at most: twice the 90 days of 18 U.S.C. 2703(f). Whoever needs longer has process by then,
/// and a slip in the year must not keep somebody's data for good.
const EXTENDED_FOR: TimeDelta = TimeDelta::days(180);

/// What a case asks for, as far as its answers depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Its kind.
    pub kind: CaseKind,
    /// Whether it asks for somebody's data, alone or among else.
    pub asks_for_data: bool,
    /// Whether it is about several, which can be answered one by one.
    pub several: bool,
}

/// Whether `resolved` says which measure was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureSaid {
    /// The case is about content.
    Always,
    /// Where one was taken; without one, data was produced.
    Maybe,
    /// Nothing is taken down for data.
    Never,
}

impl Subject {
    /// Whether whoever answers such a case says which measure was taken.
    #[must_use]
    pub const fn measure(self) -> MeasureSaid {
        match (self.kind.is_for_data(), self.asks_for_data) {
            (true, _) => MeasureSaid::Never,
            (false, true) => MeasureSaid::Maybe,
            (false, false) => MeasureSaid::Always,
        }
    }
}

impl CaseKind {
    /// Whether it asks for data and for nothing else.
    #[must_use]
    pub const fn is_for_data(self) -> bool {
        matches!(self, Self::DataRequest | Self::Preservation)
    }

    /// The command that opens it.
    #[must_use]
    pub const fn command(self) -> &'static str {
        match self {
            Self::RemovalReferral => "report",
            Self::DataRequest | Self::Preservation => "request",
            Self::Emergency => "emergency",
        }
    }

    /// What `resolved` comes to; without a measure, data was produced or is kept.
    #[must_use]
    pub const fn outcome(self, action: Option<Action>, partly: bool) -> Outcome {
        match (self, action, partly) {
            (Self::Preservation, _, false) => Outcome::Preserved,
            (Self::Preservation, _, true) => Outcome::PartlyPreserved,
            (_, Some(_), false) => Outcome::Actioned,
            (_, Some(_), true) => Outcome::PartlyActioned,
            (_, None, false) => Outcome::Produced,
            (_, None, true) => Outcome::PartlyProduced,
        }
    }

    /// Whether it can be refused on that ground: what speaks of content is no answer to a request for data, nor the other
    /// way round. An emergency asks for either.
    #[must_use]
    pub const fn takes(self, ground: RefusalGround) -> bool {
        match ground {
            RefusalGround::NoViolation | RefusalGround::PublicInterest => !self.is_for_data(),
            RefusalGround::NoData => !matches!(self, Self::RemovalReferral),
            _ => true,
        }
    }
}

impl Case {
    /// Whether what it is about are identifiers of people whose data is asked for: they pass through fewer networks than
    /// addresses of content do (product description, "Who may see what").
    #[must_use]
    pub fn asks_for_data(&self) -> bool {
        self.kind.is_for_data()
            || (self.kind == CaseKind::Emergency && self.targets.iter().any(|target| is_identifier(target.kind)))
    }

    /// What it asks for.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject { kind: self.kind, asks_for_data: self.asks_for_data(), several: self.targets.len() > 1 }
    }

    /// Until when data is kept for it.
    #[must_use]
    pub fn kept_until(&self) -> Option<DateTime<Utc>> {
        self.clock(ClockName::Expiry).and_then(Clock::due)
    }
}

/// Whether a case of that kind takes the command as it was given.
///
/// # Errors
/// What a case of that kind does not take, or takes otherwise.
pub(crate) fn fits(case: &Case, command: &Command) -> Result<(), KindRefusal> {
    let own = || case.reference.clone();
    let wrong = || KindRefusal::WrongKind { case: own(), kind: case.kind, command: command.name() };
    match command {
        Command::Confirm { .. } if case.kind != CaseKind::Emergency => Err(wrong()),
        Command::Extend { .. } if case.kind != CaseKind::Preservation => Err(wrong()),
        Command::ConfirmGone { .. } if case.kind.is_for_data() => Err(wrong()),
        Command::Resolve { action: Some(_), .. } if case.subject().measure() == MeasureSaid::Never => {
            Err(KindRefusal::ActionNotAsked { case: own(), kind: case.kind })
        }
        Command::Resolve { action: None, .. } if case.subject().measure() == MeasureSaid::Always => {
            Err(KindRefusal::ActionMissing { case: own() })
        }
        Command::Resolve { action: None, targets, .. } if are_content(case, targets) => {
            Err(KindRefusal::ActionMissing { case: own() })
        }
        Command::Refuse { ground, .. } if !case.kind.takes(*ground) => {
            Err(KindRefusal::GroundDoesNotFit { case: own(), kind: case.kind, ground: *ground })
        }
        Command::Resolve { text, .. } | Command::Refuse { text, .. } | Command::Ask { text }
            if case.asks_for_data() && may_be_data(text) =>
        {
            Err(KindRefusal::DataInChat { case: own(), limit: DATA_TEXT_LIMIT, line: command.name() })
        }
        _ => Ok(()),
    }
}

/// Whether targets are named, and nothing of them is somebody whose data could be given.
fn are_content(case: &Case, targets: &[u32]) -> bool {
    let named = targets.iter().filter_map(|target| case.targets.get(usize::try_from(*target).ok()?.checked_sub(1)?));
    let mut kinds = named.map(|target| is_identifier(target.kind)).peekable();
    !case.kind.is_for_data() && kinds.peek().is_some() && !kinds.any(|identifier| identifier)
}

/// What names somebody.
const fn is_identifier(kind: TargetKind) -> bool {
    !matches!(kind, TargetKind::Address | TargetKind::Locator)
}

/// Whether a text may hold the data itself: it is long, or names an address of mail, a number, or an address of the
/// internet protocol. Rather a sentence too many refused, which has a way on, than somebody's data in a room for ever.
fn may_be_data(text: &str) -> bool {
    let names_somebody = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let mail = word.char_indices().any(|(place, letter)| place > 0 && letter == '@');
        mail || (digits >= DIGITS_OF_A_NUMBER && !begins_with_date(word)) || is_protocol_address(word)
    };
    text.chars().count() > DATA_TEXT_LIMIT || text.split_whitespace().any(names_somebody) || holds_long_number(text)
}

/// `192.0.2.1`, or groups between colons.
fn is_protocol_address(word: &str) -> bool {
    let bare = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != ':');
    let address = bare.rsplit_once(':').filter(|(host, _)| host.contains('.')).map_or(bare, |(host, _)| host);
    address.parse::<std::net::IpAddr>().is_ok()
}

/// `2026-01-04`, with a time behind it or without.
fn begins_with_date(word: &str) -> bool {
    word.get(..10).is_some_and(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").is_ok())
}

/// A telephone number is written with spaces: digits of neighbouring words count together.
fn holds_long_number(text: &str) -> bool {
    let mut digits = 0;
    for word in text.split_whitespace() {
        let is_number =
            !begins_with_date(word) && word.chars().all(|letter| letter.is_ascii_digit() || "+-./()".contains(letter));
        digits = if is_number { digits + word.chars().filter(char::is_ascii_digit).count() } else { 0 };
        if digits >= DIGITS_OF_A_NUMBER {
            return true;
        }
    }
    false
}

/// The clock of a preservation, which the agency owns: whoever does not extend it lets it go.
pub(crate) fn expiry_clock(
    kind: CaseKind,
    agency: &Organisation,
    setting: &Setting,
    at: DateTime<Utc>,
) -> Option<ClockChange> {
    (kind == CaseKind::Preservation).then(|| {
        let length = setting.targets.length(ClockName::Expiry, kind, Urgency::Routine);
        ClockChange::Started(Clock::started(ClockName::Expiry, Side::Agency, length, at, &agency.calendar()))
    })
}

/// Keeps the data for longer: until then, or as long again as it was agreed.
///
/// # Errors
/// It has expired, or the time is not later than it is kept anyway, or too late.
pub(crate) fn extended(
    case: &Case,
    until: Option<DateTime<Utc>>,
    text: String,
    (at, now): (DateTime<Utc>, DateTime<Utc>),
    desk: &Desk,
    setting: &Setting,
) -> Result<(EventBody, Vec<ClockChange>), KindRefusal> {
    let own = || case.reference.clone();
    let Some(due) = case.kept_until() else { return Err(KindRefusal::NothingKept { case: own() }) };
    let owner = setting.owner(desk, &case.agency, Side::Agency);
    let length = setting.targets.length(ClockName::Expiry, case.kind, case.urgency);
    let again = owner.map_or(due, |owner| Span::of(length, due, &owner.calendar()).after(due, &owner.calendar()));
    let until = until.unwrap_or_else(|| again.min(now + EXTENDED_FOR));
    if until <= due {
        return Err(KindRefusal::KeptAnyway { case: own(), until, due });
    }
    if until > now + EXTENDED_FOR {
        return Err(KindRefusal::KeptTooLong { case: own(), until, days: EXTENDED_FOR.num_days() });
    }
    let clock = owner.map(|owner| {
        let length = Length::Absolute(until - at);
        ClockChange::Started(Clock::started(ClockName::Expiry, Side::Agency, length, at, &owner.calendar()))
    });
    Ok((EventBody::Extended { until, text }, clock.into_iter().collect()))
}

impl Refusal {
    /// The refusal of a command as a remark on a case of that kind: the lines in it are lines that such a case takes, for
    /// the targets that were named.
    #[must_use]
    pub fn remark_on(&self, kind: CaseKind, command: &Command) -> Remark {
        let mut remark = self.remark();
        if !matches!(self, Self::UnableForSome { .. }) {
            for (_, fact) in &mut remark.facts {
                keep_targets(fact, command);
            }
        }
        if !kind.is_for_data() {
            return remark;
        }
        if remark.name == "refused-already-answered" {
            "refused-already-answered-data".clone_into(&mut remark.name);
        }
        for (_, fact) in remark.facts.iter_mut().filter(|(name, _)| name == "line") {
            if let Fact::Line(command, rest) = fact {
                (*command, *rest) = line_of_data(command, rest);
            }
        }
        remark
    }
}

/// A line that would answer is for the targets that the command named, and for no more.
fn keep_targets(line: &mut Fact, command: &Command) {
    let (Command::Resolve { targets, .. } | Command::Refuse { targets, .. }) = command else { return };
    if let Fact::Line("resolved" | "refuse", rest) = line
        && !targets.is_empty()
    {
        let places: Vec<String> = targets.iter().map(u32::to_string).collect();
        rest.push_str(&format!(" target:{}", places.join(",")));
    }
}

/// The like of a line about content for a case that asks for data.
fn line_of_data(command: &'static str, rest: &str) -> (&'static str, String) {
    match command {
        "resolved" => (command, rest.replace(" action:removed", "")),
        "refuse" => (command, rest.replace("ground:no_violation", "ground:no_data")),
        // A line that names somebody would ask for their data when it is pasted.
        "report" => ("help", "request".to_owned()),
        _ => (command, rest.to_owned()),
    }
}

/// A line with which that kind of case goes on, for a command that it does not take.
pub(crate) fn way_on(case: &CaseRef, kind: CaseKind, command: &str) -> Fact {
    match (kind, command) {
        (CaseKind::Preservation, "gone") => Fact::Line("extend", case.to_string()),
        _ => Fact::Line("case", case.to_string()),
    }
}
