//! What people see on Discord, as pictures under `docs/discord` for whoever reads the README. Each is drawn from what the
//! counterpart holds after a short play with the real engine and the real door, so that none can show what the bot does not
//! say. To change one on purpose, run with `LIAISON_GOLDEN=write` and look at it.
//!
//! A further picture is a test here, which plays it ([`stage`]) and hands what is to be seen to [`keep`]; how messages, forms
//! and choices look stands in the files below.

#[path = "pictures/form.rs"]
mod form;
#[path = "pictures/markdown.rs"]
mod markdown;
#[path = "pictures/message.rs"]
mod message;
#[path = "pictures/seen.rs"]
mod seen;
#[path = "pictures/svg.rs"]
mod svg;
#[path = "pictures/width.rs"]
mod width;

use std::path::PathBuf;

use chrono::TimeDelta;
use liaison_domain::Tlp;

use crate::stage::{Stage, named};
use form::{Typed, form, typing};
use message::channel;
use seen::{answered, seen};

/// What Amal of the agency reports.
const REPORT: [(&str, &str); 3] =
    [("target", "https://video.example/watch?v=7"), ("reason", "incites to attack"), ("urgency", "urgent")];

/// How Chen of the platform answers.
const ANSWER: [(&str, &str); 3] = [("action", "removed"), ("at", "09:35"), ("ref", "TS-8")];

/// Compares a picture with its file, byte for byte.
fn keep(name: &str, picture: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("docs/discord/{name}.svg"));
    if std::env::var("LIAISON_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, picture).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == picture,
        "docs/discord/{name}.svg is not what people see any more: renew it with \
         `LIAISON_GOLDEN=write cargo test --test doors pictures`, and look at it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_a_card_with_what_can_be_done() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    let shown: Vec<_> = stage.messages().iter().map(|message| seen(&stage.discord, message, stage.chen)).collect();
    keep("card", &channel(&shown));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_asks_what_was_done() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    let card = stage.messages().remove(0);
    let pressed = stage.discord.press(stage.chen, card.id, &named(&card, "Resolve")).unwrap();
    keep("resolve-form", &form(&stage.discord, &pressed.form().await.unwrap(), &ANSWER));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_stands_on_the_card_and_below_it() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    let card = stage.messages().remove(0);
    stage.later(TimeDelta::minutes(8)).await;
    stage.press(stage.chen, &card, "Acknowledge").await;
    stage.later(TimeDelta::minutes(30)).await;
    let pressed = stage.discord.press(stage.chen, card.id, &named(&card, "Resolve")).unwrap();
    let sent = stage.discord.submit(stage.chen, &pressed.form().await.unwrap(), &ANSWER).unwrap();
    stage.posted(sent).await;
    let shown: Vec<_> = stage.messages().iter().map(|message| seen(&stage.discord, message, stage.amal)).collect();
    keep("answer", &channel(&shown));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_late_is_called() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    stage.later(TimeDelta::minutes(30)).await;
    let alert = stage.messages().into_iter().find(|message| message.called.users.contains(&stage.chen)).unwrap();
    keep("alert", &channel(&[seen(&stage.discord, &alert, stage.chen)]));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_refusal_are_for_their_reader_alone() {
    let stage = Stage::open(None).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    let card = stage.messages().remove(0);
    let address = stage.press(stage.chen, &card, "Show address").await;
    let to_come = [("case", "YT-1"), ("action", "removed"), ("at", "10:00")];
    let refused = stage.slash(stage.chen, "resolved", &to_come).await;
    let shown = [
        seen(&stage.discord, &card, stage.chen),
        answered(&stage.discord, &address, stage.chen).await,
        answered(&stage.discord, &refused, stage.chen).await,
    ];
    keep("alone", &channel(&shown));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_are_offered_while_somebody_types() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    stage.slash(stage.amal, "report", &REPORT).await;
    for number in 8..=10 {
        let target = format!("https://video.example/watch?v={number}");
        stage.later(TimeDelta::minutes(20)).await;
        stage.slash(stage.amal, "report", &[("target", &target), ("reason", "the same again")]).await;
    }
    stage.slash(stage.chen, "ack", &[("case", "YT-3")]).await;
    let typed = ("resolved", "case", "YT");
    let asked = stage.discord.autocomplete(stage.chen, stage.channel, typed.0, &[(typed.1, typed.2)]).unwrap();
    let choices = asked.choices().await.unwrap().into_iter().map(|(shown, _)| shown).collect();
    let typed = Typed { command: typed.0, option: typed.1, so_far: typed.2, choices };
    keep("completion", &typing(&stage.discord, &typed));
    stage.close().await;
}
