//! What people read, kept as files under `tests/golden`. To change one on purpose, run with `LIAISON_GOLDEN=write` and
//! read the difference.

use std::path::PathBuf;

use chrono::TimeDelta;
use liaison_chat::{Asked, Called, CasesPage, CommandTable, Document, Sentences, Verb};
use liaison_domain::{
    Action, Case, CaseKind, Command, DataType, DeskId, Digest, Language, MemberId, OrganisationId, RefusalGround,
    RoomKind, Setting, Target, TargetKind, Tlp, Urgency, WithdrawalReason, digest,
};
use liaison_reporting::{Group, Page, Period, Sums, Waits, Wanted};

use crate::fixtures::*;

fn compare(name: &str, language: Language, renderings: &[(&str, Document)]) {
    let mut text = String::new();
    for (title, document) in renderings {
        text.push_str(&format!("== {title}\n{}\n\n", document.plain()));
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.{}.txt", language.name()));
    if std::env::var("LIAISON_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, &text).expect("the golden file can be written");
    }
    let golden = std::fs::read_to_string(&path).expect("a golden file");
    assert_eq!(golden, text, "{} differs", path.display());
}

/// Every state of a case, with the minutes after its report at which it is read.
pub(crate) fn stories() -> Vec<(&'static str, Story, i64)> {
    let opened = || Story::opened(&report());
    let answered = || opened().then("chen", 20, &ack()).then("chen", 60, &resolve("all three copies"));
    let urgent = liaison_domain::Report {
        targets: vec![address("https://a.example/1"), address("https://b.example/2?u=https://c.example/")],
        urgency: Urgency::Urgent,
        file: Some("118/26".to_owned()),
        reason: String::new(),
        ..report()
    };
    let some = || Story::opened(&urgent).then("chen", 60, &only(&[2], resolve("the copy")));
    let several = || {
        let targets = (1..=3).map(|number| address(&format!("https://a.example/{number}"))).collect();
        Story::opened(&liaison_domain::Report { targets, ..report() })
    };
    let withdraw = Command::Withdraw { reason: WithdrawalReason::Mistake, text: "the wrong video".to_owned() };
    let gone = Command::ConfirmGone { text: String::new() };
    let back = Command::StillUp { text: "reposted by the same account".to_owned() };
    vec![
        ("sent", opened(), 0),
        ("sent, urgent, two targets, no reason", Story::opened(&urgent), 5),
        ("sent, overdue", opened(), 300),
        ("acknowledged", opened().then("chen", 20, &ack()), 20),
        ("waiting", opened().then("chen", 20, &ask("which of the three videos?")), 20),
        ("informed", opened().then("chen", 20, &ask("which?")).then("amal", 50, &inform("the second, from 3:10")), 50),
        ("suspended", opened().then("chen", 20, &unable(utc("2026-03-04 17:00"))), 30),
        ("answered, removed", answered(), 60),
        ("answered, no violation", opened().then("dana", 60, &refuse(RefusalGround::NoViolation, "")), 60),
        ("answered, other authority", opened().then("dana", 60, &refuse(RefusalGround::Jurisdiction, "")), 60),
        ("answered, in part", opened().then("chen", 60, &partly()), 90),
        ("answered for one of two", some(), 60),
        ("answered for one and the other", some().then("dana", 90, &refuse(RefusalGround::Jurisdiction, "")), 90),
        (
            "answered for two of three",
            several().then("chen", 60, &only(&[1, 3], refuse(RefusalGround::NotFound, ""))),
            60,
        ),
        ("reopened", answered().then("amal", 1600, &back), 1600),
        ("confirmed gone", answered().then("binta", 90, &gone), 90),
        ("withdrawn", opened().then("amal", 90, &withdraw), 90),
        ("undone", opened().then("chen", 20, &ack()).then("chen", 25, &Command::Undo), 25),
    ]
    .into_iter()
    .chain(of_other_kinds())
    .collect()
}

/// A request for data, data that is kept, and emergencies.
fn of_other_kinds() -> Vec<(&'static str, Story, i64)> {
    let opened = |kind, data| Story::opened(&asks(kind, data));
    let request = || opened(CaseKind::DataRequest, Some(DataType::Subscriber));
    let two = || {
        let whose = ["@x", "@y"].map(|name| Target {
            kind: TargetKind::Account,
            locator: name.to_owned(),
            key: name.to_owned(),
        });
        Story::opened(&liaison_domain::Report { targets: whose.to_vec(), ..asks(CaseKind::DataRequest, None) })
    };
    let kept = || opened(CaseKind::Preservation, None).then("chen", 60, &produced(false));
    let emergency = || opened(CaseKind::Emergency, None);
    let extend = Command::Extend { until: None, text: "letters rogatory are under way".to_owned() };
    vec![
        ("data request", request(), 0),
        ("data request, produced", request().then("chen", 60, &produced(false)), 60),
        ("data request, produced in part", request().then("chen", 60, &produced(true)), 60),
        ("data request, produced for one of two", two().then("chen", 60, &only(&[1], produced(false))), 60),
        ("data request, no data", request().then("chen", 60, &refuse(RefusalGround::NoData, "")), 60),
        ("preservation", opened(CaseKind::Preservation, None), 0),
        ("preservation, kept", kept(), 60),
        ("preservation, extended", kept().then("amal", 90, &extend), 90),
        ("emergency", emergency(), 0),
        ("emergency, confirmed", emergency().then("binta", 5, &Command::Confirm { callback: false }), 5),
        ("emergency, called back", emergency().then("chen", 5, &Command::Confirm { callback: true }), 5),
    ]
}

fn asks(kind: CaseKind, data: Option<DataType>) -> liaison_domain::Report {
    let whose = Target { kind: TargetKind::Account, locator: "@x".to_owned(), key: "@x".to_owned() };
    let urgency = if kind == CaseKind::Emergency { Urgency::Emergency } else { Urgency::Routine };
    liaison_domain::Report {
        kind,
        data,
        targets: vec![whose],
        reason: "a missing person".to_owned(),
        urgency,
        ..report()
    }
}

fn produced(partly: bool) -> Command {
    Command::Resolve {
        action: None,
        ground: None,
        at: None,
        partly,
        targets: Vec::new(),
        file: None,
        text: String::new(),
    }
}

fn partly() -> Command {
    Command::Resolve {
        action: Some(Action::GeoBlocked),
        ground: None,
        at: Some(opened_at() + minutes(30)),
        partly: true,
        targets: Vec::new(),
        file: Some("TS-8".to_owned()),
        text: String::new(),
    }
}

fn each(test: impl Fn(&Sentences, Language)) {
    let sentences = Sentences::load().expect("the sentences");
    for language in Language::ALL {
        test(&sentences, *language);
    }
}

#[test]
fn cards() {
    each(|sentences, language| {
        let mut told = Vec::new();
        let room = RoomKind::Shared;
        let stories = stories();
        for (title, story, after) in &stories {
            told.push((*title, sentences.card(&story.case, &story.view(language, &room, *after))));
        }
        let (_, waiting, _) = &stories[4];
        let mut view = waiting.view(language, &room, 20);
        view.ceiling = Tlp::Clear;
        told.push(("waiting, minimal", sentences.card(&waiting.case, &view)));
        let mut red = waiting.case.clone();
        red.tlp = Tlp::Red;
        told.push(("waiting, TLP:RED", sentences.card(&red, &view)));
        let (_, answered, _) = &stories[7];
        let request = Story::opened(&asks(CaseKind::DataRequest, Some(DataType::Traffic)));
        let mut discord = request.view(language, &room, 0);
        discord.network = liaison_chat::Network::Discord;
        told.push(("data request, on Discord", sentences.card(&request.case, &discord)));
        told.push(("answered, whole", sentences.case(&answered.case, &answered.view(language, &room, 60))));
        told.push(("the address alone", sentences.address(&answered.case, &answered.view(language, &room, 60))));
        compare("card", language, &told);
    });
}

#[test]
fn status_lines() {
    each(|sentences, language| {
        let mut told = Vec::new();
        let room = RoomKind::Shared;
        let stories = stories();
        for (title, story, after) in &stories {
            let view = story.view(language, &room, *after);
            told.push((*title, sentences.status(&story.case, story.last(), &view)));
            let minimal = liaison_chat::View { ceiling: Tlp::Clear, ..view };
            told.push(("the same, minimal", sentences.status(&story.case, story.last(), &minimal)));
        }
        let (_, acknowledged, _) = &stories[3];
        let mut late = acknowledged.last().clone();
        late.recorded_at = late.at + minutes(90);
        let unconfirmed = liaison_domain::EventBody::Acknowledged { file: None, confirmed: false };
        let unconfirmed = liaison_domain::Event { body: unconfirmed, ..acknowledged.last().clone() };
        let view = acknowledged.view(language, &room, 120);
        told.push(("said long before", sentences.status(&acknowledged.case, &late, &view)));
        told.push(("device not confirmed", sentences.status(&acknowledged.case, &unconfirmed, &view)));
        let mut kept = Story::opened(&asks(CaseKind::Preservation, None)).then("chen", 60, &produced(false));
        kept.lapsed(91 * 24 * 60);
        let view = kept.view(language, &room, 91 * 24 * 60);
        told.push(("expired", sentences.status(&kept.case, kept.last(), &view)));
        let mut quiet = Story::opened(&report()).then("chen", 20, &resolve(""));
        quiet.lapsed(8 * 24 * 60);
        told.push((
            "closed by time",
            sentences.status(&quiet.case, quiet.last(), &quiet.view(language, &room, 8 * 24 * 60)),
        ));
        compare("status", language, &told);
    });
}

#[test]
fn alerts_of_the_ladder() {
    each(|sentences, language| {
        let mut told = Vec::new();
        let chen = Called { name: "chen".to_owned(), person: Some("@chen:platform.example".to_owned()) };
        let dana = Called { name: "dana".to_owned(), person: None };
        for (title, at, now) in [
            ("warning", 180, 180),
            ("due", 240, 240),
            ("supervisors", 360, 360),
            ("coordination rung", 480, 480),
            ("late by 26 min", 266, 266),
            ("held up for 26 min", 240, 266),
        ] {
            let mut story = Story::opened(&report());
            for before in [180, 240, 360].into_iter().filter(|before| *before < at && !title.starts_with("late")) {
                story.lapsed(before);
            }
            let ruling = story.lapsed(at);
            for (place, alert) in alerts(&ruling).into_iter().enumerate() {
                let room = match place {
                    0 if !title.starts_with("coordination") => RoomKind::Shared,
                    _ => RoomKind::Coordination,
                };
                let calls = if title == "warning" { vec![] } else { vec![chen.clone(), dana.clone()] };
                let meanwhile = if title.starts_with("late") { just_started() } else { long_up() };
                let view = story.view(language, &room, now);
                told.push((title, sentences.alert(&story.case, alert, &calls, &meanwhile, &view)));
            }
        }
        let mut story = Story::opened(&report());
        let ruling = story.lapsed(240);
        let mut statutory = alerts(&ruling)[0].clone();
        statutory.clocks[0].kind = liaison_domain::ClockKind::Statutory;
        statutory.clocks[0].due = opened_at() + minutes(228);
        let view = story.view(language, &RoomKind::Shared, 240);
        told.push(("statutory, held up", sentences.alert(&story.case, &statutory, &[], &long_up(), &view)));
        let emergency = Story::opened(&asks(CaseKind::Emergency, None));
        for alert in alerts(&emergency.ruling) {
            let view = emergency.view(language, &RoomKind::Shared, 0);
            let calls = [chen.clone()];
            told.push(("an emergency, at once", sentences.alert(&emergency.case, alert, &calls, &long_up(), &view)));
        }
        let mut kept = Story::opened(&asks(CaseKind::Preservation, None)).then("chen", 60, &produced(false));
        let ruling = kept.lapsed(68 * 24 * 60);
        for alert in alerts(&ruling) {
            let view = kept.view(language, &RoomKind::Shared, 68 * 24 * 60);
            told.push(("what is kept will expire", sentences.alert(&kept.case, alert, &[], &long_up(), &view)));
        }
        let mut red = story.case.clone();
        red.tlp = Tlp::Red;
        told.push(("TLP:RED", sentences.alert(&red, &statutory, std::slice::from_ref(&chen), &long_up(), &view)));
        compare("alert", language, &told);
    });
}

fn digested() -> (Digest, Setting) {
    let mut cases: Vec<_> = (1..=13).map(|number| Story::numbered(&report(), number).case).collect();
    cases[3].urgency = Urgency::Urgent;
    cases.push(Story::numbered(&report(), 14).then("chen", 20, &ask("which?")).case);
    cases.push(Story::numbered(&report(), 15).then("chen", 150, &resolve("")).case);
    (digest(&cases, opened_at() - TimeDelta::hours(24), opened_at() + minutes(300), PARIS), setting())
}

#[test]
fn digests() {
    each(|sentences, language| {
        let (full, setting) = digested();
        let nothing = digest(&[], opened_at(), opened_at() + minutes(300), PARIS);
        let room = RoomKind::Coordination;
        let view = view(&setting, language, &room, opened_at() + minutes(300));
        let head = Some("17 3f9a0c5d7e");
        let desks = [("PHAROS and YouTube".to_owned(), full.clone()), ("Quiet".to_owned(), nothing.clone())];
        let own = |id: &str| RoomKind::Own(OrganisationId(id.to_owned()));
        let (of_agency, of_platform) = (own("pharos"), own("youtube"));
        let in_agency = liaison_chat::View { room: &of_agency, ..view };
        let in_platform = liaison_chat::View { room: &of_platform, ..view };
        let several = [Story::opened(&report()).case, Story::numbered(&asks(CaseKind::Emergency, None), 2).case];
        let several = digest(&several, opened_at() - TimeDelta::hours(24), opened_at() + minutes(30), PARIS);
        compare(
            "digest",
            language,
            &[
                ("a desk with cases of several kinds", sentences.digest("PHAROS and YouTube", &several, head, &view)),
                ("a desk", sentences.digest("PHAROS and YouTube", &full, head, &view)),
                ("a desk without cases", sentences.digest("Quiet", &nothing, head, &view)),
                ("the same desk in the agency's own room", sentences.digest("Quiet", &nothing, head, &in_agency)),
                ("in the agency's own room", sentences.digest("PHAROS and YouTube", &full, head, &in_agency)),
                ("in the platform's own room", sentences.digest("PHAROS and YouTube", &full, head, &in_platform)),
                ("coordination", sentences.coordination_digest(&desks, head, &view)),
                ("coordination without cases", sentences.coordination_digest(&desks[1..], head, &view)),
            ],
        );
    });
}

/// What a desk's cases come to: twenty were due and seven answered, and a month before it were three of four.
fn figures(practised: bool) -> Vec<(DeskId, Vec<Group>)> {
    let sums = |due: usize, due_answered: usize| Sums {
        opened: due + 2,
        left_out: 1,
        due,
        due_answered,
        ahead: 2,
        ahead_answered: 1,
        acknowledgement: Waits { took: vec![12 * 60_000; due_answered], open: due - due_answered },
        effect: Waits { took: vec![15 * 60_000, 5 * 3_600_000], open: due - due_answered + 1 },
        refusals: [(RefusalGround::NoViolation, 3), (RefusalGround::Jurisdiction, 2)].into(),
        settled: 6,
        reopened: 1,
        information: Waits { took: vec![90 * 60_000], open: 1 },
    };
    let group = |urgency, due, answered| Group {
        agency: OrganisationId("pharos".to_owned()),
        kind: CaseKind::RemovalReferral,
        urgency,
        sums: sums(due, answered),
    };
    let groups = if practised { vec![group(Urgency::Routine, 4, 3)] } else { vec![group(Urgency::Routine, 20, 7)] };
    let urgent = (!practised).then(|| group(Urgency::Urgent, 3, 2));
    vec![(DeskId("youtube".to_owned()), groups.into_iter().chain(urgent).collect())]
}

fn wanted(period: Option<Period>) -> Wanted {
    Wanted {
        period: period.expect("a period"),
        named: true,
        compared: None,
        desk: None,
        organisation: None,
        kind: None,
        urgency: None,
        explained: false,
    }
}

#[test]
fn figures_of_a_period() {
    each(|sentences, language| {
        let setting = setting();
        let room = RoomKind::Coordination;
        let view = view(&setting, language, &room, opened_at());
        let now = figures(false);
        let quiet = (DeskId("quiet".to_owned()), Vec::new());
        let name = |id: &str, name: &str| (DeskId(id.to_owned()), name.to_owned());
        let desk = [name("youtube", "PHAROS and YouTube")];
        let both = [name("youtube", "PHAROS and YouTube"), name("quiet", "Quiet")];
        let routine: Vec<_> = vec![(now[0].0.clone(), now[0].1[..1].to_vec())];
        let february = || wanted(Period::month(2026, 2));
        let compared = Wanted { compared: Period::month(2025, 10), ..february() };
        let explained = Wanted { explained: true, urgency: Some(Urgency::Routine), ..february() };
        let unnamed = Wanted { named: false, ..wanted(Period::days_to(opened_at().date_naive(), 30)) };
        let agency = OrganisationId("pharos".to_owned());
        let of = |period| Wanted { organisation: Some(agency.clone()), ..wanted(period) };
        let page = |wanted: Wanted, now: &[_], then: &[_], names: &[_]| {
            sentences.stats(&Page::of(wanted, now, then), names, &view)
        };
        let all = [now[0].clone(), quiet.clone()];
        compare(
            "stats",
            language,
            &[
                ("a month of routine, explained", page(explained, &routine, &[], &desk)),
                ("a month, compared", page(compared, &now, &figures(true), &desk)),
                ("every desk", page(wanted(Period::quarter(2026, 1)), &all, &[], &both)),
                ("the last days, nothing there", page(unnamed, std::slice::from_ref(&quiet), &[], &desk)),
                ("a week of one agency", page(of(Period::week(2026, 9)), &figures(true), &[], &desk)),
                ("a year", page(of(Period::year(2025)), &figures(true), &[], &desk)),
                ("a day", page(of(Period::days_to(opened_at().date_naive(), 1)), &figures(true), &[], &desk)),
            ],
        );
    });
}

#[test]
fn whatever_a_desk_to_practise_at_posts_says_so_first() {
    each(|sentences, language| {
        let mut story = Story::opened(&report()).then("chen", 20, &ack());
        let ruling = Story::opened(&report()).lapsed(240);
        let (digest, mut setting) = digested();
        setting.desks[0].practice = true;
        story.setting = setting.clone();
        story.case.practice = true;
        let room = RoomKind::Shared;
        let view = story.view(language, &room, 240);
        let minimal = liaison_chat::View { ceiling: Tlp::Clear, ..view };
        let mut red = story.case.clone();
        red.tlp = Tlp::Red;
        let chen = Called { name: "chen".to_owned(), person: Some("@chen:platform.example".to_owned()) };
        let alert = alerts(&ruling)[0];
        let definition = sentences.table().definition(Verb::Cases).expect("every command is defined");
        let asked = Asked::read(definition, "");
        let cases = std::slice::from_ref(&story.case);
        let page = CasesPage { asked: &asked, cases, size: 20, found: 1, is_more: false };
        let told = [
            ("a card", sentences.card(&story.case, &view)),
            ("a minimal card", sentences.card(&story.case, &minimal)),
            ("a card of TLP:RED", sentences.card(&red, &view)),
            ("the answer of case", sentences.case(&story.case, &view)),
            ("a status line", sentences.status(&story.case, story.last(), &view)),
            ("an alert", sentences.alert(&story.case, alert, std::slice::from_ref(&chen), &long_up(), &view)),
            ("a digest", sentences.digest("PHAROS and YouTube", &digest, Some("17 3f9a0c5d7e"), &view)),
            ("new cases", sentences.new_cases(std::slice::from_ref(&story.case), &view)),
            ("a list", sentences.cases(&page, &view)),
        ];
        compare("practice", language, &told);
        let banner = if language == Language::French { "EXERCICE\u{a0}: " } else { "PRACTICE: " };
        for (title, document) in told {
            assert!(document.plain().starts_with(banner), "{title}");
        }
    });
}

#[test]
fn help() {
    each(|sentences, language| {
        let table = CommandTable::load().expect("the table");
        let setting = setting();
        let view = view(&setting, language, &RoomKind::Shared, opened_at());
        compare(
            "help",
            language,
            &[
                ("everything", sentences.help(&table, None, &view)),
                ("resolved", sentences.help(&table, Some("resolu"), &view)),
                ("report", sentences.help(&table, Some("report"), &view)),
                ("stats", sentences.help(&table, Some("chiffres"), &view)),
                ("no command", sentences.help(&table, Some("reprot"), &view)),
            ],
        );
    });
}

#[test]
fn remarks() {
    each(|sentences, language| {
        let setting = setting();
        let view = view(&setting, language, &RoomKind::Shared, opened_at());
        let all = crate::samples::every_remark();
        let told: Vec<_> = all.iter().map(|remark| (remark.name.as_str(), sentences.remark(remark, &view))).collect();
        compare("remark", language, &told);
    });
}

#[test]
fn lists() {
    each(|sentences, language| {
        let cases: Vec<_> = stories().into_iter().take(4).map(|(_, story, _)| story.case).collect();
        let setting = setting();
        let room = RoomKind::Shared;
        let view = view(&setting, language, &room, opened_at() + minutes(300));
        let refused = vec![(
            case_ref(2),
            liaison_domain::Refusal::AlreadyAnswered {
                case: case_ref(2),
                by: MemberId("dana".to_owned()),
                at: opened_at(),
            }
            .remark(),
        )];
        let mut many = refused.clone();
        many.extend(
            (11..=50).map(|number| {
                (case_ref(number), liaison_domain::Refusal::NoSuchCase { case: case_ref(number) }.remark())
            }),
        );
        many.extend((3..=4).map(|number| {
            (case_ref(number), liaison_domain::Refusal::DeviceNotConfirmed { command: "resolved" }.remark())
        }));
        let definition = sentences.table().definition(Verb::Cases).expect("every command is defined");
        let page = |filter: &str, cases: &[Case], found, is_more| {
            let asked = Asked::read(definition, filter);
            sentences.cases(&CasesPage { asked: &asked, cases, size: 20, found, is_more }, &view)
        };
        compare(
            "list",
            language,
            &[
                ("new cases", sentences.new_cases(&cases, &view)),
                ("open cases", page("", &cases, cases.len(), false)),
                ("open cases, the first page", page("", &cases, 45, false)),
                ("open cases, the last page", page("page:3", &cases, 40 + cases.len(), false)),
                ("open cases, one on the last page", page("page:3", &cases[..1], 41, false)),
                ("open cases, more than are counted", page("", &cases, 1_000, true)),
                ("the last page that is shown", page("all page:50", &cases, 1_000, true)),
                ("no such page", page("page:9", &[], 45, false)),
                ("no second page", page("mine page:2", &[], 1, false)),
                ("found cases", page("telegram", &cases[..1], 1, false)),
                ("found by a filter", page("overdue waiting-on-us \"call to arms\"", &cases[..1], 1, false)),
                (
                    "found by a filter, with pages",
                    page("closes-tomorrow https://a.example/1 page:2", &cases, 60, false),
                ),
                ("found, more than are counted", page("telegram", &cases, 1_000, true)),
                ("nothing found", page("telegram", &[], 0, false)),
                ("nothing open", page("", &[], 0, false)),
                ("in bulk", sentences.bulk(2, &refused, &view)),
                ("in bulk, for one reason each", sentences.bulk(2, &many, &view)),
                ("in bulk, all done", sentences.bulk(3, &[], &view)),
            ],
        );
    });
}
