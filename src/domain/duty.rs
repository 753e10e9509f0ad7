//! Who is on duty: they are called before everyone else of their organisation, until their duty ends by itself.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::Setting;
use crate::people::{MemberId, OrganisationId, Person};
use crate::refusal::Refusal;

/// A duty lasts so long at most, and so long where nothing else is said: whoever forgets to end it is not called for good.
const DUTY_FOR: TimeDelta = TimeDelta::hours(12);

/// Somebody's duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// For which organisation, on all its desks.
    pub organisation: OrganisationId,
    /// Who.
    pub member: MemberId,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// What somebody says of their duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyAsked {
    /// It begins; until then, or for as long as a duty lasts.
    On(Option<DateTime<Utc>>),
    /// It ends.
    Off,
    /// Who is on duty?
    Who,
}

/// The duty of somebody that begins now.
///
/// # Errors
/// An end that has passed, or that is further away than a duty lasts.
pub fn begin_duty(person: &Person, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Duty, Refusal> {
    let until = until.unwrap_or(now + DUTY_FOR);
    if until <= now {
        return Err(Refusal::DutyInPast { until });
    }
    if until > now + DUTY_FOR {
        return Err(Refusal::DutyTooLong { longest: DUTY_FOR });
    }
    Ok(Duty { organisation: person.organisation.clone(), member: person.member.clone(), until })
}

impl Setting {
    /// Whoever is on duty for that organisation at that moment, in the order of their names; nobody who has left it.
    pub fn on_duty<'a>(
        &'a self,
        organisation: &'a OrganisationId,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = &'a Duty> {
        let theirs = self.duties.iter().filter(move |duty| duty.organisation == *organisation && duty.until > now);
        theirs.filter(|duty| self.may_be_member(organisation, &duty.member))
    }
}
