//! Who may do what, and what is not there.

use std::time::Duration;

use liaison_counterpart::{Overwrite, Permissions, Whom};
use serde_json::{Value, json};

use crate::by_hand::Stage;

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let stage = Stage::new().await;
    let answer = stage.ask_as("Bot wrong", "GET", "/users/@me", &Value::Null).await.unwrap();
    assert_eq!((answer.status, answer.code()), (401, 0));
    assert_eq!(stage.get("/users/@me").await.status, 200);
    stage.discord.revoke_token();
    assert_eq!(stage.get("/users/@me").await.status, 401);
}

#[tokio::test]
async fn rights_come_from_roles_and_overwrites() {
    let stage = Stage::new().await;
    stage.discord.forbid(stage.room, Permissions::SEND_MESSAGES);
    let refused = stage.post(json!({ "content": "x" })).await;
    assert_eq!((refused.status, refused.code()), (403, 50013));
    stage.discord.permit(stage.room, Permissions::SEND_MESSAGES);
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 200);
    let (deny, whom) = (Permissions::VIEW_CHANNEL, Whom::Role(stage.guild));
    stage.discord.overwrite(stage.room, Overwrite { whom, allow: Permissions::empty(), deny });
    let refused = stage.post(json!({ "content": "x" })).await;
    assert_eq!((refused.status, refused.code()), (403, 50001));
    assert!(stage.discord.say(stage.ada, stage.room, "x", None).is_err());
}

#[tokio::test]
async fn what_is_not_there_is_unknown() {
    let stage = Stage::new().await;
    assert_eq!(stage.get("/channels/1").await.code(), 10003);
    assert_eq!(stage.get("/guilds/1").await.code(), 10004);
    assert_eq!(stage.get(&format!("/channels/{}/messages/1", stage.room)).await.code(), 10008);
    assert_eq!(stage.get(&format!("/guilds/{}/members/1", stage.guild)).await.code(), 10013);
    assert_eq!(stage.get("/nothing").await.status, 404);
    let member = stage.get(&format!("/guilds/{}/members/{}", stage.guild, stage.ada)).await;
    assert_eq!(member.body["user"]["username"], "ada");
    stage.discord.delete_channel(stage.room);
    assert_eq!(stage.post(json!({ "content": "x" })).await.code(), 10003);
}

#[tokio::test]
async fn messages_of_others_are_left_alone() {
    let stage = Stage::new().await;
    let theirs = stage.discord.say(stage.ada, stage.room, "mine", None).unwrap();
    let path = format!("/channels/{}/messages/{theirs}", stage.room);
    assert_eq!(stage.ask("PATCH", &path, &json!({ "content": "yours" })).await.code(), 50005);
    assert_eq!(stage.ask("DELETE", &path, &Value::Null).await.code(), 50013);
    stage.discord.permit(stage.room, Permissions::MANAGE_MESSAGES);
    assert_eq!(stage.ask("DELETE", &path, &Value::Null).await.status, 204);
    let direct = stage.discord.direct(stage.ada);
    let theirs = stage.discord.say(stage.ada, direct, "secret", None).unwrap();
    let path = format!("/channels/{direct}/messages/{theirs}");
    assert_eq!(stage.ask("DELETE", &path, &Value::Null).await.code(), 50003);
}

#[tokio::test]
async fn threads_are_made_once_and_silent_when_archived() {
    let stage = Stage::new().await;
    let root = stage.posted("root").await;
    let start = format!("/channels/{}/messages/{root}/threads", stage.room);
    let odd = json!({ "name": "t", "auto_archive_duration": 61 });
    assert_eq!(stage.ask("POST", &start, &odd).await.code(), 50035);
    let made = stage.ask("POST", &start, &json!({ "name": "t", "auto_archive_duration": 60 })).await;
    assert_eq!((made.status, &made.body["id"]), (201, &json!(root)), "{made:?}");
    assert_eq!(stage.ask("POST", &start, &json!({ "name": "t" })).await.code(), 160_004);
    let path = format!("/channels/{root}/messages");
    let said = stage.ask("POST", &path, &json!({ "content": "inside" })).await;
    let said = format!("{path}/{}", said.body["id"].as_str().unwrap());
    stage.discord.archive_thread(root, false);
    for (method, path) in [("POST", &path), ("PATCH", &said)] {
        assert_eq!(stage.ask(method, path, &json!({ "content": "x" })).await.code(), 50083);
    }
    let react = format!("{said}/reactions/%F0%9F%91%80/@me");
    assert_eq!(stage.ask("PUT", &react, &Value::Null).await.code(), 50083);
    let opened = stage.ask("PATCH", &format!("/channels/{root}"), &json!({ "archived": false })).await;
    assert_eq!(opened.body["thread_metadata"]["archived"], false);
    assert_eq!(stage.ask("PUT", &react, &Value::Null).await.status, 204);
    assert_eq!(stage.ask("PUT", &format!("{said}/reactions/eyes/@me"), &Value::Null).await.code(), 10014);
    stage.discord.archive_thread(root, true);
    let locked = stage.ask("PATCH", &format!("/channels/{root}"), &json!({ "archived": false })).await;
    assert_eq!(locked.code(), 50013);
}

#[tokio::test]
async fn whoever_is_closed_gets_nothing() {
    let stage = Stage::new().await;
    let open = stage.ask("POST", "/users/@me/channels", &json!({ "recipient_id": stage.ada })).await;
    let path = format!("/channels/{}/messages", open.body["id"].as_str().unwrap());
    assert_eq!(stage.ask("POST", &path, &json!({ "content": "x" })).await.status, 200);
    stage.discord.close_direct(stage.ada, true);
    assert_eq!(stage.ask("POST", &path, &json!({ "content": "x" })).await.code(), 50007);
    let nobody = stage.ask("POST", "/users/@me/channels", &json!({ "recipient_id": "1" })).await;
    assert_eq!(nobody.code(), 50033);
}

#[tokio::test]
async fn people_are_held_to_what_is_registered() {
    let stage = Stage::new().await;
    let count = json!({ "type": 4, "name": "count", "description": "d", "required": true, "max_value": 5 });
    stage.command(json!({ "name": "close", "description": "d", "options": [count] })).await;
    stage.command(json!({ "name": "admin", "description": "d", "default_member_permissions": "32" })).await;
    let try_it = |name: &str, options: &[(&str, Value)]| stage.discord.slash(stage.ada, stage.room, name, options);
    assert!(try_it("open", &[]).is_err());
    assert!(try_it("close", &[]).is_err());
    assert!(try_it("close", &[("count", json!("5"))]).is_err());
    assert!(try_it("close", &[("count", json!(6))]).is_err());
    assert!(try_it("close", &[("count", json!(5)), ("other", json!(5))]).is_err());
    assert!(try_it("admin", &[]).is_err());
    let it = try_it("close", &[("count", json!(5))]).unwrap();
    assert_eq!(it.payload()["data"]["options"][0]["value"], 5);
    stage.discord.set_patience(Duration::from_millis(20));
    assert!(it.answer().await.is_err(), "nobody answers");
}
