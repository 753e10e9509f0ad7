//! What only cases of one kind are refused for: requests for data, what is kept, emergencies.

use chrono::{DateTime, Utc};

use crate::case::{CaseKind, CaseRef};
use crate::command::RefusalGround;
use crate::kind;
use crate::people::MemberId;
use crate::refusal::{Fact, Refusal, Remark};

/// The rules by which a command on a case of some kind can be refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KindRefusal {
    /// A case of that kind does not take the command.
    WrongKind {
        /// Which case.
        case: CaseRef,
        /// Its kind.
        kind: CaseKind,
        /// The command's name.
        command: &'static str,
    },
    /// What was done is not said.
    ActionMissing {
        /// Which case.
        case: CaseRef,
    },
    /// Data was asked for: nothing is taken down for it.
    ActionNotAsked {
        /// Which case.
        case: CaseRef,
        /// Its kind.
        kind: CaseKind,
    },
    /// A case of that kind is not refused on that ground.
    GroundDoesNotFit {
        /// Which case.
        case: CaseRef,
        /// Its kind.
        kind: CaseKind,
        /// The ground.
        ground: RefusalGround,
    },
    /// A text may hold the data itself.
    DataInChat {
        /// Which case.
        case: CaseRef,
        /// So many characters at most.
        limit: usize,
        /// The command's name.
        line: &'static str,
    },
    /// Nothing is kept for it any more, or yet.
    NothingKept {
        /// Which case.
        case: CaseRef,
    },
    /// It is kept for longer than that anyway.
    KeptAnyway {
        /// Which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
        /// Until when it is kept.
        due: DateTime<Utc>,
    },
    /// Nothing is kept for so long.
    KeptTooLong {
        /// Which case.
        case: CaseRef,
        /// What was said.
        until: DateTime<Utc>,
        /// So many days at most.
        days: i64,
    },
    /// The mark of the emergency is lifted already.
    AlreadyConfirmed {
        /// Which case.
        case: CaseRef,
        /// By whom.
        by: MemberId,
        /// When.
        at: DateTime<Utc>,
    },
    /// An emergency is never confirmed by its author.
    OwnEmergency {
        /// Which case.
        case: CaseRef,
    },
    /// The platform confirms by a call alone.
    CallbackMissing {
        /// Which case.
        case: CaseRef,
    },
    /// The call is the platform's.
    CallbackOfAgency {
        /// Which case.
        case: CaseRef,
    },
    /// No number of the agency's is on file that could have been called.
    NoNumberOnFile {
        /// Which case.
        case: CaseRef,
    },
}

impl From<KindRefusal> for Refusal {
    fn from(refusal: KindRefusal) -> Self {
        Self::OfKind(refusal)
    }
}

impl KindRefusal {
    /// The refusal as a remark: `refused-…` and its facts.
    #[must_use]
    pub fn remark(&self) -> Remark {
        let about = |name: &str, case: &CaseRef| Remark::new(name).with("case", Fact::Case(case.clone()));
        let line = |command, case: &CaseRef, rest: &str| {
            Fact::Line(command, if rest.is_empty() { case.to_string() } else { format!("{case} {rest}") })
        };
        let of_kind = |kind: &CaseKind| Fact::Term(format!("kind-{}", kind.name()));
        match self {
            Self::WrongKind { case, kind, command } => about("refused-wrong-kind", case)
                .with("kind", of_kind(kind))
                .with("command", Fact::Line(command, String::new()))
                .with("line", kind::way_on(case, *kind, command)),
            Self::ActionMissing { case } => {
                about("refused-action-missing", case).with("line", line("resolved", case, "action:removed"))
            }
            Self::ActionNotAsked { case, kind } => about("refused-action-not-asked", case)
                .with("kind", of_kind(kind))
                .with("line", line("resolved", case, "")),
            Self::GroundDoesNotFit { case, kind, ground } => about("refused-ground", case)
                .with("kind", of_kind(kind))
                .with("ground", Fact::Term(format!("refusal-{}", ground.name())))
                .with("line", line("refuse", case, "ground:insufficient_information")),
            Self::DataInChat { case, limit, line: command } => {
                let rest = match *command {
                    "refuse" => "ground:needs_process",
                    "ask" => "…",
                    _ => "",
                };
                let count = i64::try_from(*limit).unwrap_or(i64::MAX);
                about("refused-data-in-chat", case)
                    .with("count", Fact::Count(count))
                    .with("line", line(command, case, rest))
            }
            Self::NothingKept { case } => {
                about("refused-nothing-kept", case).with("line", Fact::Line("help", "request".to_owned()))
            }
            Self::KeptAnyway { case, until, due } => about("refused-kept-anyway", case)
                .with("until", Fact::Time(*until))
                .with("due", Fact::Time(*due))
                .with("line", line("extend", case, "")),
            Self::KeptTooLong { case, until, days } => about("refused-kept-too-long", case)
                .with("until", Fact::Time(*until))
                .with("count", Fact::Count(*days))
                .with("line", line("extend", case, "")),
            Self::AlreadyConfirmed { case, by, at } => about("refused-already-confirmed", case)
                .with("by", Fact::Member(by.clone()))
                .with("at", Fact::Time(*at))
                .with("line", line("case", case, "")),
            Self::OwnEmergency { case } => about("refused-own-emergency", case)
                .with("line", line("confirm", case, ""))
                .with("callback", line("confirm", case, "callback:yes")),
            Self::CallbackMissing { case } => {
                about("refused-callback-missing", case).with("line", line("confirm", case, "callback:yes"))
            }
            Self::CallbackOfAgency { case } => {
                about("refused-callback-of-agency", case).with("line", line("confirm", case, ""))
            }
            Self::NoNumberOnFile { case } => {
                about("refused-no-number-on-file", case).with("line", line("confirm", case, ""))
            }
        }
    }
}
