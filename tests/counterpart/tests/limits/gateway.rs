//! The gateway: who is let in, what is replayed, what is blank.

use liaison_counterpart::Intents;
use serde_json::{Value, json};

use crate::by_hand::{Socket, Stage};

/// Guilds and their messages: nothing privileged.
const PLAIN: u64 = 1 | 1 << 9 | 1 << 12;
const CONTENT: u64 = 1 << 15;

#[tokio::test]
async fn who_is_not_let_in() {
    let stage = Stage::new().await;
    let token = stage.discord.token();
    let frame = |token: &str, intents: Value| json!({ "op": 2, "d": { "token": token, "intents": intents } });
    let sharded = json!({ "op": 2, "d": { "token": token, "intents": 1, "shard": [1, 1] } });
    let refused = [
        (frame("wrong", json!(1)), 4004),
        (frame(&token, json!(1 << 30)), 4013),
        (frame(&token, Value::Null), 4013),
        (frame(&token, json!(CONTENT)), 4014),
        (sharded, 4010),
        (json!({ "op": 3, "d": {} }), 4003),
        (json!({ "op": 99, "d": {} }), 4001),
        (json!({ "op": 1, "d": "x".repeat(5000) }), 4002),
    ];
    for (frame, code) in refused {
        let mut socket = Socket::open(&stage.discord).await;
        socket.send(frame.clone()).await;
        assert_eq!(socket.next().await, json!({ "closed": code }), "{frame}");
    }
    stage.discord.grant(Intents::MESSAGE_CONTENT);
    let mut socket = Socket::open(&stage.discord).await;
    socket.identify(&token, CONTENT).await;
    assert_eq!(socket.next().await["t"], "READY");
    socket.identify(&token, CONTENT).await;
    assert_eq!(socket.next().await, json!({ "closed": 4005 }));
    let left = stage.get("/gateway/bot").await;
    assert_eq!(left.body["session_start_limit"]["remaining"], 1000 - stage.discord.identifies());
}

#[tokio::test]
async fn a_session_is_resumed_with_what_was_missed() {
    let stage = Stage::new().await;
    let token = stage.discord.token();
    let mut socket = Socket::open(&stage.discord).await;
    socket.identify(&token, PLAIN).await;
    let ready = socket.event("READY").await;
    let guild = socket.event("GUILD_CREATE").await;
    for list in ["roles", "emojis", "channels", "threads", "members", "presences", "voice_states", "stickers"] {
        assert!(guild["d"][list].is_array(), "{list}");
    }
    stage.discord.drop_sockets();
    assert_eq!(socket.next().await, json!({ "closed": null }));
    stage.posted("meanwhile").await;
    let resume =
        |session: &Value, seq: u64| json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": seq } });
    let mut socket = Socket::open(&stage.discord).await;
    socket.send(resume(&ready["d"]["session_id"], guild["s"].as_u64().unwrap())).await;
    assert_eq!(socket.event("MESSAGE_CREATE").await["d"]["content"], "meanwhile");
    socket.event("RESUMED").await;
    stage.discord.reconnect();
    assert_eq!(socket.next().await["op"], 7);
    stage.discord.invalidate(false);
    assert_eq!(socket.next().await, json!({ "op": 9, "t": null, "s": null, "d": false }));
    socket.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(socket.next().await["op"], 11);
    let mut socket = Socket::open(&stage.discord).await;
    socket.send(resume(&ready["d"]["session_id"], 1)).await;
    assert_eq!(socket.next().await["d"], false, "the session is gone");
    assert_eq!((stage.discord.identifies(), stage.discord.resumes()), (1, 1));
}

#[tokio::test]
async fn what_is_not_for_the_bot_is_blank() {
    let stage = Stage::new().await;
    let mut socket = Socket::open(&stage.discord).await;
    socket.identify(&stage.discord.token(), PLAIN).await;
    socket.event("GUILD_CREATE").await;
    let mention = format!("<@{}> hello", stage.discord.application());
    let plain = stage.discord.say(stage.ada, stage.room, "hello", None).unwrap();
    stage.discord.say(stage.ada, stage.room, &mention, Some(plain)).unwrap();
    stage.discord.say(stage.ada, stage.discord.direct(stage.ada), "hello", None).unwrap();
    stage.posted("own").await;
    let mut heard = Vec::new();
    for _ in 0..4 {
        let event = socket.event("MESSAGE_CREATE").await;
        heard.push(event["d"]["content"].as_str().unwrap().to_owned());
        assert!(event["d"]["referenced_message"].is_null() || event["d"]["referenced_message"]["content"] == "");
    }
    assert_eq!(heard, ["", mention.as_str(), "hello", "own"]);
    let history = stage.get(&format!("/channels/{}/messages/{plain}", stage.room)).await;
    assert_eq!(history.body["content"], "", "over REST too");
}

#[tokio::test]
async fn members_are_told_of_with_the_intent_only() {
    let stage = Stage::new().await;
    stage.discord.grant(Intents::GUILD_MEMBERS);
    let token = stage.discord.token();
    let (mut with, mut without) = (Socket::open(&stage.discord).await, Socket::open(&stage.discord).await);
    with.identify(&token, PLAIN | Intents::GUILD_MEMBERS.bits()).await;
    without.identify(&token, PLAIN).await;
    assert_eq!(with.event("GUILD_CREATE").await["d"]["members"].as_array().map(Vec::len), Some(3));
    assert_eq!(without.event("GUILD_CREATE").await["d"]["members"].as_array().map(Vec::len), Some(1));
    let role = stage.discord.role(stage.guild, "Lead", liaison_counterpart::Permissions::empty());
    stage.discord.give_role(stage.ada, stage.guild, role);
    stage.posted("after").await;
    assert!(with.event("GUILD_MEMBER_UPDATE").await["d"]["roles"].as_array().unwrap().contains(&json!(role)));
    assert_eq!(without.next().await["t"], "GUILD_ROLE_CREATE");
    assert_eq!(without.next().await["t"], "MESSAGE_CREATE");
}

#[tokio::test]
async fn a_flood_is_closed() {
    let stage = Stage::new().await;
    let mut socket = Socket::open(&stage.discord).await;
    for _ in 0..121 {
        socket.send(json!({ "op": 1, "d": null })).await;
    }
    for _ in 0..120 {
        assert_eq!(socket.next().await["op"], 11);
    }
    assert_eq!(socket.next().await, json!({ "closed": 4008 }));
}

#[tokio::test]
async fn a_heart_that_stops_is_noticed() {
    let stage = Stage::new().await;
    stage.discord.set_heartbeat(std::time::Duration::from_millis(100));
    let mut socket = Socket::open(&stage.discord).await;
    assert_eq!(socket.next().await, json!({ "closed": 4009 }));
}
