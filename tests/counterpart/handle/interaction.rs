//! An interaction in the test's hand: waits for what the bot makes of it.

use std::sync::Arc;

use serde_json::Value;

use crate::acting::exchange::{Exchange, FirstAnswer};
use crate::cannot::Cannot;
use crate::shared::Shared;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Message, parts};

/// A form that the bot has shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    pub(crate) opened_by: Snowflake,
    /// Its name for the bot.
    pub custom_id: String,
    /// Its title.
    pub title: String,
    /// Its components, as JSON.
    pub components: Vec<Value>,
}

impl Form {
    /// The custom identifiers of its fields, in order.
    pub fn fields(&self) -> Vec<String> {
        let named = parts(&self.components).into_iter().filter_map(|part| part["custom_id"].as_str());
        named.map(str::to_owned).collect()
    }
}

/// One interaction. Every wait is bounded by the counterpart's patience.
#[derive(Clone)]
pub struct Interaction {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: Snowflake,
}

impl Interaction {
    /// Its identifier.
    pub fn id(&self) -> Snowflake {
        self.id
    }

    /// What the bot was told.
    pub fn payload(&self) -> Value {
        self.shared.look(|world| world.interactions.get(&self.id).map(|it| it.payload.clone()).unwrap_or_default())
    }

    async fn until<T>(&self, what: &str, mut see: impl FnMut(&World, &Exchange) -> Option<T>) -> Result<T, Cannot> {
        let so_far = |world: &World| {
            let it = world.interactions.get(&self.id);
            let answer = it.and_then(|it| it.answer.as_ref());
            let original = it.and_then(|it| it.original).and_then(|id| world.messages.get(&id));
            let rejected: Vec<_> = world.record.rejections.iter().rev().take(3).collect();
            format!("{what}; answered {answer:?}, message {original:?}, last refused {rejected:?}")
        };
        self.shared.until(so_far, |world| see(world, world.interactions.get(&self.id)?)).await
    }

    /// The first answer, as soon as it is there.
    pub async fn answer(&self) -> Result<FirstAnswer, Cannot> {
        self.until("a first answer", |_, it| it.answer.clone()).await
    }

    /// What has been answered so far.
    pub fn answered(&self) -> Option<FirstAnswer> {
        self.shared.look(|world| world.interactions.get(&self.id).and_then(|it| it.answer.clone()))
    }

    /// The message that answers it, once it says something.
    pub async fn message(&self) -> Result<Message, Cannot> {
        self.until("a message that answers", |world, it| {
            let message = world.messages.get(&it.original?)?;
            (!message.is_loading()).then(|| message.clone())
        })
        .await
    }

    /// The message that answers it, once this is true of it.
    pub async fn message_where(&self, mut is: impl FnMut(&Message) -> bool) -> Result<Message, Cannot> {
        self.until("a message of which it is true", |world, it| {
            world.messages.get(&it.original?).filter(|message| !message.is_loading() && is(message)).cloned()
        })
        .await
    }

    /// The text that only the one who asked sees, once it is there.
    pub async fn ephemeral_text(&self) -> Result<String, Cannot> {
        let message = self.message().await?;
        match message.is_ephemeral() {
            true => Ok(message.content),
            false => Err(Cannot(format!("everyone sees the answer: {:?}", message.content))),
        }
    }

    /// The form that was shown.
    pub async fn form(&self) -> Result<Form, Cannot> {
        let answer = self.answer().await?;
        if answer.kind != 9 {
            return Err(Cannot(format!("answered with {}, not with a form", answer.kind)));
        }
        let text = |name: &str| answer.data[name].as_str().unwrap_or_default().to_owned();
        let components = answer.data["components"].as_array().cloned().unwrap_or_default();
        Ok(Form { opened_by: self.id, custom_id: text("custom_id"), title: text("title"), components })
    }

    /// The choices that complete an option: what is shown, and what is sent.
    pub async fn choices(&self) -> Result<Vec<(String, Value)>, Cannot> {
        let answer = self.answer().await?;
        if answer.kind != 8 {
            return Err(Cannot(format!("answered with {}, not with choices", answer.kind)));
        }
        let all = answer.data["choices"].as_array().cloned().unwrap_or_default();
        let one = |choice: &Value| (choice["name"].as_str().unwrap_or_default().to_owned(), choice["value"].clone());
        Ok(all.iter().map(one).collect())
    }

    /// The messages that followed, so far.
    pub fn follow_ups(&self) -> Vec<Message> {
        self.shared.look(|world| follow_ups(world, self.id))
    }

    /// The messages that followed, once there are so many.
    pub async fn followed_by(&self, count: usize) -> Result<Vec<Message>, Cannot> {
        self.until(&format!("{count} follow-ups"), |world, it| {
            let all = follow_ups(world, it.id);
            (all.len() >= count).then_some(all)
        })
        .await
    }
}

fn follow_ups(world: &World, id: Snowflake) -> Vec<Message> {
    let ids = world.interactions.get(&id).map(|it| it.follow_ups.clone()).unwrap_or_default();
    ids.iter().filter_map(|id| world.messages.get(id)).cloned().collect()
}
