//! Discord's limits on what is registered, as its documentation had them in July 2026.

use super::{Localized, MENU, RegisteredCommand, RegisteredOption, Registration, TYPED};

/// Commands that are typed.
const TYPED_LIMIT: usize = 100;
/// Commands in a message's menu.
const MENU_LIMIT: usize = 15;
const NAME_LIMIT: usize = 32;
const DESCRIPTION_LIMIT: usize = 100;
const OPTIONS_LIMIT: usize = 25;
const CHOICES_LIMIT: usize = 25;
const CHOICE_LIMIT: usize = 100;
/// The longest that the longest value of an option may be.
const LENGTH_LIMIT: usize = 6_000;
/// All names, descriptions and values of a command, in every language.
const COMMAND_LIMIT: usize = 8_000;
/// What Discord itself has in the menus of its clients.
const TAKEN: &[&str] = &["apps", "copy link", "delete", "edit", "forward", "pin", "reply", "report", "report message"];

impl Registration {
    /// What is over a limit, each in a line for whoever builds this program; nothing where Discord takes it all.
    #[must_use]
    pub fn over(&self) -> Vec<String> {
        let mut over = Vec::new();
        for (kind, limit) in [(TYPED, TYPED_LIMIT), (MENU, MENU_LIMIT)] {
            let count = self.commands.iter().filter(|command| command.kind == kind).count();
            most(&mut over, &format!("commands of type {kind}"), count, limit);
        }
        distinct(&mut over, "commands", self.commands.iter().map(|command| (command.kind, command.name.as_str())));
        self.commands.iter().for_each(|command| command.over(&mut over));
        over
    }
}

impl RegisteredCommand {
    fn over(&self, over: &mut Vec<String>) {
        let Self { name, options, .. } = self;
        for name in all(name, &self.name_localizations) {
            named(over, name, self.kind == TYPED);
        }
        if self.kind == TYPED {
            described(over, name, all(&self.description, &self.description_localizations));
        }
        most(over, &format!("options of {name}"), options.len(), OPTIONS_LIMIT);
        if options.windows(2).any(|pair| matches!(pair, [one, other] if !one.required && other.required)) {
            over.push(format!("{name}: an option that must be given stands after one that need not"));
        }
        distinct(over, name, options.iter().map(|option| ("en", option.name.as_str())));
        let french = |option: &RegisteredOption| option.name_localizations.get("fr").cloned().unwrap_or_default();
        distinct(over, name, options.iter().map(|option| ("fr", french(option))));
        options.iter().for_each(|option| option.over(name, over));
        most(over, &format!("characters of {name}"), self.characters(), COMMAND_LIMIT);
    }

    /// Every name, description and value, in every language.
    #[must_use]
    pub fn characters(&self) -> usize {
        let own =
            all(&self.name, &self.name_localizations).chain(all(&self.description, &self.description_localizations));
        own.map(length).sum::<usize>() + self.options.iter().map(RegisteredOption::characters).sum::<usize>()
    }
}

impl RegisteredOption {
    fn over(&self, of: &str, over: &mut Vec<String>) {
        let name = format!("{of} {}", self.name);
        all(&self.name, &self.name_localizations).for_each(|name| named(over, name, true));
        described(over, &name, all(&self.description, &self.description_localizations));
        most(over, &format!("choices of {name}"), self.choices.len(), CHOICES_LIMIT);
        for choice in &self.choices {
            for shown in all(&choice.name, &choice.name_localizations).chain([choice.value.as_str()]) {
                within(over, &format!("a choice of {name}"), length(shown), CHOICE_LIMIT);
            }
        }
        distinct(over, &name, self.choices.iter().map(|choice| ("choice", choice.name.as_str())));
        if self.autocomplete && !self.choices.is_empty() {
            over.push(format!("{name}: choices and completion exclude each other"));
        }
        if let Some(longest) = self.max_length {
            within(over, &format!("the longest value of {name}"), longest, LENGTH_LIMIT);
        }
    }

    fn characters(&self) -> usize {
        let choices = self.choices.iter().flat_map(|choice| {
            all(&choice.name, &choice.name_localizations).chain([choice.value.as_str()]).map(length)
        });
        let own =
            all(&self.name, &self.name_localizations).chain(all(&self.description, &self.description_localizations));
        own.map(length).sum::<usize>() + choices.sum::<usize>()
    }
}

fn all<'a>(english: &'a str, localized: &'a Localized) -> impl Iterator<Item = &'a str> {
    std::iter::once(english).chain(localized.values().map(String::as_str))
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn most(over: &mut Vec<String>, what: &str, count: usize, limit: usize) {
    if count > limit {
        over.push(format!("{what}: {count}, at most {limit}"));
    }
}

fn within(over: &mut Vec<String>, what: &str, count: usize, limit: usize) {
    if count == 0 {
        over.push(format!("{what}: empty"));
    }
    most(over, what, count, limit);
}

fn named(over: &mut Vec<String>, name: &str, typed: bool) {
    within(over, &format!("the name {name}"), length(name), NAME_LIMIT);
    let fits = |letter: char| letter.is_alphanumeric() || "-_'".contains(letter);
    if typed && !(name.chars().all(fits) && name.to_lowercase() == name) {
        over.push(format!("the name {name}: small letters, digits, - and _ alone"));
    }
    if !typed && TAKEN.contains(&name.to_lowercase().as_str()) {
        over.push(format!("the name {name}: Discord's own menu has it"));
    }
}

fn described<'a>(over: &mut Vec<String>, of: &str, descriptions: impl Iterator<Item = &'a str>) {
    descriptions.for_each(|text| within(over, &format!("a description of {of}"), length(text), DESCRIPTION_LIMIT));
}

fn distinct<T: Ord + std::fmt::Debug>(over: &mut Vec<String>, of: &str, names: impl Iterator<Item = T>) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        let shown = format!("{name:?}");
        if !seen.insert(name) {
            over.push(format!("{of}: {shown} stands twice"));
        }
    }
}
