//! Lists of cases, put together when they are sent: what was asked for, for whoever asked, as far as the room may see.

use liaison_chat::{Asked, CasesPage, Document, Verb, View};
use liaison_domain::{Asker, Desk, MemberId, Setting, Side, Tlp, Wanted};
use liaison_store::{Addressee, Listed, OutboxRow, Sought};

use crate::words::Reader;
use crate::{Engine, Fault};

/// So many cases a page shows: what people still read, and what fits into one post.
const PAGE: usize = 20;

impl Engine {
    /// The page that `filter` asks for; `side` is that of whoever asked.
    pub(crate) async fn listed(
        &self,
        row: &OutboxRow,
        filter: &str,
        side: Option<Side>,
        reader: &Reader<'_>,
        view: &View<'_>,
    ) -> Result<Document, Fault> {
        let Some(cases) = self.table.definition(Verb::Cases) else { return Ok(Document::default()) };
        let asked = Asked::read(cases, filter);
        let words = asked.words();
        let asker = Asker { member: member(row, reader), side };
        let wanted = Wanted::of(&asked.criteria(), !words.is_empty(), &asker, reader.now, view.zone);
        let listed = match wanted {
            Some(wanted) => {
                let desks = desks(reader).into_iter().map(|desk| desk.id.clone()).collect();
                let sought = Sought { desks, wanted, words, ceiling: seen(view), sees_data: sees_data(view) };
                let skipped = (asked.page as usize).saturating_sub(1).saturating_mul(PAGE);
                self.store.list(&sought, skipped, PAGE).await?
            }
            None => Listed::default(),
        };
        let Listed { cases, found, is_more } = listed;
        Ok(self.sentences.cases(&CasesPage { asked: &asked, cases: &cases, size: PAGE, found, is_more }, view))
    }
}

/// Who asked, as the record names them: by the configuration, or, where a whole group is admitted, by their own identity.
fn member(row: &OutboxRow, reader: &Reader<'_>) -> MemberId {
    let (Addressee::Answer { person, .. } | Addressee::Person(person)) = &row.addressee else {
        return MemberId(String::new());
    };
    let of_desk = reader.spot.desk.and_then(|desk| reader.setting.person(desk, person)).map(|person| person.member);
    let member = of_desk.or_else(|| listed_member(reader.setting, person).map(|(member, _)| member.clone()));
    member.unwrap_or_else(|| MemberId(person.clone()))
}

/// The member of any organisation to whom an identity belongs, and their side.
pub(crate) fn listed_member<'a>(setting: &'a Setting, identity: &str) -> Option<(&'a MemberId, Side)> {
    setting.organisations.iter().find_map(|organisation| {
        let member = organisation.members.iter().find(|member| member.at.iter().any(|at| at == identity))?;
        Some((&member.id, organisation.side))
    })
}

/// The highest label whose content the room may see.
fn seen(view: &View<'_>) -> Tlp {
    let seen = |label: &&Tlp| **label != Tlp::Red && **label <= view.ceiling && view.network.carries(**label, false);
    Tlp::ALL.iter().filter(seen).max().copied().unwrap_or(Tlp::Clear)
}

/// Whether whose data is asked for may be read there at all.
fn sees_data(view: &View<'_>) -> bool {
    view.network.carries(Tlp::Clear, true)
}

/// The desks whose cases a room lists: its own, or in coordination all that are no practice.
fn desks<'a>(reader: &Reader<'a>) -> Vec<&'a Desk> {
    match reader.spot.desk {
        Some(desk) => vec![desk],
        None => reader.setting.desks.iter().filter(|desk| !desk.practice).collect(),
    }
}
