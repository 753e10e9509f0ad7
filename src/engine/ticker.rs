//! Time as one more actor: what is due lapses through the same rules, the digest comes at its hour, and whoever wrote
//! what could not be read is told.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_domain::{CaseRef, Desk, Digest, Fact, Remark, RoomKind, Setting, is_day_off, lapse, next_digest};
use liaison_store::{Addressee, Telling, Work};

use crate::dailies::{Daily, dailies};
use crate::notices::{RANK_ANSWER, RANK_DIGEST, parts, row};
use crate::spot::Spot;
use crate::{Engine, Fault};

/// So many cases lapse in one transaction.
const LAPSES_AT_ONCE: u32 = 64;
/// So long a key may be late before the author of what it opens is told.
const KEY_MAY_BE_LATE: TimeDelta = TimeDelta::minutes(1);

/// A shared room sees the head of a growing chain at least so often: a week, less the hours by which a digest's own hour
/// may move in a night of daylight saving.
const UNSEEN_AT_MOST: TimeDelta = TimeDelta::hours(6 * 24 + 12);

/// What a digest of the whole coordination is kept under.
pub(crate) const COORDINATION: &str = "coordination";

impl Engine {
    /// Does everything that time does by `now`: harmless when it comes late, twice or too early.
    ///
    /// # Errors
    /// [`Fault`] of the store; what was committed stays, the rest is still due.
    pub async fn tick(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        self.know_people(now).await?;
        self.end_stays(now).await?;
        self.end_duties(now).await?;
        self.let_parked_out().await?;
        while self.lapse_some(now).await? {}
        self.digests(now).await?;
        self.tell_of_unread(now).await
    }

