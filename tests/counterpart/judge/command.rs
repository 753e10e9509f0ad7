//! A command, before it is registered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOption, CommandOptionType, CommandType};
use twilight_validate::command;

use crate::judge::{by_others, length};
use crate::refusal::Refusal;

/// The locales in which Discord takes names and descriptions.
const LOCALES: &[&str] = &[
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
];
/// All names, descriptions and values of a command, in all languages.
const CHARACTERS: usize = 8000;
const OPTIONS: usize = 25;

/// Judges the body of a command, and answers with what Discord makes of it: defaults filled in.
pub(crate) fn judge(body: &Value) -> Result<Value, Refusal> {
    let mut filled = body.clone();
    let Some(fields) = filled.as_object_mut() else {
        return Err(Refusal::form("", "DICT_TYPE_CONVERT", "Only dictionaries may be used here."));
    };
    fields.retain(|_, value| !value.is_null());
    let defaults = json!({ "type": 1, "description": "", "nsfw": false, "options": [] });
    for (name, value) in defaults.as_object().into_iter().flatten() {
        fields.entry(name).or_insert_with(|| value.clone());
    }
    if !matches!(filled["type"].as_u64(), Some(1..=3)) {
        return Err(Refusal::form("type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}."));
    }
    let mut whole = filled.clone();
    whole["version"] = "1".into();
    without_apostrophes(&mut whole);
    let typed =
        Command::deserialize(&whole).map_err(|error| Refusal::form("", "BASE_TYPE_INVALID", error.to_string()))?;
    // Without its options: the others count all characters against Discord's older limit of 4,000.
    by_others("", command::command(&Command { options: Vec::new(), ..typed.clone() }))?;
    by_others("options", command::options(&typed.options))?;
    by_hand(&typed)?;
    let characters = characters(&filled);
    if characters > CHARACTERS {
        let why = format!("Command exceeds maximum size ({CHARACTERS}): {characters}");
        return Err(Refusal::form("", "APPLICATION_COMMAND_TOO_LARGE", why));
    }
    Ok(filled)
}

fn by_hand(command: &Command) -> Result<(), Refusal> {
    match command.kind {
        CommandType::ChatInput => {
            name("name", &command.name)?;
            names("name_localizations", command.name_localizations.iter().flatten(), name)?;
        }
        CommandType::User | CommandType::Message => {
            let plain = |field: &str, text: &str| length(field, text, 1, 32);
            plain("name", &command.name)?;
            names("name_localizations", command.name_localizations.iter().flatten(), plain)?;
            if !command.options.is_empty() {
                return Err(Refusal::form("options", "APPLICATION_COMMAND_INVALID_TYPE", "Menus take no options."));
            }
        }
        _ => {}
    }
    let described = |field: &str, text: &str| length(field, text, 1, 100);
    names("description_localizations", command.description_localizations.iter().flatten(), described)?;
    options("options", &command.options, 0)
}

/// Discord takes them in names, `twilight-validate` does not.
fn without_apostrophes(part: &mut Value) {
    let plain = |text: &mut Value| {
        if let Some(name) = text.as_str() {
            *text = name.replace('\'', "-").into();
        }
    };
    part.get_mut("name").into_iter().for_each(plain);
    let localized = part.get_mut("name_localizations").and_then(Value::as_object_mut);
    localized.into_iter().flat_map(|all| all.values_mut()).for_each(plain);
    let options = part.get_mut("options").and_then(Value::as_array_mut);
    options.into_iter().flatten().for_each(without_apostrophes);
}

/// Lower case, letters, digits, `-`, `_` and `'`.
fn name(field: &str, text: &str) -> Result<(), Refusal> {
    length(field, text, 1, 32)?;
    let allowed = |character: char| character.is_alphanumeric() || "-_'".contains(character);
    if text.chars().all(allowed) && text.to_lowercase() == text {
        return Ok(());
    }
    let why = format!("Command name is invalid: {text}");
    Err(Refusal::form(field, "APPLICATION_COMMAND_INVALID_NAME", why))
}

