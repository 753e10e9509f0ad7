//! What two settings differ in, a line each: whose it is, what, from what to what. Every field is named here: the compiler says
//! which one was forgotten.

use liaison_domain::{
    CaseKind, ClockName, Contact, Coordination, Country, Desk, Member, MemberId, Organisation, OrganisationId, Room,
    Setting, Urgency,
};

use super::words;

/// What changed.
pub(super) fn differences(old: &Setting, new: &Setting) -> Vec<String> {
    // Who is on duty and who was let in stands in no file.
    let Setting { organisations, desks, coordination, targets: _, duties: _, guests: _, former: _ } = new;
    let mut told = Told::default();
    let name = |organisation: &Organisation| format!("organisation {}", organisation.id.0);
    told.listed("", (&old.organisations, organisations), |one| one.id.clone(), name, organisation);
    told.listed("", (&old.desks, desks), |one| one.id.clone(), |desk| format!("desk {}", desk.id.0), desk);
    coordinated(&mut told, (&old.coordination, coordination));
    targets(&mut told, old, new);
    told.lines
}

#[derive(Default)]
struct Told {
    lines: Vec<String>,
}

impl Told {
    /// One value, where it differs.
    fn value(&mut self, whose: &str, what: &str, old: impl AsRef<str>, new: impl AsRef<str>) {
        let (old, new) = (old.as_ref(), new.as_ref());
        if old != new {
            self.lines.push(format!("{whose}: {what} {old} → {new}"));
        }
    }

    /// Things with a name: which came, which went, and what of the others changed.
    fn listed<T, K: PartialEq>(
        &mut self,
        whose: &str,
        (old, new): (&[T], &[T]),
        key: impl Fn(&T) -> K,
        name: impl Fn(&T) -> String,
        mut changed: impl FnMut(&mut Self, &str, (&T, &T)),
    ) {
        let prefix = if whose.is_empty() { String::new() } else { format!("{whose}: ") };
        for gone in old.iter().filter(|one| !new.iter().any(|other| key(other) == key(one))) {
            self.lines.push(format!("{prefix}{} removed", name(gone)));
        }
        for one in new {
            match old.iter().find(|other| key(other) == key(one)) {
                Some(before) => changed(self, &format!("{prefix}{}", name(one)), (before, one)),
                None => self.lines.push(format!("{prefix}{} added", name(one))),
            }
        }
    }

    /// People or organisations by id alone.
    fn ids<T: PartialEq>(&mut self, whose: &str, what: &str, both: (&[T], &[T]), text: impl Fn(&T) -> &str) {
        self.listed(whose, both, |one| text(one).to_owned(), |one| format!("{what} {}", text(one)), |_, _, _| {});
    }
}

fn organisation(told: &mut Told, whose: &str, (old, new): (&Organisation, &Organisation)) {
    let Organisation { id: _, name, side, zone, hours, holidays, digest_at, supervisors, members, contacts } = new;
    let country = |country: Option<Country>| country.map_or("none", Country::name);
    told.value(whose, "name", &old.name, name);
    told.value(whose, "side", old.side.name(), side.name());
    told.value(whose, "time_zone", old.zone.name(), zone.name());
    told.value(whose, "hours", words::hours(&old.hours), words::hours(hours));
    told.value(whose, "holidays", country(old.holidays), country(*holidays));
    told.value(whose, "digest_at", words::time(old.digest_at), words::time(*digest_at));
    people(told, whose, "supervisor", (&old.supervisors, supervisors));
    let number = |one: &Contact| format!("number on file of {}", one.name);
    let phone = |told: &mut Told, whose: &str, (old, new): (&Contact, &Contact)| {
        told.value(whose, "phone", &old.phone, &new.phone);
    };
    told.listed(whose, (&old.contacts, contacts), |one| one.name.clone(), number, phone);
    let name = |member: &Member| format!("member {}", member.id.0);
    told.listed(whose, (&old.members, members), |member| member.id.clone(), name, member);
}

fn member(told: &mut Told, whose: &str, (old, new): (&Member, &Member)) {
    let Member { id: _, at, alias } = new;
    told.value(whose, "at", old.at.join(", "), at.join(", "));
    let alias_of = |alias: &Option<String>| alias.clone().unwrap_or_else(|| "none".to_owned());
    told.value(whose, "alias", alias_of(&old.alias), alias_of(alias));
}

fn people(told: &mut Told, whose: &str, what: &str, both: (&[MemberId], &[MemberId])) {
    told.ids(whose, what, both, |member| &member.0);
}

fn desk(told: &mut Told, whose: &str, (old, new): (&Desk, &Desk)) {
    let Desk { id: _, prefix, agencies, platform, zone, digest_at, practice, trust, redacts_addresses, rooms } = new;
    told.value(whose, "prefix", &old.prefix, prefix);
    told.ids(whose, "agency", (&old.agencies, agencies), |OrganisationId(id)| id);
    told.value(whose, "platform", &old.platform.0, &platform.0);
    told.value(whose, "time_zone", old.zone.name(), zone.name());
    told.value(whose, "digest_at", words::time(old.digest_at), words::time(*digest_at));
    told.value(whose, "practice", old.practice.to_string(), practice.to_string());
    told.value(whose, "trust", old.trust.name(), trust.name());
    told.value(whose, "redact_addresses", old.redacts_addresses.to_string(), redacts_addresses.to_string());
    placed(told, whose, (&old.rooms, rooms));
}

fn placed(told: &mut Told, whose: &str, both: (&[Room], &[Room])) {
    told.listed(whose, both, |room| room.place.clone(), |room| format!("room {}", room.place.0), room);
}

fn room(told: &mut Told, whose: &str, (old, new): (&Room, &Room)) {
    let Room { place: _, kind, language, ceiling, updates } = new;
    told.value(whose, "kind", words::kind(&old.kind), words::kind(kind));
    told.value(whose, "language", old.language.name(), language.name());
    told.value(
        whose,
        "ceiling",
        old.ceiling.map_or("none", |tlp| tlp.name()),
        ceiling.map_or("none", |tlp| tlp.name()),
    );
    told.value(whose, "updates", old.updates.name(), updates.name());
}

fn coordinated(told: &mut Told, (old, new): (&Coordination, &Coordination)) {
    let Coordination { rooms, digest_at, zone, members, reviewers } = new;
    let whose = "coordination";
    placed(told, whose, (&old.rooms, rooms));
    told.value(whose, "digest_at", words::time(old.digest_at), words::time(*digest_at));
    told.value(whose, "time_zone", old.zone.name(), zone.name());
    people(told, whose, "member", (&old.members, members));
    people(told, whose, "reviewer", (&old.reviewers, reviewers));
}

/// The lengths in effect, whichever table of the file they come from; a clock that runs keeps its own.
fn targets(told: &mut Told, old: &Setting, new: &Setting) {
    for kind in CaseKind::ALL {
        for urgency in Urgency::ALL {
            for clock in ClockName::ALL {
                let length = |setting: &Setting| words::length(setting.targets.length(*clock, *kind, *urgency));
                let whose = format!("target of {}, {}", kind.name(), urgency.name());
                told.value(&whose, clock.name(), length(old), length(new));
            }
        }
    }
}
