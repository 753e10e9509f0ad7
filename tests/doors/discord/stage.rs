//! A desk in one channel of the counterpart, with the real engine and the real door, by a clock that stands still until the
//! test moves it, so that every word is the same each time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{
    Asking, Away, Batch, Chat, CommandTable, Deaf, DeviceTrust, Inbound, Listener, Network, Offered, Said, Secret,
    Sentences, Typing, WayOut,
};
use liaison_counterpart::{Button, Counterpart, Interaction, Message, Snowflake};
use liaison_discord::{DiscordConfig, DiscordDoor, DiscordError, RoomConfig};
use liaison_domain::{Language, Place, RoomKind, Setting, Subject, Tlp};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};
use liaison_terminal::{Start, TerminalDoor};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const PATIENCE: Duration = Duration::from_secs(30);

/// The terminal's desk in a channel of Discord, and everyone who works there.
pub(crate) struct Stage {
    pub(crate) discord: Counterpart,
    pub(crate) channel: Snowflake,
    /// Of the agency.
    pub(crate) amal: Snowflake,
    /// Of the platform; its supervisor.
    pub(crate) chen: Snowflake,
    ear: Arc<Ear>,
    stop: watch::Sender<bool>,
    door: JoinHandle<Result<(), DiscordError>>,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// At nine on a Monday in Paris; what is above the ceiling, the channel does not show.
    pub(crate) async fn open(ceiling: Option<Tlp>) -> Self {
        let discord = Counterpart::start().await.unwrap();
        discord.rename(discord.application(), "Liaison");
        let guild = discord.guild("Videos");
        let channel = discord.channel(guild, "liaison");
        let [amal, chen] = ["amal", "chen"].map(|name| {
            let person = discord.person(name);
            discord.join(person, guild, &[]);
            person
        });
        let people = [("amal", amal), ("chen", chen)];
        let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
        let config = DiscordConfig {
            token: Secret::new(discord.token()),
            api: Some(discord.api()),
            way_out: WayOut::default(),
            rooms: vec![RoomConfig {
                channel: channel.to_string(),
                language: Language::English,
                threads: false,
                people: people.iter().map(|(_, id)| format!("discord:user:{id}")).collect(),
            }],
        };
        let door = DiscordDoor::open(config, Arc::clone(&table), Arc::clone(&sentences)).await.unwrap();
        let (door, now, folder) = (Arc::new(door), Start::usual("").at, tempfile::tempdir().unwrap());
        let url = format!("sqlite://{}", folder.path().join("desk.db").display());
        let parts = Parts {
            store: Store::open(&url, Lock::Instance, now).await.unwrap(),
            setting: setting(channel, ceiling, &people),
            table,
            sentences,
            doors: vec![Arc::clone(&door) as Arc<dyn Chat>, Arc::new(TerminalDoor::new(Box::new(std::io::sink())))],
            chance: Chance::seeded(1),
        };
        let ear =
            Arc::new(Ear { engine: Engine::new(parts, now), now: Mutex::new(now), done: watch::Sender::default() });
        let (stop, stopped) = watch::channel(false);
        let listening = Arc::clone(&ear);
        let door = tokio::spawn(async move { door.run(listening, stopped).await });
        let stage = Self { discord, channel, amal, chen, ear, stop, door, _folder: folder };
        stage.until("the door has caught up", |done| done.caught_up).await;
        stage.discord.registered(None, 1).await.unwrap();
        stage
    }

    /// A slash command, until everything that follows from it is posted.
    pub(crate) async fn slash(&self, person: Snowflake, command: &str, given: &[(&str, &str)]) -> Interaction {
        let given: Vec<_> = given.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        let asked = self.discord.slash(person, self.channel, command, &given).unwrap();
        self.posted(asked).await
    }

    /// What Amal says in the desk's room on a network that carries whose data is asked for, with what follows from it; from
    /// then on the desk has that room.
    pub(crate) async fn beside(&self, words: &str) {
        let now = self.ear.now();
        let people = [("amal", self.amal), ("chen", self.chen)];
        let mut setting = setting(self.channel, Some(Tlp::Amber), &people);
        let terminal = liaison_terminal::desk();
        let rooms = terminal.desks.into_iter().flat_map(|desk| desk.rooms);
        setting.desks[0].rooms.extend(rooms.filter(|room| room.kind == RoomKind::Shared));
        for member in setting.organisations.iter_mut().flat_map(|organisation| &mut organisation.members) {
            member.at.push(format!("@{}", member.id.0));
        }
        self.ear.engine.change_setting(setting);
        let inbound = Inbound {
            event: format!("beside {words}"),
            room: "#shared".to_owned(),
            person: "@amal".to_owned(),
            roles: Vec::new(),
            said: Said::Text(words.to_owned()),
            said_at: now,
            reply_to: None,
            thread: None,
            device: DeviceTrust::Verified,
            answer: None,
        };
        let batch = Batch { heard: vec![inbound], mark: None };
        self.ear.engine.hear(Network::Terminal, &batch, now).await.unwrap();
        self.ear.engine.deliver(now).await.unwrap();
    }

