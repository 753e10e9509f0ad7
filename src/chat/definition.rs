//! What the table says of one command: its names, its options and what they can be, its examples. The fields are those of
//! the files in `commands/`; a new kind of value is a variant of [`OptionKind`] and is read in `bind`.

use liaison_domain::{Language, Side};
use serde::Deserialize;

use crate::fold::{folded, nearest};
use crate::verb::Verb;

/// So many letters of an option's name tell which is meant.
const SHORTEST_BEGINNING: usize = 3;

/// One command, as its file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What it is bound to.
    pub verb: Verb,
    /// Its names in each language.
    pub names: Names,
    /// Whose it is; none where both sides may.
    pub side: Option<Side>,
    /// How many cases it takes.
    pub cases: Cases,
    /// The text it takes.
    pub text: Text,
    /// Its options, in the order in which they are shown.
    pub options: Vec<OptionDefinition>,
    /// Lines that work, without the command's name and without a live link.
    pub examples: Examples,
}

/// A name in each language, with what is accepted as well.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "WrittenNames")]
pub struct Names {
    /// The English name.
    pub en: String,
    /// The French name.
    pub fr: String,
    /// Other names that are understood, of any language.
    pub also: Vec<String>,
    /// Every one of them as it is compared.
    keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNames {
    en: String,
    fr: String,
    #[serde(default)]
    also: Vec<String>,
}

impl From<WrittenNames> for Names {
    fn from(written: WrittenNames) -> Self {
        let WrittenNames { en, fr, also } = written;
        let keys = [&en, &fr].into_iter().chain(&also).map(|name| folded(name)).collect();
        Self { en, fr, also, keys }
    }
}

impl Names {
    /// The name in that language.
    #[must_use]
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::French => &self.fr,
        }
    }

    /// Every name that is understood.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [self.en.as_str(), self.fr.as_str()].into_iter().chain(self.also.iter().map(String::as_str))
    }

    /// Every name as it is compared.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// Whether a folded word is one of the names.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.keys().any(|key| key == word)
    }
}

/// How many cases a command takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cases {
    /// None.
    None,
    /// One to be shown, several to be done.
    One,
    /// One or several, each done on its own.
    Several,
}

/// The text that a command takes after everything else.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Whether it takes any.
    #[serde(default)]
    pub taken: bool,
    /// Whether it needs some.
    #[serde(default)]
    pub required: bool,
    /// Whether whatever is typed is text, though it looks like an option or like marks that are not closed.
    #[serde(default)]
    pub verbatim: bool,
    /// The option that says the same, where there is one.
    pub option: Option<String>,
}

/// Example lines in each language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// In English.
    pub en: Vec<String>,
    /// In French.
    pub fr: Vec<String>,
}

impl Examples {
    /// Those in that language.
    #[must_use]
    pub fn of(&self, language: Language) -> &[String] {
        match language {
            Language::English => &self.en,
            Language::French => &self.fr,
        }
    }
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionDefinition {
    /// Its names; the English one is its stable name.
    pub names: Names,
    /// What its value is.
    pub kind: OptionKind,
    /// Whether it must be given.
    #[serde(default)]
    pub required: bool,
    /// Which cases cannot do without it, where others can.
    #[serde(default)]
    pub required_for: Option<RequiredFor>,
    /// Whether it may be given several times.
    #[serde(default)]
    pub repeated: bool,
    /// What a `choice` can be.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The choice that does the least harm, shown where what was typed is none of them and leaving it out would be a risk.
    #[serde(default)]
    pub careful: Option<String>,
    /// The choice that is shown where one must be given and none was.
    #[serde(default)]
    pub usual: Option<String>,
    /// Beginnings of values that name an instrument of the law with a clock, which this version does not keep.
    #[serde(default)]
    pub statutory: Vec<String>,
}

/// Which cases cannot do without an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredFor {
    /// Those about content; of those that ask for data it is not asked.
    Content,
}

impl RequiredFor {
    /// Its name in the files of the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
        }
    }
}

