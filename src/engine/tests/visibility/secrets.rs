//! Who may read which word, by the product's description ("Who may see what", "People and places") and not by the code.

use std::collections::HashMap;

use liaison_chat::Network;
use liaison_domain::{CaseKind, CaseRef, EventBody, TargetKind, Tlp, WithdrawalReason};
use liaison_store::Store;

use crate::place::{PEOPLE, Spot, alias, identity};

/// How it is said that somebody is in charge, behind their name …
const IS_IN_CHARGE: [&str; 2] = ["is in charge", "s’en charge"];
/// … and before it.
const IN_CHARGE: [&str; 2] = ["In charge at", "Chargé du dossier"];

/// Who reads something.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The room that shows it; none where it goes to one person wherever they are.
    pub spot: Option<&'static Spot>,
    /// The one person who alone sees it.
    pub alone: Option<&'a str>,
}

/// What guards a word; one that was said of several cases at once is read where it may be read of any.
pub struct Secret {
    case: CaseRef,
    /// An address or an account, which those who must act always get.
    locator: bool,
    /// The organisation that alone may read it.
    own: Option<String>,
}

struct Case {
    desk: String,
    agency: String,
    tlp: Tlp,
    for_data: bool,
    taken_back: bool,
}

#[derive(Default)]
pub struct Secrets {
    words: HashMap<String, Vec<Secret>>,
    cases: HashMap<CaseRef, Case>,
    /// Who was put in charge of what, and whether that was ever said where the other side reads.
    in_charge: HashMap<(CaseRef, String), bool>,
    read_up_to: i64,
    /// In which room or to whom each sort of word was shown that may be: what a test proves that sees nothing at all?
    pub shown: HashMap<&'static str, u64>,
}

impl Secrets {
    /// Reads what was recorded since the last time.
    pub async fn learn(&mut self, store: &Store) {
        let last = store.head().await.unwrap().map_or(0, |head| head.seq);
        for seq in self.read_up_to + 1..=last {
            let event = store.event(seq).await.unwrap().unwrap();
            let Some(reference) = event.case.clone() else { continue };
            let by = event.by.member().map(|member| organisation(|number| crate::place::member(number) == member.0));
            let own = match &event.body {
                EventBody::Noted { .. } | EventBody::Snoozed { shared: false, .. } => by.flatten().map(str::to_owned),
                _ => None,
            };
            for word in words(&format!("{:?}", event.body)) {
                let secret = Secret { case: reference.clone(), locator: false, own: own.clone() };
                self.words.entry(word).or_default().push(secret);
            }
            if let EventBody::Assigned { to, shared, .. } = &event.body {
                *self.in_charge.entry((reference.clone(), to.0.clone())).or_default() |= *shared;
            }
            self.learn_case(reference, &event.body);
        }
        self.read_up_to = last;
    }

