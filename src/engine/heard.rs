//! What was heard: into the inbox, once; then to whoever it concerns.

use chrono::{DateTime, Utc};
use liaison_chat::{BadInvocation, Batch, Context, Inbound, Network, Reading, Said, read};
use liaison_domain::{CaseRef, Fact, Remark};
use liaison_store::{Addressee, Entered, InboxEntry, InboxState, Telling, Work};

use crate::notices::{RANK_ANSWER, row};
use crate::spot::{Spot, is_known};
use crate::{Engine, Fault};

/// Where a door's mark is kept.
pub(crate) fn mark_key(network: Network) -> String {
    format!("heard/{}", network.name())
}

/// One thing that was heard, while it is worked on.
#[derive(Clone, Copy)]
pub(crate) struct Saying<'a> {
    pub(crate) network: Network,
    pub(crate) inbound: &'a Inbound,
    pub(crate) spot: Spot<'a>,
    pub(crate) now: DateTime<Utc>,
}

impl Engine {
    /// Takes in what a door heard, all of it in one transaction; what goes wrong with one message is undone alone, and
    /// its author told. Returns once it is committed.
    ///
    /// # Errors
    /// [`Fault`] when nothing of it was committed; the door then hands it over again.
    pub async fn hear(&self, network: Network, batch: &Batch, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut work = self.store.begin().await?;
        for inbound in &batch.heard {
            work.savepoint().await?;
            match self.take_in(&mut work, network, inbound, now).await {
                Ok(()) => work.release().await?,
                Err(fault) => {
                    work.rollback_to().await?;
                    self.confess(&mut work, network, inbound, &fault, now).await?;
                }
            }
        }
        if let Some(mark) = &batch.mark {
            work.set_mark(&mark_key(network), mark).await?;
        }
        work.commit().await?;
        Ok(())
    }

    async fn take_in(
        &self,
        work: &mut Work,
        network: Network,
        inbound: &Inbound,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        if !self.enter(work, network, inbound, now).await? {
            return Ok(());
        }
        let setting = self.setting();
        let Some(spot) = Spot::of(&setting, network, &inbound.room) else { return Ok(()) };
        let said = Saying { network, inbound, spot, now };
        match &inbound.said {
            Said::Text(text) => self.message(work, said, text).await,
            Said::Reaction { key, of } => self.reaction(work, said, key, of).await,
            Said::Gone { what } => self.taken_away(work, said, what).await,
            Said::Edited { what, text } => self.edited(work, said, what, text).await,
            Said::Unread | Said::Nothing => Ok(()),
        }
    }

    /// Enters an event into the inbox; whether it is to be worked on now.
    async fn enter(
        &self,
        work: &mut Work,
        network: Network,
        inbound: &Inbound,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let state = if inbound.said == Said::Unread { InboxState::Unread } else { InboxState::Handled };
        let reaction = match &inbound.said {
            Said::Reaction { key, .. } => Some(key.clone()),
            _ => None,
        };
        let entry = InboxEntry {
            network: network.name().to_owned(),
            event: inbound.event.clone(),
            room: inbound.room.clone(),
            person: inbound.person.clone(),
            said_at: inbound.said_at,
            heard_at: now,
            state,
            reaction,
        };
        Ok(work.enter(&entry).await? != Entered::Known)
    }

    async fn message(&self, work: &mut Work, said: Saying<'_>, text: &str) -> Result<(), Fault> {
        match self.reading(said, text).await? {
            Reading::NotForUs => Ok(()),
            Reading::Unreadable(bad) => self.unreadable(work, said, &bad).await,
            Reading::Understood(request) => self.request(work, said, request).await,
        }
    }

    /// What a text says, where and by whom it was said.
    pub(crate) async fn reading(&self, said: Saying<'_>, text: &str) -> Result<Reading, Fault> {
        let setting = self.setting();
        let replied = self.replied_case(said.network, said.inbound).await?;
        let own_names = self.door(said.network)?.own_names();
        let context = Context {
            network: said.network,
            own_names: &own_names,
            speaker_is_member: is_known(&setting, said.spot.desk, &said.inbound.person),
            replied: replied.as_ref(),
            prefix: said.spot.desk_for(&setting, None).map_or("", |desk| desk.prefix.as_str()),
            zone: said.spot.desk.map_or(setting.coordination.zone, |desk| desk.zone),
            now: said.now,
            said_at: said.inbound.said_at,
        };
        Ok(read(&self.table, text, &context))
    }

    /// The case that a message replies to, or in whose thread it stands.
    async fn replied_case(&self, network: Network, inbound: &Inbound) -> Result<Option<CaseRef>, Fault> {
        for post in [&inbound.reply_to, &inbound.thread].into_iter().flatten() {
            if let Some(case) = self.store.case_of_post(network.name(), post).await? {
                return Ok(Some(case));
            }
        }
        Ok(None)
    }

    async fn unreadable(&self, work: &mut Work, said: Saying<'_>, bad: &BadInvocation) -> Result<(), Fault> {
        self.answer(work, said, Telling::Remark(bad.remark())).await
    }

    /// Queues an answer to the one who spoke, where they spoke.
    pub(crate) async fn answer(&self, work: &mut Work, said: Saying<'_>, telling: Telling) -> Result<(), Fault> {
        let addressee = Addressee::Answer { person: said.inbound.person.clone(), to: Some(said.inbound.event.clone()) };
        work.queue(&row(said.network, &said.inbound.room, addressee, None, RANK_ANSWER, telling, said.now)).await?;
        Ok(())
    }

    /// What goes wrong with one message: the log has the cause, its author a reference; the message is not tried again.
    async fn confess(
        &self,
        work: &mut Work,
        network: Network,
        inbound: &Inbound,
        fault: &Fault,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let reference = self.chance.fault();
        tracing::error!(reference, network = network.name(), event = inbound.event, %fault, "a message failed");
        if !self.enter(work, network, inbound, now).await? {
            return Ok(());
        }
        let setting = self.setting();
        let Some(spot) = Spot::of(&setting, network, &inbound.room) else { return Ok(()) };
        let remark = Remark::new("fault").with("reference", Fact::Code(reference));
        self.answer(work, Saying { network, inbound, spot, now }, Telling::Remark(remark)).await
    }
}
