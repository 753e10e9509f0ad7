//! Interactions, read: what somebody asks for by a slash command, a button, a menu, a form, or while typing.

use liaison_chat::{Invoked, Typing, Verb};
use liaison_domain::{Language, TargetKind};
use serde_json::Value;

use crate::door::Door;
use crate::hear::{Spot, begun_by, is_own, text};
use crate::{custom, rights};

/// Kinds of interactions.
mod kind {
    pub(super) const COMMAND: u64 = 2;
    pub(super) const PRESS: u64 = 3;
    pub(super) const TYPING: u64 = 4;
    pub(super) const FORM: u64 = 5;
}
/// A command of a message's menu.
const MENU: u64 = 3;
/// So much of a name that nobody knows is shown.
const NAME_LIMIT: usize = 32;

/// One interaction.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Its number.
    pub(crate) id: String,
    /// What it is answered by; nobody may read it in a log.
    pub(crate) token: String,
    /// Where, and by whom.
    pub(crate) spot: Spot,
    /// In which language it is answered.
    pub(crate) language: Language,
    /// Whether Discord says that the bot lacks a right there.
    pub(crate) lacks_rights: bool,
    /// For what.
    pub(crate) what: What,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A command, on a message where it was asked for there; a form may ask for what it lacks.
    Done(Invoked, Option<String>),
    /// The same, and no form can follow: it is a form that was sent, or nothing that a form could help.
    Sent(Invoked, Option<String>),
    /// A command that always begins with its form, with what stands in it already.
    Begun(Invoked, Vec<(String, String)>),
    /// What an option could be.
    Typing(Typing),
}

/// What an interaction asks for; nothing where it is none of ours.
pub(crate) fn read(door: &Door, event: &Value) -> Option<Asked> {
    let user = event.pointer("/member/user").or_else(|| event.get("user"))?;
    let spot = Spot::of(door, event, user)?;
    let data = &event["data"];
    let what = match event["type"].as_u64()? {
        kind::COMMAND if data["type"].as_u64() == Some(MENU) => menu(door, data, &spot),
        kind::COMMAND => What::Done(command(data), None),
        kind::PRESS => pressed(text(data, "/custom_id")?),
        kind::FORM => sent(text(data, "/custom_id")?, fields(&data["components"])),
        kind::TYPING => What::Typing(typing(data, &spot)?),
        _ => return None,
    };
    let own = if text(event, "/locale") == Some("fr") { Language::French } else { Language::English };
    let language = door.places.language(spot.room).unwrap_or(own);
    let has = text(event, "/app_permissions").and_then(|bits| bits.parse::<u64>().ok());
    let lacks_rights = door.places.language(spot.room).is_some() && has.is_some_and(rights::lacks_some);
    Some(Asked {
        lacks_rights,
        id: text(event, "/id")?.to_owned(),
        token: text(event, "/token")?.to_owned(),
        spot,
        language,
        what,
    })
}

