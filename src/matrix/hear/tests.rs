use liaison_chat::{DeviceTrust, Inbound, Said};
use serde_json::{Value, json};

use super::{Place, comes_in, heard};

const BOT: &str = "@liaison:a.example";

fn hear(kind: &str, content: Value) -> Inbound {
    hear_raw(json!({
        "event_id": "$1", "sender": "@amal:a.example", "origin_server_ts": 1_767_603_600_123_i64,
        "type": kind, "content": content,
    }))
}

fn hear_raw(event: Value) -> Inbound {
    heard(&event, &Place { room: "#pharos:a.example", own: BOT }, DeviceTrust::Plain).unwrap()
}

fn text(body: &str) -> Said {
    Said::Text(body.to_owned())
}

#[test]
fn a_text_is_heard_with_its_room_person_and_time() {
    let inbound = hear("m.room.message", json!({ "msgtype": "m.text", "body": "!ack YT-1" }));
    assert_eq!(inbound.said, text("!ack YT-1"));
    assert_eq!(inbound.room, "#pharos:a.example");
    assert_eq!(inbound.person, "@amal:a.example");
    assert_eq!(inbound.said_at.to_rfc3339(), "2026-01-05T09:00:00.123+00:00");
    assert_eq!((inbound.reply_to, inbound.thread), (None, None));
}

#[test]
fn only_texts_are_words() {
    for msgtype in ["m.notice", "m.emote", "m.image", "m.file"] {
        assert_eq!(hear("m.room.message", json!({ "msgtype": msgtype, "body": "!ack" })).said, Said::Nothing);
    }
    assert_eq!(hear("m.room.message", json!({})).said, Said::Nothing);
    assert_eq!(hear("m.room.message", json!({ "msgtype": "m.text", "body": 3 })).said, Said::Nothing);
    assert_eq!(hear("m.room.topic", json!({ "msgtype": "m.text", "body": "!ack" })).said, Said::Nothing);
}

#[test]
fn a_state_event_says_nothing_even_in_the_form_of_a_message() {
    let event = json!({
        "event_id": "$1", "sender": "@amal:a.example", "type": "m.room.message", "state_key": "",
        "content": { "msgtype": "m.text", "body": "!ack YT-1" },
    });
    assert_eq!(hear_raw(event).said, Said::Nothing);
}

#[test]
fn the_bot_does_not_hear_itself() {
    let event = json!({
        "event_id": "$1", "sender": BOT, "type": "m.room.message",
        "content": { "msgtype": "m.text", "body": "!ack YT-1" },
    });
    assert_eq!(hear_raw(event).said, Said::Nothing);
}

#[test]
fn what_has_no_id_is_not_heard_and_what_lacks_the_rest_is_nothing() {
    let place = Place { room: "!r", own: BOT };
    assert_eq!(heard(&json!({ "type": "m.room.message" }), &place, DeviceTrust::Plain), None);
    assert_eq!(heard(&Value::Null, &place, DeviceTrust::Plain), None);
    assert_eq!(hear_raw(json!({ "event_id": "$1" })).said, Said::Nothing);
}

#[test]
fn a_reply_loses_the_quotation_that_old_clients_add() {
    let relation = json!({ "m.in_reply_to": { "event_id": "$card" } });
    let reply =
        |body: &str| hear("m.room.message", json!({ "msgtype": "m.text", "body": body, "m.relates_to": relation }));
    let inbound = reply("> <@liaison:a.example> YT-1 sent\n> Next: !ack\n\n!resolved action:removed");
    assert_eq!(inbound.said, text("!resolved action:removed"));
    assert_eq!(inbound.reply_to.as_deref(), Some("$card"));
    assert_eq!(reply("!ack").said, text("!ack"));
    assert_eq!(reply("> not a quotation of a client").said, text("> not a quotation of a client"));
    assert_eq!(reply("> <@liaison:a.example> all quotation").said, text(""));
}

#[test]
fn a_quotation_outside_a_reply_is_what_was_said() {
    let said = hear("m.room.message", json!({ "msgtype": "m.text", "body": "> <@a:b> x\n\n!ack" })).said;
    assert_eq!(said, text("> <@a:b> x\n\n!ack"));
}

