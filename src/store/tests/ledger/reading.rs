//! Cases and deadlines by what they have in common, and rows that contradict themselves.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{Alarm, Case, CaseState, ClockName, ClockStatus, Rung};
use liaison_store::{CasesQuery, Lock, Store, StoreError};

use crate::Outcome;
use crate::sample::{Place, clock, desk, event, everything, later, now, opened, reference, reported};

pub(crate) async fn saved(store: &Store, cases: &[Case]) -> Result<(), StoreError> {
    let mut work = store.begin().await?;
    for case in cases {
        work.save(case, None).await?;
    }
    work.commit().await
}

pub(crate) fn numbers(cases: &[Case]) -> Vec<u32> {
    cases.iter().map(|case| case.reference.number).collect()
}

fn ringing(number: u32, at: DateTime<Utc>) -> Case {
    let mut case = opened(number);
    let mut clock = clock(ClockName::Effect, ClockStatus::Running { due: later(900) });
    clock.next = Some(Alarm { rung: Rung::Due, at });
    case.clocks = vec![clock];
    case
}

#[tokio::test]
async fn deadlines_come_in_order_and_never_early() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    assert_eq!(store.next_deadline().await?, None);
    saved(&store, &[ringing(1, later(20)), ringing(2, later(10)), ringing(3, later(30)), opened(4)]).await?;
    let next = store.next_deadline().await?.ok_or("no deadline")?;
    assert!(later(10) <= next && next < later(10) + TimeDelta::milliseconds(1));
    assert_eq!(store.due(later(10) - TimeDelta::nanoseconds(1), 9).await?, []);
    assert_eq!(store.due(next, 9).await?, [reference(2)]);
    assert_eq!(store.due(later(60), 9).await?, [reference(2), reference(1), reference(3)]);
    assert_eq!(store.due(later(60), 1).await?, [reference(2)]);
    let mut quiet = ringing(2, later(10));
    quiet.clocks.clear();
    let mut work = store.begin().await?;
    work.save(&quiet, Some(quiet.version)).await?;
    work.commit().await?;
    assert_eq!(store.due(later(60), 9).await?, [reference(1), reference(3)]);
    Ok(())
}

#[tokio::test]
async fn a_deadline_that_is_put_off_holds_up_no_other() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    saved(&store, &[ringing(1, later(10)), ringing(2, later(20))]).await?;
    let mut work = store.begin().await?;
    work.defer_deadline(&reference(1), later(90)).await?;
    work.commit().await?;
    assert_eq!(store.due(later(60), 1).await?, [reference(2)]);
    assert_eq!(store.due(later(91), 9).await?, [reference(2), reference(1)]);
    assert_eq!(store.case(&reference(1)).await?, Some(ringing(1, later(10))));
    Ok(())
}

#[tokio::test]
async fn a_list_has_what_was_asked_for_newest_first() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut closed = everything();
    closed.reference = reference(3);
    closed.state = CaseState::Closed;
    let mut answered = opened(2);
    answered.state = CaseState::Answered;
    saved(&store, &[opened(1), answered, closed]).await?;
    let all = CasesQuery { open_only: false, states: Vec::new(), limit: 9 };
    assert_eq!(numbers(&store.cases(&desk(), &all).await?), [3, 2, 1]);
    let open = CasesQuery { open_only: true, ..all.clone() };
    assert_eq!(numbers(&store.cases(&desk(), &open).await?), [1]);
    let states = CasesQuery { states: vec![CaseState::Answered, CaseState::Closed], limit: 1, ..all };
    assert_eq!(numbers(&store.cases(&desk(), &states).await?), [3]);
    assert_eq!(store.open_count(&desk()).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_digest_has_what_stands_open_and_what_happened_since() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let old = |number, state| {
        let mut case = opened(number);
        case.opened_at = later(-9_000);
        case.state = state;
        case
    };
    let mut closed_since = old(4, CaseState::Closed);
    closed_since.answer = everything().answer;
    let mut opened_since = old(5, CaseState::Withdrawn);
    opened_since.opened_at = now();
    saved(
        &store,
        &[
            old(1, CaseState::Suspended),
            old(2, CaseState::Answered),
            old(3, CaseState::Closed),
            closed_since,
            opened_since,
        ],
    )
    .await?;
    assert_eq!(numbers(&store.cases_for_digest(&desk(), later(-60), false).await?), [1, 2, 4, 5]);
    assert_eq!(numbers(&store.cases_for_digest(&desk(), later(60), false).await?), [1, 2]);
    Ok(())
}

#[tokio::test]
async fn a_case_whose_columns_were_changed_is_named() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    saved(&store, &[opened(1)]).await?;
    sqlx::query("UPDATE cases SET state = 'closed'").execute(&mut place.bare().await?).await?;
    match store.case(&reference(1)).await {
        Err(StoreError::Inconsistent { what }) => assert!(what.contains("YT-1"), "{what}"),
        other => return Err(format!("{other:?}").into()),
    }
    sqlx::query("UPDATE cases SET body = '{\"reason\":\"secret\"}'").execute(&mut place.bare().await?).await?;
    match store.case(&reference(1)).await {
        Err(error @ StoreError::Decode { .. }) => assert!(!format!("{error} {error:?}").contains("secret")),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}

#[tokio::test]
async fn an_event_whose_content_was_erased_is_named() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    work.record(&event(reported()), [1; 16]).await?;
    work.commit().await?;
    sqlx::query("DELETE FROM contents").execute(&mut place.bare().await?).await?;
    assert!(matches!(store.event(1).await, Err(StoreError::Erased { seq: 1 })));
    Ok(())
}
