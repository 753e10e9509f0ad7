//! Reactions on a card, their taking away, and edits: 👀 acknowledges, ✅ asks for the measure.

use liaison_chat::Reading;
use liaison_domain::{Case, Command, Fact, MeasureSaid, MemberId, Remark, RoomKind, Side};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::spot::speaker;
use crate::{Engine, Fault};

/// On a card: I have it.
const ACKNOWLEDGES: &str = "👀";
/// What that leaves in the record.
const ACKNOWLEDGED: &str = "acknowledged";
/// On a card: done; the bot asks what was done.
const ASKS_FOR_MEASURE: &str = "✅";

impl Engine {
    pub(crate) async fn reaction(&self, work: &mut Work, said: Saying<'_>, key: &str, of: &str) -> Result<(), Fault> {
        if !matches!(key, ACKNOWLEDGES | ASKS_FOR_MEASURE) || !self.is_of_the_platform(said) {
            return Ok(());
        }
        let Some(case) = self.carded(work, said, of).await? else { return Ok(()) };
        if key == ACKNOWLEDGES {
            return self.act(work, said, vec![case.reference], Command::Acknowledge { file: None }).await;
        }
        let line = match case.subject().measure() {
            MeasureSaid::Never => Fact::Line("resolved", case.reference.to_string()),
            MeasureSaid::Always | MeasureSaid::Maybe => {
                Fact::Line("resolved", format!("{} action:removed", case.reference))
            }
        };
        let remark =
            Remark::new("reaction-asks-for-measure").with("case", Fact::Case(case.reference)).with("line", line);
        self.answer(work, said, Telling::Remark(remark)).await
    }

    /// A reaction means something from a member of the platform alone; from anyone else it is a mark like any other.
    fn is_of_the_platform(&self, said: Saying<'_>) -> bool {
        let setting = self.setting();
        said.spot.room.kind != RoomKind::Coordination
            && said
                .spot
                .desk
                .and_then(|desk| speaker(&setting, desk, said.inbound))
                .is_some_and(|person| person.side == Side::Platform)
    }

    fn is_by(&self, said: Saying<'_>, member: &MemberId) -> bool {
        let setting = self.setting();
        said.spot
            .desk
            .and_then(|desk| speaker(&setting, desk, said.inbound))
            .is_some_and(|person| person.member == *member)
    }

    /// The case whose card that post is; a status line or an alert is no card.
    async fn carded(&self, work: &mut Work, said: Saying<'_>, post: &str) -> Result<Option<Case>, Fault> {
        let Some(reference) = self.store.case_of_post(said.network.name(), post).await? else { return Ok(None) };
        let card = self.store.card(said.network.name(), &said.inbound.room, &reference).await?;
        Ok(if card.as_deref() == Some(post) { work.case(&reference).await? } else { None })
    }

    /// Taking one's own 👀 away takes back what it did.
    pub(crate) async fn taken_away(&self, work: &mut Work, said: Saying<'_>, what: &str) -> Result<(), Fault> {
        let heard = work.event_heard(said.network.name(), what).await?;
        let Some(heard) = heard.filter(|heard| heard.person == said.inbound.person) else { return Ok(()) };
        let (Some(ACKNOWLEDGES), Some(case)) = (heard.reaction.as_deref(), heard.case) else { return Ok(()) };
        let stands_last = work.case(&case).await?.and_then(|case| case.before).is_some_and(|last| {
            // Whatever came after the acknowledgement has its own line; a reaction says nothing about it.
            last.what == ACKNOWLEDGED && self.is_by(said, &last.by)
        });
        if stands_last {
            return self.act(work, said, vec![case], Command::Undo).await;
        }
        let line = Fact::Line("case", case.to_string());
        let remark = Remark::new("reaction-undoes-nothing").with("case", Fact::Case(case)).with("line", line);
        self.answer(work, said, Telling::Remark(remark)).await
    }

    /// A command that is edited afterwards was recorded as first written, and a message that an edit turns into a command
    /// is none: its author is told so.
    pub(crate) async fn edited(&self, work: &mut Work, said: Saying<'_>, what: &str, text: &str) -> Result<(), Fault> {
        let heard = work.event_heard(said.network.name(), what).await?;
        let Some(heard) = heard.filter(|heard| heard.person == said.inbound.person) else { return Ok(()) };
        let remark = match heard.case {
            Some(case) => Remark::new("edited-after").with("case", Fact::Case(case)),
            None if matches!(self.reading(said, text).await?, Reading::NotForUs) => return Ok(()),
            None => Remark::new("edited-unread"),
        };
        self.answer(work, said, Telling::Remark(remark)).await
    }
}
