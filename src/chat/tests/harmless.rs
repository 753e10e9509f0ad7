//! People's words are shown so that no client makes a link, a mention or markup of them. The forms are looked for by
//! regular expressions of this test's own, written from what clients are known to link.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it found by failing; helpers outside of `#[test]` do too"
)]

use liaison_chat::{defanged, harmless};
use proptest::prelude::*;
use regex::Regex;

/// What would be a link or a mention: in a client's own recogniser, in Markdown, in Discord's marks.
fn live_forms() -> Vec<Regex> {
    [
        r"(?i)\b(?:https?|ftps?|sftp|ssh|git|ws|wss|irc|steam|tg|discord|slack|intent|file|matrix)://",
        r"(?i)(?:^|[^a-z])https?:\S",
        r"(?i)[a-z][a-z0-9+.-]*://\S",
        r"(?i)\b(?:mailto|tel|sms|magnet|xmpp|matrix|javascript|data|vbscript|file|bitcoin):\S",
        r"(?i)www\.[\p{L}\p{N}]",
        r"[\p{L}\p{N}_-]\.[\p{L}]{2,}",
        r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b",
        r"[\p{So}]\.\p{L}{2,}",
        r"\S+@\S+",
        r"@(?:room|everyone|here|\w)",
        r"[#!]\S+:\S+",
        r"<[@#&:/a-z!]",
        r"\]\(",
        r"`",
        r"\*",
        r"\|\|",
        r"~~",
        r"(?:^|\W)__?\w",
        r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);",
        r"[\u{200b}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}\u{ad}\n\r\t\u{0}-\u{1f}]",
    ]
    .iter()
    .map(|form| Regex::new(form).unwrap_or_else(|fault| panic!("{form}: {fault}")))
    .collect()
}

fn live_form(shown: &str, forms: &[Regex]) -> Option<String> {
    // The bot's own dead scheme is nobody's link, and would hide nothing behind a space.
    let shown = &shown.replace("hxxps://", " ").replace("hxxp://", " ");
    forms.iter().find_map(|form| form.find(shown).map(|found| format!("{} by {form}", found.as_str())))
}

#[test]
fn words_stay_readable() {
    let cases = [
        ("incites to attack, from 3:10", "incites to attack, from 3:10"),
        ("3.5 % on 24.10.2026 at 14.30", "3.5 % on 24.10.2026 at 14.30"),
        ("see https://a.example/1.", "see hxxps://a[.]example/1."),
        ("HTTP://A.example", "hxxp://A[.]example"),
        ("a.example/x and b.example", "a[.]example/x and b[.]example"),
        ("from 1.2.3.4", "from 1[.]2[.]3[.]4"),
        ("write to x@a.example", "write to x＠a[.]example"),
        ("mailto:x", "mailto[:]x"),
        ("@room @everyone @here @x", "＠room ＠everyone ＠here ＠x"),
        ("<@123> <#4> <b>x</b>", "‹＠123› ‹#4› ‹b›x‹/b›"),
        ("#room:a.example and #tag, dossier #12", "＃room:a[.]example and #tag, dossier #12"),
        ("[x](y)", "[x] (y)"),
        (
            "`code` ||spoiler|| **bold** ~~gone~~ _it_ snake_case",
            "'code' ¦¦spoiler¦¦ ∗∗bold∗∗ ∼∼gone∼∼ ＿it＿ snake_case",
        ),
        ("one\ntwo\r\n\r\nthree", "one / two / three"),
        ("ex\u{200b}am\u{202e}ple\u{2066}", "example"),
        ("R&D &lt;", "R&D ＆lt;"),
        ("👩\u{200d}🚒 ❤\u{fe0f} 💩.la", "👩\u{200d}🚒 ❤\u{fe0f} 💩[.]la"),
        ("le n° 5 : « oui »", "le n° 5 : « oui »"),
        ("", ""),
    ];
    for (said, shown) in cases {
        assert_eq!(harmless(said), shown);
    }
}

