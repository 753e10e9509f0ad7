//! From a message to what it asks for: is it for the bot, which command, what follows it, and, where something is wrong,
//! the nearest line that works.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use liaison_domain::{CaseKind, CaseRef, Command, DutyAsked, Report, Urgency};
use liaison_reporting::Period;

use crate::bad::{BadInvocation, Misreading};
use crate::bind::bind;
use crate::definition::Definition;
use crate::fold::folded;
use crate::grammar::lead::{Call, Manner, call};
use crate::grammar::{Fault, Parts, parts};
use crate::port::Network;
use crate::suggest::nearest_line;
use crate::table::CommandTable;
use crate::verb::Verb;

/// The longest message that is read, in bytes: as long as a Matrix event can be.
pub const MESSAGE_LIMIT: usize = 64 * 1024;

/// An unknown word of fewer letters behind a mark is nobody's command (`/s`, `/me`, `!x`).
const SHORTEST_UNKNOWN: usize = 3;

/// Under which circumstances something is read.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Where it was said.
    pub network: Network,
    /// What the bot is called there.
    pub own_names: &'a [String],
    /// Whether the speaker is a member of the desk, who is answered on an unknown command too.
    pub speaker_is_member: bool,
    /// The case whose card, post or thread the message replies to.
    pub replied: Option<&'a CaseRef>,
    /// The prefix of the room's desk, for the lines that are shown.
    pub prefix: &'a str,
    /// The zone in which hours are meant.
    pub zone: Tz,
    /// Now.
    pub now: DateTime<Utc>,
    /// When it was said, by the network's time.
    pub said_at: DateTime<Utc>,
}

impl Context<'_> {
    /// The moment from which hours are counted: when it was said, but never later than now.
    #[must_use]
    pub(crate) fn moment(&self) -> DateTime<Utc> {
        self.said_at.min(self.now)
    }
}

/// What a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing for the bot: it stays silent.
    NotForUs,
    /// For the bot, and not understood.
    Unreadable(BadInvocation),
    /// Understood; whether it is allowed is for the rules.
    Understood(Request),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A new case.
    Report(Report),
    /// Something for existing cases, each on its own.
    Act {
        /// At least one, none twice, in the order in which they were named.
        cases: Vec<CaseRef>,
        /// What.
        command: Command,
    },
    /// Saying that one is on duty, or asking who is.
    Duty(DutyAsked),
    /// Letting somebody in for a while, or out again.
    Guest(GuestAsked),
    /// Taking back whatever one did last.
    UndoLast,
    /// Everything that one member answers for goes to another of the same side.
    HandOver {
        /// From whom, as they were named.
        from: String,
        /// To whom.
        to: String,
    },
    /// Showing one case.
    ShowCase {
        /// Which.
        case: CaseRef,
    },
    /// Listing cases.
    ListCases {
        /// What they must fit; empty for all that are open.
        filter: String,
    },
    /// Showing the digest.
    Digest {
        /// Of which desk; the room's own if not said.
        desk: Option<String>,
    },
    /// Showing the figures.
    Stats(StatsRequest),
    /// Showing what can be typed.
    Help {
        /// Of which command, by its stable name; of all if not said.
        command: Option<String>,
    },
}

/// Whom a supervisor lets in or out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestAsked {
    /// As they were typed.
    pub who: String,
    /// What the other side is to see instead.
    pub alias: Option<String>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Whether they are to go.
    pub remove: bool,
}

/// Which figures are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatsRequest {
    /// The days.
    pub period: Period,
    /// Whether they were named; else they are the last thirty.
    pub named: bool,
    /// An equally long period to compare with.
    pub compared: Option<Period>,
    /// Of which desk, as it was typed.
    pub desk: Option<String>,
    /// Of which organisation, as it was typed.
    pub organisation: Option<String>,
    /// Of which kind.
    pub kind: Option<CaseKind>,
    /// Of which urgency.
    pub urgency: Option<Urgency>,
    /// Whether each figure says how it is defined.
    pub explained: bool,
}

impl Request {
    /// Whether a room is told what comes of it. What only shows something to the one who asks, is told to them alone.
    #[must_use]
    pub fn changes_something(&self) -> bool {
        match self {
            // Who is on duty is answered to whoever says it.
            Self::Duty(_) | Self::Guest(_) => false,
            Self::Report(_) | Self::UndoLast | Self::HandOver { .. } => true,
            Self::Act { command, .. } => *command != Command::ShowAddress,
            Self::ShowCase { .. }
            | Self::ListCases { .. }
            | Self::Digest { .. }
            | Self::Stats(_)
            | Self::Help { .. } => false,
        }
    }
}