    /// A button that asks nothing more, in the same way.
    pub(crate) async fn press(&self, person: Snowflake, message: &Message, label: &str) -> Interaction {
        let asked = self.discord.press(person, message.id, &named(message, label)).unwrap();
        self.posted(asked).await
    }

    /// What follows from an interaction is posted, its own answer included.
    pub(crate) async fn posted(&self, asked: Interaction) -> Interaction {
        let event = asked.id().to_string();
        self.until("an interaction is worked off", |done| done.events.contains(&event)).await;
        asked
    }

    /// So much later, with what falls due then.
    pub(crate) async fn later(&self, by: TimeDelta) {
        let now = {
            let mut now = self.ear.now.lock().unwrap();
            *now += by;
            *now
        };
        self.ear.engine.tick(now).await.unwrap();
        self.ear.engine.deliver(now).await.unwrap();
    }

    /// What stands in the channel for everyone, oldest first.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.discord.messages(self.channel)
    }

    /// Ends the bot; nothing that it did was against Discord's rules.
    pub(crate) async fn close(self) {
        self.stop.send(true).unwrap();
        self.door.await.unwrap().unwrap();
        assert_eq!(self.discord.faults_of_the_bot(), []);
    }

    async fn until(&self, what: &str, is: impl FnMut(&Done) -> bool) {
        let mut done = self.ear.done.subscribe();
        let waited = tokio::time::timeout(PATIENCE, done.wait_for(is)).await;
        waited.unwrap_or_else(|_| panic!("not in time: {what}")).unwrap();
    }
}

/// The name for the bot of the button with that label.
pub(crate) fn named(message: &Message, label: &str) -> String {
    let is_it = |button: &Button| button.label == label;
    let found = message.buttons().into_iter().find(is_it).and_then(|button| button.custom_id);
    found.unwrap_or_else(|| panic!("no {label} under {message:?}"))
}

/// The terminal's desk with its shared room alone, and everyone as Discord knows them.
fn setting(channel: Snowflake, ceiling: Option<Tlp>, people: &[(&str, Snowflake)]) -> Setting {
    let mut setting = liaison_terminal::desk();
    setting.coordination.rooms.clear();
    for desk in &mut setting.desks {
        desk.rooms.retain(|room| room.kind == RoomKind::Shared);
        for room in &mut desk.rooms {
            room.place = Place(format!("discord:{channel}"));
            room.ceiling = ceiling;
        }
    }
    for organisation in &mut setting.organisations {
        organisation.members.retain(|member| people.iter().any(|(name, _)| member.id.0 == *name));
        for member in &mut organisation.members {
            let here = people.iter().filter(|(name, _)| member.id.0 == *name);
            member.at = here.map(|(_, id)| format!("discord:user:{id}")).collect();
        }
    }
    setting
}

/// What the engine has taken from the door so far.
#[derive(Default)]
struct Done {
    caught_up: bool,
    events: HashSet<String>,
}

/// The engine behind the door, told the test's time instead of the network's.
struct Ear {
    engine: Engine,
    now: Mutex<DateTime<Utc>>,
    done: watch::Sender<Done>,
}

impl Ear {
    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }
}

#[async_trait]
impl Listener for Ear {
    async fn hear(&self, network: Network, batch: Batch) -> Result<(), Deaf> {
        // A mark alone is the network's time, and would be heard at any moment of the play.
        if batch.heard.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let heard = batch.heard.into_iter().map(|inbound| Inbound { said_at: now, ..inbound }).collect();
        let batch = Batch { heard, mark: None };
        self.engine.hear(network, &batch, now).await.map_err(|_| Deaf)?;
        self.engine.deliver(now).await.map_err(|_| Deaf)?;
        self.done.send_modify(|done| done.events.extend(batch.heard.into_iter().map(|inbound| inbound.event)));
        Ok(())
    }

    async fn mark(&self, _: Network) -> Result<Option<String>, Deaf> {
        Ok(None)
    }

    async fn known(&self, network: Network, events: Vec<String>) -> Result<Vec<bool>, Deaf> {
        self.engine.known(network, &events).await.map_err(|_| Deaf)
    }

    async fn unread(&self, network: Network) -> Result<Vec<(String, String)>, Deaf> {
        self.engine.unread(network).await.map_err(|_| Deaf)
    }

    async fn complete(&self, network: Network, typing: Typing) -> Vec<Offered> {
        self.engine.complete(network, &typing, self.now())
    }

    async fn subjects(&self, network: Network, asking: Asking) -> Vec<Subject> {
        self.engine.subjects(network, &asking)
    }

    async fn was_away(&self, _: Network, _: Away) -> Result<(), Deaf> {
        Ok(())
    }

    async fn moved(&self, _: Network, _: String) -> Result<(), Deaf> {
        Ok(())
    }

    async fn caught_up(&self, network: Network, caught_up: bool) -> Result<(), Deaf> {
        self.engine.caught_up(network, caught_up, self.now());
        self.done.send_modify(|done| done.caught_up = caught_up);
        Ok(())
    }
}
