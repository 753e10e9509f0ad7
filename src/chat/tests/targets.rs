//! Targets: what people paste is read as one normal form, what cannot be reported is refused, and what is shown is read
//! again as the same.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it found by failing; helpers outside of `#[test]` do too"
)]

use liaison_chat::{TARGET_LIMIT, TargetFault, defanged, read_account, read_address, read_target};
use liaison_domain::TargetKind;
use proptest::prelude::*;

#[test]
fn addresses_have_one_normal_form() {
    let cases = [
        ("https://a.example/1", "https://a.example/1"),
        ("hxxps://a[.]example/1", "https://a.example/1"),
        ("HXXPS://A[.]Example/1", "https://a.example/1"),
        ("hxxps[:]//a(.)example/1", "https://a.example/1"),
        ("[https]://a[.]example/1", "https://a.example/1"),
        ("[https]://a[dot]example/1", "https://a.example/1"),
        ("<https://a.example/1>", "https://a.example/1"),
        ("[a video](https://a.example/1)", "https://a.example/1"),
        ("[https://a.example/1](https://a.example/1)", "https://a.example/1"),
        ("https://a.example/1).", "https://a.example/1"),
        ("https://a.example/(1)", "https://a.example/(1)"),
        ("«https://a.example/1»,", "https://a.example/1"),
        ("a.example/1", "https://a.example/1"),
        ("www.a.example", "https://www.a.example/"),
        ("//a.example/1", "https://a.example/1"),
        ("http://a.example:80/1", "http://a.example/1"),
        ("https://a.example:8443/1", "https://a.example:8443/1"),
        ("https://a.example./1#there", "https://a.example/1"),
        ("https://a.example/%7euser/%2f%c3%a9", "https://a.example/~user/%2F%C3%A9"),
        ("https://a.example/x/../1", "https://a.example/1"),
        ("https://a.example/1?utm_source=x&id=2&fbclid=3", "https://a.example/1?id=2"),
        ("https://a.example/1?t=5", "https://a.example/1?t=5"),
        ("https://x.com/a/status/12?t=abc&s=20", "https://x.com/a/status/12"),
        ("https://bücher.example/1", "https://xn--bcher-kva.example/1"),
        ("https://a\u{200b}.example/1", "https://a.example/1"),
        ("https://1.2.3.4/x", "https://1.2.3.4/x"),
        ("https://[2001:db8::1]/x", "https://[2001:db8::1]/x"),
        ("https://a.example/?u=https://b.example/", "https://a.example/?u=https://b.example/"),
        ("https://a.example/`x`[y]", "https://a.example/%60x%60%5By%5D"),
    ];
    for (written, normal) in cases {
        let target = read_target(written).unwrap_or_else(|fault| panic!("{written}: {fault:?}"));
        assert_eq!((target.kind, target.locator.as_str()), (TargetKind::Address, normal), "{written}");
    }
}

#[test]
fn what_cannot_be_reported_is_refused() {
    let long = format!("https://a.example/{}", "x".repeat(TARGET_LIMIT));
    let cases = [
        ("javascript:alert(1)", TargetFault::Scheme),
        ("JavaScript:alert(1)", TargetFault::Scheme),
        ("data:text/html,x", TargetFault::Scheme),
        ("file:///etc/passwd", TargetFault::Scheme),
        ("ftp://a.example/1", TargetFault::Scheme),
        ("steam://run/1", TargetFault::Scheme),
        ("https://user:pw@a.example/1", TargetFault::Credentials),
        ("https://youtube.com@a.example/1", TargetFault::Credentials),
        ("https://localhost/1", TargetFault::Host),
        ("https://", TargetFault::Host),
        ("https:///", TargetFault::Host),
        ("https://a..example/1", TargetFault::Host),
        ("https://a example/1", TargetFault::Nonsense),
        ("…", TargetFault::Nonsense),
        ("@", TargetFault::Account),
        (long.as_str(), TargetFault::Long),
    ];
    for (written, fault) in cases {
        let read = if written.contains("a example") { read_address(written) } else { read_target(written) };
        assert_eq!(read, Err(fault), "{written}");
    }
}

