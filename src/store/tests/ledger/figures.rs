//! The figures that are kept are those of a recount: of any history, after any act, and of cases that are older than them.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, By, Case, CaseKind, CaseRef, ClockChange, ClockName, ClockStatus, Event, EventBody, MemberId,
    OrganisationId, RefusalGround, Urgency, WithdrawalReason,
};
use liaison_reporting::{Counted, Figures, Group, Sums, Window};
use liaison_store::{Lock, Store};
use proptest::prelude::*;
use sqlx::raw_sql;

use crate::Outcome;
use crate::sample::{Place, clock, desk, now, reported};

/// A desk's days: everything that happens falls into so many minutes.
const SPAN: i64 = 40 * 24 * 60;

fn at(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

fn opening(urgency: Urgency, agency: &str) -> EventBody {
    match reported() {
        EventBody::Reported { desk, targets, reason, basis, tlp, file, .. } => EventBody::Reported {
            kind: CaseKind::RemovalReferral,
            agency: OrganisationId(agency.to_owned()),
            desk,
            targets,
            reason,
            basis,
            urgency,
            tlp,
            file,
            device_confirmed: true,
            practice: false,
            data: None,
        },
        other => other,
    }
}

/// Whatever can be recorded of a case after its opening: a recorded event is a fact, in any order.
fn body() -> impl Strategy<Value = EventBody> {
    let text = String::new;
    let resolved = (-600_i64..600, prop::sample::select(Action::ALL)).prop_map(|(minutes, action)| {
        let (file, text) = (None, String::new());
        EventBody::Resolved {
            action: Some(action),
            ground: None,
            effective_at: at(minutes),
            partly: false,
            file,
            text,
            altogether: None,
        }
    });
    let grounds: Vec<_> =
        RefusalGround::ALL.iter().copied().filter(|ground| *ground != RefusalGround::Unable).collect();
    let refused = prop::sample::select(grounds).prop_map(|ground| EventBody::Refused {
        ground,
        text: String::new(),
        altogether: None,
    });
    prop_oneof![
        3 => Just(EventBody::Acknowledged { file: None, confirmed: true }),
        3 => Just(EventBody::Asked { text: text(), confirmed: true }),
        3 => Just(EventBody::Informed { text: text() }),
        3 => resolved,
        2 => refused,
        1 => Just(EventBody::Suspended { until: at(SPAN), text: text() }),
        1 => Just(EventBody::Resumed),
        1 => Just(EventBody::ConfirmedGone { text: text() }),
        2 => Just(EventBody::Reopened { text: text(), after: None }),
        1 => Just(EventBody::Withdrawn { reason: WithdrawalReason::Other, text: text() }),
        3 => Just(EventBody::Undone { what: "asked".to_owned(), state: None }),
        1 => Just(EventBody::Lapsed),
        1 => Just(EventBody::Closed),
    ]
}

/// What an event may do to the clock that the answer is due by.
fn change() -> impl Strategy<Value = Option<ClockChange>> {
    let started = (0..SPAN).prop_map(|minutes| {
        let mut clock = clock(ClockName::Effect, ClockStatus::Running { due: at(minutes) });
        clock.missed_at = None;
        Some(ClockChange::Started(clock))
    });
    let resumed = (0..SPAN).prop_map(|minutes| Some(ClockChange::Resumed(ClockName::Effect, at(minutes), None)));
    prop_oneof![
        3 => Just(None),
        1 => started,
        1 => resumed,
        1 => Just(Some(ClockChange::Met(ClockName::Effect))),
        1 => Just(Some(ClockChange::Paused(ClockName::Effect, TimeDelta::minutes(7)))),
        1 => Just(Some(ClockChange::Rang(ClockName::Effect, liaison_domain::Rung::Due, None))),
    ]
}

type Step = (EventBody, Option<ClockChange>, i64, bool);

/// A case: how it was opened, and what happened then, each so many minutes after the last.
fn history() -> impl Strategy<Value = (i64, EventBody, Vec<Step>)> {
    let opened = (prop::sample::select(Urgency::ALL), prop::sample::select(vec!["pharos", "ncmec"]));
    let opened = opened.prop_map(|(urgency, agency)| opening(urgency, agency));
    let step = (body(), change(), 0_i64..3_000, any::<bool>());
    (0..SPAN, opened, prop::collection::vec(step, 0..8))
}

fn events(number: u32, (start, opened, steps): (i64, EventBody, Vec<Step>)) -> Vec<Event> {
    let mut minutes = start;
    let due = clock(ClockName::Effect, ClockStatus::Running { due: at(start + 600) });
    let started = ClockChange::Started(liaison_domain::Clock { started_at: at(start), missed_at: None, ..due });
    std::iter::once((opened, Some(started), 0, true))
        .chain(steps)
        .map(|(body, change, after, member)| {
            minutes += after;
            let by = if member { By::Member(MemberId("amal".to_owned())) } else { By::Clock };
            let case = Some(CaseRef { prefix: "YT".to_owned(), number });
            Event { case, at: at(minutes), recorded_at: at(minutes), by, body, clocks: change.into_iter().collect() }
        })
        .collect()
}

/// Records the events one by one, each in a transaction of its own, as the engine does.
async fn record(store: &Store, events: &[Event]) -> Outcome {
    let mut case: Option<Case> = None;
    for event in events {
        let mut work = store.begin().await?;
        work.record(event, [1; 16]).await?;
        let was = case.as_ref().map(|case| case.version);
        let after = match case {
            Some(case) => case.apply(event),
            None => Case::opened(event).ok_or("no opening")?,
        };
        work.save(&after, was).await?;
        work.commit().await?;
        case = Some(after);
    }
    Ok(())
}

/// What the events come to, folded and added up from the first on.
async fn recount(store: &Store, cases: u32, window: &Window) -> Result<Vec<Group>, Box<dyn std::error::Error>> {
    let mut groups: Vec<Group> = Vec::new();
    for number in 1..=cases {
        let events = store.events_of(&CaseRef { prefix: "YT".to_owned(), number }).await?.ok_or("erased")?;
        let counted = Counted::of(&Case::folded(&events).ok_or("no case")?);
        let mut sums = Sums::default();
        sums.add(&counted, window);
        let name = |group: &Group| (group.agency.clone(), group.kind, group.urgency);
        let own = Group { agency: counted.agency, kind: counted.kind, urgency: counted.urgency, sums };
        match groups.iter_mut().find(|group| name(group) == name(&own)) {
            Some(group) => group.sums = std::mem::take(&mut group.sums).and(own.sums),
            None => groups.push(own),
        }
    }
    Ok(sorted(groups))
}

/// In one order, and without groups of which nothing falls into the window.
fn sorted(mut groups: Vec<Group>) -> Vec<Group> {
    groups.retain(|group| group.sums != Sums::default());
    for waits in groups.iter_mut().flat_map(|group| {
        let sums = &mut group.sums;
        [&mut sums.acknowledgement, &mut sums.effect, &mut sums.information]
    }) {
        waits.took.sort_unstable();
    }
    groups.sort_by_key(|group| (group.agency.clone(), group.kind, group.urgency));
    groups
}

/// Makes the database one that was written before there were figures.
async fn forget_figures(place: &Place) -> Outcome {
    let forget = "DELETE FROM figures; DELETE FROM figures_questions;
        UPDATE cases SET body = json_remove(body, '$.tally', '$.before.case.tally');
        UPDATE meta SET value = 'to be counted' WHERE key = 'figures'";
    raw_sql(forget).execute(&mut place.bare().await?).await?;
    Ok(())
}

async fn kept_equals_recount(histories: Vec<(i64, EventBody, Vec<Step>)>, windows: &[Window]) -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let cases = u32::try_from(histories.len())?;
    for (number, history) in (1..).zip(histories) {
        record(&store, &events(number, history)).await?;
    }
    let mut expected = Vec::new();
    for window in windows {
        let kept = sorted(store.figures(&desk(), window).await?);
        assert_eq!(kept, recount(&store, cases, window).await?);
        expected.push(kept);
    }
    let before: Vec<_> = bodies(&store, cases).await?;
    store.close().await;
    forget_figures(&place).await?;
    let store = place.open(Lock::Instance).await?;
    for (window, expected) in windows.iter().zip(expected) {
        assert_eq!(sorted(store.figures(&desk(), window).await?), expected);
    }
    // The moments of acts are cut to milliseconds in the record: what is folded from it may differ by less than one.
    let cut = |cases: Vec<Case>| cases.iter().map(Counted::of).collect::<Vec<_>>();
    assert_eq!(cut(bodies(&store, cases).await?), cut(before));
    Ok(())
}

