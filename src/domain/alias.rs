//! What the other side may see in somebody's place: a name that is an address nowhere and nobody else's.

use crate::desk::Setting;
use crate::refusal::Refusal;

/// An alias is no longer than what stands in a line of a card.
const LONGEST: usize = 64;
/// What it may hold beside letters and digits.
const MARKS: &str = " -_.'";

/// The alias, if it may be one for somebody of that identity.
///
/// # Errors
/// What is none, or is somebody else's name.
pub(crate) fn alias(typed: &str, identity: &str, setting: &Setting) -> Result<String, Refusal> {
    let alias = typed.trim();
    let is_plain = alias.chars().all(|letter| letter.is_alphanumeric() || MARKS.contains(letter));
    let has_name = alias.chars().any(char::is_alphanumeric);
    if !is_plain || !has_name || alias.chars().count() > LONGEST || is_address(alias) {
        return Err(Refusal::NoAlias { word: typed.to_owned() });
    }
    if names(setting, identity).any(|name| is_same(name, alias)) || is_same(identity, alias) {
        return Err(Refusal::AliasTaken { word: typed.to_owned() });
    }
    Ok(alias.to_owned())
}

/// Whether a client may make a link of it: a point between two letters is enough for that.
fn is_address(alias: &str) -> bool {
    let letters: Vec<char> = alias.chars().collect();
    letters.windows(3).any(|three| matches!(three, [a, '.', b] if a.is_alphanumeric() && b.is_alphanumeric()))
}

fn is_same(name: &str, alias: &str) -> bool {
    let bare = name.strip_prefix('@').unwrap_or(name);
    [name, bare].iter().any(|name| name.to_lowercase() == alias.to_lowercase())
}

/// Every name that is taken: of organisations, of their members, and the aliases of those who have left, but for whoever
/// comes back.
fn names<'a>(setting: &'a Setting, identity: &'a str) -> impl Iterator<Item = &'a str> {
    let organisations = setting.organisations.iter().flat_map(|organisation| {
        let members = organisation.members.iter().flat_map(|member| {
            [member.id.0.as_str()]
                .into_iter()
                .chain(member.alias.as_deref())
                .chain(member.at.iter().map(String::as_str))
        });
        [organisation.id.0.as_str(), organisation.name.as_str()].into_iter().chain(members)
    });
    let former = setting.former.iter().filter(move |former| former.member.0 != identity);
    organisations.chain(former.filter_map(|former| former.alias.as_deref()))
}
