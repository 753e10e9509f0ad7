//! What was told is taken back wherever it stands; and after an outage each room reads what is true then, once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use chrono::TimeDelta;
use liaison_chat::{Document, Network};
use support::world::World;

async fn calm() -> World {
    let world = World::begin(0).await;
    world.door.behave();
    world
}

fn shown(world: &World) -> Vec<String> {
    world.door.shown().iter().map(Document::plain).collect()
}

#[tokio::test]
async fn a_case_from_the_wrong_desk_is_taken_back_in_every_room_and_from_whoever_opened_it() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://secret.example/1 hateful");
    world.say(vec![report], None).await;
    world.turn(None).await;
    for (room, text) in [("#platform", "/case YT-1"), ("#shared", "/cases"), ("#shared", "/case YT-1 address:yes")] {
        let mut asked = world.message("@chen", text);
        asked.room = room.to_owned();
        world.say(vec![asked], None).await;
        world.turn(None).await;
    }
    assert_eq!(shown(&world).iter().filter(|text| text.contains("secret")).count(), 4, "{:#?}", shown(&world));
    let withdraw = world.message("@amal", "/withdraw YT-1 reason:wrong_desk");
    world.say(vec![withdraw], None).await;
    world.turn(None).await;
    let left = shown(&world);
    assert!(!left.iter().any(|text| text.contains("secret") || text.contains("hateful")), "{left:#?}");
}

#[tokio::test]
async fn what_one_post_told_of_other_cases_is_told_anew_when_it_is_taken_back() {
    let mut world = calm().await;
    let reports: Vec<_> =
        (1..=26).map(|number| world.message("@amal", &format!("/report https://secret.example/{number}"))).collect();
    world.say(reports, None).await;
    world.turn(None).await;
    let withdraw = world.message("@amal", "/withdraw YT-12 reason:wrong_desk");
    world.say(vec![withdraw], None).await;
    world.turn(None).await;
    let left = shown(&world);
    assert!(!left.iter().any(|text| text.contains("secret[.]example/12")), "{left:#?}");
    for number in (1..=26).filter(|number| *number != 12) {
        let address = format!("secret[.]example/{number}`");
        assert_eq!(left.iter().filter(|text| text.contains(&address)).count(), 1, "YT-{number}: {left:#?}");
    }
}

#[tokio::test]
async fn after_an_outage_of_the_network_one_alert_a_case_says_why_it_is_late() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://bad.example/1 incites urgency:urgent");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.pass(TimeDelta::minutes(20)).await;
    world.engine().caught_up(Network::Terminal, false, world.now);
    // The warning, the due moment and the supervisors' moment pass, one after the other.
    for _ in 0..40 {
        world.pass(TimeDelta::minutes(1)).await;
        world.door.shut(true);
        world.turn(None).await;
    }
    world.door.shut(false);
    world.engine().caught_up(Network::Terminal, true, world.now);
    world.engine().release(Network::Terminal).await.unwrap();
    world.turn(None).await;
    let alerts: Vec<String> = shown(&world).into_iter().filter(|text| text.starts_with("chen")).collect();
    let [alert] = alerts.as_slice() else { panic!("one alert: {alerts:#?}") };
    assert!(alert.contains("alert late by 15 min: this room or its network could not be reached"), "{alert}");
}

#[tokio::test]
async fn a_card_that_somebody_took_away_is_posted_anew_with_what_is_true_now() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://bad.example/1 incites");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.door.take_away("hxxps://bad[.]example/1");
    let ack = world.message("@chen", "/ack YT-1");
    world.say(vec![ack], None).await;
    world.turn(None).await;
    let left = shown(&world);
    assert_eq!(left.len(), 2, "the line and the card, each once: {left:#?}");
    assert!(left.iter().any(|text| text.starts_with("YT-1 · removal referral · acknowledged")), "{left:#?}");
    let resolved = world.message("@chen", "/resolved YT-1 action:removed");
    world.say(vec![resolved], None).await;
    world.turn(None).await;
    let cards = shown(&world).into_iter().filter(|text| text.contains(" · removal referral · ")).collect::<Vec<_>>();
    assert!(matches!(cards.as_slice(), [card] if card.contains("answered")), "edited in place again: {cards:#?}");
}

