//! Every form of a line, and what is said of one that has none.

use chrono::{NaiveDate, TimeDelta};
use liaison_domain::Language;
use liaison_terminal::{Here, Line, Misread, Saying, Typed, What};

fn here(person: &str, room: &str) -> Here {
    Here { person: person.to_owned(), room: room.to_owned() }
}

fn said(person: &str, room: &str, words: &str) -> Saying {
    Saying::text(here(person, room), words)
}

fn reaction(person: &str, room: &str, what: fn(String, &str) -> What) -> Saying {
    Saying { what: what("👀".to_owned(), "YT-1"), ..said(person, room, "") }
}

fn put(key: String, case: &str) -> What {
    What::Reaction { key, of: case.parse().expect("a case") }
}

fn taken(key: String, case: &str) -> What {
    What::NoReaction { key, of: case.parse().expect("a case") }
}

#[test]
fn every_form_is_read() {
    let case = || "YT-1".parse().ok();
    let evening = NaiveDate::from_ymd_opt(2026, 10, 24).and_then(|day| day.and_hms_opt(20, 0, 0)).expect("a time");
    let second = evening + TimeDelta::seconds(5);
    let table = [
        ("", Line::Nothing),
        ("   ", Line::Nothing),
        ("# a comment", Line::Nothing),
        ("at 2026-10-24T20:00", Line::At(evening)),
        ("  at   2026-10-24T20:00:05 ", Line::At(second)),
        ("+2h", Line::Later(TimeDelta::hours(2))),
        ("+0s", Line::Later(TimeDelta::zero())),
        ("+1h30min", Line::Later(TimeDelta::minutes(90))),
        ("+90s", Line::Later(TimeDelta::seconds(90))),
        ("down 3d", Line::Down(TimeDelta::days(3))),
        ("language fr", Line::Language(Language::French, "#shared".to_owned())),
        ("language en #agency", Line::Language(Language::English, "#agency".to_owned())),
        ("practice on", Line::Practice(true)),
        ("practice off", Line::Practice(false)),
        ("restart", Line::Restart),
        ("@amal> /report https://a.example/1 incites", {
            Line::Said(said("@amal", "#shared", "/report https://a.example/1 incites"))
        }),
        ("@amal>  two spaces > and more  ", Line::Said(said("@amal", "#shared", " two spaces > and more  "))),
        ("@chen (YT-1)> /ack", Line::Said(Saying { reply: case(), ..said("@chen", "#shared", "/ack") })),
        ("@chen(yt-1)>/ack", Line::Said(Saying { reply: case(), ..said("@chen", "#shared", "/ack") })),
        ("@chen (thread YT-1)> /ack", Line::Said(Saying { thread: case(), ..said("@chen", "#shared", "/ack") })),
        ("@chen #platform> /note YT-1 known", Line::Said(said("@chen", "#platform", "/note YT-1 known"))),
        ("@chen #platform (YT-1)> /ack", Line::Said(Saying { reply: case(), ..said("@chen", "#platform", "/ack") })),
        ("@chen (YT-1) #platform> /ack", Line::Said(Saying { reply: case(), ..said("@chen", "#platform", "/ack") })),
        ("@amal (unconfirmed)> hello", Line::Said(Saying { unconfirmed: true, ..said("@amal", "#shared", "hello") })),
        ("@amal (away)> hello", Line::Said(Saying { away: true, ..said("@amal", "#shared", "hello") })),
        ("@dana #platform (away) (YT-1)> /ack", {
            Line::Said(Saying { away: true, reply: case(), ..said("@dana", "#platform", "/ack") })
        }),
        ("@chen 👀 YT-1", Line::Said(reaction("@chen", "#shared", put))),
        ("@chen 👀\u{fe0f} yt-1", Line::Said(reaction("@chen", "#shared", put))),
        ("@chen -👀 YT-1", Line::Said(reaction("@chen", "#shared", taken))),
        ("@chen #platform (away) 👀 YT-1", {
            Line::Said(Saying { away: true, ..reaction("@chen", "#platform", put) })
        }),
    ];
    for (text, line) in table {
        assert_eq!(Line::read(text), Ok(line), "{text}");
    }
}

