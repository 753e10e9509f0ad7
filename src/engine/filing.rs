//! Filing what comes from outside the rooms: a list of referrals, while no bot runs. Each is decided by the same rules as
//! one that is typed; what the rooms must be told of it waits for the engine that has their doors.

use chrono::{DateTime, Utc};
use liaison_chat::Network;
use liaison_domain::{Actor, CaseRef, Desk, DeskId, Device, EventBody, Hearing, Person, Refusal, Report, RoomKind};
use liaison_store::Work;

use crate::{Engine, Fault};

/// One referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// On which desk.
    pub desk: DeskId,
    /// By whom.
    pub by: Person,
    /// When it was made, as whoever files it says.
    pub made_at: DateTime<Utc>,
    /// What it says.
    pub report: Report,
}

/// What became of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filed {
    /// A case was opened.
    Opened {
        /// Which.
        case: CaseRef,
        /// How many of its targets the desk had a case of already.
        left_out: usize,
    },
    /// The rule that forbids it; nothing has changed.
    Refused(Refusal),
}

impl Engine {
    /// The engine without doors, which tells rooms all the same: what waits for them is sent by the next that has their doors.
    #[must_use]
    pub fn telling_later(mut self) -> Self {
        self.tells_later = true;
        self
    }

    /// Whether anything is put down for a network's rooms.
    pub(crate) fn tells(&self, network: Network) -> bool {
        self.tells_later || self.doors.contains_key(&network)
    }

    /// Who that word names, on each desk where it names somebody; whoever was let in for a while among them.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn people_called(&self, word: &str, now: DateTime<Utc>) -> Result<Vec<(DeskId, Person)>, Fault> {
        self.know_people(now).await?;
        let setting = self.setting();
        let on = |desk: &Desk| Some((desk.id.clone(), setting.person_called(desk, word)?));
        Ok(setting.desks.iter().filter_map(on).collect())
    }

    /// Files each of them, in their order and in one transaction; what became of each.
    ///
    /// # Errors
    /// [`Fault`] when nothing of it was committed.
    pub async fn file(&self, referrals: &[Referral], now: DateTime<Utc>) -> Result<Vec<Filed>, Fault> {
        self.offering().undo(0);
        let mut work = self.store.begin().await?;
        let mut filed = Vec::with_capacity(referrals.len());
        for referral in referrals {
            filed.push(self.file_one(&mut work, referral, now).await?);
        }
        work.commit().await?;
        self.offering().commit();
        Ok(filed)
    }

    async fn file_one(&self, work: &mut Work, referral: &Referral, now: DateTime<Utc>) -> Result<Filed, Fault> {
        let Referral { desk, by, made_at, report } = referral;
        let setting = self.setting();
        let Some(desk) = setting.desk(desk) else {
            return Ok(Filed::Refused(Refusal::NoSuchDesk { desk: desk.0.clone() }));
        };
        // Whoever works at the machine itself speaks from no device that could be another's.
        let hearing = Hearing {
            actor: Actor::Member(by.clone()),
            room: RoomKind::Shared,
            device: Device::Confirmed,
            said_at: *made_at,
        };
        let (case, ruling) = match self.opening(work, report, &hearing, desk, &setting, now).await? {
            Ok(opening) => opening,
            Err(refusal) => return Ok(Filed::Refused(refusal)),
        };
        let fresh = ruling.events.iter().map(|event| match &event.body {
            EventBody::Reported { targets, .. } => targets.len(),
            _ => 0,
        });
        let left_out = report.targets.len().saturating_sub(fresh.sum());
        self.enact(work, None, desk, None, ruling, now).await?;
        Ok(Filed::Opened { case, left_out })
    }
}
