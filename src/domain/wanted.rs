//! What a list of cases is narrowed to: criteria as people combine them, and what they come to for whoever asks, there and
//! then. The memory finds what is [`Wanted`]; what each criterion means is said here.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::calendar::midnight;
use crate::case::CaseState;
use crate::event::Urgency;
use crate::named::named;
use crate::people::{MemberId, Side};

named! {
    /// What a list can be narrowed to besides a state and an urgency.
    pub enum Narrowing {
        /// What still awaits an answer.
        Open = "open",
        /// Every state.
        All = "all",
        /// A running clock has passed its time.
        Overdue = "overdue",
        /// The one who asks is the owner on their side.
        Mine = "mine",
        /// The side of the one who asks must act next.
        WaitingOnUs = "waiting-on-us",
        /// It closes by itself before the next local day ends.
        ClosesTomorrow = "closes-tomorrow",
    }
}

/// One word of a filter that has a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// Where the case stands, seen from whoever asks.
    Narrowing(Narrowing),
    /// In that state, or in another one that is named as well.
    State(CaseState),
    /// As fast as that, or as another one that is named as well.
    Urgency(Urgency),
}

impl Criterion {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Narrowing(narrowing) => narrowing.name(),
            Self::State(state) => state.name(),
            Self::Urgency(urgency) => urgency.name(),
        }
    }

    /// The criterion of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let narrowing = Narrowing::from_name(name).map(Self::Narrowing);
        let state = || CaseState::from_name(name).map(Self::State);
        narrowing.or_else(state).or_else(|| Urgency::from_name(name).map(Self::Urgency))
    }
}

/// A word that a case must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchWord {
    /// As it was typed, without the marks around it; it may be several words, which then follow one another.
    pub text: String,
    /// Whether nothing may follow it within its last word: it stood between quotation marks.
    pub whole: bool,
}

/// Whoever asks for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    /// As the record names them.
    pub member: MemberId,
    /// Whose side they are on, where that is known.
    pub side: Option<Side>,
}

/// What the criteria of one question come to; each field that says something narrows further.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In one of these states; in any where empty.
    pub states: Vec<CaseState>,
    /// As fast as one of these; however fast where empty.
    pub urgencies: Vec<Urgency>,
    /// Owned by that member, on whichever side.
    pub owner: Option<MemberId>,
    /// That side must act next.
    pub waits_for: Option<Side>,
    /// A running clock is due by then.
    pub due_by: Option<DateTime<Utc>>,
    /// It closes by itself before then.
    pub closes_before: Option<DateTime<Utc>>,
    /// Whether the list tells no more of each case than that it is there and who must act: a case of `TLP:RED` stands in
    /// no other, because of such a case nothing is posted but that it needs attention.
    pub tells_little: bool,
}

impl Wanted {
    /// What `criteria` come to at `now`, in the zone of the room. Without a state among them, and without words to search
    /// for, what is open; with words, whatever its state. Nothing where the list depends on a side and there is none.
    #[must_use]
    pub fn of(criteria: &[Criterion], searches: bool, asker: &Asker, now: DateTime<Utc>, zone: Tz) -> Option<Self> {
        let mut wanted = Self { tells_little: !searches, ..Self::default() };
        let mut any_state = searches;
        for criterion in criteria {
            match criterion {
                Criterion::State(state) => wanted.states.push(*state),
                Criterion::Urgency(urgency) => wanted.urgencies.push(*urgency),
                Criterion::Narrowing(Narrowing::Open) => wanted.states.extend(open()),
                Criterion::Narrowing(Narrowing::All) => any_state = true,
                Criterion::Narrowing(Narrowing::Overdue) => wanted.due_by = Some(now),
                Criterion::Narrowing(Narrowing::Mine) => wanted.owner = Some(asker.member.clone()),
                Criterion::Narrowing(Narrowing::WaitingOnUs) => wanted.waits_for = Some(asker.side?),
                Criterion::Narrowing(Narrowing::ClosesTomorrow) => {
                    wanted.closes_before = Some(midnight(now, 2, zone));
                    any_state = true;
                }
            }
            wanted.tells_little &= matches!(
                criterion,
                Criterion::Narrowing(Narrowing::Open | Narrowing::All | Narrowing::Overdue | Narrowing::WaitingOnUs)
            );
        }
        if wanted.states.is_empty() && !any_state {
            wanted.states.extend(open());
        }
        Some(wanted)
    }

