//! Who may do what where, computed as Discord computes it: the guild's roles, then the channel's overwrites for
//! everyone, for roles and for the member.

use twilight_model::guild::Permissions;

use crate::refusal::Refusal;
use crate::snowflake::Snowflake;
use crate::world::World;
use crate::world::places::{Channel, Overwrite, Whom};

/// What both sides of a direct channel may do.
const DIRECT: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::USE_SLASH_COMMANDS);

impl World {
    /// What that person may do in the guild at large.
    pub(crate) fn rights_in_guild(&self, guild: Snowflake, user: Snowflake) -> Permissions {
        let Some((guild, member)) = self.guilds.get(&guild).and_then(|g| Some((g, g.members.get(&user)?))) else {
            return Permissions::empty();
        };
        if guild.owner == user {
            return Permissions::all();
        }
        let held = guild.roles.values().filter(|role| role.id == guild.id || member.roles.contains(&role.id));
        let all = held.fold(Permissions::empty(), |all, role| all | role.permissions);
        if all.contains(Permissions::ADMINISTRATOR) { Permissions::all() } else { all }
    }

    /// What that person may do in the channel; nothing, where they cannot see it.
    pub(crate) fn rights(&self, channel: &Channel, user: Snowflake) -> Permissions {
        let Some(guild) = channel.guild else {
            let inside = channel.recipient == Some(user) || user == self.application;
            return if inside { DIRECT } else { Permissions::empty() };
        };
        let base = self.rights_in_guild(guild, user);
        if base.contains(Permissions::ADMINISTRATOR) {
            return base;
        }
        let governing = self.channels.get(&channel.governing()).unwrap_or(channel);
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
        let holds = |role: Snowflake| member.is_some_and(|member| member.roles.contains(&role));
        let everyone = |o: &Overwrite| o.whom == Whom::Role(guild);
        let roles = |o: &Overwrite| matches!(o.whom, Whom::Role(role) if role != guild && holds(role));
        let own = |o: &Overwrite| o.whom == Whom::Member(user);
        let steps: [&dyn Fn(&Overwrite) -> bool; 3] = [&everyone, &roles, &own];
        let mut all = base;
        for step in steps {
            let (allow, deny) = gather(&governing.overwrites, step);
            all = all.difference(deny) | allow;
        }
        if all.contains(Permissions::VIEW_CHANNEL) { all } else { Permissions::empty() }
    }

    /// The channel, if it exists and the bot sees it.
    pub(crate) fn visible(&self, channel: Snowflake) -> Result<Channel, Refusal> {
        let channel = self.channels.get(&channel).ok_or_else(Refusal::unknown_channel)?;
        match self.rights(channel, self.application).contains(Permissions::VIEW_CHANNEL) {
            true => Ok(channel.clone()),
            false => Err(Refusal::missing_access()),
        }
    }

    /// Refuses, unless the bot may do that in the channel.
    pub(crate) fn need(&self, channel: &Channel, needed: Permissions) -> Result<(), Refusal> {
        match self.rights(channel, self.application).contains(needed) {
            true => Ok(()),
            false => Err(Refusal::missing_permissions()),
        }
    }
}

fn gather(overwrites: &[Overwrite], which: &dyn Fn(&Overwrite) -> bool) -> (Permissions, Permissions) {
    let chosen = overwrites.iter().filter(|overwrite| which(overwrite));
    chosen.fold((Permissions::empty(), Permissions::empty()), |(allow, deny), o| (allow | o.allow, deny | o.deny))
}
