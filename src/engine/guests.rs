//! Letting somebody in for a while: proposed by one, confirmed by another, over by itself. Both acts are recorded in the
//! chain, without a case, and told in the organisation's own rooms.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use liaison_chat::{DeviceTrust, GuestAsked};
use liaison_domain::{
    Actor, By, Event, EventBody, Fact, Guest, MemberId, Person, Refusal, Remark, RoomKind, Setting, confirm, identity,
    member, propose, waiting,
};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::listing::listed_member;
use crate::spot::hearing;
use crate::{Engine, Fault};

const COMMAND: &str = "desk-member";

/// Whoever speaks: in an organisation's own room one of its members, in the coordination room a coordinator.
struct Speaker {
    by: MemberId,
    person: Option<Person>,
}

impl Speaker {
    /// # Errors
    /// Who may not speak of guests here, or from that device.
    fn of(setting: &Setting, said: Saying<'_>) -> Result<Self, Refusal> {
        let Some(desk) = said.spot.desk else { return Self::coordinator(setting, said) };
        let hearing = hearing(setting, desk, &said.spot.room.kind, said.inbound);
        if let (Actor::Member(person), RoomKind::Shared) = (&hearing.actor, &hearing.room) {
            return Err(Refusal::GuestAmongBoth { own_room: desk.has_room_of(&person.organisation) });
        }
        let person = member(&hearing, COMMAND, None)?.clone();
        Ok(Self { by: person.member.clone(), person: Some(person) })
    }

    fn coordinator(setting: &Setting, said: Saying<'_>) -> Result<Self, Refusal> {
        let listed = listed_member(setting, &said.inbound.person).map(|(member, _)| member.clone());
        let by = listed.unwrap_or_else(|| MemberId(said.inbound.person.clone()));
        if !setting.coordination.members.contains(&by) {
            return Err(Refusal::CoordinatorsOnly);
        }
        // No desk says here which devices it trusts: the least that any of them asks for by default.
        if said.inbound.device < DeviceTrust::CrossSigned {
            return Err(Refusal::DeviceNotConfirmed { command: COMMAND });
        }
        Ok(Self { by, person: None })
    }

    fn may_put_out(&self, setting: &Setting) -> bool {
        self.person.as_ref().is_some_and(|person| person.supervisor) || setting.coordination.members.contains(&self.by)
    }
}

impl Engine {
    /// A supervisor proposes, confirms or puts out a guest.
    pub(crate) async fn guest(&self, work: &mut Work, said: Saying<'_>, asked: &GuestAsked) -> Result<(), Fault> {
        let setting = self.setting();
        let speaker = match Speaker::of(&setting, said) {
            Ok(speaker) => speaker,
            Err(refusal) => return self.refuse(work, said, &refusal).await,
        };
        let Some(identity) = identity(&asked.who) else {
            return self.refuse(work, said, &Refusal::NoIdentity { word: asked.who.clone() }).await;
        };
        let there = work.guests_called(&identity).await?;
        let there: Vec<Guest> = there.into_iter().filter(|guest| guest.until > said.now).collect();
        let outcome = match asked.remove {
            true => self.put_out(work, said, &there, (&speaker, &identity)).await?,
            false => self.bring_in(work, said, &there, (&speaker, identity, asked)).await?,
        };
        match outcome {
            Ok(remark) => self.answer(work, said, Telling::Remark(remark)).await,
            Err(refusal) => self.refuse(work, said, &refusal).await,
        }
    }

