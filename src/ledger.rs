//! The commands that look after the record from outside the rooms. `export`, `audit` and `backup` work beside a running
//! bot; `restore` and `import` take its place as long as they last.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_chat::defanged;
use liaison_domain::{By, DeskId, Event, EventBody, MemberId};
use liaison_engine::Chance;
use liaison_store::{Broken, ExportedCase, ExportedEvent, FirstLine, Head, History, Lock, Show, Store, Verdict};
use serde::Serialize;

mod backup;
mod clerk;
mod import;
mod placing;
mod referrals;
mod restore;
mod rows;
mod sound;

pub(crate) use self::backup::backup;
pub(crate) use self::import::import;
pub(crate) use self::restore::restore;

use crate::WrongUse;
use crate::cli::{Audit, Export, ExportFormat};
use crate::config::{Configuration, OPERATOR, nearest};
use crate::sheet::Sheet;

/// Writes every case, then every event, one JSON object a line; or every case, a row each.
///
/// # Errors
/// A desk that the configuration does not know, a store that cannot be read, an output that cannot be written to.
pub(crate) async fn export(
    configuration: &Configuration,
    export: &Export,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let desk = export.desk.as_deref().map(|id| desk(configuration, id)).transpose()?;
    let store = Store::open(&configuration.store_url, Lock::Beside, now).await?;
    if export.live_addresses {
        record_live(&store, now).await.context("the export is not recorded, so nothing is exported")?;
    }
    let show = |locator: &str| if export.live_addresses { locator.to_owned() } else { defanged(locator) };
    let mut out = BufWriter::new(out);
    match export.format {
        ExportFormat::Jsonl => {
            let lines = Lines { desk: desk.as_ref(), now, whole: !export.without_content, show: &show };
            lines.write(&store, &mut out).await?;
        }
        ExportFormat::Csv => rows(&store, desk.as_ref(), &show, &mut out).await?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The lines of an export.
struct Lines<'a> {
    desk: Option<&'a DeskId>,
    now: DateTime<Utc>,
    /// With what people wrote: then it can be imported.
    whole: bool,
    show: &'a Show<'a>,
}

impl Lines<'_> {
    async fn write(&self, store: &Store, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        let mut history = store.history(self.desk).await?;
        let first = FirstLine::at(self.now);
        let has_people = self.whole && self.desk.is_none();
        line(out, &if has_people { first.with(history.admitted().await?) } else { first })?;
        let has_erased = self.whole && history.has_erased().await?;
        loop {
            let cases = history.cases().await?;
            if cases.is_empty() {
                break;
            }
            for case in &cases {
                let exported = ExportedCase::of(case, &self.show);
                let needs_body = has_erased && history.is_unfoldable(&case.reference).await?;
                line(out, &if needs_body { exported.with_body(case)? } else { exported })?;
            }
        }
        match self.whole {
            true => Self::whole_events(&mut history, out).await,
            false => Self::envelopes(&mut history, out).await,
        }
    }

    async fn whole_events(history: &mut History, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        loop {
            let events = history.whole_events().await?;
            if events.is_empty() {
                return Ok(());
            }
            events.iter().try_for_each(|event| line(out, &ExportedEvent::whole(event)))?;
        }
    }

    async fn envelopes(history: &mut History, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        loop {
            let events = history.events().await?;
            if events.is_empty() {
                return Ok(());
            }
            events.iter().try_for_each(|event| line(out, &ExportedEvent::of(event)))?;
        }
    }
}

async fn rows(
    store: &Store,
    desk: Option<&DeskId>,
    show: &(dyn Fn(&str) -> String + Sync),
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let mut sheet = Sheet::begin(out)?;
    let mut history = store.history(desk).await?;
    loop {
        let cases = history.cases().await?;
        if cases.is_empty() {
            return sheet.end();
        }
        cases.iter().try_for_each(|case| sheet.row(&ExportedCase::of(case, &show)))?;
    }
}

fn line(out: &mut dyn Write, object: &impl Serialize) -> anyhow::Result<()> {
    let text = serde_json::to_string(object)?;
    Ok(writeln!(out, "{text}")?)
}

