//! Building the world: guilds, roles, people, channels, and what the bot may do there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use twilight_model::gateway::Intents;
use twilight_model::guild::Permissions;

use crate::handle::Counterpart;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::people::{Guild, Member, Role, User};
use crate::world::places::{Channel, Overwrite, Thread, Whom, kind};
use crate::world::telling::Event;

/// What everyone may do in a new guild, as in Discord's own.
const EVERYONE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::CREATE_PRIVATE_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::USE_SLASH_COMMANDS);

impl Counterpart {
    /// A guild where the bot is; its owner is a person of its own.
    pub fn guild(&self, name: &str) -> Snowflake {
        self.shared.with(|world| {
            let (id, owner, now) = (world.next_id(), world.next_id(), world.clock.now());
            world.users.insert(owner, User::named(owner, "owner"));
            let everyone =
                Role { id, name: "@everyone".to_owned(), permissions: EVERYONE, position: 0, mentionable: false };
            let member = || Member { roles: BTreeSet::new(), joined: now, nick: None };
            let members = BTreeMap::from([(owner, member()), (world.application, member())]);
            let (name, locale) = (name.to_owned(), "en-GB".to_owned());
            let guild = Guild { id, name, owner, locale, roles: BTreeMap::from([(id, everyone)]), members };
            world.guilds.insert(id, guild);
            if let Some(guild) = world.guilds.get(&id) {
                let data = world.guild_create(guild, false);
                world.tell(Event { name: "GUILD_CREATE", intents: Intents::GUILDS, guild: Some(id), data });
            }
            id
        })
    }

    /// A role, which anyone may mention.
    pub fn role(&self, guild: Snowflake, name: &str, permissions: Permissions) -> Snowflake {
        self.shared.with(|world| {
            let id = world.next_id();
            let Some(guild) = world.guilds.get_mut(&guild) else {
                return id;
            };
            let (name, position) = (name.to_owned(), guild.roles.len());
            let role = Role { id, name, permissions, position, mentionable: true };
            let data = json!({ "guild_id": guild.id, "role": role.json() });
            let of = Some(guild.id);
            guild.roles.insert(id, role);
            world.tell(Event { name: "GUILD_ROLE_CREATE", intents: Intents::GUILDS, guild: of, data });
            id
        })
    }

    /// A person who speaks English and is nowhere yet.
    pub fn person(&self, name: &str) -> Snowflake {
        self.shared.with(|world| {
            let id = world.next_id();
            world.users.insert(id, User::named(id, name));
            id
        })
    }

    /// Gives a person, or the bot, another name.
    pub fn rename(&self, person: Snowflake, name: &str) {
        self.shared.with(|world| {
            if let Some(person) = world.users.get_mut(&person) {
                person.name = name.to_owned();
            }
        });
    }

    /// What the person's client speaks: `de`, `fr`, `en-GB`, …
    pub fn speaks(&self, person: Snowflake, locale: &str) {
        self.shared.with(|world| {
            if let Some(person) = world.users.get_mut(&person) {
                person.locale = locale.to_owned();
            }
        });
    }

