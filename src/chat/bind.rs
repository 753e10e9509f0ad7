//! Binds what was typed to what the rules know: one arm for each command.

use chrono::{DateTime, Utc};
use liaison_domain::{
    Action, Basis, CaseKind, CaseRef, Command, DutyAsked, Ground, RefusalGround, Report, Target, Tlp, Urgency,
    WithdrawalReason,
};

use crate::bad::Misreading;
use crate::bind::given::Values;
use crate::definition::{Definition, OptionDefinition};
use crate::fold::folded;
use crate::grammar::{Edit, Fault, Parts};
use crate::read::{Context, GuestAsked, Request};
use crate::table::CommandTable;
use crate::verb::Verb;

mod asked;
mod figures;
mod given;
mod subject;

/// What a command asks for.
pub(crate) fn bind(
    table: &CommandTable,
    definition: &Definition,
    parts: &Parts<'_>,
    hearing: &Context<'_>,
) -> Result<Request, Fault> {
    let values = Values { definition, parts, hearing };
    let act = |command| Ok(Request::Act { cases: subject::cases(&values)?, command });
    match definition.verb {
        Verb::Report => report(&values).map(Request::Report),
        Verb::Ack => act(Command::Acknowledge { file: values.file("ref")? }),
        Verb::Resolved => act(resolve(&values)?),
        Verb::Refuse => act(refuse(&values)?),
        Verb::Ask => act(Command::Ask { text: values.text()? }),
        Verb::Info => act(Command::Inform { text: values.text()? }),
        Verb::Gone => act(Command::ConfirmGone { text: values.text()? }),
        Verb::StillUp => act(Command::StillUp { text: values.text()? }),
        Verb::Withdraw => act(withdraw(&values)?),
        Verb::Case if values.is_yes("address")? => act(Command::ShowAddress),
        Verb::Case => Ok(Request::ShowCase { case: subject::one(&values)? }),
        Verb::Cases => Ok(Request::ListCases { filter: values.filter()? }),
        Verb::Digest => Ok(Request::Digest { desk: values.some_text()? }),
        Verb::Undo if subject::is_unnamed(&values) => Ok(Request::UndoLast),
        Verb::Undo => act(Command::Undo),
        Verb::Duty => duty(&values),
        Verb::DeskMember => Ok(Request::Guest(GuestAsked {
            who: values.some_text()?.ok_or_else(|| Fault::of(Misreading::GuestMissing))?,
            alias: values.words("alias")?,
            until: values.moment("until")?,
            remove: values.is_yes("remove")?,
        })),
        Verb::Note => act(Command::Note { text: values.text()? }),
        Verb::Assign => assign(&values),
        Verb::Snooze => snooze(&values),
        Verb::Link => {
            let (case, to) = subject::linked(&values)?;
            Ok(Request::Act { cases: vec![case], command: Command::Link { to } })
        }
        Verb::Stats => figures::stats(&values).map(Request::Stats),
        Verb::Help => help(table, &values),
        Verb::Request => asked::request(&values).map(Request::Report),
        Verb::Emergency => asked::emergency(&values).map(Request::Report),
        Verb::Confirm => act(Command::Confirm { callback: values.is_yes("callback")? }),
        Verb::Extend => act(Command::Extend { until: values.moment_or_day("until")?, text: values.text()? }),
    }
}

fn report(values: &Values<'_>) -> Result<Report, Fault> {
    values.refuse_orders("received", "basis")?;
    let targets = subject::targets(values)?;
    let tlp = |name: &str| Tlp::from_name(&format!("TLP:{}", name.to_uppercase()));
    Ok(Report {
        kind: CaseKind::RemovalReferral,
        data: None,
        targets,
        reason: values.text()?,
        basis: values.choice("basis", Basis::from_name)?.unwrap_or(Basis::Voluntary),
        urgency: values.choice("urgency", Urgency::from_name)?.unwrap_or(Urgency::Routine),
        tlp: values.choice("tlp", tlp)?.unwrap_or(Tlp::Amber),
        file: values.file("ref")?,
    })
}

/// Words that name a reason are not taken for what is added: of a report at the wrong desk the posts are to go.
fn withdraw(values: &Values<'_>) -> Result<Command, Fault> {
    let reason = values.choice("reason", WithdrawalReason::from_name)?;
    let text = values.text()?;
    if reason.is_none() && names_wrong_desk(&text) {
        let values_of = values.definition.option("reason").map(OptionDefinition::choice_names).unwrap_or_default();
        let what = Misreading::OptionMissing { option: "reason".to_owned(), values: values_of };
        return Err(values.appended(what, "reason:wrong_desk"));
    }
    Ok(Command::Withdraw { reason: reason.unwrap_or(WithdrawalReason::Other), text })
}

fn names_wrong_desk(text: &str) -> bool {
    let text = format!(" {} ", folded(text).replace('-', " "));
    let denied = [" not ", " no ", " pas ", " non "].iter().any(|word| text.contains(word));
    let places = ["wrong desk", "wrong room", "wrong channel", "mauvais service", "mauvais salon"];
    !denied && places.iter().any(|words| text.contains(words))
}

