//! What people do: speak, call commands, press buttons, fill in forms. Each act checks first what the person's own
//! client would check, and says why it cannot be done.

mod calling;
pub(crate) mod exchange;
mod filling;
mod options;
mod pressing;
mod speaking;
