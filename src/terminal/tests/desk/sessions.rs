//! A person types: who speaks, what is posted meanwhile, what Tab offers, and how a session ends.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::fake::{FakeBot, Sheet, door};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_terminal::{Fault, Lines, Names, Session, Typing, complete};

/// Lines that were typed beforehand; the prompts and names that were shown for them.
#[derive(Default)]
struct Typist {
    lines: VecDeque<Typing>,
    prompts: Vec<String>,
    names: Vec<Names>,
}

impl Typist {
    fn new(lines: &[&str]) -> Self {
        let lines = lines.iter().map(|line| Typing::Line((*line).to_owned())).collect();
        Self { lines, ..Self::default() }
    }
}

#[async_trait]
impl Lines for Typist {
    async fn ask(&mut self, prompt: &str, names: Names) -> Result<Typing, Fault> {
        self.prompts.push(prompt.to_owned());
        self.names.push(names);
        Ok(self.lines.pop_front().unwrap_or(Typing::Ended))
    }
}

fn nine() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_767_600_000)
}

#[tokio::test]
async fn the_prompt_shows_who_speaks_and_where() {
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, &[]);
    let mut typist = Typist::new(&["hello", "@chen", "#platform", "(YT-1)> /ack", "@zoe", "+2h", "", "quit", "never"]);
    let session = Session::new(&bot, &door, &nine, vec!["ack".to_owned()], "i-");
    assert!(session.run(&mut typist).await.is_ok());
    let amal = ["@amal #shared> "; 2];
    let chen = ["@chen #platform> "; 5];
    assert_eq!(typist.prompts, [&amal[..], &["@chen #shared> "], &chen].concat());
    assert_eq!(typist.names[0], Names { commands: vec!["ack".to_owned()], cases: vec!["YT-1".to_owned()] });
    assert_eq!(typist.lines.len(), 1, "nothing is read after quit");
    let heard: Vec<_> = bot.batches().into_iter().flatten().collect();
    assert_eq!(
        (heard[0].event.as_str(), heard[0].person.as_str(), heard[0].room.as_str()),
        ("i-e1", "@amal", "#shared")
    );
    assert_eq!(heard[1].reply_to.as_deref(), Some("card of YT-1 in #platform"));
    assert_eq!(heard.len(), 2);
    let text = sheet.text();
    assert_eq!(text.lines().take(3).filter(|line| line.contains("@amal") || line.contains('/')).count(), 3, "{text}");
    assert!(text.contains("nobody is called @zoe") && text.contains("The time is real here"), "{text}");
    assert!(!text.contains("https://"), "what is shown as an example is no live link");
}

#[tokio::test]
async fn a_given_up_line_ends_nothing_and_the_end_does() {
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, &[]);
    let mut typist = Typist::new(&[]);
    typist.lines.push_back(Typing::GivenUp);
    assert!(Session::new(&bot, &door, &nine, Vec::new(), "").run(&mut typist).await.is_ok());
    assert_eq!(typist.prompts.len(), 2);
    assert!(sheet.text().ends_with("Ctrl-D or quit ends.\n"));
}

/// Types nothing until something was posted meanwhile.
struct Waiting(Sheet);

#[async_trait]
impl Lines for Waiting {
    async fn ask(&mut self, _: &str, _: Names) -> Result<Typing, Fault> {
        while !self.0.text().contains("due") {
            tokio::task::yield_now().await;
        }
        Ok(Typing::Ended)
    }
}

#[tokio::test]
async fn what_falls_due_is_posted_while_nobody_types() {
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, &["2026-01-05T08:00:01Z"]);
    let seconds = AtomicI64::new(0);
    let clock = || nine() + TimeDelta::seconds(seconds.fetch_add(1, Ordering::SeqCst));
    let session = Session::new(&bot, &door, &clock, Vec::new(), "");
    assert!(session.run(&mut Waiting(sheet.clone())).await.is_ok());
    assert!(sheet.text().contains("[#shared] due 08:00"));
}

#[tokio::test]
async fn a_bot_that_breaks_ends_the_session() {
    let (door, _) = door();
    let bot = FakeBot::new(&door, &[]);
    let mut typist = Typist::new(&["break down", "never"]);
    let end = Session::new(&bot, &door, &nine, Vec::new(), "").run(&mut typist).await;
    assert_eq!(end.map_err(|fault| fault.exit_code()), Err(1));
    assert_eq!(typist.lines.len(), 1);
}

#[test]
fn tab_offers_commands_people_rooms_and_cases() {
    let names = Names {
        commands: ["ack", "ask", "report"].map(str::to_owned).to_vec(),
        cases: ["YT-2", "YT-12"].map(str::to_owned).to_vec(),
    };
    for (line, start, offered) in [
        ("/a", 0, &["/ack", "/ask"][..]),
        ("!rep", 0, &["!report"]),
        ("//re", 0, &["//report"]),
        ("@", 0, &["@amal", "@binta", "@chen", "@dana", "@eve", "@liaison"]),
        ("@chen #pl", 6, &["#platform"]),
        ("/ack yt-1", 5, &["YT-12"]),
        ("@chen (YT", 7, &["YT-2", "YT-12"]),
        ("@chen (thread Y", 14, &["YT-2", "YT-12"]),
        ("@chen>/as", 6, &["/ask"]),
        ("é /ac", 3, &["/ack"]),
        ("/ack ", 5, &[]),
        ("", 0, &[]),
        ("é", 0, &[]),
    ] {
        let offered = offered.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(complete(line, line.len(), &names), (start, offered), "{line}");
    }
}
