//! A live address that somebody typed goes once its card is there, where the bot may take it away.

use super::bot::PATIENCE;
use super::desk::{Desk, federation};
use super::support::nio::anything;

#[test]
fn a_typed_address_is_taken_away_once_its_card_is_there() {
    let servers = federation();
    let desk = Desk::open(&servers, "typed", true);
    let amal = &desk.amal;
    let left = amal.say(&desk.room, "!report https://a.example/left incites");
    desk.shows(amal, "YT-1 · removal referral · sent");
    amal.set_power_level(&desk.room, &desk.bot.user, 50);
    desk.answers(amal, "!cases");
    let typed = amal.say(&desk.room, "!report https://a.example/taken incites");
    let card = desk.shows(amal, "YT-2 · removal referral · sent");
    let gone = anything().from(&desk.bot.user).of_type("m.room.redaction").after(&card.event_id).within(PATIENCE);
    amal.wait_for(&desk.room, &gone);
    // The same address once more, and a defanged one, which is no link.
    let again = amal.say(&desk.room, "!report https://a.example/taken once more");
    desk.shows(amal, "That is in YT-2 already");
    let defanged = amal.say(&desk.room, "!report hxxps://a[.]example/3 incites");
    desk.shows(amal, "YT-3 · removal referral · sent");
    desk.answers(amal, "!cases");
    amal.wait_for_all(&desk.room, &gone.times(2));
    let posts = amal.history(&desk.room);
    let stands = |event: &str| posts.iter().any(|post| post.event_id == event && !post.body.is_empty());
    assert_eq!([&left, &typed, &again, &defanged].map(|event| stands(event)), [true, false, false, true]);
    assert!(posts.iter().any(|post| post.body.contains("hxxps://a[.]example/taken")), "the card shows it as no link");
}
