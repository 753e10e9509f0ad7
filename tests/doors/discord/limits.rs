//! Discord's limits where a busy desk comes near them: many cases while somebody types, a digest of many lines. The
//! commands at their fullest are put to the counterpart in its own tests.

use liaison_chat::{Act, Block, Chat, DeliveryKey, Destination, Document, Outbound, Piece};
use liaison_domain::Tlp;

use super::channel::{Bot, Place, seen_text};
use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_cases_are_offered_the_most_urgent_first_within_what_discord_takes() {
    let stage = Stage::open(Some(Tlp::Amber)).await;
    for number in 1..=100 {
        let address = format!("https://video.example/watch?v={number}&{}", "é".repeat(120));
        let urgency = if number % 10 == 0 { "urgent" } else { "routine" };
        stage.slash(stage.amal, "report", &[("target", &address), ("urgency", urgency)]).await;
    }
    let offered =
        |typed: &str| stage.discord.autocomplete(stage.chen, stage.channel, "ack", &[("case", typed)]).unwrap();
    let all = offered("").choices().await.unwrap();
    let values: Vec<&str> = all.iter().filter_map(|(_, value)| value.as_str()).collect();
    let urgent: Vec<String> = (1..=10).map(|number| format!("YT-{}", number * 10)).collect();
    assert_eq!((values.len(), &values[..10]), (25, urgent.iter().map(String::as_str).collect::<Vec<_>>().as_slice()));
    assert!(all.iter().all(|(name, _)| (1..=100).contains(&name.encode_utf16().count())), "{all:?}");
    let ninety_nine = offered("yt-99").choices().await.unwrap();
    assert_eq!(ninety_nine.len(), 1, "what is typed narrows all hundred, not the first: {ninety_nine:?}");
    let many: Vec<String> = (1..=40).map(|number| format!("YT-{number}")).collect();
    let behind = offered(&format!("{} YT-5", many.join(" "))).choices().await.unwrap();
    assert!(behind.iter().all(|(_, value)| value.as_str().unwrap().encode_utf16().count() <= 100), "{behind:?}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_of_five_hundred_lines_arrives_whole_in_order_and_once() {
    let place = Place::prepare().await;
    let mut bot = Bot::new(&place);
    bot.start_and_catch_up().await;
    let row = |number: usize| {
        format!("YT-{number} · signalé, à traiter · échéance dépassée le 6 janv. à 09 h 00 (08:00 UTC)")
    };
    let rows = (1..=500).map(|number| vec![Piece::Text(row(number))]).collect();
    let document = Document { blocks: vec![Block::List(rows)], ..Document::default() };
    let outbound = Outbound {
        key: DeliveryKey("Kdigest500lines".to_owned()),
        to: Destination::Room(place.channel.to_string()),
        act: Act::Post { document: document.clone(), reply_to: None, thread: None },
        look_first: false,
    };
    let post = bot.door().send(&outbound).await.unwrap();
    place.discord.forget_nonces();
    let again = Outbound { look_first: true, ..outbound };
    assert_eq!(bot.door().send(&again).await.unwrap(), post, "found part by part");
    let messages = place.discord.messages(place.channel);
    assert!(messages.len() > 10 && messages.iter().all(|message| message.content.chars().count() <= 2_000));
    let seen: Vec<String> = messages.iter().map(|message| seen_text(&message.content)).collect();
    assert_eq!(seen.join("\n"), document.plain());
    assert_eq!(place.discord.faults_of_the_bot(), []);
    bot.stop().await;
}
