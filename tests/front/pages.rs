//! What the pages of the real program say, and what they never say; and that nobody who asks keeps it from ending.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Basis, By, Case, CaseKind, CaseRef, DeskId, Event, EventBody, MemberId, OrganisationId, Target, TargetKind, Tlp,
    Urgency,
};
use liaison_store::{Addressee, InboxEntry, InboxState, Lock, NewRow, Store, Telling};
use rustix::process::Signal;

use crate::asking::{Asked, configuration};
use crate::program::{folder_with, liaison, text};
use crate::promtool::promtool;
use crate::reading::families;

/// What stands in everything that no page may show.
const CANARY: &str = "canary";
/// SIGTERM ends the program within this, whoever hangs on.
const STOPS_WITHIN: Duration = Duration::from_secs(10);

#[test]
fn a_bot_whose_networks_do_not_answer_is_healthy_and_not_ready_and_says_why() {
    let asked = Asked::begin("");
    assert_eq!(asked.get("/healthz"), (200, "ok\n".to_owned()));
    let (status, words) = asked.get("/readyz");
    assert_eq!(status, 503, "{words}");
    assert!(words.starts_with("not ready\nok   loop: it turns; up since "), "{words}");
    for (is_built, name) in [(cfg!(feature = "matrix"), "matrix"), (cfg!(feature = "discord"), "discord")] {
        let line = format!("\nFAIL {name}: not reached since ");
        assert_eq!(words.contains(&line), is_built, "{words}");
    }
    assert!(words.contains("\nok   queue: nothing waits\nok   parked: nothing\nok   database: writable, "), "{words}");
    assert_eq!(asked.asks("POST", "/metrics").0, 405);
    assert_eq!(asked.asks("HEAD", "/healthz"), (200, String::new()));
    assert_eq!(asked.get("/").0, 404);
}

#[test]
fn its_figures_are_read_strictly_and_by_prometheus_itself() {
    let asked = Asked::begin("");
    let (status, page) = asked.get("/metrics");
    assert_eq!(status, 200);
    let families = families(&page).unwrap();
    assert!(families.len() >= 30 && families.iter().all(|family| family.name.starts_with("liaison_")), "{page}");
    let told = promtool(&["check", "metrics"], &page);
    assert!(told.status.success(), "{}{}", text(&told.stdout), text(&told.stderr));
}

#[tokio::test]
async fn no_page_names_an_address_a_person_a_secret_or_a_case() {
    let file = configuration("[http]\nlisten = \"127.0.0.1:0\"\n").replace("\"amal\"", "\"amal-canary\"");
    let folder = folder_with(&file);
    std::fs::write(folder.path().join("password"), "canary-secret\n").unwrap();
    plant(folder.path()).await;
    let asked = Asked::begin_in(folder);
    for path in ["/healthz", "/readyz", "/metrics", "/canary"] {
        let (_, page) = asked.get(path);
        assert!(!page.to_lowercase().contains(CANARY) && !page.contains("YT-1"), "{path}: {page}");
    }
    let (_, figures) = asked.get("/metrics");
    assert!(
        figures.contains("\nliaison_cases{kind=\"removal_referral\",state=\"sent\",urgency=\"urgent\"} 1\n"),
        "{figures}"
    );
    assert!(figures.contains("\nliaison_chain_head_seq 1\n") && !figures.contains("118000"), "{figures}");
    let waits =
        |network: &str| figures.contains(&format!("\nliaison_outbox_waiting{{network=\"{network}\",rank=\"4\"}} 1\n"));
    assert!(waits("discord") || waits("matrix"), "{figures}");
    asked.running.signal(Signal::TERM);
    let log = asked.running.until("told to stop").join("\n");
    assert!(!log.contains(CANARY), "{log}");
}

