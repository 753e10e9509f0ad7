//! What stands for whatever says nothing else: language, zone, the digest's hour.

use chrono::NaiveTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use liaison_domain::Language;

use super::fields::{Fields, Form};
use super::hours::time_of_day;
use super::nearest::nearest;
use super::problem::{Problems, quoted};

/// A language of rooms.
pub(crate) const LANGUAGE: Form = Form { key: "language", takes: "\"en\" or \"fr\"", example: "\"fr\"" };
/// A time zone by its name in the zone database.
pub(crate) const ZONE: Form = Form { key: "time_zone", takes: "a zone's name", example: "\"Europe/Paris\"" };
/// An hour of the daily digest.
pub(crate) const DIGEST_AT: Form = Form { key: "digest_at", takes: "a time of day", example: "\"08:30\"" };

/// What whatever says nothing else gets.
pub(crate) struct Defaults {
    /// Of rooms.
    pub(crate) language: Language,
    /// Of organisations and desks.
    pub(crate) zone: Tz,
    /// Of desks and coordination.
    pub(crate) digest_at: NaiveTime,
}

/// Reads the file's own `language` and `time_zone`.
pub(crate) fn defaults(fields: &mut Fields<'_>, problems: &mut Problems) -> Defaults {
    if !fields.has(ZONE.key) {
        problems.warn(&fields.spot(ZONE.key), "it is not given: whatever says nothing else keeps UTC");
    }
    Defaults {
        language: language(fields, problems).unwrap_or(Language::English),
        zone: zone(fields, &ZONE, problems).unwrap_or(Tz::UTC),
        // Half past eight: the product's own description, "Daily digest".
        digest_at: NaiveTime::from_hms_opt(8, 30, 0).unwrap_or_default(),
    }
}

/// A language, where one is given.
pub(crate) fn language(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Language> {
    fields.choice(&LANGUAGE, problems, Language::ALL, Language::name)
}

/// An hour of the digest, where one is given.
pub(crate) fn digest_at(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<NaiveTime> {
    fields.read(&DIGEST_AT, problems, time_of_day)
}

/// A zone, where one is given.
pub(crate) fn zone(fields: &mut Fields<'_>, form: &Form, problems: &mut Problems) -> Option<Tz> {
    let word = fields.text(form, problems)?;
    let found = word.text.parse().ok();
    if found.is_none() {
        let names = TZ_VARIANTS.iter().map(|zone| zone.name());
        let names: Vec<&str> = names.collect();
        let near = nearest(word.text, &names).unwrap_or_default();
        let found = quoted(word.text);
        problems.mistake(
            &word.spot,
            format!("expected a zone's name, for example \"Europe/Paris\", found {found}; the nearest is \"{near}\""),
        );
    }
    found
}
