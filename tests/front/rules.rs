//! The alert rules: Prometheus takes them, each fires when it must and stays quiet when it must.

use std::collections::BTreeMap;

use crate::program::text;
use crate::promtool::promtool;

const RULES: &str = include_str!("../../deploy/prometheus/liaison.rules.yml");
const TESTS: &str = include_str!("../../deploy/prometheus/liaison.rules.test.yml");

#[test]
fn prometheus_takes_the_rules_and_plays_their_tests() {
    for arguments in [
        ["check", "rules", "deploy/prometheus/liaison.rules.yml"],
        ["test", "rules", "deploy/prometheus/liaison.rules.test.yml"],
    ] {
        let played = promtool(&arguments, "");
        assert!(played.status.success(), "{arguments:?}\n{}{}", text(&played.stdout), text(&played.stderr));
    }
}

#[test]
fn each_rule_has_a_test_that_it_fires_and_one_that_it_stays_quiet() {
    let of = |file: &'static str, key: &'static str| {
        file.lines().enumerate().filter_map(move |(at, line)| Some((at, line.trim().strip_prefix(key)?.trim())))
    };
    let lines: Vec<&str> = TESTS.lines().collect();
    let mut tested: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, name) in of(TESTS, "alertname: ") {
        let (fires, quiet) = tested.entry(name).or_default();
        match lines[at + 1].trim() {
            "exp_alerts: []" => *quiet += 1,
            "exp_alerts:" => *fires += 1,
            other => panic!("{name} is followed by {other}"),
        }
    }
    let rules: Vec<&str> = of(RULES, "- alert: ").map(|(_, name)| name).collect();
    assert!(rules.len() > 15);
    for rule in &rules {
        assert!(
            tested.get(rule).is_some_and(|(fires, quiet)| *fires > 0 && *quiet > 0),
            "{rule} lacks a test of its own"
        );
    }
    assert_eq!(tested.len(), rules.len(), "a test is of no rule");
}

#[test]
fn each_rule_says_how_grave_it_is_and_what_to_do() {
    let rules: Vec<&str> = RULES.split("- alert: ").skip(1).collect();
    for rule in rules {
        let severity = ["severity: critical", "severity: warning"].iter().any(|one| rule.contains(one));
        assert!(severity && rule.contains("summary: ") && rule.contains("description: "), "{rule}");
    }
}
