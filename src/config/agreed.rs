//! `[[target]]`: the lengths that the sides agreed on, over the built-in ones.

use liaison_domain::{Agreed, CaseKind, Urgency};

use super::fields::{Fields, Form};
use super::length::length;
use super::problem::Problems;

const KIND: Form = Form { key: "kind", takes: "a kind of case", example: "\"removal_referral\"" };
const URGENCY: Form = Form { key: "urgency", takes: "an urgency", example: "\"urgent\"" };
const LENGTH: &str = "a whole number and s, min, h, d, working h or working d";
const ACKNOWLEDGE: Form = Form { key: "acknowledge", takes: LENGTH, example: "\"15 min\"" };
const EFFECT: Form = Form { key: "effect", takes: LENGTH, example: "\"4 h\"" };
const EXPIRY: Form = Form { key: "expiry", takes: LENGTH, example: "\"60 d\"" };
const INFORMATION: Form = Form { key: "information", takes: LENGTH, example: "\"4 working h\"" };

/// Reads one agreed target.
pub(crate) fn agreed(mut fields: Fields<'_>, problems: &mut Problems) -> Agreed {
    let says_something = [ACKNOWLEDGE, EFFECT, INFORMATION, EXPIRY].iter().any(|form| fields.has(form.key));
    if !says_something {
        problems.mistake(
            &fields.spot(""),
            "it sets nothing: give acknowledge, effect or information, for example effect = \"4 h\"",
        );
    }
    let agreed = Agreed {
        kind: fields.choice(&KIND, problems, CaseKind::ALL, CaseKind::name),
        urgency: fields.choice(&URGENCY, problems, Urgency::ALL, Urgency::name),
        acknowledge: fields.read(&ACKNOWLEDGE, problems, length),
        effect: fields.read(&EFFECT, problems, length),
        information: fields.read(&INFORMATION, problems, length),
        expiry: fields.read(&EXPIRY, problems, length),
    };
    fields.finish(problems);
    agreed
}
