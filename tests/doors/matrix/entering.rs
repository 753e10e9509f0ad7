//! Which rooms the bot enters.

use liaison_chat::{Chat, Said, Undelivered};

use super::opened::{Bot, federation, person, post};
use super::support::nio::NewRoom;

#[tokio::test(flavor = "multi_thread")]
async fn only_configured_rooms_are_entered_and_one_that_is_missing_keeps_nobody_waiting() {
    let servers = federation();
    let amal = person(&servers.a, "enter_amal", false);
    let mut bot = Bot::new(&servers.a, "enter_bot");
    let invite = [bot.user.clone()];
    let invite: Vec<&str> = invite.iter().map(String::as_str).collect();
    let wanted = amal.create_room(&NewRoom { invite: &invite, alias: Some("wanted"), ..NewRoom::default() });
    let stranger = amal.create_room(&NewRoom { invite: &invite, ..NewRoom::default() });
    let open = amal.create_room(&NewRoom { alias: Some("open"), public: true, ..NewRoom::default() });
    let alias = |name: &str| format!("#{name}:{}", servers.a.name());
    bot.configure(&[&alias("wanted"), &alias("open"), &alias("missing")]);
    bot.start_and_catch_up().await;

    for room in [&wanted, &open] {
        amal.wait_for_member(room, &bot.user);
    }
    let heard = bot.inbox.hears(&amal.say(&wanted, "!ack YT-1")).await;
    assert_eq!(heard.room, alias("wanted"), "a room is called as it is configured");
    amal.wait_for_absence(&stranger, &bot.user);
    let left = amal.members(&stranger).into_iter().find(|(user, _)| *user == bot.user);
    assert_eq!(left, Some((bot.user.clone(), "leave".to_owned())));
    let never = bot.send(&post(&alias("missing"), "k", "x")).await.unwrap_err();
    assert!(matches!(never, Undelivered::Never { .. }), "{never}");
    assert!(matches!(bot.send(&post(&stranger, "k", "x")).await, Err(Undelivered::Never { .. })));
    assert!(matches!(bot.door().room(&stranger).await, Err(Undelivered::Never { .. })));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_that_comes_into_being_later_is_entered() {
    let servers = federation();
    let amal = person(&servers.a, "later_amal", false);
    let mut bot = Bot::new(&servers.a, "later_bot");
    let alias = format!("#later:{}", servers.a.name());
    bot.configure(&[&alias]);
    bot.start_and_catch_up().await;
    let room = amal.create_room(&NewRoom { alias: Some("later"), invite: &[&bot.user], ..NewRoom::default() });
    let said = amal.say(&room, "!help");
    amal.wait_for_member(&room, &bot.user);
    let heard = bot.inbox.hears(&said).await;
    assert_eq!((heard.said, heard.room), (Said::Text("!help".to_owned()), alias));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_between_invitation_and_entrance_is_heard_and_what_was_said_before_is_not() {
    let servers = federation();
    let amal = person(&servers.a, "between_amal", false);
    let mut bot = Bot::new(&servers.a, "between_bot");
    let room = amal.create_room(&NewRoom::default());
    amal.say(&room, "among ourselves");
    amal.invite(&room, &bot.user);
    let said = amal.say(&room, "!report x");
    bot.configure(&[&room]);
    bot.start().await;
    bot.inbox.hears(&said).await;
    let last = amal.say(&room, "!cases");
    bot.inbox.hears(&last).await;
    assert_eq!(bot.inbox.now().texts(), ["!report x", "!cases"]);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_the_bot_was_put_out_of_is_never_delivered_to() {
    let servers = federation();
    let amal = person(&servers.a, "kick_amal", false);
    let mut bot = Bot::new(&servers.a, "kick_bot");
    let room = super::opened::shared_room(&mut bot, &amal, false).await;
    let last = amal.say(&room, "!ack YT-1");
    amal.ban(&room, &bot.user);
    bot.inbox.hears(&last).await;
    let gone = bot.inbox.until("the ban", |kept| kept.heard.iter().filter(|inbound| inbound.room == room).count() > 0);
    gone.await;
    amal.wait_for_absence(&room, &bot.user);
    let answer = bot.send(&post(&room, "k", "too late")).await.unwrap_err();
    assert!(matches!(answer, Undelivered::Never { .. }), "{answer}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entrance_holds_up_no_post_in_other_encrypted_rooms() {
    let servers = federation();
    let amal = person(&servers.a, "swift_amal", true);
    let mut bot = Bot::new(&servers.a, "swift_bot");
    let first = amal.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], ..NewRoom::default() });
    let second = amal.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], ..NewRoom::default() });
    bot.configure(&[&first, &second]);
    bot.start_and_catch_up().await;
    amal.wait_for_member(&second, &bot.user);
    bot.is_in(&first).await;
    bot.is_in(&second).await;
    bot.say(&second, "before", "YT-1 sent").await;
    amal.kick(&second, &bot.user);
    bot.stop().await;
    amal.invite(&second, &bot.user);
    bot.start().await;
    amal.wait_for_member(&second, &bot.user);
    let posts = async {
        for number in 0..6 {
            bot.say(&first, &format!("swift{number}"), "YT-1 acknowledged").await;
        }
    };
    // Held up by five seconds each, they would take half a minute.
    tokio::time::timeout(std::time::Duration::from_secs(12), posts).await.expect("posts are held up");
    bot.stop().await;
}
