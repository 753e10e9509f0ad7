//! The schema's number, and the way from any older one to this program's: forward only, each step whole or not at all.
//!
//! Whoever changes the schema adds a file to `migrations/`, which opens with why, and its line to [`MIGRATIONS`]. A file
//! that was ever released is never touched again.

use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, query, query_scalar, raw_sql};

use crate::StoreError;
use crate::opening::{foreign, own_file, with_ending};
use crate::statements::statements;

/// The steps, from an empty database on: the first leads to schema 1.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_ledger.sql"),
    include_str!("../../migrations/0002_held_open.sql"),
    include_str!("../../migrations/0003_search.sql"),
    include_str!("../../migrations/0004_figures.sql"),
    include_str!("../../migrations/0005_kinds.sql"),
    include_str!("../../migrations/0006_people.sql"),
];

/// SQLite's mark of whose database it is: "LIAI" in ASCII.
const OURS: i64 = 0x4c49_4149;

statements! {
    SCHEMA_NUMBER = "PRAGMA user_version";
    WHOSE = "PRAGMA application_id";
    TABLES = "SELECT count(*) FROM sqlite_schema";
    EVENTS = "SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)";
    COPY = "VACUUM INTO $1";
}

/// Brings the database to the last of `migrations`. Before a step changes one that has events, a copy is taken beside it.
///
/// # Errors
/// [`StoreError::NewerSchema`], [`StoreError::Foreign`], or what SQLite says; the database is as it was then.
pub(crate) async fn migrate(
    connection: &mut SqliteConnection,
    migrations: &[&'static str],
    path: &Path,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    let found = found(connection, path).await?;
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    if found > 0 && found < known && query_scalar::<_, i64>(EVENTS).fetch_one(&mut *connection).await? > 0 {
        let stamp = now.format("%Y%m%dT%H%M%SZ");
        let copy = with_ending(path, &format!(".schema-{found}.{stamp}"));
        // SQLite would create it readable by others; it takes a file that is there and empty.
        drop(own_file(&copy, true)?);
        copy_into(connection, &copy).await?;
    }
    climb(connection, migrations, found).await
}

/// Brings what [`copy_into`] made of an older database to this program's schema.
///
/// # Errors
/// As [`migrate`].
pub(crate) async fn bring_up(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let found = found(connection, path).await?;
    climb(connection, MIGRATIONS, found).await
}

/// Refuses what is no database of liaison's, and one of a newer program; an older one is none to refuse.
///
/// # Errors
/// [`StoreError::NewerSchema`], [`StoreError::Foreign`], or what SQLite says.
pub(crate) async fn check_known(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    match found(connection, path).await? {
        0 => Err(StoreError::Foreign { path: path.to_owned() }),
        found if found > known => Err(StoreError::NewerSchema { found, known }),
        _ => Ok(()),
    }
}

async fn climb(connection: &mut SqliteConnection, migrations: &[&'static str], found: i64) -> Result<(), StoreError> {
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    for (number, step) in (1_i64..).zip(migrations).skip(done) {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        raw_sql(*step).execute(&mut *transaction).await?;
        // A pragma takes no parameters; both values are numbers of this program.
        let mark = format!("PRAGMA user_version = {number}; PRAGMA application_id = {OURS}");
        raw_sql(AssertSqlSafe(mark)).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Refuses a database that is not of this program's schema.
///
/// # Errors
/// [`StoreError::NewerSchema`], [`StoreError::OlderSchema`], [`StoreError::Foreign`], or what SQLite says.
pub(crate) async fn check(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    match found(connection, path).await? {
        found if found > known => Err(StoreError::NewerSchema { found, known }),
        found if found < known => Err(StoreError::OlderSchema { found, known }),
        _ => Ok(()),
    }
}

async fn found(connection: &mut SqliteConnection, path: &Path) -> Result<i64, StoreError> {
    // A copy is read here for the first time, and may be anything.
    let number = query_scalar(SCHEMA_NUMBER).fetch_one(&mut *connection).await;
    let number: i64 = number.map_err(|error| foreign(path, error))?;
    let whose: i64 = query_scalar(WHOSE).fetch_one(&mut *connection).await?;
    let tables: i64 = query_scalar(TABLES).fetch_one(&mut *connection).await?;
    let untouched = number == 0 && whose == 0 && tables == 0;
    if whose == OURS || untouched { Ok(number) } else { Err(StoreError::Foreign { path: path.to_owned() }) }
}

/// Copies the whole database, as it stands at one moment, into a file that is there and empty.
pub(crate) async fn copy_into(connection: &mut SqliteConnection, to: &Path) -> Result<(), StoreError> {
    query(COPY).bind(to.to_string_lossy().into_owned()).execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::path::PathBuf;

    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Row};
    use tempfile::TempDir;

    use super::*;

    const NEXT: &str = "CREATE TABLE later (a INTEGER)";
    const BROKEN: &str = "CREATE TABLE half (a INTEGER); INSERT INTO nowhere VALUES (1)";
    const ROW: &str = "INSERT INTO events VALUES
        (1, NULL, 'closed', 0, 0, 'clock', zeroblob(32), zeroblob(32), zeroblob(32))";

    async fn database(folder: &TempDir) -> Result<(SqliteConnection, PathBuf), Box<dyn Error>> {
        let path = folder.path().join("a.db");
        let mut connection = SqliteConnectOptions::new().filename(&path).create_if_missing(true).connect().await?;
        migrate(&mut connection, MIGRATIONS, &path, DateTime::UNIX_EPOCH).await?;
        Ok((connection, path))
    }

    fn copies(folder: &TempDir) -> Result<Vec<String>, std::io::Error> {
        let names =
            std::fs::read_dir(folder.path())?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut copies = names.collect::<Result<Vec<_>, std::io::Error>>()?;
        copies.retain(|name| name.contains("schema-"));
        Ok(copies)
    }

    #[tokio::test]
    async fn a_database_with_events_is_copied_before_it_is_changed() -> Result<(), Box<dyn Error>> {
        let folder = TempDir::new()?;
        let (mut connection, path) = database(&folder).await?;
        raw_sql(ROW).execute(&mut connection).await?;
        let steps: Vec<_> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        migrate(&mut connection, &steps, &path, DateTime::UNIX_EPOCH).await?;
        assert_eq!(found(&mut connection, &path).await?, steps.len() as i64);
        let name = format!("a.db.schema-{}.19700101T000000Z", MIGRATIONS.len());
        assert_eq!(copies(&folder)?, [name.as_str()]);
        let mut copy = SqliteConnectOptions::new().filename(folder.path().join(name)).connect().await?;
        assert_eq!(found(&mut copy, &path).await?, MIGRATIONS.len() as i64);
        assert_eq!(raw_sql("SELECT count(*) AS n FROM events").fetch_one(&mut copy).await?.try_get::<i64, _>("n")?, 1);
        Ok(())
    }

    #[tokio::test]
    async fn an_empty_database_needs_no_copy() -> Result<(), Box<dyn Error>> {
        let folder = TempDir::new()?;
        let (mut connection, path) = database(&folder).await?;
        let steps: Vec<_> = MIGRATIONS.iter().copied().chain([NEXT]).collect();
        migrate(&mut connection, &steps, &path, DateTime::UNIX_EPOCH).await?;
        assert_eq!(copies(&folder)?, [""; 0]);
        Ok(())
    }

    #[tokio::test]
    async fn a_step_that_fails_leaves_nothing() -> Result<(), Box<dyn Error>> {
        let folder = TempDir::new()?;
        let (mut connection, path) = database(&folder).await?;
        let steps: Vec<_> = MIGRATIONS.iter().copied().chain([BROKEN]).collect();
        assert!(migrate(&mut connection, &steps, &path, DateTime::UNIX_EPOCH).await.is_err());
        assert_eq!(found(&mut connection, &path).await?, MIGRATIONS.len() as i64);
        assert!(raw_sql("SELECT * FROM half").fetch_all(&mut connection).await.is_err());
        Ok(())
    }
}
