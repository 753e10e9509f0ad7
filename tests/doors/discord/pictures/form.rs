//! A form over the channel, and the choices above the line in which somebody types: both from the JSON with which the bot
//! answered.

use liaison_counterpart::{Counterpart, Form};
use serde_json::Value;

use super::markdown::Style;
use super::message::{WIDTH, avatar, letters};
use super::svg::{Ink, Svg, colour};
use super::width::{cut, width};

const FORM_WIDTH: u32 = 520;
/// What stands free on either side of its fields.
const EDGE: u32 = 24;
const LABEL: Ink = Ink { size: 15, colour: colour::BRIGHT };
const FIELD: Ink = Ink { size: 15, colour: colour::TEXT };
const HINT: Ink = Ink { size: 15, colour: colour::FAINT };
/// Discord's number for a field where one thing of some is chosen.
const SELECT: u64 = 3;
/// Discord's number for a field of several lines.
const PARAGRAPH: u64 = 2;

/// The form as it is before it is sent, with what was filled in.
pub(super) fn form(discord: &Counterpart, form: &Form, filled: &[(&str, &str)]) -> String {
    let (mut svg, mut y) = (Svg::default(), 24);
    let app = discord.name(discord.application()).unwrap();
    avatar(&mut svg, (EDGE + 16, y + 14), 16, &app);
    let title = Ink { size: 20, colour: colour::BRIGHT };
    letters(&mut svg, (EDGE + 44, y + 21), Style::Strong, &form.title, title);
    let cross = FORM_WIDTH - EDGE - 12;
    svg.stroke(&format!("M{cross} {} l12 12 m0 -12 l-12 12", y + 8), colour::SOFT);
    y += 52;
    for label in &form.components {
        y = field(&mut svg, y, label, filled);
    }
    let foot = 72;
    // Round below alone.
    svg.area((0, y), (FORM_WIDTH, foot), 8, colour::BELOW);
    svg.area((0, y), (FORM_WIDTH, foot / 2), 0, colour::BELOW);
    let send = FORM_WIDTH - EDGE - 96;
    letters(&mut svg, (send - 72, y + 41), Style::Plain, "Cancel", LABEL);
    svg.area((send, y + 17), (96, 38), 8, colour::BLURPLE);
    letters(&mut svg, (send + 24, y + 41), Style::Plain, "Submit", Ink { colour: "#ffffff", ..LABEL });
    svg.file(FORM_WIDTH, y + foot)
}

fn field(svg: &mut Svg, y: u32, label: &Value, filled: &[(&str, &str)]) -> u32 {
    let input = &label["component"];
    let given = filled.iter().find(|(name, _)| input["custom_id"] == *name).map(|(_, value)| *value);
    let x = letters(svg, (EDGE, y + 15), Style::Strong, label["label"].as_str().unwrap(), LABEL);
    if input["required"] == true {
        letters(svg, (x + 4, y + 16), Style::Strong, "*", Ink { colour: colour::NEEDED, ..LABEL });
    }
    let height = if input["style"].as_u64() == Some(PARAGRAPH) { 84 } else { 42 };
    svg.area((EDGE, y + 26), (FORM_WIDTH - 2 * EDGE, height), 6, colour::DEEP);
    let stands = match input["type"].as_u64() {
        Some(SELECT) => {
            let (x, y) = (FORM_WIDTH - EDGE - 28, y + 44);
            svg.stroke(&format!("M{x} {y} l6 6 l6 -6"), colour::SOFT);
            chosen(input, given)
        }
        _ => given.or(input["value"].as_str()),
    };
    let hint = input["placeholder"].as_str().unwrap_or_default();
    let (text, ink) = stands.map_or((hint, HINT), |text| (text, FIELD));
    // As in a client, a line that is longer than its field is not seen to its end.
    let text = cut(text, Style::Plain, ink.size, FORM_WIDTH - 2 * EDGE - 24);
    letters(svg, (EDGE + 12, y + 52), Style::Plain, &text, ink);
    y + 26 + height + 22
}

/// What is shown of the choice that was made, or that stands there by default.
fn chosen<'a>(menu: &'a Value, given: Option<&str>) -> Option<&'a str> {
    let is_it = |option: &&Value| given.map_or(option["default"] == true, |given| option["value"] == given);
    menu["options"].as_array().unwrap().iter().find(is_it)?["label"].as_str()
}

/// What is typed, word by word, and what is offered for the last of it.
pub(super) struct Typed<'a> {
    pub(super) command: &'a str,
    pub(super) option: &'a str,
    pub(super) so_far: &'a str,
    /// What is shown of each choice.
    pub(super) choices: Vec<String>,
}

/// The choices above the line in which it is typed.
pub(super) fn typing(discord: &Counterpart, typed: &Typed<'_>) -> String {
    let (mut svg, left, row) = (Svg::default(), 16, 36);
    let height = 40 + row * u32::try_from(typed.choices.len()).unwrap() + 8;
    svg.area((left, 16), (WIDTH - 2 * left, height), 8, colour::BELOW);
    let x = letters(&mut svg, (left + 16, 42), Style::Strong, typed.option, LABEL) + 10;
    letters(&mut svg, (x, 42), Style::Plain, &description(discord, typed), HINT);
    let mut y = 56;
    for (place, choice) in typed.choices.iter().enumerate() {
        if place == 0 {
            svg.area((left + 8, y), (WIDTH - 2 * left - 16, row), 4, colour::CHOSEN);
        }
        letters(&mut svg, (left + 16, y + 23), Style::Plain, choice, FIELD);
        y += row;
    }
    y += 16;
    svg.area((left, y), (WIDTH - 2 * left, 46), 8, colour::RAISED);
    let x = letters(&mut svg, (left + 16, y + 28), Style::Plain, &format!("/{}", typed.command), LABEL) + 10;
    let name = width(typed.option, Style::Plain, FIELD.size) + 16;
    let value = width(typed.so_far, Style::Plain, FIELD.size) + 20;
    svg.area((x, y + 9), (name + value, 28), 4, colour::DEEP);
    letters(&mut svg, (x + 8, y + 28), Style::Plain, typed.option, HINT);
    svg.area((x + name, y + 11), (value - 2, 24), 3, colour::GROUND);
    let cursor = letters(&mut svg, (x + name + 8, y + 28), Style::Plain, typed.so_far, FIELD) + 1;
    svg.area((cursor, y + 15), (1, 16), 0, colour::BRIGHT);
    svg.file(WIDTH, y + 46 + 16)
}

/// What the bot has registered about that option.
fn description(discord: &Counterpart, typed: &Typed<'_>) -> String {
    let commands = discord.commands(None);
    let command = commands.iter().find(|command| command["name"] == typed.command).unwrap();
    let options = command["options"].as_array().unwrap();
    let option = options.iter().find(|option| option["name"] == typed.option).unwrap();
    option["description"].as_str().unwrap().to_owned()
}
