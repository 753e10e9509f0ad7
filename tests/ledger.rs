//! What looks after the record, from the outside: `export` and `audit` beside a store that is held open as a running bot
//! holds it; copies and what is brought in, in files of their own.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its scene up has failed")]

#[path = "ledger/copies.rs"]
mod copies;
#[path = "ledger/damaged.rs"]
mod damaged;
#[path = "ledger/played.rs"]
mod played;
#[path = "front/program.rs"]
mod program;
#[path = "ledger/referrals.rs"]
mod referrals;
#[path = "ledger/whole.rs"]
mod whole;

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Answer, Basis, By, Case, CaseKind, CaseRef, Confirmation, DataType, DeskId, Event, EventBody, MemberId,
    OrganisationId, Part, RefusalGround, Reply, Target, TargetKind, Tlp, Urgency,
};
use liaison_store::{Head, Lock, Store};
use program::{SOUND, folder_with, liaison, text};
use serde_json::Value;
use tempfile::TempDir;

const LIVE: &str = "https://a.example/1";

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_600_000_000).unwrap()
}

fn report(number: u32) -> Event {
    let target = Target { kind: TargetKind::Address, locator: LIVE.to_owned(), key: LIVE.to_owned() };
    Event {
        case: Some(CaseRef { prefix: "YT".to_owned(), number }),
        at: moment(),
        recorded_at: moment(),
        by: By::Member(MemberId("amal".to_owned())),
        body: EventBody::Reported {
            kind: CaseKind::RemovalReferral,
            desk: DeskId("first".to_owned()),
            agency: OrganisationId("pharos".to_owned()),
            targets: vec![target],
            reason: "incites to attack".to_owned(),
            basis: Basis::Voluntary,
            urgency: Urgency::Routine,
            tlp: Tlp::Amber,
            file: None,
            data: None,
            device_confirmed: true,
            practice: false,
        },
        clocks: Vec::new(),
    }
}

async fn fill(folder: &Path, cases: u32) -> Store {
    let url = format!("sqlite://{}", folder.join("liaison.db").display());
    let store = Store::open(&url, Lock::Instance, moment()).await.unwrap();
    for number in 1..=cases {
        let event = report(number);
        let mut work = store.begin().await.unwrap();
        work.record(&event, [1; 16]).await.unwrap();
        work.save(&Case::opened(&event).unwrap(), None).await.unwrap();
        work.commit().await.unwrap();
    }
    store
}

/// A folder with a configuration, and its store, held open.
async fn running(cases: u32) -> (TempDir, Store) {
    let folder = folder_with(SOUND);
    let store = fill(folder.path(), cases).await;
    (folder, store)
}

