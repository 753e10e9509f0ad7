//! What people can see of a text: characters that show nothing, turn the direction of writing or break a line are taken
//! out, so that what is read is what is compared.

/// The text on one line without invisible characters. Line breaks become ` / `, other runs of space one space; the
/// no-break spaces of French typography stay, and so do the joiners that a picture or a script needs.
#[must_use]
pub(crate) fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = Space::None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if is_line_break(letter) {
            space = Space::Line;
        } else if is_plain_space(letter) {
            space = space.max(Space::Blank);
        } else if is_visible(letter, out.chars().next_back().filter(|_| space == Space::None), letters.peek().copied())
        {
            if !out.is_empty() {
                out.push_str(space.written());
            }
            space = Space::None;
            out.push(letter);
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    None,
    Blank,
    Line,
}

impl Space {
    const fn written(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Blank => " ",
            Self::Line => " / ",
        }
    }
}

/// Whether a character is a picture that joins with others: an emoji or a symbol, not punctuation of any script.
#[must_use]
pub(crate) const fn is_picture(letter: char) -> bool {
    matches!(letter, '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

const fn is_line_break(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

const fn is_plain_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' | '\u{2800}')
}

/// Whether a character shows something where it stands.
fn is_visible(letter: char, before: Option<char>, after: Option<char>) -> bool {
    match letter {
        // Joiners stand between pictures, and between letters of the scripts that cannot be written without them.
        '\u{200d}' => before.is_some_and(|before| joins(before) || before == '\u{fe0f}') && after.is_some_and(joins),
        '\u{200c}' => before.is_some_and(needs_joiners) && after.is_some_and(needs_joiners),
        '\u{fe0f}' => before.is_some_and(is_picture),
        _ => !letter.is_control() && !is_invisible(letter),
    }
}

const fn joins(letter: char) -> bool {
    is_picture(letter) || needs_joiners(letter)
}

/// Arabic to Burmese: orthographies in which a joiner changes the word.
const fn needs_joiners(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{6dc}' | '\u{6de}'..='\u{6ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}')
}

/// Format characters, fillers, selectors, tags, and the private use areas, which show whatever a font pleases.
const fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}'
    )
}
