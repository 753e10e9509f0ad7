//! Clocks, and what an event does to them.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{Alarm, Clock, ClockChange, ClockKind, ClockName, ClockStatus, Measure, Rung, Side, Span};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::mirror::{Maybe, Mirror, Moment, Name, Nanos, One, mirrors};

#[derive(Serialize, Deserialize)]
#[serde(remote = "Alarm")]
pub(super) struct AlarmDef {
    #[serde(with = "One::<Name<Rung>>")]
    rung: Rung,
    #[serde(with = "One::<Moment>")]
    at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Span")]
pub(super) struct SpanDef {
    #[serde(with = "One::<Name<Measure>>")]
    measure: Measure,
    #[serde(with = "One::<Nanos>")]
    amount: TimeDelta,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ClockStatus", tag = "is", rename_all = "snake_case")]
pub(super) enum ClockStatusDef {
    Running {
        #[serde(with = "One::<Moment>")]
        due: DateTime<Utc>,
    },
    Paused {
        #[serde(with = "One::<Nanos>")]
        left: TimeDelta,
    },
    Met {
        #[serde(with = "One::<Moment>")]
        at: DateTime<Utc>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Clock")]
pub(super) struct ClockDef {
    #[serde(with = "One::<Name<ClockName>>")]
    name: ClockName,
    #[serde(with = "One::<Name<Side>>")]
    owner: Side,
    #[serde(with = "One::<Name<ClockKind>>")]
    kind: ClockKind,
    #[serde(with = "SpanDef")]
    span: Span,
    #[serde(with = "One::<Moment>")]
    started_at: DateTime<Utc>,
    #[serde(with = "ClockStatusDef")]
    status: ClockStatus,
    #[serde(with = "Maybe::<AlarmDef>", default)]
    next: Option<Alarm>,
    #[serde(with = "Maybe::<Moment>", default)]
    missed_at: Option<DateTime<Utc>>,
    /// Left out where there is none: what was written before there was such a thing has the same bytes, and the same hash.
    #[serde(with = "Maybe::<Moment>", default, skip_serializing_if = "Option::is_none")]
    snoozed_until: Option<DateTime<Utc>>,
}

mirrors! {
    AlarmDef of Alarm;
    ClockDef of Clock;
}

/// A clock's change with a name for each part: a list of values could never gain one.
#[derive(Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
enum Change {
    Started {
        #[serde(with = "ClockDef")]
        clock: Clock,
    },
    Met {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
    },
    Paused {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
        #[serde(with = "One::<Nanos>")]
        left: TimeDelta,
    },
    Resumed {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
        #[serde(with = "One::<Moment>")]
        due: DateTime<Utc>,
        #[serde(with = "Maybe::<AlarmDef>", default)]
        next: Option<Alarm>,
    },
    Rang {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
        #[serde(with = "One::<Name<Rung>>")]
        rung: Rung,
        #[serde(with = "Maybe::<AlarmDef>", default)]
        next: Option<Alarm>,
    },
    Snoozed {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
        #[serde(with = "One::<Moment>")]
        until: DateTime<Utc>,
    },
    Woken {
        #[serde(with = "One::<Name<ClockName>>")]
        clock: ClockName,
    },
}

/// A [`ClockChange`] on disk.
pub(super) struct ClockChangeDef;

impl Mirror for ClockChangeDef {
    type Of = ClockChange;

    fn put<S: Serializer>(of: &ClockChange, serializer: S) -> Result<S::Ok, S::Error> {
        let change = match of.clone() {
            ClockChange::Started(clock) => Change::Started { clock },
            ClockChange::Met(clock) => Change::Met { clock },
            ClockChange::Paused(clock, left) => Change::Paused { clock, left },
            ClockChange::Resumed(clock, due, next) => Change::Resumed { clock, due, next },
            ClockChange::Rang(clock, rung, next) => Change::Rang { clock, rung, next },
            ClockChange::Snoozed(clock, until) => Change::Snoozed { clock, until },
            ClockChange::Woken(clock) => Change::Woken { clock },
        };
        change.serialize(serializer)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ClockChange, D::Error> {
        Ok(match Change::deserialize(deserializer)? {
            Change::Started { clock } => ClockChange::Started(clock),
            Change::Met { clock } => ClockChange::Met(clock),
            Change::Paused { clock, left } => ClockChange::Paused(clock, left),
            Change::Resumed { clock, due, next } => ClockChange::Resumed(clock, due, next),
            Change::Rang { clock, rung, next } => ClockChange::Rang(clock, rung, next),
            Change::Snoozed { clock, until } => ClockChange::Snoozed(clock, until),
            Change::Woken { clock } => ClockChange::Woken(clock),
        })
    }
}
