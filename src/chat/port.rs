//! The port: what a network's door gives to the engine and takes from it. A door decides nothing, chooses no sentence,
//! and never tries again by itself.
//!
//! Whoever brings a new network implements [`Chat`] and passes the contract suite; the engine implements [`Listener`].

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{Subject, Tlp};
use serde::{Deserialize, Serialize};

use crate::document::Document;

/// The networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Network {
    /// Matrix.
    Matrix,
    /// Discord.
    Discord,
    /// The terminal desk.
    Terminal,
}

impl Network {
    /// Every network.
    pub const ALL: &'static [Network] = &[Self::Matrix, Self::Discord, Self::Terminal];

    /// The network of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|network| network.name() == name)
    }

    /// The name, as it stands before a place in the configuration (`matrix:#room:server`) and in the store.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Discord => "discord",
            Self::Terminal => "terminal",
        }
    }

    /// Whether what a case of that label is about may pass through the network at all, whatever a room's ceiling, and
    /// whose data it asks for, where it asks for some (product description, "Who may see what").
    #[must_use]
    pub fn carries(self, tlp: Tlp, asks_for_data: bool) -> bool {
        match self {
            Self::Discord => tlp <= Tlp::Amber && !asks_for_data,
            Self::Matrix | Self::Terminal => true,
        }
    }

    /// What stands before a command's name where the bot shows one: many Matrix clients swallow an unknown `/`.
    #[must_use]
    pub const fn command_mark(self) -> &'static str {
        match self {
            Self::Matrix => "!",
            Self::Discord | Self::Terminal => "/",
        }
    }
}

/// Something that was heard in a room, in the door's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// The network's own id of the event: it is applied once, however often it is heard.
    pub event: String,
    /// The room as the configuration writes it without the network: an alias or an id, whichever is configured.
    pub room: String,
    /// The one who spoke, as the configuration writes them: a Matrix id, `discord:user:…`.
    pub person: String,
    /// Groups that the network itself says they are in, as the configuration writes them: `discord:role:…`.
    pub roles: Vec<String>,
    /// What was said.
    pub said: Said,
    /// When, by the network's time.
    pub said_at: DateTime<Utc>,
    /// The post that it answers, by the network's own id.
    pub reply_to: Option<String>,
    /// The root of the thread that it stands in, by the network's own id.
    pub thread: Option<String>,
    /// What is known of the device that it came from.
    pub device: DeviceTrust,
    /// Where the network holds an answer open for the one who spoke, by what it is given: then every outcome is answered,
    /// to them alone.
    pub answer: Option<String>,
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A message's plain text, without a reply's fallback.
    Text(String),
    /// A command that the network itself took apart: a slash command, a button, a form that was filled in.
    Command(Invoked),
    /// The same, where the bot may not show in the room what would come of it.
    Barred {
        /// What was asked for.
        invoked: Invoked,
        /// The rights that it lacks there.
        lacking: Vec<RoomRight>,
    },
    /// A reaction on a post.
    Reaction {
        /// The emoji, without variation selectors.
        key: String,
        /// The post, by the network's own id.
        of: String,
    },
    /// A reaction or a message was taken away.
    Gone {
        /// Which, by the network's own id.
        what: String,
    },
    /// A message was edited after it had been said.
    Edited {
        /// Which, by the network's own id.
        what: String,
        /// What it says now; empty where the network does not tell.
        text: String,
    },
    /// Something that could not be decrypted yet. When its key comes, the same event is heard again with its text.
    Unread,
    /// Nothing that could be a command: it is remembered as heard, no more.
    Nothing,
}

/// A right without which the bot cannot work in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoomRight {
    /// To see that there is such a room.
    See,
    /// To say something in it.
    Speak,
    /// To read what was said in it.
    Reread,
}

impl RoomRight {
    /// Every right.
    pub const ALL: &'static [RoomRight] = &[Self::See, Self::Speak, Self::Reread];

    /// Its name among the terms of `commands/text`.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::See => "right-see",
            Self::Speak => "right-speak",
            Self::Reread => "right-reread",
        }
    }
}

