//! What `restore` does not put in a database's place, and that nothing has changed then.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::played::{exported, played, refused};
use crate::program::{SOUND, folder_with, liaison};
use crate::{replaced, running};

/// Where the header of a database keeps the number of its schema (SQLite, "Database File Format").
const SCHEMA_NUMBER: std::ops::Range<usize> = 60..64;

/// A record and a copy of it.
fn copied() -> (TempDir, PathBuf, Vec<u8>) {
    let folder = played("every-state.txt");
    assert!(liaison(folder.path(), &["backup", "--to", "copy.db"], &[]).status.success());
    let copy = folder.path().join("copy.db");
    let bytes = std::fs::read(&copy).unwrap();
    (folder, copy, bytes)
}

fn nothing_was_put(folder: &Path) {
    let left = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let left: Vec<_> = left.filter(|name| name.contains("liaison.db") && !name.ends_with(".lock")).collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn what_is_not_a_whole_copy_is_refused_before_anything_is_replaced() {
    let (folder, copy, bytes) = copied();
    let new = folder_with(SOUND);
    let half = bytes.get(..bytes.len() / 2).unwrap().to_vec();
    let mut overwritten = bytes.clone();
    overwritten.get_mut(4096..16384).unwrap().fill(7);
    let mut newer = bytes.clone();
    newer.get_mut(SCHEMA_NUMBER).unwrap().copy_from_slice(&99_u32.to_be_bytes());
    let altered = replaced(&bytes, b"incites to attack", b"invites to attack");
    assert_ne!(altered, bytes);
    for (bytes, words) in [
        (half, &["copy.db is damaged", "older copy"][..]),
        (overwritten, &["copy.db is damaged"]),
        (newer, &["copy.db was written by a newer liaison (schema 99", "Nothing was changed"]),
        (altered, &["changed by other means than liaison's, first at event", "content altered"]),
        (b"Dear colleagues, ".repeat(100), &["copy.db is no database of liaison's", "liaison backup"]),
        (Vec::new(), &["copy.db is no database of liaison's"]),
    ] {
        std::fs::write(&copy, bytes).unwrap();
        let from = copy.to_str().unwrap();
        refused(&liaison(new.path(), &["restore", "--from", from], &[]), 1, words);
        nothing_was_put(new.path());
        let before = exported(folder.path());
        refused(&liaison(folder.path(), &["restore", "--from", from, "--force"], &[]), 1, words);
        assert_eq!(exported(folder.path()), before);
    }
}

#[test]
fn of_a_history_that_was_changed_by_hand_no_copy_is_kept() {
    let folder = played("every-state.txt");
    let database = folder.path().join("liaison.db");
    let bytes = std::fs::read(&database).unwrap();
    std::fs::write(&database, replaced(&bytes, b"incites to attack", b"invites to attack")).unwrap();
    std::fs::write(folder.path().join("copy.db"), "yesterday's").unwrap();
    let refusal = liaison(folder.path(), &["backup", "--to", "copy.db", "--force"], &[]);
    refused(&refusal, 1, &["no copy was written", "changed by other means than liaison's, first at event 1"]);
    assert_eq!(std::fs::read(folder.path().join("copy.db")).unwrap(), b"yesterday's");
}

#[test]
fn a_head_that_a_room_saw_must_be_in_the_copy() {
    let (_folder, copy, _) = copied();
    let new = folder_with(SOUND);
    let from = copy.to_str().unwrap();
    let head = format!("3 {}", "0f".repeat(32));
    let refusal = liaison(new.path(), &["restore", "--from", from, "--head", &head], &[]);
    refused(&refusal, 1, &["the head that the room saw at event 3 is not in it"]);
    nothing_was_put(new.path());
    refused(&liaison(new.path(), &["restore", "--from", from, "--head", "3"], &[]), 2, &["--head '17 3f9a…'"]);
}

#[test]
fn a_database_is_not_its_own_copy_and_what_is_not_there_is_none() {
    let folder = played("departs.txt");
    let itself = liaison(folder.path(), &["restore", "--from", "liaison.db", "--force"], &[]);
    refused(&itself, 2, &["that is the database itself"]);
    let missing = liaison(folder.path(), &["restore", "--from", "nothing.db", "--force"], &[]);
    refused(&missing, 1, &["there is no file nothing.db"]);
}

#[tokio::test]
async fn nothing_is_replaced_or_brought_in_beside_whoever_works_on_the_database() {
    let (folder, store) = running(1).await;
    let at = folder.path();
    assert!(liaison(at, &["backup", "--to", "copy.db"], &[]).status.success());
    let exported = liaison(at, &["export"], &[]).stdout;
    std::fs::write(at.join("all.jsonl"), exported).unwrap();
    std::fs::write(at.join("rows.csv"), "targets\nhttps://a.example/2\n").unwrap();
    for arguments in [
        &["restore", "--from", "copy.db"][..],
        &["restore", "--from", "copy.db", "--force"],
        &["import", "all.jsonl"],
        &["import", "rows.csv", "--as", "amal"],
    ] {
        refused(&liaison(at, arguments, &[]), 1, &["is held by another liaison", "stop that one first"]);
    }
    assert_eq!(store.head().await.unwrap().unwrap().seq, 1);
}
