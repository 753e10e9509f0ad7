//! `import` of a whole export: everything out, and back in, with nothing lost.

use std::path::Path;

use serde_json::Value;

use crate::played::{exported, played, refused, verified};
use crate::program::{SOUND, folder_with, liaison, text};
use crate::running;

fn brought_in(folder: &Path, bytes: &[u8]) -> std::process::Output {
    std::fs::write(folder.join("all.jsonl"), bytes).unwrap();
    liaison(folder, &["import", "all.jsonl"], &[])
}

#[test]
fn what_was_exported_comes_back_equal_with_its_chain() {
    for transcript in
        ["every-state.txt", "emergency-at-night.txt", "guests.txt", "several-addresses.txt", "practice.txt"]
    {
        let old = played(transcript);
        for live in [&["export"][..], &["export", "--live-addresses"]] {
            let output = liaison(old.path(), live, &[]);
            let new = folder_with(SOUND);
            let taken = brought_in(new.path(), &output.stdout);
            let head = verified(old.path());
            assert_eq!((taken.status.code(), text(&taken.stdout)), (Some(0), head.clone()), "{}", text(&taken.stderr));
            assert_eq!((exported(new.path()), verified(new.path())), (exported(old.path()), head), "{transcript}");
            let lines = |folder: &Path| text(&liaison(folder, &["export", "--live-addresses"], &[]).stdout);
            if live.len() == 1 {
                continue;
            }
            // Each of these exports is recorded, by another salt: the cases alone are the same.
            let cases = |text: String| text.lines().filter(|line| line.contains(r#""type":"case""#)).count();
            assert_eq!(cases(lines(new.path())), cases(text(&output.stdout)));
        }
    }
}

#[test]
fn whoever_was_let_in_keeps_their_alias() {
    let old = played("guests.txt");
    let first = |folder: &Path| {
        let exported = text(&liaison(folder, &["export"], &[]).stdout);
        let mut first: Value = serde_json::from_str(exported.lines().next().unwrap()).unwrap();
        first.as_object_mut().unwrap().remove("at");
        first
    };
    let kept = first(old.path());
    assert!(kept.get("guests").or(kept.get("former_guests")).is_some(), "{kept}");
    let new = folder_with(SOUND);
    assert!(brought_in(new.path(), &liaison(old.path(), &["export"], &[]).stdout).status.success());
    assert_eq!(first(new.path()), kept);
}

#[test]
fn nobody_can_click_on_an_export_and_its_contents_are_what_was_hashed() {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};
    let folder = played("every-state.txt");
    let output = text(&liaison(folder.path(), &["export"], &[]).stdout);
    assert!(!output.contains("https://") && !output.contains("video.example"), "{output}");
    let events = output.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut hashed = 0;
    for event in events.filter(|line| line["type"] == "event") {
        let digits = event["salt"].as_str().unwrap();
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let salt: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        let content = STANDARD.decode(event["content"].as_str().unwrap()).unwrap();
        let hash = Sha256::new().chain_update(salt).chain_update(content).finalize();
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(event["content_hash"], hash.as_str());
        hashed += 1;
    }
    assert!(hashed > 20, "{hashed}");
}

#[tokio::test]
async fn without_content_nothing_that_people_wrote_goes_out_or_comes_back() {
    let (folder, _store) = running(2).await;
    let output = liaison(folder.path(), &["export", "--without-content"], &[]);
    let told = text(&output.stdout);
    assert!(told.lines().count() == 5 && !told.contains("content\"") && !told.contains("salt"), "{told}");
    assert!(told.contains("content_hash"), "{told}");
    let new = folder_with(SOUND);
    refused(
        &brought_in(new.path(), &output.stdout),
        1,
        &["all.jsonl, line 4", "--without-content", "Nothing was imported"],
    );
    assert_eq!(exported(new.path()), [""; 0]);
}

#[test]
fn two_histories_are_not_made_one() {
    let folder = played("departs.txt");
    let output = liaison(folder.path(), &["export"], &[]).stdout;
    let before = exported(folder.path());
    refused(&brought_in(folder.path(), &output), 1, &["holds a history already", "[store] url of liaison.toml"]);
    assert_eq!(exported(folder.path()), before);
}

#[tokio::test]
async fn marks_and_ends_of_line_of_other_systems_do_no_harm() {
    let (folder, _store) = running(2).await;
    let output = text(&liaison(folder.path(), &["export"], &[]).stdout);
    let new = folder_with(SOUND);
    let other = format!("\u{feff}{}\r\n", output.replace('\n', "\r\n"));
    let taken = brought_in(new.path(), other.as_bytes());
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken.stderr));
    assert_eq!(exported(new.path()), exported(folder.path()));
    assert!(text(&taken.stderr).contains("2 events") && text(&taken.stderr).contains("2 cases"));
}

