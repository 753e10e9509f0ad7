//! Who is who: organisations, their members, and the one who acts.

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::calendar::{Calendar, WorkingHours};
use crate::holidays::Country;
use crate::named::named;

named! {
    /// The two sides of a desk.
    pub enum Side {
        /// Those who report: police, prosecutors, regulators.
        Agency = "agency",
        /// Those who answer: a platform's trust-and-safety team.
        Platform = "platform",
    }
}

impl Side {
    /// The side across the table.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Agency => Self::Platform,
            Self::Platform => Self::Agency,
        }
    }
}

/// An organisation's id, as the configuration writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(pub String);

/// A member's id, as the configuration and the export write it; never an alias.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub String);

/// An agency unit or a platform's team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id in the configuration.
    pub id: OrganisationId,
    /// Its name, as people read it.
    pub name: String,
    /// The side it stands on.
    pub side: Side,
    /// The zone its working hours are kept in.
    pub zone: Tz,
    /// When it works; routine never mentions anyone outside these hours.
    pub hours: WorkingHours,
    /// Whose public holidays it keeps; none where nobody said so.
    pub holidays: Option<Country>,
    /// When its own rooms get the daily digest of their desk, in its zone.
    pub digest_at: NaiveTime,
    /// Members who are called when a clock has been missed for a while.
    pub supervisors: Vec<MemberId>,
    /// Everyone who acts for it.
    pub members: Vec<Member>,
    /// The numbers on file, for call-backs: from the configuration alone, never from a request.
    pub contacts: Vec<Contact>,
}

/// A number on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Whose.
    pub name: String,
    /// The number.
    pub phone: String,
}

impl Organisation {
    /// Its working calendar.
    #[must_use]
    pub fn calendar(&self) -> Calendar<'_> {
        Calendar { zone: self.zone, hours: &self.hours, holidays: self.holidays }
    }

    /// The member with that id, if listed by name (one who is known by a pattern alone is not).
    #[must_use]
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == *id)
    }
}

/// One entry of an organisation's members: a person, or a pattern that admits several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The id; for a plain string in the configuration, that string.
    pub id: MemberId,
    /// Chat identities: `@amal:agency.example`, `@*:platform.example`, `discord:user:…`.
    pub at: Vec<String>,
    /// What the other side sees instead of the id.
    pub alias: Option<String>,
}

/// Somebody who was recognised by the configuration, on one desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who, as the record names them.
    pub member: MemberId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// On which side.
    pub side: Side,
    /// Whether a supervisor of that organisation.
    pub supervisor: bool,
    /// Whether for oversight: a reviewer reads everything and changes nothing.
    pub reviewer: bool,
}

/// Whoever makes something happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of one of the desk's organisations.
    Member(Person),
    /// Somebody whom the configuration does not name for this desk.
    Stranger,
}
