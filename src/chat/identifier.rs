//! Whose data is asked for, read from what people paste: an account, an address of mail, a telephone number, or an address
//! of the internet protocol with the moment at which somebody used it. Nothing here is ever looked up.
//!
//! Everything that is read here can be shown by [`crate::defanged`] and be read again as the same target.

use std::net::{IpAddr, SocketAddr};

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use liaison_domain::{Target, TargetKind};

use crate::moment::past;
use crate::refang::{refanged, unwrapped};
use crate::target::{TARGET_LIMIT, TargetFault, read_account};
use crate::visible::cleaned;

/// The longest address of mail (RFC 5321, path), in characters.
const MAIL_LIMIT: usize = 254;
/// The digits of a telephone number with its country (ITU-T E.164), and the fewest that one has in practice.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Reads an identifier; hours are of `zone`, and none is later than `said_at`.
///
/// # Errors
/// What is wrong with it.
pub fn read_identifier(written: &str, zone: Tz, said_at: DateTime<Utc>) -> Result<Target, TargetFault> {
    if written.len() > TARGET_LIMIT {
        return Err(TargetFault::Long);
    }
    let plain = refanged(&cleaned(unwrapped(written)));
    if let Some((address, moment)) = protocol_address(&plain) {
        return at_moment(&address, moment, zone, said_at);
    }
    if let Some(digits) = plain.strip_prefix('+') {
        return phone(digits);
    }
    if let Some((name, host)) = plain.rsplit_once('@').filter(|(name, host)| is_mail(name, host)) {
        let host = host.to_lowercase();
        let locator = format!("{name}@{host}");
        let key = format!("email:{}", locator.to_lowercase());
        return Ok(Target { kind: TargetKind::Email, locator, key });
    }
    read_account(written)
}

/// `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]:443`, and what stands behind a space, a comma or an `@`.
fn protocol_address(plain: &str) -> Option<(String, &str)> {
    let (address, moment) = plain.split_once([' ', '@', ',']).unwrap_or((plain, ""));
    let alone = address.parse::<IpAddr>().map(|address| address.to_string());
    let address = alone.or_else(|_| address.parse::<SocketAddr>().map(|address| address.to_string()));
    address.ok().map(|address| (address, moment.trim_start_matches([' ', '@', ','])))
}

/// One address is lent to many, a minute each: without its moment it names nobody.
fn at_moment(address: &str, moment: &str, zone: Tz, said_at: DateTime<Utc>) -> Result<Target, TargetFault> {
    let at = past(moment, zone, said_at).ok().filter(|at| *at <= said_at).ok_or(TargetFault::Moment)?;
    let locator = format!("{address} {}", at.to_rfc3339_opts(SecondsFormat::Secs, true));
    let key = format!("ip:{locator}");
    Ok(Target { kind: TargetKind::Ip, locator, key })
}

fn phone(written: &str) -> Result<Target, TargetFault> {
    let is_number = written.chars().all(|letter| letter.is_ascii_digit() || " .-()/\u{a0}\u{202f}".contains(letter));
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    if !is_number || !PHONE_DIGITS.contains(&digits.len()) {
        return Err(TargetFault::Phone);
    }
    let locator = format!("+{digits}");
    let key = format!("phone:{locator}");
    Ok(Target { kind: TargetKind::Phone, locator, key })
}

fn is_mail(name: &str, host: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || ".!#$%&'*+/=?^_{|}~-".contains(letter);
    let labels = || host.split('.');
    let is_label =
        |label: &str| !label.is_empty() && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
    !name.is_empty()
        && name.chars().all(fits)
        && labels().count() > 1
        && labels().all(is_label)
        && name.chars().count() + host.chars().count() < MAIL_LIMIT
}
