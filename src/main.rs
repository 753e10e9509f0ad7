//! The front door: reads what was typed and the configuration, and hands over to the command.

mod check;
mod cli;
mod config;
mod ledger;
mod listing;
mod log;
mod trying;
mod wiring;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use liaison_engine::present;

use crate::cli::{Cli, Command};
use crate::config::{Configuration, ConfigurationError};

/// Wrong use, or a configuration that must be mended.
const WRONG_USE: u8 = 2;

/// What was typed cannot be done as it stands; in words that say what would work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUse(String);

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = obey(cli).await;
    let flushed = io::stdout().flush().map_err(anyhow::Error::from);
    outcome.and_then(|code| flushed.map(|()| code)).unwrap_or_else(|error| failed(&error))
}

async fn obey(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config;
    match cli.command {
        Command::Try { script, store } => wiring::try_desk(script, store).await,
        Command::Run => wiring::run(configured(&config)?).await,
        Command::Check { .. } => {
            check::offline(&configured(&config)?, &|name| std::env::var_os(name), &mut io::stdout().lock())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Export(export) => ledger::export(&configured(&config)?, &export, present(), &mut io::stdout()).await,
        Command::Audit { audit } => ledger::audit(&configured(&config)?, &audit, present(), &mut io::stdout()).await,
        Command::Commands { format } => listing::print(format, &mut io::stdout().lock()),
    }
}

fn configured(path: &Path) -> Result<Configuration, ConfigurationError> {
    config::read(path, wiring::BUILT)
}

/// Says what went wrong. A reader that has seen enough (`liaison commands | head`) is no failure.
fn failed(error: &anyhow::Error) -> ExitCode {
    let is_closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref::<io::Error>().is_some_and(is_closed) {
        return ExitCode::SUCCESS;
    }
    if let Some(mistakes) = error.downcast_ref::<ConfigurationError>() {
        eprintln!("{mistakes}");
        return ExitCode::from(WRONG_USE);
    }
    eprintln!("liaison: {error:#}");
    if error.is::<WrongUse>() { ExitCode::from(WRONG_USE) } else { ExitCode::FAILURE }
}
