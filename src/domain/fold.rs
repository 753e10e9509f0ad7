//! The case as its events make it: what each of them does to it. Total, since a recorded event is a fact.

use crate::answer::{Answer, Reply};
use crate::case::{Case, CaseState, Confirmation, Note, Question, Told};
use crate::clock::{Clock, ClockChange, ClockName, ClockStatus, Rung};
use crate::command::WithdrawalReason;
use crate::event::{By, Event, EventBody};
use crate::people::Side;
use crate::tally::Tally;
use crate::transitions::next_state;

/// So much of what the agency told is kept with a case; older ones stand in its history.
const TOLD_KEPT: usize = 10;
/// So many notes are kept with a case; older ones stand in its history.
const NOTES_KEPT: usize = 20;
/// A case has to do with so many others at most.
const LINKS_KEPT: usize = 20;

impl Case {
    /// The case that a `reported` event opens; nothing for any other.
    #[must_use]
    pub fn opened(event: &Event) -> Option<Self> {
        let EventBody::Reported {
            kind,
            desk,
            agency,
            targets,
            reason,
            basis,
            urgency,
            tlp,
            file,
            data,
            device_confirmed,
            practice,
        } = &event.body
        else {
            return None;
        };
        let mut case = Self {
            reference: event.case.clone()?,
            desk: desk.clone(),
            kind: *kind,
            agency: agency.clone(),
            state: CaseState::Sent,
            targets: targets.clone(),
            reason: reason.clone(),
            basis: *basis,
            urgency: *urgency,
            tlp: *tlp,
            file_agency: file.clone(),
            file_platform: None,
            owner_agency: event.by.member().cloned(),
            owner_platform: None,
            opened_at: event.at,
            heard_at: event.recorded_at,
            acknowledged: None,
            question: None,
            told: Vec::new(),
            came_back: None,
            answer: None,
            parts: Vec::new(),
            suspended_until: None,
            closed_at: None,
            reopened: 0,
            clocks: Vec::new(),
            last_at: event.at,
            quiet_since: event.at,
            version: 1,
            acts: 0,
            redacted: false,
            consulted_by: Vec::new(),
            tally: Tally::default(),
            before: None,
            notes: Vec::new(),
            links: Vec::new(),
            arranged: Vec::new(),
            opened_by: event.by.member().cloned(),
            device_confirmed: *device_confirmed,
            data: *data,
            confirmation: None,
            caller_told: false,
            practice: *practice,
        };
        case.turn_clocks(event);
        case.count(event);
        Some(case)
    }

