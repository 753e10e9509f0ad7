//! What can end a play or a session, and what is wrong with a line that could not be read.

use std::io;

use crate::bot::BotError;

/// Of a line that could not be read, so much is shown.
const SHOWN_CHARACTERS: usize = 200;

/// Why a play or a session ended early.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A line of the transcript could not be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The bot cannot go on.
    #[error("the bot stopped: {0}")]
    Bot(#[from] BotError),
    /// The transcript cannot be read any further.
    #[error("the transcript cannot be read any further: {0}")]
    Input(#[source] io::Error),
    /// What is posted can no longer be shown.
    #[error("the output cannot be written: {0}")]
    Output(#[source] io::Error),
    /// This terminal cannot be typed in.
    #[error("this terminal cannot be typed in: {0}; give the lines with --script FILE")]
    Editor(#[from] rustyline::error::ReadlineError),
}

impl Fault {
    /// What the program exits with: 2 for a line that could not be read, 1 for a failure.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Unreadable(_) => 2,
            Self::Bot(_) | Self::Input(_) | Self::Output(_) | Self::Editor(_) => 1,
        }
    }
}

/// A line of a transcript that could not be read, or not be played where it stands.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {number}: `{}`: {misread}", shown(content))]
pub struct Unreadable {
    /// Its number, from 1 on.
    pub number: usize,
    /// The line as it was written.
    pub content: String,
    /// What is wrong with it.
    #[source]
    pub misread: Misread,
}

/// A line's own text on one line of the error: cut, and without anything that steers a terminal.
fn shown(content: &str) -> String {
    let clean = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut shown: String = content.chars().take(SHOWN_CHARACTERS).map(clean).collect();
    if content.chars().nth(SHOWN_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

/// What is wrong with a line, and what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// It begins like nothing that is known.
    #[error(
        "expected `@amal> words`, `@chen 👀 YT-1`, `at 2026-10-24T20:00`, `+2h`, `language fr`, `language fr #agency`, `practice on`, `restart`, `down 3d` or `# a comment`"
    )]
    Unknown,
    /// Nobody has that name.
    #[error("nobody is called {0}; expected @amal, @binta, @chen, @dana or @eve")]
    Person(String),
    /// No room has that name.
    #[error("there is no room {0}; expected #shared, #agency, #platform or #coordination")]
    Room(String),
    /// A case was expected.
    #[error("`{0}` is no case; expected one such as YT-1")]
    Case(String),
    /// What stands in parentheses is nothing that is known.
    #[error("`({0})` says nothing; expected (YT-1) for a reply, (thread YT-1), (unconfirmed) or (away)")]
    Aside(String),
    /// A parenthesis is open.
    #[error("a parenthesis is not closed; expected one such as (YT-1)")]
    Unclosed,
    /// Two rooms, two replies and the like.
    #[error("{0} is named twice; expected one")]
    Twice(&'static str),
    /// After the name comes neither words nor a reaction.
    #[error("expected `>` and words after the name, or an emoji and a case: `@chen> words`, `@chen 👀 YT-1`")]
    Speech,
    /// Nothing stands after `>`.
    #[error("nothing is said; expected words after `>`")]
    Silence,
    /// A local time was expected.
    #[error("`{0}` is no local time; expected one such as 2026-10-24T20:00")]
    Time(String),
    /// The clocks jump over that local time.
    #[error("that local time does not exist: the clocks go forward over it; expected one before or after")]
    Skipped,
    /// The clock stands later already.
    #[error("the clock never goes backward; expected {now} or later")]
    Backward {
        /// Where it stands, as a local time.
        now: String,
    },
    /// Too far ahead.
    #[error("that is too far; expected at most ten years ahead")]
    TooFar,
    /// A length was expected.
    #[error("`{0}` is no length; expected a number with s, min, h or d, such as 2h or 1h30min")]
    Span(String),
    /// A language was expected.
    #[error("`{0}` is no language of the bot; expected fr or en")]
    Language(String),
    /// On or off was expected.
    #[error("`practice {0}` says nothing; expected `practice on` or `practice off`")]
    Practice(String),
    /// The bot is not away.
    #[error("the bot is not away; expected `down 3d` before what is said while it is")]
    NotAway,
    /// The line is longer than any that can be played.
    #[error("the line is too long; expected at most 1 MiB")]
    TooLong,
    /// The line is not text.
    #[error("the line is no UTF-8 text")]
    NotText,
}
