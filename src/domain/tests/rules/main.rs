//! The rules, tried from outside: cases and time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod calendar;
mod cases;
mod guests;
mod holidays;
mod kinds;
mod oracle;
mod parts;
mod support;
