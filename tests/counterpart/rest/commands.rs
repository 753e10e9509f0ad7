//! The registered commands, global or of a guild: how many there may be, how many may be made a day.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::asked::Answer;
use crate::judge;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::snowflake::Snowflake;
use crate::world::World;

/// A guild, or everywhere.
pub(crate) type Place = Option<Snowflake>;

const CREATIONS_A_DAY: usize = 200;
const DAY: u64 = 86_400_000;

/// All of them, and when each was made.
#[derive(Default)]
pub(crate) struct Commands {
    pub registered: BTreeMap<Place, Vec<Value>>,
    made: Vec<(Place, u64)>,
}

impl Commands {
    pub(crate) fn made(&self) -> usize {
        self.made.len()
    }
}

fn same(one: &Value, other: &Value) -> bool {
    one["name"] == other["name"] && one["type"] == other["type"]
}

impl World {
    pub(crate) fn list_commands(&self, place: Place, localized: bool) -> Answer {
        let mut all = self.commands.registered.get(&place).cloned().unwrap_or_default();
        if !localized {
            all.iter_mut().for_each(strip);
        }
        Value::Array(all).into()
    }

    pub(crate) fn get_command(&self, place: Place, id: Snowflake) -> Handled {
        self.command(place, id).cloned().map(Answer::from).ok_or_else(Refusal::unknown_command)
    }

    fn command(&self, place: Place, id: Snowflake) -> Option<&Value> {
        self.commands.registered.get(&place)?.iter().find(|command| command["id"] == Value::from(id))
    }

    pub(crate) fn create_command(&mut self, place: Place, body: &Value) -> Handled {
        self.record.registrations += 1;
        let command = judge::command::judge(body)?;
        let there = self.commands.registered.entry(place).or_default();
        let fresh = !there.iter().any(|other| same(other, &command));
        let mut after: Vec<Value> = there.iter().filter(|other| !same(other, &command)).cloned().collect();
        after.push(command.clone());
        check_counts(&after)?;
        self.check_creations(place, usize::from(fresh))?;
        let made = self.register(place, command);
        Ok(Answer::Json(if fresh { 201 } else { 200 }, made))
    }

    pub(crate) fn patch_command(&mut self, place: Place, id: Snowflake, body: &Value) -> Handled {
        let mut whole = self.command(place, id).cloned().ok_or_else(Refusal::unknown_command)?;
        if let (Some(whole), Some(body)) = (whole.as_object_mut(), body.as_object()) {
            whole.extend(body.clone());
        }
        let command = judge::command::judge(&whole)?;
        self.forget_command(place, id);
        Ok(self.keep(place, id, command).into())
    }

    pub(crate) fn delete_command(&mut self, place: Place, id: Snowflake) -> Handled {
        self.command(place, id).ok_or_else(Refusal::unknown_command)?;
        self.forget_command(place, id);
        Ok(Answer::Nothing)
    }

    fn forget_command(&mut self, place: Place, id: Snowflake) {
        self.commands.registered.entry(place).or_default().retain(|command| command["id"] != Value::from(id));
    }

    /// In place of everything before; what keeps its name keeps its identifier.
    pub(crate) fn put_commands(&mut self, place: Place, body: &Value) -> Handled {
        self.record.registrations += 1;
        let Some(bodies) = body.as_array() else {
            return Err(Refusal::form("", "LIST_TYPE_CONVERT", "Only lists may be used here."));
        };
        let judged: Result<Vec<Value>, Refusal> = bodies.iter().map(judge::command::judge).collect();
        let judged = judged?;
        check_counts(&judged)?;
        let there = self.commands.registered.entry(place).or_default();
        let fresh = judged.iter().filter(|command| !there.iter().any(|other| same(other, command))).count();
        self.check_creations(place, fresh)?;
        let all: Vec<Value> = judged.into_iter().map(|command| self.register(place, command)).collect();
        self.commands.registered.insert(place, all.clone());
        Ok(Value::Array(all).into())
    }

    fn check_creations(&mut self, place: Place, fresh: usize) -> Result<(), Refusal> {
        let now = self.clock.now();
        let today = self.commands.made.iter().filter(|(where_, at)| *where_ == place && at + DAY > now).count();
        if today + fresh > CREATIONS_A_DAY {
            return Err(Refusal::too_many_creations());
        }
        self.commands.made.extend((0..fresh).map(|_| (place, now)));
        Ok(())
    }

    /// Under the identifier of the one with the same name, or a new one.
    fn register(&mut self, place: Place, command: Value) -> Value {
        let there = self.commands.registered.entry(place).or_default();
        let before = there.iter().position(|other| same(other, &command)).map(|index| there.remove(index));
        let id = before.and_then(|before| before["id"].as_str().and_then(|id| id.parse().ok()));
        let id = id.unwrap_or_else(|| self.next_id());
        self.keep(place, id, command)
    }

    fn keep(&mut self, place: Place, id: Snowflake, command: Value) -> Value {
        let mut kept = json!({
            "default_member_permissions": null, "name_localizations": null, "description_localizations": null,
            "dm_permission": true, "contexts": null, "integration_types": [0],
        });
        if let (Some(kept), Value::Object(command)) = (kept.as_object_mut(), command) {
            kept.extend(command);
        }
        kept["id"] = id.into();
        kept["application_id"] = self.application.into();
        kept["version"] = self.next_id().into();
        if let Some(guild) = place {
            kept["guild_id"] = guild.into();
        }
        self.commands.registered.entry(place).or_default().push(kept.clone());
        kept
    }
}

/// A hundred commands, fifteen menus of each kind, no name twice.
fn check_counts(all: &[Value]) -> Result<(), Refusal> {
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        let named = all.iter().filter(|command| command["type"] == kind);
        let names: BTreeSet<&str> = named.clone().filter_map(|command| command["name"].as_str()).collect();
        if named.clone().count() > most {
            return Err(Refusal::too_many_commands());
        }
        if names.len() < named.count() {
            let why = "Application command names must be unique";
            return Err(Refusal::form("", "APPLICATION_COMMANDS_DUPLICATE_NAME", why));
        }
    }
    Ok(())
}

/// Without the localisations, as a plain list gives it.
fn strip(part: &mut Value) {
    if let Some(fields) = part.as_object_mut() {
        fields.remove("name_localizations");
        fields.remove("description_localizations");
    }
    for name in ["options", "choices"] {
        part.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten().for_each(strip);
    }
}
