//! What whoever operates the bot is told by: `[http]`, the pages, and `[heartbeat]`, a watcher on the same machine.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::fields::{Fields, Form, understood};
use super::problem::Problems;

const LISTEN: Form = Form { key: "listen", takes: "an address and a port", example: "\"127.0.0.1:9640\"" };
const FILE: Form = Form { key: "file", takes: "a file's path", example: "\"/run/liaison/alive\"" };
const COMMAND: Form = Form {
    key: "command",
    takes: "a program and its arguments, in a list",
    example: "[\"/usr/local/bin/liaison-alive\"]",
};

/// What `[heartbeat]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeartbeatSettings {
    /// The file that is touched while the bot is ready.
    pub(crate) file: Option<PathBuf>,
    /// The command that is run while it is; empty where there is none.
    pub(crate) command: Vec<String>,
}

impl HeartbeatSettings {
    /// Whether anything beats.
    pub(crate) fn beats(&self) -> bool {
        self.file.is_some() || !self.command.is_empty()
    }
}

/// Reads `[http]`: where the pages are served.
pub(crate) fn http(mut fields: Fields<'_>, problems: &mut Problems) -> Option<SocketAddr> {
    let word = fields.required(&LISTEN, problems);
    let listen = word.and_then(|word| {
        let listen = understood(&word, &LISTEN, problems, |text| text.parse::<SocketAddr>().ok())?;
        if !listen.ip().is_loopback() {
            problems.warn(
                &word.spot,
                "whoever reaches this address reads which rooms the bot serves and how much there is to do: keep it to this \
                 machine, or behind a firewall",
            );
        }
        Some(listen)
    });
    fields.finish(problems);
    listen
}

/// Reads `[heartbeat]`: a file, a command, or both.
pub(crate) fn heartbeat(mut fields: Fields<'_>, folder: &Path, problems: &mut Problems) -> HeartbeatSettings {
    let has_any = fields.has(FILE.key) || fields.has(COMMAND.key);
    let file =
        fields.read(&FILE, problems, |text| (!text.is_empty() && !text.ends_with('/')).then(|| folder.join(text)));
    let words = fields.texts(&COMMAND, problems);
    if words.first().is_some_and(|program| program.text.trim().is_empty()) || fields.is_empty_list(COMMAND.key) {
        problems
            .mistake(&fields.spot_of(COMMAND.key, problems), format!("the program has no name: {}", COMMAND.hint()));
    }
    if !has_any {
        problems.mistake(&fields.spot(""), format!("it tells nobody: {}, or {}", FILE.hint(), COMMAND.hint()));
    }
    fields.finish(problems);
    HeartbeatSettings { file, command: words.into_iter().map(|word| word.text.to_owned()).collect() }
}
