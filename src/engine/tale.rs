//! What becomes of one thing that was heard, told along the way by whoever works on it: which command it was, on how many
//! cases it was done, what refused it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use liaison_chat::Request;

use crate::endings::Ending;

/// What becomes of one thing that was heard; it counts once that is committed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tale {
    verb: Option<&'static str>,
    done: u32,
    pub(crate) refused: u32,
    unreadable: bool,
    failed: bool,
}

impl Tale {
    /// The command and what came of it; nothing where it was none.
    pub(crate) fn ending(self) -> Option<(&'static str, Ending)> {
        let ending = match self {
            Self { failed: true, .. } => Ending::Failed,
            Self { unreadable: true, .. } => Ending::Unreadable,
            Self { refused: 0, .. } => Ending::Done,
            Self { done: 0, .. } => Ending::Refused,
            _ => Ending::Partly,
        };
        let verb = self.verb.or((ending != Ending::Done).then_some("unknown"));
        verb.map(|verb| (verb, ending))
    }
}

/// A tale while it is told: it goes along with what was heard.
#[derive(Default)]
pub(crate) struct CameTo(Mutex<Tale>);

impl CameTo {
    fn tale(&self) -> MutexGuard<'_, Tale> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is that command, unless it was recognised as another before.
    pub(crate) fn is(&self, verb: &'static str) {
        self.tale().verb.get_or_insert(verb);
    }

    pub(crate) fn done(&self) {
        self.tale().done += 1;
    }

    pub(crate) fn refused(&self) {
        self.tale().refused += 1;
    }

    pub(crate) fn unreadable(&self) {
        self.tale().unreadable = true;
    }

    /// The program failed at it: whatever it had come to is undone.
    pub(crate) fn failed(&self) {
        let mut tale = self.tale();
        *tale = Tale { verb: tale.verb, failed: true, ..Tale::default() };
    }

    pub(crate) fn told(self) -> Tale {
        *self.tale()
    }
}

/// The stable name of the command that was given.
pub(crate) fn verb(request: &Request) -> &'static str {
    match request {
        Request::Report(report) => report.kind.command(),
        Request::Act { command, .. } => command.name(),
        Request::Duty(_) => "duty",
        Request::Guest(_) => "desk-member",
        Request::UndoLast => "undo",
        Request::HandOver { .. } => "assign",
        Request::ShowCase { .. } => "case",
        Request::ListCases { .. } => "cases",
        Request::Digest { .. } => "digest",
        Request::Stats(_) => "stats",
        Request::Help { .. } => "help",
    }
}
