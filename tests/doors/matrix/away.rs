//! Nothing that was said while the door was away, deaf or cut off is lost, and it is heard in order.

use std::time::Duration;

use liaison_chat::Said;

use super::opened::{Bot, federation, person, shared_room};
use super::support::homeserver::Federation;
use super::support::nio::{NewRoom, Nio};

const A_WHILE: Duration = Duration::from_secs(120);

fn numbered(what: &str, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{what} {number}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_events_of_an_absence_are_heard_whole_and_in_order() {
    let servers = federation();
    let amal = person(&servers.a, "away_amal", true);
    let mut bot = Bot::new(&servers.a, "away_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    bot.inbox.hears(&amal.say(&room, "before")).await;
    bot.stop().await;
    let said = numbered("!report", 300);
    amal.say_all(&room, &said, A_WHILE);
    bot.start_and_catch_up().await;
    let last = amal.say(&room, "after");
    bot.inbox.hears(&last).await;
    let heard = bot.inbox.now();
    let expected: Vec<&str> =
        std::iter::once("before").chain(said.iter().map(String::as_str)).chain(std::iter::once("after")).collect();
    assert_eq!(heard.texts(), expected);
    assert!(heard.heard.iter().all(|inbound| inbound.said != Said::Unread), "to-device comes before paging");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_synced_and_never_committed_is_heard_again_after_the_next_start() {
    let servers = federation();
    let amal = person(&servers.a, "deaf_amal", true);
    let mut bot = Bot::new(&servers.a, "deaf_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    bot.inbox.hears(&amal.say(&room, "before")).await;
    let said = numbered("!ack", 130);
    for round in 0..3 {
        // The door takes a sync, and what came with it is refused: as if it had been killed right there.
        bot.inbox.be_deaf_after(Some(round));
        amal.say_all(&room, &said[round * 40..(round + 1) * 40], A_WHILE);
        bot.has_ended().await.unwrap();
        bot.start().await;
    }
    bot.has_ended().await.unwrap();
    bot.inbox.be_deaf_after(None);
    amal.say_all(&room, &said[120..], A_WHILE);
    bot.start_and_catch_up().await;
    bot.inbox.hears(&amal.say(&room, "after")).await;
    let heard = bot.inbox.now();
    let expected: Vec<&str> =
        std::iter::once("before").chain(said.iter().map(String::as_str)).chain(std::iter::once("after")).collect();
    assert_eq!(heard.texts(), expected);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ear_that_forgot_everything_hears_back_to_the_entrance() {
    let servers = federation();
    let amal = person(&servers.a, "forgot_amal", false);
    let mut bot = Bot::new(&servers.a, "forgot_bot");
    let room = amal.create_room(&NewRoom::default());
    amal.say(&room, "among ourselves");
    amal.invite(&room, &bot.user);
    bot.configure(&[&room]);
    bot.start_and_catch_up().await;
    amal.wait_for_member(&room, &bot.user);
    let said = numbered("!report", 250);
    let events = amal.say_all(&room, &said, A_WHILE);
    bot.inbox.hears(events.last().unwrap()).await;
    bot.stop().await;
    bot.inbox = std::sync::Arc::new(super::inbox::Inbox::new());
    bot.start_and_catch_up().await;
    assert_eq!(bot.inbox.now().texts(), said);
    bot.stop().await;
}

/// Both sides speak while the servers do not reach each other: what the other side says arrives behind hundreds of
/// events that the door has heard.
struct Cut {
    servers: Federation,
    amal: Nio,
    chen: Nio,
    bot: Bot,
    room: String,
}

impl Cut {
    async fn new() -> Self {
        let servers = Federation::start();
        let (amal, chen) = (person(&servers.a, "cut_amal", true), person(&servers.b, "cut_chen", true));
        let mut bot = Bot::new(&servers.a, "cut_bot");
        let invite = [bot.user.clone(), chen.user_id.clone()];
        let invite: Vec<&str> = invite.iter().map(String::as_str).collect();
        let room = amal.create_room(&NewRoom { encrypted: true, invite: &invite, ..NewRoom::default() });
        bot.configure(&[&room]);
        bot.start_and_catch_up().await;
        chen.wait_for_invite(None);
        chen.join_via(&room, &servers.a);
        for person in [&amal, &chen] {
            person.wait_for_member(&room, &bot.user);
        }
        amal.wait_for_member(&room, &chen.user_id);
        // Each has spoken once, so that each has the keys of the others.
        bot.inbox.hears(&amal.say(&room, "amal is here")).await;
        bot.inbox.hears(&chen.say(&room, "chen is here")).await;
        Self { servers, amal, chen, bot, room }
    }

    /// Everything that chen said is heard, in order, once the servers reach each other again.
    async fn is_made_good(&mut self, said: &[String]) {
        let last = self.chen.say(&self.room, "chen is back");
        self.bot.inbox.hears(&last).await;
        let wanted: Vec<&str> = said.iter().map(String::as_str).collect();
        let heard = self
            .bot
            .inbox
            .until("all that was said behind the cut", |kept| wanted.iter().all(|said| kept.texts().contains(said)));
        let heard = heard.await;
        let mut of_chen: Vec<&str> = heard.texts().into_iter().filter(|text| text.starts_with("!ack")).collect();
        // What a homeserver fetches later is heard later; nobody can put it before what was heard already.
        of_chen.sort_by_key(|text| wanted.iter().position(|said| said == text));
        assert_eq!(of_chen, wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_partition_puts_behind_known_events_is_heard() {
    let mut cut = Cut::new().await;
    cut.servers.partition();
    let said = numbered("!ack", 60);
    cut.chen.say_all(&cut.room, &said, A_WHILE);
    let chatter = cut.amal.say_all(&cut.room, &numbered("chatter", 260), A_WHILE);
    cut.bot.inbox.hears(chatter.last().unwrap()).await;
    cut.servers.mend();
    cut.is_made_good(&said).await;
    cut.bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_by_backfill_alone_after_both_servers_restarted_is_heard() {
    let mut cut = Cut::new().await;
    cut.servers.partition();
    let said = numbered("!ack", 60);
    cut.chen.say_all(&cut.room, &said, A_WHILE);
    let chatter = cut.amal.say_all(&cut.room, &numbered("chatter", 260), A_WHILE);
    cut.bot.inbox.hears(chatter.last().unwrap()).await;
    cut.bot.stop().await;
    for server in [&mut cut.servers.a, &mut cut.servers.b] {
        server.stop();
        server.start();
    }
    cut.servers.mend();
    cut.bot.start_and_catch_up().await;
    cut.is_made_good(&said).await;
    cut.bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_that_goes_and_comes_back_is_waited_for() {
    let mut servers = Federation::start();
    let amal = person(&servers.a, "gone_amal", false);
    let mut bot = Bot::new(&servers.a, "gone_bot");
    let room = shared_room(&mut bot, &amal, false).await;
    bot.inbox.hears(&amal.say(&room, "before")).await;
    servers.a.kill();
    bot.stop().await;
    // A bot that was signed in before opens its door even while nobody answers.
    bot.start().await;
    let away = bot.send(&super::opened::post(&room, "k", "x")).await.unwrap_err();
    assert!(matches!(away, liaison_chat::Undelivered::Later { .. }), "{away}");
    servers.a.start();
    bot.inbox.hears(&amal.say(&room, "after")).await;
    assert_eq!(bot.inbox.now().texts(), ["before", "after"]);
    bot.stop().await;
}
