//! A program whose networks do not answer, and whoever asks it over TCP.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use tempfile::TempDir;

use crate::program::{SOUND, folder_with};
use crate::running::Running;

/// No answer takes so long.
const PATIENCE: Duration = Duration::from_secs(30);
/// The last line of the log before everything runs.
const IS_AWAY: &str = "it is tried again in";

/// A configuration whose networks lie where nobody listens.
pub(crate) fn configuration(more: &str) -> String {
    let sound = SOUND.replace("https://matrix.agency.example", "http://127.0.0.1:9");
    let discord =
        "[discord]\ntoken_file = \"password\"\napi = \"http://127.0.0.1:9\"\n[[organisation]]\nid = \"pharos\"";
    let room = "[[desk.room]]\nat = \"discord:1180000000000000003\"\nkind = \"shared\"\n[coordination]";
    let both = sound.replace("[[organisation]]\nid = \"pharos\"", discord).replace("[coordination]", room);
    format!("{both}{more}")
}

/// A program that runs, with its pages.
pub(crate) struct Asked {
    pub(crate) running: Running,
    _folder: TempDir,
    at: SocketAddr,
}

impl Asked {
    pub(crate) fn begin(more: &str) -> Self {
        Self::begin_in(folder_with(&configuration(&format!("[http]\nlisten = \"127.0.0.1:0\"\n{more}"))))
    }

    /// One whose networks do not answer, and which knows that.
    pub(crate) fn begin_in(folder: TempDir) -> Self {
        let asked = Self::served_in(folder);
        asked.running.until(IS_AWAY);
        asked
    }

    /// One that serves its pages, whatever becomes of its networks.
    pub(crate) fn served_in(folder: TempDir) -> Self {
        let running = Running::begin(folder.path());
        let served = running.until("are served on http://");
        let (_, at) = served.last().unwrap().split_once("http://").unwrap();
        let at = at.split('"').next().unwrap().parse().unwrap();
        Self { running, _folder: folder, at }
    }

    pub(crate) fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.at).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Status and body of what is answered.
    pub(crate) fn asks(&self, method: &str, path: &str) -> (u16, String) {
        let mut stream = self.open();
        write!(stream, "{method} {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.asks("GET", path)
    }
}
