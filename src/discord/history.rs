//! Finds what was posted before: the marker of a post in the channel's recent history.

use std::num::NonZeroU64;

use liaison_chat::DeliveryKey;
use serde_json::Value;
use serenity::http::Route;

use crate::content::{is_marked, marker};
use crate::door::{Door, channel};
use crate::hear::is_own;
use crate::snowflake::number;
use crate::trouble::Trouble;

/// How far back is looked: pages of so many messages.
const PAGES: usize = 2;
const PAGE: usize = 100;

/// The messages of a post's parts, those that stand there.
pub(crate) async fn find(
    door: &Door,
    at: NonZeroU64,
    key: &DeliveryKey,
    parts: usize,
) -> Result<Vec<Option<NonZeroU64>>, Trouble> {
    let mut found = vec![None; parts];
    let mut before = None;
    for _ in 0..PAGES {
        let mut params = vec![("limit", PAGE.to_string())];
        params.extend(before.take().map(|before: String| ("before", before)));
        let page = door.rest.get_with(Route::ChannelMessages { channel_id: channel(at) }, params).await?;
        let page = page.as_array().map(Vec::as_slice).unwrap_or_default();
        for message in page.iter().filter(|message| is_own(door, message)) {
            let content = message["content"].as_str().unwrap_or_default();
            for (part, place) in found.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
                if is_marked(content, &marker(key, part)) {
                    *place = id(message);
                }
            }
        }
        before = page.last().and_then(|last| last["id"].as_str()).map(str::to_owned);
        if page.len() < PAGE || found.iter().all(Option::is_some) {
            break;
        }
    }
    Ok(found)
}

/// The number of what Discord tells of.
pub(crate) fn id(of: &Value) -> Option<NonZeroU64> {
    of["id"].as_str().and_then(number)
}
