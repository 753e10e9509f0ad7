//! Discord's Markdown, and how a word is written so that none of it takes effect: what people see is each letter as it
//! was. A sign that Discord learns to read is added to [`is_sign`] or to [`begins_line`].

/// One word with what follows it, so that nothing in it steers the client, wherever in a line it stands.
pub(crate) fn escaped(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        let rest = letters.get(at + 1..).unwrap_or_default();
        if is_sign(*letter) || (*letter == '@' && calls_all(rest)) || (*letter == ':' && opens(rest)) {
            out.push('\\');
        }
        // A line of its own would begin with whatever follows.
        out.push(if *letter == '\n' || *letter == '\r' { ' ' } else { *letter });
    }
    out
}

/// The same for the word that a line begins with: headings, quotations, lists and small print are written out.
pub(crate) fn begins_line(word: &str) -> String {
    let bare = word.trim_start();
    let blank = &word[..word.len() - bare.len()];
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = bare.split_at(digits);
    if digits > 0 && after.starts_with(['.', ')']) {
        return format!("{blank}{number}\\{after}");
    }
    if bare.starts_with(['#', '>', '-', '+']) { format!("{blank}\\{bare}") } else { word.to_owned() }
}

/// What is read letter by letter.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.trim().is_empty() {
        return escaped(&format!("`{text}`"));
    }
    if !text.contains('`') {
        return format!("`{text}`");
    }
    // Two in a row would end the longer mark, three begin a block: apostrophes stand in for them.
    let text = if text.contains("``") { text.replace('`', "'") } else { text };
    let room = |edge: bool| if edge { " " } else { "" };
    format!("``{}{text}{}``", room(text.starts_with('`')), room(text.ends_with('`')))
}

const fn is_sign(letter: char) -> bool {
    matches!(letter, '\\' | '*' | '_' | '~' | '|' | '`' | '<' | '[')
}

fn calls_all(rest: &[char]) -> bool {
    ["everyone", "here"].iter().any(|name| rest.starts_with(&name.chars().collect::<Vec<_>>()))
}

/// After a colon: an address, or the name of a picture.
fn opens(rest: &[char]) -> bool {
    let name = rest.iter().take_while(|letter| letter.is_alphanumeric() || "_+-~".contains(**letter)).count();
    rest.starts_with(&['/', '/']) || (name > 0 && rest.get(name) == Some(&':'))
}

#[cfg(test)]
mod tests {
    use super::{begins_line, code, escaped};

    #[test]
    fn signs_are_shown_as_they_are() {
        for (word, written) in [
            ("*bold*", r"\*bold\*"),
            ("__it__", r"\_\_it\_\_"),
            ("||no||", r"\|\|no\|\|"),
            (r"a\b", r"a\\b"),
            ("<@1>", r"\<@1>"),
            ("<@&1>", r"\<@&1>"),
            ("<t:1>", r"\<t:1>"),
            ("[a](b)", r"\[a](b)"),
            ("@everyone", r"\@everyone"),
            ("@here,", r"\@here,"),
            (":smile:", r"\:smile:"),
            ("https://a.example", r"https\://a.example"),
            ("14:22", "14:22"),
            ("YT-42", "YT-42"),
            ("amal@b", "amal@b"),
        ] {
            assert_eq!(escaped(word), written);
        }
    }

    #[test]
    fn no_line_begins_as_anything_but_words() {
        for (word, written) in [
            ("# ", r"\# "),
            ("-# ", r"\-# "),
            ("> ", r"\> "),
            ("- ", r"\- "),
            ("  - ", r"  \- "),
            ("1. ", r"1\. "),
            ("1.5", r"1\.5"),
            ("YT-1 ", "YT-1 "),
            ("12 ", "12 "),
        ] {
            assert_eq!(begins_line(word), written);
        }
    }

    #[test]
    fn code_keeps_its_letters() {
        for (text, written) in [
            ("/ack YT-1", "`/ack YT-1`"),
            ("a_b*c*", "`a_b*c*`"),
            ("a`b", "``a`b``"),
            ("`a`", "`` `a` ``"),
            ("a``b", "``a''b``"),
            ("a\nb", "`a b`"),
            ("", r"\`\`"),
        ] {
            assert_eq!(code(text), written);
        }
    }
}
