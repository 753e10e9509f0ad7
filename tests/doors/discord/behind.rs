//! Discord where only a proxy and a private authority lead to it, gateway and all.

use std::sync::Arc;

use liaison_chat::{Chat, CommandTable, Sentences, WayOut};
use liaison_discord::{DiscordDoor, DiscordError};

use super::channel::{Bot, Place};
use super::opened::post;
use super::proxy::Proxy;

#[tokio::test(flavor = "multi_thread")]
async fn discord_behind_a_proxy_and_a_private_authority_is_reached_through_both_and_not_otherwise() {
    let place = Place::prepare().await;
    let own = place.discord.api();
    let proxy = Proxy::to("discord.test", own.trim_start_matches("http://")).await;
    let mut config = place.config();
    config.api = Some("https://discord.test".to_owned());
    for way_out in [WayOut::default(), proxy.untrusted()] {
        config.way_out = way_out;
        let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
        let refused = DiscordDoor::open(config.clone(), table, sentences).await.err();
        assert!(matches!(refused, Some(DiscordError::Unreachable { .. })), "{refused:?}");
    }
    config.way_out = proxy.way_out();
    let mut bot = Bot::with(config);
    bot.start_and_catch_up().await;
    bot.door().send(&post(&place.channel.to_string(), "behind", "YT-1 sent")).await.unwrap();
    bot.stop().await;
    let gateway = own.trim_start_matches("http://").to_owned();
    let asked = proxy.asked();
    assert!(asked.contains(&"discord.test:443".to_owned()) && asked.contains(&gateway), "{asked:?}");
    assert!(asked.iter().all(|server| *server == gateway || server == "discord.test:443"), "{asked:?}");
}
