//! A network with commands of its own, buttons and answers that it holds open: a door that keeps what it is given, and a
//! desk of one channel without a ceiling and one that may show `TLP:AMBER`.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{
    Act, Asking, Batch, Chat, CommandTable, Destination, DeviceTrust, Document, Inbound, Invoked, Network, Offered,
    Outbound, Receipt, RoomFacts, Said, Sentences, Typing, Undelivered,
};
use liaison_domain::{Place, Room, RoomKind, Setting, Subject, Tlp};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};

/// The channel without a ceiling.
pub const QUIET: &str = "100";
/// The channel that may show `TLP:AMBER`.
pub const OPEN: &str = "200";
pub const AMAL: &str = "discord:user:1";
pub const CHEN: &str = "discord:user:3";
pub const EVE: &str = "discord:user:5";
/// Whoever has it is of the platform.
pub const STAFF: &str = "discord:role:9";

#[derive(Default)]
pub struct Keeper {
    kept: Mutex<Vec<Outbound>>,
    /// The channel that takes no posts.
    shut: Mutex<Option<String>>,
}

#[async_trait]
impl Chat for Keeper {
    fn network(&self) -> Network {
        Network::Discord
    }

    fn own_names(&self) -> Vec<String> {
        vec!["Liaison".to_owned()]
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let shut = self.shut.lock().unwrap().clone();
        let needs_the_right = match &outbound.to {
            Destination::Room(_) => true,
            Destination::Answer { to, .. } => to.as_ref().is_none_or(|to| !to.starts_with("held")),
            Destination::Person(_) => false,
        };
        let (Destination::Room(room) | Destination::Answer { room, .. } | Destination::Person(room)) = &outbound.to;
        if needs_the_right && Some(room) == shut.as_ref() {
            return Err(Undelivered::Never { why: "Missing Permissions".to_owned() });
        }
        let mut kept = self.kept.lock().unwrap();
        kept.push(outbound.clone());
        Ok(match &outbound.act {
            Act::Edit { of, .. } | Act::Redact { of, .. } => of.clone(),
            Act::Post { .. } => Receipt(format!("m{}", kept.len())),
        })
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        assert!([QUIET, OPEN].contains(&room), "nothing is asked of a room that is not configured");
        Ok(RoomFacts { encrypted: false, people: vec![STAFF.to_owned()] })
    }
}

/// What went out, in order.
pub struct Sent(pub Vec<Outbound>);

impl Sent {
    /// The documents for everyone in a room.
    pub fn to(&self, room: &str) -> Vec<&Document> {
        self.documents(|to| matches!(to, Destination::Room(name) if name == room))
    }

    /// The answer that was held open under that name; none or several is a fault.
    pub fn answer(&self, held: &str) -> &Document {
        let is_it = |to: &Destination| matches!(to, Destination::Answer { to: Some(to), .. } if to == held);
        let answers = self.documents(is_it);
        let [answer] = answers.as_slice() else { panic!("{} answers to {held}: {answers:#?}", answers.len()) };
        answer
    }

    fn documents(&self, is_it: impl Fn(&Destination) -> bool) -> Vec<&Document> {
        let fitting = self.0.iter().filter(|outbound| is_it(&outbound.to));
        fitting
            .filter_map(|outbound| match &outbound.act {
                Act::Post { document, .. } | Act::Edit { document, .. } => Some(document),
                Act::Redact { .. } => None,
            })
            .collect()
    }
}

pub struct Channel {
    folder: tempfile::TempDir,
    door: Arc<Keeper>,
    pub engine: Engine,
    pub now: DateTime<Utc>,
    said: u32,
}

