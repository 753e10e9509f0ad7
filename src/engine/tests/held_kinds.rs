//! What a network that holds answers open makes of the kinds of cases: whose data is asked for does not pass through it, what
//! is asked for fits the case, and whoever takes a report back is answered once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "support/channel.rs"]
#[allow(dead_code, reason = "each file of tests uses its part of the world")]
mod channel;
use channel::{AMAL, CHEN, Channel, EVE, OPEN};
use liaison_chat::Act;
use liaison_domain::{CaseKind, MeasureSaid, Subject};

const ADDRESS: (&str, &str) = ("target", "https://bad.example/1");
const WHOSE: (&str, &str) = ("account", "@jane-doe");
const ROOM: &str = "#desk:agency.example";

#[tokio::test]
async fn a_request_for_data_is_refused_unread_and_nothing_of_it_is_kept() {
    let mut world = Channel::begin().await;
    let whole = &[WHOSE, ("type", "subscriber"), ("reason", "missing jane-doe")][..];
    let (_, answer) = world.gives(OPEN, AMAL, "request", whole).await;
    assert!(answer.contains("no room on Matrix") && answer.contains("formal channel"), "{answer}");
    world.opens_on_matrix(ROOM);
    // What could not be read would else be shown once more, mended.
    for given in [whole, &[WHOSE], &[WHOSE, ("type", "subscribr")], &[("acount", "@jane-doe")], &[]] {
        let (sent, answer) = world.gives(OPEN, AMAL, "request", given).await;
        assert!(
            answer.contains("does not pass through Discord") && answer.contains("＃desk:agency[.]example"),
            "{answer}"
        );
        assert!(answer.contains("!request account:") && !answer.contains("jane-doe"), "{answer}");
        assert_eq!(sent.0.len(), 1, "nobody else sees it");
    }
    let typed = world.typed(OPEN, AMAL, "liaison request account:@jane-doe type:subscriber");
    let sent = world.hear(typed).await;
    let [reply] = sent.0.as_slice() else { panic!("one reply: {:#?}", sent.0) };
    let Act::Post { document, .. } = &reply.act else { panic!("{reply:?}") };
    let plain = document.plain();
    assert!(plain.contains("Delete your message") && !plain.contains("jane-doe"), "{plain}");
    for (person, expected) in [(EVE, "is for members"), (CHEN, "the agency")] {
        let (_, answer) = world.gives(OPEN, person, "request", whole).await;
        assert!(answer.contains(expected) && !answer.contains("desk:agency"), "{answer}");
    }
    assert_eq!(world.engine.store().head().await.unwrap(), None);
    assert!(!world.keeps("jane-doe"), "neither in a case nor in what waits");
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    assert!(world.keeps("bad.example"), "what is kept is found");
}

#[tokio::test]
async fn an_emergency_about_somebody_goes_out_and_its_author_is_warned_in_the_one_answer() {
    let mut world = Channel::begin().await;
    let (sent, answer) = world.gives(OPEN, AMAL, "emergency", &[WHOSE, ("reason", "threat to life")]).await;
    assert!(answer.starts_with("YT-1 is told") && answer.contains("Call the platform"), "{answer}");
    assert!(sent.to(OPEN)[0].plain().contains("UNCONFIRMED"), "{}", sent.to(OPEN)[0].plain());
    assert!(sent.0.iter().all(|outbound| !format!("{outbound:?}").contains("jane-doe")));
    world.opens_on_matrix(ROOM);
    let (_, answer) = world.gives(OPEN, AMAL, "emergency", &[WHOSE]).await;
    assert!(answer.starts_with("YT-2 is told") && answer.contains("＃desk:agency[.]example"), "{answer}");
    let (_, answer) = world.gives(OPEN, AMAL, "emergency", &[ADDRESS]).await;
    assert!(!answer.contains("Matrix"), "an address passes: {answer}");
}

#[tokio::test]
async fn whoever_takes_a_report_back_is_answered_once() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    let wrong_desk = [("case", "YT-1"), ("reason", "wrong_desk")];
    let (_, answer) = world.gives(OPEN, AMAL, "withdraw", &wrong_desk).await;
    assert!(answer.starts_with("YT-1 is withdrawn") && answer.contains("Nobody had opened"), "{answer}");
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    world.gives(OPEN, CHEN, "case", &[("case", "YT-2"), ("address", "yes")]).await;
    let (_, answer) = world.gives(OPEN, AMAL, "undo", &[("case", "YT-2")]).await;
    assert!(answer.starts_with("YT-2 is withdrawn") && answer.contains("had been opened"), "{answer}");
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    let both = ("target", "https://bad.example/1 https://bad.example/2");
    let (_, answer) = world.gives(OPEN, AMAL, "report", &[both]).await;
    assert_eq!(answer, "YT-4 is open. 1 target is in a case already and was left out: YT-3.");
}

#[tokio::test]
async fn what_is_asked_for_fits_the_cases_that_a_command_names() {
    let mut world = Channel::begin().await;
    world.gives(OPEN, AMAL, "report", &[ADDRESS]).await;
    world.gives(OPEN, AMAL, "emergency", &[WHOSE]).await;
    world.gives(OPEN, AMAL, "emergency", &[("target", "https://bad.example/2")]).await;
    let subject = |kind, asks_for_data| Subject { kind, asks_for_data, several: false };
    let content = subject(CaseKind::RemovalReferral, false);
    let person = subject(CaseKind::Emergency, true);
    for (cases, expected) in [
        ("YT-1", &[content][..]),
        ("yt-2", &[person]),
        ("YT-1..2", &[content, person]),
        ("YT-1 YT-9", &[content]),
        ("YT-9", &[]),
        ("nonsense", &[]),
    ] {
        assert_eq!(world.subjects(OPEN, CHEN, "resolved", cases), expected, "{cases}");
    }
    assert_eq!((content.measure(), person.measure()), (MeasureSaid::Always, MeasureSaid::Maybe));
    assert_eq!(world.subjects(OPEN, EVE, "resolved", "YT-2"), [], "a stranger is told nothing");
    assert_eq!(world.subjects("999", CHEN, "resolved", "YT-2"), [], "nor anyone elsewhere");
    world.gives(OPEN, AMAL, "withdraw", &[("case", "YT-1"), ("reason", "mistake")]).await;
    assert_eq!(world.subjects(OPEN, CHEN, "resolved", "YT-1"), [], "what is over is not known any more");
}