#[test]
fn every_known_form_is_broken() {
    let forms = live_forms();
    let said = [
        "https://a.example/1",
        "HtTpS://a.example",
        "xhttp://a.example",
        "éhttps://a.example",
        "http:a.example",
        "http:/a.example",
        "https:\\\\a.example",
        "view-source:https://a.example",
        "steam://run/1",
        "tg://resolve?domain=x",
        "discord://x",
        "a.example",
        "a.example.",
        "(a.example)",
        "A.EXAMPLE/x",
        "bücher.example",
        "пример.рф",
        "例え.テスト",
        "www.a.example",
        "t.me/x",
        "discord.gg/x",
        "youtu.be/x",
        "matrix.to/#/@x:a.example",
        "a．example",
        "a。example",
        "x@a.example",
        "@x:a.example",
        "#room:a.example",
        "!id:a.example",
        "127.0.0.1",
        "1.2.3.4:80/x",
        "//a.example/x",
        "mailto:x@a.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "[x](https://a.example)",
        "[https://a.example]",
        "<https://a.example>",
        "<a href=\"https://a.example\">x</a>",
        "a&#46;example &#64;everyone",
        "*a.example*",
        "_a.example_",
        "a.example|b.example",
        "e\u{200b}xample.com",
        "a.\u{200b}example",
        "https\u{200b}://a.example",
        "@\u{200b}everyone",
        "a.💩.example",
        "foo.bar/baz.zip",
        "file.mov",
        "1.2.3.4.5.example",
    ];
    for words in said {
        assert_eq!(live_form(&harmless(words), &forms), None, "{words} became {}", harmless(words));
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        proptest::sample::select(vec![
            "https://",
            "http:",
            "hxxps://",
            "://",
            "//",
            "www.",
            "a.example",
            ".",
            "..",
            "@",
            "@room",
            "@everyone",
            "x@y.zz",
            "#",
            "#r:s.t",
            "!",
            ":",
            "<",
            ">",
            "<@1>",
            "[",
            "]",
            "](",
            "(",
            ")",
            "`",
            "```",
            "*",
            "**",
            "_",
            "__",
            "~",
            "~~",
            "|",
            "||",
            "\\",
            "&",
            "&#64;",
            "&amp;",
            ";",
            " ",
            "\n",
            "\u{200b}",
            "\u{202e}",
            "\u{200d}",
            "\u{fe0f}",
            "❤",
            "💩",
            "1",
            "2.3",
            "1.2.3.4",
            "mailto:",
            "javascript:",
            "data:",
            "é",
            "е",
            "。",
            "．",
            "｡",
            "\u{a0}",
            "\u{202f}",
            "-",
            "+",
            "/",
            "?",
            "x",
            "com",
            "steam",
            "file",
            "tel",
            "[.]",
            "[:]",
            "＠",
            "‹",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        "[a-z.:/@]{0,10}",
    ];
    proptest::collection::vec(part, 0..16).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_words_become_a_link_a_mention_or_markup(words in hostile()) {
        let shown = harmless(&words);
        prop_assert_eq!(live_form(&shown, live_forms_once()), None, "{:?} became {:?}", words, shown);
        prop_assert_eq!(harmless(&shown), shown);
    }

    #[test]
    fn no_locator_becomes_a_link(words in hostile()) {
        let shown = defanged(&words);
        let links = live_forms_once().get(..12).unwrap_or_default();
        prop_assert_eq!(live_form(&shown, links), None, "{:?} became {:?}", words, shown);
        prop_assert!(!shown.contains('`'));
        prop_assert_eq!(defanged(&shown), shown);
    }
}

fn live_forms_once() -> &'static [Regex] {
    static FORMS: std::sync::OnceLock<Vec<Regex>> = std::sync::OnceLock::new();
    FORMS.get_or_init(live_forms)
}
