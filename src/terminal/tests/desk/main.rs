//! The terminal desk from outside: its lines, its forms, its time. A new form of line gets its row in `lines.rs`.
#![allow(clippy::expect_used, reason = "a helper of a test may end it")]

mod fake;
mod lines;
mod plays;
mod printing;
mod sessions;
