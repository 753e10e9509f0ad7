//! From a notice to rows of the outbox: one a room, in the order in which they are told.

use chrono::{DateTime, Utc};
use liaison_chat::Network;
use liaison_domain::{
    Audience, Case, CaseRef, Desk, Fact, Notice, Place, Remark, Room, RoomKind, Ruling, Tell, Urgency,
};
use liaison_store::{Addressee, NewRow, Telling, Work};

use crate::heard::Saying;
use crate::{Engine, Fault};

/// Small ranks go first where several things wait for a room: who must be called, who waits for an answer, what changed,
/// what can wait.
pub(crate) const RANK_REDACTION: i64 = 0;
/// Who waits for an answer.
pub(crate) const RANK_ANSWER: i64 = 3;
/// What changed.
pub(crate) const RANK_CARD: i64 = 4;
/// A digest never starves an alert.
pub(crate) const RANK_DIGEST: i64 = 5;

/// One thing that waits for a room.
pub(crate) fn row(
    network: Network,
    room: &str,
    addressee: Addressee,
    case: Option<CaseRef>,
    rank: i64,
    telling: Telling,
    queued_at: DateTime<Utc>,
) -> NewRow {
    NewRow { network: network.name().to_owned(), room: room.to_owned(), addressee, case, rank, telling, queued_at }
}

/// A configured place taken apart: its network and the room's name there.
pub(crate) fn parts(place: &Place) -> Option<(Network, &str)> {
    let (network, room) = place.0.split_once(':')?;
    Some((Network::from_name(network)?, room))
}

fn rank(tell: &Tell, urgency: Urgency) -> i64 {
    match (tell, urgency) {
        (Tell::Redact, _) | (Tell::Alert(_), Urgency::Emergency) => RANK_REDACTION,
        (Tell::Alert(_), Urgency::Urgent) | (_, Urgency::Emergency) => 1,
        (Tell::Alert(_), Urgency::Routine) => 2,
        (Tell::Remark(_) | Tell::Address, _) => RANK_ANSWER,
        (Tell::Card | Tell::Status { .. }, _) => RANK_CARD,
    }
}

impl Engine {
    /// Queues everything that a ruling tells.
    #[expect(clippy::too_many_arguments, reason = "one ruling's whole context, passed on once and kept nowhere")]
    pub(crate) async fn queue_notices(
        &self,
        work: &mut Work,
        said: Option<Saying<'_>>,
        desk: &Desk,
        case: &Case,
        ruling: &Ruling,
        seqs: &[i64],
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        for notice in &ruling.notices {
            let telling = telling(notice, case, seqs);
            let rank = rank(&notice.tell, case.urgency);
            match &notice.audience {
                Audience::Desk if notice.tell == Tell::Redact => self.queue_redactions(work, desk, case, now).await?,
                Audience::Desk => {
                    for room in desk.shared_rooms() {
                        self.queue_for_room(work, room, case, rank, telling.clone(), now).await?;
                    }
                }
                Audience::Own(organisation) => {
                    for room in desk.rooms.iter().filter(|room| room.kind == RoomKind::Own(organisation.clone())) {
                        self.queue_for_room(work, room, case, rank, telling.clone(), now).await?;
                    }
                }
                Audience::Coordination => {
                    for room in &setting.coordination.rooms {
                        self.queue_for_room(work, room, case, rank, telling.clone(), now).await?;
                    }
                }
                Audience::Author => self.queue_for_author(work, said, telling).await?,
                Audience::OpenerAlone => self.queue_for_opener(work, case, telling, now).await?,
                Audience::AuthorAlone => self.queue_for_author_alone(work, said, telling).await?,
            }
        }
        self.answer_author(work, said, ruling, seqs).await
    }

    async fn queue_for_room(
        &self,
        work: &mut Work,
        room: &Room,
        case: &Case,
        rank: i64,
        telling: Telling,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let Some((network, name)) = parts(&room.place).filter(|(network, _)| self.tells(*network)) else {
            return Ok(());
        };
        if telling == Telling::Card && work.has_waiting_card(network.name(), name, &case.reference).await? {
            return Ok(());
        }
        if let Telling::Alert(alert) = &telling
            && let Some((id, Telling::Alert(older))) = work.waiting_alert(network.name(), name, &case.reference).await?
        {
            // What still waits is told as it is now: one alert a case, however long the room could not be reached.
            return Ok(work.retell(id, &Telling::Alert(older.followed_by(alert)), rank).await?);
        }
        work.queue(&row(network, name, Addressee::Room, Some(case.reference.clone()), rank, telling, now)).await?;
        Ok(())
    }

