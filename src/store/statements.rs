//! Every SQL statement is a named constant, listed in its file by [`statements!`]; all of them are prepared when a
//! database is opened, so that a schema that does not fit is found at the start and not by the first alert of a night.
//!
//! Whoever writes a file with SQL lists it in [`ALL`].

use sqlx::{Executor, SqlSafeStr, SqliteConnection};

use crate::{
    StoreError, acts, cases, counting, deadlines, delivery, duties, emergencies, events, figures, guests, history,
    inbox, intake, listing, lookup, marks, outbox, pages, posts, schema, search, verdict, vitals, work,
};

/// Declares the statements of a file and their list, `STATEMENTS`.
macro_rules! statements {
    ($($name:ident = $sql:expr;)+) => {
        $(const $name: &str = $sql;)+
        /// Every statement of this file, by name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name),)+];
    };
}
pub(crate) use statements;

/// The statements of every file.
const ALL: &[&[(&str, &str)]] = &[
    acts::STATEMENTS,
    cases::STATEMENTS,
    counting::STATEMENTS,
    deadlines::STATEMENTS,
    delivery::STATEMENTS,
    duties::STATEMENTS,
    emergencies::STATEMENTS,
    events::STATEMENTS,
    figures::STATEMENTS,
    guests::STATEMENTS,
    history::STATEMENTS,
    inbox::STATEMENTS,
    intake::STATEMENTS,
    listing::STATEMENTS,
    lookup::STATEMENTS,
    marks::STATEMENTS,
    outbox::STATEMENTS,
    pages::STATEMENTS,
    posts::STATEMENTS,
    schema::STATEMENTS,
    search::STATEMENTS,
    verdict::STATEMENTS,
    vitals::STATEMENTS,
    work::STATEMENTS,
];

/// Prepares every statement of the store.
///
/// # Errors
/// The first that does not fit the schema, by name.
pub(crate) async fn prepare_all(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    for (name, sql) in ALL.iter().copied().flatten() {
        let prepared = connection.prepare((*sql).into_sql_str()).await;
        prepared
            .map_err(|error| StoreError::Inconsistent { what: format!("statement {name} does not fit: {error}") })?;
    }
    Ok(())
}
