//! `liaison import` of a sheet: each row is a report, read as if its cells had been given as options, and decided by the
//! rules of `/report`. Each is answered in a line of its own, and no row depends on another.

use std::fs::File;
use std::io::{BufReader, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_chat::{
    CommandTable, Context, Invoked, Network, Reading, Request, Sentences, View, read_date_and_hour, read_invoked,
};
use liaison_domain::{
    Desk, DeskId, Language, Person, Refusal, Remark, Report, RoomKind, Setting, Side, TargetKind, Tlp,
};
use liaison_engine::{Chance, Engine, Filed, Parts, Referral};
use liaison_store::{Lock, Store};

use super::rows::{OWN, Row, SHEET_LIMIT, read};
use crate::WrongUse;
use crate::config::{Configuration, nearest};

/// What each row is read as.
const REPORT: &str = "report";
/// So many rows share one commit: each is answered once it is there to stay.
const ROWS_TOGETHER: usize = 200;

/// Opens a case for each row that can be one, and prints what became of each.
///
/// # Errors
/// A sheet that cannot be read, a member whom nobody knows, a store that cannot be written to.
pub(super) async fn import(
    configuration: &Configuration,
    file: &Path,
    reader: BufReader<File>,
    member: &str,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let table = Arc::new(CommandTable::load()?);
    let sentences = Arc::new(Sentences::load()?);
    let report = table.command(REPORT).context("the table has no report")?;
    let sheet = read(contents(file, reader)?, report)
        .map_err(|WrongUse(why)| WrongUse(format!("{}: {why}. Nothing was imported", file.display())))?;
    let store = Store::open(&configuration.store_url, Lock::Instance, now).await?;
    let (setting, chance) = (configuration.setting.clone(), Chance::unpredictable());
    let parts = Parts { store, setting, table: table.clone(), sentences: sentences.clone(), doors: Vec::new(), chance };
    let engine = Engine::new(parts, now).telling_later();
    let people = engine.people_called(member, now).await?;
    if people.is_empty() {
        return Err(nobody(configuration, member).into());
    }
    if people.iter().all(|(_, person)| person.side != Side::Agency) {
        let words = format!(
            "--as {member:?}: whoever reports is of an agency, and that is the platform's. Nothing was imported"
        );
        return Err(WrongUse(words).into());
    }
    let setting = engine.setting();
    let clerk =
        Clerk { table: &table, sentences: &sentences, setting: &setting, people: &people, columns: sheet.columns, now };
    let mut tally = Tally::default();
    for rows in sheet.rows.chunks(ROWS_TOGETHER) {
        clerk.file(&engine, rows, &mut tally, out).await?;
    }
    out.flush()?;
    eprintln!("liaison: {} opened, {} already there, {} refused", tally.opened, tally.known, tally.refused);
    Ok(if tally.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn contents(file: &Path, reader: BufReader<File>) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(SHEET_LIMIT)?.saturating_add(1);
    reader.take(limit).read_to_end(&mut bytes).with_context(|| format!("{} cannot be read", file.display()))?;
    anyhow::ensure!(bytes.len() <= SHEET_LIMIT, "{} is longer than 64 MiB: import it in parts", file.display());
    Ok(bytes)
}

fn nobody(configuration: &Configuration, member: &str) -> WrongUse {
    let members = configuration.setting.organisations.iter().flat_map(|organisation| &organisation.members);
    let ids: Vec<&str> = members.map(|member| member.id.0.as_str()).collect();
    let near = nearest(member, &ids).map(|near| format!("; the nearest is {near}")).unwrap_or_default();
    let file = configuration.file.display();
    WrongUse(format!("--as {member:?}: {file} names nobody so on any desk{near}. Nothing was imported"))
}

#[derive(Default)]
struct Tally {
    opened: usize,
    known: usize,
    refused: usize,
}

/// Whoever reads the rows.
struct Clerk<'a> {
    table: &'a CommandTable,
    sentences: &'a Sentences,
    setting: &'a Setting,
    /// Who reports, on each desk where that is somebody.
    people: &'a [(DeskId, Person)],
    columns: usize,
    now: DateTime<Utc>,
}

impl Clerk<'_> {
    /// Files some rows in one transaction, and answers them once it is committed.
    async fn file(
        &self,
        engine: &Engine,
        rows: &[Row],
        tally: &mut Tally,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<()> {
        let read: Vec<_> = rows.iter().map(|row| (row.line, self.referral(row))).collect();
        let referrals: Vec<_> = read.iter().filter_map(|(_, read)| read.as_ref().ok().cloned()).collect();
        let filed = engine.file(&referrals, self.now).await.with_context(|| match rows.first() {
            Some(first) => format!("from line {} on nothing was filed; import the same file again", first.line),
            None => String::new(),
        })?;
        let mut filed = filed.into_iter();
        for (line, read) in read {
            let said = match read {
                Err(why) => Err(why),
                Ok(referral) => Ok((filed.next(), self.setting.desk(&referral.desk))),
            };
            let words = match said {
                Ok((Some(filed), Some(desk))) => self.became(filed, desk, tally),
                Ok(_) => anyhow::bail!("line {line} was not answered; import the same file again"),
                Err(why) => {
                    tally.refused += 1;
                    format!("refused: {why}")
                }
            };
            // Whoever stops reading has not stopped the import by that, and must know how far it came.
            writeln!(out, "line {line}: {words}").map_err(|why| {
                let last = rows.last().map_or(line, |row| row.line);
                anyhow::anyhow!(
                    "the answers cannot be written ({why}): the rows to line {last} are filed, the others are not"
                )
            })?;
        }
        Ok(())
    }

    fn became(&self, filed: Filed, desk: &Desk, tally: &mut Tally) -> String {
        match filed {
            Filed::Opened { case, left_out } => {
                tally.opened += 1;
                match left_out {
                    0 => format!("opened {case}"),
                    1 => format!("opened {case}; one of its targets was in a case already"),
                    _ => format!("opened {case}; {left_out} of its targets were in cases already"),
                }
            }
            Filed::Refused(Refusal::AlreadyReported { case, .. }) => {
                tally.known += 1;
                format!("already in {case}")
            }
            Filed::Refused(refusal) => {
                tally.refused += 1;
                format!("refused: {}", self.words(&refusal.remark(), desk))
            }
        }
    }

    /// What a row says, or why it is none; in words.
    fn referral(&self, row: &Row) -> Result<Referral, String> {
        let cells = row.cells.as_ref().map_err(|count| {
            let columns = self.columns;
            format!("it has {count} cells, and the sheet {columns} columns: a cell with a comma stands between quotation marks")
        })?;
        let cell = |name: &str| cells.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.as_str());
        let desk = self.desk(cell("desk"))?;
        let by = self.reporter(desk, cell("agency"))?;
        let made_at = self.made_at(desk, cell("opened_at"))?;
        Ok(Referral { desk: desk.id.clone(), by, made_at, report: self.report(cells, desk)? })
    }

    fn desk(&self, named: Option<&str>) -> Result<&Desk, String> {
        let desks = &self.setting.desks;
        let known: Vec<&str> = desks.iter().map(|desk| desk.id.0.as_str()).collect();
        match (named, desks.as_slice()) {
            (None, [only]) => Ok(only),
            (None, _) => Err(format!("it names no desk, and there are several: {}", known.join(", "))),
            (Some(name), _) => {
                let found = desks.iter().find(|desk| desk.id.0 == name || desk.prefix.eq_ignore_ascii_case(name));
                found.ok_or_else(|| {
                    let near = nearest(name, &known).map(|near| format!("; the nearest is {near}")).unwrap_or_default();
                    format!("there is no desk “{}”{near}", liaison_chat::harmless(name))
                })
            }
        }
    }

    fn reporter(&self, desk: &Desk, agency: Option<&str>) -> Result<Person, String> {
        let found = self.people.iter().find(|(on, _)| *on == desk.id).map(|(_, person)| person.clone());
        let person = found.ok_or_else(|| format!("whoever --as names is nobody on the desk {}", desk.id.0))?;
        let own = &person.organisation.0;
        match agency.filter(|agency| agency != own) {
            None => Ok(person),
            Some(other) => Err(format!(
                "it belongs to “{}”, and {} reports for {own}: import such rows --as one of theirs",
                liaison_chat::harmless(other),
                person.member.0
            )),
        }
    }

    fn made_at(&self, desk: &Desk, written: Option<&str>) -> Result<DateTime<Utc>, String> {
        let Some(written) = written else { return Ok(self.now) };
        let at = read_date_and_hour(written, desk.zone).ok_or_else(|| {
            format!("“{}” is no date with its hour: write 2026-10-24T20:00", liaison_chat::harmless(written))
        })?;
        match at > self.now {
            true => Err(format!("opened_at {written} is still to come")),
            false => Ok(at),
        }
    }

    fn report(&self, cells: &[(String, String)], desk: &Desk) -> Result<Report, String> {
        let of_the_report = cells.iter().filter(|(column, _)| !OWN.contains(&column.as_str()));
        let given = of_the_report.flat_map(|(column, cell)| options(column, cell)).collect();
        let context = Context {
            network: Network::Terminal,
            own_names: &[],
            speaker_is_member: true,
            replied: None,
            prefix: &desk.prefix,
            zone: desk.zone,
            now: self.now,
            said_at: self.now,
        };
        match read_invoked(self.table, &Invoked { command: REPORT.to_owned(), given }, &context) {
            Reading::Understood(Request::Report(report)) => Ok(report),
            Reading::Unreadable(bad) => Err(self.words(&bad.remark(), desk)),
            Reading::Understood(_) | Reading::NotForUs => Err("it is no report".to_owned()),
        }
    }

    /// A sentence on one line, as whoever runs the program reads it.
    fn words(&self, remark: &Remark, desk: &Desk) -> String {
        let view = View {
            language: Language::English,
            zone: desk.zone,
            network: Network::Terminal,
            room: &RoomKind::Shared,
            ceiling: Tlp::Red,
            setting: self.setting,
            desk: Some(desk),
            now: self.now,
        };
        self.sentences.remark(remark, &view).plain().replace('\n', " / ")
    }
}

/// The options that a cell stands for: several targets stand in one, each behind its kind where it says so.
fn options(column: &str, cell: &str) -> Vec<(String, String)> {
    let one = |column: &str, value: &str| (column.to_owned(), value.to_owned());
    match column {
        "target" => {
            let parts = cell.split(['|', '\n']).map(str::trim).filter(|part| !part.is_empty());
            parts
                .map(|part| target(part).map_or_else(|| one("target", part), |(name, value)| one(name, value)))
                .collect()
        }
        // The label as the export writes it.
        "tlp" => {
            let (begin, label) = cell.split_once(':').unwrap_or_default();
            vec![one(column, if begin.eq_ignore_ascii_case(column) { label } else { cell })]
        }
        _ => vec![one(column, cell)],
    }
}

/// A target behind its kind, as the export writes it: `account ＠x`.
fn target(part: &str) -> Option<(&'static str, &str)> {
    let (kind, rest) = part.split_once(' ')?;
    match TargetKind::from_name(kind)? {
        TargetKind::Account => Some(("account", rest.trim())),
        TargetKind::Address | TargetKind::Locator => Some(("target", rest.trim())),
        TargetKind::Email | TargetKind::Phone | TargetKind::Ip => None,
    }
}
