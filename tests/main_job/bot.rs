//! The program, as its operator runs it: a folder with a configuration and secrets, a process that is started, told to
//! stop, killed and started again, and the commands that read its record from outside.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long anything that must come may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(25);

/// Asks again and again until there is an answer; fails the test when `PATIENCE` is over.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "waited {} s in vain for {what}", PATIENCE.as_secs());
        thread::park_timeout(PAUSE);
    }
}

/// What the record holds, as `liaison export` tells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ledger {
    /// By reference.
    pub(crate) cases: Vec<Value>,
    /// In the order of the chain.
    pub(crate) events: Vec<Value>,
}

impl Ledger {
    fn read(export: &str) -> Self {
        let lines = || export.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
        let of = |kind: &str| lines().filter(|line| line["type"] == kind).collect();
        Self { cases: of("case"), events: of("event") }
    }

    /// One case.
    pub(crate) fn case(&self, reference: &str) -> &Value {
        let found = self.cases.iter().find(|case| case["ref"] == reference);
        found.unwrap_or_else(|| panic!("{reference} is not in the record"))
    }

    /// What happened to a case, in order, each with who did it.
    pub(crate) fn history(&self, reference: &str) -> Vec<(&str, &str)> {
        let of_case = self.events.iter().filter(|event| event["ref"] == reference);
        of_case.map(|event| (event["kind"].as_str().unwrap(), event["by"].as_str().unwrap())).collect()
    }

    /// Every reported address, defanged, as often as it was recorded.
    pub(crate) fn addresses(&self) -> Vec<&str> {
        let targets = self.cases.iter().flat_map(|case| case["targets"].as_array().unwrap());
        targets.map(|target| target["locator"].as_str().unwrap()).collect()
    }
}

/// The bot's folder and, while it runs, its process.
pub(crate) struct Bot {
    /// Its Matrix id.
    pub(crate) user: String,
    folder: Option<TempDir>,
    process: Option<Child>,
}

impl Bot {
    /// A bot that has never run: its folder holds both secrets, and no configuration yet.
    pub(crate) fn new(user: String, password: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("liaison-bot-").tempdir().unwrap();
        fs::write(folder.path().join("password"), format!("{password}\n")).unwrap();
        fs::write(folder.path().join("passphrase"), "the passphrase of the keys\n").unwrap();
        Self { user, folder: Some(folder), process: None }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_ref().unwrap().path()
    }

    fn config(&self) -> PathBuf {
        self.folder().join("liaison.toml")
    }

    pub(crate) fn configure(&self, configuration: &str) {
        fs::write(self.config(), configuration).unwrap();
    }

    /// A command of the program on this configuration, without whatever the tester's own environment says.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("LIAISON_")) {
            command.env_remove(name);
        }
        command.args(arguments).arg("--config").arg(self.config()).stdin(Stdio::null());
        command
    }

    /// Starts it; what it logs is kept in its folder.
    pub(crate) fn start(&mut self) {
        assert!(self.process.is_none(), "the bot runs already");
        let log = File::options().create(true).append(true).open(self.folder().join("bot.log")).unwrap();
        let child = self.command(&["run"]).stdout(log.try_clone().unwrap()).stderr(log).spawn();
        self.process = Some(child.expect("the program of this build"));
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.as_ref().expect("the bot runs").id()
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(&mut self) {
        let mut process = self.process.take().expect("the bot runs");
        assert_eq!(process.try_wait().unwrap(), None, "the bot had ended by itself");
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Tells it to stop, and answers how it ended and how long that took.
    pub(crate) fn terminate(&mut self) -> (ExitStatus, Duration) {
        let mut process = self.process.take().expect("the bot runs");
        let begun = Instant::now();
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", process.id())]).status().unwrap();
        assert!(told.success(), "the bot could not be told to stop");
        let status = until("the bot's end", || process.try_wait().unwrap());
        (status, begun.elapsed())
    }

    /// Tells it to read its configuration again.
    pub(crate) fn reload(&self) {
        let told = Command::new("sh").args(["-c", &format!("kill -HUP {}", self.pid())]).status().unwrap();
        assert!(told.success(), "the bot could not be told to read its configuration");
    }

    /// What its logs say so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder().join("bot.log")).unwrap_or_default()
    }

    /// Runs one of the commands that end by themselves.
    pub(crate) fn run_command(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program of this build")
    }

    /// The record, read beside the bot.
    #[track_caller]
    pub(crate) fn ledger(&self) -> Ledger {
        let output = self.run_command(&["export", "--format", "jsonl"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ledger::read(&String::from_utf8(output.stdout).unwrap())
    }

    /// Waits until the record holds that many cases; it must never hold more.
    #[track_caller]
    pub(crate) fn has_recorded(&self, cases: usize) -> Ledger {
        let ledger =
            until(&format!("{cases} cases"), || Some(self.ledger()).filter(|ledger| ledger.cases.len() >= cases));
        assert_eq!(ledger.cases.len(), cases);
        ledger
    }

    /// Nobody has rewritten the history.
    #[track_caller]
    pub(crate) fn history_is_sound(&self) {
        let output = self.run_command(&["audit", "verify"]);
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _gone_already = process.kill();
            let _ = process.wait();
        }
        if thread::panicking()
            && let Some(folder) = self.folder.take()
        {
            eprintln!("the bot's log, database and configuration are in {}", folder.keep().display());
        }
    }
}
