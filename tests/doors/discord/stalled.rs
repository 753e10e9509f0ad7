//! A store that stalls keeps nobody waiting for a first answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use liaison_chat::{Asking, Away, Batch, CommandTable, Deaf, Listener, Network, Offered, Sentences, Typing};
use liaison_discord::DiscordDoor;
use liaison_domain::Subject;
use serde_json::json;
use tokio::sync::{Notify, watch};

use super::channel::Place;

/// So many interactions, and so many of them under way at once.
const INTERACTIONS: usize = 10_000;
const AT_ONCE: usize = 100;

/// An ear behind which nothing moves until the test says so.
#[derive(Default)]
struct Stalled {
    moves: watch::Sender<bool>,
    heard: AtomicUsize,
    caught_up: Notify,
}

#[async_trait]
impl Listener for Stalled {
    async fn hear(&self, _: Network, batch: Batch) -> Result<(), Deaf> {
        if !batch.heard.is_empty() {
            self.moves.subscribe().wait_for(|moves| *moves).await.map_err(|_| Deaf)?;
        }
        self.heard.fetch_add(batch.heard.len(), Ordering::Relaxed);
        Ok(())
    }

    async fn mark(&self, _: Network) -> Result<Option<String>, Deaf> {
        Ok(None)
    }

    async fn known(&self, _: Network, events: Vec<String>) -> Result<Vec<bool>, Deaf> {
        Ok(vec![false; events.len()])
    }

    async fn unread(&self, _: Network) -> Result<Vec<(String, String)>, Deaf> {
        Ok(Vec::new())
    }

    async fn complete(&self, _: Network, _: Typing) -> Vec<Offered> {
        vec![Offered { name: "YT-1 · sent".to_owned(), value: "YT-1".to_owned() }]
    }

    async fn subjects(&self, _: Network, _: Asking) -> Vec<Subject> {
        Vec::new()
    }

    async fn was_away(&self, _: Network, _: Away) -> Result<(), Deaf> {
        Ok(())
    }

    async fn moved(&self, _: Network, _: String) -> Result<(), Deaf> {
        Ok(())
    }

    async fn caught_up(&self, _: Network, caught_up: bool) -> Result<(), Deaf> {
        if caught_up {
            self.caught_up.notify_one();
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_interactions_get_their_first_answer_while_the_store_stands_still() {
    let place = Place::prepare().await;
    let (table, sentences) = (Arc::new(CommandTable::load().unwrap()), Arc::new(Sentences::load().unwrap()));
    let door = Arc::new(DiscordDoor::open(place.config(), table, sentences).await.unwrap());
    let ear = Arc::new(Stalled::default());
    let (stop, stopped) = watch::channel(false);
    let (own, listening) = (Arc::clone(&door), Arc::clone(&ear));
    let running = tokio::spawn(async move { own.run(listening, stopped).await });
    ear.caught_up.notified().await;
    place.discord.registered(None, 15).await.unwrap();

    let mut took = Vec::with_capacity(INTERACTIONS);
    let mut to_be_heard = 0;
    for _ in 0..INTERACTIONS / AT_ONCE {
        let asked: Vec<_> = (0..AT_ONCE)
            .map(|number| match number % 4 {
                0 => place.discord.autocomplete(place.chen, place.channel, "ack", &[("case", "YT")]).unwrap(),
                1 => place.discord.slash(place.amal, place.channel, "report", &[]).unwrap(),
                _ => {
                    to_be_heard += 1;
                    place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap()
                }
            })
            .collect();
        for interaction in asked {
            took.push(interaction.answer().await.unwrap().after);
        }
    }
    assert_eq!(ear.heard.load(Ordering::Relaxed), 0, "the store has not moved");
    assert_eq!(place.discord.faults_of_the_bot(), [], "none came too late");
    took.sort_unstable();
    let at = |share: usize| took[(took.len() * share / 1_000).min(took.len() - 1)];
    println!("first answers: median {:?}, 99 % {:?}, slowest {:?} of {}", at(500), at(990), at(1_000), took.len());

    ear.moves.send_replace(true);
    let heard = async {
        while ear.heard.load(Ordering::Relaxed) < to_be_heard {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), heard)
        .await
        .expect("every command is handed over in the end");
    stop.send(true).unwrap();
    running.await.unwrap().unwrap();
}
