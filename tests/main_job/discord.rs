//! A desk in Discord alone: from the operator's first look to staff who work there and nowhere else; killed, limited and
//! cut off in the middle of it.

use std::time::Duration;

use liaison_counterpart::{Counterpart, Message, Permissions, Scope, Snowflake};
use serde_json::json;

use super::bot::{Bot, until};

/// The guild, its channel, Amal of the agency, and Chen, who is known by the staff's role alone.
struct Guild {
    discord: Counterpart,
    id: Snowflake,
    channel: Snowflake,
    staff: Snowflake,
    amal: Snowflake,
    chen: Snowflake,
    bot: Bot,
    configuration: String,
}

impl Guild {
    async fn found(ceiling: &str) -> Self {
        let discord = Counterpart::start().await.unwrap();
        discord.set_patience(Duration::from_secs(60));
        let id = discord.guild("Videos");
        let staff = discord.role(id, "Trust and safety", Permissions::empty());
        let channel = discord.channel(id, "liaison");
        let (amal, chen) = (discord.person("amal"), discord.person("chen"));
        discord.join(amal, id, &[]);
        discord.join(chen, id, &[staff]);
        let bot = Bot::new(String::new(), "unused");
        std::fs::write(bot.folder().join("discord-token"), discord.token()).unwrap();
        let api = discord.api();
        let configuration = format!(
            r#"
[store]
url = "sqlite://liaison.db"

[discord]
token_file = "discord-token"
api = "{api}"

[[organisation]]
id = "pharos"
name = "OFAC-PHAROS"
side = "agency"
members = ["discord:user:{amal}"]

[[organisation]]
id = "videos"
name = "Videos Trust & Safety"
side = "platform"
members = ["discord:role:{staff}"]

[[desk]]
id = "videos"
prefix = "YT"
agencies = ["pharos"]
platform = "videos"

[[desk.room]]
at = "discord:{channel}"
kind = "shared"
{ceiling}

[[target]]
urgency = "urgent"
acknowledge = "2 s"
"#
        );
        bot.configure(&configuration);
        Self { discord, id, channel, staff, amal, chen, bot, configuration }
    }

    async fn opens(&mut self) {
        let before = self.discord.identifies();
        self.bot.start();
        self.discord.registered(None, 15).await.unwrap();
        // A killed bot's connection may still stand for a moment: what counts is the new one.
        self.discord.wait_until("a new session", |discord| discord.identifies() > before).await.unwrap();
        self.discord.connected().await.unwrap();
    }

    async fn reports(&self, number: usize) {
        let given = [("target", json!(format!("https://bad.example/{number}")))];
        let asked = self.discord.slash(self.amal, self.channel, "report", &given).unwrap();
        asked.ephemeral_text().await.unwrap();
    }

    async fn shows(&self, words: &str) -> Message {
        self.discord.wait_for(self.channel, |message| message.content.replace("**", "").contains(words)).await.unwrap()
    }

