//! The counterpart qualifies: a bot on discord.py, a library that no one here wrote, lives on it as it would on Discord.
//! If this library is content with every answer and event, what the tests of our own bot prove is worth something.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that fails has failed the test: its helpers stand outside the test functions"
)]

#[path = "independent/python.rs"]
mod python;

use std::time::Duration;

use liaison_counterpart::{Counterpart, Message, Permissions, Scope, Snowflake, flag};
use python::Bot;
use serde_json::json;

/// A guild with a room, a person with a role, and the bot on discord.py, ready.
struct Stage {
    discord: Counterpart,
    bot: Bot,
    room: Snowflake,
    ada: Snowflake,
}

async fn stage() -> Stage {
    let discord = Counterpart::start().await.unwrap();
    discord.set_patience(Duration::from_secs(30));
    let guild = discord.guild("Agency");
    let desk = discord.role(guild, "Desk", Permissions::MANAGE_MESSAGES);
    let room = discord.channel(guild, "reports");
    let ada = discord.person("ada");
    discord.join(ada, guild, &[desk]);
    discord.speaks(ada, "de");
    let address = discord.api().trim_start_matches("http://").to_owned();
    let mut bot = Bot::start(&address, &discord.token()).await;
    let synced = bot.says("synced").await;
    assert_eq!(synced["names"].as_array().map(Vec::len), Some(3), "{synced}");
    let ready = bot.says("ready").await;
    assert_eq!(
        (&ready["user"], &ready["guild"], &ready["channels"]),
        (&json!("bot"), &json!("Agency"), &json!(["reports"]))
    );
    Stage { discord, bot, room, ada }
}

