//! What a report is about, read from what people paste: refanged, normalised, and never fetched.
//!
//! An address is read as a browser reads it; what a platform's address names is looked up in `platforms`. Everything
//! that is read here can be shown by [`crate::defanged`] and be read again as the same target.

use liaison_domain::{Target, TargetKind};
use url::{Host, Url};

use crate::harmless::defanged;
use crate::platforms;
use crate::refang::{refanged, unwrapped};
use crate::visible::cleaned;

/// The longest locator, in bytes: what browsers and platforms take in practice is far below.
pub const TARGET_LIMIT: usize = 4096;

/// The longest name of an account, in characters.
const ACCOUNT_LIMIT: usize = 200;

/// The longest name of a host (RFC 1035), in characters.
const HOST_LIMIT: usize = 253;

/// Reading again what was read must change nothing; addresses that hide forms within forms longer than this are refused.
const LAYERS: usize = 8;

/// Schemes without `//` that could do more than name a page.
const OTHER_SCHEMES: &[&str] =
    &["javascript", "vbscript", "data", "file", "blob", "about", "mailto", "tel", "ftp", "view-source", "chrome"];

/// Why something cannot be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetFault {
    /// Nothing can be made of it.
    Nonsense,
    /// It does not begin with `http` or `https`.
    Scheme,
    /// It carries a name or a password before the host.
    Credentials,
    /// It names no host on the internet.
    Host,
    /// It is longer than [`TARGET_LIMIT`].
    Long,
    /// It is no name of an account.
    Account,
    /// It is no telephone number with its country.
    Phone,
    /// It is an address of the internet protocol without a moment that has been.
    Moment,
}

impl TargetFault {
    /// The name of the sentence that tells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Nonsense => "unread-target-nonsense",
            Self::Scheme => "unread-target-scheme",
            Self::Credentials => "unread-target-credentials",
            Self::Host => "unread-target-host",
            Self::Long => "unread-target-long",
            Self::Account => "unread-target-account",
            Self::Phone => "unread-target-phone",
            Self::Moment => "unread-target-moment",
        }
    }
}

/// Reads whatever can be reported: an address, an account (`@x`), or a locator in free words.
///
/// # Errors
/// What is wrong with it.
pub fn read_target(written: &str) -> Result<Target, TargetFault> {
    if written.len() > TARGET_LIMIT {
        return Err(TargetFault::Long);
    }
    let bare = unwrapped(written);
    if resembles_address(bare) {
        return read_address(bare);
    }
    if resembles_account(bare) {
        return read_account(bare);
    }
    let locator = plain_locator(written)?;
    // What would be read as something else once it is shown hides an address or an account: refused, not guessed.
    let shown = defanged(&locator);
    let hides = [locator.as_str(), shown.as_str()]
        .map(unwrapped)
        .iter()
        .any(|it| resembles_address(it) || resembles_account(it));
    if hides || plain_locator(&shown)? != locator {
        return Err(TargetFault::Nonsense);
    }
    let key = format!("locator:{}", locator.to_lowercase());
    Ok(Target { kind: TargetKind::Locator, locator, key })
}

/// Reads an account's name with or without `@`, or the address of an account.
///
/// # Errors
/// What is wrong with it.
pub fn read_account(written: &str) -> Result<Target, TargetFault> {
    if written.len() > TARGET_LIMIT {
        return Err(TargetFault::Long);
    }
    let bare = unwrapped(written);
    if has_scheme(&refanged(bare)) {
        return read_address(bare);
    }
    let clean = refanged(&cleaned(bare));
    let name = unwrapped(&clean);
    let name = name.strip_prefix('@').unwrap_or(name);
    let fits = |letter: char| letter.is_alphanumeric() || ".-_@:+=~".contains(letter);
    let named = name.chars().any(char::is_alphanumeric) && name.chars().all(fits) && !name.starts_with('@');
    if !named || name.chars().count() > ACCOUNT_LIMIT {
        return Err(TargetFault::Account);
    }
    Ok(Target {
        kind: TargetKind::Account,
        locator: format!("@{name}"),
        key: format!("account:{}", name.to_lowercase()),
    })
}

/// Reads a web address.
///
/// # Errors
/// What is wrong with it.
pub fn read_address(written: &str) -> Result<Target, TargetFault> {
    if written.len() > TARGET_LIMIT {
        return Err(TargetFault::Long);
    }
    let mut locator = normalised(written)?;
    for _ in 0..LAYERS {
        let again = normalised(&locator)?;
        if again == locator {
            let address = Url::parse(&locator).map_err(|_| TargetFault::Nonsense)?;
            let key = platforms::object(&address).unwrap_or_else(|| same_page(&locator));
            return Ok(Target { kind: TargetKind::Address, locator, key });
        }
        locator = again;
    }
    Err(TargetFault::Nonsense)
}

/// So much of a word tells whether it is an address, in bytes: no host is longer.
const HEAD: usize = 300;

/// Whether a word by itself is meant as an address: it has a scheme, or begins with a host (`a.example/1`).
pub(crate) fn resembles_address(word: &str) -> bool {
    let mut end = word.len().min(HEAD);
    while !word.is_char_boundary(end) {
        end -= 1;
    }
    let plain = refanged(unwrapped(word.get(..end).unwrap_or_default()));
    !plain.contains(char::is_whitespace) && (has_scheme(&plain) || begins_with_host(&plain))
}

/// Whether such a word can be nothing else: by its scheme, its path, or its `www.`; `p.ex.` and `photo.jpg` are words.
pub(crate) fn is_plainly_address(word: &str) -> bool {
    let plain = refanged(unwrapped(word.get(..HEAD).unwrap_or(word)));
    has_scheme(&plain) || (begins_with_host(&plain) && (plain.contains('/') || plain.starts_with("www.")))
}

