//! Discord in its seat: a channel of the strict counterpart.

use async_trait::async_trait;
use liaison_chat::{Chat, Inbound, Receipt};

use super::{Seat, Shown, keeps};
use crate::channel::{Bot, Place, seen_text};

#[tokio::test(flavor = "multi_thread")]
async fn discord_keeps_the_contract() {
    let place = Place::prepare().await;
    let mut bot = Bot::new(&place);
    bot.start_and_catch_up().await;
    let mut seat = Channel { place, bot };
    keeps(&mut seat).await;
    seat.bot.stop().await;
    assert_eq!(seat.place.discord.faults_of_the_bot().len(), 1, "but for the channel that is not there");
}

struct Channel {
    place: Place,
    bot: Bot,
}

impl Channel {
    fn standing(&self) -> Vec<liaison_counterpart::Message> {
        let messages = self.place.discord.messages(self.place.channel);
        messages.into_iter().filter(|message| message.author == self.place.bot && !message.deleted).collect()
    }
}

#[async_trait]
impl Seat for Channel {
    fn door(&self) -> &dyn Chat {
        self.bot.door()
    }

    fn room(&self) -> String {
        self.place.channel.to_string()
    }

    fn person(&self) -> String {
        format!("discord:user:{}", self.place.amal)
    }

    async fn reopen(&mut self) {
        self.bot.stop().await;
        self.bot.start_and_catch_up().await;
    }

    async fn forget_names(&mut self) {
        self.place.discord.forget_nonces();
    }

    async fn shown(&mut self, post: &Receipt) -> Option<Shown> {
        let ids: Vec<&str> = post.0.split('+').collect();
        let standing = self.standing();
        let parts = ids.iter().map(|id| standing.iter().find(|message| message.id.to_string() == **id));
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        let people = |message: &&liaison_counterpart::Message| message.called.users.clone();
        Some(Shown {
            text: parts.iter().map(|message| seen_text(&message.content)).collect::<Vec<_>>().join("\n"),
            calls: parts.iter().flat_map(people).map(|person| format!("discord:user:{person}")).collect(),
            answers: parts[0].reply_to.map(|message| message.to_string()),
        })
    }

    async fn count(&mut self) -> usize {
        self.standing().len()
    }

    /// Discord keeps no earlier version that anybody could read.
    async fn remains(&mut self, words: &str) -> bool {
        self.standing().iter().any(|message| message.content.contains(words))
    }

    async fn alone(&mut self, words: &str) -> Vec<String> {
        let direct = self.place.discord.direct(self.place.amal);
        let said = self.place.discord.messages(direct).into_iter().map(|message| seen_text(&message.content));
        said.filter(|text| text.contains(words)).collect()
    }

    async fn reply(&mut self, post: &Receipt, words: &str) -> Inbound {
        let post = post.0.parse().unwrap();
        let event = self.place.discord.say(self.place.amal, self.place.channel, words, Some(post)).unwrap();
        self.bot.inbox.hears(&event.to_string()).await
    }
}
