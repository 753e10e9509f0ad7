//! Rooms that are replaced: followed where the same hands made the new one, and no further.

use liaison_chat::Undelivered;
use serde_json::json;

use super::opened::{Bot, federation, person, post, shared_room};
use super::support::nio::{NewRoom, Nio, anything};

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_upgraded_is_followed_under_its_name_and_stays_followed() {
    let servers = federation();
    let amal = person(&servers.a, "moving_amal", true);
    let mut bot = Bot::new(&servers.a, "moving_bot");
    for (round, encrypted) in [("plain", false), ("encrypted", true)] {
        let room = shared_room(&mut bot, &amal, encrypted).await;
        bot.inbox.hears(&amal.say(&room, "!help")).await;
        let new = amal.upgrade_room(&room, "11");
        let waits = bot.send(&post(&room, round, "YT-1 sent")).await;
        assert!(!matches!(waits, Err(Undelivered::Never { .. })), "it waits for the new room: {waits:?}");
        amal.invite(&new, &bot.user);
        amal.wait_for_member(&new, &bot.user);
        bot.inbox.until("the move", |kept| kept.moved.contains(&room)).await;
        let said = amal.say(&new, "!ack YT-1");
        assert_eq!(bot.inbox.hears(&said).await.room, room, "it is called as it is configured");
        bot.stop().await;
        bot.start_and_catch_up().await;
        let told = bot.say(&room, &format!("{round}2"), "YT-1 acknowledged").await;
        let there =
            amal.history(&new).into_iter().find(|post| post.event_id == told.0).expect("it stands in the new room");
        assert_eq!(there.encrypted, encrypted);
        let said = amal.say(&new, "!cases");
        assert_eq!(bot.inbox.hears(&said).await.room, room);
        bot.stop().await;
    }
}

/// Whoever gave the alias takes it away, and somebody gives it to a room in which they are.
fn rename(giver: &Nio, person: &Nio, alias: &str, room: &str) {
    let path = format!("/v3/directory/room/{}", alias.replace('#', "%23"));
    assert_eq!(giver.api("DELETE", &path, None).0, 200);
    assert_eq!(person.api("PUT", &path, Some(json!({ "room_id": room }))).0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_that_names_another_room_is_followed_to_one_of_the_same_hands_alone() {
    let servers = federation();
    let amal = person(&servers.a, "renamed_amal", true);
    let eve = person(&servers.a, "renamed_eve", true);
    let mut bot = Bot::new(&servers.a, "renamed_bot");
    let alias = format!("#renamed:{}", servers.a.name());
    let second = amal.create_room(&NewRoom { encrypted: true, ..NewRoom::default() });
    // Whom a room's maker names as creators besides, nobody has asked.
    let sealed = json!({ "type": "m.room.encryption", "content": { "algorithm": "m.megolm.v1.aes-sha2" } });
    let trap = json!({
        "room_version": "12", "initial_state": [sealed],
        "creation_content": { "additional_creators": [amal.user_id] },
    });
    let (status, trap) = eve.api("POST", "/v3/createRoom", Some(trap));
    assert_eq!(status, 200, "{trap}");
    let trap = trap["room_id"].as_str().unwrap().to_owned();
    let named = NewRoom { encrypted: true, invite: &[&bot.user], alias: Some("renamed"), ..NewRoom::default() };
    let first = amal.create_room(&named);
    bot.configure(&[&alias]);
    bot.start_and_catch_up().await;
    amal.wait_for_member(&first, &bot.user);
    bot.inbox.hears(&amal.say(&first, "!help")).await;
    bot.stop().await;

    // Whoever may give the alias away has not made the room for that.
    rename(&amal, &eve, &alias, &trap);
    eve.invite(&trap, &bot.user);
    bot.start_and_catch_up().await;
    eve.wait_for_absence(&trap, &bot.user);
    bot.inbox.hears(&amal.say(&first, "!cases")).await;
    let told = bot.say(&alias, "stays", "YT-1 sent").await;
    amal.wait_for(&first, &anything().event(&told.0));
    assert_eq!(bot.inbox.now().moved, [""; 0]);
    bot.stop().await;

    rename(&eve, &amal, &alias, &second);
    amal.invite(&second, &bot.user);
    bot.start_and_catch_up().await;
    bot.inbox.until("the move", |kept| kept.moved.contains(&alias)).await;
    let said = amal.say(&second, "!ack YT-1");
    assert_eq!(bot.inbox.hears(&said).await.room, alias);
    let told = bot.say(&alias, "goes", "YT-1 acknowledged").await;
    amal.wait_for(&second, &anything().event(&told.0));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_whose_place_somebody_elses_room_claims_is_not_followed() {
    let servers = federation();
    let amal = person(&servers.a, "claimed_amal", true);
    let eve = person(&servers.a, "claimed_eve", true);
    let mut bot = Bot::new(&servers.a, "claimed_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    bot.inbox.hears(&amal.say(&room, "!help")).await;
    let trap = eve.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], public: true, ..NewRoom::default() });
    let tombstone = json!({ "body": "over there", "replacement_room": trap });
    let (status, answer) = amal.api("PUT", &format!("/v3/rooms/{room}/state/m.room.tombstone"), Some(tombstone));
    assert_eq!(status, 200, "{answer}");
    let refused = async {
        loop {
            match bot.send(&post(&room, "claimed", "YT-1 sent")).await {
                Err(Undelivered::Never { why }) => break why,
                _ => tokio::task::yield_now().await,
            }
        }
    };
    let why = tokio::time::timeout(std::time::Duration::from_secs(60), refused).await.expect("nobody says so");
    assert!(why.contains("name it in the configuration"), "{why}");
    eve.wait_for_absence(&trap, &bot.user);
    assert_eq!(bot.inbox.now().moved, [""; 0]);
    bot.stop().await;
}
