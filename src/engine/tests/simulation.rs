//! The outbox is not believed before it survives this: a door that loses, doubles, delays and refuses, and a bot that is
//! dropped at every commit and at every edge of a send, and opened again on the same file. A failing seed is printed and
//! reproduces the people, the door and the moments of the crashes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what people take away and what is refused for itself is for the outages")]
mod support;

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;
use liaison_chat::{Destination, Document, Said};
use liaison_domain::{Case, CaseRef};
use liaison_reporting::{Counted, Figures, Sums, Window};
use liaison_store::Verdict;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sqlx::{Connection, Row};
use support::world::World;

/// As many seeds as the build server plays; `LIAISON_SEEDS` plays more, `LIAISON_SEED` a single one.
const SEEDS: u64 = 300;
const STEPS: u32 = 16;
/// The whole record is read again every so many steps.
const CHECKED_EVERY: u32 = 5;

#[tokio::test]
async fn nothing_is_lost_nothing_is_doubled_whatever_the_door_and_the_machine_do_on_even_seeds() {
    play_every_other(0).await;
}

#[tokio::test]
async fn nothing_is_lost_nothing_is_doubled_whatever_the_door_and_the_machine_do_on_odd_seeds() {
    play_every_other(1).await;
}

#[tokio::test]
async fn an_alert_that_nobody_needs_any_more_is_not_posted_late() {
    let mut world = World::begin(0).await;
    world.door.behave();
    let report = world.message("@amal", "/report https://a.example/1 incites urgency:urgent");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.door.shut(true);
    world.pass(TimeDelta::minutes(31)).await;
    world.turn(None).await;
    let answer = world.message("@chen", "/resolved YT-1 action:removed");
    world.say(vec![answer], None).await;
    world.door.shut(false);
    world.pass(TimeDelta::minutes(10)).await;
    world.turn(None).await;
    let shown: Vec<String> = world.door.shown().iter().map(Document::plain).collect();
    assert!(shown.iter().any(|text| text.starts_with("YT-1 resolved by chen")), "{shown:#?}");
    assert!(!shown.iter().any(|text| text.contains('@')), "{shown:#?}");
}

#[tokio::test]
async fn what_a_room_refused_says_what_is_true_when_it_opens() {
    let mut world = World::begin(0).await;
    world.door.behave();
    world.door.shut(true);
    let report = world.message("@amal", "/report https://a.example/1 incites urgency:urgent");
    world.say(vec![report], None).await;
    world.turn(None).await;
    let answer = world.message("@chen", "/resolved YT-1 action:removed");
    world.say(vec![answer], None).await;
    world.turn(None).await;
    world.door.shut(false);
    world.pass(TimeDelta::minutes(11)).await;
    world.turn(None).await;
    let paper = world.door.paper.lock().unwrap();
    let edits: Vec<Vec<String>> =
        paper.posts.iter().map(|post| post.edits.iter().map(Document::plain).collect()).collect();
    let cards: Vec<_> = edits.iter().filter(|edits| edits[0].contains("removal referral")).collect();
    assert!(matches!(cards.as_slice(), [card] if card.len() == 1 && card[0].contains("answered")), "{edits:#?}");
}

#[tokio::test]
async fn what_is_edited_is_answered_and_changes_nothing() {
    let mut world = World::begin(0).await;
    world.door.behave();
    let mut mistyped = world.message("@amal", "/reprot https://a.example/1 incites");
    world.say(vec![mistyped.clone()], None).await;
    world.turn(None).await;
    let edit = |text: &str| Said::Edited { what: "e1".to_owned(), text: text.to_owned() };
    mistyped.event = "e2".to_owned();
    mistyped.said = edit("/report https://a.example/1 incites");
    let mut chatter = mistyped.clone();
    chatter.event = "e3".to_owned();
    chatter.said = edit("never mind");
    world.say(vec![mistyped, chatter], None).await;
    world.turn(None).await;
    let shown: Vec<String> = world.door.shown().iter().map(Document::plain).collect();
    let told = shown.iter().filter(|text| text.starts_with("An edited message is not read")).count();
    assert_eq!((told, shown.len()), (1, 2), "{shown:#?}");
}

/// Half of the seeds, so that two processors share them.
async fn play_every_other(first: u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("LIAISON_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("LIAISON_SEEDS").unwrap_or(SEEDS),
    };
    let mut crashes = 0;
    for seed in seeds.filter(|seed| seed % 2 == first) {
        println!("seed {seed}");
        crashes += play(seed).await;
    }
    println!("{crashes} crashes survived");
}

