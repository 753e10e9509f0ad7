//! The README is true: its table is the program's own, and its transcript is what the terminal desk prints.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write as _;
use std::process::{Command, Stdio};

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_liaison"))
}

#[test]
fn its_table_of_commands_is_the_programs() {
    let table = String::from_utf8(program().arg("commands").output().unwrap().stdout).unwrap();
    let readme = readme();
    let (_, rest) = readme.split_once("<!-- liaison commands -->\n").unwrap();
    let (written, _) = rest.split_once("<!-- end -->").unwrap();
    assert_eq!(written.trim(), table.trim(), "paste the output of `liaison commands` into the README");
}

#[test]
fn its_first_transcript_is_what_the_desk_prints() {
    let readme = readme();
    let transcript = readme.split("```").nth(1).unwrap().trim();
    let said: String = transcript
        .lines()
        .filter(|line| line.starts_with('@') || line.starts_with('+'))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut desk = program().arg("try").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    desk.stdin.take().unwrap().write_all(said.as_bytes()).unwrap();
    let printed = String::from_utf8(desk.wait_with_output().unwrap().stdout).unwrap();
    let mut lines = printed.lines();
    for shown in transcript.lines().filter(|line| *line != "…") {
        assert!(lines.any(|line| line == shown), "the desk does not print: {shown}");
    }
}
