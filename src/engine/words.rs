//! Putting a waiting notice into words, for one room, as the case stands at that moment.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use liaison_chat::{Called, Document, Meanwhile, Network, RoomFacts, View};
use liaison_domain::{
    Alert, AlertClock, Call, Case, CaseRef, Desk, DeskId, Digest, Event, Fact, Member, MemberId, Organisation, Refusal,
    Remark, RoomKind, Setting, Side, Tlp,
};
use liaison_store::{Addressee, OutboxRow, Telling};

use crate::dailies::Daily;
use crate::spot::Spot;
use crate::{Engine, Fault};

/// So many members of an organisation an alert calls where nobody of it is in charge (product description, "Clocks").
const CALLED_AT_MOST: usize = 5;
/// How the configuration writes everyone who has a role on Discord.
const GROUP_ON_DISCORD: &str = "discord:role:";

/// Everything that the words of one row depend on, but for the facts themselves.
pub(crate) struct Reader<'a> {
    pub(crate) setting: &'a Setting,
    pub(crate) spot: Spot<'a>,
    pub(crate) network: Network,
    pub(crate) facts: &'a RoomFacts,
    pub(crate) now: DateTime<Utc>,
}

impl Reader<'_> {
    /// How that room sees things. An answer to one person alone is not read by the room: no ceiling holds it back.
    pub(crate) fn view(&self, alone: bool) -> View<'_> {
        let ceiling = match (alone, self.spot.room.ceiling, self.facts.encrypted) {
            (true, _, _) => Tlp::Red,
            (false, Some(ceiling), _) => ceiling,
            (false, None, true) => Tlp::AmberStrict,
            (false, None, false) => Tlp::Clear,
        };
        View {
            language: self.spot.room.language,
            zone: self.spot.zone(self.setting),
            network: self.network,
            room: &self.spot.room.kind,
            ceiling,
            setting: self.setting,
            desk: self.spot.desk,
            now: self.now,
        }
    }
}

impl Engine {
    /// The words of one row; `None` where there is nothing left to be told.
    pub(crate) async fn words(&self, row: &OutboxRow, reader: &Reader<'_>) -> Result<Option<Document>, Fault> {
        let unfounded = |what: &str| Fault::Unfounded { row: row.id, what: what.to_owned() };
        let case_of = |reference: &Option<CaseRef>| reference.clone().ok_or_else(|| unfounded("no case"));
        let alone = matches!(row.addressee, Addressee::Person(_)) || matches!(row.telling, Telling::Address { .. });
        let view = reader.view(alone);
        let document = match &row.telling {
            Telling::Card => self.sentences.card(&self.stored(row, &case_of(&row.case)?).await?, &view),
            Telling::Status { seq } => {
                let (case, event) = self.told_event(row, *seq).await?;
                self.sentences.status(&case, &event, &view)
            }
            Telling::Alert(alert) => {
                let case = self.stored(row, &case_of(&row.case)?).await?;
                let Some(alert) = still_ringing(&case, alert, reader.setting) else { return Ok(None) };
                let calls = self.called(&case, &alert, reader);
                let desk = reader.setting.desk(&case.desk);
                let unread = desk.map(|desk| self.waking().unread(desk, reader.now)).unwrap_or_default();
                let meanwhile = Meanwhile { up_since: self.started_at, unread };
                self.sentences.alert(&case, &alert, &calls, &meanwhile, &view)
            }
            Telling::Remark(remark) => self.remark_words(remark, row, &view).await?,
            Telling::Bulk { done, cases, remarks } => {
                let refused: Vec<_> = cases.iter().cloned().zip(remarks.iter().cloned()).collect();
                self.sentences.bulk(*done as usize, &refused, &self.naming(remarks, view).await?)
            }
            Telling::Address { case } => match self.stored(row, case).await? {
                // It was taken back after somebody had asked.
                case if case.redacted => {
                    self.sentences.remark(&Refusal::TakenBack { case: case.reference.clone() }.remark(), &view)
                }
                case => self.sentences.address(&case, &view),
            },
            Telling::Case { case } => self.sentences.case(&self.stored(row, case).await?, &view),
            Telling::Cases { filter, side } => self.listed(row, filter, *side, reader, &view).await?,
            Telling::Digest { desk, since } => self.digest_words(desk, *since, reader, &view).await?,
            Telling::CoordinationDigest { since } => self.coordination_words(*since, reader, &view).await?,
            Telling::Stats(wanted) => self.stats_words(wanted, reader, &view).await?,
            Telling::Duties => match reader.spot.desk {
                Some(desk) => self.sentences.duties(desk, &view),
                None => return Ok(None),
            },
            Telling::Help { command } => self.sentences.help(&self.table, command.as_deref(), &view),
            Telling::Redact | Telling::TakeAway { .. } => return Ok(None),
        };
        Ok(Some(document))
    }