async fn play(seed: u64) -> u64 {
    let mut world = World::begin(seed).await;
    watch(&world).await;
    let mut chance = StdRng::seed_from_u64(!seed);
    let mut addresses = Vec::new();
    for step in 0..STEPS {
        let mut heard = Vec::new();
        for _ in 0..chance.random_range(0..3) {
            let (person, text) = line(&mut chance, seed, step, &mut addresses, world.said_cases().await);
            heard.push(world.message(&person, &text));
        }
        if chance.random_ratio(1, 3) {
            // The network hands the same things over twice.
            heard.extend(heard.clone());
        }
        let cut = chance.random_ratio(1, 4).then(|| chance.random_range(0..60));
        world.say(heard, cut).await;
        if chance.random_ratio(1, 6) {
            world.door.forget_names();
            world.pass(TimeDelta::minutes(20)).await;
        }
        if chance.random_ratio(1, 8) {
            world.door.shut(chance.random());
        }
        let span = [0, 1, 10, 45, 300, 1_500][chance.random_range(0..6)];
        world.pass(TimeDelta::minutes(span)).await;
        let cut = chance.random_ratio(1, 4).then(|| chance.random_range(0..200));
        world.turn(cut).await;
        if step % CHECKED_EVERY == 0 {
            assert_sound(&world, seed).await;
        }
    }
    world.heal().await;
    assert_sound(&world, seed).await;
    assert_delivered(&world, seed, &addresses).await;
    world.crashes
}

fn line(chance: &mut StdRng, seed: u64, step: u32, addresses: &mut Vec<String>, cases: u32) -> (String, String) {
    let case = chance.random_range(1..=cases.max(1));
    let agency = ["@amal", "@binta"][chance.random_range(0..2)].to_owned();
    let platform = ["@chen", "@dana"][chance.random_range(0..2)].to_owned();
    match chance.random_range(0..13) {
        0..=2 => {
            let address = format!("https://a.example/{seed}/{step}/{}", addresses.len());
            let both: Vec<String> = (0..chance.random_range(1..=2)).map(|place| format!("{address}/{place}")).collect();
            addresses.extend(both.iter().cloned());
            let urgency = ["routine", "urgent", "emergency"][chance.random_range(0..3)];
            (agency, format!("/report {} incites urgency:{urgency}", both.join(" ")))
        }
        3 | 4 => (platform, format!("/ack YT-{case}")),
        5 => (platform, format!("/ask YT-{case} which one?")),
        6 => (agency, format!("/info YT-{case} the second")),
        7 => (platform, format!("/resolved YT-{case} action:removed")),
        12 => {
            let place = chance.random_range(1..=2);
            let what = ["/resolved action:removed", "/refuse ground:not_found"][chance.random_range(0..2)];
            (platform, format!("{what} case:YT-{case} target:{place}"))
        }
        8 => (platform, format!("/refuse YT-{case} ground:no_violation")),
        9 => (agency, format!("/still-up YT-{case}")),
        10 => (platform, format!("/refuse YT-{case} ground:unable until:+3h")),
        _ => (agency, format!("/withdraw YT-{case} reason:wrong_desk")),
    }
}

impl World {
    async fn said_cases(&self) -> u32 {
        let mut database = reading(self).await;
        let row = sqlx::query("SELECT count(*) AS cases FROM cases").fetch_one(&mut database).await.unwrap();
        u32::try_from(row.get::<i64, _>("cases")).unwrap()
    }
}

