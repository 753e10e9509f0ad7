//! Taking back what was told: a report at the wrong desk is a leak, and every post of it goes, wherever it stands.

use chrono::{DateTime, Utc};
use liaison_chat::{Act, DeliveryKey, Destination, Network, Outbound, Receipt, Said, Undelivered, is_live};
use liaison_domain::{Case, CaseRef, Desk, Report, RoomKind};
use liaison_store::{Addressee, OutboxRow, Post, PostKind, Telling, Work};

use crate::endings::Attempt;
use crate::heard::Saying;
use crate::notices::{RANK_CARD, RANK_REDACTION, parts, row};
use crate::spot::Spot;
use crate::{Engine, Fault};

impl Engine {
    /// Queues the redaction of a case in every room of its desk and of the coordination, after whatever of it still waits
    /// there, and wherever else something of it was told to one person alone.
    pub(crate) async fn queue_redactions(
        &self,
        work: &mut Work,
        desk: &Desk,
        case: &Case,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let rooms: Vec<(String, String)> = desk
            .rooms
            .iter()
            .chain(&setting.coordination.rooms)
            .filter_map(|room| parts(&room.place))
            .map(|(network, room)| (network.name().to_owned(), room.to_owned()))
            .collect();
        let told_alone = work.places(&case.reference).await?.into_iter().filter(|place| !rooms.contains(place));
        let told_alone = told_alone.map(|(network, person)| (network, person.clone(), Addressee::Person(person)));
        let in_rooms = rooms.iter().cloned().map(|(network, room)| (network, room, Addressee::Room));
        for (network, room, addressee) in in_rooms.chain(told_alone).collect::<Vec<_>>() {
            let Some(network) = Network::from_name(&network).filter(|network| self.doors.contains_key(network)) else {
                continue;
            };
            let case = Some(case.reference.clone());
            work.queue(&row(network, &room, addressee, case, RANK_REDACTION, Telling::Redact, now)).await?;
        }
        Ok(())
    }

    /// Queues the redaction of the line in which a live address was typed, after whatever of its case waits for the room: the
    /// card, which shows it as no link. On Discord addresses are given by commands that show nobody what was typed, and the
    /// bot asks for no right to take others' messages away.
    pub(crate) async fn queue_taking_away(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        desk: &Desk,
        report: &Report,
        case: Option<CaseRef>,
    ) -> Result<(), Fault> {
        let Said::Text(text) = &said.inbound.said else { return Ok(()) };
        if said.network == Network::Discord || !desk.redacts_addresses || !is_live(text, &report.targets) {
            return Ok(());
        }
        let telling = Telling::TakeAway { event: said.inbound.event.clone() };
        let (room, rank) = (&said.inbound.room, RANK_CARD);
        work.queue(&row(said.network, room, Addressee::Room, case, rank, telling, said.now)).await?;
        Ok(())
    }

    /// Takes away what somebody typed, where the bot may; where it may not, the line stays, and nobody is bothered with it.
    pub(crate) async fn take_away(
        &self,
        network: Network,
        row: &OutboxRow,
        event: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        if !self.shows_elsewhere(row).await? {
            return self.done_with(row, now).await;
        }
        let first_line = row.case.as_ref().map(ToString::to_string).unwrap_or_default();
        let act = Act::Redact { of: Receipt(event.to_owned()), first_line };
        let (key, to) = (
            DeliveryKey(format!("T{}Q{:x}", row.id, row.queued_at.timestamp_millis())),
            Destination::Room(row.room.clone()),
        );
        match self.door(network)?.send(&Outbound { key, to, act, look_first: false }).await {
            Err(later @ (Undelivered::Later { .. } | Undelivered::Limited { .. })) => {
                self.not_arrived(row, &later, now).await
            }
            Err(undelivered) => {
                tracing::debug!(room = row.room, %undelivered, "a typed address stays where it is");
                self.done_with(row, now).await
            }
            Ok(_) => self.done_with(row, now).await,
        }
    }

