//! The local command that wakes somebody: once for each thing, and once more where it may have come to nothing; with no
//! more than it needs, and never in the way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

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

/// A command that writes down what it was given, says so, and ends when it is told to: both by named pipes.
fn slow_pager(folder: &Path) -> Pager {
    let script =
        "cd \"$0\" && echo \"$LIAISON_CASE\" >> pages && echo > begun && read -r go < go && echo done >> pages";
    let command = ["sh", "-c", script, &folder.display().to_string()].map(str::to_owned).to_vec();
    Pager { command, path: std::env::var_os("PATH") }
}

/// Returns once the slow command has begun.
async fn has_begun(folder: &Path) {
    let pipe = folder.join("begun");
    tokio::task::spawn_blocking(move || std::fs::read(pipe)).await.unwrap().unwrap();
}

/// Tells the slow command to end; waits for none that is gone.
#[must_use = "the pipe keeps what was written for as long as somebody has it open"]
fn let_end(folder: &Path) -> std::fs::File {
    let mut pipe = std::fs::File::options().read(true).write(true).open(folder.join("go")).unwrap();
    pipe.write_all(b"go\n").unwrap();
    pipe
}

async fn with_slow_pager(folder: &Path) -> World {
    let mut world = with_pager(folder).await;
    for pipe in ["begun", "go"] {
        assert!(std::process::Command::new("mkfifo").arg(folder.join(pipe)).status().unwrap().success());
    }
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(slow_pager(folder))));
    // The loop reads the clock: the steps of the ladder are ahead of it.
    world.now = liaison_engine::present();
    let emergency = world.message("@amal", "/emergency account:@x threat to life");
    world.say(vec![emergency], None).await;
    world
}

#[tokio::test]
async fn what_was_begun_before_a_crash_is_run_once_more_after_what_waits_and_never_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let first = world.message("@amal", "/emergency account:@x one");
    let second = world.message("@amal", "/emergency account:@y two");
    world.say(vec![first, second], None).await;
    begin_one(&world).await;
    lives_again(&mut world, pager(folder.path())).await;
    assert_eq!((paged(&world).await, paged(&world).await), (2, 0));
    assert_eq!(pages(folder.path()), ["YT-2 emergency none", "YT-1 emergency none"]);
}

#[tokio::test]
async fn what_crashed_twice_is_not_begun_a_third_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let emergency = world.message("@amal", "/emergency account:@x one");
    world.say(vec![emergency], None).await;
    begin_one(&world).await;
    begin_one(&world).await;
    lives_again(&mut world, pager(folder.path())).await;
    assert_eq!((paged(&world).await, paged(&world).await), (1, 0));
    assert_eq!(pages(folder.path()), [""; 0]);
}

/// The program starts once more on the same file.
async fn lives_again(world: &mut World, pager: Pager) {
    world.open().await;
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(pager)));
}

/// What a crash leaves behind that comes while the command runs.
async fn begin_one(world: &World) {
    let begun = world.engine().store().next_page().await.unwrap().unwrap();
    let mut work = world.engine().store().begin().await.unwrap();
    work.begin_page(begun.seq, world.now).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn a_command_that_is_cut_off_runs_once_more_and_never_a_third_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_slow_pager(folder.path()).await;
    for life in 1..=2 {
        tokio::select! {
            _ = world.engine().page_one(world.now) => panic!("nobody told it to end"),
            () = has_begun(folder.path()) => {}
        }
        assert_eq!(pages(folder.path()), vec!["YT-1"; life]);
        lives_again(&mut world, slow_pager(folder.path())).await;
    }
    assert_eq!((paged(&world).await, paged(&world).await), (1, 0));
    assert_eq!(pages(folder.path()), ["YT-1", "YT-1"]);
}

#[tokio::test]
async fn a_stop_waits_for_the_command_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_slow_pager(folder.path()).await;
    let engine = Arc::new(world.engine.take().unwrap());
    let (told, stop) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(liaison_engine::run(engine.clone(), stop, |_ear| {}));
    has_begun(folder.path()).await;
    told.send_replace(true);
    let _open = let_end(folder.path());
    running.await.unwrap().unwrap();
    assert_eq!(pages(folder.path()), ["YT-1", "done"]);
    assert_eq!(engine.store().next_page().await.unwrap(), None);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever_and_what_it_cuts_off_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_slow_pager(folder.path()).await;
    let engine = Arc::new(world.engine.take().unwrap());
    let (told, stop) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(liaison_engine::run(engine.clone(), stop, |_ear| {}));
    has_begun(folder.path()).await;
    told.send_replace(true);
    let stopped = tokio::time::timeout(Duration::from_secs(8), running).await;
    stopped.unwrap().unwrap().unwrap();
    assert_eq!(engine.store().next_page().await.unwrap().map(|page| page.begun), Some(1));
}

#[tokio::test]
async fn a_command_that_fails_is_tried_once_more_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let mut failing = pager(folder.path());
    failing.command[2].push_str("; exit 3");
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(failing)));
    let emergency = world.message("@amal", "/emergency account:@x one");
    world.say(vec![emergency], None).await;
    assert_eq!((paged(&world).await, paged(&world).await), (2, 0));
    assert_eq!(pages(folder.path()), ["YT-1 emergency none"; 2]);
}

#[tokio::test]
async fn nobody_is_woken_for_an_exercise_whatever_the_desk_is_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let practise = |world: &World, practice| {
        let mut setting = world.engine().setting().as_ref().clone();
        setting.desks[0].practice = practice;
        world.engine().change_setting(setting);
    };
    practise(&world, true);
    let emergency = world.message("@amal", "/emergency account:@x one");
    world.say(vec![emergency], None).await;
    practise(&world, false);
    world.pass(TimeDelta::minutes(16)).await;
    world.turn(None).await;
    assert_eq!(paged(&world).await, 0);
    let emergency = world.message("@amal", "/emergency account:@y two");
    world.say(vec![emergency], None).await;
    practise(&world, true);
    world.pass(TimeDelta::minutes(16)).await;
    world.turn(None).await;
    paged(&world).await;
    assert_eq!(pages(folder.path()), ["YT-2 emergency none"; 2]);
}

#[tokio::test]
async fn a_command_that_cannot_be_run_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = with_pager(folder.path()).await;
    let nowhere = Pager { command: vec!["/nowhere/at/all".to_owned()], path: None };
    world.engine = world.engine.take().map(|engine| engine.with_pager(Some(nowhere)));
    let emergency = world.message("@amal", "/emergency account:@x one");
    world.say(vec![emergency], None).await;
    assert_eq!((paged(&world).await, paged(&world).await), (2, 0));
}
