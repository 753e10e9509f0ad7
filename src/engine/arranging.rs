//! What people arrange without naming each case: taking back whatever they did last, handing over everything that somebody
//! answers for, and saying that two cases have to do with each other.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{CaseRef, Command, DeskId, MemberId, Refusal, decide, member, stands_on};
use liaison_store::Work;

use crate::heard::Saying;
use crate::spot::{hearing, speaker};
use crate::{Engine, Fault};

/// One's own last act can be taken back for so long; the rules look at it once more for each case.
const UNDO_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// Under which mark it is kept what a member did last on a desk.
fn acted_key(desk: &DeskId, member: &MemberId) -> String {
    format!("acted/{}/{}", desk.0, member.0)
}

/// The cases of a mark, if it was made since then.
fn acted_on(mark: &str, since: DateTime<Utc>) -> Option<Vec<CaseRef>> {
    let (at, cases) = mark.split_once(' ')?;
    let at = DateTime::from_timestamp_millis(at.parse().ok()?)?;
    (at >= since).then(|| cases.split(' ').filter_map(|case| case.parse().ok()).collect())
}

impl Engine {
    /// Remembers on which cases somebody's last command had an effect. What was only looked at, or taken back, is none.
    pub(crate) async fn note_acted(&self, work: &mut Work, said: Saying<'_>, cases: &[CaseRef]) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = cases.first().and_then(|case| said.spot.desk_for(&setting, Some(&case.prefix))) else {
            return Ok(());
        };
        let Some(person) = speaker(&setting, desk, said.inbound) else { return Ok(()) };
        let named = cases.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let mark = format!("{} {named}", said.now.timestamp_millis());
        Ok(work.set_mark(&acted_key(&desk.id, &person.member), &mark).await?)
    }

    /// Remembers that somebody's last command had no effect on a case: `undo` alone does not reach behind it.
    pub(crate) async fn note_idle(&self, work: &mut Work, said: Saying<'_>) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, None) else { return Ok(()) };
        let Some(person) = speaker(&setting, desk, said.inbound) else { return Ok(()) };
        let mark = format!("{} ", said.now.timestamp_millis());
        Ok(work.set_mark(&acted_key(&desk.id, &person.member), &mark).await?)
    }

    /// Takes back what the one who speaks did last in this room's desk: all that one command did.
    pub(crate) async fn undo_last(&self, work: &mut Work, said: Saying<'_>) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, None) else {
            return self.refuse(work, said, &Refusal::WrongRoom { command: "undo" }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        let person = match member(&hearing, "undo", None) {
            Ok(person) => person,
            Err(refusal) => return self.refuse(work, said, &refusal).await,
        };
        let last = work.mark(&acted_key(&desk.id, &person.member)).await?;
        let cases = last.and_then(|last| acted_on(&last, said.now - UNDO_WITHIN)).unwrap_or_default();
        match cases.is_empty() {
            true => self.refuse(work, said, &Refusal::NothingOfOnesOwn).await,
            false => self.act(work, said, cases, Command::Undo).await,
        }
    }

    /// Hands over every open case of the desk that one member answers for to another of the same organisation.
    pub(crate) async fn hand_over(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        from: &str,
        to: String,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, None) else {
            return self.refuse(work, said, &Refusal::WrongRoom { command: "assign" }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        let person = match member(&hearing, "assign", None) {
            Ok(person) => person,
            Err(refusal) => return self.refuse(work, said, &refusal).await,
        };
        let called = |word: &str| setting.member_called(desk, &person.organisation, word);
        let open = work.open_cases(&desk.id).await?;
        let theirs = open.iter().filter(|case| stands_on(person, case, desk));
        // Whoever has left is no member, and their cases still bear their name.
        let owner = called(from).or_else(|| {
            let owners = theirs.clone().filter_map(|case| case.owner(person.side));
            setting.gone_called(&person.organisation, from, owners)
        });
        let heir = called(&to);
        let missing = [(&owner, from), (&heir, to.as_str())].into_iter().find(|(member, _)| member.is_none());
        if let Some((_, word)) = missing {
            return self.refuse(work, said, &Refusal::NoSuchMember { word: word.to_owned() }).await;
        }
        let owned = theirs.filter(|case| case.owner(person.side) == owner.as_ref() && owner != heir);
        let cases: Vec<CaseRef> = owned.map(|case| case.reference.clone()).collect();
        match cases.is_empty() {
            true => self.refuse(work, said, &Refusal::NothingToHandOver { from: from.to_owned() }).await,
            false => self.act(work, said, cases, Command::Assign { to }).await,
        }
    }

    /// Links a case with another, and that one with it: both are decided before either is recorded.
    pub(crate) async fn link(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        cases: Vec<CaseRef>,
        to: CaseRef,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, Some(&to.prefix)) else {
            return self.refuse(work, said, &Refusal::NoSuchCase { case: to }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        if let Err(refusal) = member(&hearing, "link", None) {
            return self.refuse(work, said, &refusal).await;
        }
        let mut rulings = Vec::new();
        for (reference, other) in cases.iter().map(|case| (case, &to)).chain(cases.iter().map(|case| (&to, case))) {
            let there = work.case(reference).await?.filter(|case| case.desk == desk.id);
            let Some(case) = there else {
                return self.refuse(work, said, &Refusal::NoSuchCase { case: reference.clone() }).await;
            };
            let command = Command::Link { to: other.clone() };
            match decide(&case, &command, &hearing, desk, &setting, said.now) {
                Ok(ruling) => rulings.push((case, ruling)),
                Err(refusal) => return self.refuse(work, said, &refusal).await,
            }
        }
        let told = Saying { one_of_many: true, ..said };
        for (place, (case, ruling)) in rulings.into_iter().enumerate() {
            let said = if place == 0 { said } else { told };
            self.enact(work, Some(said), desk, Some(case), ruling, said.now).await?;
        }
        let both: Vec<CaseRef> = cases.into_iter().chain([to]).collect();
        self.note_acted(work, said, &both).await
    }
}
