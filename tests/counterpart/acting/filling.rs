//! Forms.

use serde_json::{Value, json};

use crate::acting::exchange::{Act, kind};
use crate::cannot::Cannot;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::parts;

impl World {
    /// The fields are named by their custom identifiers; those left out keep what stood in them.
    pub(crate) fn submit(
        &mut self,
        user: Snowflake,
        opened_by: Snowflake,
        fields: &[(&str, &str)],
    ) -> Result<Snowflake, Cannot> {
        let exchange = self.interactions.get(&opened_by).ok_or_else(|| Cannot::because("no such interaction"))?;
        let form = exchange.answer.as_ref().filter(|answer| answer.kind == 9).map(|answer| answer.data.clone());
        let form = form.ok_or_else(|| Cannot::because("the interaction was not answered with a form"))?;
        if exchange.user != user {
            return Err(Cannot(format!("the form was shown to {}, not to {user}", exchange.user)));
        }
        let (channel, source) = (exchange.channel, exchange.source);
        let mut components = form["components"].as_array().cloned().unwrap_or_default();
        for (name, _) in fields {
            if !parts(&components).iter().any(|part| part["custom_id"] == *name) {
                return Err(Cannot(format!("the form has no field {name:?}")));
            }
        }
        components.iter_mut().try_for_each(|component| fill(component, fields))?;
        let data = json!({ "custom_id": form["custom_id"], "components": components });
        Ok(self.interact(Act { kind: kind::FORM, user, channel, data, command: None, source }))
    }
}

/// Turns a component as it was shown into one as it is sent in.
fn fill(component: &mut Value, fields: &[(&str, &str)]) -> Result<(), Cannot> {
    let kind = component["type"].clone();
    let id = component["id"].clone();
    if let Some(inner) = component.get_mut("components").and_then(Value::as_array_mut) {
        inner.iter_mut().try_for_each(|inner| fill(inner, fields))?;
        *component = json!({ "type": kind, "id": id, "components": component["components"] });
    } else if let Some(inner) = component.get_mut("component").filter(|inner| inner.is_object()) {
        fill(inner, fields)?;
        *component = json!({ "type": kind, "id": id, "component": component["component"] });
    } else if kind == 4 {
        let value = typed(component, fields)?;
        *component = json!({ "type": kind, "id": id, "custom_id": component["custom_id"], "value": value });
    } else if component.get("custom_id").is_some() {
        let values = chosen(component, fields)?;
        *component = json!({ "type": kind, "id": id, "custom_id": component["custom_id"], "values": values });
    }
    Ok(())
}

/// What is chosen of a select menu; what is left out keeps what was chosen by default.
fn chosen(menu: &Value, fields: &[(&str, &str)]) -> Result<Vec<String>, Cannot> {
    let given = fields.iter().filter(|(name, _)| menu["custom_id"] == *name);
    let mut values: Vec<String> = given.map(|(_, value)| (*value).to_owned()).collect();
    let options = menu["options"].as_array().map(Vec::as_slice).unwrap_or_default();
    let value = |option: &Value| option["value"].as_str().unwrap_or_default().to_owned();
    if values.is_empty() {
        values.extend(options.iter().filter(|option| option["default"] == true).map(value));
    }
    if let Some(other) = values.iter().find(|chosen| !options.iter().any(|option| value(option) == **chosen)) {
        return Err(Cannot(format!("{} has no choice {other:?}", menu["custom_id"])));
    }
    let most = menu["max_values"].as_u64().unwrap_or(1);
    match values.len() as u64 {
        0 if menu["required"].as_bool().unwrap_or(true) => Err(Cannot(format!("{} must be chosen", menu["custom_id"]))),
        many if many > most => Err(Cannot(format!("{} takes {most} choices", menu["custom_id"]))),
        _ => Ok(values),
    }
}

fn typed(input: &Value, fields: &[(&str, &str)]) -> Result<String, Cannot> {
    let given = fields.iter().find(|(name, _)| input["custom_id"] == *name).map(|(_, value)| (*value).to_owned());
    let value = given.unwrap_or_else(|| input["value"].as_str().unwrap_or_default().to_owned());
    let count = value.chars().count() as u64;
    let required = input["required"].as_bool().unwrap_or(true);
    if count == 0 {
        return if required { Err(Cannot(format!("{} must be filled in", input["custom_id"]))) } else { Ok(value) };
    }
    let least = input["min_length"].as_u64().unwrap_or(0);
    let most = input["max_length"].as_u64().unwrap_or(4000);
    match (least..=most).contains(&count) {
        true => Ok(value),
        false => Err(Cannot(format!("{} takes between {least} and {most} characters", input["custom_id"]))),
    }
}
