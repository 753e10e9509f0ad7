//! A local command that wakes somebody: it runs for each emergency that is opened and for each step of its ladder, beside
//! the work; once more where it failed or was cut off, since twice woken is better than not at all, and never again. It is told the case's reference and its urgency by its environment, and nothing else.

use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use chrono::{DateTime, Utc};
use liaison_domain::{Case, Event, EventBody, Urgency};
use liaison_store::{Page, Work};
use tokio::process::Command;

use crate::endings::PageRun;
use crate::{Engine, Fault};

/// The command has so long: who sends a message to a pager has sent it by then, and the next step of the ladder is
/// minutes away.
const LONGEST: Duration = Duration::from_secs(30);
/// So often the command is begun for one event at most: whoever is woken for one thing again and again turns the pager off.
const BEGUN_AT_MOST: u32 = 2;

/// The local command.
#[derive(Clone, Debug)]
pub struct Pager {
    /// The program and what is given to it; without a program nothing runs.
    pub command: Vec<String>,
    /// Where the program and what it calls are looked for: all that it has of this program's own environment, in which
    /// secrets may stand.
    pub path: Option<OsString>,
}

impl Engine {
    /// The engine with a local command that wakes somebody.
    #[must_use]
    pub fn with_pager(mut self, pager: Option<Pager>) -> Self {
        self.pager = pager.filter(|pager| !pager.command.is_empty());
        self
    }

    /// Remembers, in the transaction of the events, that the command is to run for the last of them that calls for it.
    pub(crate) async fn queue_page(
        &self,
        work: &mut Work,
        case: &Case,
        events: &[Event],
        seqs: &[i64],
    ) -> Result<(), Fault> {
        if self.pager.is_none() || case.practice || case.urgency != Urgency::Emergency {
            return Ok(());
        }
        let wakes = |event: &Event| {
            matches!(event.body, EventBody::Reported { .. } | EventBody::Lapsed | EventBody::Escalated { .. })
        };
        match events.iter().zip(seqs).rev().find(|(event, _)| wakes(event)) {
            Some((_, seq)) => Ok(work.page(*seq).await?),
            None => Ok(()),
        }
    }

    /// Whether the command is to run for something.
    pub(crate) async fn has_page(&self) -> Result<bool, Fault> {
        Ok(self.pager.is_some() && self.store.next_page().await?.is_some())
    }

    /// Runs the command for the oldest event that waits for it; whether there was one. What failed, or was begun when the
    /// program stopped, is tried once more, after what was never tried.
    ///
    /// # Errors
    /// [`Fault`] of the store. What goes wrong with the command itself is told in the log.
    pub async fn page_one(&self, now: DateTime<Utc>) -> Result<bool, Fault> {
        let Some(pager) = &self.pager else { return Ok(false) };
        let Some(page) = self.store.next_page().await? else { return Ok(false) };
        let case = self.store.case(&page.case).await?;
        if page.begun >= BEGUN_AT_MOST {
            tracing::error!(case = %page.case, "the program stopped while the paging command ran again: nobody may be awake");
        } else if let Some(case) = case.filter(|case| case.state.is_open()) {
            let mut work = self.store.begin().await?;
            work.begin_page(page.seq, now).await?;
            work.commit().await?;
            let run = page_out(pager, &page, &case).await;
            self.counts().paged(run);
            if run != PageRun::Done && page.begun + 1 < BEGUN_AT_MOST {
                return Ok(true);
            }
        }
        let mut work = self.store.begin().await?;
        work.end_page(page.seq).await?;
        work.commit().await?;
        Ok(true)
    }
}

/// Runs the command once; what came of it.
async fn page_out(pager: &Pager, page: &Page, case: &Case) -> PageRun {
    let Some((program, given)) = pager.command.split_first() else { return PageRun::Done };
    let mut command = Command::new(program);
    command.args(given).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("LIAISON_CASE", page.case.to_string()).env("LIAISON_URGENCY", case.urgency.name());
    if let Some(path) = &pager.path {
        command.env("PATH", path);
    }
    command.kill_on_drop(true);
    match tokio::time::timeout(LONGEST, command.status()).await {
        Ok(Ok(status)) if status.success() => PageRun::Done,
        Ok(Ok(status)) => {
            tracing::error!(case = %page.case, %status, "the paging command failed: nobody may be awake");
            PageRun::Failed
        }
        Ok(Err(why)) => {
            tracing::error!(case = %page.case, %why, "the paging command cannot be run: nobody is awake");
            PageRun::NotRun
        }
        Err(_) => {
            let seconds = LONGEST.as_secs();
            tracing::error!(case = %page.case, seconds, "the paging command took too long and was ended");
            PageRun::TimedOut
        }
    }
}
