//! Tells Discord what can be typed, and only where it does not know it already: a day has two hundred such calls.

use std::convert::Infallible;
use std::time::Duration;

use serde_json::{Map, Value, json};
use serenity::all::ApplicationId;
use serenity::http::{LightMethod, Route};

use crate::door::Door;
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

/// After so long it is tried again where Discord says nothing of its own …
const AGAIN_AFTER: Duration = Duration::from_secs(30);
/// … or has refused, as it does beyond a day's two hundred; what was registered before goes on working.
const AFTER_A_REFUSAL: Duration = Duration::from_secs(3_600);

/// Sees to it that Discord knows the commands, however long that takes; nothing else waits for it.
pub(crate) async fn keep_registered(door: &Door) -> Infallible {
    loop {
        let wait = match register(door).await {
            Ok(()) => return std::future::pending().await,
            Err(trouble) => {
                tracing::error!(why = trouble.why(), "Discord does not take the commands; those it has stay");
                match trouble {
                    Trouble::Limited(Some(wait)) => wait,
                    Trouble::Refused { .. } => AFTER_A_REFUSAL,
                    Trouble::Limited(None) | Trouble::SignedOut | Trouble::Passing(_) => AGAIN_AFTER,
                }
            }
        };
        tokio::time::sleep(wait).await;
    }
}

/// Registers the commands where Discord has others.
async fn register(door: &Door) -> Result<(), Trouble> {
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
