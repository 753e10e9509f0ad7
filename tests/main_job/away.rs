//! What was said while the bot was down.

use std::time::{Duration, Instant};

use super::bot::until;
use super::desk::{Desk, federation};
use super::told::{each_is_told_once, told_as_new};

const COMMANDS: usize = 200;
const CHATTER: usize = 500;
/// How long people may take to say it all.
const SAID_WITHIN: Duration = Duration::from_secs(180);

/// Commands and chatter, spread through each other.
fn mixed() -> Vec<String> {
    let (mut said, mut commands) = (Vec::new(), 0);
    for at in 1..=COMMANDS + CHATTER {
        if at * COMMANDS / (COMMANDS + CHATTER) > commands {
            commands += 1;
            said.push(format!("!report https://a.example/away/{commands} number {commands}"));
        } else {
            said.push(format!("chatter {at}"));
        }
    }
    said
}

#[test]
fn two_hundred_commands_among_five_hundred_words_said_while_the_bot_was_down_are_two_hundred_cases() {
    let servers = federation();
    let mut desk = Desk::open(&servers, "away", true);
    desk.bot.kill();
    let begun = Instant::now();
    desk.amal.say_all(&desk.room, &mixed(), SAID_WITHIN);
    println!("{} events said in {} s", COMMANDS + CHATTER, begun.elapsed().as_secs());
    let begun = Instant::now();
    desk.bot.start();
    let ledger = desk.bot.has_recorded(COMMANDS);
    println!("{COMMANDS} cases recorded {} ms after the start", begun.elapsed().as_millis());
    until("every case in the room", || {
        (told_as_new(&desk.amal.messages(&desk.room), &desk.bot.user).len() == COMMANDS).then_some(())
    });
    println!("… and told after {} ms", begun.elapsed().as_millis());
    desk.answers(&desk.amal, "!cases");

    let expected: Vec<String> = (1..=COMMANDS).map(|number| format!("hxxps://a[.]example/away/{number}")).collect();
    assert_eq!(ledger.addresses(), expected, "in the order in which they were said");
    assert_eq!(desk.bot.ledger().events.len(), COMMANDS);
    each_is_told_once(&desk.amal, &desk.room, &desk.bot.user, COMMANDS);
    desk.bot.history_is_sound();
}
