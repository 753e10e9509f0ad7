//! The daily digest: what each side must act on, and what happened since the last one.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::calendar::{instant_of, midnight};
use crate::case::{Case, CaseKind, CaseRef, CaseState};
use crate::desk::Tlp;
use crate::event::Urgency;
use crate::people::{Organisation, Side};

/// What is kept is named in the digest so long before it is let go: a case at a desk that is read once a week.
const EXPIRES_SOON: TimeDelta = TimeDelta::days(7);
/// So many rows a side; the rest is behind `/cases` (product description, "Daily digest").
const ROWS: usize = 10;

/// One line of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestRow {
    /// The case.
    pub case: CaseRef,
    /// Where it stands.
    pub state: CaseState,
    /// How fast it must go.
    pub urgency: Urgency,
    /// Its label.
    pub tlp: Tlp,
    /// When its first running clock is due.
    pub due: Option<DateTime<Utc>>,
    /// Whether that time has passed.
    pub overdue: bool,
    /// An emergency that nobody has confirmed.
    pub unconfirmed: bool,
}

/// How many of some cases, and how long they took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Open now.
    pub open: usize,
    /// Opened since the last.
    pub new: usize,
    /// Answered since the last.
    pub answered: usize,
    /// From opening to answer, of those: nearest-rank median and 90th percentile.
    pub to_answer: Option<(TimeDelta, TimeDelta)>,
}

/// What one side must act on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ToAct {
    /// The most pressing first, ten at most.
    pub rows: Vec<DigestRow>,
    /// How many more there are.
    pub more: usize,
}

/// The facts of one digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Since when it counts: the last digest.
    pub since: DateTime<Utc>,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// The platform's.
    pub platform: ToAct,
    /// The agencies'.
    pub agency: ToAct,
    /// Open cases whose first clock is due before the local day ends.
    pub due_today: usize,
    /// Opened since the last.
    pub new: usize,
    /// Answered since the last.
    pub answered: usize,
    /// From opening to answer, of those: nearest-rank median and 90th percentile.
    pub to_answer: Option<(TimeDelta, TimeDelta)>,
    /// Open now.
    pub open: usize,
    /// What closes by itself today.
    pub closing_today: Vec<CaseRef>,
    /// Answered cases that close by themselves before the next local day ends.
    pub closing: Vec<CaseRef>,
    /// On a Friday, those that close by themselves on Sunday: at the weekend the digest may be silent.
    pub closing_on_sunday: Vec<CaseRef>,
    /// The same figures kind by kind, where there is any beside referrals: a removal and a request for data take different times.
    pub kinds: Vec<(CaseKind, Figures)>,
}

impl Digest {
    /// A day without cases is silent in the desks.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.open == 0
            && self.new == 0
            && self.answered == 0
            && self.agency.rows.is_empty()
            && self.closing_today.is_empty()
            && self.closing.is_empty()
            && self.closing_on_sunday.is_empty()
    }

    /// Whether something urgent is open: at weekends the digest speaks of nothing else.
    #[must_use]
    pub fn is_pressing(cases: &[Case]) -> bool {
        cases.iter().any(|case| case.state.is_open() && case.urgency != Urgency::Routine)
    }
}

/// Takes the digest of `cases`: every open or answered one, and those opened or answered since the last.
#[must_use]
pub fn digest(cases: &[Case], since: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Digest {
    let day_ends = |ahead| midnight(now, ahead, zone);
    let of_kind = |kind: CaseKind| figures(cases.iter().filter(|case| case.kind == kind), since, now);
    let kinds = CaseKind::ALL.iter().map(|kind| (*kind, of_kind(*kind)));
    let mut kinds: Vec<_> = kinds.filter(|(_, figures)| *figures != Figures::default()).collect();
    if let [(CaseKind::RemovalReferral, _)] = kinds.as_slice() {
        kinds.clear();
    }
    let all = figures(cases.iter(), since, now);
    let closing = |from: Option<DateTime<Utc>>, until: DateTime<Utc>| {
        let falls = |at: DateTime<Utc>| from.is_none_or(|from| from <= at) && at < until;
        let closes = cases.iter().filter(|case| case.closes_at().is_some_and(falls));
        let mut closing: Vec<_> = closes.map(|case| case.reference.clone()).collect();
        closing.sort();
        closing
    };
    let is_friday = now.with_timezone(&zone).weekday() == Weekday::Fri;
    Digest {
        since,
        at: now,
        platform: to_act(cases, Side::Platform, now),
        agency: to_act(cases, Side::Agency, now),
        due_today: cases
            .iter()
            .filter(|case| {
                case.first_due().and_then(|clock| clock.due()).is_some_and(|due| now < due && due < day_ends(1))
            })
            .count(),
        new: all.new,
        answered: all.answered,
        to_answer: all.to_answer,
        open: all.open,
        closing_today: closing(None, day_ends(1)),
        closing: closing(Some(day_ends(1)), day_ends(2)),
        closing_on_sunday: if is_friday { closing(Some(day_ends(2)), day_ends(3)) } else { Vec::new() },
        kinds,
    }
}

/// The figures of some cases, whatever their kind.
fn figures<'a>(cases: impl Iterator<Item = &'a Case> + Clone, since: DateTime<Utc>, now: DateTime<Utc>) -> Figures {
    let answers = cases.clone().filter_map(|case| {
        let at = case.answer.as_ref()?.at;
        (since < at && at <= now).then(|| at - case.opened_at)
    });
    let answers: Vec<TimeDelta> = answers.collect();
    Figures {
        open: cases.clone().filter(|case| case.state.is_open()).count(),
        new: cases.filter(|case| since < case.opened_at && case.opened_at <= now).count(),
        answered: answers.len(),
        to_answer: spread(answers),
    }
}

