//! One of each refusal, misreading and remark that anything in the program gives.

use chrono::TimeDelta;
use liaison_chat::{BadInvocation, Misreading, RoomRight, TargetFault, Verb};
use liaison_domain::{
    CaseKind, CaseState, Command, Country, Fact, Guest, KindRefusal, MemberId, OrganisationId, Refusal, RefusalGround,
    Remark, Side,
};

use crate::fixtures::{case_ref, opened_at};

/// One of each refusal. The match is there for the compiler, who names the refusal that is missing from the list.
fn refusals() -> Vec<Refusal> {
    let (case, by, at) = (case_ref(1), MemberId("chen".to_owned()), opened_at());
    let command = "resolved";
    let mut all = vec![
        Refusal::Stranger { command },
        Refusal::Reviewer { command },
        Refusal::WrongSide { command, side: Side::Agency },
        Refusal::WrongRoom { command },
        Refusal::NoSuchCase { case: case.clone() },
        Refusal::OtherAgency { case: case.clone() },
        Refusal::TakenBack { case: case.clone() },
        Refusal::WrongState { case: case.clone(), state: CaseState::Waiting, command, side: Side::Agency },
        Refusal::AlreadyAnswered { case: case.clone(), by: by.clone(), at },
        Refusal::AnsweredOneself { case: case.clone(), at },
        Refusal::UnableAlready { case: case.clone(), until: at },
        Refusal::NoSuchTarget { case: case.clone(), target: 7, count: 3 },
        Refusal::NoSuchTarget { case: case.clone(), target: 2, count: 1 },
        Refusal::TargetAnswered { case: case.clone(), target: 2, by: by.clone(), at },
        Refusal::UnableForSome { case: case.clone() },
        Refusal::NoSuchDesk { desk: "https://a.example/1".to_owned() },
        Refusal::AlreadyAcknowledged { case: case.clone(), by, at },
        Refusal::TooLateToReopen { case: case.clone(), at },
        Refusal::EffectInFuture { case: case.clone(), at },
        Refusal::UntilInPast { case: case.clone(), until: at },
        Refusal::UntilTooFar { case: case.clone(), until: at, days: 90 },
        Refusal::AlreadyReported { case: case.clone(), state: CaseState::Answered },
        Refusal::NothingToUndo { case: case.clone() },
        Refusal::TooLateToUndo { case: case.clone() },
        Refusal::NoteAmongBoth { case: case.clone(), own_room: true },
        Refusal::NoteAmongBoth { case: case.clone(), own_room: false },
        Refusal::NoSuchMember { word: "https://a.example/1".to_owned() },
        Refusal::SnoozeInPast { case: case.clone(), until: at },
        Refusal::SnoozeTooLong { case: case.clone(), longest: TimeDelta::days(7) },
        Refusal::NothingRings { case: case.clone(), until: at },
        Refusal::LinkedAlready { case, to: case_ref(2) },
        Refusal::SupervisorsOnly,
        Refusal::NoIdentity { word: "lea".to_owned() },
        Refusal::MemberAlready { word: "@lea:agency.example".to_owned() },
        Refusal::OwnProposal { guest: Box::new(guest(None)), organisation: "PHAROS".to_owned() },
        Refusal::OwnProposal { guest: Box::new(guest(Some("PHAROS-15"))), organisation: "PHAROS".to_owned() },
        Refusal::ProposedOtherwise { guest: Box::new(guest(None)), organisation: "PHAROS".to_owned() },
        Refusal::ProposedOtherwise { guest: Box::new(guest(Some("PHAROS-15"))), organisation: "PHAROS".to_owned() },
        Refusal::NoAlias { word: "a.example".to_owned() },
        Refusal::AliasTaken { word: "Chen".to_owned() },
        Refusal::GuestAmongBoth { own_room: true },
        Refusal::GuestAmongBoth { own_room: false },
        Refusal::CoordinatorsOnly,
        Refusal::NoProposal { word: "@lea:agency.example".to_owned() },
        Refusal::SeveralProposals { word: "@lea:agency.example".to_owned() },
        Refusal::NoGuest { word: "@lea:agency.example".to_owned() },
        Refusal::StayInPast { until: at },
        Refusal::StayTooLong { days: 180 },
        Refusal::DutyInPast { until: at },
        Refusal::DutyTooLong { longest: TimeDelta::hours(12) },
        Refusal::NotOnDuty,
        Refusal::NothingOfOnesOwn,
        Refusal::NothingToHandOver { from: "@lea".to_owned() },
        Refusal::HolidaysUnknown { country: Country::France, last: Country::France.known_until() },
        Refusal::DeviceNotConfirmed { command },
        Refusal::PersonNotVerified { command },
    ];
    all.extend(of_kinds().into_iter().map(Refusal::OfKind));
    for refusal in &all {
        match refusal {
            Refusal::Stranger { .. }
            | Refusal::Reviewer { .. }
            | Refusal::WrongSide { .. }
            | Refusal::WrongRoom { .. }
            | Refusal::NoSuchCase { .. }
            | Refusal::NoSuchDesk { .. }
            | Refusal::OtherAgency { .. }
            | Refusal::TakenBack { .. }
            | Refusal::NoteAmongBoth { .. }
            | Refusal::NoSuchMember { .. }
            | Refusal::SnoozeInPast { .. }
            | Refusal::SnoozeTooLong { .. }
            | Refusal::NothingRings { .. }
            | Refusal::LinkedAlready { .. }
            | Refusal::SupervisorsOnly
            | Refusal::NoIdentity { .. }
            | Refusal::MemberAlready { .. }
            | Refusal::OwnProposal { .. }
            | Refusal::NoGuest { .. }
            | Refusal::ProposedOtherwise { .. }
            | Refusal::NoAlias { .. }
            | Refusal::AliasTaken { .. }
            | Refusal::GuestAmongBoth { .. }
            | Refusal::CoordinatorsOnly
            | Refusal::NoProposal { .. }
            | Refusal::SeveralProposals { .. }
            | Refusal::StayInPast { .. }
            | Refusal::StayTooLong { .. }
            | Refusal::DutyInPast { .. }
            | Refusal::DutyTooLong { .. }
            | Refusal::NotOnDuty
            | Refusal::NothingOfOnesOwn
            | Refusal::NothingToHandOver { .. }
            | Refusal::WrongState { .. }
            | Refusal::AlreadyAnswered { .. }
            | Refusal::NoSuchTarget { .. }
            | Refusal::AnsweredOneself { .. }
            | Refusal::UnableAlready { .. }
            | Refusal::TargetAnswered { .. }
            | Refusal::UnableForSome { .. }
            | Refusal::AlreadyAcknowledged { .. }
            | Refusal::TooLateToReopen { .. }
            | Refusal::EffectInFuture { .. }
            | Refusal::UntilInPast { .. }
            | Refusal::UntilTooFar { .. }
            | Refusal::AlreadyReported { .. }
            | Refusal::NothingToUndo { .. }
            | Refusal::TooLateToUndo { .. }
            | Refusal::HolidaysUnknown { .. }
            | Refusal::DeviceNotConfirmed { .. }
            | Refusal::PersonNotVerified { .. }
            | Refusal::OfKind(_) => {}
        }
    }
    all
}

