//! What `/cases …` asks for, read from what was typed: words with a meaning of their own (`overdue`, `mine`, a state), words
//! to search for, and the page. Whatever means nothing is text to be searched for; there is no wrong search.

use liaison_domain::{Criterion, Language, SearchWord};

use crate::definition::{Definition, OptionDefinition};
use crate::fold::folded;
use crate::grammar::QUOTES;
use crate::refang::{refanged, unwrapped};
use crate::verb::Verb;

/// The longest filter, in characters: what somebody looks for fits in a line.
pub const SEARCH_LIMIT: usize = 200;
/// The option that the filter is given by.
const FILTER: &str = "filter";
/// So many words make one with a meaning of its own at most: `se clôt demain`, `en attente de nous`.
const LONGEST_CRITERION: usize = 4;
/// What stands before the number of a page, in either language: `page:2`, and at the end also `page 2`.
const PAGE: &str = "page";

/// What a list is asked for by, in the order in which it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    parts: Vec<Part>,
    /// Which page, from 1 on.
    pub page: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Criterion(Criterion),
    Word(SearchWord),
}

impl Asked {
    /// Reads a filter; `cases` is the command whose words it knows.
    #[must_use]
    pub fn read(cases: &Definition, typed: &str) -> Self {
        let option = cases.option(FILTER).filter(|_| cases.verb == Verb::Cases);
        let mut asked = Self { parts: Vec::new(), page: 1 };
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            rest = asked.take(option, rest).trim_start();
        }
        asked
    }

    /// Takes what stands first; what follows it is given back.
    fn take<'a>(&mut self, option: Option<&OptionDefinition>, rest: &'a str) -> &'a str {
        if let Some((inside, after)) = between_marks(rest) {
            self.parts.push(Part::Word(SearchWord { text: inside.to_owned(), whole: true }));
            return after;
        }
        let words: Vec<(&str, &str)> = beginnings(rest).take(LONGEST_CRITERION).collect();
        let criterion = words.iter().rev().find_map(|(words, after)| {
            let name = words.split_whitespace().map(folded).collect::<Vec<_>>().join("-");
            Some((Criterion::from_name(option?.choice(&name)?)?, *after))
        });
        if let Some((criterion, after)) = criterion {
            self.parts.push(Part::Criterion(criterion));
            return after;
        }
        if let Some((page, after)) = words.iter().take(2).find_map(|(words, after)| Some((page(words, after)?, *after)))
        {
            self.page = page;
            return after;
        }
        let (word, after) = words.first().copied().unwrap_or((rest, ""));
        self.parts.push(Part::Word(SearchWord { text: word.to_owned(), whole: false }));
        after
    }

    /// Whether nothing narrows the list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The same question for another page.
    #[must_use]
    pub fn on_page(&self, page: u32) -> Self {
        Self { parts: self.parts.clone(), page }
    }

    /// What the cases must fit.
    #[must_use]
    pub fn criteria(&self) -> Vec<Criterion> {
        let criteria = self.parts.iter().filter_map(|part| match part {
            Part::Criterion(criterion) => Some(*criterion),
            Part::Word(_) => None,
        });
        criteria.collect()
    }

    /// What they must hold: of an address what its live and its harmless form have in common.
    #[must_use]
    pub fn words(&self) -> Vec<SearchWord> {
        let words = self.parts.iter().filter_map(|part| match part {
            Part::Word(word) => Some(SearchWord { text: without_scheme(&word.text), whole: word.whole }),
            Part::Criterion(_) => None,
        });
        words.collect()
    }

    /// The filter as it is typed, with its words in that language, or by their stable names: read again it asks for the
    /// same.
    #[must_use]
    pub fn line(&self, cases: &Definition, language: Option<Language>) -> String {
        let line = self.written(cases, language, false);
        // Words that came to mean something by standing side by side are put between marks.
        if Self::read(cases, &line) == *self { line } else { self.written(cases, language, true) }
    }

    fn written(&self, cases: &Definition, language: Option<Language>, marked: bool) -> String {
        let part = |part: &Part| match part {
            Part::Criterion(criterion) => match language {
                Some(language) => cases.value_in(FILTER, criterion.name(), language).to_owned(),
                None => criterion.name().to_owned(),
            },
            Part::Word(word) if word.whole || marked => marked_word(&word.text),
            Part::Word(word) => word.text.clone(),
        };
        let page = (self.page > 1).then(|| format!("{PAGE}:{}", self.page));
        self.parts.iter().map(part).chain(page).collect::<Vec<_>>().join(" ")
    }
}

/// What stands between quotation marks at the beginning, and what follows them; nothing where nothing stands there.
fn between_marks(rest: &str) -> Option<(&str, &str)> {
    QUOTES.iter().find_map(|(open, close)| {
        let (inside, after) = rest.strip_prefix(*open)?.split_once(*close)?;
        Some((inside.trim(), after)).filter(|(inside, _)| !inside.is_empty())
    })
}

