//! A form as Discord shows it: what was given already goes along in its name, or into a field where that is too long.

use liaison_chat::{CommandTable, Definition, Field, Form, Invoked, Sentences};
use liaison_domain::Language;
use serde_json::{Value, json};

use crate::body::cut;
use crate::custom;

const TITLE_LIMIT: usize = 45;
const LABEL_LIMIT: usize = 45;
const HINT_LIMIT: usize = 100;
const VALUE_LIMIT: usize = 4_000;
const FIELDS_LIMIT: usize = 5;
const CHOICES_LIMIT: usize = 25;
const CHOICE_LIMIT: usize = 100;
/// A label with one thing below it: something to choose from, or a text and how it is written, on a line or on several.
const LABEL: u8 = 18;
const SELECT: u8 = 3;
const TEXT: u8 = 4;
const SHORT: u8 = 1;
const PARAGRAPH: u8 = 2;

/// The form's JSON; nothing where what was given fits nowhere in it.
pub(crate) fn modal(
    (table, sentences): (&CommandTable, &Sentences),
    mut form: Form,
    invoked: &Invoked,
    on: Option<&str>,
    language: Language,
) -> Option<Value> {
    let definition = table.command(&invoked.command)?;
    form.fields.truncate(FIELDS_LIMIT);
    let stable = |name: &str| definition.option(name).map_or(name, |option| option.name()).to_owned();
    let mut carried = Invoked { command: definition.name().to_owned(), given: Vec::new() };
    for (name, value) in &invoked.given {
        let name = stable(name);
        if form.fields.iter().all(|field| field.option != name) {
            carried.given.push((name, value.clone()));
        }
    }
    let name = loop {
        if let Some(name) = custom::form(&carried, on) {
            break name;
        }
        let longest = (0..carried.given.len()).max_by_key(|at| carried.given.get(*at).map(|(_, value)| value.len()))?;
        let (option, value) = carried.given.remove(longest);
        if form.fields.len() >= FIELDS_LIMIT {
            return None;
        }
        form.fields.insert(0, given(sentences, definition, option, value, language)?);
    };
    let fields: Vec<Value> = form.fields.iter().map(field).collect();
    Some(json!({ "custom_id": name, "title": cut(&form.title, TITLE_LIMIT), "components": fields }))
}

/// Something that was given, to be looked at once more.
fn given(
    sentences: &Sentences,
    definition: &Definition,
    option: String,
    value: String,
    language: Language,
) -> Option<Field> {
    let label = sentences.described(definition, Some(definition.option(&option)?), language);
    let (hint, limit) = (String::new(), value.chars().count().max(300));
    Some(Field { option, label, hint, value, choices: Vec::new(), required: true, long: true, limit })
}

fn field(field: &Field) -> Value {
    let input = if field.choices.is_empty() { typed(field) } else { chosen(field) };
    json!({ "type": LABEL, "label": cut(&field.label, LABEL_LIMIT), "component": input })
}

fn chosen(field: &Field) -> Value {
    let choices = field.choices.iter().take(CHOICES_LIMIT).map(|one| {
        let mut choice = json!({ "label": cut(&one.name, CHOICE_LIMIT), "value": one.value });
        if one.value == field.value {
            choice["default"] = json!(true);
        }
        choice
    });
    let mut menu = json!({
        "type": SELECT,
        "custom_id": field.option,
        "options": choices.collect::<Vec<_>>(),
        "required": field.required,
        "min_values": usize::from(field.required),
        "max_values": 1,
    });
    if !field.hint.is_empty() {
        menu["placeholder"] = json!(cut(&field.hint, HINT_LIMIT));
    }
    menu
}

fn typed(field: &Field) -> Value {
    let limit = field.limit.min(VALUE_LIMIT);
    let mut input = json!({
        "type": TEXT,
        "custom_id": field.option,
        "style": if field.long { PARAGRAPH } else { SHORT },
        "required": field.required,
        "max_length": limit,
    });
    if !field.hint.is_empty() {
        input["placeholder"] = json!(cut(&field.hint, HINT_LIMIT));
    }
    if !field.value.is_empty() {
        input["value"] = json!(field.value.chars().take(limit).collect::<String>());
    }
    input
}

