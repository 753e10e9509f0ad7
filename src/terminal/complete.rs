//! What Tab offers: names of commands, people, rooms and cases.

use crate::desk::{OWN_NAME, PEOPLE, rooms};

/// What is offered beside people and rooms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Names of commands, without a mark: the one that is typed is put before them.
    pub commands: Vec<String>,
    /// References of cases.
    pub cases: Vec<String>,
}

/// What the word before the cursor (`at`, in bytes) could become: where it begins, and its continuations.
#[must_use]
pub fn complete(line: &str, at: usize, names: &Names) -> (usize, Vec<String>) {
    let before = line.get(..at).unwrap_or(line);
    let opens = |letter: char| letter.is_whitespace() || matches!(letter, '(' | '>');
    let start = before.rfind(opens).map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let word = &before[start..];
    let fits = |name: &str| name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let known: Vec<String> = match word.chars().next() {
        None => Vec::new(),
        Some('@') => PEOPLE.iter().chain([&OWN_NAME]).map(|name| (*name).to_owned()).collect(),
        Some('#') => rooms().map(str::to_owned).collect(),
        Some('/' | '!') => {
            let mark = &word[..word.len() - word.trim_start_matches(['/', '!']).len()];
            names.commands.iter().map(|name| format!("{mark}{name}")).collect()
        }
        Some(_) => names.cases.clone(),
    };
    (start, known.into_iter().filter(|name| fits(name)).collect())
}
