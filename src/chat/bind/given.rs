//! The values of options, each read as its kind asks for.

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc};

use crate::asked::{Asked, SEARCH_LIMIT};
use crate::bad::Misreading;
use crate::definition::{Definition, OptionKind};
use crate::fold::folded;
use crate::grammar::{Edit, Fault, Given, Parts, TEXT_LIMIT};
use crate::moment::{MomentFault, coming, lasting, past};
use crate::read::Context;
use crate::visible::cleaned;

/// The longest file number, in characters.
const FILE_LIMIT: usize = 100;

/// The names of an option of that kind which ask for a length; by the others a time of day is meant.
const LENGTHS: [&str; 2] = ["for", "pendant"];
/// A value of several words has so many more than its first.
const JOINED_WORDS: usize = 3;

/// What was typed for one command.
pub(crate) struct Values<'a> {
    pub(crate) definition: &'a Definition,
    pub(crate) parts: &'a Parts<'a>,
    pub(crate) hearing: &'a Context<'a>,
}

impl Values<'_> {
    /// The value of a choice, by its stable name in the rules; none where the option was not given.
    pub(crate) fn choice<T>(&self, name: &str, of: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
        let Some(given) = self.parts.given(name) else { return Ok(None) };
        let choice = given.option.choice(&given.value);
        // `tlp:amber strict`: half a value would be another one.
        if let Some(fault) = choice.and_then(|choice| self.joined(given, Some(choice))) {
            return Err(fault);
        }
        match choice.and_then(of) {
            Some(value) => Ok(Some(value)),
            None => Err(self.wrong_value(given)),
        }
    }

    /// The choice that a value makes with the words behind it, where that is another one than it makes alone.
    fn joined(&self, given: &Given<'_>, alone: Option<&str>) -> Option<Fault> {
        let option = given.option;
        let (mut spaced, mut close) = (given.value.clone(), given.value.clone());
        let mut found = None;
        for (word, span) in self.parts.behind(given.value_span.end).take(JOINED_WORDS) {
            spaced = format!("{spaced} {word}");
            close = format!("{close}{word}");
            let choice = option.choice(&spaced).or_else(|| option.choice(&close));
            found = choice
                .filter(|choice| Some(*choice) != alone)
                .map(|choice| (choice, span.end, spaced.clone()))
                .or(found);
        }
        let (choice, end, word) = found?;
        let what = Misreading::Value { option: option.name().to_owned(), word, values: option.choice_names() };
        Some(Fault::mended(what, given.value_span.start..end, choice))
    }

    /// A value that the option does not know: the one that it resembles, the one that it makes with the word behind it
    /// (`reason:wrong desk`), or, where it can do without, nothing; where leaving it out would be a risk, the careful one.
    fn wrong_value(&self, given: &Given<'_>) -> Fault {
        let option = given.option;
        let values = option.choice_names();
        let what = Misreading::Value { option: option.name().to_owned(), word: given.value.clone(), values };
        if let Some(fault) = self.joined(given, None) {
            return fault;
        }
        match option.near_choice(&given.value).or(option.careful.as_deref()).or(option.usual.as_deref()) {
            Some(near) => Fault::mended(what, given.value_span.clone(), near),
            None if option.required
                || (option.required_for.is_some() && !option.is_answer_about_data(&given.value)) =>
            {
                Fault::of(what)
            }
            None => Fault::mended(what, given.span.clone(), ""),
        }
    }

    /// The same, where it must be given.
    pub(crate) fn required<T>(&self, name: &str, of: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        match self.choice(name, of)? {
            Some(value) => Ok(value),
            None => Err(self.missing(name)),
        }
    }

    /// The same, where some cases can do without: it was forgotten where its value stands in the text.
    pub(crate) fn choice_unless_forgotten<T>(
        &self,
        name: &str,
        of: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let value = self.choice(name, of)?;
        let fault = self.missing(name);
        if value.is_none() && !fault.edits.is_empty() { Err(fault) } else { Ok(value) }
    }

    /// Whether an option of yes and no says yes.
    pub(crate) fn is_yes(&self, name: &str) -> Result<bool, Fault> {
        let yes = self.choice(name, |value| match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })?;
        Ok(yes.unwrap_or(false))
    }

    /// An option was forgotten; where its value stands in the text, its name is put before it.
    fn missing(&self, name: &str) -> Fault {
        let option = self.definition.option(name);
        let values = option.map(crate::definition::OptionDefinition::choice_names).unwrap_or_default();
        let what = Misreading::OptionMissing { option: name.to_owned(), values };
        let words = self.parts.text.split_whitespace().zip(&self.parts.text_words);
        let bare = words.take(1).find_map(|(word, span)| Some((span, option?.choice(word)?)));
        match bare {
            Some((span, value)) => Fault::mended(what, span.clone(), format!("{name}:{value}")),
            None => match option.and_then(|option| option.usual.as_deref()) {
                Some(usual) => self.appended(what, &format!("{name}:{usual}")),
                None => Fault::of(what),
            },
        }
    }

    /// A fault that goes away when something is put behind what was typed.
    pub(crate) fn appended(&self, what: Misreading, with: &str) -> Fault {
        let options = self.parts.options.iter().map(|given| given.span.end);
        let end = options.chain(self.parts.text_words.iter().map(|span| span.end)).max().unwrap_or_default();
        Fault { what, edits: vec![Edit { span: end..end, with: format!(" {with}") }] }
    }

    /// A moment, in the zone of the room.
    pub(crate) fn moment(&self, name: &str) -> Result<Option<DateTime<Utc>>, Fault> {
        let Some(given) = self.parts.given(name) else { return Ok(None) };
        let (zone, said_at) = (self.hearing.zone, self.hearing.moment());
        let read = match given.option.kind {
            OptionKind::Past => past(&given.value, zone, said_at),
            OptionKind::Lasting if LENGTHS.contains(&given.name.as_str()) => lasting(&given.value, zone, said_at),
            _ => coming(&given.value, zone, said_at),
        };
        let (option, word) = (name.to_owned(), given.value.clone());
        if let Some(fault) = self.in_utc(given) {
            return Err(fault);
        }
        let (fault, with) = match (read, given.option.kind) {
            (Ok(at), _) => return Ok(Some(at)),
            (Err(MomentFault::Unread), OptionKind::Past) => (Misreading::Moment { option, word }, "14:22"),
            (Err(MomentFault::Unread), OptionKind::Lasting) => (Misreading::Moment { option, word }, "2h"),
            (Err(MomentFault::Unread), _) => (Misreading::Moment { option, word }, "18:00"),
            (Err(MomentFault::Skipped), _) => (Misreading::MomentSkipped { option, word }, "04:00"),
        };
        Err(Fault::mended(fault, given.value_span.clone(), with))
    }

    /// A time with `UTC` behind it: times are local, and an hour off in a record is a false record. The same moment as it is
    /// written here is shown.
    fn in_utc(&self, given: &Given<'_>) -> Option<Fault> {
        let Self { hearing, parts, .. } = self;
        let bare = |word: &str| folded(word.trim_matches(['(', ')', '.', ',', ';']));
        let behind = parts.behind(given.value_span.end).next().filter(|(word, _)| is_utc(&bare(word)));
        let end = behind.as_ref().map_or(given.value_span.end, |(_, span)| span.end);
        let value = without_utc(&given.value);
        if behind.is_none() && value.len() == given.value.len() {
            return None;
        }
        let word = behind.map_or_else(|| given.value.clone(), |(word, _)| format!("{} {word}", given.value));
        let what = Misreading::Moment { option: given.option.name().to_owned(), word };
        let at = meant_in_utc(value, given.option.kind, hearing.moment());
        let with = at.map_or_else(|| value.to_owned(), |at| written(at, hearing.zone, hearing.moment()));
        Some(Fault::mended(what, given.value_span.start..end, with))
    }

    /// The words of an option, if it was given.
    pub(crate) fn words(&self, name: &str) -> Result<Option<String>, Fault> {
        let Some(given) = self.parts.given(name) else { return Ok(None) };
        let words = cleaned(&given.value);
        if words.is_empty() {
            return Err(Fault::mended(Misreading::OptionEmpty { option: name.to_owned() }, given.span.clone(), ""));
        }
        Ok(Some(words))
    }

    /// A moment to come that a text begins with, and the rest of it; nothing where its first word is none.
    pub(crate) fn leading_moment(&self, text: &str) -> Option<(DateTime<Utc>, String)> {
        let (first, rest) = text.trim_start().split_once(char::is_whitespace).unwrap_or((text, ""));
        let at = lasting(first, self.hearing.zone, self.hearing.moment()).ok()?;
        Some((at, rest.trim_start().to_owned()))
    }

    /// A moment to come, or the end of a day.
    pub(crate) fn moment_or_day(&self, name: &str) -> Result<Option<DateTime<Utc>>, Fault> {
        let Some(given) = self.parts.given(name) else { return Ok(None) };
        let end_of_day = format!("{}T23:59", given.value.trim());
        match coming(&end_of_day, self.hearing.zone, self.hearing.moment()) {
            Ok(at) => Ok(Some(at)),
            Err(_) => self.moment(name),
        }
    }

    /// A file number of one's own.
    pub(crate) fn file(&self, name: &str) -> Result<Option<String>, Fault> {
        let Some(given) = self.parts.given(name) else { return Ok(None) };
        let file = cleaned(&given.value);
        let count = file.chars().count();
        if file.is_empty() {
            return Err(Fault::mended(Misreading::OptionEmpty { option: name.to_owned() }, given.span.clone(), ""));
        }
        if count > FILE_LIMIT {
            return Err(Fault::mended(Misreading::TextLong { count, limit: FILE_LIMIT }, given.span.clone(), ""));
        }
        Ok(Some(file))
    }

    /// The text, by its option or after everything else; empty where there is none and none is needed.
    pub(crate) fn text(&self) -> Result<String, Fault> {
        let option = self.definition.text.option.as_deref().and_then(|name| self.parts.given(name));
        let text = match option {
            Some(given) if !self.parts.text.is_empty() => {
                let what = Misreading::TextTwice { option: given.option.name().to_owned() };
                return Err(Fault { what, edits: self.quoted(given) });
            }
            Some(given) => given.value.as_str(),
            None => self.parts.text.as_str(),
        };
        let count = text.chars().count();
        if count > TEXT_LIMIT {
            return Err(Fault::of(Misreading::TextLong { count, limit: TEXT_LIMIT }));
        }
        // Text that shows nothing says nothing.
        let says_something = !cleaned(text).is_empty();
        if self.definition.text.required && !says_something {
            return Err(Fault::of(Misreading::TextMissing));
        }
        Ok(if says_something { text.to_owned() } else { String::new() })
    }

    /// The marks around a text of several words that was given to an option without any; where it does not go on behind
    /// the option, the option is left out.
    fn quoted(&self, given: &Given<'_>) -> Vec<Edit> {
        let follows = |end: usize, span: &&Range<usize>| span.start > end;
        let mut end = given.span.end;
        for span in self.parts.text_words.iter().filter(|span| follows(given.span.end, span)) {
            if self.parts.options.iter().any(|other| (end..span.start).contains(&other.span.start)) {
                break;
            }
            end = span.end;
        }
        if end == given.span.end {
            return vec![Edit { span: given.span.clone(), with: String::new() }];
        }
        let start = given.value_span.start;
        [start, end].into_iter().map(|at| Edit { span: at..at, with: "\"".to_owned() }).collect()
    }

    /// The text as a filter of cases, its words with a meaning of their own by their stable names.
    pub(crate) fn filter(&self) -> Result<String, Fault> {
        let text = self.text()?;
        let count = text.chars().count();
        if count > SEARCH_LIMIT {
            return Err(Fault::of(Misreading::TextLong { count, limit: SEARCH_LIMIT }));
        }
        Ok(Asked::read(self.definition, &text).line(self.definition, None))
    }

    /// The choice that stands in the text, or in the option that says the same; none where neither is given.
    pub(crate) fn text_choice(&self, name: &str) -> Result<Option<String>, Fault> {
        if self.parts.given(name).is_some() && self.parts.text.is_empty() {
            return self.choice(name, |value| Some(value.to_owned()));
        }
        let Some(word) = self.some_text()? else { return Ok(None) };
        let option = self.definition.option(name);
        match option.and_then(|option| option.choice(&word)) {
            Some(value) => Ok(Some(value.to_owned())),
            None => {
                let values = option.map(crate::definition::OptionDefinition::choice_names).unwrap_or_default();
                Err(Fault::of(Misreading::Value { option: name.to_owned(), word, values }))
            }
        }
    }

    /// The text, if there is any.
    pub(crate) fn some_text(&self) -> Result<Option<String>, Fault> {
        Ok(Some(self.text()?).filter(|text| !text.is_empty()))
    }

    /// What belongs to an order of the law: this version keeps voluntary referrals alone, and says so.
    pub(crate) fn refuse_orders(&self, received: &str, basis: &str) -> Result<(), Fault> {
        let order = |given: &Given<'_>| {
            let word = format!("{}:{}", given.option.name(), given.value);
            Fault::mended(Misreading::Order { word }, given.span.clone(), "")
        };
        let instrument = |given: &&Given<'_>| {
            let value = folded(&given.value);
            given.option.choice(&value).is_none() && given.option.statutory.iter().any(|begin| value.starts_with(begin))
        };
        let orders = [self.parts.given(received), self.parts.given(basis).filter(instrument)];
        let mut faults = orders.into_iter().flatten().map(order);
        let Some(mut first) = faults.next() else { return Ok(()) };
        first.edits.extend(faults.flat_map(|fault| fault.edits));
        Err(first)
    }
}

