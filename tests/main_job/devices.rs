//! Devices that their owners have not confirmed, in an encrypted room of a desk with `trust = "cross_signed"`.

use super::desk::{Desk, federation};

#[test]
fn an_unconfirmed_device_may_acknowledge_marked_as_such_and_may_neither_report_nor_resolve() {
    let servers = federation();
    let desk = Desk::open(&servers, "device", true);
    let binta = desk.enters(&servers, &servers.a, "binta", false);
    let dana = desk.enters(&servers, &servers.b, "dana", false);
    desk.amal.say(&desk.room, "!report https://a.example/1 incites to attack");
    let card = desk.shows(&dana, "YT-1 · removal referral · sent");

    let before = desk.bot.ledger();
    for (person, line) in [(&binta, "!report https://a.example/2 incites"), (&dana, "!resolved YT-1 action:removed")] {
        let refused = desk.answers(person, line);
        assert!(refused.body.contains("your device is not confirmed"), "{}", refused.body);
        assert!(refused.body.contains("Verify this session"), "what to do: {}", refused.body);
    }
    assert_eq!(desk.bot.ledger(), before);

    dana.reply(&desk.room, &card.event_id, "!ack");
    desk.shows(&desk.amal, "YT-1 acknowledged by dana (device not confirmed).");
    let ledger = desk.bot.ledger();
    assert_eq!(ledger.history("YT-1"), [("reported", "amal"), ("acknowledged", "dana")]);
}
