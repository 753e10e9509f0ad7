//! One voice: the sentences in the language of one view, and how each fact becomes a sentence's argument.

use chrono::{DateTime, TimeDelta, Utc};
use liaison_domain::{Case, CaseRef, Desk, MemberId, Organisation, Side, Target, Tlp};

use super::bundle::{Bundles, Fill, push_text};
use super::{View, format, local};
use crate::document::{Block, Document, Piece};
use crate::port::Network;
use crate::table::CommandTable;
use crate::{defanged, harmless};

/// Between the parts of a line.
const BETWEEN: &str = " · ";

/// How many references stand in one sentence; more are counted.
const NAMED_CASES: usize = 20;

/// How much of a case a room may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Everything.
    Full,
    /// Reference, kind, state, clocks and next steps.
    Minimal,
    /// That it needs attention.
    Attention,
}

/// The sentences for one view.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'a> {
    /// Both languages.
    pub(crate) bundles: &'a Bundles,
    /// The commands, for their names.
    pub(crate) table: &'a CommandTable,
    /// Who reads.
    pub(crate) view: &'a View<'a>,
}

impl Voice<'_> {
    /// How much of a case with that label the room may see, which asks for data or does not. `TLP:RED` is posted nowhere,
    /// whatever the ceiling.
    pub(crate) fn sight(&self, tlp: Tlp, asks_for_data: bool) -> Sight {
        match tlp {
            Tlp::Red => Sight::Attention,
            _ if !self.view.network.carries(tlp, asks_for_data) => Sight::Minimal,
            _ if tlp <= self.view.ceiling => Sight::Full,
            _ => Sight::Minimal,
        }
    }

    /// How much of that case the room may see: of one that was taken back from the wrong desk, never its content.
    pub(crate) fn sight_of(&self, case: &Case) -> Sight {
        match self.sight(case.tlp, case.asks_for_data()) {
            Sight::Full if case.redacted => Sight::Minimal,
            sight => sight,
        }
    }

    /// Whether members may be named where it is not known which case is spoken of: in rooms that may show every label that
    /// is posted at all.
    pub(crate) fn names_people(&self) -> bool {
        self.view.ceiling >= Tlp::AmberStrict
    }

    /// The desk of a case; in coordination it is not the view's own.
    pub(crate) fn desk_of(&self, case: &Case) -> Option<&Desk> {
        self.view.setting.desk(&case.desk)
    }

    /// All that may be said of a case of `TLP:RED`.
    pub(crate) fn attention(&self, case: &CaseRef) -> Vec<Piece> {
        self.say("needs-attention", &[("case", self.title(case))])
    }

    /// A sentence with its arguments. A name that no file has is said as it is: facts are not swallowed.
    pub(crate) fn say(&self, name: &str, fills: &[(&str, Fill)]) -> Vec<Piece> {
        let said = self.bundles.say(self.view.language, name, fills);
        said.unwrap_or_else(|| vec![Piece::Text(name.to_owned())])
    }

    /// A sentence as a line of its own.
    pub(crate) fn line(&self, name: &str, fills: &[(&str, Fill)]) -> Block {
        Block::Line(self.say(name, fills))
    }

    /// A sentence as a whole document.
    pub(crate) fn document(&self, name: &str, fills: &[(&str, Fill)]) -> Document {
        Document::line(self.say(name, fills))
    }

    /// A phrase of the bot's own words alone.
    pub(crate) fn phrase(&self, name: &str, fills: &[(&str, Fill)]) -> String {
        let text = |piece| match piece {
            Piece::Text(text) => text,
            _ => String::new(),
        };
        self.say(name, fills).into_iter().map(text).collect()
    }

    /// A word with a name of its own: `state-sent`.
    pub(crate) fn term(&self, name: &str) -> Fill {
        Fill::Said(self.phrase(name, &[]))
    }

    /// Several such words, one after the other.
    pub(crate) fn terms(&self, names: &[String]) -> Fill {
        Fill::Said(names.iter().map(|name| self.phrase(name, &[])).collect::<Vec<_>>().join(", "))
    }

    /// The name of one variant of an enumeration: `state`, `sent`.
    pub(crate) fn named(&self, what: &str, name: &str) -> Fill {
        self.term(&format!("{what}-{name}"))
    }

    /// The side, as a subject: the platform.
    pub(crate) fn side(&self, side: Side) -> Fill {
        self.named("side", side.name())
    }

    /// A moment, in the room's zone and in UTC.
    pub(crate) fn time(&self, at: DateTime<Utc>) -> Fill {
        Fill::Said(format::time(self, at))
    }

    /// A day, in the room's zone.
    pub(crate) fn day(&self, at: DateTime<Utc>) -> Fill {
        Fill::Said(format::day(self, at.with_timezone(&self.view.zone).date_naive()))
    }

    /// A length of time.
    pub(crate) fn span(&self, span: TimeDelta) -> Fill {
        Fill::Said(format::span(self, span))
    }

    /// A reference.
    pub(crate) fn reference(&self, case: &CaseRef) -> Fill {
        Fill::piece(Piece::Text(case.to_string()))
    }

    /// A reference that stands out.
    pub(crate) fn title(&self, case: &CaseRef) -> Fill {
        Fill::piece(Piece::Strong(case.to_string()))
    }

    /// Several references; beyond some, how many more there are.
    pub(crate) fn references(&self, cases: &[CaseRef]) -> Fill {
        let named = cases.iter().take(NAMED_CASES).map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match cases.len().saturating_sub(NAMED_CASES) {
            0 => Fill::piece(Piece::Text(named)),
            more => {
                let cases = Fill::piece(Piece::Text(named));
                Fill::Pieces(self.say("and-more", &[("cases", cases), ("count", Fill::count(more))]))
            }
        }
    }

    /// A member, as the room may name them.
    pub(crate) fn member(&self, member: &MemberId) -> Fill {
        let name = self.view.setting.shown_name(member, self.view.room);
        // Whoever bears an alias here is not shown by their number.
        match self.on_discord(&name) {
            Some(pieces) => Fill::Pieces(pieces),
            None => self.words(&name),
        }
    }

    /// Somebody, or all who have a role, known by Discord's number alone; nothing where it is no such number.
    pub(crate) fn on_discord(&self, identity: &str) -> Option<Vec<Piece>> {
        let kinds = [("member-on-discord", "discord:user:"), ("role-on-discord", "discord:role:")];
        let (name, number) = kinds.iter().find_map(|(name, kind)| Some((name, identity.strip_prefix(kind)?)))?;
        if self.view.network == Network::Discord {
            // Discord shows its own by their names there; nobody is called by it.
            return Some(vec![Piece::Mention { person: identity.to_owned(), name: identity.to_owned() }]);
        }
        let last = number.len().saturating_sub(4);
        let number = Fill::Said(number.get(last..).unwrap_or_default().to_owned());
        Some(self.say(name, &[("number", number)]))
    }

    /// The side of a member, where the room may not see people.
    pub(crate) fn side_of(&self, member: &MemberId) -> Fill {
        let theirs = self
            .view
            .setting
            .organisations
            .iter()
            .find(|organisation| organisation.member(member).is_some() || self.admits(organisation, member));
        let theirs = theirs.or_else(|| {
            let setting = self.view.setting;
            setting.organisation(&setting.former(member)?.organisation)
        });
        theirs.map_or_else(|| self.term("side-unknown"), |organisation| self.side(organisation.side))
    }

    /// Whether a member who is known by a pattern alone belongs to that organisation.
    fn admits(&self, organisation: &Organisation, member: &MemberId) -> bool {
        let person = self.view.desk.and_then(|desk| self.view.setting.person(desk, &member.0));
        person.is_some_and(|person| person.organisation == organisation.id)
    }

    /// An organisation's name, or nothing known of it.
    pub(crate) fn organisation(&self, organisation: Option<&Organisation>) -> Fill {
        self.words(organisation.map_or("", |organisation| &organisation.name))
    }

    /// Somebody's words, made harmless.
    pub(crate) fn words(&self, words: &str) -> Fill {
        Fill::piece(Piece::Words(harmless(words)))
    }

    /// Something that came from outside and is read letter by letter.
    pub(crate) fn code(&self, code: &str) -> Fill {
        Fill::piece(Piece::Code(defanged(code)))
    }

    /// A target in the form that nobody can open.
    pub(crate) fn target(&self, target: &Target) -> Piece {
        Piece::Code(defanged(&target.locator))
    }

    /// A line that can be sent, with its names in the view's language: `!recu YT-1`.
    pub(crate) fn command(&self, command: &str, rest: &str) -> Fill {
        Fill::piece(self.command_piece(command, rest))
    }

    /// The same as a piece.
    pub(crate) fn command_piece(&self, command: &str, rest: &str) -> Piece {
        let mark = self.view.network.command_mark();
        let name = self.command_name(command);
        let rest = match self.view.network {
            Network::Discord => local::as_options(self.table, command, rest),
            Network::Matrix | Network::Terminal => rest.to_owned(),
        };
        let rest = local::rest(self.table, command, &rest, self.view.language);
        let rest = if rest.is_empty() { String::new() } else { format!(" {}", defanged(&rest)) };
        Piece::Code(format!("{mark}{name}{rest}"))
    }

    /// The command's name in the view's language.
    pub(crate) fn command_name<'b>(&'b self, command: &'b str) -> &'b str {
        self.table.command(command).map_or(command, |definition| definition.names.of(self.view.language))
    }

    /// A line about one case, with the reference after the command's name.
    pub(crate) fn on_case(&self, command: &str, case: &Case, rest: &str) -> Fill {
        let rest = if rest.is_empty() { case.reference.to_string() } else { format!("{} {rest}", case.reference) };
        self.command(command, &rest)
    }

    /// Parts of a line, one after the other.
    pub(crate) fn joined(&self, parts: Vec<Vec<Piece>>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !pieces.is_empty() {
                push_text(&mut pieces, BETWEEN.to_owned());
            }
            for piece in part {
                match piece {
                    Piece::Text(text) => push_text(&mut pieces, text),
                    other => pieces.push(other),
                }
            }
        }
        pieces
    }
}
