//! `[[organisation]]` and its members: who they are in which network, and what the other side sees of them.

use liaison_domain::{Contact, Country, Member, MemberId, Organisation, OrganisationId, Side, WorkingHours};

use super::defaults::{Defaults, ZONE, digest_at, zone};
use super::fields::{Fields, Form, Word, understood, unknown_name};
use super::hours::working_hours;
use super::places::{admits_many, admits_server, is_identity};
use super::problem::{Problems, Spot, quoted};

const ID: Form = Form { key: "id", takes: "letters, digits, - and _, at most 64", example: "\"pharos\"" };
const NAME: Form =
    Form { key: "name", takes: "the name that people read, at most 64 letters", example: "\"OFAC-PHAROS\"" };
const SIDE: Form = Form { key: "side", takes: "\"agency\" or \"platform\"", example: "\"agency\"" };
const HOURS: Form = Form {
    key: "hours",
    takes: "days and times that end on the same day, each day once",
    example: "\"Mon-Thu 08:00-19:00, Fri 08:00-16:00\"",
};
const HOLIDAYS: Form = Form { key: "holidays", takes: "the country whose public holidays are kept", example: "\"FR\"" };
const SUPERVISORS: Form = Form { key: "supervisors", takes: "a list of members' ids", example: "[\"amal\"]" };
const MEMBERS: Form = Form {
    key: "members",
    takes: "a list of identities (or [[organisation.member]] for each, with an id of its own)",
    example: "[\"@amal:agency.example\"]",
};
const MEMBER_ID: Form = Form { key: "id", takes: "letters, digits, ., - and _, at most 64", example: "\"amal\"" };
const AT: Form = Form { key: "at", takes: "a list of identities", example: "[\"@amal:agency.example\"]" };
const ALIAS: Form =
    Form { key: "alias", takes: "what the other side sees, at most 64 letters", example: "\"PHAROS-14\"" };
const CONTACT_NAME: Form = Form { key: "name", takes: "whose number it is", example: "\"PHAROS duty officer\"" };
const PHONE: Form = Form { key: "phone", takes: "a telephone number", example: "\"+33 1 00 00 00 00\"" };
const IDENTITY: &str = "expected @NAME:SERVER, @*:SERVER, discord:user:NUMBER or discord:role:NUMBER, for example \"@amal:agency.example\"";

/// Words that mean something else where an organisation's id could stand.
const RESERVED_ORGANISATIONS: [&str; 2] = ["shared", "coordination"];
/// How the record names whoever operates the machine, where a member's id could stand.
pub(crate) const OPERATOR: &str = "operator";
/// Names of the record's own where a member's id could stand: time, and the operator.
const RESERVED_MEMBERS: [&str; 2] = ["clock", OPERATOR];
/// So many numbers of an organisation: whoever is in a hurry reads no longer list.
const CONTACTS_MOST: usize = 3;
/// From an emergency's own number to the longest with its country (ITU-T E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 2..=15;
const ID_LONGEST: usize = 64;
const NAME_LONGEST: usize = 64;

/// An organisation with the places at which it was written. Where something of it was reported, a stand-in fills the
/// gap: such a configuration is never handed out.
pub(crate) struct Listed<'a> {
    /// What the rules get.
    pub(crate) organisation: Organisation,
    /// Its id, where one could be read.
    pub(crate) id: Option<Word<'a>>,
    /// Its side, where one could be read.
    pub(crate) side: Option<Side>,
    /// Where its public holidays stand, and whose they are.
    pub(crate) holidays: Option<(Spot, Country)>,
    /// Every identity of its members.
    pub(crate) identities: Vec<Word<'a>>,
    /// Every member's id that was given in a table of its own.
    pub(crate) member_ids: Vec<Word<'a>>,
}

