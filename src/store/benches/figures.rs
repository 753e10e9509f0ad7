//! The figures of a hundred thousand cases: that they are those of a recount of every event, and how long a page of them
//! takes beside a raw scan of the cases. Each round takes both, one after the other; the median of the rounds' ratios is
//! the result. `cargo bench -p liaison-store --bench figures`

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::future::Future;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Action, Basis, By, Case, CaseKind, CaseRef, Clock, ClockChange, ClockKind, ClockName, ClockStatus, DeskId, Event,
    EventBody, Measure, MemberId, OrganisationId, RefusalGround, Side, Span, Target, TargetKind, Tlp, Urgency,
};
use liaison_reporting::{Counted, Figures, Sums, Window};
use liaison_store::{Lock, Store};

const CASES: u32 = 100_000;
/// As many cases share one commit while the record is made.
const BATCH: usize = 1_000;
const ROUNDS: usize = 7;
/// A run whose raw scan moved further than this says nothing.
const STEADY: f64 = 3.0;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let start: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
    let url = format!("sqlite://{}", folder.path().join("liaison.db").display());
    let store = Store::open(&url, Lock::Instance, start).await.unwrap();
    let ((), took) = timed(record(&store, start)).await;
    println!("{CASES} cases recorded in {:.1} s", took.as_secs_f64());

    let now = start + TimeDelta::days(1_000);
    let always = Window { from: start, until: now, now };
    let month = Window { from: now - TimeDelta::days(60), until: now - TimeDelta::days(30), now };
    for (name, window) in [("all time", always), ("thirty days", month)] {
        let (recounted, took) = timed(recount(&store, &window)).await;
        assert_eq!(kept(&store, &window).await, recounted, "{name}: the kept figures are not those of the events");
        println!("{name}: equal to a recount of every event, which took {:.1} s", took.as_secs_f64());
        compare(&store, name, &window).await;
    }
}

/// Page and raw scan by turns, and the median of their ratios.
async fn compare(store: &Store, name: &str, window: &Window) {
    let (mut pages, mut scans, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Who goes first alternates.
        let (page, scan) = if round % 2 == 0 {
            let page = timed(kept(store, window)).await;
            (page, timed(scan(store, window)).await)
        } else {
            let scan = timed(scan(store, window)).await;
            (timed(kept(store, window)).await, scan)
        };
        assert_eq!(page.0, scan.0);
        pages.push(page.1.as_secs_f64() * 1e3);
        scans.push(scan.1.as_secs_f64() * 1e3);
        ratios.push(page.1.as_secs_f64() / scan.1.as_secs_f64());
    }
    for list in [&mut pages, &mut scans, &mut ratios] {
        list.sort_by(f64::total_cmp);
    }
    let (least, middle, most) = (0, ROUNDS / 2, ROUNDS - 1);
    println!("{name}: a page {:.1} ms, a raw scan of the cases {:.0} ms (medians)", pages[middle], scans[middle]);
    println!("{name}: ratio {:.4} ({:.4} to {:.4})", ratios[middle], ratios[least], ratios[most]);
    if scans[most] > scans[least] * STEADY {
        println!("{name}: the raw scan moved more than threefold: no verdict");
    }
}

async fn kept(store: &Store, window: &Window) -> Figures {
    let groups = store.figures(&desk(), window).await.unwrap();
    Figures::of(groups.into_iter().map(|group| group.sums).fold(Sums::default(), Sums::and))
}

/// Every case as it stands, read whole.
async fn scan(store: &Store, window: &Window) -> Figures {
    let mut sums = Sums::default();
    let mut history = store.history(Some(&desk())).await.unwrap();
    loop {
        let page = history.cases().await.unwrap();
        if page.is_empty() {
            return Figures::of(sums);
        }
        page.iter().for_each(|case| sums.add(&Counted::of(case), window));
    }
}

/// Every event, folded again from the first on.
async fn recount(store: &Store, window: &Window) -> Figures {
    let mut sums = Sums::default();
    for number in 1..=CASES {
        let events = store.events_of(&reference(number)).await.unwrap().unwrap();
        sums.add(&Counted::of(&Case::folded(&events).unwrap()), window);
    }
    Figures::of(sums)
}

