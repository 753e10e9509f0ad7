//! What mirrors are made of: a [`Mirror`] says how one type stands on disk, [`One`], [`Maybe`] and [`List`] carry it
//! into a field by `#[serde(with = "…")]`.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use liaison_domain::{
    Action, Basis, CaseKind, CaseRef, CaseState, ClockKind, ClockName, DataType, Forgery, Ground, Measure, Outcome,
    RefusalGround, Rung, Side, TargetKind, Tlp, Urgency, WithdrawalReason,
};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How a type of the rules stands on disk.
pub(super) trait Mirror {
    /// The type.
    type Of;
    /// Writes it.
    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error>;
    /// Reads it.
    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error>;
}

/// Makes mirrors of definitions that serde derives with `remote`.
macro_rules! mirrors {
    ($($definition:ident of $type:ty;)+) => {
        $(impl $crate::record::mirror::Mirror for $definition {
            type Of = $type;
            fn put<S: serde::Serializer>(of: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                $definition::serialize(of, serializer)
            }
            fn take<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                $definition::deserialize(deserializer)
            }
        })+
    };
}
pub(super) use mirrors;

struct Put<'a, M: Mirror>(&'a M::Of);

impl<M: Mirror> Serialize for Put<'_, M> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        M::put(self.0, serializer)
    }
}

struct Taken<M: Mirror>(M::Of);

impl<'de, M: Mirror> Deserialize<'de> for Taken<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        M::take(deserializer).map(Self)
    }
}

/// Writes a value through its mirror.
pub(super) fn write<M: Mirror>(of: &M::Of) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Put::<M>(of))
}

/// Reads a value through its mirror.
pub(super) fn read<M: Mirror>(json: &str) -> Result<M::Of, serde_json::Error> {
    serde_json::from_str::<Taken<M>>(json).map(|taken| taken.0)
}

/// A field that is there.
pub(super) struct One<M>(PhantomData<M>);

impl<M: Mirror> One<M> {
    pub(super) fn serialize<S: Serializer>(of: &M::Of, serializer: S) -> Result<S::Ok, S::Error> {
        M::put(of, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<M::Of, D::Error> {
        M::take(deserializer)
    }
}

/// A field that may be empty; with `#[serde(default)]`, absent.
pub(super) struct Maybe<M>(PhantomData<M>);

impl<M: Mirror> Maybe<M> {
    pub(super) fn serialize<S: Serializer>(of: &Option<M::Of>, serializer: S) -> Result<S::Ok, S::Error> {
        of.as_ref().map(Put::<M>).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<M::Of>, D::Error> {
        Ok(Option::<Taken<M>>::deserialize(deserializer)?.map(|taken| taken.0))
    }
}

/// A field of several.
pub(super) struct List<M>(PhantomData<M>);

impl<M: Mirror> List<M> {
    pub(super) fn serialize<S: Serializer>(of: &[M::Of], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(of.iter().map(Put::<M>))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<M::Of>, D::Error> {
        Ok(Vec::<Taken<M>>::deserialize(deserializer)?.into_iter().map(|taken| taken.0).collect())
    }
}

/// What is kept in a box, so that a case can hold an earlier one.
pub(super) struct Boxed<M>(PhantomData<M>);

impl<M: Mirror> Mirror for Boxed<M> {
    type Of = Box<M::Of>;

    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        M::put(of, serializer)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        M::take(deserializer).map(Box::new)
    }
}

/// A moment: RFC 3339 in UTC, with as many digits as it has.
pub(super) struct Moment;

impl Mirror for Moment {
    type Of = DateTime<Utc>;

    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&of.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(DateTime::parse_from_rfc3339(&text).map_err(D::Error::custom)?.with_timezone(&Utc))
    }
}

/// A day of some calendar: `2026-10-01`.
pub(super) struct Day;

impl Mirror for Day {
    type Of = NaiveDate;

    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(of)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A length of time, in nanoseconds.
pub(super) struct Nanos;

impl Mirror for Nanos {
    type Of = TimeDelta;

    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        let nanos = of.num_nanoseconds().ok_or_else(|| S::Error::custom("a span of centuries"))?;
        serializer.serialize_i64(nanos)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        i64::deserialize(deserializer).map(TimeDelta::nanoseconds)
    }
}

/// A reference as people type it.
pub(super) struct Reference;

impl Mirror for Reference {
    type Of = CaseRef;

    fn put<S: Serializer>(of: &Self::Of, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(of)
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Of, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// An enumeration of the rules, by its variants' fixed names.
pub(super) struct Name<T>(PhantomData<T>);

/// An enumeration whose variants have fixed names.
pub(super) trait Named: Copy {
    /// The name of the variant.
    fn name(self) -> &'static str;
    /// The variant of the name.
    fn from_name(name: &str) -> Option<Self>;
}

impl<T: Named> Mirror for Name<T> {
    type Of = T;

    fn put<S: Serializer>(of: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(of.name())
    }

    fn take<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::from_name(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("an unknown name"))
    }
}

macro_rules! named {
    ($($type:ident),+ $(,)?) => {
        $(impl Named for $type {
            fn name(self) -> &'static str {
                $type::name(self)
            }
            fn from_name(name: &str) -> Option<Self> {
                $type::from_name(name)
            }
        })+
    };
}

named!(
    Action,
    Basis,
    CaseKind,
    CaseState,
    ClockKind,
    ClockName,
    DataType,
    Forgery,
    Ground,
    Measure,
    Outcome,
    RefusalGround,
    Rung,
    Side,
    TargetKind,
    Tlp,
    Urgency,
    WithdrawalReason,
);
