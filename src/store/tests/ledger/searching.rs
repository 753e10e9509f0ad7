//! Lists narrowed by what a case is, and searched by words: what is found, in which order, and what never is.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{
    Case, CaseState, ClockName, ClockStatus, MemberId, SearchWord, Side, Target, TargetKind, Tlp, Urgency, Wanted,
};
use liaison_store::{Lock, Sought, Store, StoreError};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::Outcome;
use crate::reading::{numbers, saved};
use crate::sample::{Place, clock, desk, everything, later, now, opened};

/// What a room that may see every label but `TLP:RED` asks for by these words.
pub(crate) fn sought(text: &str) -> Sought {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let words = words.map(|word| SearchWord { text: word.replace('_', " "), whole: word.contains('_') }).collect();
    Sought { desks: vec![desk()], wanted: Wanted::default(), words, ceiling: Tlp::AmberStrict, sees_data: true }
}

pub(crate) async fn found(store: &Store, text: &str) -> Result<Vec<u32>, StoreError> {
    Ok(numbers(&store.list(&sought(text), 0, 1_000).await?.cases))
}

/// A case with words of its own.
fn told(number: u32, reason: &str, locator: &str) -> Case {
    let target = Target { kind: TargetKind::Address, locator: locator.to_owned(), key: locator.to_owned() };
    Case { reason: reason.to_owned(), targets: vec![target], file_agency: None, ..opened(number) }
}

async fn store_with(cases: &[Case]) -> Result<(Place, Store), Box<dyn std::error::Error>> {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    saved(&store, cases).await?;
    Ok((place, store))
}

