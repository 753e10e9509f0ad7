//! `liaison import`: a whole export back into an empty database, or a sheet of referrals (`referrals.rs`); which of the two
//! a file is, its first character says.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use liaison_chat::defanged;
use liaison_store::{Intake, Lock, Store, Taken, Unfit};

use crate::WrongUse;
use crate::cli::Import;
use crate::config::Configuration;

/// The longest line of an export, in bytes: far above what an event can hold.
const LINE_LIMIT: u64 = 16 * 1024 * 1024;
/// What some programs put before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Brings a file in and prints what became of it.
///
/// # Errors
/// A bot that works on the database, a file that cannot be read, an export that does not fit, a sheet without the columns
/// that are needed. Of an export nothing is kept then; of a sheet, the rows that were answered.
pub(crate) async fn import(
    configuration: &Configuration,
    import: &Import,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let file = import.file.as_path();
    let mut reader = opened(file).with_context(|| format!("{} cannot be read", file.display()))?;
    match (is_export(&mut reader)?, import.member.as_deref()) {
        (true, None) => whole(configuration, file, reader, now, out).await,
        (true, Some(_)) => {
            Err(WrongUse("--as belongs to a sheet of referrals: an export says itself who did what".to_owned()).into())
        }
        (false, Some(member)) => super::referrals::import(configuration, file, reader, member, now, out).await,
        (false, None) => Err(WrongUse(format!(
            "{} is no export, which begins with {{; a sheet of referrals needs --as MEMBER: who reports them",
            file.display()
        ))
        .into()),
    }
}

fn opened(file: &Path) -> std::io::Result<BufReader<File>> {
    if file.is_dir() {
        return Err(std::io::ErrorKind::IsADirectory.into());
    }
    let mut reader = BufReader::new(File::open(file)?);
    if reader.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        reader.consume(BYTE_ORDER_MARK.len());
    }
    Ok(reader)
}

fn is_export(reader: &mut BufReader<File>) -> std::io::Result<bool> {
    Ok(reader.fill_buf()?.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{'))
}

/// A whole export: all of it or nothing.
async fn whole(
    configuration: &Configuration,
    file: &Path,
    reader: BufReader<File>,
    now: DateTime<Utc>,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<ExitCode> {
    let store = Store::open(&configuration.store_url, Lock::Instance, now).await?;
    let taken = match store.intake().await {
        Ok(intake) => lines(intake, reader, file).await,
        Err(unfit) => Err(unfit.into()),
    };
    let taken = taken.map_err(|error| explained(error, configuration, file))?;
    warn_of_unknown_desks(&store, configuration).await?;
    store.close().await;
    super::head_line(taken.head, out)?;
    let events = usize::try_from(taken.head.map_or(0, |head| head.seq))?;
    let (events, cases) = (super::counted(events, "event"), super::counted(taken.cases, "case"));
    eprintln!("liaison: the database holds {events}, each with its hash as it was, and {cases}");
    eprintln!("liaison: cards are posted as the cases move on; what had not been told to a room is not told again");
    Ok(ExitCode::SUCCESS)
}

async fn lines(mut intake: Intake, mut reader: BufReader<File>, file: &Path) -> anyhow::Result<Taken> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line);
        if read.with_context(|| format!("{} cannot be read", file.display()))? == 0 {
            break;
        }
        if u64::try_from(line.len()).is_ok_and(|length| length >= LINE_LIMIT) {
            anyhow::bail!(
                "{} has a line of more than 16 MiB, which no export has; nothing was imported",
                file.display()
            );
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if !text.is_empty() {
            intake.line(text).await?;
        }
    }
    Ok(intake.finish(&[&defanged, &str::to_owned]).await?)
}

fn explained(error: anyhow::Error, configuration: &Configuration, file: &Path) -> anyhow::Error {
    let unfit = match error.downcast::<Unfit>() {
        Ok(unfit) => unfit,
        Err(error) => return error,
    };
    match unfit {
        Unfit::NotEmpty => anyhow::anyhow!(
            "{unfit}: name a file that is not there yet in [store] url of {}. Nothing was imported",
            configuration.file.display()
        ),
        Unfit::Line { .. } => anyhow::anyhow!("{}, {unfit}. Nothing was imported", file.display()),
        Unfit::Store(error) => error.into(),
    }
}

/// A desk that is not configured has its history, and no rooms in which anything of it is told.
async fn warn_of_unknown_desks(store: &Store, configuration: &Configuration) -> anyhow::Result<()> {
    let known = |case: &liaison_domain::Case| configuration.setting.desk(&case.desk).is_some();
    let mut unknown = std::collections::BTreeSet::new();
    let mut history = store.history(None).await?;
    loop {
        let cases = history.cases().await?;
        if cases.is_empty() {
            break;
        }
        unknown.extend(cases.into_iter().filter(|case| !known(case)).map(|case| case.desk.0));
    }
    for desk in unknown {
        let file = configuration.file.display();
        eprintln!("liaison: {file} has no desk {desk:?}: its cases are told nowhere until it has");
    }
    Ok(())
}
