//! What a transaction keeps, refuses and undoes.

use chrono::SubsecRound;
use liaison_domain::{By, CaseState, EventBody, Former, Guest, MemberId, OrganisationId};
use liaison_store::{Entered, InboxEntry, InboxState, Lock, StoreError, Telling};

use crate::Outcome;
use crate::sample::{Place, amal, desk, event, later, now, opened, reference, reported, row};

fn entry(event: &str, state: InboxState) -> InboxEntry {
    InboxEntry {
        network: "matrix".to_owned(),
        event: event.to_owned(),
        room: "#r".to_owned(),
        person: "@amal:agency.example".to_owned(),
        said_at: now(),
        heard_at: later(1),
        state,
        reaction: Some("👀".to_owned()),
    }
}

#[tokio::test]
async fn an_event_is_entered_once_in_its_network() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    assert_eq!(work.enter(&entry("$1", InboxState::Handled)).await?, Entered::New);
    assert_eq!(work.enter(&entry("$1", InboxState::Handled)).await?, Entered::Known);
    assert_eq!(work.enter(&entry("$1", InboxState::Unread)).await?, Entered::Known);
    let elsewhere = InboxEntry { network: "discord".to_owned(), ..entry("$1", InboxState::Handled) };
    assert_eq!(work.enter(&elsewhere).await?, Entered::New);
    work.attach("matrix", "$1", &reference(4)).await?;
    let heard = work.event_heard("matrix", "$1").await?.ok_or("not heard")?;
    assert_eq!((heard.case, heard.reaction.as_deref()), (Some(reference(4)), Some("👀")));
    assert_eq!(work.event_heard("matrix", "$2").await?, None);
    work.commit().await?;
    let asked = ["$2", "$1", "$1"].map(str::to_owned);
    assert_eq!(store.known("matrix", &asked).await?, [false, true, true]);
    assert_eq!(store.known("matrix", &[]).await?, [false; 0]);
    Ok(())
}

#[tokio::test]
async fn what_could_not_be_read_is_read_once_later() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    assert_eq!(work.enter(&entry("$1", InboxState::Unread)).await?, Entered::New);
    assert_eq!(work.enter(&entry("$1", InboxState::Unread)).await?, Entered::Known);
    work.told_unread("matrix", "$1").await?;
    work.commit().await?;
    let unread = store.unread("matrix").await?;
    assert_eq!(unread.iter().map(|event| (event.event.as_str(), event.told)).collect::<Vec<_>>(), [("$1", true)]);
    let mut work = store.begin().await?;
    assert_eq!(work.enter(&entry("$1", InboxState::Handled)).await?, Entered::WasUnread);
    assert_eq!(work.enter(&entry("$1", InboxState::Handled)).await?, Entered::Known);
    work.commit().await?;
    assert_eq!(store.unread("matrix").await?, []);
    Ok(())
}

