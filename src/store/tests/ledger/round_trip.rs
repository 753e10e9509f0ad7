//! What is written is what is read.

use chrono::NaiveDate;
use liaison_domain::{
    Alert, AlertClock, Arranged, Arrangement, By, Call, CaseKind, ClockKind, ClockName, Fact, MemberId, Note,
    OrganisationId, Remark, Rung, Side, Urgency,
};
use liaison_reporting::{Period, Wanted};
use liaison_store::{Addressee, Lock, Takes, Telling};

use crate::Outcome;
use crate::sample::{Place, amal, desk, event, every_body, every_change, everything, later, now, reference, row};

#[tokio::test]
async fn every_event_is_read_back_as_it_was_written() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut events: Vec<_> = every_body().into_iter().map(event).collect();
    if let Some(first) = events.first_mut() {
        first.clocks = every_change();
    }
    if let Some(last) = events.last_mut() {
        (last.by, last.case) = (By::Clock, None);
    }
    for event in &events {
        let mut work = store.begin().await?;
        let seq = work.record(event, [7; 16]).await?;
        work.commit().await?;
        assert_eq!(store.event(seq).await?.as_ref(), Some(event));
    }
    assert_eq!(store.event(99).await?, None);
    Ok(())
}

#[tokio::test]
async fn an_event_keeps_whole_milliseconds_and_its_content_every_digit() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let body = every_body().remove(4);
    let mut fine = event(body.clone());
    fine.at = now();
    let mut work = store.begin().await?;
    let seq = work.record(&fine, [7; 16]).await?;
    work.commit().await?;
    let read = store.event(seq).await?.ok_or("no event")?;
    assert_eq!(read.at.timestamp_subsec_nanos(), 123_000_000);
    assert_eq!(read.body, body);
    Ok(())
}

#[tokio::test]
async fn a_case_with_everything_set_is_read_back_as_it_was_written() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let mut case = everything();
    let organisation = OrganisationId("pharos".to_owned());
    case.notes.push(Note { by: amal(), organisation, at: later(9), text: "known network".to_owned() });
    case.links.push(reference(2));
    let arranged = [
        Arranged::Noted(later(9)),
        Arranged::Assigned(Side::Agency, None),
        Arranged::Assigned(Side::Platform, Some(amal())),
        Arranged::Snoozed(Side::Platform),
        Arranged::Linked(reference(2)),
    ];
    let arrangement = |arranged| Arrangement { by: amal(), recorded_at: later(9), arranged, among_themselves: true };
    case.arranged = arranged.map(arrangement).to_vec();
    let mut work = store.begin().await?;
    work.save(&case, None).await?;
    assert_eq!(work.case(&case.reference).await?.as_ref(), Some(&case));
    work.commit().await?;
    assert_eq!(store.case(&case.reference).await?, Some(case));
    assert_eq!(store.case(&reference(2)).await?, None);
    Ok(())
}

/// The telling after this one in the list of all.
fn after(telling: &Telling) -> Option<Telling> {
    let facts = [
        Fact::Case(reference(1)),
        Fact::Cases(vec![reference(1), reference(2)]),
        Fact::Member(amal()),
        Fact::Time(now()),
        Fact::Span(chrono::TimeDelta::nanoseconds(-3)),
        Fact::Count(-1),
        Fact::Words("<b>\u{202e}".to_owned()),
        Fact::Code("at:".to_owned()),
        Fact::Term("state-sent".to_owned()),
        Fact::Terms(vec!["right-see".to_owned(), "right-speak".to_owned()]),
        Fact::Line("still-up", "YT-1".to_owned()),
    ];
    Some(match telling {
        Telling::Card => Telling::Status { seq: 3 },
        Telling::Status { .. } => Telling::Alert(Alert {
            clocks: vec![AlertClock {
                name: ClockName::Effect,
                kind: ClockKind::Statutory,
                owner: Side::Agency,
                rung: Rung::Coordination,
                due: now(),
                scheduled: later(1),
            }],
            call: vec![Call::Member(MemberId("chen".to_owned())), Call::Present(OrganisationId("youtube".to_owned()))],
        }),
        Telling::Alert(_) => Telling::Redact,
        Telling::Redact => Telling::TakeAway { event: "$said".to_owned() },
        Telling::TakeAway { .. } => {
            Telling::Remark(facts.into_iter().fold(Remark::new("everything"), |remark, fact| remark.with("fact", fact)))
        }
        Telling::Remark(remark) => Telling::Bulk { done: 3, cases: vec![reference(1)], remarks: vec![remark.clone()] },
        Telling::Bulk { .. } => Telling::Address { case: reference(1) },
        Telling::Address { .. } => Telling::Case { case: reference(1) },
        Telling::Case { .. } => Telling::Cases { filter: "overdue \"x\"".to_owned(), side: Some(Side::Platform) },
        Telling::Cases { .. } => Telling::Digest { desk: desk(), since: now() },
        Telling::Digest { .. } => Telling::CoordinationDigest { since: now() },
        Telling::CoordinationDigest { .. } => Telling::Stats(everything_wanted()),
        Telling::Stats(_) => Telling::Help { command: Some("ack".to_owned()) },
        Telling::Help { .. } => Telling::Duties,
        Telling::Duties => return None,
    })
}

fn everything_wanted() -> Wanted {
    Wanted {
        period: Period { first: NaiveDate::default(), last: NaiveDate::MAX },
        named: true,
        compared: Period::month(2026, 10),
        desk: Some(desk()),
        organisation: Some(OrganisationId("pharos".to_owned())),
        kind: Some(CaseKind::RemovalReferral),
        urgency: Some(Urgency::Emergency),
        explained: true,
    }
}

#[tokio::test]
async fn every_telling_and_addressee_is_read_back_as_it_was_queued() -> Outcome {
    let place = Place::new()?;
    let store = place.open(Lock::Instance).await?;
    let person = || "@chen:platform.example".to_owned();
    let addressees = [
        Addressee::Room,
        Addressee::Answer { person: person(), to: Some("12:held".to_owned()), held_open: true },
        Addressee::Answer { person: person(), to: None, held_open: false },
        Addressee::Person(person()),
    ];
    for (place, telling) in std::iter::successors(Some(Telling::Card), after).enumerate() {
        let mut new = row("#r", None, 1, telling);
        new.addressee = addressees.get(place % addressees.len()).cloned().ok_or("no addressee")?;
        let mut work = store.begin().await?;
        let id = work.queue(&new).await?;
        work.commit().await?;
        let read = store.next_row("matrix", "#r", Takes::ALL, now()).await?.ok_or("nothing waits")?;
        assert_eq!((read.id, read.addressee, read.telling), (id, new.addressee, new.telling));
        let mut work = store.begin().await?;
        work.delivered(id, &[], "$r", "", now()).await?;
        work.commit().await?;
    }
    Ok(())
}
