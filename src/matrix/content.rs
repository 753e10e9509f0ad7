//! The JSON of what the bot says: complete as plain text, never a live link of its own, calling exactly those who must
//! act. Each post carries its delivery key, so that it can be found again in the room.

use liaison_chat::{DeliveryKey, Document, Receipt, html};
use serde_json::{Map, Value, json};

/// The marker by which a post is found again.
pub(crate) const KEY: &str = "org.liaison.key";

/// Where a post stands in its room.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing<'a> {
    /// What it answers.
    pub(crate) reply_to: Option<&'a str>,
    /// The root of the thread that it is in.
    pub(crate) thread: Option<&'a str>,
}

/// A new post. `calls` are the people who are called by it.
pub(crate) fn post(document: &Document, calls: &[String], standing: Standing<'_>, key: &DeliveryKey) -> Value {
    let mut content = said(document, calls);
    if let Some(relation) = relation(standing) {
        content.insert("m.relates_to".to_owned(), relation);
    }
    content.insert(KEY.to_owned(), json!(key.0));
    Value::Object(content)
}

/// A post says something else. Nobody is called by an edit.
pub(crate) fn edit(document: &Document, of: &Receipt, key: &DeliveryKey) -> Value {
    let new = said(document, &[]);
    let mut content = new.clone();
    // Clients that do not know of edits show this as one more message: the line that names the case is enough.
    let first = Document { blocks: document.blocks.iter().take(1).cloned().collect(), ..Document::default() };
    content.insert("body".to_owned(), json!(format!("* {}", first.plain())));
    content.insert("formatted_body".to_owned(), json!(format!("* {}", html(&first))));
    content.insert("m.new_content".to_owned(), Value::Object(new));
    content.insert("m.relates_to".to_owned(), json!({ "rel_type": "m.replace", "event_id": of.0 }));
    content.insert(KEY.to_owned(), json!(key.0));
    Value::Object(content)
}

fn said(document: &Document, calls: &[String]) -> Map<String, Value> {
    let mut content = Map::new();
    // The default rules of every client let a notice ring for nobody, whomever it names: who is called is called by a text.
    content.insert("msgtype".to_owned(), json!(if calls.is_empty() { "m.notice" } else { "m.text" }));
    content.insert("body".to_owned(), json!(document.plain()));
    content.insert("format".to_owned(), json!("org.matrix.custom.html"));
    content.insert("formatted_body".to_owned(), json!(html(document)));
    content.insert("m.mentions".to_owned(), if calls.is_empty() { json!({}) } else { json!({ "user_ids": calls }) });
    // Without it, some clients have their homeserver look at whatever resembles an address.
    content.insert("com.beeper.linkpreviews".to_owned(), json!([]));
    content
}

fn relation(standing: Standing<'_>) -> Option<Value> {
    match (standing.thread, standing.reply_to) {
        (Some(root), reply_to) => Some(json!({
            "rel_type": "m.thread",
            "event_id": root,
            "is_falling_back": reply_to.is_none(),
            "m.in_reply_to": { "event_id": reply_to.unwrap_or(root) },
        })),
        (None, Some(reply_to)) => Some(json!({ "m.in_reply_to": { "event_id": reply_to } })),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use liaison_chat::{Block, DeliveryKey, Document, Piece, Receipt};
    use serde_json::json;

    use super::{KEY, Standing, edit, post};

    fn document() -> Document {
        Document::line(vec![Piece::Text("YT-1: ".to_owned()), Piece::Words("<b>mine</b>".to_owned())])
    }

    #[test]
    fn a_post_is_a_notice_that_calls_nobody_unasked() {
        let content = post(&document(), &[], Standing::default(), &DeliveryKey("k1".to_owned()));
        assert_eq!(content["msgtype"], "m.notice");
        assert_eq!(content["body"], "YT-1: <b>mine</b>");
        assert!(!content["formatted_body"].as_str().unwrap().contains("<b>"));
        assert_eq!(content["m.mentions"], json!({}));
        assert_eq!(content["com.beeper.linkpreviews"], json!([]));
        assert_eq!(content[KEY], "k1");
        assert!(content.get("m.relates_to").is_none());
    }

    #[test]
    fn those_who_are_called_are_named() {
        let calls = ["@chen:b.example".to_owned()];
        let content = post(&document(), &calls, Standing::default(), &DeliveryKey("k".to_owned()));
        assert_eq!(content["m.mentions"], json!({ "user_ids": ["@chen:b.example"] }));
        assert_eq!(content["msgtype"], "m.text", "a notice would ring for nobody");
    }

    #[test]
    fn a_thread_has_a_fallback_and_a_true_reply_has_none() {
        let key = DeliveryKey("k".to_owned());
        let thread = post(&document(), &[], Standing { reply_to: None, thread: Some("$root") }, &key);
        assert_eq!(thread["m.relates_to"]["is_falling_back"], true);
        assert_eq!(thread["m.relates_to"]["m.in_reply_to"]["event_id"], "$root");
        let reply = post(&document(), &[], Standing { reply_to: Some("$said"), thread: Some("$root") }, &key);
        assert_eq!(reply["m.relates_to"]["is_falling_back"], false);
        assert_eq!(reply["m.relates_to"]["m.in_reply_to"]["event_id"], "$said");
    }

    #[test]
    fn an_edit_calls_nobody() {
        let mut document = document();
        document.blocks.push(Block::Line(vec![Piece::Text("the rest".to_owned())]));
        document.calls = vec!["@chen:b.example".to_owned()];
        let content = edit(&document, &Receipt("$card".to_owned()), &DeliveryKey("k2".to_owned()));
        assert_eq!(content["body"], "* YT-1: <b>mine</b>");
        assert_eq!(content["m.new_content"]["body"], "YT-1: <b>mine</b>\nthe rest");
        assert_eq!(content["m.mentions"], json!({}));
        assert_eq!(content["m.new_content"]["m.mentions"], json!({}));
        assert_eq!(content["m.relates_to"], json!({ "rel_type": "m.replace", "event_id": "$card" }));
    }
}