/// One of each refusal of one kind of case, with the same guard.
fn of_kinds() -> Vec<KindRefusal> {
    let (case, by, at) = (|| case_ref(1), MemberId("chen".to_owned()), opened_at());
    let kind = CaseKind::DataRequest;
    let all = vec![
        KindRefusal::WrongKind { case: case(), kind, command: "gone" },
        KindRefusal::WrongKind { case: case(), kind: CaseKind::Preservation, command: "still-up" },
        KindRefusal::ActionMissing { case: case() },
        KindRefusal::ActionNotAsked { case: case(), kind },
        KindRefusal::GroundDoesNotFit { case: case(), kind, ground: RefusalGround::NoViolation },
        KindRefusal::DataInChat { case: case(), limit: 280, line: "resolved" },
        KindRefusal::DataInChat { case: case(), limit: 280, line: "refuse" },
        KindRefusal::DataInChat { case: case(), limit: 280, line: "ask" },
        KindRefusal::NothingKept { case: case() },
        KindRefusal::KeptAnyway { case: case(), until: at, due: at },
        KindRefusal::KeptTooLong { case: case(), until: at, days: 180 },
        KindRefusal::AlreadyConfirmed { case: case(), by, at },
        KindRefusal::OwnEmergency { case: case() },
        KindRefusal::CallbackMissing { case: case() },
        KindRefusal::CallbackOfAgency { case: case() },
        KindRefusal::NoNumberOnFile { case: case() },
    ];
    for refusal in &all {
        match refusal {
            KindRefusal::WrongKind { .. }
            | KindRefusal::ActionMissing { .. }
            | KindRefusal::ActionNotAsked { .. }
            | KindRefusal::GroundDoesNotFit { .. }
            | KindRefusal::DataInChat { .. }
            | KindRefusal::NothingKept { .. }
            | KindRefusal::KeptAnyway { .. }
            | KindRefusal::KeptTooLong { .. }
            | KindRefusal::AlreadyConfirmed { .. }
            | KindRefusal::OwnEmergency { .. }
            | KindRefusal::CallbackMissing { .. }
            | KindRefusal::CallbackOfAgency { .. }
            | KindRefusal::NoNumberOnFile { .. } => {}
        }
    }
    all
}