#[tokio::test]
async fn one_post_that_is_refused_for_itself_is_told_once_and_holds_nothing_back() {
    let mut world = calm().await;
    world.door.refuse_words("poison");
    let report = world.message("@amal", "/report https://poison.example/1 incites urgency:urgent");
    world.say(vec![report], None).await;
    world.turn(None).await;
    for number in 2..6 {
        let report = world.message("@amal", &format!("/report https://bad.example/{number}"));
        world.say(vec![report], None).await;
        world.pass(TimeDelta::minutes(2)).await;
        world.turn(None).await;
    }
    let told = |world: &World| shown(world).iter().filter(|text| text.contains("cannot be delivered")).count();
    assert_eq!(told(&world), 1, "{:#?}", shown(&world));
    world.pass(TimeDelta::minutes(30)).await;
    world.turn(None).await;
    let alerts = shown(&world).into_iter().filter(|text| text.starts_with("chen · YT-1")).count();
    assert_eq!((alerts, told(&world)), (1, 1), "the alert of its case is not held back: {:#?}", shown(&world));
}

#[tokio::test]
async fn whoever_takes_no_messages_alone_is_told_where_they_asked() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://bad.example/1 incites");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.door.refuse_words("https://bad.example/1");
    let asked = world.message("@chen", "/case YT-1 address:yes");
    world.say(vec![asked], None).await;
    world.turn(None).await;
    let answers = shown(&world).into_iter().filter(|text| text.contains("a message to you alone was not taken"));
    assert_eq!(answers.count(), 1, "{:#?}", shown(&world));
}

#[tokio::test]
async fn an_alert_that_waited_tells_of_what_still_rings_and_calls_nobody_else() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://bad.example/1 incites urgency:urgent");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.engine().caught_up(Network::Terminal, false, world.now);
    // Both clocks of the platform run out, one after the other; then the first is stopped.
    world.pass(TimeDelta::minutes(31)).await;
    world.engine().tick(world.now).await.unwrap();
    world.pass(TimeDelta::hours(4)).await;
    world.engine().tick(world.now).await.unwrap();
    let ack = world.message("@chen", "/ack YT-1");
    world.say(vec![ack], None).await;
    world.engine().caught_up(Network::Terminal, true, world.now);
    world.engine().release(Network::Terminal).await.unwrap();
    world.turn(None).await;
    let alerts: Vec<String> = shown(&world).into_iter().filter(|text| text.starts_with("chen")).collect();
    let [alert] = alerts.as_slice() else { panic!("one alert: {alerts:#?}") };
    assert!(alert.contains("effect (platform)") && !alert.contains("acknowledgement"), "{alert}");
}

#[tokio::test]
async fn an_answer_that_arrives_after_its_case_was_taken_back_is_taken_back_too() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://secret.example/1 hateful");
    world.say(vec![report], None).await;
    world.turn(None).await;
    world.door.lose_answers_to(Some("hateful"));
    let asked = world.message("@chen", "/case YT-1");
    world.say(vec![asked], None).await;
    world.turn(None).await;
    let withdraw = world.message("@amal", "/withdraw YT-1 reason:wrong_desk");
    world.say(vec![withdraw], None).await;
    world.turn(None).await;
    assert!(shown(&world).iter().any(|text| text.contains("hateful")), "the answer stands there, and nobody knows");
    world.door.lose_answers_to(None);
    world.pass(TimeDelta::minutes(1)).await;
    world.turn(None).await;
    let left = shown(&world);
    assert!(!left.iter().any(|text| text.contains("secret") || text.contains("hateful")), "{left:#?}");
}

