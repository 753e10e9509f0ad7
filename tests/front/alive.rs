//! A bot whose network answers: it says that it is ready, and its figures follow what people do there.

use std::thread;
use std::time::Duration;

use liaison_counterpart::{Counterpart, Permissions};
use serde_json::json;

use crate::asking::Asked;
use crate::program::{folder_with, write_private};

/// So often a page is asked until it says what it must: a minute.
const ASKED_AT_MOST: u32 = 2_400;
const PAUSE: Duration = Duration::from_millis(25);

/// The page, once it holds these words.
fn until(asked: &Asked, path: &str, words: &str) -> (u16, String) {
    let mut last = (0, String::new());
    for _ in 0..ASKED_AT_MOST {
        last = asked.get(path);
        if last.1.contains(words) {
            return last;
        }
        thread::park_timeout(PAUSE);
    }
    panic!("{path} never says {words:?}: {}", last.1)
}

fn configuration(api: &str, channel: impl std::fmt::Display, amal: impl std::fmt::Display) -> String {
    format!(
        r#"
[store]
url = "sqlite://liaison.db"
[discord]
token_file = "token"
api = "{api}"
[http]
listen = "127.0.0.1:0"
[[organisation]]
id = "pharos"
name = "OFAC-PHAROS"
side = "agency"
members = ["discord:user:{amal}"]
[[organisation]]
id = "videos"
name = "Videos"
side = "platform"
[[desk]]
id = "videos"
prefix = "YT"
agencies = ["pharos"]
platform = "videos"
[[desk.room]]
at = "discord:{channel}"
kind = "shared"
"#
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_whose_network_answers_is_ready_and_its_figures_follow_what_people_do() {
    let discord = Counterpart::start().await.unwrap();
    discord.set_patience(Duration::from_secs(60));
    let guild = discord.guild("Videos");
    discord.role(guild, "Trust and safety", Permissions::empty());
    let (channel, amal) = (discord.channel(guild, "liaison"), discord.person("amal"));
    discord.join(amal, guild, &[]);
    let folder = folder_with(&configuration(&discord.api(), channel, amal));
    write_private(&folder.path().join("token"), &discord.token());
    let asked = Asked::served_in(folder);
    discord.registered(None, 15).await.unwrap();
    discord.connected().await.unwrap();
    let (status, ready) = until(&asked, "/readyz", "discord: connected and caught up since ");
    assert!(status == 200 && ready.starts_with("ready\n"), "{ready}");

    let given = [("target", json!("https://secret.example/1")), ("reason", json!("incites"))];
    let slash = discord.slash(amal, channel, "report", &given).unwrap();
    slash.ephemeral_text().await.unwrap();
    discord.wait_for(channel, |message| message.content.contains("YT-1")).await.unwrap();
    until(&asked, "/metrics", "liaison_commands_total{network=\"discord\",command=\"report\",result=\"done\"} 1\n");
    until(&asked, "/metrics", "\nliaison_outbox_ready_age_seconds 0\n");
    let (_, figures) = asked.get("/metrics");
    for line in [
        "liaison_ready 1",
        "liaison_network_state{network=\"discord\",state=\"caught_up\"} 1",
        "liaison_events_heard_total{network=\"discord\"} 1",
        "liaison_cases{kind=\"removal_referral\",state=\"sent\",urgency=\"routine\"} 1",
        "liaison_delivery_attempts_total{network=\"discord\",result=\"refused\"} 0",
        "liaison_outbox_parked{network=\"discord\"} 0",
    ] {
        assert!(figures.lines().any(|own| own == line), "{line}\n{figures}");
    }
    assert!(!figures.contains("secret") && !figures.contains(&channel.to_string()), "{figures}");
}
