//! Commands that change a case, or many: each decided on its own, each recorded with what is told of it.

use chrono::{DateTime, Utc};
use liaison_chat::Request;
use liaison_domain::{
    Audience, Case, CaseKind, CaseRef, Command, Desk, Fact, Hearing, Refusal, Remark, Report, RoomKind, Ruling,
    Setting, Tell, decide, open, turns_away,
};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::notices::is_among_themselves;
use crate::passing::warned;
use crate::spot::hearing;
use crate::tale::verb;
use crate::{Engine, Fault};

/// Whether it only looks, or takes back itself: what somebody did before stays what they did last.
fn takes_back(request: &Request) -> bool {
    let undoes = matches!(request, Request::UndoLast | Request::Act { command: Command::Undo, .. });
    undoes || !(request.changes_something() || matches!(request, Request::Duty(_) | Request::Guest(_)))
}

impl Engine {
    pub(crate) async fn request(&self, work: &mut Work, said: Saying<'_>, request: Request) -> Result<(), Fault> {
        said.came_to.is(verb(&request));
        if !takes_back(&request) {
            // Whatever it comes to is noted when it is done.
            self.note_idle(work, said).await?;
        }
        match request {
            Request::Report(report) => self.report(work, said, &report).await,
            Request::Act { cases, command: Command::Link { to } } => self.link(work, said, cases, to).await,
            Request::Act { cases, command } => self.act(work, said, cases, command).await,
            Request::Guest(asked) => self.guest(work, said, &asked).await,
            Request::Duty(asked) => self.duty(work, said, asked).await,
            Request::UndoLast => self.undo_last(work, said).await,
            Request::HandOver { from, to } => self.hand_over(work, said, &from, to).await,
            question => self.question(work, said, question).await,
        }
    }