/// A text between marks that do not stand in it.
fn marked_word(text: &str) -> String {
    let marks = QUOTES.iter().find(|(open, close)| !text.contains([*open, *close]));
    marks.map_or_else(|| text.to_owned(), |(open, close)| format!("{open}{text}{close}"))
}

/// The first word, the first two, and so on, each with what follows.
fn beginnings(rest: &str) -> impl Iterator<Item = (&str, &str)> {
    let ends = rest.match_indices(char::is_whitespace).map(|(at, _)| at).chain([rest.len()]);
    let mut last = 0;
    ends.filter(move |end| {
        let is_word = rest.get(last..*end).is_some_and(|word| !word.trim().is_empty());
        last = *end;
        is_word
    })
    .filter_map(|end| rest.split_at_checked(end))
}

/// The page that one word names, or two at the end of the filter.
fn page(words: &str, after: &str) -> Option<u32> {
    let words = folded(words);
    let rest = words.strip_prefix(PAGE)?;
    let number = rest.strip_prefix(':').unwrap_or(rest).trim_start();
    let is_apart = rest.contains(char::is_whitespace);
    let stands_well = if is_apart { after.trim().is_empty() } else { rest.starts_with(':') };
    let is_number = !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit());
    number.parse().ok().filter(|page| stands_well && is_number && *page > 0)
}

/// An address as it stands in whatever form: without the scheme, which the harmless form writes otherwise.
fn without_scheme(word: &str) -> String {
    let plain = refanged(word);
    let plain = unwrapped(&plain);
    match plain.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) => rest.to_owned(),
        _ => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::CommandTable;

    fn read(typed: &str) -> (Vec<&'static str>, Vec<String>, u32) {
        let table = CommandTable::load().expect("the program's own table loads");
        let asked = Asked::read(table.definition(Verb::Cases).expect("it is there"), typed);
        let words = asked.words().into_iter().map(|word| {
            let SearchWord { text, whole } = word;
            if whole { format!("={text}") } else { text }
        });
        (asked.criteria().into_iter().map(Criterion::name).collect(), words.collect(), asked.page)
    }

    #[test]
    fn words_of_both_languages_combine_with_a_search_and_a_page() {
        for (typed, criteria, words, page) in [
            ("", &[][..], &[][..], 1),
            ("overdue urgent telegram", &["overdue", "urgent"], &["telegram"], 1),
            ("en retard Telegram page:2", &["overdue"], &["Telegram"], 2),
            ("mine waiting on us", &["mine", "waiting-on-us"], &[], 1),
            ("waiting", &["waiting"], &[], 1),
            ("les miens nous attendent", &["mine", "waiting-on-us"], &[], 1),
            ("se clôt demain", &["closes-tomorrow"], &[], 1),
            ("closes tomorrow page 3", &["closes-tomorrow"], &[], 3),
            ("page 3 of the manual", &[], &["page", "3", "of", "the", "manual"], 1),
            ("page:0 page:x", &[], &["page:0", "page:x"], 1),
            ("page: 2", &[], &[], 2),
            ("page: 2 x page2", &[], &["page", "2", "x", "page2"], 1),
            ("« en retard » “overdue” \"a b\"", &[], &["=en retard", "=overdue", "=a b"], 1),
            ("\"\" x", &[], &["", "x"], 1),
            ("\"overdue mine", &["mine"], &["overdue"], 1),
            ("hxxps://bad[.]example/1 <https://a.example>", &[], &["bad.example/1", "a.example"], 1),
            ("bad(.)example re:x", &[], &["bad.example", "re:x"], 1),
        ] {
            let (read_criteria, read_words, read_page) = read(typed);
            assert_eq!(read_criteria, criteria, "{typed}");
            assert_eq!(read_words, words, "{typed}");
            assert_eq!(read_page, page, "{typed}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_shown_asks_for_the_same(
            typed in proptest::collection::vec(
                prop_oneof![
                    Just("waiting"), Just("on"), Just("us"), Just("en retard"), Just("closes"), Just("tomorrow"), Just("x\"y"),
                    Just("\"a b\""), Just("«"), Just("page:7"), Just("page"), Just("2"), Just("mine"), Just("nous"),
                    Just("hxxps://a[.]example"), Just("“"), Just("urgent"), Just("été"),
                ],
                0..8,
            ),
        ) {
            let table = CommandTable::load().expect("the program's own table loads");
            let cases = table.definition(Verb::Cases).expect("it is there");
            let asked = Asked::read(cases, &typed.join(" "));
            for language in [None, Some(Language::English), Some(Language::French)] {
                let line = asked.line(cases, language);
                let again = Asked::read(cases, &line);
                prop_assert_eq!(again.criteria(), asked.criteria(), "{}", line);
                prop_assert_eq!(again.page, asked.page, "{}", line);
                let texts = |asked: &Asked| asked.words().into_iter().map(|word| word.text).collect::<Vec<_>>();
                prop_assert_eq!(texts(&again), texts(&asked), "{}", line);
            }
        }
    }
}