    /// A room is another one from now on, under the same name: the cards of what is open are posted there anew.
    pub(crate) async fn moved(&self, network: Network, room: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let setting = self.setting();
        let mut work = self.store.begin().await?;
        work.no_cards_any_more(network.name(), room).await?;
        for desk in &setting.desks {
            let is_it = |own: &&Room| parts(&own.place) == Some((network, room));
            let Some(own) = desk.shared_rooms().find(is_it) else { continue };
            for case in work.open_cases(&desk.id).await? {
                self.queue_for_room(&mut work, own, &case, RANK_CARD, Telling::Card, now).await?;
            }
        }
        Ok(work.commit().await?)
    }

    async fn queue_for_author(&self, work: &mut Work, said: Option<Saying<'_>>, telling: Telling) -> Result<(), Fault> {
        match said {
            Some(said) => self.answer(work, said, telling).await,
            None => Ok(()),
        }
    }

    async fn queue_for_author_alone(
        &self,
        work: &mut Work,
        said: Option<Saying<'_>>,
        telling: Telling,
    ) -> Result<(), Fault> {
        let Some(said) = said else { return Ok(()) };
        if said.inbound.answer.is_some() {
            return self.answer(work, said, telling).await;
        }
        if let (Network::Matrix, Telling::Address { case }) = (said.network, &telling) {
            // There it comes in another room, which they may have to enter first: where they asked, that is all they see.
            let remark = Remark::new("shown-alone").with("case", Fact::Case(case.clone()));
            self.answer(work, said, Telling::Remark(remark)).await?;
        }
        let addressee = Addressee::Person(said.inbound.person.clone());
        work.queue(&row(said.network, &said.inbound.room, addressee, None, RANK_ANSWER, telling, said.now)).await?;
        Ok(())
    }

    /// A command given in an organisation's own room shows in the shared rooms, and one whose answer the network holds open
    /// shows to its author alone: its author is answered where they are.
    async fn answer_author(
        &self,
        work: &mut Work,
        said: Option<Saying<'_>>,
        ruling: &Ruling,
        seqs: &[i64],
    ) -> Result<(), Fault> {
        let Some(said) = said.filter(|said| !said.one_of_many) else { return Ok(()) };
        if said.spot.room.kind == RoomKind::Shared && is_among_themselves(ruling) {
            // Both sides read here: that something was taken back is all that can be said.
            let case = ruling.case().cloned().map(Fact::Case);
            let remark = case.map(|case| Remark::new("undone-among-yourselves").with("case", case));
            return match remark {
                Some(remark) => self.answer(work, said, Telling::Remark(remark)).await,
                None => Ok(()),
            };
        }
        if !said.awaits_answer() {
            return Ok(());
        }
        // A remark to its author says what was done as well: there is no second answer beside it.
        let is_told = |notice: &Notice| matches!(notice.audience, Audience::Author | Audience::AuthorAlone);
        let told_alone = ruling.notices.iter().any(is_told);
        let told_here = said.inbound.answer.is_none() && tells_here(ruling, &said.spot.room.kind);
        match seqs.first() {
            Some(seq) if !told_alone && !told_here => self.answer(work, said, Telling::Status { seq: *seq }).await,
            _ => Ok(()),
        }
    }
}

/// Whether a ruling is told in the very room of one organisation in which it was asked for.
fn tells_here(ruling: &Ruling, room: &RoomKind) -> bool {
    let is_here = |notice: &Notice| match (&notice.audience, room) {
        (Audience::Own(told), RoomKind::Own(here)) => told == here,
        _ => false,
    };
    ruling.notices.iter().any(is_here)
}

/// Whether a ruling is told in an organisation's own rooms alone.
pub(crate) fn is_among_themselves(ruling: &Ruling) -> bool {
    !ruling.notices.is_empty() && ruling.notices.iter().all(|notice| matches!(notice.audience, Audience::Own(_)))
}

fn telling(notice: &Notice, case: &Case, seqs: &[i64]) -> Telling {
    match &notice.tell {
        Tell::Card => Telling::Card,
        Tell::Status { event } => Telling::Status { seq: seqs.get(*event).copied().unwrap_or_default() },
        Tell::Alert(alert) => Telling::Alert(alert.clone()),
        Tell::Redact => Telling::Redact,
        Tell::Remark(remark) => Telling::Remark(remark.clone()),
        Tell::Address => Telling::Address { case: case.reference.clone() },
    }
}
