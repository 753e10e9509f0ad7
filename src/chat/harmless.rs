//! Words from outside, made so that no client makes a link, a mention or markup of them, while people still read them.
//!
//! Two strengths: [`harmless`] for words inside a sentence, [`defanged`] for what is shown letter by letter as code.
//! Both go through the same characters once; whoever learns of one more form that a client links adds it to
//! `neutral_character`, and to the independent list in the tests.

use crate::visible::cleaned;

/// Schemes that clients link without `//` behind them.
const BARE_SCHEMES: &[&str] = &[
    "mailto",
    "tel",
    "sms",
    "callto",
    "magnet",
    "matrix",
    "xmpp",
    "sip",
    "sips",
    "skype",
    "tg",
    "news",
    "bitcoin",
    "geo",
    "javascript",
    "vbscript",
    "data",
    "file",
    "blob",
    "about",
    "urn",
    "facetime",
    "whatsapp",
    "webcal",
    "im",
    "irc",
];

/// The longest scheme that is looked for before a colon.
const LONGEST_SCHEME: usize = 24;

/// The longest name of an HTML entity.
const LONGEST_ENTITY: usize = 32;

/// Two dots are a number or a date (`24.10.2026`), three an address of the internet protocol.
const DOTS_OF_A_NUMBER: usize = 2;

/// A person's words as they stand inside a post: without invisible characters, on one line (line breaks are ` / `), and
/// without anything that a client makes a link, a mention or markup of. Applied twice, it gives the same.
#[must_use]
pub fn harmless(text: &str) -> String {
    neutral(&cleaned(text), Form::Words)
}

/// An address, an account or another locator as it is shown as code: `hxxps://a[.]example/1`, `＠x`. What is shown is
/// read as the same target again by [`crate::read_target`].
#[must_use]
pub fn defanged(address: &str) -> String {
    neutral(&cleaned(address), Form::Locator)
}

/// How far the change goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Every link, mention and mark of Markdown, Discord or HTML; numbers keep their dots.
    Words,
    /// Every link and mention; what a target is made of stays.
    Locator,
}

/// One word between spaces, with what must be known of the whole of it.
struct Word {
    letters: Vec<char>,
    form: Form,
    is_number: bool,
    last_colon: Option<usize>,
}

fn neutral(text: &str, form: Form) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let word = Word::of(word, form);
        for position in 0..word.letters.len() {
            word.neutral_character(position, &mut out);
        }
    }
    out
}

impl Word {
    fn of(word: &str, form: Form) -> Self {
        let letters: Vec<char> = word.chars().collect();
        let last_colon = letters.iter().rposition(|letter| *letter == ':');
        let is_number = form == Form::Words
            && letters.iter().all(|letter| letter.is_ascii_digit() || ".,:;%€$£+-()\u{a0}\u{202f}!?".contains(*letter))
            && letters.iter().filter(|letter| **letter == '.').count() <= DOTS_OF_A_NUMBER;
        Self { letters, form, is_number, last_colon }
    }

    fn before(&self, position: usize) -> Option<char> {
        position.checked_sub(1).and_then(|before| self.letters.get(before)).copied()
    }

    fn after(&self, position: usize) -> Option<char> {
        self.letters.get(position + 1).copied()
    }

    fn neutral_character(&self, position: usize, out: &mut String) {
        let Some(&letter) = self.letters.get(position) else { return };
        match letter {
            '.' | '．' | '｡' if self.joins_labels(position) => out.push_str("[.]"),
            '。' if self.form == Form::Words && self.joins_latin_labels(position) => out.push_str("[.]"),
            ':' => self.neutral_colon(position, out),
            '@' => out.push('＠'),
            '#' if self.is_room_or_heading(position) => out.push('＃'),
            '!' if self.is_room(position) => out.push('！'),
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '`' => out.push('\''),
            _ if self.form == Form::Words => self.neutral_mark(letter, position, out),
            _ => out.push(letter),
        }
    }

    /// A dot between two labels of a host. Numbers keep theirs.
    fn joins_labels(&self, position: usize) -> bool {
        let opens = |letter: char| letter.is_whitespace() || matches!(letter, '.' | '[' | '(' | '{');
        !self.is_number
            && self.before(position).is_some_and(|letter| !opens(letter))
            && self.after(position).is_some_and(begins_label)
    }