async fn record(store: &Store, start: DateTime<Utc>) {
    let numbers: Vec<u32> = (1..=CASES).collect();
    for batch in numbers.chunks(BATCH) {
        let mut work = store.begin().await.unwrap();
        for number in batch {
            let events = life(*number, start);
            for event in &events {
                work.record(event, [7; 16]).await.unwrap();
            }
            work.save(&Case::folded(&events).unwrap(), None).await.unwrap();
        }
        work.commit().await.unwrap();
    }
}

/// A case's life: opened somewhere in a thousand days by one of two agencies, acknowledged, one in five asked about, half
/// answered with a measure, a quarter refused, one in ten back again.
fn life(number: u32, start: DateTime<Utc>) -> Vec<Event> {
    let lot = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let draw = |shift: u32, of: u64| i64::try_from((lot >> shift) % of).unwrap_or_default();
    let opened = start + TimeDelta::minutes(draw(3, 1_000 * 1_440));
    let at = |minutes: i64| opened + TimeDelta::minutes(minutes);
    let mut events = vec![(0, reported(number, draw(13, 3), draw(17, 2)), vec![started(at(0), at(1_440))])];
    let text = String::new;
    let acknowledged = draw(19, 600);
    if draw(23, 10) > 0 {
        events.push((acknowledged, EventBody::Acknowledged { file: None, confirmed: true }, Vec::new()));
    }
    if draw(29, 5) == 0 {
        events.push((acknowledged + 1, EventBody::Asked { text: text(), confirmed: true }, Vec::new()));
        events.push((acknowledged + 1 + draw(31, 300), EventBody::Informed { text: text() }, Vec::new()));
    }
    let answered = acknowledged + 300 + draw(37, 2_000);
    let met = || vec![ClockChange::Met(ClockName::Effect)];
    match draw(41, 4) {
        0 | 1 => {
            let (action, effective_at) = (Action::Removed, at(answered - draw(43, 60)));
            let body = EventBody::Resolved {
                action: Some(action),
                ground: None,
                effective_at,
                partly: false,
                file: None,
                text: text(),
                altogether: None,
            };
            events.push((answered, body, met()));
        }
        2 => {
            let ground = if draw(47, 2) == 0 { RefusalGround::NoViolation } else { RefusalGround::Jurisdiction };
            events.push((answered, EventBody::Refused { ground, text: text(), altogether: None }, met()));
        }
        _ => {}
    }
    if draw(53, 10) == 0 && draw(41, 4) < 3 {
        let (body, again) = (EventBody::Reopened { text: text(), after: None }, answered + 60);
        events.push((again, body, vec![started(at(again), at(again + 1_440))]));
    }
    let event = |(minutes, body, clocks)| Event {
        case: Some(reference(number)),
        at: at(minutes),
        recorded_at: at(minutes),
        by: By::Member(MemberId("amal".to_owned())),
        body,
        clocks,
    };
    events.into_iter().map(event).collect()
}

fn reported(number: u32, urgency: i64, agency: i64) -> EventBody {
    let address = format!("https://a.example/{number}");
    EventBody::Reported {
        kind: CaseKind::RemovalReferral,
        desk: desk(),
        agency: OrganisationId(if agency == 0 { "pharos" } else { "ncmec" }.to_owned()),
        targets: vec![Target { kind: TargetKind::Address, locator: address.clone(), key: address }],
        reason: "incites to attack".to_owned(),
        basis: Basis::Voluntary,
        urgency: [Urgency::Routine, Urgency::Urgent, Urgency::Emergency][usize::try_from(urgency).unwrap_or_default()],
        tlp: Tlp::Amber,
        file: None,
        device_confirmed: true,
        practice: false,
        data: None,
    }
}

fn started(started_at: DateTime<Utc>, due: DateTime<Utc>) -> ClockChange {
    ClockChange::Started(Clock {
        name: ClockName::Effect,
        owner: Side::Platform,
        kind: ClockKind::Agreed,
        span: Span { measure: Measure::Absolute, amount: due - started_at },
        started_at,
        status: ClockStatus::Running { due },
        next: None,
        missed_at: None,
        snoozed_until: None,
    })
}

fn reference(number: u32) -> CaseRef {
    CaseRef { prefix: "YT".to_owned(), number }
}

fn desk() -> DeskId {
    DeskId("youtube".to_owned())
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "a measurement reads a stopwatch")]
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed())
}
