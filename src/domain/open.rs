//! Opening a case.

use chrono::{DateTime, Utc};

use crate::case::{CaseKind, CaseRef, CaseState};
use crate::clock::{Clock, ClockChange, ClockName};
use crate::command::{Hearing, Report};
use crate::desk::{Desk, Setting};
use crate::event::{By, Event, EventBody, Urgency};
use crate::holidays::foreseen;
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
/// told to the reporter; a withdrawn case does not hold its targets.
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
    let person = rights::member(hearing, "report", Some(Side::Agency))?;
    let held = |key: &str| known.iter().find(|known| known.key == key && known.state != CaseState::Withdrawn);
    let (old, fresh): (Vec<_>, Vec<_>) = report.targets.iter().cloned().partition(|target| held(&target.key).is_some());
    if let (true, Some(known)) = (fresh.is_empty(), old.iter().find_map(|target| held(&target.key))) {
        return Err(Refusal::AlreadyReported { case: known.case.clone(), state: known.state });
    }
    let at = hearing.said_at.min(now);
    let clocks = platform_clocks(CaseKind::RemovalReferral, report.urgency, at, desk, setting);
    foreseen(&clocks, &[], |side| setting.owner(desk, &person.organisation, side))?;
    let mut ruling = Ruling::default();
    ruling.events.push(Event {
        case: Some(reference),
        at,
        recorded_at: now,
        by: By::Member(person.member.clone()),
        body: EventBody::Reported {
            kind: CaseKind::RemovalReferral,
            desk: desk.id.clone(),
            agency: person.organisation.clone(),
            targets: fresh,
            reason: report.reason.clone(),
            basis: report.basis,
            urgency: report.urgency,
            tlp: report.tlp,
            file: report.file.clone(),
        },
        clocks,
    });
    ruling.tell(Audience::Desk, Tell::Card);
    if !old.is_empty() {
        ruling.tell(Audience::Author, Tell::Remark(left_out(&old, held)));
    }
    Ok(ruling)
}

fn left_out<'a>(old: &[crate::Target], held: impl Fn(&str) -> Option<&'a Known>) -> Remark {
    let mut cases: Vec<_> = old.iter().filter_map(|target| held(&target.key)).map(|known| known.case.clone()).collect();
    cases.sort();
    cases.dedup();
    let count = i64::try_from(old.len()).unwrap_or(i64::MAX);
    Remark::new("report-left-out").with("count", Fact::Count(count)).with("cases", Fact::Cases(cases))
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
