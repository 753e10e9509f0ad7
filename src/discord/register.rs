//! Tells Discord what can be typed, and only where it does not know it already: a day has two hundred such calls.

use serde_json::{Map, Value, json};
use serenity::all::ApplicationId;
use serenity::http::{LightMethod, Route};

use crate::door::Door;
use crate::error::DiscordError;
use crate::rest::Rest;
use crate::trouble::Trouble;

/// What matters of a command, of an option, of a choice: whatever else Discord tells of it is Discord's own.
const FIELDS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "contexts",
    "required",
    "autocomplete",
    "choices",
    "value",
    "max_length",
];

/// Registers the commands where Discord has others.
///
/// # Errors
/// When the commands are over a limit, or Discord does not take them.
pub(crate) async fn register(door: &Door) -> Result<(), DiscordError> {
    let over = door.registration.over();
    if !over.is_empty() {
        return Err(DiscordError::OverLimits(over.join("; ")));
    }
    let place = Route::Commands { application_id: door.own.application };
    let wanted = json!(door.registration);
    let there = registered(&door.rest, door.own.application).await?;
    if is_registered(&there, &wanted) {
        tracing::debug!("Discord knows the commands already");
        return Ok(());
    }
    door.rest.write(LightMethod::Put, place, &wanted).await?;
    tracing::info!(count = door.registration.commands.len(), "Discord was told what can be typed");
    Ok(())
}

/// What Discord has of the application's commands.
pub(crate) async fn registered(rest: &Rest, application_id: ApplicationId) -> Result<Value, Trouble> {
    let place = Route::Commands { application_id };
    rest.get_with(place, vec![("with_localizations", true.to_string())]).await
}

/// Whether Discord has just these commands.
pub(crate) fn is_registered(there: &Value, wanted: &Value) -> bool {
    relevant_all(there) == relevant_all(wanted)
}

/// The commands as far as they matter, in an order of their own.
fn relevant_all(commands: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = commands.as_array().into_iter().flatten().map(relevant).collect();
    all.sort_by_key(|command| (command["type"].as_u64(), command["name"].as_str().map(str::to_owned)));
    all
}

/// What matters of one thing, without what stands for nothing.
fn relevant(of: &Value) -> Value {
    match of {
        Value::Array(items) => Value::Array(items.iter().map(relevant).collect()),
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, value)| FIELDS.contains(&name.as_str()) && says_something(value));
            let kept: Map<String, Value> = kept.map(|(name, value)| (name.clone(), inner(name, value))).collect();
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

/// Names and descriptions by language have no fields of their own.
fn inner(name: &str, value: &Value) -> Value {
    if name.ends_with("_localizations") { value.clone() } else { relevant(value) }
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use liaison_chat::Sentences;
    use serde_json::json;

    use super::relevant_all;

    #[test]
    fn what_discord_adds_makes_no_difference_and_what_people_see_does() {
        let wanted = json!(Sentences::load().unwrap().registration());
        let mut there = wanted.clone();
        let commands = there.as_array_mut().unwrap();
        commands.reverse();
        for command in commands.iter_mut() {
            command["id"] = json!("1");
            command["version"] = json!("2");
            command["nsfw"] = json!(false);
            command["integration_types"] = json!([0]);
            command["default_member_permissions"] = json!(null);
        }
        assert_eq!(relevant_all(&there), relevant_all(&wanted));
        there[3]["description_localizations"]["fr"] = json!("autre chose");
        assert_ne!(relevant_all(&there), relevant_all(&wanted));
    }
}
