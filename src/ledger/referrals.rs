//! `liaison import` of a sheet: each row is a report, read as if its cells had been given as options, and decided by the
//! rules of `/report`. Each is answered in a line of its own, and no row depends on another.

use std::fs::File;
use std::io::{BufReader, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_chat::{CommandTable, Sentences};
use liaison_domain::{Refusal, Side};
use liaison_engine::{Chance, Engine, Filed, Parts, Referral};
use liaison_store::{Lock, Store};

use super::clerk::{Clerk, REPORT};
use super::rows::{Row, SHEET_LIMIT, read};
use crate::WrongUse;
use crate::config::{Configuration, nearest};

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
    let mut counter = Counter { clerk, engine: &engine, opened: 0, known: 0, refused: 0 };
    for rows in sheet.rows.chunks(ROWS_TOGETHER) {
        counter.file(rows, out).await?;
    }
    out.flush()?;
    let Counter { opened, known, refused, .. } = counter;
    eprintln!("liaison: {opened} opened, {known} already there, {refused} refused");
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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

/// Where the rows are handed in: each is filed, answered and counted.
struct Counter<'a> {
    clerk: Clerk<'a>,
    engine: &'a Engine,
    opened: usize,
    known: usize,
    refused: usize,
}

impl Counter<'_> {
    /// Files some rows in one transaction, and answers them once it is committed.
    async fn file(&mut self, rows: &[Row], out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
        let read: Vec<_> = rows.iter().map(|row| (row.line, self.clerk.referral(row))).collect();
        let referrals: Vec<_> = read.iter().filter_map(|(_, read)| read.as_ref().ok().cloned()).collect();
        let first = rows.first().map_or(0, |row| row.line);
        let filed = self.engine.file(&referrals, self.clerk.now).await;
        let filed =
            filed.with_context(|| format!("nothing is filed from line {first} on; import the same file again"))?;
        let mut filed = referrals.iter().zip(filed);
        for (line, read) in read {
            let words = match read.map(|_| filed.next()) {
                Ok(Some((referral, filed))) => self.became(referral, filed),
                Ok(None) => anyhow::bail!("line {line} was not answered; import the same file again"),
                Err(why) => self.refusal(&why),
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

    fn became(&mut self, referral: &Referral, filed: Filed) -> String {
        match filed {
            Filed::Opened { case, left_out } => {
                self.opened += 1;
                match left_out {
                    0 => format!("opened {case}"),
                    1 => format!("opened {case}; one of its targets was in a case already"),
                    _ => format!("opened {case}; {left_out} of its targets were in cases already"),
                }
            }
            Filed::Refused(Refusal::AlreadyReported { case, .. }) => {
                self.known += 1;
                format!("already in {case}")
            }
            Filed::Refused(refusal) => {
                let words = self.clerk.words(&refusal.remark(), &referral.desk);
                self.refusal(&words)
            }
        }
    }

    fn refusal(&mut self, why: &str) -> String {
        self.refused += 1;
        format!("refused: {why}")
    }
}