    fn check(&self) -> (Option<i32>, String) {
        let output = self.bot.run_command(&["check"]);
        (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    }

    /// How many posts of the bot name each case as new.
    fn cards(&self) -> Vec<String> {
        self.cards_in(self.channel, false)
    }

    fn cards_in(&self, channel: Snowflake, deleted: bool) -> Vec<String> {
        let own = self.discord.application();
        let messages = self.discord.everything_in(channel).into_iter();
        let cards =
            messages.filter(|message| message.author == own && message.deleted == deleted && !message.is_ephemeral());
        let cards = cards.map(|message| message.content.replace("**", ""));
        cards.filter_map(|text| Some(text.split_once(" · removal referral")?.0.to_owned())).collect()
    }
}

/// As many as the build server plays; the variable plays more.
fn as_many(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn button(message: &Message, label: &str) -> String {
    let found = message.buttons().into_iter().find(|button| button.label == label);
    found.unwrap_or_else(|| panic!("no {label} under {message:?}")).custom_id.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn check_and_invite_tell_an_operator_what_to_click() {
    let guild = Guild::found("").await;
    let output = guild.bot.run_command(&["invite", "discord"]);
    let told = String::from_utf8(output.stdout).unwrap();
    let application = guild.discord.application();
    assert!(told.starts_with("https://discord.com/oauth2/authorize?"), "{told}");
    assert!(
        told.contains(&format!("client_id={application}")) && told.contains("scope=bot+applications.commands"),
        "{told}"
    );
    let (code, told) = guild.check();
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("the bot has every right that it needs"), "{told}");
    assert!(told.contains("(Trust and safety): whoever can give it makes members"), "{told}");
    guild.discord.forbid(guild.channel, Permissions::SEND_MESSAGES);
    let (code, told) = guild.check();
    assert!(code == Some(1) && told.contains("give the bot's role Send Messages"), "{told}");
    guild.discord.forbid(guild.channel, Permissions::VIEW_CHANNEL);
    let (code, told) = guild.check();
    assert!(code == Some(1) && told.contains("View Channel"), "{told}");
    let token = guild.discord.token();
    guild.discord.revoke_token();
    let (code, told) = guild.check();
    assert!(code == Some(1) && told.contains("Reset Token"), "{told}");
    let output = guild.bot.run_command(&["invite", "discord"]);
    assert_eq!(output.status.code(), Some(1));
    let mut bot = guild.bot;
    bot.start();
    let log =
        until("the end of a bot whose token is refused", || Some(bot.log()).filter(|log| log.contains("Reset Token")));
    assert!(!log.contains(&token), "no secret in the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_have_discord_alone_go_from_the_alert_to_the_address_to_the_answer() {
    let mut guild = Guild::found("").await;
    guild.opens().await;
    let given = [("target", json!("https://bad.example/1")), ("urgency", json!("urgent"))];
    let asked = guild.discord.slash(guild.amal, guild.channel, "report", &given).unwrap();
    asked.ephemeral_text().await.unwrap();
    let card = guild.shows("YT-1 · removal referral · sent").await;
    assert!(!card.content.contains("bad"), "a channel without a ceiling gets the minimal card: {}", card.content);
    let staff = guild.staff;
    let alert = guild.discord.wait_for(guild.channel, |message| message.called.roles.contains(&staff)).await.unwrap();
    assert!(alert.content.contains("YT-1"), "{}", alert.content);

    let shown = guild.discord.press(guild.chen, card.id, &button(&card, "Show address")).unwrap();
    assert!(shown.answer().await.unwrap().ephemeral);
    assert!(shown.ephemeral_text().await.unwrap().contains("`https://bad.example/1`"));
    let pressed = guild.discord.press(guild.chen, card.id, &button(&card, "Resolve")).unwrap();
    let form = pressed.form().await.unwrap();
    let sent = guild.discord.submit(guild.chen, &form, &[("action", "removed")]).unwrap();
    assert!(sent.ephemeral_text().await.unwrap().replace("**", "").starts_with("YT-1"));
    guild.shows("YT-1 · removal referral · answered").await;
    let ledger = guild.bot.ledger();
    let done = ledger.history("YT-1");
    let by = format!("discord:user:{}", guild.chen);
    for kind in ["consulted", "resolved"] {
        assert!(done.contains(&(kind, by.as_str())), "{done:?}");
    }
    let everything = guild.discord.everything_in(guild.channel);
    let for_all = everything.iter().filter(|message| !message.is_ephemeral());
    assert!(for_all.clone().all(|message| !message.content.contains("bad")), "for its reader alone");
    assert_eq!(guild.discord.faults_of_the_bot(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_member_was_shown_alone_goes_when_its_case_is_taken_back() {
    let mut guild = Guild::found("").await;
    guild.opens().await;
    guild.reports(1).await;
    let card = guild.shows("YT-1 · removal referral · sent").await;
    let address = guild.discord.press(guild.chen, card.id, &button(&card, "Show address")).unwrap();
    assert!(address.ephemeral_text().await.unwrap().contains("bad.example"));
    let list = guild.discord.slash(guild.chen, guild.channel, "cases", &[]).unwrap();
    assert!(list.ephemeral_text().await.unwrap().contains("YT-1"));
    let given = [("case", json!("YT-1")), ("reason", json!("wrong_desk"))];
    let asked = guild.discord.slash(guild.amal, guild.channel, "withdraw", &given).unwrap();
    assert!(asked.ephemeral_text().await.unwrap().contains("opened"), "and who had seen it is told");
    let told = |discord: &Counterpart| {
        let stands = discord.everything_in(guild.channel).into_iter().filter(|message| !message.deleted);
        stands.filter(|message| message.content.contains("bad") || message.content.contains("removal referral")).count()
    };
    guild.discord.wait_until("everything that told of the case to go", |discord| told(discord) == 0).await.unwrap();
    assert_eq!(guild.discord.faults_of_the_bot(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_the_bot_loses_nothing_and_doubles_no_post() {
    let kills = as_many("LIAISON_KILLS", 12);
    let mut guild = Guild::found("ceiling = \"TLP:AMBER\"").await;
    guild.opens().await;
    let mut reported = 0;
    for round in 0..kills {
        // Beyond twenty that wait, new cases are told as a list: on a slow machine the cards are waited for.
        guild.discord.wait_until("most cards", |_| guild.cards().len() + 16 >= reported).await.unwrap();
        // What was given a first answer and handed over before the kill is a case; what was not, is seen to have failed.
        for _ in 0..3 {
            reported += 1;
            guild.reports(reported).await;
        }
        if round % 2 == 0 {
            guild.discord.answer_lost_next("POST /channels/*/messages");
        }
        let last = [("target", json!(format!("https://bad.example/x{round}")))];
        let _in_the_middle = guild.discord.slash(guild.amal, guild.channel, "report", &last).unwrap();
        guild.bot.kill();
        if round % 3 == 0 {
            guild.discord.forget_nonces();
        }
        guild.opens().await;
    }
    let cases = until("every case", || Some(guild.bot.ledger()).filter(|ledger| ledger.cases.len() >= reported));
    let expected = cases.cases.len();
    guild.discord.wait_until("every card", |_| guild.cards().len() >= expected).await.unwrap();
    let mut cards = guild.cards();
    cards.sort();
    let count = cards.len();
    cards.dedup();
    assert_eq!((cards.len(), count), (expected, expected), "each case has one card");
    for number in 1..=reported {
        let address = format!("hxxps://bad[.]example/{number}");
        assert_eq!(cases.addresses().iter().filter(|told| **told == address).count(), 1, "{address}");
    }
    guild.bot.history_is_sound();
    println!("{kills} kills: {expected} cases, each with one card");
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_and_a_gateway_that_comes_and_goes_lose_nothing() {
    let mut guild = Guild::found("ceiling = \"TLP:AMBER\"").await;
    let [annex, coordination] = ["annex", "coordination"].map(|name| guild.discord.channel(guild.id, name));
    guild.bot.configure(&format!(
        r#"{}
[[desk.room]]
at = "discord:{annex}"
kind = "shared"

[coordination]
rooms = ["discord:{coordination}"]
"#,
        guild.configuration
    ));
    guild.opens().await;
    let reports = as_many("LIAISON_REPORTS", 60);
    for number in 1..=reports {
        if number == reports / 2 {
            let there = number - 1;
            guild.discord.wait_until("the annex", |_| guild.cards_in(annex, false).len() == there).await.unwrap();
            guild.discord.delete_channel(annex);
        }
        match number % 12 {
            1 if number % 5 == 0 => guild.discord.invalidate(false),
            2 => guild.discord.limit_next("POST /channels/*/messages", 1, Duration::from_millis(400), Scope::User),
            5 => guild.discord.limit_next("POST /channels/*/messages", 1, Duration::from_millis(300), Scope::Global),
            7 => guild.discord.reconnect(),
            9 => guild.discord.invalidate(true),
            11 => guild.discord.drop_sockets(),
            _ => {}
        }
        guild.discord.connected().await.unwrap();
        guild.reports(number).await;
    }
    guild.discord.wait_until("every card", |_| guild.cards().len() >= reports).await.unwrap();
    let mut cards = guild.cards();
    cards.sort();
    cards.dedup();
    assert_eq!((cards.len(), guild.cards().len()), (reports, reports));
    assert_eq!(guild.bot.has_recorded(reports).cases.len(), reports);
    assert!(guild.discord.too_early().is_empty(), "{:?}", guild.discord.too_early());
    assert_eq!(guild.cards_in(annex, true).len(), reports / 2 - 1, "each stood there once until it was deleted");
    let told = guild.discord.messages(coordination).into_iter().filter(|message| message.content.contains("cannot be"));
    assert_eq!(told.count(), 1, "the coordination room is told of it, once");
    let others = guild.discord.faults_of_the_bot().into_iter().filter(|fault| fault.code != 10_003);
    assert_eq!(others.collect::<Vec<_>>(), [], "nothing but what the deleted channel refused");
    guild.bot.history_is_sound();
    let (resumes, sessions) = (guild.discord.resumes(), guild.discord.identifies());
    println!("{reports} reports among limits, a channel gone, {resumes} resumed and {sessions} new sessions");
}