/// Rows leave the outbox when they arrived: an onlooker in the database writes down which did, under which name.
async fn watch(world: &World) {
    let url = format!("sqlite://{}", world.database().display());
    let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let onlooker = "CREATE TABLE watched (id INTEGER, room TEXT, case_ref TEXT, key TEXT, kind TEXT);
        CREATE TRIGGER watch AFTER DELETE ON outbox BEGIN
            INSERT INTO watched VALUES (old.id, old.room, old.case_ref, old.key, old.kind);
        END;
        CREATE TABLE given_up (id INTEGER);
        CREATE TRIGGER give_up AFTER UPDATE OF state ON outbox WHEN new.state = 'parked' BEGIN
            INSERT INTO given_up VALUES (new.id);
        END;";
    sqlx::raw_sql(onlooker).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

/// The database as an outsider reads it.
async fn reading(world: &World) -> sqlx::SqliteConnection {
    let url = format!("sqlite://{}?mode=ro", world.database().display());
    sqlx::SqliteConnection::connect(&url).await.unwrap()
}

/// After every step: the chain is whole, each case is what its events make of it, and nothing was posted twice.
async fn assert_sound(world: &World, seed: u64) {
    let store = world.engine().store();
    let verdict = store.verify().await.unwrap();
    assert!(matches!(verdict, Verdict::Sound { .. }), "seed {seed}: {verdict:?}");
    let mut histories: BTreeMap<CaseRef, Vec<liaison_domain::Event>> = BTreeMap::new();
    let last = store.head().await.unwrap().map_or(0, |head| head.seq);
    for seq in 1..=last {
        let event = store.event(seq).await.unwrap().unwrap();
        histories.entry(event.case.clone().unwrap()).or_default().push(event);
    }
    let mut folded = Vec::new();
    for (reference, events) in histories {
        let stored = store.case(&reference).await.unwrap();
        let case = Case::folded(&events);
        assert_eq!(case, stored, "seed {seed}: {reference} is not what its events make of it");
        folded.extend(case);
    }
    assert_counted(world, seed, &folded).await;
    let doubled: Vec<_> = world
        .door
        .paper
        .lock()
        .unwrap()
        .effects
        .iter()
        .filter(|(_, times)| **times > 1)
        .map(|(key, _)| key.clone())
        .collect();
    assert!(doubled.is_empty(), "seed {seed}: posted twice: {doubled:?}");
}

/// The figures that are kept are those of a recount: of all days, and of the first one alone.
async fn assert_counted(world: &World, seed: u64, folded: &[Case]) {
    let desk = &liaison_terminal::desk().desks[0].id;
    let from = "2026-01-05T00:00:00Z".parse().unwrap();
    for days in [1, 365] {
        let window = Window { from, until: from + TimeDelta::days(days), now: world.now };
        let groups = world.engine().store().figures(desk, &window).await.unwrap();
        let kept = groups.into_iter().map(|group| group.sums).fold(Sums::default(), Sums::and);
        let mut counted = Sums::default();
        folded.iter().for_each(|case| counted.add(&Counted::of(case), &window));
        let (kept, counted) = (Figures::of(kept), Figures::of(counted));
        assert_eq!(kept, counted, "seed {seed}: the figures of {days} days are not those of the events");
    }
}

/// In the end: every address that was reported is in one case, every row of the outbox arrived, and each room saw what
/// concerns a case in the order in which it was queued, but for what had been parked and came after the next start, and for
/// alerts, which go before their case's card where the network takes little.
async fn assert_delivered(world: &World, seed: u64, addresses: &[String]) {
    let mut database = reading(world).await;
    for address in addresses {
        let row = sqlx::query("SELECT count(*) AS held FROM targets WHERE key = $1")
            .bind(address)
            .fetch_one(&mut database)
            .await
            .unwrap();
        assert_eq!(row.get::<i64, _>("held"), 1, "seed {seed}: {address} is in no case, or in two");
    }
    let left = sqlx::query("SELECT count(*) AS left FROM outbox").fetch_one(&mut database).await.unwrap();
    assert_eq!(left.get::<i64, _>("left"), 0, "seed {seed}: something never arrived");
    let rows = sqlx::query("SELECT id, room, case_ref, key, kind FROM watched WHERE id NOT IN given_up ORDER BY id")
        .fetch_all(&mut database)
        .await
        .unwrap();
    let order = world.door.paper.lock().unwrap().order.clone();
    let sent: HashMap<&str, usize> = order.iter().enumerate().map(|(at, (_, key))| (key.0.as_str(), at)).collect();
    let mut last_sent: HashMap<(String, String, bool), usize> = HashMap::new();
    for row in &rows {
        let id: i64 = row.get("id");
        let key: Option<String> = row.get("key");
        let case: Option<String> = row.get("case_ref");
        let (Some(key), Some(case)) = (key, case) else { continue };
        let at = *sent.get(key.as_str()).unwrap_or_else(|| panic!("seed {seed}: row {id} was never sent"));
        let (room, kind): (String, String) = (row.get("room"), row.get("kind"));
        let [cards, others] = [true, false].map(|is_card| (room.clone(), case.clone(), is_card));
        let waits_for = [Some(&others), Some(&cards).filter(|_| kind != "alert")];
        let in_order = waits_for.into_iter().flatten().all(|of| last_sent.get(of).is_none_or(|before| *before < at));
        assert!(in_order, "seed {seed}: {case} is told out of order at row {id}");
        let of = if kind == "card" { cards } else { others };
        last_sent.entry(of).and_modify(|last| *last = at.max(*last)).or_insert(at);
    }
    let addressed = order.iter().filter(|(to, _)| matches!(to, Destination::Room(_))).count();
    assert!(addressed > 0 || addresses.is_empty(), "seed {seed}: nothing was told to anyone");
    assert_cards_are_true(world, seed).await;
}

/// No card shows a state that the store does not hold: in the end each says where its case stands.
async fn assert_cards_are_true(world: &World, seed: u64) {
    let shown: Vec<String> = world.door.shown().iter().map(Document::plain).collect();
    let mut database = reading(world).await;
    let cards =
        sqlx::query("SELECT DISTINCT case_ref FROM posts WHERE kind = 'card'").fetch_all(&mut database).await.unwrap();
    for card in cards {
        let reference: CaseRef = card.get::<String, _>("case_ref").parse().unwrap();
        let case = world.engine().store().case(&reference).await.unwrap().unwrap();
        let state = case.state.name();
        let says = |text: &&String| {
            text.starts_with(&format!("{reference} · ")) && text.lines().next().is_some_and(|line| line.contains(state))
        };
        assert!(
            shown.iter().any(|text| says(&text)),
            "seed {seed}: no card says that {reference} is {state}: {shown:#?}"
        );
    }
}
