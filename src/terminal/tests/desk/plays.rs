//! Transcripts: the order of time, absences, restarts, and how a play ends.

use crate::fake::{FakeBot, door};
use liaison_chat::Said;
use liaison_terminal::{Fault, Play, Start};

/// Plays a script against the fake bot: what was printed, and how it ended.
async fn played(script: &[u8], due: &[&str]) -> (String, Result<(), Fault>) {
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, due);
    let end = Play::new(&bot, &door, Start::usual("s-")).run(script).await;
    (sheet.text(), end)
}

async fn printed(script: &str, due: &[&str]) -> String {
    let (text, end) = played(script.as_bytes(), due).await;
    assert!(end.is_ok(), "{end:?}");
    text
}

/// The error of a script that cannot be played, after what it printed.
async fn refused(script: &[u8]) -> (String, String, u8) {
    let (text, end) = played(script, &[]).await;
    let fault = end.expect_err("the script cannot be played");
    (text, fault.to_string(), fault.exit_code())
}

#[tokio::test]
async fn what_is_said_or_moves_time_is_printed_back_and_nothing_else() {
    let script =
        "# a comment\n\n@amal> hello\r\nlanguage fr\npractice on\nrestart\n  +1h\n@chen 👀 YT-1\nat 2026-01-05T10:00";
    let expected = "@amal> hello\n[#shared] heard s-e1 of @amal at 05T08:00\n[#shared] language fr #shared\n[#shared] practice true\n[#shared] \
                    restarted\n  \
                    +1h\n@chen 👀 YT-1\n[#shared] heard s-e2 of @chen at 05T09:00\nat 2026-01-05T10:00\n";
    assert_eq!(printed(script, &[]).await, expected);
}

#[tokio::test]
async fn what_falls_due_is_posted_at_its_own_time_in_order() {
    let due = ["2026-01-05T09:30:00Z", "2026-01-05T08:15:00Z", "2026-01-05T10:00:00Z", "2026-01-05T10:01:00Z"];
    let expected = "+1h\n[#shared] due 08:15, now 08:15\n+1h\n[#shared] due 09:30, now 09:30\n[#shared] due 10:00, \
                    now 10:00\n+0s\n";
    assert_eq!(printed("+1h\n+1h\n+0s\n", &due).await, expected);
}

#[tokio::test]
async fn an_absence_posts_late_and_hears_its_backlog_at_once() {
    let script = "@amal> before\n+1h\ndown 3d\n# still away\n@amal (away)> one\n@chen #platform (YT-1) (away)> two\n\n@dana> after\n";
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, &["2026-01-06T08:00:00Z"]);
    let end = Play::new(&bot, &door, Start::usual("")).run(script.as_bytes()).await;
    assert!(end.is_ok(), "{end:?}");
    let expected = "@amal> before\n[#shared] heard e1 of @amal at 05T08:00\n+1h\ndown 3d\n@amal (away)> one\n\
                    @chen #platform (YT-1) (away)> two\n@dana> after\n[#shared] started on the 08T09:00\n\
                    [#shared] heard e2 of @amal at 05T09:00\n[#shared] heard e3 of @chen at 05T09:00\n\
                    [#shared] due 08:00, now 09:00\n[#shared] heard e4 of @dana at 08T09:00\n";
    assert_eq!(sheet.text(), expected);
    let batches = bot.batches();
    assert_eq!(batches.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(batches[1][1].reply_to.as_deref(), Some("card of YT-1 in #platform"));
}

#[tokio::test]
async fn an_absence_ends_with_the_script_and_before_another() {
    let script = "down 1h\ndown 1h\n@amal (away)> one\n";
    let expected = "down 1h\ndown 1h\n[#shared] started on the 05T09:00\n@amal (away)> one\n[#shared] started on the \
                    05T10:00\n[#shared] heard e1 of @amal at 05T09:00\n";
    let (door, sheet) = door();
    let bot = FakeBot::new(&door, &[]);
    assert!(Play::new(&bot, &door, Start::usual("")).run(script.as_bytes()).await.is_ok());
    assert_eq!(sheet.text(), expected);
    assert_eq!(bot.batches().iter().map(Vec::len).collect::<Vec<_>>(), [0, 1], "heard once after each, empty or not");
}

