//! Every sentence on one page per language, to be read as prose: `docs/sentences/`. Sentences without facts stand as they
//! are, the others as the golden renderings fill them, and what no golden holds with its facts left open. `LIAISON_GOLDEN=write cargo test
//! -p liaison-chat` renews the goldens and, after them, these pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::PathBuf;

/// The goldens, in the order in which a reader meets them.
const GOLDENS: &[(&str, &str, &str)] = &[
    ("card", "Cards", "Les cartes"),
    ("status", "Status lines", "Les lignes de suivi"),
    ("alert", "Alerts", "Les alertes"),
    ("digest", "Digests", "Les bilans"),
    ("stats", "Figures", "Les chiffres"),
    ("list", "Lists", "Les listes"),
    ("remark", "What else is answered", "Les autres réponses"),
    ("help", "Help", "L’aide"),
    ("practice", "A practice desk", "Un service d’exercice"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn source(language: &str) -> String {
    std::fs::read_to_string(root().join(format!("commands/text/{language}.ftl"))).unwrap()
}

/// One sentence of a file, in each of its forms.
struct Sentence {
    section: String,
    forms: Vec<String>,
}

fn sentences(source: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut section = String::new();
    for line in source.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut section);
        }
        let begins = line.starts_with(|first: char| first.is_ascii_lowercase());
        let form = match line.split_once(" = ").filter(|_| begins) {
            Some((_, form)) => {
                found.push(Sentence { section: section.clone(), forms: Vec::new() });
                form
            }
            None => line.split_once("] ").map_or("", |(_, form)| form),
        };
        if !form.is_empty() && !form.ends_with("->") {
            found.last_mut().unwrap().forms.push(form.to_owned());
        }
    }
    found
}

fn is_plain(sentence: &Sentence) -> bool {
    sentence.forms.len() == 1 && !sentence.forms[0].contains('{')
}

/// The page: the words by themselves, by the sections of the file, then what is said with them.
fn page(language: &str) -> String {
    let french = language == "fr";
    let mut page = String::from(if french {
        "# Ce que dit Liaison\n\nCette page est produite par un test (`src/chat/tests/whole_page.rs`).\n"
    } else {
        "# What Liaison says\n\nThis page is made by a test (`src/chat/tests/whole_page.rs`).\n"
    });
    for (golden, in_english, in_french) in GOLDENS {
        page.push_str(&format!("\n## {}\n", if french { in_french } else { in_english }));
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{golden}.{language}.txt"));
        for line in std::fs::read_to_string(file).unwrap().lines() {
            match line.strip_prefix("== ") {
                Some(title) => page.push_str(&format!("\n*{title}*\n\n")),
                None if line.is_empty() => {}
                None => page.push_str(&format!("> {line}  \n")),
            }
        }
    }
    let (plain, open): (Vec<_>, Vec<_>) = sentences(&source(language)).into_iter().partition(is_plain);
    let open: Vec<_> = open.into_iter().filter(|one| !one.forms.iter().any(|form| stands(form, &page))).collect();
    let titles =
        if french { ["Les mots seuls", "À compléter"] } else { ["Words by themselves", "With facts left open"] };
    for (title, sentences) in titles.iter().zip([plain, open]) {
        page.push_str(&format!("\n## {title}\n"));
        let mut section = String::new();
        for sentence in sentences {
            if sentence.section != section {
                page.push_str(&format!("\n*{}*\n\n", sentence.section));
                section = sentence.section;
            }
            for form in &sentence.forms {
                page.push_str(&format!("- {}\n", form.replace("{ $", "‹").replace(" }", "›")));
            }
        }
    }
    page
}

#[test]
fn the_pages_are_what_is_said() {
    for language in ["en", "fr"] {
        let file = root().join(format!("docs/sentences/{language}.md"));
        let page = page(language);
        if std::env::var("LIAISON_GOLDEN").as_deref() == Ok("write") {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &page).unwrap();
        }
        let written = std::fs::read_to_string(&file).unwrap();
        assert_eq!(written, page, "{} differs", file.display());
    }
}

/// The words of a form between its facts stand one after the other in some line of the page.
fn stands(form: &str, page: &str) -> bool {
    let words: Vec<&str> = form
        .split('{')
        .enumerate()
        .map(|(place, part)| match place {
            0 => part,
            _ => part.split_once('}').unwrap().1,
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    page.lines().any(|line| {
        let mut rest = line;
        words.iter().all(|word| rest.split_once(word).map(|(_, after)| rest = after).is_some())
    })
}
