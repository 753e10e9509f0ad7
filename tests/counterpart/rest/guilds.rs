//! Guilds, people and the application, as the bot reads them.

use serde_json::{Value, json};

use crate::asked::{Answer, Asked};
use crate::judge::required;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::places::{Channel, kind};

impl World {
    pub(crate) fn guild_route(&mut self, id: Snowflake, rest: &[&str]) -> Handled {
        if !self.guilds.contains_key(&id) {
            return Err(Refusal::unknown_guild());
        }
        let guild = self.guilds.get(&id).filter(|guild| guild.members.contains_key(&self.application));
        let guild = guild.ok_or_else(Refusal::missing_access)?;
        match rest {
            [] => Ok(self.guild_json(guild).into()),
            ["roles"] => Ok(guild.roles.values().map(|role| role.json()).collect::<Value>().into()),
            ["channels"] => {
                let own =
                    self.channels.values().filter(|channel| channel.guild == Some(id) && channel.thread.is_none());
                Ok(own.map(Channel::json).collect::<Value>().into())
            }
            ["threads", "active"] => {
                let active = |channel: &&Channel| {
                    channel.guild == Some(id) && channel.thread.as_ref().is_some_and(|thread| !thread.archived)
                };
                let seen = self.channels.values().filter(active);
                let seen = seen.filter(|channel| !self.rights(channel, self.application).is_empty());
                Ok(json!({ "threads": seen.map(Channel::json).collect::<Vec<_>>(), "members": [] }).into())
            }
            ["members", user] => {
                let user = user.parse().map_err(|_| Refusal::unknown_user())?;
                if !self.users.contains_key(&user) {
                    return Err(Refusal::unknown_user());
                }
                match self.member_json(id, user) {
                    Value::Null => Err(Refusal::unknown_member()),
                    member => Ok(member.into()),
                }
            }
            _ => Err(Refusal::no_such_route()),
        }
    }

    pub(crate) fn own_guilds(&self) -> Answer {
        let own = self.bots_guilds();
        let short = own.iter().filter_map(|id| self.guilds.get(id)).map(|guild| {
            let rights = self.rights_in_guild(guild.id, self.application);
            json!({ "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false,
                "permissions": rights, "features": [] })
        });
        short.collect::<Value>().into()
    }

    pub(crate) fn user_route(&self, user: Snowflake) -> Handled {
        self.users.get(&user).map(|user| user.json().into()).ok_or_else(Refusal::unknown_user)
    }

    pub(crate) fn application_json(&self) -> Value {
        json!({
            "id": self.application, "name": "bot", "icon": null, "description": "", "summary": "", "type": null,
            "bot": self.own_user_json(), "bot_public": false, "bot_require_code_grant": false, "flags": 0,
            "verify_key": "0".repeat(64), "owner": self.user_json(self.application), "team": null, "hook": true,
            "redirect_uris": [], "interactions_endpoint_url": null, "role_connections_verification_url": null,
            "approximate_guild_count": self.guilds.len(), "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "flags_new": "0",
            "eligible_oauth2_scopes": [], "integration_types_config": { "0": {} },
        })
    }

    /// The direct channel with a person, made if there is none.
    pub(crate) fn open_direct(&mut self, asked: &Asked) -> Handled {
        let user = required::<Snowflake>(&asked.body, "recipient_id")?;
        if user == self.application || !self.users.contains_key(&user) {
            return Err(Refusal::invalid_recipient());
        }
        let channel = self.direct(user);
        Ok(self.channels.get(&channel).map(|channel| self.channel_json(channel)).unwrap_or_default().into())
    }

    pub(crate) fn direct(&mut self, user: Snowflake) -> Snowflake {
        if let Some(there) = self.channels.values().find(|channel| channel.recipient == Some(user)) {
            return there.id;
        }
        let id = self.next_id();
        let (name, guild, overwrites, thread) = (String::new(), None, Vec::new(), None);
        let recipient = Some(user);
        let channel =
            Channel { id, kind: kind::DIRECT, name, guild, overwrites, recipient, thread, last_message: None };
        self.channels.insert(id, channel);
        id
    }

    pub(crate) fn attachment(&self, channel: Snowflake, file: Snowflake) -> Result<Vec<u8>, Refusal> {
        let there = self.messages.values().filter(|message| message.channel == channel && !message.deleted);
        let mut files = there.flat_map(|message| &message.files);
        files.find(|one| one.id == file).map(|file| file.bytes.clone()).ok_or_else(Refusal::no_such_route)
    }
}
