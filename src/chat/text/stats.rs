//! Figures: each in a line with the numbers that it comes from, and, where somebody asks, how it is defined.

use chrono::{Datelike, Months};
use liaison_domain::DeskId;
use liaison_reporting::{Compared, Figures, Page, Part, Period, Shape, Share, Spread, TOO_FEW};

use super::bundle::Fill;
use super::format;
use super::voice::Voice;
use crate::document::{Block, Document, Piece};

/// Between the pieces of one value.
const BESIDE: &str = ", ";

/// The page; `desks` are the names of those that it is about, and the only one's is its title.
pub(crate) fn stats(voice: Voice<'_>, page: &Page, desks: &[(DeskId, String)]) -> Document {
    let mut blocks = vec![Block::Line(title(voice, page, desks))];
    blocks.extend(page.wanted.compared.map(|other| {
        let period = Fill::Said(named(voice, other));
        voice.line("stats-compared", &[("period", period)])
    }));
    let is_empty = page.whole.now.is_empty() && page.whole.then.as_ref().is_none_or(Figures::is_empty);
    if is_empty {
        blocks.push(voice.line("stats-empty", &[]));
    } else {
        blocks.extend(FIGURES.iter().filter_map(|figure| row(voice, page, figure)).map(Block::Line));
        blocks.extend(parts(voice, page, desks));
    }
    if page.wanted.explained {
        blocks.push(voice.line("stats-explained", &[]));
        blocks.push(Block::List(explained(voice, page)));
    }
    if !page.wanted.named {
        blocks.push(unnamed(voice, page.wanted.period));
    }
    Document { blocks, ..Document::default() }
}

fn title(voice: Voice<'_>, page: &Page, desks: &[(DeskId, String)]) -> Vec<Piece> {
    let who = match desks {
        [(_, name)] => voice.words(name),
        _ => voice.term("stats-all-desks"),
    };
    let organisation =
        page.wanted.organisation.as_ref().map(|id| voice.organisation(voice.view.setting.organisation(id)));
    let pieces = |fill: Fill| voice.say("stats-of", &[("what", fill)]);
    let mut parts = vec![voice.say("stats", &[("who", who)])];
    parts.extend(organisation.map(pieces));
    parts.extend(page.wanted.kind.map(|kind| pieces(voice.named("kind", kind.name()))));
    parts.extend(page.wanted.urgency.map(|urgency| pieces(voice.named("urgency", urgency.name()))));
    parts.push(pieces(Fill::Said(named(voice, page.wanted.period))));
    voice.joined(parts)
}

/// What a period is called: `October 2026`, or its first and last day.
fn named(voice: Voice<'_>, period: Period) -> String {
    let day = |date| Fill::Said(format::day(&voice, date));
    let number = |number: u32| Fill::Number(number.into());
    let year = |year: i32| ("year", Fill::Said(year.to_string()));
    let ends = [("first", day(period.first)), ("last", day(period.last))];
    match period.shape() {
        Shape::Year(of) => of.to_string(),
        Shape::Quarter(of, quarter) => voice.phrase("stats-quarter", &[("count", number(quarter)), year(of)]),
        Shape::Month(of, month) => {
            voice.phrase("stats-month", &[("month", voice.named("month-whole", &month.to_string())), year(of)])
        }
        Shape::Week(of, week) => {
            let [first, last] = ends;
            voice.phrase("stats-week", &[("count", number(week)), year(of), first, last])
        }
        Shape::Day => format::day(&voice, period.first),
        Shape::Days => {
            let [first, last] = ends;
            let count = Fill::Number(i64::try_from(period.length()).unwrap_or(i64::MAX));
            voice.phrase("stats-days", &[first, last, ("count", count)])
        }
    }
}

/// The figure that has parts of its own.
const REFUSED: &str = "stats-refused";

/// A figure: the name of its sentence, and its value in words; none where there is nothing to say.
type Figure = (&'static str, fn(Voice<'_>, &Figures) -> Option<String>);

