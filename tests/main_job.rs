//! The main job from end to end: the real program on real, federated homeservers, among people at a client that no one
//! here wrote. What the rooms show is counted there, what is kept is counted in the export.
//!
//! `desk` sets a scene up, `bot` runs the program, `told` reads a room as a sceptical member would. A new promise of the
//! program gets a test in the file of its kind, or a file of its own here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a harness that fails has failed the test; what is measured and bounded here needs the machine's clock"
)]

mod support;

#[path = "main_job/alerts.rs"]
mod alerts;
#[path = "main_job/away.rs"]
mod away;
#[path = "main_job/bot.rs"]
mod bot;
#[path = "main_job/both.rs"]
mod both;
#[path = "main_job/conversation.rs"]
mod conversation;
#[path = "main_job/cut.rs"]
mod cut;
#[path = "main_job/desk.rs"]
mod desk;
#[path = "main_job/devices.rs"]
mod devices;
#[path = "main_job/discord.rs"]
mod discord;
#[path = "main_job/edges.rs"]
mod edges;
#[path = "main_job/killed.rs"]
mod killed;
#[path = "main_job/lost.rs"]
mod lost;
#[path = "main_job/moved.rs"]
mod moved;
#[path = "main_job/outage.rs"]
mod outage;
#[path = "main_job/plain.rs"]
mod plain;
#[path = "main_job/polite.rs"]
mod polite;
#[path = "main_job/rooms.rs"]
mod rooms;
#[path = "main_job/service.rs"]
mod service;
#[path = "main_job/sockets.rs"]
mod sockets;
#[path = "main_job/told.rs"]
mod told;
#[path = "main_job/trusted.rs"]
mod trusted;
#[path = "main_job/typed.rs"]
mod typed;
