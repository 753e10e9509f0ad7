//! What is filed from outside the rooms while no bot runs, and what the rooms are told of it when one does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what crashes and forgets is for the simulation")]
mod support;

use std::sync::Arc;

use chrono::TimeDelta;
use liaison_chat::{CommandTable, Destination, Sentences, read_target};
use liaison_domain::{Basis, CaseKind, DeskId, Person, Refusal, Report, Tlp, Urgency};
use liaison_engine::{Chance, Engine, Filed, Parts, Referral};
use liaison_store::{Lock, Store, StoreError};
use support::world::World;

/// An engine without doors on the world's database, whose own bot is away.
async fn clerk(world: &mut World) -> Engine {
    world.engine = None;
    let url = format!("sqlite://{}", world.database().display());
    let store = loop {
        match Store::open(&url, Lock::Instance, world.now).await {
            // A process that another test is just starting holds whatever was open until it runs: give it its turn.
            Err(StoreError::SecondInstance { .. }) => std::thread::yield_now(),
            opened => break opened.unwrap(),
        }
    };
    let table = Arc::new(CommandTable::load().unwrap());
    let sentences = Arc::new(Sentences::load().unwrap());
    let (setting, doors, chance) = (liaison_terminal::desk(), Vec::new(), Chance::seeded(7));
    Engine::new(Parts { store, setting, table, sentences, doors, chance }, world.now).telling_later()
}

fn referral(by: &Person, desk: &DeskId, world: &World, addresses: &[&str]) -> Referral {
    let targets = addresses.iter().map(|address| read_target(address).unwrap()).collect();
    let report = Report {
        kind: CaseKind::RemovalReferral,
        data: None,
        targets,
        reason: "incites to attack".to_owned(),
        basis: Basis::Voluntary,
        urgency: Urgency::Urgent,
        tlp: Tlp::Amber,
        file: None,
    };
    Referral { desk: desk.clone(), by: by.clone(), made_at: world.now - TimeDelta::hours(3), report }
}

#[tokio::test]
async fn what_is_filed_waits_for_the_rooms_and_its_clocks_run_from_when_it_was_made() {
    let mut world = World::begin(0).await;
    world.door.behave();
    let engine = clerk(&mut world).await;
    let (desk, amal) = engine.people_called("amal", world.now).await.unwrap().pop().unwrap();
    let referrals: Vec<_> = ["https://a.example/1", "https://a.example/2"]
        .map(|address| referral(&amal, &desk, &world, &[address]))
        .into_iter()
        .chain([referral(&amal, &desk, &world, &["https://a.example/2", "https://a.example/3"])])
        .chain([referral(&amal, &desk, &world, &["https://a.example/1"])])
        .collect();
    let filed = engine.file(&referrals, world.now).await.unwrap();
    let [
        Filed::Opened { left_out: 0, .. },
        Filed::Opened { left_out: 0, .. },
        Filed::Opened { case, left_out: 1 },
        last,
    ] = filed.as_slice()
    else {
        panic!("{filed:?}")
    };
    assert_eq!(case.to_string(), "YT-3");
    assert!(matches!(last, Filed::Refused(Refusal::AlreadyReported { .. })), "{last:?}");
    assert!(world.door.paper.lock().unwrap().posts.is_empty());
    drop(engine);

    world.open().await;
    world.turn(None).await;
    let paper = world.door.paper.lock().unwrap();
    let shared = paper.posts.iter().filter(|post| post.to == Destination::Room("#shared".to_owned()));
    let told: Vec<String> = shared.map(|post| post.edits[0].plain()).collect();
    for case in ["YT-1", "YT-2", "YT-3"] {
        let cards = told.iter().filter(|text| text.starts_with(&format!("{case} · removal referral"))).count();
        assert_eq!(cards, 1, "{told:#?}");
        // Urgent is to be acknowledged within half an hour, which passed before it was filed.
        assert!(told.iter().any(|text| text.contains(case) && text.contains("agreed target missed")), "{told:#?}");
    }
}

#[tokio::test]
async fn the_rules_hold_for_whoever_files_too() {
    let mut world = World::begin(0).await;
    let engine = clerk(&mut world).await;
    assert_eq!(engine.people_called("mallory", world.now).await.unwrap(), []);
    let (desk, chen) = engine.people_called("chen", world.now).await.unwrap().pop().unwrap();
    let filed = engine.file(&[referral(&chen, &desk, &world, &["https://a.example/1"])], world.now).await.unwrap();
    assert!(matches!(filed.as_slice(), [Filed::Refused(Refusal::WrongSide { .. })]), "{filed:?}");
    let nowhere = DeskId("nowhere".to_owned());
    let filed = engine.file(&[referral(&chen, &nowhere, &world, &["https://a.example/1"])], world.now).await.unwrap();
    assert!(matches!(filed.as_slice(), [Filed::Refused(Refusal::NoSuchDesk { .. })]), "{filed:?}");
    assert_eq!(engine.store().head().await.unwrap(), None);
}
