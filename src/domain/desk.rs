//! Where the work happens: desks, their rooms, and everything that the configuration says about them.

use chrono::NaiveTime;
use chrono_tz::Tz;

use crate::duty::Duty;
use crate::former::Former;
use crate::guests::{Guest, as_typed};
use crate::named::named;
use crate::people::{MemberId, Organisation, OrganisationId, Person, Side};
use crate::targets::Targets;

/// A desk's id, as the configuration writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskId(pub String);

/// A chat place as the configuration writes it: `matrix:#room:server`, `discord:118…`, `terminal:#shared`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub String);

named! {
    /// The languages that the bot speaks.
    pub enum Language {
        /// English.
        English = "en",
        /// French.
        French = "fr",
    }
}

named! {
    /// The Traffic Light Protocol 2.0 of FIRST, from open to closed: a label, and a room's ceiling.
    pub enum Tlp {
        /// No limit.
        Clear = "TLP:CLEAR",
        /// The community.
        Green = "TLP:GREEN",
        /// The two organisations and whom they serve.
        Amber = "TLP:AMBER",
        /// The two organisations alone.
        AmberStrict = "TLP:AMBER+STRICT",
        /// Named people alone: posted nowhere.
        Red = "TLP:RED",
    }
}

named! {
    /// Which Matrix devices may change a case in an encrypted room.
    pub enum Trust {
        /// Every device.
        Any = "any",
        /// Devices that their owner has cross-signed.
        CrossSigned = "cross_signed",
        /// Devices of people whom the bot's operator has verified.
        Verified = "verified",
    }
}

named! {
    /// Where status lines go.
    pub enum Updates {
        /// Into the channel, as replies to the card.
        Channel = "channel",
        /// Into the card's thread.
        Thread = "thread",
    }
}

/// Whose room it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoomKind {
    /// Both sides sit in it.
    Shared,
    /// One organisation's own.
    Own(OrganisationId),
    /// Digest and escalations across desks.
    Coordination,
}

/// One chat place of a desk, or of the coordination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Where.
    pub place: Place,
    /// Whose.
    pub kind: RoomKind,
    /// The language the bot writes in it.
    pub language: Language,
    /// The highest label whose content it may show, where the operator wrote one.
    pub ceiling: Option<Tlp>,
    /// Where status lines go.
    pub updates: Updates,
}

/// One working relation: a platform and one or more agencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Its id in the configuration.
    pub id: DeskId,
    /// The letters before the number of its cases: `YT`.
    pub prefix: String,
    /// The agencies' organisations.
    pub agencies: Vec<OrganisationId>,
    /// The platform's organisation.
    pub platform: OrganisationId,
    /// The zone in which its rooms read times.
    pub zone: Tz,
    /// When its daily digest is posted, in its zone.
    pub digest_at: NaiveTime,
    /// Out of every figure, of coordination and of escalation.
    pub practice: bool,
    /// Which devices may change a case.
    pub trust: Trust,
    /// Whether a line in which somebody typed a live address is taken away once its card is there.
    pub redacts_addresses: bool,
    /// Its rooms.
    pub rooms: Vec<Room>,
}

impl Desk {
    /// Whether that organisation has a room of its own here.
    #[must_use]
    pub fn has_room_of(&self, organisation: &OrganisationId) -> bool {
        self.rooms.iter().any(|room| matches!(&room.kind, RoomKind::Own(own) if own == organisation))
    }

    /// The rooms in which both sides sit.
    pub fn shared_rooms(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter().filter(|room| room.kind == RoomKind::Shared)
    }
}

/// The rooms and people who look across desks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordination {
    /// Its rooms; none is allowed.
    pub rooms: Vec<Room>,
    /// When its daily digest is posted.
    pub digest_at: NaiveTime,
    /// The zone of that hour.
    pub zone: Tz,
    /// Coordinators.
    pub members: Vec<MemberId>,
    /// Oversight: they read everything and change nothing.
    pub reviewers: Vec<MemberId>,
}

/// Everything the configuration says about people, desks and agreed targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Every organisation.
    pub organisations: Vec<Organisation>,
    /// Every desk.
    pub desks: Vec<Desk>,
    /// Coordination.
    pub coordination: Coordination,
    /// Agreed targets over the built-in ones.
    pub targets: Targets,
    /// Who is on duty, as they said in the rooms: of all this the one thing that no configuration says.
    pub duties: Vec<Duty>,
    /// Who is a member because they were let in for a while, and for no other reason; each is among their organisation's
    /// members too.
    pub guests: Vec<Guest>,
    /// Who was a member and is none any more: they have no right, and are still named as they were.
    pub former: Vec<Former>,
}

