//! Messages: sizes, nonces, mentions, what an edit and a history show.

use serde_json::{Value, json};

use crate::by_hand::Stage;

fn button(name: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": "Take", "custom_id": name })
}

fn row(buttons: Vec<Value>) -> Value {
    json!({ "type": 1, "components": buttons })
}

#[tokio::test]
async fn a_message_within_the_limits_passes() {
    let stage = Stage::new().await;
    let rows: Vec<Value> = (0..5).map(|r| row((0..5).map(|b| button(&format!("{r}-{b}"))).collect())).collect();
    let nonce = "n".repeat(25);
    let answer = stage.post(json!({ "content": "ü".repeat(2000), "components": rows, "nonce": nonce })).await;
    assert_eq!((answer.status, &answer.body["nonce"]), (200, &json!(nonce)), "{answer:?}");
    assert_eq!(answer.headers.get("x-ratelimit-remaining").map(String::as_str), Some("999"));
    let message = stage.discord.messages(stage.room).pop().unwrap();
    assert_eq!(message.buttons().len(), 25);
    assert!(stage.discord.rejections().is_empty());
}

#[tokio::test]
async fn what_discord_would_refuse_is_refused() {
    let stage = Stage::new().await;
    let select = json!({ "type": 3, "custom_id": "s", "options": [{ "label": "a", "value": "a" }] });
    let refused = [
        json!({ "content": "x".repeat(2001) }),
        json!({ "content": "x", "nonce": "n".repeat(26) }),
        json!({ "content": "x", "components": [row(vec![button("same"), button("same")])] }),
        json!({ "content": "x", "components": [row(vec![button(&"c".repeat(101))])] }),
        json!({ "content": "x", "components": [row((0..6).map(|n| button(&n.to_string())).collect())] }),
        json!({ "content": "x", "components": (0..6).map(|n| row(vec![button(&n.to_string())])).collect::<Vec<_>>() }),
        json!({ "content": "x", "components": [row(vec![])] }),
        json!({ "content": "x", "components": [button("outside")] }),
        json!({ "content": "x", "components": [row(vec![button("a"), select])] }),
        json!({ "content": "x", "components": [row(vec![json!({ "type": 2, "style": 1, "label": "no name" })])] }),
        json!({ "content": "x", "components": [row(vec![json!({ "type": 2, "style": 1, "custom_id": "no label" })])] }),
        json!({ "content": "x", "components": [row(vec![json!({ "type": 4, "custom_id": "t", "label": "t", "style": 1 })])] }),
        json!({ "content": "x", "embeds": [{ "title": "t".repeat(257) }] }),
        json!({ "content": "x", "allowed_mentions": { "parse": ["users"], "users": ["1"] } }),
        json!({ "content": "x", "message_reference": { "message_id": "1" } }),
        json!({ "content": 5 }),
    ];
    for body in refused {
        let answer = stage.post(body.clone()).await;
        assert_eq!((answer.status, answer.code()), (400, 50035), "{body} was answered with {answer:?}");
        assert!(answer.body["errors"].is_object());
    }
    for empty in [json!({}), json!({ "content": "  \n" }), json!({ "content": "", "components": [] })] {
        assert_eq!(stage.post(empty).await.code(), 50006);
    }
    assert!(stage.discord.messages(stage.room).is_empty());
    assert_eq!(stage.discord.rejections().len(), 19);
}

#[tokio::test]
async fn an_enforced_nonce_gives_back_the_first_message() {
    let stage = Stage::new().await;
    let body = json!({ "content": "once", "nonce": "7", "enforce_nonce": true });
    let first = stage.post(body.clone()).await;
    let again = stage.post(json!({ "content": "other text", "nonce": "7", "enforce_nonce": true })).await;
    assert_eq!((&again.body["id"], &again.body["content"]), (&first.body["id"], &json!("once")));
    stage.post(json!({ "content": "without", "nonce": "7" })).await;
    stage.discord.advance(std::time::Duration::from_secs(200));
    let later = stage.post(body).await;
    assert_ne!(later.body["id"], first.body["id"], "after a few minutes it is forgotten");
    assert_eq!(stage.discord.messages(stage.room).len(), 3);
}

#[tokio::test]
async fn history_is_paged_and_shows_no_nonce() {
    let stage = Stage::new().await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let answer = stage.post(json!({ "content": number.to_string(), "nonce": number.to_string() })).await;
        ids.push(answer.body["id"].as_str().unwrap().to_owned());
    }
    let page = async |query: &str| {
        let answer = stage.get(&format!("/channels/{}/messages?{query}", stage.room)).await;
        let all = answer.body.as_array().unwrap().clone();
        assert!(all.iter().all(|message| message.get("nonce").is_none()));
        all.iter().map(|message| message["content"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(page("limit=2").await, "43");
    assert_eq!(page(&format!("limit=2&before={}", ids[3])).await, "21");
    assert_eq!(page(&format!("limit=2&after={}", ids[1])).await, "32");
    assert_eq!(page(&format!("limit=3&around={}", ids[2])).await, "321");
    assert_eq!(stage.get(&format!("/channels/{}/messages?limit=101", stage.room)).await.code(), 50035);
}

#[tokio::test]
async fn only_what_is_allowed_is_mentioned() {
    let stage = Stage::new().await;
    let text = format!("<@{}> and @everyone", stage.ada);
    stage.post(json!({ "content": text, "allowed_mentions": { "parse": [] } })).await;
    stage.post(json!({ "content": text })).await;
    let all = stage.discord.messages(stage.room);
    assert_eq!((all[0].called.users.len(), all[1].called.users.clone()), (0, vec![stage.ada]));
    assert!(!all[1].called.everyone, "the bot may not call everyone");
}

#[tokio::test]
async fn an_edit_replaces_and_is_marked() {
    let stage = Stage::new().await;
    let id = stage.posted("before").await;
    let path = format!("/channels/{}/messages/{id}", stage.room);
    let edited =
        stage.ask("PATCH", &path, &json!({ "content": "after", "components": [row(vec![button("a")])] })).await;
    assert!(edited.body["edited_timestamp"].is_string(), "{edited:?}");
    assert_eq!(stage.ask("PATCH", &path, &json!({ "content": "x".repeat(2001) })).await.code(), 50035);
    assert_eq!(stage.ask("PATCH", &path, &json!({ "content": "", "components": [] })).await.code(), 50006);
    let message = stage.discord.message(id).unwrap();
    assert_eq!((message.content.as_str(), message.earlier.as_slice()), ("after", ["before".to_owned()].as_slice()));
}

#[tokio::test]
async fn embeds_go_where_they_are_suppressed() {
    let stage = Stage::new().await;
    let embeds = json!([{ "title": "A card" }]);
    stage.post(json!({ "content": "x", "embeds": embeds, "flags": 4 })).await;
    stage.post(json!({ "content": "x", "embeds": embeds })).await;
    let counts: Vec<usize> = stage.discord.messages(stage.room).iter().map(|message| message.embeds.len()).collect();
    assert_eq!(counts, [0, 1]);
}
