//! SIGHUP to the program as it runs: the file is read again, and the log says what came of it. The homeserver does not answer:
//! no service is needed for it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::program::{SOUND, folder_with, write_private};

/// So long for one line of the log; a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn begin(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        command.arg("run").current_dir(folder).env_clear().stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || log.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
        Self { child, lines }
    }

    /// The lines of the log up to the one that holds that.
    fn until(&self, end: &str) -> Vec<String> {
        let mut lines = Vec::new();
        while !lines.last().is_some_and(|last: &String| last.contains(end)) {
            let next = self.lines.recv_timeout(PATIENCE);
            assert!(next.is_ok(), "no further line before {end:?}: {lines:#?}");
            lines.push(next.unwrap());
        }
        lines
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _it_may_be_gone = self.child.kill();
        let _nobody_else_waits_for_it = self.child.wait();
    }
}

#[test]
fn a_hangup_reads_the_file_again_and_a_wrong_one_is_refused_whole() {
    let sound = SOUND.replace("https://matrix.agency.example", "http://127.0.0.1:9");
    let folder = folder_with(&sound);
    let file = folder.path().join("liaison.toml");
    let mut running = Running::begin(folder.path());
    running.until("it is tried again in");

    write_private(&file, &sound.replace("15 min", "20 min").replace("PHAROS-14", "PHAROS-15"));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was read again").join("\n");
    assert!(told.contains("organisation pharos: member amal: alias PHAROS-14 → PHAROS-15"), "{told}");
    assert!(told.contains("target of removal_referral, urgent: acknowledge 15 min → 20 min"), "{told}");

    write_private(&file, &sound.replace("15 min", "25 min").replace("prefix =", "prefx ="));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was not taken over").join("\n");
    assert!(told.contains("desk.prefx: there is no such key; the nearest is prefix"), "{told}");
    assert!(!told.contains("25 min"), "{told}");

    write_private(&file, &sound.replace("15 min", "25 min"));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was read again").join("\n");
    assert!(
        told.contains("acknowledge 20 min → 25 min"),
        "what was taken over before is what it is compared with: {told}"
    );
    assert!(!told.contains("hunter2"), "{told}");

    running.signal(Signal::TERM);
    running.until("told to stop");
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}
