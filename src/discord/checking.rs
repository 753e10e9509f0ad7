//! What an operator should know before the bot runs: the token, the application and what it has registered, and each
//! channel with the rights that are missing there and where they are given. Nothing is changed by asking.

use std::num::NonZeroU64;

use liaison_chat::Sentences;
use serde_json::{Value, json};
use serenity::all::GuildId;
use serenity::http::Route;

use crate::config::{DiscordConfig, RoomConfig};
use crate::door::channel;
use crate::error::DiscordError;
use crate::register::{is_registered, registered};
use crate::rest::Rest;
use crate::rights::{Guild, NEEDED, NEEDED_IN_THREADS, Right, gives_roles, may};
use crate::snowflake::{number, role, user};
use crate::trouble::{Trouble, code};

/// Kinds of channels: texts and announcements, where threads hang on messages; the talk beside voices and stages.
const WITH_THREADS: [u64; 2] = [0, 5];
const WITH_MESSAGES: [u64; 2] = [2, 13];

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the bot can work with it as it is.
    pub fine: bool,
    /// What was found and, where it is not fine, what to do; one line.
    pub line: String,
}

impl Finding {
    fn fine(line: impl Into<String>) -> Self {
        Self { fine: true, line: line.into() }
    }

    fn wrong(line: impl Into<String>) -> Self {
        Self { fine: false, line: line.into() }
    }
}

/// The address under which a server's manager lets the bot in, with the scopes and rights that it needs and no other.
///
/// # Errors
/// [`DiscordError`], in words: whose address it is, Discord alone knows.
pub async fn invite(config: &DiscordConfig) -> Result<String, DiscordError> {
    let own = crate::who(&open(config)?).await?;
    let rights = needed(true).fold(0, |all, right| all | right.bit);
    let application = own.application;
    Ok(format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={rights}"
    ))
}

/// Asks Discord for everything that the bot will rely on.
///
/// # Errors
/// [`DiscordError`] where nothing can be asked at all.
pub async fn check(config: &DiscordConfig, sentences: &Sentences) -> Result<Vec<Finding>, DiscordError> {
    let rest = open(config)?;
    let own = crate::who(&rest).await?;
    let mut findings = vec![Finding::fine(format!("the token is that of {} ({})", own.name, own.application))];
    let wanted = sentences.registration();
    findings.push(match registered(&rest, own.application).await {
        Ok(there) if is_registered(&there, &json!(wanted)) => Finding::fine("the commands are registered"),
        Ok(_) => Finding::fine("the commands will be registered when the bot starts"),
        Err(trouble) => Finding::wrong(format!("the commands cannot be asked for: {}", trouble.why())),
    });
    for room in &config.rooms {
        findings.extend(of_channel(&rest, own.id, room).await);
    }
    Ok(findings)
}

/// What the bot needs in a channel, with threads or without.
fn needed(threads: bool) -> impl Iterator<Item = &'static Right> {
    NEEDED.iter().map(|(_, right)| right).chain(NEEDED_IN_THREADS.iter().filter(move |_| threads))
}

fn open(config: &DiscordConfig) -> Result<Rest, DiscordError> {
    Rest::new(config, std::sync::Arc::default()).map_err(|_| {
        DiscordError::Refused(
            "no encrypted connection can be made from this system, or [network] ca_file holds no certificate"
                .to_owned(),
        )
    })
}

async fn of_channel(rest: &Rest, own: NonZeroU64, room: &RoomConfig) -> Vec<Finding> {
    let at = &room.channel;
    let Some(id) = number(at) else { return vec![Finding::wrong(format!("{at} is not a channel's number"))] };
    let place = match rest.get(Route::Channel { channel_id: channel(id) }).await {
        Ok(place) => place,
        Err(trouble) => return vec![Finding::wrong(unseen(at, &trouble))],
    };
    let name = place["name"].as_str().unwrap_or_default().to_owned();
    let Some(guild_id) = place["guild_id"].as_str().and_then(number) else {
        return vec![Finding::wrong(format!("channel {at} is not a channel of a server: name one of a server"))];
    };
    let (guild, told) = match rest.get(Route::Guild { guild_id: GuildId::from(guild_id) }).await {
        Ok(told) => (Guild::read(guild_id, &told), told),
        Err(trouble) => return vec![Finding::wrong(format!("the server of channel {at}: {}", trouble.why()))],
    };
    if let Some(unfit) = unfit(&place, room, &name) {
        return vec![Finding::wrong(unfit)];
    }
    let mut findings = vec![of_rights(rest, own, room, &name, &guild, &place, guild_id).await];
    for person in &room.people {
        findings.extend(of_person(rest, person, &name, &told, guild_id).await);
    }
    findings
}

