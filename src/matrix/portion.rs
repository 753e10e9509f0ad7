//! What one sync brought of the rooms, whoever asked for it.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::sync::{SyncResponse, Timeline};

/// One response.
pub(crate) struct Portion {
    /// What was said, room by room.
    pub(crate) rooms: Vec<(OwnedRoomId, Part)>,
    /// How many to-device messages came with it.
    pub(crate) to_device: usize,
    /// The token behind it.
    pub(crate) next_batch: String,
}

/// What was said in one room.
pub(crate) struct Part {
    /// Whether something lies between this and what came before.
    pub(crate) limited: bool,
    /// From where that is read back.
    pub(crate) from: Option<String>,
    /// In the homeserver's order.
    pub(crate) events: Vec<TimelineEvent>,
}

impl From<SyncResponse> for Portion {
    fn from(response: SyncResponse) -> Self {
        let joined = response.rooms.joined.into_iter().map(|(id, update)| (id, Part::from(update.timeline)));
        // A room that the bot was put out of: what was said before counts.
        let left = response.rooms.left.into_iter().map(|(id, update)| (id, Part::from(update.timeline)));
        Self {
            rooms: joined.chain(left).collect(),
            to_device: response.to_device.len(),
            next_batch: response.next_batch,
        }
    }
}

impl From<Timeline> for Part {
    fn from(timeline: Timeline) -> Self {
        Self { limited: timeline.limited, from: timeline.prev_batch, events: timeline.events }
    }
}
