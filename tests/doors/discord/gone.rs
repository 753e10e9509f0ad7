//! What people take away: a card, a thread, the right to speak in one. What changes next is still told, once, in the best
//! place that is left.

use liaison_chat::{Act, Chat, DeliveryKey, Destination, Document, Outbound, Piece, Receipt, Undelivered};
use liaison_counterpart::{Permissions, Snowflake};

use super::channel::{Bot, Place, seen_text};

/// A channel whose status lines go to threads.
struct Scene {
    place: Place,
    bot: Bot,
}

impl Scene {
    async fn begin() -> Self {
        let place = Place::prepare().await;
        let mut bot = Bot::new(&place);
        bot.start_and_catch_up().await;
        Self { place, bot }
    }

    fn outbound(&self, key: &str, act: Act) -> Outbound {
        let to = Destination::Room(self.place.channel.to_string());
        Outbound { key: DeliveryKey(key.to_owned()), to, act, look_first: false }
    }

    async fn posts(&self, key: &str, words: &str, card: Option<&Receipt>) -> Receipt {
        let act = Act::Post { document: line(words), reply_to: card.cloned(), thread: card.cloned() };
        self.bot.door().send(&self.outbound(key, act)).await.unwrap()
    }

    async fn edits(&self, key: &str, of: &Receipt, words: &str) -> Result<Receipt, Undelivered> {
        let act = Act::Edit { of: of.clone(), document: line(words) };
        self.bot.door().send(&self.outbound(key, act)).await
    }

    async fn redacts(&self, key: &str, of: &Receipt) -> Result<Receipt, Undelivered> {
        let act = Act::Redact { of: of.clone(), first_line: String::new() };
        self.bot.door().send(&self.outbound(key, act)).await
    }

    fn texts(&self, channel: Snowflake) -> Vec<String> {
        let own = self.place.discord.messages(channel).into_iter().filter(|message| message.author == self.place.bot);
        own.map(|message| seen_text(&message.content)).filter(|text| !text.is_empty()).collect()
    }

    fn thread(&self) -> Snowflake {
        self.place.discord.threads(self.place.channel)[0].0
    }
}

fn line(words: &str) -> Document {
    Document::line(vec![Piece::Text(words.to_owned())])
}

fn number(receipt: &Receipt) -> Snowflake {
    receipt.0.split(['/', '+']).next_back().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_somebody_took_away_is_gone_and_not_refused() {
    let scene = Scene::begin().await;
    let card = scene.posts("card", "YT-1 · removal referral · sent", None).await;
    scene.place.discord.delete_message(number(&card));
    let gone = scene.edits("edit", &card, "YT-1 · removal referral · acknowledged").await;
    assert!(matches!(gone, Err(Undelivered::Gone { .. })), "{gone:?}");
    assert_eq!(scene.redacts("redact", &card).await, Ok(card.clone()), "what is gone is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_card_in_parts_nothing_stale_is_left_when_one_part_is_taken_away() {
    let scene = Scene::begin().await;
    let long = "a target that is long · ".repeat(150);
    let card = scene.posts("card", &long, None).await;
    assert!(card.0.contains('+'), "{card:?}");
    scene.place.discord.delete_message(number(&card));
    let gone = scene.edits("edit", &card, &long).await;
    assert!(matches!(gone, Err(Undelivered::Gone { .. })), "{gone:?}");
    assert_eq!(scene.texts(scene.place.channel), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_after_its_beginning_is_unfinished_and_is_gone_on_with() {
    let scene = Scene::begin().await;
    let long = "a target that is long · ".repeat(150);
    let act = Act::Post { document: line(&long), reply_to: None, thread: None };
    let whole = scene.bot.door().send(&scene.outbound("card", act.clone())).await.unwrap();
    scene.place.discord.delete_message(number(&whole));
    scene.place.discord.forget_nonces();
    scene.place.discord.forbid(scene.place.channel, Permissions::SEND_MESSAGES);
    let again = Outbound { look_first: true, ..scene.outbound("card", act) };
    let refused = scene.bot.door().send(&again).await;
    assert!(matches!(refused, Err(Undelivered::Unfinished { .. })), "{refused:?}");
    scene.place.discord.permit(scene.place.channel, Permissions::SEND_MESSAGES);
    let done = scene.bot.door().send(&again).await.unwrap();
    assert_eq!(done.0.split('+').next(), whole.0.split('+').next(), "under its beginning");
    assert_eq!(scene.texts(scene.place.channel).len(), whole.0.split('+').count());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_outlives_its_card_and_its_lines_go_on_there() {
    let mut scene = Scene::begin().await;
    let card = scene.posts("card", "YT-1 · removal referral · sent", None).await;
    scene.posts("one", "YT-1 acknowledged", Some(&card)).await;
    let thread = scene.thread();
    assert_eq!(scene.place.discord.threads(scene.place.channel)[0].1, "YT-1 · removal referral");
    scene.place.discord.delete_message(number(&card));
    scene.bot.stop().await;
    scene.bot.start_and_catch_up().await;
    scene.posts("two", "YT-1 resolved", Some(&card)).await;
    assert_eq!(scene.texts(thread), ["YT-1 acknowledged", "YT-1 resolved"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_a_sleeping_thread_is_taken_away_and_what_a_locked_one_does_not_take_stands_in_the_channel() {
    let scene = Scene::begin().await;
    let card = scene.posts("card", "YT-1 · removal referral · sent", None).await;
    let told = scene.posts("one", "YT-1 acknowledged", Some(&card)).await;
    let thread = scene.thread();
    scene.place.discord.archive_thread(thread, false);
    scene.redacts("redact", &told).await.unwrap();
    assert_eq!(scene.texts(thread), Vec::<String>::new());
    scene.place.discord.archive_thread(thread, true);
    let again = scene.posts("two", "YT-1 resolved", Some(&card)).await;
    assert_eq!(scene.texts(scene.place.channel).last().unwrap(), "YT-1 resolved");
    let act = Act::Post { document: line("YT-1 resolved"), reply_to: Some(card.clone()), thread: Some(card.clone()) };
    scene.place.discord.archive_thread(thread, false);
    scene.place.discord.forget_nonces();
    let late = Outbound { look_first: true, ..scene.outbound("two", act) };
    assert_eq!(scene.bot.door().send(&late).await, Ok(again), "found where it had to stand");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_thread_takes_nothing_down_with_it() {
    let scene = Scene::begin().await;
    let card = scene.posts("card", "YT-1 · removal referral · sent", None).await;
    let told = scene.posts("one", "YT-1 acknowledged", Some(&card)).await;
    scene.place.discord.delete_channel(scene.thread());
    scene.redacts("redact", &told).await.unwrap();
    scene.posts("two", "YT-1 resolved", Some(&card)).await;
    let mut everywhere = scene.texts(scene.place.channel);
    for (thread, ..) in scene.place.discord.threads(scene.place.channel) {
        everywhere.extend(scene.texts(thread));
    }
    assert_eq!(everywhere.iter().filter(|text| *text == "YT-1 resolved").count(), 1, "{everywhere:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shrinks_and_grows_in_its_own_messages() {
    let scene = Scene::begin().await;
    let long = "a target that is long · ".repeat(150);
    let card = scene.posts("card", &long, None).await;
    for (key, words) in [("short", "YT-1 · answered"), ("long", long.as_str())] {
        assert_eq!(scene.edits(key, &card, words).await, Ok(card.clone()));
        assert_eq!(scene.texts(scene.place.channel).concat().trim_end(), words.trim_end());
    }
    assert_eq!(scene.place.discord.faults_of_the_bot(), []);
}
