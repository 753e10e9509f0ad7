//! The contract of every door: what the engine may rely on, whatever the network. A door is put in a [`Seat`], with one
//! room and one member in it, and keeps every clause of [`clauses`].
//!
//! A new network implements [`Seat`] in a file of its own and calls [`keeps`].

#[path = "contract/clauses.rs"]
mod clauses;
#[path = "contract/discord.rs"]
mod discord;
#[path = "contract/matrix.rs"]
mod matrix;
#[path = "contract/terminal.rs"]
mod terminal;

use async_trait::async_trait;
use liaison_chat::{Chat, Inbound, Outbound, Receipt, Undelivered};

pub(crate) use clauses::keeps;

/// One post, as the people of the room see it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Its text, with persons by their id and without the network's own marks.
    pub(crate) text: String,
    /// Who is called by it.
    pub(crate) calls: Vec<String>,
    /// The post that it answers, where the network shows one.
    pub(crate) answers: Option<String>,
}

/// A door at work, and a person's view of it.
#[async_trait]
pub(crate) trait Seat: Send {
    /// The door.
    fn door(&self) -> &dyn Chat;

    /// The room, as the configuration writes it.
    fn room(&self) -> String;

    /// The member in it, by the network's own id.
    fn person(&self) -> String;

    /// Has something done.
    async fn send(&mut self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        self.door().send(outbound).await
    }

    /// Closes the door and opens it again, as a restart does.
    async fn reopen(&mut self);

    /// The network forgets under which names things were sent, as it does after some time.
    async fn forget_names(&mut self);

    /// A post as the room's people see it once it is there; nothing where it was taken away.
    async fn shown(&mut self, post: &Receipt) -> Option<Shown>;

    /// Whether anything that a post ever said can still be read in the room, its earlier versions included.
    async fn remains(&mut self, words: &str) -> bool;

    /// How many posts of the bot stand in the room for all to see.
    async fn count(&mut self) -> usize;

    /// What the member alone can read and the room cannot, the latest last, once it holds `words`.
    async fn alone(&mut self, words: &str) -> Vec<String>;

    /// The member says something in reply to a post; what the door heard of it.
    async fn reply(&mut self, post: &Receipt, words: &str) -> Inbound;
}
