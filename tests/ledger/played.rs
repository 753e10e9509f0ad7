//! A record with something of everything in it: a transcript, played by the program into the configured database.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::program::{SOUND, folder_with, liaison, text};

/// A folder with a configuration and the record of a transcript.
pub(crate) fn played(transcript: &str) -> TempDir {
    let folder = folder_with(SOUND);
    play(folder.path(), transcript);
    folder
}

/// Plays what is said in a transcript into the folder's database.
pub(crate) fn play(folder: &Path, transcript: &str) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts").join(transcript);
    let golden = std::fs::read_to_string(golden).unwrap();
    let said = golden.lines().filter(|line| !line.starts_with('[') && !line.starts_with("  "));
    std::fs::write(folder.join("said.txt"), said.collect::<Vec<_>>().join("\n")).unwrap();
    let output = liaison(folder, &["try", "--script", "said.txt", "--store", "liaison.db"], &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// What an export says, but for the moment at which it was made.
pub(crate) fn exported(folder: &Path) -> Vec<String> {
    let output = liaison(folder, &["export"], &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().skip(1).map(str::to_owned).collect()
}

/// The head that `audit verify` prints.
pub(crate) fn verified(folder: &Path) -> String {
    let output = liaison(folder, &["audit", "verify"], &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// Asserts that a command was refused with that code, in words that hold these, and printed nothing else.
pub(crate) fn refused(output: &Output, code: i32, words: &[&str]) {
    let told = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(code), String::new()), "{told}");
    for words in words {
        assert!(told.contains(words), "{words}: {told}");
    }
}

/// A desk in another process that works on the folder's database, until it is told to end.
pub(crate) fn desk(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(["try", "--store", "liaison.db"]).current_dir(folder).env_clear();
    command
}
