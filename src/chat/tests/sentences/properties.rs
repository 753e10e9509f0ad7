//! Whatever people write, nothing that the bot says holds a live link, a mention that nobody asked for, or markup; and
//! nothing above a room's ceiling appears in it.

use std::sync::LazyLock;

use chrono::TimeDelta;
use liaison_chat::{Asked, Called, CasesPage, Document, Sentences, Verb, View, html};
use liaison_domain::{
    Command, Fact, Language, RefusalGround, Remark, Report, RoomKind, Target, TargetKind, Tlp, WithdrawalReason, digest,
};
use proptest::prelude::*;
use regex::Regex;

use crate::fixtures::*;

/// Forms that a client makes a link or a mention of, written down apart from those that the code knows. The backquote that
/// ends a code is no part of one: a target `ws:` leads nowhere.
const LIVE: &[&str] = &[
    r"(?i)\b(https?|ftp|wss?|file|data|javascript|mailto|matrix|tel|steam|magnet|tg):[^\s`]",
    r"(?i)[a-z][a-z0-9+.-]*://",
    r"(?i)[\p{L}\p{N}_-]\.[\p{L}][\p{L}\p{N}-]",
    r"\d+\.\d+\.\d+\.\d+",
    r"(?i)www\.",
    r"@[\p{L}\p{N}_]",
    r"#[^\s:]+:[^\s]",
    r"<[@#!/a-zA-Z]",
];

static FORMS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| LIVE.iter().map(|form| Regex::new(form).expect("a form")).collect());

pub(crate) static ALL: LazyLock<Sentences> = LazyLock::new(|| Sentences::load().expect("the sentences"));

pub(crate) fn assert_harmless(plain: &str) {
    // The form in which the bot shows every address; no client links it.
    let shown = plain.replace("hxxps://", "").replace("hxxp://", "");
    for form in FORMS.iter() {
        let found = form.find(&shown).map(|found| found.as_str().to_owned());
        assert_eq!(found, None, "{form} in {plain}");
    }
    // Between backquotes Markdown reads nothing, and code holds none of its own.
    let outside: String = plain.split('`').step_by(2).collect();
    assert!(!outside.contains("]("), "a Markdown link in {plain}");
    assert!(plain.matches('`').count().is_multiple_of(2), "a backquote alone in {plain}");
    let hidden = plain.chars().find(|letter| letter.is_control() && *letter != '\n');
    assert_eq!(hidden, None, "a control character in {plain}");
}

/// The only elements, and links to those who are called alone.
fn assert_sound_html(document: &Document) {
    let html = html(document);
    let elements = Regex::new(r"<[^>]*>").expect("a form");
    let person = Regex::new(r#"^<a href="https://matrix\.to/#/(@[^"]+)">$"#).expect("a form");
    for element in elements.find_iter(&html).map(|found| found.as_str()) {
        let known = ["<br>", "<strong>", "</strong>", "<code>", "</code>", "<ul>", "</ul>", "<li>", "</li>", "</a>"];
        let called = person.captures(element).is_some_and(|found| document.calls.contains(&found[1].to_owned()));
        assert!(known.contains(&element) || called, "{element} in {html}");
    }
    assert!(!elements.replace_all(&html, "").contains(['<', '>', '"']), "{html}");
}

/// Words as people and attackers write them.
fn words() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "https://a.example/x",
        "HTTP://B.example",
        "www.c.example",
        "d.example",
        "mail@e.example",
        "@room",
        "@everyone",
        "@amal:agency.example",
        "#x:f.example",
        "<b>bold</b>",
        "<a href='https://g.example'>g</a>",
        "[x](https://h.example)",
        "**x**",
        "`",
        "\u{202E}",
        "\u{200B}",
        "javascript:alert(1)",
        "//i.example/x",
        "10.0.0.1",
        "{ $case }",
        "\u{E000}",
        "\u{E001}",
        "&lt;script&gt;",
        "<@123>",
        "matrix.to/#/@x:y.example",
        "hxxps://j[.]example",
        "3:10",
        "l。example",
        "http://[::1]/",
        "mailto:k@l.example",
        "||x||",
        "\n# x\n> y",
        "\"onload=",
        "' x='",
    ]);
    let piece = prop_oneof![3 => nasty.prop_map(str::to_owned), 2 => "\\PC{0,12}", 1 => any::<String>()];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(" "))
}

