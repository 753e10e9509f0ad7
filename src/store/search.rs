//! Lists of cases as people ask for them: narrowed by what a case is, searched by words, page by page. Whatever is typed
//! is text here: it reaches the index between quotation marks, and nothing in it is an operator.

use liaison_domain::{Case, CaseState, DeskId, SearchWord, Tlp, Wanted};
use sqlx::{SqliteConnection, query, query_scalar};

use crate::cases::case_of;
use crate::listing::json;
use crate::lookup::{as_fast_as, in_state, owned_by, seen_by, waiting_for};
use crate::statements::statements;
use crate::times::{millis, millis_up};
use crate::{Store, StoreError};

/// So many cases are counted; of a list that is longer it is known that it is, and these are shown page by page.
const COUNTED_AT_MOST: u32 = 1_000;
/// A word of so many letters is found by its beginning, a shorter one as it stands.
const SHORTEST_BEGINNING: usize = 3;

/// The list that is narrowed by what a case is, in one order or another. The newest are met by going back through the
/// rows; what is open is little, and found by its state.
macro_rules! narrowed {
    ($desk:literal, $state:literal, $order:literal) => {
        concat!(
            "SELECT json_group_array(id) FROM (SELECT id FROM lookup WHERE ",
            $desk,
            " IN (SELECT value FROM json_each($1)) AND ",
            $state,
            " IN (SELECT value FROM json_each($2))
                AND ($3 IS NULL OR urgency IN (SELECT value FROM json_each($3)))
                AND ($4 IS NULL OR $4 IN (owner_agency, owner_platform))
                AND ($5 IS NULL OR waits_for = $5)
                AND ($6 IS NULL OR due_at <= $6)
                AND ($7 IS NULL OR closes_at < $7)
                AND ($8 IS NULL OR tlp <> $8)
                ORDER BY ",
            $order,
            " LIMIT $9)"
        )
    };
}

statements! {
    NEWEST = narrowed!("+desk", "+state", "id DESC");
    PRESSING = narrowed!("desk", "state", "due_at IS NULL, due_at, id DESC");
    HOLDING = "SELECT json_group_array(id) FROM (
            SELECT lookup_words.rowid AS id FROM lookup_words LEFT JOIN lookup ON lookup.id = lookup_words.rowid
            WHERE lookup_words MATCH $1
                AND ($2 IS NULL OR lookup.due_at <= $2)
                AND ($3 IS NULL OR lookup.closes_at < $3)
            ORDER BY lookup_words.rowid DESC LIMIT $4)";
    PAGE = "SELECT cases.* FROM json_each($1) AS page JOIN lookup ON lookup.id = page.value
            JOIN cases ON cases.ref = lookup.case_ref
        ORDER BY page.key";
}

/// What is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// In these desks.
    pub desks: Vec<DeskId>,
    /// What fits this.
    pub wanted: Wanted,
    /// What holds each of these words, anywhere in reference, reason, locators and file numbers, whatever the case of
    /// letters and their accents. What is labelled above `ceiling` is not found by a word.
    pub words: Vec<SearchWord>,
    /// The highest label whose content may be seen where the list is read.
    pub ceiling: Tlp,
    /// Whether what asks for data is found by a word: whose data it is does not pass through every network.
    pub sees_data: bool,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Of the newest or the most pressing on, so many as were asked for.
    pub cases: Vec<Case>,
    /// How many the whole list has.
    pub found: usize,
    /// Whether it has more than were counted.
    pub is_more: bool,
}

impl Store {
    /// A page of so many cases at most, behind the first `skip` of the list: what is open and not searched by words the most
    /// pressing first, everything else the newest first.
    ///
    /// # Errors
    /// As [`Store::case`].
    pub async fn list(&self, sought: &Sought, skip: usize, page: usize) -> Result<Listed, StoreError> {
        let mut reader = self.reader().await?;
        let found = match expression(sought) {
            Some(_) if sought.words.is_empty() => narrowed(&mut reader, sought).await?,
            Some(expression) => holding(&mut reader, &sought.wanted, &expression).await?,
            None => return Ok(Listed::default()),
        };
        let mut ids: Vec<i64> = serde_json::from_str(&found).map_err(|error| StoreError::json("a list", &error))?;
        let counted = usize::try_from(COUNTED_AT_MOST).unwrap_or(usize::MAX);
        let is_more = ids.len() > counted;
        ids.truncate(counted);
        let shown: Vec<i64> = ids.iter().skip(skip).take(page).copied().collect();
        let rows = query(PAGE).bind(serde_json::Value::from(shown).to_string()).fetch_all(&mut *reader).await?;
        let cases = rows.iter().map(case_of).collect::<Result<_, _>>()?;
        Ok(Listed { cases, found: ids.len(), is_more })
    }
}

