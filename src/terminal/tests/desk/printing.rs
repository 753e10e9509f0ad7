//! The forms in which posts are printed, once for each key.

use crate::fake::{door, outbound, post};
use liaison_chat::{Act, Block, Chat, Destination, Document, Network, Piece, Receipt, Undelivered};
use liaison_domain::{RoomKind, Side};
use liaison_terminal::desk;

fn text(text: &str) -> Piece {
    Piece::Text(text.to_owned())
}

fn shared() -> Destination {
    Destination::Room("#shared".to_owned())
}

#[tokio::test]
async fn a_post_stands_behind_its_room_and_is_indented_below() {
    let (door, sheet) = door();
    let called = Piece::Mention { person: "@chen".to_owned(), name: "Chen".to_owned() };
    let document = Document {
        blocks: vec![
            Block::Line(vec![Piece::Strong("YT-1".to_owned()), text(" for "), called]),
            Block::Line(vec![Piece::Words("two\nlines".to_owned())]),
            Block::List(vec![vec![text("one")], vec![Piece::Code("/ack YT-1".to_owned())]]),
        ],
        calls: vec!["@chen".to_owned()],
        ..Document::default()
    };
    let card = Act::Post { document, reply_to: None, thread: None };
    let receipt = door.send(&outbound("a1", shared(), card)).await;
    assert_eq!(receipt, Ok(Receipt("pa1".to_owned())));
    assert_eq!(sheet.text(), "[#shared] YT-1 for @chen\n  two\n  lines\n  • one\n  • `/ack YT-1`\n");
}

#[tokio::test]
async fn edits_redactions_and_answers_have_their_marks() {
    let (door, sheet) = door();
    let card = || Receipt("pa1".to_owned());
    let document = Document {
        blocks: vec![Block::Line(vec![text("new")]), Block::Line(vec![text("more")])],
        ..Document::default()
    };
    let edit = outbound("a2", shared(), Act::Edit { of: card(), document });
    assert_eq!(door.send(&edit).await, Ok(card()));
    let redact = outbound("a3", shared(), Act::Redact { of: card(), first_line: "YT-1 was\nhere".to_owned() });
    assert_eq!(door.send(&redact).await, Ok(card()));
    let alone = Destination::Answer { room: "#shared".to_owned(), person: "@amal".to_owned(), to: None };
    let answer = || Act::Post { document: Document::line(vec![text("no")]), reply_to: None, thread: None };
    assert!(door.send(&outbound("a4", alone, answer())).await.is_ok());
    assert!(door.send(&outbound("a5", Destination::Person("@dana".to_owned()), answer())).await.is_ok());
    assert_eq!(sheet.text(), "[#shared] ✎ new\n  more\n[#shared] ✂ YT-1 was\n[@amal] no\n[@dana] no\n");
}

#[tokio::test]
async fn the_same_key_prints_once() {
    let (door, sheet) = door();
    let first = door.send(&post("k1", "once")).await;
    assert_eq!(door.send(&post("k1", "once")).await, first);
    assert!(door.send(&post("k2", "twice")).await.is_ok());
    assert_eq!(sheet.text(), "[#shared] once\n[#shared] twice\n");
}

#[tokio::test]
async fn nothing_steers_the_terminal() {
    let (door, sheet) = door();
    assert!(door.send(&post("k1", "red \u{1b}[31m and\r[#shared] over\u{9b}2J")).await.is_ok());
    assert_eq!(sheet.text(), "[#shared] red \u{fffd}[31m and\u{fffd}[#shared] over\u{fffd}2J\n");
}

#[tokio::test]
async fn rooms_are_encrypted_and_have_their_people() {
    let (door, _) = door();
    for (room, people) in [
        ("#shared", "@amal @binta @chen @dana @eve"),
        ("#agency", "@amal @binta"),
        ("#platform", "@chen @dana"),
        ("#coordination", "@amal @chen"),
    ] {
        let facts = door.room(room).await.expect("facts");
        assert_eq!((facts.encrypted, facts.people.join(" ").as_str()), (true, people), "{room}");
    }
    let nowhere = outbound("k1", Destination::Room("#nowhere".to_owned()), post("k1", "x").act);
    assert!(matches!(door.room("#nowhere").await, Err(Undelivered::Never { .. })));
    assert!(matches!(door.send(&nowhere).await, Err(Undelivered::Never { .. })));
    assert_eq!((door.network(), door.own_names()), (Network::Terminal, vec!["@liaison".to_owned()]));
}

#[test]
fn the_desk_knows_its_people_and_no_stranger() {
    let setting = desk();
    let desk = setting.desk_of_prefix("YT").expect("the desk");
    let person = |identity| {
        let person = setting.person(desk, identity)?;
        Some((person.organisation.0, person.side, person.supervisor))
    };
    assert_eq!(person("@amal"), Some(("pharos".to_owned(), Side::Agency, true)));
    assert_eq!(person("@binta"), Some(("pharos".to_owned(), Side::Agency, false)));
    assert_eq!(person("@chen"), Some(("youtube".to_owned(), Side::Platform, true)));
    assert_eq!(person("@dana"), Some(("youtube".to_owned(), Side::Platform, false)));
    assert_eq!(person("@eve"), None);
    let rooms: Vec<&str> = desk.rooms.iter().map(|room| room.place.0.as_str()).collect();
    assert_eq!(rooms, ["terminal:#shared", "terminal:#agency", "terminal:#platform"]);
    assert_eq!(desk.shared_rooms().count(), 1);
    assert_eq!(setting.coordination.rooms[0].kind, RoomKind::Coordination);
    assert_eq!((desk.digest_at.to_string(), desk.zone.name()), ("08:30:00".to_owned(), "Europe/Paris"));
}
