//! A document as the HTML that Matrix clients show. Everything is escaped; the one kind of link is that of a person who
//! is called.

use crate::document::{Block, Document, Piece};

/// Where Matrix clients find a person: what makes a pill of a name.
const PERSON: &str = "https://matrix.to/#/";

/// The document as HTML of a few elements: `br`, `strong`, `code`, `ul`, `li`, and `a` for a mention alone.
#[must_use]
pub fn html(document: &Document) -> String {
    let mut html = String::new();
    let mut after_line = false;
    for block in &document.blocks {
        match block {
            Block::Line(pieces) => {
                if after_line {
                    html.push_str("<br>");
                }
                push_pieces(&mut html, pieces);
            }
            Block::List(items) => {
                html.push_str("<ul>");
                for item in items {
                    html.push_str("<li>");
                    push_pieces(&mut html, item);
                    html.push_str("</li>");
                }
                html.push_str("</ul>");
            }
        }
        after_line = matches!(block, Block::Line(_));
    }
    html
}

fn push_pieces(html: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        match piece {
            Piece::Text(text) | Piece::Words(text) => push_escaped(html, text),
            Piece::Strong(text) => push_in(html, "strong", text),
            Piece::Code(code) => push_in(html, "code", code),
            Piece::Mention { person, name } if is_person(person) => {
                html.push_str("<a href=\"");
                html.push_str(PERSON);
                push_person(html, person);
                html.push_str("\">");
                push_escaped(html, name);
                html.push_str("</a>");
            }
            Piece::Mention { name, .. } => push_escaped(html, name),
        }
    }
}

fn push_in(html: &mut String, element: &str, text: &str) {
    html.push_str(&format!("<{element}>"));
    push_escaped(html, text);
    html.push_str(&format!("</{element}>"));
}

fn push_escaped(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>"),
            other => html.push(other),
        }
    }
}

/// Whether it is a Matrix user id, in the letters that one may have (specification, "User identifiers").
fn is_person(person: &str) -> bool {
    let Some((name, server)) = person.strip_prefix('@').and_then(|rest| rest.split_once(':')) else { return false };
    let of =
        |text: &str, marks: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || marks.contains(letter));
    !name.is_empty() && !server.is_empty() && of(name, "._=-/+") && of(server, ".-:[]")
}

/// The id inside a fragment: a slash would begin another part of it.
fn push_person(html: &mut String, person: &str) {
    for letter in person.chars() {
        match letter {
            '/' => html.push_str("%2F"),
            '+' => html.push_str("%2B"),
            other => html.push(other),
        }
    }
}
