//! Golden conversations in people's words, played by the program itself. A file holds what is said and, below each line,
//! what the bot posts; lines that begin with `[`, and those indented below them, are the bot's. Each is played twice and
//! must print the same bytes both times.
//!
//! To change or add one, write the lines that people say and run `LIAISON_BLESS=1 cargo test --test transcripts`: the bot's
//! lines are written in. Then read them as a moderator would.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Whether a line of a golden file is the bot's.
fn is_posted(line: &str) -> bool {
    line.starts_with('[') || line.starts_with("  ")
}

/// Whether a line is read and not printed back.
fn is_silent(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || line.starts_with("language ")
        || line.starts_with("practice ")
        || line == "restart"
}

fn play(script: &str, folder: &Path) -> String {
    let file = folder.join("script.txt");
    fs::write(&file, script).unwrap();
    let played = Command::new(env!("CARGO_BIN_EXE_liaison")).args(["try", "--script"]).arg(&file).output().unwrap();
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
    String::from_utf8(played.stdout).unwrap()
}

/// The script with what was posted below each line.
fn annotated(script: &str, output: &str) -> String {
    let mut printed = output.lines().peekable();
    let mut golden = String::new();
    for line in script.lines() {
        golden.push_str(line);
        golden.push('\n');
        if !is_silent(line) && !line.contains("(away)") {
            assert_eq!(printed.next(), Some(line), "a line is printed back as it was written");
        }
        if line.contains("(away)") && printed.peek() == Some(&line) {
            printed.next();
        }
        while let Some(posted) = printed.next_if(|posted| is_posted(posted)) {
            golden.push_str(posted);
            golden.push('\n');
        }
    }
    assert_eq!(printed.next(), None, "more was printed than the script explains");
    golden
}

#[test]
fn the_bot_answers_as_the_transcripts_say() {
    let bless = std::env::var_os("LIAISON_BLESS").is_some();
    let folder = tempfile::tempdir().unwrap();
    for file in transcripts() {
        let golden = fs::read_to_string(&file).unwrap();
        let script: String = golden.lines().filter(|line| !is_posted(line)).map(|line| format!("{line}\n")).collect();
        let output = play(&script, folder.path());
        assert_eq!(output, play(&script, folder.path()), "{}: two plays differ", file.display());
        let played = annotated(&script, &output);
        if bless {
            fs::write(&file, played).unwrap();
        } else if played != golden {
            panic!("{} is played otherwise:\n{}", file.display(), difference(&golden, &played));
        }
    }
}

/// The first lines in which two texts differ.
fn difference(expected: &str, found: &str) -> String {
    let pairs = expected.lines().zip(found.lines().chain(std::iter::repeat("(nothing)")));
    let first = pairs.enumerate().find(|(_, (expected, found))| expected != found);
    match first {
        Some((number, (expected, found))) => format!("line {}\n- {expected}\n+ {found}", number + 1),
        None => "one is longer".to_owned(),
    }
}

#[test]
fn the_long_transcript_goes_through_every_state_and_has_two_digests() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let text = fs::read_to_string(folder.join("every-state.txt")).unwrap();
    let said = text.lines().filter(|line| !is_posted(line) && !is_silent(line)).count();
    assert!(said >= 60, "{said} lines are said");
    for state in ["sent", "acknowledged", "waiting", "suspended", "answered", "closed", "withdrawn"] {
        assert!(text.lines().any(|line| is_posted(line) && line.contains(state)), "no case is {state}");
    }
    let heads = text.lines().filter(|line| is_posted(line) && line.contains("Audit head")).count();
    assert!(heads >= 2, "{heads} digests");
}

#[test]
fn twenty_reports_and_their_answers_are_few_posts_and_few_typed_lines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let text = fs::read_to_string(folder.join("twenty-by-noon.txt")).unwrap();
    let said = |who: &[&str]| {
        let lines = text.lines().filter(|line| who.iter().any(|name| line.starts_with(name)));
        lines.count()
    };
    assert_eq!(said(&["@amal", "@binta"]), 20, "each report is a line");
    assert!(said(&["@chen", "@dana"]) <= 6, "{} lines on the platform's side", said(&["@chen", "@dana"]));
    for number in 1..=20 {
        let answered = text.contains(&format!("[#shared] ✎ YT-{number} · removal referral · answered"));
        assert!(answered, "YT-{number} has its answer");
    }
    for room in ["#shared", "#agency", "#platform", "#coordination"] {
        let head = format!("[{room}] ");
        let posts = text.lines().filter_map(|line| line.strip_prefix(&head));
        let posts = posts.filter(|post| !post.starts_with(['✎', '✂'])).count();
        assert!(posts <= 30, "{posts} posts in {room}");
    }
    let edits = text.lines().filter(|line| line.starts_with("[#shared] ✎")).count();
    assert_eq!(edits, 40, "one edit of a card for each of the forty acts");
}
