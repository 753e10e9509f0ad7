//! `/healthz`: whether the engine's loop turns. It asks nothing of the store and of no service: whoever restarts a program
//! because its database or a homeserver is slow makes it worse.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_engine::LONGEST_SLEEP;

/// Beyond its longest sleep the loop may be at work for so long: a herd of alerts, a long backlog.
const AT_WORK: TimeDelta = TimeDelta::seconds(45);

/// Whether the loop turns, and in which words it does not.
///
/// # Errors
/// The words, where it has stood for too long.
pub(crate) fn health(turned_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), String> {
    let stood = now - turned_at;
    if stood <= longest() {
        return Ok(());
    }
    let (seconds, longest) = (stood.num_seconds(), longest().num_seconds());
    Err(format!(
        "the loop has not turned for {seconds} s, and does so every {longest} s at the latest: the log says what it waits for; \
         where it says nothing, restart the bot, which loses nothing"
    ))
}

/// The longest time between two turns of a loop that turns.
pub(crate) fn longest() -> TimeDelta {
    TimeDelta::from_std(LONGEST_SLEEP).unwrap_or_default() + AT_WORK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_well_up_to_its_longest_sleep_and_the_margin_and_not_beyond() {
        let turned_at = DateTime::from_timestamp_millis(1_767_600_000_000).unwrap();
        let after = |seconds| health(turned_at, turned_at + TimeDelta::seconds(seconds));
        assert_eq!((after(0), after(60), after(-3_600)), (Ok(()), Ok(()), Ok(())));
        let told = after(61).unwrap_err();
        assert!(told.starts_with("the loop has not turned for 61 s, and does so every 60 s at the latest"), "{told}");
    }
}
