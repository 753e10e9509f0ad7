//! A case at a glance: one line of plain text, as it is offered while somebody types its reference.

use liaison_domain::{CaseRef, CaseState, DeskId, Subject, Tlp, Urgency};

use super::voice::{Sight, Voice};
use crate::defanged;

/// So many characters at most: what every network shows of one choice.
const LIMIT: usize = 100;

/// What is kept in memory of a case that can be acted on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// Its reference.
    pub reference: CaseRef,
    /// Its desk.
    pub desk: DeskId,
    /// Where it stands.
    pub state: CaseState,
    /// How fast it must go.
    pub urgency: Urgency,
    /// Its label.
    pub tlp: Tlp,
    /// When its first running clock is due.
    pub due: Option<chrono::DateTime<chrono::Utc>>,
    /// What it asks for.
    pub subject: Subject,
    /// Whether it is an emergency that nobody has confirmed.
    pub unconfirmed: bool,
    /// Its first target; nothing of a case that was taken back from the wrong desk.
    pub locator: Option<String>,
}

/// The line: no more of the case than the room may see.
pub(crate) fn glance(voice: Voice<'_>, case: &Glance) -> String {
    let sight = voice.sight(case.tlp, case.subject.asks_for_data);
    let mut parts = vec![case.reference.to_string()];
    if sight != Sight::Attention {
        parts.push(voice.phrase(&format!("state-{}", case.state.name()), &[]));
        if case.unconfirmed {
            parts.push(voice.phrase("mark-unconfirmed", &[]));
        }
        if case.due.is_some_and(|due| due <= voice.view.now) {
            parts.push(voice.phrase("mark-overdue", &[]));
        }
        if case.urgency != Urgency::Routine {
            parts.push(voice.phrase(&format!("urgency-{}", case.urgency.name()), &[]));
        }
    }
    if sight == Sight::Full {
        parts.extend(case.locator.as_deref().map(defanged));
    }
    let line = parts.join(" · ");
    match line.char_indices().nth(LIMIT) {
        None => line,
        Some(_) => line.chars().take(LIMIT - 1).chain(['…']).collect(),
    }
}
