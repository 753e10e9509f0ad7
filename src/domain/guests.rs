//! Members who are let in for a while, without the configuration: a supervisor proposes them, a second one (or a
//! coordinator) confirms, and it ends by itself. Nobody lets himself in, and nobody lets anyone in alone.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::Setting;
use crate::duty::Duty;
use crate::people::{Member, MemberId, OrganisationId, Person};
use crate::refusal::Refusal;

/// A guest stays so long where nothing else is said: a month of leave.
const STAYS_FOR: TimeDelta = TimeDelta::days(30);
/// … and so long at most: whoever stays longer belongs into the configuration.
const STAYS_AT_MOST: TimeDelta = TimeDelta::days(180);
/// An identity is no longer than what the networks allow (Matrix: 255 bytes).
const IDENTITY_LIMIT: usize = 255;

/// Somebody who is let in, or is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Into which organisation.
    pub organisation: OrganisationId,
    /// Who, by their identity in a network, as the configuration would write it.
    pub identity: String,
    /// What the other side sees instead of that.
    pub alias: Option<String>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who proposed it.
    pub proposed_by: MemberId,
    /// Who confirmed it; before that it gives no right.
    pub confirmed_by: Option<MemberId>,
}

/// A full identity as the configuration writes it, from what a supervisor typed: `@x:server`, `discord:user:…`, a mention of
/// Discord; in the terminal `@x`. Nothing where it is none, or would let in whoever a server or a role lets in.
#[must_use]
pub fn identity(word: &str) -> Option<String> {
    let word = as_typed(word);
    let word = word.as_str();
    let mention = word.strip_prefix("<@").and_then(|rest| rest.strip_suffix('>')).map(|id| id.trim_start_matches('!'));
    let number = mention.or_else(|| word.strip_prefix("discord:user:"));
    if let Some(number) = number {
        let is_number = (15..=20).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit());
        return is_number.then(|| format!("discord:user:{number}"));
    }
    let name = word.strip_prefix('@')?;
    let is_plain = name.chars().all(|letter| letter.is_ascii_graphic() && !"*<>()[]\"'`".contains(letter));
    (is_plain && !name.is_empty() && !name.starts_with(':') && word.len() <= IDENTITY_LIMIT).then(|| word.to_owned())
}

/// What the bot writes so that nobody is called and nothing is a link (`＠x:server[.]example`), as a person would type it.
pub(crate) fn as_typed(shown: &str) -> String {
    shown.trim().replace('＠', "@").replace("[.]", ".")
}

/// A supervisor proposes somebody.
///
/// # Errors
/// Who may not propose; an end that has passed or is too far away; who is a member already.
pub fn propose(
    person: &Person,
    identity: String,
    alias: Option<String>,
    until: Option<DateTime<Utc>>,
    setting: &Setting,
    now: DateTime<Utc>,
) -> Result<Guest, Refusal> {
    if !person.supervisor {
        return Err(Refusal::SupervisorsOnly);
    }
    let until = until.unwrap_or(now + STAYS_FOR);
    if until <= now {
        return Err(Refusal::StayInPast { until });
    }
    if until > now + STAYS_AT_MOST {
        return Err(Refusal::StayTooLong { days: STAYS_AT_MOST.num_days() });
    }
    let listed = setting.organisations.iter().flat_map(|organisation| &organisation.members);
    if listed.flat_map(|member| &member.at).any(|at| *at == identity) {
        return Err(Refusal::MemberAlready { word: identity });
    }
    let (organisation, proposed_by) = (person.organisation.clone(), person.member.clone());
    Ok(Guest { organisation, identity, alias, until, proposed_by, confirmed_by: None })
}

/// A second one confirms a proposal: another supervisor of the same organisation, or a coordinator.
///
/// # Errors
/// Who may not confirm, the proposer among them.
pub fn confirm(guest: &Guest, by: &MemberId, person: Option<&Person>, setting: &Setting) -> Result<Guest, Refusal> {
    let leads = person.is_some_and(|person| person.supervisor && person.organisation == guest.organisation);
    if !leads && !setting.coordination.members.contains(by) {
        return Err(Refusal::SupervisorsOnly);
    }
    if *by == guest.proposed_by {
        return Err(Refusal::OwnProposal { word: guest.identity.clone() });
    }
    Ok(Guest { confirmed_by: Some(by.clone()), ..guest.clone() })
}

impl Setting {
    /// The same with those who are on duty and those who were let in; who was let in before and is not any more is out.
    #[must_use]
    pub fn with_people(mut self, duties: Vec<Duty>, guests: Vec<Guest>) -> Self {
        for organisation in &mut self.organisations {
            let was_let_in = |member: &Member| {
                self.guests.iter().any(|guest| guest.organisation == organisation.id && guest.identity == member.id.0)
            };
            organisation.members.retain(|member| !was_let_in(member));
            let theirs = guests.iter().filter(|guest| guest.organisation == organisation.id);
            organisation.members.extend(theirs.map(|guest| Member {
                id: MemberId(guest.identity.clone()),
                at: vec![guest.identity.clone()],
                alias: guest.alias.clone(),
            }));
        }
        (self.duties, self.guests) = (duties, guests);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn one_person_is_let_in_and_no_server_and_no_role() {
        for (typed, expected) in [
            ("@lea:agency.example", Some("@lea:agency.example")),
            (" @lea ", Some("@lea")),
            ("＠lea:agency[.]example", Some("@lea:agency.example")),
            ("<@1180000000000000002>", Some("discord:user:1180000000000000002")),
            ("<@!1180000000000000002>", Some("discord:user:1180000000000000002")),
            ("discord:user:1180000000000000002", Some("discord:user:1180000000000000002")),
            ("@*:agency.example", None),
            ("<@&1180000000000000002>", None),
            ("discord:role:1180000000000000002", None),
            ("lea", None),
            ("@", None),
            ("@lea]( x)", None),
        ] {
            assert_eq!(identity(typed).as_deref(), expected, "{typed}");
        }
    }
}
