//! Messages, as they are kept and as a test sees them, and the nonces that keep one from being posted twice.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::asked::File;
use crate::snowflake::Snowflake;

/// Discord's flags of a message.
pub mod flag {
    /// No embeds are shown, the author's own included.
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// A thread hangs on it.
    pub const HAS_THREAD: u64 = 1 << 5;
    /// Only the one who asked sees it.
    pub const EPHEMERAL: u64 = 1 << 6;
    /// "… is thinking".
    pub const LOADING: u64 = 1 << 7;
    /// Nobody's telephone rings.
    pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    /// Components of the second kind.
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

/// Who is really mentioned: named in the text and allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// These people, the author of the message that is answered among them where that was allowed.
    pub users: Vec<Snowflake>,
    /// These roles.
    pub roles: Vec<Snowflake>,
    /// Everyone.
    pub everyone: bool,
}

/// A button under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What the bot is told when it is pressed; links have none.
    pub custom_id: Option<String>,
    /// Its colour, by Discord's number.
    pub style: u64,
    /// Cannot be pressed.
    pub disabled: bool,
}

/// A message, everything about it included that no client shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its identifier.
    pub id: Snowflake,
    /// Where it stands.
    pub channel: Snowflake,
    /// Who wrote it.
    pub author: Snowflake,
    /// Discord's number for what it is: 0 plain, 19 an answer, 20 a command's answer, 18 and 21 about threads.
    pub kind: u8,
    /// The text now.
    pub content: String,
    /// The texts before, oldest first.
    pub earlier: Vec<String>,
    /// Rows of buttons and what else stands below, as JSON.
    pub components: Vec<Value>,
    /// Embeds, as JSON.
    pub embeds: Vec<Value>,
    /// The files.
    pub files: Vec<File>,
    /// See [`flag`].
    pub flags: u64,
    /// Who is mentioned now.
    pub mentioned: Mentioned,
    /// Who was called when it was posted: an edit calls nobody.
    pub called: Mentioned,
    /// The message that it answers.
    pub reply_to: Option<Snowflake>,
    /// The channel that it speaks of, for messages about threads.
    pub about: Option<Snowflake>,
    /// What its author posted it with.
    pub nonce: Option<Value>,
    /// The interaction that it answers.
    pub interaction: Option<Snowflake>,
    /// Who alone sees it, where it is ephemeral.
    pub only_for: Option<Snowflake>,
    /// The thread that was made from it.
    pub thread: Option<Snowflake>,
    /// By emoji (`👍`, or `name:id`), who reacted.
    pub reactions: BTreeMap<String, Vec<Snowflake>>,
    /// When it was last edited, in milliseconds since 1970.
    pub edited: Option<u64>,
    /// When it was posted.
    pub posted: u64,
    /// Gone.
    pub deleted: bool,
}

impl Message {
    pub(crate) fn new(id: Snowflake, channel: Snowflake, author: Snowflake, posted: u64) -> Self {
        Self {
            id,
            channel,
            author,
            kind: 0,
            content: String::new(),
            earlier: Vec::new(),
            components: Vec::new(),
            embeds: Vec::new(),
            files: Vec::new(),
            flags: 0,
            mentioned: Mentioned::default(),
            called: Mentioned::default(),
            reply_to: None,
            about: None,
            nonce: None,
            interaction: None,
            only_for: None,
            thread: None,
            reactions: BTreeMap::new(),
            edited: None,
            posted,
            deleted: false,
        }
    }

    /// Only the one who asked sees it.
    pub fn is_ephemeral(&self) -> bool {
        self.only_for.is_some()
    }

    /// The bot has promised it and not yet said anything.
    pub fn is_loading(&self) -> bool {
        self.flags & flag::LOADING != 0
    }

    /// Every button under it, in order.
    pub fn buttons(&self) -> Vec<Button> {
        let all = parts(&self.components).into_iter().filter(|part| part["type"] == 2);
        let text = |part: &Value, name: &str| part[name].as_str().map(str::to_owned);
        all.map(|part| Button {
            label: text(part, "label").unwrap_or_default(),
            custom_id: text(part, "custom_id"),
            style: part["style"].as_u64().unwrap_or_default(),
            disabled: part["disabled"].as_bool().unwrap_or_default(),
        })
        .collect()
    }

    /// The component of that name, as JSON.
    pub fn component(&self, custom_id: &str) -> Option<&Value> {
        parts(&self.components).into_iter().find(|part| part["custom_id"] == custom_id)
    }
}

/// Everything that stands in rows or labels, flattened.
pub(crate) fn parts(components: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    for component in components {
        all.push(component);
        all.extend(component["components"].as_array().map(|inner| parts(inner)).unwrap_or_default());
        all.extend(component.get("component").map(|inner| parts(std::slice::from_ref(inner))).unwrap_or_default());
    }
    all
}

/// Which message was posted with which nonce, for a while.
pub(crate) struct Nonces {
    pub keep: Duration,
    pub seen: Vec<(String, Snowflake, u64)>,
}

impl Default for Nonces {
    fn default() -> Self {
        Self { keep: Duration::from_secs(180), seen: Vec::new() }
    }
}
