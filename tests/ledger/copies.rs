//! `backup` and `restore`: a copy beside a working bot, and the same record from it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use crate::played::{desk, exported, played, refused, verified};
use crate::program::{SOUND, folder_with, liaison, text};
use crate::running;

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn copies_are_taken_while_another_process_writes() {
    let folder = folder_with(SOUND);
    let at = folder.path();
    let mut writer = desk(at).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = writer.stdin.take().unwrap();
    let mut heard = BufReader::new(writer.stdout.take().unwrap()).lines();
    let mut report = |number: u32| {
        writeln!(said, "@amal> /report https://a.example/{number} incites to attack").unwrap();
        let is_card = |line: &str| line.starts_with(&format!("[#shared] YT-{number} "));
        assert!(heard.by_ref().any(|line| is_card(&line.unwrap())), "the report is on its way into the database");
    };
    let mut heads = Vec::new();
    for number in 1..=5 {
        report(number);
        let copy = format!("copy-{number}.db");
        let output = liaison(at, &["backup", "--to", &copy], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(std::fs::metadata(at.join(&copy)).unwrap().permissions().mode() & 0o777, 0o600);
        heads.push(text(&output.stdout));
    }
    report(6);
    refused(&liaison(at, &["restore", "--from", "copy-1.db", "--force"], &[]), 1, &["is held by another liaison"]);
    drop(said);
    assert!(writer.wait().unwrap().success());
    for (events, head) in (1..).zip(&heads) {
        assert!(head.starts_with(&format!("{events} ")), "{head}");
        let output = liaison(at, &["audit", "verify", "--head", head], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let litter = |name: &&String| name.contains("partial") || name.ends_with("db-wal") && name.starts_with("copy");
    assert_eq!(names(at).iter().find(litter), None);
}

#[test]
fn what_was_copied_comes_back_the_same() {
    let old = played("every-state.txt");
    let output = liaison(old.path(), &["backup", "--to", "copy.db"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let head = text(&output.stdout);
    assert_eq!(head, verified(old.path()));
    let told = text(&output.stderr);
    assert!(
        told.contains("copy.db holds") && told.contains("matrix-state") && told.contains("beside a device"),
        "{told}"
    );

    let new = folder_with(SOUND);
    let copy = old.path().join("copy.db");
    let bytes = std::fs::read(&copy).unwrap();
    let from = copy.to_str().unwrap();
    let output = liaison(new.path(), &["restore", "--from", from, "--head", &head], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), head.clone()), "{}", text(&output.stderr));
    assert_eq!(std::fs::metadata(new.path().join("liaison.db")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!((exported(new.path()), verified(new.path())), (exported(old.path()), head));
    assert_eq!(std::fs::read(&copy).unwrap(), bytes, "the copy itself is left as it is");
}

#[test]
fn what_stood_there_is_moved_aside_and_never_deleted() {
    let folder = played("departs.txt");
    let at = folder.path();
    assert!(liaison(at, &["backup", "--to", "copy.db"], &[]).status.success());
    let (before, head) = (exported(at), verified(at));
    crate::played::play(at, "every-state.txt");
    let later = exported(at);
    let refusal = liaison(at, &["restore", "--from", "copy.db"], &[]);
    refused(&refusal, 1, &["there is a database at", "--force", "Nothing was changed"]);
    assert_eq!(exported(at), later);

    let output = liaison(at, &["restore", "--from", "copy.db", "--force"], &[]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), head), "{}", text(&output.stderr));
    assert_eq!(exported(at), before);
    let aside = names(at).into_iter().find(|name| name.contains("before-restore-") && name.ends_with('Z')).unwrap();
    assert!(text(&output.stderr).contains(&aside), "{}", text(&output.stderr));
    let there = folder_with(SOUND);
    let from = at.join(aside);
    assert!(liaison(there.path(), &["restore", "--from", from.to_str().unwrap()], &[]).status.success());
    assert_eq!(exported(there.path()), later, "with what had not been written back into its file yet");
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_where_that_is_asked_for() {
    let (folder, _store) = running(1).await;
    let at = folder.path();
    std::fs::write(at.join("copy.db"), "what was there").unwrap();
    refused(&liaison(at, &["backup", "--to", "copy.db"], &[]), 1, &["copy.db is there already", "--force"]);
    assert_eq!(std::fs::read(at.join("copy.db")).unwrap(), b"what was there");
    let output = liaison(at, &["backup", "--to", "copy.db", "--force"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(std::fs::read(at.join("copy.db")).unwrap().starts_with(b"SQLite format 3\0"));
}

#[tokio::test]
async fn a_file_may_be_called_whatever_its_owner_likes() {
    let (folder, _store) = running(1).await;
    let at = folder.path();
    let odd = at.join("a ?#%41&=é");
    std::fs::create_dir(&odd).unwrap();
    let to = odd.join("it's=a?copy#1%.db");
    let output = liaison(at, &["backup", "--to", to.to_str().unwrap()], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let new = folder_with(SOUND);
    let output = liaison(new.path(), &["restore", "--from", to.to_str().unwrap()], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(exported(new.path()), exported(at));
}

#[tokio::test]
async fn the_databases_own_files_are_no_place_for_a_copy() {
    let (folder, _store) = running(1).await;
    let at = folder.path();
    std::os::unix::fs::symlink("liaison.db", at.join("other-name")).unwrap();
    for to in ["liaison.db", "./liaison.db", "liaison.db-wal", "liaison.db.lock", "other-name"] {
        refused(&liaison(at, &["backup", "--to", to, "--force"], &[]), 2, &["the database's own file"]);
    }
    refused(&liaison(at, &["backup", "--to", "."], &[]), 2, &["that is a folder"]);
    refused(&liaison(at, &["backup", "--to", "nowhere/copy.db"], &[]), 1, &["nothing can be written beside"]);
    refused(&liaison(at, &["backup"], &[]), 2, &["--to"]);
    assert!(liaison(at, &["audit", "verify"], &[]).status.success());
}

#[test]
fn without_a_database_there_is_nothing_to_copy() {
    let folder = folder_with(SOUND);
    refused(&liaison(folder.path(), &["backup", "--to", "copy.db"], &[]), 1, &["there is no database at"]);
    assert!(!folder.path().join("copy.db").exists());
}
