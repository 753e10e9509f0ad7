//! The JSON of things that need to know other things: members with their people, messages with their authors.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::{Message, flag};
use crate::world::people::Guild;
use crate::world::places::Channel;

impl World {
    pub(crate) fn user_json(&self, user: Snowflake) -> Value {
        self.users.get(&user).map_or(Value::Null, |user| user.json())
    }

    /// A member with the person inside; `Null` for whoever is no member.
    pub(crate) fn member_json(&self, guild: Snowflake, user: Snowflake) -> Value {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
        member.map_or(Value::Null, |member| {
            let mut all = member.json();
            all["user"] = self.user_json(user);
            all
        })
    }

    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        let mut all = channel.json();
        if let Some(recipient) = channel.recipient {
            all["recipients"] = json!([self.user_json(recipient)]);
        }
        all
    }

    /// A guild as REST gives it.
    pub(crate) fn guild_json(&self, guild: &Guild) -> Value {
        let mut all = plain_guild();
        let own = json!({
            "id": guild.id, "name": guild.name, "owner_id": guild.owner, "preferred_locale": guild.locale,
            "roles": guild.roles.values().map(|role| role.json()).collect::<Vec<_>>(),
        });
        merge(&mut all, own);
        all
    }

    /// A guild as the gateway announces it, with every array present. Other members are only told with the intent.
    pub(crate) fn guild_create(&self, guild: &Guild, with_members: bool) -> Value {
        let bot = self.application;
        let channels = self.channels.values().filter(|channel| channel.guild == Some(guild.id));
        let (threads, channels): (Vec<&Channel>, Vec<&Channel>) =
            channels.partition(|channel| channel.thread.is_some());
        let seen = |channel: &&&Channel| !self.rights(channel, bot).is_empty();
        let active = |channel: &&&Channel| channel.thread.as_ref().is_some_and(|thread| !thread.archived);
        let members = guild.members.keys().filter(|id| with_members || **id == bot);
        let mut all = self.guild_json(guild);
        let more = json!({
            "joined_at": guild.members.get(&bot).map(|member| iso(member.joined)),
            "large": false,
            "unavailable": false,
            "member_count": guild.members.len(),
            "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [], "embedded_activities": [],
            "members": members.map(|id| self.member_json(guild.id, *id)).collect::<Vec<_>>(),
            "channels": channels.iter().map(|channel| channel.json()).collect::<Vec<_>>(),
            "threads": threads.iter().filter(seen).filter(active).map(|thread| thread.json()).collect::<Vec<_>>(),
        });
        merge(&mut all, more);
        all
    }

    /// A message as REST gives it: without the nonce and the guild.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mut all = json!({
            "id": message.id, "channel_id": message.channel, "type": message.kind,
            "author": self.user_json(message.author),
            "content": message.content,
            "timestamp": iso(message.posted),
            "edited_timestamp": message.edited.map(iso),
            "tts": false, "pinned": false,
            "mention_everyone": message.mentioned.everyone,
            "mentions": message.mentioned.users.iter().map(|user| self.user_json(*user)).collect::<Vec<_>>(),
            "mention_roles": message.mentioned.roles,
            "attachments": message.files.iter().map(|file| self.file_json(message.channel, file)).collect::<Vec<_>>(),
            "embeds": if message.flags & flag::SUPPRESS_EMBEDS == 0 { message.embeds.clone() } else { Vec::new() },
            "components": message.components,
            "flags": message.flags,
        });
        if !message.reactions.is_empty() {
            all["reactions"] = self.reactions_json(message);
        }
        if let Some(thread) = message.thread.and_then(|thread| self.channels.get(&thread)) {
            all["thread"] = thread.json();
        }
        self.write_reference(message, &mut all);
        self.write_interaction(message, &mut all);
        all
    }

    fn write_reference(&self, message: &Message, all: &mut Value) {
        let reply_channel = message.reply_to.and_then(|id| self.messages.get(&id)).map(|message| message.channel);
        let Some(channel) = message.about.or(reply_channel) else {
            return;
        };
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        all["message_reference"] = json!({ "type": 0, "channel_id": channel });
        if let Some(guild) = guild {
            all["message_reference"]["guild_id"] = guild.into();
        }
        let Some(target) = message.reply_to else {
            return;
        };
        all["message_reference"]["message_id"] = target.into();
        let there = self.messages.get(&target).filter(|target| !target.deleted);
        // One level deep, as Discord does it: what that one answers is named and not shown.
        all["referenced_message"] = there.map_or(Value::Null, |target| {
            let mut shown = self.message_json(&Message { reply_to: None, about: None, ..target.clone() });
            if let Some(named) = target.reply_to {
                shown["message_reference"] =
                    json!({ "type": 0, "channel_id": target.channel, "guild_id": guild, "message_id": named });
            }
            if let Some(shown) = shown.as_object_mut() {
                shown.remove("referenced_message");
            }
            shown
        });
    }

    fn write_interaction(&self, message: &Message, all: &mut Value) {
        let Some(exchange) = message.interaction.and_then(|id| self.interactions.get(&id)) else {
            return;
        };
        all["application_id"] = self.application.into();
        all["webhook_id"] = self.application.into();
        all["interaction_metadata"] = json!({
            "id": exchange.id,
            "type": exchange.kind,
            "user": self.user_json(exchange.user),
            "authorizing_integration_owners": exchange.owners(),
            "original_response_message_id": exchange.original,
        });
        if let Some(name) = &exchange.command {
            all["interaction"] = json!({ "id": exchange.id, "type": exchange.kind, "name": name, "user": self.user_json(exchange.user) });
        }
    }

    fn reactions_json(&self, message: &Message) -> Value {
        let one = |(emoji, users): (&String, &Vec<Snowflake>)| {
            json!({
                "emoji": emoji_json(emoji), "count": users.len(), "me": users.contains(&self.application),
                "count_details": { "normal": users.len(), "burst": 0 }, "me_burst": false, "burst_me": false,
                "burst_count": 0, "burst_colors": [],
            })
        };
        message.reactions.iter().map(one).collect()
    }

    fn file_json(&self, channel: Snowflake, file: &crate::asked::File) -> Value {
        let url = format!("http://{}/attachments/{channel}/{}/{}", self.address, file.id, file.name);
        json!({
            "id": file.id, "filename": file.name, "size": file.bytes.len(), "url": url, "proxy_url": url,
            "content_type": file.content_type,
        })
    }
}