/// A case, a post that waits and an event that cannot be read, each full of what nobody may see.
async fn plant(folder: &Path) {
    let now: DateTime<Utc> = liaison_engine::present() - TimeDelta::minutes(1);
    let url = format!("sqlite://{}", folder.join("liaison.db").display());
    let store = Store::open(&url, Lock::Instance, now).await.unwrap();
    let case = CaseRef { prefix: "YT".to_owned(), number: 1 };
    let event = reported(&case, now);
    let mut work = store.begin().await.unwrap();
    work.record(&event, [1; 16]).await.unwrap();
    work.save(&Case::opened(&event).unwrap(), None).await.unwrap();
    for (network, room) in [("matrix", "#shared:agency.example"), ("discord", "1180000000000000003")] {
        let row = NewRow {
            network: network.to_owned(),
            room: room.to_owned(),
            addressee: Addressee::Person("@canary:agency.example".to_owned()),
            case: None,
            rank: 4,
            telling: Telling::Cases { filter: "canary words".to_owned(), side: None },
            queued_at: now,
        };
        work.queue(&row).await.unwrap();
        let entry = InboxEntry {
            network: network.to_owned(),
            event: "$canary".to_owned(),
            room: room.to_owned(),
            person: "@canary:agency.example".to_owned(),
            said_at: now,
            heard_at: now,
            state: InboxState::Unread,
            reaction: None,
        };
        work.enter(&entry).await.unwrap();
    }
    work.commit().await.unwrap();
    store.close().await;
}

fn reported(case: &CaseRef, at: DateTime<Utc>) -> Event {
    let locator = "https://canary.example/1".to_owned();
    Event {
        case: Some(case.clone()),
        at,
        recorded_at: at,
        by: By::Member(MemberId("amal-canary".to_owned())),
        body: EventBody::Reported {
            kind: CaseKind::RemovalReferral,
            desk: DeskId("first".to_owned()),
            agency: OrganisationId("pharos".to_owned()),
            targets: vec![Target { kind: TargetKind::Address, key: locator.clone(), locator }],
            reason: "canary reason".to_owned(),
            basis: Basis::Voluntary,
            urgency: Urgency::Urgent,
            tlp: Tlp::Amber,
            file: Some("canary/26".to_owned()),
            data: None,
            device_confirmed: true,
            practice: false,
        },
        clocks: Vec::new(),
    }
}

#[test]
fn a_port_in_use_ends_the_program_in_words_before_it_speaks_anywhere() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = taken.local_addr().unwrap();
    let folder = folder_with(&configuration(&format!("[http]\nlisten = \"{at}\"\n")));
    let output = liaison(folder.path(), &["run"], &[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let expected = format!("liaison: nothing can be served on {at} ([http] listen): Address already in use");
    assert!(told.contains(&expected) && told.contains("end what listens there, or write another address"), "{told}");
    assert!(!told.contains("tried again"), "no service was asked: {told}");
}

#[test]
fn clients_that_hang_on_keep_neither_others_from_an_answer_nor_the_program_from_its_end() {
    let mut asked = Asked::begin("");
    let mut hanging: Vec<_> = (0..500).map(|_| asked.open()).collect();
    for stream in hanging.iter_mut().rev().take(20) {
        stream.write_all(b"GET /metrics HTTP/1.1\r\nx-slow: ").unwrap();
    }
    let mut huge = asked.open();
    // It is cut off on the way.
    let _cut_off = huge.write_all(&vec![b'a'; 1 << 20]);
    assert_eq!(asked.get("/healthz").0, 200);
    assert_eq!(asked.get("/metrics").0, 200);
    ends_in_time(&mut asked);
}

#[expect(clippy::disallowed_methods, reason = "how long a process takes to end is measured by the clock on the wall")]
fn ends_in_time(asked: &mut Asked) {
    let begun = Instant::now();
    asked.running.signal(Signal::TERM);
    assert_eq!(asked.running.child.wait().unwrap().code(), Some(0));
    assert!(begun.elapsed() < STOPS_WITHIN, "it took {:?}", begun.elapsed());
}

#[test]
fn the_heart_does_not_beat_while_the_bot_is_not_ready() {
    let folder = folder_with(&configuration("[heartbeat]\nfile = \"alive\"\n"));
    let running = crate::running::Running::begin(folder.path());
    running.until("the heartbeat is silent: the bot is not ready; /readyz says why");
    assert!(!folder.path().join("alive").exists());
}