/// What an option's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionKind {
    /// One of its choices.
    Choice,
    /// Words.
    Words,
    /// Cases.
    Cases,
    /// An address, an account's name with `@`, or a locator in words.
    Target,
    /// An account's name.
    Account,
    /// Whose data is asked for: an account, mail, a telephone number, an address of the internet protocol with its time.
    Identifier,
    /// A moment that has been.
    Past,
    /// A moment to come.
    Coming,
    /// A length of time from now, or a moment to come.
    Lasting,
    /// Whole days: a month, a quarter, a year, a week, or from one day to another.
    Period,
    /// A day.
    Date,
    /// A file number.
    File,
    /// Targets of one case, by their places on its card.
    Places,
    /// A command's name.
    Command,
    /// What belongs to an order of the law alone, and is refused in words.
    Order,
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its names; the English one is the stable name of the rules.
    pub names: Names,
    /// The term in `commands/text` that says it to people, where its name alone does not.
    pub term: Option<String>,
}

impl OptionDefinition {
    /// The stable name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.names.en
    }

    /// The stable name of the choice that a typed value is.
    pub(crate) fn choice(&self, typed: &str) -> Option<&str> {
        let typed = folded(typed.trim()).replace(' ', "-");
        let bare = typed.strip_prefix("tlp:").unwrap_or(&typed);
        self.choices.iter().find(|choice| choice.names.has(bare)).map(|choice| choice.names.en.as_str())
    }

    /// The choice that a typed value resembles.
    pub(crate) fn near_choice(&self, typed: &str) -> Option<&str> {
        let near = nearest(&folded(typed), self.choices.iter().flat_map(|choice| choice.names.keys()))?;
        self.choice(near)
    }

    /// Whether a value that is no measure says what is answered where data was asked for, without any.
    pub(crate) fn is_answer_about_data(&self, typed: &str) -> bool {
        let words = ["produced", "preserved", "produit", "produite", "transmis", "gele", "gelees"];
        self.required_for == Some(RequiredFor::Content) && words.contains(&folded(typed).as_str())
    }

    /// Its choices by their stable names.
    pub(crate) fn choice_names(&self) -> Vec<String> {
        self.choices.iter().map(|choice| choice.names.en.clone()).collect()
    }
}

impl Definition {
    /// The stable name: `report`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.verb.name()
    }

    /// The name in that language.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        self.names.of(language)
    }

    /// What follows the command's name, with its options and their choices in the words of that language: lines are made
    /// with the stable names and shown in the room's.
    #[must_use]
    pub fn line_in(&self, line: &str, language: Language) -> String {
        line.split(' ').map(|word| self.word_in(word, language)).collect::<Vec<_>>().join(" ")
    }

    fn word_in(&self, word: &str, language: Language) -> String {
        let Some((name, value)) = word.split_once(':') else { return word.to_owned() };
        let Some(option) = self.option(name) else { return word.to_owned() };
        format!("{}:{}", option.names.of(language), self.value_in(name, value, language))
    }

    /// A value of an option as it is typed in that language, where the option knows it; else the value itself.
    pub(crate) fn value_in<'a>(&'a self, option: &str, value: &'a str, language: Language) -> &'a str {
        let option = self.option(option);
        let choice = option.and_then(|option| {
            let stable = option.choice(value)?;
            option.choices.iter().find(|one| one.names.en == stable)
        });
        choice.map_or(value, |choice| choice.names.of(language))
    }

    /// The option of that name, in any language.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&OptionDefinition> {
        let name = folded(name);
        self.options.iter().find(|option| option.names.has(&name))
    }

    /// The option that a folded word resembles.
    pub(crate) fn near_option(&self, word: &str) -> Option<&OptionDefinition> {
        nearest(word, self.options.iter().flat_map(|option| option.names.keys())).and_then(|name| self.option(name))
    }

    /// The one option that a folded word begins.
    pub(crate) fn option_beginning(&self, word: &str) -> Option<&OptionDefinition> {
        let begins = |option: &&OptionDefinition| option.names.keys().any(|key| key.starts_with(word));
        let mut found = self.options.iter().filter(begins);
        found.next().filter(|_| word.chars().count() >= SHORTEST_BEGINNING && found.next().is_none())
    }

    /// Whether addresses stand before its text without an option.
    pub(crate) fn takes_addresses(&self) -> bool {
        matches!(self.verb, Verb::Report | Verb::Emergency)
    }

    /// The options that people are told of.
    pub fn shown_options(&self) -> impl Iterator<Item = &OptionDefinition> {
        self.options.iter().filter(|option| option.kind != OptionKind::Order)
    }
}
