//! Mistakes in the configuration, each at its line and key: all of them are collected, so that a person mends a file in
//! one go.

use std::path::Path;

/// The longest value that is repeated in a message, in characters.
const SHOWN_AT_MOST: usize = 60;
/// So many names are listed in a message.
const LISTED_AT_MOST: usize = 8;

/// A place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The line, from 1 on.
    pub(crate) line: usize,
    /// The key with the tables around it: `desk.room.kind`; empty where a line as a whole is meant.
    pub(crate) key: String,
}

/// One mistake, or one thing worth a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Problem {
    spot: Spot,
    what: String,
}

/// What was found while reading one file.
pub(crate) struct Problems {
    /// Where each line begins, in bytes.
    lines: Vec<usize>,
    mistakes: Vec<Problem>,
    warnings: Vec<Problem>,
}

impl Problems {
    /// Nothing found yet in that text.
    pub(crate) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { lines: std::iter::once(0).chain(ends).collect(), mistakes: Vec::new(), warnings: Vec::new() }
    }

    /// The line of a byte, from 1 on.
    pub(crate) fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte)
    }

    /// Something that must be mended before the program starts.
    pub(crate) fn mistake(&mut self, spot: &Spot, what: impl Into<String>) {
        self.mistakes.push(Problem { spot: spot.clone(), what: what.into() });
    }

    /// Something that works, and that whoever runs the program should know.
    pub(crate) fn warn(&mut self, spot: &Spot, what: impl Into<String>) {
        self.warnings.push(Problem { spot: spot.clone(), what: what.into() });
    }

    /// The warnings, or the mistakes if there are any; one line each, by line of the file.
    pub(crate) fn outcome(self, file: &Path) -> Result<Vec<String>, Vec<String>> {
        let told = |mut problems: Vec<Problem>| {
            problems.sort_by_key(|problem| problem.spot.line);
            problems.iter().map(|Problem { spot, what }| told(file, spot, what)).collect::<Vec<_>>()
        };
        if self.mistakes.is_empty() { Ok(told(self.warnings)) } else { Err(told(self.mistakes)) }
    }
}

/// A problem as it is told: file, line, key, and what it is.
pub(crate) fn told(file: &Path, spot: &Spot, what: &str) -> String {
    let Spot { line, key } = spot;
    let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
    format!("{}:{line}: {key}{what}", file.display())
}

/// A value from the file, in quotes, shortened, with whatever a terminal would obey made visible.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_AT_MOST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{shown:?}")
}

/// `"a", "b" or "c"`; of many names the first few.
pub(crate) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let mut shown: Vec<String> = names.iter().take(LISTED_AT_MOST).map(|name| quoted(name.as_ref())).collect();
    let last =
        if names.len() > LISTED_AT_MOST { Some(format!("{} more", names.len() - LISTED_AT_MOST)) } else { shown.pop() };
    match (shown.is_empty(), last) {
        (true, last) => last.unwrap_or_default(),
        (false, last) => format!("{} or {}", shown.join(", "), last.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_lies_on_its_line() {
        let problems = Problems::of("a\nbc\n\nd");
        assert_eq!([0, 1, 2, 4, 5, 6].map(|byte| problems.line(byte)), [1, 1, 2, 2, 3, 4]);
    }

    #[test]
    fn a_value_cannot_drive_the_terminal() {
        assert_eq!(quoted("a\u{1b}[2Jb\u{202e}"), r#""a\u{1b}[2Jb\u{202e}""#);
        assert_eq!(quoted(&"x".repeat(70)).chars().count(), SHOWN_AT_MOST + 3);
    }

    #[test]
    fn mistakes_come_in_the_order_of_the_file_and_hide_the_warnings() {
        let mut problems = Problems::of("");
        let spot = |line, key: &str| Spot { line, key: key.to_owned() };
        problems.warn(&spot(1, "a"), "odd");
        problems.mistake(&spot(9, "desk.id"), "late");
        problems.mistake(&spot(2, ""), "early");
        let found = problems.outcome(Path::new("x.toml")).unwrap_err();
        assert_eq!(found, ["x.toml:2: early", "x.toml:9: desk.id: late"]);
    }
}