async fn narrowed(connection: &mut SqliteConnection, sought: &Sought) -> Result<String, StoreError> {
    let Sought { desks, wanted, .. } = sought;
    let some =
        |names: Vec<&'static str>| Some(names).filter(|names| !names.is_empty()).map(|names| json(names.into_iter()));
    let states = if wanted.states.is_empty() { CaseState::ALL } else { &wanted.states };
    let list = query_scalar(if wanted.is_open_alone() { PRESSING } else { NEWEST })
        .bind(json(desks.iter().map(|desk| desk.0.as_str())))
        .bind(json(states.iter().map(|state| state.name())))
        .bind(some(wanted.urgencies.iter().map(|urgency| urgency.name()).collect()))
        .bind(wanted.owner.as_ref().map(|owner| owner.0.as_str()))
        .bind(wanted.waits_for.map(liaison_domain::Side::name))
        .bind(wanted.due_by.map(millis_up))
        .bind(wanted.closes_before.map(millis))
        .bind(Some(Tlp::Red.name()).filter(|_| !wanted.tells_little))
        .bind(COUNTED_AT_MOST + 1);
    Ok(list.fetch_one(connection).await?)
}

async fn holding(connection: &mut SqliteConnection, wanted: &Wanted, expression: &str) -> Result<String, StoreError> {
    let list = query_scalar(HOLDING)
        .bind(expression)
        .bind(wanted.due_by.map(millis_up))
        .bind(wanted.closes_before.map(millis))
        .bind(COUNTED_AT_MOST + 1);
    Ok(list.fetch_one(connection).await?)
}

/// What is asked of the index. Nothing where nothing can be found: in no desk, or by a word without a letter or digit.
fn expression(sought: &Sought) -> Option<String> {
    let Sought { desks, wanted, words, ceiling, sees_data } = sought;
    let seen = |desk| {
        [false, true].into_iter().filter(|data| *sees_data || !data).map(move |data| seen_by(desk, *ceiling, data))
    };
    let words: Vec<String> = words.iter().map(word).collect::<Option<_>>()?;
    let tags = [
        any(desks.iter().flat_map(seen)),
        any(wanted.states.iter().map(|state| in_state(*state))),
        any(wanted.urgencies.iter().map(|urgency| as_fast_as(*urgency))),
        any(wanted.owner.iter().map(owned_by)),
        any(wanted.waits_for.iter().map(|side| waiting_for(*side))),
    ];
    let words = words.into_iter().map(|word| format!("words : {word}"));
    let all: Vec<String> = words.chain(tags.into_iter().flatten()).collect();
    (!desks.is_empty()).then(|| all.join(" AND "))
}

/// One of several tags; nothing where none is asked for.
fn any(tags: impl Iterator<Item = String>) -> Option<String> {
    let tags: Vec<String> = tags.map(|tag| format!("\"{tag}\"")).collect();
    (!tags.is_empty()).then(|| format!("tags : ({})", tags.join(" OR ")))
}

/// A word as the index takes it: between marks, with nothing in it that could end them. The index takes it apart itself.
fn word(word: &SearchWord) -> Option<String> {
    let mut text = word.text.replace(|letter: char| letter == '"' || letter.is_control(), " ");
    let last = text.rsplit(|letter: char| !letter.is_alphanumeric()).find(|part| !part.is_empty())?;
    // Of a number the beginning is another number.
    let is_begun = !word.whole
        && last.chars().count() >= SHORTEST_BEGINNING
        && text.ends_with(last)
        && !last.chars().all(char::is_numeric);
    text = format!("\"{text}\"");
    if is_begun {
        text.push('*');
    }
    Some(text)
}
