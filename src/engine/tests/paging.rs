//! The local command that wakes somebody: once for each thing, with no more than it needs, and never in the way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use std::path::Path;

use chrono::TimeDelta;
use liaison_engine::Pager;
use support::world::World;

/// A command that writes down what it was given.
fn pager(folder: &Path) -> Pager {
    let script = "echo \"$LIAISON_CASE $LIAISON_URGENCY ${LIAISON_DISCORD_TOKEN-none}\" >> \"$0\"";
    let log = folder.join("pages").display().to_string();
    let command = ["sh", "-c", script, &log].map(str::to_owned).to_vec();
    Pager { command, path: std::env::var_os("PATH") }
}

fn pages(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("pages")).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

async fn paged(world: &World) -> usize {
    let mut count = 0;
    while world.engine().page_one(world.now).await.unwrap() {
        count += 1;
    }
    count
}

async fn with_pager(folder: &Path) -> World {
    let mut world = World::begin(1).await;
    world.door.behave();
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(pager(folder))));
    world
}

#[tokio::test]
async fn an_emergency_and_each_step_of_its_ladder_wake_somebody_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let routine = world.message("@amal", "/report https://a.example/1 routine");
    let emergency = world.message("@amal", "/emergency account:@x threat to life");
    world.say(vec![routine, emergency], None).await;
    assert_eq!((paged(&world).await, paged(&world).await), (1, 0));
    assert_eq!(pages(folder.path()), ["YT-2 emergency none"]);
    world.pass(TimeDelta::minutes(16)).await;
    world.turn(None).await;
    assert_eq!(paged(&world).await, 1, "the clock was missed");
    let ack = world.message("@chen", "/ack YT-2");
    world.say(vec![ack], None).await;
    world.pass(TimeDelta::minutes(20)).await;
    world.turn(None).await;
    assert_eq!(paged(&world).await, 0, "somebody acted");
    assert_eq!(pages(folder.path()).len(), 2);
}

#[tokio::test]
async fn what_was_begun_before_a_crash_is_not_run_again_and_what_waits_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let first = world.message("@amal", "/emergency account:@x one");
    let second = world.message("@amal", "/emergency account:@y two");
    world.say(vec![first, second], None).await;
    let begun = world.engine().store().next_page().await.unwrap().unwrap();
    let mut work = world.engine().store().begin().await.unwrap();
    work.begin_page(begun.seq, world.now).await.unwrap();
    work.commit().await.unwrap();
    world.open().await;
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(pager(folder.path()))));
    assert_eq!(paged(&world).await, 2);
    assert_eq!(pages(folder.path()), ["YT-2 emergency none"]);
}

#[tokio::test]
async fn a_command_that_cannot_be_run_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let nowhere = Pager { command: vec!["/nowhere/at/all".to_owned()], path: None };
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(nowhere)));
    let emergency = world.message("@amal", "/emergency account:@x one");
    world.say(vec![emergency], None).await;
    assert_eq!((paged(&world).await, paged(&world).await), (1, 0));
}
