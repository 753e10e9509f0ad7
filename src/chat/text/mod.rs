//! The sentences: everything that the bot says, put together from `commands/text/en.ftl` and `fr.ftl`.
//!
//! Facts come in (a case, an event, an alert, a digest, a [`Remark`]), a [`Document`] goes out, in the language, the zone
//! and under the ceiling of one room. Whoever adds a sentence writes it in both files and says it here by its name; a
//! test names what one language lacks. A person's words never pass through Fluent: they are pieces of their own that are
//! put in after formatting.

mod alert;
mod bundle;
mod card;
mod digest;
mod duty;
mod format;
mod glance;
mod help;
mod html;
mod list;
mod local;
mod offers;
mod practice;
mod progress;
mod remark;
mod stats;
mod status;
mod steps;
mod voice;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use liaison_domain::{
    Alert, Case, CaseRef, CaseState, Desk, DeskId, Digest, Event, Language, Remark, RoomKind, Setting, Tlp,
};
use liaison_reporting::Page;

use crate::document::Document;
use crate::port::Network;
use crate::table::{CommandTable, Definition, OptionDefinition};

pub use alert::{Called, Meanwhile};
pub use bundle::TextError;
pub use glance::Glance;
pub use html::html;
pub use list::CasesPage;

use bundle::Bundles;
use voice::Voice;

/// Who reads, where and when.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The room's language.
    pub language: Language,
    /// The room's zone.
    pub zone: Tz,
    /// The room's network.
    pub network: Network,
    /// Whose room it is.
    pub room: &'a RoomKind,
    /// The highest label whose content the room may show, as it is in effect: the operator's, or the network's own.
    pub ceiling: Tlp,
    /// Who is who.
    pub setting: &'a Setting,
    /// The desk that is spoken of; none in coordination.
    pub desk: Option<&'a Desk>,
    /// When it is said.
    pub now: DateTime<Utc>,
}

/// Every sentence, in each language.
pub struct Sentences {
    bundles: Bundles,
    table: CommandTable,
}

impl Sentences {
    /// Reads both languages.
    ///
    /// # Errors
    /// [`TextError`]: a file that cannot be read as Fluent, or a sentence that one language lacks.
    pub fn load() -> Result<Self, TextError> {
        Ok(Self { bundles: Bundles::load()?, table: CommandTable::load()? })
    }

