//! Tampering is found, and named.

use liaison_domain::EventBody;
use liaison_store::{
    Broken, Envelope, ExportedCase, ExportedEvent, FirstLine, Head, Lock, Store, StoreError, Verdict, hex,
};
use sha2::{Digest, Sha256};
use sqlx::raw_sql;

use crate::Outcome;
use crate::sample::{Place, event, every_body, now, opened, reference};

/// Whoever tampers takes the triggers away first.
const UNGUARDED: &str = "PRAGMA foreign_keys = OFF;
    DROP TRIGGER events_never_change; DROP TRIGGER events_never_go; DROP TRIGGER events_follow_each_other;
    DROP TRIGGER contents_never_change;";

/// The tampering below names places in a history of so many events.
const EVENTS: usize = 17;

async fn recorded(store: &Store, salt: u8) -> Result<(), StoreError> {
    let mut work = store.begin().await?;
    for body in every_body().into_iter().take(EVENTS) {
        work.record(&event(body), [salt; 16]).await?;
    }
    work.commit().await
}

async fn after(sql: &'static str) -> Result<Verdict, Box<dyn std::error::Error>> {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let mut bare = place.bare().await?;
    raw_sql(UNGUARDED).execute(&mut bare).await?;
    raw_sql(sql).execute(&mut bare).await?;
    Ok(store.verify().await?)
}

#[tokio::test]
async fn an_untouched_chain_is_sound() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    assert_eq!(store.verify().await?, Verdict::Sound { head: None, events: 0, erased: 0 });
    recorded(&store, 1).await?;
    let head = store.head().await?;
    assert_eq!(store.verify().await?, Verdict::Sound { head, events: 17, erased: 0 });
    raw_sql("DELETE FROM contents WHERE seq IN (2, 5)").execute(&mut place.bare().await?).await?;
    assert_eq!(store.verify().await?, Verdict::Sound { head, events: 17, erased: 2 });
    Ok(())
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_events() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    for sql in [
        "UPDATE events SET by_whom = 'eve' WHERE seq = 3",
        "DELETE FROM events WHERE seq = 17",
        "INSERT OR REPLACE INTO events SELECT seq, case_ref, 'closed', at, recorded_at, by_whom, content_hash, prev, hash
            FROM events WHERE seq = 3",
        "INSERT INTO events SELECT 99, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash
            FROM events WHERE seq = 3",
        "UPDATE contents SET body = '{}' WHERE seq = 3",
    ] {
        assert!(raw_sql(sql).execute(&mut place.bare().await?).await.is_err(), "{sql}");
    }
    assert!(matches!(store.verify().await?, Verdict::Sound { .. }));
    Ok(())
}

#[tokio::test]
async fn every_tampering_is_found_and_named() -> Outcome {
    const MOVED_UP: &str = "DELETE FROM contents WHERE seq = 5; DELETE FROM events WHERE seq = 5;
        UPDATE events SET seq = seq - 1 WHERE seq > 5; UPDATE contents SET seq = seq - 1 WHERE seq > 5;";
    const SWAPPED: &str = "UPDATE events SET seq = -4 WHERE seq = 4; UPDATE events SET seq = 4 WHERE seq = 5;
        UPDATE events SET seq = 5 WHERE seq = -4;";
    const INSERTED: &str = "UPDATE events SET seq = -seq - 1 WHERE seq > 5; UPDATE events SET seq = -seq WHERE seq < 0;
        INSERT INTO events SELECT 6, case_ref, kind, at, recorded_at, by_whom, content_hash, hash, zeroblob(32)
            FROM events WHERE seq = 5;";
    const COPIED: &str = "UPDATE events SET seq = -seq - 1 WHERE seq > 5; UPDATE events SET seq = -seq WHERE seq < 0;
        INSERT INTO events SELECT 6, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash
            FROM events WHERE seq = 5;";
    const ADDED: &str =
        "INSERT INTO events SELECT 18, case_ref, kind, at, recorded_at, by_whom, content_hash, prev, hash
            FROM events WHERE seq = 17;";
    for (sql, seq, what) in [
        ("UPDATE events SET by_whom = 'eve' WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET at = at + 1 WHERE seq = 1", 1, Broken::Edited),
        ("UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 17", 17, Broken::Edited),
        ("UPDATE events SET case_ref = 'yt-1' WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET case_ref = NULL WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET kind = 'closed' WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET prev = zeroblob(32) WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 17", 17, Broken::Edited),
        ("UPDATE events SET content_hash = zeroblob(32) WHERE seq = 4", 4, Broken::Edited),
        ("UPDATE contents SET body = replace(body, 'because', 'Because') WHERE seq = 3", 3, Broken::ContentAltered),
        ("UPDATE contents SET salt = zeroblob(16) WHERE seq = 3", 3, Broken::ContentAltered),
        ("DELETE FROM events WHERE seq = 4", 4, Broken::Missing),
        ("DELETE FROM events WHERE seq = 1", 1, Broken::Missing),
        (MOVED_UP, 5, Broken::Missing),
        ("DELETE FROM events WHERE seq > 15", 16, Broken::Truncated),
        ("DELETE FROM events", 1, Broken::Truncated),
        (SWAPPED, 4, Broken::Reordered),
        (INSERTED, 6, Broken::Inserted),
        (COPIED, 6, Broken::Inserted),
        (ADDED, 18, Broken::Inserted),
        ("DELETE FROM meta", 1, Broken::Inserted),
    ] {
        assert_eq!(after(sql).await?, Verdict::Broken { seq, what }, "{sql}");
    }
    Ok(())
}

