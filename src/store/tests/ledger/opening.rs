//! Opening a database: a new one, one of an older program, a foreign one; alone and beside a running bot.

use std::os::unix::fs::PermissionsExt;

use liaison_domain::{Case, EventBody};
use liaison_store::{Addressee, Lock, Store, StoreError, Takes, Verdict};
use sqlx::raw_sql;

use crate::Outcome;
use crate::sample::{Place, event, everything, later, now, opened, reference, reported};
use crate::searching::found;

/// What stood on disk when schema 1 was released: it must be read for ever.
pub(crate) const SCHEMA_1: &str = include_str!("../../../../migrations/0001_ledger.sql");
pub(crate) const ROWS_OF_SCHEMA_1: &str = include_str!("schema-1.sql");
pub(crate) const MARKS_OF_SCHEMA_1: &str = "PRAGMA user_version = 1; PRAGMA application_id = 1279869257;";

#[tokio::test]
async fn a_new_database_is_its_owners_alone() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    work.set_mark("a", "b").await?;
    work.commit().await?;
    for file in ["liaison.db", "liaison.db-wal", "liaison.db-shm", "liaison.db.lock"] {
        let mode = std::fs::metadata(place.file(file))?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    Ok(())
}

#[tokio::test]
async fn a_database_of_schema_1_is_read_as_it_was_written() -> Outcome {
    let place = Place::new()?;
    for sql in [SCHEMA_1, MARKS_OF_SCHEMA_1, ROWS_OF_SCHEMA_1] {
        raw_sql(sql).execute(&mut place.bare().await?).await?;
    }
    let store = place.open(Lock::Instance).await?;
    let Verdict::Sound { head: Some(head), events, erased: 0 } = store.verify().await? else {
        return Err("not sound".into());
    };
    assert_eq!((head.seq, events), (18, 18));
    assert_eq!(store.event(1).await?.map(|event| event.body), Some(reported()));
    // What the figures count by came later; it is folded from the events, and nothing else is touched.
    let events = store.events_of(&reference(1)).await?.ok_or("erased")?;
    let folded = Case::folded(&events).ok_or("no case")?;
    assert!(!folded.tally.questions.is_empty());
    let mut expected =
        Case { tally: folded.tally, parts: Vec::new(), told: Vec::new(), came_back: None, ..everything() };
    if let (Some(before), Some(folded)) = (&mut expected.before, folded.before) {
        before.case.tally = folded.case.tally;
        before.case.parts.clear();
        before.case.told.clear();
        before.case.came_back = None;
    }
    assert_eq!(store.case(&reference(1)).await?, Some(expected));
    // Who opened a case, and from which device, was not kept beside it then.
    assert_eq!(store.case(&reference(2)).await?, Some(Case { opened_by: None, ..opened(2) }));
    assert_eq!((store.next_page().await?, store.turned_away(now()).await?), (None, 0));
    assert_eq!(store.unread("matrix").await?.len(), 1);
    assert_eq!(store.card("matrix", "#r", &reference(1)).await?.as_deref(), Some("$card"));
    assert_eq!(store.next_row("matrix", "#r", Takes::ALL, later(1)).await?.map(|row| row.merged.len()), Some(1));
    assert_eq!(store.mark("heard/matrix").await?.as_deref(), Some("s1"));
    assert_eq!(found(&store, "incites").await?, [2], "what was taken back is not found");
    assert_eq!(found(&store, "lyon").await?, [0; 0]);
    let mut work = store.begin().await?;
    assert_eq!(work.next_number("YT").await?, 3);
    assert_eq!(work.record(&event(EventBody::Closed), [3; 16]).await?, 19);
    Ok(())
}

#[tokio::test]
async fn cases_of_schema_1_are_entered_once_in_the_order_in_which_they_were_opened() -> Outcome {
    let place = Place::new()?;
    for sql in [SCHEMA_1, MARKS_OF_SCHEMA_1, ROWS_OF_SCHEMA_1, MANY_CASES_OF_SCHEMA_1] {
        raw_sql(sql).execute(&mut place.bare().await?).await?;
    }
    for _ in 0..2 {
        let store = place.open(Lock::Instance).await?;
        let listed = found(&store, "incites").await?;
        assert_eq!((listed.len(), listed.first(), listed.last()), (1_000, Some(&1_499), Some(&500)));
        store.close().await;
    }
    Ok(())
}

/// Copies of the second case: more than are entered in one transaction.
const MANY_CASES_OF_SCHEMA_1: &str = "
    INSERT INTO cases
    WITH RECURSIVE more (n) AS (VALUES (3) UNION ALL SELECT n + 1 FROM more WHERE n < 1499)
    SELECT 'YT-' || n, prefix, n, version, desk, kind, state, outcome, urgency, basis, tlp, agency, opened_at,
        acknowledged_at, answered_at, effective_at, closed_at, words, json_set(body, '$.reference', 'YT-' || n)
    FROM cases, more WHERE ref = 'YT-2'";

