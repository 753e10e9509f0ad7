//! What a test orders to go wrong goes wrong, once, and is recorded.

use std::time::Duration;

use liaison_counterpart::Scope;
use serde_json::json;

use crate::by_hand::Stage;

const POSTS: &str = "POST /channels/*/messages";

#[tokio::test]
async fn a_limit_holds_and_haste_is_recorded() {
    let stage = Stage::new().await;
    stage.discord.limit_next(POSTS, 1, Duration::from_millis(1500), Scope::Shared);
    let limited = stage.post(json!({ "content": "x" })).await;
    assert_eq!((limited.status, &limited.body["retry_after"]), (429, &json!(1.5)));
    assert_eq!(limited.headers.get("retry-after").map(String::as_str), Some("2"));
    assert_eq!(limited.headers.get("x-ratelimit-scope").map(String::as_str), Some("shared"));
    assert_eq!(stage.get("/users/@me").await.status, 200, "another route");
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 429);
    assert_eq!(stage.discord.too_early().len(), 1);
    stage.discord.advance(Duration::from_millis(1500));
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 200);
    assert_eq!((stage.discord.too_early().len(), stage.discord.faults_of_the_bot().len()), (1, 0));
}

#[tokio::test]
async fn a_global_limit_holds_for_all_but_interactions() {
    let stage = Stage::new().await;
    stage.command(json!({ "name": "report", "description": "d" })).await;
    let it = stage.discord.slash(stage.ada, stage.room, "report", &[]).unwrap();
    stage.discord.limit_next("*", 1, Duration::from_secs(1), Scope::Global);
    let limited = stage.get("/users/@me").await;
    assert_eq!((limited.status, &limited.body["global"]), (429, &json!(true)));
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 429);
    assert_eq!(stage.callback(&it.payload(), json!({ "type": 5 })).await.status, 204);
}

#[tokio::test]
async fn an_answer_is_lost_after_the_thing_is_done() {
    let stage = Stage::new().await;
    stage.discord.answer_lost_next(POSTS);
    let path = format!("/channels/{}/messages", stage.room);
    let body = json!({ "content": "once", "nonce": "1", "enforce_nonce": true });
    assert!(stage.try_ask("POST", &path, &body).await.is_err());
    assert_eq!(stage.discord.messages(stage.room).len(), 1);
    assert_eq!(stage.ask("POST", &path, &body).await.status, 200);
    assert_eq!(stage.discord.messages(stage.room).len(), 1);
}

#[tokio::test]
async fn a_failure_does_nothing_and_a_stall_only_waits() {
    let stage = Stage::new().await;
    stage.discord.fail_next(POSTS, 503);
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 503);
    assert!(stage.discord.messages(stage.room).is_empty());
    stage.discord.stall_next(POSTS, Duration::from_millis(50));
    let began = stage.discord.now();
    assert_eq!(stage.post(json!({ "content": "x" })).await.status, 200);
    assert!(stage.discord.now() - began >= 50);
    let statuses: Vec<Option<u16>> = stage.discord.requests_of(POSTS).iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(503), Some(200)]);
}
