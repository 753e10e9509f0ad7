//! What was heard: into the inbox, once; then to whoever it concerns.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, Utc};
use liaison_chat::{
    BadInvocation, Batch, CommandTable, Context, Inbound, Invoked, Network, Reading, RoomRight, Said, read,
    read_invoked,
};
use liaison_domain::{CaseRef, Fact, Remark, RoomKind};
use liaison_store::{Addressee, Entered, InboxEntry, InboxState, NewRow, Telling, Work};

use crate::notices::{RANK_ANSWER, row};
use crate::passing::is_out_of_place;
use crate::spot::{Spot, is_known};
use crate::tale::{CameTo, verb};
use crate::{Engine, Fault};

/// Nothing was said before this year.
const BEGINS_WITH: i32 = 2020;

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
    /// What it comes to, for the figures.
    pub(crate) came_to: &'a CameTo,
    /// It is about many cases at once, and answered once for all of them.
    pub(crate) one_of_many: bool,
}

impl Saying<'_> {
    /// Whether the one who spoke is answered where they spoke even where the room sees what was done: the network holds an
    /// answer open for them, or what was done shows in other rooms.
    pub(crate) fn awaits_answer(&self) -> bool {
        self.inbound.answer.is_some() || self.spot.room.kind != RoomKind::Shared
    }
}

impl Engine {
    /// Takes in what a door heard, all of it in one transaction; what goes wrong with one message is undone alone, and
    /// its author told. Returns once it is committed.
    ///
    /// # Errors
    /// [`Fault`] when nothing of it was committed; the door then hands it over again.
    pub async fn hear(&self, network: Network, batch: &Batch, now: DateTime<Utc>) -> Result<(), Fault> {
        self.know_people(now).await?;
        self.offering().undo(0);
        self.unreachable().undo_bars(0);
        let mut work = self.store.begin().await?;
        let mut tales = Vec::new();
        for inbound in &batch.heard {
            let inbound = in_time(inbound, now);
            let inbound = inbound.as_ref();
            let came_to = CameTo::default();
            work.savepoint().await?;
            let changes = self.offering().changes();
            let bars = self.unreachable().bars_to_commit();
            match self.take_in(&mut work, network, inbound, &came_to, now).await {
                Ok(()) => work.release().await?,
                Err(fault) => {
                    work.rollback_to().await?;
                    self.offering().undo(changes);
                    self.unreachable().undo_bars(bars);
                    came_to.failed();
                    self.confess(&mut work, network, inbound, &fault, now).await?;
                }
            }
            tales.push(came_to.told());
        }
        if let Some(mark) = &batch.mark {
            work.set_mark(&mark_key(network), mark).await?;
        }
        work.commit().await?;
        self.offering().commit();
        self.unreachable().commit_bars();
        self.count_heard(network, tales, now);
        self.know_people(now).await
    }

