//! The three pages as those read them who operate the bot: statuses, words and figures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/reading.rs"]
mod reading;
#[allow(dead_code, reason = "slow and many clients are for another file")]
mod support;

use liaison_chat::Network;
use liaison_domain::{CaseKind, CaseState, ClockName, Side, Urgency};
use liaison_engine::{Attempt, Ending, ParkedPosts, Record, Spread, Standing, Vitals};
use reading::{Family, families};
use support::{Bot, ago, now, served, status, well};

/// The record of a bot that is well, changed.
fn with(change: impl FnOnce(&mut Record)) -> Vitals {
    let mut vitals = well();
    change(vitals.record.as_mut().unwrap());
    vitals
}

async fn ready(vitals: Vitals) -> (u16, String) {
    served(&Bot::that_is(vitals)).await.get("/readyz").await
}

#[tokio::test]
async fn a_bot_that_is_well_says_so() {
    let pages = served(&Bot::that_is(well())).await;
    assert_eq!(pages.get("/healthz").await, (200, "ok\n".to_owned()));
    let (status, text) = pages.get("/readyz").await;
    assert_eq!(status, 200);
    let expected = "ready\n\
        ok   loop: it turns; up since 2026-01-05T07:00:00Z\n\
        ok   matrix: connected and caught up since 2026-01-05T07:50:00Z\n\
        ok   discord: connected and caught up since 2026-01-05T07:50:00Z\n\
        ok   queue: nothing waits\n\
        ok   parked: nothing\n\
        ok   database: writable, 4 MiB, 9216 MiB free on its disk\n";
    assert_eq!(text, expected);
}

#[tokio::test]
async fn a_loop_that_stands_is_unhealthy_in_words() {
    let pages = served(&Bot::that_is(Vitals { turned_at: ago(90), ..well() })).await;
    let (status, text) = pages.get("/healthz").await;
    assert_eq!(status, 503);
    assert!(text.starts_with("the loop has not turned for 90 s"), "{text}");
    let (status, text) = pages.get("/readyz").await;
    assert!(status == 503 && text.contains("FAIL loop: the loop has not turned for 90 s"), "{text}");
}

#[tokio::test]
async fn a_network_that_is_not_there_makes_the_bot_not_ready_and_says_since_when() {
    for (standing, words) in [
        (Standing::Away { since: ago(60) }, "FAIL discord: not reached since 2026-01-05T07:59:00Z"),
        (Standing::Reading { since: ago(60) }, "FAIL discord: connected since 2026-01-05T07:59:00Z, what was said"),
        (
            Standing::SignedOut { since: ago(60) },
            "FAIL discord: signed out since 2026-01-05T07:59:00Z; the log says why",
        ),
    ] {
        let mut vitals = well();
        vitals.networks.insert(Network::Discord, standing);
        let (status, text) = ready(vitals).await;
        assert!(status == 503 && text.starts_with("not ready\n") && text.contains(words), "{text}");
        assert!(text.contains("ok   matrix: connected and caught up"), "{text}");
    }
}

#[tokio::test]
async fn a_queue_stands_where_something_could_go_and_nothing_arrives() {
    let waits = |ready_since| {
        with(|record| {
            record.waiting = [((Network::Matrix, 0), 1), ((Network::Matrix, 4), 2)].into();
            record.oldest = [(Network::Matrix, ago(1_200))].into();
            record.ready_since = ready_since;
        })
    };
    let (status, text) = ready(waits(Some(ago(900)))).await;
    let expected = "FAIL queue: it stands: 3 posts wait, the oldest since 2026-01-05T07:40:00Z, and nothing has arrived since 2026-01-05T07:45:00Z";
    assert!(status == 503 && text.contains(expected), "{text}");
    let (status, text) = ready(waits(None)).await;
    assert!(
        status == 200 && text.contains("ok   queue: it moves: 3 posts wait"),
        "what is put off does not stand: {text}"
    );
    let mut moving = waits(Some(ago(900)));
    moving.counts.last_arrived.insert(Network::Discord, ago(30));
    assert_eq!(ready(moving).await.0, 200);
}

#[tokio::test]
async fn what_is_parked_is_told_with_its_rooms_and_leaves_the_bot_ready() {
    let parked = |room: &str, count| ParkedPosts { network: Network::Matrix, room: room.to_owned(), count };
    let (status, text) =
        ready(with(|record| record.parked = vec![parked("#a:x\u{1b}[2J", 2), parked("#b:x", 1)])).await;
    assert_eq!(status, 200);
    assert!(
        text.contains("ok   parked: 3 posts for matrix:#a:x\u{fffd}[2J, matrix:#b:x: mend the bot's rights"),
        "{text}"
    );
    let many = (0..14).map(|number| parked(&format!("#r{number}:x"), 1)).collect();
    let (_, text) = ready(with(|record| record.parked = many)).await;
    assert!(text.contains("matrix:#r9:x, 4 more:") && !text.contains("#r10"), "{text}");
}

#[tokio::test]
async fn a_database_that_takes_nothing_says_why() {
    for (vitals, words) in [
        (
            Vitals { writable: Err("it is read-only".to_owned()), ..well() },
            "FAIL database: it takes no write: it is read-only",
        ),
        (
            Vitals { record: Err("disk I/O error".to_owned()), ..well() },
            "FAIL database: it cannot be read: disk I/O error",
        ),
        (with(|record| record.free_bytes = Some(3 << 20)), "FAIL database: its disk has 3 MiB left: make room on it"),
    ] {
        let (status, text) = ready(vitals).await;
        assert!(status == 503 && text.contains(words), "{words}: {text}");
    }
}

