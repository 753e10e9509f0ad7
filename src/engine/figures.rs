//! The figures: which desks somebody may be shown, and the page as it stands when it is read.

use liaison_chat::{Document, StatsRequest, View};
use liaison_domain::{Desk, DeskId, Fact, Organisation, OrganisationId, Remark, Setting};
use liaison_reporting::{Group, Page, Period, Wanted, Window};
use liaison_store::{Telling, Work};

use crate::heard::Saying;
use crate::spot::Spot;
use crate::words::{Reader, desk_name};
use crate::{Engine, Fault};

/// So much of a name that nobody bears is shown, in characters.
const SHOWN_WORD: usize = 80;

impl Engine {
    /// Queues the figures that were asked for, or a sentence that says which there are.
    pub(crate) async fn show_stats(&self, work: &mut Work, said: Saying<'_>, asked: StatsRequest) -> Result<(), Fault> {
        let telling = match wanted(&self.setting(), said.spot, asked) {
            Ok(wanted) => Telling::Stats(wanted),
            Err(remark) => Telling::Remark(remark),
        };
        self.answer(work, said, telling).await
    }

    /// The page, of the days that the reading room's zone has.
    pub(crate) async fn stats_words(
        &self,
        wanted: &Wanted,
        reader: &Reader<'_>,
        view: &View<'_>,
    ) -> Result<Document, Fault> {
        let desks: Vec<&Desk> = shown(reader.setting, reader.spot)
            .filter(|desk| wanted.desk.as_ref().is_none_or(|named| *named == desk.id))
            .filter(|desk| wanted.organisation.as_ref().is_none_or(|organisation| belongs(organisation, desk)))
            .collect();
        let now = self.groups(&desks, wanted, wanted.period, reader, view).await?;
        let then = match wanted.compared {
            Some(period) => self.groups(&desks, wanted, period, reader, view).await?,
            None => Vec::new(),
        };
        // An exercise is in no figure; of a desk that practises, what was opened before still is.
        let (now, then) = (told(now, &desks), told(then, &desks));
        let named =
            |desk: &&&Desk| !desk.practice || [&now, &then].iter().any(|all| all.iter().any(|(id, _)| *id == desk.id));
        let names: Vec<_> =
            desks.iter().filter(named).map(|desk| (desk.id.clone(), desk_name(desk, reader.setting))).collect();
        Ok(self.sentences.stats(&Page::of(wanted.clone(), &now, &then), &names, view))
    }

    async fn groups(
        &self,
        desks: &[&Desk],
        wanted: &Wanted,
        period: Period,
        reader: &Reader<'_>,
        view: &View<'_>,
    ) -> Result<Vec<(DeskId, Vec<Group>)>, Fault> {
        let (from, until) = period.bounds(view.zone);
        let window = Window { from, until, now: reader.now };
        let mut all = Vec::with_capacity(desks.len());
        for desk in desks {
            let of = |group: &Group| {
                let ours =
                    |organisation: &OrganisationId| group.agency == *organisation || desk.platform == *organisation;
                wanted.kind.is_none_or(|kind| kind == group.kind)
                    && wanted.urgency.is_none_or(|urgency| urgency == group.urgency)
                    && wanted.organisation.as_ref().is_none_or(ours)
            };
            let groups = self.store.figures(&desk.id, &window).await?;
            all.push((desk.id.clone(), groups.into_iter().filter(of).collect()));
        }
        Ok(all)
    }
}

/// Without the desks that practise and have nothing real.
fn told(groups: Vec<(DeskId, Vec<Group>)>, desks: &[&Desk]) -> Vec<(DeskId, Vec<Group>)> {
    let practises = |id: &DeskId| desks.iter().any(|desk| desk.id == *id && desk.practice);
    groups.into_iter().filter(|(id, groups)| !(groups.is_empty() && practises(id))).collect()
}

/// The desks whose figures a room shows: its own, or in coordination all.
fn shown<'a>(setting: &'a Setting, spot: Spot<'_>) -> impl Iterator<Item = &'a Desk> {
    let own = spot.desk.map(|desk| desk.id.clone());
    setting.desks.iter().filter(move |desk| own.as_ref().is_none_or(|own| *own == desk.id))
}

fn belongs(organisation: &OrganisationId, desk: &Desk) -> bool {
    desk.platform == *organisation || desk.agencies.contains(organisation)
}

/// What was asked for by the names that the configuration has.
fn wanted(setting: &Setting, spot: Spot<'_>, asked: StatsRequest) -> Result<Wanted, Remark> {
    let is_named =
        |desk: &Desk, name: &str| desk.id.0.eq_ignore_ascii_case(name) || desk.prefix.eq_ignore_ascii_case(name);
    let named = |name: &str| {
        let found = setting.desks.iter().find(|desk| is_named(desk, name));
        found.filter(|desk| spot.desk.is_none_or(|own| own.id == desk.id))
    };
    let desk = match asked.desk.as_deref() {
        Some(name) => Some(named(name).ok_or_else(|| unknown("stats-no-desk", name))?),
        None => spot.desk,
    };
    if desk.is_some_and(|desk| desk.practice) {
        return Err(Remark::new("stats-practice").with("line", Fact::Line("cases", String::new())));
    }
    let organisation = asked.organisation.as_deref().map(|name| organisation(setting, spot, name)).transpose()?;
    Ok(Wanted {
        period: asked.period,
        named: asked.named,
        compared: asked.compared,
        desk: desk.map(|desk| desk.id.clone()),
        organisation,
        kind: asked.kind,
        urgency: asked.urgency,
        explained: asked.explained,
    })
}

/// The organisation of that id or name, of the desks that the room shows.
fn organisation(setting: &Setting, spot: Spot<'_>, name: &str) -> Result<OrganisationId, Remark> {
    let present: Vec<&Organisation> = setting
        .organisations
        .iter()
        .filter(|organisation| shown(setting, spot).any(|desk| belongs(&organisation.id, desk)))
        .collect();
    let is_named = |organisation: &&&Organisation| {
        organisation.id.0.eq_ignore_ascii_case(name) || organisation.name.to_lowercase() == name.to_lowercase()
    };
    match present.iter().find(is_named) {
        Some(organisation) => Ok(organisation.id.clone()),
        None => {
            let ids: Vec<&str> = present.iter().map(|organisation| organisation.id.0.as_str()).collect();
            Err(unknown("stats-no-organisation", name).with("names", Fact::Words(ids.join(", "))))
        }
    }
}

fn unknown(sentence: &str, name: &str) -> Remark {
    let word = name.chars().take(SHOWN_WORD).collect();
    Remark::new(sentence).with("word", Fact::Words(word)).with("line", Fact::Line("stats", String::new()))
}
