//! The first answer to an interaction: at once, without the store, and only once. What Discord did not take in time never
//! happened.

use std::sync::Arc;
use std::time::Duration;

use liaison_chat::{Asking, Inbound, Invoked, Listener, Network, Offered, RoomRight, Said};
use liaison_domain::Subject;
use serde_json::{Value, json};
use serenity::all::InteractionId;
use serenity::http::{LightMethod, Route};
use tokio::time::Instant;

use crate::answers::Handle;
use crate::asked::{self, Asked, What};
use crate::body::{EPHEMERAL, cut};
use crate::door::Door;
use crate::forms::modal;
use crate::snowflake::number;
use crate::trouble::{Trouble, code};
use crate::{people, threads};

/// Discord's limits of what completes an option.
const CHOICES_LIMIT: usize = 25;
const CHOICE_LIMIT: usize = 100;
/// So long Discord's word is waited for, within its three seconds …
const PATIENCE: Duration = Duration::from_millis(2_900);
/// … and so early a connection must have broken that a second attempt is worth it.
const EARLY: Duration = Duration::from_millis(2_000);
/// Kinds of first answers.
const PROMISE: u8 = 5;
const CHOICES: u8 = 8;
const FORM: u8 = 9;

/// What comes of a first answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was promised: this is to be done.
    Promised(Box<Inbound>),
    /// It was all that there is to say for now.
    Shown,
    /// Discord did not take it: whoever asked sees that it failed.
    Missed,
}

/// Gives an interaction its first answer.
pub(crate) async fn answer(door: &Door, ear: &Arc<dyn Listener>, event: &Value) -> Outcome {
    let Some(asked) = asked::read(door, event) else {
        tracing::warn!("an interaction was not understood");
        return Outcome::Shown;
    };
    match &asked.what {
        What::Typing(typing) => {
            let choices = ear.complete(Network::Discord, typing.clone()).await;
            // Whoever goes on typing asks again: nothing is missed.
            call_back(door, &asked, CHOICES, json!({ "choices": offered(&choices) })).await;
            Outcome::Shown
        }
        What::Begun(invoked, filled) => match begun(door, &asked, invoked, filled) {
            Some(form) => show(door, &asked, form).await,
            None => promise(door, &asked, invoked, None).await,
        },
        What::Done(invoked, on) => {
            let subjects = ear.subjects(Network::Discord, asking(&asked, invoked)).await;
            match form_for(door, &asked, invoked, &subjects, on.as_deref()) {
                Some(form) => show(door, &asked, form).await,
                None => promise(door, &asked, invoked, on.as_deref()).await,
            }
        }
        What::Sent(invoked, on) => promise(door, &asked, invoked, on.as_deref()).await,
    }
}

/// Who gives that command, and where.
fn asking(asked: &Asked, invoked: &Invoked) -> Asking {
    Asking {
        room: asked.spot.room.to_string(),
        person: asked.spot.person.clone(),
        roles: asked.spot.roles.clone(),
        invoked: invoked.clone(),
    }
}

/// The form for what the command lacks on such cases.
fn form_for(door: &Door, asked: &Asked, invoked: &Invoked, subjects: &[Subject], on: Option<&str>) -> Option<Value> {
    let form = door.sentences.form(invoked, subjects, asked.language)?;
    modal((&door.table, &door.sentences), form, invoked, on, asked.language)
}

/// The form that a command begins with, with what stands in it already.
fn begun(door: &Door, asked: &Asked, invoked: &Invoked, filled: &[(String, String)]) -> Option<Value> {
    let mut form = door.sentences.form(invoked, &[], asked.language)?;
    for field in &mut form.fields {
        if let Some((_, value)) = filled.iter().find(|(name, _)| *name == field.option) {
            // An address that was cut off would be another one.
            if value.chars().count() <= field.limit {
                field.value.clone_from(value);
            }
        }
    }
    modal((&door.table, &door.sentences), form, invoked, None, asked.language)
}

async fn show(door: &Door, asked: &Asked, form: Value) -> Outcome {
    match call_back(door, asked, FORM, form).await {
        Taken::No => Outcome::Missed,
        Taken::Now | Taken::Before => Outcome::Shown,
    }
}