    /// The one who waits is let in; where nobody does, somebody is proposed.
    async fn bring_in(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        there: &[Guest],
        (speaker, identity, asked): (&Speaker, String, &GuestAsked),
    ) -> Result<Result<Remark, Refusal>, Fault> {
        let setting = self.setting();
        if there.iter().any(|guest| guest.confirmed_by.is_some()) {
            return Ok(Err(Refusal::MemberAlready { word: identity }));
        }
        let person = speaker.person.as_ref();
        let given = (asked.alias.as_deref(), asked.until);
        let decided = waiting(there.iter(), person).and_then(|proposal| match (proposal, person) {
            (Some(proposal), _) => confirm(proposal, given, (&speaker.by, person), &setting),
            (None, Some(person)) => propose(person, identity, given, &setting, said.now),
            (None, None) => Err(Refusal::NoProposal { word: identity }),
        });
        let guest = match decided {
            Ok(guest) => guest,
            Err(refusal) => return Ok(Err(refusal)),
        };
        work.put_guest(&guest).await?;
        let organisation = setting.name_of(&guest.organisation);
        if guest.confirmed_by.is_none() {
            let line = Fact::Line(COMMAND, guest.identity.clone());
            return Ok(Ok(guest.told("guest-proposed", &organisation).with("line", line)));
        }
        let body = EventBody::Admitted {
            organisation: guest.organisation.clone(),
            identity: guest.identity.clone(),
            until: guest.until,
        };
        work.record(&event(body, By::Member(speaker.by.clone()), said.now), self.chance.salt()).await?;
        self.people_changed.store(true, Ordering::SeqCst);
        let remark = guest.told("guest-let-in", &organisation);
        self.tell_of_guest(work, &guest, &remark, Some(said), said.now).await?;
        Ok(Ok(remark))
    }

    async fn put_out(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        there: &[Guest],
        (speaker, identity): (&Speaker, &str),
    ) -> Result<Result<Remark, Refusal>, Fault> {
        let setting = self.setting();
        let guest = match waiting(there.iter(), speaker.person.as_ref()) {
            Ok(Some(guest)) => guest,
            Ok(None) => return Ok(Err(Refusal::NoGuest { word: identity.to_owned() })),
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !speaker.may_put_out(&setting) {
            return Ok(Err(Refusal::SupervisorsOnly));
        }
        let organisation = setting.name_of(&guest.organisation);
        if guest.confirmed_by.is_none() {
            work.end_stay(guest, said.now).await?;
            return Ok(Ok(guest.told("guest-unproposed", &organisation)));
        }
        self.end_stay(work, guest, By::Member(speaker.by.clone()), said.now).await?;
        let remark = guest.told("guest-put-out", &organisation);
        self.tell_of_guest(work, guest, &remark, Some(said), said.now).await?;
        Ok(Ok(remark))
    }

    /// Ends the stay of everyone whose time is over; a proposal that nobody confirmed goes without a trace.
    pub(crate) async fn end_stays(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let over = self.store.guests_over(now).await?;
        if over.is_empty() {
            return Ok(());
        }
        let setting = self.setting();
        let mut work = self.store.begin().await?;
        for guest in over {
            if guest.confirmed_by.is_none() {
                work.end_stay(&guest, now).await?;
                continue;
            }
            self.end_stay(&mut work, &guest, By::Clock, now).await?;
            let remark = guest.told("guest-over", &setting.name_of(&guest.organisation));
            self.tell_of_guest(&mut work, &guest, &remark, None, now).await?;
        }
        work.commit().await?;
        self.people_changed.store(true, Ordering::SeqCst);
        self.know_people(now).await
    }

    /// A stay is over, and with it their duty, unless the configuration has made them a member meanwhile.
    async fn end_stay(&self, work: &mut Work, guest: &Guest, by: By, now: DateTime<Utc>) -> Result<(), Fault> {
        let setting = self.setting();
        let Guest { organisation, identity, .. } = guest;
        let id = MemberId(identity.clone());
        let is_theirs = |one: &Guest| one.organisation == *organisation && one.identity == *identity;
        let is_listed = setting.organisation(organisation).is_some_and(|theirs| theirs.member(&id).is_some());
        if !is_listed || setting.guests.iter().any(is_theirs) {
            work.end_duty(organisation, &id).await?;
        }
        work.end_stay(guest, now).await?;
        let body = EventBody::Dismissed { organisation: organisation.clone(), identity: identity.clone() };
        work.record(&event(body, by, now), self.chance.salt()).await?;
        self.people_changed.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// The organisation's own rooms learn who comes and goes; an answer that all of the room read is that already.
    async fn tell_of_guest(
        &self,
        work: &mut Work,
        guest: &Guest,
        remark: &Remark,
        said: Option<Saying<'_>>,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let answered = said.filter(|said| said.inbound.answer.is_none()).map(|said| said.spot.room.place.clone());
        self.tell_own(work, &guest.organisation, remark, answered.as_ref(), now).await
    }
}

fn event(body: EventBody, by: By, now: DateTime<Utc>) -> Event {
    Event { case: None, at: now, recorded_at: now, by, body, clocks: Vec::new() }
}
