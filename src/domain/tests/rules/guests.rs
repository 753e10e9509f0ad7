//! Who is let in for a while, who has left, and what the other side goes on reading.

use chrono::TimeDelta;
use liaison_domain::{
    Call, Duty, Former, Guest, Member, MemberId, OrganisationId, Refusal, RoomKind, Setting, Tell, Urgency, confirm,
    lapse, propose, waiting,
};

use crate::support::{at, opened, setting};

const NOW: &str = "2026-01-05T09:00";

fn youtube() -> OrganisationId {
    OrganisationId("youtube".to_owned())
}

fn eve() -> MemberId {
    MemberId("@eve".to_owned())
}

fn guest(alias: Option<&str>) -> Guest {
    Guest {
        organisation: youtube(),
        identity: "@eve".to_owned(),
        alias: alias.map(str::to_owned),
        until: at(NOW) + TimeDelta::days(2),
        proposed_by: MemberId("chen".to_owned()),
        confirmed_by: Some(MemberId("amal".to_owned())),
    }
}

fn gone(alias: Option<&str>) -> Former {
    Former { organisation: youtube(), member: eve(), alias: alias.map(str::to_owned) }
}

fn is_member(setting: &Setting) -> bool {
    setting.person(&setting.desks[0], "@eve").is_some()
}

fn listing(mut setting: Setting, alias: Option<&str>) -> Setting {
    setting.organisations[2].members.push(Member {
        id: eve(),
        at: vec!["@eve".to_owned()],
        alias: alias.map(str::to_owned),
    });
    setting
}

#[test]
fn whoever_has_left_is_read_as_before_and_has_no_right() {
    let with = setting().with_people(Vec::new(), vec![guest(Some("YT-7"))], Vec::new());
    let after = with.clone().with_people(Vec::new(), Vec::new(), vec![gone(Some("YT-7"))]);
    assert!(is_member(&with) && !is_member(&after));
    for known in [&with, &after] {
        assert_eq!(known.shown_name(&eve(), &RoomKind::Shared), "YT-7");
        assert_eq!(known.shown_name(&eve(), &RoomKind::Own(youtube())), "@eve");
        assert_eq!(known.shown_name(&eve(), &RoomKind::Own(OrganisationId("pharos".to_owned()))), "YT-7");
    }
}

#[test]
fn an_alias_outlives_the_configuration_that_gave_it() {
    let before = listing(setting(), Some("YT-7"));
    let after = setting().following(&before);
    assert!(!is_member(&after));
    assert_eq!(after.shown_name(&eve(), &RoomKind::Shared), "YT-7");
    let once_more = setting().following(&after).with_people(Vec::new(), Vec::new(), Vec::new());
    assert_eq!(once_more.shown_name(&eve(), &RoomKind::Shared), "YT-7");
}

#[test]
fn a_member_of_the_configuration_stays_when_their_time_as_a_guest_is_over() {
    let with = setting().with_people(Vec::new(), vec![guest(None)], Vec::new());
    let listed = listing(setting(), None).following(&with);
    assert!(listed.guests.is_empty());
    assert_eq!(listed.organisations[2].members.iter().filter(|member| member.id == eve()).count(), 1);
    let after = listed.with_people(Vec::new(), Vec::new(), vec![gone(None)]);
    assert!(is_member(&after));
}

#[test]
fn nobody_calls_who_has_left() {
    let now = at(NOW);
    let duty = Duty { organisation: youtube(), member: eve(), until: now + TimeDelta::hours(9) };
    let with = setting().with_people(vec![duty.clone()], vec![guest(None)], Vec::new());
    let after = setting().with_people(vec![duty], Vec::new(), vec![gone(None)]);
    assert_eq!(with.on_duty(&youtube(), now).count(), 1);
    assert_eq!(after.on_duty(&youtube(), now).count(), 0);
    let mut admitting = after.clone();
    admitting.organisations[2].members.push(Member {
        id: MemberId("discord:role:1".to_owned()),
        at: vec!["@*:a.example".to_owned(), "discord:role:1".to_owned()],
        alias: None,
    });
    assert!(!admitting.may_be_member(&youtube(), &eve()));
    assert!(admitting.may_be_member(&youtube(), &MemberId("@x:a.example".to_owned())));
    assert!(admitting.may_be_member(&youtube(), &MemberId("discord:user:2".to_owned())));
    let (mut case, _) = opened(&after, Urgency::Urgent, now);
    case.owner_platform = Some(eve());
    let ruling = lapse(&case, &after.desks[0], &after, now + TimeDelta::hours(6));
    let alerts = ruling.notices.iter().filter_map(|notice| match &notice.tell {
        Tell::Alert(alert) => Some(&alert.call),
        _ => None,
    });
    let calls: Vec<&Call> = alerts.flatten().collect();
    assert!(calls.contains(&&Call::Member(MemberId("chen".to_owned()))), "{calls:?}");
    assert!(!calls.contains(&&Call::Member(eve())), "{calls:?}");
}

