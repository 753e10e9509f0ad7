//! The fake door: a network in memory, with the bad manners of a real one.

use std::collections::HashMap;
use std::future::pending;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::TimeDelta;
use liaison_chat::{Act, Chat, DeliveryKey, Destination, Document, Network, Outbound, Receipt, RoomFacts, Undelivered};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::sync::Notify;

/// One thing that people see.
pub struct Post {
    pub to: Destination,
    pub edits: Vec<Document>,
    redacted: bool,
}

/// What the door does with the next thing that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Delivers,
    LosesIt,
    LosesTheAnswer,
    AsksToWait,
    CrashesBefore,
    CrashesAfter,
    Refuses,
}

pub struct Paper {
    pub posts: Vec<Post>,
    /// What the network remembers of names; it may forget them, as real ones do.
    remembered: HashMap<DeliveryKey, Receipt>,
    /// What stands in the rooms for good, with each post's own marker.
    timeline: HashMap<DeliveryKey, Receipt>,
    /// Every act that took effect, by its name: a second effect of one name is a doubled post.
    pub effects: HashMap<DeliveryKey, u32>,
    pub order: Vec<(Destination, DeliveryKey)>,
    chance: StdRng,
    rough: bool,
    /// The room has put the bot out.
    shut: bool,
    /// How often it refused something for that.
    refusals: u32,
    /// What holds these words is refused, wherever it goes.
    refused: Option<String>,
    /// Of what holds these words the beginning arrives, and the rest is refused.
    halted: Option<String>,
    /// The names of what has begun to arrive, at every attempt.
    pub begun: Vec<DeliveryKey>,
    /// What holds these words arrives, and nobody is told so.
    unheard: Option<String>,
    /// So much more the network takes, and how often it was asked for more.
    allowance: Option<u32>,
    pub limited: u32,
}

/// A post that is under way until the test lets it go on.
#[derive(Default)]
pub struct Gate {
    pub under_way: Notify,
    pub goes_on: Notify,
}

pub struct RoughDoor {
    pub paper: Mutex<Paper>,
    held: Mutex<Option<(String, Arc<Gate>)>>,
    pub crash: Arc<Notify>,
}

impl RoughDoor {
    pub fn new(seed: u64) -> Arc<Self> {
        let paper = Paper {
            posts: Vec::new(),
            remembered: HashMap::new(),
            timeline: HashMap::new(),
            effects: HashMap::new(),
            order: Vec::new(),
            chance: StdRng::seed_from_u64(seed),
            rough: true,
            shut: false,
            refusals: 0,
            refused: None,
            halted: None,
            begun: Vec::new(),
            unheard: None,
            allowance: None,
            limited: 0,
        };
        Arc::new(Self { paper: Mutex::new(paper), held: Mutex::default(), crash: Arc::new(Notify::new()) })
    }

    pub fn behave(&self) {
        self.paper.lock().unwrap().rough = false;
        self.shut(false);
    }

    /// Puts the bot out of every room, or lets it back in.
    pub fn shut(&self, shut: bool) {
        self.paper.lock().unwrap().shut = shut;
    }

    /// How often something was refused because the bot was put out.
    pub fn refusals(&self) -> u32 {
        self.paper.lock().unwrap().refusals
    }

    /// So much more is taken, and then nothing for five seconds.
    pub fn allow(&self, more: u32) {
        let mut paper = self.paper.lock().unwrap();
        paper.allowance = Some(paper.allowance.unwrap_or_default() + more);
    }

    fn takes_one_more(&self) -> bool {
        let mut paper = self.paper.lock().unwrap();
        match paper.allowance {
            None => true,
            Some(0) => {
                paper.limited += 1;
                false
            }
            Some(more) => {
                paper.allowance = Some(more - 1);
                true
            }
        }
    }

    /// The next post that holds these words is under way until it is let go on.
    pub fn hold(&self, words: &str) -> Arc<Gate> {
        let gate = Arc::<Gate>::default();
        *self.held.lock().unwrap() = Some((words.to_owned(), gate.clone()));
        gate
    }

