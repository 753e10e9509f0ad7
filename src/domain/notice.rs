//! What must be told, and to whom: no words.

use chrono::{DateTime, Utc};

use crate::case::CaseRef;
use crate::clock::{Clock, ClockKind, ClockName, Rung};
use crate::event::Event;
use crate::people::{MemberId, OrganisationId, Side};
use crate::refusal::Remark;

/// What follows from a command: what is recorded, and what is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruling {
    /// In the order in which they happened.
    pub events: Vec<Event>,
    /// In the order in which they are told.
    pub notices: Vec<Notice>,
}

/// One thing to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub audience: Audience,
    /// What.
    pub tell: Tell,
}

/// To whom something is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every shared room of the desk.
    Desk,
    /// The rooms of the desk that are that organisation's own.
    Own(OrganisationId),
    /// The coordination rooms.
    Coordination,
    /// The one who gave the command, where they gave it.
    Author,
    /// The one who gave the command, and nobody else.
    AuthorAlone,
    /// The one who opened the case, and nobody else.
    OpenerAlone,
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// The case's card: posted the first time, edited from then on.
    Card,
    /// One line of one of the ruling's events, by its place in it.
    Status {
        /// The index of the event in [`Ruling::events`].
        event: usize,
    },
    /// A clock rings.
    Alert(Alert),
    /// Everything posted of the case is redacted.
    Redact,
    /// A sentence.
    Remark(Remark),
    /// The case's address.
    Address,
}

/// One alert of a case; clocks that ring together ring once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The clocks that ring, the gravest first.
    pub clocks: Vec<AlertClock>,
    /// Who is called: members by name, in the order in which they are asked for.
    pub call: Vec<Call>,
}

impl Alert {
    /// This alert and a later one of the same case as one: each clock as the later says it, and whoever either calls.
    #[must_use]
    pub fn followed_by(self, later: &Self) -> Self {
        let told = |name| later.clocks.iter().any(|clock| clock.name == name);
        let clocks = later.clocks.iter().cloned().chain(self.clocks.into_iter().filter(|clock| !told(clock.name)));
        let called = self.call.into_iter().filter(|one| !later.call.contains(one));
        Self { clocks: clocks.collect(), call: later.call.iter().cloned().chain(called).collect() }
    }
}

/// Who an alert calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// That member.
    Member(MemberId),
    /// Those of the organisation's members who are in the room, five at most.
    Present(OrganisationId),
}

/// One clock of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertClock {
    /// Which.
    pub name: ClockName,
    /// Law, agreement or own goal.
    pub kind: ClockKind,
    /// Whose time it is.
    pub owner: Side,
    /// The step of the ladder.
    pub rung: Rung,
    /// When the clock is or was due.
    pub due: DateTime<Utc>,
    /// When this alert was to be posted.
    pub scheduled: DateTime<Utc>,
}

impl AlertClock {
    /// What rings on `clock` on that step.
    #[must_use]
    pub const fn of(clock: &Clock, rung: Rung, due: DateTime<Utc>, scheduled: DateTime<Utc>) -> Self {
        Self { name: clock.name, kind: clock.kind, owner: clock.owner, rung, due, scheduled }
    }
}

impl Ruling {
    /// The case that it is about; none where nothing is recorded.
    #[must_use]
    pub fn case(&self) -> Option<&CaseRef> {
        self.events.first().and_then(|event| event.case.as_ref())
    }

    /// Adds a notice.
    pub fn tell(&mut self, audience: Audience, tell: Tell) {
        self.notices.push(Notice { audience, tell });
    }

    /// Adds an event and the line that tells of it to the desk.
    pub(crate) fn told(&mut self, event: Event) {
        self.told_to(Audience::Desk, event);
    }

    /// Adds an event and the line that tells of it.
    pub(crate) fn told_to(&mut self, audience: Audience, event: Event) {
        self.tell(audience, Tell::Status { event: self.events.len() });
        self.events.push(event);
    }
}
