//! What each definition of the command table is bound to. A command that people can type is a variant here, a file in
//! `commands/` and an arm in `bind`: the compiler names the arm that was forgotten, the table's loading the file.

/// The commands, by their name in the command table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Opens a case.
    Report,
    /// The platform has it.
    Ack,
    /// The platform has acted.
    Resolved,
    /// The platform does not act, and says why.
    Refuse,
    /// The platform asks.
    Ask,
    /// The agency adds something.
    Info,
    /// The agency takes a case back.
    Withdraw,
    /// The agency sees that it is back.
    StillUp,
    /// The agency confirms that it is gone.
    Gone,
    /// Shows one case.
    Case,
    /// Lists cases.
    Cases,
    /// Shows the digest.
    Digest,
    /// Takes back one's own last act.
    Undo,
    /// Notes something for one's own side.
    Note,
    /// Puts somebody of one's own side in charge.
    Assign,
    /// Puts off the alerts to one's own side.
    Snooze,
    /// Says who is on duty.
    Duty,
    /// Lets somebody in for a while.
    DeskMember,
    /// Says that two cases have to do with each other.
    Link,
    /// Shows the figures.
    Stats,
    /// Shows what can be typed.
    Help,

    /// Asks for data, or for it to be kept.
    Request,
    /// Data or removal now: life is in danger.
    Emergency,
    /// Lifts the mark of an emergency.
    Confirm,
    /// Keeps data for longer.
    Extend,
}

impl Verb {
    /// Every command, in the order in which help lists them.
    pub const ALL: &'static [Self] = &[
        Self::Report,
        Self::Ack,
        Self::Resolved,
        Self::Refuse,
        Self::Ask,
        Self::Info,
        Self::Withdraw,
        Self::StillUp,
        Self::Gone,
        Self::Case,
        Self::Cases,
        Self::Digest,
        Self::Undo,
        Self::Note,
        Self::Assign,
        Self::Snooze,
        Self::Link,
        Self::Duty,
        Self::DeskMember,
        Self::Stats,
        Self::Help,
        Self::Request,
        Self::Emergency,
        Self::Confirm,
        Self::Extend,
    ];

    /// The name of its definition, the same as in [`liaison_domain::Command::name`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Ack => "ack",
            Self::Resolved => "resolved",
            Self::Refuse => "refuse",
            Self::Ask => "ask",
            Self::Info => "info",
            Self::Withdraw => "withdraw",
            Self::StillUp => "still-up",
            Self::Gone => "gone",
            Self::Case => "case",
            Self::Cases => "cases",
            Self::Digest => "digest",
            Self::Undo => "undo",
            Self::Note => "note",
            Self::Assign => "assign",
            Self::Snooze => "snooze",
            Self::Link => "link",
            Self::Duty => "duty",
            Self::DeskMember => "desk-member",
            Self::Stats => "stats",
            Self::Help => "help",
            Self::Request => "request",
            Self::Emergency => "emergency",
            Self::Confirm => "confirm",
            Self::Extend => "extend",
        }
    }

    /// The command of that definition.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verb| verb.name() == name)
    }
}
