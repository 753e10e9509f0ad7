//! Help: every command in a line, or one with its options and lines that work, all from the command table.

use super::bundle::Fill;
use super::voice::Voice;
use crate::definition::RequiredFor;
use crate::document::{Block, Document, Piece};
use crate::table::{Definition, OptionDefinition, OptionKind};

/// The list of the commands, or one of them at length.
pub(crate) fn help(voice: Voice<'_>, command: Option<&str>) -> Document {
    let Some(name) = command else { return list(voice, Vec::new()) };
    match voice.table.command(name) {
        Some(definition) => one(voice, definition),
        None => list(voice, vec![voice.line("help-unknown", &[("word", voice.words(name))])]),
    }
}

fn list(voice: Voice<'_>, mut blocks: Vec<Block>) -> Document {
    let all = voice.table.all();
    blocks.push(voice.line("help", &[("count", Fill::count(all.len()))]));
    blocks.push(Block::List(all.iter().map(|definition| row(voice, definition)).collect()));
    let line = voice.command("help", voice.command_name("resolved"));
    blocks.push(voice.line("help-more", &[("line", line)]));
    Document { blocks, ..Document::default() }
}

fn row(voice: Voice<'_>, definition: &Definition) -> Vec<Piece> {
    let mut fills =
        vec![("line", voice.command(definition.name(), "")), ("does", voice.named("does", definition.name()))];
    match definition.side {
        Some(side) => {
            fills.push(("side", voice.named("owner", side.name())));
            voice.say("help-row-side", &fills)
        }
        None => voice.say("help-row", &fills),
    }
}

fn one(voice: Voice<'_>, definition: &Definition) -> Document {
    let language = voice.view.language;
    let own = definition.names.of(language);
    let also: Vec<&str> = definition.names.all().filter(|name| *name != own).collect();
    let mut blocks = vec![Block::Line(row(voice, definition))];
    if !also.is_empty() {
        blocks.push(voice.line("help-also", &[("names", voice.code(&also.join(", ")))]));
    }
    let options = definition.shown_options().map(|option| option_row(voice, definition, option));
    let options: Vec<_> = options.collect();
    if !options.is_empty() {
        blocks.push(voice.line("help-options", &[]));
        blocks.push(Block::List(options));
    }
    let examples = definition.examples.of(language).iter();
    let examples: Vec<_> = examples.map(|example| vec![voice.command_piece(definition.name(), example)]).collect();
    if !examples.is_empty() {
        blocks.push(voice.line("help-examples", &[]));
        blocks.push(Block::List(examples));
    }
    Document { blocks, ..Document::default() }
}

fn option_row(voice: Voice<'_>, definition: &Definition, option: &OptionDefinition) -> Vec<Piece> {
    let language = voice.view.language;
    let name = voice.code(&format!("{}:", option.names.of(language)));
    let values: Vec<&str> = option.choices.iter().map(|choice| choice.names.of(language)).collect();
    let mut fills = vec![("option", name)];
    let kind = match option.kind {
        OptionKind::Choice => {
            fills.push(("values", voice.code(&values.join(", "))));
            "help-option-choice"
        }
        OptionKind::Past | OptionKind::Coming => "help-option-time",
        OptionKind::Lasting => "help-option-lasting",
        OptionKind::Period => "help-option-period",
        OptionKind::Date => "help-option-date",
        OptionKind::Cases => "help-option-cases",
        OptionKind::Target => "help-option-target",
        OptionKind::Account => "help-option-account",
        OptionKind::Identifier => "help-option-identifier",
        OptionKind::File => "help-option-file",
        OptionKind::Places => "help-option-places",
        OptionKind::Command => "help-option-command",
        OptionKind::Words if !values.is_empty() => {
            fills.push(("values", voice.code(&values.join(", "))));
            "help-option-filter"
        }
        OptionKind::Words if definition.text.option.as_deref() != Some(option.name()) => {
            fills.push(("what", voice.named("option", option.name())));
            "help-option-named"
        }
        OptionKind::Words | OptionKind::Order => "help-option-words",
    };
    let row = voice.say(kind, &fills);
    match (option.required, option.required_for) {
        (true, _) => voice.say("help-option-needed", &[("line", Fill::Pieces(row))]),
        (false, Some(RequiredFor::Content)) => voice.say("help-option-needed-content", &[("line", Fill::Pieces(row))]),
        (false, None) => row,
    }
}
