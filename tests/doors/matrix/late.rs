//! Keys that come late.

use liaison_chat::{DeviceTrust, Said};

use super::holding::Holding;
use super::opened::{Bot, federation, person};
use super::support::nio::{NewRoom, Nio};

async fn sealed_room(
    name: &str,
) -> (std::sync::Arc<super::support::homeserver::Federation>, Nio, Bot, Holding, String) {
    let servers = federation();
    let amal = person(&servers.a, &format!("{name}_amal"), true);
    let mut bot = Bot::new(&servers.a, &format!("{name}_bot"));
    let holding = Holding::before(&servers.a.url());
    bot.connect_by(&holding.url());
    let room = amal.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], ..NewRoom::default() });
    bot.configure(&[&room]);
    bot.start_and_catch_up().await;
    amal.wait_for_member(&room, &bot.user);
    holding.hold();
    (servers, amal, bot, holding, room)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sealed_is_heard_again_when_its_key_comes() {
    let (_servers, amal, mut bot, holding, room) = sealed_room("late").await;
    let said = amal.say(&room, "!report x");
    let sealed = bot.inbox.until("a sealed event", |kept| kept.find(&said).is_some()).await;
    assert_eq!(sealed.find(&said).unwrap().said, Said::Unread);
    holding.let_go();
    amal.react(&room, &said, "👋");
    let opened = bot.inbox.hears(&said).await;
    assert_eq!((opened.said, opened.device), (Said::Text("!report x".to_owned()), DeviceTrust::CrossSigned));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sealed_is_opened_after_a_restart() {
    let (_servers, amal, mut bot, holding, room) = sealed_room("restart").await;
    let said = amal.say(&room, "!report x");
    bot.inbox.until("a sealed event", |kept| kept.find(&said).is_some()).await;
    bot.stop().await;
    bot.start_and_catch_up().await;
    holding.let_go();
    amal.react(&room, &said, "👋");
    assert_eq!(bot.inbox.hears(&said).await.said, Said::Text("!report x".to_owned()));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_redacted_before_its_key_came_is_nothing() {
    let (_servers, amal, mut bot, holding, room) = sealed_room("redacted").await;
    let said = amal.say(&room, "!report x");
    bot.inbox.until("a sealed event", |kept| kept.find(&said).is_some()).await;
    bot.stop().await;
    let gone = amal.redact(&room, &said);
    holding.let_go();
    bot.start().await;
    assert_eq!(bot.inbox.hears(&gone).await.said, Said::Gone { what: said.clone() });
    assert_eq!(bot.inbox.hears(&said).await.said, Said::Nothing);
    bot.stop().await;
}
