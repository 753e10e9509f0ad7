//! The postman: what waits in the outbox goes to its room, once in effect, in order per case and room, the most urgent
//! first. What was put into words is written down before the first attempt, and every further attempt says just that.

use std::sync::{MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{Act, DeliveryKey, Network, Outbound, Receipt, RoomRight, Undelivered};
use liaison_domain::{CaseRef, Fact, Remark, Setting};
use liaison_store::{Addressee, OutboxRow, PostKind, Telling, Work};

use crate::counts::sort;
use crate::endings::Attempt;
use crate::heard::{Saying, rights};
use crate::notices::{RANK_ANSWER, parts, row};
use crate::preparing::Prepared;
use crate::spot::Spot;
use crate::unreachable::{AFTER_A_FIRST_REFUSAL, AFTER_A_REFUSAL, Unreachable};
use crate::{Engine, Fault};

/// Beyond so long since its first attempt a post's name may be forgotten by the network: the door looks for it first.
const NAMES_ARE_KEPT: TimeDelta = TimeDelta::minutes(15);
/// Discord keeps them for "the past few minutes".
const NAMES_ARE_KEPT_BY_DISCORD: TimeDelta = TimeDelta::minutes(2);
/// The first wait after a failed attempt, doubled at each further one …
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(1);
/// … up to this.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(5);

/// What is refused waits, and holds back what comes after it on its case, so that the order stands. Once it has waited so
/// long it is parked, and holds nothing back, until the room takes something again or the bot starts anew.
const PARKED_AFTER: TimeDelta = TimeDelta::hours(1);

/// What became of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing waits for that room now.
    Nothing,
    /// One thing was dealt with: sent, put off or parked.
    One,
}

impl Engine {
    /// Sends everything that can be sent at `now`, room after room, until nothing is left; the way in which tests and the
    /// terminal desk step the postman.
    ///
    /// # Errors
    /// [`Fault`] of the store; whatever was not recorded as sent is sent again under the same name.
    pub async fn deliver(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        loop {
            let rooms = self.rooms_waiting(now).await?;
            if rooms.is_empty() {
                return Ok(());
            }
            for (network, room) in rooms {
                while self.deliver_one(network, &room, now).await? == Delivery::One {}
            }
        }
    }

