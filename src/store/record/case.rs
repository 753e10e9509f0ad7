//! The case as it stands, whole, and what it was before its last act.

use chrono::{DateTime, Utc};
use liaison_domain::{
    Action, Answer, Arranged, Arrangement, AskedOnce, Basis, Before, Case, CaseKind, CaseRef, CaseState, Clock,
    Confirmation, DataType, DeskId, Ground, MemberId, Note, OrganisationId, Outcome, Part, Question, RefusalGround,
    Side, Tally, Target, TargetKind, Tlp, Told, Urgency,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::clock::ClockDef;
use super::mirror::{Boxed, List, Maybe, Mirror, Moment, Name, One, Reference, mirrors};

#[derive(Serialize, Deserialize)]
#[serde(remote = "DeskId")]
pub(super) struct DeskIdDef(String);

#[derive(Serialize, Deserialize)]
#[serde(remote = "OrganisationId")]
pub(super) struct OrganisationIdDef(String);

#[derive(Serialize, Deserialize)]
#[serde(remote = "MemberId")]
pub(super) struct MemberIdDef(String);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Target")]
pub(super) struct TargetDef {
    #[serde(with = "One::<Name<TargetKind>>")]
    kind: TargetKind,
    locator: String,
    key: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Question")]
struct QuestionDef {
    text: String,
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Told")]
struct ToldDef {
    text: String,
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Answer")]
struct AnswerDef {
    #[serde(with = "One::<Name<Outcome>>")]
    outcome: Outcome,
    #[serde(with = "Maybe::<Name<Action>>", default)]
    action: Option<Action>,
    #[serde(with = "Maybe::<Name<Ground>>", default)]
    ground: Option<Ground>,
    #[serde(with = "Maybe::<Name<RefusalGround>>", default)]
    refusal: Option<RefusalGround>,
    text: String,
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
    #[serde(with = "Maybe::<Moment>", default)]
    effective_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Part")]
struct PartDef {
    target: u32,
    #[serde(with = "AnswerDef")]
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Note")]
struct NoteDef {
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "OrganisationIdDef")]
    organisation: OrganisationId,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AskedOnce")]
struct AskedOnceDef {
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
    #[serde(with = "Maybe::<Moment>", default)]
    informed: Option<DateTime<Utc>>,
    waits: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Tally")]
struct TallyDef {
    #[serde(with = "Maybe::<Moment>", default)]
    due: Option<DateTime<Utc>>,
    #[serde(with = "List::<AskedOnceDef>")]
    questions: Vec<AskedOnce>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Before")]
struct BeforeDef {
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    recorded_at: DateTime<Utc>,
    what: String,
    #[serde(with = "CaseDef")]
    case: Case,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Arrangement")]
struct ArrangementDef {
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    recorded_at: DateTime<Utc>,
    #[serde(with = "ArrangedDef")]
    arranged: Arranged,
    among_themselves: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Arranged", rename_all = "snake_case")]
enum ArrangedDef {
    Noted(#[serde(with = "One::<Moment>")] DateTime<Utc>),
    Assigned(#[serde(with = "One::<Name<Side>>")] Side, #[serde(with = "Maybe::<MemberIdDef>")] Option<MemberId>),
    Snoozed(#[serde(with = "One::<Name<Side>>")] Side),
    Linked(#[serde(with = "One::<Reference>")] CaseRef),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Case")]
pub(super) struct CaseDef {
    #[serde(with = "One::<Reference>")]
    reference: CaseRef,
    #[serde(with = "DeskIdDef")]
    desk: DeskId,
    #[serde(with = "One::<Name<CaseKind>>")]
    kind: CaseKind,
    #[serde(with = "OrganisationIdDef")]
    agency: OrganisationId,
    #[serde(with = "One::<Name<CaseState>>")]
    state: CaseState,
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
    file_agency: Option<String>,
    #[serde(default)]
    file_platform: Option<String>,
    #[serde(with = "Maybe::<MemberIdDef>", default)]
    owner_agency: Option<MemberId>,
    #[serde(with = "Maybe::<MemberIdDef>", default)]
    owner_platform: Option<MemberId>,
    #[serde(with = "One::<Moment>")]
    opened_at: DateTime<Utc>,
    #[serde(with = "One::<Moment>")]
    heard_at: DateTime<Utc>,
    #[serde(with = "Maybe::<ActDef>", default)]
    acknowledged: Option<(MemberId, DateTime<Utc>)>,
    #[serde(with = "Maybe::<QuestionDef>", default)]
    question: Option<Question>,
    #[serde(with = "List::<ToldDef>", default, skip_serializing_if = "Vec::is_empty")]
    told: Vec<Told>,
    #[serde(with = "Maybe::<ToldDef>", default, skip_serializing_if = "Option::is_none")]
    came_back: Option<Told>,
    #[serde(with = "Maybe::<AnswerDef>", default)]
    answer: Option<Answer>,
    #[serde(with = "List::<PartDef>", default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
    #[serde(with = "Maybe::<Moment>", default)]
    suspended_until: Option<DateTime<Utc>>,
    #[serde(with = "Maybe::<Moment>", default)]
    closed_at: Option<DateTime<Utc>>,
    reopened: u32,
    #[serde(with = "List::<ClockDef>")]
    clocks: Vec<Clock>,
    #[serde(with = "One::<Moment>")]
    last_at: DateTime<Utc>,
    #[serde(with = "One::<Moment>")]
    quiet_since: DateTime<Utc>,
    version: u32,
    #[serde(default)]
    acts: u32,
    #[serde(default)]
    redacted: bool,
    #[serde(with = "List::<MemberIdDef>")]
    consulted_by: Vec<MemberId>,
    /// Absent in what was written before there were figures; `counting` fills it in.
    #[serde(with = "TallyDef", default)]
    tally: Tally,
    #[serde(with = "Maybe::<Boxed<BeforeDef>>", default)]
    before: Option<Box<Before>>,
    #[serde(with = "List::<NoteDef>", default)]
    notes: Vec<Note>,
    #[serde(with = "List::<Reference>", default)]
    links: Vec<CaseRef>,
    #[serde(with = "List::<ArrangementDef>", default)]
    arranged: Vec<Arrangement>,

    #[serde(with = "Maybe::<MemberIdDef>", default)]
    opened_by: Option<MemberId>,
    #[serde(default = "super::event::yes")]
    device_confirmed: bool,
    #[serde(with = "Maybe::<Name<DataType>>", default)]
    data: Option<DataType>,
    #[serde(with = "Maybe::<ConfirmationDef>", default)]
    confirmation: Option<Confirmation>,
    #[serde(default)]
    caller_told: bool,
    #[serde(default, skip_serializing_if = "super::event::is_not")]
    practice: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Confirmation")]
struct ConfirmationDef {
    #[serde(with = "MemberIdDef")]
    by: MemberId,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
    callback: bool,
}

mirrors! {
    MemberIdDef of MemberId;
    TargetDef of Target;
    QuestionDef of Question;
    AnswerDef of Answer;
    ToldDef of Told;
    PartDef of Part;
    AskedOnceDef of AskedOnce;
    BeforeDef of Before;
    NoteDef of Note;
    ArrangementDef of Arrangement;
    ConfirmationDef of Confirmation;
    CaseDef of Case;
}

#[derive(Serialize, Deserialize)]
struct Act {
    by: String,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
}

/// Who did something, and when.
struct ActDef;

impl Mirror for ActDef {
    type Of = (MemberId, DateTime<Utc>);

    fn put<S: Serializer>((by, at): &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        Act { by: by.0.clone(), at: *at }.serialize(serializer)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        Act::deserialize(deserializer).map(|act| (MemberId(act.by), act.at))
    }
}