/// A command with its options, by their names in the command table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Invoked {
    /// The command's name, in any language.
    pub command: String,
    /// The options that were given, in order: name, in any language, and value.
    pub given: Vec<(String, String)>,
}

/// Somebody types the value of an option and is to be offered what it could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// In which room, as the configuration writes it.
    pub room: String,
    /// Who, as in [`Inbound`].
    pub person: String,
    /// Their groups, as in [`Inbound`].
    pub roles: Vec<String>,
    /// Of which command.
    pub command: String,
    /// The value of which option.
    pub option: String,
    /// What stands there so far.
    pub typed: String,
}

/// Somebody gives a command, and may be asked for more before it is handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// In which room, as the configuration writes it.
    pub room: String,
    /// Who, as in [`Inbound`].
    pub person: String,
    /// Their groups, as in [`Inbound`].
    pub roles: Vec<String>,
    /// What they gave so far.
    pub invoked: Invoked,
}

/// One thing that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// What the person sees.
    pub name: String,
    /// What stands in the option if they take it.
    pub value: String,
}

/// What is known of a device, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceTrust {
    /// In clear in an encrypted room, by the key backup, or by a device that its owner has not confirmed.
    NotConfirmed,
    /// Cross-signed by its owner.
    CrossSigned,
    /// Of somebody whom the bot's operator has verified.
    Verified,
    /// The room is not encrypted: devices have no meaning there.
    Plain,
}

/// What a door hands over at once. It is committed whole or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// In order.
    pub heard: Vec<Inbound>,
    /// Up to where everything is in the inbox once this batch is (Matrix: a sync token).
    pub mark: Option<String>,
}

/// An absence of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// From when on something may have been missed.
    pub from: DateTime<Utc>,
    /// Since when everything is heard again.
    pub until: DateTime<Utc>,
    /// As in [`Batch`]: the end of the absence, where the door marks its moments.
    pub mark: Option<String>,
    /// Somebody may have been promised an answer that never came: it is told, however short it was.
    pub promised: bool,
}

/// The engine no longer listens: the program is stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the engine no longer listens")]
pub struct Deaf;

/// The engine's ear, as a door sees it.
#[async_trait]
pub trait Listener: Send + Sync {
    /// Hands over what was heard; returns when it is committed.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping: nothing of the batch may be taken as heard.
    async fn hear(&self, network: Network, batch: Batch) -> Result<(), Deaf>;

    /// The mark of the last batch that had one.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn mark(&self, network: Network) -> Result<Option<String>, Deaf>;

    /// Which of these events are in the inbox already, in the order of the question.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn known(&self, network: Network, events: Vec<String>) -> Result<Vec<bool>, Deaf>;

    /// What was heard and could not be read yet: room and event.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn unread(&self, network: Network) -> Result<Vec<(String, String)>, Deaf>;

    /// What could be completed, the likeliest first; answered from memory, at once.
    async fn complete(&self, network: Network, typing: Typing) -> Vec<Offered>;

    /// What the cases that a command names ask for, each thing once, so that what is asked for fits them; answered from
    /// memory, at once. Nothing where nothing is known, or the one who gives it is not told.
    async fn subjects(&self, network: Network, asking: Asking) -> Vec<Subject>;

    /// The network was away, and what was said meanwhile cannot be had again: its rooms are told, and the mark moves with
    /// that, so that the same absence is told once.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn was_away(&self, network: Network, away: Away) -> Result<(), Deaf>;

    /// A room was replaced by another one, which bears the same name from now on: nothing of ours stands in it yet.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn moved(&self, network: Network, room: String) -> Result<(), Deaf>;

    /// The bot was let into a room, or its rights there have changed: what that room refused may be taken now. A door that does
    /// not notice says nothing; then it is tried again after a while.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn may_open(&self, network: Network, room: String) -> Result<(), Deaf> {
        let _nothing_waits_for_it = (network, room);
        Ok(())
    }

    /// The door has caught up with everything that was said while it was away, or has lost its network.
    ///
    /// # Errors
    /// [`Deaf`] when the program is stopping.
    async fn caught_up(&self, network: Network, caught_up: bool) -> Result<(), Deaf>;
}

