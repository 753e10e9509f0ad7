//! What one person asked to see, and the page that answers it: the figures together, and each part's beside them.

use liaison_domain::{CaseKind, DeskId, OrganisationId, Urgency};

use crate::{Figures, Group, Period, Sums};

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The days.
    pub period: Period,
    /// Whether somebody named them.
    pub named: bool,
    /// The equally long days before or after, for comparison.
    pub compared: Option<Period>,
    /// One desk alone.
    pub desk: Option<DeskId>,
    /// One organisation alone: what an agency opened, or what a platform was asked.
    pub organisation: Option<OrganisationId>,
    /// One kind alone.
    pub kind: Option<CaseKind>,
    /// One urgency alone.
    pub urgency: Option<Urgency>,
    /// Whether each figure says how it is defined.
    pub explained: bool,
}

/// What a row of figures is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A desk.
    Desk(DeskId),
    /// An agency.
    Agency(OrganisationId),
    /// A kind of case.
    Kind(CaseKind),
    /// An urgency.
    Urgency(Urgency),
}

/// Figures, and those of the period that they are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Of the period.
    pub now: Figures,
    /// Of the other, where one was asked for.
    pub then: Option<Figures>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What was asked for.
    pub wanted: Wanted,
    /// Everything together.
    pub whole: Compared,
    /// Each part, where there is more than one of its like: desks, agencies, kinds, urgencies, in this order.
    pub parts: Vec<(Part, Compared)>,
}

/// The groups of one desk.
type OfDesk = (DeskId, Vec<Group>);

impl Page {
    /// The page of the desks' groups in the period, and in the one that it is compared with (empty where there is none).
    #[must_use]
    pub fn of(wanted: Wanted, now: &[OfDesk], then: &[OfDesk]) -> Self {
        let compares = wanted.compared.is_some();
        let compared = |of: &dyn Fn(&DeskId, &Group) -> bool| Compared {
            now: Figures::of(total(now, of)),
            then: compares.then(|| Figures::of(total(then, of))),
        };
        let mut parts = Vec::new();
        for part in all_parts(now, then) {
            let figures = compared(&|desk, group| part.holds(desk, group));
            let is_empty = figures.now.is_empty() && figures.then.as_ref().is_none_or(Figures::is_empty);
            // A desk without a case is told of as well: together they are all.
            if !is_empty || matches!(part, Part::Desk(_)) {
                parts.push((part, figures));
            }
        }
        // One desk, one agency, one kind alone would only say the whole again.
        let several = |part: &Part| parts.iter().any(|(other, _)| other != part && part.is_like(other));
        let parts = parts.iter().filter(|(part, _)| several(part)).cloned().collect();
        Self { wanted, whole: compared(&|_, _| true), parts }
    }
}

fn total(desks: &[OfDesk], of: &dyn Fn(&DeskId, &Group) -> bool) -> Sums {
    let groups = desks.iter().flat_map(|(desk, groups)| groups.iter().map(move |group| (desk, group)));
    groups
        .filter(|(desk, group)| of(desk, group))
        .fold(Sums::default(), |sums, (_, group)| sums.and(group.sums.clone()))
}

fn all_parts(now: &[OfDesk], then: &[OfDesk]) -> Vec<Part> {
    let groups = || now.iter().chain(then).flat_map(|(_, groups)| groups);
    let mut parts: Vec<Part> = now.iter().map(|(desk, _)| Part::Desk(desk.clone())).collect();
    let mut others: Vec<Part> = groups()
        .flat_map(|group| [Part::Agency(group.agency.clone()), Part::Kind(group.kind), Part::Urgency(group.urgency)])
        .collect();
    others.sort();
    others.dedup();
    parts.extend(others);
    parts
}

impl Part {
    fn holds(&self, desk: &DeskId, group: &Group) -> bool {
        match self {
            Self::Desk(own) => own == desk,
            Self::Agency(agency) => *agency == group.agency,
            Self::Kind(kind) => *kind == group.kind,
            Self::Urgency(urgency) => *urgency == group.urgency,
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}