#[test]
fn whoever_has_left_is_named_by_id_or_alias() {
    let setting = setting().with_people(Vec::new(), Vec::new(), vec![gone(Some("YT-7"))]);
    let (eve, other) = (eve(), MemberId("gus".to_owned()));
    for (word, found) in
        [("@eve", Some(&eve)), ("eve", Some(&eve)), ("yt-7", Some(&eve)), ("gus", Some(&other)), ("x", None)]
    {
        assert_eq!(setting.gone_called(&youtube(), word, [&eve, &other].into_iter()).as_ref(), found, "{word}");
    }
}

#[test]
fn an_alias_is_a_name_that_nobody_bears_and_no_address() {
    let setting = listing(setting(), Some("YT-7")).with_people(Vec::new(), Vec::new(), Vec::new());
    let chen = setting.person(&setting.desks[0], "@chen").unwrap();
    let asked = |alias: &str| {
        propose(&chen, "@zoe".to_owned(), (Some(alias), None), &setting, at(NOW)).map(|guest| guest.alias.unwrap())
    };
    for (typed, kept) in
        [("YT-15", "YT-15"), (" J. O'Neil_2 ", "J. O'Neil_2"), ("Zoé", "Zoé"), (&"a".repeat(64), &"a".repeat(64))]
    {
        assert_eq!(asked(typed).unwrap(), kept);
    }
    for none in ["evil.example", "@room", "<@1>", "a/b", "", " ", "-", "a\nb", &"a".repeat(65)] {
        assert_eq!(asked(none), Err(Refusal::NoAlias { word: none.to_owned() }), "{none}");
    }
    for taken in ["Amal", "dana", "yt-7", "PHAROS", "eve", "zoe"] {
        assert_eq!(asked(taken), Err(Refusal::AliasTaken { word: taken.to_owned() }), "{taken}");
    }
}

#[test]
fn whoever_comes_back_keeps_their_alias_and_whoever_a_pattern_admits_is_no_guest() {
    let mut setting = setting().with_people(Vec::new(), Vec::new(), vec![gone(Some("YT-7"))]);
    let chen = setting.person(&setting.desks[0], "@chen").unwrap();
    let back = propose(&chen, "@eve".to_owned(), (None, None), &setting, at(NOW)).unwrap();
    assert_eq!(back.alias.as_deref(), Some("YT-7"));
    let pattern = "@*:a.example".to_owned();
    setting.organisations[0].members.push(Member { id: MemberId(pattern.clone()), at: vec![pattern], alias: None });
    let refused = propose(&chen, "@lea:a.example".to_owned(), (None, None), &setting, at(NOW));
    assert_eq!(refused, Err(Refusal::MemberAlready { word: "@lea:a.example".to_owned() }));
}

#[test]
fn a_confirmation_is_of_what_was_proposed() {
    let mut setting = setting();
    setting.coordination.members = vec![MemberId("amal".to_owned())];
    let amal = MemberId("amal".to_owned());
    let proposal = Guest { confirmed_by: None, ..guest(Some("YT-7")) };
    let confirmed = |asked| confirm(&proposal, asked, (&amal, None), &setting);
    assert_eq!(confirmed((Some("YT-7"), Some(proposal.until))).unwrap().confirmed_by, Some(amal.clone()));
    assert!(confirmed((None, None)).is_ok());
    for other in [(Some("YT-8"), None), (None, Some(at(NOW) + TimeDelta::days(3)))] {
        let refused =
            Refusal::ProposedOtherwise { guest: Box::new(proposal.clone()), organisation: "YOUTUBE".to_owned() };
        assert_eq!(confirmed(other), Err(refused));
    }
    let theirs = setting.person(&setting.desks[0], "@amal").unwrap();
    assert_eq!(waiting([&proposal].into_iter(), Some(&theirs)), Ok(None), "nobody sees the other side's");
    assert_eq!(waiting([&proposal].into_iter(), None), Ok(Some(&proposal)));
    let second = Guest { organisation: theirs.organisation, ..proposal.clone() };
    let several = waiting([&proposal, &second].into_iter(), None);
    assert_eq!(several, Err(Refusal::SeveralProposals { word: "@eve".to_owned() }));
}
