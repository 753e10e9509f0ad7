//! What a network does not carry: whose data is asked for is given where it passes, and whoever gives it elsewhere is told
//! where that is.

use liaison_chat::{Network, Reading, Request, Verb};
use liaison_domain::{Case, CaseKind, Desk, Fact, Refusal, Remark, RoomKind, Ruling, Side, Tlp};
use liaison_store::Work;

use crate::heard::Saying;
use crate::notices::parts;
use crate::spot::hearing;
use crate::{Engine, Fault};

/// The command that asks for data, and what is shown of it as an example.
const REQUEST: &str = "request";
const EXAMPLE: &str = "account:@x type:subscriber";
/// So many rooms are named at most: one is enough to go on.
const ROOMS_NAMED: usize = 3;

/// Whether somebody asks for data over a network that does not carry whose, however well it was written.
pub(crate) fn is_out_of_place(network: Network, reading: &Reading) -> bool {
    let asks_for_data = match reading {
        Reading::Understood(Request::Report(report)) => report.kind.is_for_data(),
        Reading::Unreadable(bad) => bad.command == Some(Verb::Request),
        Reading::Understood(_) | Reading::NotForUs => false,
    };
    asks_for_data && !network.carries(Tlp::Clear, true)
}

impl Engine {
    /// Refuses a request for data before anything of it is read on: not even a line that would work shows it once more.
    pub(crate) async fn request_out_of_place(&self, work: &mut Work, said: Saying<'_>) -> Result<(), Fault> {
        said.came_to.is(REQUEST);
        let setting = self.setting();
        let Some(desk) = said.spot.desk_for(&setting, None) else {
            return self.refuse(work, said, &Refusal::WrongRoom { command: REQUEST }).await;
        };
        let hearing = hearing(&setting, desk, &said.spot.room.kind, said.inbound);
        // Whoever has no right here is not told of the desk's other rooms.
        if let Err(refusal) = liaison_domain::member(&hearing, REQUEST, Some(Side::Agency)) {
            return self.refuse(work, said, &refusal).await;
        }
        let remark = match rooms_for_data(desk) {
            Some((network, rooms)) => {
                let line = self.line_there(network, said);
                Remark::new("request-not-here").with("rooms", rooms).with("line", Fact::Code(line))
            }
            None => Remark::new("request-nowhere"),
        };
        said.came_to.refused();
        self.answer(work, said, liaison_store::Telling::Remark(remark)).await
    }

    /// The example as it is typed in that network, in the language of whoever is told.
    fn line_there(&self, network: Network, said: Saying<'_>) -> String {
        let language = said.spot.room.language;
        let Some(definition) = self.table.definition(Verb::Request) else { return String::new() };
        let (mark, name) = (network.command_mark(), definition.name_in(language));
        format!("{mark}{name} {}", definition.line_in(EXAMPLE, language))
    }
}

/// An emergency goes out all the same, since life is in danger; whoever opened it learns what has passed through the
/// network, and where it can be read.
pub(crate) fn warned(network: Network, desk: &Desk, ruling: &Ruling) -> Option<Remark> {
    let case = ruling.events.first().and_then(Case::opened).filter(|case| case.kind == CaseKind::Emergency)?;
    if network.carries(case.tlp, case.asks_for_data()) {
        return None;
    }
    let about = |name| Remark::new(name).with("case", Fact::Case(case.reference.clone()));
    Some(match rooms_for_data(desk) {
        Some((_, rooms)) => about("emergency-not-here").with("rooms", rooms),
        None => about("emergency-nowhere"),
    })
}

/// The desk's shared rooms in a network that carries whose data is asked for.
fn rooms_for_data(desk: &Desk) -> Option<(Network, Fact)> {
    let shared = desk.rooms.iter().filter(|room| room.kind == RoomKind::Shared).filter_map(|room| parts(&room.place));
    let carrying: Vec<_> = shared.filter(|(network, _)| network.carries(Tlp::Clear, true)).take(ROOMS_NAMED).collect();
    let (network, _) = *carrying.first()?;
    let names: Vec<&str> = carrying.iter().map(|(_, room)| *room).collect();
    Some((network, Fact::Words(names.join(", "))))
}
