//! What the addresses of platforms name: a table, so that two addresses of one video are one target. A platform is added
//! by a line in `RULES`; nothing here is ever fetched, so what a short link leads to stays unknown.

use url::Url;

const YOUTUBE: &[&str] = &["youtube.com", "youtube-nocookie.com"];
const YOUTUBE_SHORT: &[&str] = &["youtu.be"];
const X: &[&str] = &["x.com", "twitter.com"];
const TELEGRAM: &[&str] = &["t.me", "telegram.me", "telegram.dog"];
const TIKTOK: &[&str] = &["tiktok.com"];
const TIKTOK_SHORT: &[&str] = &["vm.tiktok.com", "vt.tiktok.com"];
const FACEBOOK: &[&str] = &["facebook.com", "fb.com"];
const FACEBOOK_SHORT: &[&str] = &["fb.watch"];
const INSTAGRAM: &[&str] = &["instagram.com", "instagr.am"];

/// Names that stand before a platform's own and change nothing.
const SAME_PLACE: &[&str] = &["www.", "m.", "mobile.", "web.", "music.", "old."];

/// Parameters that say who shared an address, on any host.
const TRACKING: &[&str] =
    &["fbclid", "gclid", "dclid", "msclkid", "igshid", "igsh", "mc_cid", "mc_eid", "yclid", "twclid", "ttclid"];

/// Parameters that say who shared an address on these platforms alone; elsewhere they can be the content itself.
const TRACKING_OF: &[(&[&str], &[&str])] = &[
    (YOUTUBE, &["si", "feature", "pp", "ab_channel"]),
    (YOUTUBE_SHORT, &["si", "feature"]),
    (X, &["s", "t", "ref_src", "ref_url", "cxt"]),
    (TIKTOK, &["_r", "_t", "is_from_webapp", "sender_device", "lang"]),
    (FACEBOOK, &["mibextid", "rdid", "sfnsn", "__tn__", "ref"]),
    (INSTAGRAM, &["img_index", "hl"]),
];

/// Whether letter case changes what is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// As it stands.
    Exact,
    /// It does not.
    Folded,
}

/// One form of address: the object, the hosts, and the path and query with `{}` for what makes the key and `*` for what
/// does not. The first that fits wins.
type Rule = (&'static str, &'static [&'static str], &'static str, Letters);

const RULES: &[Rule] = &[
    ("youtube:video", YOUTUBE, "/watch?v={}", Letters::Exact),
    ("youtube:video", YOUTUBE, "/shorts/{}", Letters::Exact),
    ("youtube:video", YOUTUBE, "/live/{}", Letters::Exact),
    ("youtube:video", YOUTUBE, "/embed/{}", Letters::Exact),
    ("youtube:video", YOUTUBE, "/v/{}", Letters::Exact),
    ("youtube:video", YOUTUBE_SHORT, "/{}", Letters::Exact),
    ("youtube:playlist", YOUTUBE, "/playlist?list={}", Letters::Exact),
    ("youtube:channel", YOUTUBE, "/channel/{}", Letters::Exact),
    ("youtube:account", YOUTUBE, "/@{}", Letters::Folded),
    ("x:post", X, "/*/status/{}", Letters::Exact),
    ("x:post", X, "/*/statuses/{}", Letters::Exact),
    ("x:post", X, "/i/web/status/{}", Letters::Exact),
    ("telegram:private-post", TELEGRAM, "/c/{}/{}", Letters::Exact),
    ("telegram:invite", TELEGRAM, "/joinchat/{}", Letters::Exact),
    ("telegram:invite", TELEGRAM, "/+{}", Letters::Exact),
    ("telegram:post", TELEGRAM, "/s/{}/{}", Letters::Folded),
    ("telegram:channel", TELEGRAM, "/s/{}", Letters::Folded),
    ("telegram:post", TELEGRAM, "/{}/{}", Letters::Folded),
    ("telegram:channel", TELEGRAM, "/{}", Letters::Folded),
    ("tiktok:video", TIKTOK, "/*/video/{}", Letters::Exact),
    ("tiktok:video", TIKTOK, "/*/photo/{}", Letters::Exact),
    ("tiktok:account", TIKTOK, "/@{}", Letters::Folded),
    ("tiktok:short", TIKTOK_SHORT, "/{}", Letters::Exact),
    ("tiktok:short", TIKTOK, "/t/{}", Letters::Exact),
    ("facebook:post", FACEBOOK, "/permalink.php?story_fbid={}", Letters::Exact),
    ("facebook:post", FACEBOOK, "/story.php?story_fbid={}", Letters::Exact),
    ("facebook:post", FACEBOOK, "/*/posts/{}", Letters::Exact),
    ("facebook:video", FACEBOOK, "/watch?v={}", Letters::Exact),
    ("facebook:video", FACEBOOK, "/*/videos/{}", Letters::Exact),
    ("facebook:video", FACEBOOK, "/reel/{}", Letters::Exact),
    ("facebook:short", FACEBOOK_SHORT, "/{}", Letters::Exact),
    ("instagram:post", INSTAGRAM, "/p/{}", Letters::Exact),
    ("instagram:post", INSTAGRAM, "/reel/{}", Letters::Exact),
    ("instagram:post", INSTAGRAM, "/tv/{}", Letters::Exact),
    ("instagram:post", INSTAGRAM, "/*/p/{}", Letters::Exact),
    ("instagram:post", INSTAGRAM, "/*/reel/{}", Letters::Exact),
];

/// What a platform's address names: `youtube:video:ID`. None where no rule knows it.
pub(crate) fn object(address: &Url) -> Option<String> {
    let host = place(address.host_str()?);
    RULES.iter().filter(|(_, hosts, ..)| hosts.contains(&host)).find_map(|(object, _, form, letters)| {
        let named = captured(form, address)?;
        let named = if *letters == Letters::Folded { named.to_lowercase() } else { named };
        Some(format!("{object}:{named}"))
    })
}

/// Whether a parameter of the query says who shared the address, and nothing of what it names.
pub(crate) fn is_tracking(host: &str, parameter: &str) -> bool {
    let host = place(host);
    parameter.starts_with("utm_")
        || TRACKING.contains(&parameter)
        || TRACKING_OF.iter().any(|(hosts, names)| hosts.contains(&host) && names.contains(&parameter))
}

fn place(host: &str) -> &str {
    SAME_PLACE.iter().find_map(|before| host.strip_prefix(before)).unwrap_or(host)
}

fn captured(form: &str, address: &Url) -> Option<String> {
    let (path, parameter) = match form.split_once('?') {
        Some((path, query)) => (path, query.strip_suffix("={}")),
        None => (form, None),
    };
    let mut named = Vec::new();
    let mut segments = address.path().trim_end_matches('/').split('/');
    for expected in path.split('/') {
        let segment = segments.next()?;
        match expected.strip_suffix("{}") {
            Some(before) => named.push(segment.strip_prefix(before).filter(|named| !named.is_empty())?.to_owned()),
            None if expected == "*" || expected == segment => {}
            None => return None,
        }
    }
    if let Some(parameter) = parameter {
        let value = address.query_pairs().find(|(name, _)| name == parameter)?.1.into_owned();
        return (!value.is_empty()).then_some(value);
    }
    // What follows a complete form (`/photo/1` after a post) names a part of the same object.
    let is_whole = segments.next().is_none() || named.len() > 1 || path.matches('/').count() > 1;
    (is_whole && !named.is_empty()).then(|| named.join("/"))
}
