//! The two homeservers do not reach each other for a while: what one side said meanwhile comes behind hundreds of events
//! that the bot has read, or, once both servers have restarted, by backfill alone.

use std::time::{Duration, Instant};

use super::bot::until;
use super::desk::Desk;
use super::support::homeserver::Federation;
use super::support::nio::Nio;
use super::told::{each_is_told_once, told_as_new};

const COMMANDS: usize = 60;
/// More than the bot pages back without having been told where to stop.
const CHATTER: usize = 260;
const SAID_WITHIN: Duration = Duration::from_secs(120);

struct Cut {
    desk: Desk,
    /// The officer whose account is at the platform's homeserver.
    cleo: Nio,
}

impl Cut {
    /// Cleo reports behind the cut, and the bot reads what is said before it.
    fn made(servers: &Federation, name: &str) -> Self {
        let desk = Desk::open(servers, name, true);
        let cleo = desk.enters(servers, &servers.b, "cleo", true);
        // Each has spoken once, so that each has the keys of the others.
        desk.answers(&cleo, "!help");
        desk.answers(&desk.amal, "!help");
        servers.partition();
        let reports: Vec<String> =
            (1..=COMMANDS).map(|number| format!("!report https://a.example/cut/{number} number {number}")).collect();
        cleo.say_all(&desk.room, &reports, SAID_WITHIN);
        let chatter: Vec<String> = (1..=CHATTER).map(|number| format!("chatter {number}")).collect();
        desk.amal.say_all(&desk.room, &chatter, SAID_WITHIN);
        desk.answers(&desk.amal, "!cases");
        assert!(desk.bot.ledger().cases.is_empty(), "the cut does not cut");
        Self { desk, cleo }
    }

    /// Everything that Cleo reported is a case, once, in the record and in the room.
    fn is_made_good(&self) {
        let begun = Instant::now();
        let Self { desk, cleo } = self;
        desk.answers(cleo, "!help");
        let ledger = desk.bot.has_recorded(COMMANDS);
        println!("{COMMANDS} cases recorded {} ms after the cut was mended", begun.elapsed().as_millis());
        // What a live sync brings and what the homeserver fetches afterwards overtake each other: each is taken once, in
        // whichever order it came.
        let mut expected: Vec<String> =
            (1..=COMMANDS).map(|number| format!("hxxps://a[.]example/cut/{number}")).collect();
        let mut taken = ledger.addresses();
        expected.sort();
        taken.sort();
        assert_eq!(taken, expected, "each is in one case");
        until("every case in the room", || {
            (told_as_new(&desk.amal.messages(&desk.room), &desk.bot.user).len() == COMMANDS).then_some(())
        });
        desk.answers(&desk.amal, "!cases");
        assert_eq!(desk.bot.ledger().events.len(), COMMANDS);
        each_is_told_once(&desk.amal, &desk.room, &desk.bot.user, COMMANDS);
        desk.bot.history_is_sound();
    }
}

#[test]
fn commands_that_a_partition_put_behind_known_events_are_all_taken_once() {
    let servers = Federation::start();
    let cut = Cut::made(&servers, "cut");
    servers.mend();
    cut.is_made_good();
}

#[test]
fn commands_that_come_by_backfill_alone_after_both_servers_restarted_are_all_taken_once() {
    let mut servers = Federation::start();
    let mut cut = Cut::made(&servers, "backfill");
    let (status, _) = cut.desk.bot.terminate();
    assert!(status.success(), "{status}");
    for server in [&mut servers.a, &mut servers.b] {
        server.stop();
        server.start();
    }
    servers.mend();
    cut.desk.bot.start();
    cut.is_made_good();
}
