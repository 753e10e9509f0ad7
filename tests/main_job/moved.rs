//! The shared room is replaced while a case is open.

use super::bot::PATIENCE;
use super::desk::{Desk, federation};
use super::support::nio::anything;

#[test]
fn a_room_that_is_replaced_has_the_cards_of_what_is_open_and_goes_on() {
    let servers = federation();
    let desk = Desk::open(&servers, "moved", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    for number in 1..=2 {
        desk.amal.say(&desk.room, &format!("!report https://a.example/{number} incites"));
        desk.shows(&dana, &format!("YT-{number} · removal referral · sent"));
    }
    dana.say(&desk.room, "!resolved YT-2 action:removed");
    desk.shows(&dana, "YT-2 resolved by dana");

    let new = desk.amal.upgrade_room(&desk.room, "11");
    for person in [&desk.bot.user, &dana.user_id] {
        desk.amal.invite(&new, person);
    }
    dana.wait_for_invite(None);
    dana.join_via(&new, &servers.a);
    desk.amal.wait_for_member(&new, &desk.bot.user);
    let told = |words: &str| anything().from(&desk.bot.user).containing(words).within(PATIENCE);
    let card = desk.amal.wait_for(&new, &told("YT-1 · removal referral · sent"));
    dana.wait_for_member(&new, &desk.bot.user);
    dana.reply(&new, &card.event_id, "!ack");
    desk.amal.wait_for(&new, &told("YT-1 acknowledged by dana"));
    let posts = desk.amal.history(&new);
    let of_the_bot =
        |words: &str| posts.iter().filter(|post| post.sender == desk.bot.user && post.body.starts_with(words)).count();
    assert_eq!((of_the_bot("YT-1 · removal referral · sent"), of_the_bot("YT-2 ·")), (1, 0), "what is open, once");
}
