//! Whether a message is for the bot, by how it begins: a mark (`!report`, `/report`, `//report`) or the bot's name
//! (`@liaison report`, `Liaison: report`, a pill's text). A name in the middle of a sentence calls nobody.

/// The longest word that can be a command's name, in characters.
const LONGEST_NAME: usize = 32;

/// How the bot was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// By a mark before the word.
    Marked,
    /// By a mark and a blank before the word, as telephones put it; a sentence can begin like that too.
    Spaced,
    /// By its name with `@`, a colon or a comma: nobody else can be meant.
    Called,
    /// By its bare name, which can also be the first word of a sentence.
    Named,
}

/// A message that begins as a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Call<'a> {
    /// How.
    pub(crate) manner: Manner,
    /// The command's word as it was typed; empty where the bot was called and nothing that can be a name follows.
    pub(crate) word: &'a str,
    /// What follows the word.
    pub(crate) rest: &'a str,
}

/// The call that a message begins with, if there is one.
pub(crate) fn call<'a>(text: &'a str, own_names: &[String]) -> Option<Call<'a>> {
    let text =
        text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{200b}' || letter == '\u{feff}');
    if let Some(marked) = after_mark(text) {
        // `// …` opens a comment in code.
        let is_spaced = marked.starts_with(char::is_whitespace) && !text.starts_with("//");
        let manner = if is_spaced { Manner::Spaced } else { Manner::Marked };
        let (word, rest) = first_word(if is_spaced { marked.trim_start() } else { marked })?;
        return Some(Call { manner, word, rest });
    }
    let (manner, after) = after_name(text, own_names)?;
    let after = after.trim_start();
    let (word, rest) = first_word(after_mark(after).unwrap_or(after)).unwrap_or(("", after));
    Some(Call { manner, word, rest })
}

fn after_mark(text: &str) -> Option<&str> {
    text.strip_prefix('!').or_else(|| text.strip_prefix("//")).or_else(|| text.strip_prefix('/'))
}

/// A word that can be a command's name, without the punctuation behind it. A path, a number, a row of marks is none.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let word = word.trim_end_matches([':', ',', ';', '.', '!', '?', '…']);
    let is_name = word.starts_with(char::is_alphabetic)
        && word
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-_'’\u{300}\u{301}\u{302}\u{308}\u{327}".contains(letter))
        && word.chars().count() <= LONGEST_NAME;
    is_name.then_some((word, rest))
}

fn after_name<'a>(text: &'a str, own_names: &[String]) -> Option<(Manner, &'a str)> {
    let at = text.starts_with('@');
    let bare = text.strip_prefix('@').unwrap_or(text);
    let mut longest: Option<&str> = None;
    for name in own_names {
        let name = name.strip_prefix('@').unwrap_or(name);
        let Some(after) = without_prefix(bare, name).filter(|_| !name.is_empty()) else { continue };
        let ends =
            after.is_empty() || after.starts_with(|letter: char| letter.is_whitespace() || ":,".contains(letter));
        // `@liaison:elsewhere.example` is somebody else.
        let is_other = at
            && after.strip_prefix(':').is_some_and(|server| server.starts_with(|letter: char| !letter.is_whitespace()));
        if ends && !is_other && longest.is_none_or(|longest| after.len() < longest.len()) {
            longest = Some(after);
        }
    }
    let after = longest?;
    let named = after.trim_start_matches([':', ',']);
    let called = at || named.len() < after.len() || text.starts_with('<');
    Some((if called { Manner::Called } else { Manner::Named }, named))
}

/// What follows a name, in any case of letters.
fn without_prefix<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut letters = text.chars();
    for expected in name.chars() {
        let letter = letters.next()?;
        if letter != expected && !letter.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(letters.as_str())
}
