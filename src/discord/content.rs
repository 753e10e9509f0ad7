//! A document as Discord's Markdown, cut into messages that Discord takes.
//!
//! Every message ends with the post's own marker, small below the text (`-# Ab3dE9xZ01`): letters of the delivery's key.
//! Discord forgets a nonce after a few minutes and shows it nowhere; the marker is how a post is found again in the
//! channel's history. The parts of a long post are told apart by a number behind it.

use std::num::NonZeroUsize;

use liaison_chat::{Block, DeliveryKey, Document, Piece};

use crate::escape::{begins_line, code, escaped};
use crate::snowflake;

/// The longest message, in characters; counted in units of UTF-16, which are never fewer.
const LIMIT: usize = 2_000;
/// Room for the marker's line.
const MARKER_LIMIT: usize = 24;
/// What stands where something was left out.
const CUT: &str = "…";
/// So many lines at the end of a text are never left out.
const LAST_LINES: usize = 2;
/// So many letters of the key are its marker.
const MARKER: usize = 10;

/// The texts of the messages that show the document, each within Discord's limit, the marker of that key below each.
pub(crate) fn parts(document: &Document, key: &DeliveryKey) -> Vec<String> {
    let texts = split(&lines(document));
    let marked = texts.into_iter().enumerate().map(|(part, text)| with_marker(&text, &marker(key, part)));
    marked.collect()
}

/// The texts of just so many messages: what is too long loses lines before its last two, which say what is due and what
/// can be done, and has a mark there; a message that there is nothing left for bears its marker alone.
pub(crate) fn parts_of(document: &Document, key: &DeliveryKey, count: NonZeroUsize) -> Vec<String> {
    let mut lines = lines(document);
    let mut texts = split(&lines);
    while texts.len() > count.get() && lines.len() > LAST_LINES + 1 {
        let before_last = lines.len() - LAST_LINES - 1;
        if lines[before_last] == [CUT] {
            lines.remove(before_last - 1);
        } else {
            lines[before_last] = vec![CUT.to_owned()];
        }
        texts = split(&lines);
    }
    texts.resize(count.get(), String::new());
    let marked = texts.into_iter().enumerate().map(|(part, text)| with_marker(&text, &marker(key, part)));
    marked.collect()
}

/// The marker of a part, counted from zero.
pub(crate) fn marker(key: &DeliveryKey, part: usize) -> String {
    let letters: Vec<char> = key.0.chars().filter(char::is_ascii_alphanumeric).collect();
    // Beginning and end, so that keys that count up differ as well as keys that are drawn.
    let end = letters.len().saturating_sub(MARKER - 4).max(4);
    let short = letters.iter().take(4).chain(letters.iter().skip(end));
    let own: String = if letters.len() <= MARKER { letters.iter().collect() } else { short.collect() };
    if part == 0 { own } else { format!("{own}-{}", part + 1) }
}

/// Whether a text ends with that marker.
pub(crate) fn is_marked(text: &str, marker: &str) -> bool {
    text.lines().next_back().and_then(|line| line.strip_prefix("-# ")) == Some(marker)
}

/// Whether a text is a further part of a post, by the number in its marker.
pub(crate) fn is_further_part(text: &str) -> bool {
    let marker = text.lines().next_back().and_then(|line| line.strip_prefix("-# "));
    marker.and_then(|marker| marker.rsplit_once('-')).is_some_and(|(_, part)| part.parse::<usize>().is_ok())
}

fn with_marker(text: &str, marker: &str) -> String {
    if text.is_empty() { format!("-# {marker}") } else { format!("{text}\n-# {marker}") }
}

/// Each line as words that may stand apart, written for Discord.
fn lines(document: &Document) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Line(pieces) => lines.push(words(pieces)),
            Block::List(items) => lines.extend(items.iter().map(|item| {
                let mut line = words(item);
                match line.first_mut() {
                    Some(first) => first.insert_str(0, "• "),
                    None => line.push("•".to_owned()),
                }
                line
            })),
        }
    }
    lines
}

fn words(pieces: &[Piece]) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Words(text) => words.extend(text.split_inclusive(' ').map(escaped)),
            Piece::Strong(text) if text.trim().is_empty() => words.push(text.clone()),
            Piece::Strong(text) => words.push(format!("**{}**", escaped(text.trim()))),
            Piece::Code(text) => words.push(code(text)),
            Piece::Mention { person, name } => words.push(mention(person).unwrap_or_else(|| escaped(name))),
        }
    }
    begin(&mut words);
    words
}

/// Whatever the line begins with, over blanks and over the end of a word, is written out.
fn begin(words: &mut [String]) {
    let Some(at) = words.iter().position(|word| !word.trim().is_empty()) else { return };
    let Some([first, rest @ ..]) = words.get_mut(at..) else { return };
    let is_number = first.trim_start().bytes().all(|byte| byte.is_ascii_digit());
    if let Some(next) = rest.first_mut().filter(|next| is_number && next.starts_with(['.', ')'])) {
        next.insert(0, '\\');
    }
    *first = begins_line(first);
}

fn mention(person: &str) -> Option<String> {
    let user = snowflake::user(person).map(|user| format!("<@{user}>"));
    user.or_else(|| snowflake::role(person).map(|role| format!("<@&{role}>")))
}

/// Lines put together as long as they fit; a line that fits nowhere is cut between words.
fn split(lines: &[Vec<String>]) -> Vec<String> {
    let limit = LIMIT - MARKER_LIMIT;
    let mut texts = vec![String::new()];
    for line in lines {
        let whole = line.concat();
        let text = texts.last().map_or(0, |text| width(text));
        if text > 0 && text + 1 + width(&whole) <= limit {
            push(&mut texts, "\n", &whole);
            continue;
        }
        if text > 0 {
            texts.push(String::new());
        }
        if width(&whole) <= limit {
            push(&mut texts, "", &whole);
            continue;
        }
        for word in line {
            for (at, word) in pieces(word, limit).into_iter().enumerate() {
                let begins = at > 0 || texts.last().is_some_and(|text| width(text) + width(&word) > limit);
                if begins {
                    texts.push(String::new());
                }
                let is_first = texts.last().is_some_and(|text| text.trim().is_empty());
                push(&mut texts, "", &if is_first { begins_line(&word) } else { word });
            }
        }
    }
    texts.retain(|text| !text.trim().is_empty());
    if texts.is_empty() { vec![String::new()] } else { texts }
}

fn push(texts: &mut [String], before: &str, text: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(before);
        last.push_str(text);
    }
}

/// A word that is longer than a whole message, in pieces; a sign stays with the stroke before it, code stays code.
fn pieces(word: &str, limit: usize) -> Vec<String> {
    if width(word) <= limit {
        return vec![word.to_owned()];
    }
    let fence = if word.starts_with('`') { "`" } else { "" };
    let inner = word.trim_matches(|letter| !fence.is_empty() && letter == '`');
    let (mut pieces, mut piece, mut after_stroke) = (Vec::new(), String::new(), false);
    for letter in inner.chars() {
        if width(&piece) + 4 > limit && !after_stroke {
            pieces.push(format!("{fence}{piece}{fence}"));
            piece.clear();
        }
        after_stroke = letter == '\\' && !after_stroke && fence.is_empty();
        piece.push(letter);
    }
    pieces.push(format!("{fence}{piece}{fence}"));
    pieces
}

fn width(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests;
