//! What a button or a form is called, for the bot alone: the command that it stands for and what was given, in Discord's
//! hundred characters, so that nothing has to be remembered.
//!
//! `b:ack|case=YT-42` is a button; `f:1234:resolved|case=YT-42` a form, asked for on message 1234.

use liaison_chat::Invoked;

/// Discord's limit, in characters.
const LIMIT: usize = 100;
const BUTTON: &str = "b:";
const FORM: &str = "f:";

/// What a press or a filled form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Called {
    /// The command, as far as it was given.
    pub(crate) invoked: Invoked,
    /// The message that it was asked for on.
    pub(crate) on: Option<String>,
}

/// A button's name; `twin` tells buttons that do the same apart. Nothing where it is too long.
pub(crate) fn button(invoked: &Invoked, twin: usize) -> Option<String> {
    let twin = if twin == 0 { String::new() } else { format!("|={twin}") };
    within(format!("{BUTTON}{}{twin}", written(invoked)))
}

/// A form's name; nothing where it is too long.
pub(crate) fn form(invoked: &Invoked, on: Option<&str>) -> Option<String> {
    within(format!("{FORM}{}:{}", on.unwrap_or_default(), written(invoked)))
}

/// What a name means; nothing where it is none of ours.
pub(crate) fn called(name: &str) -> Option<Called> {
    if let Some(rest) = name.strip_prefix(BUTTON) {
        return Some(Called { invoked: read(rest), on: None });
    }
    let (on, rest) = name.strip_prefix(FORM)?.split_once(':')?;
    Some(Called { invoked: read(rest), on: Some(on.to_owned()).filter(|on| !on.is_empty()) })
}

fn within(name: String) -> Option<String> {
    Some(name).filter(|name| name.encode_utf16().count() <= LIMIT)
}

fn written(invoked: &Invoked) -> String {
    let mut out = plain(&invoked.command);
    for (name, value) in &invoked.given {
        out.push_str(&format!("|{}={}", plain(name), plain(value)));
    }
    out
}

fn plain(text: &str) -> String {
    text.replace('%', "%25").replace('|', "%7C").replace('=', "%3D")
}

fn read(rest: &str) -> Invoked {
    let mut parts = rest.split('|');
    let command = meant(parts.next().unwrap_or_default());
    let given = parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| !name.is_empty());
    Invoked { command, given: given.map(|(name, value)| (meant(name), meant(value))).collect() }
}

fn meant(text: &str) -> String {
    text.replace("%3D", "=").replace("%7C", "|").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use liaison_chat::Invoked;

    use super::{button, called, form};

    fn invoked(command: &str, given: &[(&str, &str)]) -> Invoked {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Invoked { command: command.to_owned(), given: given.collect() }
    }

    #[test]
    fn a_name_says_what_it_stands_for() {
        for invoked in [
            invoked("ack", &[("case", "YT-42")]),
            invoked("help", &[]),
            invoked("case", &[("case", "YT-1"), ("address", "yes")]),
            invoked("ask", &[("text", "a|b=c%7C d%25")]),
        ] {
            let of_button = button(&invoked, 0).and_then(|name| called(&name)).unwrap();
            assert_eq!((of_button.invoked, of_button.on), (invoked.clone(), None));
            let of_form = form(&invoked, Some("1234567890123456789")).and_then(|name| called(&name)).unwrap();
            assert_eq!((of_form.invoked, of_form.on.as_deref()), (invoked, Some("1234567890123456789")));
        }
    }

    #[test]
    fn twins_have_names_of_their_own_and_do_the_same() {
        let ack = invoked("ack", &[("case", "YT-42")]);
        assert_eq!(button(&ack, 0).unwrap(), "b:ack|case=YT-42");
        assert_ne!(button(&ack, 0), button(&ack, 1));
        assert_eq!(called(&button(&ack, 1).unwrap()).unwrap().invoked, ack);
    }

    #[test]
    fn what_does_not_fit_has_no_name_and_what_is_foreign_no_meaning() {
        assert_eq!(button(&invoked("ask", &[("text", &"x".repeat(100))]), 0), None);
        assert_eq!(called("verify:1"), None);
        assert_eq!(called("b:nonsense").unwrap().invoked, invoked("nonsense", &[]));
    }
}