#[test]
fn what_has_no_form_is_told_with_what_was_expected() {
    let text = str::to_owned;
    let table = [
        ("hello", Misread::Unknown),
        ("/report https://a.example/1", Misread::Unknown),
        ("restart now", Misread::Unknown),
        ("@zoe> hello", Misread::Person(text("@zoe"))),
        ("@Amal> hello", Misread::Person(text("@Amal"))),
        ("@chen #nowhere> hello", Misread::Room(text("#nowhere"))),
        ("@chen (YT-0)> /ack", Misread::Case(text("YT-0"))),
        ("@chen (thread YT)> /ack", Misread::Case(text("YT"))),
        ("@chen (later)> /ack", Misread::Aside(text("later"))),
        ("@chen ()> /ack", Misread::Aside(text(""))),
        ("@chen (YT-1> /ack", Misread::Unclosed),
        ("@chen #agency #platform> /ack", Misread::Twice("the room")),
        ("@chen @dana> /ack", Misread::Twice("the person")),
        ("@chen (YT-1) (YT-2)> /ack", Misread::Twice("the card")),
        ("@chen (thread YT-1) (thread YT-2)> /ack", Misread::Twice("the thread")),
        ("@chen (away) (away)> /ack", Misread::Twice("(away)")),
        ("@chen", Misread::Speech),
        ("@chen /ack YT-1", Misread::Speech),
        ("@chen 👀", Misread::Speech),
        ("@chen 👀 YT-1 now", Misread::Speech),
        ("@chen - YT-1", Misread::Speech),
        ("@chen 👀 one", Misread::Case(text("one"))),
        ("@chen>", Misread::Silence),
        ("@chen>   ", Misread::Silence),
        ("at", Misread::Time(text(""))),
        ("at noon", Misread::Time(text("noon"))),
        ("at 2026-02-30T20:00", Misread::Time(text("2026-02-30T20:00"))),
        ("at 2026-10-24 20:00", Misread::Time(text("2026-10-24 20:00"))),
        ("+", Misread::Span(text(""))),
        ("+2", Misread::Span(text("2"))),
        ("+2m", Misread::Span(text("2m"))),
        ("+h", Misread::Span(text("h"))),
        ("+-2h", Misread::Span(text("-2h"))),
        ("+1.5h", Misread::Span(text("1.5h"))),
        ("down", Misread::Span(text(""))),
        ("+99999999999999999999h", Misread::TooFar),
        ("+4000d", Misread::TooFar),
        ("language de", Misread::Language(text("de"))),
        ("language fr #lobby", Misread::Room(text("#lobby"))),
        ("practice", Misread::Practice(text(""))),
        ("practice yes", Misread::Practice(text("yes"))),
    ];
    for (line, misread) in table {
        assert_eq!(Line::read(line), Err(misread), "{line}");
    }
}

#[test]
fn a_typed_line_is_said_by_whoever_speaks() {
    let now = here("@chen", "#platform");
    let say = |words| Typed::Say(said("@chen", "#platform", words));
    let table = [
        ("", Typed::Nothing),
        ("# from a transcript", Typed::Nothing),
        ("quit", Typed::Quit),
        ("@amal", Typed::Become(here("@amal", "#platform"))),
        (" @amal ", Typed::Become(here("@amal", "#platform"))),
        ("#shared", Typed::Become(here("@chen", "#shared"))),
        ("@binta #agency", Typed::Become(here("@binta", "#agency"))),
        ("@zoe", Typed::Misread(Misread::Person("@zoe".to_owned()))),
        ("#nowhere", Typed::Misread(Misread::Room("#nowhere".to_owned()))),
        ("@liaison", say("@liaison")),
        ("@liaison help", say("@liaison help")),
        ("/ack YT-1", say("/ack YT-1")),
        ("quit it", say("quit it")),
        ("@dana 3 > 2, see", say("@dana 3 > 2, see")),
        ("@dana look at YT-1", say("@dana look at YT-1")),
        ("at noon", say("at noon")),
        ("@amal> hello", Typed::Say(said("@amal", "#platform", "hello"))),
        ("@zoe> hello", Typed::Misread(Misread::Person("@zoe".to_owned()))),
        ("(YT-1)> /ack", Typed::Say(Saying { reply: "YT-1".parse().ok(), ..said("@chen", "#platform", "/ack") })),
        ("(thread YT-1)> hi", Typed::Say(Saying { thread: "YT-1".parse().ok(), ..said("@chen", "#platform", "hi") })),
        ("@dana 👀 YT-1", Typed::Say(reaction("@dana", "#platform", put))),
        ("@dana #shared -👀 YT-1", Typed::Say(reaction("@dana", "#shared", taken))),
        ("@amal (away)> hello", Typed::Misread(Misread::NotAway)),
        ("+2h", Typed::TimeIsReal),
        ("at 2026-10-24T20:00", Typed::TimeIsReal),
        ("down 3d", Typed::TimeIsReal),
        ("restart", Typed::Restart),
        ("language fr", Typed::Language(Language::French, "#shared".to_owned())),
        ("practice on", Typed::Practice(true)),
        ("practice makes perfect", say("practice makes perfect")),
    ];
    for (line, typed) in table {
        assert_eq!(Typed::read(line, &now), typed, "{line}");
    }
}
