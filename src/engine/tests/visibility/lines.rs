//! What people say: random commands with words that occur nowhere else.

use chrono::{DateTime, Utc};
use liaison_chat::{DeviceTrust, Inbound, Invoked, Network, Said};
use liaison_domain::CaseRef;
use rand::Rng;
use rand::rngs::StdRng;

use crate::place::{PEOPLE, ROOMS, STRANGER, Spot, alias, identity, member};

/// Draws what is said next; no word is ever drawn twice.
pub struct Lines {
    pub chance: StdRng,
    words: u32,
    said: u32,
}

/// Somebody says something somewhere.
pub struct Line {
    pub spot: &'static Spot,
    pub inbound: Inbound,
    /// What is only looked for: it may stand in the answer as it was typed.
    pub looked_for: Option<String>,
}

type Given = Vec<(&'static str, String)>;

impl Lines {
    pub fn new(chance: StdRng) -> Self {
        Self { chance, words: 0, said: 0 }
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("zqw{}", self.words)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.chance.random_range(0..of.len())]
    }

    /// A room, and somebody who sits there, mostly.
    fn seat(&mut self) -> (&'static Spot, Option<u32>) {
        let spot = &ROOMS[self.chance.random_range(0..ROOMS.len())];
        if self.chance.random_ratio(1, 20) {
            return (spot, None);
        }
        let sits = |of: &str| spot.own.is_none_or(|own| own == of) || self.words.is_multiple_of(19);
        let people: Vec<u32> = PEOPLE.iter().filter(|(_, of)| sits(of)).map(|(number, _)| *number).collect();
        (spot, Some(self.one(&people)))
    }

    /// The next thing that is said; `known` are words of cases and notes, which anyone may look for.
    pub fn next(&mut self, cases: &[CaseRef], known: &[String], now: DateTime<Utc>) -> Line {
        let (spot, who) = self.seat();
        let side = who.and_then(|who| PEOPLE.iter().find(|(number, _)| *number == who)).map(|(_, of)| *of);
        let agency = matches!(side, Some("pharos" | "gendarmerie"));
        let (command, given, looked_for) = match self.chance.random_range(0..20) {
            0..=6 if cases.len() < 2 || agency && cases.len() < 6 => self.opens(),
            0..=7 if agency => self.of_agency(cases),
            0..=7 => self.of_platform(cases),
            8..=13 => self.of_both(spot, cases, who),
            _ => self.looks(spot, cases, known),
        };
        let inbound = self.said(spot, who, command, &given, now);
        Line { spot, inbound, looked_for }
    }

    fn opens(&mut self) -> (&'static str, Given, Option<String>) {
        let (address, account) = (self.word(), self.word());
        let address = ("target", format!("https://{address}.example/{address}"));
        let account = ("account", format!("@{account}"));
        let reason = ("reason", format!("{} and {}", self.word(), self.word()));
        match self.chance.random_range(0..8) {
            0..=4 => {
                let tlp = self.one(&["clear", "green", "amber", "amber+strict", "red"]).to_owned();
                let urgency = self.one(&["routine", "urgent", "emergency"]).to_owned();
                let file = format!("{}/26", self.word());
                let mut given = vec![reason, ("tlp", tlp), ("urgency", urgency), ("ref", file)];
                match self.chance.random_range(0..4) {
                    0 => given.push(account),
                    1 => given.extend([account, address]),
                    _ => given.push(address),
                }
                ("report", given, None)
            }
            5 | 6 => {
                let data = self.one(&["subscriber", "access", "traffic", "preserve"]).to_owned();
                ("request", vec![account, ("type", data), reason], None)
            }
            _ => {
                let target = if self.chance.random() { account } else { address };
                ("emergency", vec![target, reason], None)
            }
        }
    }

    /// One that there is, mostly, or several.
    fn case(&mut self, cases: &[CaseRef]) -> (&'static str, String) {
        if cases.is_empty() {
            return ("case", "YT-1".to_owned());
        }
        let CaseRef { prefix, number } = &cases[self.chance.random_range(0..cases.len())];
        match self.chance.random_range(0..8) {
            0 => ("case", format!("{prefix}-{number}..{}", number + 2)),
            _ => ("case", format!("{prefix}-{number}")),
        }
    }

    fn of_agency(&mut self, cases: &[CaseRef]) -> (&'static str, Given, Option<String>) {
        let (case, text) = (self.case(cases), ("text", self.word()));
        let (name, given) = match self.chance.random_range(0..8) {
            0 | 1 => ("info", vec![case, text]),
            2 => ("gone", vec![case, text]),
            3 => ("still-up", vec![case, text]),
            4 => ("confirm", vec![case]),
            5 => ("extend", vec![case, ("reason", text.1)]),
            _ => {
                let reason = self.one(&["wrong_desk", "mistake", "duplicate"]).to_owned();
                ("withdraw", vec![case, ("reason", reason), text])
            }
        };
        (name, given, None)
    }

    fn of_platform(&mut self, cases: &[CaseRef]) -> (&'static str, Given, Option<String>) {
        let (case, text) = (self.case(cases), ("text", self.word()));
        let (name, given) = match self.chance.random_range(0..9) {
            0 | 1 => ("ack", vec![case, ("ref", format!("{}/1", text.1))]),
            2 | 3 => ("ask", vec![case, text]),
            4 => ("resolved", vec![case, ("action", "removed".to_owned()), ("ref", text.1)]),
            5 => {
                let content = self.chance.random();
                let done = if content { ("action", "disabled".to_owned()) } else { ("partly", "yes".to_owned()) };
                ("resolved", vec![case, done, ("target", self.one(&["1", "2"]).to_owned()), ("ref", text.1)])
            }
            6 => ("confirm", vec![case, ("callback", "yes".to_owned())]),
            7 => {
                let until = ("until", "+3h".to_owned());
                ("refuse", vec![case, ("ground", "unable".to_owned()), until, ("reason", text.1)])
            }
            _ => {
                let ground = self.one(&["no_violation", "jurisdiction", "needs_process", "no_data"]).to_owned();
                let mut given = vec![case, ("ground", ground), ("reason", text.1)];
                if self.chance.random() {
                    given.push(("target", self.one(&["1", "2"]).to_owned()));
                }
                ("refuse", given)
            }
        };
        (name, given, None)
    }

    fn of_both(&mut self, spot: &Spot, cases: &[CaseRef], who: Option<u32>) -> (&'static str, Given, Option<String>) {
        let (case, text) = (self.case(cases), ("text", self.word()));
        let (name, given) = match self.chance.random_range(if spot.own.is_some() { 0..11 } else { 3..9 }) {
            0..=3 => ("note", vec![case, text]),
            4 => ("snooze", vec![case, ("for", "+20min".to_owned()), text]),
            5 => ("link", vec![case, ("with", self.case(cases).1)]),
            6 => ("undo", if self.chance.random() { vec![case] } else { Vec::new() }),
            7 => {
                // Whom only their own may know by name is named by it at home alone.
                let own = who.filter(|_| spot.own.is_some());
                let name = |lines: &mut Self| own.map_or_else(|| alias(lines.chance.random_range(1..8)), member);
                ("assign", vec![("from", name(self)), ("to", alias(who.unwrap_or(1)))])
            }
            _ => ("assign", vec![case, ("to", who.filter(|_| spot.own.is_some()).map_or_else(|| alias(2), member))]),
        };
        (name, given, None)
    }

    fn looks(&mut self, spot: &Spot, cases: &[CaseRef], known: &[String]) -> (&'static str, Given, Option<String>) {
        let case = self.case(cases);
        match self.chance.random_range(0..8) {
            0 => ("case", vec![case], None),
            1 | 2 => ("case", vec![case, ("address", "yes".to_owned())], None),
            3 if !known.is_empty() => {
                let word = known[self.chance.random_range(0..known.len())].clone();
                ("cases", vec![("filter", word.clone())], Some(word))
            }
            4 => ("digest", spot.desk.map(|_| Vec::new()).unwrap_or(vec![("desk", "youtube".to_owned())]), None),
            5 => ("stats", vec![("explain", "yes".to_owned())], None),
            6 => ("help", Vec::new(), None),
            _ => {
                let filter = self.one(&["mine", "overdue", "all", "waiting-on-us", "open urgent", "closes tomorrow"]);
                ("cases", vec![("filter", filter.to_owned())], None)
            }
        }
    }

    /// As a command that the network took apart, or typed.
    fn said(&mut self, spot: &Spot, who: Option<u32>, command: &str, given: &Given, now: DateTime<Utc>) -> Inbound {
        self.said += 1;
        let apart = spot.network == Network::Discord && self.chance.random_ratio(3, 4);
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let said = if apart {
            Said::Command(Invoked { command: command.to_owned(), given: given.collect() })
        } else {
            let mark = if spot.network == Network::Discord { "Liaison " } else { "!" };
            let options = given.map(|(name, value)| match value.contains(' ') {
                true => format!(" {name}:\"{value}\""),
                false => format!(" {name}:{value}"),
            });
            Said::Text(format!("{mark}{command}{}", options.collect::<String>()))
        };
        Inbound {
            event: format!("e{}", self.said),
            room: spot.name.to_owned(),
            person: who.map_or_else(|| STRANGER.to_owned(), |who| identity(spot.network, who)),
            roles: Vec::new(),
            said,
            said_at: now,
            reply_to: None,
            thread: None,
            device: match spot.network {
                Network::Discord => DeviceTrust::Plain,
                _ if self.chance.random_ratio(1, 8) => DeviceTrust::NotConfirmed,
                _ => DeviceTrust::CrossSigned,
            },
            answer: apart.then(|| format!("held{}", self.said)),
        }
    }
}
