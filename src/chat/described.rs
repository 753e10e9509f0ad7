//! The command table as clients of Matrix are told of it (MSC4391): one description a command, in the language of its room,
//! from which a client makes a form or completes a line. Everything derives from `commands/`, as the registration on Discord
//! does; what a client sends back is read by the grammar like any typed line.

use liaison_domain::Language;
use serde::Serialize;

use crate::definition::{Cases, Definition, OptionDefinition, OptionKind};
use crate::text::Sentences;

/// One command, in the proposal's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommandDescription {
    /// Its name in that language.
    pub command: String,
    /// Its options, those that must be given first.
    pub parameters: Vec<Parameter>,
    /// What it does.
    pub description: Blocks,
    /// The option that takes the rest of a line, for clients that read lines: its text.
    #[serde(rename = "fi.mau.tail_parameter", skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name in that language.
    pub key: String,
    /// What it can be.
    pub schema: Schema,
    /// What it is for.
    pub description: Blocks,
    /// Whether it can be left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "schema_type", rename_all = "lowercase")]
pub enum Schema {
    /// Any value of a type.
    Primitive {
        /// Which type.
        #[serde(rename = "type")]
        kind: &'static str,
    },
    /// One of these.
    Union {
        /// Which.
        variants: Vec<Self>,
    },
    /// Just this text.
    Literal {
        /// Its type.
        literal_type: &'static str,
        /// The text.
        value: String,
    },
}

/// A text, in the form of extensible events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Blocks {
    #[serde(rename = "m.text")]
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Block {
    body: String,
}

const TEXT: Schema = Schema::Primitive { kind: "string" };
/// The one choice of an option that is a mark to be set.
const SET: &str = "yes";

impl Sentences {
    /// The whole table as clients of Matrix are told of it in that language, in the order of help.
    #[must_use]
    pub fn descriptions(&self, language: Language) -> Vec<CommandDescription> {
        self.table().all().iter().map(|definition| self.description(definition, language)).collect()
    }

    fn description(&self, definition: &Definition, language: Language) -> CommandDescription {
        let parameter = |option: &OptionDefinition| Parameter {
            key: option.names.of(language).to_owned(),
            schema: schema(option, language),
            description: blocks(self.described(definition, Some(option), language)),
            optional: !is_required(definition, option),
        };
        let mut parameters: Vec<Parameter> = definition.shown_options().map(parameter).collect();
        parameters.sort_by_key(|parameter| parameter.optional);
        let tail = definition.text.option.as_deref().and_then(|name| definition.option(name));
        CommandDescription {
            command: definition.name_in(language).to_owned(),
            parameters,
            description: blocks(self.described(definition, None, language)),
            tail: tail.map(|option| option.names.of(language).to_owned()),
        }
    }
}

fn blocks(text: String) -> Blocks {
    Blocks { blocks: vec![Block { body: text }] }
}

fn is_required(definition: &Definition, option: &OptionDefinition) -> bool {
    let is_text = definition.text.required && definition.text.option.as_deref() == Some(option.name());
    // In a thread, or under a card, the case is known.
    let names_cases = option.kind == OptionKind::Cases && definition.cases != Cases::None;
    (option.required || is_text) && !names_cases
}

fn schema(option: &OptionDefinition, language: Language) -> Schema {
    let choices: Vec<&str> = option.choices.iter().map(|choice| choice.names.of(language)).collect();
    match (option.kind, option.choices.as_slice()) {
        (OptionKind::Choice, [only]) if only.names.en == SET => Schema::Primitive { kind: "boolean" },
        (OptionKind::Choice, [_, ..]) => {
            let literal = |value: &str| Schema::Literal { literal_type: "string", value: value.to_owned() };
            Schema::Union { variants: choices.into_iter().map(literal).collect() }
        }
        _ => TEXT,
    }
}
