//! The clauses. Each says in its name what the engine relies on.

use chrono::TimeDelta;
use liaison_chat::{Act, Block, DeliveryKey, Destination, Document, Outbound, Piece, Receipt, Said, Undelivered};

use super::{Seat, Shown};

/// Holds the door to every clause, in one room.
pub(crate) async fn keeps(seat: &mut dyn Seat) {
    what_is_posted_is_seen_as_it_was_worded(seat).await;
    one_name_posts_once_however_often_it_is_sent(seat).await;
    a_post_is_edited_in_place_and_taken_away(seat).await;
    an_answer_stands_under_what_it_answers(seat).await;
    nobody_is_called_but_who_is_named(seat).await;
    what_is_long_arrives_whole_and_once(seat).await;
    what_is_for_one_person_never_stands_in_the_room(seat).await;
    a_room_that_is_not_there_is_never(seat).await;
    a_reply_is_heard_once_with_the_post_it_answers(seat).await;
    the_room_is_known_with_its_people(seat).await;
}

/// A name that no other clause of the same seat uses.
fn key(name: &str) -> DeliveryKey {
    DeliveryKey(format!("K{name}"))
}

fn outbound(name: &str, to: Destination, act: Act) -> Outbound {
    Outbound { key: key(name), to, act, look_first: false }
}

fn say(name: &str, room: String, document: Document) -> Outbound {
    outbound(name, Destination::Room(room), Act::Post { document, reply_to: None, thread: None })
}

fn line(words: &str) -> Document {
    Document::line(vec![Piece::Text(words.to_owned())])
}

async fn said(seat: &mut dyn Seat, name: &str, words: &str) -> Receipt {
    let outbound = say(name, seat.room(), line(words));
    seat.send(&outbound).await.unwrap()
}

async fn text(seat: &mut dyn Seat, post: &Receipt) -> String {
    seat.shown(post).await.unwrap().text
}

async fn what_is_posted_is_seen_as_it_was_worded(seat: &mut dyn Seat) {
    let document = Document {
        blocks: vec![
            Block::Line(vec![Piece::Strong("YT-1".to_owned()), Piece::Text(" · sent".to_owned())]),
            Block::Line(vec![
                Piece::Text("Reason: ".to_owned()),
                Piece::Words("*bold* _it_ <b>tag</b> [text](hxxps://a[.]example) || ~~no~~ `code` # > 1. -".to_owned()),
            ]),
            Block::List(vec![
                vec![Piece::Code("hxxps://a[.]example/_1_*2*".to_owned())],
                vec![Piece::Code("/ack".to_owned())],
            ]),
        ],
        ..Document::default()
    };
    let post = seat.send(&say("worded", seat.room(), document.clone())).await.unwrap();
    assert_eq!(text(seat, &post).await, document.plain(), "every letter is there and none steers the client");
}

async fn one_name_posts_once_however_often_it_is_sent(seat: &mut dyn Seat) {
    let before = seat.count().await;
    let first = said(seat, "once", "YT-2 sent").await;
    assert_eq!(said(seat, "once", "YT-2 sent").await, first, "the same name has the same receipt");
    seat.reopen().await;
    assert_eq!(said(seat, "once", "YT-2 sent").await, first, "after a restart too");
    seat.forget_names().await;
    let room = seat.room();
    let again = Outbound { look_first: true, ..say("once", room.clone(), line("YT-2 sent")) };
    assert_eq!(seat.send(&again).await.unwrap(), first, "past the network's memory it is found by its own marker");
    let new = Outbound { look_first: true, ..say("twice", room, line("YT-2 sent")) };
    assert_ne!(seat.send(&new).await.unwrap(), first, "the same words under another name are another post");
    assert_eq!(seat.count().await, before + 2);
}

async fn a_post_is_edited_in_place_and_taken_away(seat: &mut dyn Seat) {
    let before = seat.count().await;
    let card = said(seat, "card", "YT-3 sent").await;
    let edit = |name: &str, words: &str| {
        outbound(name, Destination::Room(seat.room()), Act::Edit { of: card.clone(), document: line(words) })
    };
    let (first, second) = (edit("edit1", "YT-3 acknowledged"), edit("edit2", "YT-3 answered"));
    for edit in [&first, &first, &second] {
        assert_eq!(seat.send(edit).await.unwrap(), card, "the receipt of an edit is that of the edited post");
    }
    assert_eq!(text(seat, &card).await, "YT-3 answered");
    assert_eq!(seat.count().await, before + 1, "an edit is no post");
    let redact = Act::Redact { of: card.clone(), first_line: "YT-3 answered".to_owned() };
    let redact = outbound("redact", Destination::Room(seat.room()), redact);
    for _ in 0..2 {
        assert_eq!(seat.send(&redact).await.unwrap(), card, "what is gone already is gone");
    }
    assert_eq!(seat.shown(&card).await, None);
    for version in ["YT-3 sent", "YT-3 acknowledged", "YT-3 answered"] {
        assert!(!seat.remains(version).await, "{version}: what is taken away is gone in every version");
    }
    assert_eq!(seat.count().await, before);
}

