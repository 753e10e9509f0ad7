//! Members who are let in for a while, without the configuration: a supervisor proposes them, a second one (or a
//! coordinator) confirms, and it ends by itself. Nobody lets himself in, and nobody lets anyone in alone.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::Setting;
use crate::duty::Duty;
use crate::former::Former;
use crate::people::{Member, MemberId, OrganisationId, Person};
use crate::refusal::{Fact, Refusal, Remark};

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

impl Guest {
    /// A sentence about them, with who they are, for which organisation (by its name), until when, and under which alias:
    /// where they have one it is the sentence of that name with `-called` behind it.
    #[must_use]
    pub fn told(&self, sentence: &str, organisation: &str) -> Remark {
        let name = if self.alias.is_some() { format!("{sentence}-called") } else { sentence.to_owned() };
        let remark = Remark::new(&name)
            .with("word", Fact::Words(self.identity.clone()))
            .with("organisation", Fact::Words(organisation.to_owned()))
            .with("until", Fact::Time(self.until));
        match &self.alias {
            Some(alias) => remark.with("alias", Fact::Words(alias.clone())),
            None => remark,
        }
    }
}

/// A supervisor proposes somebody. Whoever comes back keeps the alias that they had, unless another is given.
///
/// # Errors
/// Who may not propose; an end that has passed or is too far away; what is no alias; who is a member already.
pub fn propose(
    person: &Person,
    identity: String,
    asked: (Option<&str>, Option<DateTime<Utc>>),
    setting: &Setting,
    now: DateTime<Utc>,
) -> Result<Guest, Refusal> {
    let (alias, until) = asked;
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
    if is_member(setting, &identity) {
        return Err(Refusal::MemberAlready { word: identity });
    }
    let (organisation, proposed_by) = (person.organisation.clone(), person.member.clone());
    let alias = match alias {
        Some(alias) => Some(crate::alias::alias(alias, &identity, setting)?),
        None => {
            let is_theirs = |former: &&Former| former.organisation == organisation && former.member.0 == identity;
            setting.former.iter().find(is_theirs).and_then(|former| former.alias.clone())
        }
    };
    Ok(Guest { organisation, identity, alias, until, proposed_by, confirmed_by: None })
}

/// Whether an identity is a member's on any desk: listed, or admitted by a pattern.
fn is_member(setting: &Setting, identity: &str) -> bool {
    is_listed(setting, identity) || setting.desks.iter().any(|desk| setting.person(desk, identity).is_some())
}

fn is_listed(setting: &Setting, identity: &str) -> bool {
    let mut members = setting.organisations.iter().flat_map(|organisation| &organisation.members);
    members.any(|member| member.at.iter().any(|at| at == identity))
}

/// Which of those of one identity is meant: the one of the speaker's own organisation, as nobody sees into the other
/// side's; in the coordination room (`None`) the only one that there is.
///
/// # Errors
/// More than one, in the coordination room.
pub fn waiting<'a>(
    mut there: impl Iterator<Item = &'a Guest>,
    person: Option<&Person>,
) -> Result<Option<&'a Guest>, Refusal> {
    let Some(person) = person else {
        let first = there.next();
        return match there.next() {
            Some(second) => Err(Refusal::SeveralProposals { word: second.identity.clone() }),
            None => Ok(first),
        };
    };
    Ok(there.find(|guest| guest.organisation == person.organisation))
}

/// A second one confirms a proposal: another supervisor of the same organisation, or a coordinator. Whoever names an alias
/// or an end with it names those that were proposed.
///
/// # Errors
/// Who may not confirm, the proposer among them; another alias or end; who has become a member since.
pub fn confirm(
    guest: &Guest,
    asked: (Option<&str>, Option<DateTime<Utc>>),
    (by, person): (&MemberId, Option<&Person>),
    setting: &Setting,
) -> Result<Guest, Refusal> {
    let (alias, until) = asked;
    let leads = person.is_some_and(|person| person.supervisor && person.organisation == guest.organisation);
    if !leads && !setting.coordination.members.contains(by) {
        return Err(Refusal::SupervisorsOnly);
    }
    let (boxed, organisation) = (|| Box::new(guest.clone()), setting.name_of(&guest.organisation));
    let is_other_alias = alias.is_some_and(|alias| guest.alias.as_deref() != Some(alias.trim()));
    if is_other_alias || until.is_some_and(|until| until != guest.until) {
        return Err(Refusal::ProposedOtherwise { guest: boxed(), organisation });
    }
    if *by == guest.proposed_by {
        return Err(Refusal::OwnProposal { guest: boxed(), organisation });
    }
    if is_member(setting, &guest.identity) {
        return Err(Refusal::MemberAlready { word: guest.identity.clone() });
    }
    if let Some(alias) = &guest.alias {
        crate::alias::alias(alias, &guest.identity, setting)?;
    }
    Ok(Guest { confirmed_by: Some(by.clone()), ..guest.clone() })
}

impl Setting {
    /// The organisation's name, or its id where the configuration does not know it any more.
    #[must_use]
    pub fn name_of(&self, id: &OrganisationId) -> String {
        self.organisation(id).map_or_else(|| id.0.clone(), |organisation| organisation.name.clone())
    }

    /// The same with those who are on duty, who were let in, and who are gone; who was let in before and is not any more is
    /// out. Whom the configuration lists is a member by that, and stays one when their time as a guest is over.
    #[must_use]
    pub fn with_people(mut self, duties: Vec<Duty>, guests: Vec<Guest>, former: Vec<Former>) -> Self {
        for organisation in &mut self.organisations {
            let was_let_in = |member: &Member| {
                self.guests.iter().any(|guest| guest.organisation == organisation.id && guest.identity == member.id.0)
            };
            organisation.members.retain(|member| !was_let_in(member));
        }
        self.guests.clear();
        for guest in guests {
            if is_listed(&self, &guest.identity) {
                continue;
            }
            let theirs = self.organisations.iter_mut().find(|organisation| organisation.id == guest.organisation);
            let Some(organisation) = theirs else { continue };
            organisation.members.push(Member {
                id: MemberId(guest.identity.clone()),
                at: vec![guest.identity.clone()],
                alias: guest.alias.clone(),
            });
            self.guests.push(guest);
        }
        self.duties = duties;
        self.remember(former);
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
