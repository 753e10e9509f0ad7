//! A local command that wakes somebody: it runs once for each emergency that is opened and once for each step of its
//! ladder, beside the work. It is told the case's reference and its urgency by its environment, and nothing else.

use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use chrono::{DateTime, Utc};
use liaison_domain::{Case, Desk, Event, EventBody, Urgency};
use liaison_store::{Page, Work};
use tokio::process::Command;

use crate::{Engine, Fault};

/// The command has so long: who sends a message to a pager has sent it by then, and the next step of the ladder is
/// minutes away.
const LONGEST: Duration = Duration::from_secs(30);

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
        desk: &Desk,
        case: &Case,
        events: &[Event],
        seqs: &[i64],
    ) -> Result<(), Fault> {
        if self.pager.is_none() || desk.practice || case.urgency != Urgency::Emergency {
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

    /// Runs the command for the oldest event that waits for it; whether there was one. What was begun when the program
    /// stopped is not begun again: the ladder's next step is near, and nobody is woken twice for one thing.
    ///
    /// # Errors
    /// [`Fault`] of the store. What goes wrong with the command itself is told in the log.
    pub async fn page_one(&self, now: DateTime<Utc>) -> Result<bool, Fault> {
        let Some(pager) = &self.pager else { return Ok(false) };
        let Some(page) = self.store.next_page().await? else { return Ok(false) };
        let case = self.store.case(&page.case).await?;
        if page.begun {
            tracing::warn!(case = %page.case, "the program stopped while the paging command ran: it is not run again");
        } else if let Some(case) = case.filter(|case| case.state.is_open()) {
            let mut work = self.store.begin().await?;
            work.begin_page(page.seq, now).await?;
            work.commit().await?;
            page_out(pager, &page, &case).await;
        }
        let mut work = self.store.begin().await?;
        work.end_page(page.seq).await?;
        work.commit().await?;
        Ok(true)
    }
}

async fn page_out(pager: &Pager, page: &Page, case: &Case) {
    let Some((program, given)) = pager.command.split_first() else { return };
    let mut command = Command::new(program);
    command.args(given).env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("LIAISON_CASE", page.case.to_string()).env("LIAISON_URGENCY", case.urgency.name());
    if let Some(path) = &pager.path {
        command.env("PATH", path);
    }
    command.kill_on_drop(true);
    match tokio::time::timeout(LONGEST, command.status()).await {
        Ok(Ok(status)) if status.success() => {}
        Ok(Ok(status)) => tracing::error!(case = %page.case, %status, "the paging command failed: nobody may be awake"),
        Ok(Err(why)) => tracing::error!(case = %page.case, %why, "the paging command cannot be run: nobody is awake"),
        Err(_) => {
            let seconds = LONGEST.as_secs();
            tracing::error!(case = %page.case, seconds, "the paging command took too long and was ended");
        }
    }
}