/// Reads one organisation.
pub(crate) fn organisation<'a>(mut fields: Fields<'a>, defaults: &Defaults, problems: &mut Problems) -> Listed<'a> {
    let id = fields.required(&ID, problems).filter(|word| is_organisation_id(word, problems));
    let name = fields.required(&NAME, problems).and_then(|word| understood(&word, &NAME, problems, visible_name));
    let side = match fields.has(SIDE.key) {
        true => fields.choice(&SIDE, problems, Side::ALL, Side::name),
        false => fields.required(&SIDE, problems).and(None),
    };
    let hours = fields.read(&HOURS, problems, working_hours);
    let zone = zone(&mut fields, &ZONE, problems).unwrap_or(defaults.zone);
    let holidays = holidays(&mut fields, problems);
    let mut listed = Listed {
        organisation: Organisation {
            id: OrganisationId(id.as_ref().map(|word| word.text.to_owned()).unwrap_or_default()),
            name: name.unwrap_or_default(),
            side: side.unwrap_or(Side::Agency),
            zone,
            hours: hours.unwrap_or_else(WorkingHours::office),
            holidays: holidays.as_ref().map(|(_, country)| *country),
            digest_at: digest_at(&mut fields, problems).unwrap_or(defaults.digest_at),
            supervisors: Vec::new(),
            members: Vec::new(),
            contacts: Vec::new(),
        },
        id,
        side,
        holidays,
        identities: Vec::new(),
        member_ids: Vec::new(),
    };
    listed.take_members(&mut fields, problems);
    listed.take_supervisors(&mut fields, problems);
    listed.organisation.contacts = contacts(&mut fields, problems);
    fields.finish(problems);
    listed
}

impl<'a> Listed<'a> {
    fn take_members(&mut self, fields: &mut Fields<'a>, problems: &mut Problems) {
        for word in fields.texts(&MEMBERS, problems) {
            self.take_identity(&word, problems);
            let id = MemberId(word.text.to_owned());
            self.organisation.members.push(Member { id, at: vec![word.text.to_owned()], alias: None });
        }
        for table in fields.tables("member", problems) {
            self.take_member(table, problems);
        }
        if self.organisation.members.is_empty() {
            problems.warn(&fields.spot(MEMBERS.key), "this organisation has no member: nobody can act for it");
        }
    }

    fn take_member(&mut self, mut fields: Fields<'a>, problems: &mut Problems) {
        let id = fields.required(&MEMBER_ID, problems).filter(|word| is_member_id(word, problems));
        let at = fields.texts(&AT, problems);
        if at.is_empty() {
            problems.warn(&fields.spot(AT.key), "this member has no identity: nothing they say is recognised");
        }
        for word in &at {
            self.take_identity(word, problems);
        }
        let alias = fields.read(&ALIAS, problems, visible_name);
        if let Some(word) = id {
            let at = at.iter().map(|word| word.text.to_owned()).collect();
            self.organisation.members.push(Member { id: MemberId(word.text.to_owned()), at, alias });
            self.member_ids.push(word);
        }
        fields.finish(problems);
    }

    fn take_identity(&mut self, word: &Word<'a>, problems: &mut Problems) {
        if !is_identity(word.text) {
            let bare = word.text.strip_prefix("matrix:").filter(|rest| is_identity(rest));
            let hint = bare.map(|bare| format!("; write {} without matrix:", quoted(bare))).unwrap_or_default();
            problems.mistake(&word.spot, format!("{IDENTITY}, found {}{hint}", quoted(word.text)));
            return;
        }
        if self.identities.iter().any(|other| other.text == word.text) {
            problems.mistake(
                &word.spot,
                format!("{} stands twice in this organisation: once is enough", quoted(word.text)),
            );
        }
        if admits_many(word.text) {
            problems.warn(
                &word.spot,
                format!(
                    "{}: whoever can make accounts or give roles there makes members of this organisation",
                    quoted(word.text)
                ),
            );
        }
        self.identities.push(word.clone());
    }

    fn take_supervisors(&mut self, fields: &mut Fields<'a>, problems: &mut Problems) {
        for word in fields.texts(&SUPERVISORS, problems) {
            if self.is_supervisor(&word, problems) {
                self.organisation.supervisors.push(MemberId(word.text.to_owned()));
            }
        }
    }