#[tokio::test]
async fn what_is_not_committed_was_never_there() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    assert_eq!(work.next_number("YT").await?, 1);
    work.record(&event(reported()), [1; 16]).await?;
    work.save(&opened(1), None).await?;
    work.enter(&entry("$1", InboxState::Handled)).await?;
    work.queue(&row("#r", Some(1), 1, Telling::Card)).await?;
    work.set_mark("heard/matrix", "s1").await?;
    assert_eq!(work.mark("heard/matrix").await?.as_deref(), Some("s1"));
    drop(work);
    drop(store);
    let store = place.open(Lock::Instance).await?;
    assert_eq!(store.head().await?, None);
    assert_eq!(store.case(&reference(1)).await?, None);
    assert_eq!(store.known("matrix", &["$1".to_owned()]).await?, [false]);
    assert_eq!(store.waiting_rooms(now()).await?, []);
    assert_eq!(store.mark("heard/matrix").await?, None);
    assert_eq!(store.begin().await?.next_number("YT").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_part_is_undone_alone_and_numbers_have_no_gaps() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    for (number, keep) in [(1, true), (2, false), (2, true)] {
        work.savepoint().await?;
        assert_eq!(work.next_number("YT").await?, number);
        work.save(&opened(number), None).await?;
        if keep { work.release().await? } else { work.rollback_to().await? }
    }
    assert_eq!(work.next_number("TG").await?, 1);
    work.commit().await?;
    assert!(store.case(&reference(2)).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_case_that_has_moved_on_is_not_overwritten() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let case = opened(1);
    let mut work = store.begin().await?;
    work.save(&case, None).await?;
    let again = work.save(&case, None).await;
    assert!(matches!(again, Err(StoreError::Stale { case }) if case == reference(1)));
    let second = case.clone().apply(&event(EventBody::Informed { text: String::new() }));
    work.save(&second, Some(case.version)).await?;
    let stale = work.save(&second, Some(case.version)).await;
    assert!(matches!(stale, Err(StoreError::Stale { .. })));
    let unknown = work.save(&opened(2), Some(1)).await;
    assert!(matches!(unknown, Err(StoreError::Stale { .. })));
    assert_eq!(work.case(&reference(1)).await?, Some(second));
    Ok(())
}

#[tokio::test]
async fn a_target_is_known_by_its_newest_case_that_stands() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let keys: Vec<_> = opened(1).targets.iter().map(|target| target.key.clone()).collect();
    let mut withdrawn = opened(3);
    withdrawn.state = CaseState::Withdrawn;
    for case in [opened(1), opened(2), withdrawn] {
        work.save(&case, None).await?;
    }
    let mut asked = vec!["unknown".to_owned()];
    asked.extend(keys.clone());
    let known = work.known_targets(&desk(), &asked).await?;
    assert_eq!(known.iter().map(|known| &known.key).collect::<Vec<_>>(), keys.iter().collect::<Vec<_>>());
    assert!(known.iter().all(|known| known.case == reference(2) && known.state == CaseState::Sent));
    let elsewhere = liaison_domain::DeskId("telegram".to_owned());
    assert_eq!(work.known_targets(&elsewhere, &keys).await?, []);
    Ok(())
}

#[tokio::test]
async fn no_member_passes_for_time() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut forged = event(EventBody::Closed);
    forged.by = By::Member(MemberId("clock".to_owned()));
    assert!(matches!(store.begin().await?.record(&forged, [0; 16]).await, Err(StoreError::Decode { .. })));
    forged.by = By::Member(amal());
    assert_eq!(store.begin().await?.record(&forged, [0; 16]).await?, 1);
    Ok(())
}

#[tokio::test]
async fn whoever_was_let_in_is_kept_as_somebody_who_has_left_and_a_proposal_is_not() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let guest = |identity: &str, confirmed: bool| Guest {
        organisation: OrganisationId("pharos".to_owned()),
        identity: identity.to_owned(),
        alias: Some("PHAROS-15".to_owned()),
        until: later(60).trunc_subsecs(3),
        proposed_by: amal(),
        confirmed_by: confirmed.then(|| MemberId("binta".to_owned())),
    };
    let left = |identity: &str| Former {
        organisation: OrganisationId("pharos".to_owned()),
        member: MemberId(identity.to_owned()),
        alias: Some("PHAROS-15".to_owned()),
    };
    let mut work = store.begin().await?;
    for guest in [guest("@lea", true), guest("@max", true), guest("@nora", false)] {
        work.put_guest(&guest).await?;
    }
    assert!(work.end_stay(&guest("@max", true), later(1)).await?);
    assert!(!work.end_stay(&guest("@max", true), later(1)).await?, "there is no such row any more");
    work.commit().await?;
    assert_eq!(store.guests(now()).await?, [guest("@lea", true)]);
    assert_eq!(store.former_guests(now()).await?, [left("@max")]);
    assert_eq!(store.former_guests(later(60)).await?, [left("@max"), left("@lea")], "the time of one is over unseen");
    assert_eq!(store.guests_over(later(60)).await?, [guest("@lea", true), guest("@nora", false)]);
    let mut work = store.begin().await?;
    work.put_guest(&Guest { alias: None, ..guest("@max", false) }).await?;
    work.end_stay(&guest("@nora", false), later(60)).await?;
    work.commit().await?;
    assert_eq!(store.former_guests(now()).await?, [left("@max")], "a new proposal takes no alias away");
    Ok(())
}