#[tokio::test]
async fn a_room_that_refuses_everything_is_asked_by_one_post_at_a_time() {
    let mut world = calm().await;
    world.door.shut(true);
    for number in 1..=15 {
        let report = world.message("@amal", &format!("/report https://bad.example/{number}"));
        world.say(vec![report], None).await;
        world.turn(None).await;
    }
    assert_eq!(world.door.refusals(), 2 + 1, "two in the room, and the coordination's own");
    for _ in 0..30 {
        world.pass(TimeDelta::minutes(1)).await;
        world.turn(None).await;
    }
    assert!(world.door.refusals() <= 3 + 2 * 30, "one a minute in each of the two rooms: {}", world.door.refusals());
    world.door.shut(false);
    world.pass(TimeDelta::minutes(1)).await;
    world.turn(None).await;
    let cards = shown(&world).iter().filter(|text| text.contains("· removal referral · sent")).count();
    assert_eq!(cards, 15, "when it opens everything goes at once");
}

#[tokio::test]
async fn an_address_that_was_on_its_way_when_its_case_was_taken_back_is_taken_back_too() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://secret.example/1 hateful");
    world.say(vec![report], None).await;
    world.turn(None).await;
    let asked = world.message("@chen", "/case YT-1 address:yes");
    world.say(vec![asked], None).await;
    let gate = world.door.hold("secret.example");
    let withdraw = world.message("@amal", "/withdraw YT-1 reason:wrong_desk");
    let batch = liaison_chat::Batch { heard: vec![withdraw], mark: None };
    let (engine, now) = (world.engine(), world.now);
    let meanwhile = async {
        gate.under_way.notified().await;
        engine.hear(Network::Terminal, &batch, now).await.unwrap();
        gate.goes_on.notify_one();
    };
    let (delivered, ()) = tokio::join!(engine.deliver(now), meanwhile);
    delivered.unwrap();
    world.turn(None).await;
    let left = shown(&world);
    assert!(!left.iter().any(|text| text.contains("secret") || text.contains("hateful")), "{left:#?}");
}

#[tokio::test]
async fn an_address_that_waited_while_its_case_was_taken_back_is_shown_to_nobody() {
    let mut world = calm().await;
    let report = world.message("@amal", "/report https://secret.example/1 hateful");
    world.say(vec![report], None).await;
    world.turn(None).await;
    let asked = world.message("@chen", "/case YT-1 address:yes");
    let withdraw = world.message("@amal", "/withdraw YT-1 reason:wrong_desk");
    world.say(vec![asked, withdraw], None).await;
    world.turn(None).await;
    let left = shown(&world);
    assert!(!left.iter().any(|text| text.contains("secret") || text.contains("hateful")), "{left:#?}");
    assert!(left.iter().any(|text| text.contains("was taken back")), "and who asked is told: {left:#?}");
}

#[tokio::test]
async fn what_has_begun_to_arrive_and_was_parked_is_found_and_goes_on_from_there() {
    let mut world = calm().await;
    world.door.halt(Some("long.example"));
    let report = world.message("@amal", "/report https://long.example/1 incites");
    world.say(vec![report], None).await;
    world.turn(None).await;
    for number in 2..8 {
        let report = world.message("@amal", &format!("/report https://bad.example/{number}"));
        world.say(vec![report], None).await;
        world.pass(TimeDelta::minutes(15)).await;
        world.turn(None).await;
    }
    let told = shown(&world).iter().filter(|text| text.contains("cannot be delivered")).count();
    assert_eq!(told, 1, "{:#?}", shown(&world));
    assert_eq!(world.engine().store().parked().await.unwrap().len(), 1, "and holds nothing back");
    let mut names = world.door.paper.lock().unwrap().begun.clone();
    names.dedup();
    assert_eq!(names.len(), 1, "one name for what has begun: {names:?}");
    world.door.halt(None);
    world.open().await;
    world.turn(None).await;
    let ack = world.message("@chen", "/ack YT-1");
    world.say(vec![ack], None).await;
    world.turn(None).await;
    let cards: Vec<_> = shown(&world).into_iter().filter(|text| text.contains("long[.]example")).collect();
    assert!(matches!(cards.as_slice(), [card] if card.contains("acknowledged")), "{cards:#?}");
}

