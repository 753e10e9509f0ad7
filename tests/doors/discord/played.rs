//! The golden conversations, played through Discord's door: the same engine posts the same things in the same order, each
//! once, in the form of another network.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex as Lock};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Batch, Chat, CommandTable, Inbound, Network, Receipt, Said, Secret, Sentences};
use liaison_counterpart::{Counterpart, Snowflake};
use liaison_discord::{DiscordConfig, DiscordDoor, RoomConfig};
use liaison_domain::{CaseRef, Language, Place, Setting, Tlp};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock as StoreLock, Store};
use liaison_terminal::{Bot, BotError, Play, Start, TerminalDoor};
use tokio::sync::Mutex;

use super::channel::seen_text;

const ROOMS: [&str; 4] = ["#shared", "#agency", "#platform", "#coordination"];
const PEOPLE: [&str; 5] = ["@amal", "@binta", "@chen", "@dana", "@eve"];

/// A guild with the terminal desk's rooms and people, and the bot on it, stepped by hand.
struct Stage {
    discord: Counterpart,
    door: Arc<DiscordDoor>,
    folder: tempfile::TempDir,
    /// Rooms and people by their names in transcripts, and the other way round.
    known: HashMap<String, Snowflake>,
    /// The events of the transcript as Discord names them.
    said: Lock<HashMap<String, String>>,
    engine: Mutex<Option<Arc<Engine>>>,
    /// The languages of rooms that were changed.
    languages: Lock<HashMap<String, Language>>,
    practice: Lock<bool>,
    lives: Lock<u64>,
}

impl Stage {
    async fn open() -> Self {
        let discord = Counterpart::start().await.unwrap();
        let guild = discord.guild("Desk");
        let mut known = HashMap::new();
        for room in ROOMS {
            known.insert(room.to_owned(), discord.channel(guild, room.trim_start_matches('#')));
        }
        for name in PEOPLE {
            let person = discord.person(name.trim_start_matches('@'));
            discord.join(person, guild, &[]);
            known.insert(name.to_owned(), person);
        }
        let room = |name: &str| RoomConfig {
            channel: known[name].to_string(),
            language: Language::English,
            threads: false,
            people: PEOPLE.map(|name| format!("discord:user:{}", known[name])).into(),
        };
        let config = DiscordConfig {
            token: Secret::new(discord.token()),
            api: Some(discord.api()),
            rooms: ROOMS.map(room).into(),
        };
        let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
        let door = Arc::new(DiscordDoor::open(config, table, sentences).await.unwrap());
        Self {
            discord,
            door,
            folder: tempfile::tempdir().unwrap(),
            known,
            said: Lock::default(),
            engine: Mutex::new(None),
            languages: Lock::default(),
            practice: Lock::default(),
            lives: Lock::new(0),
        }
    }

    /// The terminal's desk with every place and identity as Discord has it; its channels may show what its rooms do.
    fn setting(&self) -> Setting {
        let mut setting = liaison_terminal::desk();
        let id = |name: &str| self.known[name];
        for desk in &mut setting.desks {
            desk.practice = *self.practice.lock().unwrap();
        }
        for member in setting.organisations.iter_mut().flat_map(|organisation| &mut organisation.members) {
            member.at = member.at.iter().map(|name| format!("discord:user:{}", id(name))).collect();
        }
        let of_desks = setting.desks.iter_mut().flat_map(|desk| &mut desk.rooms);
        for room in of_desks.chain(&mut setting.coordination.rooms) {
            let name = room.place.0.trim_start_matches("terminal:").to_owned();
            room.place = Place(format!("discord:{}", id(&name)));
            room.ceiling = Some(Tlp::Amber);
            room.language = self.languages.lock().unwrap().get(&name).copied().unwrap_or(room.language);
        }
        setting
    }

    /// What was said, by the people and in the rooms of the guild; words as a message that is really there.
    fn as_discord_hears(&self, inbound: Inbound) -> Inbound {
        let (room, person) = (self.known[&inbound.room], self.known[&inbound.person]);
        let event = match &inbound.said {
            Said::Text(words) if !words.trim().is_empty() => {
                self.discord.say(person, room, words, None).unwrap().to_string()
            }
            _ => format!("r{}", inbound.event),
        };
        self.said.lock().unwrap().insert(inbound.event.clone(), event.clone());
        let said = match inbound.said {
            Said::Gone { what } => Said::Gone { what: self.said.lock().unwrap().get(&what).cloned().unwrap_or(what) },
            said => said,
        };
        Inbound { event, room: room.to_string(), person: format!("discord:user:{person}"), said, ..inbound }
    }

    async fn engine(&self) -> Result<Arc<Engine>, BotError> {
        self.engine.lock().await.clone().ok_or_else(|| BotError::new("the bot is down"))
    }