    /// Whether what was typed shows elsewhere: on something of its case in a room of both sides, or it was typed at home.
    async fn shows_elsewhere(&self, row: &OutboxRow) -> Result<bool, Fault> {
        let setting = self.setting();
        let network = Network::from_name(&row.network);
        let spot = network.and_then(|network| Spot::of(&setting, network, &row.room));
        let shared = spot.is_some_and(|spot| spot.room.kind == RoomKind::Shared);
        match &row.case {
            Some(case) if shared => Ok(!self.store.posts(&row.network, &row.room, case).await?.is_empty()),
            _ => Ok(!shared),
        }
    }

    /// What was worded before its case was taken back and arrived, or was found, after it goes too: answers, which keep no
    /// case's order, and what had been parked.
    pub(crate) async fn take_back_what_is_late(
        &self,
        work: &mut Work,
        row: &OutboxRow,
        posts: &[(CaseRef, PostKind)],
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let answers = matches!(row.telling, Telling::Case { .. } | Telling::Cases { .. } | Telling::Address { .. });
        let is_late = answers || row.is_let_out();
        let Some(network) = Network::from_name(&row.network).filter(|_| is_late) else { return Ok(()) };
        for (reference, _) in posts {
            let Some(case) = work.case(reference).await? else { continue };
            if case.redacted {
                let (room, addressee) = match &row.addressee {
                    Addressee::Person(person) => (person, Addressee::Person(person.clone())),
                    Addressee::Room | Addressee::Answer { .. } => (&row.room, Addressee::Room),
                };
                let case = Some(reference.clone());
                let redaction =
                    crate::notices::row(network, room, addressee, case, RANK_REDACTION, Telling::Redact, now);
                work.queue(&redaction).await?;
            }
        }
        Ok(())
    }

    /// Redacts every post of a case in a room, one after another; the row is done when none is left.
    pub(crate) async fn redact(&self, network: Network, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), Fault> {
        let case = row.case.clone().ok_or_else(|| Fault::Unfounded { row: row.id, what: "no case".to_owned() })?;
        let posts = self.store.posts(network.name(), &row.room, &case).await?;
        let Some(post) = posts.first() else { return self.done_with(row, now).await };
        let to = match &row.addressee {
            Addressee::Person(person) => Destination::Person(person.clone()),
            Addressee::Room | Addressee::Answer { .. } => Destination::Room(row.room.clone()),
        };
        let act = Act::Redact { of: Receipt(post.receipt.clone()), first_line: post.first_line.clone() };
        // Numbers of rows begin anew after a restored copy; the moment does not.
        let key = DeliveryKey(format!("R{}P{}Q{:x}", row.id, posts.len(), row.queued_at.timestamp_millis()));
        let sent = self.door(network)?.send(&Outbound { key, to, act, look_first: false }).await;
        self.counts().attempted(network, Attempt::of(&sent));
        match sent {
            Ok(_) => self.redacted(network, row, &case, post, now).await,
            Err(undelivered) => self.not_arrived(row, &undelivered, now).await,
        }
    }

    /// The post is gone. Other cases that it told of are told anew where nothing else in the room shows them.
    async fn redacted(
        &self,
        network: Network,
        row: &OutboxRow,
        case: &CaseRef,
        post: &Post,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        let others = work.others_of_post(network.name(), &row.room, &post.receipt, case).await?;
        work.redacted(network.name(), &row.room, &post.receipt).await?;
        for other in others.into_iter().filter(|_| row.addressee == Addressee::Room) {
            if self.store.card(network.name(), &row.room, &other).await?.is_none()
                && !work.has_waiting_card(network.name(), &row.room, &other).await?
            {
                let rank = crate::notices::RANK_CARD;
                let card =
                    crate::notices::row(network, &row.room, Addressee::Room, Some(other), rank, Telling::Card, now);
                work.queue(&card).await?;
            }
        }
        Ok(work.commit().await?)
    }
}
