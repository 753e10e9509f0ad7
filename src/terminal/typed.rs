//! What a person types at the desk, read as a value: no terminal is needed to know what a line means.

use liaison_domain::Language;

use crate::desk::{OWN_NAME, PEOPLE, people_of};
use crate::fault::Misread;
use crate::line::Line;
use crate::saying::{Here, Saying};

/// What a typed line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing: it is empty, or a transcript's comment.
    Nothing,
    /// The session ends.
    Quit,
    /// From here on somebody else speaks, or in another room.
    Become(Here),
    /// Something is said or done.
    Say(Saying),
    /// A room's language changes.
    Language(Language, String),
    /// The desk becomes one to practise at, or stops being one.
    Practice(bool),
    /// The bot stops and starts again.
    Restart,
    /// A transcript's line that moves the clock: here the time is real.
    TimeIsReal,
    /// The head of a line that could not be read.
    Misread(Misread),
}

impl Typed {
    /// Reads a line typed by whoever speaks now. `@chen`, `#platform` or both alone change who speaks and where; a head
    /// as in a transcript (`@chen (YT-1)>`, `(YT-1)>`, `@chen 👀 YT-1`) holds for its line; everything else is said.
    #[must_use]
    pub fn read(line: &str, here: &Here) -> Self {
        let line = line.trim();
        if line.is_empty() || line == "#" || line.starts_with("# ") {
            return Self::Nothing;
        }
        if line == "quit" {
            return Self::Quit;
        }
        if let Some(changed) = change(line, here) {
            return changed.map_or_else(Self::Misread, Self::Become);
        }
        if is_headed(line) {
            return match Saying::read(line, Some(here)) {
                Ok(saying) if saying.away => Self::Misread(Misread::NotAway),
                Ok(saying) => Self::Say(saying),
                Err(Misread::Speech) => Self::Say(Saying::text(here.clone(), line)),
                Err(misread) => Self::Misread(misread),
            };
        }
        match Line::read(line) {
            Ok(Line::At(_) | Line::Later(_) | Line::Down(_)) => Self::TimeIsReal,
            Ok(Line::Language(language, room)) => Self::Language(language, room),
            Ok(Line::Practice(practice)) => Self::Practice(practice),
            Ok(Line::Restart) => Self::Restart,
            Ok(Line::Nothing | Line::Said(_)) | Err(_) => Self::Say(Saying::text(here.clone(), line)),
        }
    }
}

/// `@chen`, `#platform` or both, and nothing else: who speaks then, and where.
fn change(line: &str, here: &Here) -> Option<Result<Here, Misread>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = |word: &&str| {
        let (mark, name) = word.split_at_checked(1).unwrap_or(("", ""));
        matches!(mark, "@" | "#") && !name.is_empty() && name.chars().all(char::is_alphanumeric)
    };
    if words.len() > 2 || line == OWN_NAME || !words.iter().all(is_name) {
        return None;
    }
    let mut next = here.clone();
    for word in words {
        if PEOPLE.contains(&word) {
            next.person = word.to_owned();
        } else if people_of(word).is_some() {
            next.room = word.to_owned();
        } else if word.starts_with('#') {
            return Some(Err(Misread::Room(word.to_owned())));
        } else {
            return Some(Err(Misread::Person(word.to_owned())));
        }
    }
    Some(Ok(next))
}

/// Whether a line opens with a transcript's head: names and parentheses up to `>`, or up to an emoji and a case.
fn is_headed(line: &str) -> bool {
    if !line.starts_with(['@', '#', '(']) {
        return false;
    }
    let is_part = |word: &str| word.starts_with(['@', '#', '(']) || word.ends_with(')');
    match line.split_once('>') {
        Some((head, _)) => head.split_whitespace().all(is_part),
        None => {
            let mut words = line.split_whitespace().rev();
            let (case, emoji) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let is_reaction = !emoji.is_empty() && !emoji.chars().any(|letter| letter.is_alphanumeric());
            case.contains('-') && is_reaction && words.all(is_part)
        }
    }
}
