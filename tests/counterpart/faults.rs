//! What goes wrong because the test said so: limits, failures, silence, lost answers.
//!
//! A route is written as `POST /channels/*/messages`, where `*` stands for one segment and `**` for the rest; `*` alone
//! is every request.

use std::time::Duration;

use crate::clock::millis;
use crate::record::TooEarly;
use crate::world::World;

/// Whose limit a 429 tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's, on this route.
    User,
    /// The bot's, on everything.
    Global,
    /// The channel's or guild's, shared by all bots.
    Shared,
}

impl Scope {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

struct Limit {
    route: String,
    left: u32,
    wait: Duration,
    scope: Scope,
}

struct Closed {
    /// The bucket, or everything.
    bucket: Option<String>,
    until: u64,
    scope: Scope,
}

/// What is ordered, and which limits are in force.
#[derive(Default)]
pub(crate) struct Faults {
    limits: Vec<Limit>,
    closed: Vec<Closed>,
    failures: Vec<(String, u16)>,
    stalls: Vec<(String, Duration)>,
    lost: Vec<String>,
}

/// What becomes of a request.
pub(crate) enum Fate {
    /// It is handled, after that while; whether its answer is lost.
    Handled { after: Duration, lost: bool },
    /// 429.
    Limited { wait: Duration, scope: Scope },
    /// An empty answer with that status.
    Failed(u16),
}

impl Faults {
    pub(crate) fn limit(&mut self, route: &str, left: u32, wait: Duration, scope: Scope) {
        self.limits.push(Limit { route: route.to_owned(), left, wait, scope });
    }

    pub(crate) fn fail(&mut self, route: &str, status: u16) {
        self.failures.push((route.to_owned(), status));
    }

    pub(crate) fn stall(&mut self, route: &str, by: Duration) {
        self.stalls.push((route.to_owned(), by));
    }

    pub(crate) fn lose(&mut self, route: &str) {
        self.lost.push(route.to_owned());
    }
}

impl World {
    /// Decides before the handler is asked.
    pub(crate) fn fate(&mut self, method: &str, path: &[String]) -> Fate {
        let exempt = matches!(path.first().map(String::as_str), Some("interactions" | "webhooks"));
        let bucket = bucket(method, path);
        let now = self.clock.now();
        self.faults.closed.retain(|closed| closed.until > now);
        let holds = |closed: &&Closed| closed.bucket.as_ref().map_or(!exempt, |closed| *closed == bucket);
        if let Some(closed) = self.faults.closed.iter().find(holds) {
            let by = Duration::from_millis(closed.until - now);
            let what = format!("{method} /{}", path.join("/"));
            self.record.too_early.push(TooEarly { what, by });
            return Fate::Limited { wait: by, scope: closed.scope };
        }
        let faults = &mut self.faults;
        let limit = faults.limits.iter_mut().find(|limit| limit.left > 0 && matches(&limit.route, method, path));
        if let Some(limit) = limit {
            limit.left -= 1;
            let bucket = (limit.scope != Scope::Global).then_some(bucket);
            faults.closed.push(Closed { bucket, until: now + millis(limit.wait), scope: limit.scope });
            return Fate::Limited { wait: limit.wait, scope: limit.scope };
        }
        if let Some((_, status)) = take(&mut faults.failures, |(route, _)| matches(route, method, path)) {
            return Fate::Failed(status);
        }
        let after = take(&mut faults.stalls, |(route, _)| matches(route, method, path));
        let lost = take(&mut faults.lost, |route| matches(route, method, path));
        Fate::Handled { after: after.map_or(Duration::ZERO, |(_, by)| by), lost: lost.is_some() }
    }
}

fn take<T>(orders: &mut Vec<T>, wanted: impl Fn(&T) -> bool) -> Option<T> {
    let index = orders.iter().position(wanted)?;
    Some(orders.remove(index))
}

/// Whether a request is of that route.
pub(crate) fn matches(route: &str, method: &str, path: &[String]) -> bool {
    if route.trim() == "*" {
        return true;
    }
    let (wanted, pattern) = route.trim().split_once(' ').unwrap_or(("*", route.trim()));
    if wanted != "*" && !wanted.eq_ignore_ascii_case(method) {
        return false;
    }
    let mut rest = path.iter();
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        match (part, rest.next()) {
            ("**", _) => return true,
            ("*", Some(_)) => {}
            (part, Some(segment)) if part == segment => {}
            _ => return false,
        }
    }
    rest.next().is_none()
}

/// The bucket of a request: its route with the channel, guild or webhook, and without the message.
pub(crate) fn bucket(method: &str, path: &[String]) -> String {
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = vec![method.to_owned()];
    for (index, part) in path.iter().enumerate() {
        let minor = index > 1 && number(part) || index > 0 && path.get(index - 1).is_some_and(|p| p == "reactions");
        parts.push(if minor { "*".to_owned() } else { part.clone() });
    }
    parts.join("/")
}
