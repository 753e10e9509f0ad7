//! Which networks are served: configured, and built in. What belongs to another one is accepted, left out and warned of.

use liaison_domain::{Desk, Place, Room};

use super::Built;
use super::desks::Opened;
use super::fields::Fields;
use super::people::Listed;
use super::places::{Names, network_of_identity, network_of_place};
use super::problem::{Problems, Spot};
use super::rooms::Placed;

/// Why a network is not served; nothing where it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Served {
    matrix: Option<&'static str>,
    discord: Option<&'static str>,
}

impl Served {
    /// What the tables of a file and this program allow.
    pub(crate) fn of(fields: &Fields<'_>, built: Built) -> Self {
        let missing = |configured: bool, built: bool| match (configured, built) {
            (_, false) => Some("this program was built without it"),
            (false, true) => Some("it is not configured"),
            (true, true) => None,
        };
        Self {
            matrix: missing(fields.has("matrix"), built.matrix),
            discord: missing(fields.has("discord"), built.discord),
        }
    }

    fn missing(self, network: Names) -> Option<&'static str> {
        match network {
            Names::Matrix => self.matrix,
            Names::Discord => self.discord,
        }
    }

    fn serves(self, place: &Place) -> bool {
        self.missing(network_of_place(place)).is_none()
    }

    /// The rooms that can be reached.
    pub(crate) fn rooms(self, rooms: Vec<Placed<'_>>) -> Vec<Room> {
        rooms.into_iter().map(|placed| placed.room).filter(|room| self.serves(&room.place)).collect()
    }

    /// A desk with the rooms that can be reached.
    pub(crate) fn desk(self, opened: Opened<'_>) -> Desk {
        Desk { rooms: self.rooms(opened.rooms), ..opened.desk }
    }

    /// Says for each network that is not served how much of the file that concerns, at the first place.
    pub(crate) fn warn(
        self,
        organisations: &[Listed<'_>],
        desks: &[Opened<'_>],
        coordination: &[Placed<'_>],
        problems: &mut Problems,
    ) {
        for network in [Names::Matrix, Names::Discord] {
            let Some(why) = self.missing(network) else { continue };
            let identities = organisations.iter().flat_map(|listed| &listed.identities);
            let people: Vec<&Spot> =
                identities.filter(|word| network_of_identity(word.text) == network).map(|word| &word.spot).collect();
            let rooms = desks.iter().flat_map(|opened| &opened.rooms).chain(coordination);
            let rooms: Vec<&Spot> = rooms
                .filter(|placed| network_of_place(&placed.room.place) == network)
                .map(|placed| &placed.at.spot)
                .collect();
            let first = people.iter().chain(&rooms).min_by_key(|spot| spot.line);
            if let Some(spot) = first {
                let (name, people, rooms) = (network.called(), people.len(), rooms.len());
                problems.warn(
                    spot,
                    format!("{name} is not served, {why}: {people} identities and {rooms} rooms of it are left out"),
                );
            }
        }
    }
}
