//! `kill -9` in the middle of the work, again and again.

use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use super::bot::{Bot, until};
use super::desk::{Desk, federation};
use super::support::nio::{Nio, anything};
use super::told::{each_is_told_once, told_as_new};

const KILLS: usize = 20;
const COMMANDS: usize = 200;
const IN_A_ROUND: usize = COMMANDS / KILLS;
const SAID_WITHIN: Duration = Duration::from_secs(120);

/// Waits for the moment at which this round's kill strikes: while the bot starts, once the first command is committed,
/// between two posts, or in the midst of several.
fn the_moment_has_come(round: usize, bot: &Bot, observer: &Nio, room: &str, first: &str) {
    let told = || told_as_new(&observer.messages(room), &bot.user).len();
    match round % 4 {
        0 => {
            observer.wait_for(room, &anything().saying(first));
        }
        1 => {
            let before = bot.ledger().cases.len();
            until("another case", || (bot.ledger().cases.len() > before).then_some(()));
        }
        more => {
            let before = told();
            until("another case in the room", || (told() >= before + 2 * more - 3).then_some(()));
        }
    }
}

#[test]
fn twenty_kills_in_the_middle_of_two_hundred_commands_lose_nothing_and_double_no_post() {
    let servers = federation();
    let desk = Desk::open(&servers, "killed", true);
    let binta = desk.enters(&servers, &servers.a, "binta", true);
    let Desk { mut bot, amal, room, .. } = desk;
    let commands: Vec<String> =
        (1..=COMMANDS).map(|number| format!("!report https://a.example/killed/{number} number {number}")).collect();
    let begun = Instant::now();
    thread::scope(|scope| {
        let (go, rounds) = channel();
        let (amal, room, rounds_of) = (&amal, &room, commands.chunks(IN_A_ROUND));
        scope.spawn(move || {
            for (commands, ()) in rounds_of.zip(rounds) {
                amal.say_all(room, commands, SAID_WITHIN);
            }
        });
        for (round, said) in commands.chunks(IN_A_ROUND).enumerate() {
            go.send(()).unwrap();
            the_moment_has_come(round, &bot, &binta, room, &said[0]);
            bot.kill();
            bot.start();
        }
    });
    println!("{KILLS} kills within {} s", begun.elapsed().as_secs());
    let ledger = bot.has_recorded(COMMANDS);
    until("every case in the room", || {
        (told_as_new(&binta.messages(&room), &bot.user).len() == COMMANDS).then_some(())
    });
    println!("… and everything told after {} s", begun.elapsed().as_secs());

    let mut addresses = ledger.addresses();
    addresses.sort_unstable();
    let mut expected: Vec<String> =
        (1..=COMMANDS).map(|number| format!("hxxps://a[.]example/killed/{number}")).collect();
    expected.sort_unstable();
    assert_eq!(addresses, expected, "each address in one case");
    let (status, _) = bot.terminate();
    assert!(status.success(), "{status}");
    assert_eq!(bot.ledger().events.len(), COMMANDS);
    each_is_told_once(&binta, &room, &bot.user, COMMANDS);
    bot.history_is_sound();
}
