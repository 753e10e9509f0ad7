//! Status lines: one short line for each thing that happened. Each names its case. Where the room may not show people
//! and reasons, the side stands for the person and the words are left out.

use chrono::TimeDelta;
use liaison_domain::{By, Case, Event, EventBody, Outcome, RefusalGround, Reply, Side, WithdrawalReason};

use super::bundle::Fill;
use super::progress;
use super::voice::{Sight, Voice};
use crate::document::{Document, Piece};

/// What was said so much earlier than it was written down is told with when (architecture, "Two walks").
pub(crate) const SAID_BEFORE: TimeDelta = TimeDelta::minutes(5);

/// The line of one event.
pub(crate) fn status(voice: Voice<'_>, case: &Case, event: &Event) -> Document {
    let sight = match event.body {
        EventBody::Withdrawn { .. } => voice.sight(case.tlp, case.asks_for_data()),
        _ => voice.sight_of(case),
    };
    if sight == Sight::Attention {
        return Document::line(voice.attention(&case.reference));
    }
    let teller = Teller { voice, case, event, full: sight == Sight::Full };
    let line = teller.quoted(teller.told());
    Document::line(teller.dated(line))
}

struct Teller<'a> {
    voice: Voice<'a>,
    case: &'a Case,
    event: &'a Event,
    full: bool,
}

