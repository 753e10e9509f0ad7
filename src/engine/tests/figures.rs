//! Who is shown whose figures: a desk's room its own, coordination each and all together, and a practice desk's nobody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use chrono::TimeDelta;
use support::scene::Scene;

#[tokio::test]
async fn each_room_is_shown_its_own_figures_and_coordination_all_of_them() {
    let mut scene = Scene::begin().await;
    for (room, cases) in [("#shared", 6), ("#telegram", 2), ("#school", 9)] {
        for case in 1..=cases {
            scene
                .say("@amal", room, &format!("/report https://{}.example/{case} incites", room.trim_matches('#')))
                .await;
        }
    }
    scene.say("@chen", "#shared", "/resolved YT-1 action:removed").await;
    scene.say("@dana", "#shared", "/refuse YT-2 ground:no_violation").await;
    scene.now += TimeDelta::days(3);

    let own = scene.say("@chen", "#shared", "/stats").await;
    assert!(own.contains("\nopened: 6\nanswered, of those due: 33 % (2/6)\n"), "{own}");
    assert!(!own.contains("By desk"), "{own}");
    for person in ["@amal", "@olga"] {
        let all = scene.say(person, "#coordination", "/stats period:2026-01").await;
        assert!(all.starts_with("All desks · figures · January 2026\nopened: 8\n"), "{all}");
        assert!(all.contains("answered, of those due: 25 % (2/8)"), "{all}");
        assert!(all.contains("\n• PHAROS · YouTube (YT): opened: 6 · answered, of those due: 33 % (2/6)"), "{all}");
        assert!(all.contains("\n• PHAROS · Telegram: opened: 2 · answered, of those due: 0/2, too few"), "{all}");
        assert!(!all.contains("SC"), "{all}");
    }
    let one = scene.say("@amal", "#coordination", "/stats desk:TG").await;
    assert!(one.starts_with("PHAROS · Telegram · figures") && one.contains("\nopened: 2\n"), "{one}");
    let platform = scene.say("@amal", "#coordination", "/stats organisation:Telegram").await;
    assert!(platform.contains("\nopened: 2\n"), "{platform}");
    let elsewhere = scene.say("@amal", "#shared", "/stats desk:TG").await;
    assert!(elsewhere.starts_with("No figures of a desk “TG”"), "{elsewhere}");
    let stranger = scene.say("@eve", "#coordination", "/stats").await;
    assert!(stranger.starts_with("`/stats` is for members"), "{stranger}");
}

#[tokio::test]
async fn a_practice_desk_is_in_no_figure_not_even_its_own() {
    let mut scene = Scene::begin().await;
    scene.say("@amal", "#school", "/report https://a.example/1 incites").await;
    for (room, line) in [("#school", "/stats"), ("#coordination", "/stats desk:school")] {
        let told = scene.say("@amal", room, line).await;
        assert!(told.starts_with("This desk is for practice"), "{told}");
    }
    let all = scene.say("@amal", "#coordination", "/stats").await;
    assert!(all.contains("no case was opened"), "{all}");
}
