//! Requests for data and emergencies on Discord, with the real engine and the real door: what is asked for fits the case, and
//! whose data is asked for is neither asked for nor shown.

use liaison_counterpart::{Button, Interaction, Message};
use liaison_domain::Tlp;

use crate::stage::{Stage, named};

fn labels(message: &Message) -> Vec<String> {
    message.buttons().into_iter().map(|button: Button| button.label).collect()
}

async fn told(asked: &Interaction) -> String {
    asked.message().await.unwrap().content
}

/// The newest message that begins so.
fn newest(stage: &Stage, begins: &str) -> Message {
    stage.messages().into_iter().rev().find(|message| message.content.contains(begins)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_data_is_answered_by_a_slash_command_and_no_form() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    for number in 1..=3 {
        stage.beside(&format!("/request account:@jane{number} type:subscriber missing person")).await;
    }
    let card = newest(&stage, "YT-3");
    assert_eq!(labels(&card), ["Acknowledge", "Ask", "Data produced", "Refuse"]);
    assert!(card.content.contains("/resolved case:YT-3`") && !card.content.contains("jane"), "{}", card.content);
    stage.slash(stage.chen, "resolved", &[("case", "YT-1")]).await;
    assert!(newest(&stage, "YT-1").content.contains("answered by"), "{}", newest(&stage, "YT-1").content);
    let refused = stage.discord.slash(stage.chen, stage.channel, "refuse", &[("case", "YT-2".into())]).unwrap();
    let form = refused.form().await.unwrap();
    let sent = stage.discord.submit(stage.chen, &form, &[("ground", "no_violation")]);
    assert!(sent.is_err(), "a ground of content is not offered");
    let sent = stage.discord.submit(stage.chen, &form, &[("ground", "no_data")]).unwrap();
    stage.posted(sent).await;
    stage.press(stage.chen, &card, "Data produced").await;
    assert!(newest(&stage, "YT-3").content.contains("answered by"), "{}", newest(&stage, "YT-3").content);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_on_the_card_of_a_request_for_data_asks_for_no_measure() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.beside("/request account:@jane type:preserve").await;
    let card = newest(&stage, "YT-1");
    assert!(labels(&card).contains(&"Data preserved".to_owned()));
    let asked = stage.discord.message_command(stage.chen, card.id, "Resolve this case").unwrap();
    assert!(told(&stage.posted(asked).await).await.contains("YT-1"));
    assert!(newest(&stage, "YT-1").content.contains("answered by"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_on_discord_offers_no_field_for_whose_data_and_says_where_to_write_it() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    let with_options = stage.discord.slash(stage.amal, stage.channel, "request", &[("account", "@jane".into())]);
    assert!(with_options.is_err(), "the command has no options there");
    let asked = stage.slash(stage.amal, "request", &[]).await;
    let told = told(&asked).await;
    assert!(told.contains("does not pass through Discord") && told.contains("no room on Matrix"), "{told}");
    assert_eq!(stage.messages().len(), 0);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_about_somebody_is_resolved_with_a_measure_or_without() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    let asked = stage.slash(stage.amal, "emergency", &[("account", "@jane"), ("reason", "threat to life")]).await;
    let warned = told(&asked).await;
    assert!(warned.contains("YT-1 is told to both sides") && !warned.contains("jane"), "{warned}");
    let card = stage.messages().remove(0);
    assert!(card.content.contains("UNCONFIRMED") && !card.content.contains("jane"), "{}", card.content);
    let offered = ["Acknowledge", "Ask", "Resolve", "Refuse", "Confirm by call-back", "Confirm as second officer"];
    assert_eq!(labels(&card), offered);
    stage.press(stage.chen, &card, "Confirm by call-back").await;
    let pressed = stage.discord.press(stage.chen, card.id, &named(&card, "Resolve")).unwrap();
    let sent = stage.discord.submit(stage.chen, &pressed.form().await.unwrap(), &[]).unwrap();
    stage.posted(sent).await;
    assert!(newest(&stage, "YT-1").content.contains("answered by"), "data was produced");
    assert!(stage.messages().iter().all(|message| !message.content.contains("jane")));
    stage.close().await;
}