    /// A remark. What is said of an exercise says so, and so does what everybody in a room to practise in is told.
    async fn remark_words(&self, remark: &Remark, row: &OutboxRow, view: &View<'_>) -> Result<Document, Fault> {
        let seen_as = self.naming(std::slice::from_ref(remark), *view).await?;
        let said = self.sentences.remark(remark, &seen_as);
        let about = remark.facts.iter().find_map(|(_, fact)| match fact {
            Fact::Case(case) => Some(case),
            _ => None,
        });
        let about = match about {
            Some(about) => self.store.case(about).await?,
            None => None,
        };
        let is_exercise = match about {
            Some(case) => case.practice,
            None => row.addressee == Addressee::Room && view.desk.is_some_and(|desk| desk.practice),
        };
        Ok(if is_exercise { self.sentences.exercise(said, view) } else { said })
    }

    /// The view of remarks: where the room may see the whole of every case that they are about, people may be named too; where
    /// it may not, nobody is. Of what was taken back from the wrong desk, who had opened it is told.
    async fn naming<'v>(&self, remarks: &[Remark], view: View<'v>) -> Result<View<'v>, Fault> {
        let (mut seen, mut hidden) = (true, false);
        for remark in remarks {
            let about = remark.facts.iter().find_map(|(_, fact)| match fact {
                Fact::Case(case) => Some(case),
                _ => None,
            });
            let case = match about {
                Some(about) => self.store.case(about).await?,
                None => None,
            };
            seen &= case.as_ref().is_some_and(|case| is_seen(case, &view));
            hidden |= case.is_some_and(|case| !is_seen(&case, &view) && !case.redacted);
        }
        let ceiling = match (seen, hidden) {
            (true, _) => view.ceiling.max(Tlp::AmberStrict),
            (false, true) => view.ceiling.min(Tlp::Amber),
            (false, false) => view.ceiling,
        };
        Ok(View { ceiling, ..view })
    }

    /// Many new cases as one list.
    pub(crate) fn listed_new(&self, cases: &[Case], reader: &Reader<'_>) -> Document {
        self.sentences.new_cases(cases, &reader.view(false))
    }

    async fn stored(&self, row: &OutboxRow, reference: &CaseRef) -> Result<Case, Fault> {
        let case = self.store.case(reference).await?;
        case.ok_or_else(|| Fault::Unfounded { row: row.id, what: reference.to_string() })
    }

    async fn told_event(&self, row: &OutboxRow, seq: i64) -> Result<(Case, Event), Fault> {
        let event = self.store.event(seq).await?;
        let event = event.ok_or_else(|| Fault::Unfounded { row: row.id, what: format!("event {seq}") })?;
        let reference =
            event.case.clone().ok_or_else(|| Fault::Unfounded { row: row.id, what: format!("event {seq}") })?;
        Ok((self.stored(row, &reference).await?, event))
    }

    fn called(&self, case: &Case, alert: &Alert, reader: &Reader<'_>) -> Vec<Called> {
        let mut called: Vec<Called> = Vec::new();
        for call in &alert.call {
            match call {
                Call::Member(member) => called.push(self.called_member(member, reader)),
                Call::Present(organisation) => {
                    let Some(desk) = reader.setting.desk(&case.desk) else { continue };
                    let theirs = reader.facts.people.iter().filter_map(|identity| {
                        let person = reader.setting.person(desk, identity)?;
                        (person.organisation == *organisation).then(|| Called {
                            name: reader.setting.shown_name(&person.member, &reader.spot.room.kind),
                            person: Some(identity.clone()),
                        })
                    });
                    let (groups, people): (Vec<_>, Vec<_>) = theirs.partition(|called: &Called| {
                        called.person.as_deref().is_some_and(|identity| identity.starts_with(GROUP_ON_DISCORD))
                    });
                    // A whole group is called where nobody of theirs is known by name alone.
                    called.extend(if people.is_empty() { groups } else { people }.into_iter().take(CALLED_AT_MOST));
                }
            }
        }
        let mut seen = HashSet::new();
        called.retain(|one| seen.insert(one.person.clone().unwrap_or_else(|| one.name.clone())));
        called
    }

    /// A member as that network can call them: by their identity there; by name alone where they have none, and where
    /// only their alias may be read: whoever bears one is called among their own, or where they sit anyway.
    fn called_member(&self, id: &MemberId, reader: &Reader<'_>) -> Called {
        let room = &reader.spot.room.kind;
        let listed = reader.setting.organisations.iter().find_map(|organisation| {
            let member = organisation.member(id)?;
            Some((member, *room == RoomKind::Own(organisation.id.clone())))
        });
        let identity = listed.and_then(|(member, at_home)| {
            let identity = identity_in(member, reader.network)?;
            let is_known_here = member.alias.is_none() || at_home || reader.facts.people.contains(&identity);
            is_known_here.then_some(identity)
        });
        let own = is_identity(&id.0, reader.network).then(|| id.0.clone());
        Called { name: reader.setting.shown_name(id, room), person: identity.or(own.filter(|_| listed.is_none())) }
    }

    async fn digest_words(
        &self,
        desk: &DeskId,
        since: DateTime<Utc>,
        reader: &Reader<'_>,
        view: &View<'_>,
    ) -> Result<Document, Fault> {
        let Some(desk) = reader.setting.desk(desk) else { return Ok(Document::default()) };
        let daily = Daily::of(reader.setting, desk, &reader.spot.room.kind);
        let exercises = desk.practice && reader.spot.desk.is_some();
        let facts = self.digest_facts(&daily, since, exercises, reader.now).await?;
        Ok(self.sentences.digest(&desk_name(desk, reader.setting), &facts, self.head().await?.as_deref(), view))
    }

    async fn coordination_words(
        &self,
        since: DateTime<Utc>,
        reader: &Reader<'_>,
        view: &View<'_>,
    ) -> Result<Document, Fault> {
        let mut desks = Vec::new();
        for desk in &reader.setting.desks {
            let daily = Daily::of(reader.setting, desk, &reader.spot.room.kind);
            let facts = self.digest_facts(&daily, since, false, reader.now).await?;
            // Of a desk that practises, what is real still counts; without any, the desk itself is not spoken of.
            if !(desk.practice && facts.is_empty()) {
                desks.push((desk_name(desk, reader.setting), facts));
            }
        }
        let mut digest = self.sentences.coordination_digest(&desks, self.head().await?.as_deref(), view);
        let count = self.store.turned_away(since).await?;
        if count > 0 {
            let remark = Remark::new("coordination-turned-away")
                .with("since", Fact::Time(since))
                .with("count", Fact::Count(count.into()));
            // The audit head stays the last line.
            let before_last = digest.blocks.len().saturating_sub(1);
            digest.blocks.splice(before_last..before_last, self.sentences.remark(&remark, view).blocks);
        }
        Ok(digest)
    }

    async fn digest_facts(
        &self,
        daily: &Daily<'_>,
        since: DateTime<Utc>,
        exercises: bool,
        now: DateTime<Utc>,
    ) -> Result<Digest, Fault> {
        let cases = self.store.cases_for_digest(&daily.desk.id, since, exercises).await?;
        Ok(daily.facts(&cases, since, now))
    }

    async fn head(&self) -> Result<Option<String>, Fault> {
        Ok(self.store.head().await?.map(|head| head.to_string()))
    }
}

