//! What one person sees of a message, gathered from what the counterpart holds of it and of whoever it speaks of.

use liaison_counterpart::{Counterpart, Interaction, Message, Snowflake};
use serde_json::Value;

use super::markdown::{Line, Run, Style, lines};

/// A message in somebody's client.
pub(super) struct Seen {
    pub(super) author: String,
    pub(super) by_bot: bool,
    pub(super) above: Option<Above>,
    pub(super) lines: Vec<Line>,
    /// Rows of buttons, as Discord's JSON.
    pub(super) rows: Vec<Value>,
    /// Nobody else sees it.
    pub(super) alone: bool,
    /// It calls the one who looks.
    pub(super) calls: bool,
}

/// What a client shows above a message.
pub(super) struct Above {
    pub(super) person: String,
    pub(super) runs: Vec<Run>,
}

/// A message as that person sees it.
pub(super) fn seen(discord: &Counterpart, message: &Message, by: Snowflake) -> Seen {
    assert!(message.only_for.is_none_or(|only| only == by), "{by} does not see that message");
    Seen {
        author: name(discord, message.author),
        by_bot: message.author == discord.application(),
        above: message.reply_to.map(|answered| reply(discord, answered)),
        lines: lines(&message.content, discord),
        rows: message.components.clone(),
        alone: message.is_ephemeral(),
        calls: message.called.users.contains(&by),
    }
}

/// What an interaction is answered with, as the one who asked sees it.
pub(super) async fn answered(discord: &Counterpart, asked: &Interaction, by: Snowflake) -> Seen {
    let (message, asked) = (asked.message().await.unwrap(), asked.payload());
    let pressed = asked.pointer("/message/id").and_then(Value::as_str);
    let above = match (pressed, asked.pointer("/data/name").and_then(Value::as_str)) {
        (Some(message), _) => Some(reply(discord, message.parse().unwrap())),
        (None, Some(command)) => Some(used(name(discord, by), command)),
        (None, None) => None,
    };
    Seen { above, ..seen(discord, &message, by) }
}

fn name(discord: &Counterpart, id: Snowflake) -> String {
    discord.name(id).unwrap_or_else(|| panic!("{id} is nobody"))
}

/// The message that is answered, on one line.
fn reply(discord: &Counterpart, answered: Snowflake) -> Above {
    let message = discord.message(answered).unwrap();
    let mut runs = Vec::new();
    for Line { runs: line, .. } in lines(&message.content, discord) {
        runs.extend(line);
        runs.push(Run { style: Style::Plain, text: " ".to_owned() });
    }
    Above { person: name(discord, message.author), runs }
}

fn used(person: String, command: &str) -> Above {
    let run = |style, text: String| Run { style, text };
    Above { person, runs: vec![run(Style::Plain, "used ".to_owned()), run(Style::Mention, format!("/{command}"))] }
}
