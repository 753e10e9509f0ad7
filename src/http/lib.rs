//! What whoever operates the bot is told, and their machines: three pages over HTTP (`/healthz`: does the loop turn;
//! `/readyz`: how does each service stand, in words; `/metrics`: figures for Prometheus) and a heartbeat for a watcher on
//! the same machine. It sees the engine's [`Vitals`](liaison_engine::Vitals) and nothing behind them: no store, no door.
//!
//! No page names an address, a person, a case or what anybody said. `/readyz` names rooms, since somebody has to mend them;
//! a figure's labels come from closed sets alone.
//!
//! A new figure is a family in `metrics.rs`, read from the vitals; a new line of `/readyz` is a function in `ready.rs`; a new
//! page is an arm in `pages.rs`. Every sentence here is English: it is read by those who run the machine.

mod exposition;
mod health;
mod heartbeat;
mod listening;
mod metrics;
mod observer;
mod pages;
mod ready;

pub use heartbeat::{Beat, EVERY, Heartbeat};
pub use listening::{AT_MOST, Listening, Unlistened};
pub use observer::{Observer, Watched};
