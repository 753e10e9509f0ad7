//! The terminal in its seat: what it prints is read back as a person reads it.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Act, Batch, Chat, Inbound, Outbound, Receipt, Undelivered};
use liaison_domain::{CaseRef, Language};
use liaison_terminal::{Bot, BotError, Play, Start, TerminalDoor};

use super::{Seat, Shown, keeps};

#[tokio::test]
async fn the_terminal_keeps_the_contract() {
    let paper = Paper::default();
    let door = TerminalDoor::new(Box::new(paper.clone()));
    keeps(&mut Desk { door, paper, posts: HashMap::new(), alone: Vec::new() }).await;
}

/// What was printed since it was last looked at.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Desk {
    door: TerminalDoor,
    paper: Paper,
    posts: HashMap<Receipt, Shown>,
    alone: Vec<String>,
}

impl Desk {
    /// Reads what one sending printed.
    fn read(&mut self, post: &Receipt, outbound: &Outbound) {
        let printed = self.paper.take();
        let Some((reader, text)) = printed.trim_end().strip_prefix('[').and_then(|rest| rest.split_once("] ")) else {
            assert_eq!(printed, "", "whatever is printed names its reader");
            return;
        };
        let text = text.replace("\n  ", "\n");
        if reader.starts_with('@') {
            return self.alone.push(text);
        }
        if text.starts_with('✂') {
            self.posts.remove(post);
            return;
        }
        let (text, calls) = (text.trim_start_matches("✎ ").to_owned(), calls_of(outbound));
        self.posts.insert(post.clone(), Shown { text, calls, answers: None });
    }
}

/// The terminal calls people by writing their names: who is called is who the document calls.
fn calls_of(outbound: &Outbound) -> Vec<String> {
    match &outbound.act {
        Act::Post { document, .. } | Act::Edit { document, .. } => document.calls.clone(),
        Act::Redact { .. } => Vec::new(),
    }
}

#[async_trait]
impl Seat for Desk {
    fn door(&self) -> &dyn Chat {
        &self.door
    }

    fn room(&self) -> String {
        "#shared".to_owned()
    }

    fn person(&self) -> String {
        "@amal".to_owned()
    }

    async fn send(&mut self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let receipt = self.door.send(outbound).await?;
        self.read(&receipt, outbound);
        Ok(receipt)
    }

    /// The terminal outlives the bot in it: its door stays.
    async fn reopen(&mut self) {}

    /// What is printed is printed: the terminal forgets nothing.
    async fn forget_names(&mut self) {}

    async fn shown(&mut self, post: &Receipt) -> Option<Shown> {
        self.posts.get(post).cloned()
    }

    /// What was printed cannot be unprinted: nobody but the one at the terminal has seen it.
    async fn remains(&mut self, words: &str) -> bool {
        self.posts.values().any(|shown| shown.text.contains(words))
    }

    async fn count(&mut self) -> usize {
        self.posts.len()
    }

    async fn alone(&mut self, _words: &str) -> Vec<String> {
        self.alone.clone()
    }

    async fn reply(&mut self, post: &Receipt, words: &str) -> Inbound {
        let ear = Listening { card: post.clone(), heard: Mutex::default() };
        let start = Start { at: liaison_engine::present(), ..Start::usual("contract-") };
        Play::new(&ear, &self.door, start).run(format!("@amal (YT-7)> {words}\n").as_bytes()).await.unwrap();
        self.paper.take();
        let heard = ear.heard.lock().unwrap().clone();
        let [heard] = heard.as_slice() else { panic!("{heard:?}") };
        heard.clone()
    }
}

/// A bot that listens and does nothing.
struct Listening {
    card: Receipt,
    heard: Mutex<Vec<Inbound>>,
}

#[async_trait]
impl Bot for Listening {
    async fn hear(&self, batch: Batch, _now: DateTime<Utc>) -> Result<(), BotError> {
        self.heard.lock().unwrap().extend(batch.heard);
        Ok(())
    }

    async fn settle(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        Ok(())
    }

    async fn next_at(&self, _now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, BotError> {
        Ok(None)
    }

    async fn card(&self, _room: &str, _case: &CaseRef) -> Result<Option<Receipt>, BotError> {
        Ok(Some(self.card.clone()))
    }

    async fn cases(&self) -> Result<Vec<CaseRef>, BotError> {
        Ok(Vec::new())
    }

    async fn restart(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        Ok(())
    }

    async fn stop(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        Ok(())
    }

    async fn start(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        Ok(())
    }

    async fn set_language(&self, _room: &str, _language: Language) -> Result<(), BotError> {
        Ok(())
    }

    async fn set_practice(&self, _practice: bool) -> Result<(), BotError> {
        Ok(())
    }
}
