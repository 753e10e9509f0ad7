//! Whether what somebody typed shows an address that a client makes a link of.

use liaison_domain::{Target, TargetKind};
use url::Url;

/// Beginnings of which every client makes a link.
const SCHEMES: [&str; 2] = ["http://", "https://"];

/// Whether one of these targets stands in the text as a live address: whoever typed `hxxps://a[.]example/1` shows none.
#[must_use]
pub fn is_live(text: &str, targets: &[Target]) -> bool {
    let text = text.to_lowercase();
    let mut addresses = targets.iter().filter(|target| target.kind == TargetKind::Address).peekable();
    if addresses.peek().is_some() && SCHEMES.iter().any(|scheme| text.contains(scheme)) {
        return true;
    }
    addresses.any(|target| {
        let url = Url::parse(&target.locator).ok();
        url.as_ref().and_then(Url::host_str).is_some_and(|host| text.contains(host))
    })
}

#[cfg(test)]
mod tests {
    use super::is_live;
    use crate::{read_account, read_target};

    #[test]
    fn an_address_that_a_client_links_is_live_and_a_defanged_one_is_not() {
        for (typed, live) in [
            ("https://a.example/1", true),
            ("HTTPS://A.EXAMPLE/1", true),
            ("a.example/1", true),
            ("hxxps://a.example/1", true),
            ("hxxps://a[.]example/1", false),
            ("hxxps[:]//a(.)example/1", false),
            ("https[:]//a[.]example/1", false),
        ] {
            let targets = [read_target(typed).unwrap()];
            assert_eq!(is_live(&format!("!report {typed} incites"), &targets), live, "{typed}");
        }
        let account = read_account("@someone").unwrap();
        assert!(!is_live("!report account:@someone as on https://other.example", &[account]));
    }
}