async fn an_answer_stands_under_what_it_answers(seat: &mut dyn Seat) {
    let card = said(seat, "under", "YT-4 sent").await;
    let act = Act::Post { document: line("YT-4 acknowledged"), reply_to: Some(card.clone()), thread: None };
    let answer = seat.send(&outbound("answer", Destination::Room(seat.room()), act)).await.unwrap();
    assert_ne!(answer, card);
    let Shown { text, calls, answers } = seat.shown(&answer).await.unwrap();
    assert_eq!((text.as_str(), calls.len()), ("YT-4 acknowledged", 0), "a reply calls nobody");
    assert!(answers.is_none_or(|answered| answered == card.0), "where the network shows what a post answers");
}

async fn nobody_is_called_but_who_is_named(seat: &mut dyn Seat) {
    let person = seat.person();
    let words = format!("@everyone @here @room <@&1> {person} <@{person}>");
    let quiet = Document::line(vec![Piece::Words(words.clone())]);
    let post = seat.send(&say("quiet", seat.room(), quiet)).await.unwrap();
    let shown = seat.shown(&post).await.unwrap();
    assert_eq!((shown.calls, shown.text), (Vec::<String>::new(), words));
    let mention = Piece::Mention { person: person.clone(), name: "amal".to_owned() };
    let document = Document {
        blocks: vec![Block::Line(vec![mention, Piece::Text(": YT-5 is late".to_owned())])],
        calls: vec![person.clone()],
        ..Document::default()
    };
    let post = seat.send(&say("loud", seat.room(), document)).await.unwrap();
    assert_eq!(seat.shown(&post).await.unwrap().calls, [person]);
}

async fn what_is_long_arrives_whole_and_once(seat: &mut dyn Seat) {
    let before = seat.count().await;
    let rows = (1..=150).map(|row| vec![Piece::Text(format!("YT-{row} · sent · due 6 Jan 09:00 (08:00 UTC)"))]);
    let document = Document {
        blocks: vec![Block::Line(vec![Piece::Text("PHAROS · YouTube".to_owned())]), Block::List(rows.collect())],
        ..Document::default()
    };
    let long = say("long", seat.room(), document.clone());
    let post = seat.send(&long).await.unwrap();
    let after = seat.count().await;
    assert_eq!(text(seat, &post).await, document.plain());
    assert_eq!(seat.send(&long).await.unwrap(), post);
    assert_eq!(seat.count().await, after, "once, in however many parts");
    assert!(after > before);
}

async fn what_is_for_one_person_never_stands_in_the_room(seat: &mut dyn Seat) {
    let before = seat.count().await;
    let act = Act::Post { document: line("https://live.example/1"), reply_to: None, thread: None };
    seat.send(&outbound("alone", Destination::Person(seat.person()), act)).await.unwrap();
    let alone = seat.alone("https://live.example/1").await;
    assert_eq!(alone.iter().filter(|text| text.contains("https://live.example/1")).count(), 1, "{alone:?}");
    assert_eq!(seat.count().await, before);
}

async fn a_room_that_is_not_there_is_never(seat: &mut dyn Seat) {
    for to in [Destination::Room("nowhere".to_owned()), Destination::Person("nobody".to_owned())] {
        let act = Act::Post { document: line("YT-6 sent"), reply_to: None, thread: None };
        let undelivered = seat.send(&outbound("nowhere", to, act)).await.unwrap_err();
        assert!(matches!(undelivered, Undelivered::Never { .. }), "{undelivered}");
    }
    assert!(matches!(seat.door().room("nowhere").await, Err(Undelivered::Never { .. })));
}

async fn a_reply_is_heard_once_with_the_post_it_answers(seat: &mut dyn Seat) {
    let card = said(seat, "heard", "YT-7 sent").await;
    let asked_at = liaison_engine::present();
    let heard = seat.reply(&card, "/ack").await;
    let Said::Text(words) = &heard.said else { panic!("{heard:?}") };
    assert!(words.ends_with("/ack"), "{words}");
    assert_eq!((heard.room, heard.person, heard.reply_to), (seat.room(), seat.person(), Some(card.0)));
    assert!((heard.said_at - asked_at).abs() < TimeDelta::minutes(1), "by the network's time: {}", heard.said_at);
}

async fn the_room_is_known_with_its_people(seat: &mut dyn Seat) {
    let facts = seat.door().room(&seat.room()).await.unwrap();
    assert!(facts.people.is_empty() || facts.people.contains(&seat.person()), "{facts:?}");
}
