//! What an answer of Discord means for the next step, in a few words without address, body or secret.

use std::time::Duration;

use chrono::TimeDelta;
use liaison_chat::Undelivered;
use serde_json::Value;

/// Discord's own codes, as far as the door acts on them.
pub(crate) mod code {
    pub(crate) const UNKNOWN_CHANNEL: u64 = 10_003;
    pub(crate) const MISSING_ACCESS: u64 = 50_001;
    pub(crate) const UNKNOWN_MEMBER: u64 = 10_007;
    pub(crate) const UNKNOWN_USER: u64 = 10_013;
    pub(crate) const UNKNOWN_MESSAGE: u64 = 10_008;
    pub(crate) const UNKNOWN_INTERACTION: u64 = 10_062;
    pub(crate) const UNKNOWN_WEBHOOK: u64 = 10_015;
    pub(crate) const ALREADY_ANSWERED: u64 = 40_060;
    pub(crate) const INVALID_WEBHOOK_TOKEN: u64 = 50_027;
    pub(crate) const ARCHIVED_THREAD: u64 = 50_083;
    pub(crate) const THREAD_EXISTS: u64 = 160_004;
}

/// The longest of Discord's own names for a fault, in characters.
const NAME_LIMIT: usize = 80;

/// Why a request came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Too much at once, or held back here so that it never is; not before so long, where that is known.
    Limited(Option<Duration>),
    /// Discord said no, and would say so again.
    Refused {
        /// The status.
        status: u16,
        /// Discord's code; 0 where there is none.
        code: u64,
        /// Discord's name for it.
        name: String,
    },
    /// The token is not valid (any more).
    SignedOut,
    /// It may pass: the network, Discord's own faults.
    Passing(String),
}

impl Trouble {
    /// What a request that was given up is told as.
    pub(crate) const NO_ANSWER: &str = "no answer in time";

    /// A refusal, from its body.
    pub(crate) fn refused(status: u16, body: &Value) -> Self {
        let name = body["message"].as_str().unwrap_or("no reason given");
        let name = name.chars().filter(|letter| !letter.is_control()).take(NAME_LIMIT).collect();
        Self::Refused { status, code: body["code"].as_u64().unwrap_or_default(), name }
    }

    /// Whether it is that refusal.
    pub(crate) fn is(&self, wanted: u64) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == wanted)
    }

    /// Whether an interaction's handle can no longer be used: it came too late.
    pub(crate) fn is_too_late(&self) -> bool {
        [code::UNKNOWN_WEBHOOK, code::INVALID_WEBHOOK_TOKEN, code::UNKNOWN_INTERACTION]
            .iter()
            .any(|code| self.is(*code))
    }

    /// What was seen.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::Limited(_) => "Discord limits the rate".to_owned(),
            Self::Refused { status, code: 0, name } => format!("Discord refuses: {name} ({status})"),
            Self::Refused { code, name, .. } => format!("Discord refuses: {name} ({code})"),
            Self::SignedOut => "Discord does not know the bot's token".to_owned(),
            Self::Passing(why) => why.clone(),
        }
    }
}

impl From<Trouble> for Undelivered {
    fn from(trouble: Trouble) -> Self {
        let why = trouble.why();
        match trouble {
            Trouble::Limited(after) => {
                Self::Later { after: after.and_then(|after| TimeDelta::from_std(after).ok()), why }
            }
            Trouble::Refused { .. } => Self::Never { why },
            // A new token brings everything that waits.
            Trouble::SignedOut | Trouble::Passing(_) => Self::Later { after: None, why },
        }
    }
}

impl From<serenity::Error> for Trouble {
    fn from(error: serenity::Error) -> Self {
        match error {
            serenity::Error::Http(serenity::http::HttpError::Request(error)) => Self::from(error),
            _ => Self::Passing("the request cannot be formed".to_owned()),
        }
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        // Its own words hold the request's address, with an interaction's token in it.
        let why = match error {
            error if error.is_timeout() => Self::NO_ANSWER,
            error if error.is_connect() => "no connection",
            _ => "the connection broke",
        };
        Self::Passing(why.to_owned())
    }
}

/// Nothing that could be sent.
pub(crate) fn never(why: impl Into<String>) -> Undelivered {
    Undelivered::Never { why: why.into() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::TimeDelta;
    use liaison_chat::Undelivered;
    use serde_json::json;

    use super::Trouble;

    #[test]
    fn what_is_limited_waits_as_long_as_asked() {
        let later = Undelivered::from(Trouble::Limited(Some(Duration::from_millis(1_500))));
        assert!(
            matches!(later, Undelivered::Later { after: Some(after), .. } if after == TimeDelta::milliseconds(1_500))
        );
    }

    #[test]
    fn a_refusal_is_told_by_name_and_code_and_is_final() {
        let refused = Trouble::refused(403, &json!({ "message": "Missing Permissions", "code": 50013 }));
        let Undelivered::Never { why } = refused.into() else { panic!("a refusal is final") };
        assert_eq!(why, "Discord refuses: Missing Permissions (50013)");
    }

    #[test]
    fn a_handle_whose_time_has_passed_is_known() {
        for (status, code) in [(401, 50027), (404, 10015), (404, 10062)] {
            assert!(Trouble::refused(status, &json!({ "code": code })).is_too_late());
        }
        assert!(!Trouble::refused(404, &json!({ "code": 10003 })).is_too_late());
    }
}
