//! The program as it runs, with its log read line by line.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// So long for one line of the log; a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Running {
    pub(crate) child: Child,
    lines: Receiver<String>,
}

impl Running {
    pub(crate) fn begin(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        command.arg("run").current_dir(folder).env_clear().stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Self { child, lines }
    }

    /// The lines of the log up to the one that holds that.
    pub(crate) fn until(&self, end: &str) -> Vec<String> {
        let mut lines = Vec::new();
        while !lines.last().is_some_and(|last: &String| last.contains(end)) {
            let next = self.lines.recv_timeout(PATIENCE);
            assert!(next.is_ok(), "no further line before {end:?}: {lines:#?}");
            lines.push(next.unwrap());
        }
        lines
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _it_may_be_gone = self.child.kill();
        let _nobody_else_waits_for_it = self.child.wait();
    }
}
