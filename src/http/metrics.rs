//! `/metrics`: the vitals as figures, in base units. What can only go up since the start ends with `_total`; what belongs to
//! a closed set is there from the start with a nought, so that the first one counts as an increase.
//!
//! A new figure is a family in one of the functions below. Its labels take their values from enumerations of the code and
//! from the names of commands: a room, a person, a case or an address never stands in one. `deploy/prometheus` and
//! `deploy/grafana` are checked against what stands here.

use chrono::{DateTime, Utc};
use liaison_chat::Network;
use liaison_domain::{ClockName, Side};
use liaison_engine::{Attempt, PageRun, Record, Spread, Standing, Vitals};

use crate::exposition::Exposition;
use crate::exposition::Kind::{Counter, Gauge, Histogram};
use crate::ready::Readiness;

/// What waits in the outbox has a rank up to this.
const RANKS: [&str; 6] = ["0", "1", "2", "3", "4", "5"];
/// How a network can stand.
const STATES: [&str; 4] = ["away", "reading", "caught_up", "signed_out"];

/// The page.
pub(crate) fn metrics(vitals: &Vitals, readiness: &Readiness) -> String {
    let mut page = Exposition::default();
    program(&mut page, vitals, readiness);
    networks(&mut page, vitals);
    commands(&mut page, vitals);
    told(&mut page, vitals);
    let nothing = Record::default();
    let record = vitals.record.as_ref().ok();
    queue(&mut page, vitals, record);
    cases(&mut page, vitals, record);
    database(&mut page, vitals, record.unwrap_or(&nothing), record.is_some());
    page.text()
}

fn program(page: &mut Exposition, vitals: &Vitals, readiness: &Readiness) {
    page.family(Gauge, "liaison_build_info", "Which program runs; always 1.")
        .sample(&[("version", env!("CARGO_PKG_VERSION"))], 1);
    page.family(Gauge, "liaison_start_time_seconds", "When the bot started, in seconds since 1970.")
        .sample(&[], seconds(vitals.started_at));
    page.family(Gauge, "liaison_ready", "1 where /readyz says ready, else 0.")
        .sample(&[], u8::from(readiness.is_ready));
    let help = "When the engine's loop last turned, in seconds since 1970.";
    page.family(Gauge, "liaison_loop_last_turn_timestamp_seconds", help).sample(&[], seconds(vitals.turned_at));
    let help = "Runs of the local command that wakes somebody, by what came of them.";
    page.family(Counter, "liaison_page_runs_total", help);
    for run in PageRun::ALL {
        page.sample(&[("result", run.name())], vitals.counts.pages.get(run).copied().unwrap_or_default());
    }
}

fn networks(page: &mut Exposition, vitals: &Vitals) {
    let standings = || vitals.networks.iter().map(|(network, standing)| (network.name(), *standing));
    let help = "1 where the network has been read to its end, else 0.";
    page.family(Gauge, "liaison_network_caught_up", help);
    for (network, standing) in standings() {
        page.sample(&[("network", network)], u8::from(matches!(standing, Standing::CaughtUp { .. })));
    }
    page.family(Gauge, "liaison_network_state", "1 for the state in which the network stands, 0 for every other.");
    for (network, standing) in standings() {
        let (own, _) = state(standing);
        for one in STATES {
            page.sample(&[("network", network), ("state", one)], u8::from(one == own));
        }
    }
    let help = "Since when the network stands as it does, in seconds since 1970.";
    page.family(Gauge, "liaison_network_state_since_timestamp_seconds", help);
    for (network, standing) in standings() {
        page.sample(&[("network", network)], seconds(state(standing).1));
    }
    let help = "Events that the network handed over and that are committed; what came twice counts twice.";
    page.family(Counter, "liaison_events_heard_total", help);
    for network in vitals.networks.keys() {
        page.sample(&of(*network), vitals.counts.heard.get(network).copied().unwrap_or_default());
    }
    let help = "When something was last heard, in seconds since 1970; absent before the first.";
    page.family(Gauge, "liaison_last_heard_timestamp_seconds", help);
    for (network, at) in &vitals.counts.last_heard {
        page.sample(&of(*network), seconds(*at));
    }
}

