//! Everything that the counterpart knows: people, places, messages, commands, interactions, sessions, faults and the
//! record. One lock guards it; handlers run on it from beginning to end, so that no half-done thing is ever seen.
//!
//! A new kind of thing is a file here with its state and its JSON, and a field below.

pub(crate) mod message;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod render;
mod rights;
pub(crate) mod telling;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::acting::exchange::Exchange;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::gateway::Gateway;
use crate::record::Record;
use crate::rest::commands::Commands;
use crate::snowflake::Snowflake;
use crate::world::message::{Message, Nonces};
use crate::world::people::{Guild, User};
use crate::world::places::Channel;

/// The state of the platform.
pub(crate) struct World {
    pub clock: Clock,
    last_id: u64,
    /// What the bot must show; `None` once revoked.
    pub token: Option<String>,
    /// The application, which is the bot's user too.
    pub application: Snowflake,
    pub users: BTreeMap<Snowflake, User>,
    pub guilds: BTreeMap<Snowflake, Guild>,
    pub channels: BTreeMap<Snowflake, Channel>,
    /// Deleted ones stay, marked.
    pub messages: BTreeMap<Snowflake, Message>,
    pub commands: Commands,
    pub interactions: BTreeMap<Snowflake, Exchange>,
    pub nonces: Nonces,
    pub gateway: Gateway,
    pub faults: Faults,
    pub record: Record,
    /// Where it listens: `127.0.0.1:PORT`.
    pub address: String,
    /// How long a test waits for something at most.
    pub patience: Duration,
}

impl World {
    pub(crate) fn new(address: String) -> Self {
        let mut world = Self {
            clock: Clock::start(),
            last_id: 0,
            token: None,
            application: Snowflake(0),
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            commands: Commands::default(),
            interactions: BTreeMap::new(),
            nonces: Nonces::default(),
            gateway: Gateway::default(),
            faults: Faults::default(),
            record: Record::begin(),
            address,
            patience: Duration::from_secs(10),
        };
        let application = world.next_id();
        world.application = application;
        world.token = Some(format!("counterpart.{application}.only-for-tests"));
        world.users.insert(application, User { bot: true, ..User::named(application, "bot") });
        world
    }

    /// Later than every identifier before.
    pub(crate) fn next_id(&mut self) -> Snowflake {
        self.last_id = Snowflake::at(self.clock.now()).0.max(self.last_id + 1);
        Snowflake(self.last_id)
    }
}
