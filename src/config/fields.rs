//! Reading one table of the file key by key. Whatever is asked for becomes known; [`Fields::finish`] reports the rest,
//! so that no list of keys can drift from the code that reads them.
//!
//! To take a new key, declare its [`Form`] beside the code that reads it and ask for it here.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::nearest;
use super::problem::{Problems, Spot, listed, quoted};

/// What a key is called and what it takes.
pub(crate) struct Form {
    /// The key.
    pub(crate) key: &'static str,
    /// What stands there, in words: `a time of day`.
    pub(crate) takes: &'static str,
    /// A value that would work, as it is written in the file.
    pub(crate) example: &'static str,
}

impl Form {
    /// What was expected, with a line that would work.
    pub(crate) fn hint(&self) -> String {
        format!("expected {}, for example {} = {}", self.takes, self.key, self.example)
    }
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Word<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// Where.
    pub(crate) spot: Spot,
}

/// One table that is being read.
pub(crate) struct Fields<'a> {
    path: String,
    line: usize,
    entries: &'a DeTable<'a>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The file's own, outermost table.
    pub(crate) fn outermost(entries: &'a DeTable<'a>) -> Self {
        Self { path: String::new(), line: 1, entries, known: Vec::new() }
    }

    /// Where this table begins, with a key of it.
    pub(crate) fn spot(&self, key: &str) -> Spot {
        Spot { line: self.line, key: self.named(key) }
    }

    /// Where a key is written; where the table begins, if it is not there.
    pub(crate) fn spot_of(&self, key: &str, problems: &Problems) -> Spot {
        let line = self.entries.get_key_value(key).map(|(written, _)| problems.line(written.span().start));
        Spot { line: line.unwrap_or(self.line), key: self.named(key) }
    }

    fn named(&self, key: &str) -> String {
        match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}.{key}", self.path),
        }
    }

    /// Whether a key stands there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether a list without an item stands there.
    pub(crate) fn is_empty_list(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Array(items) if items.is_empty()))
    }

    fn value(&mut self, key: &'static str, problems: &Problems) -> Option<(&'a DeValue<'a>, Spot)> {
        self.known.push(key);
        let entries: &'a DeTable<'a> = self.entries;
        let (written, value) = entries.get_key_value(key)?;
        Some((value.get_ref(), Spot { line: problems.line(written.span().start), key: self.named(key) }))
    }

    /// A text.
    pub(crate) fn text(&mut self, form: &Form, problems: &mut Problems) -> Option<Word<'a>> {
        let (value, spot) = self.value(form.key, problems)?;
        match value {
            DeValue::String(text) => Some(Word { text, spot }),
            other => {
                problems.mistake(&spot, format!("{}, found {}", form.hint(), kind(other)));
                None
            }
        }
    }

    /// A text that must stand there and not be empty.
    pub(crate) fn required(&mut self, form: &Form, problems: &mut Problems) -> Option<Word<'a>> {
        if !self.has(form.key) {
            self.known.push(form.key);
            problems.mistake(&self.spot(form.key), format!("it is missing: {}", form.hint()));
            return None;
        }
        let word = self.text(form, problems)?;
        if word.text.trim().is_empty() {
            problems.mistake(&word.spot, format!("it is empty: {}", form.hint()));
            return None;
        }
        Some(word)
    }

    /// A text that is read further; nothing where it is absent or was reported.
    pub(crate) fn read<T>(
        &mut self,
        form: &Form,
        problems: &mut Problems,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let word = self.text(form, problems)?;
        understood(&word, form, problems, read)
    }

    /// One of several names.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        form: &Form,
        problems: &mut Problems,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let word = self.text(form, problems)?;
        let found = all.iter().copied().find(|one| name(*one) == word.text);
        if found.is_none() {
            let names: Vec<&str> = all.iter().copied().map(name).collect();
            unknown_name(&word, &names, problems);
        }
        found
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, form: &Form, problems: &mut Problems) -> Option<bool> {
        let (value, spot) = self.value(form.key, problems)?;
        if let DeValue::Boolean(flag) = value {
            return Some(*flag);
        }
        problems.mistake(&spot, format!("{}, found {}", form.hint(), kind(value)));
        None
    }

    /// Several texts in brackets; none where the key is absent.
    pub(crate) fn texts(&mut self, form: &Form, problems: &mut Problems) -> Vec<Word<'a>> {
        let Some((value, spot)) = self.value(form.key, problems) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            problems.mistake(&spot, format!("{}, found {}", form.hint(), kind(value)));
            return Vec::new();
        };
        let mut words = Vec::new();
        for item in items.iter() {
            let spot = Spot { line: problems.line(item.span().start), key: spot.key.clone() };
            match item.get_ref() {
                DeValue::String(text) => words.push(Word { text, spot }),
                other => problems.mistake(&spot, format!("{}, found {} in the list", form.hint(), kind(other))),
            }
        }
        words
    }

    /// A table of its own: `[matrix]`.
    pub(crate) fn table(&mut self, key: &'static str, problems: &mut Problems) -> Option<Self> {
        let (value, spot) = self.value(key, problems)?;
        if let DeValue::Table(entries) = value {
            return Some(Self { path: spot.key, line: spot.line, entries, known: Vec::new() });
        }
        problems.mistake(&spot, format!("expected a table, written [{}], found {}", spot.key, kind(value)));
        None
    }

    /// Tables that may stand several times: `[[desk]]`.
    pub(crate) fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Self> {
        let Some((value, spot)) = self.value(key, problems) else { return Vec::new() };
        let items: Option<Vec<Self>> = match value {
            DeValue::Array(items) => items.iter().map(|item| Self::of_list(item, &spot, problems)).collect(),
            _ => None,
        };
        items.unwrap_or_else(|| {
            let found = kind(value);
            problems.mistake(
                &spot,
                format!("expected tables, each written [[{}]] in two brackets, found {found}", spot.key),
            );
            Vec::new()
        })
    }

    fn of_list(item: &'a Spanned<DeValue<'a>>, list: &Spot, problems: &Problems) -> Option<Self> {
        let DeValue::Table(entries) = item.get_ref() else { return None };
        let line = problems.line(item.span().start);
        Some(Self { path: list.key.clone(), line, entries, known: Vec::new() })
    }

    /// Reports every key that nothing asked for.
    pub(crate) fn finish(self, problems: &mut Problems) {
        for written in self.entries.keys().filter(|written| !self.known.iter().any(|known| written.get_ref() == known))
        {
            let bare = written.get_ref().chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
            let name = if bare { written.get_ref().to_string() } else { quoted(written.get_ref()) };
            let spot = Spot { line: problems.line(written.span().start), key: self.named(&name) };
            let known = nearest(written.get_ref(), &self.known).unwrap_or_default();
            problems.mistake(&spot, format!("there is no such key; the nearest is {known}"));
        }
    }
}

/// Reads a text further, and reports one that cannot be read.
pub(crate) fn understood<T>(
    word: &Word<'_>,
    form: &Form,
    problems: &mut Problems,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let found = read(word.text);
    if found.is_none() {
        problems.mistake(&word.spot, format!("{}, found {}", form.hint(), quoted(word.text)));
    }
    found
}

/// Reports a name that is none of those that are known.
pub(crate) fn unknown_name<T: AsRef<str>>(word: &Word<'_>, known: &[T], problems: &mut Problems) {
    let found = quoted(word.text);
    match nearest(word.text, known) {
        Some(near) => {
            let (known, near) = (listed(known), quoted(near));
            problems.mistake(&word.spot, format!("expected {known}, found {found}; the nearest is {near}"));
        }
        None => problems
            .mistake(&word.spot, format!("{found} is defined nowhere in this file: define it, or remove it here")),
    }
}

/// What somebody wrote, in words; never the value, which may be a secret.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text in quotes",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time without quotes",
        DeValue::Array(_) => "a list in brackets",
        DeValue::Table(_) => "a table",
    }
}
