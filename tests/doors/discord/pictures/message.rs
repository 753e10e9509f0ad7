//! A message, drawn as Discord's clients show it: what it answers, who wrote it, its words, its buttons, and whether anyone
//! else sees it.

use serde_json::Value;

use super::markdown::{Line, Style};
use super::seen::{Above, Seen};
use super::svg::{Ink, Svg, colour};
use super::width::{CUT, Placed, cut, width, wrapped};

pub(super) const WIDTH: u32 = 840;
/// Where words begin, and where they end.
const LEFT: u32 = 72;
const RIGHT: u32 = WIDTH - 20;
/// The middle of the avatars.
const AVATAR: u32 = 36;
const WORDS: Ink = Ink { size: 15, colour: colour::TEXT };
const SMALL: Ink = Ink { size: 12, colour: colour::FAINT };
const AUTHOR: Ink = Ink { size: 16, colour: colour::BRIGHT };
const LINE: u32 = 23;

/// Messages one below the other: the whole picture.
pub(super) fn channel(messages: &[Seen]) -> String {
    let (mut svg, mut y) = (Svg::default(), 10);
    for message in messages {
        y = draw(&mut svg, y, message);
    }
    svg.file(WIDTH, y + 2)
}

/// Draws a message from there on; where it ends.
fn draw(svg: &mut Svg, top: u32, seen: &Seen) -> u32 {
    let mut drawn = Svg::default();
    let mut y = top + 8;
    if let Some(line) = &seen.above {
        y = above(&mut drawn, y, line);
    }
    y = head(&mut drawn, y, seen);
    for line in &seen.lines {
        y = words(&mut drawn, y, line);
    }
    for row in &seen.rows {
        y = buttons(&mut drawn, y, row);
    }
    if seen.alone {
        y = note(&mut drawn, y);
    }
    y += 8;
    let marked = match (seen.calls, seen.alone) {
        (true, _) => Some((colour::CALLED, colour::CALLED_GROUND)),
        (false, true) => Some((colour::BLURPLE, colour::ALONE_GROUND)),
        (false, false) => None,
    };
    if let Some((edge, ground)) = marked {
        svg.area((0, top), (WIDTH, y - top), 0, ground);
        svg.area((0, top), (3, y - top), 0, edge);
    }
    svg.put(drawn);
    y + 8
}

/// One run on one line; where it ends.
pub(super) fn letters(svg: &mut Svg, (x, y): (u32, u32), style: Style, text: &str, ink: Ink) -> u32 {
    let width = width(text, style, ink.size);
    svg.letters((x, y), &Placed { style, text: text.to_owned(), at: 0, width }, ink);
    x + width
}

/// A round picture with the first letter of a name, in a colour of its own.
pub(super) fn avatar(svg: &mut Svg, (x, y): (u32, u32), radius: u32, name: &str) {
    const COLOURS: [&str; 4] = ["#b5508c", "#3ba55c", "#c27c0e", "#5865f2"];
    let which = name.bytes().map(usize::from).sum::<usize>() % COLOURS.len();
    svg.disc((x, y), radius, COLOURS[which]);
    let first: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    let ink = Ink { size: radius, colour: colour::BRIGHT };
    let x = x - width(&first, Style::Strong, ink.size) / 2;
    letters(svg, (x, y + radius * 4 / 11), Style::Strong, &first, ink);
}

fn above(svg: &mut Svg, y: u32, Above { person, runs }: &Above) -> u32 {
    let ink = Ink { size: 13, colour: colour::SOFT };
    svg.stroke(
        &format!("M{AVATAR} {} V{} Q{AVATAR} {} {} {} H{}", y + 20, y + 14, y + 8, AVATAR + 6, y + 8, LEFT - 6),
        "#4e5058",
    );
    avatar(svg, (LEFT + 8, y + 8), 8, person);
    let x = letters(svg, (LEFT + 22, y + 13), Style::Strong, person, ink) + 6;
    let one_line = wrapped(runs, ink.size, u32::MAX / 2).concat();
    for run in one_line {
        let room = (RIGHT - 16 - x).saturating_sub(run.at);
        if run.width <= room {
            svg.letters((x, y + 13), &run, ink);
            continue;
        }
        // A mark alone would be no code.
        let text = cut(&run.text, run.style, ink.size, room);
        let style = if text == CUT { Style::Plain } else { run.style };
        letters(svg, (x + run.at, y + 13), style, &text, ink);
        break;
    }
    y + 24
}

fn head(svg: &mut Svg, y: u32, seen: &Seen) -> u32 {
    avatar(svg, (AVATAR, y + 20), 20, &seen.author);
    let x = letters(svg, (LEFT, y + 15), Style::Strong, &seen.author, AUTHOR) + 6;
    if seen.by_bot {
        svg.area((x, y + 2), (32, 16), 4, colour::BLURPLE);
        letters(svg, (x + 5, y + 14), Style::Strong, "APP", Ink { size: 10, colour: "#ffffff" });
    }
    y + 20
}

fn words(svg: &mut Svg, mut y: u32, Line { small, runs }: &Line) -> u32 {
    let (ink, height) = if *small { (SMALL, LINE - 3) } else { (WORDS, LINE) };
    for line in wrapped(runs, ink.size, RIGHT - LEFT) {
        for run in &line {
            svg.letters((LEFT, y + height - 6), run, ink);
        }
        y += height;
    }
    y
}

fn buttons(svg: &mut Svg, y: u32, row: &Value) -> u32 {
    let (mut x, height) = (LEFT, 32);
    for button in row["components"].as_array().unwrap() {
        let label = button["label"].as_str().unwrap();
        let fill = match button["style"].as_u64() {
            Some(2) => "#4e5058",
            style => panic!("no colour for a button of the style {style:?}"),
        };
        let ink = Ink { size: 14, colour: "#ffffff" };
        let wide = width(label, Style::Plain, ink.size) + 32;
        svg.area((x, y + 8), (wide, height), 8, fill);
        letters(svg, (x + 16, y + 29), Style::Plain, label, ink);
        x += wide + 8;
    }
    y + 8 + height
}

/// What a client writes below that which nobody else sees.
fn note(svg: &mut Svg, y: u32) -> u32 {
    let (middle, x) = (y + 14, LEFT + 8);
    svg.stroke(
        &format!("M{LEFT} {middle} Q{x} {} {} {middle} Q{x} {} {LEFT} {middle} Z", middle - 9, x + 8, middle + 9),
        colour::FAINT,
    );
    svg.disc((x, middle), 2, colour::FAINT);
    let x = letters(svg, (LEFT + 22, y + 18), Style::Plain, "Only you can see this •", SMALL) + 4;
    letters(svg, (x, y + 18), Style::Plain, "Dismiss message", Ink { colour: colour::LINK, ..SMALL });
    y + 22
}
