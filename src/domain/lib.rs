//! The rules: what may happen to a case and what follows from it.
//!
//! Nothing here does I/O, waits, reads a clock, draws a random number or says a word: facts come in as values, values
//! go out. [`open`] and [`decide`] answer a command with a [`Ruling`] or a [`Refusal`], [`lapse`] says what time does by
//! itself, and [`Case::apply`] folds what was ruled into the case. Whoever adds a command adds a variant to [`Command`]
//! and its arms in `decide`; the compiler names the rest.

mod alias;
mod answer;
mod calendar;
mod case;
mod clock;
mod command;
mod decide;
mod desk;
mod digest;
mod duty;
mod emergency;
mod event;
mod fold;
mod former;
mod guests;
mod holidays;
mod kind;
mod kind_refusal;
mod lapse;
mod named;
mod notice;
mod open;
mod people;
mod refusal;
mod rights;
mod tally;
mod target;
mod targets;
mod transitions;
mod undoing;
mod wanted;

pub use answer::{Answer, Part, Reply};
pub use calendar::{Calendar, WorkingHours, instant_of};
pub use case::{Case, CaseKind, CaseRef, CaseState, Confirmation, NotARef, Note, Question, Told};
pub use clock::{Alarm, Clock, ClockChange, ClockKind, ClockName, ClockStatus, Deadline, Measure, Ringing, Rung, Span};
pub use command::{Action, Command, Device, Hearing, RefusalGround, Report, WithdrawalReason};
pub use decide::decide;
pub use desk::{Coordination, Desk, DeskId, Language, Place, Room, RoomKind, Setting, Tlp, Trust, Updates};
pub use digest::{Digest, DigestRow, Figures, ToAct, digest, is_day_off, is_weekend, next_digest, own_digest};
pub use duty::{Duty, DutyAsked, begin_duty};
pub use emergency::{
    EMERGENCIES_AN_HOUR, TURNED_AWAY_IN_FRONT_OF_ALL, numbers_on_file, turned_away, turned_away_on, turns_away,
};
pub use event::{Basis, By, DataType, Event, EventBody, Forgery, Ground, Outcome, Urgency};
pub use former::Former;
pub use guests::{Guest, confirm, identity, propose, waiting};
pub use holidays::Country;
pub use kind::{DATA_TEXT_LIMIT, MeasureSaid, Subject};
pub use kind_refusal::KindRefusal;
pub use lapse::lapse;
pub use notice::{Alert, AlertClock, Audience, Call, Notice, Ruling, Tell};
pub use open::{Known, open};
pub use people::{Actor, Contact, Member, MemberId, Organisation, OrganisationId, Person, Side};
pub use refusal::{Fact, Refusal, Remark};
pub use rights::{member, side_of, stands_on};
pub use tally::{AskedOnce, Tally};
pub use target::{Target, TargetKind};
pub use targets::{Agreed, Length, Targets};
pub use transitions::next_state;
pub use undoing::{Arranged, Arrangement, Before};
pub use wanted::{Asker, Criterion, Narrowing, SearchWord, Wanted};
