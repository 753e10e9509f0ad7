//! What can be taken back: a member's last act on a case, and what a side arranged beside its course.

use chrono::{DateTime, Utc};

use crate::case::{Case, CaseRef, CaseState};
use crate::clock::ClockStatus;
use crate::event::{Event, EventBody};
use crate::people::{MemberId, Side};

/// What `undo` goes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Whose act it would take back.
    pub by: MemberId,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its kind.
    pub what: String,
    /// The case as it was.
    pub case: Case,
}

/// Something that a side arranged beside the case's course, as it is taken back: by itself, whatever else happened since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Who arranged it.
    pub by: MemberId,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What.
    pub arranged: Arranged,
    /// Whether it was told in that side's own rooms alone.
    pub among_themselves: bool,
}

/// What was arranged, with what it takes to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arranged {
    /// A note, by its moment.
    Noted(DateTime<Utc>),
    /// Somebody answers for it on that side; before them, this member did.
    Assigned(Side, Option<MemberId>),
    /// Quiet for that side.
    Snoozed(Side),
    /// It has to do with that case.
    Linked(CaseRef),
}

impl Arranged {
    /// Whether nothing is left of that other one since.
    fn replaces(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Assigned(side, _), Self::Assigned(before, _)) | (Self::Snoozed(side), Self::Snoozed(before)) => {
                side == before
            }
            _ => false,
        }
    }

    /// The kind of the event that arranged it.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Noted(_) => "noted",
            Self::Assigned(..) => "assigned",
            Self::Snoozed(_) => "snoozed",
            Self::Linked(_) => "linked",
        }
    }
}

/// So many arrangements can be taken back; ten minutes do not hold more.
const ARRANGEMENTS_KEPT: usize = 20;

impl Case {
    pub(crate) fn remember(&mut self, by: MemberId, event: &Event) {
        let mut case = self.clone();
        case.before = None;
        let what = event.body.kind().to_owned();
        self.before = Some(Box::new(Before { by, recorded_at: event.recorded_at, what, case }));
    }

    pub(crate) fn arrange(&mut self, event: &Event) {
        let arranged = match &event.body {
            EventBody::Noted { .. } => Arranged::Noted(event.at),
            EventBody::Assigned { side, .. } => Arranged::Assigned(*side, self.owner(*side).cloned()),
            EventBody::Snoozed { side, .. } => Arranged::Snoozed(*side),
            EventBody::Linked { to } => Arranged::Linked(to.clone()),
            _ => return,
        };
        let Some(by) = event.by.member().cloned() else { return };
        let among_themselves = event.body.is_among_themselves();
        self.arranged.push(Arrangement { by, recorded_at: event.recorded_at, arranged, among_themselves });
        let old = self.arranged.len().saturating_sub(ARRANGEMENTS_KEPT);
        self.arranged.drain(..old);
    }

    /// The last thing that a member arranged, of whatever kind.
    #[must_use]
    pub fn arranged_by(&self, member: &MemberId) -> Option<&Arrangement> {
        self.arranged.iter().rev().find(|one| one.by == *member)
    }

    /// Whether nothing is left of what a member arranged last: somebody else was put in charge since, or asked for quiet.
    #[must_use]
    pub fn is_replaced(&self, member: &MemberId) -> bool {
        let Some(last) = self.arranged.iter().rposition(|one| one.by == *member) else { return false };
        let later = self.arranged.get(last + 1..).unwrap_or_default();
        self.arranged.get(last).is_some_and(|one| later.iter().any(|other| other.arranged.replaces(&one.arranged)))
    }

    pub(crate) fn rearrange(&mut self, event: &Event) {
        let Some(at) = self.arranged.iter().rposition(|one| Some(&one.by) == event.by.member()) else { return };
        let Arrangement { by, arranged, .. } = self.arranged.remove(at);
        match arranged {
            Arranged::Noted(at) => {
                if let Some(at) = self.notes.iter().rposition(|note| note.by == by && note.at == at) {
                    self.notes.remove(at);
                }
            }
            Arranged::Assigned(Side::Agency, owner) => self.owner_agency = owner,
            Arranged::Assigned(Side::Platform, owner) => self.owner_platform = owner,
            Arranged::Snoozed(side) => {
                for clock in self.clocks.iter_mut().filter(|clock| clock.owner == side) {
                    clock.snoozed_until = clock.snoozed_until.map(|until| until.min(event.recorded_at));
                }
            }
            Arranged::Linked(to) => self.links.retain(|other| *other != to),
        }
    }

    /// The case as it was before the last act, but for what time did meanwhile: a step of a ladder that was taken is
    /// never taken again. Before its report there was none: it is taken back, with everything that was posted of it.
    pub(crate) fn undone(mut self, event: &Event) -> Self {
        let Some(before) = self.before.take() else {
            self.state = CaseState::Withdrawn;
            self.closed_at = Some(event.at);
            self.redacted = true;
            return self;
        };
        let mut restored = before.case;
        for clock in &mut restored.clocks {
            let now = self.clocks.iter().find(|now| now.name == clock.name && now.started_at == clock.started_at);
            if let Some(now) = now.filter(|now| {
                now.missed_at.is_some() || now.next.map(|alarm| alarm.rung) > clock.next.map(|alarm| alarm.rung)
            }) {
                clock.missed_at = now.missed_at;
                if matches!(now.status, ClockStatus::Running { .. }) {
                    clock.next = now.next;
                }
            }
        }
        for clock in &mut restored.clocks {
            let now = self.clocks.iter().find(|now| now.name == clock.name && now.started_at == clock.started_at);
            clock.snoozed_until = now.and_then(|now| now.snoozed_until);
            clock.taken_up_at(event.recorded_at);
        }
        let was_assigned = |side| {
            let of_side = |one: &&Arrangement| matches!(one.arranged, Arranged::Assigned(other, _) if other == side);
            self.arranged.iter().filter(of_side).any(|one| one.recorded_at >= before.recorded_at)
        };
        if was_assigned(Side::Agency) {
            restored.owner_agency = self.owner_agency;
        }
        if was_assigned(Side::Platform) {
            restored.owner_platform = self.owner_platform;
        }
        (restored.notes, restored.links, restored.arranged) = (self.notes, self.links, self.arranged);
        restored.version = self.version;
        restored.acts = self.acts;
        restored.last_at = self.last_at;
        restored.consulted_by = self.consulted_by;
        restored.caller_told = self.caller_told;
        restored
    }
}
