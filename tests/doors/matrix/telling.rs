//! Clients are told of the commands, where the bot has the power for it (MSC4391).

use liaison_chat::Said;
use liaison_domain::Language;
use serde_json::{Value, json};

use super::opened::{Bot, federation, person};
use super::support::nio::{NewRoom, Nio, anything};

const DESCRIPTION: &str = "org.matrix.msc4391.command_description";

/// What clients are told now, by the name of the command; what is told of no more says nothing.
fn told(person: &Nio, room: &str) -> Vec<(String, Value)> {
    let (status, state) = person.api("GET", &format!("/v3/rooms/{room}/state"), None);
    assert_eq!(status, 200, "{state}");
    let events = state.as_array().into_iter().flatten().filter(|event| event["type"] == DESCRIPTION);
    let contents = events.map(|event| event["content"].clone());
    contents.filter_map(|content| Some((content["command"].as_str()?.to_owned(), content))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_are_told_of_the_commands_once_and_in_the_language_of_the_room() {
    let servers = federation();
    let amal = person(&servers.a, "telling_amal", true);
    let mut bot = Bot::new(&servers.a, "telling_bot");
    let power_levels = Some(json!({ "users": { &bot.user: 50 } }));
    let room = amal.create_room(&NewRoom { encrypted: true, invite: &[&bot.user], power_levels, ..NewRoom::default() });
    bot.configure(&[&room]);
    bot.tell_of_commands(Language::English, 2);
    bot.start_and_catch_up().await;
    let user = bot.user.clone();
    let described = |times| anything().from(&user).of_type(DESCRIPTION).times(times);
    amal.wait_for_all(&room, &described(2));
    let commands = told(&amal, &room);
    let (_, report) = commands.iter().find(|(name, _)| name == "report").expect("a report can be made");
    assert!(report["description"]["m.text"][0]["body"].as_str().is_some_and(|text| !text.is_empty()), "{report}");
    let parameters = report["parameters"].as_array().unwrap();
    let urgency = parameters.iter().find(|one| one["key"] == "urgency").unwrap();
    assert_eq!(urgency["optional"], true);
    let variants = urgency["schema"]["variants"].as_array().unwrap();
    assert!(variants.iter().any(|one| one["value"] == "urgent"), "{urgency}");

    // A client that made a form of it sends this.
    let command = json!({ "command": "report", "arguments": { "target": "https://a.example/1", "urgency": "urgent" } });
    let content = json!({
        "msgtype": "m.text", "body": "whatever the client shows", "m.mentions": { "user_ids": [&bot.user] },
        "org.matrix.msc4391.command": command,
    });
    let said = amal.send_event(&room, "m.room.message", content);
    let line = "!report target:https://a.example/1 urgency:urgent".to_owned();
    assert_eq!(bot.inbox.hears(&said).await.said, Said::Text(line));
    bot.stop().await;

    bot.tell_of_commands(Language::French, 2);
    bot.start_and_catch_up().await;
    // Two that are new, and two that are no more.
    amal.wait_for_all(&room, &described(6));
    let names: Vec<String> = told(&amal, &room).into_iter().map(|(name, _)| name).collect();
    assert!(names.len() == 2 && names.iter().any(|name| name == "signaler"), "{names:?}");
    bot.stop().await;
}