impl Setting {
    /// The organisation with that id.
    #[must_use]
    pub fn organisation(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| organisation.id == *id)
    }

    /// The desk with that id.
    #[must_use]
    pub fn desk(&self, id: &DeskId) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.id == *id)
    }

    /// The desk whose cases bear that prefix, in any case of letters.
    #[must_use]
    pub fn desk_of_prefix(&self, prefix: &str) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.prefix.eq_ignore_ascii_case(prefix))
    }

    /// The desks that a place belongs to as one of their rooms (one desk; `config` refuses more).
    #[must_use]
    pub fn room(&self, place: &Place) -> Option<(&Desk, &Room)> {
        self.desks.iter().find_map(|desk| desk.rooms.iter().find(|room| room.place == *place).map(|room| (desk, room)))
    }

    /// The organisations of that desk: its agencies, then its platform.
    pub fn organisations_of<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = &'a Organisation> {
        desk.agencies.iter().chain([&desk.platform]).filter_map(|id| self.organisation(id))
    }

    /// Who a chat identity is on that desk: a member listed by name wins over one who is admitted by a pattern.
    #[must_use]
    pub fn person(&self, desk: &Desk, identity: &str) -> Option<Person> {
        self.person_with(desk, identity, &[])
    }

    /// The same, where the network says in which groups the identity is (`discord:role:…`); whoever is known by a group
    /// alone bears their own identity in the record.
    #[must_use]
    pub fn person_with(&self, desk: &Desk, identity: &str, groups: &[String]) -> Option<Person> {
        let organisations = || desk.agencies.iter().chain([&desk.platform]).filter_map(|id| self.organisation(id));
        let by_name = organisations().find_map(|organisation| {
            let member = organisation.members.iter().find(|member| member.at.iter().any(|at| at == identity))?;
            Some((organisation, member.id.clone()))
        });
        let (organisation, member) = by_name.or_else(|| {
            let admitted = organisations().find(|organisation| {
                let mut entries = organisation.members.iter().flat_map(|member| &member.at);
                entries.any(|at| admits(at, identity) || groups.contains(at))
            })?;
            Some((admitted, MemberId(identity.to_owned())))
        })?;
        Some(self.acting_for(organisation, member, groups))
    }

    /// Who that word names on that desk, of whichever organisation: by id, alias or identity.
    #[must_use]
    pub fn person_called(&self, desk: &Desk, word: &str) -> Option<Person> {
        self.organisations_of(desk).find_map(|organisation| {
            let member = self.member_called(desk, &organisation.id, word)?;
            Some(self.acting_for(organisation, member, &[]))
        })
    }

    fn acting_for(&self, organisation: &Organisation, member: MemberId, groups: &[String]) -> Person {
        let leads = |id: &MemberId| *id == member || groups.contains(&id.0);
        Person {
            supervisor: organisation.supervisors.iter().any(leads),
            reviewer: self.coordination.reviewers.contains(&member),
            organisation: organisation.id.clone(),
            side: organisation.side,
            member,
        }
    }

    /// The member of that organisation whom a word names: by id, alias or identity, with or without its sign; a mention of
    /// Discord (`<@118…>`) is the identity `discord:user:118…`. Nobody where it names none of theirs.
    #[must_use]
    pub fn member_called(&self, desk: &Desk, organisation: &OrganisationId, word: &str) -> Option<MemberId> {
        let word = as_typed(word);
        let word = word.as_str();
        let mentioned = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>'));
        let mentioned = mentioned.map(|number| format!("discord:user:{}", number.trim_start_matches('!')));
        let word = mentioned.as_deref().unwrap_or(word);
        let bare = word.strip_prefix('@').unwrap_or(word);
        let listed = self.organisation(organisation)?.members.iter().find(|member| {
            let is_called = |name: &str| name == word || name.eq_ignore_ascii_case(bare);
            let at = |at: &String| is_called(at) || at.strip_prefix('@').is_some_and(is_called);
            let is_pattern = member.at.iter().any(|at| at == &member.id.0 && at.contains("*:"));
            !is_pattern
                && (is_called(&member.id.0)
                    || member.alias.as_deref().is_some_and(is_called)
                    || member.at.iter().any(at))
        });
        let known = listed.map(|member| member.id.clone()).filter(|id| !id.0.starts_with("discord:role:"));
        known.or_else(|| {
            let person = self.person(desk, word)?;
            (person.organisation == *organisation).then_some(person.member)
        })
    }

    /// The organisation of a desk that owns a clock of `side` on a case of `agency`.
    #[must_use]
    pub fn owner<'a>(&'a self, desk: &'a Desk, agency: &'a OrganisationId, side: Side) -> Option<&'a Organisation> {
        match side {
            Side::Agency => self.organisation(agency),
            Side::Platform => self.organisation(&desk.platform),
        }
    }
}

/// Whether a pattern such as `@*:platform.example` admits an identity: `*` stands for the whole local part alone, so
/// that `@*:a.example` never admits `@x:b.a.example`.
pub(crate) fn admits(pattern: &str, identity: &str) -> bool {
    let Some(server) = pattern.strip_prefix("@*:") else { return false };
    identity.starts_with('@') && identity.split_once(':').is_some_and(|(_, theirs)| theirs == server)
}