impl Stage {
    /// A report by Ada; the card that the bot made of it.
    async fn card(&mut self, title: &str) -> Message {
        let asked = self.discord.slash(self.ada, self.room, "report", &[("title", json!(title))]).unwrap();
        let first = asked.answer().await.unwrap();
        assert_eq!((first.kind, first.ephemeral), (5, true));
        assert!(first.after < Duration::from_secs(3));
        assert_eq!(asked.ephemeral_text().await.unwrap(), format!("Reported: {title}"));
        let card = self.discord.wait_for(self.room, |message| message.content == format!("**{title}**")).await.unwrap();
        let said = self.bot.says("carded").await;
        assert_eq!(said["nonce"], asked.id().to_string());
        card
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_py_works_on_it() {
    let mut stage = stage().await;
    commands_and_completion(&mut stage).await;
    buttons_and_forms(&mut stage).await;
    messages_threads_and_direct_ones(&mut stage).await;
    sockets_that_fall(&mut stage).await;
    limits_are_waited_for(&mut stage).await;
    what_is_refused_is_understood(&mut stage).await;
    let discord = &stage.discord;
    assert_eq!((discord.identifies(), discord.registrations(), discord.commands_made()), (1, 1, 3));
    assert_eq!(discord.too_early(), []);
    let faults = discord.faults_of_the_bot();
    assert!(faults.len() == 1 && faults.iter().all(|fault| fault.code == 50035), "{faults:?}");
}

async fn commands_and_completion(stage: &mut Stage) {
    let (discord, ada, room) = (&stage.discord, stage.ada, stage.room);
    let typed = discord.autocomplete(ada, room, "report", &[("title", "spam")]).unwrap();
    let choices = typed.choices().await.unwrap();
    assert_eq!(choices.first(), Some(&("spam 1".to_owned(), json!("spam-1"))));
    assert_eq!(choices.len(), 3);
    assert!(discord.slash(ada, room, "report", &[]).is_err(), "the title is required");
    assert!(discord.slash(ada, room, "reports", &[]).is_err(), "there is no such command");
    let whom = json!(ada.to_string());
    let asked = discord.slash(ada, room, "report", &[("title", json!("Spam")), ("whom", whom)]).unwrap();
    assert_eq!(asked.ephemeral_text().await.unwrap(), "Reported: Spam for ada");
    stage.bot.says("carded").await;
}

async fn buttons_and_forms(stage: &mut Stage) {
    let card = stage.card("Phishing").await;
    let (discord, ada) = (&stage.discord, stage.ada);
    let labels: Vec<String> = card.buttons().into_iter().map(|button| button.label).collect();
    assert_eq!(labels, ["Take", "Note"]);
    assert_eq!(card.flags, flag::SUPPRESS_NOTIFICATIONS);
    let form = discord.press(ada, card.id, "note").unwrap().form().await.unwrap();
    assert_eq!((form.title.as_str(), form.fields()), ("A note on the report", vec!["text".to_owned()]));
    stage.bot.says("form shown").await;
    assert!(discord.submit(ada, &form, &[]).is_err(), "the text is required");
    let sent = discord.submit(ada, &form, &[("text", "seen twice")]).unwrap();
    assert_eq!(sent.message().await.unwrap().content, "Noted: seen twice");
    assert!(sent.followed_by(1).await.unwrap().iter().all(Message::is_ephemeral));
    let submitted = stage.bot.says("submitted").await;
    assert_eq!((&submitted["text"], &submitted["locale"]), (&json!("seen twice"), &json!("de")));
    let pressed = discord.press(ada, card.id, "take").unwrap();
    assert_eq!(pressed.answer().await.unwrap().kind, 7);
    let taken = stage.bot.says("taken").await;
    assert_eq!((&taken["roles"], &taken["may_manage"]), (&json!(["@everyone", "Desk"]), &json!(true)));
    let card = discord.message(card.id).unwrap();
    assert_eq!((card.content.as_str(), card.buttons().len()), ("Taken by ada", 0));
    assert!(discord.press(ada, card.id, "take").is_err(), "the button is gone");
}

async fn messages_threads_and_direct_ones(stage: &mut Stage) {
    let (discord, ada, room) = (&stage.discord, stage.ada, stage.room);
    discord.say(ada, room, "not for the bot", None).unwrap();
    let heard = stage.bot.says("message").await;
    assert_eq!((&heard["content"], &heard["author"]), (&json!(""), &json!("ada")), "without the intent it is blank");
    let asked = discord.say(ada, room, &format!("<@{}> look", discord.application()), None).unwrap();
    let heard = stage.bot.says("message").await;
    assert_eq!(heard["content"], format!("<@{}> look", discord.application()));
    let answer = discord.wait_for(room, |message| message.content == "Here.").await.unwrap();
    assert_eq!((answer.reply_to, answer.called.users), (Some(asked), vec![]));
    discord.wait_for(asked, |message| message.content == "In the thread.").await.unwrap();
    let (thread, name, _) = discord.threads(room).into_iter().next().unwrap();
    assert_eq!((thread, name.as_str()), (asked, "About it"), "a thread has its message's identifier");
    discord.wait_for(discord.direct(ada), |message| message.content == "Between us.").await.unwrap();
    assert_eq!(discord.message(asked).unwrap().reactions.get("👀"), Some(&vec![discord.application()]));
    discord.say(ada, discord.direct(ada), "a secret", None).unwrap();
    let heard = stage.bot.says("message").await;
    assert_eq!((&heard["content"], &heard["direct"]), (&json!("a secret"), &json!(true)));
    let about = discord.message_command(ada, asked, "Report this").unwrap();
    assert!(about.ephemeral_text().await.unwrap().ends_with("look"));
}

async fn sockets_that_fall(stage: &mut Stage) {
    stage.discord.drop_sockets();
    // Said while nobody listens: replayed on the resume.
    let (discord, ada, room) = (&stage.discord, stage.ada, stage.room);
    let asked = discord.slash(ada, room, "report", &[("title", json!("Meanwhile"))]).unwrap();
    stage.bot.says("resumed").await;
    assert_eq!(asked.ephemeral_text().await.unwrap(), "Reported: Meanwhile");
    stage.bot.says("carded").await;
    assert_eq!((discord.identifies(), discord.resumes()), (1, 1));
    discord.reconnect();
    stage.bot.says("resumed").await;
    stage.card("Again").await;
    stage.discord.close(4000);
    stage.bot.says("resumed").await;
    assert_eq!(stage.discord.resumes(), 3);
}

async fn limits_are_waited_for(stage: &mut Stage) {
    let wait = Duration::from_millis(300);
    stage.discord.limit_next("POST /channels/*/messages", 1, wait, Scope::User);
    stage.card("Limited").await;
    let posts = stage.discord.requests_of("POST /channels/*/messages");
    let [.., refused, posted] = posts.as_slice() else { panic!("two requests: {posts:?}") };
    assert_eq!((refused.status, posted.status), (Some(429), Some(200)));
    assert!(posted.at - refused.at >= 300);
}

async fn what_is_refused_is_understood(stage: &mut Stage) {
    let asked = stage.discord.slash(stage.ada, stage.room, "broken", &[]).unwrap();
    let refused = stage.bot.says("refused").await;
    assert_eq!((&refused["status"], &refused["code"]), (&json!(400), &json!(50035)));
    let message = asked.message_where(|message| !message.content.is_empty()).await.unwrap();
    assert_eq!(message.content, "Refused, as it should be.");
    stage.discord.delete_channel(stage.room);
    let gone = stage.bot.says("channel gone").await;
    assert_eq!(gone["name"], "reports");
}