/// Whether the room may see the whole of a case.
fn is_seen(case: &Case, view: &View<'_>) -> bool {
    case.tlp != Tlp::Red
        && case.tlp <= view.ceiling
        && view.network.carries(case.tlp, case.asks_for_data())
        && !case.redacted
}

/// What still rings of an alert, and whom that calls; nothing where somebody acted on all of it while it waited for its
/// room.
fn still_ringing(case: &Case, alert: &Alert, setting: &Setting) -> Option<Alert> {
    let rings = |told: &&AlertClock| case.clock(told.name).and_then(liaison_domain::Clock::due) == Some(told.due);
    let clocks: Vec<AlertClock> = alert.clocks.iter().filter(rings).cloned().collect();
    if clocks.is_empty() {
        return None;
    }
    let side_of = |call: &Call| {
        let theirs = match call {
            Call::Member(member) => {
                if let Some(side) = Side::ALL.iter().find(|side| case.owner(**side) == Some(member)) {
                    return Some(*side);
                }
                let is_theirs = |organisation: &&Organisation| {
                    organisation.member(member).is_some() || organisation.supervisors.contains(member)
                };
                setting.organisations.iter().find(is_theirs)
            }
            Call::Present(organisation) => setting.organisation(organisation),
        };
        theirs.map(|organisation| organisation.side)
    };
    // Whoever is known by a pattern alone stands in no list: they are called as before.
    let concerns = |call: &&Call| side_of(call).is_none_or(|side| clocks.iter().any(|clock| clock.owner == side));
    let call = alert.call.iter().filter(concerns).cloned().collect();
    Some(Alert { clocks, call })
}

