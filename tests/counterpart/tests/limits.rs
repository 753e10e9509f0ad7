//! What must be refused is refused, with Discord's code, and what is allowed passes: spoken to by hand, without any
//! library for Discord in between.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that fails has failed the test: its helpers stand outside the test functions"
)]

#[path = "limits/by_hand.rs"]
mod by_hand;
#[path = "limits/commands.rs"]
mod commands;
#[path = "limits/faults.rs"]
mod faults;
#[path = "limits/gateway.rs"]
mod gateway;
#[path = "limits/interactions.rs"]
mod interactions;
#[path = "limits/messages.rs"]
mod messages;
#[path = "limits/rights.rs"]
mod rights;
#[path = "limits/shapes.rs"]
mod shapes;
