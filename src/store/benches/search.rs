//! Search in a hundred thousand cases of two desks. Prints, for each kind of question, the median and the 99th percentile of
//! the time from the question to the first page with its count: the bar is 10 ms at the 99th percentile. Before each question
//! one case is read by its reference: that is the baseline. It is printed with its own percentiles, and where its median
//! moved more than threefold between the rounds, or its slowest hundredth is far off, there is no verdict.
//! `cargo bench -p liaison-store --bench search`

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Basis, By, Case, CaseKind, CaseRef, CaseState, DeskId, Event, EventBody, MemberId, OrganisationId, SearchWord,
    Target, TargetKind, Tlp, Urgency, Wanted,
};
use liaison_store::{Lock, Sought, Store};

const CASES: u32 = 100_000;
/// So many are written together.
const BATCH: u32 = 1_000;
/// Each question so often in a round, among the others …
const TURNS: usize = 60;
/// … in so many rounds.
const ROUNDS: usize = 5;
/// Issue 4, bar 6: a search in so many cases, at the 99th percentile.
const BAR: Duration = Duration::from_millis(10);
/// Where the slowest hundredth of the baseline takes so many times its median, others were at work on the machine.
const BUSY: u32 = 10;
/// What a list shows at once.
const PAGE: usize = 20;

/// Words that reports are made of: the first stands in each, each further one in half as many.
const WORDS: [&str; 16] = [
    "content",
    "attack",
    "calls",
    "violence",
    "school",
    "telegram",
    "channel",
    "minister",
    "église",
    "threatens",
    "children",
    "manifesto",
    "reposted",
    "weapons",
    "synagogue",
    "arson",
];

fn begin() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_600_000, 0).unwrap()
}

fn desk(number: u32) -> DeskId {
    DeskId(if number.is_multiple_of(10) { "small" } else { "large" }.to_owned())
}

fn case(number: u32) -> Case {
    let words = WORDS.iter().enumerate().filter(|(place, _)| number.is_multiple_of(1 << place)).map(|(_, word)| *word);
    let reason = format!("{} number n{number}", words.collect::<Vec<_>>().join(" "));
    let locator = format!("https://video{}.example/watch?v=x{number:06}", number % 50);
    let target = Target { kind: TargetKind::Address, key: locator.clone(), locator };
    let event = Event {
        case: Some(CaseRef { prefix: if number.is_multiple_of(10) { "SM" } else { "LA" }.to_owned(), number }),
        at: begin() + TimeDelta::minutes(i64::from(number)),
        recorded_at: begin() + TimeDelta::minutes(i64::from(number)),
        by: By::Member(MemberId(format!("officer{}", number % 40))),
        body: EventBody::Reported {
            kind: CaseKind::RemovalReferral,
            desk: desk(number),
            agency: OrganisationId("pharos".to_owned()),
            targets: vec![target],
            reason,
            basis: Basis::Voluntary,
            urgency: if number.is_multiple_of(7) { Urgency::Urgent } else { Urgency::Routine },
            tlp: if number.is_multiple_of(5) { Tlp::Green } else { Tlp::Amber },
            file: Some(format!("{number}/26")),
            device_confirmed: true,
            practice: false,
            data: None,
        },
        clocks: Vec::new(),
    };
    // One in a hundred is still open.
    let state = if number.is_multiple_of(100) { CaseState::Acknowledged } else { CaseState::Closed };
    Case { state, ..Case::opened(&event).unwrap() }
}

async fn fill(store: &Store) {
    for batch in 0..CASES / BATCH {
        let mut work = store.begin().await.unwrap();
        for number in batch * BATCH + 1..=(batch + 1) * BATCH {
            work.save(&case(number), None).await.unwrap();
        }
        work.commit().await.unwrap();
    }
}