#[tokio::test]
async fn a_word_is_found_wherever_it_stands() -> Outcome {
    let files =
        Case { file_platform: Some("G-7".to_owned()), ..told(3, "ÉTÉ à Lyon", "https://c.example/watch?v=aB_9") };
    let files = Case { file_agency: Some("118/26".to_owned()), ..files };
    let (_place, store) = store_with(&[
        told(1, "incites to attack; 100% \\ 'sure'", "https://bad.example/1"),
        told(2, "a group on Telegram", "https://worse.example/bad"),
        files,
    ])
    .await?;
    for (text, expected) in [
        ("", vec![3, 2, 1]),
        ("ete LYON", vec![3]),
        ("e\u{301}te\u{301}", vec![3]),
        ("lyon attack", vec![]),
        ("yt-2", vec![2]),
        ("YT-2 telegram", vec![2]),
        ("telegr", vec![2]),
        ("elegram", vec![]),
        ("to", vec![1]),
        ("t", vec![]),
        ("118/26", vec![3]),
        ("11", vec![]),
        ("g-7", vec![3]),
        ("bad.example", vec![1]),
        ("bad.example/1", vec![1]),
        ("bad[.]example", vec![1]),
        ("bad", vec![2, 1]),
        ("EXAMPLE", vec![3, 2, 1]),
        ("incites_to_attack", vec![1]),
        ("to_incites", vec![]),
        ("incite_", vec![]),
        ("100%", vec![1]),
        ("\\ 'sure'", vec![]),
        ("'sure'", vec![1]),
    ] {
        assert_eq!(found(&store, text).await?, expected, "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_room_may_not_see_is_not_found_by_its_words() -> Outcome {
    let labelled = |number, tlp| Case { tlp, ..told(number, "the word", "https://a.example/1") };
    let all: Vec<Case> = (1..).zip(Tlp::ALL).map(|(number, tlp)| labelled(number, *tlp)).collect();
    let (_place, store) = store_with(&all).await?;
    let at = |ceiling| Sought { ceiling, ..sought("word") };
    for (ceiling, expected) in [
        (Tlp::Clear, vec![1]),
        (Tlp::Amber, vec![3, 2, 1]),
        (Tlp::AmberStrict, vec![4, 3, 2, 1]),
        (Tlp::Red, vec![4, 3, 2, 1]),
    ] {
        assert_eq!(numbers(&store.list(&at(ceiling), 0, 9).await?.cases), expected, "{ceiling:?}");
    }
    let elsewhere = Sought { desks: vec![liaison_domain::DeskId("other".to_owned())], ..sought("word") };
    assert_eq!(store.list(&elsewhere, 0, 9).await?.found, 0);
    assert_eq!(store.list(&Sought { desks: Vec::new(), ..sought("word") }, 0, 9).await?.found, 0);
    Ok(())
}

#[tokio::test]
async fn the_index_follows_the_case_and_keeps_no_byte_of_what_was_taken_back() -> Outcome {
    let first = told(1, "kompromat in the north", "https://a.example/1");
    let (place, store) = store_with(std::slice::from_ref(&first)).await?;
    assert_eq!(found(&store, "kompromat").await?, [1]);
    let holds = async |word: &[u8]| {
        let blocks =
            sqlx::query_scalar("SELECT block FROM lookup_words_data").fetch_all(&mut place.bare().await?).await?;
        let has = |block: &Vec<u8>| block.windows(word.len()).any(|part| part == word);
        Ok::<bool, sqlx::Error>(blocks.iter().any(has))
    };
    assert!(holds(b"kompromat").await? && holds(b"north").await?);
    let save = async |case: &Case| {
        let mut work = store.begin().await?;
        work.save(case, Some(case.version)).await?;
        work.commit().await
    };
    let answered = Wanted { states: vec![CaseState::Answered], ..Wanted::default() };
    let answered = Sought { wanted: answered, ..sought("kompromat") };
    assert_eq!(store.list(&answered, 0, 9).await?.found, 0);
    save(&Case { state: CaseState::Answered, ..first.clone() }).await?;
    assert_eq!(store.list(&answered, 0, 9).await?.found, 1);
    save(&Case { redacted: true, ..first.clone() }).await?;
    assert_eq!(found(&store, "kompromat").await?, [0; 0]);
    assert!(!holds(b"kom").await? && !holds(b"north").await? && holds(b"seen").await?);
    save(&first).await?;
    assert_eq!(found(&store, "kompromat").await?, [1]);
    let mut work = store.begin().await?;
    work.save(&told(2, "kompromat", "https://a.example/2"), None).await?;
    drop(work);
    assert_eq!(found(&store, "kompromat").await?, [1], "what was not committed is not found");
    sqlx::query("INSERT INTO lookup_words (lookup_words, rank) VALUES ('integrity-check', 1)")
        .execute(&mut place.bare().await?)
        .await?;
    Ok(())
}

/// Cases of every state, urgency, owner and moment, and what the rules say of each.
fn herd() -> Vec<Case> {
    let mut number = 0;
    let mut cases = Vec::new();
    for (place, state) in CaseState::ALL.iter().enumerate() {
        for urgency in Urgency::ALL {
            number += 1;
            let mut case = told(number, if number % 2 == 0 { "even word" } else { "odd word" }, "https://a.example/1");
            case.state = *state;
            case.urgency = *urgency;
            case.owner_platform = Some(MemberId("chen".to_owned())).filter(|_| number % 3 == 0);
            case.quiet_since = now() - TimeDelta::days(i64::from(number % 4) + 4);
            let due = later(i64::from(number) * 60 - 600);
            case.clocks = vec![clock(ClockName::Effect, ClockStatus::Running { due })];
            if place > 3 {
                case.clocks.clear();
            }
            cases.push(case);
        }
    }
    cases.push(Case { tlp: Tlp::Red, ..told(99, "even word", "https://a.example/9") });
    cases
}

/// What each field of a list means, said once more over a case itself.
fn fits(case: &Case, wanted: &Wanted) -> bool {
    let Wanted { states, urgencies, owner, waits_for, due_by, closes_before, tells_little } = wanted;
    (states.is_empty() || states.contains(&case.state))
        && (urgencies.is_empty() || urgencies.contains(&case.urgency))
        && owner.as_ref().is_none_or(|owner| Side::ALL.iter().any(|side| case.owner(*side) == Some(owner)))
        && waits_for.is_none_or(|side| case.waits_for() == Some(side))
        && due_by.is_none_or(|at| case.is_overdue(at))
        && closes_before.is_none_or(|before| case.closes_at().is_some_and(|at| at < before))
        && (*tells_little || case.tlp != Tlp::Red)
}

fn a_moment() -> impl Strategy<Value = Option<DateTime<Utc>>> {
    proptest::option::of((-9_i64..9).prop_map(|hours| later(hours * 240)))
}

prop_compose! {
    fn wanted()(
        states in proptest::sample::subsequence(CaseState::ALL, 0..3),
        urgencies in proptest::sample::subsequence(Urgency::ALL, 0..3),
        owner in proptest::option::of(prop_oneof![Just("chen"), Just("amal"), Just("nobody")]),
        waits_for in proptest::option::of(proptest::sample::select(Side::ALL)),
        due_by in a_moment(),
        closes in proptest::option::of(0_i64..4),
        tells_little: bool,
    ) -> Wanted {
        Wanted {
            states, urgencies, waits_for, due_by, tells_little,
            owner: owner.map(|id| MemberId(id.to_owned())),
            closes_before: closes.map(|days| now() + TimeDelta::days(days)),
        }
    }
}

fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })
}

