//! What an outbox row tells: names of sentences and facts, never a sentence.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use liaison_domain::{
    Alert, AlertClock, Call, CaseKind, CaseRef, ClockKind, ClockName, DeskId, Fact, MemberId, OrganisationId, Remark,
    Rung, Side, Urgency,
};
use liaison_reporting::{Period, Wanted};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::case::{DeskIdDef, MemberIdDef, OrganisationIdDef};
use super::mirror::{Day, List, Maybe, Mirror, Moment, Name, Nanos, One, Reference, mirrors};
use crate::Telling;

/// So many names of commands are kept, and no longer ones than this: what is on disk cannot make the memory grow.
const COMMANDS_AT_MOST: usize = 256;
const COMMAND_LETTERS_AT_MOST: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Telling", tag = "tell", rename_all = "snake_case")]
pub(super) enum TellingDef {
    Card,
    Status {
        seq: i64,
    },
    Alert(#[serde(with = "AlertDef")] Alert),
    Redact,
    TakeAway {
        event: String,
    },
    Remark(#[serde(with = "RemarkDef")] Remark),
    Bulk {
        done: u32,
        #[serde(with = "List::<Reference>")]
        cases: Vec<CaseRef>,
        #[serde(with = "List::<RemarkDef>")]
        remarks: Vec<Remark>,
    },
    Address {
        #[serde(with = "One::<Reference>")]
        case: CaseRef,
    },
    Case {
        #[serde(with = "One::<Reference>")]
        case: CaseRef,
    },
    Cases {
        filter: String,
        #[serde(with = "Maybe::<Name<Side>>", default)]
        side: Option<Side>,
    },
    Digest {
        #[serde(with = "DeskIdDef")]
        desk: DeskId,
        #[serde(with = "One::<Moment>")]
        since: DateTime<Utc>,
    },
    CoordinationDigest {
        #[serde(with = "One::<Moment>")]
        since: DateTime<Utc>,
    },
    Stats(#[serde(with = "WantedDef")] Wanted),
    Duties,
    Help {
        #[serde(default)]
        command: Option<String>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Wanted")]
struct WantedDef {
    #[serde(with = "PeriodDef")]
    period: Period,
    named: bool,
    #[serde(with = "Maybe::<PeriodDef>", default)]
    compared: Option<Period>,
    #[serde(with = "Maybe::<DeskIdDef>", default)]
    desk: Option<DeskId>,
    #[serde(with = "Maybe::<OrganisationIdDef>", default)]
    organisation: Option<OrganisationId>,
    #[serde(with = "Maybe::<Name<CaseKind>>", default)]
    kind: Option<CaseKind>,
    #[serde(with = "Maybe::<Name<Urgency>>", default)]
    urgency: Option<Urgency>,
    explained: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Period")]
struct PeriodDef {
    #[serde(with = "One::<Day>")]
    first: NaiveDate,
    #[serde(with = "One::<Day>")]
    last: NaiveDate,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Alert")]
struct AlertDef {
    #[serde(with = "List::<AlertClockDef>")]
    clocks: Vec<AlertClock>,
    #[serde(with = "List::<CallDef>")]
    call: Vec<Call>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AlertClock")]
struct AlertClockDef {
    #[serde(with = "One::<Name<ClockName>>")]
    name: ClockName,
    #[serde(with = "One::<Name<ClockKind>>")]
    kind: ClockKind,
    #[serde(with = "One::<Name<Side>>")]
    owner: Side,
    #[serde(with = "One::<Name<Rung>>")]
    rung: Rung,
    #[serde(with = "One::<Moment>")]
    due: DateTime<Utc>,
    #[serde(with = "One::<Moment>")]
    scheduled: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Call", rename_all = "snake_case")]
enum CallDef {
    Member(#[serde(with = "MemberIdDef")] MemberId),
    Present(#[serde(with = "OrganisationIdDef")] OrganisationId),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Remark")]
struct RemarkDef {
    name: String,
    #[serde(with = "List::<NamedFactDef>")]
    facts: Vec<(String, Fact)>,
}

/// Under this name serde does not take it for a piece of what it reads.
type CommandName = &'static str;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Fact", rename_all = "snake_case")]
enum FactDef {
    Case(#[serde(with = "One::<Reference>")] CaseRef),
    Cases(#[serde(with = "List::<Reference>")] Vec<CaseRef>),
    Member(#[serde(with = "MemberIdDef")] MemberId),
    Time(#[serde(with = "One::<Moment>")] DateTime<Utc>),
    Span(#[serde(with = "One::<Nanos>")] TimeDelta),
    Count(i64),
    Words(String),
    Code(String),
    Term(String),
    Terms(Vec<String>),
    Line(#[serde(deserialize_with = "command")] CommandName, String),
}

mirrors! {
    TellingDef of Telling;
    AlertClockDef of AlertClock;
    CallDef of Call;
    RemarkDef of Remark;
    PeriodDef of Period;
    DeskIdDef of DeskId;
    OrganisationIdDef of OrganisationId;
}

#[derive(Serialize, Deserialize)]
struct NamedFact {
    name: String,
    #[serde(with = "FactDef")]
    is: Fact,
}

/// A fact with its name in the sentence.
struct NamedFactDef;

impl Mirror for NamedFactDef {
    type Of = (String, Fact);

    fn put<S: Serializer>((name, is): &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        NamedFact { name: name.clone(), is: is.clone() }.serialize(serializer)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        NamedFact::deserialize(deserializer).map(|fact| (fact.name, fact.is))
    }
}

fn command<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CommandName, D::Error> {
    let name = String::deserialize(deserializer)?;
    kept(&name).ok_or_else(|| D::Error::custom("no name of a command"))
}

/// The rules name commands by constants; a name from disk becomes one by being kept once, for good.
fn kept(name: &str) -> Option<&'static str> {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = kept.get(name) {
        return Some(same);
    }
    if kept.len() >= COMMANDS_AT_MOST || name.len() > COMMAND_LETTERS_AT_MOST {
        return None;
    }
    let name: &'static str = Box::leak(name.into());
    kept.insert(name);
    Some(name)
}
