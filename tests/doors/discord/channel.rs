//! The door with its ear on the counterpart: a guild, a channel, an officer known by name and staff known by a role.

use std::sync::Arc;

use liaison_chat::{CommandTable, Secret, Sentences, WayOut};
use liaison_counterpart::{Counterpart, Permissions, Snowflake};
use liaison_discord::{DiscordConfig, DiscordDoor, DiscordError, RoomConfig};
use liaison_domain::Language;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::inbox::Inbox;

/// The world around the bot.
pub(crate) struct Place {
    pub(crate) discord: Counterpart,
    pub(crate) channel: Snowflake,
    pub(crate) amal: Snowflake,
    pub(crate) chen: Snowflake,
    pub(crate) staff: Snowflake,
    pub(crate) bot: Snowflake,
}

impl Place {
    pub(crate) async fn prepare() -> Self {
        let discord = Counterpart::start().await.unwrap();
        let guild = discord.guild("Platform");
        let staff = discord.role(guild, "Trust and safety", Permissions::empty());
        let channel = discord.channel(guild, "liaison");
        let (amal, chen) = (discord.person("amal"), discord.person("chen"));
        discord.join(amal, guild, &[]);
        discord.join(chen, guild, &[staff]);
        let bot = discord.application();
        Self { discord, channel, amal, chen, staff, bot }
    }

    pub(crate) fn config(&self) -> DiscordConfig {
        DiscordConfig {
            token: Secret::new(self.discord.token()),
            api: Some(self.discord.api()),
            way_out: WayOut::default(),
            rooms: vec![RoomConfig {
                channel: self.channel.to_string(),
                language: Language::English,
                threads: false,
                people: vec![format!("discord:user:{}", self.amal), format!("discord:role:{}", self.staff)],
            }],
        }
    }
}

pub(crate) struct Bot {
    pub(crate) inbox: Arc<Inbox>,
    config: DiscordConfig,
    running: Option<Running>,
}

struct Running {
    door: Arc<DiscordDoor>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), DiscordError>>,
}

impl Bot {
    pub(crate) fn new(place: &Place) -> Self {
        Self::with(place.config())
    }

    pub(crate) fn with(config: DiscordConfig) -> Self {
        Self { inbox: Arc::new(Inbox::new()), config, running: None }
    }

    pub(crate) async fn start_and_catch_up(&mut self) {
        self.inbox.forget_that_it_caught_up();
        let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
        let door = Arc::new(DiscordDoor::open(self.config.clone(), table, sentences).await.unwrap());
        let (stop, stopped) = watch::channel(false);
        let (own, inbox) = (Arc::clone(&door), Arc::clone(&self.inbox));
        let task = tokio::spawn(async move { own.run(inbox, stopped).await });
        self.running = Some(Running { door, stop, task });
        self.inbox.has_caught_up().await;
    }

    pub(crate) async fn stop(&mut self) {
        let running = self.running.take().unwrap();
        running.stop.send(true).unwrap();
        running.task.await.unwrap().unwrap();
    }

    pub(crate) fn door(&self) -> &DiscordDoor {
        &self.running.as_ref().unwrap().door
    }
}

/// What people read of a message: Markdown as a client shows it, persons by their identity, without the marker below.
pub(crate) fn seen_text(content: &str) -> String {
    let text = content.rsplit_once("-# ").map_or(content, |(text, _)| text.trim_end_matches('\n'));
    let mut seen = String::new();
    let mut letters = text.chars().peekable();
    let mut in_code = false;
    while let Some(letter) = letters.next() {
        match letter {
            '`' => {
                in_code = !in_code;
                seen.push('`');
            }
            _ if in_code => seen.push(letter),
            '\\' => seen.extend(letters.next_if(char::is_ascii_punctuation).or(Some('\\'))),
            '*' if letters.next_if_eq(&'*').is_some() => {}
            '<' if letters.peek() == Some(&'@') => {
                let mention: String = letters.by_ref().take_while(|letter| *letter != '>').collect();
                seen.push_str(&mention.replace("@&", "discord:role:").replace('@', "discord:user:"));
            }
            _ => seen.push(letter),
        }
    }
    seen
}