#[cfg(test)]
mod tests {
    use liaison_chat::{Invoked, Sentences};
    use liaison_domain::{CaseKind, Language, Subject};
    use serde_json::{Value, json};

    use super::modal;
    use crate::custom;

    fn asked(command: &str, given: &[(&str, &str)], language: Language) -> Value {
        asked_of(&[], command, given, language)
    }

    fn asked_of(subjects: &[Subject], command: &str, given: &[(&str, &str)], language: Language) -> Value {
        let sentences = Sentences::load().unwrap();
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let invoked = Invoked { command: command.to_owned(), given };
        let form = sentences.form(&invoked, subjects, language).unwrap();
        modal((sentences.table(), &sentences), form, &invoked, Some("1234567890123456789"), language).unwrap()
    }

    fn texts<'a>(modal: &'a Value, at: &str) -> Vec<&'a str> {
        let components = modal["components"].as_array().unwrap();
        components.iter().filter_map(|component| component.pointer(at)?.as_str()).collect()
    }

    #[test]
    fn what_was_given_goes_along_and_what_is_asked_stands_in_its_field() {
        let modal = asked("resolved", &[("case", "YT-42"), ("ground", "terms"), ("at", "14:22")], Language::English);
        let called = custom::called(modal["custom_id"].as_str().unwrap()).unwrap();
        let given = [("case", "YT-42"), ("ground", "terms")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(called.invoked, Invoked { command: "resolved".to_owned(), given: given.to_vec() });
        assert_eq!(called.on.as_deref(), Some("1234567890123456789"));
        assert_eq!(texts(&modal, "/component/custom_id"), ["action", "at", "ref"]);
        assert_eq!(texts(&modal, "/component/value"), ["14:22"]);
        let choices = modal["components"][0]["component"]["options"].as_array().unwrap();
        assert!(choices.contains(&json!({ "label": "removed", "value": "removed" })), "{choices:?}");
    }

    #[test]
    fn what_is_one_of_some_is_chosen_in_the_words_of_the_language() {
        let modal = asked("refuse", &[("case", "YT-42"), ("until", "18:00")], Language::French);
        let ground = &modal["components"][0]["component"];
        let (names, values): (Vec<_>, Vec<_>) =
            ground["options"].as_array().unwrap().iter().map(|one| (&one["label"], &one["value"])).unzip();
        assert_eq!((&ground["type"], values.len()), (&json!(3), names.len()));
        assert!(values.contains(&&json!("no_violation")) && !names.contains(&&json!("no_violation")), "{names:?}");
    }

    #[test]
    fn what_a_case_can_do_without_may_stay_empty_and_the_menu_says_what_that_means() {
        let about_somebody = Subject { kind: CaseKind::Emergency, asks_for_data: true, several: false };
        let modal = asked_of(&[about_somebody], "resolved", &[("case", "YT-9")], Language::English);
        let action = &modal["components"][0]["component"];
        assert_eq!((&action["required"], &action["min_values"]), (&json!(false), &json!(0)));
        assert_eq!(action["placeholder"], json!("leave it empty if data was produced"));
    }

    #[test]
    fn what_is_too_long_for_a_name_stands_in_a_field() {
        let cases = (1..=40).map(|number| format!("YT-{number}")).collect::<Vec<_>>().join(" ");
        let modal = asked("resolved", &[("case", &cases), ("ground", "terms")], Language::French);
        assert_eq!(texts(&modal, "/component/custom_id"), ["case", "action", "at", "ref"]);
        assert_eq!(texts(&modal, "/component/value"), [cases]);
    }

    #[test]
    fn every_form_is_within_the_limits_in_both_languages() {
        for language in Language::ALL {
            for command in ["report", "resolved", "refuse", "ask", "info", "emergency"] {
                let modal = asked(command, &[("case", "YT-1234567..1234599")], *language);
                let short = |text: &str, limit: usize| (1..=limit).contains(&text.encode_utf16().count());
                assert!(short(modal["title"].as_str().unwrap(), 45), "{modal}");
                assert!(texts(&modal, "/label").iter().all(|label| short(label, 45)), "{modal}");
                assert!(texts(&modal, "/component/placeholder").iter().all(|hint| short(hint, 100)), "{modal}");
                assert_ne!(modal["components"], json!([]));
            }
        }
    }
}