/// The forger knows the form: the event that he puts in at `seq` is sound in itself, and the rest moves down.
async fn forged(seq: i64) -> Result<Verdict, Box<dyn std::error::Error>> {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let events = store.history(None).await?.events().await?;
    let before = events.get(usize::try_from(seq - 2)?).ok_or("no event before")?;
    let envelope = Envelope { seq, kind: "closed".to_owned(), ..before.envelope.clone() };
    let mut bare = place.bare().await?;
    raw_sql(UNGUARDED).execute(&mut bare).await?;
    sqlx::query("UPDATE events SET seq = -seq - 1 WHERE seq >= $1").bind(seq).execute(&mut bare).await?;
    raw_sql("UPDATE events SET seq = -seq WHERE seq < 0; DELETE FROM contents").execute(&mut bare).await?;
    sqlx::query("INSERT INTO events VALUES ($1, 'YT-1', 'closed', $2, $3, 'amal', $4, $5, $6)")
        .bind(seq)
        .bind(envelope.at.timestamp_millis())
        .bind(envelope.recorded_at.timestamp_millis())
        .bind(envelope.content_hash.as_slice())
        .bind(before.hash.as_slice())
        .bind(envelope.hash(&before.hash).as_slice())
        .execute(&mut bare)
        .await?;
    Ok(store.verify().await?)
}

#[tokio::test]
async fn a_forger_who_knows_the_form_is_found_too() -> Outcome {
    for seq in [2, 6, 17, 18] {
        assert_eq!(forged(seq).await?, Verdict::Broken { seq, what: Broken::Inserted });
    }
    Ok(())
}

#[tokio::test]
async fn an_event_that_was_edited_with_its_hash_is_found_by_the_next() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let events = store.history(None).await?.events().await?;
    for (index, seq) in [(3_usize, 4_i64), (16, 17)] {
        let mut edited = events.get(index).cloned().ok_or("no event")?;
        edited.envelope.kind = "closed".to_owned();
        let mut bare = place.bare().await?;
        if seq == 4 {
            raw_sql(UNGUARDED).execute(&mut bare).await?;
        } else {
            // The first forgery is undone before the second.
            let first = events.get(3).ok_or("no event")?;
            sqlx::query("UPDATE events SET kind = $1, hash = $2 WHERE seq = 4")
                .bind(&first.envelope.kind)
                .bind(first.hash.as_slice())
                .execute(&mut bare)
                .await?;
        }
        sqlx::query("UPDATE events SET kind = 'closed', hash = $1 WHERE seq = $2")
            .bind(edited.envelope.hash(&edited.prev).as_slice())
            .bind(seq)
            .execute(&mut bare)
            .await?;
        assert_eq!(store.verify().await?, Verdict::Broken { seq, what: Broken::Edited });
    }
    Ok(())
}

#[tokio::test]
async fn a_chain_made_anew_is_found_against_a_head_that_a_room_saw() -> Outcome {
    let (place, anew) = (Place::new()?, Place::new()?);
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let witnessed = store.head().await?.ok_or("no head")?;
    recorded(&store, 1).await?;
    assert!(store.holds(&witnessed).await?);
    let rebuilt = anew.open(Lock::Instance).await?;
    recorded(&rebuilt, 2).await?;
    recorded(&rebuilt, 2).await?;
    assert!(matches!(rebuilt.verify().await?, Verdict::Sound { events: 34, .. }));
    assert!(!rebuilt.holds(&witnessed).await?);
    Ok(())
}

#[tokio::test]
async fn nothing_is_built_on_a_chain_that_was_cut() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let mut bare = place.bare().await?;
    raw_sql(UNGUARDED).execute(&mut bare).await?;
    raw_sql("DELETE FROM events WHERE seq = 17").execute(&mut bare).await?;
    let built = store.begin().await?.record(&event(EventBody::Closed), [1; 16]).await;
    assert!(matches!(built, Err(StoreError::Inconsistent { .. })));
    Ok(())
}

