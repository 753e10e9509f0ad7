//! A room's pages.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::UInt;
use matrix_sdk::{Error, Room};

use crate::event::json_of;
use crate::hear::comes_in;

/// How many events a page holds; homeservers give no more than a thousand.
const PAGE: u32 = 200;

/// A room's pages, newest first, down to where the bot came in.
pub(crate) struct Pages<'a> {
    room: &'a Room,
    own: String,
    from: Option<String>,
    to: Option<String>,
    ended: bool,
}

impl<'a> Pages<'a> {
    /// The pages from a token (nothing: the present) back to another (nothing: the entrance).
    pub(crate) fn new(room: &'a Room, from: Option<String>, to: Option<String>) -> Self {
        Self { room, own: room.own_user_id().to_string(), from, to, ended: false }
    }

    /// The next page, newest first; nothing at the end.
    ///
    /// # Errors
    /// When it could not be had.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<TimelineEvent>>, Error> {
        if self.ended {
            return Ok(None);
        }
        let mut options = MessagesOptions::backward();
        options.from.clone_from(&self.from);
        options.to.clone_from(&self.to);
        options.limit = UInt::from(PAGE);
        let mut answer = self.room.messages(options).await?;
        let entrance = answer.chunk.iter().position(|event| comes_in(&json_of(event), &self.own));
        if let Some(index) = entrance {
            answer.chunk.truncate(index + 1);
        }
        // A page may be empty because nothing of it may be seen: only a missing or a standing token is the end.
        self.ended = entrance.is_some() || answer.end.is_none() || answer.end == self.from;
        self.from = answer.end;
        Ok(Some(answer.chunk))
    }
}