    /// What the bot did in Discord, in order: kind of act and the first words of the text.
    fn acts(&self) -> Vec<(char, String)> {
        let requests =
            self.discord.requests().into_iter().filter(|request| request.status.is_some_and(|status| status < 300));
        let acts = requests.filter_map(|request| {
            let in_channel = request.path.starts_with("/channels/") && request.path.contains("/messages");
            let content = request.body["content"].as_str().unwrap_or_default().to_owned();
            match request.method.as_str() {
                "POST" if in_channel => Some((' ', self.first_words(&content))),
                "PATCH" if in_channel => Some(('✎', self.first_words(&content))),
                "DELETE" if in_channel => Some(('✂', String::new())),
                _ => None,
            }
        });
        acts.collect()
    }

    fn first_words(&self, content: &str) -> String {
        let mut text = seen_text(content);
        for (name, id) in &self.known {
            text = text.replace(&format!("discord:user:{id}"), name);
        }
        first_words(&text)
    }
}

/// Enough to tell posts apart: networks write commands and people in forms of their own further on.
fn first_words(text: &str) -> String {
    text.lines().next().unwrap_or_default().split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

/// What a golden file says that was posted, in order.
fn golden(text: &str) -> Vec<(char, String)> {
    let posted = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("] "));
    let acts = posted.map(|(_, text)| match text.chars().next() {
        Some('✎') => ('✎', first_words(text.trim_start_matches("✎ "))),
        Some('✂') => ('✂', String::new()),
        _ => (' ', first_words(text)),
    });
    acts.collect()
}

#[async_trait]
impl Bot for Stage {
    async fn hear(&self, batch: Batch, now: DateTime<Utc>) -> Result<(), BotError> {
        let heard = batch.heard.into_iter().map(|inbound| self.as_discord_hears(inbound)).collect();
        let engine = self.engine().await?;
        engine.hear(Network::Discord, &Batch { heard, mark: None }, now).await.map_err(BotError::new)?;
        engine.caught_up(Network::Discord, true, now);
        Ok(())
    }

    async fn settle(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        let engine = self.engine().await?;
        engine.tick(now).await.map_err(BotError::new)?;
        engine.deliver(now).await.map_err(BotError::new)
    }

    async fn next_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, BotError> {
        self.engine().await?.next_at(now).await.map_err(BotError::new)
    }

    async fn card(&self, room: &str, case: &CaseRef) -> Result<Option<Receipt>, BotError> {
        let (engine, room) = (self.engine().await?, self.known[room].to_string());
        let card = engine.store().card(Network::Discord.name(), &room, case).await.map_err(BotError::new)?;
        Ok(card.map(Receipt))
    }

    async fn cases(&self) -> Result<Vec<CaseRef>, BotError> {
        Ok(Vec::new())
    }

    async fn restart(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        self.stop(now).await?;
        self.start(now).await?;
        self.engine().await?.caught_up(Network::Discord, true, now);
        Ok(())
    }

    async fn stop(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        *self.engine.lock().await = None;
        Ok(())
    }

    async fn start(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        let url = format!("sqlite://{}", self.folder.path().join("desk.db").display());
        // On a thread of its own: what the trait promises to move between threads holds none of it.
        let here = tokio::runtime::Handle::current();
        let opened = tokio::task::spawn_blocking(move || here.block_on(Store::open(&url, StoreLock::Instance, now)));
        let store = opened.await.map_err(BotError::new)?.map_err(BotError::new)?;
        let life = {
            let mut lives = self.lives.lock().unwrap();
            *lives += 1;
            *lives
        };
        let parts = Parts {
            store,
            setting: self.setting(),
            table: Arc::new(CommandTable::load().unwrap()),
            sentences: Arc::new(Sentences::load().unwrap()),
            doors: vec![self.door.clone() as Arc<dyn Chat>],
            chance: Chance::seeded(life),
        };
        *self.engine.lock().await = Some(Arc::new(Engine::new(parts, now)));
        Ok(())
    }

    async fn set_language(&self, room: &str, language: Language) -> Result<(), BotError> {
        self.languages.lock().unwrap().insert(room.to_owned(), language);
        self.engine().await?.change_setting(self.setting());
        Ok(())
    }

    async fn set_practice(&self, practice: bool) -> Result<(), BotError> {
        *self.practice.lock().unwrap() = practice;
        self.engine().await?.change_setting(self.setting());
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_golden_conversations_play_on_discord() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let script: String =
            text.lines().filter(|line| !line.starts_with(['[', ' '])).map(|line| format!("{line}\n")).collect();
        let stage = Stage::open().await;
        let start = Start::usual("");
        stage.start(start.at).await.unwrap();
        stage.engine().await.unwrap().caught_up(Network::Discord, true, start.at);
        let paper = TerminalDoor::new(Box::new(std::io::sink()));
        Play::new(&stage, &paper, start).run(script.as_bytes()).await.unwrap();
        let (played, golden) = (stage.acts(), golden(&text));
        for (place, (played, golden)) in played.iter().zip(&golden).enumerate() {
            assert_eq!(played, golden, "{}: act {place}", file.display());
        }
        assert_eq!(played.len(), golden.len(), "{}", file.display());
        assert_eq!(stage.discord.faults_of_the_bot(), [], "{}", file.display());
    }
}
