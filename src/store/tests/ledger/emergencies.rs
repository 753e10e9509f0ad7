//! What is kept of emergencies: how many, who opened them, and for what somebody must still be woken.

use liaison_domain::{EventBody, Forgery, OrganisationId};
use liaison_store::{InboxEntry, InboxState, Lock, Opener, Page};

use crate::Outcome;
use crate::sample::{Place, emergency, event, later, now, opened, reference};

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
    for what in [Forgery::Stranger, Forgery::OwnConfirmation] {
        work.record(&event(EventBody::TurnedAway { what }), [1; 16]).await?;
    }
    work.record(&event(EventBody::Closed), [1; 16]).await?;
    assert_eq!((work.turned_away(later(-60)).await?, work.turned_away(later(60)).await?), (2, 0));
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
    assert_eq!(store.next_page().await?, page(false));
    let mut work = store.begin().await?;
    work.begin_page(seq, now()).await?;
    work.commit().await?;
    assert_eq!(store.next_page().await?, page(true));
    let mut work = store.begin().await?;
    work.end_page(seq).await?;
    work.commit().await?;
    assert_eq!(store.next_page().await?, None);
    Ok(())
}
