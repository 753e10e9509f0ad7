//! What is kept of emergencies: how many, who opened them, and for what somebody must still be woken.

use liaison_domain::{Case, DeskId, EventBody, Forgery, OrganisationId};
use liaison_reporting::Window;
use liaison_store::{InboxEntry, InboxState, Lock, Opener, Page};
use sqlx::query_scalar;

use crate::Outcome;
use crate::sample::{Place, desk, emergency, event, later, now, opened, reference, reported};

#[tokio::test]
async fn an_emergency_with_everything_set_is_read_back_as_it_was_written() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    work.save(&emergency(1), None).await?;
    work.commit().await?;
    assert_eq!(store.case(&reference(1)).await?, Some(emergency(1)));
    Ok(())
}

#[tokio::test]
async fn emergencies_of_an_organisation_are_counted_since_a_moment() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    for case in [emergency(1), emergency(2), opened(3)] {
        work.save(&case, None).await?;
    }
    let pharos = OrganisationId("pharos".to_owned());
    assert_eq!(work.emergencies(&pharos, later(-60)).await?, 2);
    assert_eq!(work.emergencies(&pharos, later(60)).await?, 0);
    assert_eq!(work.emergencies(&OrganisationId("other".to_owned()), later(-60)).await?, 0);
    work.save(&Case { practice: true, ..emergency(4) }, None).await?;
    assert_eq!(work.emergencies(&pharos, later(-60)).await?, 2, "an exercise is none");
    Ok(())
}

#[tokio::test]
async fn who_is_turned_away_is_counted_a_desk_and_exercises_apart() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let school = DeskId("school".to_owned());
    for (what, desk, practice) in [
        (Forgery::Stranger, desk(), false),
        (Forgery::OwnConfirmation, desk(), false),
        (Forgery::Stranger, desk(), true),
        (Forgery::Stranger, school.clone(), false),
        (Forgery::Platform, school.clone(), true),
    ] {
        work.record(&event(EventBody::TurnedAway { what, desk, practice }), [1; 16]).await?;
    }
    work.record(&event(EventBody::Closed), [1; 16]).await?;
    for (desk, practice, count) in
        [(desk(), false, 2), (desk(), true, 1), (school.clone(), false, 1), (school, true, 1)]
    {
        assert_eq!(work.turned_away_at(&desk, practice, later(-60)).await?, count, "{desk:?} {practice}");
        assert_eq!(work.turned_away_at(&desk, practice, later(60)).await?, 0);
    }
    work.commit().await?;
    assert_eq!((store.turned_away(later(-60)).await?, store.turned_away(later(60)).await?), (3, 0));
    Ok(())
}

#[tokio::test]
async fn an_exercise_stays_one_on_disk_and_is_in_no_digest_and_no_figure() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let exercise = Case { practice: true, ..opened(1) };
    work.save(&exercise, None).await?;
    work.save(&opened(2), None).await?;
    let seq = work.record(&event(reported()), [1; 16]).await?;
    work.commit().await?;
    let body: String =
        query_scalar("SELECT body FROM contents WHERE seq = $1").bind(seq).fetch_one(&mut place.bare().await?).await?;
    assert!(!body.contains("practice"), "what is none has the bytes, and the hash, that it always had: {body}");
    assert_eq!(store.case(&reference(1)).await?, Some(exercise.clone()));
    assert_eq!(store.cases_for_digest(&desk(), later(60), false).await?, [opened(2)]);
    assert_eq!(store.cases_for_digest(&desk(), later(60), true).await?, [exercise, opened(2)]);
    let window = Window { from: later(-60), until: later(60), now: later(60) };
    let groups = store.figures(&desk(), &window).await?;
    assert_eq!(groups.iter().map(|group| group.sums.opened).sum::<usize>(), 1);
    Ok(())
}

#[tokio::test]
async fn whoever_opened_a_case_is_whoever_said_the_first_thing_of_it() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    for (said, person, seconds) in [("$2", "@chen:b.example", 60), ("$1", "@amal:a.example", 0)] {
        let entry = InboxEntry {
            network: "matrix".to_owned(),
            event: said.to_owned(),
            room: "#r".to_owned(),
            person: person.to_owned(),
            said_at: now(),
            heard_at: later(seconds),
            state: InboxState::Handled,
            reaction: None,
        };
        work.enter(&entry).await?;
        work.attach("matrix", said, &reference(1)).await?;
    }
    let amal = Opener { network: "matrix".to_owned(), room: "#r".to_owned(), person: "@amal:a.example".to_owned() };
    assert_eq!(work.opener(&reference(1)).await?, Some(amal));
    assert_eq!(work.opener(&reference(2)).await?, None);
    Ok(())
}

#[tokio::test]
async fn a_page_waits_until_it_is_ended_and_says_that_it_was_begun() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut work = store.begin().await?;
    let seq = work.record(&event(EventBody::Lapsed), [1; 16]).await?;
    work.page(seq).await?;
    work.page(seq).await?;
    work.commit().await?;
    let page = |begun| Some(Page { seq, case: reference(1), begun });
    assert_eq!(store.next_page().await?, page(0));
    let mut work = store.begin().await?;
    work.begin_page(seq, now()).await?;
    work.commit().await?;
    assert_eq!(store.next_page().await?, page(1));
    let mut work = store.begin().await?;
    let fresh = work.record(&event(EventBody::Lapsed), [1; 16]).await?;
    work.page(fresh).await?;
    work.commit().await?;
    assert_eq!(store.next_page().await?.map(|page| page.seq), Some(fresh), "what was never tried goes first");
    let mut work = store.begin().await?;
    work.end_page(fresh).await?;
    work.commit().await?;
    let mut work = store.begin().await?;
    work.end_page(seq).await?;
    work.commit().await?;
    assert_eq!(store.next_page().await?, None);
    Ok(())
}