async fn promise(door: &Door, asked: &Asked, invoked: &Invoked, on: Option<&str>) -> Outcome {
    let taken = call_back(door, asked, PROMISE, json!({ "flags": EPHEMERAL })).await;
    if taken == Taken::No {
        return Outcome::Missed;
    }
    if let Some(interaction) = number(&asked.id).filter(|_| taken == Taken::Now) {
        door.answers.promised(interaction);
    }
    let answer = Some(Handle::written(&asked.id, &asked.token));
    let reply_to = on.map(str::to_owned);
    let said = match lacking(door, asked).await {
        Some(lacking) => Said::Barred { invoked: invoked.clone(), lacking },
        None => Said::Command(invoked.clone()),
    };
    let inbound = asked.spot.inbound(&asked.id, said);
    Outcome::Promised(Box::new(Inbound { reply_to, answer, ..inbound }))
}

/// The rights that the bot lacks there, where Discord said so and the channel's own settings confirm it.
async fn lacking(door: &Door, asked: &Asked) -> Option<Vec<RoomRight>> {
    if !asked.lacks_rights {
        return None;
    }
    match people::lacking(door, asked.spot.room).await {
        Ok(lacking) => Some(lacking).filter(|lacking| !lacking.is_empty()),
        // It does not even see the channel.
        Err(trouble) if trouble.is(code::MISSING_ACCESS) => Some(vec![RoomRight::See]),
        Err(_) => None,
    }
}

/// Whether Discord took a first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    /// This one.
    Now,
    /// An earlier one: Discord tells of the same interaction once more.
    Before,
    /// Neither.
    No,
}

async fn call_back(door: &Door, asked: &Asked, kind: u8, data: Value) -> Taken {
    let Some(id) = number(&asked.id) else { return Taken::No };
    let to = Route::InteractionResponse { interaction_id: InteractionId::from(id), token: &asked.token };
    let body = json!({ "type": kind, "data": data });
    let begun = Instant::now();
    let attempt = || {
        let patience = PATIENCE.saturating_sub(begun.elapsed());
        door.rest.write_within(patience, LightMethod::Post, to, &body)
    };
    let answered = match attempt().await {
        Err(trouble) if trouble.is(code::ARCHIVED_THREAD) => match asked.spot.thread {
            Some(thread) if threads::wake(door, thread).await.is_ok() => attempt().await,
            _ => Err(trouble),
        },
        // The connection broke, or Discord's word was lost: whether it took the answer, the second attempt tells.
        Err(Trouble::Passing(_)) if begun.elapsed() < EARLY => match attempt().await {
            Err(trouble) if trouble.is(code::ALREADY_ANSWERED) => Ok(Value::Null),
            answered => answered,
        },
        answered => answered,
    };
    match answered {
        Ok(_) => Taken::Now,
        Err(trouble) if trouble.is(code::ALREADY_ANSWERED) => Taken::Before,
        Err(trouble) => {
            missed(&trouble);
            Taken::No
        }
    }
}

fn missed(trouble: &Trouble) {
    tracing::warn!(why = trouble.why(), "an interaction was missed: its first answer was not taken");
}

fn offered(choices: &[Offered]) -> Vec<Value> {
    // A value that was cut off would be another one.
    let whole = choices.iter().filter(|one| (1..=CHOICE_LIMIT).contains(&one.value.encode_utf16().count()));
    let shown = |one: &Offered| cut(if one.name.is_empty() { &one.value } else { &one.name }, CHOICE_LIMIT);
    whole.take(CHOICES_LIMIT).map(|one| json!({ "name": shown(one), "value": one.value })).collect()
}

#[cfg(test)]
mod tests {
    use liaison_chat::Offered;

    use super::offered;

    #[test]
    fn what_completes_is_cut_where_people_read_it_and_left_out_where_it_counts() {
        let one = |name: String, value: String| Offered { name, value };
        let mut choices = vec![one("é".repeat(200), "YT-1".to_owned()), one("long".to_owned(), "x".repeat(101))];
        choices.extend((2..200).map(|number| one(String::new(), format!("YT-{number}"))));
        let shown = offered(&choices);
        assert_eq!(shown.len(), 25);
        assert_eq!(shown[0]["name"].as_str().unwrap().chars().count(), 100);
        assert_eq!((&shown[1]["name"], &shown[1]["value"]), (&"YT-2".into(), &"YT-2".into()));
    }
}