/// In the order in which they are shown.
const FIGURES: &[Figure] = &[
    ("stats-opened", |voice, figures| {
        let mut value = vec![figures.opened.to_string()];
        value.extend(counted(voice, "stats-left-out", figures.left_out));
        Some(value.join(BESIDE))
    }),
    ("stats-answered", |voice, figures| Some(share(voice, figures.answered, "stats-none-due"))),
    ("stats-ahead", |voice, figures| {
        let mut value = vec![figures.ahead.to_string()];
        value.extend(counted(voice, "stats-ahead-answered", figures.ahead_answered));
        (figures.ahead > 0).then(|| value.join(BESIDE))
    }),
    ("stats-acknowledgement", |voice, figures| Some(spread(voice, figures.acknowledgement, OF_CASES))),
    ("stats-effect", |voice, figures| Some(spread(voice, figures.effect, OF_CASES))),
    (REFUSED, |voice, figures| {
        let count = refused(figures);
        let grounds = figures.refusals.iter().map(|(ground, count)| {
            let fills = [("ground", voice.named("refusal", ground.name())), ("count", Fill::count(*count))];
            voice.phrase("stats-ground", &fills)
        });
        let grounds: Vec<String> = grounds.collect();
        let fills = [("count", Fill::count(count)), ("grounds", Fill::Said(grounds.join(BESIDE)))];
        Some(if count > 0 { voice.phrase("stats-grounds", &fills) } else { count.to_string() })
    }),
    ("stats-information", |voice, figures| {
        let asked = figures.information.count + figures.information.open;
        (asked > 0).then(|| spread(voice, figures.information, OF_QUESTIONS))
    }),
    ("stats-reopened", |voice, figures| Some(share(voice, figures.reopened, "stats-none-settled"))),
];

fn refused(figures: &Figures) -> usize {
    figures.refusals.iter().map(|(_, count)| count).sum()
}

/// One figure in a line, and what it was in the other period.
fn row(voice: Voice<'_>, page: &Page, (name, value): &Figure) -> Option<Vec<Piece>> {
    let then = page.whole.then.as_ref().and_then(|figures| {
        let value = value(voice, figures)?;
        Some(voice.say("stats-then", &[("value", Fill::Said(value))]))
    });
    let now = match (value(voice, &page.whole.now), &then) {
        (Some(value), _) => value,
        (None, Some(_)) => voice.phrase("stats-nothing", &[]),
        (None, None) => return None,
    };
    let now = voice.say(name, &[("value", Fill::Said(now))]);
    Some(voice.joined([Some(now), then].into_iter().flatten().collect()))
}

/// `35 % (7/20)`; of too few, the counts alone.
fn share(voice: Voice<'_>, share: Share, none: &str) -> String {
    let counts = [("part", Fill::count(share.part)), ("whole", Fill::count(share.whole))];
    match share.percent() {
        _ if share.whole == 0 => voice.phrase(none, &[]),
        None => voice.phrase("stats-few", &counts),
        Some(percent) => {
            let [part, whole] = counts;
            voice.phrase("stats-share", &[("percent", Fill::count(percent)), part, whole])
        }
    }
}

/// What is said of none, and of those that wait: of cases, and of questions.
const OF_CASES: [&str; 2] = ["stats-none-yet", "stats-open"];
const OF_QUESTIONS: [&str; 2] = ["stats-none-asked", "stats-waiting"];

fn spread(voice: Voice<'_>, spread: Spread, [none, waiting]: [&str; 2]) -> String {
    let took = match spread.ranks {
        Some((median, ninetieth)) => {
            let fills = [
                ("median", voice.span(median)),
                ("ninetieth", voice.span(ninetieth)),
                ("count", Fill::count(spread.count)),
            ];
            voice.phrase("stats-spread", &fills)
        }
        None => voice.phrase(none, &[]),
    };
    let open = voice.phrase(waiting, &[("count", Fill::count(spread.open))]);
    format!("{took}{BESIDE}{open}")
}

fn counted(voice: Voice<'_>, name: &str, count: usize) -> Option<String> {
    (count > 0).then(|| voice.phrase(name, &[("count", Fill::count(count))]))
}

