//! What one case contributes to the figures, as it stands. These are the definitions (domain description, "Metrics"): they
//! are applied once, when a case is saved, and the store adds up what they say.

use chrono::{DateTime, Utc};
use liaison_domain::{
    Action, Case, CaseKind, CaseState, ClockName, ClockStatus, DeskId, OrganisationId, RefusalGround, Urgency,
};

/// One case, as the figures see it. Times are cut to whole milliseconds: so the record keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its desk.
    pub desk: DeskId,
    /// The agency that opened it.
    pub agency: OrganisationId,
    /// Its kind.
    pub kind: CaseKind,
    /// Its urgency.
    pub urgency: Urgency,
    /// When it was opened, in milliseconds since 1970.
    pub opened_at: i64,
    /// Withdrawn by the agency, or answered as a duplicate: in no figure but this count.
    pub left_out: bool,
    /// Whether an answer is still awaited.
    pub open: bool,
    /// When its answer is or was due; none while that clock stands still, unless it was missed before.
    pub due_at: Option<i64>,
    /// Whether an answer stands: a measure, or a refusal with its ground. Unable for now is no answer.
    pub answered: bool,
    /// From the start of the acknowledgement clock to the acknowledgement, in milliseconds.
    pub acknowledged_ms: Option<i64>,
    /// From the start of the effect clock to the measure's effect, in milliseconds; 0 where the platform says it was
    /// earlier, none where somebody else had removed it.
    pub effect_ms: Option<i64>,
    /// The ground of its refusal.
    pub ground: Option<RefusalGround>,
    /// Whether its answer was put to the test: it closed, or came back.
    pub settled: bool,
    /// Whether it came back.
    pub reopened: bool,
    /// The platform's questions to the agency; of a case that is left out, none.
    pub questions: Vec<CountedQuestion>,
}

/// One question to the agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedQuestion {
    /// When it was asked, in milliseconds since 1970.
    pub asked_at: i64,
    /// How long the information took, in milliseconds; none where it waits, or the platform went on without it.
    pub informed_ms: Option<i64>,
    /// Whether the agency still owes it.
    pub waits: bool,
}

impl Counted {
    /// What that case contributes.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let answer = case.answer.as_ref();
        let ground = answer.and_then(|answer| answer.refusal);
        let left_out = case.state == CaseState::Withdrawn || ground == Some(RefusalGround::Duplicate);
        let since = |name: ClockName, at: DateTime<Utc>| {
            let start = case.clock(name).map_or(case.opened_at, |clock| clock.started_at);
            (at.timestamp_millis() - start.timestamp_millis()).max(0)
        };
        let measure = answer.filter(|answer| answer.action != Some(Action::AlreadyGone));
        let closed = case.state == CaseState::Closed;
        Self {
            desk: case.desk.clone(),
            agency: case.agency.clone(),
            kind: case.kind,
            urgency: case.urgency,
            opened_at: case.opened_at.timestamp_millis(),
            left_out,
            open: case.state.is_open(),
            due_at: case.tally.due.filter(|_| !stands_still(case)).map(|due| due.timestamp_millis()),
            answered: answer.is_some(),
            acknowledged_ms: case.acknowledged.as_ref().map(|(_, at)| since(ClockName::Acknowledge, *at)),
            effect_ms: measure.and_then(|answer| answer.effective_at).map(|at| since(ClockName::Effect, at)),
            ground,
            settled: closed || case.reopened > 0,
            reopened: case.reopened > 0,
            questions: if left_out { Vec::new() } else { questions(case) },
        }
    }
}

/// Whether the ball is with the agency, or the platform is unable for now: nothing is due meanwhile, but what was missed
/// before stays so.
fn stands_still(case: &Case) -> bool {
    let effect = case.clock(ClockName::Effect);
    effect.is_some_and(|clock| matches!(clock.status, ClockStatus::Paused { .. }) && clock.missed_at.is_none())
}

fn questions(case: &Case) -> Vec<CountedQuestion> {
    let questions = case.tally.questions.iter().map(|question| {
        let asked_at = question.at.timestamp_millis();
        CountedQuestion {
            asked_at,
            informed_ms: question.informed.map(|at| (at.timestamp_millis() - asked_at).max(0)),
            waits: question.waits,
        }
    });
    questions.collect()
}
