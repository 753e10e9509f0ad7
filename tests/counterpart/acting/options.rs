//! The options of a command, as a client reads what its person has typed.

use serde_json::{Map, Value, json};

use crate::cannot::Cannot;
use crate::snowflake::Snowflake;
use crate::world::World;

/// Discord's numbers for the kinds of options.
mod kind {
    pub(super) const SUBCOMMAND: u64 = 1;
    pub(super) const GROUP: u64 = 2;
    pub(super) const STRING: u64 = 3;
    pub(super) const INTEGER: u64 = 4;
    pub(super) const BOOLEAN: u64 = 5;
    pub(super) const USER: u64 = 6;
    pub(super) const CHANNEL: u64 = 7;
    pub(super) const ROLE: u64 = 8;
    pub(super) const MENTIONABLE: u64 = 9;
    pub(super) const NUMBER: u64 = 10;
}

/// Finds the subcommand that the words name; the command itself, where there are none.
pub(crate) fn descend<'a>(command: &'a Value, words: &[&str]) -> Result<&'a Value, Cannot> {
    let nested = |part: &Value| part["options"].as_array().is_some_and(|all| all.iter().any(is_nested));
    let Some((word, rest)) = words.split_first() else {
        return match nested(command) {
            true => Err(Cannot(format!("/{} wants a subcommand", command["name"]))),
            false => Ok(command),
        };
    };
    let inner = command["options"].as_array().into_iter().flatten();
    let found = inner.filter(|option| is_nested(option)).find(|option| option["name"] == *word);
    descend(found.ok_or_else(|| Cannot(format!("no subcommand {word:?}")))?, rest)
}

fn is_nested(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(kind::SUBCOMMAND | kind::GROUP))
}

/// Puts the options inside their subcommands, as the bot is told of them.
pub(crate) fn nest(command: &Value, words: &[&str], given: Vec<Value>) -> Vec<Value> {
    let Some((word, rest)) = words.split_first() else {
        return given;
    };
    let inner = command["options"].as_array().into_iter().flatten().find(|option| option["name"] == *word);
    let Some(inner) = inner else {
        return given;
    };
    vec![json!({ "name": word, "type": inner["type"], "options": nest(inner, rest, given) })]
}

/// What was typed, checked against what is registered.
pub(crate) fn check(described: &Value, typed: &[(&str, Value)]) -> Result<Vec<Value>, Cannot> {
    let known = described["options"].as_array().cloned().unwrap_or_default();
    for option in known.iter().filter(|option| option["required"] == true) {
        if !typed.iter().any(|(name, _)| option["name"] == *name) {
            return Err(Cannot(format!("the option {} is required", option["name"])));
        }
    }
    typed.iter().map(|(name, value)| one(&known, name, value)).collect()
}

fn one(known: &[Value], name: &str, value: &Value) -> Result<Value, Cannot> {
    let no_option = || Cannot(format!("there is no option {name:?}"));
    let option = known.iter().find(|option| option["name"] == name).ok_or_else(no_option)?;
    let kind = option["type"].as_u64().unwrap_or_default();
    let fits = match kind {
        kind::STRING => value.is_string(),
        kind::INTEGER => value.is_i64() || value.is_u64(),
        kind::NUMBER => value.is_number(),
        kind::BOOLEAN => value.is_boolean(),
        kind::USER | kind::CHANNEL | kind::ROLE | kind::MENTIONABLE => snowflake(value).is_some(),
        _ => false,
    };
    if !fits {
        return Err(Cannot(format!("{value} is not of the kind ({kind}) of the option {name:?}")));
    }
    bounds(option, value)?;
    let choices = option["choices"].as_array().filter(|choices| !choices.is_empty());
    if choices.is_some_and(|choices| !choices.iter().any(|choice| choice["value"] == *value)) {
        return Err(Cannot(format!("{value} is none of the choices of the option {name:?}")));
    }
    Ok(json!({ "name": name, "type": kind, "value": value }))
}

fn bounds(option: &Value, value: &Value) -> Result<(), Cannot> {
    let (measure, least, most) = match value.as_str() {
        // Six thousand characters are the most that a client takes.
        Some(text) => {
            (text.chars().count() as f64, &option["min_length"], option["max_length"].as_f64().or(Some(6000.0)))
        }
        None => (value.as_f64().unwrap_or_default(), &option["min_value"], option["max_value"].as_f64()),
    };
    let fits = least.as_f64().is_none_or(|least| measure >= least) && most.is_none_or(|most| measure <= most);
    if fits { Ok(()) } else { Err(Cannot(format!("{value} is out of the bounds of {}", option["name"]))) }
}

fn snowflake(value: &Value) -> Option<Snowflake> {
    value.as_str().and_then(|text| text.parse().ok())
}

impl World {
    /// The people, roles and channels that the options name.
    pub(crate) fn resolve(&self, guild: Option<Snowflake>, given: &[Value]) -> Result<Option<Value>, Cannot> {
        let mut all = Map::new();
        for option in given {
            let Some(id) = snowflake(&option["value"]) else {
                continue;
            };
            let kind = option["type"].as_u64().unwrap_or_default();
            let found = match kind {
                kind::USER => self.resolve_user(&mut all, guild, id),
                kind::ROLE => self.resolve_role(&mut all, guild, id),
                kind::MENTIONABLE => self.resolve_user(&mut all, guild, id) || self.resolve_role(&mut all, guild, id),
                kind::CHANNEL => self.resolve_channel(&mut all, id),
                _ => true,
            };
            if !found {
                return Err(Cannot(format!("{id} is nothing that the option {} could name", option["name"])));
            }
        }
        Ok((!all.is_empty()).then_some(Value::Object(all)))
    }

    pub(crate) fn resolve_user(&self, all: &mut Map<String, Value>, guild: Option<Snowflake>, id: Snowflake) -> bool {
        if !self.users.contains_key(&id) {
            return false;
        }
        put(all, "users", id, self.user_json(id));
        if let Some(guild) = guild.filter(|guild| !self.member_json(*guild, id).is_null()) {
            let mut member = self.member_json(guild, id);
            member["permissions"] = json!(self.rights_in_guild(guild, id));
            if let Some(fields) = member.as_object_mut() {
                for left_out in ["user", "deaf", "mute"] {
                    fields.remove(left_out);
                }
            }
            put(all, "members", id, member);
        }
        true
    }

    pub(crate) fn resolve_role(&self, all: &mut Map<String, Value>, guild: Option<Snowflake>, id: Snowflake) -> bool {
        let role = guild.and_then(|guild| self.guilds.get(&guild)).and_then(|guild| guild.roles.get(&id));
        role.inspect(|role| put(all, "roles", id, role.json())).is_some()
    }

    fn resolve_channel(&self, all: &mut Map<String, Value>, id: Snowflake) -> bool {
        let channel = self.channels.get(&id);
        channel.inspect(|channel| put(all, "channels", id, channel.json())).is_some()
    }
}

fn put(all: &mut Map<String, Value>, kind: &str, id: Snowflake, value: Value) {
    if let Some(fields) = all.entry(kind).or_insert_with(|| json!({})).as_object_mut() {
        fields.insert(id.to_string(), value);
    }
}