fn resolve(values: &Values<'_>) -> Result<Command, Fault> {
    Ok(Command::Resolve {
        action: values.choice_unless_forgotten("action", Action::from_name)?,
        ground: values.choice("ground", Ground::from_name)?,
        at: values.moment("at")?,
        partly: values.is_yes("partly")?,
        targets: subject::places(values)?,
        file: values.file("ref")?,
        text: values.text()?,
    })
}

fn refuse(values: &Values<'_>) -> Result<Command, Fault> {
    let ground = values.required("ground", RefusalGround::from_name).map_err(|fault| with_until(values, fault))?;
    let until: Option<DateTime<Utc>> = values.moment("until")?;
    match (ground, until, values.parts.given("until")) {
        (RefusalGround::Unable, None, _) => {
            let mut fault = values.appended(Misreading::UntilMissing, "until:18:00");
            // An inability is of the whole case.
            let some = values.parts.given("target").map(|given| given.span.clone());
            fault.edits.extend(some.map(|span| Edit { span, with: String::new() }));
            Err(fault)
        }
        (RefusalGround::Unable, Some(_), _) | (_, None, _) => {
            Ok(Command::Refuse { ground, until, targets: subject::places(values)?, text: values.text()? })
        }
        (_, Some(_), Some(given)) => Err(Fault::mended(Misreading::UntilAlone, given.span.clone(), "")),
        (_, Some(_), None) => Err(Fault::of(Misreading::UntilAlone)),
    }
}

/// An end alone means that it begins.
fn duty(values: &Values<'_>) -> Result<Request, Fault> {
    let until = values.moment("until")?;
    let asked = match (values.text_choice("state")?.as_deref(), until) {
        (Some("off"), None) => DutyAsked::Off,
        (Some("off"), Some(_)) => return Err(Fault::of(Misreading::UntilOfOff)),
        (Some(_), until) => DutyAsked::On(until),
        (None, Some(until)) => DutyAsked::On(Some(until)),
        (None, None) => DutyAsked::Who,
    };
    Ok(Request::Duty(asked))
}

fn assign(values: &Values<'_>) -> Result<Request, Fault> {
    let Some(to) = values.some_text()? else { return Err(Fault::of(Misreading::AssigneeMissing)) };
    match values.words("from")? {
        Some(from) if !subject::is_named(values) => Ok(Request::HandOver { from, to }),
        Some(_) => Err(Fault::of(Misreading::FromWithCases)),
        None => Ok(Request::Act { cases: subject::cases(values)?, command: Command::Assign { to } }),
    }
}

/// The end stands in its option, or is the first word of the text.
fn snooze(values: &Values<'_>) -> Result<Request, Fault> {
    let text = values.text()?;
    let (until, text) = match values.moment("for")? {
        Some(until) => (until, text),
        None => values.leading_moment(&text).ok_or_else(|| values.appended(Misreading::SnoozeEndMissing, "for:2h"))?,
    };
    if text.trim().is_empty() {
        return Err(Fault::of(Misreading::TextMissing));
    }
    Ok(Request::Act { cases: subject::cases(values)?, command: Command::Snooze { until, text } })
}

/// Whoever says until when means the one ground that has an end.
fn with_until(values: &Values<'_>, fault: Fault) -> Fault {
    match (&fault, values.parts.given("until")) {
        (Fault { what: Misreading::OptionMissing { .. }, edits }, Some(until)) if edits.is_empty() => {
            let start = until.span.start;
            Fault::mended(fault.what, start..start, "ground:unable ")
        }
        _ => fault,
    }
}

/// A command can be named as it is typed: with its mark, in either language.
fn help(table: &CommandTable, values: &Values<'_>) -> Result<Request, Fault> {
    let Some(typed) = values.some_text()? else { return Ok(Request::Help { command: None }) };
    let word = typed.trim_start_matches(['!', '/']);
    if let Some(definition) = table.command(word) {
        return Ok(Request::Help { command: Some(definition.name().to_owned()) });
    }
    let near = table.near(&folded(word));
    let what = Misreading::Command { word: typed.clone(), near: near.is_some() };
    match (near, values.parts.text_words.first(), values.parts.text_words.last()) {
        (Some(near), Some(first), Some(last)) => Err(Fault::mended(what, first.start..last.end, near.name())),
        _ => Err(Fault::of(what)),
    }
}

/// Removes what stands twice, keeping the first of each.
fn without_doubles<T, K: std::hash::Hash + Eq>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    all.into_iter().filter(|one| seen.insert(key(one))).collect()
}

fn distinct_cases(cases: Vec<CaseRef>) -> Vec<CaseRef> {
    without_doubles(cases, CaseRef::clone)
}

fn distinct_targets(targets: Vec<Target>) -> Vec<Target> {
    without_doubles(targets, |target| target.key.clone())
}
