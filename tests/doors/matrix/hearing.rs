//! What is heard, and how far its device is known.

use liaison_chat::{Chat, DeviceTrust, Said};
use serde_json::json;

use super::opened::{Bot, federation, person, shared_room};
use super::support::nio::{NewPost, NewRoom};

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_room_is_heard_in_all_its_forms() {
    let servers = federation();
    let amal = person(&servers.a, "plain_amal", false);
    let mut bot = Bot::new(&servers.a, "plain_bot");
    let room = shared_room(&mut bot, &amal, false).await;
    everything_is_heard(&bot, &amal, &room, DeviceTrust::Plain, DeviceTrust::Plain).await;
    let facts = bot.door().room(&room).await.unwrap();
    assert!(!facts.encrypted);
    assert_eq!(facts.people, std::slice::from_ref(&amal.user_id));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_room_is_heard_in_all_its_forms() {
    let servers = federation();
    let amal = person(&servers.a, "sealed_amal", true);
    let mut bot = Bot::new(&servers.a, "sealed_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    // Reactions always travel in clear, so that in an encrypted room nobody stands behind them.
    everything_is_heard(&bot, &amal, &room, DeviceTrust::CrossSigned, DeviceTrust::NotConfirmed).await;
    assert!(bot.door().room(&room).await.unwrap().encrypted);
    bot.stop().await;
}

async fn everything_is_heard(
    bot: &Bot,
    amal: &super::support::nio::Nio,
    room: &str,
    spoken: DeviceTrust,
    reacted: DeviceTrust,
) {
    let card = bot.say(room, "card", "YT-1").await.0;
    amal.wait_for(room, &super::support::nio::anything().event(&card));
    let said = amal.say(room, "!report https://bad.example/1 incites");
    let heard = bot.inbox.hears(&said).await;
    assert_eq!(heard.said, Said::Text("!report https://bad.example/1 incites".to_owned()));
    assert_eq!((heard.room.as_str(), heard.person.as_str()), (room, amal.user_id.as_str()));
    assert_eq!((heard.device, heard.reply_to, heard.thread), (spoken, None, None));

    let reply = bot.inbox.hears(&amal.reply(room, &card, "!ack")).await;
    assert_eq!((reply.said, reply.reply_to.as_deref()), (Said::Text("!ack".to_owned()), Some(card.as_str())));
    assert_eq!((reply.device, reply.thread), (spoken, None));

    let in_thread = bot.inbox.hears(&amal.say_in_thread(room, &card, "!ask which?")).await;
    assert_eq!((in_thread.reply_to, in_thread.thread.as_deref()), (None, Some(card.as_str())));
    let answer = NewPost { body: "!info that", thread: Some(&card), reply_to: Some(&said), ..NewPost::default() };
    let answer = bot.inbox.hears(&amal.post(room, &answer)).await;
    assert_eq!((answer.reply_to.as_deref(), answer.thread.as_deref()), (Some(said.as_str()), Some(card.as_str())));

    let reaction = amal.react(room, &card, "👀\u{FE0F}");
    let heard = bot.inbox.hears(&reaction).await;
    assert_eq!((heard.said, heard.device), (Said::Reaction { key: "👀".to_owned(), of: card.clone() }, reacted));
    let gone = bot.inbox.hears(&amal.redact(room, &reaction)).await;
    assert_eq!(gone.said, Said::Gone { what: reaction });

    let edit = bot.inbox.hears(&amal.edit(room, &said, "!report https://bad.example/2 other")).await;
    let text = "!report https://bad.example/2 other".to_owned();
    assert_eq!(edit.said, Said::Edited { what: said, text });
    let notice = NewPost { body: "!ack YT-1", msgtype: Some("m.notice"), ..NewPost::default() };
    assert_eq!(bot.inbox.hears(&amal.post(room, &notice)).await.said, Said::Nothing);
    assert_eq!(bot.inbox.hears(&card).await.said, Said::Nothing, "the bot's own post is remembered and says nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_its_owner_did_not_sign_is_not_confirmed() {
    let servers = federation();
    let chen = person(&servers.b, "unsigned_chen", false);
    let mut bot = Bot::new(&servers.a, "unsigned_bot");
    let room = chen.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], ..NewRoom::default() });
    bot.configure(&[&room]);
    bot.start_and_catch_up().await;
    chen.wait_for_member(&room, &bot.user);
    let heard = bot.inbox.hears(&chen.say(&room, "!ack YT-1")).await;
    assert_eq!((heard.said, heard.device), (Said::Text("!ack YT-1".to_owned()), DeviceTrust::NotConfirmed));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_clear_in_an_encrypted_room_is_not_confirmed() {
    let servers = federation();
    let amal = person(&servers.a, "clear_amal", true);
    let mut bot = Bot::new(&servers.a, "clear_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    let path = format!("/v3/rooms/{room}/send/m.room.message/in-clear");
    let (status, answer) = amal.api("PUT", &path, Some(json!({ "msgtype": "m.text", "body": "!ack YT-1" })));
    assert_eq!(status, 200, "{answer}");
    let heard = bot.inbox.hears(answer["event_id"].as_str().unwrap()).await;
    assert_eq!((heard.said, heard.device), (Said::Text("!ack YT-1".to_owned()), DeviceTrust::NotConfirmed));
    bot.stop().await;
}
