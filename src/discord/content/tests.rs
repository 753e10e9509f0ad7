use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use liaison_chat::{Block, DeliveryKey, Document, Piece};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use super::{LIMIT, is_marked, marker, parts, parts_of, width};

fn key(name: &str) -> DeliveryKey {
    DeliveryKey(name.to_owned())
}

fn text(words: &str) -> Piece {
    Piece::Text(words.to_owned())
}

/// What people see: marks gone, signs as they are, the marker's line left out.
fn shown(content: &str) -> String {
    let (content, _) = content.rsplit_once("\n-# ").expect("a marker");
    let mut out = String::new();
    let mut letters = content.replace("**", "").chars().collect::<Vec<_>>().into_iter();
    let mut in_code = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if !in_code => out.extend(letters.next()),
            '`' => {
                in_code = !in_code;
                out.push(letter);
            }
            other => out.push(other),
        }
    }
    out
}

#[test]
fn a_document_is_seen_as_it_was_worded() {
    let document = Document {
        blocks: vec![
            Block::Line(vec![Piece::Strong("YT-1".to_owned()), text(" · sent")]),
            Block::Line(vec![text("Reason: "), Piece::Words("_it_ <b>tag</b> [t](x) || ~~no~~ # > 1. -".to_owned())]),
            Block::Line(vec![Piece::Words("# no heading".to_owned())]),
            Block::List(vec![vec![Piece::Code("hxxps://a[.]example/_1_2".to_owned())], vec![text("- x")]]),
        ],
        ..Document::default()
    };
    let parts = parts(&document, &key("k1"));
    assert_eq!(parts.len(), 1);
    assert_eq!(shown(&parts[0]), document.plain());
    assert!(is_marked(&parts[0], "k1"), "{parts:?}");
}

#[test]
fn only_who_is_known_by_number_is_mentioned() {
    let mention = |person: &str| Piece::Mention { person: person.to_owned(), name: "@everyone".to_owned() };
    let line = vec![mention("discord:user:7"), mention("discord:role:8"), mention("@amal:b.example")];
    let parts = parts(&Document::line(line), &key("k"));
    assert_eq!(parts, [r"<@7><@&8>\@everyone".to_owned() + "\n-# k"]);
}

#[test]
fn what_is_long_is_cut_between_lines_and_loses_nothing() {
    let rows = (1..=500).map(|row| vec![text(&format!("YT-{row} · sent · due 6 Jan 09:00 (08:00 UTC)"))]);
    let document = Document { blocks: vec![Block::List(rows.collect())], ..Document::default() };
    let parts = parts(&document, &key("K123456789abcdef"));
    assert!(parts.len() > 5 && parts.iter().all(|part| width(part) <= LIMIT));
    let whole: Vec<String> = parts.iter().map(|part| shown(part)).collect();
    assert_eq!(whole.join("\n"), document.plain());
    let markers: BTreeSet<_> = parts.iter().filter_map(|part| part.lines().next_back()).collect();
    assert_eq!(markers.len(), parts.len(), "each part has a marker of its own");
}

#[test]
fn a_line_that_fits_nowhere_is_cut_between_words() {
    for words in ["word ".repeat(1_000), "*".repeat(5_000), "é".repeat(5_000), "🙂".repeat(3_000)] {
        let document = Document::line(vec![Piece::Words(words.clone())]);
        let parts = parts(&document, &key("k"));
        assert!(parts.iter().all(|part| width(part) <= LIMIT));
        assert_eq!(parts.iter().map(|part| shown(part)).collect::<String>(), words);
    }
    let document = Document::line(vec![Piece::Code("x".repeat(4_500))]);
    let parts = parts(&document, &key("k"));
    assert!(parts.iter().all(|part| width(part) <= LIMIT && part.starts_with('`') && part.contains("`\n-# ")));
}

#[test]
fn an_edit_keeps_to_its_messages() {
    let rows = (1..=200).map(|row| vec![text(&format!("row {row}, which is about as long as a row of a list is"))]);
    let document = Document { blocks: vec![Block::List(rows.collect())], ..Document::default() };
    let of = |document: &Document, count| parts_of(document, &key("k"), NonZeroUsize::new(count).unwrap());
    let one = of(&document, 1);
    assert_eq!(one.len(), 1);
    let seen = shown(&one[0]);
    assert!(seen.starts_with("• row 1,") && width(&one[0]) <= LIMIT, "{one:?}");
    let [.., cut, last_but_one, last] = seen.lines().collect::<Vec<_>>()[..] else { panic!("{seen}") };
    assert_eq!(cut, "…");
    assert!(
        last_but_one.starts_with("• row 199,") && last.starts_with("• row 200,"),
        "what is due stands last: {seen}"
    );
    let short = Document::line(vec![text("short")]);
    assert_eq!(of(&short, 1), ["short\n-# k"]);
    assert_eq!(of(&short, 2), ["short\n-# k", "-# k-2"], "a message that is not needed now may be needed again");
}

#[test]
fn markers_differ_where_keys_do() {
    assert_eq!(marker(&key("Kworded"), 0), "Kworded");
    assert_eq!(marker(&key("Kworded"), 2), "Kworded-3");
    assert_eq!(marker(&key("0123456789abcdefghijklmno"), 0), "0123jklmno");
    assert_ne!(marker(&key("delivery000000000000001"), 0), marker(&key("delivery000000000000002"), 0));
}

/// What Discord makes of words; nothing where a sign among them would take effect.
fn rendered(content: &str) -> Option<String> {
    let content = content.rsplit_once("\n-# ").map_or("", |(content, _)| content);
    let bare = content.trim_start();
    let digits = bare.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_list = digits.len() < bare.len() && digits.starts_with(['.', ')']);
    if is_list || bare.starts_with(['#', '>', '-', '+']) {
        return None;
    }
    let mut out = String::new();
    let mut rest = content;
    while let Some(letter) = rest.chars().next() {
        let after = rest.strip_prefix(letter)?;
        let picture = after.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_+-~".contains(letter))
        });
        match letter {
            '\\' => {
                let escaped = after.chars().next().filter(char::is_ascii_punctuation)?;
                out.push(escaped);
                rest = after.strip_prefix(escaped)?;
                continue;
            }
            '*' | '_' | '~' | '|' | '`' | '<' | '[' => return None,
            '@' if after.starts_with("everyone") || after.starts_with("here") => return None,
            ':' if after.starts_with("//") || picture => return None,
            other => out.push(other),
        }
        rest = after;
    }
    Some(out)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sign_among_words_takes_effect(
        words in r"([*_~|`<>@#\[\]():/\\+.0-9a-c \-]|@everyone|@here|<@1>|:smile:|https://|-# |1\. ){0,60}",
    ) {
        let content = parts(&Document::line(vec![Piece::Words(words.clone())]), &key("k")).concat();
        let seen = rendered(&content);
        prop_assert_eq!(seen.as_deref().map(str::trim), Some(words.trim()), "{}", content);
    }

    #[test]
    fn nothing_is_lost_wherever_it_is_cut(rows in proptest::collection::vec("[a-z*` -]{0,80}[a-z]", 1..200)) {
        let rows: Vec<_> = rows.iter().map(|row| vec![Piece::Words(row.replace('`', "'"))]).collect();
        let document = Document { blocks: vec![Block::List(rows)], ..Document::default() };
        let parts = parts(&document, &key("k"));
        prop_assert!(parts.iter().all(|part| width(part) <= LIMIT));
        prop_assert_eq!(parts.iter().map(|part| shown(part)).collect::<Vec<_>>().join("\n"), document.plain());
    }
}
