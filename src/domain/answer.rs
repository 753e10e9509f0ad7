//! How a case was answered: once for all that it is about, or for one target after another.

use chrono::{DateTime, Utc};

use crate::case::{Case, CaseKind};
use crate::command::{Action, RefusalGround};
use crate::event::{Ground, Outcome};
use crate::people::MemberId;
use crate::refusal::Refusal;

/// How a case was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In a word.
    pub outcome: Outcome,
    /// The measure, where one was taken.
    pub action: Option<Action>,
    /// The ground of the measure.
    pub ground: Option<Ground>,
    /// The ground of a refusal.
    pub refusal: Option<RefusalGround>,
    /// What was added.
    pub text: String,
    /// Who answered.
    pub by: MemberId,
    /// When.
    pub at: DateTime<Utc>,
    /// When the measure took effect, as the platform says.
    pub effective_at: Option<DateTime<Utc>>,
}

/// The answer for one of several targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which target, by its place on the card, from 1.
    pub target: u32,
    /// Its answer.
    pub answer: Answer,
}

impl Case {
    /// The answer for the target at that place, from 1, where it has one of its own.
    #[must_use]
    pub fn part(&self, target: u32) -> Option<&Answer> {
        self.parts.iter().find(|part| part.target == target).map(|part| &part.answer)
    }

    /// The places, from 1, of the targets without an answer of their own.
    pub fn without_answer(&self) -> impl Iterator<Item = u32> {
        let targets = u32::try_from(self.targets.len()).unwrap_or(u32::MAX);
        (1..=targets).filter(|target| self.part(*target).is_none())
    }

    /// Whether an answer can be for these targets, given by their places; none means all that are left.
    ///
    /// # Errors
    /// A place that the case has not, a target that was answered before.
    pub(crate) fn can_answer(&self, targets: &[u32]) -> Result<(), Refusal> {
        let case = || self.reference.clone();
        for target in targets.iter().copied() {
            if target == 0 || usize::try_from(target).is_ok_and(|target| target > self.targets.len()) {
                return Err(Refusal::NoSuchTarget { case: case(), target, count: self.targets.len() });
            }
            if let Some(Answer { by, at, .. }) = self.part(target) {
                return Err(Refusal::TargetAnswered { case: case(), target, by: by.clone(), at: *at });
            }
        }
        Ok(())
    }

    /// Notes an answer for some targets.
    pub(crate) fn answer_for(&mut self, targets: &[u32], answer: &Answer) {
        for target in targets.iter().copied() {
            if self.part(target).is_none() {
                self.parts.push(Part { target, answer: answer.clone() });
            }
        }
    }

    /// Notes the answer for all that is left.
    pub(crate) fn answer_rest(&mut self, answer: Answer) {
        let (answer, parts) = self.with_rest(answer);
        self.parts = parts;
        self.answer = Some(answer);
    }

    /// What the case comes to with an answer for all that is left, and the answers of its targets then; none where one
    /// answer is for all of them.
    pub(crate) fn with_rest(&self, last: Answer) -> (Answer, Vec<Part>) {
        let mut parts = self.parts.clone();
        if parts.is_empty() {
            return (last, parts);
        }
        parts.extend(self.without_answer().map(|target| Part { target, answer: last.clone() }));
        (together(self.kind, &parts, last), parts)
    }
}

/// What several answers come to: a measure anywhere is one, else data anywhere, in part where not everywhere, and in effect
/// when all are; without either, the weightiest refusal. What somebody else had removed is a measure where there is no
/// other. By whom and when is the last one's.
fn together(kind: CaseKind, parts: &[Part], last: Answer) -> Answer {
    let own = |answer: &&Answer| answer.action.is_some_and(|action| action != Action::AlreadyGone);
    let met = |answer: &&Answer| answer.refusal.is_none();
    let answers = || parts.iter().map(|part| &part.answer);
    let measure = answers().rfind(own).or_else(|| answers().rfind(|answer| answer.action.is_some()));
    let Some(measure) = measure.or_else(|| answers().rfind(met)) else {
        let weightiest = answers().max_by_key(|answer| answer.weight());
        let (outcome, refusal) = weightiest.map_or((last.outcome, last.refusal), |one| (one.outcome, one.refusal));
        return Answer { outcome, refusal, ..last };
    };
    let whole = answers().all(|answer| met(&answer) && !answer.outcome.is_in_part());
    let alike = |answer: &&Answer| !own(&measure) || own(answer);
    Answer {
        outcome: kind.outcome(measure.action, !whole),
        action: measure.action,
        ground: measure.ground,
        refusal: None,
        effective_at: answers().filter(alike).filter_map(|answer| answer.effective_at).max(),
        ..last
    }
}

/// What the platform says to one target or to all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It took a measure, or produced or kept what was asked for.
    Measure {
        /// Which; none where data was asked for.
        action: Option<Action>,
        /// On which ground, if said.
        ground: Option<Ground>,
        /// When it took effect, as the platform says.
        effective_at: DateTime<Utc>,
        /// Whether a part of what was asked was left.
        partly: bool,
    },
    /// It answered otherwise.
    Refusal {
        /// On which ground.
        ground: RefusalGround,
    },
}

impl Answer {
    /// The answer that a reply to a case of that kind is.
    #[must_use]
    pub fn new(kind: CaseKind, reply: &Reply, text: &str, by: MemberId, at: DateTime<Utc>) -> Self {
        let text = text.to_owned();
        match *reply {
            Reply::Measure { action, ground, effective_at, partly } => Self {
                outcome: kind.outcome(action, partly),
                action,
                ground,
                refusal: None,
                text,
                by,
                at,
                effective_at: Some(effective_at),
            },
            Reply::Refusal { ground } => Self {
                outcome: ground.outcome(),
                action: None,
                ground: None,
                refusal: Some(ground),
                text,
                by,
                at,
                effective_at: None,
            },
        }
    }
}

impl Answer {
    /// How much of a decision a refusal is: whoever looked and said no decided more than whoever found nothing, and a
    /// duplicate, which is in no figure, is one where nothing else was said.
    fn weight(&self) -> u8 {
        match (self.refusal, self.outcome) {
            (Some(RefusalGround::Duplicate), _) => 0,
            (_, Outcome::Refused) => 3,
            (_, Outcome::NoAction) => 2,
            _ => 1,
        }
    }
}

impl Outcome {
    /// Whether a part of what was asked was left.
    #[must_use]
    pub const fn is_in_part(self) -> bool {
        matches!(self, Self::PartlyActioned | Self::PartlyProduced | Self::PartlyPreserved)
    }
}

impl RefusalGround {
    /// The outcome that an answer on this ground comes to.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::NoViolation => Outcome::NoAction,
            Self::NotFound => Outcome::NotFound,
            Self::NoData => Outcome::NoData,
            _ => Outcome::Refused,
        }
    }
}
