//! What is offered while somebody types: open cases, names of commands, values; and what the cases ask for that a
//! command names, so that its form fits them. It is answered from memory, so that a
//! store that is slow keeps nobody waiting; the memory follows each commit.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use liaison_chat::{Asking, Glance, Network, Offered, OptionKind, RoomFacts, Typing, named_cases};
use liaison_domain::{Case, CaseRef, CaseState, Desk, Subject};
use liaison_store::CasesQuery;

use crate::spot::Spot;
use crate::words::Reader;
use crate::{Engine, Fault};

/// So many choices at most: what Discord shows.
const OFFERED_AT_MOST: usize = 25;
/// So many cases of a desk are kept in memory, the newest ones: nobody types a reference out of more.
const KEPT_AT_MOST: u32 = 10_000;

/// So many of them, the most urgent, are looked through for words; every one is found by its reference.
const READ_AT_MOST: usize = 2_000;

/// The cases that can be acted on, and those whose change is not committed yet.
#[derive(Default)]
pub(crate) struct Offering {
    kept: BTreeMap<CaseRef, Glance>,
    changed: Vec<Glance>,
}

impl Offering {
    /// A case was saved; it counts once that is committed.
    pub(crate) fn change(&mut self, case: &Case) {
        self.changed.push(glance(case));
    }

    /// How many changes wait for the commit.
    pub(crate) const fn changes(&self) -> usize {
        self.changed.len()
    }

    /// What came after so many changes was undone.
    pub(crate) fn undo(&mut self, changes: usize) {
        self.changed.truncate(changes);
    }

    /// What waited is committed.
    pub(crate) fn commit(&mut self) {
        for case in std::mem::take(&mut self.changed) {
            if can_be_acted_on(case.state) {
                self.kept.insert(case.reference.clone(), case);
            } else {
                self.kept.remove(&case.reference);
            }
        }
    }
}

fn glance(case: &Case) -> Glance {
    Glance {
        reference: case.reference.clone(),
        desk: case.desk.clone(),
        state: case.state,
        urgency: case.urgency,
        tlp: case.tlp,
        due: case.first_due().and_then(|clock| clock.due()),
        subject: case.subject(),
        unconfirmed: case.is_unconfirmed(),
        locator: case.targets.first().filter(|_| !case.redacted).map(|target| target.locator.clone()),
    }
}

const fn can_be_acted_on(state: CaseState) -> bool {
    !matches!(state, CaseState::Closed | CaseState::Withdrawn)
}

impl Engine {
    /// Reads into memory what can be offered, once, before the doors open.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn remember_cases(&self) -> Result<(), Fault> {
        for desk in &self.setting().desks {
            let states = CaseState::ALL.iter().copied().filter(|state| can_be_acted_on(*state)).collect();
            let query = CasesQuery { open_only: false, states, limit: KEPT_AT_MOST };
            let cases = self.store.cases(&desk.id, &query).await?;
            let mut offering = self.offering();
            cases.iter().for_each(|case| offering.change(case));
            offering.commit();
        }
        Ok(())
    }

    pub(crate) fn offering(&self) -> MutexGuard<'_, Offering> {
        self.offering.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the value of an option could be, for a member of the room's desk, the likeliest first.
    #[must_use]
    pub fn complete(&self, network: Network, typing: &Typing, now: DateTime<Utc>) -> Vec<Offered> {
        let setting = self.setting();
        let Some(spot) = Spot::of(&setting, network, &typing.room) else { return Vec::new() };
        let Some(option) = self.table.command(&typing.command).and_then(|command| command.option(&typing.option))
        else {
            return Vec::new();
        };
        let typed = typing.typed.trim().to_lowercase();
        let names = |names: Vec<&str>| {
            let fitting = names.into_iter().filter(|name| name.to_lowercase().contains(&typed));
            let offered = fitting.map(|name| Offered { name: name.to_owned(), value: name.to_owned() });
            offered.take(OFFERED_AT_MOST).collect()
        };
        let language = spot.room.language;
        match (option.kind, spot.desk) {
            (OptionKind::Cases, Some(desk)) => {
                let known = setting.person_with(desk, &typing.person, &typing.roles).is_some();
                let facts = RoomFacts::default();
                let reader = Reader { setting: &setting, spot, network, facts: &facts, now };
                if known { self.cases_to_offer(desk, typing, &reader) } else { Vec::new() }
            }
            (OptionKind::Command, _) => {
                names(self.table.all().iter().map(|definition| definition.name_in(language)).collect())
            }
            _ => names(option.choices.iter().map(|choice| choice.names.of(language)).collect()),
        }
    }

    /// What the cases ask for that a command names, each thing once, for a member of their desk.
    #[must_use]
    pub fn subjects(&self, network: Network, asking: &Asking) -> Vec<Subject> {
        let setting = self.setting();
        let Some(spot) = Spot::of(&setting, network, &asking.room) else { return Vec::new() };
        let Some(definition) = self.table.command(&asking.invoked.command) else { return Vec::new() };
        let cases = named_cases(definition, &asking.invoked);
        let prefix = cases.first().map(|case| case.prefix.as_str());
        let Some(desk) = spot.desk_for(&setting, prefix) else { return Vec::new() };
        if setting.person_with(desk, &asking.person, &asking.roles).is_none() {
            return Vec::new();
        }
        let offering = self.offering();
        let known = cases.iter().filter_map(|case| offering.kept.get(case)).filter(|case| case.desk == desk.id);
        let mut subjects: Vec<_> = known.map(|case| case.subject).collect();
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }

    /// Cases whose line, as the room may see it, holds what was typed last; behind those that were named before it.
    fn cases_to_offer(&self, desk: &Desk, typing: &Typing, reader: &Reader<'_>) -> Vec<Offered> {
        let (before, typed) = typing.typed.rsplit_once([' ', ',']).unwrap_or(("", &typing.typed));
        let (before, typed) = (before.trim_matches([' ', ',']), typed.trim().to_lowercase());
        let offering = self.offering();
        let mut cases: Vec<&Glance> = offering.kept.values().filter(|case| case.desk == desk.id).collect();
        cases.sort_by_key(|case| {
            let fits = self.sentences.is_next(&typing.command, case.state);
            let urgency = std::cmp::Reverse(case.urgency);
            (!fits, case.due.is_none_or(|due| due > reader.now), urgency, case.due.is_none(), case.due)
        });
        let view = reader.view(false);
        let fitting = cases.into_iter().enumerate().filter_map(|(place, case)| {
            let is_named = case.reference.to_string().to_lowercase().contains(&typed);
            let line = (is_named || place < READ_AT_MOST).then(|| self.sentences.glance(case, &view))?;
            (is_named || line.to_lowercase().contains(&typed)).then_some((&case.reference, line))
        });
        let offered =
            fitting.map(|(reference, name)| Offered { name, value: format!("{before} {reference}").trim().to_owned() });
        offered.take(OFFERED_AT_MOST).collect()
    }
}
