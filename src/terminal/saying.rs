//! Something that is said, as a line writes it: who, where, to which card, and what.

use liaison_domain::CaseRef;

use crate::desk::{PEOPLE, SHARED, people_of};
use crate::fault::Misread;

/// Who speaks, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Here {
    /// The identity: `@amal`.
    pub person: String,
    /// The room: `#shared`.
    pub room: String,
}

impl Default for Here {
    /// Where a session begins: Amal in the shared room.
    fn default() -> Self {
        Self { person: PEOPLE[0].to_owned(), room: SHARED.to_owned() }
    }
}

/// One thing that somebody says or does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Who, and where.
    pub here: Here,
    /// The case whose card it replies to.
    pub reply: Option<CaseRef>,
    /// The case in whose thread it stands.
    pub thread: Option<CaseRef>,
    /// Whether it was said while the bot was away.
    pub away: bool,
    /// Whether the device that said it is not confirmed by its owner.
    pub unconfirmed: bool,
    /// What.
    pub what: What,
}

/// What somebody says or does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Words.
    Text(String),
    /// A reaction on the card of a case.
    Reaction {
        /// The emoji, without variation selectors.
        key: String,
        /// Which case.
        of: CaseRef,
    },
    /// The same, taken away.
    NoReaction {
        /// The emoji, without variation selectors.
        key: String,
        /// Which case.
        of: CaseRef,
    },
}

impl Saying {
    /// Words without a head.
    #[must_use]
    pub fn text(here: Here, words: &str) -> Self {
        Self { here, reply: None, thread: None, away: false, unconfirmed: false, what: What::Text(words.to_owned()) }
    }

    /// Reads `@chen #platform (thread YT-1)> /ack` and its kin. What the head leaves out is taken from `here`; without
    /// `here` the person must be named, and the room is the shared one.
    ///
    /// # Errors
    /// What could not be read, and what was expected.
    pub fn read(line: &str, here: Option<&Here>) -> Result<Self, Misread> {
        let mut head = Head::default();
        let mut rest = line.trim_start();
        loop {
            rest = match rest.chars().next() {
                Some('@') => head.take_person(rest)?,
                Some('#') => head.take_room(rest)?,
                Some('(') => head.take_aside(rest)?,
                Some('>') => return head.finish(here, words(&rest[1..])?),
                _ => return head.finish(here, reaction(rest)?),
            }
            .trim_start();
        }
    }
}

/// What stands before the words.
#[derive(Default)]
struct Head {
    person: Option<String>,
    room: Option<String>,
    reply: Option<CaseRef>,
    thread: Option<CaseRef>,
    away: bool,
    unconfirmed: bool,
}

impl Head {
    fn take_person<'a>(&mut self, text: &'a str) -> Result<&'a str, Misread> {
        let (name, rest) = word(text);
        if !PEOPLE.contains(&name) {
            return Err(Misread::Person(name.to_owned()));
        }
        once(&mut self.person, name.to_owned(), "the person")?;
        Ok(rest)
    }

    fn take_room<'a>(&mut self, text: &'a str) -> Result<&'a str, Misread> {
        let (name, rest) = word(text);
        people_of(name).ok_or_else(|| Misread::Room(name.to_owned()))?;
        once(&mut self.room, name.to_owned(), "the room")?;
        Ok(rest)
    }

    fn take_aside<'a>(&mut self, text: &'a str) -> Result<&'a str, Misread> {
        let (aside, rest) = text[1..].split_once(')').ok_or(Misread::Unclosed)?;
        let mut words = aside.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("away"), None, None) if self.away => return Err(Misread::Twice("(away)")),
            (Some("away"), None, None) => self.away = true,
            (Some("unconfirmed"), None, None) if self.unconfirmed => return Err(Misread::Twice("(unconfirmed)")),
            (Some("unconfirmed"), None, None) => self.unconfirmed = true,
            (Some("thread"), Some(case), None) => once(&mut self.thread, case_ref(case)?, "the thread")?,
            (Some(case), None, None) if case.contains('-') => once(&mut self.reply, case_ref(case)?, "the card")?,
            _ => return Err(Misread::Aside(aside.to_owned())),
        }
        Ok(rest)
    }

    fn finish(self, here: Option<&Here>, what: What) -> Result<Saying, Misread> {
        let person = self.person.or_else(|| here.map(|here| here.person.clone())).ok_or(Misread::Unknown)?;
        let room = self.room.or_else(|| here.map(|here| here.room.clone())).unwrap_or_else(|| SHARED.to_owned());
        Ok(Saying {
            here: Here { person, room },
            reply: self.reply,
            thread: self.thread,
            away: self.away,
            unconfirmed: self.unconfirmed,
            what,
        })
    }
}

fn once<T>(slot: &mut Option<T>, value: T, name: &'static str) -> Result<(), Misread> {
    if slot.replace(value).is_some() { Err(Misread::Twice(name)) } else { Ok(()) }
}

/// The name at the beginning of `text`, with its mark, and what follows.
fn word(text: &str) -> (&str, &str) {
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '(' | ')' | '#');
    let end = text.char_indices().skip(1).find(|(_, letter)| ends(*letter)).map_or(text.len(), |(at, _)| at);
    text.split_at(end)
}

fn case_ref(text: &str) -> Result<CaseRef, Misread> {
    text.parse().map_err(|_| Misread::Case(text.to_owned()))
}

/// What follows `>`: one space belongs to the mark, the rest is said as it stands.
fn words(text: &str) -> Result<What, Misread> {
    let words = text.strip_prefix(' ').unwrap_or(text);
    if words.trim().is_empty() { Err(Misread::Silence) } else { Ok(What::Text(words.to_owned())) }
}

/// Reads `👀 YT-1` or `-👀 YT-1`.
fn reaction(text: &str) -> Result<What, Misread> {
    let mut words = text.split_whitespace();
    let (Some(emoji), Some(case), None) = (words.next(), words.next(), words.next()) else {
        return Err(Misread::Speech);
    };
    let (taken_away, emoji) = emoji.strip_prefix('-').map_or((false, emoji), |emoji| (true, emoji));
    let key: String = emoji.chars().filter(|letter| !matches!(letter, '\u{fe0e}' | '\u{fe0f}')).collect();
    if key.is_empty() || key.chars().any(|letter| letter.is_alphanumeric() || letter.is_ascii()) {
        return Err(Misread::Speech);
    }
    let of = case_ref(case)?;
    Ok(if taken_away { What::NoReaction { key, of } } else { What::Reaction { key, of } })
}
