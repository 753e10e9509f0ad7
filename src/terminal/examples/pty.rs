#![allow(missing_docs, clippy::all)]
#[path = "../tests/desk/fake.rs"]
mod fake;
use liaison_terminal::*;
#[tokio::main]
async fn main() {
    let (mut editor, writer) = Editor::open().unwrap();
    let door = TerminalDoor::new(writer);
    let soon = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::from_std(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()).unwrap() + chrono::TimeDelta::seconds(3);
    let due: Vec<String> = (0..3).map(|_| soon.to_rfc3339()).collect();
    let due: Vec<&str> = due.iter().map(|s| s.as_str()).collect();
    let bot = fake::FakeBot::new(&door, &due);
    let clock = || chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::from_std(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap()).unwrap();
    let end = Session::new(&bot, &door, &clock, vec!["ack".into(), "report".into()], "x").run(&mut editor).await;
    println!("{end:?}");
}
