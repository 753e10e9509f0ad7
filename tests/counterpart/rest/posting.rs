//! What all ways of posting share: who may speak, who is mentioned, and how a message comes to stand in a channel.

use serde_json::json;
use twilight_model::channel::message::{AllowedMentions, MentionType};
use twilight_model::gateway::Intents;
use twilight_model::guild::Permissions;

use crate::judge::draft::Draft;
use crate::refusal::Refusal;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Mentioned, Message, flag};
use crate::world::places::Channel;

/// The flags that an author may set.
const OWN_FLAGS: u64 = flag::SUPPRESS_EMBEDS | flag::SUPPRESS_NOTIFICATIONS;

impl World {
    /// Refuses, unless the bot may write there now.
    ///
    /// Discord opens an archived thread by itself for a plain message, as long as nobody has locked it; a bot must
    /// not lean on that, so the counterpart always refuses.
    pub(crate) fn need_to_speak(&self, channel: &Channel) -> Result<(), Refusal> {
        if let Some(person) = channel.recipient.and_then(|id| self.users.get(&id)) {
            return if person.closed { Err(Refusal::closed_to_messages()) } else { Ok(()) };
        }
        let Some(thread) = &channel.thread else {
            return self.need(channel, Permissions::SEND_MESSAGES);
        };
        self.need(channel, Permissions::SEND_MESSAGES_IN_THREADS)?;
        if thread.archived { Err(Refusal::archived_thread()) } else { Ok(()) }
    }

    /// A message that the bot can name by its channel.
    pub(crate) fn shown(&self, channel: Snowflake, id: Snowflake) -> Result<Message, Refusal> {
        let message = self.messages.get(&id).filter(|message| message.channel == channel);
        let message = message.filter(|message| !message.deleted && !message.is_ephemeral());
        message.cloned().ok_or_else(Refusal::unknown_message)
    }

    /// Puts a draft into a message; an earlier text is kept where there was one.
    pub(crate) fn write(&mut self, message: &mut Message, draft: Draft, by: Snowflake) {
        if let Some(content) = draft.content {
            message.content = content;
        }
        if let Some(components) = draft.components {
            message.components = components;
        }
        if let Some(flags) = draft.flags {
            message.flags = message.flags & !OWN_FLAGS | flags & OWN_FLAGS;
        }
        if let Some(embeds) = draft.embeds {
            message.embeds = embeds;
        }
        if message.flags & flag::SUPPRESS_EMBEDS != 0 {
            message.embeds.clear();
        }
        if let Some(keep) = draft.keep {
            message.files.retain(|file| keep.contains(&file.id));
        }
        message.files.extend(draft.files);
        message.mentioned = self.mentioned(message, draft.allowed.as_ref(), by);
    }

    /// Whom the text really mentions.
    fn mentioned(&self, message: &Message, allowed: Option<&AllowedMentions>, by: Snowflake) -> Mentioned {
        let Some(channel) = self.channels.get(&message.channel) else {
            return Mentioned::default();
        };
        let parsed = |kind: MentionType| allowed.is_none_or(|allowed| allowed.parse.contains(&kind));
        let user = |id: &Snowflake| {
            let named = allowed.is_some_and(|allowed| allowed.users.iter().any(|user| user.get() == id.0));
            self.users.contains_key(id) && (named || parsed(MentionType::Users))
        };
        let may_call_all = self.rights(channel, by).contains(Permissions::MENTION_EVERYONE);
        let guild = channel.guild.and_then(|guild| self.guilds.get(&guild));
        let role = |id: &Snowflake| {
            let named = allowed.is_some_and(|allowed| allowed.roles.iter().any(|role| role.get() == id.0));
            let there = guild.and_then(|guild| guild.roles.get(id));
            there.is_some_and(|role| role.mentionable || may_call_all) && (named || parsed(MentionType::Roles))
        };
        let mut users: Vec<Snowflake> =
            named(&message.content, "<@").into_iter().chain(named(&message.content, "<@!")).filter(user).collect();
        let answered = message.reply_to.filter(|_| message.kind == 19).and_then(|id| self.messages.get(&id));
        users.extend(answered.filter(|_| allowed.is_none_or(|allowed| allowed.replied_user)).map(|m| m.author));
        let loud = message.content.contains("@everyone") || message.content.contains("@here");
        let mut roles: Vec<Snowflake> = named(&message.content, "<@&").into_iter().filter(role).collect();
        for list in [&mut users, &mut roles] {
            list.sort();
            list.dedup();
        }
        let everyone = loud && guild.is_some() && may_call_all && parsed(MentionType::Everyone);
        Mentioned { users, roles, everyone }
    }

    /// A new message stands there, and is told of.
    pub(crate) fn add(&mut self, mut message: Message) {
        let id = message.id;
        message.called = message.mentioned.clone();
        if let Some(channel) = self.channels.get_mut(&message.channel).filter(|_| !message.is_ephemeral()) {
            channel.last_message = Some(id);
            if let Some(thread) = channel.thread.as_mut().filter(|_| message.kind != 21) {
                thread.messages += 1;
            }
        }
        self.messages.insert(id, message);
        self.tell_message("MESSAGE_CREATE", id);
    }

    /// A message has another text now, and is told of.
    pub(crate) fn rewrite(&mut self, id: Snowflake, draft: Draft, by: Snowflake) -> Result<Message, Refusal> {
        let mut message = self.messages.get(&id).cloned().ok_or_else(Refusal::unknown_message)?;
        let before = message.content.clone();
        let loading = message.is_loading();
        message.flags &= !flag::LOADING;
        self.write(&mut message, draft, by);
        let empty = message.content.is_empty() && message.embeds.is_empty();
        if empty && message.components.is_empty() && message.files.is_empty() {
            return Err(Refusal::empty_message());
        }
        if loading {
            // What was promised is said now: whom it names is called.
            message.called = message.mentioned.clone();
        } else {
            message.edited = Some(self.clock.now());
            message.earlier.push(before);
        }
        self.messages.insert(id, message.clone());
        self.tell_message("MESSAGE_UPDATE", id);
        Ok(message)
    }

    /// A message is gone, and is told of.
    pub(crate) fn remove(&mut self, id: Snowflake) {
        let Some(message) = self.messages.get_mut(&id).filter(|message| !message.deleted) else {
            return;
        };
        message.deleted = true;
        let (channel, ephemeral) = (message.channel, message.is_ephemeral());
        let Some(channel) = self.channels.get(&channel).cloned().filter(|_| !ephemeral) else {
            return;
        };
        let data = json!({ "id": id, "channel_id": channel.id });
        self.tell_in(&channel, "MESSAGE_DELETE", [Intents::GUILD_MESSAGES, Intents::DIRECT_MESSAGES], data);
    }
}

/// The identifiers in `<@1>`, `<@!1>` or `<@&1>`.
fn named(text: &str, opening: &str) -> Vec<Snowflake> {
    let closed = text.split(opening).skip(1).filter_map(|rest| rest.split_once('>'));
    closed.filter_map(|(id, _)| id.parse().ok()).collect()
}
