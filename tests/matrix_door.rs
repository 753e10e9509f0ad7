//! The Matrix door on real homeservers, against a client that no one here wrote: what is heard, in which order and from
//! which device; what is said, and how often; and that nothing is lost when the door, the network or a key is late.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that fails has failed the test: its helpers stand outside the test functions"
)]

mod support;

#[path = "matrix_door/away.rs"]
mod away;
#[path = "matrix_door/entering.rs"]
mod entering;
#[path = "matrix_door/hearing.rs"]
mod hearing;
#[path = "matrix_door/holding.rs"]
mod holding;
#[path = "matrix_door/inbox.rs"]
mod inbox;
#[path = "matrix_door/late.rs"]
mod late;
#[path = "matrix_door/opened.rs"]
mod opened;
#[path = "matrix_door/saying.rs"]
mod saying;
#[path = "matrix_door/signing_in.rs"]
mod signing_in;
