//! What happened: messages, requests, refusals, counts; and waits for what is still to happen.

use serde_json::Value;

use crate::cannot::Cannot;
use crate::handle::Counterpart;
use crate::record::{Rejection, Request, TooEarly};
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::Message;

impl Counterpart {
    /// The messages of a channel that everyone there sees, oldest first; deleted ones are left out.
    pub fn messages(&self, channel: Snowflake) -> Vec<Message> {
        self.shared.look(|world| standing(world, channel))
    }

    /// One message, even if it is deleted or ephemeral.
    pub fn message(&self, id: Snowflake) -> Option<Message> {
        self.shared.look(|world| world.messages.get(&id).cloned())
    }

    /// What a person, the bot or a role is called.
    pub fn name(&self, id: Snowflake) -> Option<String> {
        self.shared.look(|world| {
            let role = || world.guilds.values().find_map(|guild| guild.roles.get(&id)).map(|role| &role.name);
            world.users.get(&id).map(|user| &user.name).or_else(role).cloned()
        })
    }

    /// Every message that ever stood in a channel, ephemeral and deleted ones included, oldest first.
    pub fn everything_in(&self, channel: Snowflake) -> Vec<Message> {
        self.shared
            .look(|world| world.messages.values().filter(|message| message.channel == channel).cloned().collect())
    }

    /// The first message of a channel of which it is true, as soon as there is one.
    pub async fn wait_for(&self, channel: Snowflake, mut is: impl FnMut(&Message) -> bool) -> Result<Message, Cannot> {
        let there = |world: &World| {
            let last = standing(world, channel).into_iter().rev().take(5);
            let last: Vec<String> = last.map(|message| format!("{}: {:?}", message.author, message.content)).collect();
            let refused: Vec<_> = world.record.rejections.iter().rev().take(3).collect();
            format!("the message in {channel}; the last there: {last:?}, last refused: {refused:?}")
        };
        self.shared.until(there, |world| standing(world, channel).into_iter().find(|message| is(message))).await
    }

    /// Looks again after every change, until it is true.
    pub async fn wait_until(&self, what: &str, mut is: impl FnMut(&Self) -> bool) -> Result<(), Cannot> {
        let mut bell = self.shared.listen();
        let patience = self.shared.look(|world| world.patience);
        let seen = tokio::time::timeout(patience, async {
            while !is(self) {
                bell.changed().await.ok()?;
            }
            Some(())
        });
        seen.await.ok().flatten().ok_or_else(|| Cannot(format!("not within {patience:?}: {what}")))
    }

    /// Until the bot has a session with a living connection.
    pub async fn connected(&self) -> Result<(), Cannot> {
        let what = |world: &World| format!("a session at the gateway; {:?}", world.record.rejections.last());
        self.shared.until(what, |world| world.gateway.sessions.values().any(|it| it.line.is_some()).then_some(())).await
    }

    /// Until so many commands are registered, in a guild or everywhere.
    pub async fn registered(&self, guild: Option<Snowflake>, count: usize) -> Result<Vec<Value>, Cannot> {
        let all = move |world: &World| world.commands.registered.get(&guild).cloned().unwrap_or_default();
        let what = |world: &World| format!("{count} commands; registered {:?}", all(world));
        self.shared.until(what, |world| Some(all(world)).filter(|all| all.len() >= count)).await
    }

    /// The commands that are registered, in a guild or everywhere.
    pub fn commands(&self, guild: Option<Snowflake>) -> Vec<Value> {
        self.shared.look(|world| world.commands.registered.get(&guild).cloned().unwrap_or_default())
    }

    /// The threads under a channel: identifier, name, and whether it is archived.
    pub fn threads(&self, parent: Snowflake) -> Vec<(Snowflake, String, bool)> {
        self.shared.look(|world| {
            let all = world.channels.values().filter_map(|channel| Some((channel, channel.thread.as_ref()?)));
            let own = all.filter(|(_, thread)| thread.parent == parent);
            own.map(|(channel, thread)| (channel.id, channel.name.clone(), thread.archived)).collect()
        })
    }

    /// Every request, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.look(|world| world.record.requests.clone())
    }

    /// The requests of a route, written as for the faults.
    pub fn requests_of(&self, route: &str) -> Vec<Request> {
        let of = |request: &Request| {
            let path: Vec<String> =
                request.path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
            crate::faults::matches(route, &request.method, &path)
        };
        self.requests().into_iter().filter(of).collect()
    }

    /// Everything that was refused, the refusals that the test ordered included.
    pub fn rejections(&self) -> Vec<Rejection> {
        self.shared.look(|world| world.record.rejections.clone())
    }

    /// What was refused by the rules, and not because the test said so.
    pub fn faults_of_the_bot(&self) -> Vec<Rejection> {
        self.rejections().into_iter().filter(|rejection| !rejection.ordered).collect()
    }

    /// Every request that came before its `retry_after` had passed.
    pub fn too_early(&self) -> Vec<TooEarly> {
        self.shared.look(|world| world.record.too_early.clone())
    }

    /// How often the bot has identified.
    pub fn identifies(&self) -> u64 {
        self.shared.look(|world| world.gateway.identifies)
    }

    /// How often it has resumed.
    pub fn resumes(&self) -> u64 {
        self.shared.look(|world| world.gateway.resumes)
    }

    /// How often its heart has beaten.
    pub fn heartbeats(&self) -> u64 {
        self.shared.look(|world| world.gateway.heartbeats)
    }

    /// How often it has registered commands, by POST or PUT.
    pub fn registrations(&self) -> u64 {
        self.shared.look(|world| world.record.registrations)
    }

    /// How many commands were made under a new name.
    pub fn commands_made(&self) -> usize {
        self.shared.look(|world| world.commands.made())
    }
}

fn standing(world: &World, channel: Snowflake) -> Vec<Message> {
    let there = world.messages.values().filter(|message| message.channel == channel);
    there.filter(|message| !message.deleted && !message.is_ephemeral()).cloned().collect()
}