    async fn report(&self, work: &mut Work, said: Saying<'_>, report: &Report) -> Result<(), Fault> {
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, None) else {
            return self.refuse(work, said, &Refusal::WrongRoom { command: report.kind.command() }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        match self.opening(work, report, &hearing, desk, &setting, said.now).await? {
            Ok((opened, mut ruling)) => {
                if let Some(warning) = warned(said.network, desk, &ruling) {
                    ruling.tell(Audience::Author, Tell::Remark(warning));
                }
                self.note_acted(work, said, std::slice::from_ref(&opened)).await?;
                self.enact(work, Some(said), desk, None, ruling, said.now).await?;
                self.queue_taking_away(work, said, desk, report, Some(opened)).await
            }
            Err(refusal) => match turns_away(report.kind.command(), &refusal) {
                Some(what) => {
                    said.came_to.refused();
                    self.turn_away(work, said, desk, &hearing, (what, &refusal)).await
                }
                None => {
                    self.refuse(work, said, &refusal).await?;
                    match refusal {
                        Refusal::AlreadyReported { case, .. } => {
                            self.queue_taking_away(work, said, desk, report, Some(case)).await
                        }
                        _ => Ok(()),
                    }
                }
            },
        }
    }

    /// What a report comes to, under the desk's next number and by what the desk knows already.
    pub(crate) async fn opening(
        &self,
        work: &mut Work,
        report: &Report,
        hearing: &Hearing,
        desk: &Desk,
        setting: &Setting,
        now: DateTime<Utc>,
    ) -> Result<Result<(CaseRef, Ruling), Refusal>, Fault> {
        let keys: Vec<String> = report.targets.iter().map(|target| target.key.clone()).collect();
        let known = work.known_targets(&desk.id, &keys).await?;
        let number = work.next_number(&desk.prefix).await?;
        let reference = CaseRef { prefix: desk.prefix.clone(), number };
        let ruling = open(report, reference.clone(), &known, hearing, desk, setting, now);
        Ok(ruling.map(|ruling| (reference, ruling)))
    }

    /// One command on each of `cases`, each on its own; what was not possible is told to the one who asked.
    pub(crate) async fn act(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        cases: Vec<CaseRef>,
        command: Command,
    ) -> Result<(), Fault> {
        let setting = self.setting();
        let many = cases.len() > 1;
        said.came_to.is(command.name());
        let said = Saying { one_of_many: many, ..said };
        let mut done = Vec::new();
        let mut seen_here = said.spot.room.kind != RoomKind::Shared;
        let mut refused = Vec::new();
        for reference in cases {
            match self.act_on(work, said, &setting, &reference, &command).await? {
                Ok(among_themselves) => {
                    seen_here |= !among_themselves;
                    done.push(reference);
                }
                Err(remark) => {
                    said.came_to.refused();
                    refused.push((reference, remark));
                }
            }
        }
        if !done.is_empty() && !matches!(command, Command::Undo | Command::ShowAddress) {
            self.note_acted(work, said, &done).await?;
        }
        let done = u32::try_from(done.len()).unwrap_or(u32::MAX);
        let telling = match (refused.pop(), many) {
            // Where both sides read, nobody sees what was done in a side's own rooms.
            (None, true) if said.awaits_answer() || !seen_here => {
                Telling::Bulk { done, cases: Vec::new(), remarks: Vec::new() }
            }
            (None, _) => return Ok(()),
            (Some((_, remark)), false) => Telling::Remark(remark),
            (Some(last), true) => {
                refused.push(last);
                let (cases, remarks) = refused.into_iter().unzip();
                Telling::Bulk { done, cases, remarks }
            }
        };
        self.answer(work, said, telling).await
    }

    /// One command on one case; whether it was told in an organisation's own rooms alone.
    async fn act_on(
        &self,
        work: &mut Work,
        said: Saying<'_>,
        setting: &Setting,
        reference: &CaseRef,
        command: &Command,
    ) -> Result<Result<bool, Remark>, Fault> {
        let missing = || Refusal::NoSuchCase { case: reference.clone() }.remark();
        let Some(desk) = said.spot.desk_for(setting, Some(&reference.prefix)) else { return Ok(Err(missing())) };
        let hearing = hearing(setting, desk, &said.spot.room.kind, said.inbound);
        // Whoever has no right here is told that, and not whether the case exists.
        if let Err(refusal) = liaison_domain::member(&hearing, command.name(), liaison_domain::side_of(command)) {
            return Ok(Err(refusal.remark()));
        }
        let Some(case) = work.case(reference).await?.filter(|case| case.desk == desk.id) else {
            return Ok(Err(missing()));
        };
        if *command == Command::ShowAddress && !said.network.carries(case.tlp, false) {
            let label = Fact::Code(case.tlp.name().to_owned());
            return Ok(Err(Remark::new("address-not-here")
                .with("case", Fact::Case(case.reference))
                .with("tlp", label)));
        }
        if *command == Command::ShowAddress && !said.network.carries(case.tlp, case.asks_for_data()) {
            return Ok(Err(Remark::new("address-not-here-data").with("case", Fact::Case(case.reference))));
        }
        match decide(&case, command, &hearing, desk, setting, said.now) {
            Ok(ruling) => {
                let among_themselves = is_among_themselves(&ruling);
                self.enact(work, Some(said), desk, Some(case), ruling, said.now).await?;
                said.came_to.done();
                Ok(Ok(among_themselves))
            }
            Err(refusal) if turns_away(command.name(), &refusal).is_some() => {
                let told = self.turn_away_on(work, said, desk, case, &hearing, &refusal).await?;
                if told.is_ok() {
                    // What everybody read is refused all the same.
                    said.came_to.refused();
                }
                Ok(told.map(|()| false))
            }
            Err(refusal) => Ok(Err(refusal.remark_on(case.kind, command))),
        }
    }

    pub(crate) async fn refuse(&self, work: &mut Work, said: Saying<'_>, refusal: &Refusal) -> Result<(), Fault> {
        said.came_to.refused();
        self.answer(work, said, Telling::Remark(refusal.remark())).await
    }

    /// Writes a ruling down: its events, the case as it is then, and what must be told.
    pub(crate) async fn enact(
        &self,
        work: &mut Work,
        said: Option<Saying<'_>>,
        desk: &Desk,
        case: Option<Case>,
        ruling: Ruling,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let was = case.as_ref().map(|case| case.version);
        let mut seqs = Vec::with_capacity(ruling.events.len());
        let mut after = case;
        for event in &ruling.events {
            seqs.push(work.record(event, self.chance.salt()).await?);
            after = match after {
                Some(case) => Some(case.apply(event)),
                None => Case::opened(event),
            };
        }
        let Some(case) = after else { return Ok(()) };
        work.save(&case, was).await?;
        self.offering().change(&case);
        self.queue_page(work, &case, &ruling.events, &seqs).await?;
        if was.is_none() && case.kind == CaseKind::Emergency {
            self.count_emergency(work, &case, now).await?;
        }
        if let Some(said) = said {
            work.attach(said.network.name(), &said.inbound.event, &case.reference).await?;
        }
        self.queue_notices(work, said, desk, &case, &ruling, &seqs, now).await
    }
}
