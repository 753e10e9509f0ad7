//! One desk in two networks: an encrypted Matrix room of the agency and a Discord channel of the platform. What either side
//! does shows in both, once and in order.

use chrono::TimeDelta;
use liaison_counterpart::{Counterpart, Message, Permissions, Snowflake};
use serde_json::json;

use super::bot::Bot;
use super::desk::{Desk, configuration, federation, now};
use super::support::homeserver::Federation;
use super::support::nio::Nio;
use super::told::posts_of;

/// The platform's guild: Chen is known by name, Amal has an account there too.
pub(crate) struct Guild {
    pub(crate) discord: Counterpart,
    pub(crate) channel: Snowflake,
    pub(crate) amal: Snowflake,
    pub(crate) chen: Snowflake,
}

impl Guild {
    async fn found() -> Self {
        let discord = Counterpart::start().await.unwrap();
        let guild = discord.guild("Videos");
        discord.role(guild, "Trust and safety", Permissions::empty());
        let channel = discord.channel(guild, "liaison");
        let (amal, chen) = (discord.person("amal"), discord.person("chen"));
        discord.join(amal, guild, &[]);
        discord.join(chen, guild, &[]);
        Self { discord, channel, amal, chen }
    }

    /// The desk's configuration with this guild in it.
    fn in_configuration(&self, matrix: &str) -> String {
        let with_identity = |text: &str, id: &str, person: Snowflake| {
            let member = format!(r#"{{ id = "{id}", at = ["#);
            text.replace(&member, &format!(r#"{member}"discord:user:{person}", "#))
        };
        let text = with_identity(&with_identity(matrix, "amal", self.amal), "chen", self.chen);
        let (api, channel) = (self.discord.api(), self.channel);
        format!(
            r#"{text}
[discord]
token_file = "discord-token"
api = "{api}"

[[desk.room]]
at = "discord:{channel}"
kind = "shared"
ceiling = "TLP:AMBER"
"#
        )
    }

    /// What the bot has said in the channel, cards left out, without markup and marker.
    fn lines(&self) -> Vec<String> {
        let said = self.said().into_iter().filter(|message| message.buttons().is_empty());
        said.map(|message| plain(&message.content)).filter(|text| !text.contains("removal referral")).collect()
    }

    pub(crate) fn said(&self) -> Vec<Message> {
        let own = self.discord.application();
        let messages = self.discord.messages(self.channel);
        messages.into_iter().filter(|message| message.author == own && !message.deleted).collect()
    }

    async fn shows(&self, words: &str) -> Message {
        self.discord.wait_for(self.channel, |message| plain(&message.content).contains(words)).await.unwrap()
    }
}

pub(crate) fn plain(content: &str) -> String {
    let text = content.rsplit_once("\n-# ").map_or(content, |(text, _)| text);
    text.replace("**", "").replace('\\', "")
}

fn button(message: &Message, label: &str) -> String {
    let found = message.buttons().into_iter().find(|button| button.label == label);
    found.unwrap_or_else(|| panic!("no {label} under {message:?}")).custom_id.unwrap()
}

pub(crate) async fn desk(servers: &Federation, name: &str) -> (Desk, Guild) {
    let guild = Guild::found().await;
    let desk = Desk::prepared(servers, name, true, |bot: &Bot, coordination: &str| {
        std::fs::write(bot.folder().join("discord-token"), guild.discord.token()).unwrap();
        let matrix = configuration(servers, name, coordination, now() + TimeDelta::hours(12));
        bot.configure(&guild.in_configuration(&matrix));
    });
    guild.discord.registered(None, 15).await.unwrap();
    guild.discord.connected().await.unwrap();
    (desk, guild)
}

/// What the bot has told of each step, in the order in which it stands there: the beginnings of its lines.
fn steps<'a>(lines: &'a [String], of: &[&str]) -> Vec<&'a str> {
    let told = lines.iter().filter(|line| of.iter().any(|step| line.starts_with(step)));
    told.map(|line| line.lines().next().unwrap_or_default()).collect()
}

fn matrix_lines(desk: &Desk, person: &Nio) -> Vec<String> {
    posts_of(&person.history(&desk.room), &desk.bot.user).iter().map(|post| post.body.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_from_matrix_is_acknowledged_by_a_button_answered_by_a_form_and_resolved_by_a_slash_command() {
    let servers = federation();
    let (desk, guild) = desk(&servers, "both_m").await;
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    desk.amal.say(&desk.room, "!report https://bad.example/1 incites to attack");
    let card = guild.shows("YT-1 · removal referral · sent").await;
    assert!(plain(&card.content).contains("hxxps://bad[.]example/1"), "{}", card.content);

    let pressed = guild.discord.press(guild.chen, card.id, &button(&card, "Acknowledge")).unwrap();
    assert!(pressed.answer().await.unwrap().ephemeral);
    assert!(plain(&pressed.ephemeral_text().await.unwrap()).starts_with("YT-1 acknowledged by"));
    desk.shows(&dana, "YT-1 acknowledged by chen");
    dana.say(&desk.room, "!ask YT-1 which of the videos?");
    guild.shows("YT-1: question from dana").await;

    let asked = guild.discord.slash(guild.amal, guild.channel, "info", &[("case", json!("YT-1"))]).unwrap();
    let form = asked.form().await.unwrap();
    let sent = guild.discord.submit(guild.amal, &form, &[("text", "the second: from 3:10")]).unwrap();
    sent.ephemeral_text().await.unwrap();
    desk.shows(&dana, "the second: from 3:10");
    let given = [("case", json!("YT-1")), ("action", json!("removed"))];
    let resolved = guild.discord.slash(guild.chen, guild.channel, "resolved", &given).unwrap();
    resolved.ephemeral_text().await.unwrap();
    desk.shows(&dana, "YT-1 resolved by chen");
    guild.shows("YT-1 resolved by").await;
    guild
        .discord
        .wait_for(guild.channel, |message| message.id == card.id && message.buttons().is_empty())
        .await
        .unwrap();

    let of = ["YT-1 acknowledged", "YT-1: question", "YT-1: information", "YT-1 resolved"];
    let begins = |lines: &[String]| {
        let told = steps(lines, &of);
        assert_eq!(told.len(), of.len(), "each once: {told:#?}");
        assert!(told.iter().zip(of).all(|(line, step)| line.starts_with(step)), "in order: {told:#?}");
    };
    begins(&matrix_lines(&desk, &dana));
    begins(&guild.lines());
    assert_eq!(
        guild
            .said()
            .iter()
            .filter(|message| message.id == card.id || message.content.contains("removal referral"))
            .count(),
        1
    );
    assert_eq!(guild.discord.faults_of_the_bot(), []);
    desk.bot.history_is_sound();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_from_discord_is_acknowledged_and_resolved_in_matrix() {
    let servers = federation();
    let (desk, guild) = desk(&servers, "both_d").await;
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let empty = guild.discord.slash(guild.amal, guild.channel, "report", &[]).unwrap();
    let form = empty.form().await.unwrap();
    let fields = [("target", "https://bad.example/2"), ("reason", "calls for violence")];
    let sent = guild.discord.submit(guild.amal, &form, &fields).unwrap();
    assert!(plain(&sent.ephemeral_text().await.unwrap()).starts_with("YT-1 reported by"));
    let card = desk.shows(&dana, "YT-1 · removal referral · sent");
    dana.reply(&desk.room, &card.event_id, "!ack");
    let on_discord = guild.shows("removal referral · acknowledged").await;

    let pressed = guild.discord.press(guild.chen, on_discord.id, &button(&on_discord, "Ask")).unwrap();
    let form = pressed.form().await.unwrap();
    let asked = guild.discord.submit(guild.chen, &form, &[("text", "since when?")]).unwrap();
    asked.ephemeral_text().await.unwrap();
    desk.shows(&desk.amal, "since when?");
    desk.amal.reply(&desk.room, &card.event_id, "!info since this morning");
    guild.shows("since this morning").await;
    dana.say_in_thread(&desk.room, &card.event_id, "!resolved action:removed");
    guild.shows("YT-1 resolved by").await;
    desk.shows(&dana, "YT-1 resolved by dana");

    let of = ["YT-1 acknowledged", "YT-1: question", "YT-1: information", "YT-1 resolved"];
    for lines in [matrix_lines(&desk, &dana), guild.lines()] {
        let told = steps(&lines, &of);
        assert!(told.len() == of.len() && told.iter().zip(of).all(|(line, step)| line.starts_with(step)), "{told:#?}");
    }
    assert_eq!(guild.discord.faults_of_the_bot(), []);
}
