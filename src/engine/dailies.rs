//! The digests that come by themselves: of each desk for its shared rooms at the desk's hour, and for the rooms of one of its
//! organisations at that organisation's.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use liaison_domain::{
    Case, Desk, DeskId, Digest, Organisation, Room, RoomKind, Setting, digest, is_day_off, next_digest, own_digest,
};

/// One digest a day.
pub(crate) struct Daily<'a> {
    setting: &'a Setting,
    pub(crate) desk: &'a Desk,
    /// Whose rooms get it; the shared ones where it is nobody's.
    pub(crate) own: Option<&'a Organisation>,
}

/// Every digest of the setting but the coordination's.
pub(crate) fn dailies(setting: &Setting) -> Vec<Daily<'_>> {
    let of_desk = |desk| {
        let has_rooms = move |own: &&Organisation| own_rooms(desk, own).next().is_some();
        let own = setting.organisations_of(desk).filter(has_rooms);
        std::iter::once(None).chain(own.map(Some)).map(move |own| Daily { setting, desk, own })
    };
    setting.desks.iter().flat_map(of_desk).collect()
}

impl<'a> Daily<'a> {
    /// The digest that a room of that kind reads of a desk; the coordination reads what both sides read.
    pub(crate) fn of(setting: &'a Setting, desk: &'a Desk, room: &RoomKind) -> Self {
        let own = match room {
            RoomKind::Own(organisation) => setting.organisation(organisation),
            RoomKind::Shared | RoomKind::Coordination => None,
        };
        Self { setting, desk, own }
    }

    /// What it is remembered under.
    pub(crate) fn key(&self) -> String {
        key(&self.desk.id, self.own)
    }

    /// The first hour of it after `last`.
    pub(crate) fn next(&self, last: DateTime<Utc>) -> DateTime<Utc> {
        let at = self.own.map_or(self.desk.digest_at, |own| own.digest_at);
        next_digest(last, at, self.zone())
    }

    fn zone(&self) -> Tz {
        self.own.map_or(self.desk.zone, |own| own.zone)
    }

    /// Where it is posted.
    pub(crate) fn rooms(&self) -> Vec<&'a Room> {
        match self.own {
            Some(own) => own_rooms(self.desk, own).collect(),
            None => self.desk.shared_rooms().collect(),
        }
    }

    /// What it tells.
    pub(crate) fn facts(&self, cases: &[Case], since: DateTime<Utc>, now: DateTime<Utc>) -> Digest {
        match self.own {
            Some(own) => own_digest(cases, own, since, now),
            None => digest(cases, since, now, self.desk.zone),
        }
    }

    /// Whether it speaks of urgent cases alone that day.
    pub(crate) fn is_day_off(&self, now: DateTime<Utc>) -> bool {
        match self.own {
            Some(own) => is_day_off(now, own.zone, [own]),
            None => is_day_off(now, self.zone(), self.setting.organisations_of(self.desk)),
        }
    }
}

/// The name of one in the marks: ids hold no stroke, so that no two are alike.
fn key(desk: &DeskId, own: Option<&Organisation>) -> String {
    own.map_or_else(|| desk.0.clone(), |own| format!("{}/{}", desk.0, own.id.0))
}

fn own_rooms<'a>(desk: &'a Desk, organisation: &Organisation) -> impl Iterator<Item = &'a Room> + use<'a> {
    let kind = RoomKind::Own(organisation.id.clone());
    desk.rooms.iter().filter(move |room| room.kind == kind)
}
