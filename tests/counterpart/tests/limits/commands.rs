//! Commands: names, sizes, order, languages, and what registering them again changes.

use std::collections::BTreeMap;

use liaison_chat::{RegisteredChoice, RegisteredOption, Registration, Sentences};
use serde_json::{Value, json};

use crate::by_hand::Stage;

fn option(name: &str) -> Value {
    json!({ "type": 3, "name": name, "description": "What it is about" })
}

fn with(options: Vec<Value>) -> Value {
    json!({ "name": "report", "description": "Report something", "options": options })
}

#[tokio::test]
async fn commands_within_the_limits_pass() {
    let stage = Stage::new().await;
    let localized = json!({
        "name": "signaler", "description": "d".repeat(100),
        "name_localizations": { "fr": "l'exposé", "th": "รายงาน", "de": "melden" },
    });
    let many = with((0..25).map(|number| option(&format!("o{number}"))).collect());
    let menu = json!({ "type": 3, "name": "Report this" });
    for body in [localized, many, menu] {
        let answer = stage.command(body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        for field in ["id", "version", "application_id"] {
            assert!(answer.body[field].is_string(), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn commands_beyond_the_limits_are_refused() {
    let stage = Stage::new().await;
    let required = |name: &str| json!({ "type": 3, "name": name, "description": "d", "required": true });
    let localized = |field: &str, locale: &str, text: &str| json!({ "name": "report", "description": "d", field: { locale: text } });
    let long = json!({ "de": "d".repeat(100), "fr": "d".repeat(100), "it": "d".repeat(100), "nl": "d".repeat(100) });
    let mut wide = option("wide");
    wide["description_localizations"] = long;
    let wide: Vec<Value> = (0..20)
        .map(|n| {
            let mut one = wide.clone();
            one["name"] = json!(format!("w{n}"));
            one
        })
        .collect();
    let refused = [
        json!({ "name": "Report", "description": "d" }),
        json!({ "name": "two words", "description": "d" }),
        json!({ "name": "r".repeat(33), "description": "d" }),
        json!({ "name": "report", "description": "d".repeat(101) }),
        json!({ "name": "report" }),
        localized("name_localizations", "de", "Melden"),
        localized("name_localizations", "xx", "melden"),
        localized("description_localizations", "de", &"d".repeat(101)),
        with((0..26).map(|number| option(&format!("o{number}"))).collect()),
        with(vec![option("optional"), required("required")]),
        with(vec![option("same"), option("same")]),
        with(wide),
        json!({ "type": 3, "name": "Report this", "description": "not in a menu" }),
        json!({ "type": 9, "name": "what", "description": "d" }),
    ];
    for body in refused {
        let answer = stage.command(body.clone()).await;
        assert_eq!((answer.status, answer.code()), (400, 50035), "{body} was answered with {answer:?}");
    }
    assert!(stage.discord.commands(None).is_empty());
}

#[tokio::test]
async fn putting_the_same_again_creates_nothing() {
    let stage = Stage::new().await;
    let path = format!("/applications/{}/guilds/{}/commands", stage.discord.application(), stage.guild);
    let all = json!([with(vec![option("title")]), { "type": 3, "name": "Report this" }]);
    let first = stage.ask("PUT", &path, &all).await;
    let again = stage.ask("PUT", &path, &all).await;
    assert_eq!(first.body[0]["id"], again.body[0]["id"]);
    assert_eq!((stage.discord.commands_made(), stage.discord.registrations()), (2, 2));
    stage.ask("PUT", &path, &json!([])).await;
    assert!(stage.discord.commands(Some(stage.guild)).is_empty());
    let twice = json!([with(vec![]), with(vec![])]);
    assert_eq!(stage.ask("PUT", &path, &twice).await.code(), 50035);
}

#[tokio::test]
async fn two_hundred_creations_a_day() {
    let stage = Stage::new().await;
    let path = format!("/applications/{}/commands", stage.discord.application());
    for round in ["a", "b"] {
        let all: Vec<Value> = (0..100).map(|n| json!({ "name": format!("{round}{n}"), "description": "d" })).collect();
        assert_eq!(stage.ask("PUT", &path, &json!(all)).await.status, 200);
    }
    let one_more = json!([{ "name": "one-more", "description": "d" }]);
    assert_eq!(stage.ask("PUT", &path, &one_more).await.code(), 30034);
    stage.discord.advance(std::time::Duration::from_secs(86_400));
    assert_eq!(stage.ask("PUT", &path, &one_more).await.status, 200);
}

/// The bot's own commands with every description at its full length in both languages, and the first of them with options
/// and choices up to so many characters in all.
fn fullest(characters: usize) -> Registration {
    let mut registration = Sentences::load().unwrap().registration();
    for command in registration.commands.iter_mut().filter(|command| command.kind == 1) {
        full(&mut command.description, &mut command.description_localizations);
        for option in &mut command.options {
            full(&mut option.description, &mut option.description_localizations);
        }
    }
    let command = &mut registration.commands[0];
    while command.options.len() < 24 {
        let number = command.options.len();
        let mut option = command.options[command.options.len() - 1].clone();
        option.name = format!("filler-{number}-{}", "x".repeat(20));
        option.name_localizations.insert("fr", format!("remplissage-{number}-{}", "é".repeat(15)));
        option.choices.clear();
        (option.required, option.autocomplete) = (false, false);
        command.options.push(option);
    }
    while command.characters() < characters {
        let left = characters - command.characters();
        let number = command.options.iter().map(|option| option.choices.len()).sum::<usize>();
        let mut choice = RegisteredChoice {
            name: format!("{number:0>100}"),
            name_localizations: BTreeMap::from([("fr", format!("{number:é>100}"))]),
            value: format!("{number:0>100}"),
        };
        if left < 300 {
            // Three texts that share what is left, each as long as it may be.
            let (name, value) = (left.div_ceil(3), left.div_ceil(3));
            choice.name.truncate(name);
            choice.value.truncate(value);
            let french: String = "é".repeat(left - name - value);
            choice.name_localizations = BTreeMap::from([("fr", french)]);
        }
        let has_room = |option: &RegisteredOption| option.name.starts_with("filler") && option.choices.len() < 25;
        let at = command.options.iter().position(has_room);
        command.options[at.unwrap()].choices.push(choice);
    }
    registration
}

fn full(description: &mut String, localized: &mut BTreeMap<&'static str, String>) {
    for text in localized.values_mut().chain([description]) {
        let left = 100 - text.chars().count();
        text.extend(std::iter::repeat_n('é', left));
    }
}

#[tokio::test]
async fn the_bots_own_commands_pass_at_their_fullest_and_one_character_more_is_named_before_it_is_refused() {
    let stage = Stage::new().await;
    let path = format!("/applications/{}/commands", stage.discord.application());
    let at_the_limit = fullest(8_000);
    assert_eq!((at_the_limit.commands[0].characters(), at_the_limit.over()), (8_000, Vec::new()));
    let taken = stage.ask("PUT", &path, &json!(at_the_limit)).await;
    assert_eq!(taken.status, 200, "{taken:?}");
    let beyond = fullest(8_001);
    assert!(matches!(beyond.over().as_slice(), [one] if one.contains("8001, at most 8000")), "{:?}", beyond.over());
    assert_eq!(stage.ask("PUT", &path, &json!(beyond)).await.code(), 50035);
}
