//! Rows, buttons and select menus under a message.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{Button, SelectMenu};
use twilight_validate::message;

use crate::judge::{by_others, length, read};
use crate::refusal::Refusal;
use crate::world::message::parts;

/// The components of a message's body, judged and numbered; nothing, where the body does not speak of them.
pub(crate) fn judge(body: &Value) -> Result<Option<Vec<Value>>, Refusal> {
    let Some(typed) = read::<Vec<Component>>(body, "components")? else {
        return Ok(body.get("components").filter(|value| value.is_null()).map(|_| Vec::new()));
    };
    by_others("components", message::components(&typed, false))?;
    for (index, component) in typed.iter().enumerate() {
        row(&format!("components.{index}"), component)?;
    }
    let raw = body["components"].as_array().cloned().unwrap_or_default();
    unique(&raw)?;
    Ok(Some(number(raw)))
}

fn row(field: &str, component: &Component) -> Result<(), Refusal> {
    let Component::ActionRow(row) = component else {
        return Err(Refusal::form(field, "UNION_TYPE_CHOICES", "The value of field \"type\" must be 1."));
    };
    if row.components.is_empty() {
        return Err(Refusal::length(&format!("{field}.components"), 1, 5));
    }
    let mut width = 0;
    for (index, inner) in row.components.iter().enumerate() {
        let field = format!("{field}.components.{index}");
        width += match inner {
            Component::Button(inner) => button(&field, inner).map(|()| 1)?,
            Component::SelectMenu(inner) => select(&field, inner).map(|()| 5)?,
            _ => return Err(Refusal::form(&field, "UNION_TYPE_CHOICES", "Not allowed in a message.")),
        };
    }
    match width {
        0..=5 => Ok(()),
        _ => Err(Refusal::form(field, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The row is wider than five buttons.")),
    }
}

fn button(field: &str, button: &Button) -> Result<(), Refusal> {
    if let Some(custom_id) = &button.custom_id {
        length(&format!("{field}.custom_id"), custom_id, 1, 100)?;
    }
    if button.label.as_deref().unwrap_or_default().is_empty() && button.emoji.is_none() && button.sku_id.is_none() {
        return Err(Refusal::form(field, "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji."));
    }
    let Some(url) = &button.url else {
        return Ok(());
    };
    length(&format!("{field}.url"), url, 1, 512)?;
    match ["http://", "https://", "discord://"].iter().any(|scheme| url.starts_with(scheme)) {
        true => Ok(()),
        false => Err(Refusal::form(&format!("{field}.url"), "URL_TYPE_INVALID_SCHEME", "Not a link.")),
    }
}

fn select(field: &str, menu: &SelectMenu) -> Result<(), Refusal> {
    length(&format!("{field}.custom_id"), &menu.custom_id, 1, 100)?;
    let Some(options) = &menu.options else {
        return Ok(());
    };
    if !(1..=25).contains(&options.len()) {
        return Err(Refusal::length(&format!("{field}.options"), 1, 25));
    }
    let values: BTreeSet<&str> = options.iter().map(|option| option.value.as_str()).collect();
    let (least, most) = (menu.min_values.unwrap_or(1), menu.max_values.unwrap_or(1));
    let fits = values.len() == options.len() && least <= most && usize::from(most) <= options.len();
    match fits {
        true => Ok(()),
        false => Err(Refusal::form(field, "SELECT_COMPONENT_INVALID", "Options twice, or more choices than options.")),
    }
}

/// No two components answer to the same name.
pub(crate) fn unique(components: &[Value]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for custom_id in parts(components).iter().filter_map(|part| part["custom_id"].as_str()) {
        if !seen.insert(custom_id) {
            let why = format!("Component custom id cannot be duplicated: {custom_id}");
            return Err(Refusal::form("components", "COMPONENT_CUSTOM_ID_DUPLICATED", why));
        }
    }
    Ok(())
}

/// Gives each component the number that Discord gives it.
pub(crate) fn number(components: Vec<Value>) -> Vec<Value> {
    fn walk(component: &mut Value, next: &mut u32) {
        if component.get("id").is_none_or(|id| id.is_null() || *id == 0) {
            component["id"] = json!(*next);
        }
        *next += 1;
        if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
            inner.iter_mut().for_each(|inner| walk(inner, next));
        }
        if let Some(inner) = component.get_mut("component").filter(|inner| inner.is_object()) {
            walk(inner, next);
        }
    }
    let mut next = 1;
    let mut all = components;
    all.iter_mut().for_each(|component| walk(component, &mut next));
    all
}
