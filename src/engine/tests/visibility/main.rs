//! The visibility oracle: random people say random things in rooms of every kind, and of everything that is sent to any
//! room or person, edits, digests, alerts, lists, answers and figures included, no word may be there that its reader may not
//! have. Each word of the histories occurs once, so that whoever reads it is known. A failing seed is printed and plays the
//! same history again.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod door;
mod lines;
mod place;
mod secrets;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use door::Door;
use liaison_chat::{
    Act, Batch, Block, Chat, CommandTable, Destination, Document, Network, Outbound, Piece, Sentences, Typing,
};
use liaison_engine::{Chance, Engine, Parts};
use liaison_store::{Lock, Store};
use lines::{Line, Lines};
use place::{PEOPLE, ROOMS, identity, spot};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use secrets::{Reader, Secrets};

/// As many histories as the build server plays; `LIAISON_HISTORIES` plays more, `LIAISON_SEED` a single one.
const HISTORIES: u64 = 40;
const STEPS: u32 = 24;
const NETWORKS: [Network; 2] = [Network::Matrix, Network::Discord];

#[tokio::test]
async fn nothing_is_shown_to_whoever_may_not_see_it_on_even_seeds() {
    play_every_other(0).await;
}

#[tokio::test]
async fn nothing_is_shown_to_whoever_may_not_see_it_on_odd_seeds() {
    play_every_other(1).await;
}

/// Half of the seeds, so that two processors share them.
async fn play_every_other(first: u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let one = number("LIAISON_SEED");
    let seeds = one.map_or(0..number("LIAISON_HISTORIES").unwrap_or(HISTORIES), |seed| seed..seed + 1);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.db");
    store(&empty).await.close().await;
    let mut shown = HashMap::<&str, u64>::new();
    let words = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
    for seed in seeds.filter(|seed| seed % 2 == first) {
        let own = folder.path().join(format!("{seed}"));
        std::fs::create_dir(&own).unwrap();
        std::fs::copy(&empty, own.join("liaison.db")).unwrap();
        let history = History::play(seed, &own.join("liaison.db"), words.clone()).await;
        for (sort, count) in history.secrets.shown {
            *shown.entry(sort).or_default() += count;
        }
        *shown.entry("documents").or_default() += history.documents;
        std::fs::remove_dir_all(&own).unwrap();
    }
    println!("{shown:?}");
    for sort in ["a note at home", "a locator, alone", "a locator", "words", "who is in charge, at home"] {
        assert!(one.is_some() || shown.get(sort).is_some_and(|count| *count > 3), "{sort} is hardly shown: {shown:?}");
    }
}

fn begins() -> DateTime<Utc> {
    "2026-01-05T08:00:00Z".parse().unwrap()
}

async fn store(path: &Path) -> Store {
    Store::open(&format!("sqlite://{}", path.display()), Lock::Instance, begins()).await.unwrap()
}

struct History {
    seed: u64,
    engine: Engine,
    doors: [Arc<Door>; 2],
    secrets: Secrets,
    now: DateTime<Utc>,
    documents: u64,
}

impl History {
    async fn play(seed: u64, path: &Path, (table, sentences): (Arc<CommandTable>, Arc<Sentences>)) -> Self {
        let (now, doors) = (begins(), NETWORKS.map(|network| Arc::new(Door::new(network, seed))));
        let parts = Parts {
            store: store(path).await,
            setting: place::setting(),
            table,
            sentences,
            doors: doors.iter().map(|door| door.clone() as Arc<dyn Chat>).collect(),
            chance: Chance::seeded(seed),
        };
        let engine = Engine::new(parts, now);
        NETWORKS.iter().for_each(|network| engine.caught_up(*network, true, now));
        let mut history = Self { seed, engine, doors, secrets: Secrets::default(), now, documents: 0 };
        let mut lines = Lines::new(StdRng::seed_from_u64(!seed));
        for _ in 0..STEPS {
            history.step(&mut lines).await;
        }
        for door in &history.doors {
            door.be_rough(false);
        }
        for _ in 0..2 {
            history.now += TimeDelta::days(1);
            history.turn(None).await;
        }
        history
    }