#[tokio::test]
async fn replies_threads_and_reactions_point_at_their_posts() {
    let script =
        "@chen (YT-1)> a\n@chen (thread YT-1)> b\n@chen (YT-2)> c\n@chen 👀 YT-1\n@chen -👀 YT-1\n@chen 👀 YT-2\n";
    let (door, _) = door();
    let bot = FakeBot::new(&door, &[]);
    assert!(Play::new(&bot, &door, Start::usual("")).run(script.as_bytes()).await.is_ok());
    let heard: Vec<_> = bot.batches().into_iter().flatten().collect();
    let card = Some("card of YT-1 in #shared");
    assert_eq!((heard[0].reply_to.as_deref(), heard[0].thread.as_deref()), (card, None));
    assert_eq!((heard[1].reply_to.as_deref(), heard[1].thread.as_deref()), (None, card));
    assert_eq!((heard[2].reply_to.as_deref(), &heard[2].said), (None, &Said::Text("c".to_owned())));
    let key = || "👀".to_owned();
    assert_eq!(heard[3].said, Said::Reaction { key: key(), of: "card of YT-1 in #shared".to_owned() });
    assert_eq!(heard[4].said, Said::Gone { what: "e4".to_owned() });
    assert_eq!(heard[5].said, Said::Reaction { key: key(), of: "YT-2".to_owned() });
}

#[tokio::test]
async fn the_autumn_night_means_its_first_hour_and_the_spring_night_skips_one() {
    let autumn = "at 2026-10-25T02:30\n@amal> a\n+1h\n@amal> b\nat 2026-10-25T03:00\n@amal> c\n";
    let text = printed(autumn, &[]).await;
    assert!(text.contains("e1 of @amal at 25T00:30") && text.contains("e2 of @amal at 25T01:30"), "{text}");
    assert!(text.contains("e3 of @amal at 25T02:00"), "{text}");
    let (_, spring, code) = refused(b"at 2026-03-29T02:30\n").await;
    assert!(spring.starts_with("line 1: `at 2026-03-29T02:30`: that local time does not exist"), "{spring}");
    assert_eq!(code, 2);
}

#[tokio::test]
async fn a_line_that_cannot_be_played_is_named_after_the_others_were() {
    let (text, error, code) = refused(b"@amal> hello\n\nat 2026-01-05T08:59\n@amal> never\n").await;
    assert_eq!(text, "@amal> hello\n[#shared] heard s-e1 of @amal at 05T08:00\n");
    let expected =
        "line 3: `at 2026-01-05T08:59`: the clock never goes backward; expected 2026-01-05T09:00:00 or later";
    assert_eq!((error.as_str(), code), (expected, 2));

    for (script, expected) in [
        (&b"@amal (away)> x"[..], "line 1: `@amal (away)> x`: the bot is not away"),
        (b"# fine\n@amal> \xff\n", "line 2: `@amal> \u{fffd}`: the line is no UTF-8 text"),
        (b"\x1b[2J", "line 1: `\u{fffd}[2J`: expected `@amal> words`"),
        (b"@amal> x\nat 2096-01-01T00:00", "line 2: `at 2096-01-01T00:00`: that is too far"),
    ] {
        let (_, error, code) = refused(script).await;
        assert!(error.starts_with(expected), "{error}");
        assert_eq!(code, 2);
    }
}

#[tokio::test]
async fn a_line_without_end_is_not_read_to_its_end() {
    let (_, error, code) = refused(&vec![b'#'; 2 * 1024 * 1024]).await;
    assert!(error.ends_with("the line is too long; expected at most 1 MiB") && error.len() < 1_000, "{error}");
    assert_eq!(code, 2);
}

#[tokio::test]
async fn a_bot_that_breaks_is_a_failure_and_no_misreading() {
    let (_, error, code) = refused(b"@amal> break down\n").await;
    assert_eq!((error.as_str(), code), ("the bot stopped: it broke", 1));
}

#[tokio::test]
async fn two_plays_print_the_same_bytes() {
    let script = "\u{feff}@amal> a\n+2h\ndown 1d\n@amal (away)> b\nrestart\n@chen (YT-1)> c\n";
    let due = ["2026-01-05T09:00:00Z", "2026-01-05T12:00:00Z"];
    assert_eq!(printed(script, &due).await, printed(script, &due).await);
}
