//! Opening a case.

use chrono::{DateTime, Utc};

use crate::case::{Case, CaseKind, CaseRef, CaseState};
use crate::clock::{Clock, ClockChange, ClockName};
use crate::command::{Device, Hearing, Report};
use crate::desk::{Desk, Setting};
use crate::event::{By, Event, EventBody, Urgency};
use crate::holidays::foreseen;
use crate::kind::expiry_clock;
use crate::lapse::called_at_once;
use crate::notice::{Audience, Ruling, Tell};
use crate::people::Side;
use crate::refusal::{Fact, Refusal, Remark};
use crate::rights;

/// A target that the desk has a case of already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its key.
    pub key: String,
    /// In which case; the newest, where there are several.
    pub case: CaseRef,
    /// Where that case stands.
    pub state: CaseState,
}

/// Opens a case under `reference`, the desk's next number. Targets that the desk has a case of already are left out and
/// told to the reporter; a withdrawn case does not hold its targets, nor one that asked for data and has its answer, and
/// an emergency goes out whatever is known.
///
/// # Errors
/// The rule that forbids it; [`Refusal::AlreadyReported`] where no new target is left.
pub fn open(
    report: &Report,
    reference: CaseRef,
    known: &[Known],
    hearing: &Hearing,
    desk: &Desk,
    setting: &Setting,
    now: DateTime<Utc>,
) -> Result<Ruling, Refusal> {
    let person = rights::member(hearing, report.kind.command(), Some(Side::Agency))?;
    let holds = |state: CaseState| match report.kind {
        CaseKind::RemovalReferral => state != CaseState::Withdrawn,
        CaseKind::DataRequest | CaseKind::Preservation => state.is_open(),
        CaseKind::Emergency => false,
    };
    let held = |key: &str| known.iter().find(|known| known.key == key && holds(known.state));
    let (old, fresh): (Vec<_>, Vec<_>) = report.targets.iter().cloned().partition(|target| held(&target.key).is_some());
    if let (true, Some(known)) = (fresh.is_empty(), old.iter().find_map(|target| held(&target.key))) {
        return Err(Refusal::AlreadyReported { case: known.case.clone(), state: known.state });
    }
    let at = hearing.said_at.min(now);
    let mut clocks = platform_clocks(report.kind, report.urgency, at, desk, setting);
    let agency = setting.organisation(&person.organisation);
    clocks.extend(agency.and_then(|agency| expiry_clock(report.kind, agency, setting, at)));
    foreseen(&clocks, &[], |side| setting.owner(desk, &person.organisation, side))?;
    let opened = reference.clone();
    let mut ruling = Ruling::default();
    ruling.events.push(Event {
        case: Some(reference),
        at,
        recorded_at: now,
        by: By::Member(person.member.clone()),
        body: EventBody::Reported {
            kind: report.kind,
            desk: desk.id.clone(),
            agency: person.organisation.clone(),
            targets: fresh,
            reason: report.reason.clone(),
            basis: report.basis,
            urgency: report.urgency,
            tlp: report.tlp,
            file: report.file.clone(),
            data: report.data,
            device_confirmed: hearing.device == Device::Confirmed,
            practice: desk.practice,
        },
        clocks,
    });
    ruling.tell(Audience::Desk, Tell::Card);
    let case = ruling.events.first().and_then(Case::opened).filter(|case| case.kind == CaseKind::Emergency);
    if let Some(alert) = case.and_then(|case| called_at_once(case, ClockName::Acknowledge, desk, setting, now)) {
        ruling.tell(Audience::Desk, Tell::Alert(alert));
    }
    if !old.is_empty() {
        ruling.tell(Audience::Author, Tell::Remark(left_out(&opened, &old, held)));
    }
    Ok(ruling)
}

/// What was left out of the case: the one answer of whoever awaits one, so that it names the case too.
fn left_out<'a>(case: &CaseRef, old: &[crate::Target], held: impl Fn(&str) -> Option<&'a Known>) -> Remark {
    let mut cases: Vec<_> = old.iter().filter_map(|target| held(&target.key)).map(|known| known.case.clone()).collect();
    cases.sort();
    cases.dedup();
    let count = i64::try_from(old.len()).unwrap_or(i64::MAX);
    Remark::new("report-left-out")
        .with("case", Fact::Case(case.clone()))
        .with("count", Fact::Count(count))
        .with("cases", Fact::Cases(cases))
}

/// The platform's two clocks of a case, new from `at` on: when it is opened, and when it comes back.
pub(crate) fn platform_clocks(
    kind: CaseKind,
    urgency: Urgency,
    at: DateTime<Utc>,
    desk: &Desk,
    setting: &Setting,
) -> Vec<ClockChange> {
    let Some(platform) = setting.organisation(&desk.platform) else { return Vec::new() };
    [ClockName::Acknowledge, ClockName::Effect]
        .into_iter()
        .map(|name| {
            let length = setting.targets.length(name, kind, urgency);
            ClockChange::Started(Clock::started(name, Side::Platform, length, at, &platform.calendar()))
        })
        .collect()
}
