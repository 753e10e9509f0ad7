//! One line of a transcript.

use chrono::{NaiveDateTime, TimeDelta};
use liaison_domain::Language;

use crate::desk::{SHARED, people_of};
use crate::fault::Misread;
use crate::saying::Saying;
use crate::span::{local_time, span};

/// What a line of a transcript does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A comment, or nothing.
    Nothing,
    /// `at 2026-10-24T20:00` moves the clock to that local time.
    At(NaiveDateTime),
    /// `+2h` moves it by that much.
    Later(TimeDelta),
    /// `language fr`, `language fr #agency`: the language of the shared room, or of that one, from here on.
    Language(Language, String),
    /// `practice on`, `practice off`: whether the desk is one to practise at from here on.
    Practice(bool),
    /// `restart`: the bot stops and starts again.
    Restart,
    /// `down 3d`: the bot is away that long.
    Down(TimeDelta),
    /// Somebody says or does something.
    Said(Saying),
}

impl Line {
    /// Reads one line, without its end.
    ///
    /// # Errors
    /// What could not be read, and what was expected.
    pub fn read(text: &str) -> Result<Self, Misread> {
        let line = text.trim();
        match line.chars().next() {
            None | Some('#') => return Ok(Self::Nothing),
            Some('@') => return Saying::read(text, None).map(Self::Said),
            Some('+') => return span(&line[1..]).map(Self::Later),
            Some(_) => {}
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim_start();
        match word {
            "at" => local_time(rest).map(Self::At),
            "down" => span(rest).map(Self::Down),
            "language" => language(rest),
            "practice" => match rest {
                "on" => Ok(Self::Practice(true)),
                "off" => Ok(Self::Practice(false)),
                _ => Err(Misread::Practice(rest.to_owned())),
            },
            "restart" if rest.is_empty() => Ok(Self::Restart),
            _ => Err(Misread::Unknown),
        }
    }

    /// Whether it is printed back: what is said and what moves time is.
    #[must_use]
    pub const fn is_printed_back(&self) -> bool {
        matches!(self, Self::At(_) | Self::Later(_) | Self::Down(_) | Self::Said(_))
    }
}

/// `fr`, or `fr #agency`.
fn language(rest: &str) -> Result<Line, Misread> {
    let (name, room) = rest.split_once(char::is_whitespace).map_or((rest, SHARED), |(name, room)| (name, room.trim()));
    let language = Language::from_name(name).ok_or_else(|| Misread::Language(name.to_owned()))?;
    people_of(room).ok_or_else(|| Misread::Room(room.to_owned()))?;
    Ok(Line::Language(language, room.to_owned()))
}
