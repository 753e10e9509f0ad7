//! The bot of `liaison try`: the engine, stepped by hand on one database, behind the terminal's door.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use liaison_chat::{Batch, Chat, CommandTable, Network, Receipt, Sentences};
use liaison_domain::{CaseRef, Language, Setting};
use liaison_engine::{Chance, Engine, Fault, Parts};
use liaison_store::{CasesQuery, Lock, Store};
use liaison_terminal::{Bot, BotError, TerminalDoor, desk};
use tokio::sync::Mutex;

/// So many cases are offered to whoever presses Tab.
const OFFERED_CASES: u32 = 20;

/// How chance is drawn at the desk.
#[derive(Clone, Copy)]
pub(crate) enum Luck {
    /// As in production.
    Real,
    /// From a seed and from how much the database already holds: the same transcript on the same database prints the
    /// same bytes, and two transcripts on one database never name two posts alike.
    Seeded(u64),
}

/// The bot, while it runs and while it is down.
pub(crate) struct DeskBot {
    database: PathBuf,
    door: Arc<TerminalDoor>,
    luck: Luck,
    table: Arc<CommandTable>,
    sentences: Arc<Sentences>,
    state: Mutex<State>,
}

struct State {
    engine: Option<Arc<Engine>>,
    played: Played,
}

/// What a play changes of the desk, kept across its restarts.
#[derive(Clone)]
struct Played {
    /// The languages of rooms that were changed.
    languages: BTreeMap<String, Language>,
    practice: bool,
}

impl Played {
    fn apply(&self, engine: &Engine) {
        let mut setting = Setting::clone(&engine.setting());
        for desk in &mut setting.desks {
            desk.practice = self.practice;
        }
        let rooms = setting.desks.iter_mut().flat_map(|desk| &mut desk.rooms).chain(&mut setting.coordination.rooms);
        for room in rooms {
            let name = room.place.0.split_once(':').map_or("", |(_, name)| name);
            room.language = self.languages.get(name).copied().unwrap_or(room.language);
        }
        engine.change_setting(setting);
    }
}

impl DeskBot {
    /// Starts on `database`, which is made if it is not there.
    pub(crate) async fn start(
        database: PathBuf,
        door: Arc<TerminalDoor>,
        luck: Luck,
        now: DateTime<Utc>,
    ) -> Result<Self, anyhow::Error> {
        let played = Played { languages: BTreeMap::new(), practice: false };
        let state = State { engine: None, played: played.clone() };
        let bot = Self {
            database,
            door,
            luck,
            table: Arc::new(CommandTable::load()?),
            sentences: Arc::new(Sentences::load()?),
            state: Mutex::new(state),
        };
        let engine = bot.wake(&played, now).await?;
        engine.caught_up(Network::Terminal, true, now);
        bot.state.lock().await.engine = Some(engine);
        Ok(bot)
    }

    /// How many events the database holds: what the names of a further play begin with.
    pub(crate) async fn events(&self) -> Result<i64, anyhow::Error> {
        let engine = self.engine().await?;
        Ok(engine.store().head().await?.map_or(0, |head| head.seq))
    }

    async fn wake(&self, played: &Played, now: DateTime<Utc>) -> Result<Arc<Engine>, anyhow::Error> {
        let store = open_store(format!("sqlite://{}", self.database.display()), now).await?;
        let events = store.head().await?.map_or(0, |head| head.seq);
        let chance = match self.luck {
            Luck::Real => Chance::unpredictable(),
            Luck::Seeded(seed) => Chance::seeded(seed.wrapping_add(events.unsigned_abs() << 16)),
        };
        let door: Arc<dyn Chat> = self.door.clone();
        let parts = Parts {
            store,
            setting: desk(),
            table: self.table.clone(),
            sentences: self.sentences.clone(),
            doors: vec![door],
            chance,
        };
        let engine = Engine::new(parts, now);
        played.apply(&engine);
        Ok(Arc::new(engine))
    }

    async fn change(&self, change: impl FnOnce(&mut Played)) {
        let mut state = self.state.lock().await;
        change(&mut state.played);
        if let Some(engine) = &state.engine {
            state.played.apply(engine);
        }
    }

    async fn engine(&self) -> Result<Arc<Engine>, BotError> {
        self.state.lock().await.engine.clone().ok_or_else(|| BotError::new("the bot is down"))
    }
}

/// Opens the store on a thread of its own: what the bot's trait promises to move between threads then holds none of it.
async fn open_store(url: String, now: DateTime<Utc>) -> Result<Store, anyhow::Error> {
    let here = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || here.block_on(Store::open(&url, Lock::Instance, now)));
    Ok(opened.await??)
}

fn failed(fault: Fault) -> BotError {
    BotError::new(fault)
}

#[async_trait]
impl Bot for DeskBot {
    async fn hear(&self, batch: Batch, now: DateTime<Utc>) -> Result<(), BotError> {
        let engine = self.engine().await?;
        engine.hear(Network::Terminal, &batch, now).await.map_err(failed)?;
        engine.caught_up(Network::Terminal, true, now);
        Ok(())
    }

    async fn settle(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        let engine = self.engine().await?;
        engine.tick(now).await.map_err(failed)?;
        engine.deliver(now).await.map_err(failed)
    }

    async fn next_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, BotError> {
        self.engine().await?.next_at(now).await.map_err(failed)
    }

    async fn card(&self, room: &str, case: &CaseRef) -> Result<Option<Receipt>, BotError> {
        let engine = self.engine().await?;
        let card = engine.store().card(Network::Terminal.name(), room, case).await.map_err(BotError::new)?;
        Ok(card.map(Receipt))
    }

    async fn cases(&self) -> Result<Vec<CaseRef>, BotError> {
        let engine = self.engine().await?;
        let query = CasesQuery { open_only: true, states: Vec::new(), limit: OFFERED_CASES };
        let mut references = Vec::new();
        for desk in &engine.setting().desks {
            let cases = engine.store().cases(&desk.id, &query).await.map_err(BotError::new)?;
            references.extend(cases.into_iter().map(|case| case.reference));
        }
        Ok(references)
    }

    async fn restart(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        self.stop(now).await?;
        self.start(now).await?;
        self.engine().await?.caught_up(Network::Terminal, true, now);
        Ok(())
    }

    async fn stop(&self, _now: DateTime<Utc>) -> Result<(), BotError> {
        self.state.lock().await.engine = None;
        Ok(())
    }

    async fn start(&self, now: DateTime<Utc>) -> Result<(), BotError> {
        let played = self.state.lock().await.played.clone();
        let engine = self.wake(&played, now).await.map_err(BotError::new)?;
        self.state.lock().await.engine = Some(engine);
        Ok(())
    }

    async fn set_language(&self, room: &str, language: Language) -> Result<(), BotError> {
        self.change(|played| _ = played.languages.insert(room.to_owned(), language)).await;
        Ok(())
    }

    async fn set_practice(&self, practice: bool) -> Result<(), BotError> {
        self.change(|played| played.practice = practice).await;
        Ok(())
    }
}