/// One way to change an export, and what is said of it.
type Change = (&'static str, fn(&mut Vec<String>), &'static str);

const CHANGES: &[Change] = &[
    (
        "another state",
        |lines| change(lines, 1, r#""state":"sent""#, r#""state":"closed""#),
        "line 2: the line of YT-1 says another `state`",
    ),
    (
        "another reference",
        |lines| change(lines, 2, r#""ref":"YT-2""#, r#""ref":"YT-9""#),
        "YT-2 has events and no line",
    ),
    ("another hand", |lines| change(lines, 4, r#""by":"amal""#, r#""by":"chen""#), "line 5: event 1 does not follow"),
    ("another time", |lines| change(lines, 5, "T08:00:00.000Z", "T09:00:00.000Z"), "line 6: event 2 does not follow"),
    (
        "another salt",
        |lines| change(lines, 4, r#""salt":"01"#, r#""salt":"02"#),
        "line 5: what event 1 holds is not what was hashed",
    ),
    ("another content", |lines| change(lines, 4, r#""content":"ey"#, r#""content":"eY"#), "line 5: "),
    (
        "an event less",
        |lines| {
            lines.remove(5);
        },
        "line 6: event 2 is missing",
    ),
    (
        "the last one less",
        |lines| {
            lines.remove(6);
        },
        "YT-3 has no event in this file",
    ),
    ("two the other way round", |lines| lines.swap(4, 5), "line 5: event 1 is missing"),
    (
        "a case less",
        |lines| {
            lines.remove(3);
        },
        "YT-3 has events and no line of its own",
    ),
    ("a case twice", |lines| lines.insert(2, lines.get(1).unwrap().clone()), "line 3: YT-1 stands twice"),
    (
        "no first line",
        |lines| {
            lines.remove(0);
        },
        "line 1: an export begins with",
    ),
    (
        "another form",
        |lines| change(lines, 0, r#""schema":1"#, r#""schema":2"#),
        "line 1: the export is of another form",
    ),
    ("half a line", |lines| lines.get_mut(6).unwrap().truncate(80), "line 7: this is no line of an export"),
    ("something else", |lines| lines.push("{}".to_owned()), "line 8: its type is neither"),
];

fn change(lines: &mut [String], place: usize, from: &str, to: &str) {
    let line = lines.get_mut(place).unwrap();
    assert!(line.contains(from), "{from}: {line}");
    *line = line.replacen(from, to, 1);
}

#[tokio::test]
async fn an_export_that_was_changed_is_refused_whole_with_the_line() {
    let (folder, _store) = running(3).await;
    let output = text(&liaison(folder.path(), &["export"], &[]).stdout);
    let new = folder_with(SOUND);
    for (name, changed, words) in CHANGES {
        let mut lines: Vec<String> = output.lines().map(str::to_owned).collect();
        changed(&mut lines);
        let taken = brought_in(new.path(), lines.join("\n").as_bytes());
        refused(&taken, 1, &[words, "Nothing was imported"]);
        assert!(!text(&taken.stderr).contains("incites"), "{name}");
        assert_eq!(exported(new.path()), [""; 0], "{name}");
    }
    assert!(brought_in(new.path(), output.as_bytes()).status.success(), "what was refused left nothing in the way");
}

#[tokio::test]
async fn keys_that_a_later_program_adds_are_passed_over() {
    let (folder, _store) = running(1).await;
    let output = text(&liaison(folder.path(), &["export"], &[]).stdout).replace(r#"{"type""#, r#"{"later":[1],"type""#);
    let new = folder_with(SOUND);
    assert!(brought_in(new.path(), output.as_bytes()).status.success());
    assert_eq!(exported(new.path()), exported(folder.path()));
}

#[test]
fn a_file_that_cannot_be_brought_in_says_why() {
    let folder = folder_with(SOUND);
    let at = folder.path();
    refused(&liaison(at, &["import", "nothing.jsonl"], &[]), 1, &["nothing.jsonl cannot be read"]);
    refused(&liaison(at, &["import", "."], &[]), 1, &[". cannot be read"]);
    std::fs::write(at.join("all.jsonl"), "{}\n").unwrap();
    refused(&liaison(at, &["import", "all.jsonl", "--as", "amal"], &[]), 2, &["--as belongs to a sheet"]);
    refused(&liaison(at, &["import"], &[]), 2, &["FILE"]);
}
