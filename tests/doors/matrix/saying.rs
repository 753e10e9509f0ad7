//! What is said, as another client sees it, and how often.

use liaison_chat::{Act, Block, Destination, Document, Piece, Receipt, Undelivered};

use super::opened::{Bot, federation, line, outbound, person, post, shared_room};
use super::support::homeserver::{Homeserver, Limits};
use super::support::nio::{Nio, Post, anything};

#[tokio::test(flavor = "multi_thread")]
async fn posts_edits_and_redactions_are_seen_in_a_plain_room() {
    let servers = federation();
    let amal = person(&servers.a, "plainly_amal", false);
    let mut bot = Bot::new(&servers.a, "plainly_bot");
    let room = shared_room(&mut bot, &amal, false).await;
    everything_is_seen(&bot, &amal, &room, false).await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_edits_and_redactions_are_seen_in_an_encrypted_room() {
    let servers = federation();
    let amal = person(&servers.a, "secretly_amal", false);
    let mut bot = Bot::new(&servers.a, "secretly_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    everything_is_seen(&bot, &amal, &room, true).await;
    bot.stop().await;
}

fn seen(amal: &Nio, room: &str, receipt: &Receipt) -> Post {
    amal.wait_for(room, &anything().event(&receipt.0))
}

async fn everything_is_seen(bot: &Bot, amal: &Nio, room: &str, encrypted: bool) {
    let here = || Destination::Room(room.to_owned());
    let document = Document {
        blocks: vec![
            Block::Line(vec![
                Piece::Mention { person: amal.user_id.clone(), name: "amal".to_owned() },
                Piece::Text(": YT-1 ".to_owned()),
                Piece::Words("<b>bold</b>".to_owned()),
            ]),
            Block::List(vec![vec![Piece::Code("!ack YT-1".to_owned())]]),
        ],
        calls: vec![amal.user_id.clone()],
        ..Document::default()
    };
    let act = Act::Post { document, reply_to: None, thread: None };
    let card = bot.send(&outbound("card1", here(), act)).await.unwrap();
    let post = seen(amal, room, &card);
    assert_eq!((post.msgtype.as_deref(), post.encrypted), (Some("m.text"), encrypted));
    assert_eq!(post.body, "amal: YT-1 <b>bold</b>\n• `!ack YT-1`");
    assert!(!post.formatted_body.unwrap().contains("<b>"));
    assert_eq!(post.mentions, Some(vec![amal.user_id.clone()]));
    assert_eq!(post.content["com.beeper.linkpreviews"], serde_json::json!([]));

    let reply = Act::Post { document: line("YT-1 acknowledged"), reply_to: Some(card.clone()), thread: None };
    let reply = seen(amal, room, &bot.send(&outbound("reply1", here(), reply)).await.unwrap());
    assert_eq!((reply.in_reply_to.as_deref(), reply.thread()), (Some(card.0.as_str()), None));
    assert_eq!(reply.mentions, Some(Vec::new()));
    let in_thread = Act::Post { document: line("YT-1 noted"), reply_to: None, thread: Some(card.clone()) };
    let in_thread = seen(amal, room, &bot.send(&outbound("thread1", here(), in_thread)).await.unwrap());
    assert_eq!((in_thread.in_reply_to.as_deref(), in_thread.thread()), (None, Some(card.0.as_str())));

    let said = amal.say(room, "!cases");
    let to = Destination::Answer { room: room.to_owned(), person: amal.user_id.clone(), to: Some(said.clone()) };
    let answer = Act::Post { document: line("no open cases"), reply_to: None, thread: None };
    let answer = seen(amal, room, &bot.send(&outbound("answer1", to, answer)).await.unwrap());
    assert_eq!((answer.in_reply_to, answer.mentions), (Some(said), Some(Vec::new())));

    let edit = outbound("edit1", here(), Act::Edit { of: card.clone(), document: line("YT-1 answered") });
    assert_eq!(bot.send(&edit).await.unwrap(), card, "the receipt of an edit is that of the edited post");
    let edited = amal.wait_for(room, &anything().related_by("m.replace").related_to(&card.0));
    assert_eq!((edited.new_body.as_deref(), edited.mentions), (Some("YT-1 answered"), Some(Vec::new())));
    let redact = Act::Redact { of: card.clone(), first_line: "YT-1".to_owned() };
    assert_eq!(bot.send(&outbound("redact1", here(), redact)).await.unwrap(), card);
    amal.wait_for(room, &anything().of_type("m.room.redaction"));
    let left = amal.history(room).into_iter().find(|post| post.event_id == card.0).unwrap();
    assert_eq!(left.body, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_posts_once_across_attempts_restarts_and_devices() {
    let servers = federation();
    let amal = person(&servers.a, "twice_amal", false);
    let mut bot = Bot::new(&servers.a, "twice_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    let first = bot.say(&room, "key1", "YT-1 sent").await;
    assert_eq!(bot.say(&room, "key1", "YT-1 sent").await, first);
    bot.stop().await;
    bot.start_and_catch_up().await;
    assert_eq!(bot.say(&room, "key1", "YT-1 sent").await, first);

    let mut again = post(&room, "key1", "YT-1 sent");
    again.look_first = true;
    assert_eq!(bot.send(&again).await.unwrap(), first, "found by its marker");
    let mut new = post(&room, "key2", "YT-2 sent");
    new.look_first = true;
    let second = bot.send(&new).await.unwrap();
    assert_ne!(second, first, "what was never said is said");
    let edit = Act::Edit { of: first.clone(), document: line("YT-1 answered") };
    let mut edit = outbound("key3", Destination::Room(room.clone()), edit);
    bot.send(&edit).await.unwrap();
    edit.look_first = true;
    assert_eq!(bot.send(&edit).await.unwrap(), first);

    amal.wait_for(&room, &anything().event(&second.0));
    let said = amal.history(&room);
    let of_bot: Vec<&str> = said.iter().filter(|post| post.sender == bot.user).map(|post| post.body.as_str()).collect();
    assert_eq!(of_bot, ["YT-1 sent", "YT-2 sent", "* YT-1 answered"]);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_for_one_person_goes_into_one_encrypted_room_of_two() {
    let servers = federation();
    let chen = person(&servers.b, "alone_chen", false);
    let mut bot = Bot::new(&servers.a, "alone_bot");
    let room = shared_room(&mut bot, &chen, false).await;
    let to = || Destination::Person(chen.user_id.clone());
    let say = |words: &str| Act::Post { document: line(words), reply_to: None, thread: None };
    bot.send(&outbound("d1", to(), say("https://bad.example/1"))).await.unwrap();
    let invite = chen.wait_for_invite(Some(&bot.user));
    assert!(invite.direct && invite.room != room);
    let direct = invite.room;
    chen.join_via(&direct, &servers.a);
    let other = bot.send(&outbound("d2", to(), say("once more"))).await.unwrap();
    assert!(chen.wait_for(&direct, &anything().event(&other.0)).encrypted);
    // What was said while chen was invited lies before the join: a client reads it by paging back.
    let words: Vec<String> = chen.history(&direct).into_iter().map(|post| post.body).collect();
    assert_eq!(words, ["https://bad.example/1", "once more"]);
    bot.stop().await;
    bot.start_and_catch_up().await;
    let after = bot.send(&outbound("d3", to(), say("after a restart"))).await.unwrap();
    chen.wait_for(&direct, &anything().event(&after.0));
    assert_eq!(chen.rooms().len(), 2);
    let nobody = bot.send(&outbound("d4", Destination::Person("nobody".to_owned()), say("x"))).await.unwrap_err();
    assert!(matches!(nobody, Undelivered::Never { .. }));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_is_later_and_says_when() {
    let server = Homeserver::start_with(Limits::DefaultMessages);
    let amal = person(&server, "limit_amal", false);
    let mut bot = Bot::new(&server, "limit_bot");
    let room = shared_room(&mut bot, &amal, false).await;
    let mut limited = None;
    for number in 0..30 {
        if let Err(error) = bot.send(&post(&room, &format!("k{number}"), "YT-1")).await {
            limited = Some(error);
            break;
        }
    }
    let Some(Undelivered::Limited { after }) = limited else { panic!("{limited:?}") };
    assert!(after.num_milliseconds() > 0, "{after}");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_typed_is_taken_away_with_its_edits_where_the_bot_may() {
    let servers = federation();
    let amal = person(&servers.a, "typed_amal", true);
    let mut bot = Bot::new(&servers.a, "typed_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    let typed = amal.say(&room, "!report https://a.example/1");
    let edit = amal.edit(&room, &typed, "!report https://a.example/2");
    bot.inbox.hears(&edit).await;
    let take_away = |key: &str| {
        let act = Act::Redact { of: Receipt(typed.clone()), first_line: "YT-1".to_owned() };
        outbound(key, Destination::Room(room.clone()), act)
    };
    let refused = bot.send(&take_away("t1")).await.unwrap_err();
    assert!(matches!(&refused, Undelivered::Never { why } if why.contains("may not take away")), "{refused}");
    amal.set_power_level(&room, &bot.user, 50);
    let taken = async {
        while bot.send(&take_away("t2")).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), taken).await.expect("the right is seen by then");
    amal.wait_for_all(&room, &anything().from(&bot.user).of_type("m.room.redaction").times(2));
    let left = amal.history(&room).into_iter().filter(|post| post.sender == amal.user_id);
    assert!(left.clone().count() >= 2 && left.into_iter().all(|post| post.body.is_empty()), "both are empty");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_right_to_speak_it_is_never() {
    let servers = federation();
    let amal = person(&servers.a, "muted_amal", false);
    let mut bot = Bot::new(&servers.a, "muted_bot");
    let room = shared_room(&mut bot, &amal, false).await;
    amal.set_power_level(&room, &bot.user, -1);
    let muted = bot.send(&post(&room, "k1", "YT-1")).await.unwrap_err();
    assert!(matches!(&muted, Undelivered::Never { why } if why.contains("M_FORBIDDEN")), "{muted}");
    bot.stop().await;
}
