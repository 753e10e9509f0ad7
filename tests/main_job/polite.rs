//! A homeserver with Synapse's own limits: ten messages at once, then one in five seconds.
//!
//! The build server plays it in small; `LIAISON_POSTS=300` lets three hundred posts become due at once, ten of them alerts, which
//! takes a quarter of an hour.

use std::fs;
use std::time::{Duration, Instant};

use super::bot::until;
use super::desk::{Desk, PASSWORD};
use super::support::homeserver::{Federation, Homeserver, Limits};
use super::support::nio::{Nio, Post};
use super::told::posts_of;

const POSTS: usize = 20;
/// A post in five seconds, with room for a busy machine.
const A_POST: Duration = Duration::from_secs(8);
/// A warning comes when three quarters of it are over.
const DUE_AFTER: Duration = Duration::from_secs(40);
const SAID_WITHIN: Duration = Duration::from_secs(120);

#[test]
fn where_the_homeserver_limits_the_bot_alerts_go_first_and_no_limit_is_answered_too_early() {
    let posts = std::env::var("LIAISON_POSTS").ok().and_then(|count| count.parse().ok()).unwrap_or(POSTS);
    // An acknowledgement is a line and an edit of its card, an alert an edit as well; the rest are answers.
    let (acks, alerts) = (posts / 5, if posts < 100 { posts / 5 } else { 10 });
    let answers = posts - 2 * acks - 2 * alerts;
    let servers = Federation::start_with(Limits::DefaultMessages);
    let mut desk = Desk::open(&servers, "polite", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let (agency, platform) = (administrator(&servers.a), administrator(&servers.b));
    servers.b.unlimited(&platform, &dana.user_id, true);
    for user in [&desk.amal.user_id, &desk.bot.user] {
        servers.a.unlimited(&agency, user, true);
    }
    // The alerts become due while the bot is down, its cards having been posted.
    let configuration = fs::read_to_string(desk.bot.folder().join("liaison.toml")).unwrap();
    desk.bot.configure(&configuration.replace("\"4 s\"", &format!("\"{} s\"", DUE_AFTER.as_secs())));
    desk.bot.reload();
    until("the later deadline", || desk.bot.log().contains("the configuration was read again").then_some(()));
    let report = |number: usize, urgency: &str| format!("!report https://a.example/{number} incites urgency:{urgency}");
    let routine: Vec<String> = (1..=acks).map(|number| report(number, "routine")).collect();
    let urgent: Vec<String> = (acks + 1..=acks + alerts).map(|number| report(number, "urgent")).collect();
    desk.amal.say_all(&desk.room, &routine, SAID_WITHIN);
    desk.amal.say_all(&desk.room, &urgent, SAID_WITHIN);
    let reported = Instant::now();
    desk.bot.has_recorded(acks + alerts);
    for number in 1..=acks + alerts {
        desk.shows(&desk.amal, &format!("YT-{number} · "));
    }
    desk.bot.terminate();
    assert!(reported.elapsed() < DUE_AFTER, "the alerts were due before");

    servers.a.unlimited(&agency, &desk.bot.user, false);
    let before = servers.a.statuses_of_sends(&desk.bot.user).len();
    let last = desk.amal.history(&desk.room).pop().unwrap().event_id;
    let lines =
        (1..=acks).map(|number| format!("!ack YT-{number}")).chain((0..answers).map(|_| "!cases mine".to_owned()));
    let said = dana.say_all(&desk.room, &lines.collect::<Vec<_>>(), SAID_WITHIN);
    until("the deadlines", || (reported.elapsed() > DUE_AFTER).then_some(()));
    let begun = Instant::now();
    desk.bot.start();
    let patience = A_POST * u32::try_from(posts).unwrap();
    let all = |posts: &[Post]| {
        let told = posts_of(posts, &desk.bot.user);
        let answered = said[acks..].iter().all(|line| told.iter().any(|post| post.in_reply_to.as_ref() == Some(line)));
        answered && (1..=acks).all(|number| lines_on(&told, number) == 1)
    };
    while !all(&desk.amal.messages(&desk.room)) {
        assert!(begun.elapsed() < patience, "not everything has arrived");
        std::thread::park_timeout(A_POST / 8);
    }
    println!("{posts} posts due at once arrived within {} s", begun.elapsed().as_secs());

    let history = desk.amal.history(&desk.room);
    let start = history.iter().position(|post| post.event_id == last).unwrap();
    let told = posts_of(&history[start + 1..], &desk.bot.user);
    // A case that was told in a list gets its card before its alert, as long as nobody knows of the limit.
    let urgent = |post: &&Post| (acks + 1..=acks + alerts).any(|number| post.body.contains(&format!("YT-{number}")));
    let first: Vec<&Post> = told.iter().copied().take_while(urgent).collect();
    let alert_on = |number: usize| {
        let words = format!("YT-{number}: acknowledgement (platform), agreed target missed");
        first.iter().filter(|post| post.body.contains(&words)).count()
    };
    assert!((acks + 1..=acks + alerts).all(|number| alert_on(number) >= 1), "the alerts are first: {first:#?}");
    let statuses = servers.a.statuses_of_sends(&desk.bot.user).split_off(before);
    let limited = statuses.iter().filter(|status| **status == 429).count();
    println!("{} attempts, {limited} of them limited", statuses.len());
    assert!(limited > 0 && !statuses.windows(2).any(|two| two == [429, 429]), "tried before its time: {statuses:?}");
    until("the record", || (desk.bot.ledger().events.len() >= 2 * acks + alerts).then_some(()));
}

/// How many lines tell that a case was acknowledged.
fn lines_on(told: &[&Post], number: usize) -> usize {
    let words = format!("YT-{number} acknowledged by dana");
    told.iter().map(|post| post.body.lines().filter(|line| line.starts_with(&words)).count()).sum()
}

/// Somebody who administers a homeserver.
fn administrator(server: &Homeserver) -> Nio {
    server.register_admin("root", PASSWORD);
    Nio::login(server, "root", PASSWORD)
}