fn is_utc(word: &str) -> bool {
    matches!(word, "utc" | "gmt" | "z")
}

/// A time of day without what says that it is in UTC; a date keeps it, which says it rightly.
fn without_utc(value: &str) -> &str {
    let is_time_of_day = !value.contains(['T', 't', ' ']);
    let found = ["UTC", "utc", "GMT", "gmt", "Z", "z"].iter().find_map(|end| value.strip_suffix(end));
    found.filter(|_| is_time_of_day).unwrap_or(value)
}

/// The moment that a time in UTC means: of a time of day the last one, or the next; nothing where the zone plays no part.
fn meant_in_utc(value: &str, kind: OptionKind, said_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = past(value, chrono_tz::UTC, said_at).ok().filter(|_| !value.starts_with(['-', '+', '\u{2212}']))?;
    let is_time_of_day = !value.contains(['T', 't', ' ']);
    match kind {
        OptionKind::Past if is_time_of_day && at > said_at => Some(at - TimeDelta::days(1)),
        OptionKind::Past => Some(at),
        _ if is_time_of_day && at <= said_at => Some(at + TimeDelta::days(1)),
        _ => Some(at),
    }
}

/// A moment as it is typed in that zone: of the same day by its hour alone.
fn written(at: DateTime<Utc>, zone: chrono_tz::Tz, said_at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&zone);
    let today = local.date_naive() == said_at.with_timezone(&zone).date_naive();
    local.format(if today { "%H:%M" } else { "%Y-%m-%dT%H:%M" }).to_string()
}