/// A desk by its sides: "OFAC-PHAROS · YouTube Trust & Safety"; with its prefix where another desk has the same.
pub(crate) fn desk_name(desk: &Desk, setting: &Setting) -> String {
    let sides = |desk: &Desk| {
        let names = desk.agencies.iter().chain([&desk.platform]).filter_map(|id| setting.organisation(id));
        names.map(|organisation| organisation.name.as_str()).collect::<Vec<_>>().join(" · ")
    };
    let own = sides(desk);
    let alike = setting.desks.iter().any(|other| other.id != desk.id && sides(other) == own);
    if alike { format!("{own} ({})", desk.prefix) } else { own }
}

fn identity_in(member: &Member, network: Network) -> Option<String> {
    member.at.iter().find(|identity| is_identity(identity, network)).cloned()
}

fn is_identity(text: &str, network: Network) -> bool {
    match network {
        Network::Matrix => text.starts_with('@') && text.contains(':') && !text.starts_with("@*:"),
        Network::Discord => text.starts_with("discord:user:") || text.starts_with(GROUP_ON_DISCORD),
        Network::Terminal => text.starts_with('@') && !text.contains(':'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_of_the_same_sides_are_told_apart_by_their_prefix() {
        let mut setting = liaison_terminal::desk();
        assert_eq!(desk_name(&setting.desks[0], &setting), "PHAROS · YouTube");
        let second = Desk { id: DeskId("videos".to_owned()), prefix: "VID".to_owned(), ..setting.desks[0].clone() };
        setting.desks.push(second);
        let names: Vec<String> = setting.desks.iter().map(|desk| desk_name(desk, &setting)).collect();
        assert_eq!(names, ["PHAROS · YouTube (YT)", "PHAROS · YouTube (VID)"]);
    }
}
