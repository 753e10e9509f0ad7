//! Who may do what from which device: every command, from devices that their owners did not sign, that they did, and of people
//! whom whoever operates the bot has verified besides, under each policy of a desk.

use std::fs;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::ruma::UserId;

use super::bot::{PATIENCE, until};
use super::desk::{Desk, PASSWORD, federation};
use super::support::homeserver::Homeserver;
use super::support::nio::{Nio, Session, anything};

/// What the agency's people say of a case that does not exist: whoever has the right learns that, and nobody else does.
const OF_THE_AGENCY: [&str; 10] = [
    "!info YT-99 at 3:10",
    "!gone YT-99",
    "!still-up YT-99",
    "!withdraw YT-99 reason:mistake",
    "!extend YT-99 reason:pending",
    "!confirm YT-99",
    "!undo YT-99",
    "!assign YT-99 to:binta",
    "!snooze YT-99 for:2h waiting",
    "!case YT-99 address:yes",
];
/// What the platform's say.
const OF_THE_PLATFORM: [&str; 8] = [
    "!ack YT-99",
    "!ask YT-99 which minute?",
    "!resolved YT-99 action:removed",
    "!refuse YT-99 ground:no_violation",
    "!undo YT-99",
    "!assign YT-99 to:chen",
    "!snooze YT-99 for:2h waiting",
    "!case YT-99 address:yes",
];
/// What is taken from every device, and marked.
const FROM_ANY: [&str; 3] = ["!ack", "!ask", "!undo"];
/// The policies, each with how well a device must be known for it.
const POLICIES: [(&str, Known); 3] =
    [("any", Known::NotAtAll), ("cross_signed", Known::ByItsOwner), ("verified", Known::ByTheOperator)];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    NotAtAll,
    ByItsOwner,
    ByTheOperator,
}

#[test]
fn every_command_from_every_sort_of_device_is_taken_as_the_desk_says() {
    let servers = federation();
    let desk = Desk::open(&servers, "trusted", true);
    let (a, b) = (&servers.a, &servers.b);
    let binta = desk.enters(&servers, a, "binta", true);
    let chen = desk.enters(&servers, b, "chen", true);
    let dana = desk.enters(&servers, b, "dana", true);
    // A second device of somebody who is verified, which they did not sign.
    let (amals, danas) = (unsigned(a, &desk, &desk.amal.user_id), unsigned(b, &desk, &dana.user_id));
    verified_by_the_operator(&desk, a, &[&desk.amal.user_id, &dana.user_id]);

    let agency = [(&amals, Known::NotAtAll), (&binta, Known::ByItsOwner), (&desk.amal, Known::ByTheOperator)];
    let platform = [(&danas, Known::NotAtAll), (&chen, Known::ByItsOwner), (&dana, Known::ByTheOperator)];
    let mut judged = 0;
    for (policy, needed) in POLICIES {
        under(&desk, policy);
        if needed == Known::ByTheOperator {
            for person in [&desk.amal, &dana] {
                until("the operator's word", || {
                    (!desk.answers(person, "!assign YT-99 to:x").body.contains("verified")).then_some(())
                });
            }
        }
        for ((person, known), lines) in agency
            .iter()
            .map(|one| (one, OF_THE_AGENCY.as_slice()))
            .chain(platform.iter().map(|one| (one, OF_THE_PLATFORM.as_slice())))
        {
            for (line, answer) in answers(&desk, person, lines) {
                let harmless = FROM_ANY.iter().any(|name| line.starts_with(&format!("{name} ")));
                let expected = match known {
                    _ if *known >= needed || harmless => "no case YT-99",
                    Known::NotAtAll => "your device is not confirmed",
                    _ => "only people whom the bot’s operator has verified",
                };
                assert!(answer.contains(expected), "{policy}, {known:?}: {line} gave {answer}");
                judged += 1;
            }
        }
    }
    println!("{judged} commands, each as the desk says");

    // What changes the record, under the strictest policy, with its mark.
    desk.amal.say(&desk.room, "!report https://a.example/1 incites");
    let card = desk.shows(&desk.amal, "YT-1 · removal referral · sent");
    let refused = desk.answers(&binta, "!report https://a.example/2 incites");
    assert!(refused.body.contains("has verified"), "{}", refused.body);
    danas.reply(&desk.room, &card.event_id, "!ack");
    desk.shows(&desk.amal, "YT-1 acknowledged by dana (device not confirmed).");
    dana.reply(&desk.room, &card.event_id, "!resolved action:removed");
    desk.shows(&desk.amal, "YT-1 resolved by dana");
    let ledger = desk.bot.ledger();
    assert_eq!(ledger.cases.len(), 1);
    assert_eq!(ledger.history("YT-1"), [("reported", "amal"), ("acknowledged", "dana"), ("resolved", "dana")]);
}

/// Another device of somebody who is in the room.
fn unsigned(server: &Homeserver, desk: &Desk, user: &str) -> Nio {
    let name = user.trim_start_matches('@').split(':').next().unwrap();
    let device = Nio::login_as(server, name, PASSWORD, Session::default());
    device.wait_for_member(&desk.room, &desk.bot.user);
    device
}

/// Everything is said at once, and each line has its answer.
fn answers<'a>(desk: &Desk, person: &Nio, lines: &[&'a str]) -> Vec<(&'a str, String)> {
    let said = person.say_all(&desk.room, &lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>(), PATIENCE);
    let answer = |said: &String| {
        let wanted = anything().from(&desk.bot.user).related_to(said).containing("").within(PATIENCE);
        person.wait_for(&desk.room, &wanted).body
    };
    lines.iter().copied().zip(said.iter().map(answer)).collect()
}

/// The desk's policy is another one from now on.
fn under(desk: &Desk, policy: &str) {
    let file = desk.bot.folder().join("liaison.toml");
    let old = fs::read_to_string(&file).unwrap();
    let line = old.lines().find(|line| line.starts_with("trust = ")).unwrap();
    desk.bot.configure(&old.replace(line, &format!("trust = \"{policy}\"")));
    let before = times_read(desk);
    desk.bot.reload();
    until("the new policy", || (times_read(desk) > before).then_some(()));
}

fn times_read(desk: &Desk) -> usize {
    desk.bot.log().matches("the configuration was read again").count()
}

/// Whoever operates the bot signs in to its account with a client of their own, as the README says, and verifies people there.
fn verified_by_the_operator(desk: &Desk, server: &Homeserver, people: &[&str]) {
    let key = fs::read_to_string(desk.bot.folder().join("matrix-state/recovery-key")).unwrap();
    let user = UserId::parse(&desk.bot.user).unwrap();
    let verify = async {
        let client = Client::builder().homeserver_url(server.url()).build().await.unwrap();
        client.matrix_auth().login_username(&user, PASSWORD).send().await.unwrap();
        client.encryption().wait_for_e2ee_initialization_tasks().await;
        client.sync_once(Default::default()).await.unwrap();
        client.encryption().recovery().recover(key.trim()).await.unwrap();
        for person in people {
            let person = UserId::parse(*person).unwrap();
            let identity = client.encryption().request_user_identity(&person).await.unwrap().expect("they cross-sign");
            identity.verify().await.unwrap();
        }
        client.matrix_auth().logout().await.unwrap();
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime
        .block_on(async { tokio::time::timeout(Duration::from_secs(60), verify).await })
        .expect("the operator's client");
}
