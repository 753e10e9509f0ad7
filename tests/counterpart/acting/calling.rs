//! Commands: called with their options, half typed, or chosen from a message's menu.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::acting::exchange::{Act, kind};
use crate::acting::options;
use crate::cannot::Cannot;
use crate::snowflake::Snowflake;
use crate::world::World;

impl World {
    /// The command that this person's client offers in that channel.
    fn offered(&self, user: Snowflake, channel: Snowflake, kind: u8, name: &str) -> Result<Value, Cannot> {
        let place = self.channels.get(&channel).ok_or_else(|| Cannot(format!("there is no channel {channel}")))?;
        let rights = self.rights(place, user);
        if !rights.contains(Permissions::VIEW_CHANNEL) {
            return Err(Cannot(format!("{user} does not see the channel {channel}")));
        }
        if !rights.contains(Permissions::USE_SLASH_COMMANDS) {
            return Err(Cannot(format!("{user} may not use commands in the channel {channel}")));
        }
        if place.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Cannot(format!("the thread {channel} is archived: clients take no commands there")));
        }
        let scopes = [place.guild, None];
        let registered = scopes.iter().filter_map(|scope| self.commands.registered.get(scope)).flatten();
        let mut named = registered.filter(|command| command["type"] == kind && command["name"] == name);
        let command = named.next().ok_or_else(|| Cannot(format!("no command {name:?} is registered there")))?;
        if place.guild.is_none() && !in_direct(command) {
            return Err(Cannot(format!("the command {name:?} is not offered in direct messages")));
        }
        let needed = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
        let needed = needed.map(Permissions::from_bits_truncate);
        let allowed = needed.is_none_or(|needed| match needed.is_empty() {
            true => rights.contains(Permissions::ADMINISTRATOR),
            false => rights.contains(needed),
        });
        if allowed { Ok(command.clone()) } else { Err(Cannot(format!("{user} is not offered the command {name:?}"))) }
    }

    /// `words` is the command's name, with its subcommands after spaces.
    pub(crate) fn slash(
        &mut self,
        user: Snowflake,
        channel: Snowflake,
        words: &str,
        typed: &[(&str, Value)],
    ) -> Result<Snowflake, Cannot> {
        let (name, rest) = split(words)?;
        let command = self.offered(user, channel, 1, name)?;
        let given = options::check(options::descend(&command, &rest)?, typed)?;
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let mut data = about(&command);
        if let Some(resolved) = self.resolve(guild, &given)? {
            data["resolved"] = resolved;
        }
        data["options"] = Value::Array(options::nest(&command, &rest, given));
        let command = Some(words.to_owned());
        Ok(self.interact(Act { kind: kind::COMMAND, user, channel, data, command, source: None }))
    }

    /// The last of what is typed is what is being typed.
    pub(crate) fn complete(
        &mut self,
        user: Snowflake,
        channel: Snowflake,
        words: &str,
        typed: &[(&str, &str)],
    ) -> Result<Snowflake, Cannot> {
        let (name, rest) = split(words)?;
        let command = self.offered(user, channel, 1, name)?;
        let described = options::descend(&command, &rest)?;
        let known = described["options"].as_array().cloned().unwrap_or_default();
        let mut given = Vec::new();
        for (index, (name, text)) in typed.iter().enumerate() {
            let no_option = || Cannot(format!("there is no option {name:?}"));
            let option = known.iter().find(|option| option["name"] == *name).ok_or_else(no_option)?;
            let mut one = json!({ "name": name, "type": option["type"], "value": text });
            if index + 1 == typed.len() {
                if option["autocomplete"] != true {
                    return Err(Cannot(format!("the option {name:?} is not completed by the bot")));
                }
                one["focused"] = true.into();
            }
            given.push(one);
        }
        let mut data = about(&command);
        data["options"] = Value::Array(options::nest(&command, &rest, given));
        Ok(self.interact(Act { kind: kind::COMPLETION, user, channel, data, command: None, source: None }))
    }

    /// A message's menu.
    pub(crate) fn menu(&mut self, user: Snowflake, message: Snowflake, name: &str) -> Result<Snowflake, Cannot> {
        let target = self.messages.get(&message).filter(|message| !message.deleted);
        let target = target.ok_or_else(|| Cannot(format!("there is no message {message}")))?;
        let (channel, shown) = (target.channel, self.message_json(target));
        let command = self.offered(user, channel, 3, name)?;
        let mut data = about(&command);
        data["target_id"] = message.into();
        data["resolved"] = json!({ "messages": { message.to_string(): shown } });
        let command = Some(name.to_owned());
        Ok(self.interact(Act { kind: kind::COMMAND, user, channel, data, command, source: None }))
    }
}

fn split(words: &str) -> Result<(&str, Vec<&str>), Cannot> {
    let mut words = words.trim_start_matches('/').split_whitespace();
    let name = words.next().ok_or_else(|| Cannot::because("a command has a name"))?;
    Ok((name, words.collect()))
}

fn about(command: &Value) -> Value {
    let mut data = json!({ "id": command["id"], "name": command["name"], "type": command["type"] });
    if let Some(guild) = command.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

/// Whether a command is offered in direct messages.
fn in_direct(command: &Value) -> bool {
    if command.get("guild_id").is_some() {
        return false;
    }
    match command["contexts"].as_array() {
        Some(contexts) => contexts.iter().any(|context| *context == 1),
        None => command["dm_permission"] != false,
    }
}
