//! Several desks around one database, and a network that is a sheet of paper.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{
    Act, Batch, Chat, CommandTable, Destination, DeviceTrust, Inbound, Network, Outbound, Receipt, RoomFacts, Said,
    Sentences, Undelivered,
};
use liaison_domain::{Desk, DeskId, Member, MemberId, Organisation, OrganisationId, Place, Setting};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};

/// A network that takes everything and keeps the words.
#[derive(Default)]
pub struct Paper(Mutex<Vec<(String, String)>>);

#[async_trait]
impl Chat for Paper {
    fn network(&self) -> Network {
        Network::Terminal
    }

    fn own_names(&self) -> Vec<String> {
        Vec::new()
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let mut paper = self.0.lock().unwrap();
        let (Destination::Room(room) | Destination::Answer { room, .. } | Destination::Person(room)) = &outbound.to;
        if let Act::Post { document, .. } = &outbound.act {
            paper.push((room.clone(), document.plain()));
        }
        Ok(Receipt(format!("p{}", paper.len())))
    }

    async fn room(&self, _room: &str) -> Result<RoomFacts, Undelivered> {
        Ok(RoomFacts { encrypted: true, people: Vec::new() })
    }
}

/// The terminal's desk, a second one of another platform, and one for practice; Olga reviews.
pub fn setting() -> Setting {
    let mut setting = liaison_terminal::desk();
    let olga = Member { id: MemberId("olga".to_owned()), at: vec!["@olga".to_owned()], alias: None };
    let first = setting.organisations[1].clone();
    let telegram = OrganisationId("telegram".to_owned());
    let oversight = OrganisationId("oversight".to_owned());
    setting.organisations.push(Organisation { id: telegram.clone(), name: "Telegram".to_owned(), ..first.clone() });
    setting.organisations.push(Organisation { id: oversight, members: vec![olga], ..first });
    setting.coordination.reviewers = vec![MemberId("olga".to_owned())];
    let desk = |id: &str, prefix: &str, practice| {
        let mut desk =
            Desk { id: DeskId(id.to_owned()), prefix: prefix.to_owned(), practice, ..setting.desks[0].clone() };
        desk.rooms.truncate(1);
        desk.rooms[0].place = Place(format!("terminal:#{id}"));
        desk
    };
    let others = [Desk { platform: telegram, ..desk("telegram", "TG", false) }, desk("school", "SC", true)];
    setting.desks.extend(others);
    setting
}

/// Three desks, and what is posted on paper.
pub struct Scene {
    pub engine: Engine,
    paper: Arc<Paper>,
    pub now: DateTime<Utc>,
    said: u32,
    _folder: tempfile::TempDir,
}

impl Scene {
    pub async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = "2026-01-05T08:00:00Z".parse().unwrap();
        let url = format!("sqlite://{}", folder.path().join("liaison.db").display());
        let paper = Arc::new(Paper::default());
        let parts = Parts {
            store: Store::open(&url, Lock::Instance, now).await.unwrap(),
            setting: setting(),
            table: Arc::new(CommandTable::load().unwrap()),
            sentences: Arc::new(Sentences::load().unwrap()),
            doors: vec![paper.clone() as Arc<dyn Chat>],
            chance: Chance::seeded(1),
        };
        let engine = Engine::new(parts, now);
        engine.caught_up(Network::Terminal, true, now);
        Self { engine, paper, now, said: 0, _folder: folder }
    }

    /// Says a line and gives the last thing that is posted for it.
    pub async fn say(&mut self, person: &str, room: &str, line: &str) -> String {
        self.said += 1;
        let said = Inbound {
            event: format!("e{}", self.said),
            room: room.to_owned(),
            person: person.to_owned(),
            said: Said::Text(line.to_owned()),
            said_at: self.now,
            reply_to: None,
            thread: None,
            device: DeviceTrust::Verified,
            roles: Vec::new(),
            answer: None,
        };
        self.engine.hear(Network::Terminal, &Batch { heard: vec![said], mark: None }, self.now).await.unwrap();
        self.engine.deliver(self.now).await.unwrap();
        self.paper.0.lock().unwrap().last().cloned().unwrap_or_default().1
    }

    /// Lets time pass, and gives what it posts in a room.
    pub async fn pass(&mut self, span: TimeDelta, room: &str) -> Vec<String> {
        let before = self.posted(room).len();
        self.now += span;
        self.engine.tick(self.now).await.unwrap();
        self.engine.deliver(self.now).await.unwrap();
        self.posted(room).split_off(before)
    }

    /// Everything that stands in a room.
    pub fn posted(&self, room: &str) -> Vec<String> {
        let paper = self.paper.0.lock().unwrap();
        paper.iter().filter(|(own, _)| own == room).map(|(_, words)| words.clone()).collect()
    }

    /// From now on the desk is one to practise at, or no more.
    pub fn practise(&self, desk: &str, practice: bool) {
        let mut setting = Setting::clone(&self.engine.setting());
        for own in setting.desks.iter_mut().filter(|own| own.id.0 == desk) {
            own.practice = practice;
        }
        self.engine.change_setting(setting);
    }
}
