//! What whoever operates the bot is told is what happened: each command counts once, by its name and what came of it; what
//! waits, what is parked and what is late is counted as it stands; and a store that fails takes nothing else with it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use std::sync::Arc;

use chrono::TimeDelta;
use liaison_chat::{CommandTable, Network};
use liaison_domain::{CaseKind, CaseState, ClockName, Side, Urgency};
use liaison_engine::{Attempt, Ending, PageRun, Pager, Standing, Vitals};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};
use support::world::World;

const HERE: Network = Network::Terminal;

async fn calm() -> World {
    let world = World::begin(0).await;
    world.door.behave();
    world
}

impl World {
    async fn vitals(&self) -> Vitals {
        self.engine().vitals(self.now).await
    }

    async fn says(&mut self, person: &str, text: &str) {
        let message = self.message(person, text);
        self.say(vec![message], None).await;
        self.turn(None).await;
    }
}

#[tokio::test]
async fn each_command_counts_once_by_its_name_and_what_came_of_it() {
    let mut world = calm().await;
    for (person, text) in [
        ("@amal", "/report https://a.example/1 incites"),
        ("@amal", "/report https://a.example/2 incites"),
        ("@amal", "/ack YT-1"),
        ("@chen", "/ack YT-1..3"),
        ("@chen", "/resolved YT-1 acton:removed"),
        ("@chen", "/resolvde YT-1"),
        ("@chen", "good morning"),
        ("@chen", "/case YT-9"),
        ("@chen", "/cases overdue"),
        ("@eve", "/ack YT-1"),
    ] {
        world.says(person, text).await;
    }
    let counts = world.vitals().await.counts;
    let expected = [
        ("ack", Ending::Partly, 1),
        ("ack", Ending::Refused, 2),
        ("case", Ending::Refused, 1),
        ("cases", Ending::Done, 1),
        ("report", Ending::Done, 2),
        ("resolved", Ending::Unreadable, 1),
        ("unknown", Ending::Unreadable, 1),
    ];
    let told: Vec<_> = counts.commands.iter().map(|((_, verb, ending), count)| (*verb, *ending, *count)).collect();
    assert_eq!(told, expected);
    let table = CommandTable::load().unwrap();
    let is_known = |verb: &str| verb == "unknown" || table.all().iter().any(|one| one.verb.name() == verb);
    assert!(told.iter().all(|(verb, _, _)| is_known(verb)), "a command is counted by its name in the table: {told:?}");
    assert_eq!(counts.refusals.get(&HERE), Some(&4), "one a case and one a command");
    assert_eq!(counts.heard.get(&HERE), Some(&10));
    assert_eq!(counts.last_heard.get(&HERE), Some(&world.now));
}

#[tokio::test]
async fn what_comes_twice_is_done_once() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://a.example/1 incites");
    world.say(vec![report.clone(), report.clone()], None).await;
    world.say(vec![report], None).await;
    let counts = world.vitals().await.counts;
    assert_eq!(counts.commands.into_iter().collect::<Vec<_>>(), [((HERE, "report", Ending::Done), 1)]);
    assert_eq!(counts.heard.get(&HERE), Some(&3));
}

#[tokio::test]
async fn what_the_program_fails_at_counts_as_failed() {
    let mut world = calm().await;
    world.says("@amal", "/report https://a.example/1 incites").await;
    execute(&world, "CREATE TRIGGER broken BEFORE INSERT ON cases BEGIN SELECT RAISE(ABORT, 'broken'); END").await;
    world.says("@amal", "/report https://a.example/2 incites").await;
    let counts = world.vitals().await.counts;
    assert_eq!(counts.commands.get(&(HERE, "report", Ending::Failed)), Some(&1));
    assert_eq!(counts.commands.get(&(HERE, "report", Ending::Done)), Some(&1));
    assert_eq!(counts.store_faults, 1);
}

#[tokio::test]
async fn alerts_and_what_is_late_are_counted_by_clock_and_side() {
    let mut world = calm().await;
    world.says("@amal", "/report https://a.example/1 incites urgency:urgent").await;
    let record = world.vitals().await.record.unwrap();
    let case = (CaseKind::RemovalReferral, CaseState::Sent, Urgency::Urgent);
    assert_eq!(record.cases.into_iter().collect::<Vec<_>>(), [(case, 1)]);
    assert!(record.overdue.is_empty() && record.next_deadline.unwrap() > world.now);
    world.pass(TimeDelta::minutes(31)).await;
    let record = world.vitals().await.record.unwrap();
    assert!(record.next_deadline.unwrap() < world.now, "time has not acted yet");
    world.turn(None).await;
    let vitals = world.vitals().await;
    let clock = (ClockName::Acknowledge, Side::Platform);
    assert_eq!(vitals.counts.alerts.into_iter().collect::<Vec<_>>(), [(clock, 1)]);
    assert_eq!(vitals.record.unwrap().overdue.into_iter().collect::<Vec<_>>(), [(clock, 1)]);
}

