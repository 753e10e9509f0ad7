//! An event as the SDK hands it over, and the little that the other files ask of it.

use liaison_chat::{DeviceTrust, Inbound};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind, VerificationLevel, VerificationState};
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Error, Room};
use serde_json::Value;

use crate::hear::{Place, heard, trust};

/// The event's JSON, decrypted if it could be; null if it is no JSON.
pub(crate) fn json_of(event: &TimelineEvent) -> Value {
    serde_json::from_str(event.raw().json().get()).unwrap_or_default()
}

/// The event's id.
pub(crate) fn id_of(event: &TimelineEvent) -> Option<String> {
    event.event_id().map(|id| id.to_string())
}

/// The event as the homeserver sent it, decrypted if it can be.
pub(crate) async fn opened(room: &Room, raw: Raw<AnySyncTimelineEvent>) -> Result<TimelineEvent, Error> {
    let kind = raw.get_field::<String>("type").ok().flatten();
    if kind.as_deref() != Some("m.room.encrypted") {
        return Ok(TimelineEvent::from_plaintext(raw));
    }
    room.decrypt_event(raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>(), None).await
}

/// Something heard, and what would open it if it is sealed still.
pub(crate) struct Ear {
    /// What was heard.
    pub(crate) inbound: Inbound,
    /// The event as it came and the session whose key is missing.
    pub(crate) sealed: Option<Sealed>,
}

/// An event whose key has not come.
#[derive(Clone)]
pub(crate) struct Sealed {
    /// Its room.
    pub(crate) room: OwnedRoomId,
    /// The session that its key belongs to.
    pub(crate) session: String,
    /// The event as the homeserver sent it.
    pub(crate) raw: Raw<AnySyncTimelineEvent>,
}

/// What an event of a room says; nothing where it has no id.
pub(crate) async fn listen(room: &Room, name: &str, encrypted: bool, event: &TimelineEvent) -> Option<Ear> {
    let own = room.own_user_id().as_str();
    let device = device(room, encrypted, event).await;
    let inbound = heard(&json_of(event), &Place { room: name, own }, device)?;
    let sealed = match &event.kind {
        TimelineEventKind::UnableToDecrypt { event, utd_info } if inbound.said == liaison_chat::Said::Unread => {
            utd_info.session_id.clone().map(|session| Sealed {
                room: room.room_id().to_owned(),
                session,
                raw: event.clone(),
            })
        }
        _ => None,
    };
    Some(Ear { inbound, sealed })
}

async fn device(room: &Room, encrypted: bool, event: &TimelineEvent) -> DeviceTrust {
    let info = event.encryption_info();
    let Some(info) = info.filter(|info| is_unsettled(&info.verification_state)) else {
        return trust(encrypted, info.map(AsRef::as_ref));
    };
    // The sync that brings somebody's first word brings the news of the device as well, and asks for its keys only
    // after it has judged the word: what was not known then may be known by now.
    let Some(session) = info.session_id() else { return trust(encrypted, Some(info)) };
    let now = room.get_encryption_info(session, &info.sender).await;
    trust(encrypted, Some(now.as_deref().unwrap_or(info)))
}

fn is_unsettled(state: &VerificationState) -> bool {
    use VerificationLevel::{None, UnsignedDevice};
    matches!(state, VerificationState::Unverified(None(_) | UnsignedDevice))
}
