//! The body of a message: new, edited, or the answer to an interaction.

use std::collections::BTreeSet;

use serde_json::Value;
use twilight_model::channel::message::{AllowedMentions, Embed, MentionType};
use twilight_validate::message;

use crate::asked::{Asked, File};
use crate::judge::{by_others, components, read};
use crate::refusal::Refusal;
use crate::snowflake::Snowflake;
use crate::world::message::flag;

/// The most files in one message, and bytes in one file.
const FILES: usize = 10;
const FILE_BYTES: usize = 10 * 1024 * 1024;

/// A judged body. `None` is a field of which it does not speak.
#[derive(Default)]
pub(crate) struct Draft {
    pub content: Option<String>,
    pub embeds: Option<Vec<Value>>,
    pub components: Option<Vec<Value>>,
    pub flags: Option<u64>,
    pub allowed: Option<AllowedMentions>,
    pub files: Vec<File>,
    /// Of the files that were there before, those that stay.
    pub keep: Option<Vec<Snowflake>>,
}

impl Draft {
    /// Reads and judges a body.
    pub(crate) fn judge(body: &Value, asked: &Asked) -> Result<Self, Refusal> {
        let content = read::<String>(body, "content")?;
        let cleared = body.get("content").filter(|value| value.is_null()).map(|_| String::new());
        let content = content.map(|text| text.trim().to_owned()).or(cleared);
        if let Some(text) = &content {
            by_others("content", message::content(text))?;
        }
        let flags = read::<u64>(body, "flags")?;
        if flags.is_some_and(|flags| flags & flag::COMPONENTS_V2 != 0) {
            return Err(Refusal::form("flags", "UNSUPPORTED", "The counterpart does not know components V2."));
        }
        Ok(Self {
            content,
            embeds: embeds(body)?,
            components: components::judge(body)?,
            flags,
            allowed: allowed_mentions(body)?,
            files: files(asked)?,
            keep: kept(body, asked)?,
        })
    }

    /// Whether there is anything that could be shown.
    pub(crate) fn is_empty(&self) -> bool {
        let some = |list: &Option<Vec<Value>>| list.as_ref().is_some_and(|list| !list.is_empty());
        let text = self.content.as_ref().is_some_and(|text| !text.is_empty());
        !text && !some(&self.embeds) && !some(&self.components) && self.files.is_empty()
    }
}

fn embeds(body: &Value) -> Result<Option<Vec<Value>>, Refusal> {
    let Some(mut raw) = read::<Vec<Value>>(body, "embeds")? else {
        return Ok(None);
    };
    // Discord fills in the type, others want it there.
    raw.iter_mut().filter(|embed| embed.is_object()).for_each(|embed| embed["type"] = "rich".into());
    let typed: Result<Vec<Embed>, _> = raw.iter().map(serde::Deserialize::deserialize).collect();
    let typed =
        typed.map_err(|error: serde_json::Error| Refusal::form("embeds", "BASE_TYPE_INVALID", error.to_string()))?;
    by_others("embeds", message::embeds(&typed))?;
    Ok(Some(raw))
}

fn allowed_mentions(body: &Value) -> Result<Option<AllowedMentions>, Refusal> {
    let Some(allowed) = read::<AllowedMentions>(body, "allowed_mentions")? else {
        return Ok(None);
    };
    let both = |kind: MentionType, named: bool| named && allowed.parse.contains(&kind);
    if both(MentionType::Users, !allowed.users.is_empty()) || both(MentionType::Roles, !allowed.roles.is_empty()) {
        let why = "parse and a list of names are mutually exclusive.";
        return Err(Refusal::form("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", why));
    }
    let doubled = |ids: &[u64]| ids.iter().collect::<BTreeSet<_>>().len() < ids.len();
    let users: Vec<u64> = allowed.users.iter().map(|id| id.get()).collect();
    let roles: Vec<u64> = allowed.roles.iter().map(|id| id.get()).collect();
    if doubled(&users) || doubled(&roles) {
        let why = "The set already contains this value.";
        return Err(Refusal::form("allowed_mentions", "SET_TYPE_ALREADY_CONTAINS_VALUE", why));
    }
    if allowed.users.len() > 100 || allowed.roles.len() > 100 {
        return Err(Refusal::length("allowed_mentions", 0, 100));
    }
    Ok(Some(allowed))
}

fn files(asked: &Asked) -> Result<Vec<File>, Refusal> {
    if asked.files.len() > FILES {
        return Err(Refusal::length("attachments", 0, FILES));
    }
    if asked.files.iter().any(|(_, file)| file.bytes.len() > FILE_BYTES) {
        return Err(Refusal::new(413, 40005, "Request entity too large"));
    }
    for (_, file) in &asked.files {
        by_others("attachments", message::attachment_filename(&file.name))?;
    }
    Ok(asked.files.iter().map(|(_, file)| file.clone()).collect())
}

fn kept(body: &Value, asked: &Asked) -> Result<Option<Vec<Snowflake>>, Refusal> {
    let Some(named) = read::<Vec<Value>>(body, "attachments")? else {
        return Ok(None);
    };
    let mut keep = Vec::new();
    for one in &named {
        let id = crate::judge::required::<Snowflake>(one, "id")?;
        if !asked.files.iter().any(|(number, _)| *number == id.0) {
            keep.push(id);
        }
    }
    Ok(Some(keep))
}

/// A nonce: a text of 25 characters, or a number.
pub(crate) fn nonce(body: &Value) -> Result<Option<Value>, Refusal> {
    match body.get("nonce") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            crate::judge::length("nonce", text, 0, 25)?;
            Ok(Some(Value::String(text.clone())))
        }
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => Ok(Some(Value::Number(number.clone()))),
        Some(_) => Err(Refusal::form("nonce", "NONCE_TYPE", "Nonce must be a string or an integer.")),
    }
}
