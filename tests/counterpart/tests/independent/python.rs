//! A Python with discord.py, installed once under the target folder, and the bot that runs on it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

const REQUIREMENTS: &str = include_str!("requirements.txt");
/// The folder of this module.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/independent");
/// How long the bot may take to say something.
const PATIENCE: Duration = Duration::from_secs(30);

/// The bot's process, and what it says.
pub struct Bot {
    _process: Child,
    said: Lines<BufReader<ChildStdout>>,
    /// What it said while something else was waited for.
    kept: Vec<Value>,
}

impl Bot {
    /// Starts it; it ends with the test.
    pub async fn start(address: &str, token: &str) -> Self {
        let python = tokio::task::spawn_blocking(python).await.expect("the installation does not panic");
        let mut process = Command::new(python)
            .env_remove("PYTHONPATH")
            .args(["-s", &format!("{HERE}/bot.py"), address, token])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the Python of the installation");
        let output = process.stdout.take().expect("its output is a pipe");
        Self { _process: process, said: BufReader::new(output).lines(), kept: Vec::new() }
    }

    /// The first thing of that kind that it says and that nobody has asked for yet.
    pub async fn says(&mut self, what: &str) -> Value {
        if let Some(index) = self.kept.iter().position(|said| said["what"] == what) {
            return self.kept.remove(index);
        }
        let found = tokio::time::timeout(PATIENCE, async {
            while let Some(line) = self.said.next_line().await.expect("the bot's output") {
                let said: Value = serde_json::from_str(&line).unwrap_or_default();
                if said["what"] == what {
                    return said;
                }
                self.kept.push(said);
            }
            panic!("the bot ended before it said {what:?}; its last words are above");
        });
        found.await.unwrap_or_else(|_| panic!("the bot does not say {what:?}"))
    }
}

/// The Python that has discord.py, installed on first use. A marker, written last, holds what was installed.
fn python() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let folder =
        named.filter(|path| path.is_absolute()).unwrap_or_else(|| built.to_owned()).join("liaison-counterpart");
    fs::create_dir_all(&folder).expect("a folder under the target folder");
    let lock = File::create(folder.join("lock")).expect("a lock beside the installation");
    lock.lock().expect("the installation's lock");
    let venv = folder.join("venv");
    let marker = venv.join("complete");
    if fs::read_to_string(&marker).ok().as_deref() != Some(REQUIREMENTS) {
        install(&venv);
        fs::write(&marker, REQUIREMENTS).expect("the installation's marker");
    }
    venv.join("bin/python")
}

fn install(venv: &Path) {
    eprintln!("installing discord.py for the tests in {} (once)", venv.display());
    if venv.exists() {
        fs::remove_dir_all(venv).expect("a half-made installation can be removed");
    }
    let requirements = format!("{HERE}/requirements.txt");
    must_run(std::process::Command::new("python3").args(["-m", "venv"]).arg(venv));
    must_run(
        std::process::Command::new(venv.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "10"])
            .args(["--requirement", &requirements]),
    );
}

fn must_run(command: &mut std::process::Command) {
    let needs = "This test runs a bot on discord.py: install Python 3.10 or newer with venv and pip \
                 (on Debian: python3 python3-venv python3-pip) and give pip a way to PyPI.";
    match command.stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => panic!("{needs}\n{command:?}:\n{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => panic!("{needs}\n{command:?}: {error}"),
    }
}