async fn bodies(store: &Store, cases: u32) -> Result<Vec<Case>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    for number in 1..=cases {
        found.extend(store.case(&CaseRef { prefix: "YT".to_owned(), number }).await?);
    }
    Ok(found)
}

fn window() -> impl Strategy<Value = Window> {
    (-100..SPAN, 1..SPAN, 0..SPAN * 2).prop_map(|(from, length, now)| Window {
        from: at(from),
        until: at(from + length),
        now: at(now),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_happens_the_kept_figures_are_those_of_a_recount(
        histories in prop::collection::vec(history(), 1..6),
        windows in prop::collection::vec(window(), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let outcome = runtime.block_on(kept_equals_recount(histories, &windows));
        prop_assert!(outcome.is_ok(), "{outcome:?}");
    }
}

#[tokio::test]
async fn twenty_due_requests_with_seven_answers() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let (file, text) = (None, String::new);
    for number in 1..=25 {
        let answer = match number {
            1 | 2 => {
                let after = if number == 1 { 15 } else { 300 };
                let effective_at = at(i64::from(number) + after);
                let action = Action::Removed;
                let (file, text) = (file.clone(), text());
                EventBody::Resolved {
                    action: Some(action),
                    ground: None,
                    effective_at,
                    partly: false,
                    file,
                    text,
                    altogether: None,
                }
            }
            3..=7 => EventBody::Refused { ground: RefusalGround::NoViolation, text: text(), altogether: None },
            // Unable for now is no answer; a duplicate and what the agency took back are in no figure.
            8 => EventBody::Asked { text: text(), confirmed: true },
            21 | 22 => EventBody::Refused { ground: RefusalGround::Duplicate, text: text(), altogether: None },
            23 => EventBody::Withdrawn { reason: WithdrawalReason::Mistake, text: text() },
            _ => EventBody::Acknowledged { file: None, confirmed: true },
        };
        let opened = if number < 24 { i64::from(number) } else { 800 };
        let steps = vec![(answer, None, 300, true)];
        record(&store, &events(number, (opened, opening(Urgency::Routine, "pharos"), steps))).await?;
    }
    let window = Window { from: at(0), until: at(2_000), now: at(1_200) };
    let groups = store.figures(&desk(), &window).await?;
    let [group] = groups.as_slice() else { return Err("one group".into()) };
    let figures = Figures::of(group.sums.clone());
    assert_eq!((figures.answered.part, figures.answered.whole, figures.answered.percent()), (7, 20, Some(35)));
    assert_eq!((figures.ahead, figures.left_out, figures.opened), (2, 3, 22));
    assert_eq!(figures.effect.ranks, Some((TimeDelta::minutes(15), TimeDelta::minutes(300))));
    assert_eq!((figures.effect.count, figures.effect.open), (2, 15));
    assert_eq!(figures.refusals, [(RefusalGround::NoViolation, 5)]);
    assert_eq!((figures.information.ranks, figures.information.open), (None, 1));
    Ok(())
}
