//! What can be typed after `liaison`, with its help and examples.
//!
//! A new command is a variant of [`Command`], with examples, and an arm in `main`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The shared case ledger in the rooms where agencies and platforms' trust-and-safety teams meet.
#[derive(Debug, Parser)]
#[command(name = "liaison", version, arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Examples:
  liaison try                                  a desk in this terminal: no account, no network
  liaison check                                reads liaison.toml, asks the services, and names every mistake
  liaison run --config /etc/liaison/liaison.toml")]
pub(crate) struct Cli {
    /// The configuration.
    #[arg(long, global = true, value_name = "FILE", env = "LIAISON_CONFIG", default_value = "liaison.toml")]
    pub(crate) config: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Opens a desk in this terminal: an embedded database, no account, no network.
    #[command(
        after_help = "Without --script, in a terminal, you type and the time is real; a script, or standard input that
is no terminal, is played at once, by a clock of its own.

Examples:
  liaison try
  liaison try --script conversation.txt
  liaison try --store desk.db                  goes on where the last one ended
  echo '@amal> /report https://a.example/1 incites to attack' | liaison try"
    )]
    Try {
        /// Plays a transcript.
        #[arg(long, value_name = "FILE")]
        script: Option<PathBuf>,
        /// Keeps the database in this file instead of a temporary one.
        #[arg(long, value_name = "FILE")]
        store: Option<PathBuf>,
    },
    /// Runs the bot in the rooms of the configuration, until SIGTERM.
    #[command(after_help = "Examples:
  liaison run
  liaison run --config /etc/liaison/liaison.toml
  LIAISON_MATRIX_PASSWORD=… LIAISON_MATRIX_PASSPHRASE=… liaison run")]
    Run,
    /// Reads the configuration and says what it understood and what to mind.
    #[command(
        after_help = "Exits 0 only if `run` would work: 2 naming every mistake of the configuration with its line and key, 1
naming what a service does not allow, with what to click. Warnings do not count.

Examples:
  liaison check                                asks Discord too
  liaison check --offline                      the file alone
  liaison check --offline --config /etc/liaison/liaison.toml"
    )]
    Check {
        /// Asks no service: the configuration alone is read.
        #[arg(long)]
        offline: bool,
    },
    /// Prints the address under which a server lets the bot in, with the rights that it needs and no other.
    #[command(after_help = "Example:
  liaison invite discord")]
    Invite {
        /// To which network.
        #[arg(value_enum)]
        network: Invited,
    },
    /// Writes every case and every event to standard output; works while `run` is running.
    #[command(
        after_help = "Addresses are defanged (hxxps://a[.]example/1) unless --live-addresses is given, which is recorded.

jsonl: every case, then every event. csv: the cases alone, a row each, for a spreadsheet; the columns are the keys of a case
in jsonl, times are UTC, the targets stand in one cell (address hxxps://a[.]example/1 | account ＠x), and a cell that begins
like a formula is put behind an apostrophe.

Examples:
  liaison export > cases.jsonl
  liaison export --desk youtube > youtube.jsonl
  liaison export --format csv > cases.csv
  liaison export --format csv --desk youtube > youtube.csv"
    )]
    Export(Export),
    /// Checks that the history was not rewritten; works while `run` is running.
    #[command(after_help = "Examples:
  liaison audit verify
  liaison audit verify --head '17 3f9a…'       a line that a digest printed in a room
  liaison audit head")]
    Audit {
        /// What to do with the chain.
        #[command(subcommand)]
        audit: Audit,
    },
    /// Prints the table of what people can type in the rooms.
    #[command(after_help = "Examples:
  liaison commands
  liaison commands --format json
  liaison commands --format discord            what Discord is told, in its own fields")]
    Commands {
        /// As a table for people, or for programs.
        #[arg(long, value_enum, default_value_t)]
        format: ListingFormat,
    },
}

/// Networks that bots are invited to by an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Invited {
    /// Discord.
    Discord,
}

/// What is exported.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// One JSON object a line, or one row a case.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ExportFormat,
    /// The cases of one desk alone, by its id in the configuration.
    #[arg(long, value_name = "DESK")]
    pub(crate) desk: Option<String>,
    /// Writes addresses as they are: whoever clicks on one visits it. Recorded.
    #[arg(long)]
    pub(crate) live_addresses: bool,
}

/// What is done with the chain of events.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Walks the chain from its first event: exits 0 and prints the head, or 1 and the first broken event.
    #[command(after_help = "Examples:
  liaison audit verify
  liaison audit verify --head '17 3f9a…'       also whether that line, seen in a room, is in this history")]
    Verify {
        /// A head that a room witnessed: the number and the hash.
        #[arg(long, value_name = "LINE")]
        head: Option<String>,
    },
    /// Prints the head of the chain, as digests do.
    #[command(after_help = "Example:
  liaison audit head")]
    Head,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line.
    #[default]
    Jsonl,
    /// One row a case.
    Csv,
}

/// Forms of the command table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListingFormat {
    /// A table for people.
    #[default]
    Markdown,
    /// For programs.
    Json,
    /// As Discord registers it.
    Discord,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn every_command_has_examples() {
        fn look(command: &clap::Command, path: &str) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example") && help.contains("liaison "), "{path} has no example");
            for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
                look(inner, &format!("{path} {}", inner.get_name()));
            }
        }
        Cli::command().debug_assert();
        look(&Cli::command(), "liaison");
    }

    #[test]
    fn the_configuration_is_named_before_or_after_the_command() {
        for line in [["liaison", "--config", "x.toml", "run"], ["liaison", "run", "--config", "x.toml"]] {
            assert_eq!(Cli::parse_from(line).config, PathBuf::from("x.toml"));
        }
    }

    #[test]
    fn what_is_not_a_command_is_refused() {
        for line in [
            &["liaison"][..],
            &["liaison", "rum"],
            &["liaison", "invite"],
            &["liaison", "invite", "matrix"],
            &["liaison", "audit"],
            &["liaison", "run", "now"],
        ] {
            let error = Cli::try_parse_from(line).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line:?}");
        }
    }
}
