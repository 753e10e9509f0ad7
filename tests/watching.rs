//! The pages, the rules and the dashboard as whoever operates the bot meets them: the real program is started, its network
//! does not answer, and it is asked over TCP. Prometheus's own tool judges the figures and plays the rules.

#![cfg(any(feature = "matrix", feature = "discord"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[cfg(feature = "discord")]
#[path = "front/alive.rs"]
mod alive;
#[path = "front/asking.rs"]
mod asking;
#[path = "front/names.rs"]
mod names;
#[path = "front/pages.rs"]
mod pages;
#[path = "front/program.rs"]
mod program;
#[path = "front/promtool.rs"]
mod promtool;
#[path = "../src/http/tests/support/reading.rs"]
mod reading;
#[path = "front/rules.rs"]
mod rules;
#[path = "front/running.rs"]
mod running;