fn commands(page: &mut Exposition, vitals: &Vitals) {
    let help = "Commands by the stable name of the command and what came of them; unknown where none was recognised.";
    page.family(Counter, "liaison_commands_total", help);
    for ((network, command, ending), count) in &vitals.counts.commands {
        page.sample(&[("network", network.name()), ("command", command), ("result", ending.name())], count);
    }
    let help = "Refusals by the rules, told in words: of a command on many cases, one a case.";
    page.family(Counter, "liaison_refusals_total", help);
    for network in vitals.networks.keys() {
        page.sample(&of(*network), vitals.counts.refusals.get(network).copied().unwrap_or_default());
    }
}

fn told(page: &mut Exposition, vitals: &Vitals) {
    let counts = &vitals.counts;
    page.family(Counter, "liaison_alerts_sent_total", "Alerts that arrived, by the gravest clock and whose it is.");
    for clock in ClockName::ALL {
        for side in Side::ALL {
            let count = counts.alerts.get(&(*clock, *side)).copied().unwrap_or_default();
            page.sample(&[("clock", clock.name()), ("side", side.name())], count);
        }
    }
    let help = "When a digest last arrived, by the kind of room, in seconds since 1970; absent before the first since the start.";
    page.family(Gauge, "liaison_digest_last_posted_timestamp_seconds", help);
    for (kind, at) in &counts.digests {
        page.sample(&[("kind", kind)], seconds(*at));
    }
    page.family(
        Counter,
        "liaison_delivery_attempts_total",
        "Attempts to post something or to take a post away, by what came of them.",
    );
    for network in vitals.networks.keys() {
        for attempt in Attempt::ALL {
            let count = counts.attempts.get(&(*network, *attempt)).copied().unwrap_or_default();
            page.sample(&[("network", network.name()), ("result", attempt.name())], count);
        }
    }
    let nothing = Spread::default();
    let help = "How long what arrived had waited when the attempt that brought it began.";
    page.family(Histogram, "liaison_delivery_wait_seconds", help);
    for network in vitals.networks.keys() {
        page.spread(&of(*network), counts.waits.get(network).unwrap_or(&nothing));
    }
    let help = "How long one delivery took, from choosing what goes next to writing down what came of it.";
    page.family(Histogram, "liaison_delivery_duration_seconds", help);
    for network in vitals.networks.keys() {
        page.spread(&of(*network), counts.deliveries.get(network).unwrap_or(&nothing));
    }
    let help = "When something last arrived, in seconds since 1970; absent before the first since the start.";
    page.family(Gauge, "liaison_last_delivery_timestamp_seconds", help);
    for (network, at) in &counts.last_arrived {
        page.sample(&of(*network), seconds(*at));
    }
}

fn queue(page: &mut Exposition, vitals: &Vitals, record: Option<&Record>) {
    let age = |since: DateTime<Utc>| span(since, vitals.at);
    let help = "Posts that wait, by rank: 0 emergencies and what is taken back, 1 urgent alerts, 2 other alerts, 3 answers, 4 cards and lines, 5 digests.";
    page.family(Gauge, "liaison_outbox_waiting", help);
    if let Some(record) = record {
        for network in vitals.networks.keys() {
            for (rank, name) in (0..).zip(RANKS) {
                let count = record.waiting.get(&(*network, rank)).copied().unwrap_or_default();
                page.sample(&[("network", network.name()), ("rank", name)], count);
            }
        }
    }
    page.family(Gauge, "liaison_outbox_oldest_age_seconds", "How long the oldest post has waited; 0 where none waits.");
    if let Some(record) = record {
        for network in vitals.networks.keys() {
            page.sample(&of(*network), record.oldest.get(network).copied().map_or(0.0, age));
        }
    }
    let help = "How long the oldest post has waited that could go now; 0 where there is none.";
    page.family(Gauge, "liaison_outbox_ready_age_seconds", help);
    if let Some(record) = record {
        page.sample(&[], record.ready_since.map_or(0.0, age));
    }
    let help = "Posts that no room takes as things are; /readyz names the rooms.";
    page.family(Gauge, "liaison_outbox_parked", help);
    if let Some(record) = record {
        for network in vitals.networks.keys() {
            let parked = record.parked.iter().filter(|parked| parked.network == *network);
            page.sample(&of(*network), parked.map(|parked| parked.count).sum::<u64>());
        }
    }
}

