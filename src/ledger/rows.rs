//! A sheet of referrals, read: the columns that it has, and what stands in each row, without asking what it means.
//!
//! It comes out of a spreadsheet: with a mark before it or not, with commas or semicolons between its cells, with ends of
//! line of any system, and with an apostrophe before what would have been a formula, as the export writes it.

use liaison_chat::Definition;

use crate::WrongUse;
use crate::sheet::without_guard;

/// The largest sheet, in bytes: ten thousand referrals are some two million.
pub(super) const SHEET_LIMIT: usize = 64 * 1024 * 1024;
/// What a report has no option for.
pub(super) const OWN: [&str; 3] = ["opened_at", "agency", "desk"];
/// Columns as the export names them, and the options of a report that they are.
const AS_EXPORTED: [(&str, &str); 2] = [("targets", "target"), ("ref_agency", "ref")];
/// Times of formal receipt belong to orders, which are not kept.
const NOT_READ: &str = "received";
/// So many letters of a name that is not known are shown.
const SHOWN_AT_MOST: usize = 40;
/// The column without which nothing is reported; either will do.
const WHAT: [&str; 2] = ["target", "account"];

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Where it begins in the file, from 1 on.
    pub(super) line: u64,
    /// What stands in it, by the stable name of its column; or how many cells it has where it has not one for each column.
    pub(super) cells: Result<Vec<(String, String)>, usize>,
}

/// A sheet.
#[derive(Debug)]
pub(super) struct Rows {
    /// How many columns it has.
    pub(super) columns: usize,
    /// Its rows, in their order; blank ones left out.
    pub(super) rows: Vec<Row>,
}

/// Reads a sheet, whose columns are the options of `report` in either language, and a few more.
///
/// # Errors
/// A file that is no text in UTF-8; columns that are missing, unknown, or there twice.
pub(super) fn read(bytes: Vec<u8>, report: &Definition) -> Result<Rows, WrongUse> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        WrongUse(format!("line {line} is not UTF-8: save the sheet as “CSV UTF-8” and import that"))
    })?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if head.contains(';') && !head.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut columns: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| WrongUse("this is no CSV that can be read".to_owned()))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            None => columns = Some(named(&record, report)?),
            Some(columns) => rows.push(Row { line: line_of(&text, &record), cells: cells(columns, &record) }),
        }
    }
    let columns = columns.ok_or_else(|| WrongUse("the sheet is empty: its first row names its columns".to_owned()))?;
    Ok(Rows { columns: columns.len(), rows })
}

/// The stable names of the columns.
fn named(record: &csv::StringRecord, report: &Definition) -> Result<Vec<String>, WrongUse> {
    let names = record.iter().map(|cell| column(cell, report)).collect::<Result<Vec<_>, _>>()?;
    if let Some(twice) = names.iter().enumerate().find(|(place, name)| names.iter().take(*place).any(|it| it == *name))
    {
        return Err(WrongUse(format!("the column {} stands twice: keep one", twice.1)));
    }
    if !names.iter().any(|name| WHAT.contains(&name.as_str())) {
        return Err(WrongUse("the first row names no column `targets`: what is reported stands there".to_owned()));
    }
    Ok(names)
}

fn column(cell: &str, report: &Definition) -> Result<String, WrongUse> {
    let name = cell.trim().to_lowercase();
    let exported = AS_EXPORTED.iter().find(|(exported, _)| *exported == name);
    let name = exported.map_or(name.as_str(), |(_, option)| option);
    if let Some(own) = OWN.iter().find(|own| **own == name) {
        return Ok((*own).to_owned());
    }
    if let Some(option) = report.option(name).filter(|option| option.name() != NOT_READ) {
        return Ok(option.name().to_owned());
    }
    let read = ["targets", "reason", "urgency", "basis", "tlp", "ref", "opened_at", "agency", "desk"];
    let read = read.join(", ");
    let shown = liaison_chat::harmless(&name.chars().take(SHOWN_AT_MOST).collect::<String>());
    Err(WrongUse(format!("the column “{shown}” is not read, and would be lost. Those that are: {read}")))
}

fn cells(columns: &[String], record: &csv::StringRecord) -> Result<Vec<(String, String)>, usize> {
    if record.len() != columns.len() {
        return Err(record.len());
    }
    let cell = |text: &str| without_guard(text.trim()).to_owned();
    Ok(columns.iter().cloned().zip(record.iter().map(cell)).filter(|(_, cell)| !cell.is_empty()).collect())
}

/// The line in which a row begins, and not the blank ones before it.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or_default();
    let blank = text.bytes().skip(start).take_while(|byte| *byte == b'\n').count();
    position.line() + u64::try_from(blank).unwrap_or_default()
}