fn target() -> impl Strategy<Value = Target> {
    (prop::sample::select(TargetKind::ALL), words()).prop_map(|(kind, locator)| Target {
        kind,
        key: locator.clone(),
        locator,
    })
}

fn reported() -> impl Strategy<Value = Report> {
    (prop::collection::vec(target(), 1..4), words(), prop::option::of(words()))
        .prop_map(|(targets, reason, file)| Report { targets, reason, file, ..report() })
}

/// Everything that is said about a case which holds these words.
pub(crate) fn everything(
    all: &Sentences,
    report: &Report,
    text: &str,
    view: impl Fn(&Story) -> View<'_>,
) -> Vec<Document> {
    let opened = || Story::opened(report);
    let mut stories = vec![
        opened().then("chen", 20, &ask(text)),
        opened().then("chen", 20, &ask(text)).then("amal", 40, &inform(text)),
        opened().then("chen", 20, &resolve(text)),
        opened().then("chen", 20, &refuse(RefusalGround::OverBroad, text)),
        opened().then(
            "chen",
            20,
            &Command::Refuse {
                ground: RefusalGround::Unable,
                until: Some(opened_at() + TimeDelta::hours(9)),
                targets: Vec::new(),
                text: text.to_owned(),
            },
        ),
        // Of a case about one address, that is an answer for all of it.
        opened().then("chen", 20, &only(&[1], resolve(text))),
        opened().then("chen", 20, &resolve(text)).then("amal", 40, &Command::StillUp { text: text.to_owned() }),
        opened().then("chen", 20, &resolve(text)).then("amal", 40, &Command::ConfirmGone { text: text.to_owned() }),
        opened().then("amal", 40, &Command::Withdraw { reason: WithdrawalReason::WrongDesk, text: text.to_owned() }),
        opened().then("amal", 40, &Command::Withdraw { reason: WithdrawalReason::Duplicate, text: text.to_owned() }),
    ];
    if report.targets.len() > 1 {
        let refused = only(&[1], refuse(RefusalGround::OverBroad, text));
        stories.push(opened().then("chen", 20, &refused).then("dana", 40, &resolve(text)));
    }
    let mut said = Vec::new();
    for story in &stories {
        let view = view(story);
        said.extend([all.card(&story.case, &view), all.case(&story.case, &view)]);
        said.extend(story.events.iter().map(|event| all.status(&story.case, event, &view)));
        said.push(all.new_cases(std::slice::from_ref(&story.case), &view));
        let asked = asked(all, "overdue page:2");
        let cases = std::slice::from_ref(&story.case);
        said.push(all.cases(&CasesPage { asked: &asked, cases, size: 1, found: 3, is_more: false }, &view));
        let cases = [story.case.clone()];
        let digest = digest(&cases, opened_at() - TimeDelta::hours(1), opened_at() + TimeDelta::hours(1), PARIS);
        said.push(all.digest("YT", &digest, Some("17 3f9a"), &view));
        said.push(all.coordination_digest(&[("YT".to_owned(), digest)], None, &view));
    }
    let mut late = opened();
    let ruling = late.lapsed(240);
    let called = Called { name: "dana".to_owned(), person: Some("@dana:platform.example".to_owned()) };
    let view = view(&late);
    for alert in alerts(&ruling) {
        said.push(all.alert(&late.case, alert, std::slice::from_ref(&called), &just_started(), &view));
    }
    said
}

fn asked(all: &Sentences, filter: &str) -> Asked {
    Asked::read(all.table().definition(Verb::Cases).expect("every command is defined"), filter)
}