fn cases(page: &mut Exposition, vitals: &Vitals, record: Option<&Record>) {
    let help = "Cases that are neither closed nor withdrawn; exercises are not counted.";
    page.family(Gauge, "liaison_cases", help);
    for ((kind, state, urgency), count) in record.iter().flat_map(|record| &record.cases) {
        page.sample(&[("kind", kind.name()), ("state", state.name()), ("urgency", urgency.name())], count);
    }
    page.family(Gauge, "liaison_clocks_overdue", "Clocks of cases that have passed their time, by whose they are.");
    if let Some(record) = record {
        for clock in ClockName::ALL {
            for side in Side::ALL {
                let count = record.overdue.get(&(*clock, *side)).copied().unwrap_or_default();
                page.sample(&[("clock", clock.name()), ("side", side.name())], count);
            }
        }
    }
    let help = "How late time is to act on the case on which it should have acted first; 0 where it is not late.";
    page.family(Gauge, "liaison_tick_lag_seconds", help);
    if let Some(record) = record {
        page.sample(&[], record.next_deadline.map_or(0.0, |at| span(at, vitals.at)));
    }
    let help = "When a digest's hour was last dealt with, silently or aloud, by the kind of room, in seconds since 1970; of several the one longest ago.";
    page.family(Gauge, "liaison_digest_last_handled_timestamp_seconds", help);
    for (kind, at) in record.iter().flat_map(|record| &record.digests) {
        page.sample(&[("kind", kind)], seconds(*at));
    }
    page.family(Gauge, "liaison_undecryptable_waiting", "Events whose key has not come.");
    if let Some(record) = record {
        for network in vitals.networks.keys() {
            page.sample(&of(*network), record.unreadable.get(network).map_or(0, |(count, _)| *count));
        }
    }
    let help = "When the last event came whose key has not come, in seconds since 1970; absent where there is none.";
    page.family(Gauge, "liaison_undecryptable_last_timestamp_seconds", help);
    for (network, (_, last)) in record.iter().flat_map(|record| &record.unreadable) {
        page.sample(&of(*network), seconds(*last));
    }
}

fn database(page: &mut Exposition, vitals: &Vitals, record: &Record, is_readable: bool) {
    page.family(Gauge, "liaison_database_readable", "1 where the database can be read, else 0.")
        .sample(&[], u8::from(is_readable));
    page.family(Gauge, "liaison_database_writable", "1 where the database takes a write, else 0.")
        .sample(&[], u8::from(vitals.writable.is_ok()));
    let help = "How often the store did not do what was asked of it.";
    page.family(Counter, "liaison_store_errors_total", help).sample(&[], vitals.counts.store_faults);
    let sizes = [
        ("liaison_chain_head_seq", "The number of the last event of the chain.", Some(record.head.unsigned_abs())),
        ("liaison_database_size_bytes", "The database.", Some(record.bytes)),
        (
            "liaison_database_wal_bytes",
            "What was written and has not found its place in it yet.",
            Some(record.log_bytes),
        ),
        ("liaison_database_disk_free_bytes", "What is free on its disk for whoever runs the bot.", record.free_bytes),
    ];
    for (name, help, value) in sizes {
        page.family(Gauge, name, help);
        if let Some(value) = value.filter(|_| is_readable) {
            page.sample(&[], value);
        }
    }
}

fn of(network: Network) -> [(&'static str, &'static str); 1] {
    [("network", network.name())]
}

const fn state(standing: Standing) -> (&'static str, DateTime<Utc>) {
    match standing {
        Standing::Away { since } => ("away", since),
        Standing::Reading { since } => ("reading", since),
        Standing::CaughtUp { since } => ("caught_up", since),
        Standing::SignedOut { since } => ("signed_out", since),
    }
}

/// A moment as Prometheus counts it.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 are exact in a double for longer than the bot runs"
)]
fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64 / 1_000.0
}

/// How long ago that was; nothing where it is still to come.
fn span(since: DateTime<Utc>, now: DateTime<Utc>) -> f64 {
    (now - since).as_seconds_f64().max(0.0)
}