    fn gate(&self, outbound: &Outbound) -> Option<Arc<Gate>> {
        let Act::Post { document, .. } = &outbound.act else { return None };
        let mut held = self.held.lock().unwrap();
        let (_, gate) = held.take_if(|(words, _)| holds(document, words))?;
        Some(gate)
    }

    /// From now on what holds these words is refused.
    pub fn refuse_words(&self, words: &str) {
        self.paper.lock().unwrap().refused = Some(words.to_owned());
    }

    /// As long as it is said, what holds these words begins to arrive and is refused then.
    pub fn halt(&self, words: Option<&str>) {
        self.paper.lock().unwrap().halted = words.map(str::to_owned);
    }

    /// As long as it is said, the answer to what holds these words is lost.
    pub fn lose_answers_to(&self, words: Option<&str>) {
        self.paper.lock().unwrap().unheard = words.map(str::to_owned);
    }

    /// Somebody takes away what shows these words.
    pub fn take_away(&self, words: &str) {
        let mut paper = self.paper.lock().unwrap();
        let shows = |post: &&mut Post| post.edits.last().is_some_and(|document| document.plain().contains(words));
        paper.posts.iter_mut().filter(shows).for_each(|post| post.redacted = true);
    }

    /// Past the network's memory of names nothing but the post's own marker tells that it is there.
    pub fn forget_names(&self) {
        self.paper.lock().unwrap().remembered.clear();
    }

    /// What people read now, of every post that is there.
    pub fn shown(&self) -> Vec<Document> {
        let paper = self.paper.lock().unwrap();
        paper.posts.iter().filter(|post| !post.redacted).filter_map(|post| post.edits.last().cloned()).collect()
    }

    fn manner(&self) -> Manner {
        let mut paper = self.paper.lock().unwrap();
        if paper.shut {
            paper.refusals += 1;
            return Manner::Refuses;
        }
        if !paper.rough {
            return Manner::Delivers;
        }
        match paper.chance.random_range(0..20) {
            0 | 1 => Manner::LosesIt,
            2 | 3 => Manner::LosesTheAnswer,
            4 => Manner::AsksToWait,
            5 => Manner::CrashesBefore,
            6 => Manner::CrashesAfter,
            _ => Manner::Delivers,
        }
    }
}

impl Paper {
    fn effect(&mut self, outbound: &Outbound) -> Receipt {
        let known = self.remembered.get(&outbound.key).cloned();
        let found = || self.timeline.get(&outbound.key).cloned();
        if let Some(receipt) = known.or_else(|| outbound.look_first.then(found).flatten()) {
            return receipt;
        }
        if let Act::Redact { of, .. } = &outbound.act
            && self.post(of).redacted
        {
            return of.clone();
        }
        *self.effects.entry(outbound.key.clone()).or_default() += 1;
        self.order.push((outbound.to.clone(), outbound.key.clone()));
        let receipt = match &outbound.act {
            Act::Post { document, .. } => {
                self.posts.push(Post { to: outbound.to.clone(), edits: vec![document.clone()], redacted: false });
                Receipt(format!("p{}", self.posts.len() - 1))
            }
            Act::Edit { of, document } => {
                self.post(of).edits.push(document.clone());
                of.clone()
            }
            Act::Redact { of, .. } => {
                self.post(of).redacted = true;
                of.clone()
            }
        };
        self.remembered.insert(outbound.key.clone(), receipt.clone());
        self.timeline.insert(outbound.key.clone(), receipt.clone());
        receipt
    }

