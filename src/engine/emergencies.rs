//! What the work does for emergencies alone: whoever may not make one is turned away in front of all and counted, many of
//! them are told to the coordination, and whoever opened one is told alone.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_domain::{
    Case, Desk, DeskId, EMERGENCIES_AN_HOUR, Fact, Forgery, Hearing, Refusal, Remark, TURNED_AWAY_IN_FRONT_OF_ALL,
    turned_away, turned_away_on,
};
use liaison_store::{Addressee, Telling, Work};

use crate::heard::Saying;
use crate::notices::{RANK_ANSWER, RANK_REDACTION, parts, row};
use crate::ticker::parse_moment;
use crate::{Engine, Fault};

/// The time within which emergencies are counted.
const AN_HOUR: TimeDelta = TimeDelta::hours(1);

impl Engine {
    /// Somebody tried to open an emergency who may not: recorded, told in front of all, and to them where they await it.
    pub(crate) async fn turn_away(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        desk: &Desk,
        hearing: &Hearing,
        (what, refusal): (Forgery, &Refusal),
    ) -> Result<(), Fault> {
        let aloud = is_told_aloud(work, &desk.id, desk.practice, said.now).await?;
        let (event, remark) = turned_away(what, desk, hearing, &said.inbound.person, said.now);
        work.record(&event, self.chance.salt()).await?;
        for room in desk.shared_rooms().filter(|_| aloud) {
            let known = parts(&room.place).filter(|(network, _)| self.doors.contains_key(network));
            let Some((network, name)) = known else { continue };
            let telling = Telling::Remark(remark.clone());
            work.queue(&row(network, name, Addressee::Room, None, RANK_ANSWER, telling, said.now)).await?;
        }
        match aloud && !said.awaits_answer() {
            true => Ok(()),
            false => self.answer(work, said, Telling::Remark(refusal.remark())).await,
        }
    }

    /// The same on a case that exists: what its author is told who awaits an answer of their own.
    pub(crate) async fn turn_away_on(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        desk: &Desk,
        case: Case,
        hearing: &Hearing,
        refusal: &Refusal,
    ) -> Result<Result<(), Remark>, Fault> {
        let aloud = is_told_aloud(work, &desk.id, case.practice, said.now).await?;
        if let Some(ruling) = turned_away_on(&case, refusal, hearing, aloud, said.now) {
            self.enact(work, None, desk, Some(case), ruling, said.now).await?;
        }
        let has_seen_it = aloud && !said.awaits_answer() && !said.one_of_many;
        Ok(if has_seen_it { Ok(()) } else { Err(refusal.remark()) })
    }

    /// More emergencies of one organisation than are plausible are told to the coordination, once an hour; each of them
    /// has gone out.
    pub(crate) async fn count_emergency(&self, work: &mut Work, case: &Case, now: DateTime<Utc>) -> Result<(), Fault> {
        if case.practice {
            return Ok(());
        }
        let count = work.emergencies(&case.agency, now - AN_HOUR).await?;
        let key = format!("emergencies/told/{}", case.agency.0);
        let told = work.mark(&key).await?.and_then(|text| parse_moment(&text));
        if count <= EMERGENCIES_AN_HOUR || told.is_some_and(|told| now - told < AN_HOUR) {
            return Ok(());
        }
        let setting = self.setting();
        let agency = setting.organisation(&case.agency).map(|agency| agency.name.clone()).unwrap_or_default();
        let remark = Remark::new("emergencies-many")
            .with("agency", Fact::Words(agency))
            .with("count", Fact::Count(count.into()))
            .with("case", Fact::Case(case.reference.clone()));
        for room in &setting.coordination.rooms {
            let known = parts(&room.place).filter(|(network, _)| self.doors.contains_key(network));
            let Some((network, name)) = known else { continue };
            let telling = Telling::Remark(remark.clone());
            work.queue(&row(network, name, Addressee::Room, None, RANK_REDACTION, telling, now)).await?;
        }
        Ok(work.set_mark(&key, &now.timestamp_millis().to_string()).await?)
    }

    /// Tells whoever opened a case, and nobody else, wherever they opened it.
    pub(crate) async fn queue_for_opener(
        &self,
        work: &mut Work,
        case: &Case,
        telling: Telling,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let Some(opener) = work.opener(&case.reference).await? else { return Ok(()) };
        let Some(network) = Network::from_name(&opener.network).filter(|network| self.doors.contains_key(network))
        else {
            return Ok(());
        };
        let addressee = Addressee::Person(opener.person);
        work.queue(&row(network, &opener.room, addressee, None, RANK_REDACTION, telling, now)).await?;
        Ok(())
    }
}

/// Whether what is turned away at a desk is still told in front of all there. An exercise uses up nothing of what is real,
/// and no desk anything of another's.
async fn is_told_aloud(work: &mut Work, desk: &DeskId, practice: bool, now: DateTime<Utc>) -> Result<bool, Fault> {
    Ok(work.turned_away_at(desk, practice, now - AN_HOUR).await? < TURNED_AWAY_IN_FRONT_OF_ALL)
}