fn lines(output: &[u8]) -> Vec<Value> {
    text(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn everything_is_exported_and_no_address_is_live() {
    let (folder, _store) = running(3).await;
    let output = liaison(folder.path(), &["export"], &[]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let told = text(&output.stdout);
    assert!(!told.contains("https://") && !told.contains("a.example"), "{told}");
    let lines = lines(&output.stdout);
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["type"].as_str()).collect();
    assert_eq!(kinds, ["liaison", "case", "case", "case", "event", "event", "event"]);
    assert_eq!(lines[0]["schema"], 1);
    let references: Vec<&str> = lines[1..].iter().filter_map(|line| line["ref"].as_str()).collect();
    assert_eq!(references, ["YT-1", "YT-2", "YT-3", "YT-1", "YT-2", "YT-3"]);
    assert_eq!(lines[1]["targets"][0]["locator"], "hxxps://a[.]example/1");
    assert_eq!(lines[1]["opened_at"], "2026-01-05T08:00:00.000Z");
    assert_eq!(lines[4]["by"], "amal");
    let keys: BTreeSet<&str> = lines[1].as_object().unwrap().keys().map(String::as_str).collect();
    for key in
        "type ref desk kind state outcome urgency basis tlp targets agency opened_at acknowledged_at answered_at \
                effective_at closed_at ref_agency ref_platform data confirmed_at"
            .split_whitespace()
    {
        assert!(keys.contains(key), "{key} is missing: {keys:?}");
    }
}

const HEAD: &str = "ref,desk,kind,state,outcome,urgency,basis,tlp,targets,agency,opened_at,acknowledged_at,answered_at,\
    effective_at,closed_at,ref_agency,ref_platform,data,confirmed_at";

#[tokio::test]
async fn a_sheet_has_one_row_a_case_with_the_keys_of_the_lines_as_columns() {
    let (folder, store) = running(2).await;
    let mut odd = Case::opened(&report(3)).unwrap();
    odd.file_agency = Some("=HYPERLINK(\"https://a.example\"),1".to_owned());
    odd.data = Some(DataType::Subscriber);
    let (by, at) = (MemberId("binta".to_owned()), odd.opened_at + TimeDelta::minutes(2));
    odd.confirmation = Some(Confirmation { by, at, callback: false });
    odd.targets.push(Target { kind: TargetKind::Account, locator: "@x".to_owned(), key: "@x".to_owned() });
    let reply = Reply::Refusal { ground: RefusalGround::NotFound };
    let answer = Answer::new(odd.kind, &reply, "", MemberId("chen".to_owned()), odd.opened_at);
    odd.parts.push(Part { target: 2, answer });
    let mut work = store.begin().await.unwrap();
    work.save(&odd, None).await.unwrap();
    work.commit().await.unwrap();
    let output = liaison(folder.path(), &["export", "--format", "csv"], &[]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    let told = text(&output.stdout);
    assert!(!told.contains("https://") && !told.contains("a.example"), "{told}");
    let rows: Vec<&str> = told.lines().collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], HEAD);
    assert_eq!(
        rows[1],
        "YT-1,first,removal_referral,sent,,routine,voluntary,TLP:AMBER,address hxxps://a[.]example/1,pharos,\
         2026-01-05T08:00:00.000Z,,,,,,,,"
    );
    assert!(rows[3].contains(",address hxxps://a[.]example/1 | account ＠x (not_found),"), "{}", rows[3]);
    assert!(rows[3].contains(",\"'=HYPERLINK(\"\"hxxps://a[.]example\"\"),1\",,"), "{}", rows[3]);
    assert!(rows[3].ends_with(",,subscriber,2026-01-05T08:02:00.000Z"), "{}", rows[3]);
    let mut listed = lines(&liaison(folder.path(), &["export"], &[]).stdout);
    let outcomes = [0, 1].map(|place| listed[3]["targets"][place].get("outcome").cloned());
    assert_eq!(outcomes, [None, Some("not_found".into())]);
    let case = listed.swap_remove(1);
    let keys: BTreeSet<&str> = case.as_object().unwrap().keys().map(String::as_str).collect();
    let columns: BTreeSet<&str> = HEAD.split(',').chain(["type"]).collect();
    assert_eq!(keys, columns, "a key of the lines is a column of the sheet, the last one where it is new");
}

#[tokio::test]
async fn a_sheet_of_one_desk_and_one_with_live_addresses_follow_the_rules_of_the_lines() {
    let (folder, store) = running(1).await;
    let sheet = |arguments: &[&str]| {
        let all: Vec<&str> = ["export", "--format", "csv"].iter().chain(arguments).copied().collect();
        liaison(folder.path(), &all, &[])
    };
    assert_eq!(text(&sheet(&["--desk", "first"]).stdout).lines().count(), 2);
    let output = sheet(&["--desk", "frist"]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("has no such desk; the nearest is first"), "{}", text(&output.stderr));
    assert_eq!(store.head().await.unwrap().unwrap().seq, 1);
    let live = text(&sheet(&["--live-addresses"]).stdout);
    assert!(live.contains(&format!(",address {LIVE},")), "{live}");
    assert_eq!(store.head().await.unwrap().unwrap().seq, 2, "it is recorded");
}

#[tokio::test]
async fn two_exports_differ_in_the_first_line_alone() {
    let (folder, _store) = running(2).await;
    let export = || text(&liaison(folder.path(), &["export", "--format", "jsonl"], &[]).stdout);
    let (first, second) = (export(), export());
    assert!(first.lines().count() == 5 && first.lines().skip(1).eq(second.lines().skip(1)), "{first}\n{second}");
}

#[tokio::test]
async fn live_addresses_are_recorded_before_they_are_written() {
    let (folder, store) = running(1).await;
    let output = liaison(folder.path(), &["export", "--live-addresses"], &[]);
    let lines = lines(&output.stdout);
    assert_eq!(lines[1]["targets"][0]["locator"], LIVE);
    let last = lines.last().unwrap();
    assert_eq!((&last["kind"], &last["by"], &last["ref"]), (&"consulted".into(), &"operator".into(), &Value::Null));
    assert_eq!(store.head().await.unwrap().unwrap().seq, 2);
}

#[tokio::test]
async fn one_desk_is_exported_alone_and_an_unknown_one_is_refused() {
    let (folder, _store) = running(1).await;
    let output = liaison(folder.path(), &["export", "--desk", "first"], &[]);
    assert_eq!(lines(&output.stdout).len(), 3);
    let output = liaison(folder.path(), &["export", "--desk", "frist"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("has no such desk; the nearest is first"), "{}", text(&output.stderr));
}

#[tokio::test]
async fn the_head_is_printed_and_a_witnessed_one_is_found() {
    let (folder, store) = running(2).await;
    let witnessed = store.head().await.unwrap().unwrap();
    let head = format!("{witnessed}\n");
    for arguments in
        [&["audit", "head"][..], &["audit", "verify"], &["audit", "verify", "--head", &witnessed.to_string()]]
    {
        let output = liaison(folder.path(), arguments, &[]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), head.clone()), "{arguments:?}");
    }
    let foreign = Head { hash: [7; 32], ..witnessed }.to_string();
    let output = liaison(folder.path(), &["audit", "verify", "--head", &foreign], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), format!("not in this history: {foreign}\n")));
    assert!(text(&output.stderr).contains("not the one that the room saw at event 2"));
    let output = liaison(folder.path(), &["audit", "verify", "--head", "17"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--head '17 3f9a…'"));
}

#[tokio::test]
async fn a_history_that_was_changed_by_hand_is_named() {
    let (folder, store) = running(2).await;
    store.close().await;
    let database = folder.path().join("liaison.db");
    let bytes = std::fs::read(&database).unwrap();
    let changed: Vec<u8> = replaced(&bytes, b"incites", b"invites");
    assert_ne!(bytes, changed);
    std::fs::write(&database, changed).unwrap();
    let output = liaison(folder.path(), &["audit", "verify"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), "event 1: content altered\n"));
    assert!(text(&output.stderr).contains("first at event 1"), "{}", text(&output.stderr));
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|(_, window)| *window == from).map(|(at, _)| at).collect();
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn without_a_database_the_commands_say_what_makes_one() {
    let folder = folder_with(SOUND);
    for arguments in [&["export"][..], &["audit", "head"], &["audit", "verify"]] {
        let output = liaison(folder.path(), arguments, &[]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()), "{arguments:?}");
        assert!(text(&output.stderr).contains("there is no database at"), "{}", text(&output.stderr));
        assert!(!folder.path().join("liaison.db").exists());
    }
}

#[test]
fn the_command_table_is_printed_for_people_and_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let table = text(&liaison(folder.path(), &["commands"], &[]).stdout);
    assert!(
        table.starts_with("| English | French |") && table.contains("| resolved (") && table.contains("| resolu |")
    );
    assert!(!table.contains("https://"), "{table}");
    let listed = liaison(folder.path(), &["commands", "--format", "json"], &[]).stdout;
    let listed: Vec<Value> = serde_json::from_slice(&listed).unwrap();
    assert_eq!(listed.len(), table.lines().count() - 2);
    let resolved = listed.iter().find(|command| command["name"] == "resolved").unwrap();
    assert_eq!((&resolved["side"], &resolved["cases"]), (&"platform".into(), &"several".into()));
    let registered = liaison(folder.path(), &["commands", "--format", "discord"], &[]).stdout;
    let registered: Vec<Value> = serde_json::from_slice(&registered).unwrap();
    let resolved = registered.iter().find(|command| command["name"] == "resolved").unwrap();
    assert_eq!((&resolved["options"][0]["name"], &resolved["options"][0]["required"]), (&"case".into(), &true.into()));
    assert_eq!(registered.len(), listed.len() + 2, "and the two menus of a message");
}