impl Teller<'_> {
    /// The sentence of the event's kind.
    fn told(&self) -> Vec<Piece> {
        match &self.event.body {
            EventBody::Acknowledged { confirmed, .. } => {
                self.say("status-acknowledged", vec![("by", self.by(*confirmed))])
            }
            EventBody::Asked { text, confirmed } => {
                let line = self.voice.on_case("info", self.case, "…");
                self.say(
                    self.form("status-asked", "status-asked-minimal"),
                    vec![("by", self.by(*confirmed)), ("text", self.words(text)), ("line", line)],
                )
            }
            EventBody::Informed { text } => {
                self.plain(self.form("status-informed", "status-informed-minimal"), vec![("text", self.words(text))])
            }
            EventBody::PartlyAnswered { targets, left, reply, .. } => self.answered_in_part(targets, left, reply),
            EventBody::Resolved { action, ground, effective_at, partly, altogether: Some(outcome), .. } => {
                let (action, ground, effective_at, partly) = (*action, *ground, *effective_at, *partly);
                self.answered_rest(&Reply::Measure { action, ground, effective_at, partly }, *outcome)
            }
            EventBody::Refused { ground, altogether: Some(outcome), .. } => {
                self.answered_rest(&Reply::Refusal { ground: *ground }, *outcome)
            }
            EventBody::Resolved { action: None, partly, .. } => {
                let outcome = self.case.kind.outcome(None, *partly);
                let until =
                    self.case.kept_until().map(|until| self.voice.time(until)).unwrap_or(Fill::Pieces(Vec::new()));
                let name = format!("status-{}", outcome.name().replace('_', "-"));
                self.plain(self.form(&name, "status-answered-minimal"), vec![("until", until)])
            }
            EventBody::Resolved { action: Some(action), ground, effective_at, partly, .. } => {
                let measure = progress::measure(self.voice, action.name(), *ground, false, *effective_at);
                let name = if *partly { "status-partly-resolved" } else { "status-resolved" };
                self.plain(self.form(name, "status-answered-minimal"), vec![("measure", Fill::Pieces(measure))])
            }
            EventBody::Refused { ground, .. } => self.refused(*ground),
            EventBody::Suspended { until, .. } => {
                self.plain("status-suspended", vec![("until", self.voice.time(*until))])
            }
            EventBody::Reopened { after, .. } => {
                let measured = after.is_none_or(|after| matches!(after, Outcome::Actioned | Outcome::PartlyActioned));
                self.plain(if measured { "status-reopened" } else { "status-reopened-asked" }, Vec::new())
            }
            // Whoever gave no reason has none put into their mouth.
            EventBody::Withdrawn { reason: WithdrawalReason::Other, .. } => {
                self.plain("status-withdrawn-minimal", Vec::new())
            }
            EventBody::Withdrawn { reason, .. } => {
                let why = self.voice.named("withdrawal", reason.name());
                self.plain(self.form("status-withdrawn", "status-withdrawn-minimal"), vec![("why", why)])
            }
            EventBody::Confirmed { callback } => {
                self.plain(if *callback { "status-confirmed-callback" } else { "status-confirmed" }, Vec::new())
            }
            EventBody::Extended { until, .. } => {
                self.plain("status-extended", vec![("until", self.voice.time(*until))])
            }
            EventBody::Undone { what, state } => {
                let what = self.voice.named("event", what);
                let state = self.voice.named("state", state.unwrap_or(self.case.state).name());
                self.plain("status-undone", vec![("what", what), ("state", state)])
            }
            EventBody::Noted { text, .. } => {
                self.plain(self.form("status-noted", "status-noted-minimal"), vec![("text", self.words(text))])
            }
            EventBody::Assigned { side, to, .. } => {
                let fills = vec![("side", self.voice.side(*side)), ("to", self.voice.member(to))];
                let name = if self.event.by.member() == Some(to) { "status-assigned-self" } else { "status-assigned" };
                self.plain(self.form(name, "status-assigned-minimal"), fills)
            }
            EventBody::Snoozed { side, until, text, .. } => {
                let mut fills = vec![("side", self.voice.side(*side)), ("until", self.voice.time(*until))];
                fills.push(("text", self.words(text)));
                self.plain(self.form("status-snoozed", "status-snoozed-minimal"), fills)
            }
            EventBody::Linked { to } => self.plain("status-linked", vec![("other", self.voice.reference(to))]),
            body => self.plain(&format!("status-{}", body.kind().replace('_', "-")), Vec::new()),
        }
    }

    fn refused(&self, ground: RefusalGround) -> Vec<Piece> {
        let answer = Fill::Pieces(progress::refusal(self.voice, ground));
        let line = self.plain(self.form("status-refused", "status-answered-minimal"), vec![("answer", answer)]);
        self.with_authority(&Reply::Refusal { ground }, line)
    }

    /// Another authority is competent: which one is asked for where it was not said.
    fn with_authority(&self, reply: &Reply, line: Vec<Piece>) -> Vec<Piece> {
        let elsewhere = *reply == Reply::Refusal { ground: RefusalGround::Jurisdiction };
        match elsewhere && self.full && self.text().is_empty() {
            true => self.voice.say("with-authority", &[("line", Fill::Pieces(line))]),
            false => line,
        }
    }

    /// An answer for some targets, and which are left.
    fn answered_in_part(&self, targets: &[u32], left: &[u32], reply: &Reply) -> Vec<Piece> {
        let fills = vec![
            ("answer", self.replied(reply)),
            ("targets", Fill::Said(places(targets))),
            ("count", Fill::count(targets.len())),
            ("all", Fill::count(self.case.targets.len())),
            ("left", Fill::Said(places(left))),
        ];
        let line = self.plain(self.form("status-partly-answered", "status-partly-answered-minimal"), fills);
        self.with_authority(reply, line)
    }

    fn replied(&self, reply: &Reply) -> Fill {
        Fill::Pieces(match *reply {
            Reply::Measure { action: Some(action), ground, effective_at, partly } => {
                progress::measure(self.voice, action.name(), ground, partly, effective_at)
            }
            Reply::Measure { action: None, partly, .. } => {
                self.voice.say(&format!("outcome-{}", self.case.kind.outcome(None, partly).name()), &[])
            }
            Reply::Refusal { ground } => progress::refusal(self.voice, ground),
        })
    }

    /// The answer for all that was left, and what the case comes to where that is something else.
    fn answered_rest(&self, reply: &Reply, altogether: Outcome) -> Vec<Piece> {
        let own = match *reply {
            Reply::Measure { action, partly, .. } => self.case.kind.outcome(action, partly),
            Reply::Refusal { ground } => ground.outcome(),
        };
        let name = if own == altogether { "status-answered-rest-alike" } else { "status-answered-rest" };
        let fills = vec![("answer", self.replied(reply)), ("outcome", self.voice.named("outcome", altogether.name()))];
        self.with_authority(reply, self.plain(self.form(name, "status-answered-minimal"), fills))
    }

    fn form<'n>(&self, full: &'n str, minimal: &'n str) -> &'n str {
        if self.full { full } else { minimal }
    }

    fn plain(&self, name: &str, mut fills: Vec<(&str, Fill)>) -> Vec<Piece> {
        fills.push(("by", self.by(true)));
        self.say(name, fills)
    }

    fn say(&self, name: &str, mut fills: Vec<(&str, Fill)>) -> Vec<Piece> {
        fills.push(("case", self.voice.title(&self.case.reference)));
        self.voice.say(name, &fills)
    }

    fn words(&self, text: &str) -> Fill {
        if self.full { self.voice.words(text) } else { Fill::Pieces(Vec::new()) }
    }

    /// Who did it: the person, or their side where the room may not see people.
    fn by(&self, confirmed: bool) -> Fill {
        let by = match &self.event.by {
            By::Member(member) if self.full => self.voice.member(member),
            By::Member(member) => match side_of(&self.event.body) {
                Some(side) => self.voice.side(side),
                None => self.voice.side_of(member),
            },
            By::Clock => self.voice.term("side-clock"),
        };
        if confirmed { by } else { Fill::Pieces(self.voice.say("by-unconfirmed", &[("by", by)])) }
    }

    /// What was added to the act and is not part of its sentence.
    fn text(&self) -> &str {
        match &self.event.body {
            // What was said of a report at the wrong desk may repeat what must leave the room.
            EventBody::Withdrawn { reason: WithdrawalReason::WrongDesk, .. } => "",
            EventBody::Resolved { text, .. }
            | EventBody::Refused { text, .. }
            | EventBody::PartlyAnswered { text, .. }
            | EventBody::Suspended { text, .. }
            | EventBody::ConfirmedGone { text }
            | EventBody::Reopened { text, .. }
            | EventBody::Extended { text, .. }
            | EventBody::Withdrawn { text, .. } => text.trim(),
            _ => "",
        }
    }

    fn quoted(&self, line: Vec<Piece>) -> Vec<Piece> {
        if !self.full || self.text().is_empty() {
            return line;
        }
        self.voice.say("with-text", &[("line", Fill::Pieces(line)), ("text", self.voice.words(self.text()))])
    }

    fn dated(&self, line: Vec<Piece>) -> Vec<Piece> {
        if self.event.recorded_at - self.event.at <= SAID_BEFORE {
            return line;
        }
        let name = if self.event.by == By::Clock { "with-due" } else { "with-said" };
        self.voice.say(name, &[("line", Fill::Pieces(line)), ("at", self.voice.time(self.event.at))])
    }
}