#[test]
fn a_list_has_just_what_fits_with_words_and_without() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let cases = herd();
    let (_place, store) = runtime.block_on(store_with(&cases))?;
    let mut runner = runner();
    runner.run(&wanted(), |wanted| {
        for (text, holds) in [("", ""), ("even", "even")] {
            let sought = Sought { wanted: wanted.clone(), ..sought(text) };
            let listed =
                runtime.block_on(store.list(&sought, 0, 99)).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let expected = cases.iter().filter(|case| {
                fits(case, &wanted) && case.reason.contains(holds) && (holds.is_empty() || case.tlp != Tlp::Red)
            });
            let mut expected: Vec<&Case> = expected.collect();
            expected.sort_by_key(|case| {
                let due = case
                    .first_due()
                    .and_then(liaison_domain::Clock::due)
                    .filter(|_| text.is_empty() && wanted.is_open_alone());
                (due.is_none(), due, std::cmp::Reverse(case.reference.number))
            });
            let expected: Vec<u32> = expected.into_iter().map(|case| case.reference.number).collect();
            prop_assert_eq!(numbers(&listed.cases), expected, "{:?} {}", wanted, text);
        }
        Ok(())
    })?;
    Ok(())
}

#[tokio::test]
async fn pages_follow_one_another_and_what_is_uncounted_is_known_to_be() -> Outcome {
    let cases: Vec<Case> = (1..=1_002).map(|number| told(number, "the word", "https://a.example/1")).collect();
    let (_place, store) = store_with(&cases[..1_000]).await?;
    let list = async |text: &str, skip, page| {
        let listed = store.list(&sought(text), skip, page).await?;
        Ok::<_, StoreError>((numbers(&listed.cases), listed.found, listed.is_more))
    };
    assert_eq!(list("word", 0, 2).await?, (vec![1_000, 999], 1_000, false));
    assert_eq!(list("word", 998, 5).await?, (vec![2, 1], 1_000, false));
    assert_eq!(list("word", 2_000, 5).await?, (vec![], 1_000, false));
    saved(&store, &cases[1_000..]).await?;
    for text in ["word", ""] {
        assert_eq!(list(text, 0, 1).await?, (vec![1_002], 1_000, true));
        assert_eq!(list(text, 1_000, 1).await?, (vec![], 1_000, true), "what is not counted is not shown");
    }
    Ok(())
}

#[test]
fn whatever_is_typed_is_text_and_never_an_error() -> Outcome {
    let runtime = tokio::runtime::Runtime::new()?;
    let (_place, store) =
        runtime.block_on(store_with(&[everything(), told(2, "AND OR NOT NEAR tags", "https://a.example/1")]))?;
    let list = |text: &str, whole| {
        let words = vec![SearchWord { text: text.to_owned(), whole }];
        runtime.block_on(store.list(&Sought { words, ..sought("") }, 0, 9))
    };
    for (text, expected) in [
        ("\"\"\"", vec![]),
        ("\" OR tags : \"", vec![]),
        ("\"or", vec![2]),
        ("words : and", vec![]),
        ("and\" OR \"zzz", vec![]),
        ("NEAR(and or)", vec![]),
        ("and*", vec![2]),
        ("^and", vec![2]),
        ("-and", vec![2]),
        ("tags", vec![2]),
        ("\u{0}", vec![]),
        ("…", vec![]),
    ] {
        assert_eq!(numbers(&list(text, false)?.cases), expected, "{text}");
    }
    let mut runner = runner();
    let odd = prop_oneof![any::<String>(), "[\"'*^:(){}+,. ANDORTagswe\u{0}\u{301}-]{0,40}"];
    runner.run(&(odd, any::<bool>()), |(text, whole)| {
        prop_assert!(list(&text, whole).is_ok(), "{:?}", text);
        Ok(())
    })?;
    Ok(())
}