/// The digest of one organisation's own room: the desk's, counted in the organisation's zone; of the agencies' cases those
/// that it must act on itself.
#[must_use]
pub fn own_digest(cases: &[Case], organisation: &Organisation, since: DateTime<Utc>, now: DateTime<Utc>) -> Digest {
    let digest = digest(cases, since, now, organisation.zone);
    if organisation.side == Side::Platform {
        return digest;
    }
    let own = cases.iter().filter(|case| case.agency == organisation.id);
    Digest { agency: to_act(own, Side::Agency, now), ..digest }
}

/// Whether what is kept for it is let go within a week, unless the agency extends it.
fn expires_soon(case: &Case, now: DateTime<Utc>) -> bool {
    case.kept_until().is_some_and(|until| until <= now + EXPIRES_SOON)
}

fn to_act<'a>(cases: impl IntoIterator<Item = &'a Case>, side: Side, now: DateTime<Utc>) -> ToAct {
    let mut rows: Vec<DigestRow> = cases
        .into_iter()
        .filter(|case| case.waits_for() == Some(side) || (side == Side::Agency && expires_soon(case, now)))
        .map(|case| DigestRow {
            case: case.reference.clone(),
            state: case.state,
            urgency: case.urgency,
            tlp: case.tlp,
            due: case.first_due().and_then(|clock| clock.due()),
            overdue: case.is_overdue(now),
            unconfirmed: case.is_unconfirmed(),
        })
        .collect();
    rows.sort_by_key(|row| {
        (!row.overdue, std::cmp::Reverse(row.urgency), row.due.is_none(), row.due, row.case.clone())
    });
    let more = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    ToAct { rows, more }
}

/// Nearest-rank median and 90th percentile; nothing of nothing.
fn spread(mut spans: Vec<TimeDelta>) -> Option<(TimeDelta, TimeDelta)> {
    spans.sort_unstable();
    let rank = |percent: usize| spans.get((spans.len() * percent).div_ceil(100).max(1) - 1).copied();
    rank(50).zip(rank(90))
}

/// The first digest hour strictly after `after`, in the desk's zone. A night that has the hour twice has one digest.
#[must_use]
pub fn next_digest(after: DateTime<Utc>, digest_at: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let today = after.with_timezone(&zone).date_naive();
    (0..=2)
        .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
        .map(|date| instant_of(date.and_time(digest_at), zone))
        .find(|at| *at > after)
        .unwrap_or(after + TimeDelta::days(1))
}

/// Whether that moment is at a weekend in the desk's zone: then the digest comes only when something urgent is open.
#[must_use]
pub fn is_weekend(at: DateTime<Utc>, zone: Tz) -> bool {
    matches!(at.with_timezone(&zone).weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether that moment lies, in `zone`, on a day on which a digest speaks of urgent cases alone: a weekend, or a public holiday
/// of everyone who is told. Where one side works, the day is a working day: what it does, the other reads afterwards.
#[must_use]
pub fn is_day_off<'a>(at: DateTime<Utc>, zone: Tz, told: impl IntoIterator<Item = &'a Organisation>) -> bool {
    let day = at.with_timezone(&zone).date_naive();
    let keeps_it = |organisation: &Organisation| organisation.holidays.is_some_and(|country| country.is_holiday(day));
    let mut told = told.into_iter().peekable();
    is_weekend(at, zone) || (told.peek().is_some() && told.all(keeps_it))
}
