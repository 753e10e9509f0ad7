//! What may fail at this door, in words for whoever operates the bot, and what an answer of the homeserver means for
//! the next step.

use std::path::PathBuf;
use std::time::Duration;

use matrix_sdk::HttpError;
use matrix_sdk::ruma::api::error::{ErrorKind, FromHttpResponseError, RetryAfter};

/// Why the door does not open, or had to close.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// The configured address is none.
    #[error("[matrix] homeserver = \"{0}\" is not an address; write it like https://matrix.agency.example")]
    NotAnAddress(String),
    /// The configured user is none.
    #[error("[matrix] user = \"{0}\" is not a Matrix id; write it like @liaison:agency.example")]
    NotAUser(String),
    /// The certificates that the configuration names are none.
    #[error("[network] ca_file holds no certificate that can be read; it takes certificates of authorities in PEM")]
    NoCertificate,
    /// The homeserver does not answer.
    #[error("the homeserver {homeserver} does not answer ({why}); check its address and the network, then start again")]
    Unreachable {
        /// Which.
        homeserver: String,
        /// What was seen.
        why: String,
    },
    /// The homeserver takes no more sign-ins for now.
    #[error("the homeserver refuses further sign-ins for now; start again in {} s", .0.as_secs())]
    Busy(Duration),
    /// The password is wrong, or the account does not exist or is locked.
    #[error("the homeserver refuses the password of {0}; check [matrix] user and its password")]
    WrongPassword(String),
    /// The access token is not valid (any more).
    #[error("the homeserver does not know the access token of {0}; make a new one, for the same device")]
    TokenRefused(String),
    /// The access token belongs to somebody or something else.
    #[error("the access token belongs to {found}, the configuration names {expected}; one of them must change")]
    TokenOfAnother {
        /// What the configuration says.
        expected: String,
        /// What the homeserver says.
        found: String,
    },
    /// The state folder was made for another account.
    #[error("{folder} holds the device of {found}, the configuration names {expected}; give each its own state_dir")]
    AnothersState {
        /// The state folder.
        folder: PathBuf,
        /// What the configuration says.
        expected: String,
        /// Whose it is.
        found: String,
    },
    /// The keys of a device that is known by token alone are gone.
    #[error(
        "{0} no longer holds the device's keys, and the same token cannot make new ones; remove session.json there \
         and configure a token of a new device"
    )]
    DeviceLost(PathBuf),
    /// Another process works with the state folder.
    #[error(
        "another process works with {0}: one device speaks for one bot; stop the other one, or give each its own state_dir"
    )]
    InUse(PathBuf),
    /// The device's keys were used by another process, or the folder is an older copy.
    #[error(
        "the device in {0} has been used from elsewhere: by another process, or before this copy of the folder was \
         restored. Its keys must not be used twice: if no other Liaison runs with them, move the folder away, put its \
         recovery-key file into a new one, and start again: the bot signs in as a new device and loses nothing (with an \
         access token: make a new one, for a new device)"
    )]
    UsedElsewhere(PathBuf),
    /// The passphrase does not open the state folder.
    #[error("the passphrase does not open the keys in {0}; give the one they were made with (passphrase_file)")]
    WrongPassphrase(PathBuf),
    /// A file of the state folder cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The session file is not one.
    #[error("{0} is damaged; remove it, and the bot signs in as a new device")]
    Session(PathBuf),
    /// The keys' store does not open, for another reason than its passphrase.
    #[error("the keys in {folder} cannot be opened: {why}")]
    Store {
        /// The state folder.
        folder: PathBuf,
        /// What the store says.
        why: String,
    },
    /// The homeserver has ended the session while it ran.
    #[error("the homeserver has ended the session of {0}; start again to sign in as a new device")]
    SignedOut(String),
    /// The homeserver said something else.
    #[error("the homeserver refused: {0}")]
    Refused(String),
}

/// What an error of the SDK means for the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The session is over.
    SignedOut,
    /// Too much at once; not before so long, where the homeserver said so.
    Limited(Option<Duration>),
    /// The homeserver said no, and would say so again.
    Refused(String),
    /// It may pass: the network, the homeserver's own faults.
    Passing(String),
}

impl Trouble {
    /// What a request that was given up is told as.
    pub(crate) const NO_ANSWER: &str = "no answer in time";

    /// What was seen, in a few words without address, body or secret.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::SignedOut => "the session has ended".to_owned(),
            Self::Limited(_) => "the homeserver limits the rate".to_owned(),
            Self::Refused(why) | Self::Passing(why) => why.clone(),
        }
    }

    pub(crate) const fn is_final_for_a_room(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl From<&matrix_sdk::Error> for Trouble {
    fn from(error: &matrix_sdk::Error) -> Self {
        match error {
            matrix_sdk::Error::Http(error) => Self::from(error.as_ref()),
            matrix_sdk::Error::WrongRoomState(_) => Self::Refused("the bot is not in the room".to_owned()),
            matrix_sdk::Error::Timeout => Self::Passing(Self::NO_ANSWER.to_owned()),
            other => Self::Passing(format!("the device's own store or keys: {other}")),
        }
    }
}

impl From<&HttpError> for Trouble {
    fn from(error: &HttpError) -> Self {
        match error {
            HttpError::Cached(error) => Self::from(error.as_ref()),
            // Its own words hold the request's address, room and token of the stream included.
            HttpError::Reqwest(error) if error.is_timeout() => Self::Passing(Self::NO_ANSWER.to_owned()),
            HttpError::Reqwest(error) if error.is_connect() => Self::Passing("no connection".to_owned()),
            HttpError::Reqwest(_) => Self::Passing("the connection broke".to_owned()),
            HttpError::Api(answer) => match answer.as_ref() {
                FromHttpResponseError::Server(_) => of_answer(error),
                _ => Self::Passing("an answer that is not Matrix".to_owned()),
            },
            HttpError::RefreshToken(_) => Self::SignedOut,
            HttpError::IntoHttp(_) => Self::Refused("the request cannot be formed".to_owned()),
        }
    }
}

fn of_answer(error: &HttpError) -> Trouble {
    let Some(answer) = error.as_client_api_error() else {
        return Trouble::Refused("the homeserver asks for more proof of identity".to_owned());
    };
    let status = answer.status_code.as_u16();
    match answer.error_kind() {
        Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken) => Trouble::SignedOut,
        Some(ErrorKind::LimitExceeded(limit)) => Trouble::Limited(match limit.retry_after {
            Some(RetryAfter::Delay(delay)) => Some(delay),
            _ => None,
        }),
        _ if status == 429 => Trouble::Limited(None),
        _ if status >= 500 || status == 408 => Trouble::Passing(format!("the homeserver answers {status}")),
        Some(kind) => Trouble::Refused(format!("{} ({status})", kind.errcode())),
        // Without an errcode it was not the homeserver who spoke, but something before it.
        None => Trouble::Passing(format!("something before the homeserver answers {status}")),
    }
}
