//! Names of the networks: rooms (`matrix:#room:server`, `discord:118…`) and people (`@amal:server`, `discord:user:118…`).
//!
//! A new network adds its prefix to [`network_of_place`] and [`network_of_identity`], and its form to the two readers.

use liaison_domain::Place;

/// The longest Matrix identifier, in bytes (Matrix specification, appendix "Identifier Grammar").
const MATRIX_LONGEST: usize = 255;

/// The networks that a configuration can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// Matrix.
    Matrix,
    /// Discord.
    Discord,
}

impl Names {
    /// The network, as people call it.
    pub(crate) fn called(self) -> &'static str {
        match self {
            Self::Matrix => "Matrix",
            Self::Discord => "Discord",
        }
    }
}

/// Reads a room: a Matrix alias or room id, or a Discord channel id, each with its network before it.
pub(crate) fn place(text: &str) -> Option<Place> {
    let sound = match text.split_once(':')? {
        ("matrix", room) => is_matrix_room(room),
        ("discord", channel) => is_number(channel),
        _ => false,
    };
    sound.then(|| Place(text.to_owned()))
}

/// The network of a room that was read.
pub(crate) fn network_of_place(place: &Place) -> Names {
    if place.0.starts_with("discord:") { Names::Discord } else { Names::Matrix }
}

/// Whether that is how a person, a whole homeserver or a Discord role is written.
pub(crate) fn is_identity(text: &str) -> bool {
    match text.strip_prefix("discord:") {
        Some(rest) => rest.split_once(':').is_some_and(|(what, id)| matches!(what, "user" | "role") && is_number(id)),
        None => is_matrix_user(text) || admits_server(text).is_some(),
    }
}

/// The network of an identity that was read.
pub(crate) fn network_of_identity(identity: &str) -> Names {
    if identity.starts_with("discord:") { Names::Discord } else { Names::Matrix }
}

/// The homeserver that a pattern such as `@*:platform.example` admits.
pub(crate) fn admits_server(text: &str) -> Option<&str> {
    text.strip_prefix("@*:").filter(|server| is_server(server))
}

/// Whether whoever makes accounts or roles somewhere thereby makes members.
pub(crate) fn admits_many(identity: &str) -> bool {
    admits_server(identity).is_some() || identity.starts_with("discord:role:")
}

/// Whether that is one Matrix user: `@amal:agency.example`.
pub(crate) fn is_matrix_user(text: &str) -> bool {
    let user = text.strip_prefix('@').and_then(|rest| rest.split_once(':'));
    text.len() <= MATRIX_LONGEST
        && user.is_some_and(|(name, server)| !name.contains('*') && is_local_name(name) && is_server(server))
}

/// An alias, an id with its server, or one of the newer ids without.
fn is_matrix_room(text: &str) -> bool {
    if text.len() > MATRIX_LONGEST {
        return false;
    }
    if let Some(alias) = text.strip_prefix('#') {
        return alias.split_once(':').is_some_and(|(name, server)| is_local_name(name) && is_server(server));
    }
    text.strip_prefix('!').is_some_and(|id| match id.split_once(':') {
        Some((name, server)) => is_local_name(name) && is_server(server),
        None => is_local_name(id),
    })
}

fn is_local_name(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

/// A host name or address, with a port or without.
fn is_server(text: &str) -> bool {
    let host = match text.rsplit_once(':') {
        Some((host, port)) if !text.ends_with(']') => {
            if port.parse::<u16>().is_err() {
                return false;
            }
            host
        }
        _ => text,
    };
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    host.split('.').all(label)
}

/// A Discord id: digits that fit 64 bits.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_carry_their_network() {
        for text in [
            "matrix:#a:b.example",
            "matrix:!x:b.example:8448",
            "matrix:!newer_id-without",
            "discord:118",
            "matrix:#a:[::1]:80",
        ] {
            assert!(place(text).is_some(), "{text}");
        }
        for text in [
            "#a:b.example",
            "matrix:a:b.example",
            "matrix:#a",
            "matrix:#:b",
            "discord:#a",
            "discord:",
            "slack:x",
            "terminal:#shared",
            "matrix:#a b:c",
            "matrix:!",
            "discord:99999999999999999999",
        ] {
            assert_eq!(place(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_written_as_their_network_writes_them() {
        for text in
            ["@amal:agency.example", "@*:platform.example", "@a=b/c:host:8448", "discord:user:118", "discord:role:118"]
        {
            assert!(is_identity(text), "{text}");
        }
        for text in [
            "amal",
            "@amal",
            "@amal:",
            "@:b",
            "@a*:b.example",
            "matrix:@amal:b",
            "discord:118",
            "discord:user:amal",
            "@a b:c",
            "@a:b..c",
            "@a:b:port",
            "@*",
            "@*:",
        ] {
            assert!(!is_identity(text), "{text}");
        }
    }
}
