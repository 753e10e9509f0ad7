//! Requests for data and emergencies: new cases of other kinds than a report.

use liaison_domain::{Basis, CaseKind, DataType, Report, Target, Tlp, Urgency};

use super::given::Values;
use super::subject;
use crate::grammar::Fault;

/// What `type:` says beside the data that is asked for: keep it.
const PRESERVE: &str = "preserve";

/// A request for data, or for it to be kept.
pub(crate) fn request(values: &Values<'_>) -> Result<Report, Fault> {
    values.refuse_orders("received", "basis")?;
    let targets = subject::identifiers(values)?;
    let asked = |name: &str| match name {
        PRESERVE => Some(None),
        other => DataType::from_name(other).map(Some),
    };
    let data = values.required("type", asked)?;
    let kind = if data.is_some() { CaseKind::DataRequest } else { CaseKind::Preservation };
    Ok(Report {
        kind,
        data,
        targets: of_its_own(targets, data.map_or(PRESERVE, DataType::name)),
        reason: values.text()?,
        basis: values.choice("basis", Basis::from_name)?.unwrap_or(Basis::Voluntary),
        urgency: Urgency::Routine,
        tlp: Tlp::Amber,
        file: values.file("ref")?,
    })
}

/// An emergency: about content, or about somebody whose data is asked for.
pub(crate) fn emergency(values: &Values<'_>) -> Result<Report, Fault> {
    Ok(Report {
        kind: CaseKind::Emergency,
        data: None,
        targets: of_its_own(subject::targets(values)?, CaseKind::Emergency.name()),
        reason: values.text()?,
        basis: Basis::Voluntary,
        urgency: Urgency::Emergency,
        tlp: Tlp::Amber,
        file: values.file("ref")?,
    })
}

/// What is asked of one target by one kind of case is not what another asks: their keys differ.
fn of_its_own(targets: Vec<Target>, what: &str) -> Vec<Target> {
    targets.into_iter().map(|target| Target { key: format!("{what}:{}", target.key), ..target }).collect()
}