#[tokio::test]
async fn other_methods_and_other_paths_are_refused() {
    let pages = served(&Bot::that_is(well())).await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW"] {
        let answer = pages.says(format!("{method} /metrics HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).await;
        assert_eq!(status(&answer), 405, "{answer}");
        assert!(answer.to_lowercase().contains("\r\nallow: get, head\r\n"), "{answer}");
    }
    for path in ["/", "/metrics/", "/Healthz", "/../etc/passwd", "/readyz%00", "/favicon.ico"] {
        assert_eq!(pages.get(path).await.0, 404, "{path}");
    }
    assert_eq!(pages.get("/healthz?verbose=1").await.0, 200);
}

#[tokio::test]
async fn whoever_asks_for_the_head_gets_the_head() {
    let pages = served(&Bot::that_is(well())).await;
    let answer = pages.says(b"HEAD /readyz HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!((status(head), body), (200, ""));
    assert!(
        head.contains("content-type: text/plain; charset=utf-8") && head.contains("cache-control: no-store"),
        "{head}"
    );
}

#[tokio::test]
async fn figures_are_prometheus_text_and_say_what_was_counted() {
    let mut vitals = with(|record| {
        record.waiting = [((Network::Matrix, 4), 7)].into();
        record.oldest = [(Network::Matrix, ago(90))].into();
        record.parked = vec![ParkedPosts { network: Network::Discord, room: "1180".to_owned(), count: 2 }];
        record.unreadable = [(Network::Matrix, (3, ago(40)))].into();
        record.cases = [((CaseKind::Emergency, CaseState::Sent, Urgency::Emergency), 1)].into();
        record.overdue = [((ClockName::Effect, Side::Platform), 5)].into();
        record.next_deadline = Some(ago(12));
        record.digests = [("shared", ago(500))].into();
    });
    vitals.counts.heard.insert(Network::Matrix, 12);
    vitals.counts.commands.insert((Network::Matrix, "ack", Ending::Refused), 4);
    vitals.counts.attempts.insert((Network::Matrix, Attempt::Limited), 6);
    let within = [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0];
    vitals.counts.waits.insert(Network::Matrix, Spread { within, count: 4, seconds: 4_002.5 });
    let pages = served(&Bot::that_is(vitals)).await;
    let answer = pages.says(b"GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"), "{head}");
    let families = families(text).unwrap();
    let value = |name: &str, labels: &str| {
        let found = families.iter().flat_map(|family: &Family| &family.samples);
        found.clone().find(|one| one.name == name && one.labels == labels).map(|one| one.value)
    };
    for (name, labels, expected) in [
        ("liaison_ready", "", 1.0),
        ("liaison_start_time_seconds", "", 1_767_596_400.5),
        ("liaison_network_caught_up", "network=matrix", 1.0),
        ("liaison_network_state", "network=matrix,state=signed_out", 0.0),
        ("liaison_events_heard_total", "network=matrix", 12.0),
        ("liaison_commands_total", "network=matrix,command=ack,result=refused", 4.0),
        ("liaison_delivery_attempts_total", "network=matrix,result=limited", 6.0),
        ("liaison_delivery_attempts_total", "network=discord,result=arrived", 0.0),
        ("liaison_delivery_wait_seconds_bucket", "network=matrix,le=1", 3.0),
        ("liaison_delivery_wait_seconds_bucket", "network=matrix,le=+Inf", 4.0),
        ("liaison_delivery_wait_seconds_sum", "network=matrix", 4_002.5),
        ("liaison_outbox_waiting", "network=matrix,rank=4", 7.0),
        ("liaison_outbox_oldest_age_seconds", "network=matrix", 90.0),
        ("liaison_outbox_parked", "network=discord", 2.0),
        ("liaison_cases", "kind=emergency,state=sent,urgency=emergency", 1.0),
        ("liaison_clocks_overdue", "clock=effect,side=platform", 5.0),
        ("liaison_tick_lag_seconds", "", 12.0),
        ("liaison_undecryptable_waiting", "network=matrix", 3.0),
        ("liaison_chain_head_seq", "", 17.0),
        ("liaison_database_size_bytes", "", 4_194_304.0),
        ("liaison_database_writable", "", 1.0),
        ("liaison_page_runs_total", "result=failed", 0.0),
    ] {
        assert_eq!(value(name, labels), Some(expected), "{name} {labels}\n{text}");
    }
    assert!(!text.contains("1180"), "a room is no label: {text}");
}

#[tokio::test]
async fn where_the_store_does_not_answer_its_figures_are_absent_and_their_names_stay() {
    let pages = served(&Bot::that_is(Vitals { record: Err("broken".to_owned()), ..well() })).await;
    let (status, text) = pages.get("/metrics").await;
    assert_eq!(status, 200);
    let families = families(&text).unwrap();
    let samples = |name: &str| families.iter().find(|family| family.name == name).map(|family| family.samples.len());
    assert_eq!(samples("liaison_outbox_waiting"), Some(0));
    assert_eq!(samples("liaison_database_size_bytes"), Some(0));
    assert!(text.contains("\nliaison_database_readable 0\n") && text.contains("\nliaison_ready 0\n"), "{text}");
    assert!(!text.contains("broken"), "{text}");
}

#[tokio::test]
async fn nobody_makes_the_bot_look_more_than_once_a_second() {
    let bot = Bot::that_is(well());
    let pages = served(&bot).await;
    for path in ["/readyz", "/metrics", "/readyz", "/healthz", "/metrics"] {
        assert_eq!(pages.get(path).await.0, 200);
    }
    assert_eq!((bot.looked(), now()), (1, well().at));
}