/// `1, 3`: targets by their places.
fn places(targets: &[u32]) -> String {
    targets.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Whose act it is by its kind; none where both sides may.
const fn side_of(body: &EventBody) -> Option<Side> {
    match body {
        EventBody::Acknowledged { .. }
        | EventBody::Asked { .. }
        | EventBody::Resolved { .. }
        | EventBody::Refused { .. }
        | EventBody::PartlyAnswered { .. }
        | EventBody::Suspended { .. } => Some(Side::Platform),
        EventBody::Reported { .. }
        | EventBody::Informed { .. }
        | EventBody::ConfirmedGone { .. }
        | EventBody::Reopened { .. }
        | EventBody::Extended { .. }
        | EventBody::Withdrawn { .. } => Some(Side::Agency),
        EventBody::Resumed
        | EventBody::Undone { .. }
        | EventBody::Warned
        | EventBody::Lapsed
        | EventBody::Escalated { .. }
        | EventBody::Closed
        | EventBody::Confirmed { .. }
        | EventBody::Expired
        | EventBody::TurnedAway { .. }
        | EventBody::Consulted { .. }
        | EventBody::Noted { .. }
        | EventBody::Assigned { .. }
        | EventBody::Snoozed { .. }
        | EventBody::Linked { .. }
        | EventBody::Admitted { .. }
        | EventBody::Dismissed { .. } => None,
    }
}
