//! Reads what follows a command's name, word by word, once.

use std::ops::Range;

use super::cases;
use super::{Edit, Fault, Given, Parts, TARGETS_LIMIT, TEXT_LIMIT};
use crate::bad::Misreading;
use crate::definition::{Cases, Definition, OptionDefinition, OptionKind};
use crate::fold::folded;
use crate::target::{read_address, resembles_address};

/// The longest name of an option that is looked at, in bytes.
const LONGEST_OPTION: usize = 32;

/// The quotation marks that can stand around a value.
pub(crate) const QUOTES: &[(char, char)] = &[('"', '"'), ('«', '»'), ('“', '”'), ('„', '“')];

/// Takes apart what follows the name of a command.
pub(crate) fn parts<'a>(definition: &'a Definition, rest: &str) -> Parts<'a> {
    let parts = Parts::default();
    let mut reader = Reader {
        definition,
        rest,
        position: 0,
        parts,
        text_length: 0,
        targets: 0,
        is_unclosed: false,
        continued: None,
    };
    while let Some(span) = reader.next_word() {
        reader.take(span);
    }
    if reader.text_length > TEXT_LIMIT {
        reader.fault(Fault::of(Misreading::TextLong { count: reader.text_length, limit: TEXT_LIMIT }));
    }
    if reader.targets > TARGETS_LIMIT {
        reader.fault(Fault::of(Misreading::TargetsMany { count: reader.targets, limit: TARGETS_LIMIT }));
    }
    reader.parts.text = reader.text();
    reader.parts
}

struct Reader<'a, 'b> {
    definition: &'a Definition,
    rest: &'b str,
    position: usize,
    parts: Parts<'a>,
    /// Of the text so far, in characters.
    text_length: usize,
    /// How many addresses were read.
    targets: usize,
    /// Whether a quotation mark was found that nothing closes.
    is_unclosed: bool,
    /// The prefix of a list of cases that goes on in the next word.
    continued: Option<String>,
}

impl<'a, 'b> Reader<'a, 'b> {
    fn fault(&mut self, fault: Fault) {
        self.parts.fault.get_or_insert(fault);
    }

