//! Taking in a whole export, into a store that holds nothing: the events as they were, each with its hash; the cases folded
//! from them, and held against the lines that the export has of them.
//!
//! Nothing is believed that can be computed: an event must follow from the one before, its content from its hash, its case
//! from its events. All of it is one transaction: a file that does not fit at its last line leaves nothing.

use std::collections::BTreeMap;

use liaison_domain::{Case, CaseRef};
use serde_json::{Map, Value};
use sqlx::{Row, query, query_scalar};

use crate::chain::content_hash;
use crate::emergencies::keep_turned_away;
use crate::events::{append, append_content, events_of, reference};
use crate::export::{Admitted, EXPORT_SCHEMA};
use crate::history::Content;
use crate::imported::{EventLine, carried, differing, event_of};
use crate::marks::keep_head;
use crate::statements::statements;
use crate::{GENESIS, Head, Recorded, Store, StoreError, Work, guests};

/// So many cases are folded at a time.
const PAGE: u32 = 1_000;

statements! {
    IS_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM events) AND NOT EXISTS (SELECT 1 FROM cases)";
    OPENED = "SELECT seq, case_ref FROM events WHERE kind = 'reported' AND case_ref IS NOT NULL AND seq > $1
        ORDER BY seq LIMIT $2";
}

/// Why an export is not taken in. Nothing of it is kept then.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// The store has a history of its own.
    #[error("the database holds a history already, and two cannot be made one")]
    NotEmpty,
    /// A line is not what an export has there.
    #[error("line {line}: {what}")]
    Line {
        /// Which, from 1 on.
        line: usize,
        /// What is wrong with it, without a word of what people wrote.
        what: String,
    },
    /// The store did not do what was asked of it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How an export printed what must be made harmless: one of the ways that there are.
pub type Show<'a> = dyn Fn(&str) -> String + Sync + 'a;

/// What was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The end of the chain.
    pub head: Option<Head>,
    /// How many cases.
    pub cases: usize,
}

/// An export, while it is taken in line by line.
#[derive(Debug)]
pub struct Intake {
    work: Work,
    lines: usize,
    head: Option<Head>,
    people: Admitted,
    /// The lines of the cases, with their places in the file, until their events are there.
    cases: BTreeMap<CaseRef, (usize, Map<String, Value>)>,
}

impl Store {
    /// Begins to take in an export.
    ///
    /// # Errors
    /// [`Unfit::NotEmpty`], or what SQLite says.
    pub async fn intake(&self) -> Result<Intake, Unfit> {
        let mut work = self.begin().await?;
        let is_empty: bool = query_scalar(IS_EMPTY).fetch_one(work.connection()).await.map_err(StoreError::from)?;
        if !is_empty {
            return Err(Unfit::NotEmpty);
        }
        Ok(Intake { work, lines: 0, head: None, people: Admitted::default(), cases: BTreeMap::new() })
    }
}

impl Intake {
    /// Takes the next line.
    ///
    /// # Errors
    /// [`Unfit`].
    pub async fn line(&mut self, text: &str) -> Result<(), Unfit> {
        self.lines += 1;
        let Ok(Value::Object(object)) = serde_json::from_str(text) else {
            return Err(self.unfit("this is no line of an export: each is one JSON object"));
        };
        match object.get("type").and_then(Value::as_str) {
            Some("liaison") if self.lines == 1 => self.first(object),
            _ if self.lines == 1 => Err(self.unfit("an export begins with {\"type\":\"liaison\",…}")),
            Some("case") => self.case(object),
            Some("event") => self.event(object).await,
            _ => Err(self.unfit("its type is neither \"case\" nor \"event\"")),
        }
    }

