//! Putting together what is sent for a row: its words, what goes with it, to whom and in which form. It is written down
//! under its name before the first attempt.

use chrono::{DateTime, Utc};
use liaison_chat::{Act, Destination, Document, Network, Receipt, RoomFacts};
use liaison_domain::{CaseRef, Fact, Remark, Updates};
use liaison_store::{Addressee, OutboxRow, Telling};
use serde::{Deserialize, Serialize};

use crate::spot::Spot;
use crate::words::Reader;
use crate::{Engine, Fault};

/// More new cases than this that wait for a room are told as lists (product description, P8) …
const CARDS_ONE_BY_ONE: usize = 20;
/// … of so many.
const LIST_OF_NEW_CASES: u32 = 50;
/// More status lines than this that wait for a room are told in one post …
const LINES_ONE_BY_ONE: usize = 3;
/// … of so many.
const LINES_IN_ONE_POST: u32 = 20;
/// More answers than this that wait for one person are given in one post: whoever sends a flood of lines is answered, and the
/// room is not flooded …
const ANSWERS_ONE_BY_ONE: usize = 20;
/// … of so many.
const ANSWERS_IN_ONE_POST: u32 = 50;

/// A post in its final form, as it is kept for every attempt.
#[derive(Serialize, Deserialize)]
pub(crate) struct Prepared {
    pub(crate) to: Destination,
    pub(crate) act: Act,
    /// The cases that a reply to this post is about.
    pub(crate) cases: Vec<String>,
    pub(crate) card: bool,
}

