//! A homeserver that only a proxy and a private authority lead to.

use liaison_chat::WayOut;
use liaison_matrix::{MatrixDoor, MatrixError};

use super::opened::{Bot, federation, person, shared_room};
use super::proxy::Proxy;

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_behind_a_proxy_and_a_private_authority_is_reached_through_both_and_not_otherwise() {
    let servers = federation();
    let amal = person(&servers.a, "behind_amal", false);
    let mut bot = Bot::new(&servers.a, "behind_bot");
    let proxy = Proxy::to("homeserver.test", servers.a.url().trim_start_matches("http://")).await;
    bot.connect_by("https://homeserver.test");
    for way_out in [WayOut::default(), proxy.untrusted()] {
        bot.leave_by(way_out);
        let refused = MatrixDoor::open(bot.config()).await.err();
        assert!(matches!(refused, Some(MatrixError::Unreachable { .. })), "{refused:?}");
    }
    bot.leave_by(WayOut { authorities: Some(b"no certificate".to_vec()), ..proxy.untrusted() });
    let refused = MatrixDoor::open(bot.config()).await.err();
    assert!(matches!(refused, Some(MatrixError::NoCertificate)), "{refused:?}");

    bot.leave_by(proxy.way_out());
    let room = shared_room(&mut bot, &amal, true).await;
    bot.inbox.hears(&amal.say(&room, "!help")).await;
    bot.say(&room, "behind", "YT-1 sent").await;
    bot.stop().await;
    assert!(proxy.asked().len() > 1 && proxy.asked().iter().all(|server| server == "homeserver.test:443"));
}