    /// Makes the cases of the events, and keeps everything. `shows` are the ways in which addresses can have been printed.
    ///
    /// # Errors
    /// [`Unfit`].
    pub async fn finish(mut self, shows: &[&Show<'_>]) -> Result<Taken, Unfit> {
        if self.lines == 0 {
            return Err(Unfit::Line { line: 1, what: "the file is empty".to_owned() });
        }
        let cases = self.fold(shows).await?;
        if let Some((reference, (line, _))) = self.cases.first_key_value() {
            let what = format!("{reference} has no event in this file: it is not a whole export");
            return Err(Unfit::Line { line: *line, what });
        }
        if let Some(head) = &self.head {
            keep_head(self.work.connection(), head).await?;
        }
        guests::admit(self.work.connection(), &self.people).await?;
        self.work.commit().await?;
        Ok(Taken { head: self.head, cases })
    }

    fn first(&mut self, object: Map<String, Value>) -> Result<(), Unfit> {
        let schema = object.get("schema").and_then(Value::as_u64);
        if schema != Some(u64::from(EXPORT_SCHEMA)) {
            return Err(
                self.unfit("the export is of another form than this program's: import it with the one that wrote it")
            );
        }
        self.people = serde_json::from_value(Value::Object(object))
            .map_err(|_| self.unfit("those who were let in cannot be read"))?;
        Ok(())
    }

    fn case(&mut self, object: Map<String, Value>) -> Result<(), Unfit> {
        let named = object.get("ref").and_then(Value::as_str).and_then(|text| reference(text).ok());
        let Some(named) = named else { return Err(self.unfit("the case has no reference")) };
        let what = format!("{named} stands twice");
        match self.cases.insert(named, (self.lines, object)) {
            None => Ok(()),
            Some(_) => Err(self.unfit(what)),
        }
    }

    async fn event(&mut self, object: Map<String, Value>) -> Result<(), Unfit> {
        if !object.contains_key("content") {
            return Err(self.unfit(
                "the event comes without what it holds: export again, without --without-content and with this version",
            ));
        }
        let line: EventLine = serde_json::from_value(Value::Object(object))
            .map_err(|_| self.unfit("the event lacks a key, or has one of another form"))?;
        let kept = line.read().ok_or_else(|| self.unfit("the event cannot be read"))?;
        self.follows(&kept.recorded)?;
        let seq = kept.recorded.envelope.seq;
        let connection = self.work.connection();
        append(connection, &kept.recorded).await?;
        if let Some(Content { salt, text }) = &kept.content {
            if content_hash(salt, text) != kept.recorded.envelope.content_hash {
                return Err(self.unfit(format!("what event {seq} holds is not what was hashed: the file was changed")));
            }
            append_content(connection, seq, salt, text).await?;
            let event = event_of(kept.recorded, text).ok_or_else(|| {
                self.unfit(format!(
                    "event {seq} is of a kind that this program does not know: import it with a newer one"
                ))
            })?;
            keep_turned_away(self.work.connection(), seq, &event).await?;
        }
        Ok(())
    }

    fn follows(&mut self, recorded: &Recorded) -> Result<(), Unfit> {
        let (last, prev) = self.head.map_or((0, GENESIS), |head| (head.seq, head.hash));
        let seq = recorded.envelope.seq;
        if seq != last + 1 {
            return Err(self.unfit(format!(
                "event {} is missing: only a whole export can be imported, and not that of one desk",
                last + 1
            )));
        }
        if recorded.prev != prev || recorded.envelope.hash(&prev) != recorded.hash {
            return Err(self.unfit(format!("event {seq} does not follow from the one before: the file was changed")));
        }
        self.head = Some(Head { seq, hash: recorded.hash });
        Ok(())
    }

    /// Folds every case in the order in which they were opened, which is that of the lists.
    async fn fold(&mut self, shows: &[&Show<'_>]) -> Result<usize, Unfit> {
        let (mut last, mut cases) = (0, 0);
        loop {
            let page = query(OPENED).bind(last).bind(PAGE).fetch_all(self.work.connection()).await;
            let page = page.map_err(StoreError::from)?;
            if page.is_empty() {
                return Ok(cases);
            }
            for row in page {
                last = row.try_get("seq").map_err(StoreError::from)?;
                let named: String = row.try_get("case_ref").map_err(StoreError::from)?;
                self.fold_one(reference(&named)?, shows).await?;
                cases += 1;
            }
        }
    }

    async fn fold_one(&mut self, named: CaseRef, shows: &[&Show<'_>]) -> Result<(), Unfit> {
        let Some((line, object)) = self.cases.remove(&named) else {
            return Err(
                self.unfit(format!("{named} has events and no line of its own: the file is not a whole export"))
            );
        };
        let unfit = |what: String| Unfit::Line { line, what };
        let case = match events_of(self.work.connection(), &named).await? {
            Some(events) => {
                Case::folded(&events).ok_or_else(|| unfit(format!("the events of {named} make no case")))?
            }
            None => carried(&named, &object).ok_or_else(|| {
                unfit(format!("something of {named} was erased, and its line does not hold the case"))
            })?,
        };
        let ways = shows.iter().map(|show| differing(&object, &case, show));
        if let Some(key) = ways.min_by_key(Option::is_some).flatten() {
            return Err(unfit(format!(
                "the line of {named} says another `{key}` than its events: the file was changed"
            )));
        }
        Ok(self.work.save(&case, None).await?)
    }

    fn unfit(&self, what: impl Into<String>) -> Unfit {
        Unfit::Line { line: self.lines, what: what.into() }
    }
}
