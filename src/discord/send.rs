//! Saying things: one attempt for one delivery key. The key is the nonce, so that Discord answers a second attempt with
//! the first message; beyond its memory, the post's own marker is looked for.

use std::num::NonZeroU64;

use liaison_chat::{Act, Destination, Document, Outbound, Receipt, Undelivered};
use serenity::http::{LightMethod, Route};

use crate::content::{parts, parts_within};
use crate::door::{Door, channel, message};
use crate::posted::Posted;
use crate::snowflake::number;
use crate::trouble::{Trouble, code, never};
use crate::{answers, body, history, threads};

/// Does one thing.
pub(crate) async fn send(door: &Door, outbound: &Outbound) -> Result<Receipt, Undelivered> {
    if let Destination::Answer { to: Some(handle), .. } = &outbound.to
        && let Some(handle) = answers::Handle::read(handle)
    {
        return answers::say(door, &handle, outbound).await;
    }
    let at = channel_of(door, &outbound.to).await?;
    match &outbound.act {
        Act::Post { document, reply_to, thread } => {
            let standing = Standing { reply_to: reply_to.as_ref(), thread: thread.as_ref() };
            post(door, at, outbound, document, standing).await
        }
        Act::Edit { of, document } => edit(door, at, of, document, outbound).await,
        Act::Redact { of, .. } => redact(door, at, of).await,
    }
}

#[derive(Clone, Copy)]
struct Standing<'a> {
    reply_to: Option<&'a Receipt>,
    thread: Option<&'a Receipt>,
}

async fn channel_of(door: &Door, to: &Destination) -> Result<NonZeroU64, Undelivered> {
    match to {
        Destination::Room(at) | Destination::Answer { room: at, .. } => {
            door.places.configured(at).ok_or_else(|| never(format!("{at} is not a configured channel")))
        }
        Destination::Person(person) => door.direct.channel(&door.rest, person).await,
    }
}

/// Where a post stands: in which channel, in which thread of it, under which message.
struct Place {
    at: NonZeroU64,
    thread: Option<NonZeroU64>,
    under: Option<NonZeroU64>,
}

async fn place(door: &Door, at: NonZeroU64, to: &Destination, standing: Standing<'_>) -> Result<Place, Trouble> {
    let replied = standing.reply_to.and_then(Posted::read);
    let said_to = match to {
        Destination::Answer { to: Some(said), .. } => number(said),
        _ => None,
    };
    let thread = match standing.thread.and_then(Posted::read) {
        Some(Posted { thread: Some(inside), .. }) => Some(inside),
        Some(Posted { first: root, .. }) => Some(threads::open(door, at, root).await?),
        // What was asked in a thread is answered there.
        None => said_to.and_then(|said| door.places.said_in(said)),
    };
    let replied = replied.filter(|replied| replied.thread == thread).map(|replied| replied.first);
    Ok(Place { at: thread.unwrap_or(at), thread, under: replied.or(said_to) })
}

async fn post(
    door: &Door,
    at: NonZeroU64,
    outbound: &Outbound,
    document: &Document,
    standing: Standing<'_>,
) -> Result<Receipt, Undelivered> {
    let place = place(door, at, &outbound.to, standing).await?;
    let texts = parts(document, &outbound.key);
    let there =
        if outbound.look_first { history::find(door, place.at, &outbound.key, texts.len()).await? } else { Vec::new() };
    // An answer goes to one who is looking: it calls nobody.
    let calls = if matches!(outbound.to, Destination::Room(_)) { document.calls.as_slice() } else { &[] };
    let mut messages = Vec::new();
    for (part, text) in texts.iter().enumerate() {
        if let Some(message) = there.get(part).copied().flatten() {
            messages.push(message);
            continue;
        }
        let offers = if part == 0 { document.offers.as_slice() } else { &[] };
        let mut body = body::named(body::message(text, calls, offers), &outbound.key, part);
        if let Some(under) = place.under.filter(|_| part == 0) {
            body = body::answering(body, under);
        }
        let to = Route::ChannelMessages { channel_id: channel(place.at) };
        let sent = match (door.rest.write(LightMethod::Post, to, &body).await, place.thread) {
            (Err(trouble), Some(thread)) if trouble.is(code::ARCHIVED_THREAD) => {
                threads::wake(door, thread).await?;
                door.rest.write(LightMethod::Post, to, &body).await?
            }
            (sent, _) => sent?,
        };
        messages.push(history::id(&sent).ok_or_else(|| Trouble::Passing("an answer without an id".to_owned()))?);
    }
    let posted = Posted::of(place.thread, messages).ok_or_else(|| never("there is nothing to say"))?;
    Ok(posted.receipt())
}

async fn edit(
    door: &Door,
    at: NonZeroU64,
    of: &Receipt,
    document: &Document,
    outbound: &Outbound,
) -> Result<Receipt, Undelivered> {
    let posted = Posted::read(of).ok_or_else(|| never("that is not a message of Discord"))?;
    let at = posted.thread.unwrap_or(at);
    let mut texts = parts_within(document, &outbound.key, posted.messages().count()).into_iter();
    for (part, message_id) in posted.messages().enumerate() {
        let to = Route::ChannelMessage { channel_id: channel(at), message_id: message(message_id) };
        let Some(text) = texts.next() else {
            gone_is_gone(door.rest.delete(to).await)?;
            continue;
        };
        let offers = if part == 0 { document.offers.as_slice() } else { &[] };
        // Nobody is called by an edit.
        let body = body::message(&text, &[], offers);
        match (door.rest.write(LightMethod::Patch, to, &body).await, posted.thread) {
            (Err(trouble), Some(thread)) if trouble.is(code::ARCHIVED_THREAD) => {
                threads::wake(door, thread).await?;
                door.rest.write(LightMethod::Patch, to, &body).await?
            }
            (edited, _) => edited?,
        };
    }
    Ok(of.clone())
}

async fn redact(door: &Door, at: NonZeroU64, of: &Receipt) -> Result<Receipt, Undelivered> {
    let posted = Posted::read(of).ok_or_else(|| never("that is not a message of Discord"))?;
    let at = posted.thread.unwrap_or(at);
    for message_id in posted.messages() {
        let to = Route::ChannelMessage { channel_id: channel(at), message_id: message(message_id) };
        gone_is_gone(door.rest.delete(to).await)?;
    }
    Ok(of.clone())
}

fn gone_is_gone<T>(done: Result<T, Trouble>) -> Result<(), Trouble> {
    match done {
        Err(trouble) if !trouble.is(code::UNKNOWN_MESSAGE) => Err(trouble),
        _ => Ok(()),
    }
}
