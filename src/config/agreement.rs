//! What no table can see alone: ids given twice, one person on both sides, one room in two desks, an organisation that
//! no desk names.

use std::collections::BTreeMap;

use super::desks::Opened;
use super::fields::Word;
use super::people::Listed;
use super::problem::{Problems, quoted};
use super::rooms::Placed;

/// Reports where tables that are sound by themselves do not go together.
pub(crate) fn agree(
    organisations: &[Listed<'_>],
    desks: &[Opened<'_>],
    coordination: &[Placed<'_>],
    problems: &mut Problems,
) {
    once(organisations.iter().filter_map(|listed| listed.id.as_ref()), str::to_owned, problems);
    once(organisations.iter().flat_map(|listed| &listed.member_ids), str::to_owned, problems);
    once(desks.iter().filter_map(|opened| opened.id.as_ref()), str::to_owned, problems);
    once(desks.iter().filter_map(|opened| opened.prefix.as_ref()), str::to_ascii_uppercase, problems);
    let rooms = desks.iter().flat_map(|opened| &opened.rooms).chain(coordination);
    once(rooms.map(|placed| &placed.at), str::to_owned, problems);
    all_named(organisations, desks, problems);
    one_organisation_each(organisations, desks, problems);
}

/// Reports whatever was given before, with the line where.
fn once<'w, 'a: 'w>(words: impl Iterator<Item = &'w Word<'a>>, same: impl Fn(&str) -> String, problems: &mut Problems) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        if let Some(line) = first.get(&same(word.text)) {
            let text = quoted(word.text);
            problems
                .mistake(&word.spot, format!("{text} is taken: it stands in line {line} already; each may stand once"));
        } else {
            first.insert(same(word.text), word.spot.line);
        }
    }
}

fn all_named(organisations: &[Listed<'_>], desks: &[Opened<'_>], problems: &mut Problems) {
    for id in organisations.iter().filter_map(|listed| listed.id.as_ref()) {
        let is_named = desks.iter().any(|opened| opened.means.iter().any(|means| means == id.text));
        if !is_named {
            let text = quoted(id.text);
            problems.mistake(
                &id.spot,
                format!("no desk names {text}: add it to a desk's agencies or platform, or remove it"),
            );
        }
    }
}

/// On one desk an identity speaks for one organisation: else nobody could say on which side a word was said.
fn one_organisation_each(organisations: &[Listed<'_>], desks: &[Opened<'_>], problems: &mut Problems) {
    let mut told: Vec<(usize, &str)> = Vec::new();
    for opened in desks {
        let of_desk = |listed: &&Listed<'_>| opened.means.contains(&listed.organisation.id.0);
        let mut first: BTreeMap<&str, &Listed<'_>> = BTreeMap::new();
        for listed in organisations.iter().filter(of_desk) {
            for word in &listed.identities {
                let other = *first.entry(word.text).or_insert(listed);
                let other_id = &other.organisation.id;
                if *other_id == listed.organisation.id || told.contains(&(word.spot.line, word.text)) {
                    continue;
                }
                told.push((word.spot.line, word.text));
                let (text, other, desk) = (quoted(word.text), quoted(&other_id.0), quoted(&opened.desk.id.0));
                problems.mistake(
                    &word.spot,
                    format!("{text} is a member of {other} too, on the same desk {desk}: keep one of the two"),
                );
            }
        }
    }
}
