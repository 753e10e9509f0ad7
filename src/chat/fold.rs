//! How typed words are compared: letter case, accents and the kind of dash do not count; and how near two words are.

/// The word in small letters without accents, with `-` for every dash, underscore and apostrophe.
#[must_use]
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            // `jusqu'à` is written with either apostrophe, or with none that a keyboard hides.
            '_' | '\'' | '’' | '\u{2010}'..='\u{2015}' => out.push('-'),
            // The same accents as characters of their own.
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
    out
}

/// What is longer than this is near no word of the table.
const LONGEST_WORD: usize = 32;

/// The nearest of several to a folded word, if one was probably meant: two slips of the finger at most (a letter more,
/// less, other, or two swapped), one in a word of four letters that begins otherwise (`note` is not `gone`) and in one of
/// three that begins alike, none in a shorter one.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().filter_map(|known| slips(word, known).map(|slips| (slips, known)));
    near.min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}

fn slips(word: &str, known: &str) -> Option<usize> {
    if word.len() > LONGEST_WORD || known.len() > LONGEST_WORD {
        return None;
    }
    let (word, known): (Vec<char>, Vec<char>) = (word.chars().collect(), known.chars().collect());
    let allowed = match word.len().min(known.len()) {
        0..=2 => 0,
        3 if word.first() == known.first() => 1,
        3 => 0,
        4 if word.first() != known.first() => 1,
        _ => 2,
    };
    if word.len().abs_diff(known.len()) > allowed {
        return None;
    }
    let slips = distance(&word, &known);
    (slips <= allowed).then_some(slips)
}

/// Letters to add, drop, change, or swap with their neighbour, to make one word of the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, known) in other.iter().enumerate() {
            let changed = cell(&last, column) + usize::from(letter != known);
            let mut least = changed.min(cell(&last, column + 1) + 1).min(cell(&line, column) + 1);
            let swapped = column > 0
                && row > 0
                && other.get(column - 1) == Some(letter)
                && one.get(row - 1) == Some(known)
                && letter != known;
            if swapped {
                least = least.min(cell(&before_last, column - 1) + 1);
            }
            line.push(least);
        }
        before_last = std::mem::replace(&mut last, line);
    }
    last.last().copied().unwrap_or_default()
}

fn cell(line: &[usize], column: usize) -> usize {
    line.get(column).copied().unwrap_or(usize::MAX / 2)
}
