//! Matrix in its seat: a plain and an encrypted room on a real homeserver, read by a client that no one here wrote.

use async_trait::async_trait;
use liaison_chat::{Chat, Inbound, Receipt};

use super::{Seat, Shown, keeps};
use crate::opened::{Bot, federation, person, shared_room};
use crate::support::nio::{Nio, Post, anything};

#[tokio::test(flavor = "multi_thread")]
async fn matrix_keeps_the_contract_in_a_plain_room() {
    sit("contract_plain", false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn matrix_keeps_the_contract_in_an_encrypted_room() {
    sit("contract_secret", true).await;
}

async fn sit(name: &str, encrypted: bool) {
    let servers = federation();
    let amal = person(&servers.a, &format!("{name}_amal"), true);
    let mut bot = Bot::new(&servers.a, &format!("{name}_bot"));
    let room = shared_room(&mut bot, &amal, encrypted).await;
    let mut seat = Room { bot, amal, room, last: None };
    keeps(&mut seat).await;
    seat.bot.stop().await;
}

struct Room {
    bot: Bot,
    amal: Nio,
    room: String,
    /// The latest post: once the client has it, it has all before it.
    last: Option<Receipt>,
}

impl Room {
    fn posts(&self) -> Vec<Post> {
        if let Some(last) = &self.last {
            self.amal.wait_for(&self.room, &anything().event(&last.0));
        }
        let of_bot = |post: &Post| post.sender == self.bot.user && post.rel_type.as_deref() != Some("m.replace");
        self.amal.history(&self.room).into_iter().filter(of_bot).filter(|post| !post.body.is_empty()).collect()
    }
}

#[async_trait]
impl Seat for Room {
    fn door(&self) -> &dyn Chat {
        self.bot.door()
    }

    fn room(&self) -> String {
        self.room.clone()
    }

    fn person(&self) -> String {
        self.amal.user_id.clone()
    }

    async fn reopen(&mut self) {
        self.bot.stop().await;
        self.bot.start_and_catch_up().await;
    }

    /// The homeserver's memory is a day long; what stands in for its end is the attempt that looks first.
    async fn forget_names(&mut self) {}

    async fn shown(&mut self, post: &Receipt) -> Option<Shown> {
        // Whatever was done to it is there once a word that was said after it is.
        let after = self.amal.say(&self.room, "so far");
        self.bot.inbox.hears(&after).await;
        self.amal.wait_for(&self.room, &anything().event(&after));
        let post = self.posts().into_iter().find(|shown| shown.event_id == post.0)?;
        let text = post.shown().to_owned();
        Some(Shown { text, calls: post.mentions.clone().unwrap_or_default(), answers: post.in_reply_to.clone() })
    }

    async fn remains(&mut self, words: &str) -> bool {
        let after = self.amal.say(&self.room, "remaining");
        self.amal.wait_for(&self.room, &anything().event(&after));
        let events = self.amal.history(&self.room);
        events.iter().any(|post| post.sender == self.bot.user && post.content.to_string().contains(words))
    }

    async fn count(&mut self) -> usize {
        let after = self.amal.say(&self.room, "counted");
        self.amal.wait_for(&self.room, &anything().event(&after));
        self.posts().len()
    }

    async fn alone(&mut self, words: &str) -> Vec<String> {
        let invite = self.amal.wait_for_invite(Some(&self.bot.user));
        self.amal.join(&invite.room);
        let posts = self.amal.history(&invite.room);
        let said = posts.into_iter().filter(|post| post.sender == self.bot.user).map(|post| post.body);
        said.filter(|text| text.contains(words)).collect()
    }

    async fn reply(&mut self, post: &Receipt, words: &str) -> Inbound {
        let event = self.amal.reply(&self.room, &post.0, words);
        self.bot.inbox.hears(&event).await
    }
}
