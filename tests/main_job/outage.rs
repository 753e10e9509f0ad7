//! Each homeserver is away for a while, while people go on speaking at the other one: nothing is lost, nothing doubled, and
//! each case is told in order, in either direction of the federation.
//!
//! The build server plays it in small, between servers that try each other again every second. `LIAISON_OUTAGE=500` plays it
//! with as many commands, `LIAISON_BACKOFF=default` with Synapse's own pauses between servers, which takes a quarter of an hour.

use std::time::{Duration, Instant};

use super::bot::until;
use super::desk::Desk;
use super::support::homeserver::{Federation, Limits};
use super::support::nio::{Nio, Post};
use super::told::{each_is_told_once, posts_of, told_as_new};

const COMMANDS: usize = 60;
const SAID_WITHIN: Duration = Duration::from_secs(300);
/// How long the servers may take to tell each other everything, by Synapse's own pauses.
const TOLD_WITHIN: Duration = Duration::from_secs(1_800);

fn reports(from: usize, count: usize) -> Vec<String> {
    (from..from + count).map(|number| format!("!report https://a.example/outage/{number} number {number}")).collect()
}

#[test]
fn each_homeserver_goes_and_comes_back_and_every_command_is_told_once_on_both_sides() {
    let commands = std::env::var("LIAISON_OUTAGE").ok().and_then(|count| count.parse().ok()).unwrap_or(COMMANDS);
    let patient = std::env::var("LIAISON_BACKOFF").is_ok_and(|backoff| backoff == "default");
    let mut servers = Federation::start_with(if patient { Limits::PatientFederation } else { Limits::None });
    let desk = Desk::open(&servers, "outage", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let cleo = desk.enters(&servers, &servers.b, "cleo", true);
    for person in [&desk.amal, &dana, &cleo] {
        desk.answers(person, "!help");
    }
    let part = commands / 4;
    let begun = Instant::now();
    desk.amal.say_all(&desk.room, &reports(1, part), SAID_WITHIN);
    // The bot's own server is away.
    servers.a.stop();
    cleo.say_all(&desk.room, &reports(part + 1, part), SAID_WITHIN);
    servers.a.start();
    if !patient {
        servers.mend();
    }
    told(&desk, &desk.amal, 2 * part, "the bot's own server is back", begun);
    // The platform's is.
    servers.b.stop();
    desk.amal.say_all(&desk.room, &reports(2 * part + 1, part), SAID_WITHIN);
    told(&desk, &desk.amal, 3 * part, "the platform's server is away", begun);
    servers.b.start();
    if !patient {
        servers.mend();
    }
    told(&desk, &dana, 3 * part, "the platform's server is back", begun);
    // What was told in a list gets its card when it next changes: now each was told once.
    for person in [&desk.amal, &dana] {
        each_is_told_once(person, &desk.room, &desk.bot.user, 3 * part);
    }
    // Everybody is back: the platform answers what was said while it was away.
    let acks: Vec<String> = (1..=part).map(|number| format!("!ack YT-{}", 2 * part + number)).collect();
    dana.say_all(&desk.room, &acks, SAID_WITHIN);
    let acknowledged = |person: &Nio| {
        let posts = person.history(&desk.room);
        (1..=part).filter(|number| line_on(&posts, &desk.bot.user, 2 * part + number).is_some()).count()
    };
    for person in [&desk.amal, &dana] {
        until("every acknowledgement", || (acknowledged(person) == part).then_some(()));
    }
    println!("{} commands and as many posts, {} s", 4 * part, begun.elapsed().as_secs());

    let ledger = desk.bot.ledger();
    assert_eq!((ledger.cases.len(), ledger.events.len()), (3 * part, 4 * part));
    for person in [&desk.amal, &dana] {
        let posts = person.history(&desk.room);
        for number in 2 * part + 1..=3 * part {
            let card = posts
                .iter()
                .position(|post| post.sender == desk.bot.user && post.body.contains(&format!("YT-{number} · ")));
            let line = line_on(&posts, &desk.bot.user, number);
            assert!(card < line, "YT-{number} is told in order: {card:?}, {line:?}");
        }
    }
    desk.bot.history_is_sound();
}

/// Waits until somebody has read of that many cases.
fn told(desk: &Desk, person: &Nio, cases: usize, when: &str, begun: Instant) {
    let end = Instant::now() + TOLD_WITHIN;
    // A sync after an absence leaves out what is older: the room is read from its homeserver.
    while told_as_new(&person.history(&desk.room), &desk.bot.user).len() < cases {
        assert!(Instant::now() < end, "{cases} cases are not told, {when}");
        std::thread::park_timeout(Duration::from_secs(1));
    }
    println!("{when}: {cases} cases are told after {} s", begun.elapsed().as_secs());
}

/// Where the line on the acknowledgement of a case stands.
fn line_on(posts: &[Post], bot: &str, number: usize) -> Option<usize> {
    let words = format!("YT-{number} acknowledged by dana");
    let is_it = |post: &&Post| post.body.lines().any(|line| line.starts_with(&words));
    let line = posts_of(posts, bot).into_iter().find(is_it)?;
    posts.iter().position(|post| post.event_id == line.event_id)
}