fn desk(configuration: &Configuration, id: &str) -> Result<DeskId, WrongUse> {
    let desks = &configuration.setting.desks;
    let known: Vec<&str> = desks.iter().map(|desk| desk.id.0.as_str()).collect();
    if known.contains(&id) {
        return Ok(DeskId(id.to_owned()));
    }
    let near = nearest(id, &known).map(|near| format!("; the nearest is {near}")).unwrap_or_default();
    let file = configuration.file.display();
    Err(WrongUse(format!("--desk {id:?}: {file} has no such desk{near}")))
}

/// Whoever exports live addresses does what is recorded of anyone else who opens one.
async fn record_live(store: &Store, now: DateTime<Utc>) -> anyhow::Result<()> {
    let event = Event {
        case: None,
        at: now,
        recorded_at: now,
        by: By::Member(MemberId(OPERATOR.to_owned())),
        body: EventBody::Consulted { what: "export".to_owned() },
        clocks: Vec::new(),
    };
    let mut work = store.begin().await?;
    work.record(&event, Chance::unpredictable().salt()).await?;
    Ok(work.commit().await?)
}

/// Walks the chain, or prints its head.
///
/// # Errors
/// A store that cannot be read, a witnessed line that holds no head, an output that cannot be written to.
pub(crate) async fn audit(
    configuration: &Configuration,
    audit: &Audit,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let witnessed = match audit {
        Audit::Verify { head: Some(line) } => Some(witnessed(line)?),
        Audit::Verify { head: None } | Audit::Head => None,
    };
    let store = Store::open(&configuration.store_url, Lock::Beside, now).await?;
    match audit {
        Audit::Head => head_line(store.head().await?, out),
        Audit::Verify { .. } => verify(&store, witnessed.as_ref(), out).await,
    }
}

async fn verify(store: &Store, witnessed: Option<&Head>, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let head = match store.verify().await? {
        Verdict::Sound { head, .. } => head,
        Verdict::Broken { seq, what } => return broken(seq, what, out),
    };
    let is_there = match witnessed {
        Some(witnessed) => store.holds(witnessed).await?,
        None => true,
    };
    if let Some(witnessed) = witnessed.filter(|_| !is_there) {
        let Head { seq, .. } = witnessed;
        writeln!(out, "not in this history: {witnessed}")?;
        eprintln!(
            "liaison: the chain is sound in itself, but it is not the one that the room saw at event {seq}: it was made \
             anew, or is an older copy; compare it with a backup and with the other side's rooms"
        );
        return Ok(ExitCode::FAILURE);
    }
    head_line(head, out)
}

fn broken(seq: i64, what: Broken, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let what = what.name();
    writeln!(out, "event {seq}: {what}")?;
    eprintln!(
        "liaison: the history was changed by other means than liaison's, first at event {seq} ({what}): keep a copy of the \
         database as it is, and compare it with a backup"
    );
    Ok(ExitCode::FAILURE)
}

/// So many of something, in words: `1 event`, `2 events`.
fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn head_line(head: Option<Head>, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    match head {
        Some(head) => writeln!(out, "{head}")?,
        None => writeln!(out, "nothing was ever recorded")?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the head from a line as a room saw it, whatever words stand before it.
fn witnessed(line: &str) -> Result<Head, WrongUse> {
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches(['`', '"', '.', ','])).collect();
    let found = words.windows(2).find_map(|pair| pair.join(" ").parse().ok());
    found.ok_or_else(|| {
        WrongUse(
            "--head: expected the number and the 64 digits that a digest prints, in one argument: --head '17 3f9a…'"
                .to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_witnessed_head_is_read_from_the_line_of_a_digest() {
        let hash = "0f".repeat(32);
        let expected: Head = format!("17 {hash}").parse().unwrap();
        for line in [format!("17 {hash}"), format!("Audit head: `17 {hash}`"), format!("  Tête : 17   {hash}.\n")] {
            assert_eq!(witnessed(&line).unwrap(), expected, "{line}");
        }
        for line in [String::new(), "17".to_owned(), hash.clone(), format!("x {hash}"), format!("17 {hash}0")] {
            assert!(witnessed(&line).unwrap_err().to_string().contains("--head '17"), "{line}");
        }
    }
}
