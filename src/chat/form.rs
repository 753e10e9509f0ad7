//! Forms: what a network with forms asks for, where a command lacks something that it cannot do without. What is asked
//! follows from the command table, what was given, and what is known in memory of the cases that were named, never from the
//! store: a form is the first answer, at once.
//!
//! A further command that may ask is an arm in [`asked`].

use liaison_domain::{Language, MeasureSaid, RefusalGround, Subject};

use crate::definition::{Definition, OptionDefinition, OptionKind};
use crate::grammar::TEXT_LIMIT;
use crate::port::{Invoked, Offered};
use crate::text::Sentences;
use crate::verb::Verb;

/// The longest of any other value, in characters: an address of many parameters.
const VALUE_LIMIT: usize = 2_000;

/// A form to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What stands above it.
    pub title: String,
    /// What is asked, from top to bottom; at most five.
    pub fields: Vec<Field>,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The option that it fills, by its stable name.
    pub option: String,
    /// What stands above it.
    pub label: String,
    /// What stands in it while it is empty; nothing where there is nothing to say.
    pub hint: String,
    /// What stands in it already.
    pub value: String,
    /// What it can be, where it is one of some; empty where it is typed.
    pub choices: Vec<Offered>,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it is for more than a line.
    pub long: bool,
    /// So many characters at most.
    pub limit: usize,
}

impl Sentences {
    /// The form for a command that lacks something indispensable to cases of such `subjects`; nothing where it can be done
    /// as it is, or where no such command is known. Where no case is known, content is what most are about.
    #[must_use]
    pub fn form(&self, invoked: &Invoked, subjects: &[Subject], language: Language) -> Option<Form> {
        let definition = self.table().command(&invoked.command)?;
        let fields = asked(definition, invoked, subjects)?;
        let given = |option: &OptionDefinition| {
            let stands = |(name, _): &&(String, String)| option.names.all().any(|own| own == name);
            invoked.given.iter().find(stands).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let case = definition.options.iter().find(|option| option.kind == OptionKind::Cases).map(given);
        let fields = fields.iter().filter_map(|(name, required)| {
            let option = definition.option(name)?;
            let words = matches!(option.kind, OptionKind::Words | OptionKind::Target);
            let value = given(option);
            let chosen = |value: &str| option.choice(value).map(str::to_owned).unwrap_or_default();
            let fitting = option.choices.iter().filter(|choice| fits(definition, option, &choice.names.en, subjects));
            let choices = fitting
                .map(|choice| Offered { name: self.choice_name(choice, language), value: choice.names.en.clone() });
            Some(Field {
                option: option.name().to_owned(),
                label: begun(&self.described(definition, Some(option), language)),
                hint: self.hint(definition, option, *required, language),
                value: if option.kind == OptionKind::Choice { chosen(&value) } else { value },
                choices: choices.collect(),
                required: *required,
                long: words,
                limit: if option.kind == OptionKind::Words { TEXT_LIMIT } else { VALUE_LIMIT },
            })
        });
        let name = self.term(&format!("form-{}", definition.name()), language).unwrap_or_default();
        let title = case.filter(|case| !case.is_empty()).map_or(name.clone(), |case| format!("{case} · {name}"));
        Some(Form { title, fields: fields.collect() })
    }

    /// How it is written, or what it means to leave it empty.
    fn hint(&self, definition: &Definition, option: &OptionDefinition, required: bool, language: Language) -> String {
        match option.kind {
            OptionKind::Past | OptionKind::Coming => "14:22".to_owned(),
            OptionKind::Lasting => "2h".to_owned(),
            OptionKind::Period => "2026-10".to_owned(),
            OptionKind::Date => "2026-07-01".to_owned(),
            OptionKind::Target => "hxxps://a[.]example/1".to_owned(),
            OptionKind::Identifier => "@x".to_owned(),
            OptionKind::Places => self.term("hint-places", language).unwrap_or_default(),
            OptionKind::Choice if !required => {
                let without = format!("hint-{}-without-{}", definition.name(), option.name());
                self.term(&without, language).unwrap_or_default()
            }
            _ => String::new(),
        }
    }
}

/// The options to be asked for, and whether each must be given; nothing where nothing indispensable is missing.
fn asked(definition: &Definition, invoked: &Invoked, subjects: &[Subject]) -> Option<Vec<(&'static str, bool)>> {
    let has = |name: &str| {
        let names = definition.option(name).map(|option| &option.names);
        let is_it = |given: &&(String, String)| names.is_some_and(|names| names.all().any(|own| own == given.0));
        invoked.given.iter().find(is_it).is_some_and(|(_, value)| !value.trim().is_empty())
    };
    let answer = |fields: &[(&'static str, bool)]| {
        // Of several targets, which; it may be one case alone.
        let which = [("target", false)].into_iter().filter(|_| matches!(subjects, [Subject { several: true, .. }]));
        Some(fields.iter().copied().chain(which).collect())
    };
    match definition.verb {
        Verb::Report if !has("target") && !has("account") => {
            Some(vec![("target", true), ("reason", false), ("ref", false)])
        }
        Verb::Resolved if !has("action") => match measure(subjects) {
            Some(MeasureSaid::Never) => None,
            Some(MeasureSaid::Always) => answer(&[("action", true), ("at", false), ("ref", false)]),
            // Whoever says `partly` and no measure speaks of data, as the button of a card that asks for some does.
            _ if has("partly") => None,
            Some(MeasureSaid::Maybe) => answer(&[("action", false), ("at", false), ("ref", false)]),
            None => answer(&[("action", true), ("at", false), ("ref", false)]),
        },
        Verb::Refuse if !has("ground") => answer(&[("ground", true), ("until", false), ("reason", false)]),
        // Nothing asks for whose data a request is about: the network that has forms does not carry it.
        Verb::Emergency if !has("account") && !has("target") => {
            Some(vec![("account", false), ("target", false), ("reason", false), ("ref", false)])
        }
        Verb::Ask | Verb::Info if !has("text") => Some(vec![("text", true)]),
        _ => None,
    }
}

/// A description as it stands above a field: it begins there.
fn begun(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether a measure is named, on all of these cases at once; nothing where none is known.
fn measure(subjects: &[Subject]) -> Option<MeasureSaid> {
    let mut all = subjects.iter().map(|subject| subject.measure());
    let first = all.next()?;
    Some(if all.all(|other| other == first) { first } else { MeasureSaid::Maybe })
}

/// Whether one of these cases can take the choice.
fn fits(definition: &Definition, option: &OptionDefinition, choice: &str, subjects: &[Subject]) -> bool {
    if (definition.verb, option.name()) != (Verb::Refuse, "ground") || subjects.is_empty() {
        return true;
    }
    let ground = RefusalGround::from_name(choice);
    ground.is_none_or(|ground| subjects.iter().any(|subject| subject.kind.takes(ground)))
}
