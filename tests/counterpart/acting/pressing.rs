//! Buttons and select menus.

use serde_json::{Value, json};

use crate::acting::exchange::{Act, kind};
use crate::cannot::Cannot;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::message::Message;

impl World {
    pub(crate) fn press(
        &mut self,
        user: Snowflake,
        message: Snowflake,
        custom_id: &str,
        chosen: Option<&[&str]>,
    ) -> Result<Snowflake, Cannot> {
        let there = self.reachable(user, message)?;
        let channel = there.channel;
        let no_such = || Cannot(format!("nothing under the message is called {custom_id:?}: {:?}", there.buttons()));
        let component = there.component(custom_id).ok_or_else(no_such)?;
        if component["disabled"] == true {
            return Err(Cannot(format!("{custom_id:?} is disabled")));
        }
        let component_type = component["type"].as_u64().unwrap_or_default();
        if (component_type == 2) == chosen.is_some() {
            return Err(Cannot(format!("{custom_id:?} is a component of the kind {component_type}")));
        }
        let mut data = json!({ "custom_id": custom_id, "component_type": component_type, "id": component["id"] });
        if let Some(chosen) = chosen {
            check_chosen(component, chosen)?;
            data["values"] = json!(chosen);
        }
        let source = Some(message);
        Ok(self.interact(Act { kind: kind::COMPONENT, user, channel, data, command: None, source }))
    }

    /// A message that the person sees.
    pub(crate) fn reachable(&self, user: Snowflake, id: Snowflake) -> Result<&Message, Cannot> {
        let message = self.messages.get(&id).filter(|message| !message.deleted);
        let message = message.ok_or_else(|| Cannot(format!("there is no message {id}")))?;
        let channel = self.channels.get(&message.channel).ok_or_else(|| Cannot::because("its channel is gone"))?;
        if message.only_for.is_some_and(|only| only != user) || self.rights(channel, user).is_empty() {
            return Err(Cannot(format!("{user} does not see the message {id}")));
        }
        if channel.thread.as_ref().is_some_and(|thread| thread.archived) {
            return Err(Cannot::because("the thread is archived: clients press nothing there"));
        }
        Ok(message)
    }
}

fn check_chosen(menu: &Value, chosen: &[&str]) -> Result<(), Cannot> {
    let least = menu["min_values"].as_u64().unwrap_or(1);
    let most = menu["max_values"].as_u64().unwrap_or(1);
    if !(least..=most).contains(&(chosen.len() as u64)) {
        return Err(Cannot(format!("between {least} and {most} are to be chosen")));
    }
    let offered = menu["options"].as_array();
    let known = |value: &&str| offered.is_none_or(|all| all.iter().any(|option| option["value"] == **value));
    match chosen.iter().all(known) {
        true => Ok(()),
        false => Err(Cannot(format!("{chosen:?} is not offered"))),
    }
}
