//! Who is shown whose figures: a desk's room its own, coordination each and all together, and a practice desk's nobody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::{
    Act, Batch, Chat, CommandTable, DeviceTrust, Inbound, Network, Outbound, Receipt, RoomFacts, Said, Sentences,
    Undelivered,
};
use liaison_domain::{Desk, DeskId, Member, MemberId, Organisation, OrganisationId, Place, Setting};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};

/// A network that takes everything and keeps the words.
#[derive(Default)]
struct Paper(Mutex<Vec<String>>);

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
        if let Act::Post { document, .. } = &outbound.act {
            paper.push(document.plain());
        }
        Ok(Receipt(format!("p{}", paper.len())))
    }

    async fn room(&self, _room: &str) -> Result<RoomFacts, Undelivered> {
        Ok(RoomFacts { encrypted: true, people: Vec::new() })
    }
}

/// The terminal's desk, a second one of another platform, and one for practice; Olga reviews.
fn setting() -> Setting {
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

struct Scene {
    engine: Engine,
    paper: Arc<Paper>,
    now: DateTime<Utc>,
    said: u32,
    _folder: tempfile::TempDir,
}

impl Scene {
    async fn begin() -> Self {
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
    async fn say(&mut self, person: &str, room: &str, line: &str) -> String {
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
        self.paper.0.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

#[tokio::test]
async fn each_room_is_shown_its_own_figures_and_coordination_all_of_them() {
    let mut scene = Scene::begin().await;
    for (room, cases) in [("#shared", 6), ("#telegram", 2), ("#school", 9)] {
        for case in 1..=cases {
            scene
                .say("@amal", room, &format!("/report https://{}.example/{case} incites", room.trim_matches('#')))
                .await;
        }
    }
    scene.say("@chen", "#shared", "/resolved YT-1 action:removed").await;
    scene.say("@dana", "#shared", "/refuse YT-2 ground:no_violation").await;
    scene.now += TimeDelta::days(3);

    let own = scene.say("@chen", "#shared", "/stats").await;
    assert!(own.contains("\nopened: 6\nanswered, of those due: 33 % (2/6)\n"), "{own}");
    assert!(!own.contains("By desk"), "{own}");
    for person in ["@amal", "@olga"] {
        let all = scene.say(person, "#coordination", "/stats period:2026-01").await;
        assert!(all.starts_with("All desks · figures · January 2026\nopened: 8\n"), "{all}");
        assert!(all.contains("answered, of those due: 25 % (2/8)"), "{all}");
        assert!(all.contains("\n• PHAROS · YouTube (YT): opened: 6 · answered, of those due: 33 % (2/6)"), "{all}");
        assert!(all.contains("\n• PHAROS · Telegram: opened: 2 · answered, of those due: 0/2, too few"), "{all}");
        assert!(!all.contains("SC"), "{all}");
    }
    let one = scene.say("@amal", "#coordination", "/stats desk:TG").await;
    assert!(one.starts_with("PHAROS · Telegram · figures") && one.contains("\nopened: 2\n"), "{one}");
    let platform = scene.say("@amal", "#coordination", "/stats organisation:Telegram").await;
    assert!(platform.contains("\nopened: 2\n"), "{platform}");
    let elsewhere = scene.say("@amal", "#shared", "/stats desk:TG").await;
    assert!(elsewhere.starts_with("No figures of a desk “TG”"), "{elsewhere}");
    let stranger = scene.say("@eve", "#coordination", "/stats").await;
    assert!(stranger.starts_with("`/stats` is for members"), "{stranger}");
}

#[tokio::test]
async fn a_practice_desk_is_in_no_figure_not_even_its_own() {
    let mut scene = Scene::begin().await;
    scene.say("@amal", "#school", "/report https://a.example/1 incites").await;
    for (room, line) in [("#school", "/stats"), ("#coordination", "/stats desk:school")] {
        let told = scene.say("@amal", room, line).await;
        assert!(told.starts_with("This desk is for practice"), "{told}");
    }
    let all = scene.say("@amal", "#coordination", "/stats").await;
    assert!(all.contains("no case was opened"), "{all}");
}