#[tokio::test]
async fn what_was_parked_under_its_name_is_never_said_after_its_case_was_taken_back() {
    for arrived in [true, false] {
        let mut world = calm().await;
        world.door.lose_answers_to(Some("secret.example").filter(|_| arrived));
        let report = world.message("@amal", "/report https://secret.example/1 hateful");
        world.say(vec![report], None).await;
        world.turn(None).await;
        world.door.lose_answers_to(None);
        world.door.shut(true);
        for _ in 0..20 {
            world.pass(TimeDelta::minutes(10)).await;
            world.turn(None).await;
        }
        let withdraw = world.message("@amal", "/withdraw YT-1 reason:wrong_desk");
        world.say(vec![withdraw], None).await;
        world.turn(None).await;
        world.door.shut(false);
        world.open().await;
        for _ in 0..3 {
            world.pass(TimeDelta::minutes(10)).await;
            world.turn(None).await;
        }
        let left = shown(&world);
        assert!(!left.iter().any(|text| text.contains("secret") || text.contains("hateful")), "{left:#?}");
    }
}

/// A public homeserver's default: ten at once, then one in five seconds.
const BURST: u32 = 10;
const ONE_MORE: TimeDelta = TimeDelta::seconds(5);

#[tokio::test]
async fn where_the_network_takes_little_alerts_go_first_and_nothing_is_tried_before_its_time() {
    let mut world = calm().await;
    for number in 1..=110 {
        let urgency = if number <= 10 { "urgent" } else { "routine" };
        let report = world.message("@amal", &format!("/report https://bad.example/{number} incites urgency:{urgency}"));
        world.say(vec![report], None).await;
        world.turn(None).await;
    }
    let before = world.door.paper.lock().unwrap().order.len();
    // Three hundred things become due at once, ten of them alerts.
    world.door.allow(BURST);
    let lines =
        (11..=110).map(|number| format!("/ack YT-{number}")).chain((0..80).map(|_| "/cases overdue".to_owned()));
    let said: Vec<_> = lines.map(|line| world.message("@chen", &line)).collect();
    world.now += TimeDelta::minutes(31);
    for batch in said.chunks(20) {
        world.say(batch.to_vec(), None).await;
    }
    let (mut turns, mut quiet) = (0, 0);
    while quiet < 3 {
        turns += 1;
        let sent = world.door.paper.lock().unwrap().order.len();
        world.turn(None).await;
        // Asked again and again within the pause, it stays silent.
        let limited = world.door.paper.lock().unwrap().limited;
        world.turn(None).await;
        assert_eq!(world.door.paper.lock().unwrap().limited, limited, "a limit is answered by an earlier attempt");
        quiet = if world.door.paper.lock().unwrap().order.len() == sent { quiet + 1 } else { 0 };
        world.now += ONE_MORE;
        world.door.allow(1);
    }
    let texts = shown(&world);
    let posted: Vec<&String> = texts.iter().skip(110).collect();
    assert!(posted[..10].iter().all(|text| text.starts_with("chen")), "the alerts are first: {posted:#?}");
    assert_eq!(
        posted.iter().filter(|text| text.contains("“overdue”") || text.starts_with("1")).count(),
        80,
        "{posted:#?}"
    );
    for number in 11..=110 {
        let line = format!("YT-{number} acknowledged by chen");
        assert_eq!(posted.iter().map(|text| text.matches(&format!("{line}. ")).count()).sum::<usize>(), 1, "{line}");
    }
    let sent = world.door.paper.lock().unwrap().order.len() - before;
    assert!(sent < 230, "status lines are told together: {sent} in {turns} turns");
}

