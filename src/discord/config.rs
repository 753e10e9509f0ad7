//! What the door must be told before it opens.

use liaison_chat::{Secret, WayOut};
use liaison_domain::Language;

/// Everything that the door needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscordConfig {
    /// The bot's token, as the developer portal shows it once.
    pub token: Secret,
    /// Another address than Discord's own, `http://127.0.0.1:3000`; the rate limiter is off there, and what is limited is
    /// put off by the postman alone.
    pub api: Option<String>,
    /// How Discord is reached.
    pub way_out: WayOut,
    /// The channels of the desks.
    pub rooms: Vec<RoomConfig>,
}

/// One channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomConfig {
    /// Its number, as the configuration writes it.
    pub channel: String,
    /// In which language its forms are.
    pub language: Language,
    /// Whether status lines go to the threads of their cards.
    pub threads: bool,
    /// Whoever the configuration names for it on this network, each once: `discord:user:…`, `discord:role:…`.
    pub people: Vec<String>,
}