fn command(data: &Value) -> Invoked {
    let options = data["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let given = options.iter().filter_map(|option| Some((text(option, "/name")?, text(option, "/value")?)));
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Invoked { command: text(data, "/name").unwrap_or_default().to_owned(), given }
}

fn typing(data: &Value, spot: &Spot) -> Option<Typing> {
    let options = data["options"].as_array()?;
    let option = options.iter().find(|option| option["focused"].as_bool() == Some(true))?;
    Some(Typing {
        room: spot.room.to_string(),
        person: spot.person.clone(),
        roles: spot.roles.clone(),
        command: text(data, "/name")?.to_owned(),
        option: text(option, "/name")?.to_owned(),
        typed: text(option, "/value").unwrap_or_default().to_owned(),
    })
}

fn pressed(name: &str) -> What {
    custom::called(name).map_or_else(|| of_another_version(name), |called| What::Done(called.invoked, called.on))
}

fn sent(name: &str, fields: Vec<(String, String)>) -> What {
    let Some(mut called) = custom::called(name) else { return of_another_version(name) };
    called.invoked.given.retain(|(given, _)| fields.iter().all(|(field, _)| field != given));
    called.invoked.given.extend(fields.into_iter().filter(|(_, value)| !value.trim().is_empty()));
    What::Sent(called.invoked, called.on)
}

/// A button, a form or an entry that another version of the bot left there is answered as a command that nobody knows.
fn of_another_version(name: &str) -> What {
    let command = name.chars().filter(|letter| letter.is_alphanumeric()).take(NAME_LIMIT).collect();
    What::Sent(Invoked { command, given: Vec::new() }, None)
}

/// What stands in the fields of a form, typed or chosen, whether they stand in rows or below labels.
fn fields(components: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for component in components.as_array().into_iter().flatten() {
        let inner = component["components"].as_array().into_iter().flatten().chain(component.get("component"));
        for field in inner {
            let value = text(field, "/value").or_else(|| text(field, "/values/0"));
            if let (Some(name), Some(value)) = (text(field, "/custom_id"), value) {
                all.push((name.to_owned(), value.trim().to_owned()));
            }
        }
    }
    all
}

fn menu(door: &Door, data: &Value, spot: &Spot) -> What {
    let name = text(data, "/name").unwrap_or_default();
    let Some(verb) = door.registration.menu(name) else { return of_another_version(name) };
    let on = text(data, "/target_id").unwrap_or_default();
    let message = &data["resolved"]["messages"][on];
    let command = Invoked { command: verb.name().to_owned(), given: Vec::new() };
    if verb == Verb::Report {
        let target = address(text(message, "/content").unwrap_or_default());
        return What::Begun(command, target.map(|address| ("target".to_owned(), address)).into_iter().collect());
    }
    let on = begun_by(door, message).unwrap_or(on);
    let on = spot.thread.map_or_else(|| on.to_owned(), |thread| format!("{thread}/{on}"));
    // What somebody else wrote names no case: that is said before anybody fills in a form.
    if !is_own(door, message) {
        return What::Sent(command, Some(on));
    }
    let given = carded(&message["components"]).map(|case| ("case".to_owned(), case)).into_iter().collect();
    What::Done(Invoked { given, ..command }, Some(on))
}

/// The case that a card's own buttons name, which nothing has to look up; nothing on whatever has none.
fn carded(components: &Value) -> Option<String> {
    let rows = components.as_array()?.iter().filter_map(|row| row["components"].as_array());
    let names = rows.flatten().filter_map(|button| custom::called(text(button, "/custom_id")?));
    let mut cases = names.flat_map(|called| called.invoked.given).filter(|(name, _)| name == "case");
    cases.next().map(|(_, case)| case)
}

/// The first address that stands in somebody's words, as it was written.
fn address(words: &str) -> Option<String> {
    let is_address =
        |word: &&str| liaison_chat::read_target(word).is_ok_and(|target| target.kind == TargetKind::Address);
    words.split_whitespace().find(is_address).map(|word| word.trim_matches(['`', '<', '>', '*', '|']).to_owned())
}

#[cfg(test)]
mod tests {
    use liaison_chat::Invoked;
    use serde_json::json;

    use super::{What, address, carded, fields, pressed, sent};

    #[test]
    fn the_first_address_of_a_message_is_found() {
        assert_eq!(address("look at https://a.example/1 and hxxps://b[.]example/2").unwrap(), "https://a.example/1");
        assert_eq!(address("Target: `hxxps://b[.]example/2`").unwrap(), "hxxps://b[.]example/2");
        assert_eq!(address("no address, just e-mail"), None);
    }

    #[test]
    fn a_card_names_its_case_by_its_buttons() {
        let button = |name: &str| json!({ "type": 2, "custom_id": name });
        let card = json!([{ "type": 1, "components": [button("somebody else's"), button("b:ack|case=YT-42")] }]);
        assert_eq!(carded(&card).as_deref(), Some("YT-42"));
        assert_eq!(carded(&json!([{ "type": 1, "components": [button("b:help")] }])), None);
    }

    #[test]
    fn a_form_adds_to_what_was_given_and_leaves_out_what_is_empty() {
        let components = json!([
            { "type": 18, "component": { "type": 3, "custom_id": "action", "values": ["removed"] } },
            { "type": 1, "components": [{ "type": 4, "custom_id": "at", "value": "" }] },
            { "type": 18, "component": { "type": 4, "custom_id": "case", "value": " YT-2 " } },
            { "type": 18, "component": { "type": 3, "custom_id": "ref", "values": [] } },
        ]);
        let what = sent("f:77/5:resolved|case=YT-1|ground=law", fields(&components));
        let What::Sent(invoked, on) = what else { panic!("{what:?}") };
        let given: Vec<_> = invoked.given.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        assert_eq!(
            (invoked.command.as_str(), given.join(" ")),
            ("resolved", "ground:law action:removed case:YT-2".to_owned())
        );
        assert_eq!(on.as_deref(), Some("77/5"));
        let unknown = What::Sent(Invoked { command: "somebodyelses".to_owned(), given: Vec::new() }, None);
        assert_eq!((pressed("somebody else's"), sent("somebody else's", Vec::new())), (unknown.clone(), unknown));
    }
}
