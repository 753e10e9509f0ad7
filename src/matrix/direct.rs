//! The room between the bot and one person: found, or made, and always encrypted.

use matrix_sdk::ruma::UserId;
use matrix_sdk::{Client, Room, RoomMemberships};
use tokio::sync::Mutex;

/// The direct rooms; one at a time is looked for, so that none is made twice.
#[derive(Default)]
pub(crate) struct Direct {
    one_at_a_time: Mutex<()>,
}

impl Direct {
    /// The encrypted room with that person, where they are or are invited to.
    pub(crate) async fn room(&self, client: &Client, person: &UserId) -> Result<Room, matrix_sdk::Error> {
        let _guard = self.one_at_a_time.lock().await;
        for room in client.get_dm_rooms(person) {
            // Whoever left it said that they do not want it: they get a new one, where they can decline.
            let there = room.members(RoomMemberships::ACTIVE).await?.iter().any(|member| member.user_id() == person);
            if there && room.latest_encryption_state().await?.is_encrypted() {
                return Ok(room);
            }
        }
        client.create_dm(person).await
    }
}
