//! The door: what the bot posts is printed, each thing once for its key.

use std::collections::{HashSet, VecDeque};
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use liaison_chat::{Act, Chat, DeliveryKey, Destination, Network, Outbound, Receipt, RoomFacts, Undelivered};

use crate::desk::{OWN_NAME, PEOPLE, people_of};
use crate::printed::{Mark, printed, text_of};

/// The latest keys are remembered, as a network's homeserver would: so many.
const KEYS_REMEMBERED: usize = 65_536;

/// The terminal as a network. Everything, posts and lines printed back, goes through its one writer.
pub struct TerminalDoor {
    paper: Mutex<Paper>,
}

struct Paper {
    writer: Box<dyn Write + Send>,
    printed: HashSet<DeliveryKey>,
    order: VecDeque<DeliveryKey>,
}

impl TerminalDoor {
    /// A door that prints to `writer`: each post is one write and one flush.
    #[must_use]
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { paper: Mutex::new(Paper { writer, printed: HashSet::new(), order: VecDeque::new() }) }
    }

    /// Prints lines that are no post, as they stand.
    ///
    /// # Errors
    /// The writer's.
    pub fn print(&self, text: &str) -> io::Result<()> {
        self.paper().write(&format!("{text}\n"))
    }

    fn paper(&self) -> MutexGuard<'_, Paper> {
        // What a panic could leave half done is a printed line: the next one is sound.
        self.paper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Paper {
    fn write(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())?;
        self.writer.flush()
    }

    fn remember(&mut self, key: &DeliveryKey) {
        if self.printed.insert(key.clone()) {
            self.order.push_back(key.clone());
        }
        if self.order.len() > KEYS_REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.printed.remove(&oldest);
        }
    }
}

#[async_trait]
impl Chat for TerminalDoor {
    fn network(&self) -> Network {
        Network::Terminal
    }

    fn own_names(&self) -> Vec<String> {
        vec![OWN_NAME.to_owned()]
    }

    /// The receipt of a post is its key with a `p` before it, so that a later process on the same database, whose keys
    /// are others, never gives the same one.
    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let reader = reader(&outbound.to)?;
        let (mark, text, receipt) = match &outbound.act {
            Act::Post { document, .. } => (Mark::New, text_of(document), Receipt(format!("p{}", outbound.key.0))),
            Act::Edit { of, document } => (Mark::Edited, text_of(document), of.clone()),
            Act::Redact { of, first_line } => {
                (Mark::Redacted, first_line.lines().next().unwrap_or_default().to_owned(), of.clone())
            }
        };
        let mut paper = self.paper();
        if !paper.printed.contains(&outbound.key) {
            paper.write(&printed(reader, &mark, &text)).map_err(|cause| undelivered(&cause))?;
            paper.remember(&outbound.key);
        }
        Ok(receipt)
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        let people = people_of(room).ok_or_else(|| no_place(room))?;
        Ok(RoomFacts { encrypted: true, people: people.iter().map(|person| (*person).to_owned()).collect() })
    }
}

/// Who reads it, as it stands in the brackets.
fn reader(to: &Destination) -> Result<&str, Undelivered> {
    let (name, known) = match to {
        Destination::Room(room) => (room, people_of(room).is_some()),
        Destination::Answer { person, .. } | Destination::Person(person) => (person, PEOPLE.contains(&person.as_str())),
    };
    if known { Ok(name) } else { Err(no_place(name)) }
}

fn no_place(name: &str) -> Undelivered {
    Undelivered::Never { why: format!("the terminal desk has no {name}") }
}

fn undelivered(cause: &io::Error) -> Undelivered {
    match cause.kind() {
        io::ErrorKind::WouldBlock => Undelivered::Later { after: None, why: "the terminal is busy".to_owned() },
        _ => Undelivered::Never { why: format!("the terminal takes no output: {cause}") },
    }
}
