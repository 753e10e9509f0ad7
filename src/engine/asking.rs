//! Questions that change nothing: a case, a list of cases, the digest, help. The figures are asked for in `figures`.

use liaison_chat::Request;
use liaison_domain::{Actor, CaseRef, Coordination, Desk, MemberId, Refusal, RoomKind, Setting, Side};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::listing::listed_member;
use crate::spot::{hearing, is_known, speaker};
use crate::{Engine, Fault};

impl Engine {
    pub(crate) async fn question(&self, work: &mut Work, said: Saying<'_>, request: Request) -> Result<(), Fault> {
        let command = match &request {
            Request::ShowCase { .. } => "case",
            Request::ListCases { .. } => "cases",
            Request::Digest { .. } => "digest",
            Request::Help { .. }
            | Request::Report(_)
            | Request::Act { .. }
            | Request::UndoLast
            | Request::Duty(_)
            | Request::Guest(_)
            | Request::HandOver { .. } => "help",
            Request::Stats(_) => "stats",
        };
        if command != "help" && !self.may_read(said) {
            let refusal = if is_known(&self.setting(), said.spot.desk, said.inbound) {
                Refusal::WrongRoom { command }
            } else {
                Refusal::Stranger { command }
            };
            return self.refuse(work, said, &refusal).await;
        }
        match request {
            Request::ShowCase { case } => self.show_case(work, said, case).await,
            Request::ListCases { filter } => {
                let telling = Telling::Cases { filter, side: self.side_of(said) };
                self.answer(work, said, telling).await
            }
            Request::Digest { desk } => self.show_digest(work, said, desk.as_deref()).await,
            Request::Stats(asked) => self.show_stats(work, said, asked).await,
            Request::Help { command } => self.answer(work, said, Telling::Help { command }).await,
            Request::Report(_)
            | Request::Act { .. }
            | Request::UndoLast
            | Request::Duty(_)
            | Request::Guest(_)
            | Request::HandOver { .. } => Ok(()),
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
            None => reads_all_desks(&setting, &said.inbound.person),
        }
    }

    /// On which side whoever spoke is: their groups are known only while they speak.
    fn side_of(&self, said: Saying<'_>) -> Option<Side> {
        let setting = self.setting();
        let of_desk = said.spot.desk.and_then(|desk| speaker(&setting, desk, said.inbound)).map(|person| person.side);
        of_desk.or_else(|| listed_member(&setting, &said.inbound.person).map(|(_, side)| side))
    }

    async fn show_case(&self, work: &mut Work, said: Saying<'_>, reference: CaseRef) -> Result<(), Fault> {
        let setting = self.setting();
        let desk: Option<&Desk> = said.spot.desk_for(&setting, Some(&reference.prefix));
        let case = work.case(&reference).await?.filter(|case| desk.is_some_and(|desk| desk.id == case.desk));
        let telling = match case {
            Some(case) => Telling::Case { case: case.reference },
            None => return self.refuse(work, said, &Refusal::NoSuchCase { case: reference }).await,
        };
        self.answer(work, said, telling).await
    }

    async fn show_digest(&self, work: &mut Work, said: Saying<'_>, named: Option<&str>) -> Result<(), Fault> {
        let setting = self.setting();
        // What is practised stays out of the coordination.
        let shown_here = |desk: &&Desk| said.spot.desk.map_or(!desk.practice, |own| own.id == desk.id);
        let is_named = |desk: &&Desk, name: &str| desk.id.0 == name || desk.prefix.eq_ignore_ascii_case(name);
        let desk = match named {
            Some(name) => match setting.desks.iter().filter(shown_here).find(|desk| is_named(desk, name)) {
                Some(desk) => Some(desk),
                None => {
                    let refusal = Refusal::NoSuchDesk { desk: name.to_owned() };
                    return self.refuse(work, said, &refusal).await;
                }
            },
            None => said.spot.desk,
        };
        let telling = match desk {
            Some(desk) => {
                let since = self.digest_since(work, &setting, desk, &said.spot.room.kind, said.now).await?;
                Telling::Digest { desk: desk.id.clone(), since }
            }
            None => Telling::CoordinationDigest { since: said.now - chrono::TimeDelta::days(1) },
        };
        self.answer(work, said, telling).await
    }
}

/// Whether the configuration names that identity as a coordinator or a reviewer: a desk's members read their desk alone.
fn reads_all_desks(setting: &Setting, identity: &str) -> bool {
    let Coordination { members, reviewers, .. } = &setting.coordination;
    let named = |id: &MemberId| members.contains(id) || reviewers.contains(id);
    let listed = setting.organisations.iter().flat_map(|organisation| &organisation.members);
    listed.filter(|member| named(&member.id)).any(|member| member.at.iter().any(|at| at == identity))
}
