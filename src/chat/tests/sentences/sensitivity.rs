//! Nothing above its ceiling is ever worded for a channel, in any state, room, language and control: cards, lines, alerts,
//! lists, digests, buttons, the forms that they open, and choices.

use std::sync::LazyLock;

use liaison_chat::{Document, Glance, Network, View};
use liaison_domain::{Language, OrganisationId, Report, RoomKind, Tlp};
use proptest::prelude::*;

use crate::fixtures::*;
use crate::properties::{ALL, everything};

/// Every word of a case that its label guards begins with this; nothing else does.
const MARK: &str = "zq";

fn marked() -> impl Strategy<Value = String> {
    "zq[a-z]{1,8}( zq[a-z0-9]{1,8}){0,3}"
}

fn reported() -> impl Strategy<Value = Report> {
    let targets = prop::collection::vec("zq[a-z]{1,8}", 1..4);
    (targets, marked(), prop::option::of(marked()), prop::sample::select(Tlp::ALL)).prop_map(
        |(targets, reason, file, tlp)| Report {
            targets: targets.iter().map(|word| address(&format!("https://{word}.example/{word}"))).collect(),
            reason,
            file,
            tlp,
            ..report()
        },
    )
}

static ROOMS: LazyLock<[RoomKind; 4]> = LazyLock::new(|| {
    let own = |id: &str| RoomKind::Own(OrganisationId(id.to_owned()));
    [RoomKind::Shared, own("pharos"), own("youtube"), RoomKind::Coordination]
});

/// All that a reader of a document can come to see: its text, its buttons, and the forms behind them.
fn all_of(document: &Document, language: Language) -> String {
    let offers = document.offers.iter().map(|offer| {
        let form = ALL.form(&offer.invoked, &[], language);
        format!("{} {:?} {form:?}", offer.label, offer.invoked)
    });
    format!("{} {}", document.plain(), offers.collect::<Vec<_>>().join(" "))
}

proptest! {
    // Nine histories and an overdue one each: more than ten thousand cases.
    #![proptest_config(ProptestConfig { cases: 1_050, ..ProptestConfig::default() })]

    #[test]
    fn nothing_above_its_ceiling_is_worded_for_a_room(
        report in reported(),
        text in marked(),
        room in 0..4_usize,
        ceiling in prop::sample::select(Tlp::ALL),
        network in prop::sample::select(Network::ALL),
        language in prop::sample::select(vec![Language::English, Language::French]),
    ) {
        let (tlp, room) = (report.tlp, &ROOMS[room]);
        let said = everything(&ALL, &report, &text, |story| View { ceiling, network, ..story.view(language, room, 60) });
        let passes = network != Network::Discord || tlp <= Tlp::Amber;
        let may_be_seen = tlp <= ceiling && tlp != Tlp::Red && passes;
        let story = Story::opened(&report);
        let glance = Glance {
            reference: story.case.reference.clone(),
            desk: story.case.desk.clone(),
            state: story.case.state,
            urgency: story.case.urgency,
            tlp,
            due: None,
            subject: story.case.subject(),
            unconfirmed: story.case.is_unconfirmed(),
            locator: story.case.targets.first().map(|target| target.locator.clone()),
        };
        let glance = ALL.glance(&glance, &View { ceiling, network, ..story.view(language, room, 60) });
        prop_assert!(glance.chars().count() <= 100);
        let mut seen: Vec<String> = said.iter().map(|document| all_of(document, language)).collect();
        seen.push(glance);
        for guarded in [MARK, "chen", "amal", "hxxp"] {
            let found = seen.iter().find(|text| text.contains(guarded));
            prop_assert!(may_be_seen || found.is_none(), "{guarded} of {} under {}: {found:?}", tlp.name(), ceiling.name());
        }
        if tlp == Tlp::Red || !passes {
            let address = said.iter().flat_map(|document| &document.offers).find(|offer| offer.invoked.command == "case");
            prop_assert_eq!(address, None, "no button for what the network does not carry");
        }
    }
}
