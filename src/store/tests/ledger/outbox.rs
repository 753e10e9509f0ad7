//! What waits to be told: which row goes next, and what becomes of it.

use liaison_store::{Lock, NewRow, PostKind, Store, StoreError, Takes, Telling};

use crate::Outcome;
use crate::sample::{Place, later, now, reference, row};

async fn queued(store: &Store, rows: &[NewRow]) -> Result<Vec<i64>, StoreError> {
    let mut work = store.begin().await?;
    let mut ids = Vec::new();
    for row in rows {
        ids.push(work.queue(row).await?);
    }
    work.commit().await?;
    Ok(ids)
}

async fn next(store: &Store, room: &str, seconds: i64) -> Result<Option<i64>, StoreError> {
    Ok(store.next_row("matrix", room, Takes::ALL, later(seconds)).await?.map(|row| row.id))
}

fn status() -> Telling {
    Telling::Status { seq: 1 }
}

#[tokio::test]
async fn what_is_most_urgent_pulls_what_it_waits_for_then_the_oldest_goes() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let rows = [
        row("#r", Some(1), 5, Telling::Card),
        row("#r", Some(1), 0, status()),
        row("#r", Some(2), 3, Telling::Card),
        row("#r", None, 3, status()),
        row("#r", None, 1, status()),
        row("#s", Some(1), 1, Telling::Card),
    ];
    let ids = queued(&store, &rows).await?;
    let [card_1, status_1, card_2, third, first, elsewhere] = ids.as_slice() else { return Err("not six".into()) };
    for (seconds, expected) in (0..).zip([card_1, status_1, first, card_2, third]) {
        assert_eq!(next(&store, "#r", seconds).await?.as_ref(), Some(expected));
        let mut work = store.begin().await?;
        work.delivered(*expected, &[], "$r", "", now()).await?;
        work.commit().await?;
    }
    assert_eq!(next(&store, "#r", 9).await?, None);
    assert_eq!(next(&store, "#s", 9).await?.as_ref(), Some(elsewhere));
    assert_eq!(store.waiting_rooms(now()).await?, [("matrix".to_owned(), "#s".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn a_row_that_must_wait_holds_back_its_case_and_nothing_else() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let rows = [row("#r", Some(1), 1, Telling::Card), row("#r", Some(1), 0, status()), row("#r", Some(2), 9, status())];
    let ids = queued(&store, &rows).await?;
    let [card, behind, other] = ids.as_slice() else { return Err("not three".into()) };
    let mut work = store.begin().await?;
    work.prepare(*card, &[], "k1", "text", now()).await?;
    work.postpone(*card, later(30), "429").await?;
    work.commit().await?;
    assert_eq!(next(&store, "#r", 0).await?.as_ref(), Some(other));
    let retry = store.next_retry().await?.ok_or("no retry")?;
    assert!(later(30) <= retry);
    assert_eq!(store.next_row("matrix", "#r", Takes::ALL, retry).await?.map(|row| row.id).as_ref(), Some(card));
    let mut work = store.begin().await?;
    work.delivered(*other, &[], "$r", "", now()).await?;
    work.commit().await?;
    assert_eq!(next(&store, "#r", 0).await?, None);
    assert_eq!(store.waiting_rooms(now()).await?, []);
    let mut work = store.begin().await?;
    work.park(*card, "the room is gone").await?;
    work.commit().await?;
    assert_eq!(next(&store, "#r", 0).await?.as_ref(), Some(behind));
    let parked = store.parked().await?;
    assert_eq!(
        parked.iter().map(|row| (row.id, row.why.as_deref())).collect::<Vec<_>>(),
        [(*card, Some("the room is gone"))]
    );
    Ok(())
}

#[tokio::test]
async fn what_is_prepared_is_kept_for_every_retry() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let ids = queued(&store, &[row("#r", Some(1), 1, status()), row("#r", Some(2), 1, status())]).await?;
    let [leader, part] = ids.as_slice() else { return Err("not two".into()) };
    let mut work = store.begin().await?;
    work.prepare(*leader, &[*part], "k1", "{\"text\":1}", now()).await?;
    work.commit().await?;
    store.close().await;
    let store = place.open(Lock::Instance).await?;
    let kept = store.next_row("matrix", "#r", Takes::ALL, now()).await?.ok_or("nothing waits")?;
    assert_eq!((kept.id, kept.attempts, kept.merged.as_slice()), (*leader, 1, [*part].as_slice()));
    assert_eq!((kept.key.as_deref(), kept.prepared.as_deref()), (Some("k1"), Some("{\"text\":1}")));
    let mut work = store.begin().await?;
    work.attempted(*leader, later(5)).await?;
    assert!(matches!(work.prepare(*leader, &[], "k2", "", now()).await, Err(StoreError::Inconsistent { .. })));
    assert!(matches!(work.attempted(*part, now()).await, Err(StoreError::Inconsistent { .. })));
    work.commit().await?;
    let kept = store.next_row("matrix", "#r", Takes::ALL, now()).await?.ok_or("nothing waits")?;
    assert_eq!((kept.attempts, kept.key.as_deref()), (2, Some("k1")));
    assert_eq!(kept.first_attempt_at.map(|at| at.timestamp()), Some(now().timestamp()));
    Ok(())
}

#[tokio::test]
async fn a_merged_row_holds_back_its_case_until_the_post_is_there() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let rows = [row("#r", Some(1), 1, status()), row("#r", Some(2), 1, status()), row("#r", Some(2), 0, status())];
    let ids = queued(&store, &rows).await?;
    let [leader, part, behind] = ids.as_slice() else { return Err("not three".into()) };
    let alike = store.waiting_like("matrix", "#r", "status", 9).await?;
    assert_eq!(alike.iter().map(|row| row.id).collect::<Vec<_>>(), [*leader, *part]);
    assert_eq!(store.waiting_like("matrix", "#r", "status", 1).await?.len(), 1);
    assert_eq!(store.waiting_like("matrix", "#r", "card", 9).await?, []);
    let mut work = store.begin().await?;
    work.prepare(*leader, &[*part], "k1", "both", now()).await?;
    work.commit().await?;
    assert_eq!(next(&store, "#r", 0).await?.as_ref(), Some(leader));
    let mut work = store.begin().await?;
    let about = [(reference(1), PostKind::Line), (reference(2), PostKind::Line)];
    work.delivered(*leader, &about, "$both", "two lines", now()).await?;
    assert!(matches!(work.delivered(*leader, &about, "$x", "", now()).await, Err(StoreError::Inconsistent { .. })));
    work.commit().await?;
    assert_eq!(next(&store, "#r", 0).await?.as_ref(), Some(behind));
    assert_eq!(store.case_of_post("matrix", "$both").await?, None);
    assert_eq!(store.posts("matrix", "#r", &reference(2)).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_merge_that_may_have_arrived_in_part_is_parked_and_let_out_whole_under_its_name() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let rows = [row("#r", Some(1), 1, status()), row("#r", Some(2), 1, status()), row("#r", Some(2), 1, status())];
    let ids = queued(&store, &rows).await?;
    let [leader, part, behind] = ids.as_slice() else { return Err("not three".into()) };
    let mut work = store.begin().await?;
    work.prepare(*leader, &[*part], "k1", "both", now()).await?;
    work.park(*leader, "gone").await?;
    work.commit().await?;
    let parked = store.parked().await?;
    assert_eq!(parked.iter().map(|row| (row.id, row.merged.clone())).collect::<Vec<_>>(), [(*leader, vec![*part])]);
    assert_eq!(next(&store, "#r", 9).await?.as_ref(), Some(behind), "and holds nothing back");
    let mut work = store.begin().await?;
    assert_eq!(work.unpark().await?, 1);
    work.commit().await?;
    let row = store.next_row("matrix", "#r", Takes::ALL, now()).await?.ok_or("nothing waits")?;
    assert_eq!((row.id, row.key.as_deref(), row.merged), (*leader, Some("k1"), vec![*part]));
    Ok(())
}

#[tokio::test]
async fn a_card_that_waits_needs_no_second_one() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let ids = queued(&store, &[row("#r", Some(1), 1, Telling::Card), row("#r", Some(2), 1, status())]).await?;
    let mut work = store.begin().await?;
    assert!(work.has_waiting_card("matrix", "#r", &reference(1)).await?);
    assert!(!work.has_waiting_card("matrix", "#s", &reference(1)).await?);
    assert!(!work.has_waiting_card("matrix", "#r", &reference(2)).await?);
    work.prepare(*ids.first().ok_or("no row")?, &[], "k1", "card", now()).await?;
    assert!(!work.has_waiting_card("matrix", "#r", &reference(1)).await?);
    Ok(())
}

