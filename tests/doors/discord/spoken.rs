//! What counts as said to the bot on Discord, and what becomes of those whose first answer did not arrive.

use std::time::Duration;

use liaison_chat::{Act, Chat, DeliveryKey, Destination, Document, Outbound, Piece, Receipt, RoomRight, Said};
use liaison_counterpart::{Permissions, Scope, Snowflake};
use serde_json::json;

use super::channel::{Bot, Place};

const CALLBACKS: &str = "POST /interactions/*/*/callback";

async fn scene() -> (Place, Bot) {
    let place = Place::prepare().await;
    let mut bot = Bot::new(&place);
    bot.start_and_catch_up().await;
    place.discord.registered(None, 15).await.unwrap();
    (place, bot)
}

async fn card(place: &Place, bot: &Bot, words: &str) -> Receipt {
    let document = Document::line(vec![Piece::Text(words.to_owned())]);
    let act = Act::Post { document, reply_to: None, thread: None };
    let to = Destination::Room(place.channel.to_string());
    bot.door().send(&Outbound { key: DeliveryKey("card".to_owned()), to, act, look_first: false }).await.unwrap()
}

fn parts(receipt: &Receipt) -> Vec<Snowflake> {
    receipt.0.split('+').map(|part| part.parse().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_pings_speaks_to_the_bot_as_if_it_named_it() {
    let (place, bot) = scene().await;
    let card = parts(&card(&place, &bot, "YT-1 · sent").await)[0];
    let event = place.discord.say(place.chen, place.channel, "resolved action:removed", Some(card)).unwrap();
    let heard = bot.inbox.hears(&event.to_string()).await;
    let Said::Text(words) = &heard.said else { panic!("{heard:?}") };
    let name = bot.door().own_names().pop().unwrap();
    assert_eq!((words, heard.reply_to), (&format!("{name} resolved action:removed"), Some(card.to_string())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_to_any_part_of_a_post_is_one_to_its_beginning() {
    let (place, bot) = scene().await;
    let card = parts(&card(&place, &bot, &"a target that is long · ".repeat(150)).await);
    assert_eq!(card.len(), 2);
    for part in &card {
        let event = place.discord.say(place.chen, place.channel, "ack", Some(*part)).unwrap();
        let heard = bot.inbox.hears(&event.to_string()).await;
        assert_eq!(heard.reply_to, Some(card[0].to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_made_of_a_message_afterwards_is_heard_as_that() {
    let (place, bot) = scene().await;
    let said = place.discord.say(place.chen, place.channel, &format!("<@{}> akc YT-1", place.bot), None).unwrap();
    bot.inbox.hears(&said.to_string()).await;
    place.discord.edit(place.chen, said, &format!("<@{}> ack YT-1", place.bot)).unwrap();
    let is_edit = |said: &Said| matches!(said, Said::Edited { .. });
    let kept = bot.inbox.until("the edit", |kept| kept.heard.iter().any(|inbound| is_edit(&inbound.said))).await;
    let edit = kept.heard.into_iter().find(|inbound| is_edit(&inbound.said)).unwrap();
    let text = format!("<@{}> ack YT-1", place.bot);
    assert_eq!(edit.said, Said::Edited { what: said.to_string(), text });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_answer_whose_word_is_lost_is_given_once_more_and_the_command_is_heard_once() {
    let (place, bot) = scene().await;
    for lost in [true, false] {
        match lost {
            true => place.discord.answer_lost_next(CALLBACKS),
            false => place.discord.fail_next(CALLBACKS, 502),
        }
        let asked = place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap();
        bot.inbox.hears(&asked.id().to_string()).await;
        assert!(asked.answer().await.unwrap().ephemeral);
    }
    assert_eq!(bot.inbox.now().hearings, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_too_late_around_an_interruption_is_told_as_after_an_absence() {
    let (place, bot) = scene().await;
    place.discord.set_patience(Duration::from_secs(30));
    place.discord.drop_sockets();
    let asked = place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap();
    place.discord.advance(Duration::from_secs(10));
    let kept = bot.inbox.until("the absence", |kept| !kept.away.is_empty()).await;
    assert_eq!(kept.away.len(), 1);
    assert!(asked.answered().is_none() && kept.find(&asked.id().to_string()).is_none(), "it changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_bot_may_not_speak_nothing_is_done_and_the_right_is_named() {
    let (place, bot) = scene().await;
    place.discord.forbid(place.channel, Permissions::SEND_MESSAGES);
    let asked = place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap();
    let heard = bot.inbox.hears(&asked.id().to_string()).await;
    let Said::Barred { invoked, lacking } = heard.said else { panic!("{:?}", heard.said) };
    assert_eq!((invoked.command.as_str(), lacking), ("ack", vec![RoomRight::Speak]));
    place.discord.permit(place.channel, Permissions::SEND_MESSAGES);
    let asked = place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap();
    assert!(matches!(bot.inbox.hears(&asked.id().to_string()).await.said, Said::Command(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_follows_a_card_of_the_bot_and_nothing_else() {
    let (place, bot) = scene().await;
    let own = parts(&card(&place, &bot, "YT-1 · sent").await)[0];
    let other = place.discord.say(place.amal, place.channel, "look at this", None).unwrap();
    let entry = "Resolve this case";
    let asked = place.discord.message_command(place.chen, own, entry).unwrap();
    assert_eq!(asked.form().await.unwrap().fields()[0], "action");
    let asked = place.discord.message_command(place.chen, other, entry).unwrap();
    assert!(asked.answer().await.unwrap().ephemeral, "told at once, before anybody fills in a form");
    let asked = place.discord.slash(place.amal, place.channel, "ask", &[("case", json!("YT-1"))]).unwrap();
    let form = asked.form().await.unwrap();
    let sent = place.discord.submit(place.amal, &form, &[("text", "   ")]).unwrap();
    assert!(sent.answer().await.unwrap().ephemeral, "no form can follow a form");
    assert_eq!(place.discord.faults_of_the_bot(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_and_faults_at_the_start_keep_nobody_out() {
    let place = Place::prepare().await;
    place.discord.limit_next("GET /users/@me", 1, Duration::from_millis(400), Scope::User);
    place.discord.limit_next("PUT /applications/*/commands", 1, Duration::from_millis(400), Scope::User);
    let mut bot = Bot::new(&place);
    bot.start_and_catch_up().await;
    place.discord.registered(None, 15).await.unwrap();
    place.discord.fail_next("POST /channels/*/messages", 401);
    let document = || Document::line(vec![Piece::Text("YT-1 · sent".to_owned())]);
    let outbound = || Outbound {
        key: DeliveryKey("card".to_owned()),
        to: Destination::Room(place.channel.to_string()),
        act: Act::Post { document: document(), reply_to: None, thread: None },
        look_first: false,
    };
    assert!(bot.door().send(&outbound()).await.is_err(), "one 401 of an outage");
    place
        .discord
        .wait_until("the token is asked for", |discord| discord.requests_of("GET /users/@me").len() > 2)
        .await
        .unwrap();
    let asked = place.discord.slash(place.chen, place.channel, "ack", &[("case", json!("YT-1"))]).unwrap();
    bot.inbox.hears(&asked.id().to_string()).await;
    assert!(place.discord.too_early().is_empty(), "{:?}", place.discord.too_early());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_that_closed_by_itself_promised_nothing_and_one_that_was_cut_off_may_have() {
    let place = Place::prepare().await;
    let mut bot = Bot::new(&place);
    bot.start_and_catch_up().await;
    bot.stop().await;
    let mark = bot.inbox.now().mark.unwrap();
    bot.start_and_catch_up().await;
    let away = bot.inbox.until("the absence", |kept| !kept.away.is_empty()).await.away;
    assert!(matches!(away.as_slice(), [one] if !one.promised), "{away:?}");
    bot.stop().await;
    // A kill leaves the mark of an ordinary moment.
    bot.inbox.remember(mark.split(' ').next().unwrap());
    bot.start_and_catch_up().await;
    let away = bot.inbox.until("the second", |kept| kept.away.len() > 1).await.away;
    assert!(away[1].promised && away[1].mark.is_some(), "{away:?}");
    bot.stop().await;
}
