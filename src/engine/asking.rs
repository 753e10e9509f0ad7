//! Questions that change nothing: a case, a list of cases, the digest, help.

use liaison_chat::Request;
use liaison_domain::{Actor, CaseRef, Desk, Refusal, RoomKind};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::spot::{hearing, is_known};
use crate::{Engine, Fault};

impl Engine {
    pub(crate) async fn question(&self, work: &mut Work, said: Saying<'_>, request: Request) -> Result<(), Fault> {
        let command = match &request {
            Request::ShowCase { .. } => "case",
            Request::ListCases { .. } => "cases",
            Request::Digest { .. } => "digest",
            Request::Help { .. } | Request::Report(_) | Request::Act { .. } => "help",
        };
        if command != "help" && !self.may_read(said) {
            return self.answer(work, said, Telling::Remark(Refusal::Stranger { command }.remark())).await;
        }
        match request {
            Request::ShowCase { case } => self.show_case(work, said, case).await,
            Request::ListCases { filter } => self.answer(work, said, Telling::Cases { filter }).await,
            Request::Digest { desk } => self.show_digest(work, said, desk.as_deref()).await,
            Request::Help { command } => self.answer(work, said, Telling::Help { command }).await,
            Request::Report(_) | Request::Act { .. } => Ok(()),
        }
    }

    /// Members of the desk read its cases; in coordination, its members and reviewers do.
    fn may_read(&self, said: Saying<'_>) -> bool {
        let setting = self.setting();
        match said.spot.desk {
            Some(desk) => {
                let heard = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
                match (&heard.actor, &heard.room) {
                    (Actor::Member(person), RoomKind::Own(organisation)) => person.organisation == *organisation,
                    (Actor::Member(_), _) => true,
                    (Actor::Stranger, _) => false,
                }
            }
            None => is_known(&setting, None, &said.inbound.person),
        }
    }

    async fn show_case(&self, work: &mut Work, said: Saying<'_>, reference: CaseRef) -> Result<(), Fault> {
        let setting = self.setting();
        let desk: Option<&Desk> = said.spot.desk_for(&setting, Some(&reference.prefix));
        let case = work.case(&reference).await?.filter(|case| desk.is_some_and(|desk| desk.id == case.desk));
        let telling = match case {
            Some(case) => Telling::Case { case: case.reference },
            None => Telling::Remark(Refusal::NoSuchCase { case: reference }.remark()),
        };
        self.answer(work, said, telling).await
    }

    async fn show_digest(&self, work: &mut Work, said: Saying<'_>, named: Option<&str>) -> Result<(), Fault> {
        let setting = self.setting();
        let named = named.and_then(|name| setting.desks.iter().find(|desk| desk.id.0 == name));
        let telling = match said.spot.desk.or(named) {
            Some(desk) => {
                Telling::Digest { desk: desk.id.clone(), since: self.digest_since(work, &desk.id, said.now).await? }
            }
            None => Telling::CoordinationDigest { since: said.now - chrono::TimeDelta::days(1) },
        };
        self.answer(work, said, telling).await
    }
}
