//! A network that keeps every attempt at a post, taken or not, and sometimes asks to wait.

use std::collections::HashSet;
use std::sync::Mutex;

use async_trait::async_trait;
use liaison_chat::{Act, Chat, DeliveryKey, Destination, Network, Outbound, Receipt, RoomFacts, Undelivered};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::place::spot;

pub struct Door {
    network: Network,
    paper: Mutex<Paper>,
}

struct Paper {
    /// Each name once: a further attempt says just the same.
    tried: Vec<Outbound>,
    names: HashSet<DeliveryKey>,
    /// What stands in the rooms: where, and its id.
    posted: Vec<(String, String)>,
    count: u32,
    chance: StdRng,
    rough: bool,
}

impl Door {
    pub fn new(network: Network, seed: u64) -> Self {
        let paper = Paper {
            tried: Vec::new(),
            names: HashSet::new(),
            posted: Vec::new(),
            count: 0,
            chance: StdRng::seed_from_u64(seed),
            rough: false,
        };
        Self { network, paper: Mutex::new(paper) }
    }

    pub fn be_rough(&self, rough: bool) {
        self.paper.lock().unwrap().rough = rough;
    }

    /// What was tried for the first time since the last question.
    pub fn tried(&self) -> Vec<Outbound> {
        std::mem::take(&mut self.paper.lock().unwrap().tried)
    }

    /// One of the posts of a room.
    pub fn any_post(&self, room: &str, chance: &mut StdRng) -> Option<String> {
        let paper = self.paper.lock().unwrap();
        let there: Vec<_> = paper.posted.iter().filter(|(at, _)| at == room).collect();
        (!there.is_empty()).then(|| there[chance.random_range(0..there.len())].1.clone())
    }
}

#[async_trait]
impl Chat for Door {
    fn network(&self) -> Network {
        self.network
    }

    fn own_names(&self) -> Vec<String> {
        vec!["Liaison".to_owned()]
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let mut paper = self.paper.lock().unwrap();
        if paper.names.insert(outbound.key.clone()) {
            paper.tried.push(outbound.clone());
        }
        if paper.rough && paper.chance.random_ratio(1, 2) {
            return Err(Undelivered::Later { after: None, why: "the network is slow".to_owned() });
        }
        let (Act::Edit { of, .. } | Act::Redact { of, .. }) = &outbound.act else {
            paper.count += 1;
            let receipt = format!("{}{}", self.network.name(), paper.count);
            let (Destination::Room(at) | Destination::Answer { room: at, .. } | Destination::Person(at)) = &outbound.to;
            paper.posted.push((at.clone(), receipt.clone()));
            return Ok(Receipt(receipt));
        };
        Ok(of.clone())
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        let spot = spot(self.network, room);
        Ok(RoomFacts { encrypted: spot.encrypted, people: spot.people() })
    }
}
