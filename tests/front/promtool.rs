//! Prometheus's own tool, which the machine must have: nothing is skipped where it is missing.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const MISSING: &str = "promtool cannot be run, and without it nobody knows whether Prometheus reads the figures and the rules: \
    apt-get install prometheus (Debian and Ubuntu; then `systemctl disable --now prometheus`), or put the promtool of \
    https://prometheus.io/download into the path";

/// Runs it in the project's folder with that on its standard input.
pub(crate) fn promtool(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new("promtool");
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.unwrap_or_else(|why| panic!("{MISSING} ({why})"));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}
