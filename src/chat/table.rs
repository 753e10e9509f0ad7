//! The command table: what people can type, read from `commands/*.toml`. The grammar, help, the README's table and a
//! network's own registration all derive from it.
//!
//! Whoever adds a command adds its file, a line in `FILES`, a variant of [`Verb`] and its arm in `bind`.

use std::collections::HashSet;

use liaison_domain::Side;
use serde::Deserialize;

use crate::definition::{Cases, Examples, Names, Text};
pub(crate) use crate::definition::{Definition, OptionDefinition, OptionKind};
use crate::fold::{folded, nearest};
use crate::verb::Verb;

/// The files of the table, by the name of their command.
const FILES: &[(Verb, &str)] = &[
    (Verb::Report, include_str!("../../commands/report.toml")),
    (Verb::Ack, include_str!("../../commands/ack.toml")),
    (Verb::Resolved, include_str!("../../commands/resolved.toml")),
    (Verb::Refuse, include_str!("../../commands/refuse.toml")),
    (Verb::Ask, include_str!("../../commands/ask.toml")),
    (Verb::Info, include_str!("../../commands/info.toml")),
    (Verb::Withdraw, include_str!("../../commands/withdraw.toml")),
    (Verb::StillUp, include_str!("../../commands/still-up.toml")),
    (Verb::Gone, include_str!("../../commands/gone.toml")),
    (Verb::Case, include_str!("../../commands/case.toml")),
    (Verb::Cases, include_str!("../../commands/cases.toml")),
    (Verb::Digest, include_str!("../../commands/digest.toml")),
    (Verb::Undo, include_str!("../../commands/undo.toml")),
    (Verb::Note, include_str!("../../commands/note.toml")),
    (Verb::Assign, include_str!("../../commands/assign.toml")),
    (Verb::Snooze, include_str!("../../commands/snooze.toml")),
    (Verb::Link, include_str!("../../commands/link.toml")),
    (Verb::Duty, include_str!("../../commands/duty.toml")),
    (Verb::DeskMember, include_str!("../../commands/desk-member.toml")),
    (Verb::Stats, include_str!("../../commands/stats.toml")),
    (Verb::Help, include_str!("../../commands/help.toml")),
    (Verb::Request, include_str!("../../commands/request.toml")),
    (Verb::Emergency, include_str!("../../commands/emergency.toml")),
    (Verb::Confirm, include_str!("../../commands/confirm.toml")),
    (Verb::Extend, include_str!("../../commands/extend.toml")),
];

/// Every command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandTable {
    definitions: Vec<Definition>,
}

/// Why the table cannot be used: a fault of this program, not of whoever runs it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// A file does not read.
    #[error("commands/{command}.toml: {fault}")]
    File {
        /// Which.
        command: &'static str,
        /// What is wrong, and where.
        fault: String,
    },
    /// Two things bear one name.
    #[error("commands/{command}.toml: the name {name} is taken")]
    Taken {
        /// In which file.
        command: &'static str,
        /// The name.
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: Names,
    side: Option<SideName>,
    cases: Cases,
    text: Text,
    examples: Examples,
    #[serde(default)]
    option: Vec<OptionDefinition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SideName {
    Agency,
    Platform,
}

impl CommandTable {
    /// Reads the table that the program carries.
    ///
    /// # Errors
    /// A file that does not read, a name that two commands bear; the tests load it, so no release has one.
    pub fn load() -> Result<Self, TableError> {
        let definitions: Vec<_> = FILES.iter().map(|(verb, text)| definition(*verb, text)).collect::<Result<_, _>>()?;
        let mut taken = HashSet::new();
        for definition in &definitions {
            unique(definition.verb, &definition.names, &mut taken)?;
            let mut options = HashSet::new();
            for option in &definition.options {
                unique(definition.verb, &option.names, &mut options)?;
                let mut choices = HashSet::new();
                option.choices.iter().try_for_each(|choice| unique(definition.verb, &choice.names, &mut choices))?;
            }
        }
        Ok(Self { definitions })
    }

    /// The command of that name or alias, in any language, with or without accents.
    #[must_use]
    pub fn command(&self, name_or_alias: &str) -> Option<&Definition> {
        let word = folded(name_or_alias);
        self.definitions.iter().find(|definition| definition.names.has(&word))
    }

    /// The definition that a command is bound by.
    #[must_use]
    pub fn definition(&self, verb: Verb) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.verb == verb)
    }

    /// Every command, in the order of help.
    #[must_use]
    pub fn all(&self) -> &[Definition] {
        &self.definitions
    }

    /// The command that a folded word resembles.
    pub(crate) fn near(&self, word: &str) -> Option<&Definition> {
        let names = self.definitions.iter().flat_map(|definition| definition.names.keys());
        nearest(word, names).and_then(|name| self.command(name))
    }
}

fn definition(verb: Verb, text: &str) -> Result<Definition, TableError> {
    let fault = |fault: toml::de::Error| TableError::File { command: verb.name(), fault: fault.to_string() };
    let file: File = toml::from_str(text).map_err(fault)?;
    let side = file.side.map(|side| match side {
        SideName::Agency => Side::Agency,
        SideName::Platform => Side::Platform,
    });
    let File { names, cases, text, examples, option: options, .. } = file;
    Ok(Definition { verb, names, side, cases, text, options, examples })
}

/// Notes the names of one thing; several spellings of its own may be one name (`note` is English and French).
fn unique(verb: Verb, names: &Names, taken: &mut HashSet<String>) -> Result<(), TableError> {
    let own: HashSet<&str> = names.keys().collect();
    match own.into_iter().find(|name| !taken.insert((*name).to_owned())) {
        Some(name) => Err(TableError::Taken { command: verb.name(), name: name.to_owned() }),
        None => Ok(()),
    }
}
