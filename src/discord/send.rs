//! Saying things: one attempt for one delivery key. The key is the nonce, so that Discord answers a second attempt with
//! the first message; beyond its memory, the post's own marker is looked for.

use std::num::NonZeroU64;

use liaison_chat::{Act, Destination, Document, Outbound, Receipt, Undelivered};
use serenity::http::{LightMethod, Route};

use crate::content::{parts, parts_of};
use crate::door::{Door, channel, message};
use crate::hear::message_of;
use crate::posted::Posted;
use crate::trouble::{Trouble, code, never};
use crate::{answers, body, history, threads};

/// Does one thing.
pub(crate) async fn send(door: &Door, outbound: &Outbound) -> Result<Receipt, Undelivered> {
    if let (Destination::Answer { to: Some(handle), .. }, Act::Post { document, .. }) = (&outbound.to, &outbound.act)
        && let Some(handle) = answers::Handle::read(handle)
    {
        return answers::say(door, &handle, document, outbound).await;
    }
    if let Act::Redact { of, .. } = &outbound.act
        && let Some((handle, posted)) = answers::shown(of)
    {
        answers::redact(door, &handle, &posted).await?;
        return Ok(of.clone());
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
    let said_to = said_to(to);
    let thread = match standing.thread.and_then(Posted::read) {
        Some(Posted { thread: Some(inside), .. }) => Some(inside),
        Some(Posted { first: root, .. }) => Some(threads::open(door, at, root).await?),
        // What was asked in a thread is answered there.
        None => said_to.and_then(|said| door.places.said_in(said)),
    };
    let replied = standing.reply_to.and_then(Posted::read);
    let replied = replied.filter(|replied| replied.thread == thread).map(|replied| replied.first);
    Ok(Place { at: thread.unwrap_or(at), thread, under: replied.or(said_to) })
}

/// The message that an answer goes to.
fn said_to(to: &Destination) -> Option<NonZeroU64> {
    match to {
        Destination::Answer { to: Some(said), .. } => message_of(said),
        _ => None,
    }
}

/// Posts where it belongs; what a thread does not take (it is locked, or gone) stands in its channel.
async fn post(
    door: &Door,
    at: NonZeroU64,
    outbound: &Outbound,
    document: &Document,
    standing: Standing<'_>,
) -> Result<Receipt, Undelivered> {
    let place = place(door, at, &outbound.to, standing).await;
    let replied = standing.reply_to.and_then(Posted::read).filter(|replied| replied.thread.is_none());
    let in_channel = Place { at, thread: None, under: replied.map(|replied| replied.first) };
    let in_thread = match place {
        Ok(Place { thread: None, under, .. }) => {
            return put(door, &Place { under, ..in_channel }, outbound, document).await;
        }
        Ok(in_thread) => in_thread,
        Err(trouble @ Trouble::Refused { .. }) if standing.thread.is_some() => {
            tracing::warn!(why = trouble.why(), "a thread cannot be opened; its channel is taken");
            return put(door, &in_channel, outbound, document).await;
        }
        Err(trouble) => return Err(trouble.into()),
    };
    // An earlier attempt may have had to take the channel.
    if outbound.look_first && stands_in(door, at, outbound, document).await? {
        return put(door, &in_channel, outbound, document).await;
    }
    match put(door, &in_thread, outbound, document).await {
        Err(Undelivered::Never { why }) => {
            tracing::warn!(why, "a thread takes no post; its channel is taken");
            in_thread.thread.into_iter().for_each(|thread| door.places.forget(thread));
            put(door, &in_channel, outbound, document).await
        }
        done => done,
    }
}

/// Looks for what an earlier attempt may have left, in the thread that it was for and in the channel, and sends nothing.
pub(crate) async fn find(door: &Door, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
    let Act::Post { document, thread, .. } = &outbound.act else { return Ok(None) };
    let at = channel_of(door, &outbound.to).await?;
    let inside = thread.as_ref().and_then(Posted::read).map(|root| root.thread.unwrap_or(root.first));
    let count = parts(document, &outbound.key).len();
    for thread in inside.map(Some).into_iter().chain([None]) {
        let found = match history::find(door, thread.unwrap_or(at), &outbound.key, count).await {
            // There was no such thread yet.
            Err(trouble) if thread.is_some() && trouble.is(code::UNKNOWN_CHANNEL) => continue,
            found => found?,
        };
        if let Some(posted) = Posted::of(thread, found.into_iter().flatten().collect()) {
            return Ok(Some(posted.receipt()));
        }
    }
    Ok(None)
}

async fn stands_in(door: &Door, at: NonZeroU64, outbound: &Outbound, document: &Document) -> Result<bool, Undelivered> {
    let parts = parts(document, &outbound.key).len();
    Ok(history::find(door, at, &outbound.key, parts).await?.iter().any(Option::is_some))
}

/// Posts there, part after part, but for the parts that stand there already.
async fn put(door: &Door, place: &Place, outbound: &Outbound, document: &Document) -> Result<Receipt, Undelivered> {
    let texts = parts(document, &outbound.key);
    let there =
        if outbound.look_first { history::find(door, place.at, &outbound.key, texts.len()).await? } else { Vec::new() };
    // An answer goes to one who is looking: it calls nobody.
    let calls = if matches!(outbound.to, Destination::Room(_)) { document.calls.as_slice() } else { &[] };
    let mut messages: Vec<NonZeroU64> = Vec::new();
    for (part, text) in texts.iter().enumerate() {
        if let Some(message) = there.get(part).copied().flatten() {
            messages.push(message);
            continue;
        }
        let offers = if part == 0 { document.offers.as_slice() } else { &[] };
        let mut body = body::named(body::message(text, calls, offers), &outbound.key, part);
        // What a post goes on with hangs on its beginning: a reply to any of its parts is one to all of it.
        if let Some(under) = messages.first().copied().or(place.under) {
            body = body::answering(body, under);
        }
        let to = Route::ChannelMessages { channel_id: channel(place.at) };
        let sent = match threads::ask(door, place.thread, LightMethod::Post, to, Some(&body)).await {
            Err(trouble @ Trouble::Refused { .. }) if part > 0 => {
                return Err(Undelivered::Unfinished { why: trouble.why() });
            }
            sent => sent?,
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
    let texts = parts_of(document, &outbound.key, posted.count());
    for (part, (message_id, text)) in posted.messages().zip(texts).enumerate() {
        let offers = if part == 0 { document.offers.as_slice() } else { &[] };
        // Nobody is called by an edit.
        let body = body::message(&text, &[], offers);
        let to = message_at(at, &posted, message_id);
        match threads::ask(door, posted.thread, LightMethod::Patch, to, Some(&body)).await {
            Err(trouble) if is_gone(&trouble, &posted) => {
                // What is left of it would go on showing what was.
                for left in posted.messages() {
                    take_away(door, at, &posted, left).await?;
                }
                return Err(Undelivered::Gone { why: trouble.why() });
            }
            edited => edited?,
        };
    }
    Ok(of.clone())
}

async fn redact(door: &Door, at: NonZeroU64, of: &Receipt) -> Result<Receipt, Undelivered> {
    let posted = Posted::read(of).ok_or_else(|| never("that is not a message of Discord"))?;
    for message_id in posted.messages() {
        take_away(door, at, &posted, message_id).await?;
    }
    Ok(of.clone())
}

/// Takes one message away; what is gone is gone.
async fn take_away(door: &Door, at: NonZeroU64, posted: &Posted, message_id: NonZeroU64) -> Result<(), Trouble> {
    let to = message_at(at, posted, message_id);
    match threads::ask(door, posted.thread, LightMethod::Delete, to, None).await {
        Err(trouble) if !is_gone(&trouble, posted) => Err(trouble),
        _ => Ok(()),
    }
}

fn message_at(at: NonZeroU64, posted: &Posted, message_id: NonZeroU64) -> Route<'static> {
    Route::ChannelMessage { channel_id: channel(posted.thread.unwrap_or(at)), message_id: message(message_id) }
}

/// Whether a post is gone, or the thread that it stood in.
fn is_gone(trouble: &Trouble, posted: &Posted) -> bool {
    trouble.is(code::UNKNOWN_MESSAGE) || (posted.thread.is_some() && trouble.is(code::UNKNOWN_CHANNEL))
}
