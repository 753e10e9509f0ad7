//! A report from the first word to the answer, in an encrypted room across two homeservers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::desk::{Desk, federation};
use super::sockets::Watch;
use super::support::nio::{Nio, Post, anything};
use super::told::{nothing_is_live, times_told};

/// How soon a command must be answered, for everyone in the room (the product's promise P3).
const ANSWERED_WITHIN: Duration = Duration::from_secs(3);

/// A conversation that two people follow.
struct Followed {
    desk: Desk,
    dana: Nio,
}

impl Followed {
    /// Both see a new post of the bot's with these words: the post.
    #[track_caller]
    fn both_see(&self, words: &str) -> Post {
        self.desk.shows(&self.dana, words);
        self.desk.shows(&self.desk.amal, words)
    }

    /// Both see that a card says something else, in its own place.
    #[track_caller]
    fn both_see_the_card_say(&self, card: &Post, words: &str) {
        let edited = anything().from(&self.desk.bot.user).related_by("m.replace").related_to(&card.event_id);
        for person in [&self.desk.amal, &self.dana] {
            person.wait_for(&self.desk.room, &edited.clone().containing(words));
        }
    }

    fn reported(&self, line: &str, reference: &str) -> Post {
        self.desk.amal.say(&self.desk.room, line);
        let begun = Instant::now();
        let card = self.both_see(&format!("{reference} · removal referral · sent"));
        let taken = begun.elapsed();
        println!("{reference}: the card is seen by both after {} ms", taken.as_millis());
        assert!(taken < ANSWERED_WITHIN, "{taken:?}");
        card
    }
}

#[test]
fn a_report_is_acknowledged_questioned_and_resolved_and_both_sides_see_each_change_once() {
    let servers = federation();
    let desk = Desk::open(&servers, "talk", true);
    let dana = desk.enters(&servers, &servers.b, "dana", true);
    let watch = Watch::over(desk.bot.pid());
    let followed = Followed { desk, dana };
    let (desk, dana) = (&followed.desk, &followed.dana);

    let card = followed.reported("!report https://a.example/video/1 reason:\"as in https://b.example/2\"", "YT-1");
    assert!(card.encrypted && card.body.contains("hxxps://a[.]example/video/1"), "{}", card.body);
    assert!(card.body.contains("hxxps://b[.]example/2") && card.body.contains("PHAROS-14"), "{}", card.body);
    dana.reply(&desk.room, &card.event_id, "!ack");
    let acknowledged = followed.both_see("YT-1 acknowledged by dana.");
    assert_eq!(acknowledged.in_reply_to.as_deref(), Some(card.event_id.as_str()), "a status line answers the card");
    followed.both_see_the_card_say(&card, "YT-1 · removal referral · acknowledged");
    dana.say_in_thread(&desk.room, &card.event_id, "!ask which of the two?");
    let question = followed.both_see("YT-1: question from dana: “which of the two?”");
    desk.amal.reply(&desk.room, &question.event_id, "!info the first, from 3:10");
    followed.both_see("YT-1: information from PHAROS-14: “the first, from 3:10”");
    dana.say_in_thread(&desk.room, &card.event_id, "/resolved action:removed");
    followed.both_see("YT-1 resolved by dana");
    followed.both_see_the_card_say(&card, "YT-1 · removal referral · answered");

    reactions(&followed);
    refusals(&followed, &desk.enters(&servers, &servers.a, "eve", true));
    let digest = desk.answers(dana, "!digest");
    assert!(digest.body.contains("Audit head: `") && digest.body.contains("YT-2"), "{}", digest.body);

    let only: BTreeSet<String> = [servers.a.url().replace("http://", "tcp ")].into();
    assert_eq!(watch.end(), only, "the program is connected to its homeserver and to nobody else");
    everything_was_seen_once(&followed);
    assert_eq!(desk.bot.ledger().case("YT-1")["outcome"], "actioned");
    desk.bot.history_is_sound();
}

/// 👀 acknowledges, and taking it away takes that back. Reactions travel in clear, so that nobody vouches for them.
fn reactions(followed: &Followed) {
    let (desk, dana) = (&followed.desk, &followed.dana);
    let addressed = format!("{} report https://a.example/video/2 incites to attack", desk.bot.user);
    let card = followed.reported(&addressed, "YT-2");
    let looking = dana.react(&desk.room, &card.event_id, "👀");
    followed.both_see("YT-2 acknowledged by dana (device not confirmed).");
    dana.redact(&desk.room, &looking);
    followed.both_see("YT-2: dana took back the last act (acknowledgement). State: sent.");
    followed.both_see_the_card_say(&card, "YT-2 · removal referral · sent");
    assert_eq!(desk.bot.ledger().case("YT-2")["state"], "sent");
}

/// A stranger and the wrong side are refused in words, and nothing has changed.
fn refusals(followed: &Followed, eve: &Nio) {
    let (desk, dana) = (&followed.desk, &followed.dana);
    let before = desk.bot.ledger();
    let refused = [
        (eve, "!ack YT-2", "You are not among them"),
        (eve, "!report https://a.example/video/3 incites", "You are not among them"),
        (eve, "!case YT-2 address:yes", "You are not among them"),
        (dana, "!report https://a.example/video/3 incites", "belongs to the agency"),
        (&desk.amal, "!resolved YT-2 action:removed", "belongs to the platform"),
        (&desk.amal, "!withdraw YT-9 reason:mistake", "There is no case YT-9"),
    ];
    for (person, line, words) in refused {
        let answer = desk.answers(person, line);
        assert!(answer.body.contains(words), "{line}: {}", answer.body);
    }
    assert_eq!(desk.bot.ledger(), before);
}

fn everything_was_seen_once(followed: &Followed) {
    let (desk, dana) = (&followed.desk, &followed.dana);
    let told = [
        "YT-1 · removal referral · sent",
        "YT-1 acknowledged by",
        "YT-1: question from",
        "YT-1: information from",
        "YT-1 resolved by",
        "YT-2 · removal referral · sent",
        "YT-2 acknowledged by",
        "YT-2: dana took back",
    ];
    for person in [&desk.amal, dana] {
        let posts = person.history(&desk.room);
        for words in told {
            assert_eq!(times_told(&posts, &desk.bot.user, words), 1, "{words}, as {} sees it", person.user_id);
        }
        let called: Vec<_> = posts.iter().filter(|post| post.sender == desk.bot.user).collect();
        assert!(called.iter().all(|post| post.mentions.as_ref().is_none_or(Vec::is_empty)), "nobody had to be called");
    }
    nothing_is_live(&desk.amal.history(&desk.room), &desk.bot.user);
}
