//! Where the rooms of the house meet: opens the store and the doors, hands them to the engine, and stops cleanly. The only
//! file that knows which doors this program was built with.

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use liaison_chat::CommandTable;
#[cfg(any(feature = "matrix", feature = "discord"))]
use liaison_chat::Sentences;
use liaison_domain::Language;
use liaison_engine::present;
use liaison_terminal::{Editor, Fault, Play, Session, Start, TerminalDoor};
use tokio::io::{AsyncBufRead, BufReader};

use crate::config::{Built, Configuration, ConfigurationError};
use crate::trying::{DeskBot, Luck};

/// The doors of this build.
pub(crate) const BUILT: Built = Built { matrix: cfg!(feature = "matrix"), discord: cfg!(feature = "discord") };

/// Whoever plays the same lines gets the same bytes: all chance comes from this.
const SEED: u64 = 20_260_105;

/// Opens the terminal desk: a transcript from `script` or from standard input that is no terminal, else a person.
///
/// # Errors
/// The database or the terminal cannot be used.
pub(crate) async fn try_desk(script: Option<PathBuf>, store: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let temporary =
        tempfile::tempdir().context("no temporary folder can be made; name a database with --store FILE")?;
    let database = store.unwrap_or_else(|| temporary.path().join("desk.db"));
    match script {
        Some(file) => {
            let opened = tokio::fs::File::open(&file).await;
            let lines = opened.with_context(|| format!("{}: the transcript cannot be read", file.display()))?;
            play(database, BufReader::new(lines)).await
        }
        None if !std::io::stdin().is_terminal() => play(database, BufReader::new(tokio::io::stdin())).await,
        None => sit_down(database).await,
    }
}

async fn play(database: PathBuf, lines: impl AsyncBufRead + Unpin + Send) -> anyhow::Result<ExitCode> {
    let door = Arc::new(TerminalDoor::new(Box::new(stdout())));
    let start = Start::usual("");
    let bot = DeskBot::start(database, door.clone(), Luck::Seeded(SEED), start.at).await?;
    let start = Start { prefix: format!("{}-", bot.events().await?), ..start };
    ended(Play::new(&bot, &door, start).run(lines).await)
}

async fn sit_down(database: PathBuf) -> anyhow::Result<ExitCode> {
    let (mut editor, writer) = Editor::open().map_err(anyhow::Error::from)?;
    let door = Arc::new(TerminalDoor::new(writer));
    let bot = DeskBot::start(database, door.clone(), Luck::Real, present()).await?;
    let table = CommandTable::load()?;
    let names = table.all().iter().flat_map(|definition| {
        [Language::English, Language::French].map(|language| definition.name_in(language).to_owned())
    });
    let prefix = format!("{}-", present().timestamp_millis());
    ended(Session::new(&bot, &door, &present, names.collect(), &prefix).run(&mut editor).await)
}

/// What a play or a session comes to: a line that could not be read is wrong use and names itself.
fn ended(outcome: Result<(), Fault>) -> anyhow::Result<ExitCode> {
    stdout().flush()?;
    let Err(fault) = outcome else { return Ok(ExitCode::SUCCESS) };
    eprintln!("{fault}");
    Ok(ExitCode::from(fault.exit_code()))
}

/// Runs the bot in the configured rooms until SIGTERM or Ctrl-C.
///
/// # Errors
/// The store cannot be opened, or a network will never let the bot in as it is configured.
pub(crate) async fn run(configuration: Configuration) -> anyhow::Result<ExitCode> {
    crate::log::begin();
    for warning in &configuration.warnings {
        tracing::warn!("{warning}");
    }
    match configuration.horizon(present().date_naive()) {
        Ok(warnings) => warnings.iter().for_each(|warning| tracing::warn!("{warning}")),
        Err(mistakes) => return Err(ConfigurationError::Mistakes(mistakes).into()),
    }
    running::run(configuration).await
}

#[cfg(feature = "discord")]
mod discord;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod late;
#[cfg(feature = "matrix")]
mod matrix;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod named;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod reloading;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod running;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod watching;

#[cfg(not(any(feature = "matrix", feature = "discord")))]
mod running {
    use std::process::ExitCode;

    use crate::config::Configuration;

    /// There is no network to run in.
    #[expect(clippy::unused_async, reason = "the same form as in a build with networks")]
    pub(super) async fn run(_configuration: Configuration) -> anyhow::Result<ExitCode> {
        eprintln!(
            "liaison: this program was built without networks: build it with `cargo build --release` to run it in Matrix"
        );
        Ok(ExitCode::from(2))
    }
}

/// The networks that are configured and built in.
///
/// # Errors
/// A secret that cannot be read.
#[cfg(any(feature = "matrix", feature = "discord"))]
#[cfg_attr(not(feature = "discord"), expect(unused_variables, reason = "Discord alone is told what can be typed"))]
fn ways(
    configuration: &Configuration,
    table: &Arc<CommandTable>,
    sentences: &Arc<Sentences>,
) -> anyhow::Result<Vec<running::Way>> {
    let mut ways = Vec::new();
    #[cfg(feature = "matrix")]
    ways.extend(
        configuration.matrix.as_ref().map(|settings| matrix::way(settings, configuration, sentences)).transpose()?,
    );
    #[cfg(feature = "discord")]
    if let Some(settings) = &configuration.discord {
        ways.push(discord::way(settings, configuration, table, sentences)?);
    }
    Ok(ways)
}

/// Asks the services of the configuration for what `run` relies on, and prints a line each; whether all of it is there.
///
/// # Errors
/// When `out` cannot be written to.
#[cfg_attr(not(feature = "discord"), expect(clippy::unused_async, reason = "the same form as in a build with Discord"))]
pub(crate) async fn ask_services(configuration: &Configuration, out: &mut (dyn Write + Send)) -> anyhow::Result<bool> {
    if configuration.matrix.is_some() {
        writeln!(
            out,
            "matrix: not asked: the bot signs in and enters its rooms when it starts, and says in its log what it lacks"
        )?;
    }
    #[cfg(feature = "discord")]
    return discord::check(configuration, out).await;
    #[cfg(not(feature = "discord"))]
    Ok(true)
}

/// The address under which a server of Discord lets the bot in.
///
/// # Errors
/// Discord is not configured or not built in, or does not say whose token it is.
#[cfg_attr(not(feature = "discord"), expect(clippy::unused_async, reason = "the same form as in a build with Discord"))]
pub(crate) async fn invite_to_discord(configuration: &Configuration) -> anyhow::Result<String> {
    #[cfg(feature = "discord")]
    return discord::invite(configuration).await;
    #[cfg(not(feature = "discord"))]
    {
        let file = configuration.file.display();
        anyhow::bail!(
            "{file} is not asked: this program was built without Discord; `cargo build --release` makes one with it"
        )
    }
}
