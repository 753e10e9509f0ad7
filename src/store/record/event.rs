//! What happened: the content of an event. The tag of a body is the kind that the envelope and the export name.

use chrono::{DateTime, Utc};
use liaison_domain::{
    Action, Basis, CaseKind, CaseRef, CaseState, ClockChange, DataType, DeskId, EventBody, Forgery, Ground, MemberId,
    OrganisationId, Outcome, RefusalGround, Reply, Rung, Side, Target, Tlp, Urgency, WithdrawalReason,
};
use serde::{Deserialize, Serialize};

use super::case::{DeskIdDef, MemberIdDef, OrganisationIdDef, TargetDef};
use super::clock::ClockChangeDef;
use super::mirror::{List, Maybe, Moment, Name, One, Reference};

#[derive(Serialize, Deserialize)]
#[serde(remote = "EventBody", tag = "kind", rename_all = "snake_case")]
enum EventBodyDef {
    Reported {
        /// The kind of the case; `kind` itself is the event's.
        #[serde(rename = "case_kind", with = "One::<Name<CaseKind>>")]
        kind: CaseKind,
        #[serde(with = "DeskIdDef")]
        desk: DeskId,
        #[serde(with = "OrganisationIdDef")]
        agency: OrganisationId,
        #[serde(with = "List::<TargetDef>")]
        targets: Vec<Target>,
        reason: String,
        #[serde(with = "One::<Name<Basis>>")]
        basis: Basis,
        #[serde(with = "One::<Name<Urgency>>")]
        urgency: Urgency,
        #[serde(with = "One::<Name<Tlp>>")]
        tlp: Tlp,
        #[serde(default)]
        file: Option<String>,
        #[serde(with = "Maybe::<Name<DataType>>", default)]
        data: Option<DataType>,
        #[serde(default = "yes")]
        device_confirmed: bool,
        /// Left out where it is not so: what was written before there was such a thing has the same bytes, and the same hash.
        #[serde(default, skip_serializing_if = "is_not")]
        practice: bool,
    },
    Acknowledged {
        #[serde(default)]
        file: Option<String>,
        confirmed: bool,
    },
    Asked {
        text: String,
        confirmed: bool,
    },
    Informed {
        text: String,
    },
    Resolved {
        #[serde(with = "Maybe::<Name<Action>>", default)]
        action: Option<Action>,
        #[serde(with = "Maybe::<Name<Ground>>", default)]
        ground: Option<Ground>,
        #[serde(with = "One::<Moment>")]
        effective_at: DateTime<Utc>,
        partly: bool,
        #[serde(default)]
        file: Option<String>,
        text: String,
        /// As with `practice`.
        #[serde(with = "Maybe::<Name<Outcome>>", default, skip_serializing_if = "Option::is_none")]
        altogether: Option<Outcome>,
    },
    Refused {
        #[serde(with = "One::<Name<RefusalGround>>")]
        ground: RefusalGround,
        text: String,
        #[serde(with = "Maybe::<Name<Outcome>>", default, skip_serializing_if = "Option::is_none")]
        altogether: Option<Outcome>,
    },
    PartlyAnswered {
        targets: Vec<u32>,
        #[serde(default)]
        left: Vec<u32>,
        #[serde(with = "ReplyDef")]
        reply: Reply,
        #[serde(default)]
        file: Option<String>,
        text: String,
    },
    Suspended {
        #[serde(with = "One::<Moment>")]
        until: DateTime<Utc>,
        text: String,
    },
    Resumed,
    ConfirmedGone {
        text: String,
    },
    Reopened {
        text: String,
        #[serde(with = "Maybe::<Name<Outcome>>", default, skip_serializing_if = "Option::is_none")]
        after: Option<Outcome>,
    },
    Withdrawn {
        #[serde(with = "One::<Name<WithdrawalReason>>")]
        reason: WithdrawalReason,
        text: String,
    },
    Undone {
        what: String,
        #[serde(with = "Maybe::<Name<CaseState>>", default, skip_serializing_if = "Option::is_none")]
        state: Option<CaseState>,
    },
    Warned,
    Lapsed,
    Escalated {
        #[serde(with = "One::<Name<Rung>>")]
        rung: Rung,
    },
    Closed,
    Consulted {
        what: String,
    },
    Noted {
        #[serde(with = "OrganisationIdDef")]
        organisation: OrganisationId,
        text: String,
    },
    Assigned {
        #[serde(with = "One::<Name<Side>>")]
        side: Side,
        #[serde(with = "MemberIdDef")]
        to: MemberId,
        shared: bool,
    },
    Snoozed {
        #[serde(with = "One::<Name<Side>>")]
        side: Side,
        #[serde(with = "One::<Moment>")]
        until: DateTime<Utc>,
        text: String,
        shared: bool,
    },
    Admitted {
        #[serde(with = "OrganisationIdDef")]
        organisation: OrganisationId,
        identity: String,
        #[serde(with = "One::<Moment>")]
        until: DateTime<Utc>,
    },
    Dismissed {
        #[serde(with = "OrganisationIdDef")]
        organisation: OrganisationId,
        identity: String,
    },
    Linked {
        #[serde(with = "One::<Reference>")]
        to: CaseRef,
    },
    Confirmed {
        callback: bool,
    },
    Extended {
        #[serde(with = "One::<Moment>")]
        until: DateTime<Utc>,
        text: String,
    },
    Expired,
    TurnedAway {
        #[serde(with = "One::<Name<Forgery>>")]
        what: Forgery,
        #[serde(with = "DeskIdDef")]
        desk: DeskId,
        #[serde(default, skip_serializing_if = "is_not")]
        practice: bool,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Reply", rename_all = "snake_case")]
enum ReplyDef {
    Measure {
        #[serde(with = "Maybe::<Name<Action>>", default)]
        action: Option<Action>,
        #[serde(with = "Maybe::<Name<Ground>>", default)]
        ground: Option<Ground>,
        #[serde(with = "One::<Moment>")]
        effective_at: DateTime<Utc>,
        partly: bool,
    },
    Refusal {
        #[serde(with = "One::<Name<RefusalGround>>")]
        ground: RefusalGround,
    },
}

/// Before there were emergencies, whoever reported did so from a device that was confirmed.
pub(super) const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) const fn is_not(flag: &bool) -> bool {
    !*flag
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(with = "EventBodyDef")]
    body: &'a EventBody,
    #[serde(with = "List::<ClockChangeDef>")]
    clocks: &'a [ClockChange],
}

#[derive(Deserialize)]
struct Read {
    #[serde(with = "EventBodyDef")]
    body: EventBody,
    #[serde(with = "List::<ClockChangeDef>", default)]
    clocks: Vec<ClockChange>,
}

pub(super) fn write(body: &EventBody, clocks: &[ClockChange]) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Written { body, clocks })
}

pub(super) fn read(json: &str) -> Result<(EventBody, Vec<ClockChange>), serde_json::Error> {
    serde_json::from_str::<Read>(json).map(|read| (read.body, read.clocks))
}
