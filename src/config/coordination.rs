//! `[coordination]`: the rooms and people who look across desks.

use liaison_domain::{Coordination, MemberId};

use super::defaults::{Defaults, digest_at};
use super::fields::{Fields, Form, unknown_name};
use super::people::Listed;
use super::places::is_matrix_user;
use super::problem::Problems;
use super::rooms::{Placed, coordination_rooms};

const MEMBERS: Form = Form { key: "members", takes: "a list of members' ids", example: "[\"amal\"]" };
const REVIEWERS: Form = Form { key: "reviewers", takes: "a list of members' ids", example: "[\"amal\"]" };

/// Reads the table, or what stands where there is none. Its rooms come beside it: they are filled in once it is known
/// which networks are served.
pub(crate) fn coordination<'a>(
    fields: Option<Fields<'a>>,
    organisations: &[Listed<'_>],
    defaults: &Defaults,
    problems: &mut Problems,
) -> (Coordination, Vec<Placed<'a>>) {
    let mut coordination = Coordination {
        rooms: Vec::new(),
        digest_at: defaults.digest_at,
        zone: defaults.zone,
        members: Vec::new(),
        reviewers: Vec::new(),
    };
    let Some(mut fields) = fields else { return (coordination, Vec::new()) };
    let rooms = coordination_rooms(&mut fields, defaults, problems);
    coordination.digest_at = digest_at(&mut fields, problems).unwrap_or(defaults.digest_at);
    coordination.members = people(&mut fields, &MEMBERS, organisations, problems);
    coordination.reviewers = people(&mut fields, &REVIEWERS, organisations, problems);
    fields.finish(problems);
    (coordination, rooms)
}

/// Members by id; one whom a pattern admits is named by the identity.
fn people(
    fields: &mut Fields<'_>,
    form: &Form,
    organisations: &[Listed<'_>],
    problems: &mut Problems,
) -> Vec<MemberId> {
    let members = || organisations.iter().flat_map(|listed| &listed.organisation.members);
    let mut people = Vec::new();
    for word in fields.texts(form, problems) {
        let is_listed = members().any(|member| member.id.0 == word.text);
        let is_admitted = is_matrix_user(word.text) && organisations.iter().any(|listed| listed.admits(word.text));
        if is_listed || is_admitted {
            people.push(MemberId(word.text.to_owned()));
        } else {
            let known: Vec<&str> = members().map(|member| member.id.0.as_str()).collect();
            unknown_name(&word, &known, problems);
        }
    }
    people
}
