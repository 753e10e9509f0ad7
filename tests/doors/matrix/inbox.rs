//! An engine's ear in memory: it commits batches as the store would, applies an event once, and can be deaf.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use async_trait::async_trait;
use liaison_chat::{Asking, Away, Batch, Deaf, Inbound, Listener, Network, Offered, Said, Typing};
use liaison_domain::Subject;
use tokio::sync::watch;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(90);

#[derive(Clone, Default)]
pub(crate) struct Kept {
    /// What was heard first, in order; an unread event stands where it was heard.
    pub(crate) heard: Vec<Inbound>,
    /// Every hearing, the repeated ones included.
    pub(crate) hearings: usize,
    pub(crate) mark: Option<String>,
    pub(crate) caught_up: bool,
    /// The rooms that were replaced.
    pub(crate) moved: Vec<String>,
    /// The absences that were told.
    pub(crate) away: Vec<Away>,
    known: HashSet<String>,
    unread: HashMap<String, String>,
    /// Deaf from that many more hearings of words on.
    deaf_after: Option<usize>,
}

impl Kept {
    /// The texts, in order.
    pub(crate) fn texts(&self) -> Vec<&str> {
        self.heard.iter().filter_map(|inbound| text_of(&inbound.said)).collect()
    }

    pub(crate) fn find(&self, event: &str) -> Option<&Inbound> {
        self.heard.iter().find(|inbound| inbound.event == event)
    }

    fn enter(&mut self, inbound: Inbound) {
        self.hearings += 1;
        if self.known.insert(inbound.event.clone()) {
            if inbound.said == Said::Unread {
                self.unread.insert(inbound.event.clone(), inbound.room.clone());
            }
            self.heard.push(inbound);
        } else if self.unread.contains_key(&inbound.event) && inbound.said != Said::Unread {
            self.unread.remove(&inbound.event);
            self.heard.retain(|heard| heard.event != inbound.event);
            self.heard.push(inbound);
        }
    }
}

fn text_of(said: &Said) -> Option<&str> {
    match said {
        Said::Text(text) => Some(text),
        _ => None,
    }
}

/// Shared by the door and the test.
pub(crate) struct Inbox(watch::Sender<Kept>);

impl Inbox {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Kept::default()))
    }

    /// Refuses every batch with words after so many texts more.
    pub(crate) fn be_deaf_after(&self, texts: Option<usize>) {
        self.0.send_modify(|kept| kept.deaf_after = texts);
    }

    /// The mark is that one, as an earlier life left it.
    pub(crate) fn remember(&self, mark: &str) {
        self.0.send_modify(|kept| kept.mark = Some(mark.to_owned()));
    }

    pub(crate) fn forget_that_it_caught_up(&self) {
        self.0.send_modify(|kept| kept.caught_up = false);
    }

    pub(crate) fn now(&self) -> Kept {
        self.0.borrow().clone()
    }

    /// What is kept once it is as the test wants it.
    pub(crate) async fn until(&self, what: &str, wanted: impl FnMut(&Kept) -> bool) -> Kept {
        let mut kept = self.0.subscribe();
        let waited = tokio::time::timeout(PATIENCE, kept.wait_for(wanted)).await;
        match waited {
            Ok(kept) => kept.unwrap().clone(),
            Err(_) => {
                panic!("never heard: {what}; last: {:?}", self.now().heard.iter().rev().take(5).collect::<Vec<_>>())
            }
        }
    }

    /// The event, once it is heard and can be read.
    pub(crate) async fn hears(&self, event: &str) -> Inbound {
        let readable = |kept: &Kept| kept.find(event).is_some_and(|inbound| inbound.said != Said::Unread);
        self.until(event, readable).await.find(event).unwrap().clone()
    }

    pub(crate) async fn has_caught_up(&self) {
        self.until("everything", |kept| kept.caught_up).await;
    }
}

#[async_trait]
impl Listener for Inbox {
    async fn hear(&self, _: Network, batch: Batch) -> Result<(), Deaf> {
        let mut answer = Ok(());
        self.0.send_modify(|kept| {
            let texts = batch.heard.iter().filter(|inbound| text_of(&inbound.said).is_some()).count();
            if let Some(left) = kept.deaf_after.as_mut() {
                if texts > *left {
                    answer = Err(Deaf);
                    return;
                }
                *left -= texts;
            }
            batch.heard.into_iter().for_each(|inbound| kept.enter(inbound));
            kept.mark = batch.mark.or(kept.mark.take());
        });
        answer
    }

    async fn mark(&self, _: Network) -> Result<Option<String>, Deaf> {
        Ok(self.0.borrow().mark.clone())
    }

    async fn known(&self, _: Network, events: Vec<String>) -> Result<Vec<bool>, Deaf> {
        let kept = self.0.borrow();
        Ok(events.iter().map(|event| kept.known.contains(event)).collect())
    }

    async fn unread(&self, _: Network) -> Result<Vec<(String, String)>, Deaf> {
        Ok(self.0.borrow().unread.iter().map(|(event, room)| (room.clone(), event.clone())).collect())
    }

    async fn complete(&self, _: Network, _: Typing) -> Vec<Offered> {
        Vec::new()
    }

    async fn subjects(&self, _: Network, _: Asking) -> Vec<Subject> {
        Vec::new()
    }

    async fn was_away(&self, _: Network, away: Away) -> Result<(), Deaf> {
        self.0.send_modify(|kept| kept.away.push(away));
        Ok(())
    }

    async fn moved(&self, _: Network, room: String) -> Result<(), Deaf> {
        self.0.send_modify(|kept| kept.moved.push(room));
        Ok(())
    }

    async fn caught_up(&self, _: Network, caught_up: bool) -> Result<(), Deaf> {
        self.0.send_modify(|kept| kept.caught_up = caught_up);
        Ok(())
    }
}