    /// The guild's language.
    pub fn guild_speaks(&self, guild: Snowflake, locale: &str) {
        self.shared.with(|world| {
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.locale = locale.to_owned();
            }
        });
    }

    /// A person comes into a guild, with these roles.
    pub fn join(&self, person: Snowflake, guild: Snowflake, roles: &[Snowflake]) {
        let roles: BTreeSet<Snowflake> = roles.iter().copied().collect();
        self.shared.with(|world| {
            let joined = world.clock.now();
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.members.insert(person, Member { roles, joined, nick: None });
            }
            world.tell_member("GUILD_MEMBER_ADD", guild, person);
        });
    }

    /// Somebody leaves a guild; if it is the bot, it hears that the guild is gone.
    pub fn leave(&self, person: Snowflake, guild: Snowflake) {
        self.shared.with(|world| {
            let bot = world.application;
            let left = world.guilds.get_mut(&guild).and_then(|guild| guild.members.remove(&person));
            let event = match left {
                Some(_) if person == bot => ("GUILD_DELETE", Intents::GUILDS, json!({ "id": guild })),
                Some(_) => {
                    let data = json!({ "guild_id": guild, "user": world.user_json(person) });
                    ("GUILD_MEMBER_REMOVE", Intents::GUILD_MEMBERS, data)
                }
                None => return,
            };
            let (name, intents, data) = event;
            world.tell(Event { name, intents, guild: Some(guild), data });
        });
    }

    /// Gives a member a role.
    pub fn give_role(&self, person: Snowflake, guild: Snowflake, role: Snowflake) {
        self.change_roles(person, guild, |roles| roles.insert(role));
    }

    /// Takes a role from a member.
    pub fn remove_role(&self, person: Snowflake, guild: Snowflake, role: Snowflake) {
        self.change_roles(person, guild, |roles| roles.remove(&role));
    }

    fn change_roles(&self, person: Snowflake, guild: Snowflake, change: impl FnOnce(&mut BTreeSet<Snowflake>) -> bool) {
        self.shared.with(|world| {
            let member = world.guilds.get_mut(&guild).and_then(|guild| guild.members.get_mut(&person));
            if member.is_some_and(|member| change(&mut member.roles)) {
                world.tell_member("GUILD_MEMBER_UPDATE", guild, person);
            }
        });
    }

    /// A text channel.
    pub fn channel(&self, guild: Snowflake, name: &str) -> Snowflake {
        self.shared.with(|world| {
            let channel = Channel {
                id: world.next_id(),
                kind: kind::TEXT,
                name: name.to_owned(),
                guild: Some(guild),
                overwrites: Vec::new(),
                recipient: None,
                thread: None,
                last_message: None,
            };
            world.channels.insert(channel.id, channel.clone());
            world.tell_channel("CHANNEL_CREATE", &channel);
            channel.id
        })
    }

    /// A thread that a person opens, from a message or without one.
    pub fn thread(&self, person: Snowflake, parent: Snowflake, name: &str, from: Option<Snowflake>) -> Snowflake {
        self.shared.with(|world| {
            let id = from.unwrap_or_else(|| world.next_id());
            let Some(parent) = world.channels.get(&parent).cloned() else {
                return id;
            };
            let now = world.clock.now();
            let thread = Thread {
                owner: person,
                parent: parent.id,
                archived: false,
                locked: false,
                invitable: true,
                archive_after: 4320,
                changed: now,
                made: now,
                members: vec![person],
                messages: 0,
            };
            let made = world.insert_thread(&parent, id, kind::PUBLIC_THREAD, name.to_owned(), thread);
            world.announce_thread(&parent, &made, from);
            id
        })
    }

    /// The direct channel between a person and the bot.
    pub fn direct(&self, person: Snowflake) -> Snowflake {
        self.shared.with(|world| world.direct(person))
    }

    /// The person takes no direct messages from the bot, or takes them again.
    pub fn close_direct(&self, person: Snowflake, closed: bool) {
        self.shared.with(|world| {
            if let Some(person) = world.users.get_mut(&person) {
                person.closed = closed;
            }
        });
    }

    /// Sets an overwrite of a channel, in place of an earlier one for the same.
    pub fn overwrite(&self, channel: Snowflake, overwrite: Overwrite) {
        self.shared.with(|world| set_overwrite(world, channel, overwrite));
    }

    /// In that channel the bot may not do that any more.
    pub fn forbid(&self, channel: Snowflake, permissions: Permissions) {
        self.shared.with(|world| change_own(world, channel, Permissions::empty(), permissions));
    }

    /// In that channel the bot may do that.
    pub fn permit(&self, channel: Snowflake, permissions: Permissions) {
        self.shared.with(|world| change_own(world, channel, permissions, Permissions::empty()));
    }

    /// The privileged intents that the application has been granted; none, if nothing is said.
    pub fn grant(&self, intents: Intents) {
        self.shared.with(|world| world.gateway.granted = intents);
    }
}

/// Adds to what an overwrite of the bot's own gives and takes.
fn change_own(world: &mut World, channel: Snowflake, allow: Permissions, deny: Permissions) {
    let whom = Whom::Member(world.application);
    let there = world.channels.get(&channel).and_then(|c| c.overwrites.iter().find(|o| o.whom == whom).copied());
    let there = there.unwrap_or(Overwrite { whom, allow: Permissions::empty(), deny: Permissions::empty() });
    let allow = there.allow.difference(deny) | allow;
    let deny = there.deny.difference(allow) | deny;
    set_overwrite(world, channel, Overwrite { whom, allow, deny });
}

fn set_overwrite(world: &mut World, channel: Snowflake, overwrite: Overwrite) {
    let Some(channel) = world.channels.get_mut(&channel) else {
        return;
    };
    channel.overwrites.retain(|other| other.whom != overwrite.whom);
    channel.overwrites.push(overwrite);
    let channel = channel.clone();
    world.tell_channel("CHANNEL_UPDATE", &channel);
}
