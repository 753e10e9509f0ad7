//! Real homeservers, and a client that no one here wrote, for the tests that must not trust a
//! stand-in: encryption, federation, partitions, restarts.
//!
//! ```ignore
//! mod support;
//! use support::{homeserver::Federation, nio::Nio};
//!
//! let federation = Federation::start();
//! federation.a.register("alice", "secret");
//! federation.b.register("bob", "secret");
//! let alice = Nio::login(&federation.a, "alice", "secret");
//! let bob = Nio::login(&federation.b, "bob", "secret");
//! ```
//!
//! The first run installs Synapse and matrix-nio under the target folder (about a minute, 280 MB).
//! Everything is blocking: from an asynchronous test, call it by `spawn_blocking`, or before the
//! runtime is busy. Whoever drops a server or a client ends its process; when the tests are killed,
//! the processes notice that their standard input has ended, and go as well.

#![allow(dead_code, unreachable_pub, reason = "each test binary compiles this module for itself and uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a harness that fails has failed the test; its bounded waits need the machine's clock"
)]

pub mod homeserver;
pub mod nio;
