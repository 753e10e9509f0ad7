//! What the figures count by and a case forgets once it has moved on: when its answer was due, and how long each question
//! waited. It is a part of the case, so that an undo takes it back with everything else, and a recount of the events comes
//! to the same.

use chrono::{DateTime, Utc};

use crate::event::{Event, EventBody};

/// So many questions of one case are counted; whoever asks more often has another problem than a latency.
const QUESTIONS_AT_MOST: usize = 100;

/// One question to the agency, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedOnce {
    /// When it was asked.
    pub at: DateTime<Utc>,
    /// When the agency gave the information; none where it waits, or where the case went on without it.
    pub informed: Option<DateTime<Utc>>,
    /// Whether the agency still owes it.
    pub waits: bool,
}

/// What the figures need of a case beyond where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// When the answer is due, or was when the clock last ran; none where the case never had such a clock.
    pub due: Option<DateTime<Utc>>,
    /// The questions, in order.
    pub questions: Vec<AskedOnce>,
}

impl Tally {
    /// Takes one event; `due` is when the effect clock is due after it, or was missed, as far as the clock still knows.
    pub(crate) fn take(&mut self, event: &Event, due: Option<DateTime<Utc>>) {
        self.due = due.or(self.due);
        match &event.body {
            EventBody::Asked { .. } if self.questions.len() < QUESTIONS_AT_MOST => {
                self.questions.push(AskedOnce { at: event.at, informed: None, waits: true });
            }
            EventBody::Informed { .. } => self.end(Some(event.at)),
            // The platform went on, or the agency took the case back: nobody owes the information any more.
            EventBody::Resolved { .. }
            | EventBody::Refused { .. }
            | EventBody::Suspended { .. }
            | EventBody::Withdrawn { .. } => self.end(None),
            _ => {}
        }
    }

    fn end(&mut self, informed: Option<DateTime<Utc>>) {
        if let Some(last) = self.questions.last_mut().filter(|last| last.waits) {
            last.waits = false;
            last.informed = informed;
        }
    }
}
