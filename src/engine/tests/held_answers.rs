//! A network that takes commands apart by itself and holds an answer open for whoever gave one: each is answered exactly
//! once, to them alone; the rooms see what changed; and no more passes through than a label and a ceiling allow.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "support/channel.rs"]
#[allow(dead_code, reason = "each file of tests uses its part of the world")]
mod channel;
use channel::{AMAL, CHEN, Channel, EVE, OPEN, QUIET, STAFF};
use chrono::TimeDelta;
use liaison_chat::{Act, Away, Document, Network, Piece, RoomRight, Said};
use liaison_domain::CaseState;

const ADDRESS: (&str, &str) = ("target", "https://bad.example/1");

fn labels(document: &Document) -> Vec<&str> {
    document.offers.iter().map(|offer| offer.label.as_str()).collect()
}

#[tokio::test]
async fn a_report_shows_in_every_channel_under_its_ceiling_and_is_answered_alone() {
    let mut world = Channel::begin().await;
    let report = world.invoked(QUIET, AMAL, "report", &[ADDRESS, ("reason", "incites to: attack ref:9")]);
    let sent = world.hear(report.clone()).await;
    assert_eq!(sent.answer("held1").plain(), "YT-1 reported by the agency.");
    let (quiet, open) = (sent.to(QUIET)[0], sent.to(OPEN)[0]);
    assert!(!quiet.plain().contains("bad") && !quiet.plain().contains("incites"), "{}", quiet.plain());
    assert!(
        open.plain().contains("hxxps://bad[.]example/1\u{60}\nReason: incites to: attack ref:9"),
        "{}",
        open.plain()
    );
    assert_eq!(labels(quiet), ["Acknowledge", "Ask", "Resolve", "Refuse", "Show address"]);
    assert_eq!(labels(open), ["Acknowledge", "Ask", "Resolve", "Refuse"]);
    assert!(world.hear(report).await.0.is_empty(), "delivered once more, it does nothing");
}

#[tokio::test]
async fn a_press_by_whoever_has_the_role_moves_the_case_and_its_buttons() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    let (sent, answer) = world.gives(OPEN, CHEN, "ack", &[("case", "YT-1")]).await;
    assert!(answer.starts_with("YT-1 acknowledged by"), "{answer}");
    let [status, card] = sent.to(OPEN)[..] else { panic!("one line and one card") };
    assert!(status.plain().starts_with("YT-1 acknowledged by"), "{}", status.plain());
    assert_eq!(labels(card), ["Ask", "Resolve", "Refuse"]);
    let by = Piece::Mention { person: CHEN.to_owned(), name: CHEN.to_owned() };
    assert!(format!("{status:?}").contains(&format!("{by:?}")) && status.calls.is_empty(), "{status:?}");
    let (sent, answer) = world.gives(OPEN, CHEN, "ack", &[("case", "YT-1")]).await;
    assert!(answer.contains("YT-1") && sent.0.len() == 1, "a second press is told, alone: {answer}");
    let (sent, _) = world.gives(OPEN, CHEN, "resolved", &[("case", "YT-1"), ("action", "removed")]).await;
    assert_eq!(labels(sent.to(OPEN)[1]), Vec::<&str>::new(), "nothing is left for the platform");
    let (_, answer) = world.gives(OPEN, CHEN, "refuse", &[("case", "YT-1"), ("ground", "no_violation")]).await;
    assert!(answer.contains("undo"), "whoever answered is told how that is corrected: {answer}");
}

#[tokio::test]
async fn a_command_on_many_cases_is_answered_once() {
    let mut world = Channel::begin().await;
    for number in 1..=3 {
        world.gives(OPEN, AMAL, "report", &[("target", &format!("https://bad.example/{number}"))]).await;
    }
    let (_, answer) = world.gives(OPEN, CHEN, "ack", &[("case", "YT-1..3")]).await;
    assert_eq!(answer, "Done on all 3 cases.");
    let (_, answer) = world.gives(OPEN, CHEN, "resolved", &[("case", "YT-2 YT-9"), ("action", "removed")]).await;
    assert!(answer.contains("YT-9"), "{answer}");
}

