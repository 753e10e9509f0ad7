//! The first answer to an interaction: within three seconds, once, and of a kind that fits.

use std::time::Duration;

use serde_json::{Value, json};
use twilight_model::http::interaction::{InteractionResponse, InteractionResponseType as Kind};

use crate::acting::exchange::{Exchange, FirstAnswer, kind};
use crate::asked::{Answer, Asked};
use crate::judge::draft::Draft;
use crate::judge::modal;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Message, flag};
use crate::world::render::merge;

/// How long a first answer may take, in milliseconds.
const DEADLINE: u64 = 3000;

impl World {
    pub(crate) fn callback(&mut self, asked: &Asked, id: Snowflake, token: &str) -> Handled {
        let now = self.clock.now();
        let exchange = self.interactions.get(&id).filter(|exchange| exchange.token == token);
        let exchange = exchange.ok_or_else(Refusal::unknown_interaction)?;
        if exchange.answer.is_some() {
            return Err(Refusal::already_acknowledged());
        }
        let after = now.saturating_sub(exchange.made);
        if after > DEADLINE {
            return Err(Refusal::unknown_interaction());
        }
        let (kind, data) = read_answer(&asked.body)?;
        check_kind(exchange, kind)?;
        let ephemeral = data["flags"].as_u64().is_some_and(|flags| flags & flag::EPHEMERAL != 0);
        let message = match kind {
            4 | 5 => Some(self.answer_with_message(asked, id, kind, &data, ephemeral)?),
            6 => exchange.source,
            7 => Some(self.answer_with_change(asked, id, &data)?),
            _ => None,
        };
        let judged = match kind {
            8 => json!({ "choices": modal::choices(&data)? }),
            9 => {
                let components = modal::modal(&data)?;
                let mut form = data.clone();
                form["components"] = Value::Array(components);
                form
            }
            _ => data,
        };
        if let Some(exchange) = self.interactions.get_mut(&id) {
            let after = Duration::from_millis(after);
            exchange.answer = Some(FirstAnswer { kind, after, ephemeral, data: judged });
            exchange.original = message;
        }
        // Only now can it be told of: its JSON speaks of the answer.
        if let Some(message) = message.filter(|_| matches!(kind, 4 | 5)) {
            self.tell_message("MESSAGE_CREATE", message);
        }
        if asked.says("with_response") { Ok(self.callback_json(id, kind, message).into()) } else { Ok(Answer::Nothing) }
    }

    fn answer_with_message(
        &mut self,
        asked: &Asked,
        id: Snowflake,
        kind: u8,
        data: &Value,
        ephemeral: bool,
    ) -> Result<Snowflake, Refusal> {
        let draft = if kind == 4 { Draft::judge(data, asked)? } else { Draft::default() };
        if kind == 4 && draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        let mut message = self.answering_message(id, ephemeral)?;
        if kind == 5 {
            message.flags |= flag::LOADING;
        }
        self.write(&mut message, draft, self.application);
        let number = message.id;
        message.called = message.mentioned.clone();
        if let Some(channel) = self.channels.get_mut(&message.channel).filter(|_| !ephemeral) {
            channel.last_message = Some(number);
        }
        self.messages.insert(number, message);
        Ok(number)
    }

    /// An empty message that belongs to the interaction.
    pub(crate) fn answering_message(&mut self, id: Snowflake, ephemeral: bool) -> Result<Message, Refusal> {
        let exchange = self.interactions.get(&id).ok_or_else(Refusal::unknown_interaction)?;
        let (channel, user, is_command) = (exchange.channel, exchange.user, exchange.kind == kind::COMMAND);
        let place = self.channels.get(&channel).ok_or_else(Refusal::unknown_channel)?;
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Refusal::archived_thread());
        }
        let number = self.next_id();
        let empty = Message::new(number, channel, self.application, self.clock.now());
        Ok(Message {
            kind: if is_command { 20 } else { 0 },
            interaction: Some(id),
            only_for: ephemeral.then_some(user),
            flags: if ephemeral { flag::EPHEMERAL } else { 0 },
            ..empty
        })
    }

    fn answer_with_change(&mut self, asked: &Asked, id: Snowflake, data: &Value) -> Result<Snowflake, Refusal> {
        let source = self.interactions.get(&id).and_then(|exchange| exchange.source);
        let source = source.filter(|source| self.messages.get(source).is_some_and(|message| !message.deleted));
        let source = source.ok_or_else(Refusal::unknown_message)?;
        let draft = Draft::judge(data, asked)?;
        self.rewrite(source, draft, self.application)?;
        Ok(source)
    }

    /// What came of it, for whoever asked `with_response`.
    fn callback_json(&self, id: Snowflake, kind: u8, message: Option<Snowflake>) -> Value {
        let known = self.interactions.get(&id).map(|exchange| exchange.kind);
        let mut all = json!({ "interaction": { "id": id, "type": known } });
        let Some(there) = message.and_then(|message| self.messages.get(&message)) else {
            return all;
        };
        let more = json!({
            "response_message_id": there.id,
            "response_message_loading": there.is_loading(),
            "response_message_ephemeral": there.is_ephemeral(),
        });
        merge(&mut all["interaction"], more);
        // Of a deferral Discord gives the number only.
        if matches!(kind, 4 | 7) {
            all["resource"] = json!({ "type": kind, "message": self.message_json(there) });
        }
        all
    }
}

/// The kind and the data, as others read them.
fn read_answer(body: &Value) -> Result<(u8, Value), Refusal> {
    let mut filled = body.clone();
    // Discord fills in the type of embeds, others want it there.
    for embed in filled.pointer_mut("/data/embeds").and_then(Value::as_array_mut).into_iter().flatten() {
        merge(embed, json!({ "type": "rich" }));
    }
    // Files are named by number in forms.
    if let Some(data) = filled.get_mut("data").and_then(Value::as_object_mut) {
        data.remove("attachments");
    }
    let typed: InteractionResponse = serde::Deserialize::deserialize(&filled)
        .map_err(|error: serde_json::Error| Refusal::form("", "BASE_TYPE_INVALID", error.to_string()))?;
    let data = body.get("data").cloned().unwrap_or_default();
    let needs_data = !matches!(typed.kind, Kind::DeferredChannelMessageWithSource | Kind::DeferredUpdateMessage);
    if needs_data && typed.data.is_none() {
        return Err(Refusal::form("data", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    Ok((typed.kind as u8, data))
}

/// Which answers fit which interaction.
fn check_kind(exchange: &Exchange, answer: u8) -> Result<(), Refusal> {
    let fits = match exchange.kind {
        kind::COMMAND => matches!(answer, 4 | 5 | 9),
        kind::COMPONENT => matches!(answer, 4..=7 | 9),
        kind::COMPLETION => answer == 8,
        kind::FORM => matches!(answer, 4 | 5) || matches!(answer, 6 | 7) && exchange.source.is_some(),
        _ => false,
    };
    match fits {
        true => Ok(()),
        false => Err(Refusal::form("type", "INTERACTION_RESPONSE_TYPE", "Does not fit this interaction.")),
    }
}
