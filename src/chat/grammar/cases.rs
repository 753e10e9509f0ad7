//! Cases as people name them: `YT-42`, `YT-12..31`, `YT-12,15`.

use liaison_domain::CaseRef;

use crate::bad::Misreading;

/// So many cases can be meant by one command: a room's whole day, and an answer that people still read.
pub const CASES_LIMIT: usize = 100;

/// The longest prefix of a desk that is taken for one.
const LONGEST_PREFIX: usize = 12;

/// The cases that the words of an option name; of more than one command takes, the first.
pub(crate) fn in_words(words: &str) -> Result<Vec<CaseRef>, Misreading> {
    let mut cases = Vec::new();
    let mut continued: Option<String> = None;
    for word in words.split_whitespace() {
        let fault = || Misreading::Case { word: word.to_owned() };
        let more = named(word, continued.as_deref()).ok_or_else(fault)??;
        continued = more.last().filter(|_| word.ends_with(',')).map(|case| case.prefix.clone());
        cases.extend(more);
        if cases.len() > CASES_LIMIT {
            break;
        }
    }
    Ok(cases)
}

/// The cases that one word names; nothing where it names none. `continued` is the prefix where the word before ended
/// with a comma: `YT-12, 15`.
pub(crate) fn named(word: &str, continued: Option<&str>) -> Option<Result<Vec<CaseRef>, Misreading>> {
    if is_left_open(word) {
        return Some(Err(Misreading::Case { word: word.to_owned() }));
    }
    let plain = word.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}'], "-").replace('…', "..");
    let plain = plain.trim_start_matches('(').trim_end_matches([',', ';', ':', '.', '!', '?', ')']);
    let mut prefix = continued.map(str::to_owned);
    if !begins_like_one(plain) && (prefix.is_none() || !is_number(plain.split([',', '.']).next().unwrap_or_default())) {
        return None;
    }
    let mut cases = Vec::new();
    for part in plain.split(',') {
        match some(part, prefix.as_deref(), word) {
            Ok(more) => {
                prefix = more.first().map(|case| case.prefix.clone());
                cases.extend(more);
            }
            Err(fault) => return Some(Err(fault)),
        }
        if cases.len() > CASES_LIMIT {
            break;
        }
    }
    Some(Ok(cases))
}

/// Letters, a hyphen and a digit: what follows may still be wrong.
pub(crate) fn begins_like_one(word: &str) -> bool {
    word.split_once('-').is_some_and(|(prefix, number)| {
        prefix.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && prefix.len() <= LONGEST_PREFIX
            && prefix.chars().all(|letter| letter.is_ascii_alphanumeric())
            && number.starts_with(|digit: char| digit.is_ascii_digit())
    })
}

/// `YT-…`, as the bot shows it where a case is still to be named: sent as it stands it is no text.
pub(crate) fn is_left_open(word: &str) -> bool {
    let prefix = word.strip_suffix("-…").or_else(|| word.strip_suffix("-..."));
    prefix.is_some_and(|prefix| {
        prefix.starts_with(|letter: char| letter.is_ascii_uppercase())
            && prefix.len() <= LONGEST_PREFIX
            && prefix.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    })
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|digit| digit.is_ascii_digit())
}

fn some(part: &str, prefix: Option<&str>, word: &str) -> Result<Vec<CaseRef>, Misreading> {
    let fault = || Misreading::Case { word: word.to_owned() };
    let one = |text: &str, prefix: Option<&str>| match prefix {
        Some(prefix) if is_number(text) => format!("{prefix}-{text}").parse::<CaseRef>(),
        _ => text.parse::<CaseRef>(),
    };
    let Some((first, last)) = part.split_once("..") else { return Ok(vec![one(part, prefix).map_err(|_| fault())?]) };
    let first = one(first, prefix).map_err(|_| fault())?;
    let last = one(last.trim_start_matches('.'), Some(&first.prefix)).map_err(|_| fault())?;
    if last.prefix != first.prefix || last.number < first.number {
        return Err(Misreading::CaseRange { word: word.to_owned() });
    }
    let count = usize::try_from(last.number - first.number).unwrap_or(usize::MAX).saturating_add(1);
    if count > CASES_LIMIT {
        return Err(Misreading::CasesMany { count, limit: CASES_LIMIT });
    }
    Ok((first.number..=last.number).map(|number| CaseRef { prefix: first.prefix.clone(), number }).collect())
}