#[tokio::test]
async fn several_addresses_and_a_locator_in_words_go_through_one_option() {
    let mut world = Channel::begin().await;
    let two = ("target", "https://bad.example/1 hxxps://bad[.]example/2");
    let (sent, _) = world.gives(OPEN, AMAL, "report", &[two]).await;
    assert!(sent.to(OPEN)[0].plain().contains("bad[.]example/2"), "{}", sent.to(OPEN)[0].plain());
    let words = ("target", "group Example, message 12");
    let (sent, _) = world.gives(OPEN, AMAL, "report", &[words]).await;
    assert!(sent.to(OPEN)[0].plain().contains("group Example, message 12"), "{}", sent.to(OPEN)[0].plain());
}

#[tokio::test]
async fn what_is_wrong_is_told_with_a_line_that_the_network_takes() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    for (command, given, expected) in [
        ("resolved", &[("case", "YT-1"), ("action", "removd")][..], "/resolved case:YT-1 action:removed"),
        ("refuse", &[("case", "YT-1"), ("ground", "unable")], "/refuse case:YT-1 ground:unable until:18:00"),
        ("report", &[("target", "javascript:alert(1)")], "/report target:"),
        ("ack", &[("case", "nonsense")], "/ack case:YT-"),
        ("nothing", &[], "/help"),
    ] {
        let (sent, answer) = world.gives(OPEN, CHEN, command, given).await;
        assert!(answer.contains(expected), "{command}: {answer}");
        assert_eq!(sent.0.len(), 1, "nobody else sees it");
    }
    for (room, person, expected) in [(OPEN, EVE, "/ack"), ("999", CHEN, "belongs to no desk")] {
        let (sent, answer) = world.gives(room, person, "ack", &[("case", "YT-1")]).await;
        assert!(answer.contains(expected) && sent.0.len() == 1, "{answer}");
    }
}

#[tokio::test]
async fn an_address_is_shown_alone_and_recorded_unless_its_label_keeps_it_off_the_network() {
    let mut world = Channel::begin().await;
    world.gives(QUIET, AMAL, "report", &[ADDRESS]).await;
    let (sent, answer) = world.gives(QUIET, CHEN, "case", &[("case", "YT-1"), ("address", "yes")]).await;
    assert!(answer.contains("https://bad.example/1"), "{answer}");
    assert_eq!(sent.0.len(), 1);
    let strict = [("target", "https://bad.example/2"), ("tlp", "amber+strict")];
    let (sent, _) = world.gives(OPEN, AMAL, "report", &strict).await;
    let card = sent.to(OPEN)[0];
    assert!(card.plain().contains("does not pass through Discord"), "{}", card.plain());
    assert!(!labels(card).contains(&"Show address"), "{:?}", labels(card));
    let before = world.engine.store().head().await.unwrap().unwrap().seq;
    let (_, answer) = world.gives(OPEN, CHEN, "case", &[("case", "YT-2"), ("address", "yes")]).await;
    assert!(!answer.contains("bad") && answer.contains("TLP:AMBER+STRICT"), "{answer}");
    assert_eq!(world.engine.store().head().await.unwrap().unwrap().seq, before, "nothing was opened");
}

