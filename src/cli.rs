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
    /// Writes a consistent copy of the database, verified after it is written; works while `run` is running.
    #[command(
        after_help = "The copy is one file, readable by its owner alone; it is read again from the first event to the last before it
gets its name, and the head of its chain is printed. The keys of the bot's Matrix device are not in it: they lie in
state_dir, and an older copy of those must never be put beside a device that has spoken since.

Examples:
  liaison backup --to liaison-2026-11-21.db
  liaison backup --to /mnt/backup/liaison.db --force       in the place of yesterday's"
    )]
    Backup(Backup),
    /// Puts a copy in the database's place, once it was found sound; not while `run` is running.
    #[command(
        after_help = "The copy is verified against its own chain before anything is replaced, and is left as it is. With --force, a
database that is there already is moved aside as *.before-restore-TIME, never deleted.

Examples:
  liaison restore --from liaison-2026-11-21.db
  liaison restore --from liaison-2026-11-21.db --force
  liaison restore --from liaison-2026-11-21.db --head '17 3f9a…'   a line that a digest printed in a room"
    )]
    Restore(Restore),
    /// Takes a whole export into an empty database, or opens a case for each row of a sheet; not while `run` is running.
    #[command(
        after_help = "A whole export (jsonl, with or without --live-addresses) comes back with every number, time and hash as it was, all of it
or nothing. What one desk alone exported, or --without-content, does not make a history and is refused.

A sheet (CSV in UTF-8, cells separated by , or ;) has a row a referral, reported by the member that --as names. Its first row
names its columns: targets, and as wanted reason, urgency, basis, tlp, ref, opened_at, agency, desk (needed where there are
several desks). Several targets of one row stand on lines of their own, or with a | in spaces between them. opened_at is a date
and an hour, local to the desk unless it says otherwise: clocks run from then, and are overdue if that is long ago. Each row
says what became of it, and a second run opens nothing twice.

  targets,reason,urgency,ref,opened_at
  hxxps://a[.]example/1 | account @x,incites to attack,urgent,118/26,2026-11-21T14:05
  hxxps://a[.]example/2,,,118/26,

Examples:
  liaison import everything.jsonl
  liaison import referrals.csv --as amal
  liaison import referrals.csv --as amal > what-became-of-them.txt"
    )]
    Import(Import),
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
    /// Leaves out what people wrote, in jsonl: whoever gets it can compute the chain and read no note. Cannot be imported.
    #[arg(long)]
    pub(crate) without_content: bool,
}

/// Where a copy goes.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file that is written.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// Replaces a file that is there already, once the new one is whole.
    #[arg(long)]
    pub(crate) force: bool,
}

/// Where a copy comes from.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A file that `liaison backup` wrote.
    #[arg(long, value_name = "FILE")]
    pub(crate) from: PathBuf,
    /// A head that a room witnessed: the copy must hold it.
    #[arg(long, value_name = "LINE")]
    pub(crate) head: Option<String>,
    /// Moves a database that is there already aside.
    #[arg(long)]
    pub(crate) force: bool,
}

/// What is brought in.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What `liaison export` wrote as jsonl, or a sheet of referrals.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Who reports the referrals of a sheet: a member of the agency, by id, alias or identity.
    #[arg(long = "as", value_name = "MEMBER")]
    pub(crate) member: Option<String>,
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