#[tokio::test]
async fn posts_are_known_by_their_receipts_until_they_are_redacted() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let told = [Telling::Card, status(), Telling::Card].map(|telling| row("#r", Some(1), 1, telling));
    let ids = queued(&store, &told).await?;
    let posts = [
        (PostKind::Card, "$card", "YT-1 sent"),
        (PostKind::Line, "$line", "seen"),
        (PostKind::Card, "$card", "YT-1 acknowledged"),
    ];
    for (id, (kind, receipt, first_line)) in ids.iter().zip(posts) {
        let mut work = store.begin().await?;
        work.delivered(*id, &[(reference(1), kind)], receipt, first_line, later(*id)).await?;
        work.commit().await?;
    }
    let standing = store.posts("matrix", "#r", &reference(1)).await?;
    let lines: Vec<_> = standing.iter().map(|post| (post.receipt.as_str(), post.first_line.as_str())).collect();
    assert_eq!(lines, [("$card", "YT-1 acknowledged"), ("$line", "seen")]);
    assert_eq!(store.card("matrix", "#r", &reference(1)).await?.as_deref(), Some("$card"));
    assert_eq!(store.case_of_post("matrix", "$line").await?, Some(reference(1)));
    assert_eq!(store.case_of_post("matrix", "$lin").await?, None, "nothing but the whole id or the first of several");
    let mut work = store.begin().await?;
    work.redacted("matrix", "#r", "$card").await?;
    work.commit().await?;
    assert_eq!(store.card("matrix", "#r", &reference(1)).await?, None);
    assert_eq!(store.case_of_post("matrix", "$card").await?, None);
    Ok(())
}
