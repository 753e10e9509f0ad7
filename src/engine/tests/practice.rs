//! Exercises stay out of what counts, and what counts stays out of exercises, whatever a desk is today.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use chrono::TimeDelta;
use support::scene::Scene;

const ALOUD: &str = "An emergency was refused";

/// How often a room was told that somebody was turned away.
fn aloud(scene: &Scene, room: &str) -> usize {
    scene.posted(room).iter().filter(|words| words.contains(ALOUD)).count()
}

#[tokio::test]
async fn an_exercise_or_another_desk_never_silences_a_real_one_that_is_turned_away() {
    let mut scene = Scene::begin().await;
    for _ in 0..7 {
        scene.say("@eve", "#school", "/emergency account:@x threat to life").await;
        scene.say("@eve", "#telegram", "/emergency account:@x threat to life").await;
    }
    assert_eq!((aloud(&scene, "#school"), aloud(&scene, "#telegram"), aloud(&scene, "#shared")), (5, 5, 0));
    for words in scene.posted("#school").iter().filter(|words| words.contains(ALOUD)) {
        assert!(words.starts_with("PRACTICE: "), "{words}");
    }
    assert!(scene.posted("#telegram").iter().all(|words| !words.contains("PRACTICE")));
    scene.say("@eve", "#shared", "/emergency account:@x threat to life").await;
    assert_eq!(aloud(&scene, "#shared"), 1);
    let digest = scene.say("@amal", "#coordination", "/digest").await;
    assert!(digest.contains("turned away since") && digest.contains(": 8"), "{digest}");
    scene.practise("school", false);
    scene.say("@eve", "#school", "/emergency account:@x threat to life").await;
    assert_eq!(aloud(&scene, "#school"), 6, "what was turned away at practice uses up nothing");
}

#[tokio::test]
async fn a_confirmation_by_its_own_author_is_told_under_the_banner_of_the_case() {
    let mut scene = Scene::begin().await;
    scene.say("@amal", "#school", "/emergency account:@x threat to life").await;
    scene.practise("school", false);
    let told = scene.say("@amal", "#school", "/confirm SC-1").await;
    assert!(told.starts_with("PRACTICE: SC-1 was not confirmed"), "{told}");
    let digest = scene.say("@amal", "#coordination", "/digest").await;
    assert!(!digest.contains("turned away"), "{digest}");
}

#[tokio::test]
async fn the_rate_alarm_counts_no_exercise() {
    let mut scene = Scene::begin().await;
    for case in 0..6 {
        scene.say("@amal", "#school", &format!("/emergency account:@s{case} threat to life")).await;
    }
    for case in 0..5 {
        scene.say("@amal", "#shared", &format!("/emergency account:@r{case} threat to life")).await;
    }
    assert_eq!(scene.posted("#coordination"), [""; 0]);
    scene.say("@amal", "#shared", "/emergency account:@r5 threat to life").await;
    assert_eq!(scene.posted("#coordination").len(), 1, "six real ones");
}

#[tokio::test]
async fn an_exercise_stays_one_after_its_desk_is_real_and_the_other_way_round() {
    let mut scene = Scene::begin().await;
    for case in 1..=3 {
        scene.say("@amal", "#school", &format!("/report https://a.example/{case} incites")).await;
    }
    scene.say("@chen", "#school", "/resolved SC-1 action:removed").await;
    scene.practise("school", false);
    let told = scene.say("@chen", "#school", "/resolved SC-2 action:removed").await;
    assert!(told.starts_with("PRACTICE: SC-2"), "{told}");
    assert!(scene.say("@chen", "#school", "/case SC-3").await.starts_with("PRACTICE: SC-3"));
    let figures = scene.say("@amal", "#school", "/stats").await;
    assert!(figures.contains("no case was opened"), "{figures}");
    for room in ["#school", "#coordination"] {
        let digest = scene.say("@amal", room, "/digest").await;
        assert!(!digest.contains("SC-") && !digest.contains("answered: 2"), "{digest}");
    }

    scene.say("@amal", "#school", "/report https://a.example/4 incites").await;
    scene.practise("school", true);
    let told = scene.say("@chen", "#school", "/ack SC-4").await;
    assert!(told.starts_with("SC-4"), "{told}");
    let figures = scene.say("@amal", "#coordination", "/stats").await;
    assert!(figures.contains("opened: 1"), "{figures}");
    let digest = scene.say("@amal", "#coordination", "/digest").await;
    assert!(digest.contains("1 open"), "{digest}");
    // Both are past the full time: the real one is told in coordination, the exercise is not.
    let told = scene.pass(TimeDelta::days(4), "#coordination").await;
    assert!(told.iter().any(|words| words.starts_with("SC-4")), "{told:?}");
    assert!(!told.iter().any(|words| words.contains("SC-3")), "{told:?}");
}
