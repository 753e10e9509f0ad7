//! A room that was replaced by another one, or whose alias names another one now: entered where the same hands made the new
//! one and it is no less guarded; else it is somebody else's room until the configuration names it.

use matrix_sdk::deserialized_responses::SyncOrStrippedState;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::tombstone::RoomTombstoneEventContent;
use matrix_sdk::ruma::{OwnedRoomId, OwnedServerName, OwnedUserId, RoomId, ServerName};
use matrix_sdk::{Client, Room, RoomState};

use crate::error::Trouble;

/// What became of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Successor {
    /// It stands.
    None,
    /// That one took its place, and the bot is in it.
    Entered(OwnedRoomId),
    /// Another one takes its place, which the bot is not in yet, or does not know yet.
    Awaited,
    /// That one claims its place, and the bot is in it.
    Strange(OwnedRoomId),
}

/// What became of that room; the bot enters its successor where it may.
pub(crate) async fn successor(client: &Client, room: &Room) -> Successor {
    let Some(new) = room.successor_room().map(|successor| successor.room_id) else { return Successor::None };
    let Some(replaced_by) = who_replaced(room).await else { return Successor::Awaited };
    match client.get_room(&new).filter(|new| new.state() == RoomState::Joined) {
        Some(new) => {
            let follows = new.predecessor_room().is_some_and(|predecessor| predecessor.room_id == room.room_id());
            judged(room, &new, |maker| std::future::ready(follows && *maker == replaced_by)).await
        }
        None => awaited(client, &new, replaced_by.server_name()).await,
    }
}

/// What becomes of a room whose alias names that other one now; the bot enters it where it may. An alias is its homeserver's to
/// give, a room is not: whoever made the new one must be able to replace the old one, and be in it still.
pub(crate) async fn renamed(client: &Client, room: &Room, new: &RoomId, server: &ServerName) -> Successor {
    let Ok(levels) = room.power_levels().await else { return Successor::Awaited };
    let may_replace = |maker: OwnedUserId| {
        let has_the_power = levels.user_can_send_state(&maker, StateEventType::RoomTombstone);
        async move {
            let member = room.get_member(&maker).await.ok().flatten();
            has_the_power && member.is_some_and(|member| *member.membership() == MembershipState::Join)
        }
    };
    match client.get_room(new).filter(|new| new.state() == RoomState::Joined) {
        Some(new) => judged(room, &new, |maker| may_replace(maker.clone())).await,
        None => awaited(client, new, server).await,
    }
}

/// Enters a room, if it may; what it is made of comes with the next sync.
async fn awaited(client: &Client, new: &RoomId, server: &ServerName) -> Successor {
    if let Err(trouble) = enter(client, new, server).await {
        tracing::warn!(why = trouble.why(), "not in the room that replaces a configured one; the bot must be invited");
    }
    Successor::Awaited
}

/// Who may replace a room, the homeservers watch over; that the new one is theirs too, nobody but us.
///
/// Its maker is whoever sent its first event: whom that event names as creators besides, nobody has asked.
async fn judged<F: Future<Output = bool>>(
    old: &Room,
    new: &Room,
    may_replace: impl Fn(&OwnedUserId) -> F,
) -> Successor {
    // It comes with the sync after the entrance.
    let Some(maker) = new.create_content().map(|content| content.creator) else { return Successor::Awaited };
    let same_hands = may_replace(&maker).await;
    // Right after the entrance the device does not know it yet: the homeserver is asked.
    let (Ok(before), Ok(after)) = (old.latest_encryption_state().await, new.latest_encryption_state().await) else {
        return Successor::Awaited;
    };
    let as_guarded = after.is_encrypted() || !before.is_encrypted();
    if same_hands && as_guarded {
        Successor::Entered(new.room_id().to_owned())
    } else {
        Successor::Strange(new.room_id().to_owned())
    }
}

async fn who_replaced(room: &Room) -> Option<OwnedUserId> {
    let tombstone = room.get_state_event_static::<RoomTombstoneEventContent>().await.ok()??;
    match tombstone.deserialize().ok()? {
        SyncOrStrippedState::Sync(event) => Some(event.sender().to_owned()),
        SyncOrStrippedState::Stripped(event) => Some(event.sender),
    }
}

async fn enter(client: &Client, new: &RoomId, server: &ServerName) -> Result<(), Trouble> {
    let invited = client.get_room(new).filter(|room| room.state() == RoomState::Invited);
    let entered = match invited {
        Some(room) => room.join().await,
        None => {
            let via: Vec<OwnedServerName> = vec![server.to_owned()];
            client.join_room_by_id_or_alias(new.into(), &via).await.map(|_| ())
        }
    };
    entered.map_err(|error| Trouble::from(&error))
}