/// What every guild here is: small, without pictures and without extras.
fn plain_guild() -> Value {
    let mut all = json!({
        "region": "", "afk_timeout": 300, "widget_enabled": false, "verification_level": 1,
        "default_message_notifications": 1, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
        "nsfw": false, "system_channel_flags": 0, "max_members": 500_000, "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50, "premium_tier": 0, "premium_subscription_count": 0,
        "premium_progress_bar_enabled": false, "features": [], "emojis": [], "stickers": [],
    });
    let absent = [
        "home_header",
        "icon",
        "icon_hash",
        "splash",
        "discovery_splash",
        "banner",
        "afk_channel_id",
        "application_id",
        "description",
        "widget_channel_id",
        "system_channel_id",
        "rules_channel_id",
        "public_updates_channel_id",
        "safety_alerts_channel_id",
        "max_presences",
        "vanity_url_code",
        "incidents_data",
        "hub_type",
    ];
    for name in absent {
        all[name] = Value::Null;
    }
    all
}

/// An emoji from the form in which paths name it.
pub(crate) fn emoji_json(emoji: &str) -> Value {
    match emoji.split_once(':') {
        Some((name, id)) => json!({ "name": name, "id": id }),
        None => json!({ "name": emoji, "id": null }),
    }
}

/// Adds the fields of the second to the first.
pub(crate) fn merge(all: &mut Value, more: Value) {
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
}
