//! Copies: of one moment, of an older schema, and of what was erased; and an export that is taken in.

use liaison_domain::{Case, EventBody};
use liaison_store::{ExportedCase, ExportedEvent, FirstLine, Lock, Store, StoreError, Unfit, Verdict, renewed_copy};
use sqlx::raw_sql;

use crate::Outcome;
use crate::opening::{MARKS_OF_SCHEMA_1, ROWS_OF_SCHEMA_1, SCHEMA_1};
use crate::sample::{Place, event, now, reference, reported};

/// Takes away what the second event held.
const ERASED: &str = "DELETE FROM contents WHERE seq = 2";

/// A report and two acts on it, each with its case.
async fn three_events(store: &Store) -> Outcome {
    let mut case = None;
    for body in [reported(), EventBody::Informed { text: "the second".to_owned() }, EventBody::Closed] {
        let event = event(body);
        let was = case.as_ref().map(|case: &Case| case.version);
        let after =
            case.map_or_else(|| Case::opened(&event), |case: Case| Some(case.apply(&event))).ok_or("no case")?;
        let mut work = store.begin().await?;
        work.record(&event, [5; 16]).await?;
        work.save(&after, was).await?;
        work.commit().await?;
        case = Some(after);
    }
    Ok(())
}

async fn lines(store: &Store) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut history = store.history(None).await?;
    let mut lines = vec![serde_json::to_string(&FirstLine::at(now()).with(history.admitted().await?))?];
    for case in history.cases().await? {
        let exported = ExportedCase::of(&case, &str::to_owned);
        let unfoldable = history.is_unfoldable(&case.reference).await?;
        lines.push(serde_json::to_string(&if unfoldable { exported.with_body(&case)? } else { exported })?);
    }
    for event in history.whole_events().await? {
        lines.push(serde_json::to_string(&ExportedEvent::whole(&event))?);
    }
    Ok(lines)
}

async fn taken_in(lines: &[String]) -> Result<(Place, Store), Box<dyn std::error::Error>> {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut intake = store.intake().await?;
    for line in lines {
        intake.line(line).await?;
    }
    intake.finish(&[&str::to_owned]).await?;
    Ok((place, store))
}

#[tokio::test]
async fn a_copy_holds_what_was_committed_when_it_was_taken() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    three_events(&store).await?;
    let beside = place.open(Lock::Beside).await?;
    let mut work = store.begin().await?;
    work.record(&event(EventBody::Warned), [6; 16]).await?;
    std::fs::write(place.file("copy.db"), "")?;
    beside.copy_into(&place.file("copy.db")).await?;
    work.commit().await?;
    let copy = Store::open_copy(&place.file("copy.db")).await?;
    assert!(matches!(copy.verify().await?, Verdict::Sound { events: 3, .. }));
    let mut work = copy.begin().await?;
    assert!(work.record(&event(EventBody::Warned), [7; 16]).await.is_err(), "it is only read");
    drop(work);
    copy.close().await;
    assert!(!place.file("copy.db-wal").exists() && !place.file("copy.db-shm").exists());
    Ok(())
}

#[tokio::test]
async fn a_copy_of_an_older_schema_is_renewed_and_left_as_it_is() -> Outcome {
    let place = Place::new()?;
    for sql in [SCHEMA_1, MARKS_OF_SCHEMA_1, ROWS_OF_SCHEMA_1] {
        raw_sql(sql).execute(&mut place.bare().await?).await?;
    }
    let bytes = std::fs::read(place.file("liaison.db"))?;
    std::fs::write(place.file("new.db"), "")?;
    renewed_copy(&place.file("liaison.db"), &place.file("new.db")).await?;
    assert_eq!(std::fs::read(place.file("liaison.db"))?, bytes);
    let copy = Store::open_copy(&place.file("new.db")).await?;
    assert!(matches!(copy.verify().await?, Verdict::Sound { events: 18, .. }));
    assert!(copy.case(&reference(1)).await?.is_some());
    let newer = "PRAGMA user_version = 99";
    raw_sql(newer).execute(&mut place.bare().await?).await?;
    std::fs::write(place.file("newest.db"), "")?;
    let refused = renewed_copy(&place.file("liaison.db"), &place.file("newest.db")).await;
    assert!(matches!(refused, Err(StoreError::NewerSchema { found: 99, .. })), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn what_was_erased_stays_erased_and_its_case_is_carried_whole() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    three_events(&store).await?;
    let whole = lines(&store).await?;
    assert!(!whole.iter().any(|line| line.contains(r#""body":"#)));
    raw_sql(ERASED).execute(&mut place.bare().await?).await?;
    let exported = lines(&store).await?;
    assert!(exported.iter().any(|line| line.contains(r#""salt":null,"content":null"#)), "{exported:#?}");
    let (_new, taken) = taken_in(&exported).await?;
    assert_eq!(lines(&taken).await?, exported);
    assert_eq!(taken.case(&reference(1)).await?, store.case(&reference(1)).await?);
    assert!(matches!(taken.verify().await?, Verdict::Sound { events: 3, erased: 1, .. }));

    let without: Vec<String> = exported.iter().map(|line| line.replace(r#""body":"#, r#""gone":"#)).collect();
    let refused = taken_in(&without).await.err().ok_or("taken in")?;
    let refused = refused.downcast_ref::<Unfit>().ok_or("another fault")?;
    assert!(matches!(refused, Unfit::Line { line: 2, .. }), "{refused}");
    Ok(())
}
