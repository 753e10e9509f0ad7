//! What the test lets go wrong. Routes are written as `crate::faults` says: `POST /channels/*/messages`, or `*`.

use std::time::Duration;

use crate::faults::Scope;
use crate::gateway::opcodes::{invalid, reconnect};
use crate::gateway::{Out, Session};
use crate::handle::Counterpart;
use crate::snowflake::Snowflake;
use crate::world::World;

impl Counterpart {
    /// The next so many requests of a route are answered with 429, each with that `retry_after`. What comes before it
    /// has passed is refused too, without counting, and recorded as too early.
    pub fn limit_next(&self, route: &str, count: u32, retry_after: Duration, scope: Scope) {
        self.shared.with(|world| world.faults.limit(route, count, retry_after, scope));
    }

    /// The next request of a route fails with that status, and nothing is done.
    pub fn fail_next(&self, route: &str, status: u16) {
        self.shared.with(|world| world.faults.fail(route, status));
    }

    /// The next request of a route is handled only after that while.
    pub fn stall_next(&self, route: &str, by: Duration) {
        self.shared.with(|world| world.faults.stall(route, by));
    }

    /// The next request of a route is handled, but the connection breaks before the answer.
    pub fn answer_lost_next(&self, route: &str) {
        self.shared.with(|world| world.faults.lose(route));
    }

    /// The bot's connections to the gateway break without a word; the sessions can be resumed.
    pub fn drop_sockets(&self) {
        self.each(|session| session.out(Out::Drop));
    }

    /// Asks the bot to connect anew (opcode 7).
    pub fn reconnect(&self) {
        self.each(|session| session.out(Out::Send(reconnect())));
    }

    /// Tells the bot that its session is invalid (opcode 9), for good or so that it can be resumed.
    pub fn invalidate(&self, resumable: bool) {
        self.shared.with(|world| {
            all(world, |session| session.out(Out::Send(invalid(resumable))));
            if !resumable {
                world.gateway.sessions.clear();
            }
        });
    }

    /// Closes the bot's connections with that code.
    pub fn close(&self, code: u16) {
        self.each(|session| session.out(Out::Close(code)));
    }

    fn each(&self, act: impl FnMut(&mut Session)) {
        self.shared.with(|world| all(world, act));
    }

    /// Forgets all sessions: whoever resumes is told that there is none.
    pub fn forget_sessions(&self) {
        self.shared.with(|world| world.gateway.sessions.clear());
    }

    /// The interval of the heart that new connections are told; 41.25 seconds, if nothing is said.
    pub fn set_heartbeat(&self, interval: Duration) {
        self.shared.with(|world| world.gateway.heartbeat = interval);
    }

    /// The token is void: REST answers 401, and the gateway closes with 4004.
    pub fn revoke_token(&self) {
        self.shared.with(|world| {
            world.token = None;
            all(world, |session| session.out(Out::Close(4004)));
            world.gateway.sessions.clear();
        });
    }

    /// Deletes a channel, with its threads and messages.
    pub fn delete_channel(&self, channel: Snowflake) {
        self.shared.with(|world| {
            let Some(channel) = world.channels.get(&channel).cloned() else {
                return;
            };
            let inside = |id: &Snowflake| world.channels.get(id).is_some_and(|c| c.governing() == channel.id);
            let gone: Vec<Snowflake> = world.channels.keys().copied().filter(inside).chain([channel.id]).collect();
            let name = if channel.thread.is_some() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
            world.tell_channel(name, &channel);
            world.channels.retain(|id, _| !gone.contains(id));
            let lost = world.messages.values_mut().filter(|message| gone.contains(&message.channel));
            lost.for_each(|message| message.deleted = true);
        });
    }

    /// Archives a thread, and locks it too, if that is wanted.
    pub fn archive_thread(&self, thread: Snowflake, locked: bool) {
        self.shared.with(|world| world.set_archived(thread, true, locked));
    }

    /// How long a nonce keeps a message from being posted twice; three minutes, if nothing is said.
    pub fn set_nonce_memory(&self, keep: Duration) {
        self.shared.with(|world| world.nonces.keep = keep);
    }

    /// Forgets every nonce.
    pub fn forget_nonces(&self) {
        self.shared.with(|world| world.nonces.seen.clear());
    }

    /// Takes identifies off the day's thousand.
    pub fn use_up_identifies(&self, count: u64) {
        self.shared.with(|world| world.gateway.identifies += count);
    }

    /// So late is it here, in milliseconds since 1970.
    pub fn now(&self) -> u64 {
        self.shared.look(|world| world.clock.now())
    }
}

fn all(world: &mut World, act: impl FnMut(&mut Session)) {
    world.gateway.sessions.values_mut().for_each(act);
}
