//! Why hearing could not go on.

use liaison_chat::Deaf;

use crate::error::Trouble;

/// Why a step could not be finished.
pub(crate) enum Interrupted {
    /// The engine no longer listens.
    Deaf,
    /// Something of the network, the homeserver, or the device's store.
    By(Trouble),
}

impl Interrupted {
    /// What kept a single room from being read, if the others may go on: the rest is told further.
    ///
    /// # Errors
    /// When it is not about one room.
    pub(crate) fn of_one_room(self) -> Result<Trouble, Self> {
        match self {
            Self::Deaf | Self::By(Trouble::SignedOut) => Err(self),
            Self::By(trouble) => Ok(trouble),
        }
    }
}

impl From<Deaf> for Interrupted {
    fn from(Deaf: Deaf) -> Self {
        Self::Deaf
    }
}

impl From<matrix_sdk::Error> for Interrupted {
    fn from(error: matrix_sdk::Error) -> Self {
        Self::By(Trouble::from(&error))
    }
}

impl From<matrix_sdk::HttpError> for Interrupted {
    fn from(error: matrix_sdk::HttpError) -> Self {
        Self::By(Trouble::from(&error))
    }
}