    /// What does not depend on chance: posts that people took away, words that are refused.
    fn refusal(&mut self, outbound: &Outbound) -> Option<Undelivered> {
        let document = match &outbound.act {
            Act::Edit { of, .. } if self.post(of).redacted => {
                return Some(Undelivered::Gone { why: "somebody took it away".to_owned() });
            }
            Act::Post { document, .. } | Act::Edit { document, .. } => document,
            Act::Redact { .. } => return None,
        };
        if self.halted.as_ref().is_some_and(|words| holds(document, words)) {
            self.begun.push(outbound.key.clone());
            if !self.timeline.contains_key(&outbound.key) {
                let beginning = Receipt(format!("p{}", self.posts.len()));
                self.posts.push(Post { to: outbound.to.clone(), edits: vec![document.clone()], redacted: false });
                self.timeline.insert(outbound.key.clone(), beginning);
            }
            return Some(Undelivered::Unfinished { why: "the rest is not taken".to_owned() });
        }
        let refused = self.refused.as_ref().is_some_and(|words| holds(document, words));
        refused.then(|| Undelivered::Never { why: "the network does not take these words".to_owned() })
    }

    fn is_unheard(&self, outbound: &Outbound) -> bool {
        match &outbound.act {
            Act::Post { document, .. } | Act::Edit { document, .. } => {
                self.unheard.as_ref().is_some_and(|words| holds(document, words))
            }
            Act::Redact { .. } => false,
        }
    }

    fn post(&mut self, of: &Receipt) -> &mut Post {
        let at: usize = of.0.trim_start_matches('p').parse().unwrap();
        &mut self.posts[at]
    }
}

/// Whether a document holds words, defanged or not.
fn holds(document: &Document, words: &str) -> bool {
    let plain = document.plain();
    plain.contains(words) || plain.replace("[.]", ".").contains(words)
}

#[async_trait]
impl Chat for RoughDoor {
    fn network(&self) -> Network {
        Network::Terminal
    }

    fn own_names(&self) -> Vec<String> {
        vec!["liaison".to_owned()]
    }

    async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        let later = |after| Undelivered::Later { after, why: "the door was told so".to_owned() };
        let effect = || self.paper.lock().unwrap().effect(outbound);
        if let Some(refused) = self.paper.lock().unwrap().refusal(outbound) {
            return Err(refused);
        }
        if !self.takes_one_more() {
            return Err(Undelivered::Limited { after: TimeDelta::seconds(5) });
        }
        if let Some(gate) = self.gate(outbound) {
            gate.under_way.notify_one();
            gate.goes_on.notified().await;
        }
        let unheard = self.paper.lock().unwrap().is_unheard(outbound);
        match self.manner() {
            _ if unheard => {
                effect();
                Err(later(None))
            }
            Manner::Delivers => Ok(effect()),
            Manner::Refuses => Err(Undelivered::Never { why: "the bot is not in the room".to_owned() }),
            Manner::LosesIt => Err(later(None)),
            Manner::AsksToWait => Err(Undelivered::Limited { after: TimeDelta::seconds(7) }),
            Manner::LosesTheAnswer => {
                effect();
                Err(later(None))
            }
            Manner::CrashesBefore => {
                self.crash.notify_one();
                pending().await
            }
            Manner::CrashesAfter => {
                effect();
                self.crash.notify_one();
                pending().await
            }
        }
    }

    async fn find(&self, outbound: &Outbound) -> Result<Option<Receipt>, Undelivered> {
        match self.manner() {
            Manner::Refuses => Err(Undelivered::Never { why: "the bot is not in the room".to_owned() }),
            Manner::AsksToWait => Err(Undelivered::Later { after: None, why: "the door was told so".to_owned() }),
            Manner::CrashesBefore | Manner::CrashesAfter => {
                self.crash.notify_one();
                pending().await
            }
            _ => Ok(self.paper.lock().unwrap().timeline.get(&outbound.key).cloned()),
        }
    }

    async fn room(&self, room: &str) -> Result<RoomFacts, Undelivered> {
        let _every_room_is_alike = room;
        let people = ["@amal", "@binta", "@chen", "@dana", "@eve"].map(str::to_owned).to_vec();
        Ok(RoomFacts { encrypted: true, people })
    }
}