#[test]
fn two_addresses_of_one_thing_are_one_target() {
    let groups: &[(&str, &[&str])] = &[
        (
            "youtube:video:dQw4w9WgXcQ",
            &[
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s",
                "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ",
                "https://youtu.be/dQw4w9WgXcQ?si=abc",
                "https://youtube.com/shorts/dQw4w9WgXcQ",
                "hxxps://youtube[.]com/live/dQw4w9WgXcQ/",
            ],
        ),
        (
            "x:post:12",
            &[
                "https://x.com/a/status/12?s=20",
                "https://mobile.twitter.com/A/status/12/photo/1",
                "twitter.com/i/web/status/12",
            ],
        ),
        ("telegram:post:chan/7", &["https://t.me/Chan/7", "https://t.me/s/chan/7", "telegram.me/chan/7"]),
        ("telegram:channel:chan", &["https://t.me/Chan", "https://t.me/s/chan/"]),
        ("telegram:invite:AbC", &["https://t.me/+AbC", "https://t.me/joinchat/AbC"]),
        ("tiktok:video:9", &["https://www.tiktok.com/@u/video/9?lang=fr", "https://tiktok.com/@U/video/9"]),
        ("tiktok:short:ZMx", &["https://vm.tiktok.com/ZMx/"]),
        (
            "facebook:post:77",
            &[
                "https://www.facebook.com/permalink.php?story_fbid=77&id=1",
                "https://m.facebook.com/story.php?story_fbid=77&id=1",
            ],
        ),
        (
            "instagram:post:Cx",
            &[
                "https://www.instagram.com/p/Cx/?igshid=1",
                "https://instagram.com/reel/Cx",
                "https://instagram.com/u/p/Cx",
            ],
        ),
        ("account:x.y", &["@x.y", "@X.Y", "＠x.y"]),
        ("https://a.example/1", &["http://a.example/1", "https://A.example/1#x", "a[.]example/1"]),
        ("locator:group x, message 12", &["group X, message 12", " Group X,   message\u{200b} 12 "]),
    ];
    for (key, forms) in groups {
        for form in *forms {
            assert_eq!(read_target(form).map(|target| target.key).as_deref(), Ok(*key), "{form}");
        }
    }
}

#[test]
fn accounts_are_read_with_and_without_their_sign() {
    for (written, locator) in
        [("x", "@x"), ("@x", "@x"), ("＠x", "@x"), ("@x@social.example", "@x@social.example"), ("@éli_2", "@éli_2")]
    {
        let target = read_account(written).unwrap_or_else(|fault| panic!("{written}: {fault:?}"));
        assert_eq!((target.kind, target.locator.as_str()), (TargetKind::Account, locator), "{written}");
    }
    for written in ["", "@", "two words", "a<b>", "javascript:alert(1)"] {
        assert!(read_account(written).is_err(), "{written}");
    }
    let page = read_account("https://www.youtube.com/@Handle").expect("an account's page names it");
    assert_eq!(page.key, "youtube:account:handle");
}

#[test]
fn shown_addresses_name_no_host_that_a_client_links() {
    let cases = [
        ("https://a.example/1", "hxxps://a[.]example/1"),
        ("http://a.example/x.html?u=https://b.example/", "hxxp://a[.]example/x[.]html?u=hxxps://b[.]example/"),
        ("https://1.2.3.4/", "hxxps://1[.]2[.]3[.]4/"),
        ("a.example", "a[.]example"),
        ("//a.example", "//a[.]example"),
        ("mailto:x@a.example", "mailto[:]x＠a[.]example"),
        ("steam://run/1", "steam[:]//run/1"),
        ("www.a.example", "www[.]a[.]example"),
        ("https://matrix.to/#/@x:a.example", "hxxps://matrix[.]to/＃/＠x:a[.]example"),
        ("@x", "＠x"),
    ];
    for (live, shown) in cases {
        assert_eq!(defanged(live), shown);
        assert_eq!(defanged(&defanged(live)), shown, "shown twice: {live}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_read_as_the_same(
        host in "[a-z0-9-]{1,8}\\.[a-z]{2,5}",
        path in "(/[a-zA-Z0-9._~!$&'()*+,;=:@%\\[\\]|`^-]{0,12}){0,4}",
        query in proptest::option::of("[a-zA-Z0-9._~!$&'()*+,;=:@/?%\\[\\]|`^-]{0,20}"),
    ) {
        let written = format!("https://{host}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default());
        if let Ok(target) = read_target(&written) {
            prop_assert_eq!(read_target(&defanged(&target.locator)), Ok(target.clone()));
            prop_assert_eq!(read_target(&target.locator), Ok(target));
        }
    }

    #[test]
    fn whatever_is_read_is_read_again_as_the_same(written in "\\PC{0,60}") {
        if let Ok(target) = read_target(&written) {
            prop_assert_eq!(read_target(&defanged(&target.locator)), Ok(target));
        }
    }

    #[test]
    fn nested_forms_are_read_to_the_end(parts in proptest::collection::vec(prop_oneof![
        Just("https://"), Just("hxxps://"), Just("[.]"), Just("(.)"), Just("%2E"), Just("%5B"), Just("[:]"), Just("＠"), Just("@"),
        Just("a.example"), Just("/"), Just("?u="), Just("#"), Just("["), Just("]("), Just(")"), Just("<"), Just("."), Just("%68xxp://"), Just("x"),
        Just(" "), Just("！"), Just("!"), Just("[dot]"), Just("[d"), Just("ot]"),
    ], 0..14)) {
        let written = parts.concat();
        if let Ok(target) = read_target(&written) {
            prop_assert_eq!(read_target(&defanged(&target.locator)), Ok(target.clone()), "{}", written);
            prop_assert_eq!(read_target(&target.locator), Ok(target), "{}", written);
        }
    }
}
