//! The command table as Discord registers it: what its people are offered when they type `/`, and in the menu of a
//! message. Everything derives from `commands/`; whoever adds a command there has it here.
//!
//! [`Sentences::registration`] makes it, [`Registration::over`] says what Discord would refuse, before Discord does.

mod limits;

use std::collections::BTreeMap;

use liaison_domain::Language;
use serde::Serialize;

use crate::definition::{Cases, Choice, Definition, OptionDefinition, OptionKind};
use crate::grammar::TEXT_LIMIT;
use crate::target::TARGET_LIMIT;
use crate::text::Sentences;
use crate::verb::Verb;

/// A command that is typed.
const TYPED: u8 = 1;
/// A command in the menu of a message.
const MENU: u8 = 3;
/// An option that is a text.
const STRING: u8 = 3;
/// In the channels of a server; not in direct messages.
const IN_SERVERS: u8 = 0;

/// Names or descriptions in other languages than English, by Discord's name for each.
type Localized = BTreeMap<&'static str, String>;

/// Everything that is registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Registration {
    /// The commands, in the order of help; the menus of a message last.
    pub commands: Vec<RegisteredCommand>,
}

/// One command, in Discord's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisteredCommand {
    /// What it is bound to.
    #[serde(skip)]
    pub verb: Verb,
    /// 1 where it is typed, 3 where it stands in a message's menu.
    #[serde(rename = "type")]
    pub kind: u8,
    /// Its stable name; of a menu what stands in it, in English.
    pub name: String,
    /// The name in other languages.
    pub name_localizations: Localized,
    /// What it does; menus have none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The same in other languages.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub description_localizations: Localized,
    /// Its options, those that must be given first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<RegisteredOption>,
    /// Where it can be used.
    pub contexts: Vec<u8>,
}

/// One option, in Discord's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisteredOption {
    /// Always a text.
    #[serde(rename = "type")]
    pub kind: u8,
    /// Its stable name.
    pub name: String,
    /// The name in other languages.
    pub name_localizations: Localized,
    /// What it is for.
    pub description: String,
    /// The same in other languages.
    pub description_localizations: Localized,
    /// Whether it must be given; whatever else is indispensable is asked for by a form.
    pub required: bool,
    /// Whether the bot is asked what it could be while it is typed.
    pub autocomplete: bool,
    /// What it can be, where nothing else is taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<RegisteredChoice>,
    /// So many characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<usize>,
}

/// One value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisteredChoice {
    /// What people see.
    pub name: String,
    /// The same in other languages.
    pub name_localizations: Localized,
    /// The stable name of the rules.
    pub value: String,
}

impl Registration {
    /// What the menu entry of that name is bound to.
    #[must_use]
    pub fn menu(&self, name: &str) -> Option<Verb> {
        self.commands.iter().find(|command| command.kind == MENU && command.name == name).map(|command| command.verb)
    }
}

impl Sentences {
    /// The whole table with its menus, as Discord registers it.
    #[must_use]
    pub fn registration(&self) -> Registration {
        let typed = self.table().all().iter().map(|definition| self.typed(definition));
        let menus = [Verb::Report, Verb::Resolved].map(|verb| self.menu(verb));
        Registration { commands: typed.chain(menus).collect() }
    }

    fn typed(&self, definition: &Definition) -> RegisteredCommand {
        // Whose data a request is about does not pass through Discord: nothing there asks for it, and the answer says where to.
        let offered = definition.shown_options().filter(|_| definition.verb != Verb::Request);
        let mut options: Vec<_> = offered.map(|option| self.registered_option(definition, option)).collect();
        options.sort_by_key(|option| !option.required);
        RegisteredCommand {
            verb: definition.verb,
            kind: TYPED,
            name: definition.names.en.clone(),
            name_localizations: french(definition.names.fr.clone()),
            description: self.described(definition, None, Language::English),
            description_localizations: french(self.described(definition, None, Language::French)),
            options,
            contexts: vec![IN_SERVERS],
        }
    }

    fn menu(&self, verb: Verb) -> RegisteredCommand {
        let name = |language| self.term(&format!("menu-{}", verb.name()), language).unwrap_or_default();
        RegisteredCommand {
            verb,
            kind: MENU,
            name: name(Language::English),
            name_localizations: french(name(Language::French)),
            description: String::new(),
            description_localizations: Localized::new(),
            options: Vec::new(),
            contexts: vec![IN_SERVERS],
        }
    }

    fn registered_option(&self, definition: &Definition, option: &OptionDefinition) -> RegisteredOption {
        let chosen = option.kind == OptionKind::Choice;
        let choices = option.choices.iter().filter(|_| chosen).map(|choice| self.registered_choice(choice));
        RegisteredOption {
            kind: STRING,
            name: option.names.en.clone(),
            name_localizations: french(option.names.fr.clone()),
            description: self.described(definition, Some(option), Language::English),
            description_localizations: french(self.described(definition, Some(option), Language::French)),
            required: option.kind == OptionKind::Cases && definition.cases != Cases::None,
            autocomplete: matches!(option.kind, OptionKind::Cases | OptionKind::Command),
            choices: choices.collect(),
            max_length: longest(option.kind),
        }
    }

    /// What people see of a choice: the term that says it, where there is one.
    fn registered_choice(&self, choice: &Choice) -> RegisteredChoice {
        RegisteredChoice {
            name: self.choice_name(choice, Language::English),
            name_localizations: french(self.choice_name(choice, Language::French)),
            value: choice.names.en.clone(),
        }
    }

    /// What people read of a choice: its term, or its name.
    pub(crate) fn choice_name(&self, choice: &Choice, language: Language) -> String {
        let term = choice.term.as_deref().and_then(|term| self.term(term, language));
        term.unwrap_or_else(|| choice.names.of(language).to_owned())
    }
}

fn french(text: String) -> Localized {
    Localized::from([("fr", text)])
}

/// The longest value of an option; what is chosen has no length of its own.
const fn longest(kind: OptionKind) -> Option<usize> {
    match kind {
        OptionKind::Choice | OptionKind::Order => None,
        OptionKind::Words => Some(TEXT_LIMIT),
        OptionKind::Target => Some(TARGET_LIMIT),
        OptionKind::Cases => Some(300),
        OptionKind::Account => Some(200),
        // The longest address of mail, with room for a second identifier.
        OptionKind::Identifier => Some(600),
        OptionKind::File | OptionKind::Places => Some(100),
        OptionKind::Past | OptionKind::Coming | OptionKind::Lasting | OptionKind::Period | OptionKind::Date => Some(60),
        OptionKind::Command => Some(40),
    }
}
