//! A bot that does little and says everything that it is told, and a writer whose text can be read.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Act, Batch, Chat, DeliveryKey, Destination, Document, Inbound, Outbound, Piece, Receipt};
use liaison_domain::{CaseRef, Language};
use liaison_terminal::{Bot, BotError, TerminalDoor};

/// Text that a door has printed.
#[derive(Clone, Default)]
pub struct Sheet(Arc<Mutex<Vec<u8>>>);

impl Sheet {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A door that prints on a sheet.
pub fn door() -> (TerminalDoor, Sheet) {
    let sheet = Sheet::default();
    (TerminalDoor::new(Box::new(sheet.clone())), sheet)
}

/// A post of one line to the shared room.
pub fn post(key: &str, text: &str) -> Outbound {
    let document = Document::line(vec![Piece::Text(text.to_owned())]);
    outbound(key, Destination::Room("#shared".to_owned()), Act::Post { document, reply_to: None, thread: None })
}

pub fn outbound(key: &str, to: Destination, act: Act) -> Outbound {
    Outbound { key: DeliveryKey(key.to_owned()), to, act, look_first: false }
}

#[derive(Default)]
struct State {
    due: Vec<DateTime<Utc>>,
    waiting: Vec<String>,
    batches: Vec<Vec<Inbound>>,
    posted: u32,
    is_away: bool,
}

/// The bot: what falls due, what it heard and what was done to it is posted at the next `settle`.
pub struct FakeBot<'a> {
    door: &'a TerminalDoor,
    state: Mutex<State>,
}

impl<'a> FakeBot<'a> {
    pub fn new(door: &'a TerminalDoor, due: &[&str]) -> Self {
        let due = due.iter().filter_map(|at| at.parse().ok()).collect();
        Self { door, state: Mutex::new(State { due, ..State::default() }) }
    }

    /// Everything that was heard, batch by batch.
    pub fn batches(&self) -> Vec<Vec<Inbound>> {
        self.state(|state| state.batches.clone())
    }

    fn state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn present(&self) -> Result<(), BotError> {
        if self.state(|state| state.is_away) { Err(BotError::new("it is away")) } else { Ok(()) }
    }

    fn will_say(&self, text: String) {
        self.state(|state| state.waiting.push(text));
    }
}

#[async_trait]
impl Bot for FakeBot<'_> {
    async fn hear(&self, batch: Batch, _: DateTime<Utc>) -> Result<(), BotError> {
        self.present()?;
        for heard in &batch.heard {
            if format!("{:?}", heard.said).contains("break down") {
                return Err(BotError::new("it broke"));
            }
            self.will_say(format!("heard {} of {} at {}", heard.event, heard.person, heard.said_at.format("%dT%H:%M")));
        }
        self.state(|state| state.batches.push(batch.heard));
        Ok(())
    }

    async fn settle(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        self.present()?;
        let texts = self.state(|state| {
            let late: Vec<_> = state.due.iter().filter(|due| **due <= now).copied().collect();
            state.due.retain(|due| *due > now);
            let alerts = late.iter().map(|due| format!("due {}, now {}", due.format("%H:%M"), now.format("%H:%M")));
            state.waiting.extend(alerts);
            std::mem::take(&mut state.waiting)
        });
        for text in texts {
            let number = self.state(|state| {
                state.posted += 1;
                state.posted
            });
            self.door.send(&post(&format!("k{number}"), &text)).await.map_err(BotError::new)?;
        }
        Ok(())
    }

    async fn next_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, BotError> {
        self.present()?;
        Ok(self.state(|state| state.due.iter().filter(|due| **due > now).min().copied()))
    }

    async fn card(&self, room: &str, case: &CaseRef) -> Result<Option<Receipt>, BotError> {
        self.present()?;
        Ok((case.number == 1).then(|| Receipt(format!("card of {case} in {room}"))))
    }

    async fn cases(&self) -> Result<Vec<CaseRef>, BotError> {
        Ok("YT-1".parse().into_iter().collect())
    }

    async fn restart(&self, _: DateTime<Utc>) -> Result<(), BotError> {
        self.present()?;
        self.will_say("restarted".to_owned());
        Ok(())
    }

    async fn stop(&self, _: DateTime<Utc>) -> Result<(), BotError> {
        self.present()?;
        self.state(|state| state.is_away = true);
        Ok(())
    }

    async fn start(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        self.state(|state| state.is_away = false);
        self.will_say(format!("started on the {}", now.format("%dT%H:%M")));
        Ok(())
    }

    async fn set_language(&self, room: &str, language: Language) -> Result<(), BotError> {
        self.present()?;
        self.will_say(format!("language {} {room}", language.name()));
        Ok(())
    }

    async fn set_practice(&self, practice: bool) -> Result<(), BotError> {
        self.present()?;
        self.will_say(format!("practice {practice}"));
        Ok(())
    }
}
