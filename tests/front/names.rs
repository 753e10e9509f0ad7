//! Every figure that the rules and the dashboard speak of is one that the program prints, by that very name.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::asking::Asked;
use crate::reading::families;

const RULES: &str = include_str!("../../deploy/prometheus/liaison.rules.yml");
const TESTS: &str = include_str!("../../deploy/prometheus/liaison.rules.test.yml");
const DASHBOARD: &str = include_str!("../../deploy/grafana/liaison.json");

/// The names of figures in a text.
fn named(text: &str) -> BTreeSet<&str> {
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    words.filter(|word| word.starts_with("liaison_")).collect()
}

#[test]
fn every_name_in_the_rules_and_on_the_dashboard_is_printed() {
    let (_, page) = Asked::begin("").get("/metrics");
    let mut printed = BTreeSet::new();
    for family in families(&page).unwrap() {
        if family.kind == "histogram" {
            printed.extend(["_bucket", "_sum", "_count"].map(|end| format!("{}{end}", family.name)));
        } else {
            printed.insert(family.name);
        }
    }
    for (file, text) in [("rules", RULES), ("their tests", TESTS), ("dashboard", DASHBOARD)] {
        let unknown: Vec<_> = named(text).into_iter().filter(|name| !printed.contains(*name)).collect();
        assert!(unknown.is_empty(), "{file}: the program prints no {unknown:?}");
    }
    let bare =
        |name: &String| name.trim_end_matches("_bucket").trim_end_matches("_sum").trim_end_matches("_count").to_owned();
    let shown: BTreeSet<String> = named(DASHBOARD).into_iter().map(|name| bare(&name.to_owned())).collect();
    let unseen: Vec<_> = printed.iter().map(bare).filter(|name| !shown.contains(name)).collect();
    assert!(unseen.is_empty(), "the dashboard shows nothing of {unseen:?}");
}

#[test]
fn the_dashboard_is_whole_and_each_of_its_questions_is_one_of_prometheus() {
    let dashboard: Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len());
    let questions: Vec<&str> = panels
        .iter()
        .flat_map(|panel| panel["targets"].as_array().into_iter().flatten())
        .map(|target| target["expr"].as_str().unwrap())
        .collect();
    assert!(questions.len() > 30);
    let mut rules = String::from("groups:\n- name: dashboard\n  rules:\n");
    for (number, question) in questions.iter().enumerate() {
        let question = question.replace("$__rate_interval", "5m").replace('\'', "''");
        rules.push_str(&format!("  - record: q{number}\n    expr: '{question}'\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dashboard.yml");
    std::fs::write(&file, rules).unwrap();
    let checked = crate::promtool::promtool(&["check", "rules", file.to_str().unwrap()], "");
    assert!(checked.status.success(), "{}", crate::program::text(&checked.stderr));
}
