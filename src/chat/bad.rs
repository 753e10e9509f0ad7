//! What was said to the bot and could not be understood: what was read, what was expected, and a line that works. No
//! words: [`BadInvocation::remark`] gives a sentence's name in `commands/text` and its facts. Whoever adds a fault adds a
//! variant, its arm in `remark`, and the sentence in each language.

use liaison_domain::{CaseRef, Fact, Refusal, Remark};

use crate::target::{TARGET_LIMIT, TargetFault};
use crate::verb::Verb;

/// A word that was not understood is shown up to this length, in characters.
const SHOWN_WORD: usize = 80;

/// Something that was meant for the bot, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadInvocation {
    /// The command, where one was recognised.
    pub command: Option<Verb>,
    /// What is wrong.
    pub fault: Misreading,
    /// The nearest line that works: a command and what follows it, without a live link.
    pub line: (Verb, String),
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misreading {
    /// There is no such command.
    Command {
        /// What was read.
        word: String,
        /// Whether the line shows a command of nearly that name.
        near: bool,
    },
    /// There is no such option; `near` is the option that it resembles, `options` are those that the command has.
    Option {
        /// What was read.
        word: String,
        /// The option that was probably meant.
        near: Option<String>,
        /// All that the command has.
        options: Vec<String>,
    },
    /// An option stands twice.
    OptionTwice {
        /// Its name.
        option: String,
    },
    /// An option that must stand there does not.
    OptionMissing {
        /// Its name.
        option: String,
        /// What it can be.
        values: Vec<String>,
    },
    /// Something within the text that is either an option with a space, or the text's own.
    OptionSpaced {
        /// Its name.
        option: String,
        /// What stands behind it.
        word: String,
    },
    /// An option has no value.
    OptionEmpty {
        /// Its name.
        option: String,
    },
    /// An option has a value that it does not know.
    Value {
        /// Its name.
        option: String,
        /// What was read.
        word: String,
        /// What it can be.
        values: Vec<String>,
    },
    /// A quotation mark is opened and not closed.
    Quote {
        /// The option whose value it opens.
        option: String,
    },
    /// No moment can be read.
    Moment {
        /// The option.
        option: String,
        /// What was read.
        word: String,
    },
    /// A local time that the clocks skip that night.
    MomentSkipped {
        /// The option.
        option: String,
        /// What was read.
        word: String,
    },
    /// No period can be read.
    Period {
        /// What was read.
        word: String,
    },
    /// A period that ends before it begins.
    PeriodBackwards {
        /// What was read.
        word: String,
    },
    /// A period to compare with that shares days with the other, or is not over.
    PeriodsOverlap {
        /// What was read.
        word: String,
    },
    /// No day can be read.
    Date {
        /// The option.
        option: String,
        /// What was read.
        word: String,
    },
    /// `ground:unable` without `until:`.
    UntilMissing,
    /// `until:` with another ground than `unable`.
    UntilAlone,
    /// The command takes text, and there is none.
    TextMissing,
    /// Nobody is named who is to be in charge.
    AssigneeMissing,
    /// A hand-over is of everything that somebody answers for: it names no cases.
    FromWithCases,
    /// It is not said until when alerts are put off.
    SnoozeEndMissing,
    /// It is not said who is to be let in.
    GuestMissing,
    /// What ends now has no other end.
    UntilOfOff,
    /// Two cases, no more and no fewer, have to do with each other.
    CasesTwo,
    /// The text is too long, in characters.
    TextLong {
        /// How long it is.
        count: usize,
        /// How long it may be.
        limit: usize,
    },
    /// The same text by an option and after it.
    TextTwice {
        /// The option.
        option: String,
    },
    /// Words that belong to nothing.
    Leftover {
        /// The first of them.
        word: String,
    },
    /// No case is named, and nothing is replied to.
    CaseMissing,
    /// The case that is named is not the one that is replied to.
    CaseDiffers {
        /// Whose card or thread is replied to.
        replied: CaseRef,
        /// What is named.
        named: Vec<CaseRef>,
    },
    /// Nearly a reference.
    Case {
        /// What was read.
        word: String,
    },
    /// A range that runs backwards, or from one desk to another.
    CaseRange {
        /// What was read.
        word: String,
    },
    /// Cases of several desks.
    CasesMixed {
        /// What was read.
        cases: Vec<CaseRef>,
    },
    /// Too many cases at once.
    CasesMany {
        /// How many.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Several cases, where one is shown.
    CasesOne {
        /// What was read.
        cases: Vec<CaseRef>,
    },
    /// No places of targets can be read.
    Places {
        /// The option.
        option: String,
        /// What was read.
        word: String,
    },
    /// Places of targets, and several cases.
    PlacesOfMany {
        /// What was read.
        cases: Vec<CaseRef>,
    },
    /// A report about nothing.
    TargetMissing,
    /// Nothing is given whose data could be asked for.
    IdentifierMissing,
    /// An address behind the words of a report: whether it is reported or only mentioned is not guessed.
    TargetLate {
        /// What was read.
        word: String,
        /// The option in which an address can be mentioned.
        option: String,
    },
    /// Something that is no address that can be reported.
    Target {
        /// What was read.
        word: String,
        /// What is wrong with it.
        fault: TargetFault,
    },
    /// Too many targets at once.
    TargetsMany {
        /// How many.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The whole message is too long, in bytes.
    Long {
        /// How long it is.
        count: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A command for members, from somebody else: what is wrong with the line is not told.
    Stranger,
    /// An order with a clock of the law: this version keeps voluntary referrals alone.
    Order {
        /// What was read.
        word: String,
    },
}

impl BadInvocation {
    /// The remark: `unread-…`, with `line` always and `command` where one was recognised, and these:
    ///
    /// | name | facts |
    /// |---|---|
    /// | `unread-command`, `unread-command-near` | `word` |
    /// | `unread-option` | `word`, `options` (code) |
    /// | `unread-option-near` | `word`, `options` and `option` (code) |
    /// | `unread-option-twice`, `unread-option-empty`, `unread-quote`, `unread-text-twice` | `option` |
    /// | `unread-option-missing` | `option`, `values` (code) |
    /// | `unread-value` | `option`, `word`, `values` (code) |
    /// | `unread-moment`, `unread-moment-skipped`, `unread-date`, `unread-target-late` | `option`, `word` |
    /// | `unread-until-missing`, `unread-until-alone`, `unread-text-missing`, `unread-case-missing`, `unread-target-missing` | none |
    /// | `unread-text-long`, `unread-cases-many`, `unread-targets-many`, `unread-long` (bytes) | `count`, `limit` |
    /// | `unread-leftover`, `unread-case`, `unread-case-range`, `unread-period`, `unread-period-backwards`, `unread-order` | `word` |
    /// | `unread-case-differs` | `case` (replied to), `cases` (named) |
    /// | `unread-cases-mixed`, `unread-cases-one` | `cases` |
    /// | `unread-target-nonsense`, `…-scheme`, `…-credentials`, `…-host`, `…-account` | `word` |
    /// | `unread-target-long` | `word`, `limit` (bytes) |
    ///
    /// `unread-command`, `unread-command-near` and `unread-long` have no `command`. A stranger gets the rule's own refusal.
    #[must_use]
    pub fn remark(&self) -> Remark {
        if let (Misreading::Stranger, Some(command)) = (&self.fault, self.command) {
            return Refusal::Stranger { command: command.name() }.remark();
        }
        let remark = self.fault.remark().with("line", Fact::Line(self.line.0.name(), self.line.1.clone()));
        match self.command {
            Some(command) => remark.with("command", Fact::Line(command.name(), String::new())),
            None => remark,
        }
    }
}

impl Misreading {
    /// The sentence's name in `commands/text`.
    const fn name(&self) -> &'static str {
        match self {
            Self::Command { near: true, .. } => "unread-command-near",
            Self::Command { near: false, .. } => "unread-command",
            Self::Option { near: Some(_), .. } => "unread-option-near",
            Self::Option { near: None, .. } => "unread-option",
            Self::OptionTwice { .. } => "unread-option-twice",
            Self::OptionMissing { .. } => "unread-option-missing",
            Self::OptionEmpty { .. } => "unread-option-empty",
            Self::Value { .. } => "unread-value",
            Self::Quote { .. } => "unread-quote",
            Self::Moment { .. } => "unread-moment",
            Self::MomentSkipped { .. } => "unread-moment-skipped",
            Self::Period { .. } => "unread-period",
            Self::PeriodBackwards { .. } => "unread-period-backwards",
            Self::Date { .. } => "unread-date",
            Self::UntilMissing => "unread-until-missing",
            Self::UntilAlone => "unread-until-alone",
            Self::TextMissing => "unread-text-missing",
            Self::AssigneeMissing => "unread-assignee-missing",
            Self::FromWithCases => "unread-from-with-cases",
            Self::SnoozeEndMissing => "unread-snooze-end-missing",
            Self::CasesTwo => "unread-cases-two",
            Self::UntilOfOff => "unread-until-of-off",
            Self::GuestMissing => "unread-guest-missing",
            Self::TextLong { .. } => "unread-text-long",
            Self::TextTwice { .. } => "unread-text-twice",
            Self::Leftover { .. } => "unread-leftover",
            Self::CaseMissing => "unread-case-missing",
            Self::CaseDiffers { .. } => "unread-case-differs",
            Self::Case { .. } => "unread-case",
            Self::CaseRange { .. } => "unread-case-range",
            Self::CasesMixed { .. } => "unread-cases-mixed",
            Self::CasesMany { .. } => "unread-cases-many",
            Self::CasesOne { .. } => "unread-cases-one",
            Self::OptionSpaced { .. } => "unread-option-spaced",
            Self::PeriodsOverlap { .. } => "unread-periods-overlap",
            Self::Places { .. } => "unread-places",
            Self::PlacesOfMany { .. } => "unread-places-of-many",
            Self::TargetMissing => "unread-target-missing",
            Self::IdentifierMissing => "unread-identifier-missing",
            Self::TargetLate { .. } => "unread-target-late",
            Self::Target { fault, .. } => fault.name(),
            Self::TargetsMany { .. } => "unread-targets-many",
            Self::Long { .. } => "unread-long",
            Self::Stranger => "refused-stranger",
            Self::Order { .. } => "unread-order",
        }
    }

    fn remark(&self) -> Remark {
        let remark = Remark::new(self.name());
        match self {
            Self::Command { word: read, .. }
            | Self::Leftover { word: read }
            | Self::Case { word: read }
            | Self::CaseRange { word: read }
            | Self::Period { word: read }
            | Self::PeriodBackwards { word: read }
            | Self::PeriodsOverlap { word: read }
            | Self::Order { word: read } => remark.with("word", word(read)),
            Self::TargetLate { word: read, option: name } => {
                remark.with("word", word(read)).with("option", option(name))
            }
            Self::Target { word: read, fault } => {
                let remark = remark.with("word", word(read));
                if *fault == TargetFault::Long { remark.with("limit", number(TARGET_LIMIT)) } else { remark }
            }
            Self::Option { word: read, near, options } => {
                let remark = remark.with("word", word(read)).with("options", list(options));
                near.iter().fold(remark, |remark, near| remark.with("option", option(near)))
            }
            Self::OptionTwice { option: name }
            | Self::OptionEmpty { option: name }
            | Self::Quote { option: name }
            | Self::TextTwice { option: name } => remark.with("option", option(name)),
            Self::OptionMissing { option: name, values } => {
                remark.with("option", option(name)).with("values", list(values))
            }
            Self::Value { option: name, word: read, values } => {
                remark.with("option", option(name)).with("word", word(read)).with("values", list(values))
            }
            Self::Moment { option: name, word: read }
            | Self::MomentSkipped { option: name, word: read }
            | Self::Places { option: name, word: read }
            | Self::OptionSpaced { option: name, word: read }
            | Self::Date { option: name, word: read } => remark.with("option", option(name)).with("word", word(read)),
            Self::TextLong { count, limit }
            | Self::CasesMany { count, limit }
            | Self::TargetsMany { count, limit }
            | Self::Long { count, limit } => remark.with("count", number(*count)).with("limit", number(*limit)),
            Self::CaseDiffers { replied, named } => {
                remark.with("case", Fact::Case(replied.clone())).with("cases", Fact::Cases(named.clone()))
            }
            Self::CasesMixed { cases } | Self::CasesOne { cases } | Self::PlacesOfMany { cases } => {
                remark.with("cases", Fact::Cases(cases.clone()))
            }
            Self::UntilMissing
            | Self::UntilAlone
            | Self::TextMissing
            | Self::AssigneeMissing
            | Self::FromWithCases
            | Self::SnoozeEndMissing
            | Self::CasesTwo
            | Self::UntilOfOff
            | Self::GuestMissing
            | Self::CaseMissing
            | Self::TargetMissing
            | Self::IdentifierMissing
            | Self::Stranger => remark,
        }
    }
}

fn number(of: usize) -> Fact {
    Fact::Count(i64::try_from(of).unwrap_or(i64::MAX))
}

fn option(name: &str) -> Fact {
    Fact::Code(format!("{name}:"))
}

fn list(names: &[String]) -> Fact {
    Fact::Code(names.join(", "))
}

fn word(read: &str) -> Fact {
    let shown: String = read.chars().take(SHOWN_WORD).collect();
    Fact::Words(if shown.len() < read.len() { format!("{shown}…") } else { shown })
}