    fn learn_case(&mut self, reference: CaseRef, body: &EventBody) {
        match body {
            EventBody::Reported { kind, desk, agency, targets, tlp, .. } => {
                let is_identifier = |kind| !matches!(kind, TargetKind::Address | TargetKind::Locator);
                let of_account = targets.iter().any(|target| is_identifier(target.kind));
                let for_data = match kind {
                    CaseKind::DataRequest | CaseKind::Preservation => true,
                    CaseKind::Emergency => of_account,
                    CaseKind::RemovalReferral => false,
                };
                for word in targets.iter().flat_map(|target| words(&target.locator)) {
                    let secret = Secret { case: reference.clone(), locator: true, own: None };
                    self.words.insert(word, vec![secret]);
                }
                let (desk, agency, tlp) = (desk.0.clone(), agency.0.clone(), *tlp);
                self.cases.insert(reference, Case { desk, agency, tlp, for_data, taken_back: false });
            }
            EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, .. } => self.take_back(&reference),
            EventBody::Undone { what, .. } if what == "reported" => self.take_back(&reference),
            // Whoever takes that back again has the state before.
            EventBody::Undone { what, .. } if what == "withdrawn" => {
                self.cases.get_mut(&reference).unwrap().taken_back = false;
            }
            _ => {}
        }
    }

    fn take_back(&mut self, reference: &CaseRef) {
        self.cases.get_mut(reference).unwrap().taken_back = true;
    }

    /// Every word that is known, for whoever looks for one.
    pub fn known(&self) -> Vec<String> {
        let mut known: Vec<String> = self.words.keys().cloned().collect();
        known.sort();
        known
    }

    /// Every case there is.
    pub fn cases(&self) -> Vec<CaseRef> {
        let mut cases: Vec<CaseRef> = self.cases.keys().cloned().collect();
        cases.sort();
        cases
    }

    /// The first word of a text that its reader may not have; `typed` is what they looked for themselves.
    pub fn leak(&mut self, text: &str, reader: Reader<'_>, typed: Option<&str>) -> Option<String> {
        for word in words(text).into_iter().filter(|word| typed != Some(word)) {
            let Some(secrets) = self.words.get(&word) else { continue };
            let Some(secret) = secrets.iter().find(|secret| self.may_read(secret, reader)) else {
                return Some(format!("{word} of {}", secrets[0].case));
            };
            let sort = match (&secret.own, secret.locator, reader.alone) {
                (Some(_), ..) => "a note at home",
                (_, true, Some(_)) => "a locator, alone",
                (_, true, None) => "a locator",
                _ => "words",
            };
            *self.shown.entry(sort).or_default() += 1;
        }
        self.found(text, reader, typed).or_else(|| self.named(text, reader))
    }

    /// Somebody who is said to be in charge, which only their own know: it was said among themselves.
    pub fn names_in_charge(&mut self, said: &str, reader: Reader<'_>) -> Option<String> {
        let about: Vec<CaseRef> = references(said).filter_map(|name| name.parse().ok()).collect();
        for line in said.lines().filter_map(who_is_in_charge) {
            for (number, own) in PEOPLE {
                let name = crate::place::member(*number);
                if !called(*number).iter().any(|called| line.contains(called)) {
                    continue;
                }
                let mut told = about.iter().filter_map(|case| self.in_charge.get(&(case.clone(), name.clone())));
                if told.clone().next().is_none() || told.any(|shared| *shared) {
                    continue;
                }
                let alone = reader.alone.and_then(of_identity).map(|(_, own)| own);
                if reader.spot.and_then(|spot| spot.own).or(alone) != Some(own) {
                    return Some(format!("{} is in charge, as {own} said among themselves", alias(*number)));
                }
                *self.shown.entry("who is in charge, at home").or_default() += 1;
            }
        }
        None
    }

    fn may_read(&self, secret: &Secret, reader: Reader<'_>) -> bool {
        let case = &self.cases[&secret.case];
        let in_room = reader.spot.is_some_and(|spot| seen_in(case, spot));
        let at_home = secret.own.as_deref().is_none_or(|own| reader.spot.and_then(|spot| spot.own) == Some(own));
        let must_act = reader.alone.and_then(of_identity).is_some_and(|(network, own)| {
            let theirs = own == case.agency || own == case.desk;
            secret.locator && theirs && carries(case, network) && !case.taken_back
        });
        (in_room && at_home) || must_act
    }

    /// A case that was found by a word of it which may not be read there.
    fn found(&self, text: &str, reader: Reader<'_>, typed: Option<&str>) -> Option<String> {
        let mut secrets = self.words.get(typed?)?.iter();
        let is_found = |secret: &&Secret| {
            references(text).any(|name| name == secret.case.to_string()) && !self.may_read(secret, reader)
        };
        secrets.find(is_found).map(|secret| format!("{} is found by {typed:?}", secret.case))
    }

    /// A name of the record, or a chat identity of somebody who is not there, outside of their own rooms.
    fn named(&self, text: &str, reader: Reader<'_>) -> Option<String> {
        let alone = reader.alone.and_then(of_identity).map(|(_, own)| own);
        PEOPLE.iter().find_map(|(number, own)| {
            let at_home = reader.spot.and_then(|spot| spot.own) == Some(own) || alone == Some(own);
            if at_home {
                return None;
            }
            let there = |identity: &String| reader.spot.is_some_and(|spot| spot.people().contains(identity));
            let identities = [Network::Matrix, Network::Discord].map(|network| identity(network, *number));
            let hidden = identities.into_iter().filter(|identity| !there(identity));
            // As words it has no sign and no live dot: who it is shows before both.
            let mut hidden = hidden.map(|identity| identity.trim_start_matches('@').replace(":a.example", ":"));
            let name = crate::place::member(*number);
            let found = if text.contains(&name) { Some(name) } else { hidden.find(|identity| text.contains(identity)) };
            found.map(|found| format!("{found}, who is {}", alias(*number)))
        })
    }

    /// Somebody named, called or not, where every case that is spoken of is above the room's ceiling.
    pub fn names_people(&self, said: &str, spot: &Spot, typed: &str) -> Option<String> {
        let mut cases = references(said).filter_map(|name| self.cases.get(&name.parse().ok()?)).peekable();
        cases.peek()?;
        let hidden = cases.all(|case| !seen_in(case, spot) && !case.taken_back);
        let aliases = PEOPLE.iter().map(|(number, _)| alias(*number)).filter(|alias| !typed.contains(alias.as_str()));
        aliases.filter(|_| hidden).find(|alias| said.contains(alias.as_str()))
    }
}

/// Whether a room may see the whole of a case.
fn seen_in(case: &Case, spot: &Spot) -> bool {
    let ceiling = spot.written.unwrap_or(if spot.encrypted { Tlp::AmberStrict } else { Tlp::Clear });
    let of_desk = spot.desk.is_none_or(|desk| desk == case.desk);
    of_desk && !case.taken_back && case.tlp != Tlp::Red && case.tlp <= ceiling && carries(case, spot.network)
}

fn carries(case: &Case, network: Network) -> bool {
    network != Network::Discord || (case.tlp <= Tlp::Amber && !case.for_data)
}

/// The part of a line that names who is in charge.
fn who_is_in_charge(line: &str) -> Option<&str> {
    let before = IS_IN_CHARGE.iter().find_map(|words| Some(line.split_once(words)?.0));
    before.or_else(|| IN_CHARGE.iter().find_map(|words| Some(line.split_once(words)?.1)))
}

/// Everything that a person is called by, at home or elsewhere.
fn called(number: u32) -> [String; 4] {
    let [matrix, discord] = [Network::Matrix, Network::Discord].map(|network| identity(network, number));
    [crate::place::member(number), alias(number), matrix, discord]
}

fn organisation(is_it: impl Fn(u32) -> bool) -> Option<&'static str> {
    PEOPLE.iter().find(|(number, _)| is_it(*number)).map(|(_, own)| *own)
}

/// The network and the organisation of a chat identity.
fn of_identity(person: &str) -> Option<(Network, &'static str)> {
    let of = |network| Some((network, organisation(|number| identity(network, number) == person)?));
    of(Network::Matrix).or_else(|| of(Network::Discord))
}

/// Every word that occurs nowhere else.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.filter(|part| part.starts_with("zqw")).map(str::to_owned).collect()
}

fn references(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    parts.filter(|part| part.starts_with("YT-") || part.starts_with("TG-"))
}
