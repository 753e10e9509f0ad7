//! Duty: said in any room of a desk, known on all desks of the organisation, over by itself. The setting holds who is on
//! duty, so that the rules see it; the store holds it across restarts.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use chrono::{DateTime, Utc};
use liaison_domain::{
    Duty, DutyAsked, Fact, Former, Guest, OrganisationId, Place, Refusal, Remark, RoomKind, Setting, begin_duty, member,
};
use liaison_store::{Addressee, StoreError, Telling, Work};

use crate::heard::Saying;
use crate::notices::{RANK_ANSWER, parts, row};
use crate::spot::hearing;
use crate::{Engine, Fault};

impl Engine {
    /// Somebody begins or ends their duty, or asks who is on duty.
    pub(crate) async fn duty(&self, work: &mut Work, said: Saying<'_>, asked: DutyAsked) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk else {
            return self.refuse(work, said, &Refusal::WrongRoom { command: "duty" }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        let person = match member(&hearing, "duty", None) {
            Ok(person) => person,
            Err(refusal) => return self.refuse(work, said, &refusal).await,
        };
        let remark = match asked {
            DutyAsked::Who => return self.answer(work, said, Telling::Duties).await,
            DutyAsked::On(until) => match begin_duty(person, until, said.now) {
                Ok(duty) => {
                    work.begin_duty(&duty, said.now).await?;
                    begun(&duty)
                }
                Err(refusal) => return self.refuse(work, said, &refusal).await,
            },
            DutyAsked::Off => {
                if !work.end_duty(&person.organisation, &person.member).await? {
                    return self.refuse(work, said, &Refusal::NotOnDuty).await;
                }
                Remark::new("duty-ended").with("by", Fact::Member(person.member.clone()))
            }
        };
        self.people_changed.store(true, Ordering::SeqCst);
        self.answer(work, said, Telling::Remark(remark)).await
    }

    /// Takes over into the setting what the store knows of duties and guests, where that may have changed.
    pub(crate) async fn know_people(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        if !self.people_changed.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        match self.people(now).await {
            Ok((duties, guests, former)) => {
                let mut setting = self.setting.write().unwrap_or_else(PoisonError::into_inner);
                *setting = Arc::new(Setting::clone(&setting).with_people(duties, guests, former));
                Ok(())
            }
            Err(fault) => {
                self.people_changed.store(true, Ordering::SeqCst);
                Err(fault.into())
            }
        }
    }

    async fn people(&self, now: DateTime<Utc>) -> Result<(Vec<Duty>, Vec<Guest>, Vec<Former>), StoreError> {
        Ok((self.store.duties().await?, self.store.guests(now).await?, self.store.former_guests(now).await?))
    }

    /// Ends every duty whose time is over; the organisation's own rooms are told, and who is left.
    pub(crate) async fn end_duties(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let setting = self.setting();
        let over: Vec<&Duty> = setting.duties.iter().filter(|duty| duty.until <= now).collect();
        if over.is_empty() {
            return Ok(());
        }
        let mut work = self.store.begin().await?;
        for duty in over {
            if work.end_duty(&duty.organisation, &duty.member).await? {
                self.tell_of_end(&mut work, &setting, duty, now).await?;
            }
        }
        work.commit().await?;
        self.people_changed.store(true, Ordering::SeqCst);
        self.know_people(now).await
    }

    async fn tell_of_end(
        &self,
        work: &mut Work,
        setting: &Setting,
        duty: &Duty,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let nobody = setting.on_duty(&duty.organisation, now).next().is_none();
        let sentence = if nobody { "duty-over-nobody" } else { "duty-over" };
        let remark = Remark::new(sentence).with("by", Fact::Member(duty.member.clone()));
        let remark = if nobody { remark.with("line", Fact::Line("duty", "state:on".to_owned())) } else { remark };
        self.tell_own(work, &duty.organisation, &remark, None, now).await
    }

    /// Tells an organisation's own rooms, on all its desks, but for the one in which it is answered.
    pub(crate) async fn tell_own(
        &self,
        work: &mut Work,
        organisation: &OrganisationId,
        remark: &Remark,
        answered: Option<&Place>,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let own = RoomKind::Own(organisation.clone());
        let rooms = setting.desks.iter().flat_map(|desk| &desk.rooms).filter(|room| room.kind == own);
        for room in rooms.filter(|room| answered != Some(&room.place)) {
            let Some((network, name)) = parts(&room.place).filter(|(network, _)| self.doors.contains_key(network))
            else {
                continue;
            };
            let telling = Telling::Remark(remark.clone());
            work.queue(&row(network, name, Addressee::Room, None, RANK_ANSWER, telling, now)).await?;
        }
        Ok(())
    }
}

fn begun(duty: &Duty) -> Remark {
    Remark::new("duty-begun")
        .with("by", Fact::Member(duty.member.clone()))
        .with("until", Fact::Time(duty.until))
        .with("line", Fact::Line("duty", "state:off".to_owned()))
}