#[test]
fn a_head_is_one_line_and_is_read_back() -> Outcome {
    let head = Head { seq: 17, hash: [0xab; 32] };
    let line = format!("17 {}", "ab".repeat(32));
    assert_eq!(head.to_string(), line);
    assert_eq!(line.to_uppercase().parse::<Head>()?, head);
    assert_eq!(format!("  {line}\n").parse::<Head>()?, head);
    let seven = format!("17 {}", "ab".repeat(31));
    for wrong in ["", "17", &seven, &format!("0 {}", "ab".repeat(32)), &format!("{line} x"), &line.replace('b', "g")] {
        assert!(wrong.parse::<Head>().is_err(), "{wrong:?}");
    }
    Ok(())
}

/// The chain as an outsider makes it again, from the exported lines and the description alone.
#[tokio::test]
async fn the_export_is_enough_to_make_the_chain_again() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let mut history = store.history(None).await?;
    let mut prev = "0".repeat(64);
    let mut seen = 0_i64;
    for recorded in history.events().await? {
        let line = serde_json::to_value(ExportedEvent::of(&recorded))?;
        let text = |key: &str| line.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let mut bytes = unhex(&prev)?;
        bytes.push(1);
        seen += 1;
        assert_eq!(line.get("seq").and_then(serde_json::Value::as_i64), Some(seen));
        bytes.extend(seen.to_be_bytes());
        let field =
            |text: String| [u32::try_from(text.len()).unwrap_or(0).to_be_bytes().as_slice(), text.as_bytes()].concat();
        bytes.extend(field(text("ref")));
        bytes.extend(field(text("kind")));
        for key in ["at", "recorded_at"] {
            bytes.extend(chrono::DateTime::parse_from_rfc3339(&text(key))?.timestamp_millis().to_be_bytes());
        }
        bytes.extend(field(text("by")));
        bytes.extend(unhex(&text("content_hash"))?);
        assert_eq!(text("prev"), prev);
        assert_eq!(hex(&Sha256::digest(&bytes).into()), text("hash"));
        prev = text("hash");
    }
    assert_eq!(history.events().await?, []);
    assert_eq!(seen, 17);
    Ok(())
}

fn unhex(text: &str) -> Result<Vec<u8>, std::num::ParseIntError> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2).unwrap_or_default(), 16)).collect()
}

#[tokio::test]
async fn exported_lines_have_the_promised_keys_in_the_promised_order() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    recorded(&store, 1).await?;
    let mut work = store.begin().await?;
    for number in [10, 9, 1] {
        work.save(&opened(number), None).await?;
    }
    let mut other = opened(2);
    other.reference.prefix = "TG".to_owned();
    other.desk = liaison_domain::DeskId("telegram".to_owned());
    work.save(&other, None).await?;
    work.commit().await?;
    let mut history = store.history(None).await?;
    let cases = history.cases().await?;
    let order: Vec<_> = cases.iter().map(|case| case.reference.to_string()).collect();
    assert_eq!(order, ["TG-2", "YT-1", "YT-9", "YT-10"]);
    assert_eq!(history.cases().await?, []);
    let show = |locator: &str| locator.replace("https", "hxxps");
    let case = cases.get(1).ok_or("no case")?;
    assert_eq!(
        serde_json::to_string(&ExportedCase::of(case, &show))?,
        concat!(
            r#"{"type":"case","ref":"YT-1","desk":"youtube","kind":"removal_referral","state":"sent","outcome":null,"#,
            r#""urgency":"urgent","basis":"law","tlp":"TLP:AMBER+STRICT","targets":[{"kind":"address","locator":"#,
            r#""hxxps://a.example/1?v=Ünïcode&b=%20"},{"kind":"account","locator":"@x"},{"kind":"locator","#,
            r#""locator":"group \"north\"\n42"}],"agency":"pharos","opened_at":"2026-11-21T13:02:11.123Z","#,
            r#""acknowledged_at":null,"answered_at":null,"effective_at":null,"closed_at":null,"ref_agency":"118/26","#,
            r#""ref_platform":null,"data":null,"confirmed_at":null}"#
        )
    );
    let first = history.events().await?.first().map(ExportedEvent::of).ok_or("no event")?;
    let line = serde_json::to_string(&first)?;
    let opening = concat!(
        r#"{"type":"event","ref":"YT-1","seq":1,"kind":"reported","at":"2026-11-21T13:02:11.123Z","#,
        r#""recorded_at":"2026-11-21T13:02:12.123Z","by":"amal","content_hash":""#
    );
    assert!(line.starts_with(opening), "{line}");
    let head = serde_json::to_string(&FirstLine::at(now()))?;
    assert_eq!(head, r#"{"type":"liaison","schema":1,"at":"2026-11-21T13:02:11.123Z"}"#);
    let mut one_desk = store.history(Some(&other.desk)).await?;
    assert_eq!(one_desk.cases().await?.len(), 1);
    assert_eq!(one_desk.events().await?, []);
    assert_eq!(reference(1), case.reference);
    Ok(())
}
