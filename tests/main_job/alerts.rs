//! What time does by itself: whom it calls when a side is late, and the digest at its hour.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::bot::PATIENCE;
use super::desk::{Desk, federation, minute_in, now};
use super::support::nio::{Nio, Post, anything};
use super::told::{nothing_is_live, posts_of};

/// How long after its minute a digest may come.
const DIGEST_WITHIN: TimeDelta = TimeDelta::seconds(10);

#[test]
fn who_is_late_is_called_and_nobody_else_and_the_digest_comes_at_its_minute() {
    let servers = federation();
    // The rooms and the bot's first start take some seconds, and the case must be open before the digest comes.
    let hour = minute_in(TimeDelta::seconds(35));
    let desk = Desk::with_digest_at(&servers, "late", true, hour);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let chen = desk.enters(&servers, &servers.b, "chen", true);
    desk.amal.say(&desk.room, "!report https://a.example/1 incites to attack urgency:urgent");
    let card = desk.shows(&dana, "YT-1 · removal referral · sent");
    assert!(now() < hour, "the case was opened too late to be in the digest");

    let late_platform = called(&desk, &dana, "YT-1: acknowledgement (platform), agreed target missed", 2);
    assert_eq!(late_platform, [vec![chen.user_id.clone()], vec![chen.user_id.clone()]], "the platform's supervisor");
    chen.wait_for(&desk.room, &anything().from(&desk.bot.user).containing("agreed target missed"));
    desk.amal.wait_for(&desk.coordination, &anything().from(&desk.bot.user).containing("agreed target missed"));

    dana.reply(&desk.room, &card.event_id, "!ask which part?");
    let late_agency = called(&desk, &dana, "YT-1: information (agency), agreed target missed", 2);
    let binta = servers.a.user_id("late_binta");
    assert_eq!(late_agency, [vec![desk.amal.user_id.clone()], vec![binta]], "whose case it is, then the supervisor");

    the_digest_came(&desk, hour);
    let posts = desk.amal.history(&desk.room);
    let expected: BTreeMap<usize, usize> = [(0, posts_of(&posts, &desk.bot.user).len() - 4), (1, 4)].into();
    assert_eq!(counted_by_calls(&posts, &desk.bot.user), expected, "nothing else calls anybody");
    nothing_is_live(&posts, &desk.bot.user);
    nothing_is_live(&desk.amal.history(&desk.coordination), &desk.bot.user);
    let ledger = desk.bot.ledger();
    let missed = ledger.history("YT-1").into_iter().filter(|(kind, _)| *kind == "lapsed").count();
    assert_eq!(missed, 2, "{:?}", ledger.history("YT-1"));
}

/// The people whom the first `count` posts with these words call.
#[track_caller]
fn called(desk: &Desk, person: &Nio, words: &str, count: usize) -> Vec<Vec<String>> {
    let wanted = anything().from(&desk.bot.user).of_msgtype("m.text").containing(words).times(count).within(PATIENCE);
    let posts = person.wait_for_all(&desk.room, &wanted);
    posts.into_iter().map(|post| post.mentions.unwrap_or_default()).collect()
}

/// How many posts call how many people.
fn counted_by_calls(posts: &[Post], bot: &str) -> BTreeMap<usize, usize> {
    let mut counted = BTreeMap::new();
    for post in posts_of(posts, bot) {
        *counted.entry(post.mentions.as_ref().map_or(0, Vec::len)).or_default() += 1;
    }
    counted
}

/// In the desk's room and in coordination, at the minute of the configuration, and with a head that is in the history.
fn the_digest_came(desk: &Desk, hour: DateTime<Utc>) {
    let digest = anything().from(&desk.bot.user).containing("daily digest").within(PATIENCE);
    for room in [&desk.room, &desk.coordination] {
        let post = desk.amal.wait_for(room, &digest);
        let late = DateTime::from_timestamp_millis(post.at).unwrap() - hour;
        println!("a digest came {} ms after its minute", late.num_milliseconds());
        assert!(TimeDelta::zero() <= late && late < DIGEST_WITHIN, "{late}");
        let head = post.body.split_once("Audit head: `").and_then(|(_, rest)| rest.split_once('`')).unwrap().0;
        let verified = desk.bot.run_command(&["audit", "verify", "--head", head]);
        assert!(verified.status.success(), "{head}: {}", String::from_utf8_lossy(&verified.stderr));
    }
    let told = desk.amal.history(&desk.room);
    let of_today: Vec<_> = told.iter().filter(|post| post.body.contains("daily digest")).collect();
    assert_eq!(of_today.len(), 1);
    assert!(of_today[0].body.contains("YT-1 · waiting for the agency"), "{}", of_today[0].body);
}