    fn voice<'a>(&'a self, view: &'a View<'a>) -> Voice<'a> {
        Voice { bundles: &self.bundles, table: &self.table, view }
    }

    /// The card, complete in every state: it is posted once and edited from then on. Below the case's label the minimal
    /// card; of a case of `TLP:RED` that it needs attention, and no more.
    #[must_use]
    pub fn card(&self, case: &Case, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, case.practice, card::card(voice, case))
    }

    /// The answer of `case`: the card, with every target, the whole reason and what the card leaves out.
    #[must_use]
    pub fn case(&self, case: &Case, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, case.practice, card::whole(voice, case))
    }

    /// The targets in the form that can be opened, as code. For one member alone, never for a room.
    #[must_use]
    pub fn address(&self, case: &Case, view: &View<'_>) -> Document {
        card::address(self.voice(view), case)
    }

    /// The line that tells of one event.
    #[must_use]
    pub fn status(&self, case: &Case, event: &Event, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, case.practice, status::status(voice, case, event))
    }

    /// An alert that calls `calls` and nobody else; one that comes late says why, and where an answer may be waiting.
    #[must_use]
    pub fn alert(
        &self,
        case: &Case,
        alert: &Alert,
        calls: &[Called],
        meanwhile: &Meanwhile,
        view: &View<'_>,
    ) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, case.practice, alert::alert(voice, case, alert, calls, meanwhile))
    }

    /// The digest of one desk; `head` is the audit head, its last line.
    #[must_use]
    pub fn digest(&self, desk_name: &str, digest: &Digest, head: Option<&str>, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, practice::practises(view.desk), digest::of_desk(voice, desk_name, digest, head))
    }

    /// The digest across desks, each by its name: one line where no desk has a case.
    #[must_use]
    pub fn coordination_digest(&self, desks: &[(String, Digest)], head: Option<&str>, view: &View<'_>) -> Document {
        digest::of_coordination(self.voice(view), desks, head)
    }

    /// The figures, of the desks that are named.
    #[must_use]
    pub fn stats(&self, page: &Page, desks: &[(DeskId, String)], view: &View<'_>) -> Document {
        stats::stats(self.voice(view), page, desks)
    }

    /// A sentence by its name, with its facts: a refusal, what could not be read, a fault. Where the room may not show
    /// every label, a member's side stands for the member: a remark does not say how its case is labelled.
    #[must_use]
    pub fn remark(&self, remark: &Remark, view: &View<'_>) -> Document {
        remark::remark(self.voice(view), remark)
    }

    /// What was said, under the banner of an exercise.
    #[must_use]
    pub fn exercise(&self, document: Document, view: &View<'_>) -> Document {
        practice::marked(self.voice(view), true, document)
    }

    /// What came of a command on many cases: how many it was done on, and for each other one why not.
    #[must_use]
    pub fn bulk(&self, done: usize, refused: &[(CaseRef, Remark)], view: &View<'_>) -> Document {
        remark::bulk(self.voice(view), done, refused)
    }

    /// Many new cases as one list, of at most [`Self::LISTED`] rows, in the place of their cards.
    #[must_use]
    pub fn new_cases(&self, cases: &[Case], view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, practice::are_exercises(cases, view.desk), list::new_cases(voice, cases))
    }

    /// Who is on duty on that desk.
    #[must_use]
    pub fn duties(&self, desk: &Desk, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, practice::practises(view.desk), duty::duties(voice, desk))
    }

    /// The answer of `cases`: how many were found, those of one page, and how the next is asked for.
    #[must_use]
    pub fn cases(&self, page: &CasesPage<'_>, view: &View<'_>) -> Document {
        let voice = self.voice(view);
        practice::marked(voice, practice::are_exercises(page.cases, view.desk), list::cases(voice, page))
    }

    /// The answer of `help`: every command in a line, or one at length. A name that no command has gets the list.
    #[must_use]
    pub fn help(&self, table: &CommandTable, command: Option<&str>, view: &View<'_>) -> Document {
        help::help(Voice { table, ..self.voice(view) }, command)
    }

    /// A case at a glance, for choices; no more of it than the room may see.
    #[must_use]
    pub fn glance(&self, case: &Glance, view: &View<'_>) -> String {
        glance::glance(self.voice(view), case)
    }

    /// Whether a command is one of the next steps in that state.
    #[must_use]
    pub fn is_next(&self, command: &str, state: CaseState) -> bool {
        let name = self.table.command(command).map(Definition::name);
        name.is_some_and(|name| steps::open_to(state).iter().any(|(_, commands)| commands.contains(&name)))
    }

    /// What a command is for, or one of its options, in a few words without a name in it.
    #[must_use]
    pub fn described(&self, command: &Definition, option: Option<&OptionDefinition>, language: Language) -> String {
        let Some(option) = option else {
            return self.term(&format!("does-{}", command.name()), language).unwrap_or_default();
        };
        // Where one command means something else by it than the others, it has words of its own.
        let own = self.term(&format!("option-{}-{}", command.name(), option.name()), language);
        own.or_else(|| self.term(&format!("option-{}", option.name()), language)).unwrap_or_default()
    }

    /// A term or a sentence without facts, as plain words; nothing where there is none of that name.
    pub(crate) fn term(&self, name: &str, language: Language) -> Option<String> {
        self.bundles.say(language, name, &[]).map(|pieces| Document::line(pieces).plain())
    }

    /// What can be typed.
    #[must_use]
    pub const fn table(&self) -> &CommandTable {
        &self.table
    }

    /// How many rows a list has at most.
    pub const LISTED: usize = list::LISTED;
}
