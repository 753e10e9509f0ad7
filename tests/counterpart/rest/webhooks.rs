//! What follows the first answer to an interaction: `@original` and follow-ups, for fifteen minutes.

use crate::asked::{Answer, Asked};
use crate::judge::draft::Draft;
use crate::judge::read;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Message, flag};

/// How long a token lives, in milliseconds.
const TOKEN_LIVES: u64 = 15 * 60 * 1000;

impl World {
    /// The interaction of a token that still lives and has been answered.
    pub(crate) fn by_token(&self, application: Snowflake, token: &str) -> Result<Snowflake, Refusal> {
        if application != self.application {
            return Err(Refusal::unknown_webhook());
        }
        let exchange = self.interactions.values().find(|exchange| exchange.token == token);
        let exchange = exchange.ok_or_else(Refusal::expired_token)?;
        if self.clock.now() > exchange.made + TOKEN_LIVES {
            return Err(Refusal::expired_token());
        }
        match &exchange.answer {
            Some(answer) if answer.kind != 8 => Ok(exchange.id),
            _ => Err(Refusal::unknown_webhook()),
        }
    }

    /// The message that a path names: `@original`, or one of the interaction's own.
    fn answer_message(&self, exchange: Snowflake, name: &str) -> Result<Message, Refusal> {
        let exchange = self.interactions.get(&exchange).ok_or_else(Refusal::unknown_webhook)?;
        let id = match name {
            "@original" => exchange.original,
            other => other.parse().ok().filter(|id| exchange.follow_ups.contains(id) || exchange.original == Some(*id)),
        };
        let message = id.and_then(|id| self.messages.get(&id)).filter(|message| !message.deleted);
        message.cloned().ok_or_else(Refusal::unknown_message)
    }

    pub(crate) fn get_answer(&self, exchange: Snowflake, name: &str) -> Handled {
        let message = self.answer_message(exchange, name)?;
        Ok(self.message_json(&message).into())
    }

    pub(crate) fn edit_answer(&mut self, asked: &Asked, exchange: Snowflake, name: &str) -> Handled {
        let message = self.answer_message(exchange, name)?;
        self.change(asked, &message)
    }

    fn change(&mut self, asked: &Asked, message: &Message) -> Handled {
        let channel = self.channels.get(&message.channel).ok_or_else(Refusal::unknown_channel)?;
        if channel.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Refusal::archived_thread());
        }
        let draft = Draft::judge(&asked.body, asked)?;
        if message.is_loading() && draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        let message = self.rewrite(message.id, draft, self.application)?;
        Ok(self.message_json(&message).into())
    }

    pub(crate) fn delete_answer(&mut self, exchange: Snowflake, name: &str) -> Handled {
        let message = self.answer_message(exchange, name)?;
        self.remove(message.id);
        Ok(Answer::Nothing)
    }

    /// One more message. The first one after a deferral takes the deferred message's place, as Discord still has it.
    pub(crate) fn follow_up(&mut self, asked: &Asked, id: Snowflake) -> Handled {
        let draft = Draft::judge(&asked.body, asked)?;
        if draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        if let Ok(original) = self.answer_message(id, "@original")
            && original.is_loading()
        {
            return self.change(asked, &original);
        }
        let ephemeral = read::<u64>(&asked.body, "flags")?.is_some_and(|flags| flags & flag::EPHEMERAL != 0);
        let mut message = self.answering_message(id, ephemeral)?;
        message.kind = 0;
        message.reply_to = self.interactions.get(&id).and_then(|exchange| exchange.original);
        self.write(&mut message, draft, self.application);
        if let Some(exchange) = self.interactions.get_mut(&id) {
            exchange.follow_ups.push(message.id);
        }
        let answer = self.message_json(&message);
        self.add(message);
        Ok(answer.into())
    }
}
