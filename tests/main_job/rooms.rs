//! Rooms that change under a desk: the bot muted, put out, banned, and taken back; encryption that is switched on later.

use std::time::{Duration, Instant};

use serde_json::json;

use super::bot::PATIENCE;
use super::desk::{Desk, federation};
use super::support::nio::anything;

/// What is done to the bot, and what undoes it.
const SPELLS: [&str; 3] = ["muted", "kicked", "banned"];

/// Without being told that the room is open, the bot would ask it after a minute.
const AT_ONCE: Duration = Duration::from_secs(30);

#[test]
fn whatever_keeps_the_bot_from_a_room_is_told_of_once_and_what_was_missed_comes_once() {
    let servers = federation();
    let desk = Desk::open(&servers, "spells", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let (amal, bot) = (&desk.amal, &desk.bot.user);
    for (number, spell) in (1..).zip(SPELLS) {
        amal.say(&desk.room, &format!("!report https://a.example/{number} incites urgency:urgent"));
        desk.shows(&dana, &format!("YT-{number} · removal referral · sent"));
        match spell {
            "muted" => amal.set_power_level(&desk.room, bot, -1),
            "kicked" => amal.kick(&desk.room, bot),
            _ => amal.ban(&desk.room, bot),
        }
        // Its acknowledgement is due in seconds, and the alert cannot be posted.
        let told = anything().from(bot).containing("cannot be delivered").times(usize::try_from(number).unwrap());
        let told = amal.wait_for_all(&desk.coordination, &told.within(PATIENCE));
        assert!(told.last().unwrap().body.contains(&format!("YT-{number}")), "{spell}: {}", told.last().unwrap().body);
        match spell {
            "muted" => amal.set_power_level(&desk.room, bot, 0),
            "kicked" => amal.invite(&desk.room, bot),
            _ => {
                let unbanned =
                    amal.api("POST", &format!("/v3/rooms/{}/unban", desk.room), Some(json!({ "user_id": bot })));
                assert_eq!(unbanned.0, 200, "{}", unbanned.1);
                amal.invite(&desk.room, bot);
            }
        }
        let begun = Instant::now();
        let alert = desk.shows(&dana, &format!("YT-{number}: acknowledgement (platform), agreed target missed"));
        assert!(alert.readable, "{spell}");
        assert!(
            begun.elapsed() < AT_ONCE,
            "{spell}: what was missed comes when the room opens, after {:?}",
            begun.elapsed()
        );
        dana.say(&desk.room, &format!("!resolved YT-{number} action:removed"));
        desk.shows(amal, &format!("YT-{number} resolved by dana"));
    }
    let coordination = amal.history(&desk.coordination);
    let told = coordination.iter().filter(|post| post.sender == *bot && post.body.contains("cannot be delivered"));
    assert_eq!(told.count(), SPELLS.len(), "each spell is told of once");
    let posts = dana.history(&desk.room);
    for number in 1..=SPELLS.len() {
        let alerts = posts.iter().filter(|post| {
            post.sender == *bot
                && post.rel_type.as_deref() != Some("m.replace")
                && post.body.contains(&format!("YT-{number}: acknowledgement (platform), agreed target missed"))
        });
        assert_eq!(alerts.count(), 1, "YT-{number}: {posts:#?}");
    }
}

#[test]
fn encryption_that_is_switched_on_later_is_kept_from_then_on_and_shows_more() {
    let servers = federation();
    let desk = Desk::open(&servers, "sealed", false);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    desk.amal.say(&desk.room, "!report https://a.example/1 incites");
    let plain = desk.shows(&dana, "YT-1");
    assert!(!plain.encrypted && !plain.body.contains("a[.]example"), "{plain:?}");
    desk.amal.enable_encryption(&desk.room);
    dana.wait_until_encrypted(&desk.room);
    dana.say(&desk.room, "!ack YT-1");
    let told = desk.shows(&desk.amal, "YT-1 acknowledged by dana");
    assert!(told.encrypted, "{told:?}");
    desk.amal.say(&desk.room, "!report https://a.example/2 incites");
    let card = desk.shows(&dana, "YT-2 · removal referral · sent");
    assert!(card.encrypted && card.body.contains("hxxps://a[.]example/2"), "{card:?}");
    // What comes in clear from now on counts as from no confirmed device.
    let path = format!("/v3/rooms/{}/send/m.room.message/in-clear", desk.room);
    let content = json!({ "msgtype": "m.text", "body": "!resolved YT-2 action:removed" });
    let (status, said) = dana.api("PUT", &path, Some(content));
    assert_eq!(status, 200, "{said}");
    let said = said["event_id"].as_str().unwrap();
    let refused = dana.wait_for(&desk.room, &anything().from(&desk.bot.user).related_to(said).within(PATIENCE));
    assert!(refused.body.contains("the message came unencrypted"), "{}", refused.body);
}
