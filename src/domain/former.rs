//! Who was a member and is none any more. What they did stays, and so does the name under which the other side knew them:
//! an alias is not taken off somebody by their leaving.

use crate::desk::{RoomKind, Setting, admits};
use crate::guests::as_typed;
use crate::people::{MemberId, OrganisationId};

/// How the configuration and the record write one person of Discord, and a group there.
const PERSON_ON_DISCORD: &str = "discord:user:";
const GROUP_ON_DISCORD: &str = "discord:role:";

/// Somebody who has left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who, as the record names them.
    pub member: MemberId,
    /// What the other side saw, and sees, instead.
    pub alias: Option<String>,
}

/// An identity of Matrix without the sign before it: as words it must call nobody, and what stands for the sign elsewhere is
/// in few fonts.
fn without_sign(id: &str) -> &str {
    id.strip_prefix('@').filter(|id| id.contains(':')).unwrap_or(id)
}

impl Setting {
    /// What a member, or whoever was one, is called where it is read: the alias across the table, the id at home;
    /// an identity of Matrix without its sign.
    #[must_use]
    pub fn shown_name(&self, member: &MemberId, room: &RoomKind) -> String {
        let mut organisations = self.organisations.iter();
        let listed =
            organisations.find_map(|organisation| Some((&organisation.id, &organisation.member(member)?.alias)));
        let known = listed.or_else(|| self.former(member).map(|former| (&former.organisation, &former.alias)));
        match known {
            Some((organisation, Some(alias))) if *room != RoomKind::Own(organisation.clone()) => alias.clone(),
            _ => without_sign(&member.0).to_owned(),
        }
    }

    /// Whoever has left, by the id under which the record names them.
    #[must_use]
    pub fn former(&self, member: &MemberId) -> Option<&Former> {
        self.former.iter().find(|former| former.member == *member)
    }

    /// Which of those who own cases a word names, though they are no members any more: by their id, with or without its
    /// sign, or by the alias that they had in that organisation.
    pub fn gone_called<'a>(
        &self,
        organisation: &OrganisationId,
        word: &str,
        mut owners: impl Iterator<Item = &'a MemberId>,
    ) -> Option<MemberId> {
        let word = as_typed(word);
        let bare = |name: &str| name.strip_prefix('@').unwrap_or(name).to_lowercase();
        let is_called = |name: &str| bare(name) == bare(&word);
        let found = owners.find(|owner| {
            let former = self.former(owner).filter(|former| former.organisation == *organisation);
            is_called(&owner.0) || former.and_then(|former| former.alias.as_deref()).is_some_and(is_called)
        });
        found.cloned()
    }

    /// Whether somebody may still be a member of that organisation: listed by that id, or admitted by a pattern or, for all
    /// that is known without their network, by a group there.
    #[must_use]
    pub fn may_be_member(&self, organisation: &OrganisationId, member: &MemberId) -> bool {
        let Some(organisation) = self.organisation(organisation) else { return false };
        let is_on_discord = member.0.starts_with(PERSON_ON_DISCORD);
        let mut entries = organisation.members.iter().flat_map(|entry| &entry.at);
        organisation.member(member).is_some()
            || entries.any(|at| admits(at, &member.0) || (is_on_discord && at.starts_with(GROUP_ON_DISCORD)))
    }

    /// This setting, newly read, in the place of `before`: with those who are on duty and who were let in, and knowing
    /// whoever bore an alias and is listed no more.
    #[must_use]
    pub fn following(self, before: &Self) -> Self {
        let mut new = self.with_people(before.duties.clone(), before.guests.clone(), before.former.clone());
        for organisation in &before.organisations {
            let stays = |id: &MemberId| new.organisation(&organisation.id).is_some_and(|new| new.member(id).is_some());
            let gone = organisation.members.iter().filter(|member| member.alias.is_some() && !stays(&member.id));
            let gone = gone.map(|member| Former {
                organisation: organisation.id.clone(),
                member: member.id.clone(),
                alias: member.alias.clone(),
            });
            let gone: Vec<_> = gone.collect();
            new.remember(gone);
        }
        new
    }

    /// Knows those as former members; what was known before of the same is replaced.
    pub(crate) fn remember(&mut self, gone: Vec<Former>) {
        for one in gone {
            let is_same = |known: &Former| known.organisation == one.organisation && known.member == one.member;
            self.former.retain(|known| !is_same(known));
            self.former.push(one);
        }
    }
}