    async fn step(&mut self, lines: &mut Lines) {
        let mut line = lines.next(&self.secrets.cases(), &self.secrets.known(), self.now);
        if lines.chance.random_ratio(1, 4) {
            line.inbound.reply_to = self.door(line.spot.network).any_post(line.spot.name, &mut lines.chance);
        }
        for door in &self.doors {
            door.be_rough(lines.chance.random_ratio(1, 6));
        }
        let batch = Batch { heard: vec![line.inbound.clone()], mark: None };
        self.engine.hear(line.spot.network, &batch, self.now).await.unwrap();
        self.turn(Some(&line)).await;
        self.offers(lines);
        let span = [0, 0, 1, 5, 16, 45, 240, 1_500][lines.chance.random_range(0..8)];
        self.now += TimeDelta::minutes(span);
        self.turn(Some(&line)).await;
    }

    fn door(&self, network: Network) -> &Door {
        &self.doors[usize::from(network == Network::Discord)]
    }

    /// Time acts, the postman goes, and everything that was tried is read.
    async fn turn(&mut self, line: Option<&Line>) {
        self.engine.tick(self.now).await.unwrap();
        self.engine.deliver(self.now).await.unwrap();
        self.secrets.learn(self.engine.store()).await;
        for network in NETWORKS {
            for outbound in self.door(network).tried() {
                self.judge(network, &outbound, line);
            }
        }
    }

    fn judge(&mut self, network: Network, outbound: &Outbound, line: Option<&Line>) {
        let (Act::Post { document, .. } | Act::Edit { document, .. }) = &outbound.act else { return };
        self.documents += 1;
        let reader = reader(network, &outbound.to);
        let said_by_reader = line.filter(|line| answers(&outbound.to, line));
        let typed = said_by_reader.and_then(|line| line.looked_for.as_deref());
        let leak = self.secrets.leak(&format!("{document:?}"), reader, typed);
        let words = said_by_reader.map(|line| format!("{:?}", line.inbound.said)).unwrap_or_default();
        let in_room = reader.spot.filter(|_| reader.alone.is_none());
        let leak = leak.or_else(|| self.secrets.names_people(&uncalled(document), in_room?, &words));
        let leak = leak.or_else(|| self.secrets.names_in_charge(&document.plain(), reader));
        let said = line.map(|line| &line.inbound);
        assert!(
            leak.is_none(),
            "seed {}: {leak:?} reads {:?} in\n{}\nafter {said:#?}",
            self.seed,
            outbound.to,
            document.plain()
        );
    }

    /// What is offered while somebody types shows no more than the room may see.
    fn offers(&mut self, lines: &mut Lines) {
        for room in ROOMS.iter().filter(|room| room.network == Network::Discord) {
            let (who, _) = PEOPLE[lines.chance.random_range(0..PEOPLE.len())];
            let typing = Typing {
                room: room.name.to_owned(),
                person: identity(room.network, who),
                roles: Vec::new(),
                command: "note".to_owned(),
                option: "case".to_owned(),
                typed: String::new(),
            };
            for offered in self.engine.complete(room.network, &typing, self.now) {
                let leak = self.secrets.leak(&format!("{offered:?}"), Reader { spot: Some(room), alone: None }, None);
                assert!(leak.is_none(), "seed {}: {leak:?} is offered in {}: {offered:?}", self.seed, room.name);
            }
        }
    }
}

/// Who reads what goes there. A reply stands in the room; what the network held open for one person they alone see.
fn reader(network: Network, to: &Destination) -> Reader<'_> {
    match to {
        Destination::Room(room) => Reader { spot: Some(spot(network, room)), alone: None },
        Destination::Answer { room, person, to } => {
            let held = to.as_ref().is_some_and(|to| to.starts_with("held"));
            Reader { spot: Some(spot(network, room)), alone: held.then_some(person) }
        }
        Destination::Person(person) => Reader { spot: None, alone: Some(person) },
    }
}

fn answers(to: &Destination, line: &Line) -> bool {
    let Destination::Answer { to: Some(to), .. } = to else { return false };
    line.inbound.answer.as_ref().unwrap_or(&line.inbound.event) == to
}

/// The text without those who are called by it.
fn uncalled(document: &Document) -> String {
    let lines = document.blocks.iter().flat_map(|block| match block {
        Block::Line(pieces) => vec![pieces],
        Block::List(items) => items.iter().collect(),
    });
    let told = lines.flatten().map(|piece| match piece {
        Piece::Text(text) | Piece::Strong(text) | Piece::Words(text) | Piece::Code(text) => text.as_str(),
        Piece::Mention { .. } => " ",
    });
    told.collect()
}