    fn slice(&self, span: Range<usize>) -> &'b str {
        self.rest.get(span).unwrap_or_default()
    }

    fn word_from(&self, from: usize) -> Option<Range<usize>> {
        let after = self.slice(from..self.rest.len());
        let start = from + after.find(|letter: char| !letter.is_whitespace())?;
        let after = self.slice(start..self.rest.len());
        Some(start..start + after.find(char::is_whitespace).unwrap_or(after.len()))
    }

    fn next_word(&mut self) -> Option<Range<usize>> {
        let span = self.word_from(self.position)?;
        self.position = span.end;
        Some(span)
    }

    fn in_text(&self) -> bool {
        !self.parts.text_words.is_empty()
    }

    fn take(&mut self, span: Range<usize>) {
        // What is much too long is only measured.
        if self.text_length > TEXT_LIMIT
            || !(self.took_option(&span)
                || self.took_spaced_option(&span)
                || self.took_case(&span)
                || self.took_address(&span))
        {
            self.take_words(span);
        }
    }

    /// `urgency : urgent`, as French has it, and `urgency=urgent`. Before the text it is the option; within it, where it may
    /// be the text's own, a value that the option knows is refused rather than read or left.
    fn took_spaced_option(&mut self, span: &Range<usize>) -> bool {
        let word = self.slice(span.clone());
        let next = self.word_from(span.end);
        let (name, value) = match (word.split_once('='), next) {
            (Some((name, "")), next) => (name, next),
            (Some((name, _)), _) => (name, Some(span.start + name.len() + 1..span.end)),
            (None, Some(mark)) if matches!(self.slice(mark.clone()), ":" | "=") => (word, self.word_from(mark.end)),
            (None, Some(mark)) if self.slice(mark.clone()).starts_with([':', '=']) => {
                (word, Some(mark.start + 1..mark.end))
            }
            _ => return false,
        };
        let definition: &'a Definition = self.definition;
        let (Some(option), Some(value)) = (definition.option(name), value) else { return false };
        if definition.text.verbatim {
            return false;
        }
        if !self.in_text() {
            self.take_option(option, span, value.start);
            return true;
        }
        let typed = self.slice(value.clone()).trim_end_matches([',', ';', '.']);
        if option.kind != OptionKind::Choice || (option.choice(typed).is_none() && option.careful.is_none()) {
            return false;
        }
        let what = Misreading::OptionSpaced { option: option.name().to_owned(), word: typed.to_owned() };
        self.fault(Fault::mended(what, span.start..value.start, format!("{name}:")));
        true
    }

    /// An option, or what is nearly one.
    fn took_option(&mut self, span: &Range<usize>) -> bool {
        let word = self.slice(span.clone());
        let Some(colon) = word.find(':').filter(|colon| (1..=LONGEST_OPTION).contains(colon)) else { return false };
        let (name, after) = (word.get(..colon).unwrap_or_default(), word.get(colon + 1..).unwrap_or_default());
        let is_name = name.starts_with(char::is_alphabetic)
            && name.chars().all(|letter| letter.is_alphanumeric() || "-_'’\u{300}\u{301}".contains(letter));
        if !is_name || after.starts_with("//") {
            return false;
        }
        let definition: &'a Definition = self.definition;
        if let Some(option) = definition.option(name) {
            self.take_option(option, span, span.start + colon + 1);
            return true;
        }
        let is_address = self.definition.takes_addresses() && !self.in_text() && resembles_address(word);
        !is_address && self.refused_option(name, after, span)
    }

    /// What is nearly an option is refused, in the text too; before it, whatever has the form of one.
    fn refused_option(&mut self, name: &str, after: &str, span: &Range<usize>) -> bool {
        if self.parts.fault.is_some() || self.definition.text.verbatim {
            return false;
        }
        let has_its_form = !self.in_text() && !after.is_empty() && name.chars().count() > 1;
        let begun = || self.definition.option_beginning(&folded(name)).filter(|_| has_its_form);
        let near = self.definition.near_option(&folded(name)).or_else(begun);
        if near.is_none() && !has_its_form {
            return false;
        }
        let what = Misreading::Option {
            word: format!("{name}:"),
            near: near.map(|option| option.name().to_owned()),
            options: self.definition.shown_options().map(|option| option.name().to_owned()).collect(),
        };
        let fault = match near {
            Some(option) => Fault::mended(what, span.start..span.start + name.len(), option.name()),
            None => Fault::mended(what, span.clone(), ""),
        };
        self.fault(fault);
        true
    }

    fn take_option(&mut self, option: &'a OptionDefinition, span: &Range<usize>, value_from: usize) {
        let name = option.name().to_owned();
        let typed_name = folded(self.slice(span.clone()).split([':', '=']).next().unwrap_or_default());
        let first = self.slice(value_from..self.rest.len()).chars().next();
        let mut value_from = value_from;
        if first.is_none_or(char::is_whitespace) {
            // A space behind the colon, as telephones put it; within the text it could be the text's own colon.
            let next = self.word_from(value_from).filter(|next| {
                let number = self.slice(next.clone()).starts_with(|letter: char| letter.is_ascii_digit());
                !self.in_text() && (option.kind != OptionKind::Places || number)
            });
            let Some(next) = next else {
                let what = Misreading::OptionEmpty { option: name };
                if option.kind == OptionKind::Places {
                    return self.fault(Fault::mended(what, value_from..value_from, "1"));
                }
                let space = self.slice(value_from..self.rest.len());
                let space = space.len() - space.trim_start().len();
                return self.fault(Fault::mended(what, value_from..value_from + space, ""));
            };
            value_from = next.start;
        }
        let Some((value, value_span)) = self.value(option, value_from) else {
            let all = value_from..self.rest.len();
            if self.definition.text.verbatim {
                let value = self.slice(all.clone()).to_owned();
                self.position = all.end;
                return self.parts.options.push(Given {
                    option,
                    name: typed_name,
                    value,
                    span: span.start..all.end,
                    value_span: all,
                });
            }
            let closed = format!("{}\"", self.slice(all.clone()).replacen(['«', '“', '„'], "\"", 1));
            return self.fault(Fault::mended(Misreading::Quote { option: name }, all, closed));
        };
        let span = span.start..value_span.end;
        self.position = span.end;
        if value.trim().is_empty() {
            return self.fault(Fault::mended(Misreading::OptionEmpty { option: name }, span, ""));
        }
        if !option.repeated && self.parts.given(&name).is_some() {
            return self.fault(Fault::mended(Misreading::OptionTwice { option: name }, span, ""));
        }
        self.parts.options.push(Given { option, name: typed_name, value, span, value_span });
    }

    /// The value that begins there, and where it stands; nothing where a quotation mark is not closed.
    fn value(&mut self, option: &OptionDefinition, from: usize) -> Option<(String, Range<usize>)> {
        let after = self.slice(from..self.rest.len());
        let quoted = QUOTES.iter().find_map(|(open, close)| Some((after.strip_prefix(*open)?, *open, *close)));
        let Some((inside, open, close)) = quoted else {
            let end = from + after.find(char::is_whitespace).unwrap_or(after.len());
            let end = if option.kind == OptionKind::Places { self.places_until(from, end) } else { end };
            let value = self.slice(from..end).trim_end_matches([',', ';']);
            return Some((value.to_owned(), from..end));
        };
        let length = if self.is_unclosed { None } else { closing_mark(inside, close, open) };
        let Some(length) = length else {
            // Where none closes the first, none closes the next: nobody looks for it to the end again.
            self.is_unclosed = true;
            return None;
        };
        let closing = inside.get(length..)?.chars().next().map_or(0, char::len_utf8);
        let value = inside.get(..length)?.trim().to_owned();
        Some((value, from..from + open.len_utf8() + length + closing))
    }

    /// Numbers go on behind a comma: `target:1, 3`.
    fn places_until(&self, from: usize, mut end: usize) -> usize {
        while self.slice(from..end).ends_with(',') {
            let next = self.word_from(end);
            let is_number =
                |next: &Range<usize>| self.slice(next.clone()).starts_with(|one: char| one.is_ascii_digit());
            let Some(next) = next.filter(is_number) else { break };
            end = next.end;
        }
        end
    }

    fn took_case(&mut self, span: &Range<usize>) -> bool {
        if self.definition.cases == Cases::None || self.in_text() {
            return false;
        }
        let word = self.slice(span.clone());
        if self.parts.cases.len() > cases::CASES_LIMIT {
            return cases::begins_like_one(word);
        }
        let Some(named) = cases::named(word, self.continued.as_deref()) else { return false };
        match named {
            Ok(more) => {
                self.continued = more.last().filter(|_| word.ends_with(',')).map(|case| case.prefix.clone());
                self.parts.cases.extend(more);
            }
            Err(fault) => {
                let edits = mended_case(word).map(|with| Edit { span: span.clone(), with }).into_iter().collect();
                self.fault(Fault { what: fault, edits });
            }
        }
        true
    }

    fn took_address(&mut self, span: &Range<usize>) -> bool {
        let word = self.slice(span.clone());
        if !self.definition.takes_addresses() || self.in_text() || !resembles_address(word) {
            return false;
        }
        self.targets += 1;
        if self.targets <= TARGETS_LIMIT {
            match read_address(word) {
                Ok(target) => self.parts.targets.push(target),
                Err(fault) => {
                    self.fault(Fault::mended(Misreading::Target { word: word.to_owned(), fault }, span.clone(), ""));
                }
            }
        }
        true
    }

    fn take_words(&mut self, span: Range<usize>) {
        if !self.definition.text.taken {
            let what = Misreading::Leftover { word: self.slice(span.clone()).to_owned() };
            return self.fault(Fault::mended(what, span, ""));
        }
        self.text_length += usize::from(self.in_text()) + self.slice(span.clone()).chars().count();
        self.parts.text_words.push(span);
    }

    /// The words of the text with what stood between them; an option taken out of it leaves a space.
    fn text(&self) -> String {
        let mut text = String::new();
        let mut end = None;
        for span in &self.parts.text_words {
            if let Some(end) = end {
                let between = self.slice(end..span.start);
                text.push_str(if between.chars().all(char::is_whitespace) { between } else { " " });
            }
            text.push_str(self.slice(span.clone()));
            end = Some(span.end);
        }
        text
    }
}

/// Where a quoted value ends: at a mark behind which nothing of the same word follows but punctuation.
fn closing_mark(inside: &str, close: char, open: char) -> Option<usize> {
    let ends = |mark: char| {
        inside.match_indices(mark).map(|(position, mark)| (position, inside.get(position + mark.len()..))).find_map(
            |(position, after)| {
                let follows = after?.chars().next();
                follows.is_none_or(|next| next.is_whitespace() || ",;.!?)".contains(next)).then_some(position)
            },
        )
    };
    ends(close).or_else(|| if open == '"' { None } else { ends('"') })
}

/// The reference that was probably meant: without leading zeros.
fn mended_case(word: &str) -> Option<String> {
    let (prefix, number) = word.split_once('-')?;
    let number = number.trim_start_matches('0');
    let whole = number.starts_with(|digit: char| digit.is_ascii_digit());
    whole.then(|| format!("{prefix}-{number}"))
}
