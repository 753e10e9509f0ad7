//! The channel between the bot and one person.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::Mutex;

use liaison_chat::Undelivered;
use serde_json::json;
use serenity::http::{LightMethod, Route};

use crate::places::locked;
use crate::rest::Rest;
use crate::snowflake::{number, user};
use crate::trouble::never;

/// The direct channels that are known: one a person, forever the same.
#[derive(Default)]
pub(crate) struct Direct {
    known: Mutex<HashMap<NonZeroU64, NonZeroU64>>,
}

impl Direct {
    /// The channel with that person.
    pub(crate) async fn channel(&self, rest: &Rest, person: &str) -> Result<NonZeroU64, Undelivered> {
        let Some(user) = user(person) else { return Err(never("that is not a person of Discord")) };
        let known = locked(&self.known).get(&user).copied();
        if let Some(channel) = known {
            return Ok(channel);
        }
        let body = json!({ "recipient_id": user.to_string() });
        let opened = rest.write(LightMethod::Post, Route::UserMeDmChannels, &body).await?;
        let channel = opened["id"].as_str().and_then(number);
        let channel = channel.ok_or_else(|| never("Discord opens no channel with that person"))?;
        locked(&self.known).insert(user, channel);
        Ok(channel)
    }
}
