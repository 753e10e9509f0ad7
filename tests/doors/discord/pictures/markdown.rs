//! Discord's Markdown, read as a client reads it, as far as the bot writes it. A sign that it begins to use is an arm in
//! [`Reader::sign`].

use liaison_counterpart::{Counterpart, Snowflake};

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Strong,
    Code,
    Mention,
}

/// Letters that look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) text: String,
}

/// A line of a message; `small` where it is small print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) small: bool,
    pub(super) runs: Vec<Run>,
}

/// The lines of a message, with people by the names that the counterpart has for them.
pub(super) fn lines(content: &str, discord: &Counterpart) -> Vec<Line> {
    let line = |line: &str| match line.strip_prefix("-# ") {
        Some(rest) => Line { small: true, runs: runs(rest, discord) },
        None => Line { small: false, runs: runs(line, discord) },
    };
    content.lines().map(line).collect()
}

fn runs(line: &str, discord: &Counterpart) -> Vec<Run> {
    let mut reader = Reader { rest: line, strong: false, runs: Vec::new(), discord };
    while !reader.rest.is_empty() {
        reader.sign();
    }
    reader.runs
}

struct Reader<'a> {
    rest: &'a str,
    strong: bool,
    runs: Vec<Run>,
    discord: &'a Counterpart,
}

impl<'a> Reader<'a> {
    fn sign(&mut self) {
        if let Some(rest) = self.rest.strip_prefix("**") {
            (self.strong, self.rest) = (!self.strong, rest);
        } else if let Some((code, rest)) = code(self.rest) {
            self.push(Style::Code, code);
            self.rest = rest;
        } else if let Some((id, rest)) = mention(self.rest) {
            let name = self.discord.name(id).unwrap_or_else(|| panic!("{id} is nobody"));
            self.push(Style::Mention, &format!("@{name}"));
            self.rest = rest;
        } else {
            let escaped =
                self.rest.strip_prefix('\\').filter(|rest| rest.starts_with(|it: char| it.is_ascii_punctuation()));
            let shown = escaped.unwrap_or(self.rest);
            let length = shown.chars().next().map_or(0, char::len_utf8);
            let (letter, rest) = shown.split_at(length);
            self.push(if self.strong { Style::Strong } else { Style::Plain }, letter);
            self.rest = rest;
        }
    }

    fn push(&mut self, style: Style, text: &str) {
        match self.runs.last_mut().filter(|last| last.style == style) {
            Some(last) => last.text.push_str(text),
            None => self.runs.push(Run { style, text: text.to_owned() }),
        }
    }
}

/// What stands between backquotes, one or two, and what follows.
fn code(text: &str) -> Option<(&str, &str)> {
    let fence = if text.starts_with("``") { "``" } else { "`" };
    let (code, rest) = text.strip_prefix(fence)?.split_once(fence)?;
    Some((if fence.len() > 1 { code.trim() } else { code }, rest))
}

fn mention(text: &str) -> Option<(Snowflake, &str)> {
    let (id, rest) = text.strip_prefix("<@")?.split_once('>')?;
    Some((id.trim_start_matches('&').parse().ok()?, rest))
}
