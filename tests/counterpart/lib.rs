//! A strict counterpart of Discord, for tests: REST v10 and gateway v10 on one port of the loopback.
//!
//! A bot is pointed at [`Counterpart::api`] and finds the gateway from there. The test holds a [`Counterpart`]: it
//! builds the world (`handle::building`), acts as the people in it (`handle::acting`), lets things go wrong
//! (`handle::faults`), and reads what happened (`handle::seeing`). What Discord would refuse is refused, with Discord's
//! codes; [`Counterpart::rejections`] tells of all of it.
//!
//! To teach it more: a route is a line in `rest::routes` and a handler in `rest`, a rule goes to `judge`, an event to
//! `world::telling`, and what a test can do to `handle`.

mod acting;
mod asked;
mod cannot;
mod clock;
mod faults;
mod gateway;
mod handle;
mod judge;
mod line;
mod record;
mod refusal;
mod rest;
mod shared;
mod snowflake;
mod world;

pub use acting::exchange::FirstAnswer;
pub use asked::File;
pub use cannot::Cannot;
pub use faults::Scope;
pub use handle::Counterpart;
pub use handle::interaction::{Form, Interaction};
pub use record::{Rejection, Request, TooEarly};
pub use snowflake::Snowflake;
pub use twilight_model::gateway::Intents;
pub use twilight_model::guild::Permissions;
pub use world::message::{Button, Mentioned, Message, flag};
pub use world::places::{Overwrite, Whom};
