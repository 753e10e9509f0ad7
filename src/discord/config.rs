//! What the door must be told before it opens.

use std::fmt;

use liaison_domain::Language;

/// Something that nobody may read in a log: it prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps it.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Everything that the door needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscordConfig {
    /// The bot's token, as the developer portal shows it once.
    pub token: Secret,
    /// Another address than Discord's own, `http://127.0.0.1:3000`; the rate limiter is off there, and what is limited is
    /// put off by the postman alone.
    pub api: Option<String>,
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

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_never_prints_itself() {
        assert!(!format!("{:?}", Secret::new("hunter2")).contains("hunter2"));
    }
}