/// One of each misreading, with the same guard.
fn misreadings() -> Vec<Misreading> {
    let (option, word) = (|| "ground".to_owned(), || "https://a.example/1".to_owned());
    let values = || vec!["law".to_owned(), "terms".to_owned()];
    let cases = || vec![case_ref(1), case_ref(2)];
    let mut all = vec![
        Misreading::Command { word: word(), near: true },
        Misreading::Command { word: word(), near: false },
        Misreading::Option { word: word(), near: Some(option()), options: values() },
        Misreading::Option { word: word(), near: None, options: values() },
        Misreading::OptionTwice { option: option() },
        Misreading::OptionMissing { option: option(), values: values() },
        Misreading::OptionEmpty { option: option() },
        Misreading::OptionSpaced { option: option(), word: word() },
        Misreading::Value { option: option(), word: word(), values: values() },
        Misreading::Quote { option: option() },
        Misreading::Moment { option: option(), word: word() },
        Misreading::MomentSkipped { option: option(), word: word() },
        Misreading::Period { word: word() },
        Misreading::PeriodBackwards { word: word() },
        Misreading::PeriodsOverlap { word: word() },
        Misreading::Date { option: option(), word: word() },
        Misreading::UntilMissing,
        Misreading::UntilAlone,
        Misreading::TextMissing,
        Misreading::AssigneeMissing,
        Misreading::FromWithCases,
        Misreading::SnoozeEndMissing,
        Misreading::CasesTwo,
        Misreading::UntilOfOff,
        Misreading::GuestMissing,
        Misreading::TextLong { count: 3000, limit: 2000 },
        Misreading::TextTwice { option: option() },
        Misreading::Leftover { word: word() },
        Misreading::CaseMissing,
        Misreading::CaseDiffers { replied: case_ref(1), named: cases() },
        Misreading::Case { word: word() },
        Misreading::CaseRange { word: word() },
        Misreading::CasesMixed { cases: cases() },
        Misreading::CasesMany { count: 101, limit: 100 },
        Misreading::CasesOne { cases: cases() },
        Misreading::Places { option: option(), word: word() },
        Misreading::PlacesOfMany { cases: cases() },
        Misreading::TargetMissing,
        Misreading::IdentifierMissing,
        Misreading::TargetLate { word: word(), option: option() },
        Misreading::TargetsMany { count: 51, limit: 50 },
        Misreading::Long { count: 70_000, limit: 65_536 },
        Misreading::Order { word: word() },
        Misreading::Stranger,
    ];
    let faults = [
        TargetFault::Nonsense,
        TargetFault::Scheme,
        TargetFault::Credentials,
        TargetFault::Host,
        TargetFault::Long,
        TargetFault::Account,
        TargetFault::Phone,
        TargetFault::Moment,
    ];
    all.extend(faults.map(|fault| Misreading::Target { word: word(), fault }));
    all.iter().for_each(guard);
    all
}

