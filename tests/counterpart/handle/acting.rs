//! Acting as a person. What the person's own client would not let them do is an error, with the reason.

use std::sync::Arc;

use serde_json::Value;

use crate::cannot::Cannot;
use crate::handle::Counterpart;
use crate::handle::interaction::{Form, Interaction};
use crate::snowflake::Snowflake;

impl Counterpart {
    fn interaction(&self, made: Result<Snowflake, Cannot>) -> Result<Interaction, Cannot> {
        made.map(|id| Interaction { shared: Arc::clone(&self.shared), id })
    }

    /// Calls a command; subcommands follow its name after spaces.
    pub fn slash(
        &self,
        person: Snowflake,
        channel: Snowflake,
        command: &str,
        options: &[(&str, Value)],
    ) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.slash(person, channel, command, options)))
    }

    /// Types into a command's options; the last one is being typed.
    pub fn autocomplete(
        &self,
        person: Snowflake,
        channel: Snowflake,
        command: &str,
        options: &[(&str, &str)],
    ) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.complete(person, channel, command, options)))
    }

    /// Presses a button.
    pub fn press(&self, person: Snowflake, message: Snowflake, custom_id: &str) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.press(person, message, custom_id, None)))
    }

    /// Chooses from a select menu.
    pub fn choose(
        &self,
        person: Snowflake,
        message: Snowflake,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.press(person, message, custom_id, Some(values))))
    }

    /// Chooses a command from a message's menu.
    pub fn message_command(&self, person: Snowflake, message: Snowflake, name: &str) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.menu(person, message, name)))
    }

    /// Fills in a form and sends it; fields left out keep what stood in them.
    pub fn submit(&self, person: Snowflake, form: &Form, fields: &[(&str, &str)]) -> Result<Interaction, Cannot> {
        self.interaction(self.shared.with(|world| world.submit(person, form.opened_by, fields)))
    }

    /// Writes a message by hand.
    pub fn say(
        &self,
        person: Snowflake,
        channel: Snowflake,
        text: &str,
        reply_to: Option<Snowflake>,
    ) -> Result<Snowflake, Cannot> {
        self.shared.with(|world| world.say(person, channel, text, reply_to))
    }

    /// Changes a message of one's own.
    pub fn edit(&self, person: Snowflake, message: Snowflake, text: &str) -> Result<(), Cannot> {
        self.shared.with(|world| world.person_edits(person, message, text))
    }

    /// Reacts to a message.
    pub fn react(&self, person: Snowflake, message: Snowflake, emoji: &str) -> Result<(), Cannot> {
        self.shared.with(|world| {
            let channel = world.reachable(person, message)?.channel;
            if let Some(channel) = world.channels.get(&channel).cloned() {
                world.set_reaction(&channel, message, emoji, person, true);
            }
            Ok(())
        })
    }

    /// Deletes a message, whoever wrote it, as a moderator.
    pub fn delete_message(&self, message: Snowflake) {
        self.shared.with(|world| world.remove(message));
    }

    /// Tells the bot of an interaction once more.
    pub fn redeliver(&self, interaction: &Interaction) {
        self.shared.with(|world| world.deliver(interaction.id));
    }
}
