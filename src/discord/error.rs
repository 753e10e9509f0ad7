//! Why the door does not open or had to close, in words for whoever operates the bot.

use crate::trouble::Trouble;

/// Why the door does not open, or had to close.
#[derive(Debug, thiserror::Error)]
pub enum DiscordError {
    /// Discord does not answer. It may pass.
    #[error("Discord does not answer ({why}); check the network, and whether Discord itself is up")]
    Unreachable {
        /// What was seen.
        why: String,
    },
    /// The token is not valid (any more).
    #[error(
        "Discord does not know the bot's token; open the developer portal, choose the application, then Bot, Reset \
         Token, and configure the new one"
    )]
    TokenRefused,
    /// The application was refused what it asks to be told of.
    #[error(
        "Discord refuses what the bot asks to be told of (close code {0}); open the developer portal, choose the \
         application, then Bot, Privileged Gateway Intents: none has to be on, so update this program"
    )]
    IntentsRefused(u16),
    /// The bot is in so many servers that one connection is not enough.
    #[error(
        "the bot is in more servers than one connection may have (close code {0}); Liaison needs to be in those of its \
         desks alone: remove it from the others, and turn off Public Bot in the developer portal"
    )]
    TooManyServers(u16),
    /// Discord no longer speaks the version of its interface that this program knows.
    #[error(
        "Discord no longer takes the version of its interface that this program speaks (close code {0}); update it"
    )]
    Outdated(u16),
    /// The commands cannot be registered: a fault of this program.
    #[error("the commands are over Discord's limits: {0}")]
    OverLimits(String),
    /// Discord said something else.
    #[error("{0}; the bot's rights and its application in the developer portal say more")]
    Refused(String),
}

impl DiscordError {
    /// What a close code of the gateway means, where no further attempt can help.
    pub(crate) const fn of_close(code: u16) -> Option<Self> {
        match code {
            4004 => Some(Self::TokenRefused),
            4010 | 4011 => Some(Self::TooManyServers(code)),
            4012 => Some(Self::Outdated(code)),
            4013 | 4014 => Some(Self::IntentsRefused(code)),
            _ => None,
        }
    }
}

impl From<Trouble> for DiscordError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::SignedOut => Self::TokenRefused,
            Trouble::Refused { .. } => Self::Refused(trouble.why()),
            Trouble::Limited(_) | Trouble::Passing(_) => Self::Unreachable { why: trouble.why() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DiscordError;

    #[test]
    fn final_codes_say_what_to_do_and_the_others_are_not_final() {
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            let said = DiscordError::of_close(code).unwrap().to_string();
            assert!(said.contains("; "), "{said}");
        }
        for code in [1000, 1006, 4000, 4003, 4007, 4008, 4009] {
            assert!(DiscordError::of_close(code).is_none(), "{code}");
        }
    }
}
