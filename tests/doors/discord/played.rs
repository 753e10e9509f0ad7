//! The golden conversations, played through Discord's door: the same engine posts the same things in the same order, each
//! once, in the form of another network.
//!
//! What Discord cannot have is done as people do it: whose data is asked for is written in the desk's rooms on another
//! network ([`Beside`]), and of such a case Discord's channels are compared by what they may tell, its reference.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex as Lock};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{
    Act, Batch, Chat, CommandTable, Destination, Inbound, Network, Outbound, Receipt, RoomFacts, Said, Secret,
    Sentences, Undelivered, WayOut,
};
use liaison_counterpart::{Counterpart, Snowflake};
use liaison_discord::{DiscordConfig, DiscordDoor, RoomConfig};
use liaison_domain::{CaseRef, Language, Place, Setting, Tlp};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock as StoreLock, Store};
use liaison_terminal::{Bot, BotError, Play, Start, TerminalDoor};
use tokio::sync::Mutex;

use super::channel::seen_text;

const NETWORKS: [Network; 2] = [Network::Discord, Network::Terminal];
const ROOMS: [&str; 4] = ["#shared", "#agency", "#platform", "#coordination"];
const PEOPLE: [&str; 5] = ["@amal", "@binta", "@chen", "@dana", "@eve"];

/// Aliases that somebody who is let in is known by.
const ALIASES: [&str; 1] = ["YT-7"];

/// How an answer begins that names a side instead of somebody.
const SIDES: [&str; 4] = ["the agency", "the platform", "l’autorité est", "la plateforme"];

/// Commands that name whose data is asked for, in both languages.
const ASKS_FOR_DATA: [&str; 4] = ["request", "demander", "emergency", "urgence"];

/// The desk's rooms on a network that carries whose data is asked for. They show the same; what one person alone is told
/// there stands in the play at the place where it was said.
struct Beside {
    discord: Counterpart,
    /// How many acts stood in Discord before, and the first words.
    answers: Lock<Vec<(usize, String)>>,
}

#[async_trait]
impl Chat for Beside {
    fn network(&self) -> Network {
        Network::Terminal
    }

    fn own_names(&self) -> Vec<String> {
        vec!["Liaison".to_owned()]
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        if let (Destination::Answer { .. } | Destination::Person(_), Act::Post { document, .. }) =
            (&outbound.to, &outbound.act)
        {
            let before = acts_of(&self.discord).len();
            self.answers.lock().unwrap().push((before, first_words(&document.plain())));
        }
        Ok(match &outbound.act {
            Act::Post { .. } => Receipt(format!("p{}", outbound.key.0)),
            Act::Edit { of, .. } | Act::Redact { of, .. } => of.clone(),
        })
    }

    async fn room(&self, _: &str) -> Result<RoomFacts, Undelivered> {
        Ok(RoomFacts { encrypted: true, people: PEOPLE.map(str::to_owned).into() })
    }
}

/// A guild with the terminal desk's rooms and people, and the bot on it, stepped by hand.
struct Stage {
    discord: Counterpart,
    door: Arc<DiscordDoor>,
    beside: Arc<Beside>,
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
            way_out: WayOut::default(),
            rooms: ROOMS.map(room).into(),
        };
        let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
        let door = Arc::new(DiscordDoor::open(config, table, sentences).await.unwrap());
        let beside = Arc::new(Beside { discord: discord.clone(), answers: Lock::default() });
        Self {
            discord,
            door,
            beside,
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
            let on_discord: Vec<_> = member.at.iter().map(|name| format!("discord:user:{}", id(name))).collect();
            member.at.extend(on_discord);
        }
        let beside: Vec<_> = setting.desks.iter().map(|desk| desk.rooms.clone()).collect();
        let language = |name: &str| self.languages.lock().unwrap().get(name).copied();
        let of_desks = setting.desks.iter_mut().flat_map(|desk| &mut desk.rooms);
        for room in of_desks.chain(&mut setting.coordination.rooms) {
            let name = room.place.0.trim_start_matches("terminal:").to_owned();
            room.place = Place(format!("discord:{}", id(&name)));
            room.ceiling = Some(Tlp::Amber);
            room.language = language(&name).unwrap_or(room.language);
        }
        for (desk, mut rooms) in setting.desks.iter_mut().zip(beside) {
            for room in &mut rooms {
                room.language = language(room.place.0.trim_start_matches("terminal:")).unwrap_or(room.language);
            }
            desk.rooms.extend(rooms);
        }
        setting
    }

    /// What was said, by the people and in the rooms of the guild; words as a message that is really there.
    fn as_discord_hears(&self, inbound: Inbound) -> Inbound {
        let (room, person) = (self.known[&inbound.room], self.known[&inbound.person]);
        let inbound = match inbound.said {
            Said::Text(words) => Inbound { said: Said::Text(self.as_mentioned(words)), ..inbound },
            said => Inbound { said, ..inbound },
        };
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

    /// A line that lets somebody in, with the one who is meant as Discord's clients write them.
    fn as_mentioned(&self, words: String) -> String {
        match words.contains(" member @") || words.contains("-member @") || words.contains("membre @") {
            true => self.known.iter().fold(words, |words, (name, id)| words.replace(name, &format!("<@{id}>"))),
            false => words,
        }
    }

    async fn engine(&self) -> Result<Arc<Engine>, BotError> {
        self.engine.lock().await.clone().ok_or_else(|| BotError::new("the bot is down"))
    }

    /// What the bot did, in order: kind of act and the first words of the text.
    fn acts(&self) -> Vec<(char, String)> {
        let acts = acts_of(&self.discord).into_iter();
        let mut acts: Vec<_> = acts.map(|(kind, content)| (kind, self.first_words(&content))).collect();
        for (before, words) in self.beside.answers.lock().unwrap().iter().rev() {
            acts.insert(*before, (' ', words.clone()));
        }
        acts
    }

    /// The cases of which Discord is told no more than that something happened.
    async fn cases_about_data(&self) -> HashSet<String> {
        let mut history = self.engine().await.unwrap().store().history(None).await.unwrap();
        let mut found = HashSet::new();
        loop {
            let cases = history.cases().await.unwrap();
            if cases.is_empty() {
                return found;
            }
            found.extend(cases.iter().filter(|case| case.asks_for_data()).map(|case| case.reference.to_string()));
        }
    }

    fn first_words(&self, content: &str) -> String {
        let mut text = seen_text(content);
        for (name, id) in &self.known {
            text = text.replace(&format!("discord:user:{id}"), name);
        }
        first_words(&text)
    }
}

