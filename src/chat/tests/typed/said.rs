//! Somebody who speaks in a room, at a fixed moment: Saturday 21 November 2026, 15:00 in Paris.

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Europe::Paris;
use liaison_chat::{CommandTable, Context, Network, Reading, read};
use liaison_domain::{CaseRef, Fact};

static TABLE: OnceLock<CommandTable> = OnceLock::new();

/// One who speaks.
pub struct Speaker {
    table: &'static CommandTable,
    own_names: Vec<String>,
    is_member: bool,
    replied: Option<CaseRef>,
    now: DateTime<Utc>,
}

/// The case of that reference.
pub fn case(reference: &str) -> CaseRef {
    reference.parse().expect("a reference")
}

/// That moment.
pub fn utc(written: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(written, "%Y-%m-%dT%H:%M").expect("a moment").and_utc()
}

impl Speaker {
    /// A member.
    pub fn member() -> Self {
        Self {
            table: TABLE.get_or_init(|| CommandTable::load().expect("the program's own table loads")),
            own_names: ["@liaison:agency.example", "liaison", "Liaison Bot", "<@77>"].map(str::to_owned).to_vec(),
            is_member: true,
            replied: None,
            now: utc("2026-11-21T14:00"),
        }
    }

    /// Somebody who is no member.
    pub fn stranger() -> Self {
        Self { is_member: false, ..Self::member() }
    }

    /// A member who replies to the card of that case.
    pub fn replying(reference: &str) -> Self {
        Self { replied: Some(case(reference)), ..Self::member() }
    }

    /// A member who speaks at another moment.
    pub fn later(now: DateTime<Utc>) -> Self {
        Self { now, ..Self::member() }
    }

    /// What the bot makes of a message.
    pub fn says(&self, message: &str) -> Reading {
        let hearing = Context {
            network: Network::Matrix,
            own_names: &self.own_names,
            speaker_is_member: self.is_member,
            replied: self.replied.as_ref(),
            prefix: "YT",
            zone: Paris,
            now: self.now,
            said_at: self.now,
        };
        read(self.table, message, &hearing)
    }

    /// What is wrong with a message: the sentence's name, and the line that is shown.
    pub fn fault(&self, message: &str) -> (String, String) {
        let Reading::Unreadable(bad) = self.says(message) else { panic!("{message}: {:?}", self.says(message)) };
        let remark = bad.remark();
        let line = remark.facts.iter().find_map(|(name, fact)| match fact {
            Fact::Line(command, rest) if name == "line" => Some(format!("{command} {rest}").trim().to_owned()),
            _ => None,
        });
        (remark.name, line.expect("every fault shows a line"))
    }
}
