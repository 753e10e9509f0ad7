//! The sentences: their golden renderings in each language, that none is missing, and what they never let through.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "clippy knows the functions marked as tests alone, not the helpers beside them"
)]

mod fixtures;
mod golden;
mod names;
mod offered;
mod properties;
mod samples;
mod sensitivity;
