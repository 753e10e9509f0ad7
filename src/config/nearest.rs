//! What somebody may have meant: the known name that takes the fewest changes of letters.

/// The known name nearest to what was written, in any case of letters; nothing where nothing is known.
pub(crate) fn nearest<'a, T: AsRef<str>>(written: &str, known: &'a [T]) -> Option<&'a str> {
    let written = written.to_lowercase();
    known.iter().map(AsRef::as_ref).min_by_key(|name: &&str| distance(&written, &name.to_lowercase()))
}

/// How many letters must be put in, left out or replaced (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (other, above) in to.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = *above;
            left = replaced.min(left + 1).min(*above + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_in_letters() {
        let pairs =
            [("", "abc", 3), ("kitten", "sitting", 3), ("prefx", "prefix", 1), ("same", "same", 0), ("é", "e", 1)];
        for (from, to, expected) in pairs {
            assert_eq!(distance(from, to), expected, "{from} {to}");
            assert_eq!(distance(to, from), expected, "{to} {from}");
        }
    }

    #[test]
    fn the_nearest_name_wins_in_any_case_of_letters() {
        assert_eq!(nearest("PREFX", &["id", "prefix", "platform"]), Some("prefix"));
        assert_eq!(nearest("x", &[] as &[&str]), None);
    }
}