#[tokio::test]
async fn what_a_room_may_not_see_is_not_found_by_its_words_and_mine_is_of_whoever_asks() {
    let mut world = Channel::begin().await;
    let words = ("reason", "calls to arms");
    world.gives(OPEN, AMAL, "report", &[ADDRESS, words, ("urgency", "urgent")]).await;
    let strict = [("target", "https://bad.example/2"), words, ("tlp", "amber+strict")];
    world.gives(OPEN, AMAL, "report", &strict).await;
    let red = [("target", "https://bad.example/3"), words, ("tlp", "red"), ("urgency", "urgent")];
    world.gives(OPEN, AMAL, "report", &red).await;
    world.gives(OPEN, AMAL, "report", &[("target", "https://bad.example/4"), words]).await;
    let withdraw = world.invoked(OPEN, AMAL, "withdraw", &[("case", "YT-4"), ("reason", "wrong_desk")]);
    world.hear(withdraw).await;
    world.gives(OPEN, CHEN, "ack", &[("case", "YT-1")]).await;
    for (room, person, filter, expected) in [
        (OPEN, CHEN, "arms", &["YT-1"][..]),
        (OPEN, AMAL, "hxxps://bad[.]example/1", &["YT-1"]),
        (OPEN, AMAL, "bad.example", &["YT-1"]),
        (QUIET, AMAL, "arms", &[]),
        (QUIET, AMAL, "YT-1", &[]),
        (OPEN, AMAL, "urgent", &["YT-1"]),
        (QUIET, AMAL, "urgent", &["YT-1"]),
        (QUIET, AMAL, "open", &["YT-1", "YT-2", "YT-3"]),
        (QUIET, AMAL, "mine", &["YT-1", "YT-2"]),
        // Known by a role alone: by their own identity, on the side of whoever has the role.
        (OPEN, CHEN, "mine", &["YT-1"]),
        (OPEN, CHEN, "waiting on us", &["YT-1", "YT-2", "YT-3"]),
        (OPEN, AMAL, "waiting on us", &[]),
    ] {
        let (_, answer) = world.gives(room, person, "cases", &[("filter", filter)]).await;
        let listed = |case: &&str| answer.lines().skip(1).any(|line| line.contains(*case));
        let found: Vec<&str> = ["YT-1", "YT-2", "YT-3", "YT-4"].into_iter().filter(|case| listed(case)).collect();
        assert_eq!(found, expected, "{filter} of {person} in {room}: {answer}");
    }
    for number in 10..40 {
        world.gives(OPEN, AMAL, "report", &[("target", &format!("https://bad.example/{number}"))]).await;
    }
    let (_, answer) = world.gives(OPEN, CHEN, "cases", &[("filter", "bad.example page:2")]).await;
    assert!(answer.starts_with("31 cases") && answer.ends_with("`/cases filter:bad[.]example`"), "{answer}");
    let (_, answer) = world.gives(OPEN, CHEN, "cases", &[("filter", "bad.example")]).await;
    assert!(answer.ends_with("Page 1 of 2 (1 to 20). The next: `/cases filter:bad[.]example page:2`"), "{answer}");
}

#[tokio::test]
async fn cases_are_offered_to_members_as_far_as_the_room_may_see_them() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    let urgent = [("target", "https://bad.example/2"), ("urgency", "urgent")];
    world.gives(OPEN, AMAL, "report", &urgent).await;
    let strict = [("target", "https://bad.example/3"), ("tlp", "amber+strict")];
    world.gives(OPEN, AMAL, "report", &strict).await;
    let values = |typed: &str| {
        world.completes(OPEN, CHEN, "ack", typed).into_iter().map(|offered| offered.value).collect::<Vec<_>>()
    };
    assert_eq!(values(""), ["YT-2", "YT-1", "YT-3"], "the most urgent first");
    assert_eq!(values("example/1"), ["YT-1"]);
    assert_eq!(values("example/3"), Vec::<String>::new(), "what the room may not see is not found by it");
    assert_eq!(values("YT-1 yt-2"), ["YT-1 YT-2"], "behind what was named before");
    let names: Vec<_> = world.completes(OPEN, CHEN, "ack", "").into_iter().map(|offered| offered.name).collect();
    assert_eq!(names[1..], ["YT-1 · sent · hxxps://bad[.]example/1", "YT-3 · sent"]);
    let quiet = world.completes(QUIET, CHEN, "ack", "");
    assert!(quiet.iter().all(|offered| !offered.name.contains("bad")), "{quiet:?}");
    assert!(world.completes(OPEN, EVE, "ack", "").is_empty(), "a stranger is offered nothing");
    world.gives(OPEN, AMAL, "withdraw", &[("case", "YT-1"), ("reason", "mistake")]).await;
    assert_eq!(world.completes(OPEN, CHEN, "ack", "yt-1").len(), 0, "what is over is not offered");
    for number in 10..50 {
        world.gives(OPEN, AMAL, "report", &[("target", &format!("https://bad.example/{number}"))]).await;
    }
    assert_eq!(world.completes(OPEN, CHEN, "ack", "").len(), 25);
}