    /// Whether nothing is listed but what is open: then the most pressing comes first, else the newest.
    #[must_use]
    pub fn is_open_alone(&self) -> bool {
        !self.states.is_empty() && self.states.iter().all(|state| state.is_open())
    }
}

fn open() -> impl Iterator<Item = CaseState> {
    CaseState::ALL.iter().copied().filter(|state| state.is_open())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use chrono_tz::Europe::Paris;

    use super::*;

    fn of(names: &[&str], searches: bool, side: Option<Side>) -> Option<Wanted> {
        let criteria: Vec<_> = names.iter().filter_map(|name| Criterion::from_name(name)).collect();
        assert_eq!(criteria.len(), names.len(), "{names:?}");
        let asker = Asker { member: MemberId("chen".to_owned()), side };
        Wanted::of(&criteria, searches, &asker, Utc.with_ymd_and_hms(2026, 10, 24, 20, 0, 0).single()?, Paris)
    }

    #[test]
    fn every_criterion_has_a_name_of_its_own() {
        let all = Narrowing::ALL.iter().map(|one| Criterion::Narrowing(*one));
        let all = all.chain(CaseState::ALL.iter().map(|one| Criterion::State(*one)));
        for criterion in all.chain(Urgency::ALL.iter().map(|one| Criterion::Urgency(*one))) {
            assert_eq!(Criterion::from_name(criterion.name()), Some(criterion));
        }
    }

    #[test]
    fn without_a_state_what_is_open_is_meant_and_with_words_everything() {
        let open: Vec<CaseState> = open().collect();
        let states = |names: &[&str], searches| of(names, searches, Some(Side::Agency)).map(|wanted| wanted.states);
        for names in [&[][..], &["open"], &["overdue"], &["mine", "urgent"], &["waiting-on-us"]] {
            assert_eq!(states(names, false).as_ref(), Some(&open), "{names:?}");
        }
        for (names, searches) in [(&["all"][..], false), (&[], true), (&["mine"], true), (&["closes-tomorrow"], false)]
        {
            assert_eq!(states(names, searches), Some(Vec::new()), "{names:?}");
        }
        assert_eq!(states(&["closed", "withdrawn", "all"], false), Some(vec![CaseState::Closed, CaseState::Withdrawn]));
        assert_eq!(states(&["open"], true), Some(open));
    }

    #[test]
    fn tomorrow_ends_with_the_local_day_even_where_a_day_has_25_hours() {
        let ends = of(&["closes-tomorrow"], false, None).and_then(|wanted| wanted.closes_before);
        assert_eq!(ends, Utc.with_ymd_and_hms(2026, 10, 25, 23, 0, 0).single());
    }

    #[test]
    fn mine_is_of_whoever_asks_and_ours_of_their_side() {
        let mine = of(&["mine", "waiting-on-us"], false, Some(Side::Platform)).expect("it can be listed");
        assert_eq!((mine.owner, mine.waits_for), (Some(MemberId("chen".to_owned())), Some(Side::Platform)));
        assert_eq!(of(&["waiting-on-us"], false, None), None, "no side, no list");
    }

    #[test]
    fn only_a_list_that_tells_little_names_what_needs_attention() {
        for (names, searches, little) in [
            (&[][..], false, true),
            (&["overdue", "waiting-on-us"], false, true),
            (&["all"], true, false),
            (&["overdue", "urgent"], false, false),
            (&["sent"], false, false),
            (&["mine"], false, false),
            (&["closes-tomorrow"], false, false),
        ] {
            let told = of(names, searches, Some(Side::Agency)).map(|wanted| wanted.tells_little);
            assert_eq!(told, Some(little), "{names:?}");
        }
    }
}