/// Adding a misreading breaks this match: it belongs in the list above too.
fn guard(misreading: &Misreading) {
    match misreading {
        Misreading::Command { .. }
        | Misreading::Option { .. }
        | Misreading::OptionTwice { .. }
        | Misreading::OptionMissing { .. }
        | Misreading::OptionEmpty { .. }
        | Misreading::OptionSpaced { .. }
        | Misreading::Value { .. }
        | Misreading::Quote { .. }
        | Misreading::Moment { .. }
        | Misreading::MomentSkipped { .. }
        | Misreading::Period { .. }
        | Misreading::PeriodBackwards { .. }
        | Misreading::PeriodsOverlap { .. }
        | Misreading::Date { .. }
        | Misreading::UntilMissing
        | Misreading::UntilAlone
        | Misreading::TextMissing
        | Misreading::AssigneeMissing
        | Misreading::FromWithCases
        | Misreading::SnoozeEndMissing
        | Misreading::CasesTwo
        | Misreading::UntilOfOff
        | Misreading::GuestMissing
        | Misreading::TextLong { .. }
        | Misreading::TextTwice { .. }
        | Misreading::Leftover { .. }
        | Misreading::CaseMissing
        | Misreading::CaseDiffers { .. }
        | Misreading::Case { .. }
        | Misreading::CaseRange { .. }
        | Misreading::CasesMixed { .. }
        | Misreading::CasesMany { .. }
        | Misreading::CasesOne { .. }
        | Misreading::Places { .. }
        | Misreading::PlacesOfMany { .. }
        | Misreading::TargetMissing
        | Misreading::IdentifierMissing
        | Misreading::TargetLate { .. }
        | Misreading::TargetsMany { .. }
        | Misreading::Long { .. }
        | Misreading::Order { .. }
        | Misreading::Stranger => {}
        Misreading::Target { fault, .. } => match fault {
            TargetFault::Nonsense
            | TargetFault::Scheme
            | TargetFault::Credentials
            | TargetFault::Host
            | TargetFault::Long
            | TargetFault::Account
            | TargetFault::Phone
            | TargetFault::Moment => {}
        },
    }
}

/// Somebody who is proposed, under an alias or without one.
fn guest(alias: Option<&str>) -> Guest {
    Guest {
        organisation: OrganisationId("pharos".to_owned()),
        identity: "@lea:agency.example".to_owned(),
        alias: alias.map(str::to_owned),
        until: opened_at(),
        proposed_by: MemberId("amal".to_owned()),
        confirmed_by: None,
    }
}

/// Every sentence about somebody who comes or goes.
fn guests() -> Vec<Remark> {
    let both = [guest(None), guest(Some("PHAROS-15"))];
    let told = |name: &str| both.iter().map(|guest| guest.told(name, "PHAROS")).collect::<Vec<_>>();
    let line = || Fact::Line("desk-member", "@lea:agency.example".to_owned());
    let proposed = told("guest-proposed").into_iter().map(|remark| remark.with("line", line()));
    let others = ["guest-unproposed", "guest-let-in", "guest-put-out", "guest-over"];
    proposed.chain(others.into_iter().flat_map(told)).collect()
}

