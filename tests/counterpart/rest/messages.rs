//! Messages of a channel: posted, read, edited, deleted.

use serde_json::Value;
use twilight_model::gateway::Intents;
use twilight_model::guild::Permissions;

use crate::asked::{Answer, Asked};
use crate::clock::millis;
use crate::judge::draft::{self, Draft};
use crate::judge::read;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::Message;
use crate::world::places::Channel;
use crate::world::telling::blank;

impl World {
    pub(crate) fn create_message(&mut self, asked: &Asked, channel: Snowflake) -> Handled {
        let channel = self.visible(channel)?;
        let draft = Draft::judge(&asked.body, asked)?;
        let nonce = draft::nonce(&asked.body)?;
        if draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        self.need_to_speak(&channel)?;
        if !draft.files.is_empty() {
            self.need(&channel, Permissions::ATTACH_FILES)?;
        }
        let reply_to = self.reply(&channel, &asked.body)?;
        let enforced = read::<bool>(&asked.body, "enforce_nonce")?.unwrap_or(false);
        if let Some(earlier) = nonce.as_ref().filter(|_| enforced).and_then(|nonce| self.remembered(nonce)) {
            return Ok(self.with_nonce(&earlier).into());
        }
        let id = self.next_id();
        let (by, now) = (self.application, self.clock.now());
        let kind = if reply_to.is_some() { 19 } else { 0 };
        let mut message = Message { kind, reply_to, nonce, ..Message::new(id, channel.id, by, now) };
        self.write(&mut message, draft, by);
        if let Some(nonce) = &message.nonce {
            self.nonces.seen.push((nonce_text(nonce), id, now));
        }
        let answer = self.with_nonce(&message);
        self.add(message);
        Ok(answer.into())
    }

    fn with_nonce(&self, message: &Message) -> Value {
        let mut all = self.message_json(message);
        if let Some(nonce) = &message.nonce {
            all["nonce"] = nonce.clone();
        }
        all
    }

    /// The message that was posted with that nonce a short while ago.
    fn remembered(&mut self, nonce: &Value) -> Option<Message> {
        let (now, keep) = (self.clock.now(), millis(self.nonces.keep));
        self.nonces.seen.retain(|(_, _, at)| at + keep > now);
        let wanted = nonce_text(nonce);
        let (_, id, _) = self.nonces.seen.iter().find(|(nonce, ..)| *nonce == wanted)?;
        self.messages.get(id).filter(|message| !message.deleted).cloned()
    }

    /// What the new message answers.
    fn reply(&self, channel: &Channel, body: &Value) -> Result<Option<Snowflake>, Refusal> {
        let Some(reference) = body.get("message_reference").filter(|reference| !reference.is_null()) else {
            return Ok(None);
        };
        if read::<u8>(reference, "type")?.is_some_and(|kind| kind != 0) {
            return Err(Refusal::form("message_reference.type", "UNSUPPORTED", "Only replies."));
        }
        let id = crate::judge::required::<Snowflake>(reference, "message_id")?;
        if read::<Snowflake>(reference, "channel_id")?.is_some_and(|other| other != channel.id) {
            let why = "Cannot reply to a message in a different channel";
            return Err(Refusal::form("message_reference", "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL", why));
        }
        if self.need(channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
            return Err(Refusal::no_reply_without_history());
        }
        let must = read::<bool>(reference, "fail_if_not_exists")?.unwrap_or(true);
        match self.shown(channel.id, id) {
            Ok(message) if matches!(message.kind, 0 | 19 | 20 | 23) => Ok(Some(id)),
            Ok(_) => {
                Err(Refusal::form("message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "A system message."))
            }
            Err(_) if !must => Ok(None),
            Err(_) => Err(Refusal::form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")),
        }
    }

    /// A message as the bot may read it later: of others without the text, where that was not granted.
    fn readable(&self, channel: &Channel, message: &Message) -> Value {
        let mut all = self.message_json(message);
        if !self.gateway.granted.contains(Intents::MESSAGE_CONTENT) {
            blank(&mut all, self.application, channel.guild.is_none());
        }
        all
    }

    pub(crate) fn get_message(&self, channel: Snowflake, id: Snowflake) -> Handled {
        let channel = self.visible(channel)?;
        self.need(&channel, Permissions::READ_MESSAGE_HISTORY)?;
        let message = self.shown(channel.id, id)?;
        Ok(self.readable(&channel, &message).into())
    }

    /// The newest first; without the nonces, and so are Discord's.
    pub(crate) fn history(&self, asked: &Asked, channel: Snowflake) -> Handled {
        let channel = self.visible(channel)?;
        let number = |name: &str| {
            let why = || Refusal::form(name, "NUMBER_TYPE_COERCE", "Not a number.");
            asked.query(name).map(|text| text.parse::<u64>().map_err(|_| why())).transpose()
        };
        let limit = number("limit")?.unwrap_or(50);
        if !(1..=100).contains(&limit) {
            return Err(Refusal::form("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100."));
        }
        let limit = usize::try_from(limit).unwrap_or(100);
        if self.need(&channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
            return Ok(Value::Array(Vec::new()).into());
        }
        let there = self.messages.values().filter(|m| m.channel == channel.id && !m.deleted && !m.is_ephemeral());
        // Oldest first, for now.
        let all: Vec<&Message> = there.collect();
        let until = |id: u64| all.partition_point(|message| message.id.0 < id);
        let range = match (number("around")?, number("before")?, number("after")?) {
            (Some(around), ..) => {
                let start = until(around).saturating_sub(limit / 2);
                start..(start + limit).min(all.len())
            }
            (_, Some(before), _) => until(before).saturating_sub(limit)..until(before),
            (.., Some(after)) => until(after + 1)..(until(after + 1) + limit).min(all.len()),
            _ => all.len().saturating_sub(limit)..all.len(),
        };
        let chosen = all.get(range).unwrap_or_default().iter().rev();
        Ok(chosen.map(|message| self.readable(&channel, message)).collect::<Value>().into())
    }

    pub(crate) fn edit_message(&mut self, asked: &Asked, channel: Snowflake, id: Snowflake) -> Handled {
        let channel = self.visible(channel)?;
        let message = self.shown(channel.id, id)?;
        if message.author != self.application {
            return Err(Refusal::not_the_author());
        }
        if channel.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Refusal::archived_thread());
        }
        let draft = Draft::judge(&asked.body, asked)?;
        let message = self.rewrite(id, draft, self.application)?;
        Ok(self.message_json(&message).into())
    }

    pub(crate) fn delete_message(&mut self, channel: Snowflake, id: Snowflake) -> Handled {
        let channel = self.visible(channel)?;
        let message = self.shown(channel.id, id)?;
        if channel.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Refusal::archived_thread());
        }
        if message.author != self.application {
            if channel.guild.is_none() {
                return Err(Refusal::not_in_a_dm());
            }
            self.need(&channel, Permissions::MANAGE_MESSAGES)?;
        }
        self.remove(id);
        Ok(Answer::Nothing)
    }
}

fn nonce_text(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}