    /// A supervisor is a member by id, or one of those whom a pattern admits, by name.
    fn is_supervisor(&self, word: &Word<'_>, problems: &mut Problems) -> bool {
        let members = &self.organisation.members;
        if members.iter().any(|member| member.id.0 == word.text) || self.admits(word.text) {
            return true;
        }
        if let Some(member) = members.iter().find(|member| member.at.iter().any(|at| at == word.text)) {
            let id = quoted(&member.id.0);
            problems.mistake(&word.spot, format!("{} is an identity of {id}: write {id}", quoted(word.text)));
            return false;
        }
        let ids: Vec<&str> = members.iter().map(|member| member.id.0.as_str()).collect();
        unknown_name(word, &ids, problems);
        false
    }

    /// Whether one of the patterns among the members admits that identity.
    pub(crate) fn admits(&self, identity: &str) -> bool {
        let server = identity.strip_prefix('@').and_then(|rest| rest.split_once(':')).map(|(_, server)| server);
        server.is_some() && self.identities.iter().any(|word| admits_server(word.text) == server)
    }
}

/// Whose public holidays an organisation keeps, and where that is written.
fn holidays(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<(Spot, Country)> {
    let spot = fields.spot_of(HOLIDAYS.key, problems);
    fields.choice(&HOLIDAYS, problems, Country::ALL, Country::name).map(|country| (spot, country))
}

/// The numbers on file, for call-backs in an emergency.
fn contacts(fields: &mut Fields<'_>, problems: &mut Problems) -> Vec<Contact> {
    let mut contacts = Vec::new();
    for mut contact in fields.tables("contact", problems) {
        let name = contact.required(&CONTACT_NAME, problems);
        let name = name.and_then(|word| understood(&word, &CONTACT_NAME, problems, visible_name));
        let phone = contact.required(&PHONE, problems);
        let phone = phone.and_then(|word| understood(&word, &PHONE, problems, telephone));
        if contacts.len() == CONTACTS_MOST {
            problems.mistake(&contact.spot(""), format!("{CONTACTS_MOST} numbers are on file already: leave one out"));
        }
        contacts.extend(name.zip(phone).map(|(name, phone)| Contact { name, phone }));
        contact.finish(problems);
    }
    contacts
}

/// Digits, and what people write between them: whatever else stood there could be dialled by nobody.
fn telephone(text: &str) -> Option<String> {
    let sound = |letter: char| letter.is_ascii_digit() || "+ ().-/".contains(letter);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (text.chars().all(sound) && PHONE_DIGITS.contains(&digits)).then(|| text.trim().to_owned())
}

/// A name that people read: something visible, on one line.
fn visible_name(text: &str) -> Option<String> {
    let is_visible = !text.trim().is_empty() && !text.chars().any(char::is_control);
    (is_visible && text.chars().count() <= NAME_LONGEST).then(|| text.to_owned())
}

/// Whether letters, digits, `-` and `_` alone make that id.
pub(crate) fn is_plain_id(text: &str) -> bool {
    let sound = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    !text.is_empty() && text.len() <= ID_LONGEST && text.bytes().all(sound)
}

fn is_organisation_id(word: &Word<'_>, problems: &mut Problems) -> bool {
    if RESERVED_ORGANISATIONS.contains(&word.text) {
        problems.mistake(&word.spot, format!("{} is reserved for rooms: choose another id", quoted(word.text)));
        return false;
    }
    understood(word, &ID, problems, |text| is_plain_id(text).then_some(())).is_some()
}

fn is_member_id(word: &Word<'_>, problems: &mut Problems) -> bool {
    if RESERVED_MEMBERS.contains(&word.text) {
        let text = quoted(word.text);
        problems.mistake(&word.spot, format!("{text} is a name of the record's own: choose another id"));
        return false;
    }
    understood(word, &MEMBER_ID, problems, |text| is_plain_id(&text.replace('.', "-")).then_some(())).is_some()
}
