//! The doors. One contract for all of them ([`contract`]); and the Matrix door on real homeservers, against a client that
//! no one here wrote: what is heard, in which order and from which device; what is said, and how often; and that nothing
//! is lost when the door, the network or a key is late.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that fails has failed the test: its helpers stand outside the test functions"
)]

mod support;

#[path = "doors/proxy.rs"]
mod proxy;

#[path = "doors/discord/channel.rs"]
mod channel;
#[path = "doors/contract.rs"]
mod contract;
#[path = "doors/discord/gone.rs"]
mod gone;
#[path = "doors/discord/kinds.rs"]
mod kinds;
#[path = "doors/discord/limits.rs"]
mod limits;
#[path = "doors/discord/pictures.rs"]
mod pictures;
#[path = "doors/discord/played.rs"]
mod played;
#[path = "doors/discord/spoken.rs"]
mod spoken;
#[path = "doors/discord/stage.rs"]
mod stage;
#[path = "doors/discord/stalled.rs"]
mod stalled;

#[path = "doors/matrix/away.rs"]
mod away;
#[path = "doors/matrix/behind.rs"]
mod behind;
#[path = "doors/discord/behind.rs"]
mod behind_discord;
#[path = "doors/matrix/entering.rs"]
mod entering;
#[path = "doors/matrix/hearing.rs"]
mod hearing;
#[path = "doors/matrix/holding.rs"]
mod holding;
#[path = "doors/matrix/inbox.rs"]
mod inbox;
#[path = "doors/matrix/late.rs"]
mod late;
#[path = "doors/matrix/moving.rs"]
mod moving;
#[path = "doors/matrix/opened.rs"]
mod opened;
#[path = "doors/matrix/saying.rs"]
mod saying;
#[path = "doors/matrix/signing_in.rs"]
mod signing_in;
#[path = "doors/matrix/telling.rs"]
mod telling;