/// Each part's figures in a line, under what they have in common.
fn parts(voice: Voice<'_>, page: &Page, desks: &[(DeskId, String)]) -> Vec<Block> {
    let heads = ["stats-by-desk", "stats-by-agency", "stats-by-kind", "stats-by-urgency"];
    let head_of = |part: &Part| match part {
        Part::Desk(_) => heads[0],
        Part::Agency(_) => heads[1],
        Part::Kind(_) => heads[2],
        Part::Urgency(_) => heads[3],
    };
    let mut blocks = Vec::new();
    for head in heads {
        let own = page.parts.iter().filter(|(part, _)| head_of(part) == head);
        let rows: Vec<_> = own.map(|(part, compared)| part_row(voice, part, compared, desks)).collect();
        if !rows.is_empty() {
            blocks.push(voice.line(head, &[]));
            blocks.push(Block::List(rows));
        }
    }
    blocks
}

fn part_row(voice: Voice<'_>, part: &Part, compared: &Compared, desks: &[(DeskId, String)]) -> Vec<Piece> {
    let name = match part {
        Part::Desk(id) => {
            voice.words(desks.iter().find(|(desk, _)| desk == id).map_or(id.0.as_str(), |(_, name)| name.as_str()))
        }
        Part::Agency(id) => {
            let agency = voice.view.setting.organisation(id);
            voice.words(agency.map_or(id.0.as_str(), |agency| agency.name.as_str()))
        }
        Part::Kind(kind) => voice.named("kind", kind.name()),
        Part::Urgency(urgency) => voice.named("urgency", urgency.name()),
    };
    let figures = if compared.now.is_empty() {
        voice.say("stats-empty-part", &[])
    } else {
        let figures = FIGURES.iter().filter_map(|(name, value)| {
            // The grounds stand above, for all parts together.
            let value = match *name {
                REFUSED => refused(&compared.now).to_string(),
                _ => value(voice, &compared.now)?,
            };
            Some(voice.say(name, &[("value", Fill::Said(value))]))
        });
        voice.joined(figures.collect())
    };
    voice.say("stats-part", &[("part", name), ("figures", Fill::Pieces(figures))])
}

/// How each figure is defined, with its own numbers.
fn explained(voice: Voice<'_>, page: &Page) -> Vec<Vec<Piece>> {
    let figures = &page.whole.now;
    let count = |count: usize| Fill::count(count);
    let waits = |spread: Spread| vec![("count", count(spread.count)), ("open", count(spread.open))];
    let of = |share: Share| vec![("part", count(share.part)), ("whole", count(share.whole))];
    let mut answered = of(figures.answered);
    answered.push(("ahead", count(figures.ahead)));
    let day = |date| Fill::Said(format::day(&voice, date));
    let Period { first, last } = page.wanted.period;
    let zone = Fill::Said(voice.view.zone.name().to_owned());
    let lines = [
        ("stats-explain-opened", vec![("count", count(figures.opened)), ("out", count(figures.left_out))]),
        ("stats-explain-answered", answered),
        ("stats-explain-acknowledgement", waits(figures.acknowledgement)),
        ("stats-explain-effect", waits(figures.effect)),
        ("stats-explain-refused", vec![("count", count(refused(figures)))]),
        ("stats-explain-information", waits(figures.information)),
        ("stats-explain-reopened", of(figures.reopened)),
        ("stats-explain-ranks", Vec::new()),
        ("stats-explain-few", vec![("count", count(TOO_FEW))]),
        ("stats-explain-days", vec![("zone", zone), ("first", day(first)), ("last", day(last))]),
    ];
    lines.into_iter().map(|(name, fills)| voice.say(name, &fills)).collect()
}

/// Which days were taken, since nobody named any, and a line that names some: the last whole month.
fn unnamed(voice: Voice<'_>, period: Period) -> Block {
    let today = voice.view.now.with_timezone(&voice.view.zone).date_naive();
    let month = today.checked_sub_months(Months::new(1)).unwrap_or(today);
    let line = voice.command("stats", &format!("period:{:04}-{:02}", month.year(), month.month()));
    let count = Fill::Number(i64::try_from(period.length()).unwrap_or(i64::MAX));
    voice.line("stats-unnamed", &[("count", count), ("line", line)])
}
