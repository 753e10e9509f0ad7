//! The heartbeat: a file or a command of this machine hears that the bot is ready, and nothing while it is not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the pages are for other files")]
mod support;

use std::path::Path;

use liaison_chat::Network;
use liaison_engine::Standing;
use liaison_http::{Beat, EVERY, Heartbeat};
use support::{Bot, ago, well};

fn touching(file: &Path) -> Heartbeat {
    Heartbeat { file: Some(file.to_owned()), ..Heartbeat::default() }
}

fn running(script: &str, given: &Path) -> Heartbeat {
    let command = ["sh", "-c", script, &given.display().to_string()].map(str::to_owned).to_vec();
    Heartbeat { file: None, command, path: std::env::var_os("PATH") }
}

#[tokio::test]
async fn a_file_is_touched_while_the_bot_is_ready_and_not_while_it_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("alive");
    let mut away = well();
    away.networks.insert(Network::Matrix, Standing::Away { since: ago(9) });
    assert_eq!(touching(&file).beat(&Bot::that_is(away).observer()).await, Beat::Silent);
    assert!(!file.exists());
    let ready = Bot::that_is(well()).observer();
    for _ in 0..2 {
        assert_eq!(touching(&file).beat(&ready).await, Beat::Told);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "2026-01-05T08:00:00Z\n");
    }
}

#[tokio::test]
async fn a_command_is_run_with_nothing_but_where_programs_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let ready = Bot::that_is(well()).observer();
    let beat = running("env | sed 's/=.*//' | sort > \"$0\"", &log).beat(&ready).await;
    assert_eq!(beat, Beat::Told);
    let names = std::fs::read_to_string(&log).unwrap();
    let known = ["PATH", "PWD", "OLDPWD", "SHLVL", "_"];
    assert!(names.lines().all(|name| known.contains(&name)) && names.contains("PATH"), "{names}");
}

#[tokio::test]
async fn what_cannot_be_told_says_what_to_mend() {
    let ready = Bot::that_is(well()).observer();
    let nowhere = Path::new("/nowhere/at/all");
    let missing = Heartbeat { command: vec![nowhere.display().to_string()], ..Heartbeat::default() };
    for (heartbeat, words) in [
        (touching(nowhere), "/nowhere/at/all: No such file or directory (os error 2); mend [heartbeat] file"),
        (running("exit 3", nowhere), "its command failed (exit status: 3)"),
        (missing, "its command cannot be run: No such file or directory (os error 2); mend [heartbeat] command"),
    ] {
        assert_eq!(heartbeat.beat(&ready).await, Beat::Failed(words.to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_command_that_never_ends_is_ended_and_a_bot_that_never_answers_is_silent() {
    let ready = Bot::that_is(well()).observer();
    match running("exec tail -f /dev/null", Path::new("x")).beat(&ready).await {
        Beat::Failed(why) => assert_eq!(why, "its command took more than 30 s and was ended"),
        beat => panic!("{beat:?}"),
    }
    assert_eq!(touching(Path::new("/nowhere")).beat(&Bot::that_hangs().observer()).await, Beat::Silent);
}

#[tokio::test(start_paused = true)]
async fn it_beats_once_a_minute() {
    let bot = Bot::that_hangs();
    let observer = bot.observer();
    let beats = Heartbeat::default().beats(&observer);
    assert!(tokio::time::timeout(EVERY * 5 - EVERY / 2, beats).await.is_err());
    assert_eq!(bot.looked(), 5);
}
