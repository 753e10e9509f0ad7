//! `commands`: the table of what people can type, as the README shows it and as programs read it. Nothing is written
//! here by hand: all of it derives from `commands/*.toml`.

use std::io::Write;
use std::process::ExitCode;

use liaison_chat::{Cases, CommandTable, Definition, Names, OptionDefinition, OptionKind, RequiredFor, Sentences};
use liaison_domain::Language;
use serde_json::{Value, json};

use crate::cli::ListingFormat;

/// Prints the table.
///
/// # Errors
/// When the program's own table does not load, or `out` cannot be written to.
pub(crate) fn print(format: ListingFormat, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let table = CommandTable::load()?;
    match format {
        ListingFormat::Markdown => markdown(&table, out)?,
        ListingFormat::Json => {
            let commands: Vec<Value> = table.all().iter().map(command).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&commands)?)?;
        }
        ListingFormat::Discord => {
            let registration = Sentences::load()?.registration();
            writeln!(out, "{}", serde_json::to_string_pretty(&registration)?)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn markdown(table: &CommandTable, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "| English | French | side | options | example |\n|---|---|---|---|---|")?;
    for definition in table.all() {
        let Definition { names, examples, .. } = definition;
        let options: Vec<String> = definition.shown_options().map(option_cell).collect();
        let example = examples.of(Language::English).first().map(|rest| code(&format!("/{} {rest}", names.en)));
        let cells = [
            named(names),
            names.fr.clone(),
            side(definition).to_owned(),
            options.join(", "),
            example.unwrap_or_default(),
        ];
        writeln!(out, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))?;
    }
    Ok(())
}

/// The English name, with the others that are understood.
fn named(names: &Names) -> String {
    if names.also.is_empty() { names.en.clone() } else { format!("{} ({})", names.en, names.also.join(", ")) }
}

fn side(definition: &Definition) -> &'static str {
    definition.side.map_or("both", liaison_domain::Side::name)
}

fn option_cell(option: &OptionDefinition) -> String {
    let mark = match (option.required, option.required_for) {
        (true, _) => "!".to_owned(),
        (false, Some(some)) => format!("! (for {})", some.name()),
        (false, None) => String::new(),
    };
    format!("{}{mark}", option.name())
}

fn code(text: &str) -> String {
    format!("`{}`", text.trim_end())
}

fn command(definition: &Definition) -> Value {
    let Definition { names, cases, text, examples, .. } = definition;
    json!({
        "name": names.en,
        "french": names.fr,
        "also": names.also,
        "side": side(definition),
        "cases": cases_name(*cases),
        "text": { "taken": text.taken, "required": text.required },
        "options": definition.shown_options().map(option).collect::<Vec<_>>(),
        "examples": {
            "en": lines(&names.en, examples.of(Language::English)),
            "fr": lines(&names.fr, examples.of(Language::French)),
        },
    })
}

fn lines(name: &str, examples: &[String]) -> Vec<String> {
    examples.iter().map(|rest| format!("/{name} {rest}").trim_end().to_owned()).collect()
}

fn option(option: &OptionDefinition) -> Value {
    let choices: Vec<Value> =
        option.choices.iter().map(|choice| json!({ "name": choice.names.en, "french": choice.names.fr })).collect();
    json!({
        "name": option.names.en,
        "french": option.names.fr,
        "kind": kind_name(option.kind),
        "required": option.required,
        "required_for": option.required_for.map(RequiredFor::name),
        "repeated": option.repeated,
        "choices": choices,
    })
}

const fn cases_name(cases: Cases) -> &'static str {
    match cases {
        Cases::None => "none",
        Cases::One => "one",
        Cases::Several => "several",
    }
}

const fn kind_name(kind: OptionKind) -> &'static str {
    match kind {
        OptionKind::Choice => "choice",
        OptionKind::Words => "words",
        OptionKind::Cases => "cases",
        OptionKind::Target => "target",
        OptionKind::Account => "account",
        OptionKind::Identifier => "identifier",
        OptionKind::Past => "past moment",
        OptionKind::Coming => "coming moment",
        OptionKind::Lasting => "length of time",
        OptionKind::Period => "period",
        OptionKind::Date => "date",
        OptionKind::File => "file number",
        OptionKind::Places => "numbers of targets",
        OptionKind::Command => "command",
        OptionKind::Order => "order",
    }
}