#[tokio::test]
async fn a_flood_of_lines_is_answered_whole_and_together_and_no_command_is_dropped() {
    let mut world = calm().await;
    let lines = (1..=100).flat_map(|number| {
        [format!("/gone YT-{}", 900 + number), format!("/report https://bad.example/{number} incites")]
    });
    let flood: Vec<_> = lines.map(|line| world.message("@amal", &line)).collect();
    world.say(flood, None).await;
    world.turn(None).await;
    let texts = shown(&world);
    let refused: usize =
        texts.iter().map(|text| text.matches("no case YT-9").count() + text.matches("no case YT-1000").count()).sum();
    assert_eq!(refused, 100, "each line has its answer: {texts:#?}");
    let answers = texts.iter().filter(|text| text.contains("no case YT-")).count();
    assert_eq!(answers, 2, "{texts:#?}");
    assert!(texts.iter().any(|text| text.starts_with("You sent many lines at once. The answers to 50 of them")));
    let reported = world.engine().store().head().await.unwrap().map_or(0, |head| head.seq);
    assert_eq!(reported, 100, "no command is dropped");
}

#[tokio::test]
async fn a_homeserver_whose_clock_is_wrong_lets_no_deadline_lapse() {
    let mut world = calm().await;
    for (number, said_at) in (1..).zip(["1970-01-01T00:00:00Z", "2019-12-31T23:59:59Z", "9999-12-31T23:59:59Z"]) {
        let mut report =
            world.message("@amal", &format!("/report https://bad.example/{number} incites urgency:urgent"));
        report.said_at = said_at.parse().unwrap();
        world.say(vec![report], None).await;
    }
    world.turn(None).await;
    let texts = shown(&world);
    assert_eq!(texts.iter().filter(|text| text.contains("Clocks: acknowledgement by 09:30")).count(), 3, "{texts:#?}");
    assert!(!texts.iter().any(|text| text.contains("missed") || text.contains("overdue")), "{texts:#?}");
}

#[tokio::test]
async fn where_the_network_takes_little_the_room_with_the_alerts_goes_before_the_one_that_waits_longer() {
    let mut world = calm().await;
    for number in 1..=5 {
        let report = world.message("@amal", &format!("/report https://bad.example/{number} incites urgency:urgent"));
        world.say(vec![report], None).await;
        world.turn(None).await;
    }
    // One attempt is refused: from now on the network counts as one that takes little.
    world.door.allow(0);
    let questions: Vec<_> = (0..10)
        .map(|_| {
            let mut asked = world.message("@amal", "/cases overdue");
            asked.room = "#agency".to_owned();
            asked
        })
        .collect();
    world.say(questions, None).await;
    world.turn(None).await;
    world.now += TimeDelta::minutes(31);
    // Refused once more, the network is known to take little.
    world.turn(None).await;
    let before = shown(&world).len();
    for _ in 0..8 {
        world.now += ONE_MORE;
        world.door.allow(1);
        world.turn(None).await;
    }
    let texts = shown(&world).split_off(before);
    let alerts = texts.iter().take(5).filter(|text| text.starts_with("chen")).count();
    assert_eq!(alerts, 5, "{texts:#?}");
    assert!(texts.iter().any(|text| !text.starts_with("chen")), "the other room has its turn: {texts:#?}");
}

#[tokio::test]
async fn after_a_start_the_bot_hears_before_it_speaks_but_not_for_long() {
    for hears_it_all in [true, false] {
        let mut world = calm().await;
        world.open_deaf().await;
        let question = world.message("@amal", "/cases");
        world.say(vec![question], None).await;
        world.turn(None).await;
        assert!(shown(&world).is_empty(), "{:#?}", shown(&world));
        if hears_it_all {
            world.engine().caught_up(Network::Terminal, true, world.now);
        } else {
            let next = world.engine().next_at(world.now).await.unwrap().unwrap();
            assert!(next <= world.now + TimeDelta::seconds(10), "the loop wakes up for it");
            world.pass(TimeDelta::seconds(10)).await;
        }
        world.turn(None).await;
        assert_eq!(shown(&world).len(), 1);
    }
}
