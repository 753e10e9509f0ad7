//! What the memory says of itself: what waits, what is parked, what is open, how large it is, whether it takes a write.

use chrono::{DateTime, SubsecRound, Utc};
use liaison_domain::{Case, CaseKind, CaseState, ClockChange, ClockName, ClockStatus, DeskId, Event, Urgency};
use liaison_store::{InboxEntry, InboxState, Lock, OpenCases, Parked, Telling, Unreadable, Waiting};

use crate::Outcome;
use crate::sample::{Place, clock, event, later, now, reported, row};

/// Now, as a column holds it: without what is finer than a millisecond.
fn kept() -> DateTime<Utc> {
    now().trunc_subsecs(3)
}

fn desks(names: &[&str]) -> Vec<DeskId> {
    names.iter().map(|name| DeskId((*name).to_owned())).collect()
}

#[tokio::test]
async fn what_waits_is_counted_by_network_and_rank_and_what_is_parked_by_room() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let first = work.queue(&row("#r", Some(1), 0, Telling::Card)).await?;
    work.queue(&row("#r", Some(2), 4, Telling::Card)).await?;
    work.queue(&row("#s", Some(2), 4, Telling::Card)).await?;
    let gone = work.queue(&row("#s", Some(3), 4, Telling::Card)).await?;
    work.postpone(first, later(60), "elsewhere").await?;
    work.park(gone, "never").await?;
    work.commit().await?;
    let stored = store.stored(&[], later(30)).await?;
    let waiting = |rank, count| Waiting { network: "matrix".to_owned(), rank, count, since: kept() };
    assert_eq!(stored.waiting, [waiting(0, 1), waiting(4, 2)]);
    assert_eq!(stored.parked, [Parked { network: "matrix".to_owned(), room: "#s".to_owned(), count: 1 }]);
    assert_eq!(stored.ready_since, Some(kept()));
    Ok(())
}

#[tokio::test]
async fn what_may_not_go_yet_does_not_stand_in_the_way() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let row = work.queue(&row("#r", Some(1), 0, Telling::Card)).await?;
    work.postpone(row, later(60), "elsewhere").await?;
    work.commit().await?;
    assert_eq!(store.stored(&[], later(30)).await?.ready_since, None);
    assert_eq!(store.stored(&[], later(61)).await?.ready_since, Some(kept()));
    Ok(())
}

#[tokio::test]
async fn what_is_open_is_counted_on_the_desks_that_there_are_and_what_is_late_is_shown() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let running = clock(ClockName::Effect, ClockStatus::Running { due: later(30) });
    let event = Event { clocks: vec![ClockChange::Started(running)], ..event(reported()) };
    work.record(&event, [1; 16]).await?;
    let case = Case::opened(&event).ok_or("no case")?;
    work.save(&case, None).await?;
    work.commit().await?;
    let here = [case.desk.clone()];
    let stored = store.stored(&here, now()).await?;
    let (kind, state, urgency) = (CaseKind::RemovalReferral, CaseState::Sent, Urgency::Urgent);
    assert_eq!(stored.cases, [OpenCases { kind, state, urgency, count: 1 }]);
    assert_eq!((stored.head, stored.next_deadline.is_some()), (1, case.deadline().is_some()));
    assert!(stored.bytes > 0 && stored.log_bytes > 0 && stored.free_bytes.is_some_and(|free| free > 0));
    assert_eq!(store.stored(&desks(&["another"]), now()).await?.cases, []);
    assert_eq!(store.overdue(&here, later(29), 9).await?, []);
    assert_eq!(store.overdue(&here, later(31), 9).await?, [case]);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_until_it_can() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let entry = |state| InboxEntry {
        network: "matrix".to_owned(),
        event: "$1".to_owned(),
        room: "#r".to_owned(),
        person: "@amal:agency.example".to_owned(),
        said_at: now(),
        heard_at: now(),
        state,
        reaction: None,
    };
    for (state, expected) in [
        (InboxState::Unread, vec![Unreadable { network: "matrix".to_owned(), count: 1, last: kept() }]),
        (InboxState::Handled, Vec::new()),
    ] {
        let mut work = store.begin().await?;
        work.enter(&entry(state)).await?;
        work.commit().await?;
        assert_eq!(store.stored(&[], now()).await?.unreadable, expected);
    }
    Ok(())
}

#[tokio::test]
async fn a_write_is_tried_and_leaves_nothing() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    store.try_to_write().await?;
    assert_eq!(store.mark("trial").await?, None);
    Ok(())
}
