//! What can come of a command, of an attempt to post something, of a run of the command that wakes somebody: closed sets,
//! each with its name in figures.

use liaison_chat::Undelivered;

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// It was done, or what it asked for is shown.
    Done,
    /// On some of its cases it was done, on others refused.
    Partly,
    /// A rule refused it, in words.
    Refused,
    /// It could not be read; its author was shown a line that works.
    Unreadable,
    /// The program failed at it; its author has a reference.
    Failed,
}

impl Ending {
    /// Every ending.
    pub const ALL: &'static [Self] = &[Self::Done, Self::Partly, Self::Refused, Self::Unreadable, Self::Failed];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::Failed => "failed",
        }
    }
}

/// What came of one attempt to post something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attempt {
    /// It is there.
    Arrived,
    /// It may arrive later.
    Later,
    /// The network limits the bot.
    Limited,
    /// The room refuses it, in whole or in part.
    Refused,
    /// What it goes to is no longer there.
    Gone,
}

impl Attempt {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Arrived, Self::Later, Self::Limited, Self::Refused, Self::Gone];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Later => "later",
            Self::Limited => "limited",
            Self::Refused => "refused",
            Self::Gone => "gone",
        }
    }

    pub(crate) const fn of<T>(sent: &Result<T, Undelivered>) -> Self {
        match sent {
            Ok(_) => Self::Arrived,
            Err(Undelivered::Later { .. }) => Self::Later,
            Err(Undelivered::Limited { .. }) => Self::Limited,
            Err(Undelivered::Never { .. } | Undelivered::Unfinished { .. }) => Self::Refused,
            Err(Undelivered::Gone { .. }) => Self::Gone,
        }
    }
}

/// What came of one run of the command that wakes somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageRun {
    /// It did its work.
    Done,
    /// It ended with a failure.
    Failed,
    /// It took too long and was ended.
    TimedOut,
    /// It could not be run at all.
    NotRun,
}

impl PageRun {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Done, Self::Failed, Self::TimedOut, Self::NotRun];

    /// Its name in figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::NotRun => "not_run",
        }
    }
}
