//! The names of options and their values in the language of the room: a line that the bot shows is in one language from
//! its first word to its last. What has no name in the table stays as it is.

use liaison_domain::Language;

use crate::grammar::cases::is_left_open;
use crate::grammar::parts;
use crate::table::{CommandTable, Definition, OptionDefinition, OptionKind};

/// What follows a command's name: `YT-1 action:removed` becomes `YT-1 mesure:retire`.
pub(crate) fn rest(table: &CommandTable, command: &str, rest: &str, language: Language) -> String {
    let Some(definition) = table.command(command) else { return rest.to_owned() };
    let words: Vec<String> = rest.split(' ').map(|word| option(table, definition, word, language)).collect();
    words.join(" ")
}

/// The same line with every part of it behind the name of its option, as networks with slash commands read it:
/// `YT-1 action:removed` becomes `case:YT-1 action:removed`.
pub(crate) fn as_options(table: &CommandTable, command: &str, line: &str) -> String {
    let Some(definition) = table.command(command) else { return line.to_owned() };
    // A case still to be named (`YT-…`) is none that can be read.
    let (open, rest) = match line.split_once(' ').unwrap_or((line, "")) {
        (first, others) if is_left_open(first) => (Some(first.to_owned()), others),
        _ => (None, line),
    };
    let parts = parts(definition, rest);
    if parts.fault.is_some() {
        return line.to_owned();
    }
    let of_kind = |kind: OptionKind| definition.options.iter().find(|option| option.kind == kind);
    let behind = |option: Option<&OptionDefinition>, values: Vec<String>| {
        option.filter(|_| !values.is_empty()).map(|option| format!("{}:{}", option.name(), values.join(" ")))
    };
    let cases = behind(
        of_kind(OptionKind::Cases),
        open.into_iter().chain(parts.cases.iter().map(ToString::to_string)).collect(),
    );
    let targets = parts.targets.iter().map(|target| target.locator.clone()).collect();
    let targets = behind(of_kind(OptionKind::Target), targets);
    let options = parts.options.iter().filter_map(|given| rest.get(given.span.clone()).map(str::to_owned));
    let text = definition.text.option.as_deref().and_then(|name| definition.option(name));
    let text = behind(text, Some(parts.text).filter(|text| !text.is_empty()).into_iter().collect());
    cases.into_iter().chain(targets).chain(options).chain(text).collect::<Vec<_>>().join(" ")
}

/// Names of options and values of a command, between commas: `ground:`, or `law, terms`.
pub(crate) fn names(table: &CommandTable, command: &str, names: &str, language: Language) -> String {
    let Some(definition) = table.command(command) else { return names.to_owned() };
    let names: Vec<String> = names.split(", ").map(|name| named(definition, name, language)).collect();
    names.join(", ")
}

fn option(table: &CommandTable, definition: &Definition, word: &str, language: Language) -> String {
    let command_in = |name: &str| table.command(name).map_or(name, |command| command.names.of(language)).to_owned();
    let is_command = |option: &OptionDefinition| option.kind == OptionKind::Command;
    let Some((name, value)) = word.split_once(':') else {
        let text = definition.text.option.as_deref().and_then(|name| definition.option(name));
        return if text.is_some_and(is_command) { command_in(word) } else { word.to_owned() };
    };
    let Some(option) = definition.option(name) else { return word.to_owned() };
    if is_command(option) {
        return format!("{}:{}", option.names.of(language), command_in(value));
    }
    let choice = option.choices.iter().find(|choice| choice.names.en == value);
    let value = choice.map_or(value, |choice| choice.names.of(language));
    format!("{}:{value}", option.names.of(language))
}

fn named(definition: &Definition, name: &str, language: Language) -> String {
    let (bare, colon) = name.strip_suffix(':').map_or((name, ""), |bare| (bare, ":"));
    let choices = || definition.options.iter().flat_map(|option| &option.choices).map(|choice| &choice.names);
    let of_value = choices().find(|names| colon.is_empty() && names.en == bare);
    let of_option = definition.options.iter().map(|option| &option.names).find(|names| names.en == bare);
    // A word can be both an option and a value of another (`reason`): with a colon it is the option.
    let found = of_option.filter(|_| !colon.is_empty()).or(of_value).or(of_option);
    format!("{}{colon}", found.map_or(bare, |names| names.of(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_in_one_language() {
        let table = CommandTable::load().unwrap();
        let french = |command, line| rest(&table, command, line, Language::French);
        assert_eq!(french("resolved", "YT-1 action:removed at:14:22"), "YT-1 mesure:retire a:14:22");
        assert_eq!(french("refuse", "YT-1 ground:unable until:18:00"), "YT-1 motif:impossible jusqu-a:18:00");
        assert_eq!(french("report", "hxxps://a[.]example/1 …"), "hxxps://a[.]example/1 …");
        assert_eq!(french("help", "assign"), "attribuer");
        assert_eq!(french("help", "desk-member"), "service-membre");
        assert_eq!(french("help", "command:assign"), "commande:attribuer");
        assert_eq!(rest(&table, "refuse", "YT-1 motif:impossible", Language::English), "YT-1 ground:impossible");
    }

    #[test]
    fn what_is_translated_is_read_again() {
        let table = CommandTable::load().unwrap();
        for definition in table.all() {
            for option in &definition.options {
                let name = names(&table, definition.name(), &format!("{}:", option.name()), Language::French);
                assert_eq!(definition.option(name.trim_end_matches(':')), Some(option), "{name}");
                for choice in &option.choices {
                    let line = format!("{}:{}", option.name(), choice.names.en);
                    let french = rest(&table, definition.name(), &line, Language::French);
                    let (_, value) = french.split_once(':').unwrap();
                    assert_eq!(option.choice(value), Some(choice.names.en.as_str()), "{french}");
                }
            }
        }
    }

    #[test]
    fn every_part_of_a_line_can_stand_behind_its_option() {
        let table = CommandTable::load().unwrap();
        let slashed = |command, line| as_options(&table, command, line);
        assert_eq!(slashed("resolved", "YT-1 YT-2 action:removed"), "case:YT-1 YT-2 action:removed");
        assert_eq!(slashed("ask", "YT-1 which of them?"), "case:YT-1 text:which of them?");
        assert_eq!(slashed("report", "hxxps://a[.]example/1 …"), "target:https://a.example/1 reason:…");
        assert_eq!(slashed("resolved", "YT-… action:removed"), "case:YT-… action:removed");
        assert_eq!(slashed("ack", "YT-…"), "case:YT-…");
        assert_eq!(slashed("help", "resolved"), "command:resolved");
        assert_eq!(slashed("ack", ""), "");
    }

    #[test]
    fn an_unknown_name_stays() {
        let table = CommandTable::load().unwrap();
        assert_eq!(
            names(&table, "refuse", "ground:, F-7K2, no_violation", Language::French),
            "motif:, F-7K2, pas-d-infraction"
        );
        assert_eq!(names(&table, "undo", "ground:", Language::French), "ground:");
    }
}
