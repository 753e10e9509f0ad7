//! What people can ask of a case, once `chat` has understood what they typed.

use chrono::{DateTime, Utc};

use crate::case::{CaseKind, CaseRef};
use crate::desk::{RoomKind, Tlp};
use crate::event::{Basis, DataType, Ground, Urgency};
use crate::named::named;
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::target::Target;

named! {
    /// The measures that a platform can take.
    pub enum Action {
        /// The content was removed.
        Removed = "removed",
        /// Access to it was disabled.
        Disabled = "disabled",
        /// It was restricted: by age, by interaction.
        Restricted = "restricted",
        /// It bears a label.
        Labelled = "labelled",
        /// It is recommended less.
        Demoted = "demoted",
        /// The account was suspended.
        AccountSuspended = "account_suspended",
        /// The account was closed.
        AccountTerminated = "account_terminated",
        /// It is blocked in some countries.
        GeoBlocked = "geo_blocked",
        /// Somebody else had removed it before.
        AlreadyGone = "already_gone",
    }
}

named! {
    /// The grounds on which a platform can answer without a measure.
    pub enum RefusalGround {
        /// Neither law nor terms are violated.
        NoViolation = "no_violation",
        /// It cannot be found.
        NotFound = "not_found",
        /// There is no such data.
        NoData = "no_data",
        /// What was given does not suffice.
        InsufficientInformation = "insufficient_information",
        /// It rests on an evident error.
        ManifestError = "manifest_error",
        /// Another country's authority would be competent.
        Jurisdiction = "jurisdiction",
        /// It belongs on another channel.
        WrongChannel = "wrong_channel",
        /// It asks for too much.
        OverBroad = "over_broad",
        /// The public has an interest in it.
        PublicInterest = "public_interest",
        /// It repeats another case.
        Duplicate = "duplicate",
        /// It needs formal process.
        NeedsProcess = "needs_process",
        /// The one who asks could not be verified.
        RequesterNotVerified = "requester_not_verified",
        /// Not possible for now, until a given time: this alone is no answer.
        Unable = "unable",
    }
}

named! {
    /// Why a case is taken back.
    pub enum WithdrawalReason {
        /// It went to the wrong desk: what was posted is redacted.
        WrongDesk = "wrong_desk",
        /// It repeats another case.
        Duplicate = "duplicate",
        /// It was opened by mistake.
        Mistake = "mistake",
        /// It is no longer needed.
        NoLongerNeeded = "no_longer_needed",
        /// None of these, or none that was said.
        Other = "other",
    }
}

/// What a report, a request or an emergency says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Which kind of case it opens.
    pub kind: CaseKind,
    /// Which data it asks for; none where it asks for none, or for all to be kept.
    pub data: Option<DataType>,
    /// What it is about; at least one.
    pub targets: Vec<Target>,
    /// Why.
    pub reason: String,
    /// On what it rests.
    pub basis: Basis,
    /// How fast.
    pub urgency: Urgency,
    /// Its label.
    pub tlp: Tlp,
    /// The agency's own file number.
    pub file: Option<String>,
}

/// What is asked of an existing case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `ack`
    Acknowledge {
        /// The platform's own file number.
        file: Option<String>,
    },
    /// `ask`
    Ask {
        /// The question.
        text: String,
    },
    /// `info`
    Inform {
        /// The information.
        text: String,
    },
    /// `resolved`
    Resolve {
        /// The measure; none where data was asked for.
        action: Option<Action>,
        /// On which ground.
        ground: Option<Ground>,
        /// When it took effect; now if not said.
        at: Option<DateTime<Utc>>,
        /// Whether a part was left.
        partly: bool,
        /// For which targets, by their places on the card, from 1; for all that are left, if none is named.
        targets: Vec<u32>,
        /// The platform's own file number.
        file: Option<String>,
        /// What was added.
        text: String,
    },
    /// `refuse`
    Refuse {
        /// Why.
        ground: RefusalGround,
        /// Until when, with `unable` and nowhere else.
        until: Option<DateTime<Utc>>,
        /// As in [`Self::Resolve`].
        targets: Vec<u32>,
        /// What was added.
        text: String,
    },
    /// `gone`
    ConfirmGone {
        /// What was added.
        text: String,
    },
    /// `still-up`
    StillUp {
        /// What was added.
        text: String,
    },
    /// `withdraw`
    Withdraw {
        /// Why.
        reason: WithdrawalReason,
        /// What was added.
        text: String,
    },
    /// `undo`, and the 👀 taken away: taking back one's own last act.
    Undo,
    /// `case address:yes`
    ShowAddress,
    /// `note`: for one's own side alone.
    Note {
        /// What is noted.
        text: String,
    },
    /// `assign`: who answers for it on one's own side.
    Assign {
        /// Whom, as they were named: an id, an identity, an alias.
        to: String,
    },
    /// `snooze`: alerts to one's own side stand still.
    Snooze {
        /// Until when.
        until: DateTime<Utc>,
        /// Why.
        text: String,
    },
    /// `link`: it has to do with another case.
    Link {
        /// With which.
        to: CaseRef,
    },

    /// `confirm`
    Confirm {
        /// The platform has called the number on file.
        callback: bool,
    },
    /// `extend`
    Extend {
        /// Until when; as long again as it was kept at first, if not said.
        until: Option<DateTime<Utc>>,
        /// What was added.
        text: String,
    },
}

impl Command {
    /// The name of the definition in the command table.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Acknowledge { .. } => "ack",
            Self::Ask { .. } => "ask",
            Self::Inform { .. } => "info",
            Self::Resolve { .. } => "resolved",
            Self::Refuse { .. } => "refuse",
            Self::ConfirmGone { .. } => "gone",
            Self::StillUp { .. } => "still-up",
            Self::Withdraw { .. } => "withdraw",
            Self::Undo => "undo",
            Self::ShowAddress => "case",
            Self::Note { .. } => "note",
            Self::Assign { .. } => "assign",
            Self::Snooze { .. } => "snooze",
            Self::Link { .. } => "link",
            Self::Confirm { .. } => "confirm",
            Self::Extend { .. } => "extend",
        }
    }
}

/// How well the device that spoke is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Confirmed as far as the desk asks for, or in a room where that has no meaning.
    Confirmed,
    /// Its owner has not confirmed it, or what it said came in clear into an encrypted room.
    NotConfirmed,
    /// Its owner has confirmed it, and the desk asks that whoever operates the bot has verified the owner.
    NotVerified,
}

impl Device {
    /// Why that command is not taken from it; nothing where it is confirmed.
    pub(crate) const fn refusal(self, command: &'static str) -> Option<Refusal> {
        match self {
            Self::Confirmed => None,
            Self::NotConfirmed => Some(Refusal::DeviceNotConfirmed { command }),
            Self::NotVerified => Some(Refusal::PersonNotVerified { command }),
        }
    }
}

/// Under which circumstances something was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// Who.
    pub actor: Actor,
    /// In which kind of room.
    pub room: RoomKind,
    /// From which device.
    pub device: Device,
    /// When, by the network's time.
    pub said_at: DateTime<Utc>,
}
