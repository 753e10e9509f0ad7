//! The front door: reads what was typed and the configuration, and hands over to the command.

mod check;
mod cli;
mod config;
mod ledger;
mod listing;
mod log;
#[cfg(any(feature = "matrix", feature = "discord"))]
mod reload;
mod sheet;
mod trying;
mod wiring;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use liaison_engine::present;

use crate::cli::{Cli, Command, Invited};
use crate::config::{Configuration, ConfigurationError, SecretError};

/// Wrong use, or a configuration that must be mended.
const WRONG_USE: u8 = 2;

/// What was typed cannot be done as it stands; in words that say what would work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUse(String);

#[tokio::main]
async fn main() -> ExitCode {
    keep_private();
    let cli = Cli::parse();
    let outcome = obey(cli).await;
    let flushed = io::stdout().flush().map_err(anyhow::Error::from);
    outcome.and_then(|code| flushed.map(|()| code)).unwrap_or_else(|error| failed(&error))
}

/// What the program creates, and what libraries create for it, is read by its owner alone.
fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

async fn obey(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = cli.config;
    match cli.command {
        Command::Try { script, store } => wiring::try_desk(script, store).await,
        Command::Run => wiring::run(configured(&config)?).await,
        Command::Check { offline } => checked(&configured(&config)?, offline).await,
        Command::Invite { network: Invited::Discord } => {
            writeln!(io::stdout(), "{}", wiring::invite_to_discord(&configured(&config)?).await?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Export(export) => ledger::export(&configured(&config)?, &export, present(), &mut io::stdout()).await,
        Command::Audit { audit } => ledger::audit(&configured(&config)?, &audit, present(), &mut io::stdout()).await,
        Command::Backup(backup) => ledger::backup(&configured(&config)?, &backup, present(), &mut io::stdout()).await,
        Command::Restore(restore) => {
            ledger::restore(&configured(&config)?, &restore, present(), &mut io::stdout()).await
        }
        Command::Import(import) => ledger::import(&configured(&config)?, &import, present(), &mut io::stdout()).await,
        Command::Commands { format } => listing::print(format, &mut io::stdout().lock()),
    }
}

/// The configuration first: what cannot be used asks no service.
async fn checked(configuration: &Configuration, offline: bool) -> anyhow::Result<ExitCode> {
    let environment = |name: &str| std::env::var_os(name);
    let usable = check::configuration(
        configuration,
        &environment,
        wiring::BUILT,
        present().date_naive(),
        offline,
        &mut io::stdout(),
    )?;
    if !usable {
        return Ok(ExitCode::from(WRONG_USE));
    }
    if !offline && !wiring::ask_services(configuration, &mut io::stdout()).await? {
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
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
    if is_wrong_use(error) { ExitCode::from(WRONG_USE) } else { ExitCode::FAILURE }
}

/// Whether whoever runs the program can mend it: how it was called, or where its secrets stand.
fn is_wrong_use(error: &anyhow::Error) -> bool {
    error.is::<WrongUse>() || error.is::<SecretError>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_cannot_be_had_is_a_mistake_of_the_configuration_told_once() {
        let why = io::Error::from(io::ErrorKind::NotFound);
        let path = "/nowhere/password".into();
        let error = SecretError::Unreadable { key: "password", variable: "LIAISON_MATRIX_PASSWORD", path, why };
        let error = anyhow::Error::from(error);
        assert!(is_wrong_use(&error) && !is_wrong_use(&anyhow::anyhow!("the disk is full")));
        assert_eq!(format!("{error:#}").matches("not found").count(), 1, "{error:#}");
    }
}