    /// The ideographic full stop ends sentences too, without a space after it: only between Latin letters is it a dot.
    fn joins_latin_labels(&self, position: usize) -> bool {
        let latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        latin(self.before(position)) && latin(self.after(position))
    }

    /// `#room:server`, and `# ` at the head of a line.
    fn is_room_or_heading(&self, position: usize) -> bool {
        let heading = self.form == Form::Words && !self.after(position).is_some_and(char::is_alphanumeric);
        heading || self.is_room(position)
    }

    /// `!room:server`: a colon follows.
    fn is_room(&self, position: usize) -> bool {
        self.last_colon.is_some_and(|colon| colon > position)
    }

    fn neutral_colon(&self, position: usize, out: &mut String) {
        let scheme = self.scheme_before(position);
        let something_follows = self.after(position).is_some();
        let slashes = self.after(position) == Some('/') && self.after(position + 1) == Some('/');
        match scheme.as_str() {
            scheme if scheme.ends_with("hxxp") || scheme.ends_with("hxxps") => out.push(':'),
            // Some clients find a scheme behind other letters too.
            scheme if something_follows && scheme.ends_with("http") => replace_end(out, "http", "hxxp:"),
            scheme if something_follows && scheme.ends_with("https") => replace_end(out, "https", "hxxps:"),
            scheme if slashes || (something_follows && is_bare_scheme(scheme)) => {
                out.push_str("[:]");
                // The bracket must not become the first half of a Markdown link.
                if self.form == Form::Words && self.after(position) == Some('(') {
                    out.push(' ');
                }
            }
            _ => out.push(':'),
        }
    }

    /// The scheme that ends before a colon, in small letters; what is longer than any is none.
    fn scheme_before(&self, colon: usize) -> String {
        let from = colon.saturating_sub(LONGEST_SCHEME);
        let letters = self.letters.get(from..colon).unwrap_or_default();
        let begin = letters.iter().rposition(|letter| !is_scheme_letter(*letter)).map_or(0, |last| last + 1);
        letters.iter().skip(begin).map(char::to_ascii_lowercase).collect()
    }

    fn neutral_mark(&self, letter: char, position: usize, out: &mut String) {
        let doubled = self.before(position) == Some(letter) || self.after(position) == Some(letter);
        match letter {
            '*' => out.push('∗'),
            '\\' => out.push('∖'),
            '_' if !self.stands_inside(position) => out.push('＿'),
            '|' if doubled => out.push('¦'),
            '~' if doubled => out.push('∼'),
            '&' if self.is_entity(position) => out.push('＆'),
            // Between the two halves of a Markdown link.
            ']' if self.after(position) == Some('(') => out.push_str("] "),
            _ => out.push(letter),
        }
    }

    /// An underscore inside a name, which no client takes for emphasis.
    fn stands_inside(&self, position: usize) -> bool {
        let is_part = |letter: Option<char>| letter.is_some_and(|it| it.is_alphabetic() || it.is_ascii_digit());
        is_part(self.before(position)) && is_part(self.after(position))
    }

    fn is_entity(&self, position: usize) -> bool {
        let rest = self.letters.iter().skip(position + 1).take(LONGEST_ENTITY);
        let end = rest.take_while(|letter| letter.is_ascii_alphanumeric() || **letter == '#').count();
        end > 0 && self.letters.get(position + 1 + end) == Some(&';')
    }
}

fn replace_end(out: &mut String, end: &str, with: &str) {
    out.truncate(out.len() - end.len());
    out.push_str(with);
}

/// Whether a client takes the letters before a colon for a scheme by themselves, whatever stands before them.
fn is_bare_scheme(letters: &str) -> bool {
    letters.rsplit(['.', '+', '-']).next().is_some_and(|scheme| BARE_SCHEMES.contains(&scheme))
}

const fn is_scheme_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.')
}

/// Whatever can stand in the name of a host: letters, digits, pictures, and in doubt every character that is neither
/// punctuation of a familiar script nor one of those that are written here in place of others.
fn begins_label(letter: char) -> bool {
    let is_punctuation = matches!(
        letter,
        '\u{2000}'..='\u{206f}'
            | '\u{2190}'..='\u{22ff}'
            | '\u{3000}'..='\u{303f}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff0f}'
            | '\u{ff1a}'..='\u{ff20}'
            | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}'
    );
    letter.is_alphanumeric() || (letter >= '\u{300}' && !is_punctuation && !letter.is_whitespace())
}