/// What the engine says beside refusals and misreadings, with the facts that it gives.
fn remarks() -> Vec<Remark> {
    let case = || Fact::Case(case_ref(1));
    let words = |text: &str| Fact::Words(text.to_owned());
    let rights = || Fact::Terms(RoomRight::ALL.iter().map(|right| right.term().to_owned()).collect());
    let parked = Remark::new("parked").with("room", words("#a:b.example")).with("why", words("forbidden"));
    vec![
        Remark::new("fault").with("reference", Fact::Code("F-7K2".to_owned())),
        Remark::new("could-not-read").with("since", Fact::Time(opened_at())),
        Remark::new("edited-unread"),
        Remark::new("undone-among-yourselves").with("case", case()),
        Remark::new("duty-begun")
            .with("by", Fact::Member(MemberId("chen".to_owned())))
            .with("until", Fact::Time(opened_at()))
            .with("line", Fact::Line("duty", "state:off".to_owned())),
        Remark::new("duty-ended").with("by", Fact::Member(MemberId("chen".to_owned()))),
        Remark::new("duty-over").with("by", Fact::Member(MemberId("chen".to_owned()))),
        Remark::new("duty-over-nobody")
            .with("by", Fact::Member(MemberId("chen".to_owned())))
            .with("line", Fact::Line("duty", "state:on".to_owned())),
        Remark::new("bot-lacks-rights").with("rights", rights()),
        Remark::new("barred").with("room", words("123")).with("rights", rights()),
        Remark::new("answer-refused"),
        Remark::new("answer-refused-case").with("case", case()),
        Remark::new("alone-refused"),
        Remark::new("alone-refused-case")
            .with("case", case())
            .with("line", Fact::Line("case", "YT-1 address:yes".to_owned())),
        Remark::new("room-of-no-desk"),
        Remark::new("address-not-here").with("case", case()).with("tlp", Fact::Code("TLP:AMBER+STRICT".to_owned())),
        Remark::new("was-away").with("from", Fact::Time(opened_at())).with("until", Fact::Time(opened_at())),
        Remark::new("head-of-week").with("head", Fact::Code("17 3f9a".to_owned())),
        Remark::new("edited-after").with("case", case()),
        Remark::new("reaction-asks-for-measure")
            .with("case", case())
            .with("line", Fact::Line("resolved", "YT-1 action:removed".to_owned())),
        Remark::new("reaction-undoes-nothing").with("case", case()).with("line", Fact::Line("case", "YT-1".to_owned())),
        Remark { name: "parked-case".to_owned(), ..parked.clone() }.with("case", case()),
        parked,
        Remark::new("report-left-out")
            .with("case", case())
            .with("count", Fact::Count(2))
            .with("cases", Fact::Cases(vec![case_ref(1), case_ref(2)])),
        Remark::new("stats-practice").with("line", Fact::Line("cases", String::new())),
        Remark::new("stats-no-desk")
            .with("word", words("https://a.example/1"))
            .with("line", Fact::Line("stats", String::new())),
        Remark::new("stats-no-organisation")
            .with("word", words("https://a.example/1"))
            .with("names", words("pharos, youtube"))
            .with("line", Fact::Line("stats", String::new())),
        Remark::new("withdrawn-unopened").with("case", case()),
        Remark::new("address-not-here-data").with("case", case()),
        Remark::new("request-not-here")
            .with("rooms", words("#pharos-youtube:agency.example"))
            .with("line", Fact::Code("!request account:@x type:subscriber".to_owned())),
        Remark::new("request-nowhere"),
        Remark::new("emergency-not-here").with("case", case()).with("rooms", words("#pharos-youtube:agency.example")),
        Remark::new("emergency-nowhere").with("case", case()),
        Remark::new("emergency-call")
            .with("case", case())
            .with("after", Fact::Span(TimeDelta::minutes(10)))
            .with("numbers", Fact::Code("YouTube duty desk +1 650 555 0100".to_owned())),
        Remark::new("emergency-no-number").with("case", case()).with("after", Fact::Span(TimeDelta::minutes(10))),
        Remark::new("emergencies-many")
            .with("agency", words("OFAC-PHAROS"))
            .with("count", Fact::Count(6))
            .with("case", case()),
        Remark::new("turned-away-stranger"),
        Remark::new("turned-away-platform"),
        Remark::new("coordination-turned-away").with("since", Fact::Time(opened_at())).with("count", Fact::Count(2)),
        Remark::new("withdrawn-opened")
            .with("case", case())
            .with("by", Fact::Member(MemberId("chen".to_owned())))
            .with("count", Fact::Count(2)),
    ]
}

fn bad(fault: Misreading) -> Remark {
    let nameless = matches!(fault, Misreading::Command { .. } | Misreading::Long { .. });
    let command = (!nameless).then_some(Verb::Refuse);
    BadInvocation { command, fault, line: (Verb::Refuse, "YT-1 ground:no_violation".to_owned()) }.remark()
}

pub(crate) fn every_remark() -> Vec<Remark> {
    let refused = refusals().into_iter().map(|refusal| refusal.remark());
    let of_data = refusals().into_iter().map(|refusal| refusal.remark_on(CaseKind::DataRequest, &Command::Undo));
    refused.chain(of_data).chain(misreadings().into_iter().map(bad)).chain(remarks()).chain(guests()).collect()
}