#[test]
fn in_a_thread_only_a_true_reply_is_one() {
    let in_thread = |falling_back: bool| {
        hear(
            "m.room.message",
            json!({ "msgtype": "m.text", "body": "!ack", "m.relates_to": {
                "rel_type": "m.thread", "event_id": "$root", "is_falling_back": falling_back,
                "m.in_reply_to": { "event_id": "$last" },
            } }),
        )
    };
    assert_eq!((in_thread(true).reply_to, in_thread(true).thread.as_deref()), (None, Some("$root")));
    assert_eq!(in_thread(false).reply_to.as_deref(), Some("$last"));
}

#[test]
fn an_edit_is_no_new_word() {
    let said = hear(
        "m.room.message",
        json!({ "msgtype": "m.text", "body": "* !ack YT-2", "m.new_content": { "msgtype": "m.text", "body": "!ack YT-2" },
            "m.relates_to": { "rel_type": "m.replace", "event_id": "$said" } }),
    )
    .said;
    assert_eq!(said, Said::Edited { what: "$said".to_owned(), text: "!ack YT-2".to_owned() });
}

#[test]
fn reactions_lose_their_variation_selector() {
    let reaction = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": "$card", "key": "✅\u{FE0F}" } });
    assert_eq!(hear("m.reaction", reaction).said, Said::Reaction { key: "✅".to_owned(), of: "$card".to_owned() });
    assert_eq!(hear("m.reaction", json!({})).said, Said::Nothing);
}

#[test]
fn redactions_of_old_and_new_rooms_are_heard() {
    let gone = Said::Gone { what: "$2".to_owned() };
    assert_eq!(hear("m.room.redaction", json!({ "redacts": "$2" })).said, gone);
    let old = json!({ "event_id": "$1", "sender": "@a:b", "type": "m.room.redaction", "redacts": "$2", "content": {} });
    assert_eq!(hear_raw(old).said, gone);
    assert_eq!(hear("m.room.redaction", json!({})).said, Said::Nothing);
}

#[test]
fn what_is_sealed_is_unread_and_what_was_redacted_is_nothing() {
    let sealed = json!({ "algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA", "session_id": "s" });
    assert_eq!(hear("m.room.encrypted", sealed).said, Said::Unread);
    assert_eq!(hear("m.room.encrypted", json!({})).said, Said::Nothing);
    assert_eq!(hear("m.room.message", json!({})).said, Said::Nothing);
}

#[test]
fn a_command_that_a_client_built_is_read_as_if_typed() {
    let built = |mentions: Value| {
        hear(
            "m.room.message",
            json!({ "msgtype": "m.text", "body": "resolve it", "m.mentions": mentions,
                "org.matrix.msc4391.command": { "command": "resolved", "arguments": {
                    "action": "removed", "case": ["YT-1", "YT-2"], "partly": true, "reason": "as agreed",
                } } }),
        )
        .said
    };
    let line = text("!resolved action:removed case:YT-1 case:YT-2 partly:yes reason:\"as agreed\"");
    assert_eq!(built(json!({ "user_ids": [BOT] })), line);
    assert_eq!(built(json!({})), line);
    assert_eq!(built(json!({ "user_ids": ["@other:a.example"] })), text("resolve it"));
}

#[test]
fn the_bot_comes_in_by_an_invitation_or_else_by_its_join() {
    let member = |key: &str, now: &str, before: Option<&str>| {
        json!({ "type": "m.room.member", "state_key": key, "content": { "membership": now },
            "unsigned": { "prev_content": before.map(|before| json!({ "membership": before })) } })
    };
    assert!(comes_in(&member(BOT, "invite", None), BOT));
    assert!(comes_in(&member(BOT, "join", None), BOT));
    assert!(comes_in(&member(BOT, "join", Some("leave")), BOT));
    assert!(!comes_in(&member(BOT, "join", Some("invite")), BOT));
    assert!(!comes_in(&member(BOT, "join", Some("join")), BOT));
    assert!(!comes_in(&member(BOT, "leave", Some("join")), BOT));
    assert!(!comes_in(&member("@amal:a.example", "join", None), BOT));
}
