//! Everything that can happen to a case, as one enumeration. What is recorded is a fact: nothing here can be refused.

use chrono::{DateTime, Utc};

use crate::answer::Reply;
use crate::case::{CaseKind, CaseRef, CaseState};
use crate::clock::{ClockChange, Rung};
use crate::command::{Action, RefusalGround, WithdrawalReason};
use crate::desk::{DeskId, Tlp};
use crate::named::named;
use crate::people::{MemberId, OrganisationId, Side};
use crate::target::Target;

named! {
    /// How fast it must go.
    pub enum Urgency {
        /// Within the working day.
        Routine = "routine",
        /// Within hours, round the clock.
        Urgent = "urgent",
        /// Life is in danger.
        Emergency = "emergency",
    }
}

named! {
    /// On what a referral rests; instruments of the law with clocks of their own are data of a later version.
    pub enum Basis {
        /// A voluntary referral, on law and terms alike.
        Voluntary = "voluntary",
        /// Against the platform's terms.
        Terms = "terms",
        /// Against the law.
        Law = "law",
        /// For data: a request for mutual legal assistance is under way.
        Mla = "mla",
    }
}

named! {
    /// Which data is asked for.
    pub enum DataType {
        /// Who holds the account.
        Subscriber = "subscriber",
        /// Who used it: addresses of the internet protocol, to identify alone.
        Access = "access",
        /// With whom, when and from where, without what was said.
        Traffic = "traffic",
        /// What was said and stored.
        Content = "content",
    }
}

named! {
    /// How a case was answered. Refusing with a reason is an answer like any other.
    pub enum Outcome {
        /// Everything that was asked.
        Actioned = "actioned",
        /// A part of it.
        PartlyActioned = "partly_actioned",
        /// Looked at; nothing against law or terms.
        NoAction = "no_action",
        /// It is not there.
        NotFound = "not_found",
        /// There is no such data.
        NoData = "no_data",
        /// Refused on another ground.
        Refused = "refused",
        /// The data that was asked for, by the agreed channel.
        Produced = "produced",
        /// A part of it.
        PartlyProduced = "partly_produced",
        /// The data is kept.
        Preserved = "preserved",
        /// A part of it.
        PartlyPreserved = "partly_preserved",
    }
}

named! {
    /// On what ground a measure was taken.
    pub enum Ground {
        /// The law.
        Law = "law",
        /// The platform's terms.
        Terms = "terms",
    }
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A member.
    Member(MemberId),
    /// Time.
    Clock,
}

