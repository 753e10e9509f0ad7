//! `/readyz`: how each service stands, in words, a line each. What keeps the bot from doing its work makes it not ready;
//! what somebody should mend and it works beside is only said.
//!
//! A further line is a function that returns a [`Line`], and its place in [`readiness`].

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_engine::{Record, Standing, Vitals};

use crate::health::health;

/// What could go for so long, while nothing arrived, does not move.
const MOVES_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// So many rooms are named.
const NAMED_AT_MOST: usize = 10;
/// On a disk with less the next write may be the one that fails.
const TOO_LITTLE_BYTES: u64 = 64 * 1024 * 1024;

/// One service.
struct Line {
    fine: bool,
    words: String,
}

/// How the bot stands as a whole.
pub(crate) struct Readiness {
    /// Whether it does its work.
    pub(crate) is_ready: bool,
    lines: Vec<Line>,
}

impl Readiness {
    /// The page: what does not work bears a mark.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from(if self.is_ready { "ready\n" } else { "not ready\n" });
        for Line { fine, words } in &self.lines {
            text.push_str(if *fine { "ok   " } else { "FAIL " });
            text.push_str(words);
            text.push('\n');
        }
        text
    }
}

/// Judges what was seen, at the moment when it was.
pub(crate) fn readiness(vitals: &Vitals) -> Readiness {
    let mut lines = vec![turning(vitals)];
    lines.extend(vitals.networks.iter().map(|(network, standing)| stands(*network, *standing)));
    match &vitals.record {
        Ok(record) => {
            lines.push(queue(record, vitals));
            lines.push(parked(record));
            lines.push(database(record, vitals));
        }
        Err(why) => lines.push(Line { fine: false, words: format!("database: it cannot be read: {why}") }),
    }
    Readiness { is_ready: lines.iter().all(|line| line.fine), lines }
}

/// What is shown where nothing could be seen.
pub(crate) fn unseen() -> Readiness {
    let words = "database: it has not answered for 5 s; the log says what is at work on it".to_owned();
    Readiness { is_ready: false, lines: vec![Line { fine: false, words }] }
}

fn turning(vitals: &Vitals) -> Line {
    match health(vitals.turned_at, vitals.at) {
        Ok(()) => Line { fine: true, words: format!("loop: it turns; up since {}", moment(vitals.started_at)) },
        Err(words) => Line { fine: false, words: format!("loop: {words}") },
    }
}

fn stands(network: Network, standing: Standing) -> Line {
    let name = network.name();
    let words = match standing {
        Standing::CaughtUp { since } => format!("{name}: connected and caught up since {}", moment(since)),
        Standing::Reading { since } => {
            format!("{name}: connected since {}, what was said meanwhile is still being read", moment(since))
        }
        Standing::Away { since } => {
            format!("{name}: not reached since {}; it is tried again and again, and the log says why", moment(since))
        }
        Standing::SignedOut { since } => format!(
            "{name}: signed out since {}; the log says why: mend the account or its secret, then restart the bot",
            moment(since)
        ),
    };
    Line { fine: matches!(standing, Standing::CaughtUp { .. }), words }
}

fn queue(record: &Record, vitals: &Vitals) -> Line {
    let count: u64 = record.waiting.values().sum();
    let Some(oldest) = record.oldest.values().min() else {
        return Line { fine: true, words: "queue: nothing waits".to_owned() };
    };
    let (noun, verb) = if count == 1 { ("post", "waits") } else { ("posts", "wait") };
    let waits = format!("{count} {noun} {verb}, the oldest since {}", moment(*oldest));
    let arrived = vitals.counts.last_arrived.values().max().copied().unwrap_or(vitals.started_at);
    let stands_since = record.ready_since.map(|since| since.max(arrived));
    match stands_since.filter(|since| vitals.at - *since > MOVES_WITHIN) {
        Some(since) => {
            let since = moment(since);
            let words = format!("queue: it stands: {waits}, and nothing has arrived since {since}; the log says why");
            Line { fine: false, words }
        }
        None => Line { fine: true, words: format!("queue: it moves: {waits}") },
    }
}

/// What is parked gets in nobody's way: somebody should mend its room, and the bot works all the same.
fn parked(record: &Record) -> Line {
    let count: u64 = record.parked.iter().map(|parked| parked.count).sum();
    if count == 0 {
        return Line { fine: true, words: "parked: nothing".to_owned() };
    }
    let name = |network: Network, room: &str| format!("{}:{}", network.name(), harmless(room));
    let mut rooms: Vec<String> =
        record.parked.iter().take(NAMED_AT_MOST).map(|parked| name(parked.network, &parked.room)).collect();
    if record.parked.len() > NAMED_AT_MOST {
        rooms.push(format!("{} more", record.parked.len() - NAMED_AT_MOST));
    }
    let (noun, rooms) = (if count == 1 { "post" } else { "posts" }, rooms.join(", "));
    let words =
        format!("parked: {count} {noun} for {rooms}: mend the bot's rights there; they go when it takes one again");
    Line { fine: true, words }
}

fn database(record: &Record, vitals: &Vitals) -> Line {
    if let Err(why) = &vitals.writable {
        return Line { fine: false, words: format!("database: it takes no write: {why}") };
    }
    let size = mebibytes(record.bytes + record.log_bytes);
    match record.free_bytes {
        Some(free) if free < TOO_LITTLE_BYTES => {
            let words = format!("database: its disk has {} MiB left: make room on it", mebibytes(free));
            Line { fine: false, words }
        }
        Some(free) => {
            let words = format!("database: writable, {size} MiB, {} MiB free on its disk", mebibytes(free));
            Line { fine: true, words }
        }
        None => Line { fine: true, words: format!("database: writable, {size} MiB") },
    }
}

const fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A room's name, with nothing in it that a terminal would obey.
fn harmless(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
