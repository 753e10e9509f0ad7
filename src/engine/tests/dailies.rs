//! Digests at their hour: of the desk for both sides, of each organisation for its own rooms at its own hour, in its own zone and
//! language; holidays; and a setting that is changed under a running clock.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::America::New_York;
use liaison_chat::Destination;
use liaison_domain::{Agreed, ClockName, Country, Language, Length, Setting, Urgency, WorkingHours};
use support::world::World;

/// A bot whose desk is changed before anything happens.
async fn with(change: impl FnOnce(&mut Setting)) -> World {
    let world = World::begin(0).await;
    world.door.behave();
    let mut setting = liaison_terminal::desk();
    change(&mut setting);
    world.engine().change_setting(setting);
    world
}

/// Every post to a room so far, in order, as it was first worded.
fn posted(world: &World) -> Vec<(String, String)> {
    let paper = world.door.paper.lock().unwrap();
    let rooms = paper.posts.iter().filter_map(|post| match &post.to {
        Destination::Room(room) => Some((room.clone(), post.edits[0].plain())),
        Destination::Answer { .. } | Destination::Person(_) => None,
    });
    rooms.collect()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hour(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

/// Goes from one due moment to the next up to `until`, and returns each digest with its room and when it was posted.
async fn digests(world: &mut World, until: &str) -> Vec<(String, String, String)> {
    let until = at(until);
    let mut told = Vec::new();
    loop {
        let before = posted(world).len();
        world.turn(None).await;
        let posted = posted(world).split_off(before);
        let digests =
            posted.into_iter().filter(|(_, text)| text.contains("daily digest") || text.contains("bilan quot"));
        told.extend(digests.map(|(room, text)| (room, world.now.format("%d %H:%M").to_string(), text)));
        let next = world.engine().next_at(world.now).await.unwrap();
        let Some(next) = next.filter(|next| *next <= until) else { break };
        world.now = next;
    }
    world.now = until;
    told
}

fn hours_of(digests: &[(String, String, String)], room: &str) -> Vec<String> {
    digests.iter().filter(|(theirs, ..)| theirs == room).map(|(_, at, _)| at.clone()).collect()
}

async fn reported(world: &mut World, text: &str) {
    let report = world.message("@amal", text);
    world.say(vec![report], None).await;
    world.turn(None).await;
}

#[tokio::test]
async fn each_organisation_gets_its_own_at_its_hour_in_its_zone_and_language() {
    let mut world = with(|setting| {
        setting.organisations[1].zone = New_York;
        setting.organisations[1].digest_at = hour(8, 0);
        setting.organisations[0].digest_at = hour(7, 45);
        setting.desks[0].rooms[1].language = Language::French;
    })
    .await;
    reported(&mut world, "/report https://a.example/1 incites").await;
    let told = digests(&mut world, "2026-01-07T00:00:00Z").await;
    // Paris is an hour before UTC, New York five behind.
    assert_eq!(hours_of(&told, "#agency"), ["06 06:45"]);
    assert_eq!(hours_of(&told, "#shared"), ["06 07:30"]);
    assert_eq!(hours_of(&told, "#coordination"), ["06 07:30"]);
    assert_eq!(hours_of(&told, "#platform"), ["05 13:00", "06 13:00"]);
    let of = |room: &str| told.iter().find(|(theirs, ..)| theirs == room).map(|(.., text)| text.as_str()).unwrap();
    let [agency, platform] = ["#agency", "#platform"].map(of);
    assert!(agency.contains("Vous n’avez rien à traiter.\nLa plateforme a 1 dossier à traiter"), "{agency}");
    assert!(platform.contains("You must act on 1 case:\n• YT-1 · sent · due 13:00 (18:00 UTC)"), "{platform}");
    assert!(platform.contains("\nThe agency has nothing to act on."), "{platform}");
    assert!(platform.contains("\nAudit head: `"), "{platform}");
}

#[tokio::test]
async fn an_own_digest_counts_since_the_last_of_its_own_and_is_posted_once() {
    let mut world = with(|setting| setting.organisations[0].digest_at = hour(12, 0)).await;
    reported(&mut world, "/report https://a.example/1 incites").await;
    digests(&mut world, "2026-01-06T10:00:00Z").await;
    reported(&mut world, "/report https://a.example/2 incites").await;
    let told = digests(&mut world, "2026-01-06T12:00:00Z").await;
    // Twelve o'clock in Paris is eleven: the report of half past ten is in it, and not in the digest of half past eight.
    let own: Vec<_> = told.iter().filter(|(room, ..)| room == "#agency").collect();
    let [(_, at_noon, text)] = own.as_slice() else { panic!("{told:#?}") };
    assert!(at_noon == "06 11:00" && text.contains("): 1 · answered: 0"), "{text}");
    world.open().await;
    world.engine().change_setting({
        let mut setting = liaison_terminal::desk();
        setting.organisations[0].digest_at = hour(12, 0);
        setting
    });
    assert_eq!(hours_of(&digests(&mut world, "2026-01-06T13:00:00Z").await, "#agency"), Vec::<String>::new());
}

#[tokio::test]
async fn each_night_of_daylight_saving_has_one_own_digest() {
    let mut world = with(|setting| {
        setting.organisations[0].digest_at = hour(2, 30);
        setting.organisations[1].zone = New_York;
        setting.organisations[1].digest_at = hour(1, 30);
    })
    .await;
    world.now = at("2026-10-24T08:00:00Z");
    world.open().await;
    world.engine().change_setting({
        let mut setting = liaison_terminal::desk();
        setting.organisations[0].digest_at = hour(2, 30);
        setting.organisations[1].zone = New_York;
        setting.organisations[1].digest_at = hour(1, 30);
        setting
    });
    reported(&mut world, "/report https://a.example/1 incites urgency:urgent").await;
    let told = digests(&mut world, "2026-11-02T12:00:00Z").await;
    let (agency, platform) = (hours_of(&told, "#agency"), hours_of(&told, "#platform"));
    // Paris has 02:30 twice on 25 October, New York 01:30 on 1 November; the first is meant.
    assert_eq!(agency[..2], ["25 00:30", "26 01:30"], "{agency:?}");
    let november: Vec<_> = platform.iter().filter(|at| at.starts_with("01") || at.starts_with("02")).collect();
    assert_eq!(november, ["01 05:30", "02 06:30"], "{platform:?}");
}

#[tokio::test]
async fn a_holiday_of_one_side_is_no_day_off_for_the_other() {
    // Ascension, Thursday 14 May 2026.
    let mut world = with(|setting| setting.organisations[0].holidays = Some(Country::France)).await;
    world.now = at("2026-05-13T10:00:00Z");
    reported(&mut world, "/report https://a.example/1 incites").await;
    let told = digests(&mut world, "2026-05-15T10:00:00Z").await;
    let on_ascension = |room: &str| hours_of(&told, room).iter().any(|at| at.starts_with("14"));
    assert!(on_ascension("#shared") && on_ascension("#platform") && on_ascension("#coordination"));
    assert!(!on_ascension("#agency"), "nobody is there");
    assert!(hours_of(&told, "#agency").iter().any(|at| at.starts_with("15")));
}

#[tokio::test]
async fn a_holiday_of_everyone_is_silent_unless_something_urgent_is_open() {
    for (urgency, posted) in [("routine", false), ("urgent", true)] {
        let mut world = with(|setting| {
            for organisation in &mut setting.organisations {
                organisation.holidays = Some(Country::France);
            }
        })
        .await;
        world.now = at("2026-05-13T10:00:00Z");
        reported(&mut world, &format!("/report https://a.example/1 incites urgency:{urgency}")).await;
        let told = digests(&mut world, "2026-05-14T20:00:00Z").await;
        for room in ["#shared", "#agency", "#platform", "#coordination"] {
            let on_ascension = hours_of(&told, room).iter().any(|at| at.starts_with("14"));
            assert_eq!(on_ascension, posted, "{room}, {urgency}: {told:#?}");
        }
    }
}

#[tokio::test]
async fn a_setting_that_changes_moves_no_clock_that_runs_and_holds_for_the_next_case() {
    let mut world = with(|_| {}).await;
    reported(&mut world, "/report https://a.example/1 incites").await;
    reported(&mut world, "/report https://a.example/2 incites urgency:urgent").await;
    let store = || world.engine().store();
    let before =
        [store().case(&"YT-1".parse().unwrap()).await.unwrap(), store().case(&"YT-2".parse().unwrap()).await.unwrap()];
    let due = store().next_deadline().await.unwrap();
    let mut setting = liaison_terminal::desk();
    let never = (hour(3, 0), hour(4, 0));
    for organisation in &mut setting.organisations {
        organisation.hours = WorkingHours::new([Some(never), None, None, None, None, None, None]).unwrap();
        organisation.zone = New_York;
        organisation.holidays = Some(Country::UnitedStates);
    }
    let five = Some(Length::Absolute(TimeDelta::minutes(5)));
    let agreed = Agreed {
        kind: None,
        urgency: Some(Urgency::Urgent),
        acknowledge: five,
        effect: None,
        information: None,
        expiry: None,
    };
    setting.targets.agreed.push(agreed);
    world.engine().change_setting(setting);
    let after =
        [store().case(&"YT-1".parse().unwrap()).await.unwrap(), store().case(&"YT-2".parse().unwrap()).await.unwrap()];
    assert_eq!(before, after);
    assert_eq!(store().next_deadline().await.unwrap(), due);
    // The alert comes at the moment that was recorded, under the old length.
    let acknowledge = before[1].as_ref().unwrap().clock(ClockName::Acknowledge).unwrap().due().unwrap();
    assert_eq!(acknowledge, world.now + TimeDelta::minutes(30));
    world.now = acknowledge - TimeDelta::seconds(1);
    world.turn(None).await;
    let missed = |world: &World| {
        posted(world).iter().any(|(_, text)| text.contains("YT-2") && text.contains("agreed target missed"))
    };
    assert!(!missed(&world));
    world.now = acknowledge;
    world.turn(None).await;
    assert!(missed(&world));
    reported(&mut world, "/report https://a.example/3 incites urgency:urgent").await;
    let third = world.engine().store().case(&"YT-3".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(third.clock(ClockName::Acknowledge).unwrap().due(), Some(world.now + TimeDelta::minutes(5)));
}