/// A kind of question by its name, and what is asked at each turn.
type Kind = (&'static str, Box<dyn Fn(usize) -> Sought>);

/// Every kind, each time another question.
fn questions() -> Vec<Kind> {
    let words = |words: &[String]| words.iter().map(|text| SearchWord { text: text.clone(), whole: false }).collect();
    let ask = move |desk: &str, texts: &[String], wanted: Wanted| Sought {
        desks: vec![DeskId(desk.to_owned())],
        wanted,
        words: words(texts),
        ceiling: Tlp::AmberStrict,
        sees_data: true,
    };
    let of = |round: usize, list: &[&'static str]| list.get(round % list.len()).copied().unwrap_or_default().to_owned();
    let number = |round: usize| (round * 487 + 11) % 99_990 + 1;
    let open = || Wanted {
        states: CaseState::ALL.iter().copied().filter(|state| state.is_open()).collect(),
        ..Wanted::default()
    };
    vec![
        (
            "a common word",
            Box::new(move |round| ask("large", &[of(round, &["content", "attack", "calls"])], Wanted::default())),
        ),
        (
            "a rare word",
            Box::new(move |round| ask("large", &[of(round, &["arson", "synagogue", "weapons"])], Wanted::default())),
        ),
        (
            "a common word's beginning",
            Box::new(move |round| ask("large", &[of(round, &["conten", "atta", "vio", "num"])], Wanted::default())),
        ),
        (
            "a beginning that many words have",
            Box::new(move |round| ask("large", &[of(round, &["video", "x00", "n1x", "num"])], Wanted::default())),
        ),
        (
            "two words",
            Box::new(move |round| {
                ask(
                    "large",
                    &[of(round, &["content", "attack"]), of(round, &["arson", "eglise", "telegr"])],
                    Wanted::default(),
                )
            }),
        ),
        ("a word in the small desk", Box::new(move |round| ask("small", &[of(round, &WORDS)], Wanted::default()))),
        (
            "a case's reference",
            Box::new(move |round| ask("large", &[format!("LA-{}", number(round))], Wanted::default())),
        ),
        (
            "an address",
            Box::new(move |round| {
                ask(
                    "large",
                    &[format!("video{}.example/watch?v=x{:06}", number(round) % 50, number(round))],
                    Wanted::default(),
                )
            }),
        ),
        ("a file number", Box::new(move |round| ask("large", &[format!("{}/26", number(round))], Wanted::default()))),
        (
            "a word among one's own, urgent",
            Box::new(move |round| {
                let owner = Some(MemberId(format!("officer{}", round % 40)));
                ask(
                    "large",
                    &[of(round, &WORDS)],
                    Wanted { owner, urgencies: vec![Urgency::Urgent], ..Wanted::default() },
                )
            }),
        ),
        ("a word among what is open", Box::new(move |round| ask("large", &[of(round, &WORDS)], open()))),
        (
            "a word under a low ceiling",
            Box::new(move |round| Sought {
                ceiling: Tlp::Green,
                ..ask("large", &[of(round, &WORDS)], Wanted::default())
            }),
        ),
        (
            "a word under a ceiling below all",
            Box::new(move |round| Sought {
                ceiling: Tlp::Clear,
                ..ask("large", &[of(round, &WORDS)], Wanted::default())
            }),
        ),
        ("nothing", Box::new(move |round| ask("large", &[format!("zz{round}")], Wanted::default()))),
        ("what is open, no word", Box::new(move |_| ask("large", &[], open()))),
        ("everything, no word", Box::new(move |_| ask("large", &[], Wanted::default()))),
    ]
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("liaison.db").display());
    let store = Store::open(&url, Lock::Instance, begin()).await.unwrap();
    let ((), filled) = timed(fill(&store)).await;
    println!(
        "{CASES} cases written in {:.1} s, {:.3} ms each",
        filled.as_secs_f64(),
        filled.as_secs_f64() * 1e3 / f64::from(CASES)
    );
    let questions = questions();
    let mut asked: Vec<Vec<Duration>> = vec![Vec::new(); questions.len()];
    let mut all = Vec::new();
    let mut baselines = Vec::new();
    for round in 0..ROUNDS {
        let mut baseline = Vec::new();
        for turn in 0..TURNS {
            let number = round * TURNS + turn;
            for place in 0..questions.len() {
                let place = (place + number) % questions.len();
                let reference = case(u32::try_from(number * 31 + place).unwrap() % CASES + 1).reference;
                let (read, took) = timed(store.case(&reference)).await;
                assert!(read.unwrap().is_some());
                baseline.push(took);
                let (_, sought) = questions.get(place).unwrap();
                let (listed, took) = timed(store.list(&sought(number), 0, PAGE)).await;
                listed.unwrap();
                asked.get_mut(place).unwrap().push(took);
                all.push(took);
            }
        }
        baselines.push(baseline);
    }
    let medians: Vec<Duration> = baselines.iter_mut().map(|round| percentile(round, 50)).collect();
    let (least, most) = (medians.iter().min().unwrap(), medians.iter().max().unwrap());
    let mut baseline: Vec<Duration> = baselines.into_iter().flatten().collect();
    print("baseline: one case by its reference", &mut baseline);
    for ((name, _), times) in questions.iter().zip(&mut asked) {
        print(name, times);
    }
    print("all together", &mut all);
    let slowest = percentile(&mut baseline, 99);
    let verdict = if *most > *least * 3 || slowest > percentile(&mut baseline, 50) * BUSY {
        "none: the machine was busy, the baseline moved as well"
    } else if asked.iter_mut().all(|times| percentile(times, 99) <= BAR) {
        "within the bar"
    } else {
        "over the bar"
    };
    println!("verdict: {verdict} ({:.1}-fold)", most.as_secs_f64() / least.as_secs_f64());
}

async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    #[expect(clippy::disallowed_methods, reason = "a measurement reads a stopwatch")]
    let begun = Instant::now();
    let done = work.await;
    (done, begun.elapsed())
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied().unwrap_or_default()
}

fn print(name: &str, times: &mut [Duration]) {
    let [median, high] = [50, 99].map(|percent| percentile(times, percent).as_secs_f64() * 1e3);
    println!("{name:<36} p50 {median:>7.3} ms   p99 {high:>7.3} ms");
}