    /// Folds a history; nothing where it does not begin with a report.
    #[must_use]
    pub fn folded<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let opened = Self::opened(events.next()?)?;
        Some(events.fold(opened, Self::apply))
    }

    /// The case after one more event. Total: a recorded event is a fact.
    #[must_use]
    pub fn apply(mut self, event: &Event) -> Self {
        if event.body.takes_arrangement_back() {
            self.rearrange(event);
        } else if matches!(event.body, EventBody::Undone { .. }) {
            self = self.undone(event);
        } else if event.body.is_arrangement() {
            self.arrange(event);
        } else if let (By::Member(by), false) = (&event.by, event.body.changes_nothing()) {
            self.remember(by.clone(), event);
        }
        if let Some(state) = next_state(self.state, &event.body) {
            self.state = state;
        }
        let time_moved_on = matches!(event.body, EventBody::Resumed | EventBody::Closed | EventBody::Expired);
        if time_moved_on && event.by == By::Clock {
            // What time did by itself is not taken back with what somebody did before.
            self.before = None;
        }
        self.take_facts(event);
        self.turn_clocks(event);
        self.count(event);
        self.last_at = self.last_at.max(event.at);
        if event.by.member().is_some() && event.body.is_about_the_case() {
            self.quiet_since = self.quiet_since.max(event.at);
        }
        self.version += 1;
        self.acts += u32::from(event.by.member().is_some() && event.body.is_about_the_case());
        self
    }

    fn take_facts(&mut self, event: &Event) {
        let by = event.by.member().cloned();
        match &event.body {
            EventBody::Acknowledged { file, .. } => {
                self.note_acknowledged(event);
                self.file_platform = file.clone().or(self.file_platform.take());
            }
            EventBody::Asked { text, .. } => {
                self.note_acknowledged(event);
                self.question = by.map(|by| Question { text: text.clone(), by, at: event.at });
            }
            EventBody::Resolved { action, ground, effective_at, partly, file, text, .. } => {
                self.note_acknowledged(event);
                self.file_platform = file.clone().or(self.file_platform.take());
                let reply =
                    Reply::Measure { action: *action, ground: *ground, effective_at: *effective_at, partly: *partly };
                if let Some(by) = by {
                    self.answer_rest(Answer::new(self.kind, &reply, text, by, event.at));
                }
            }
            EventBody::Refused { ground, text, .. } => {
                self.note_acknowledged(event);
                if let Some(by) = by {
                    let reply = Reply::Refusal { ground: *ground };
                    self.answer_rest(Answer::new(self.kind, &reply, text, by, event.at));
                }
            }
            EventBody::PartlyAnswered { targets, reply, file, text, .. } => {
                self.note_acknowledged(event);
                self.file_platform = file.clone().or(self.file_platform.take());
                if let Some(by) = by {
                    self.answer_for(targets, &Answer::new(self.kind, reply, text, by, event.at));
                }
            }
            EventBody::Suspended { until, .. } => {
                self.note_acknowledged(event);
                self.suspended_until = Some(*until);
            }
            EventBody::Reopened { text, .. } => {
                self.reopened += 1;
                self.came_back = by.map(|by| Told { text: text.clone(), by, at: event.at });
                self.told.clear();
                self.question = None;
                self.answer = None;
                self.parts.clear();
                self.acknowledged = None;
                self.closed_at = None;
            }
            // What was withdrawn before, and is taken away now, ended then.
            EventBody::Withdrawn { .. } => self.closed_at = self.closed_at.or(Some(event.at)),
            EventBody::ConfirmedGone { .. } | EventBody::Closed => self.closed_at = Some(event.at),
            EventBody::Informed { text } => {
                self.told.extend(by.map(|by| Told { text: text.clone(), by, at: event.at }));
                let old = self.told.len().saturating_sub(TOLD_KEPT);
                self.told.drain(..old);
            }
            EventBody::Reported { .. }
            | EventBody::Resumed
            | EventBody::Undone { .. }
            | EventBody::Warned
            | EventBody::Lapsed
            | EventBody::TurnedAway { .. }
            | EventBody::Extended { .. } => {}
            EventBody::Escalated { rung } => self.caller_told |= *rung == Rung::Caller,
            EventBody::Confirmed { callback } => {
                self.confirmation = by.map(|by| Confirmation { by, at: event.at, callback: *callback });
            }
            EventBody::Expired if self.state == CaseState::Closed => self.closed_at = Some(event.at),
            EventBody::Expired => {}
            EventBody::Noted { organisation, text } => {
                let (organisation, text) = (organisation.clone(), text.clone());
                self.notes.extend(by.map(|by| Note { by, organisation, at: event.at, text }));
                let old = self.notes.len().saturating_sub(NOTES_KEPT);
                self.notes.drain(..old);
            }
            EventBody::Assigned { side, to, .. } => match side {
                Side::Agency => self.owner_agency = Some(to.clone()),
                Side::Platform => self.owner_platform = Some(to.clone()),
            },
            EventBody::Linked { to } if !self.links.contains(to) && self.links.len() < LINKS_KEPT => {
                self.links.push(to.clone());
            }
            EventBody::Linked { .. }
            | EventBody::Snoozed { .. }
            | EventBody::Admitted { .. }
            | EventBody::Dismissed { .. } => {}
            EventBody::Consulted { .. } => {
                if let Some(by) = by.filter(|by| !self.consulted_by.contains(by)) {
                    self.consulted_by.push(by);
                }
            }
        }
        self.redacted |= matches!(event.body, EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, .. });
        if self.state != CaseState::Suspended {
            self.suspended_until = None;
        }
    }

    fn count(&mut self, event: &Event) {
        let due = self.clock(ClockName::Effect).and_then(|clock| clock.due().or(clock.missed_at));
        self.tally.take(event, due);
    }

    fn note_acknowledged(&mut self, event: &Event) {
        let Some(by) = event.by.member() else { return };
        self.acknowledged.get_or_insert_with(|| (by.clone(), event.at));
        self.owner_platform.get_or_insert_with(|| by.clone());
    }

    fn turn_clocks(&mut self, event: &Event) {
        for change in &event.clocks {
            match change {
                ClockChange::Started(clock) => {
                    self.clocks.retain(|other| other.name != clock.name);
                    self.clocks.push(clock.clone());
                }
                ClockChange::Met(name) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Met { at: event.at };
                    clock.next = None;
                }),
                ClockChange::Paused(name, left) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Paused { left: *left };
                }),
                ClockChange::Resumed(name, due, next) => self.turn(*name, |clock| {
                    clock.status = ClockStatus::Running { due: *due };
                    clock.next = *next;
                }),
                ClockChange::Snoozed(name, until) => self.turn(*name, |clock| clock.snoozed_until = Some(*until)),
                ClockChange::Woken(name) => self.turn(*name, |clock| clock.snoozed_until = None),
                ClockChange::Rang(name, rung, next) => self.turn(*name, |clock| {
                    if *rung != Rung::Warning {
                        clock.missed_at = clock.missed_at.or(clock.due());
                    }
                    clock.next = *next;
                }),
            }
        }
    }

    fn turn(&mut self, name: ClockName, change: impl FnOnce(&mut Clock)) {
        if let Some(clock) = self.clocks.iter_mut().find(|clock| clock.name == name) {
            change(clock);
        }
    }
}
