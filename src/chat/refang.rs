//! Undoes what people do to an address so that it is no link, and takes off what stands around it in a message. A new way
//! of writing is a line in `DEFANGED_FORMS`.

/// Ways in which people write an address so that it is no link, and what they stand for.
const DEFANGED_FORMS: &[(&str, &str)] = &[
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("[:]", ":"),
    ("[://]", "://"),
    ("[/]", "/"),
    ("[at]", "@"),
    ("(at)", "@"),
    ("[https]", "https"),
    ("[http]", "http"),
    ("hxxps[:]", "https:"),
    ("hxxp[:]", "http:"),
    ("hxxps[://]", "https://"),
    ("hxxp[://]", "http://"),
    ("hxxps:", "https:"),
    ("hxxp:", "http:"),
    ("．", "."),
    ("｡", "."),
    ("＠", "@"),
    ("＃", "#"),
    ("！", "!"),
];

/// The text with every defanged form undone.
pub(crate) fn refanged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let form = DEFANGED_FORMS
            .iter()
            .find(|(form, _)| rest.get(..form.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(form)));
        let (written, read) = form.map_or((letter.len_utf8(), None), |(form, plain)| (form.len(), Some(*plain)));
        match read {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
        rest = rest.get(written..).unwrap_or_default();
    }
    out
}

/// What stands around an address in a message and is not part of it: angle brackets, quotation marks, a Markdown link,
/// the punctuation of a sentence.
pub(crate) fn unwrapped(written: &str) -> &str {
    let mut bare = written.trim();
    if let Some((_, address)) = bare.strip_prefix('[').and_then(|link| link.split_once("](")) {
        bare = address.strip_suffix(')').unwrap_or(address);
    }
    bare = bare.trim_start_matches(|letter: char| letter.is_whitespace() || "<‹\"«“'`(".contains(letter));
    // A parenthesis that the address itself opens is its own.
    let mut unopened = bare.matches(')').count().saturating_sub(bare.matches('(').count());
    while let Some(last) = bare.chars().next_back() {
        let is_around = match last {
            ')' if unopened > 0 => {
                unopened -= 1;
                true
            }
            '.' | ':' => !bare.ends_with("[."),
            _ => last.is_whitespace() || ",;!?>›\"»”'`…".contains(last),
        };
        if !is_around {
            break;
        }
        bare = bare.get(..bare.len() - last.len_utf8()).unwrap_or_default();
    }
    bare
}
