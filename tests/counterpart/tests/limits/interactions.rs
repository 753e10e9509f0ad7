//! Interactions: deadlines, double answers, the life of a token, forms and choices.

use std::time::Duration;

use liaison_counterpart::Interaction;
use serde_json::{Value, json};

use crate::by_hand::Stage;

async fn asked(stage: &Stage) -> Interaction {
    let title = json!({ "type": 3, "name": "title", "description": "d", "required": true, "autocomplete": true });
    stage.command(json!({ "name": "report", "description": "d", "options": [title] })).await;
    stage.discord.slash(stage.ada, stage.room, "report", &[("title", json!("spam"))]).unwrap()
}

#[tokio::test]
async fn an_answer_is_in_time_and_given_once() {
    let stage = Stage::new().await;
    let late = asked(&stage).await;
    stage.discord.advance(Duration::from_millis(3100));
    let refused = stage.callback(&late.payload(), json!({ "type": 5 })).await;
    assert_eq!((refused.status, refused.code()), (404, 10062));
    let prompt = asked(&stage).await;
    let answer = stage.callback(&prompt.payload(), json!({ "type": 5, "data": { "flags": 64 } })).await;
    assert_eq!((answer.status, answer.headers.get("content-type")), (204, None));
    let twice = stage.callback(&prompt.payload(), json!({ "type": 4, "data": { "content": "x" } })).await;
    assert_eq!((twice.status, twice.code()), (400, 40060));
    let wrong = json!({ "id": prompt.payload()["id"], "token": "wrong" });
    assert_eq!(stage.callback(&wrong, json!({ "type": 5 })).await.code(), 10062);
}

#[tokio::test]
async fn what_is_deferred_stays_ephemeral_and_lives_a_quarter_of_an_hour() {
    let stage = Stage::new().await;
    let it = asked(&stage).await;
    let webhook = stage.webhook(&it.payload());
    let early = stage.ask("PATCH", &format!("{webhook}/messages/@original"), &json!({ "content": "x" })).await;
    assert_eq!(early.code(), 10015, "before the first answer there is nothing to edit");
    stage.callback(&it.payload(), json!({ "type": 5, "data": { "flags": 64 } })).await;
    let edit = json!({ "content": "for you", "flags": 0 });
    assert_eq!(stage.ask("PATCH", &format!("{webhook}/messages/@original"), &edit).await.status, 200);
    assert_eq!(it.ephemeral_text().await.unwrap(), "for you");
    let more = stage.ask("POST", &webhook, &json!({ "content": "more" })).await;
    let more = format!("{webhook}/messages/{}", more.body["id"].as_str().unwrap());
    assert_eq!(stage.ask("PATCH", &more, &json!({ "content": "changed" })).await.status, 200);
    assert_eq!(stage.ask("DELETE", &more, &Value::Null).await.status, 204);
    assert_eq!(stage.ask("DELETE", &more, &Value::Null).await.code(), 10008);
    assert_eq!(stage.discord.messages(stage.room).len(), 0);
    stage.discord.advance(Duration::from_secs(15 * 60));
    let after = stage.ask("PATCH", &format!("{webhook}/messages/@original"), &edit).await;
    assert_eq!((after.status, after.code()), (401, 50027));
}

#[tokio::test]
async fn the_first_follow_up_takes_the_place_of_what_was_deferred() {
    let stage = Stage::new().await;
    let it = asked(&stage).await;
    stage.callback(&it.payload(), json!({ "type": 5, "data": { "flags": 64 } })).await;
    stage.ask("POST", &stage.webhook(&it.payload()), &json!({ "content": "instead" })).await;
    assert_eq!(it.ephemeral_text().await.unwrap(), "instead");
    assert!(it.follow_ups().is_empty());
}

#[tokio::test]
async fn answers_fit_their_interaction() {
    let stage = Stage::new().await;
    let it = asked(&stage).await;
    for kind in [1, 6, 7, 8] {
        let refused = stage.callback(&it.payload(), json!({ "type": kind, "data": { "content": "x" } })).await;
        assert_eq!(refused.code(), 50035, "{kind}: {refused:?}");
    }
    assert_eq!(stage.callback(&it.payload(), json!({ "type": 4, "data": { "content": "" } })).await.code(), 50006);
    let choices = |count: usize, text: &str| {
        let one = |n: usize| json!({ "name": format!("{text}{n}"), "value": n.to_string() });
        json!({ "type": 8, "data": { "choices": (0..count).map(one).collect::<Vec<_>>() } })
    };
    let typing = stage.discord.autocomplete(stage.ada, stage.room, "report", &[("title", "s")]).unwrap();
    assert_eq!(stage.callback(&typing.payload(), choices(26, "c")).await.code(), 50035);
    assert_eq!(stage.callback(&typing.payload(), choices(1, &"c".repeat(100))).await.code(), 50035);
    assert_eq!(stage.callback(&typing.payload(), choices(25, "c")).await.status, 204);
    assert_eq!(typing.choices().await.unwrap().len(), 25);
}

#[tokio::test]
async fn forms_keep_to_their_sizes() {
    let stage = Stage::new().await;
    let it = asked(&stage).await;
    let form = |title: &str, label: &str, rows: usize| {
        let row = |n: usize| {
            let input =
                json!({ "type": 4, "custom_id": format!("f{n}"), "style": 1, "label": label, "max_length": 10 });
            json!({ "type": 1, "components": [input] })
        };
        let components: Vec<Value> = (0..rows).map(row).collect();
        json!({ "type": 9, "data": { "custom_id": "form", "title": title, "components": components } })
    };
    for body in [
        form(&"t".repeat(46), "l", 1),
        form("t", &"l".repeat(46), 1),
        form("t", "l", 6),
        form("t", "l", 0),
        form("t", "", 1),
    ] {
        let refused = stage.callback(&it.payload(), body.clone()).await;
        assert_eq!(refused.code(), 50035, "{body} was answered with {refused:?}");
    }
    assert_eq!(stage.callback(&it.payload(), form(&"t".repeat(45), &"l".repeat(45), 1)).await.status, 204);
    let shown = it.form().await.unwrap();
    assert!(stage.discord.submit(stage.ada, &shown, &[("f0", "eleven char")]).is_err());
    let sent = stage.discord.submit(stage.ada, &shown, &[("f0", "ten")]).unwrap();
    assert_eq!(sent.payload()["data"]["components"][0]["components"][0]["value"], "ten");
    assert_eq!(stage.callback(&sent.payload(), form("t", "l", 1)).await.code(), 50035, "no form after a form");
}
