//! Discord's numbers: every id says when it was made.

use std::num::NonZeroU64;

use chrono::{DateTime, Utc};

/// The first moment of Discord's own time, in milliseconds since 1970.
const EPOCH: i64 = 1_420_070_400_000;
/// Below these bits of an id stand the milliseconds.
const STAMP: u32 = 22;

/// The number that an id is; nothing where it is none.
pub(crate) fn number(id: &str) -> Option<NonZeroU64> {
    id.parse().ok()
}

/// When an id was made, by Discord's time; the beginning of time where it is none.
pub(crate) fn made_at(id: &str) -> DateTime<Utc> {
    let stamp = number(id).map_or(0, |id| id.get() >> STAMP);
    DateTime::from_timestamp_millis(EPOCH.saturating_add_unsigned(stamp)).unwrap_or_default()
}

/// The number of a person as the configuration writes them.
pub(crate) fn user(person: &str) -> Option<NonZeroU64> {
    person.strip_prefix("discord:user:").and_then(number)
}

/// The number of a role as the configuration writes it.
pub(crate) fn role(person: &str) -> Option<NonZeroU64> {
    person.strip_prefix("discord:role:").and_then(number)
}

#[cfg(test)]
mod tests {
    use super::{made_at, number, role, user};

    #[test]
    fn an_id_says_when_it_was_made() {
        // The example of Discord's documentation.
        assert_eq!(made_at("175928847299117063").to_rfc3339(), "2016-04-30T11:18:25.796+00:00");
    }

    #[test]
    fn people_and_roles_are_told_apart() {
        assert_eq!(user("discord:user:7"), number("7"));
        assert_eq!((user("discord:role:7"), role("discord:role:7")), (None, number("7")));
        assert_eq!((number("0"), number("nowhere"), number("-1")), (None, None, None));
    }
}
