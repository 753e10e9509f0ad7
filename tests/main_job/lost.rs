//! The device's store is lost in the middle of an encrypted conversation.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use super::bot::{PATIENCE, until};
use super::desk::{Desk, federation};
use super::support::nio::{Nio, anything};
use super::told::nothing_is_live;

/// How soon the bot is back at work after its start (issue "Matrix as it is in the field", bar 2).
const BACK_WITHIN: Duration = Duration::from_secs(60);

#[test]
fn a_lost_device_store_costs_a_minute_and_no_case_and_nobody_is_left_without_a_word() {
    let servers = federation();
    let mut desk = Desk::open(&servers, "lost", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let binta = desk.enters(&servers, &servers.a, "binta", true);
    desk.amal.say(&desk.room, "!report https://a.example/1 incites");
    let card = desk.shows(&dana, "YT-1 · removal referral · sent");
    dana.reply(&desk.room, &card.event_id, "!ack");
    desk.shows(&desk.amal, "YT-1 acknowledged by dana");

    desk.bot.kill();
    fs::remove_dir_all(desk.bot.folder().join("matrix-state/store")).unwrap();
    // The key of this one is in the backup; that of the next was given to a device that nobody has any more.
    let resolved = dana.reply(&desk.room, &card.event_id, "!resolved action:removed");
    binta.leave(&desk.room);
    desk.amal.wait_for_absence(&desk.room, &binta.user_id);
    let report = desk.amal.say(&desk.room, "!report https://a.example/2 incites");

    let begun = Instant::now();
    desk.bot.start();
    until("the new device", || desk.bot.log().contains("made the device known").then_some(()));
    // Whoever speaks before their client knows of the new device says it again.
    let back = |person: &Nio| {
        until("an answer", || {
            let said = person.say(&desk.room, "!cases");
            let wanted = json!({
                "do": "wait_for", "room": desk.room, "sender": desk.bot.user, "relates_to": said, "contains": "YT-1", "timeout": 5,
            });
            person.call(wanted).ok()
        })
    };
    back(&desk.amal);
    let back_after = begun.elapsed();
    println!("back at work {} ms after the start", back_after.as_millis());
    assert!(back_after < BACK_WITHIN, "{back_after:?}");
    back(&dana);

    // Whoever said what cannot be read, or can be read by a copy of its key alone, is told so, once, and says it again.
    let words = ["your device is not confirmed, or the message came unencrypted", "could not be decrypted"];
    for ((person, said), words) in [(&dana, &resolved), (&desk.amal, &report)].into_iter().zip(words) {
        let told = person.wait_for(&desk.room, &anything().from(&desk.bot.user).related_to(said).within(PATIENCE));
        assert!(told.body.contains(words), "{}", told.body);
    }
    dana.reply(&desk.room, &card.event_id, "!resolved action:removed");
    desk.shows(&desk.amal, "YT-1 resolved by dana");
    desk.amal.say(&desk.room, "!report https://a.example/2 incites");
    desk.shows(&dana, "YT-2 · removal referral · sent");
    let ledger = desk.bot.has_recorded(2);
    assert_eq!(ledger.history("YT-1"), [("reported", "amal"), ("acknowledged", "dana"), ("resolved", "dana")]);
    for person in [&desk.amal, &dana] {
        let mut posts = person.history(&desk.room);
        // What was said before somebody came in, their client cannot read.
        let begins = posts.iter().position(|post| post.event_id == card.event_id).unwrap();
        posts.drain(..begins);
        nothing_is_live(&posts, &desk.bot.user);
        for said in [&resolved, &report] {
            let told = posts.iter().filter(|post| post.in_reply_to.as_ref() == Some(said)).count();
            assert_eq!(told, 1, "told once");
        }
    }
    desk.bot.history_is_sound();
}