fn unseen(at: &str, trouble: &Trouble) -> String {
    if trouble.is(code::UNKNOWN_CHANNEL) {
        return format!(
            "there is no channel {at}: copy its number again (User Settings, Advanced, Developer Mode; then Copy Channel ID)"
        );
    }
    if trouble.is(code::MISSING_ACCESS) {
        return format!(
            "the bot does not see channel {at}: invite it to the server (liaison invite discord), and in the channel's \
             settings, Permissions, give its role View Channel"
        );
    }
    format!("channel {at} cannot be asked for: {}", trouble.why())
}

/// Why nothing can be posted in a channel of that kind, where it cannot.
fn unfit(place: &Value, room: &RoomConfig, name: &str) -> Option<String> {
    let at = &room.channel;
    let kind = place["type"].as_u64().unwrap_or_default();
    match kind {
        _ if WITH_THREADS.contains(&kind) => None,
        _ if WITH_MESSAGES.contains(&kind) && !room.threads => None,
        _ if WITH_MESSAGES.contains(&kind) => Some(format!(
            "#{name} ({at}) is a voice channel, which has no threads: write updates = \"channel\", or name a text channel"
        )),
        _ => Some(format!(
            "#{name} ({at}) is not a text channel (a forum, a category or a thread takes no cards): name a text channel"
        )),
    }
}

async fn of_rights(
    rest: &Rest,
    own: NonZeroU64,
    room: &RoomConfig,
    name: &str,
    guild: &Guild,
    place: &Value,
    guild_id: NonZeroU64,
) -> Finding {
    let at = &room.channel;
    let roles = match crate::people::roles_of(rest, guild_id, own).await {
        Ok(roles) => roles.unwrap_or_default(),
        Err(trouble) => return Finding::wrong(format!("the bot's rights in #{name}: {}", trouble.why())),
    };
    let has = may(guild, place, own, &roles);
    let missing: Vec<&str> =
        needed(room.threads).filter(|right| has & right.bit == 0).map(|right| right.name).collect();
    if missing.is_empty() {
        return Finding::fine(format!("#{name} ({at}): the bot has every right that it needs"));
    }
    Finding::wrong(format!(
        "#{name} ({at}): in the channel's settings, Permissions, give the bot's role {}",
        missing.join(", ")
    ))
}

/// What the operator should know of a role whose people are members: who can make members by it, and whether it can be
/// called.
fn of_role(person: &str, role: &Value, name: &str, told: &Value) -> Vec<Finding> {
    let shown = |role: &Value| role["name"].as_str().unwrap_or_default().to_owned();
    let may_give = |other: &&Value| {
        gives_roles(other) && other["position"].as_u64() > role["position"].as_u64() && other["managed"] != true
    };
    let givers: Vec<String> = told["roles"].as_array().into_iter().flatten().filter(may_give).map(shown).collect();
    let givers = if givers.is_empty() { String::new() } else { format!(", and who has {}", givers.join(", ")) };
    let mut findings = vec![Finding::fine(format!(
        "{person} ({}): whoever can give it makes members; in the server of #{name} that is its owner{givers}",
        shown(role)
    ))];
    if role["mentionable"] != true {
        findings.push(Finding::fine(format!(
            "{person} ({}) cannot be called by alerts in #{name}: in the server's settings, Roles, allow anyone to @mention it",
            shown(role)
        )));
    }
    findings
}

/// What the operator should know of one configured identity; nothing where all is well.
async fn of_person(rest: &Rest, person: &str, name: &str, told: &Value, guild_id: NonZeroU64) -> Vec<Finding> {
    if let Some(role) = role(person) {
        let found = told["roles"].as_array().into_iter().flatten().find(|one| one["id"] == role.to_string());
        return match found {
            _ if role == guild_id => vec![Finding::wrong(format!(
                "{person} is the server of #{name} itself (everyone there), which is no role of anybody: name a role"
            ))],
            None => vec![Finding::wrong(format!("{person}: the server of #{name} has no such role"))],
            Some(found) => of_role(person, found, name, told),
        };
    }
    let Some(user) = user(person) else { return Vec::new() };
    match crate::people::roles_of(rest, guild_id, user).await {
        Ok(Some(_)) => Vec::new(),
        Ok(None) => vec![Finding::fine(format!("{person} is not in the server of #{name}: invite them there"))],
        Err(trouble) => vec![Finding::wrong(format!("{person}: {}", trouble.why()))],
    }
}
