//! The table of routes: a new one is a line here and a handler beside it.

use serde_json::json;

use crate::asked::{Answer, Asked};
use crate::gateway::IDENTIFIES_A_DAY;
use crate::refusal::Refusal;
use crate::rest::Handled;
use crate::rest::commands::Place;
use crate::snowflake::Snowflake;
use crate::world::World;

/// An identifier in a path.
fn id(text: &str) -> Result<Snowflake, Refusal> {
    let why = || Refusal::form("", "NUMBER_TYPE_COERCE", format!("Value {text:?} is not snowflake."));
    text.parse().map_err(|_| why())
}

/// Finds the handler.
pub(crate) fn route(world: &mut World, asked: &Asked) -> Handled {
    let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["channels", channel, rest @ ..] => channels(world, asked, id(channel)?, rest),
        ["applications", application, rest @ ..] if *application != "@me" => {
            if id(application)? != world.application {
                return Err(Refusal::unknown_application());
            }
            commands(world, asked, rest)
        }
        ["interactions", interaction, token, "callback"] if asked.method == "POST" => {
            world.callback(asked, id(interaction)?, token)
        }
        ["webhooks", application, token, rest @ ..] => webhooks(world, asked, id(application)?, token, rest),
        ["guilds", guild, rest @ ..] if asked.method == "GET" => world.guild_route(id(guild)?, rest),
        other => plain(world, asked, other),
    }
}

fn plain(world: &mut World, asked: &Asked, path: &[&str]) -> Handled {
    let url = format!("ws://{}", world.address);
    match (asked.method.as_str(), path) {
        ("GET", ["gateway"]) => Ok(json!({ "url": url }).into()),
        ("GET", ["gateway", "bot"]) => {
            let remaining = IDENTIFIES_A_DAY.saturating_sub(world.gateway.identifies);
            let limit = json!({
                "total": IDENTIFIES_A_DAY, "remaining": remaining, "reset_after": 86_400_000, "max_concurrency": 1,
            });
            Ok(json!({ "url": url, "shards": 1, "session_start_limit": limit }).into())
        }
        ("GET", ["users", "@me"]) => Ok(world.own_user_json().into()),
        ("GET", ["users", "@me", "guilds"]) => Ok(world.own_guilds()),
        ("POST", ["users", "@me", "channels"]) => world.open_direct(asked),
        ("GET", ["users", user]) => world.user_route(id(user)?),
        ("GET", ["applications" | "oauth2", ..]) if matches!(path, [_, "@me"] | ["oauth2", "applications", "@me"]) => {
            Ok(world.application_json().into())
        }
        ("GET", ["attachments", channel, file, ..]) => world.attachment(id(channel)?, id(file)?).map(Answer::Bytes),
        _ => Err(Refusal::no_such_route()),
    }
}

fn channels(world: &mut World, asked: &Asked, channel: Snowflake, rest: &[&str]) -> Handled {
    match (asked.method.as_str(), rest) {
        ("GET", []) => world.get_channel(channel),
        ("PATCH", []) => world.patch_channel(asked, channel),
        ("POST", ["typing"]) => world.typing(channel),
        ("POST", ["threads"]) => world.start_thread(asked, channel, None),
        ("POST", ["messages", message, "threads"]) => world.start_thread(asked, channel, Some(id(message)?)),
        ("PUT" | "DELETE", ["thread-members", who]) => world.thread_member(asked, channel, who),
        ("GET", ["messages"]) => world.history(asked, channel),
        ("POST", ["messages"]) => world.create_message(asked, channel),
        ("GET", ["messages", message]) => world.get_message(channel, id(message)?),
        ("PATCH", ["messages", message]) => world.edit_message(asked, channel, id(message)?),
        ("DELETE", ["messages", message]) => world.delete_message(channel, id(message)?),
        ("PUT", ["messages", message, "reactions", emoji, "@me"]) => world.react(channel, id(message)?, emoji),
        ("DELETE", ["messages", message, "reactions", emoji, who]) => {
            let whose = if *who == "@me" { world.application } else { id(who)? };
            world.unreact(channel, id(message)?, emoji, whose)
        }
        _ => Err(Refusal::no_such_route()),
    }
}

fn commands(world: &mut World, asked: &Asked, rest: &[&str]) -> Handled {
    let (place, rest) = match rest {
        ["guilds", guild, "commands", rest @ ..] => (Some(id(guild)?), rest),
        ["commands", rest @ ..] => (None, rest),
        _ => return Err(Refusal::no_such_route()),
    };
    let place: Place = place;
    if place.is_some_and(|guild| !world.bots_guilds().contains(&guild)) {
        return Err(Refusal::missing_access());
    }
    match (asked.method.as_str(), rest) {
        ("GET", []) => Ok(world.list_commands(place, asked.says("with_localizations"))),
        ("POST", []) => world.create_command(place, &asked.body),
        ("PUT", []) => world.put_commands(place, &asked.body),
        ("GET", [command]) => world.get_command(place, id(command)?),
        ("PATCH", [command]) => world.patch_command(place, id(command)?, &asked.body),
        ("DELETE", [command]) => world.delete_command(place, id(command)?),
        _ => Err(Refusal::no_such_route()),
    }
}

fn webhooks(world: &mut World, asked: &Asked, application: Snowflake, token: &str, rest: &[&str]) -> Handled {
    let exchange = world.by_token(application, token)?;
    match (asked.method.as_str(), rest) {
        ("POST", []) => world.follow_up(asked, exchange),
        ("GET", ["messages", message]) => world.get_answer(exchange, message),
        ("PATCH", ["messages", message]) => world.edit_answer(asked, exchange, message),
        ("DELETE", ["messages", message]) => world.delete_answer(exchange, message),
        _ => Err(Refusal::no_such_route()),
    }
}