    /// The rooms for which something can be sent at `now`.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn rooms_waiting(&self, now: DateTime<Utc>) -> Result<Vec<(Network, String)>, Fault> {
        let rooms = self.store.waiting_rooms(now).await?;
        let known = rooms.into_iter().filter_map(|(network, room)| Some((Network::from_name(&network)?, room)));
        let there = |network: Network| {
            let takes_posts = self.waking().takes_posts(network, now) && !self.pace().is_paused(network, now);
            self.doors.contains_key(&network) && takes_posts
        };
        let mut waiting = Vec::new();
        for (network, room) in known.filter(|(network, _)| there(*network)) {
            let is_open = !self.unreachable().is_closed(network.name(), &room, now);
            if is_open || self.next_for(network, &room, now).await?.is_some() {
                waiting.push((network, room));
            }
        }
        for network in self.doors.keys().copied().filter(|network| self.pace().is_short(*network, now)) {
            let rooms = waiting.iter().filter(|(own, _)| *own == network).map(|(_, room)| room);
            let turn = self.whose_turn(network, rooms, now).await?;
            waiting.retain(|(own, room)| *own != network || Some(room) == turn.as_ref());
        }
        Ok(waiting)
    }

    /// What goes next in a room; in one that refuses everything, what it is not asked to take.
    pub(crate) async fn next_for(
        &self,
        network: Network,
        room: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<OutboxRow>, Fault> {
        Ok(self.store.next_row(network.name(), room, self.takes(network, room, now), now).await?)
    }

    /// Sends the next thing that waits for a room.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn deliver_one(&self, network: Network, room: &str, now: DateTime<Utc>) -> Result<Delivery, Fault> {
        if self.pace().is_short(network, now) {
            let turn = self.rooms_waiting(now).await?;
            if !turn.iter().any(|(own, whose)| *own == network && whose == room) {
                return Ok(Delivery::Nothing);
            }
        }
        let Some(row) = self.next_for(network, room, now).await? else { return Ok(Delivery::Nothing) };
        match self.attempt(network, &row, now).await {
            Ok(()) => Ok(Delivery::One),
            Err(Fault::Store(fault)) => Err(Fault::Store(fault)),
            Err(fault) => {
                tracing::error!(row = row.id, %fault, "a post cannot be put into words and is parked");
                self.park(&row, &fault.to_string(), now).await?;
                Ok(Delivery::One)
            }
        }
    }

    async fn attempt(&self, network: Network, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        if row.telling == Telling::Redact {
            return self.redact(network, row, now).await;
        }
        if let Telling::TakeAway { event } = &row.telling {
            return self.take_away(network, row, event, now).await;
        }
        let (key, prepared) = match (&row.key, &row.prepared) {
            (Some(key), Some(text)) => {
                let prepared: Prepared =
                    serde_json::from_str(text).map_err(|why| Fault::Prepared { row: row.id, why })?;
                if row.is_let_out() {
                    return self.look_for(network, row, key, &prepared, now).await;
                }
                self.note_attempt(row, now).await?;
                (key.clone(), prepared)
            }
            _ => match self.prepare(network, row, now).await? {
                Some(ready) => ready,
                None => return Ok(()),
            },
        };
        let outbound = Outbound {
            key: DeliveryKey(key),
            to: prepared.to.clone(),
            act: prepared.act.clone(),
            look_first: self.may_have_arrived(row, now),
        };
        let sent = self.door(network)?.send(&outbound).await;
        self.counts().attempted(network, Attempt::of(&sent));
        match sent {
            Ok(receipt) => self.arrived(network, row, &prepared, &receipt, now).await,
            Err(Undelivered::Gone { why }) if matches!(prepared.act, Act::Edit { .. }) => {
                self.post_is_gone(row, &prepared, &why).await
            }
            Err(undelivered @ (Undelivered::Never { .. } | Undelivered::Limited { .. })) if row.prepared.is_none() => {
                // Refused at the first attempt under its name, it is nowhere: when the room opens, or the network takes
                // something again, it says what is true then, with whatever waits beside it.
                let mut work = self.store.begin().await?;
                work.unprepare(row.id).await?;
                work.commit().await?;
                self.not_arrived(row, &undelivered, now).await
            }
            Err(undelivered) => self.not_arrived(row, &undelivered, now).await,
        }
    }

    /// What was parked and may have arrived before is looked for: if it stands there, that is known now; if not, what is true
    /// now is said under a new name.
    async fn look_for(
        &self,
        network: Network,
        row: &OutboxRow,
        key: &str,
        prepared: &Prepared,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let outbound = Outbound {
            key: DeliveryKey(key.to_owned()),
            to: prepared.to.clone(),
            act: prepared.act.clone(),
            look_first: true,
        };
        match self.door(network)?.find(&outbound).await {
            Ok(Some(receipt)) => self.arrived(network, row, prepared, &receipt, now).await,
            Ok(None) => {
                let mut work = self.store.begin().await?;
                work.unprepare(row.id).await?;
                Ok(work.commit().await?)
            }
            Err(undelivered) => self.not_arrived(row, &undelivered, now).await,
        }
    }

    /// Somebody took away the post that was to be edited: it is forgotten, and what it showed is posted anew.
    async fn post_is_gone(&self, row: &OutboxRow, prepared: &Prepared, why: &str) -> Result<(), Fault> {
        tracing::warn!(row = row.id, why, "a post was taken away by somebody; it is posted anew");
        let mut work = self.store.begin().await?;
        if let Act::Edit { of, .. } = &prepared.act {
            work.no_card_any_more(&row.network, &row.room, &of.0).await?;
        }
        work.unprepare(row.id).await?;
        Ok(work.commit().await?)
    }

    async fn note_attempt(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.attempted(row.id, now).await?;
        Ok(work.commit().await?)
    }

    fn may_have_arrived(&self, row: &OutboxRow, now: DateTime<Utc>) -> bool {
        let kept = if row.network == Network::Discord.name() { NAMES_ARE_KEPT_BY_DISCORD } else { NAMES_ARE_KEPT };
        row.first_attempt_at.is_some_and(|first| first < self.started_at || now - first >= kept)
    }

    /// Takes a row off without a post.
    pub(crate) async fn done_with(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &[], "", "", now).await?;
        work.commit().await?;
        self.unreachable().forget(row, std::iter::empty());
        Ok(())
    }

    async fn arrived(
        &self,
        network: Network,
        row: &OutboxRow,
        prepared: &Prepared,
        receipt: &Receipt,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut kind = if prepared.card { PostKind::Card } else { PostKind::Line };
        if matches!(prepared.act, Act::Post { .. }) && self.posted_card(row, row.case.as_ref()).await?.is_some() {
            // What was parked for long is found behind its successor.
            kind = PostKind::Line;
        }
        let posts: Vec<(CaseRef, PostKind)> =
            prepared.cases.iter().filter_map(|case| case.parse().ok()).map(|case| (case, kind)).collect();
        let first_line = match &prepared.act {
            Act::Post { document, .. } | Act::Edit { document, .. } => document.first_line(),
            Act::Redact { first_line, .. } => first_line.clone(),
        };
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &posts, &receipt.0, &first_line, now).await?;
        self.take_back_what_is_late(&mut work, row, &posts, now).await?;
        self.unreachable().forget(row, posts.iter().map(|(case, _)| case.clone()));
        if self.shows_that_the_room_is_open(row, &prepared.act) && self.unreachable().takes(row) {
            work.open_room(&row.network, &row.room).await?;
        }
        work.commit().await?;
        self.count_arrival(network, row, now);
        Ok(())
    }

    fn count_arrival(&self, network: Network, row: &OutboxRow, now: DateTime<Utc>) {
        let setting = self.setting();
        let mut counts = self.counts();
        counts.arrived(network, now - row.queued_at, now);
        match (&row.telling, &row.addressee) {
            (Telling::Alert(alert), _) => counts.alerted(alert),
            (Telling::Digest { .. } | Telling::CoordinationDigest { .. }, Addressee::Room) => {
                let spot = Spot::of(&setting, network, &row.room);
                counts.digests.extend(spot.map(|spot| (sort(&spot.room.kind), now)));
            }
            _ => {}
        }
    }

    pub(crate) async fn not_arrived(
        &self,
        row: &OutboxRow,
        undelivered: &Undelivered,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        match undelivered {
            Undelivered::Later { after, why } => {
                // What could not even be put into words counts no attempts: then it waits half as long as it has waited.
                let wait = match row.attempts {
                    0 => ((now - row.queued_at) / 2).max(FIRST_WAIT),
                    attempts => FIRST_WAIT * 2_i32.saturating_pow(attempts.min(16)),
                };
                let wait = wait.min(LONGEST_WAIT);
                let at = now + self.chance.jitter(wait).max(after.unwrap_or_default());
                tracing::warn!(row = row.id, why, "a post waits for another attempt");
                let mut work = self.store.begin().await?;
                work.postpone(row.id, at, why).await?;
                Ok(work.commit().await?)
            }
            Undelivered::Limited { after } => {
                // The row keeps its place: what is more urgent by then goes before it.
                if let Some(network) = Network::from_name(&row.network) {
                    tracing::info!(network = row.network, seconds = after.num_seconds(), "the network limits the rate");
                    self.pace().limited(network, now.checked_add_signed(*after).unwrap_or(now));
                }
                Ok(())
            }
            Undelivered::Gone { why } if was_held_open(row) => {
                // Who asked has seen long ago that no answer came; the room has nothing to do with it.
                tracing::warn!(row = row.id, why, "an answer can no longer be given");
                self.done_with(row, now).await
            }
            Undelivered::Never { why } | Undelivered::Unfinished { why }
                if was_held_open(row) || is_for_one_person(row) =>
            {
                tracing::warn!(row = row.id, why, "an answer to one person is refused");
                self.answer_is_refused(row, now).await
            }
            Undelivered::Never { why } | Undelivered::Unfinished { why } | Undelivered::Gone { why } => {
                tracing::error!(row = row.id, room = row.room, why, "a room refuses a post");
                self.refused(row, why, now).await
            }
        }
    }

    /// Whoever asked is told that what they asked for cannot be shown to them: where the network holds their answer open,
    /// else where they asked. If that is refused too, nothing is left to be done.
    async fn answer_is_refused(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let (name, addressee) = match &row.addressee {
            Addressee::Person(person) => {
                let asked = Addressee::Answer { person: person.clone(), to: None, held_open: false };
                ("alone-refused", asked)
            }
            answer => ("answer-refused", answer.clone()),
        };
        let mut work = self.store.begin().await?;
        work.delivered(row.id, &[], "", "", now).await?;
        let is_that = matches!(&row.telling, Telling::Remark(remark) if remark.name.starts_with("answer-refused"));
        if !is_that {
            let mut remark = match &row.telling {
                // Whom to call cannot wait until somebody has changed a setting.
                Telling::Remark(urgent) if is_for_one_person(row) && urgent.name.starts_with("emergency-") => {
                    urgent.clone()
                }
                _ => Remark::new(name),
            };
            if let Telling::Address { case } | Telling::Case { case } = &row.telling {
                remark = Remark::new(&format!("{name}-case")).with("case", Fact::Case(case.clone()));
                if is_for_one_person(row) {
                    remark = remark.with("line", Fact::Line("case", format!("{case} address:yes")));
                }
            }
            let network = Network::from_name(&row.network)
                .ok_or_else(|| Fault::Unfounded { row: row.id, what: row.network.clone() })?;
            let telling = Telling::Remark(remark);
            work.queue(&crate::notices::row(network, &row.room, addressee, None, RANK_ANSWER, telling, now)).await?;
        }
        Ok(work.commit().await?)
    }

    /// Whether what arrived needed the right to post in the room: what one person alone is shown does not, nor on Discord an
    /// edit or a line in a thread.
    fn shows_that_the_room_is_open(&self, row: &OutboxRow, act: &Act) -> bool {
        match &row.addressee {
            Addressee::Person(_) => false,
            _ if row.network != Network::Discord.name() => true,
            Addressee::Room => matches!(act, Act::Post { thread: None, .. }),
            Addressee::Answer { .. } => false,
        }
    }

    async fn refused(&self, row: &OutboxRow, why: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        // An edit can be made anew: it doubles nothing, and what is parked is overtaken.
        let is_edit = |prepared: Prepared| matches!(prepared.act, Act::Edit { .. });
        if row.prepared.as_deref().and_then(|text| serde_json::from_str(text).ok()).is_some_and(is_edit) {
            work.unprepare(row.id).await?;
        }
        if self.unreachable().refuses_this_one(row) {
            // The room takes everything else: this one holds nothing back, and was told of already.
            work.park(row.id, why).await?;
            return Ok(work.commit().await?);
        }
        if now - row.queued_at < PARKED_AFTER {
            let wait = (now - row.queued_at).clamp(AFTER_A_FIRST_REFUSAL, AFTER_A_REFUSAL);
            work.postpone(row.id, now + wait, why).await?;
        } else {
            work.park(row.id, why).await?;
        }
        self.tell_of_refusal(work, row, why, now).await
    }

    async fn park(&self, row: &OutboxRow, why: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        work.park(row.id, why).await?;
        self.tell_of_refusal(work, row, why, now).await
    }

    /// Tells the coordination rooms, once, of a room that cannot be reached.
    async fn tell_of_refusal(
        &self,
        mut work: Work,
        row: &OutboxRow,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        // One person who takes no messages says nothing about the room.
        let of_one_person = matches!(row.addressee, Addressee::Person(_));
        if of_one_person || !self.unreachable().refuses(row, now) {
            return Ok(work.commit().await?);
        }
        for room in coordination(&setting).filter(|(_, name)| *name != row.room) {
            let remark = Remark::new("parked")
                .with("room", Fact::Words(row.room.clone()))
                .with("why", Fact::Words(why.to_owned()));
            let remark = match &row.case {
                Some(case) => {
                    Remark { name: "parked-case".to_owned(), ..remark }.with("case", Fact::Case(case.clone()))
                }
                None => remark,
            };
            work.queue(&row_for(room, Telling::Remark(remark), now)).await?;
        }
        Ok(work.commit().await?)
    }

    /// Tells the coordination rooms, once, of a room in which the bot may not work.
    pub(crate) async fn tell_of_bar(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        lacking: &[RoomRight],
    ) -> Result<(), Fault> {
        let (network, room) = (said.network.name(), &said.inbound.room);
        if !self.unreachable().bars(network, room) {
            return Ok(());
        }
        tracing::error!(network, room, ?lacking, "the bot lacks rights in a room");
        for elsewhere in coordination(&self.setting()).filter(|(_, name)| name != room) {
            let remark = Remark::new("barred").with("room", Fact::Words(room.clone())).with("rights", rights(lacking));
            work.queue(&row_for(elsewhere, Telling::Remark(remark), said.now)).await?;
        }
        Ok(())
    }

    /// Lets what an earlier life parked wait again, once in this one.
    pub(crate) async fn let_parked_out(&self) -> Result<(), Fault> {
        if self.unreachable().let_out {
            return Ok(());
        }
        if !self.store.parked().await?.is_empty() {
            let mut work = self.store.begin().await?;
            work.unpark().await?;
            work.commit().await?;
        }
        self.unreachable().let_out = true;
        Ok(())
    }

    pub(crate) fn unreachable(&self) -> MutexGuard<'_, Unreachable> {
        self.unreachable.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a row answers somebody for whom the network holds an answer open, as Discord does for some minutes.
fn was_held_open(row: &OutboxRow) -> bool {
    matches!(row.addressee, Addressee::Answer { held_open: true, .. })
}

/// Whether a row tells one person something; what is taken back from one person has to go all the same.
fn is_for_one_person(row: &OutboxRow) -> bool {
    matches!(row.addressee, Addressee::Person(_)) && row.telling != Telling::Redact
}

fn coordination(setting: &Setting) -> impl Iterator<Item = (Network, &str)> {
    setting.coordination.rooms.iter().filter_map(|room| parts(&room.place))
}

fn row_for((network, room): (Network, &str), telling: Telling, now: DateTime<Utc>) -> liaison_store::NewRow {
    row(network, room, Addressee::Room, None, RANK_ANSWER, telling, now)
}