#[tokio::test]
async fn an_alert_calls_the_role_where_people_are_known_by_it_alone() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS, ("urgency", "urgent")]).await;
    let sent = world.pass(TimeDelta::minutes(31)).await;
    let called: Vec<_> = sent.to(OPEN).into_iter().filter(|document| !document.calls.is_empty()).collect();
    let [alert] = called[..] else { panic!("one alert: {called:#?}") };
    assert_eq!(alert.calls, [STAFF]);
}

#[tokio::test]
async fn an_absence_is_told_once_in_each_channel() {
    let mut world = Channel::begin().await;
    let from = world.now;
    world.now += TimeDelta::minutes(9);
    let away = Away { from, until: world.now, mark: Some("the end".to_owned()), promised: false };
    world.engine.was_away(Network::Discord, &away, world.now).await.unwrap();
    assert_eq!(world.engine.heard_mark(Network::Discord).await.unwrap().as_deref(), Some("the end"), "told once");
    let sent = world.turn().await;
    for room in [QUIET, OPEN] {
        let told = sent.to(room);
        assert_eq!(told.len(), 1);
        let text = told[0].plain();
        assert!(text.starts_with("The bot was away from 09:00 (08:00 UTC) to 09:09 (08:09 UTC)."), "{text}");
    }
    let short = Away { from: world.now, until: world.now + TimeDelta::seconds(2), mark: None, promised: false };
    world.engine.was_away(Network::Discord, &short, world.now).await.unwrap();
    assert!(world.turn().await.0.is_empty(), "too short for anybody to have noticed");
    let cut_off = Away { promised: true, ..short };
    world.engine.was_away(Network::Discord, &cut_off, world.now).await.unwrap();
    assert_eq!(world.turn().await.0.len(), 2, "but for whoever waits for a promised answer");
}

#[tokio::test]
async fn what_one_person_is_shown_says_nothing_of_a_channel_that_takes_no_posts() {
    let mut world = Channel::begin().await;
    world.shut(Some(OPEN));
    for number in 1..=3 {
        world.gives(OPEN, AMAL, "report", &[("target", &format!("https://bad.example/{number}"))]).await;
    }
    for _ in 0..5 {
        world.pass(TimeDelta::minutes(2)).await;
        world.gives(OPEN, CHEN, "cases", &[]).await;
    }
    world.shut(None);
    let mut cards = world.pass(TimeDelta::minutes(10)).await.to(OPEN).len();
    cards += world.pass(TimeDelta::minutes(1)).await.to(OPEN).len();
    assert_eq!(cards, 3, "when the channel takes posts again, everything stands there");
}

#[tokio::test]
async fn whoever_types_where_the_bot_may_not_speak_is_answered_when_it_may() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    world.shut(Some(OPEN));
    let typed = world.typed(OPEN, CHEN, "liaison ack YT-9");
    assert!(world.hear(typed).await.0.is_empty());
    world.shut(None);
    let sent = world.pass(TimeDelta::minutes(2)).await;
    let [answer] = sent.0.as_slice() else { panic!("one answer: {:#?}", sent.0) };
    let Act::Post { document, .. } = &answer.act else { panic!("{answer:?}") };
    assert!(document.plain().contains("YT-9"), "{}", document.plain());
}

#[tokio::test]
async fn where_the_bot_lacks_a_right_who_asks_is_shown_what_they_ask_for_and_who_acts_is_told() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    for (command, given, expected) in [
        ("cases", &[][..], "YT-1"),
        ("case", &[("case", "YT-1"), ("address", "yes")], "https://bad.example/1"),
        ("ack", &[("case", "YT-1")], "Send Messages, Read Message History"),
        ("ack", &[("case", "nonsense")], "/ack case:YT-"),
    ] {
        let mut inbound = world.invoked(OPEN, CHEN, command, given);
        let Said::Command(invoked) = inbound.said else { panic!("no command") };
        inbound.said = Said::Barred { invoked, lacking: vec![RoomRight::Speak, RoomRight::Reread] };
        let held = inbound.answer.clone().unwrap();
        let sent = world.hear(inbound).await;
        assert!(sent.answer(&held).plain().contains(expected), "{command}: {}", sent.answer(&held).plain());
        assert_eq!(sent.0.len(), 1, "the room sees nothing of it");
    }
    let case = world.engine.store().case(&"YT-1".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(case.state, CaseState::Sent, "nothing was done");
}