    async fn take_in(
        &self,
        work: &mut Work,
        network: Network,
        inbound: &Inbound,
        came_to: &CameTo,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        if !self.enter(work, network, inbound, now).await? {
            return Ok(());
        }
        let setting = self.setting();
        let Some(spot) = Spot::of(&setting, network, &inbound.room) else {
            return self.answer_elsewhere(work, network, inbound, now).await;
        };
        let said = Saying { network, inbound, spot, now, came_to, one_of_many: false };
        match &inbound.said {
            Said::Text(text) => self.message(work, said, text).await,
            Said::Command(invoked) => self.command(work, said, invoked).await,
            Said::Barred { invoked, lacking } => self.barred(work, said, invoked, lacking).await,
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
        let reading = self.reading(said, text).await?;
        self.follow(work, said, reading).await
    }

    async fn command(&self, work: &mut Work, said: Saying<'_>, invoked: &Invoked) -> Result<(), Fault> {
        let reading = self.read(said, |table, context| read_invoked(table, invoked, context)).await?;
        self.follow(work, said, reading).await
    }

    /// Whoever only wants to see something is shown it, to them alone; what the room would have to be told of is not done.
    async fn barred(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        invoked: &Invoked,
        lacking: &[RoomRight],
    ) -> Result<(), Fault> {
        match self.read(said, |table, context| read_invoked(table, invoked, context)).await? {
            Reading::Understood(request) if request.changes_something() => {
                said.came_to.is(verb(&request));
                said.came_to.refused();
                let remark = Remark::new("bot-lacks-rights").with("rights", rights(lacking));
                self.answer(work, said, Telling::Remark(remark)).await?;
            }
            reading => self.follow(work, said, reading).await?,
        }
        self.tell_of_bar(work, said, lacking).await
    }

    async fn follow(&self, work: &mut Work, said: Saying<'_>, reading: Reading) -> Result<(), Fault> {
        match reading {
            reading if is_out_of_place(said.network, &reading) => self.request_out_of_place(work, said).await,
            Reading::NotForUs => Ok(()),
            Reading::Unreadable(bad) => self.unreadable(work, said, &bad).await,
            Reading::Understood(request) => self.request(work, said, request).await,
        }
    }

    /// What a text says, where and by whom it was said.
    pub(crate) async fn reading(&self, said: Saying<'_>, text: &str) -> Result<Reading, Fault> {
        self.read(said, |table, context| read(table, text, context)).await
    }

    async fn read(
        &self,
        said: Saying<'_>,
        read: impl FnOnce(&CommandTable, &Context<'_>) -> Reading,
    ) -> Result<Reading, Fault> {
        let setting = self.setting();
        let replied = self.replied_case(said.network, said.inbound).await?;
        let own_names = self.door(said.network)?.own_names();
        let context = Context {
            network: said.network,
            own_names: &own_names,
            speaker_is_member: is_known(&setting, said.spot.desk, said.inbound),
            replied: replied.as_ref(),
            prefix: said.spot.desk_for(&setting, None).map_or("", |desk| desk.prefix.as_str()),
            zone: said.spot.zone(&setting),
            now: said.now,
            said_at: said.inbound.said_at,
        };
        Ok(read(&self.table, &context))
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
        if let Some(command) = bad.command {
            said.came_to.is(command.name());
        }
        said.came_to.unreadable();
        self.note_idle(work, said).await?;
        self.answer(work, said, Telling::Remark(bad.remark())).await
    }

    /// Queues an answer to the one who spoke, where they spoke.
    pub(crate) async fn answer(&self, work: &mut Work, said: Saying<'_>, telling: Telling) -> Result<(), Fault> {
        work.queue(&answer_row(said.network, said.inbound, telling, said.now)).await?;
        Ok(())
    }

    /// Whoever awaits an answer in a room that is not configured is told so; elsewhere the bot is silent there.
    async fn answer_elsewhere(
        &self,
        work: &mut Work,
        network: Network,
        inbound: &Inbound,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        if inbound.answer.is_some() {
            let telling = Telling::Remark(Remark::new("room-of-no-desk"));
            work.queue(&answer_row(network, inbound, telling, now)).await?;
        }
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
        self.noted(fault);
        if !self.enter(work, network, inbound, now).await? {
            return Ok(());
        }
        let setting = self.setting();
        if Spot::of(&setting, network, &inbound.room).is_none() {
            return Ok(());
        }
        let remark = Remark::new("fault").with("reference", Fact::Code(reference));
        work.queue(&answer_row(network, inbound, Telling::Remark(remark), now)).await?;
        Ok(())
    }
}

/// What was heard, said no later than now and not before there was such a network: the time is whatever the sender's homeserver
/// writes, and a clock that is not set must not let deadlines lapse.
fn in_time(inbound: &Inbound, now: DateTime<Utc>) -> Cow<'_, Inbound> {
    if (BEGINS_WITH..=now.year()).contains(&inbound.said_at.year()) && inbound.said_at <= now {
        return Cow::Borrowed(inbound);
    }
    Cow::Owned(Inbound { said_at: now, ..inbound.clone() })
}

/// Rights, as a sentence names them.
pub(crate) fn rights(lacking: &[RoomRight]) -> Fact {
    Fact::Terms(lacking.iter().map(|right| right.term().to_owned()).collect())
}

/// An answer to the one who spoke: by what the network holds open for them, else under what they said.
fn answer_row(network: Network, inbound: &Inbound, telling: Telling, now: DateTime<Utc>) -> NewRow {
    let to = inbound.answer.as_ref().unwrap_or(&inbound.event).clone();
    let held_open = inbound.answer.is_some();
    let addressee = Addressee::Answer { person: inbound.person.clone(), to: Some(to), held_open };
    row(network, &inbound.room, addressee, None, RANK_ANSWER, telling, now)
}