    /// The next moment after `now` at which time must act or something may be tried again.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn next_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Fault> {
        let setting = self.setting();
        let mut moments =
            vec![self.store.next_deadline().await?, self.store.next_retry().await?, self.waking().next(now)];
        moments.push(self.pace().next(now));
        moments.extend(setting.duties.iter().map(|duty| Some(duty.until)));
        moments.extend(setting.guests.iter().map(|guest| Some(guest.until)));
        for daily in dailies(&setting) {
            let last = self.last_digest(&daily.key(), now).await?;
            moments.push(Some(daily.next(last)));
        }
        if !setting.coordination.rooms.is_empty() {
            let last = self.last_digest(COORDINATION, now).await?;
            moments.push(Some(next_digest(last, setting.coordination.digest_at, setting.coordination.zone)));
        }
        for network in self.doors.keys() {
            let unread = self.store.unread(network.name()).await?;
            moments.extend(unread.iter().filter(|one| !one.told).map(|one| Some(one.heard_at + KEY_MAY_BE_LATE)));
        }
        Ok(moments.into_iter().flatten().filter(|at| *at > now).min())
    }

    /// Lapses some of the due cases; whether more may be due.
    async fn lapse_some(&self, now: DateTime<Utc>) -> Result<bool, Fault> {
        let setting = self.setting();
        let due = self.store.due(now, LAPSES_AT_ONCE).await?;
        let awake: Vec<&CaseRef> = due.iter().filter(|case| self.desk_is_awake(&setting, case, now)).collect();
        if awake.is_empty() {
            return Ok(false);
        }
        self.offering().undo(0);
        let mut work = self.store.begin().await?;
        for reference in &awake {
            work.savepoint().await?;
            let changes = self.offering().changes();
            match self.lapse_one(&mut work, &setting, reference, now).await {
                Ok(()) => work.release().await?,
                Err(fault) => {
                    work.rollback_to().await?;
                    self.offering().undo(changes);
                    self.noted(&fault);
                    work.defer_deadline(reference, now + KEY_MAY_BE_LATE).await?;
                    tracing::error!(case = %reference, %fault, "a deadline failed; it is tried again in a minute");
                }
            }
        }
        work.commit().await?;
        self.offering().commit();
        Ok(due.len() == LAPSES_AT_ONCE as usize)
    }

    fn desk_is_awake(&self, setting: &Setting, case: &CaseRef, now: DateTime<Utc>) -> bool {
        // A case whose desk is gone from the configuration is put off, so that it is in nobody's way.
        setting.desk_of_prefix(&case.prefix).is_none_or(|desk| self.waking().is_awake(desk, now))
    }

    async fn lapse_one(
        &self,
        work: &mut Work,
        setting: &Setting,
        reference: &CaseRef,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let Some(case) = work.case(reference).await? else { return Err(Fault::NoCase { case: reference.clone() }) };
        let desk = setting.desk(&case.desk).ok_or_else(|| Fault::NoDesk { case: reference.clone() })?;
        let ruling = lapse(&case, desk, setting, now);
        if ruling.events.is_empty() {
            // The deadline's row was older than the case: it is set anew from the case itself.
            work.save(&case, Some(case.version)).await?;
            return Ok(());
        }
        self.enact(work, None, desk, Some(case), ruling, now).await
    }

    async fn digests(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let setting = self.setting();
        for daily in dailies(&setting) {
            if self.waking().is_awake(daily.desk, now) {
                self.desk_digest(&daily, now).await?;
            }
        }
        self.coordination_digest(&setting, now).await
    }

    async fn desk_digest(&self, daily: &Daily<'_>, now: DateTime<Utc>) -> Result<(), Fault> {
        let (desk, key) = (daily.desk, daily.key());
        let last = self.last_digest(&key, now).await?;
        if daily.next(last) > now {
            return self.begin_digests(&key, last).await;
        }
        let mut work = self.store.begin().await?;
        let since = self.posted_before(&mut work, &key, now).await?;
        let cases = self.store.cases_for_digest(&desk.id, since, desk.practice).await?;
        let silent =
            daily.facts(&cases, since, now).is_empty() || (daily.is_day_off(now) && !Digest::is_pressing(&cases));
        if !silent {
            for room in daily.rooms() {
                let telling = Telling::Digest { desk: desk.id.clone(), since };
                self.queue_digest(&mut work, &room.place, telling, now).await?;
            }
            self.set_moment(&mut work, &posted_key(&key), now).await?;
        }
        if daily.own.is_none() {
            self.witness(&mut work, desk, !silent, now).await?;
        }
        self.set_moment(&mut work, &handled_key(&key), now).await?;
        work.commit().await?;
        Ok(())
    }

    /// Keeps when a desk's rooms last saw the head of the chain, and shows it to them after a week without a digest in
    /// which the chain grew (product description, P6).
    async fn witness(&self, work: &mut Work, desk: &Desk, shown: bool, now: DateTime<Utc>) -> Result<(), Fault> {
        let key = format!("head/shown/{}", desk.id.0);
        let head = self.store.head().await?;
        let seq = head.as_ref().map_or(0, |head| head.seq);
        let seen = work.mark(&key).await?.and_then(|text| {
            let (at, seq) = text.split_once(' ')?;
            Some((parse_moment(at)?, seq.parse::<i64>().ok()?))
        });
        let Some((at, seen_seq)) = seen.filter(|_| !shown) else {
            let seq = if shown { seq } else { 0 };
            return Ok(work.set_mark(&key, &format!("{} {seq}", now.timestamp_millis())).await?);
        };
        if now - at < UNSEEN_AT_MOST || seen_seq >= seq {
            return Ok(());
        }
        let Some(head) = head else { return Ok(()) };
        for room in desk.shared_rooms() {
            let remark = Remark::new("head-of-week").with("head", Fact::Code(head.to_string()));
            self.queue_digest(work, &room.place, Telling::Remark(remark), now).await?;
        }
        Ok(work.set_mark(&key, &format!("{} {seq}", now.timestamp_millis())).await?)
    }

    async fn coordination_digest(&self, setting: &Setting, now: DateTime<Utc>) -> Result<(), Fault> {
        let coordination = &setting.coordination;
        if coordination.rooms.is_empty() {
            return Ok(());
        }
        let last = self.last_digest(COORDINATION, now).await?;
        if next_digest(last, coordination.digest_at, coordination.zone) > now {
            return self.begin_digests(COORDINATION, last).await;
        }
        let mut work = self.store.begin().await?;
        let since = self.moment(&mut work, &posted_key(COORDINATION)).await?.unwrap_or(last);
        if self.coordination_is_told(setting, since, now).await? {
            for room in &coordination.rooms {
                self.queue_digest(&mut work, &room.place, Telling::CoordinationDigest { since }, now).await?;
            }
            self.set_moment(&mut work, &posted_key(COORDINATION), now).await?;
        }
        self.set_moment(&mut work, &handled_key(COORDINATION), now).await?;
        work.commit().await?;
        Ok(())
    }

    /// Before the first digest hour: what is new is counted from the start on, with what came a day before it at the most.
    async fn begin_digests(&self, key: &str, start: DateTime<Utc>) -> Result<(), Fault> {
        if self.store.mark(&posted_key(key)).await?.is_some() {
            return Ok(());
        }
        let mut work = self.store.begin().await?;
        self.set_moment(&mut work, &handled_key(key), start).await?;
        self.set_moment(&mut work, &posted_key(key), start - TimeDelta::days(1)).await?;
        Ok(work.commit().await?)
    }

    /// On working days always, if with one line; on days off only when something urgent is open.
    async fn coordination_is_told(
        &self,
        setting: &Setting,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        if !is_day_off(now, setting.coordination.zone, &setting.organisations) {
            return Ok(true);
        }
        for desk in &setting.desks {
            if Digest::is_pressing(&self.store.cases_for_digest(&desk.id, since, false).await?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn queue_digest(
        &self,
        work: &mut Work,
        place: &liaison_domain::Place,
        telling: Telling,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let Some((network, room)) = parts(place).filter(|(network, _)| self.doors.contains_key(network)) else {
            return Ok(());
        };
        work.queue(&row(network, room, Addressee::Room, None, RANK_DIGEST, telling, now)).await?;
        Ok(())
    }

    /// Since when a digest of that desk counts in a room of that kind: the last one that was posted there, else a day.
    pub(crate) async fn digest_since(
        &self,
        work: &mut Work,
        setting: &Setting,
        desk: &Desk,
        room: &RoomKind,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Fault> {
        self.posted_before(work, &Daily::of(setting, desk, room).key(), now).await
    }

    async fn posted_before(&self, work: &mut Work, key: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Fault> {
        Ok(self.moment(work, &posted_key(key)).await?.unwrap_or(now - TimeDelta::days(1)))
    }

    /// The last digest hour that was dealt with; the engine's own start where there was none yet.
    pub(crate) async fn last_digest(&self, key: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Fault> {
        let stored = self.store.mark(&handled_key(key)).await?;
        Ok(stored.and_then(|text| parse_moment(&text)).unwrap_or(self.started_at.min(now)))
    }

    async fn moment(&self, work: &mut Work, key: &str) -> Result<Option<DateTime<Utc>>, Fault> {
        Ok(work.mark(key).await?.and_then(|text| parse_moment(&text)))
    }

    async fn set_moment(&self, work: &mut Work, key: &str, at: DateTime<Utc>) -> Result<(), Fault> {
        Ok(work.set_mark(key, &at.timestamp_millis().to_string()).await?)
    }

    /// Tells members whose words could not be decrypted for a minute, each once.
    async fn tell_of_unread(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let networks: Vec<Network> = self.doors.keys().copied().collect();
        for network in networks {
            let late: Vec<_> = self.store.unread(network.name()).await?;
            let late = late.into_iter().filter(|one| !one.told && one.heard_at + KEY_MAY_BE_LATE <= now);
            for one in late {
                self.tell_of_one_unread(network, &one, now).await?;
            }
        }
        Ok(())
    }

    async fn tell_of_one_unread(
        &self,
        network: Network,
        one: &liaison_store::UnreadEvent,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let spot = Spot::of(&setting, network, &one.room);
        let mut work = self.store.begin().await?;
        work.told_unread(network.name(), &one.event).await?;
        let named = |desk: &Desk| setting.person(desk, &one.person).is_some();
        if spot.is_some_and(|spot| spot.desk.map_or_else(|| setting.desks.iter().any(named), named)) {
            let (person, to) = (one.person.clone(), Some(one.event.clone()));
            let addressee = Addressee::Answer { person, to, held_open: false };
            let remark = Remark::new("could-not-read").with("since", Fact::Time(one.heard_at));
            let telling = Telling::Remark(remark);
            work.queue(&row(network, &one.room, addressee, None, RANK_ANSWER, telling, now)).await?;
        }
        work.commit().await?;
        Ok(())
    }
}

fn handled_key(what: &str) -> String {
    format!("digest/handled/{what}")
}

fn posted_key(what: &str) -> String {
    format!("digest/posted/{what}")
}

pub(crate) fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(text.parse().ok()?)
}