#[tokio::test]
async fn attempts_are_counted_and_what_waits_or_is_parked_is_shown() {
    let mut world = calm().await;
    world.door.shut(true);
    world.says("@amal", "/report https://a.example/1 incites").await;
    let vitals = world.vitals().await;
    assert_eq!(
        vitals.counts.attempts.into_iter().collect::<Vec<_>>(),
        [((HERE, Attempt::Refused), 2)],
        "the card, and what tells of it"
    );
    let record = vitals.record.unwrap();
    assert_eq!((record.waiting.get(&(HERE, 4)), record.oldest.get(&HERE)), (Some(&1), Some(&world.now)));
    assert_eq!(record.ready_since, None, "it is put off");
    world.pass(TimeDelta::minutes(61)).await;
    world.turn(None).await;
    let parked = world.vitals().await.record.unwrap().parked;
    let rooms: Vec<_> = parked.iter().map(|one| (one.network, one.room.as_str(), one.count)).collect();
    assert_eq!(rooms, [(HERE, "#coordination", 1), (HERE, "#shared", 1)]);

    world.door.shut(false);
    world.says("@amal", "/report https://a.example/2 incites").await;
    world.turn(None).await;
    let vitals = world.vitals().await;
    assert!(vitals.record.unwrap().parked.iter().all(|one| one.room != "#shared"), "the room is open");
    let waits = &vitals.counts.waits[&HERE];
    assert_eq!(vitals.counts.attempts[&(HERE, Attempt::Arrived)], waits.count);
    assert!(waits.within[0] < waits.count, "some had waited for an hour and a minute: {waits:?}");
    assert!(waits.seconds >= 3_660.0 && vitals.counts.last_arrived[&HERE] == world.now);
}

#[tokio::test]
async fn a_digest_counts_where_it_arrives_and_each_hour_that_was_dealt_with() {
    let mut world = calm().await;
    world.says("@amal", "/report https://a.example/1 incites").await;
    let before = world.vitals().await;
    assert!(before.counts.digests.is_empty());
    world.pass(TimeDelta::days(1)).await;
    world.turn(None).await;
    let after = world.vitals().await;
    assert_eq!(after.counts.digests.get("shared"), Some(&world.now));
    let (before, after) = (before.record.unwrap().digests, after.record.unwrap().digests);
    assert!(after["shared"] > before["shared"] && after["shared"] == world.now, "{before:?} {after:?}");
    assert_eq!(before.keys().copied().collect::<Vec<_>>(), ["coordination", "own", "shared"]);
}

#[tokio::test]
async fn runs_of_the_paging_command_are_counted_by_what_came_of_them() {
    for (script, run) in [("exit 0", PageRun::Done), ("exit 3", PageRun::Failed)] {
        let mut world = calm().await;
        let pager = Pager { command: ["sh", "-c", script].map(str::to_owned).to_vec(), path: std::env::var_os("PATH") };
        world.engine = world.engine.take().map(|engine| engine.with_pager(Some(pager)));
        world.says("@amal", "/emergency account:@x threat to life").await;
        while world.engine().page_one(world.now).await.unwrap() {}
        let runs = if run == PageRun::Done { 1 } else { 2 };
        assert_eq!(world.vitals().await.counts.pages.into_iter().collect::<Vec<_>>(), [(run, runs)]);
    }
}

#[tokio::test]
async fn a_network_stands_as_its_door_last_said_and_keeps_since_when() {
    let world = calm().await;
    let (engine, start) = (world.engine(), world.now);
    let at = |minutes| start + TimeDelta::minutes(minutes);
    let standing = || async { engine.vitals(start).await.networks[&HERE] };
    assert_eq!(standing().await, Standing::CaughtUp { since: start });
    engine.caught_up(HERE, true, at(1));
    assert_eq!(standing().await, Standing::CaughtUp { since: start });
    engine.caught_up(HERE, false, at(2));
    engine.caught_up(HERE, false, at(3));
    assert_eq!(standing().await, Standing::Away { since: at(2) });
    engine.opened(HERE, at(4));
    assert_eq!(standing().await, Standing::Reading { since: at(4) });
    engine.signed_out(HERE, at(5));
    engine.caught_up(HERE, false, at(6));
    assert_eq!(standing().await, Standing::SignedOut { since: at(5) });
}

#[tokio::test]
async fn a_store_that_fails_is_told_in_words_and_the_rest_is_shown() {
    let mut world = calm().await;
    world.says("@amal", "/report https://secret.example/1 incites").await;
    execute(&world, "ALTER TABLE outbox RENAME TO elsewhere").await;
    execute(&world, "CREATE TRIGGER shut BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'shut'); END").await;
    let vitals = world.vitals().await;
    let (record, writable) = (vitals.record.unwrap_err(), vitals.writable.unwrap_err());
    assert!(record.contains("the database refused") && writable.contains("shut"), "{record} {writable}");
    assert!(vitals.counts.store_faults == 2 && !format!("{record}{writable}").contains("secret"));
    assert_eq!(vitals.networks.len(), 1);
}

#[tokio::test]
async fn the_loop_says_when_it_last_turned() {
    let mut world = calm().await;
    let engine = Arc::new(world.engine.take().unwrap());
    assert_eq!(engine.turned_at(), world.now, "as long as it has not turned it is the start");
    let (told, stop) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(liaison_engine::run(engine.clone(), stop, |_ear| {}));
    while engine.turned_at() == world.now {
        tokio::task::yield_now().await;
    }
    told.send_replace(true);
    running.await.unwrap().unwrap();
}

/// Changes the database behind the bot's back.
async fn execute(world: &World, sql: &'static str) {
    let mut connection = SqliteConnectOptions::new().filename(world.database()).connect().await.unwrap();
    connection.execute(sql).await.unwrap();
}
