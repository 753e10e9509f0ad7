//! Letting somebody in for a while: proposed by one, confirmed by another, over by itself. Both acts are recorded in the
//! chain, without a case.

use std::sync::atomic::Ordering;

use chrono::{DateTime, Utc};
use liaison_chat::GuestAsked;
use liaison_domain::{
    By, Event, EventBody, Fact, Guest, MemberId, Person, Refusal, Remark, confirm, identity, propose,
};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::listing::listed_member;
use crate::spot::speaker;
use crate::{Engine, Fault};

impl Engine {
    /// A supervisor proposes, confirms or puts out a guest.
    pub(crate) async fn guest(&self, work: &mut Work, said: Saying<'_>, asked: &GuestAsked) -> Result<(), Fault> {
        let setting = self.setting();
        let person = said.spot.desk.and_then(|desk| speaker(&setting, desk, said.inbound));
        let by = person.as_ref().map(|person| person.member.clone());
        let by = by.or_else(|| listed_member(&setting, &said.inbound.person).map(|(member, _)| member.clone()));
        let (Some(by), Some(identity)) = (by, identity(&asked.who)) else {
            let refusal = match identity(&asked.who) {
                Some(_) => Refusal::Stranger { command: "desk-member" },
                None => Refusal::NoIdentity { word: asked.who.clone() },
            };
            return self.refuse(work, said, &refusal).await;
        };
        let there = work.guests_called(&identity).await?;
        let there: Vec<&Guest> = there.iter().filter(|guest| guest.until > said.now).collect();
        let outcome = if asked.remove {
            self.put_out(work, said, &there, (&by, person.as_ref(), &identity)).await?
        } else if let Some(proposal) = there.iter().find(|guest| guest.confirmed_by.is_none()) {
            match confirm(proposal, &by, person.as_ref(), &setting) {
                Ok(guest) => Ok(self.let_in(work, said, guest, &by).await?),
                Err(refusal) => Err(refusal),
            }
        } else {
            self.proposed(work, said, (person.as_ref(), identity), asked).await?
        };
        match outcome {
            Ok(remark) => self.answer(work, said, Telling::Remark(remark)).await,
            Err(refusal) => self.refuse(work, said, &refusal).await,
        }
    }

    async fn proposed(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        (person, identity): (Option<&Person>, String),
        asked: &GuestAsked,
    ) -> Result<Result<Remark, Refusal>, Fault> {
        let Some(person) = person else { return Ok(Err(Refusal::WrongRoom { command: "desk-member" })) };
        let guest = match propose(person, identity, asked.alias.clone(), asked.until, &self.setting(), said.now) {
            Ok(guest) => guest,
            Err(refusal) => return Ok(Err(refusal)),
        };
        work.put_guest(&guest).await?;
        Ok(Ok(Remark::new("guest-proposed")
            .with("word", Fact::Words(guest.identity.clone()))
            .with("until", Fact::Time(guest.until))
            .with("line", Fact::Line("desk-member", guest.identity))))
    }

    async fn let_in(&self, work: &mut Work, said: Saying<'_>, guest: Guest, by: &MemberId) -> Result<Remark, Fault> {
        work.put_guest(&guest).await?;
        let Guest { organisation, identity, until, .. } = guest;
        let body = EventBody::Admitted { organisation, identity: identity.clone(), until };
        work.record(&event(body, By::Member(by.clone()), said.now), self.chance.salt()).await?;
        self.people_changed.store(true, Ordering::SeqCst);
        Ok(Remark::new("guest-let-in").with("word", Fact::Words(identity)).with("until", Fact::Time(until)))
    }

    async fn put_out(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        there: &[&Guest],
        (by, person, identity): (&MemberId, Option<&Person>, &str),
    ) -> Result<Result<Remark, Refusal>, Fault> {
        let word = identity.to_owned();
        let theirs = |guest: &&&Guest| person.is_none_or(|person| person.organisation == guest.organisation);
        let Some(guest) = there.iter().find(theirs) else { return Ok(Err(Refusal::NoGuest { word })) };
        let leads = person.is_some_and(|person| person.supervisor);
        if !leads && !self.setting().coordination.members.contains(by) {
            return Ok(Err(Refusal::SupervisorsOnly));
        }
        work.remove_guest(guest).await?;
        let body = EventBody::Dismissed { organisation: guest.organisation.clone(), identity: word.clone() };
        work.record(&event(body, By::Member(by.clone()), said.now), self.chance.salt()).await?;
        self.people_changed.store(true, Ordering::SeqCst);
        Ok(Ok(Remark::new("guest-put-out").with("word", Fact::Words(word))))
    }

    /// Ends the stay of everyone whose time is over; a proposal that nobody confirmed goes without a trace.
    pub(crate) async fn end_stays(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        if !self.setting().guests.iter().any(|guest| guest.until <= now) {
            return Ok(());
        }
        let mut work = self.store.begin().await?;
        for guest in work.guests_over(now).await? {
            work.remove_guest(&guest).await?;
            if guest.confirmed_by.is_some() {
                let body = EventBody::Dismissed { organisation: guest.organisation, identity: guest.identity };
                work.record(&event(body, By::Clock, now), self.chance.salt()).await?;
            }
        }
        work.commit().await?;
        self.people_changed.store(true, Ordering::SeqCst);
        self.know_people(now).await
    }
}

fn event(body: EventBody, by: By, now: DateTime<Utc>) -> Event {
    Event { case: None, at: now, recorded_at: now, by, body, clocks: Vec::new() }
}
