//! The bot as the terminal drives it: every step by hand, every moment an argument. Implemented over the engine by
//! whoever wires the program together.

use std::error::Error;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Batch, Receipt};
use liaison_domain::{CaseRef, Language};

/// Why the bot could not go on. It ends a play with exit code 1.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct BotError(Box<dyn Error + Send + Sync>);

impl BotError {
    /// Wraps whatever went wrong behind the trait; a sentence will do.
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

/// The bot, stepped by hand. `now` never goes backward from one call to the next.
///
/// After [`Bot::stop`] only [`Bot::start`] is called; after that, once [`Bot::hear`] with what was said meanwhile (an
/// empty batch where nothing was), and [`Bot::settle`]: when `hear` returns, the door has caught up.
#[async_trait]
pub trait Bot: Send + Sync {
    /// Takes what was said; returns when it is committed.
    ///
    /// # Errors
    /// Nothing of the batch was taken.
    async fn hear(&self, batch: Batch, now: DateTime<Utc>) -> Result<(), BotError>;

    /// Does everything that is due or waiting at `now`; returns when it is posted.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn settle(&self, now: DateTime<Utc>) -> Result<(), BotError>;

    /// The earliest moment later than `now` at which something falls due.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn next_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, BotError>;

    /// The post that is the card of a case in a room (`#shared`), if it has one there.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn card(&self, room: &str, case: &CaseRef) -> Result<Option<Receipt>, BotError>;

    /// The cases that are offered to whoever presses Tab, the likeliest first.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn cases(&self) -> Result<Vec<CaseRef>, BotError>;

    /// Stops and starts on the same database, as after a crash.
    ///
    /// # Errors
    /// It did not start.
    async fn restart(&self, now: DateTime<Utc>) -> Result<(), BotError>;

    /// Stops.
    ///
    /// # Errors
    /// It could not stop cleanly.
    async fn stop(&self, now: DateTime<Utc>) -> Result<(), BotError>;

    /// Starts on the same database. Nothing is posted before `settle`.
    ///
    /// # Errors
    /// It did not start.
    async fn start(&self, now: DateTime<Utc>) -> Result<(), BotError>;

    /// Changes the language of a room from here on.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn set_language(&self, room: &str, language: Language) -> Result<(), BotError>;

    /// Whether the desk is one to practise at, from here on.
    ///
    /// # Errors
    /// The bot cannot go on.
    async fn set_practice(&self, practice: bool) -> Result<(), BotError>;
}
