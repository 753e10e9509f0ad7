//! The terminal's door: `liaison try`, one desk in this terminal, on the same port as every other network.
//!
//! [`desk`] is the setting that is played, [`TerminalDoor`] prints what the bot posts, [`Play`] reads a transcript line
//! by line, and [`Session`] lets a person type. Both drive the bot through [`Bot`], which whoever wires the program
//! implements over the engine. A new kind of line is a variant of [`Line`], an arm in `Line::read` and one in `Play`.

mod bot;
mod complete;
mod desk;
mod door;
mod editor;
mod fault;
mod line;
mod play;
mod printed;
mod saying;
mod session;
mod span;
mod typed;
mod voice;

pub use bot::{Bot, BotError};
pub use complete::{Names, complete};
pub use desk::{OWN_NAME, desk};
pub use door::TerminalDoor;
pub use editor::Editor;
pub use fault::{Fault, Misread, Unreadable};
pub use line::Line;
pub use play::{Play, Start};
pub use saying::{Here, Saying, What};
pub use session::{Lines, Session, Typing};
pub use typed::Typed;
