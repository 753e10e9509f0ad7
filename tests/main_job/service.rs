//! The program as a service: how it stops, and what it refuses to start with.

use std::time::Duration;

use chrono::TimeDelta;

use super::bot::Bot;
use super::desk::{Desk, configuration, federation, now};

/// How soon the program ends once it is told to.
const ENDS_WITHIN: Duration = Duration::from_secs(10);

#[test]
fn told_to_stop_the_program_ends_in_time_and_goes_on_at_the_next_start() {
    let servers = federation();
    let mut desk = Desk::open(&servers, "stopped", true);
    let reports: Vec<String> = (1..=30).map(|number| format!("!report https://a.example/{number} incites")).collect();
    desk.amal.say_all(&desk.room, &reports, ENDS_WITHIN);
    let (status, taken) = desk.bot.terminate();
    println!("ended {} ms after SIGTERM", taken.as_millis());
    assert_eq!(status.code(), Some(0), "{}", desk.bot.log());
    assert!(taken < ENDS_WITHIN, "{taken:?}");
    desk.bot.start();
    desk.bot.has_recorded(reports.len());
    desk.answers(&desk.amal, "!help");
    desk.bot.history_is_sound();
}

#[test]
fn a_second_instance_on_the_same_database_is_refused_in_words() {
    let servers = federation();
    let desk = Desk::open(&servers, "second", false);
    let second = desk.bot.run_command(&["run"]);
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(2), "{said}");
    assert!(said.contains("held by another liaison"), "{said}");
    desk.answers(&desk.amal, "!help");
}

#[test]
fn a_wrong_password_is_refused_in_words_that_hold_no_secret() {
    let servers = federation();
    let user = servers.a.register("refused_liaison", "the right password");
    let bot = Bot::new(user, "hunter2-is-wrong");
    bot.configure(&configuration(&servers, "refused", "!nowhere:localhost", now() + TimeDelta::hours(12)));
    let refused = bot.run_command(&["run"]);
    let said = [refused.stdout, refused.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(matches!(refused.status.code(), Some(1 | 2)), "{said}");
    assert!(said.contains("refuses the password of") && said.contains(&bot.user), "{said}");
    assert!(!said.contains("hunter2") && !said.contains("passphrase of the keys"), "{said}");
}