fn names<'a>(
    field: &str,
    localized: impl Iterator<Item = (&'a String, &'a String)>,
    judge: impl Fn(&str, &str) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for (locale, text) in localized {
        if !LOCALES.contains(&locale.as_str()) {
            return Err(Refusal::form(field, "BASE_TYPE_CHOICES", format!("{locale} is not a locale of Discord.")));
        }
        judge(&format!("{field}.{locale}"), text)?;
    }
    Ok(())
}

fn options(field: &str, all: &[CommandOption], depth: usize) -> Result<(), Refusal> {
    if all.len() > OPTIONS {
        return Err(Refusal::length(field, 0, OPTIONS));
    }
    distinct(field, all)?;
    let nested = |option: &CommandOption| {
        matches!(option.kind, CommandOptionType::SubCommand | CommandOptionType::SubCommandGroup)
    };
    if all.iter().any(nested) && !all.iter().all(nested) {
        return Err(Refusal::form(
            field,
            "APPLICATION_COMMAND_OPTIONS_MIXED",
            "Subcommands stand beside subcommands only.",
        ));
    }
    let mut optional = false;
    for (index, one) in all.iter().enumerate() {
        let field = format!("{field}.{index}");
        if one.required.unwrap_or(false) && optional {
            let why = "Required options must be placed before non-required options";
            return Err(Refusal::form(&field, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", why));
        }
        optional |= !one.required.unwrap_or(false);
        option(&field, one, depth)?;
    }
    Ok(())
}

fn option(field: &str, option: &CommandOption, depth: usize) -> Result<(), Refusal> {
    by_others(field, command::option(option))?;
    name(&format!("{field}.name"), &option.name)?;
    names(&format!("{field}.name_localizations"), option.name_localizations.iter().flatten(), name)?;
    let described = |field: &str, text: &str| length(field, text, 1, 100);
    described(&format!("{field}.description"), &option.description)?;
    let localized = option.description_localizations.iter().flatten();
    names(&format!("{field}.description_localizations"), localized, described)?;
    let choices = option.choices.iter().flatten();
    if choices.clone().count() > 25 {
        return Err(Refusal::length(&format!("{field}.choices"), 0, 25));
    }
    for choice in choices.clone() {
        by_others(&format!("{field}.choices"), command::choice(choice))?;
    }
    if option.autocomplete == Some(true) && choices.count() > 0 {
        return Err(Refusal::form(field, "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Choices, or completion."));
    }
    let deepest = match option.kind {
        CommandOptionType::SubCommandGroup => 0,
        CommandOptionType::SubCommand => 1,
        _ => 2,
    };
    let inner = option.options.as_deref().unwrap_or_default();
    if depth > deepest || deepest == 2 && !inner.is_empty() {
        return Err(Refusal::form(field, "APPLICATION_COMMAND_OPTIONS_DEPTH", "Nested too deep."));
    }
    options(&format!("{field}.options"), inner, depth + 1)
}

/// In no language do two options have the same name.
fn distinct(field: &str, all: &[CommandOption]) -> Result<(), Refusal> {
    let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for option in all {
        let localized =
            option.name_localizations.iter().flatten().map(|(locale, name)| (locale.as_str(), name.as_str()));
        for (locale, name) in localized.chain([("", option.name.as_str())]) {
            if !seen.entry(locale).or_default().insert(name) {
                let why = format!("Option name must be unique: {name}");
                return Err(Refusal::form(field, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", why));
            }
        }
    }
    Ok(())
}

/// The characters of all names, descriptions and texts of choices, in every language.
fn characters(part: &Value) -> usize {
    let text = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let localized = |value: &Value| value.as_object().map_or(0, |all| all.values().map(text).sum());
    let inner = |value: &Value| value.as_array().map_or(0, |all| all.iter().map(characters).sum());
    text(&part["name"])
        + text(&part["description"])
        + text(&part["value"])
        + localized(&part["name_localizations"])
        + localized(&part["description_localizations"])
        + inner(&part["options"])
        + inner(&part["choices"])
}
