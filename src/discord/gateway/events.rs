//! Events of the gateway: what each is for. Interactions get their first answer in a task of their own.

use std::num::NonZeroU64;
use std::sync::Arc;

use liaison_chat::{Inbound, Listener};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;

use crate::door::Door;
use crate::ears::{News, Told};
use crate::first::Outcome;
use crate::hear::{edited, message, text};
use crate::snowflake::{made_at, number};
use crate::{first, history};

/// So many interactions may be under way; more get no answer, and their people see that they failed.
const UNDER_WAY: usize = 20_000;
/// So many first answers are given at once: each has a connection.
const AT_ONCE: usize = 200;

/// Where events go.
pub(crate) struct Events {
    /// The door.
    pub(crate) door: Arc<Door>,
    ear: Arc<dyn Listener>,
    told: UnboundedSender<Told>,
    turns: u64,
    under_way: Arc<Semaphore>,
    at_once: Arc<Semaphore>,
}

impl Events {
    /// Nothing has happened yet.
    pub(crate) fn new(door: Arc<Door>, ear: Arc<dyn Listener>, told: UnboundedSender<Told>) -> Self {
        let (under_way, at_once) = (Semaphore::new(UNDER_WAY), Semaphore::new(AT_ONCE));
        Self { door, ear, told, turns: 0, under_way: Arc::new(under_way), at_once: Arc::new(at_once) }
    }

    /// Takes an event.
    pub(crate) fn take(&mut self, name: &str, data: Value) {
        match name {
            "INTERACTION_CREATE" => self.interaction(data),
            "MESSAGE_CREATE" => {
                self.stamp(&data);
                self.said(message(&self.door, &data));
            }
            "MESSAGE_UPDATE" => self.said(edited(&self.door, &data)),
            "GUILD_CREATE" | "THREAD_LIST_SYNC" => {
                data["threads"].as_array().into_iter().flatten().for_each(|thread| self.door.places.learn(thread));
                self.door.people.forget();
            }
            "THREAD_CREATE" | "THREAD_UPDATE" => self.door.places.learn(&data),
            "THREAD_DELETE" => {
                if let Some(thread) = history::id(&data) {
                    self.door.places.forget(thread);
                }
            }
            "GUILD_UPDATE" | "GUILD_DELETE" | "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE" | "GUILD_ROLE_DELETE"
            | "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE" => self.door.people.forget(),
            _ => {}
        }
    }

    /// What became of the door.
    pub(crate) fn news(&self, news: News) {
        self.tell(Told::News(news));
    }

    fn said(&mut self, heard: Option<(NonZeroU64, Inbound)>) {
        if let Some((channel, heard)) = heard {
            let turn = self.turn(channel);
            self.tell(Told::Done(turn, Some(Box::new(heard))));
        }
    }

    fn interaction(&mut self, data: Value) {
        let Some(channel) = text(&data, "/channel_id").or_else(|| text(&data, "/channel/id")).and_then(number) else {
            return;
        };
        self.stamp(&data);
        let Ok(under_way) = Arc::clone(&self.under_way).try_acquire_owned() else {
            tracing::error!(limit = UNDER_WAY, "an interaction was missed: too many are under way");
            return;
        };
        let turn = Turn { number: self.turn(channel), told: self.told.clone(), heard: None };
        let (door, ear, at_once) = (Arc::clone(&self.door), Arc::clone(&self.ear), Arc::clone(&self.at_once));
        tokio::spawn(async move {
            let _under_way = under_way;
            let _at_once = at_once.acquire_owned().await;
            turn.ends_with(first::answer(&door, &ear, &data).await, &data);
        });
    }

    /// What has just been made says what time it is.
    fn stamp(&self, made: &Value) {
        if let Some(id) = text(made, "/id") {
            self.door.clock.stamp(made_at(id));
        }
    }

    fn turn(&mut self, channel: NonZeroU64) -> u64 {
        self.turns += 1;
        self.tell(Told::Came(self.turns, channel));
        self.turns
    }

    fn tell(&self, told: Told) {
        // Whoever is told is gone only when the door closes.
        let _ = self.told.send(told);
    }
}

/// A turn that is over when it is dropped, however its task ended: nobody waits for it in vain.
struct Turn {
    number: u64,
    told: UnboundedSender<Told>,
    heard: Option<Box<Inbound>>,
}

impl Turn {
    fn ends_with(mut self, outcome: Outcome, data: &Value) {
        match outcome {
            Outcome::Promised(heard) => self.heard = Some(heard),
            Outcome::Missed => {
                let at = text(data, "/id").map(made_at).unwrap_or_default();
                let _ = self.told.send(Told::News(News::Missed { at }));
            }
            Outcome::Shown => {}
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let _ = self.told.send(Told::Done(self.number, self.heard.take()));
    }
}
