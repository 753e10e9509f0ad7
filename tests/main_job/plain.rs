//! A room that is not encrypted, where the card is minimal.

use serde_json::json;

use super::bot::{PATIENCE, until};
use super::desk::{Desk, federation};
use super::support::nio::{Nio, anything};
use super::told::{nothing_is_live, posts_of};

#[test]
fn a_plain_room_shows_neither_reason_nor_address_nor_people_and_the_address_goes_to_one_member_alone() {
    let servers = federation();
    let desk = Desk::open(&servers, "plain", false);
    let dana = desk.enters(&servers, &servers.b, "dana", false);
    desk.amal.say(&desk.room, "!report https://hidden.example/17 incites to attack");
    let card = desk.shows(&dana, "YT-1 · removal referral · sent");
    assert!(!card.encrypted && card.body.contains("!case YT-1 address:yes"), "{}", card.body);
    dana.reply(&desk.room, &card.event_id, "!ack");
    desk.shows(&dana, "YT-1 acknowledged by the platform");
    dana.reply(&desk.room, &card.event_id, "!ask privately asked");
    desk.shows(&dana, "YT-1: question from the platform");
    desk.amal.reply(&desk.room, &card.event_id, "!info privately answered");
    desk.shows(&dana, "YT-1: information from the agency");
    for question in ["!case YT-1", "!cases", "!digest", "!help"] {
        desk.answers(&dana, question);
    }

    dana.say(&desk.room, "!case YT-1 address:yes");
    let invite = dana.wait_for_invite(Some(&desk.bot.user));
    assert!(invite.direct, "a conversation of two");
    let alone = enters(&dana, &invite.room, servers.a.name());
    let live = anything().from(&desk.bot.user).containing("`https://hidden.example/17`").within(PATIENCE);
    assert!(dana.wait_for(&alone, &live).encrypted);
    let mut there: Vec<String> = dana.members(&alone).into_iter().map(|(person, _)| person).collect();
    there.sort();
    assert_eq!(there, [dana.user_id.clone(), desk.bot.user.clone()]);
    assert!(desk.bot.ledger().history("YT-1").contains(&("consulted", "dana")), "who opened the address is recorded");

    dana.say_in_thread(&desk.room, &card.event_id, "!resolved action:removed beyond doubt");
    desk.shows(&dana, "YT-1 answered by the platform");
    let posts = dana.history(&desk.room);
    nothing_is_live(&posts, &desk.bot.user);
    let own = posts.iter().filter(|post| post.sender == desk.bot.user);
    for post in own {
        let mut content = post.content.clone();
        content.as_object_mut().unwrap().remove("m.relates_to");
        let content = content.to_string();
        let told = ["hidden", "incites", "privately", "beyond doubt", "PHAROS-14", "amal", "dana"];
        let found: Vec<_> = told.iter().filter(|words| content.contains(**words)).collect();
        assert!(found.is_empty(), "{found:?} in {content}");
    }
    println!("a plain room: {} posts of the bot", posts_of(&posts, &desk.bot.user).len());
}

/// Accepts an invitation that may be known here before the server that sent it has written it down.
fn enters(person: &Nio, room: &str, via: &str) -> String {
    until("the way into the conversation", || {
        let joined = person.call(json!({ "do": "join", "room": room, "via": via })).ok()?;
        joined["room"].as_str().map(str::to_owned)
    })
}
