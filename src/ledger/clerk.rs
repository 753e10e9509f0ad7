//! Whoever reads the rows of a sheet: what each asks for, on which desk and by whom, or in a sentence why it is no referral.

use chrono::{DateTime, Utc};
use liaison_chat::{
    CommandTable, Context, Invoked, Network, Reading, Request, Sentences, View, harmless, read_date_and_hour,
    read_invoked,
};
use liaison_domain::{Desk, DeskId, Language, Person, Remark, Report, RoomKind, Setting, TargetKind, Tlp};
use liaison_engine::Referral;

use super::rows::{OWN, Row};
use crate::config::nearest;
use crate::sheet::BETWEEN_TARGETS;

/// What each row is read as.
pub(super) const REPORT: &str = "report";

/// Whoever reads the rows.
pub(super) struct Clerk<'a> {
    pub(super) table: &'a CommandTable,
    pub(super) sentences: &'a Sentences,
    pub(super) setting: &'a Setting,
    /// Who reports, on each desk where that is somebody.
    pub(super) people: &'a [(DeskId, Person)],
    /// How many columns the sheet has.
    pub(super) columns: usize,
    pub(super) now: DateTime<Utc>,
}

impl Clerk<'_> {
    /// What a row says, or why it is none; in words.
    pub(super) fn referral(&self, row: &Row) -> Result<Referral, String> {
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
                    format!("there is no desk “{}”{near}", harmless(name))
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
                harmless(other),
                person.member.0
            )),
        }
    }

    fn made_at(&self, desk: &Desk, written: Option<&str>) -> Result<DateTime<Utc>, String> {
        let Some(written) = written else { return Ok(self.now) };
        let at = read_date_and_hour(written, desk.zone)
            .ok_or_else(|| format!("“{}” is no date with its hour: write 2026-10-24T20:00", harmless(written)))?;
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
            Reading::Unreadable(bad) => Err(self.words(&bad.remark(), &desk.id)),
            Reading::Understood(_) | Reading::NotForUs => Err("it is no report".to_owned()),
        }
    }

    /// A sentence on one line, as whoever runs the program reads it.
    pub(super) fn words(&self, remark: &Remark, desk: &DeskId) -> String {
        let desk = self.setting.desk(desk);
        let view = View {
            language: Language::English,
            zone: desk.map_or(self.setting.coordination.zone, |desk| desk.zone),
            network: Network::Terminal,
            room: &RoomKind::Shared,
            ceiling: Tlp::Red,
            setting: self.setting,
            desk,
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
            let parts = cell.split('\n').flat_map(|line| line.split(BETWEEN_TARGETS));
            let parts = parts.map(str::trim).filter(|part| !part.is_empty());
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