impl Channel {
    pub async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("liaison.db").display());
        let now = "2026-01-05T08:00:00Z".parse().unwrap();
        let door = Arc::new(Keeper::default());
        let parts = Parts {
            store: Store::open(&url, Lock::Instance, now).await.unwrap(),
            setting: setting(),
            table: Arc::new(CommandTable::load().unwrap()),
            sentences: Arc::new(Sentences::load().unwrap()),
            doors: vec![door.clone() as Arc<dyn Chat>],
            chance: Chance::seeded(7),
        };
        let engine = Engine::new(parts, now);
        engine.caught_up(Network::Discord, true, now);
        Self { folder, door, engine, now, said: 0 }
    }

    /// Somebody gives a command; it bears the name under which its answer is held open.
    pub fn invoked(&mut self, room: &str, person: &str, command: &str, given: &[(&str, &str)]) -> Inbound {
        self.said += 1;
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Inbound {
            event: format!("i{}", self.said),
            room: room.to_owned(),
            person: person.to_owned(),
            roles: if person == CHEN { vec![STAFF.to_owned()] } else { Vec::new() },
            said: Said::Command(Invoked { command: command.to_owned(), given }),
            said_at: self.now,
            reply_to: None,
            thread: None,
            device: DeviceTrust::Plain,
            answer: Some(format!("held{}", self.said)),
        }
    }

    /// Somebody types a line; nothing is held open for that.
    pub fn typed(&mut self, room: &str, person: &str, text: &str) -> Inbound {
        let inbound = self.invoked(room, person, "help", &[]);
        Inbound { said: Said::Text(text.to_owned()), answer: None, ..inbound }
    }

    /// Hands it over; what went out for it.
    pub async fn hear(&mut self, inbound: Inbound) -> Sent {
        let batch = Batch { heard: vec![inbound], mark: None };
        self.engine.hear(Network::Discord, &batch, self.now).await.unwrap();
        self.turn().await
    }

    /// The same at once: what went out, and the one answer in plain text.
    pub async fn gives(&mut self, room: &str, person: &str, command: &str, given: &[(&str, &str)]) -> (Sent, String) {
        let inbound = self.invoked(room, person, command, given);
        let held = inbound.answer.clone().unwrap();
        let sent = self.hear(inbound).await;
        let answer = sent.answer(&held).plain();
        (sent, answer)
    }

    /// The desk gets a shared room on Matrix, beside its channels.
    pub fn opens_on_matrix(&self, room: &str) {
        let mut setting = setting();
        let desk = &mut setting.desks[0];
        let on_matrix = Room { place: Place(format!("matrix:{room}")), ..desk.rooms[0].clone() };
        desk.rooms.push(on_matrix);
        self.engine.change_setting(setting);
    }

    /// Whether a word stands anywhere in what is kept on disk.
    pub fn keeps(&self, word: &str) -> bool {
        let files =
            std::fs::read_dir(self.folder.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        let word = word.as_bytes();
        files.into_iter().any(|bytes| bytes.windows(word.len()).any(|part| part == word))
    }

    /// What the cases ask for that a command names.
    pub fn subjects(&self, room: &str, person: &str, command: &str, case: &str) -> Vec<Subject> {
        let asking = Asking {
            room: room.to_owned(),
            person: person.to_owned(),
            roles: if person == CHEN { vec![STAFF.to_owned()] } else { Vec::new() },
            invoked: Invoked { command: command.to_owned(), given: vec![("case".to_owned(), case.to_owned())] },
        };
        self.engine.subjects(Network::Discord, &asking)
    }

    /// That channel takes no posts from now on; people are answered there all the same.
    pub fn shut(&self, room: Option<&str>) {
        *self.door.shut.lock().unwrap() = room.map(str::to_owned);
    }

    pub async fn pass(&mut self, span: TimeDelta) -> Sent {
        self.now += span;
        self.turn().await
    }

    pub async fn turn(&mut self) -> Sent {
        self.engine.tick(self.now).await.unwrap();
        self.engine.deliver(self.now).await.unwrap();
        Sent(std::mem::take(&mut *self.door.kept.lock().unwrap()))
    }

    pub fn completes(&self, room: &str, person: &str, command: &str, typed: &str) -> Vec<Offered> {
        let typing = Typing {
            room: room.to_owned(),
            person: person.to_owned(),
            roles: if person == CHEN { vec![STAFF.to_owned()] } else { Vec::new() },
            command: command.to_owned(),
            option: "case".to_owned(),
            typed: typed.to_owned(),
        };
        self.engine.complete(Network::Discord, &typing, self.now)
    }
}

/// The terminal's desk, in two channels; the platform is known by a role alone.
fn setting() -> Setting {
    let mut setting = liaison_terminal::desk();
    for organisation in &mut setting.organisations {
        for member in &mut organisation.members {
            member.at = match member.id.0.as_str() {
                "amal" => vec![AMAL.to_owned()],
                "chen" => vec![STAFF.to_owned()],
                _ => Vec::new(),
            };
        }
        organisation.supervisors.clear();
    }
    let desk = &mut setting.desks[0];
    let room = |name: &str, ceiling| Room {
        place: Place(format!("discord:{name}")),
        kind: RoomKind::Shared,
        ceiling,
        ..desk.rooms[0].clone()
    };
    desk.rooms = vec![room(QUIET, None), room(OPEN, Some(Tlp::Amber))];
    setting.coordination.rooms.clear();
    setting
}