/// What the bot did in Discord's channels, in order: kind of act and the text.
fn acts_of(discord: &Counterpart) -> Vec<(char, String)> {
    let requests = discord.requests().into_iter().filter(|request| request.status.is_some_and(|status| status < 300));
    let acts = requests.filter_map(|request| {
        let in_channel = request.path.starts_with("/channels/") && request.path.contains("/messages");
        let content = request.body["content"].as_str().unwrap_or_default().to_owned();
        match request.method.as_str() {
            // What is too long for one message is one post all the same.
            "POST" if in_channel && is_further_part(&content) => None,
            "POST" if in_channel => Some((' ', content)),
            "PATCH" if in_channel => Some(('✎', content)),
            "DELETE" if in_channel => Some(('✂', String::new())),
            _ => None,
        }
    });
    acts.collect()
}

/// Whether a message goes on with a post, by the number behind its marker.
fn is_further_part(content: &str) -> bool {
    let marker = content.rsplit_once("-# ").and_then(|(_, marker)| marker.rsplit_once('-'));
    marker.is_some_and(|(_, part)| part.parse::<usize>().is_ok())
}

/// Whether somebody says whose data is asked for, or who is in danger.
fn asks_for_data(said: &Said) -> bool {
    let Said::Text(words) = said else { return false };
    let command = words.split_whitespace().next().unwrap_or_default().trim_start_matches(['/', '!']);
    ASKS_FOR_DATA.contains(&command)
}

/// Whether a side stands where the golden file has one of its people: below TLP:AMBER+STRICT nobody is named where it is
/// not known of which case is spoken.
fn is_side_of_somebody(played: &str, golden: &str) -> bool {
    let names_somebody =
        PEOPLE.iter().chain(&ALIASES).any(|name| golden.split(' ').next() == Some(name.trim_start_matches('@')));
    names_somebody && SIDES.contains(&played)
}

/// Whether an act is the one of the golden file, as far as Discord may tell.
fn is_same(played: &(char, String), golden: &(char, String), about_data: &HashSet<String>) -> bool {
    let reference = |words: &str| words.split([' ', ':', ',']).next().unwrap_or_default().to_owned();
    let told_less = || about_data.contains(&reference(&golden.1)) && reference(&played.1) == reference(&golden.1);
    // Discord shows whoever is meant by their name, the terminal a name that calls nobody.
    let is_said = || played.1.replace('＠', "@") == golden.1.replace('＠', "@");
    let is_told = || told_less() || is_side_of_somebody(&played.1, &golden.1);
    played.0 == golden.0 && (is_said() || is_told())
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
        let engine = self.engine().await?;
        for inbound in batch.heard {
            let (network, inbound) = match asks_for_data(&inbound.said) {
                true => (Network::Terminal, inbound),
                false => (Network::Discord, self.as_discord_hears(inbound)),
            };
            let batch = Batch { heard: vec![inbound], mark: None };
            engine.hear(network, &batch, now).await.map_err(BotError::new)?;
        }
        NETWORKS.iter().for_each(|network| engine.caught_up(*network, true, now));
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
        let engine = self.engine().await?;
        NETWORKS.iter().for_each(|network| engine.caught_up(*network, true, now));
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
            doors: vec![self.door.clone() as Arc<dyn Chat>, self.beside.clone()],
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
    let mut differing = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let script: String =
            text.lines().filter(|line| !line.starts_with(['[', ' '])).map(|line| format!("{line}\n")).collect();
        let stage = Stage::open().await;
        let start = Start::usual("");
        stage.start(start.at).await.unwrap();
        for network in NETWORKS {
            stage.engine().await.unwrap().caught_up(network, true, start.at);
        }
        let paper = TerminalDoor::new(Box::new(std::io::sink()));
        Play::new(&stage, &paper, start).run(script.as_bytes()).await.unwrap();
        let (played, golden) = (stage.acts(), golden(&text));
        let about_data = stage.cases_about_data().await;
        for (place, (played, golden)) in played.iter().zip(&golden).enumerate() {
            if !is_same(played, golden, &about_data) {
                differing.push(format!("{}: act {place} is {played:?} and not {golden:?}", file.display()));
                break;
            }
        }
        if played.len() != golden.len() {
            differing.push(format!("{}: {} acts and not {}", file.display(), played.len(), golden.len()));
        }
        assert_eq!(stage.discord.faults_of_the_bot(), [], "{}", file.display());
    }
    assert!(differing.is_empty(), "{differing:#?}");
}