/// What is recorded of one happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The case; none for what concerns the whole record.
    pub case: Option<CaseRef>,
    /// When it was said by the network's time, or, for time's own acts, when it was due.
    pub at: DateTime<Utc>,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who did it.
    pub by: By,
    /// What happened.
    pub body: EventBody,
    /// What it did to the clocks.
    pub clocks: Vec<ClockChange>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventBody {
    /// A case was opened.
    Reported {
        /// Of which kind.
        kind: CaseKind,
        /// On which desk.
        desk: DeskId,
        /// By which agency.
        agency: OrganisationId,
        /// What it is about.
        targets: Vec<Target>,
        /// Why, in the reporter's words.
        reason: String,
        /// On what it rests.
        basis: Basis,
        /// How fast.
        urgency: Urgency,
        /// Its label.
        tlp: Tlp,
        /// The agency's own file number.
        file: Option<String>,
        /// Which data is asked for.
        data: Option<DataType>,
        /// Whether the device that said so is confirmed by its owner.
        device_confirmed: bool,
        /// Whether the desk was one to practise at then: an exercise stays one, whatever the desk is later.
        practice: bool,
    },
    /// The platform has received it.
    Acknowledged {
        /// The platform's own file number.
        file: Option<String>,
        /// Whether the device that said so is confirmed by its owner.
        confirmed: bool,
    },
    /// The platform asked something: the ball is with the agency.
    Asked {
        /// The question.
        text: String,
        /// Whether the device that said so is confirmed by its owner.
        confirmed: bool,
    },
    /// The agency gave information.
    Informed {
        /// The information.
        text: String,
    },
    /// The platform took a measure.
    Resolved {
        /// Which; none where data was asked for.
        action: Option<Action>,
        /// On which ground, if said.
        ground: Option<Ground>,
        /// When it took effect, as the platform says.
        effective_at: DateTime<Utc>,
        /// Whether a part of what was asked was left.
        partly: bool,
        /// The platform's own file number.
        file: Option<String>,
        /// What it added.
        text: String,
        /// What all answers come to, where single targets had been answered before.
        altogether: Option<Outcome>,
    },
    /// The platform answered otherwise, with a ground.
    Refused {
        /// Which.
        ground: RefusalGround,
        /// What it added.
        text: String,
        /// As in [`Self::Resolved`].
        altogether: Option<Outcome>,
    },
    /// The platform answered for some of the targets, and not yet for the others.
    PartlyAnswered {
        /// For which, by their places on the card, from 1.
        targets: Vec<u32>,
        /// Which are left without an answer.
        left: Vec<u32>,
        /// What.
        reply: Reply,
        /// The platform's own file number.
        file: Option<String>,
        /// What it added.
        text: String,
    },
    /// The platform is unable until then: not an answer.
    Suspended {
        /// Until when.
        until: DateTime<Utc>,
        /// What it added.
        text: String,
    },
    /// The time of inability is over.
    Resumed,
    /// The agency confirmed that it is gone.
    ConfirmedGone {
        /// What it added.
        text: String,
    },
    /// It is still, or again, there; or what was answered is not what was asked for.
    Reopened {
        /// What it added.
        text: String,
        /// What had been answered; none in what was written before that was kept.
        after: Option<Outcome>,
    },
    /// The agency took the case back.
    Withdrawn {
        /// Why.
        reason: WithdrawalReason,
        /// What it added.
        text: String,
    },
    /// Somebody took back their own last act.
    Undone {
        /// The kind of the act.
        what: String,
        /// Where the case stood after that; none in what was written before that was kept.
        state: Option<CaseState>,
    },
    /// Three quarters of a clock's time have passed.
    Warned,
    /// A clock was missed.
    Lapsed,
    /// A missed clock was told further up.
    Escalated {
        /// How far.
        rung: Rung,
    },
    /// A quiet week after the answer.
    Closed,
    /// Somebody opened what the cards do not show.
    Consulted {
        /// What: `address` or `export`.
        what: String,
    },
    /// A note, for one organisation alone.
    Noted {
        /// Whose.
        organisation: OrganisationId,
        /// Its words.
        text: String,
    },
    /// Somebody answers for it on one side from now on.
    Assigned {
        /// On which.
        side: Side,
        /// Who.
        to: MemberId,
        /// Whether both sides read that: it was said among them.
        shared: bool,
    },
    /// The alerts to one side stand still.
    Snoozed {
        /// To which.
        side: Side,
        /// Until when.
        until: DateTime<Utc>,
        /// Why.
        text: String,
        /// As in [`Self::Assigned`].
        shared: bool,
    },
    /// Somebody was let into an organisation for a while.
    Admitted {
        /// Into which.
        organisation: OrganisationId,
        /// Who, by their identity in a network.
        identity: String,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Whoever was let in is out again.
    Dismissed {
        /// Of which organisation.
        organisation: OrganisationId,
        /// Who.
        identity: String,
    },
    /// It has to do with another case.
    Linked {
        /// With which.
        to: CaseRef,
    },

    /// The mark of an emergency was lifted.
    Confirmed {
        /// By a call to the number on file; else by a second officer.
        callback: bool,
    },
    /// The data is kept for longer.
    Extended {
        /// Until when.
        until: DateTime<Utc>,
        /// What was added.
        text: String,
    },
    /// The time for which data was kept is over.
    Expired,
    /// Somebody tried to make or confirm an emergency who may not: refused in front of all, and counted.
    TurnedAway {
        /// What was tried.
        what: Forgery,
        /// At which desk.
        desk: DeskId,
        /// Whether it was an exercise.
        practice: bool,
    },
}

named! {
    /// What somebody tried with an emergency who may not.
    pub enum Forgery {
        /// A stranger opened one.
        Stranger = "stranger",
        /// The platform opened one.
        Platform = "platform",
        /// Its own author confirmed it.
        OwnConfirmation = "own_confirmation",
    }
}

impl EventBody {
    /// The kind, as the export names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reported { .. } => "reported",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Asked { .. } => "asked",
            Self::Informed { .. } => "informed",
            Self::Resolved { .. } => "resolved",
            Self::Refused { .. } => "refused",
            Self::PartlyAnswered { .. } => "partly_answered",
            Self::Suspended { .. } => "suspended",
            Self::Resumed => "resumed",
            Self::ConfirmedGone { .. } => "confirmed_gone",
            Self::Reopened { .. } => "reopened",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Undone { .. } => "undone",
            Self::Warned => "warned",
            Self::Lapsed => "lapsed",
            Self::Escalated { .. } => "escalated",
            Self::Closed => "closed",
            Self::Consulted { .. } => "consulted",
            Self::Noted { .. } => "noted",
            Self::Assigned { .. } => "assigned",
            Self::Snoozed { .. } => "snoozed",
            Self::Linked { .. } => "linked",
            Self::Admitted { .. } => "admitted",
            Self::Dismissed { .. } => "dismissed",
            Self::Confirmed { .. } => "confirmed",
            Self::Extended { .. } => "extended",
            Self::Expired => "expired",
            Self::TurnedAway { .. } => "turned_away",
        }
    }

    /// Whether one side arranged it for itself, where the other does not read.
    #[must_use]
    pub const fn is_among_themselves(&self) -> bool {
        matches!(self, Self::Noted { .. } | Self::Assigned { shared: false, .. } | Self::Snoozed { shared: false, .. })
    }

    /// Whether it leaves the case as it was: nothing that could be undone, and no sign of life.
    #[must_use]
    pub const fn changes_nothing(&self) -> bool {
        matches!(
            self,
            Self::Consulted { .. } | Self::TurnedAway { .. } | Self::Admitted { .. } | Self::Dismissed { .. }
        )
    }

    /// Whether it is something that one side arranges beside the case's course, and takes back by itself.
    #[must_use]
    pub const fn is_arrangement(&self) -> bool {
        matches!(self, Self::Noted { .. } | Self::Assigned { .. } | Self::Snoozed { .. } | Self::Linked { .. })
    }

    /// Whether it takes an arrangement back.
    #[must_use]
    pub fn takes_arrangement_back(&self) -> bool {
        matches!(self, Self::Undone { what, .. } if ["noted", "assigned", "snoozed", "linked"].contains(&what.as_str()))
    }

    /// Whether it moves a case on. What one side arranges for itself does not: it keeps no answered case open.
    #[must_use]
    pub fn is_about_the_case(&self) -> bool {
        !(self.is_arrangement() || self.takes_arrangement_back() || self.changes_nothing())
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
