//! How wide letters are, and where lines of them break. Widths are those of Helvetica, which Arial and Liberation Sans
//! share; whatever font a reader has, each run of letters is fitted to the width that was reckoned with here.

use super::markdown::{Run, Style};

/// Of the letters from the space to the tilde, in thousandths of the size.
#[rustfmt::skip]
const PLAIN: [u32; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
#[rustfmt::skip]
const STRONG: [u32; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
const CODE: u32 = 600;
/// What stands free on either side of code and of mentions, in pixels.
pub(super) const AROUND: u32 = 4;

/// What stands where a text was cut off.
pub(super) const CUT: &str = "…";

/// Code is a little smaller than what stands around it.
pub(super) fn size_of(style: Style, size: u32) -> u32 {
    if style == Style::Code { size * 7 / 8 } else { size }
}

/// The width of a text, in pixels.
pub(super) fn width(text: &str, style: Style, size: u32) -> u32 {
    let letter = |letter: char| {
        let place = (letter as usize).checked_sub(32);
        let listed = |widths: &[u32; 95]| place.and_then(|place| widths.get(place)).copied();
        match style {
            Style::Code => CODE,
            Style::Strong => listed(&STRONG).unwrap_or_else(|| other(letter)),
            Style::Plain | Style::Mention => listed(&PLAIN).unwrap_or_else(|| other(letter)),
        }
    };
    (text.chars().map(letter).sum::<u32>() * size_of(style, size)).div_ceil(1_000)
}

fn other(letter: char) -> u32 {
    match letter {
        '…' | '—' => 1_000,
        '·' | '’' | '‘' => 278,
        '“' | '”' | '•' => 350,
        _ => 556,
    }
}

/// As much of a text as has room, with a mark where something was cut off.
pub(super) fn cut(text: &str, style: Style, size: u32, room: u32) -> String {
    if width(text, style, size) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if width(&format!("{short}{letter}{CUT}"), style, size) > room {
            break;
        }
        short.push(letter);
    }
    format!("{}{CUT}", short.trim_end())
}

/// Letters that look alike, where they stand on their line.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) style: Style,
    pub(super) text: String,
    pub(super) at: u32,
    pub(super) width: u32,
}

/// A word, or the part of it that looks alike.
#[derive(Clone, Copy)]
struct Piece<'a> {
    run: usize,
    style: Style,
    text: &'a str,
}

/// The runs in lines that have room.
pub(super) fn wrapped(runs: &[Run], size: u32, room: u32) -> Vec<Vec<Placed>> {
    let mut lines = vec![Vec::new()];
    for word in words(runs) {
        if let Some(line) = lines.last_mut() {
            let so_far = line.len();
            line.extend(word.iter().copied());
            if so_far > 0 && end(&placed(line, size)) > room {
                line.truncate(so_far);
                lines.push(word);
            }
        }
    }
    let lines: Vec<_> = lines.iter().map(|line| placed(line, size)).collect();
    assert!(lines.iter().all(|line| end(line) <= room), "a word is wider than the picture: {runs:?}");
    lines
}

/// What stays together: pieces up to a space.
fn words(runs: &[Run]) -> Vec<Vec<Piece<'_>>> {
    let mut words = vec![Vec::new()];
    for (run, Run { style, text }) in runs.iter().enumerate() {
        for text in text.split_inclusive(' ') {
            if let Some(word) = words.last_mut() {
                word.push(Piece { run, style: *style, text });
            }
            if text.ends_with(' ') {
                words.push(Vec::new());
            }
        }
    }
    words
}

fn placed(pieces: &[Piece<'_>], size: u32) -> Vec<Placed> {
    let mut at = 0;
    let mut line = Vec::new();
    for alike in pieces.chunk_by(|one, next| one.run == next.run) {
        let (style, text) = (alike[0].style, alike.iter().map(|piece| piece.text).collect::<String>());
        let around = if matches!(style, Style::Code | Style::Mention) { AROUND } else { 0 };
        let before = width(&text[..text.len() - text.trim_start().len()], style, size);
        let shown = text.trim();
        let after = width(&text[text.trim_end().len()..], style, size);
        let width = width(shown, style, size);
        if !shown.is_empty() {
            line.push(Placed { style, text: shown.to_owned(), at: at + before + around, width });
        }
        at += if shown.is_empty() { before } else { before + around + width + around + after };
    }
    line
}

/// Where the last letter of a line ends.
fn end(line: &[Placed]) -> u32 {
    line.last().map_or(0, |last| last.at + last.width + if last.style == Style::Code { AROUND } else { 0 })
}