/// The name under which a post is sent, the same at every attempt: at most 25 characters of letters and digits, so that
/// it fits Matrix's transaction id and Discord's nonce.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryKey(pub String);

/// The network's own id of what was posted. Where a network had to take a post apart, the ids of its parts in order, with
/// `+` between them; whoever replies to any part replies to the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Receipt(pub String);

/// One thing to be done in a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// Its name.
    pub key: DeliveryKey,
    /// Where.
    pub to: Destination,
    /// What.
    pub act: Act,
    /// Whether an earlier attempt may have arrived beyond the network's own memory of keys: the door then looks for the
    /// post's own marker in the recent history before it sends.
    pub look_first: bool,
}

/// Where something goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// To everyone in a room.
    Room(String),
    /// To one person, in the room where they asked: alone where the network can, else as a reply.
    Answer {
        /// The room.
        room: String,
        /// The person.
        person: String,
        /// What they said, by the network's own id, or [`Inbound::answer`] where there was one; nothing where it cannot be
        /// replied to.
        to: Option<String>,
    },
    /// To one person and nobody else, never in a room.
    Person(String),
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Something new is said.
    Post {
        /// What.
        document: Document,
        /// The post that it answers.
        reply_to: Option<Receipt>,
        /// The root of the thread that it goes into.
        thread: Option<Receipt>,
    },
    /// A post says something else from now on.
    Edit {
        /// Which.
        of: Receipt,
        /// What it says now.
        document: Document,
    },
    /// A post is taken away.
    Redact {
        /// Which.
        of: Receipt,
        /// The first line that it had, for those who cannot see it vanish.
        first_line: String,
    },
}

/// Why something did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It may arrive later.
    #[error("later: {why}")]
    Later {
        /// Not before so long, where the network said so.
        after: Option<TimeDelta>,
        /// For the log: without a secret, without a word of the post.
        why: String,
    },
    /// The network limits the bot as a whole: it surely did not arrive, and nothing does before so long.
    #[error("limited: nothing for {} ms", after.num_milliseconds())]
    Limited {
        /// As the network said.
        after: TimeDelta,
    },
    /// It cannot arrive as things are: the room is gone, the right to speak is missing.
    #[error("never: {why}")]
    Never {
        /// For the log and the coordination room.
        why: String,
    },
    /// It has begun to arrive, and the rest cannot as things are: it may be gone on with under the same name, never begun
    /// anew.
    #[error("unfinished: {why}")]
    Unfinished {
        /// For the log and the coordination room.
        why: String,
    },
    /// What it goes to is no longer there: somebody took the post away that was to be edited, and what it showed has to be
    /// posted anew; or the answer that was held open is closed.
    #[error("gone: {why}")]
    Gone {
        /// For the log.
        why: String,
    },
}

/// What a door knows of one of its rooms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoomFacts {
    /// Whether what is said in it is encrypted between its members.
    pub encrypted: bool,
    /// Who is in it, by the network's own ids; the bot itself left out.
    pub people: Vec<String>,
}

/// A network, as the engine sees it.
#[async_trait]
pub trait Chat: Send + Sync {
    /// Which.
    fn network(&self) -> Network;

    /// What the bot is called there: a message that begins with one of these speaks to it.
    fn own_names(&self) -> Vec<String>;

    /// Does one thing, once in effect for one key. The receipt is that of the post (of an edit: of the edited post).
    ///
    /// # Errors
    /// [`Undelivered`]: whether to try again, never a retry of the door's own.
    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered>;

    /// Whether an earlier attempt at that post has arrived, as far as the place's recent history tells: its receipt, or that
    /// of the part that has. Nothing is sent. A network on which nothing is ever in doubt finds nothing.
    ///
    /// # Errors
    /// [`Undelivered`] where the network does not tell.
    async fn find(&self, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
        let _nothing_in_doubt = outbound;
        Ok(None)
    }

    /// What is known of a room.
    ///
    /// # Errors
    /// [`Undelivered`] where the network does not tell.
    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered>;
}
