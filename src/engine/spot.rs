//! Where something was said: which desk, whose room, and who speaks there.

use chrono_tz::Tz;
use liaison_chat::{DeviceTrust, Inbound, Network};
use liaison_domain::{
    Actor, Desk, Device, Hearing, Language, Person, Place, Room, RoomKind, Setting, Tlp, Trust, Updates,
};

/// A configured room, with the desk that it belongs to; the coordination rooms belong to none.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub(crate) desk: Option<&'a Desk>,
    pub(crate) room: &'a Room,
}

/// The place of a network's room, as the configuration writes it.
pub(crate) fn place(network: Network, room: &str) -> Place {
    Place(format!("{}:{room}", network.name()))
}

/// A room that is not configured, in which somebody is answered all the same: in the language of the first that is.
pub(crate) fn elsewhere(setting: &Setting, network: Network, room: &str) -> Room {
    let first = setting.desks.iter().flat_map(|desk| &desk.rooms).next();
    Room {
        place: place(network, room),
        kind: RoomKind::Shared,
        language: first.map_or(Language::English, |room| room.language),
        ceiling: Some(Tlp::Clear),
        updates: Updates::Channel,
    }
}

impl<'a> Spot<'a> {
    /// The configured room, if it is one.
    pub(crate) fn of(setting: &'a Setting, network: Network, room: &str) -> Option<Self> {
        let place = place(network, room);
        let of_desk = setting.room(&place).map(|(desk, room)| Self { desk: Some(desk), room });
        of_desk.or_else(|| {
            let room = setting.coordination.rooms.iter().find(|room| room.place == place)?;
            Some(Self { desk: None, room })
        })
    }

    /// The zone in which times are read and written here: an organisation's own in its own rooms, else the desk's; the
    /// coordination has one of its own.
    pub(crate) fn zone(&self, setting: &Setting) -> Tz {
        let own = match &self.room.kind {
            RoomKind::Own(organisation) => setting.organisation(organisation).map(|organisation| organisation.zone),
            RoomKind::Shared | RoomKind::Coordination => None,
        };
        own.or_else(|| self.desk.map(|desk| desk.zone)).unwrap_or(setting.coordination.zone)
    }

    /// The desk that a command from here is about: the room's own, or, in coordination, that of the named prefix.
    pub(crate) fn desk_for(&self, setting: &'a Setting, prefix: Option<&str>) -> Option<&'a Desk> {
        let only = match setting.desks.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        self.desk.or_else(|| setting.desk_of_prefix(prefix?)).or(only)
    }
}

/// The circumstances under which `inbound` was said, for that desk.
pub(crate) fn hearing(setting: &Setting, desk: &Desk, kind: &RoomKind, inbound: &Inbound) -> Hearing {
    let actor = speaker(setting, desk, inbound).map_or(Actor::Stranger, Actor::Member);
    Hearing { actor, room: kind.clone(), device: device(desk.trust, inbound.device), said_at: inbound.said_at }
}

/// Who spoke, on that desk.
pub(crate) fn speaker(setting: &Setting, desk: &Desk, inbound: &Inbound) -> Option<Person> {
    setting.person_with(desk, &inbound.person, &inbound.roles)
}

/// Whether a device is confirmed as far as the desk asks for (configuration, `trust`).
fn device(asked: Trust, known: DeviceTrust) -> Device {
    let needed = match asked {
        Trust::Any => DeviceTrust::NotConfirmed,
        Trust::CrossSigned => DeviceTrust::CrossSigned,
        Trust::Verified => DeviceTrust::Verified,
    };
    match known {
        known if known >= needed => Device::Confirmed,
        DeviceTrust::CrossSigned => Device::NotVerified,
        _ => Device::NotConfirmed,
    }
}

/// Whether whoever spoke is named by the configuration at all: on that desk, or for the coordination.
pub(crate) fn is_known(setting: &Setting, desk: Option<&Desk>, inbound: &Inbound) -> bool {
    match desk {
        Some(desk) => speaker(setting, desk, inbound).is_some(),
        None => setting.desks.iter().any(|desk| speaker(setting, desk, inbound).is_some()),
    }
}