fn resembles_account(words: &str) -> bool {
    let bare = unwrapped(words);
    refanged(bare).starts_with('@') && !bare.contains(char::is_whitespace)
}

fn has_scheme(plain: &str) -> bool {
    let Some((scheme, rest)) = plain.split_once(':') else { return plain.starts_with("//") && plain.contains('.') };
    let scheme = scheme.to_ascii_lowercase();
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    let known = matches!(scheme.as_str(), "http" | "https") || OTHER_SCHEMES.contains(&scheme.as_str());
    let followed = !rest.is_empty() && !rest.starts_with(char::is_whitespace);
    (is_scheme && (rest.starts_with("//") || (known && followed))) || (plain.starts_with("//") && plain.contains('.'))
}

/// A host without a scheme: labels with a dot between them, the last of letters alone, and no capitals where nothing
/// follows it, so that neither `3.10` nor `Mr.Smith` is one.
fn begins_with_host(plain: &str) -> bool {
    let host = plain.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host.split_once(':').unwrap_or((host, "0"));
    let Some((labels, last)) = host.trim_end_matches('.').rsplit_once('.') else { return false };
    let has_path = plain.contains('/');
    let fits = |letter: char| letter == '-' || (letter.is_alphanumeric() && (has_path || !letter.is_uppercase()));
    let is_label = |label: &str| !label.is_empty() && label.chars().all(fits);
    let is_last = last.starts_with("xn--") || (last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
    is_last
        && is_label(last)
        && labels.split('.').all(is_label)
        && !port.is_empty()
        && port.chars().all(|digit| digit.is_ascii_digit())
}

fn normalised(written: &str) -> Result<String, TargetFault> {
    let plain = refanged(unwrapped(&cleaned(written)));
    if plain.contains(char::is_whitespace) {
        return Err(TargetFault::Nonsense);
    }
    let plain = match (plain.strip_prefix("//"), has_scheme(&plain)) {
        (Some(rest), _) => format!("https://{rest}"),
        (None, true) => plain,
        (None, false) => format!("https://{plain}"),
    };
    let mut address = Url::parse(&plain).map_err(|fault| match fault {
        url::ParseError::RelativeUrlWithoutBase => TargetFault::Nonsense,
        _ => TargetFault::Host,
    })?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(TargetFault::Scheme);
    }
    if !address.username().is_empty() || address.password().is_some() {
        return Err(TargetFault::Credentials);
    }
    let host = public_host(&address)?;
    if address.host_str() != Some(host.as_str()) {
        address.set_host(Some(&host)).map_err(|_| TargetFault::Host)?;
    }
    address.set_fragment(None);
    let path = percent_normalised(address.path());
    address.set_path(&path);
    let query = address.query().map(|query| without_tracking(query, &host));
    address.set_query(query.as_deref().filter(|query| !query.is_empty()));
    let locator = String::from(address);
    if locator.len() > TARGET_LIMIT { Err(TargetFault::Long) } else { Ok(locator) }
}

/// The host without a final dot, if it is a name with a dot in it or a number of the internet protocol.
fn public_host(address: &Url) -> Result<String, TargetFault> {
    match address.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let labels = || name.split('.');
            let fits = name.contains('.') && name.len() <= HOST_LIMIT && labels().all(|label| !label.is_empty());
            let written = labels()
                .all(|label| label.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)));
            if fits && written { Ok(name.to_owned()) } else { Err(TargetFault::Host) }
        }
        Some(number) => Ok(number.to_string()),
        None => Err(TargetFault::Host),
    }
}

fn without_tracking(query: &str, host: &str) -> String {
    let kept = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !platforms::is_tracking(host, &name.to_ascii_lowercase())
    });
    kept.map(percent_normalised).collect::<Vec<_>>().join("&")
}

/// One spelling for each octet: unreserved characters as they are, the others in capital digits; and what a browser
/// leaves as it is although it could be markup where an address is shown.
fn percent_normalised(part: &str) -> String {
    let octets = part.as_bytes();
    let mut out = String::with_capacity(part.len());
    let mut position = 0;
    while let Some(&octet) = octets.get(position) {
        let escaped = octets.get(position + 1..position + 3).filter(|_| octet == b'%').and_then(octet_of);
        match escaped {
            Some(value) if value.is_ascii_alphanumeric() || b"-._~".contains(&value) => out.push(char::from(value)),
            Some(value) => out.push_str(&format!("%{value:02X}")),
            None if b"`|\\^{}[]\"<>".contains(&octet) || !octet.is_ascii_graphic() => {
                out.push_str(&format!("%{octet:02X}"))
            }
            None => out.push(char::from(octet)),
        }
        position += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

fn octet_of(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok())?
}

/// The same page by either scheme.
fn same_page(locator: &str) -> String {
    match locator.strip_prefix("http:") {
        Some(rest) => format!("https:{rest}"),
        None => locator.to_owned(),
    }
}

/// A locator in free words, written so that showing it and reading it again change nothing.
fn plain_locator(written: &str) -> Result<String, TargetFault> {
    let mut locator = written.to_owned();
    for _ in 0..LAYERS {
        let again = cleaned(&refanged(&cleaned(&locator)).replace('<', "‹").replace('>', "›").replace('`', "'"));
        if again == locator {
            let speaks = locator.chars().any(char::is_alphanumeric);
            return if speaks { Ok(locator) } else { Err(TargetFault::Nonsense) };
        }
        locator = again;
    }
    Err(TargetFault::Nonsense)
}