impl Engine {
    /// Puts a row into words and writes them down with the name under which they are sent, before anything is sent.
    pub(crate) async fn prepare(
        &self,
        network: Network,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Result<Option<(String, Prepared)>, Fault> {
        let setting = self.setting();
        let elsewhere = crate::spot::elsewhere(&setting, network, &row.room);
        let spot = match Spot::of(&setting, network, &row.room) {
            Some(spot) => spot,
            None if matches!(row.addressee, Addressee::Answer { .. }) => Spot { desk: None, room: &elsewhere },
            None => return Err(Fault::NoRoom { place: elsewhere.place }),
        };
        // On Discord nothing is encrypted, and who is there matters where somebody is called.
        let asks = network != Network::Discord || matches!(row.telling, Telling::Alert(_));
        let facts = match Spot::of(&setting, network, &row.room).filter(|_| asks) {
            // Of a room that is not ours nothing is asked.
            None => RoomFacts::default(),
            Some(_) => match self.door(network)?.room(&row.room).await {
                Ok(facts) => facts,
                Err(undelivered) => {
                    self.not_arrived(row, &undelivered, now).await?;
                    return Ok(None);
                }
            },
        };
        let reader = Reader { setting: &setting, spot, network, facts: &facts, now };
        // While this transaction is open nothing else is committed: what is worded is what is true when it is written down.
        let mut work = self.store.begin().await?;
        let again = self.next_for(network, &row.room, now).await?;
        if again.is_none_or(|again| again.id != row.id || again.telling != row.telling) {
            return Ok(None);
        }
        let Some((prepared, merged)) = self.put_together(row, &reader).await? else {
            drop(work);
            self.done_with(row, now).await?;
            return Ok(None);
        };
        let key = self.chance.key();
        let text = serde_json::to_string(&prepared).map_err(|why| Fault::Prepared { row: row.id, why })?;
        work.prepare(row.id, &merged, &key, &text, now).await?;
        work.commit().await?;
        Ok(Some((key, prepared)))
    }

    /// What is said for a row, with the rows that go with it; nothing where there is nothing left to be told.
    async fn put_together(&self, row: &OutboxRow, reader: &Reader<'_>) -> Result<Option<(Prepared, Vec<i64>)>, Fault> {
        let waiting = self.waiting_together(row, reader).await?;
        if waiting.len() > 1 {
            return self.merge(row, &waiting, reader).await.map(Some);
        }
        let Some(document) = self.words(row, reader).await? else { return Ok(None) };
        let mut cases: Vec<_> = row.case.iter().cloned().collect();
        for case in about(&row.telling, &document) {
            // Of what was taken back before nothing is told that had to be taken back.
            let holds_something = self.store.case(&case).await?.is_some_and(|case| !case.redacted);
            cases.extend(Some(case).filter(|_| holds_something));
        }
        cases.dedup();
        let card = self.posted_card(row, row.case.as_ref()).await?;
        let is_card = row.telling == Telling::Card;
        let act = match card {
            Some(of) if is_card => Act::Edit { of: Receipt(of), document },
            card => {
                let in_thread =
                    reader.spot.room.updates == Updates::Thread && matches!(row.telling, Telling::Status { .. });
                let card = card.map(Receipt);
                Act::Post { document, reply_to: card.clone(), thread: card.filter(|_| in_thread) }
            }
        };
        let cases = cases.iter().map(ToString::to_string).collect();
        Ok(Some((Prepared { to: destination(row), act, cases, card: is_card }, Vec::new())))
    }

    /// The rows that are told together with this one: new cards beyond twenty, status lines beyond three, and what one person
    /// is answered beyond twenty.
    async fn waiting_together(&self, row: &OutboxRow, reader: &Reader<'_>) -> Result<Vec<OutboxRow>, Fault> {
        let network = reader.network.name();
        let like = |limit| self.store.waiting_like(network, &row.room, row.telling.kind(), limit);
        let mut rows = match (&row.telling, &row.addressee) {
            (Telling::Card, Addressee::Room) if self.posted_card(row, row.case.as_ref()).await?.is_none() => {
                let mut fresh = Vec::new();
                for other in like(LIST_OF_NEW_CASES).await? {
                    if self.posted_card(&other, other.case.as_ref()).await?.is_none() {
                        fresh.push(other);
                    }
                }
                if fresh.len() > CARDS_ONE_BY_ONE { fresh } else { Vec::new() }
            }
            (Telling::Status { .. }, Addressee::Room) => {
                let lines = like(LINES_IN_ONE_POST).await?;
                if lines.len() > LINES_ONE_BY_ONE { lines } else { Vec::new() }
            }
            (Telling::Remark(_), Addressee::Answer { person, held_open: false, .. }) => {
                let kind = row.telling.kind();
                let answers = self.store.waiting_answers(network, &row.room, kind, person, ANSWERS_IN_ONE_POST).await?;
                if answers.len() > ANSWERS_ONE_BY_ONE { answers } else { Vec::new() }
            }
            _ => Vec::new(),
        };
        if !rows.iter().any(|other| other.id == row.id) {
            rows.clear();
        }
        Ok(rows)
    }

    async fn merge(
        &self,
        row: &OutboxRow,
        rows: &[OutboxRow],
        reader: &Reader<'_>,
    ) -> Result<(Prepared, Vec<i64>), Fault> {
        let mut documents = Vec::new();
        if let Addressee::Answer { .. } = &row.addressee {
            let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let together = Remark::new("answers-together").with("count", Fact::Count(count));
            documents.push(self.sentences.remark(&together, &reader.view(false)));
        }
        for other in rows.iter().filter(|_| row.telling != Telling::Card) {
            documents.extend(self.words(other, reader).await?);
        }
        let document = if row.telling == Telling::Card {
            self.new_cases(rows, reader).await?
        } else {
            Document::joined(documents)
        };
        let merged = rows.iter().map(|other| other.id).filter(|id| *id != row.id).collect();
        let cases = rows.iter().filter_map(|other| other.case.as_ref()).map(ToString::to_string).collect();
        let act = Act::Post { document, reply_to: None, thread: None };
        Ok((Prepared { to: destination(row), act, cases, card: false }, merged))
    }

    pub(crate) async fn posted_card(&self, row: &OutboxRow, case: Option<&CaseRef>) -> Result<Option<String>, Fault> {
        match case {
            Some(case) => Ok(self.store.card(&row.network, &row.room, case).await?),
            None => Ok(None),
        }
    }

    async fn new_cases(&self, rows: &[OutboxRow], reader: &Reader<'_>) -> Result<Document, Fault> {
        let mut cases = Vec::new();
        for reference in rows.iter().filter_map(|row| row.case.as_ref()) {
            cases.extend(self.store.case(reference).await?);
        }
        Ok(self.listed_new(&cases, reader))
    }
}

/// The cases of which an answer holds something that may have to be taken back.
fn about(telling: &Telling, document: &Document) -> Vec<CaseRef> {
    match telling {
        Telling::Case { case } | Telling::Address { case } => vec![case.clone()],
        Telling::Cases { .. } => document.titles(),
        _ => Vec::new(),
    }
}

fn destination(row: &OutboxRow) -> Destination {
    let room = row.room.clone();
    match &row.addressee {
        Addressee::Room => Destination::Room(room),
        Addressee::Answer { person, to, .. } => Destination::Answer { room, person: person.clone(), to: to.clone() },
        Addressee::Person(person) => Destination::Person(person.clone()),
    }
}
