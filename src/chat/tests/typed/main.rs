//! What people type, and what the bot makes of it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it found by failing; helpers outside of `#[test]` do too"
)]

mod faults;
mod grammar;
mod said;