/// Answers that waited when schema 1 was in use: on Discord one to an interaction and one to a message, and one on Matrix.
const ANSWERS_OF_SCHEMA_1: &str = r#"
    INSERT INTO outbox (network, room, addressee, person, reply_to, rank, kind, telling, queued_at) VALUES
    ('discord', '1', 'answer', 'discord:user:5', '77:token', 3, 'help', '{"tell":"help"}', 0),
    ('discord', '2', 'answer', 'discord:user:5', '77', 3, 'help', '{"tell":"help"}', 0),
    ('matrix', '3', 'answer', '@chen:b.example', '$said:b.example', 3, 'help', '{"tell":"help"}', 0)"#;

#[tokio::test]
async fn what_discord_held_open_under_schema_1_is_known_as_that() -> Outcome {
    let place = Place::new()?;
    for sql in [SCHEMA_1, MARKS_OF_SCHEMA_1, ROWS_OF_SCHEMA_1, ANSWERS_OF_SCHEMA_1] {
        raw_sql(sql).execute(&mut place.bare().await?).await?;
    }
    let store = place.open(Lock::Instance).await?;
    for (network, room, expected) in [("discord", "1", true), ("discord", "2", false), ("matrix", "3", false)] {
        let row = store.next_row(network, room, Takes::ALL, later(1)).await?.ok_or("nothing waits")?;
        let Addressee::Answer { held_open, .. } = row.addressee else { return Err("no answer".into()) };
        assert_eq!(held_open, expected, "{network} {room}");
    }
    Ok(())
}

#[tokio::test]
async fn one_instance_at_a_time_and_others_beside_it() -> Outcome {
    let place = Place::new()?;
    assert!(matches!(place.open(Lock::Beside).await, Err(StoreError::Missing { .. })));
    assert!(!place.file("liaison.db").exists());
    let first = place.open(Lock::Instance).await?;
    match place.open(Lock::Instance).await {
        Err(StoreError::SecondInstance { path }) => assert_eq!(path, place.file("liaison.db.lock")),
        other => return Err(format!("{other:?}").into()),
    }
    let beside = place.open(Lock::Beside).await?;
    for (store, seq) in [(&beside, 1), (&first, 2), (&beside, 3)] {
        let mut work = store.begin().await?;
        assert_eq!(work.record(&event(EventBody::Consulted { what: "export".to_owned() }), [1; 16]).await?, seq);
        work.commit().await?;
    }
    assert!(matches!(first.verify().await?, Verdict::Sound { events: 3, .. }));
    drop(first);
    place.open(Lock::Instance).await?;
    Ok(())
}

/// The number of this program's schema: it has a file a step.
fn schema() -> std::io::Result<i64> {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations"))?.count();
    Ok(i64::try_from(files).unwrap_or(i64::MAX))
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() -> Outcome {
    let place = Place::new()?;
    place.open(Lock::Instance).await?.close().await;
    raw_sql("PRAGMA user_version = 99").execute(&mut place.bare().await?).await?;
    for lock in [Lock::Instance, Lock::Beside] {
        let refused = place.open(lock).await;
        assert!(
            matches!(refused, Err(StoreError::NewerSchema { found: 99, known }) if known == schema()?),
            "{refused:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_older_schema_is_left_to_the_running_bot() -> Outcome {
    let place = Place::new()?;
    std::fs::write(place.file("liaison.db"), "")?;
    let refused = place.open(Lock::Beside).await;
    assert!(matches!(refused, Err(StoreError::OlderSchema { found: 0, known }) if known == schema()?), "{refused:?}");
    place.open(Lock::Instance).await?;
    place.open(Lock::Beside).await?;
    Ok(())
}

#[tokio::test]
async fn what_is_not_ours_is_refused_and_left_alone() -> Outcome {
    let place = Place::new()?;
    raw_sql("CREATE TABLE theirs (a)").execute(&mut place.bare().await?).await?;
    assert!(matches!(place.open(Lock::Instance).await, Err(StoreError::Foreign { .. })));
    let place = Place::new()?;
    let letter = "Dear colleague, ".repeat(100);
    std::fs::write(place.file("liaison.db"), &letter)?;
    assert!(matches!(place.open(Lock::Instance).await, Err(StoreError::Foreign { .. })));
    assert_eq!(std::fs::read_to_string(place.file("liaison.db"))?, letter);
    for url in ["liaison.db", "sqlite://", "sqlite://a.db?mode=ro", "postgres://x"] {
        assert!(matches!(Store::open(url, Lock::Beside, now()).await, Err(StoreError::Url { .. })), "{url}");
    }
    Ok(())
}

#[tokio::test]
async fn a_schema_that_does_not_fit_its_number_is_found_at_the_start() -> Outcome {
    let place = Place::new()?;
    place.open(Lock::Instance).await?.close().await;
    raw_sql("ALTER TABLE marks RENAME TO remarks").execute(&mut place.bare().await?).await?;
    match place.open(Lock::Instance).await {
        Err(StoreError::Inconsistent { what }) => assert!(what.contains("MARK"), "{what}"),
        other => return Err(format!("{other:?}").into()),
    }
    Ok(())
}
