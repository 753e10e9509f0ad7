//! The REST side: [`entrance`] reads a request and decides its fate, [`routes`] finds its handler, and the files below
//! hold the handlers, one kind of thing each. A handler works on the locked world and answers or refuses.

mod answering;
mod channels;
pub(crate) mod commands;
pub(crate) mod entrance;
mod guilds;
mod messages;
pub(crate) mod posting;
mod reactions;
mod reading;
mod routes;
mod threads;
mod webhooks;

use crate::asked::Answer;
use crate::refusal::Refusal;

/// What a handler gives back.
pub(crate) type Handled = Result<Answer, Refusal>;
