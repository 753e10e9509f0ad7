//! Threads: from a message, whose identifier they take, or on their own.

use serde_json::Value;
use twilight_model::guild::Permissions;
use twilight_validate::channel;

use crate::asked::{Answer, Asked};
use crate::judge::{by_others, read, required};
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Message, flag};
use crate::world::places::{Channel, Thread, kind};

/// The durations after which a thread may be archived, in minutes.
const DURATIONS: [u64; 4] = [60, 1440, 4320, 10_080];

pub(crate) fn check_duration(minutes: u64) -> Result<(), Refusal> {
    match DURATIONS.contains(&minutes) {
        true => Ok(()),
        false => Err(Refusal::form("auto_archive_duration", "BASE_TYPE_CHOICES", format!("One of {DURATIONS:?}."))),
    }
}

impl World {
    pub(crate) fn start_thread(&mut self, asked: &Asked, parent: Snowflake, from: Option<Snowflake>) -> Handled {
        let parent = self.visible(parent)?;
        let body = &asked.body;
        let name = required::<String>(body, "name")?;
        by_others("name", channel::name(&name))?;
        let archive_after = read::<u64>(body, "auto_archive_duration")?.unwrap_or(4320);
        check_duration(archive_after)?;
        let kind = match from {
            Some(_) => kind::PUBLIC_THREAD,
            None => read::<u8>(body, "type")?.unwrap_or(kind::PRIVATE_THREAD),
        };
        self.may_start(&parent, kind)?;
        if let Some(from) = from {
            self.starter(&parent, from)?;
        }
        let id = from.unwrap_or_else(|| self.next_id());
        let (owner, now) = (self.application, self.clock.now());
        let thread = Thread {
            owner,
            parent: parent.id,
            archived: false,
            locked: false,
            invitable: read::<bool>(body, "invitable")?.unwrap_or(true),
            archive_after,
            changed: now,
            made: now,
            members: vec![owner],
            messages: 0,
        };
        let made = self.insert_thread(&parent, id, kind, name, thread);
        self.announce_thread(&parent, &made, from);
        let mut answer = made.json();
        answer["member"] = serde_json::json!({
            "id": made.id, "user_id": owner, "join_timestamp": crate::clock::iso(now), "flags": 1,
        });
        Ok(Answer::Json(201, answer))
    }

    fn may_start(&self, parent: &Channel, kind: u8) -> Result<(), Refusal> {
        if parent.kind != kind::TEXT {
            return Err(Refusal::not_in_a_dm());
        }
        match kind {
            kind::PUBLIC_THREAD => self.need(parent, Permissions::CREATE_PUBLIC_THREADS),
            kind::PRIVATE_THREAD => self.need(parent, Permissions::CREATE_PRIVATE_THREADS),
            _ => Err(Refusal::form("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.")),
        }
    }

    fn starter(&self, parent: &Channel, from: Snowflake) -> Result<(), Refusal> {
        self.need(parent, Permissions::READ_MESSAGE_HISTORY)?;
        let message = self.shown(parent.id, from)?;
        if message.thread.is_some() || self.channels.contains_key(&from) {
            return Err(Refusal::thread_exists());
        }
        match message.kind {
            0 | 19 | 20 | 23 => Ok(()),
            _ => Err(Refusal::system_message()),
        }
    }

    pub(crate) fn insert_thread(
        &mut self,
        parent: &Channel,
        id: Snowflake,
        kind: u8,
        name: String,
        thread: Thread,
    ) -> Channel {
        let channel = Channel {
            id,
            kind,
            name,
            guild: parent.guild,
            overwrites: Vec::new(),
            recipient: None,
            thread: Some(thread),
            last_message: None,
        };
        self.channels.insert(id, channel.clone());
        channel
    }

    /// THREAD_CREATE, and the platform's own messages about it.
    pub(crate) fn announce_thread(&mut self, parent: &Channel, thread: &Channel, from: Option<Snowflake>) {
        self.tell_channel("THREAD_CREATE", thread);
        let owner = thread.thread.as_ref().map_or(self.application, |thread| thread.owner);
        let (id, now) = (self.next_id(), self.clock.now());
        match from {
            Some(from) => {
                if let Some(message) = self.messages.get_mut(&from) {
                    message.thread = Some(thread.id);
                    message.flags |= flag::HAS_THREAD;
                }
                self.tell_message("MESSAGE_UPDATE", from);
                let first = Message::new(id, thread.id, owner, now);
                self.add(Message { kind: 21, reply_to: Some(from), about: Some(parent.id), ..first });
            }
            None if thread.kind == kind::PUBLIC_THREAD => {
                let notice = Message::new(id, parent.id, owner, now);
                self.add(Message { kind: 18, content: thread.name.clone(), about: Some(thread.id), ..notice });
            }
            None => {}
        }
    }

    /// Somebody is taken into a thread, or out of it.
    pub(crate) fn thread_member(&mut self, asked: &Asked, id: Snowflake, who: &str) -> Handled {
        let channel = self.visible(id)?;
        let who = if who == "@me" { self.application } else { who.parse().map_err(|_| Refusal::unknown_user())? };
        if !self.users.contains_key(&who) {
            return Err(Refusal::unknown_user());
        }
        let Some(mut thread) = channel.thread.clone() else {
            return Err(Refusal::not_in_a_dm());
        };
        if thread.archived {
            return Err(Refusal::archived_thread());
        }
        if self.rights(&channel, who).is_empty() {
            return Err(Refusal::missing_access());
        }
        self.need(&channel, Permissions::SEND_MESSAGES_IN_THREADS)?;
        thread.members.retain(|member| *member != who);
        if asked.method == "PUT" {
            thread.members.push(who);
        }
        self.channels.insert(id, Channel { thread: Some(thread), ..channel });
        Ok(Answer::Nothing)
    }

    /// A thread as the handle of a test archives it.
    pub(crate) fn set_archived(&mut self, id: Snowflake, archived: bool, locked: bool) -> Option<Value> {
        let now = self.clock.now();
        let channel = self.channels.get_mut(&id)?;
        let thread = channel.thread.as_mut()?;
        (thread.archived, thread.locked, thread.changed) = (archived, locked, now);
        let channel = channel.clone();
        self.tell_channel("THREAD_UPDATE", &channel);
        Some(channel.json())
    }
}