fn shared(story: &Story) -> View<'_> {
    story.view(Language::English, &RoomKind::Shared, 60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_live_whatever_people_write(report in reported(), text in words()) {
        let all = &*ALL;
        let french = |story: &Story| -> bool { story.events.len().is_multiple_of(2) };
        let said = everything(all, &report, &text, |story| {
            let language = if french(story) { Language::French } else { Language::English };
            story.view(language, &RoomKind::Shared, 60)
        });
        for document in &said {
            assert_harmless(&document.plain());
            assert_sound_html(document);
            prop_assert!(document.calls.iter().all(|person| person == "@dana:platform.example"));
        }
    }

    #[test]
    fn nothing_is_live_in_a_remark(word in words(), name in words()) {
        let all = &*ALL;
        let (setting, room) = (setting(), RoomKind::Shared);
        let view = view(&setting, Language::French, &room, opened_at());
        let remark = Remark::new("unread-value")
            .with("word", Fact::Words(word.clone()))
            .with("option", Fact::Code(name.clone()))
            .with("values", Fact::Code(word.clone()))
            .with("command", Fact::Line("refuse", String::new()))
            .with("line", Fact::Line("refuse", word.clone()));
        let called = Called { name: name.clone(), person: Some(name) };
        let mut story = Story::opened(&report());
        let ruling = story.lapsed(240);
        let alert = alerts(&ruling)[0];
        for document in [
            all.remark(&remark, &view),
            all.cases(&CasesPage { asked: &asked(all, &word), cases: &[], size: 1, found: 0, is_more: false }, &view),
            all.digest(&word, &digest(&[], opened_at(), opened_at(), PARIS), Some(&word), &view),
            all.alert(&story.case, alert, std::slice::from_ref(&called), &just_started(), &view),
        ] {
            assert_harmless(&document.plain());
            assert_sound_html(&document);
        }
    }

}

#[test]
fn nothing_above_the_ceiling_is_seen() {
    for (ceiling, tlp) in Tlp::ALL.iter().flat_map(|ceiling| Tlp::ALL.iter().map(move |tlp| (*ceiling, *tlp))) {
        let marked = Report {
            targets: vec![address("https://locator.example/zq1"), address("https://locator.example/zq2")],
            reason: "reasonzq".to_owned(),
            file: Some("filezq".to_owned()),
            tlp,
            ..report()
        };
        let said = everything(&ALL, &marked, "textzq", |story| View { ceiling, ..shared(story) });
        let full = tlp <= ceiling && tlp != Tlp::Red;
        let seen = |secret: &str| {
            said.iter().any(|document| document.plain().contains(secret) || html(document).contains(secret))
        };
        for secret in ["zq", "locator", "chen", "amal", "OFAC", "wrong desk", "[.]", "hxxp"] {
            assert_eq!(seen(secret), full, "{secret} of {} under {}", tlp.name(), ceiling.name());
        }
    }
}

#[test]
fn red_is_posted_nowhere() {
    for ceiling in Tlp::ALL {
        let story = Story::opened(&Report { tlp: Tlp::Red, ..report() }).then("chen", 20, &ask("which?"));
        let view = View { ceiling: *ceiling, ..shared(&story) };
        assert_eq!(ALL.card(&story.case, &view).plain(), "YT-1 needs attention");
        assert_eq!(ALL.case(&story.case, &view).plain(), "YT-1 needs attention");
        assert_eq!(ALL.status(&story.case, story.last(), &view).plain(), "YT-1 needs attention");
    }
}

#[test]
fn a_mention_is_the_only_link() {
    let all = &*ALL;
    let mut story = Story::opened(&report());
    let ruling = story.lapsed(240);
    let view = story.view(Language::English, &RoomKind::Shared, 240);
    let called = |person: &str| Called { name: "chen".to_owned(), person: Some(person.to_owned()) };
    let alert = alerts(&ruling)[0];
    let said = html(&all.alert(&story.case, alert, &[called("@chen:platform.example")], &just_started(), &view));
    assert!(
        said.starts_with("<a href=\"https://matrix.to/#/@chen:platform.example\">chen</a> · <strong>YT-1</strong>"),
        "{said}"
    );
    let strange =
        html(&all.alert(&story.case, alert, &[called("@x\"><b>:y"), called("discord:user:1")], &just_started(), &view));
    assert!(!strange.contains("<a"), "{strange}");
}

#[test]
fn only_the_address_for_one_person_alone_is_live() {
    let all = &*ALL;
    let story = Story::opened(&report());
    let view = shared(&story);
    assert!(all.address(&story.case, &view).plain().contains("`https://a.example/1`"));
    assert!(html(&all.address(&story.case, &view)).contains("<code>https://a.example/1</code>"));
}
