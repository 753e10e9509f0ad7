//! A room, read as a sceptical member would: how often each thing was told, and whether any of it could be clicked on.

use std::collections::BTreeMap;

use super::support::nio::{Nio, Post};

/// The posts of the bot, without the edits of earlier ones.
pub(crate) fn posts_of<'a>(posts: &'a [Post], bot: &str) -> Vec<&'a Post> {
    posts.iter().filter(|post| post.sender == bot && post.rel_type.as_deref() != Some("m.replace")).collect()
}

/// How many posts of the bot hold these words in what they first said.
pub(crate) fn times_told(posts: &[Post], bot: &str, words: &str) -> usize {
    posts_of(posts, bot).iter().filter(|post| post.body.contains(words)).count()
}

/// How often each case was told to be new: by a card of its own, or by a line of a list.
pub(crate) fn told_as_new(posts: &[Post], bot: &str) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for post in posts_of(posts, bot) {
        let mut lines = post.body.lines();
        let first = lines.next().unwrap_or_default();
        if let Some((reference, _)) = first.split_once(" · removal referral · ") {
            *told.entry(reference.to_owned()).or_default() += 1;
        } else if first.ends_with(" new cases:") {
            for reference in lines.filter_map(|line| Some(line.strip_prefix("• ")?.split_once(" · ")?.0)) {
                *told.entry(reference.to_owned()).or_default() += 1;
            }
        }
    }
    told
}

/// Every case up to `count` was told to be new, each once, in what the homeserver has of the room.
#[track_caller]
pub(crate) fn each_is_told_once(person: &Nio, room: &str, bot: &str, count: usize) {
    let told = told_as_new(&person.history(room), bot);
    let expected: BTreeMap<String, usize> = (1..=count).map(|number| (format!("YT-{number}"), 1)).collect();
    let wrong: Vec<_> = expected.keys().chain(told.keys()).filter(|case| told.get(*case) != Some(&1)).collect();
    assert!(wrong.is_empty(), "not told once: {wrong:?}, of {told:?}");
    assert_eq!(told, expected);
}

/// Nothing that the bot said can be clicked on or unfurls, but for the people whom it calls; nothing calls the room.
#[track_caller]
pub(crate) fn nothing_is_live(posts: &[Post], bot: &str) {
    let of_bot: Vec<&Post> = posts.iter().filter(|post| post.sender == bot).collect();
    assert!(!of_bot.is_empty());
    for post in of_bot {
        assert!(post.readable, "{post:?}");
        assert!(!post.mentions_room && !post.content.to_string().contains("@room"), "{post:?}");
        for content in [&post.content, &post.content["m.new_content"]] {
            for text in ["body", "formatted_body"].iter().filter_map(|key| content[key].as_str()) {
                let text = text.replace("<a href=\"https://matrix.to/#/@", "").to_lowercase();
                let live = ["http:", "https:", "www.", "<a", "href", "<img", ".example"];
                let found: Vec<_> = live.iter().filter(|mark| text.contains(**mark)).collect();
                assert!(found.is_empty(), "{found:?} in {text}");
            }
        }
    }
}
