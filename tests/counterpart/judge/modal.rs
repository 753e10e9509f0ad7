//! The form that answers an interaction, and the choices that complete an option.

use serde_json::Value;
use twilight_model::application::command::CommandOptionChoice;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::TextInput;
use twilight_validate::{command, component};

use crate::judge::{by_others, components, length, read, required};
use crate::refusal::Refusal;

/// A form's body; its components, numbered.
pub(crate) fn modal(data: &Value) -> Result<Vec<Value>, Refusal> {
    length("data.custom_id", &required::<String>(data, "custom_id")?, 1, 100)?;
    length("data.title", &required::<String>(data, "title")?, 1, 45)?;
    let typed = required::<Vec<Component>>(data, "components")?;
    if !(1..=5).contains(&typed.len()) {
        return Err(Refusal::length("data.components", 1, 5));
    }
    for (index, component) in typed.iter().enumerate() {
        field(&format!("data.components.{index}"), component)?;
    }
    let raw = data["components"].as_array().cloned().unwrap_or_default();
    components::unique(&raw)?;
    Ok(components::number(raw))
}

fn field(name: &str, component: &Component) -> Result<(), Refusal> {
    match component {
        Component::ActionRow(row) => {
            by_others(name, component::action_row(row, false))?;
            let [Component::TextInput(input)] = row.components.as_slice() else {
                return Err(Refusal::form(name, "COMPONENT_LAYOUT", "A row of a form holds one text input."));
            };
            #[expect(deprecated, reason = "rows with labelled inputs are what most bots still send")]
            let label = input.label.clone().unwrap_or_default();
            length(&format!("{name}.components.0.label"), &label, 1, 45)?;
            text_input(&format!("{name}.components.0"), input)
        }
        Component::Label(label) => {
            by_others(name, component::label(label))?;
            match &*label.component {
                Component::TextInput(input) => text_input(&format!("{name}.component"), input),
                _ => Ok(()),
            }
        }
        Component::TextDisplay(text) => by_others(name, component::text_display(text)),
        _ => Err(Refusal::form(name, "UNION_TYPE_CHOICES", "Not allowed in a form.")),
    }
}

fn text_input(name: &str, input: &TextInput) -> Result<(), Refusal> {
    length(&format!("{name}.custom_id"), &input.custom_id, 1, 100)?;
    let (least, most) = (input.min_length.unwrap_or(0), input.max_length.unwrap_or(4000));
    if least > most || most == 0 {
        return Err(Refusal::form(name, "TEXT_INPUT_COMPONENT_LENGTH", "The least is more than the most."));
    }
    let value = input.value.as_deref().unwrap_or_default().chars().count();
    match value == 0 || (usize::from(least)..=usize::from(most)).contains(&value) {
        true => Ok(()),
        false => Err(Refusal::length(&format!("{name}.value"), least.into(), most.into())),
    }
}

/// The choices of an autocompletion.
pub(crate) fn choices(data: &Value) -> Result<Vec<Value>, Refusal> {
    let typed = read::<Vec<CommandOptionChoice>>(data, "choices")?.unwrap_or_default();
    if typed.len() > 25 {
        return Err(Refusal::length("data.choices", 0, 25));
    }
    for (index, choice) in typed.iter().enumerate() {
        by_others(&format!("data.choices.{index}"), command::choice(choice))?;
        for text in choice.name_localizations.iter().flatten().map(|(_, text)| text) {
            length(&format!("data.choices.{index}.name_localizations"), text, 1, 100)?;
        }
    }
    Ok(data["choices"].as_array().cloned().unwrap_or_default())
}
