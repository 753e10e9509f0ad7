//! What the rooms of the door share: the way to Discord, who the bot is, and what is known of places.

use std::num::NonZeroU64;
use std::sync::Arc;

use liaison_chat::{CommandTable, Registration, Sentences, WayOut};
use serenity::all::{ApplicationId, ChannelId, MessageId};

use crate::answers::Answers;
use crate::clock::Clock;
use crate::direct::Direct;
use crate::people::People;
use crate::places::Places;
use crate::rest::Rest;

/// The door, open.
pub(crate) struct Door {
    pub(crate) way_out: WayOut,
    pub(crate) rest: Rest,
    pub(crate) clock: Arc<Clock>,
    pub(crate) own: Own,
    pub(crate) places: Places,
    pub(crate) answers: Answers,
    pub(crate) direct: Direct,
    pub(crate) people: People,
    pub(crate) table: Arc<CommandTable>,
    pub(crate) sentences: Arc<Sentences>,
    pub(crate) registration: Registration,
}

/// Who the bot is.
pub(crate) struct Own {
    /// Its number.
    pub(crate) id: NonZeroU64,
    /// That of its application.
    pub(crate) application: ApplicationId,
    /// Its account's name.
    pub(crate) name: String,
}

/// A channel's number, for serenity.
pub(crate) fn channel(id: NonZeroU64) -> ChannelId {
    ChannelId::from(id)
}

/// A message's number, for serenity.
pub(crate) fn message(id: NonZeroU64) -> MessageId {
    MessageId::from(id)
}
