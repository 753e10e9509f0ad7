//! Where the rooms of the house meet: opens the store and the doors, hands them to the engine, and stops cleanly. The only
//! file that knows which doors this program was built with.

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use liaison_chat::CommandTable;
use liaison_domain::Language;
use liaison_engine::present;
use liaison_terminal::{Editor, Fault, Play, Session, Start, TerminalDoor};
use tokio::io::{AsyncBufRead, BufReader};

use crate::config::{Built, Configuration};
use crate::trying::{DeskBot, Luck};

/// The doors of this build.
pub(crate) const BUILT: Built = Built { matrix: cfg!(feature = "matrix"), discord: false };

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
    running::run(configuration).await
}

#[cfg(not(feature = "matrix"))]
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

#[cfg(feature = "matrix")]
mod running {
    use std::process::ExitCode;
    use std::sync::Arc;
    use std::time::Duration;

    use anyhow::Context as _;
    use liaison_chat::{Chat, CommandTable, Sentences};
    use liaison_engine::{Chance, Engine, Parts, present};
    use liaison_matrix::{MatrixConfig, MatrixDoor, MatrixError};
    use liaison_store::{Lock, Store, StoreError};
    use tokio::signal::unix::{SignalKind, signal};
    use tokio::sync::watch;

    use super::rooms;
    use crate::config::{Configuration, Credential, MatrixSettings};

    /// A service that does not answer at the start is tried again after so long.
    const AGAIN_AFTER: Duration = Duration::from_secs(10);
    /// What is under way when the program is told to stop has so long; what is left is sent at the next start.
    const FAREWELL: Duration = Duration::from_secs(8);

    pub(super) async fn run(configuration: Configuration) -> anyhow::Result<ExitCode> {
        let Some(matrix) = &configuration.matrix else {
            eprintln!("liaison: the configuration names no network: it needs a [matrix] table");
            return Ok(ExitCode::from(2));
        };
        let config = matrix_config(matrix, &configuration)?;
        let store = match Store::open(&configuration.store_url, Lock::Instance, present()).await {
            Ok(store) => store,
            Err(refused @ (StoreError::SecondInstance { .. } | StoreError::NewerSchema { .. })) => {
                eprintln!("liaison: {refused}");
                return Ok(ExitCode::from(2));
            }
            Err(fault) => return Err(fault).context("the store cannot be opened"),
        };
        let stop = stop_signal()?;
        let Some(door) = open_door(&config, stop.clone()).await? else { return Ok(ExitCode::SUCCESS) };
        let door = Arc::new(door);
        let parts = Parts {
            store,
            setting: configuration.setting,
            table: Arc::new(CommandTable::load()?),
            sentences: Arc::new(Sentences::load()?),
            doors: vec![door.clone() as Arc<dyn Chat>],
            chance: Chance::unpredictable(),
        };
        let engine = Arc::new(Engine::new(parts, present()));
        serve(engine, door, stop).await
    }

    async fn serve(
        engine: Arc<Engine>,
        door: Arc<MatrixDoor>,
        stop: watch::Receiver<bool>,
    ) -> anyhow::Result<ExitCode> {
        let (ended, ending) = tokio::sync::oneshot::channel();
        let at_the_door = stop.clone();
        let engine = tokio::spawn(liaison_engine::run(engine, stop, move |ear| {
            tokio::spawn(async move {
                // Nobody waits for the outcome any more when the program is stopping.
                let _ = ended.send(door.run(ear, at_the_door).await);
            });
        }));
        let outcome = ending.await.unwrap_or(Ok(()));
        if let Err(fault) = outcome {
            engine.abort();
            eprintln!("liaison: {fault}");
            return Ok(ExitCode::FAILURE);
        }
        match tokio::time::timeout(FAREWELL, engine).await {
            Ok(finished) => finished.context("the engine fell")??,
            Err(_) => tracing::warn!("what is still under way is sent at the next start"),
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Opens the door, again and again while the homeserver does not answer; nothing where the program is told to stop.
    async fn open_door(config: &MatrixConfig, mut stop: watch::Receiver<bool>) -> anyhow::Result<Option<MatrixDoor>> {
        loop {
            let fault = tokio::select! {
                opened = MatrixDoor::open(config.clone()) => match opened {
                    Ok(door) => return Ok(Some(door)),
                    Err(fault) => fault,
                },
                _ = stop.wait_for(|stop| *stop) => return Ok(None),
            };
            if !matches!(fault, MatrixError::Unreachable { .. } | MatrixError::Busy(_)) {
                return Err(fault.into());
            }
            tracing::warn!("{fault}; it is tried again in {} s", AGAIN_AFTER.as_secs());
            tokio::select! {
                () = tokio::time::sleep(AGAIN_AFTER) => {}
                _ = stop.wait_for(|stop| *stop) => return Ok(None),
            }
        }
    }

    fn matrix_config(matrix: &MatrixSettings, configuration: &Configuration) -> anyhow::Result<MatrixConfig> {
        let environment = |name: &str| std::env::var_os(name);
        let secret = |source: &crate::config::SecretSource| -> anyhow::Result<liaison_matrix::Secret> {
            Ok(liaison_matrix::Secret::new(source.load(&environment)?.expose().to_owned()))
        };
        let credential = match &matrix.credential {
            Credential::Password(password) => liaison_matrix::Credential::Password(secret(password)?),
            Credential::Token { token, device_id } => {
                liaison_matrix::Credential::Token { token: secret(token)?, device_id: device_id.clone() }
            }
        };
        Ok(MatrixConfig {
            homeserver: matrix.homeserver.clone(),
            user: matrix.user.clone(),
            credential,
            state_dir: matrix.state_dir.clone(),
            passphrase: secret(&matrix.passphrase)?,
            rooms: rooms(&configuration.setting, "matrix:"),
        })
    }

    fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
        let (told, stop) = watch::channel(false);
        let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
        let mut interrupt = signal(SignalKind::interrupt()).context("Ctrl-C cannot be heard")?;
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::info!("told to stop");
            told.send_replace(true);
        });
        Ok(stop)
    }
}

/// The names of every configured room of a network, each once.
#[cfg(feature = "matrix")]
fn rooms(setting: &liaison_domain::Setting, network: &str) -> Vec<String> {
    let of_desks = setting.desks.iter().flat_map(|desk| &desk.rooms);
    let mut names: Vec<String> = of_desks
        .chain(&setting.coordination.rooms)
        .filter_map(|room| room.place.0.strip_prefix(network))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}