/// Reads a message.
#[must_use]
pub fn read(table: &CommandTable, text: &str, hearing: &Context<'_>) -> Reading {
    let Some(call) = call(text, hearing.own_names) else { return Reading::NotForUs };
    // `! report …` is a command where a member says it; elsewhere and with any other word a sentence.
    let is_heard = call.manner != Manner::Spaced || hearing.speaker_is_member;
    let call = grouped(table, call);
    match table.command(call.word).filter(|_| !call.word.is_empty() && is_heard) {
        Some(_) if text.len() > MESSAGE_LIMIT => too_long(text.len()),
        Some(definition) => read_command(table, definition, call.rest, hearing),
        None => read_unknown(table, &call, hearing),
    }
}

/// A command of two words, such as `desk member`: its name has a hyphen between them.
fn grouped<'a>(table: &CommandTable, call: Call<'a>) -> Call<'a> {
    let rest = call.rest.trim_start();
    let (second, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let whole = if call.word.is_empty() || table.command(call.word).is_some() {
        None
    } else {
        table.command(&format!("{}-{second}", call.word))
    };
    whole.map_or(call, |definition| Call { word: definition.name(), rest, ..call })
}

fn read_command(table: &CommandTable, definition: &Definition, rest: &str, hearing: &Context<'_>) -> Reading {
    read_parts(table, definition, rest, parts(definition, rest), hearing)
}

/// Whether the text that a command needs is the mark that stands for it in the lines that are offered: whoever sends that has
/// said nothing yet.
fn is_left_open(definition: &Definition, parts: &Parts<'_>) -> bool {
    let text = definition.text.option.as_deref().and_then(|name| parts.given(name)).map(|given| given.value.as_str());
    let text = text.unwrap_or(&parts.text).trim();
    definition.text.required && ["…", "..."].contains(&text)
}

/// Binds what was taken apart; `rest` is the line that it stands in. To whom the command is not open nobody explains how
/// it is typed.
pub(crate) fn read_parts(
    table: &CommandTable,
    definition: &Definition,
    rest: &str,
    mut parts: Parts<'_>,
    hearing: &Context<'_>,
) -> Reading {
    let fault = match parts.fault.take() {
        Some(fault) => fault,
        None => match bind(table, definition, &parts, hearing) {
            Ok(_) if is_left_open(definition, &parts) => Fault::of(Misreading::TextMissing),
            Ok(request) => return Reading::Understood(request),
            Err(fault) => fault,
        },
    };
    if !hearing.speaker_is_member && definition.verb != Verb::Help {
        let line = (Verb::Help, String::new());
        return Reading::Unreadable(BadInvocation {
            command: Some(definition.verb),
            fault: Misreading::Stranger,
            line,
        });
    }
    let line = nearest_line(table, definition, rest, &parts, &fault, hearing);
    Reading::Unreadable(BadInvocation { command: Some(definition.verb), fault: fault.what, line })
}

/// What is wrong with a line, if anything is, for the lines that are shown.
pub(crate) fn fault(table: &CommandTable, definition: &Definition, rest: &str, hearing: &Context<'_>) -> Option<Fault> {
    let mut parts = parts(definition, rest);
    parts.fault.take().or_else(|| bind(table, definition, &parts, hearing).err())
}

fn read_unknown(table: &CommandTable, call: &Call<'_>, hearing: &Context<'_>) -> Reading {
    // A bare name can begin a sentence; where a member answers one of the bot's posts with it, a slip is told.
    let is_meant = match call.manner {
        Manner::Marked | Manner::Called => true,
        Manner::Named => hearing.speaker_is_member && hearing.replied.is_some(),
        Manner::Spaced => false,
    };
    let near = table.near(&folded(call.word)).filter(|_| !call.word.is_empty() && is_meant);
    if let Some(near) = near {
        let what = Misreading::Command { word: call.word.to_owned(), near: true };
        let line = nearest_line(table, near, call.rest, &parts(near, ""), &Fault::of(what.clone()), hearing);
        return Reading::Unreadable(BadInvocation { command: None, fault: what, line });
    }
    match call.manner {
        Manner::Called => Reading::Understood(Request::Help { command: None }),
        Manner::Marked if hearing.speaker_is_member && call.word.chars().count() >= SHORTEST_UNKNOWN => {
            let fault = Misreading::Command { word: call.word.to_owned(), near: false };
            Reading::Unreadable(BadInvocation { command: None, fault, line: (Verb::Help, String::new()) })
        }
        Manner::Marked | Manner::Named | Manner::Spaced => Reading::NotForUs,
    }
}

fn too_long(count: usize) -> Reading {
    let fault = Misreading::Long { count, limit: MESSAGE_LIMIT };
    Reading::Unreadable(BadInvocation { command: None, fault, line: (Verb::Help, String::new()) })
}
