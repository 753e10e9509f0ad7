//! Whom a process is connected to, as the kernel knows it, watched for as long as a test runs.

use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const EVERY: Duration = Duration::from_millis(10);
const TABLES: [&str; 4] = ["tcp", "tcp6", "udp", "udp6"];

/// Looks again and again until it is asked.
pub(crate) struct Watch {
    stop: Sender<()>,
    seen: JoinHandle<BTreeSet<String>>,
}

impl Watch {
    pub(crate) fn over(process: u32) -> Self {
        let (stop, stopped) = channel();
        let seen = thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while stopped.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                seen.extend(peers(process));
            }
            seen
        });
        Self { stop, seen }
    }

    /// The other end of every socket that was seen, as `tcp 127.0.0.1:8008`.
    pub(crate) fn end(self) -> BTreeSet<String> {
        self.stop.send(()).unwrap();
        self.seen.join().unwrap()
    }
}

fn peers(process: u32) -> Vec<String> {
    let own = sockets(process);
    let mut peers = Vec::new();
    for table in TABLES {
        let lines = fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap_or_default();
        for line in lines.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if own.contains(fields[9]) {
                peers.push(format!("{table} {}", address(fields[2])));
            }
        }
    }
    peers
}

/// The inodes of the sockets that a process holds open.
fn sockets(process: u32) -> BTreeSet<String> {
    let held = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let links = held.filter_map(|file| fs::read_link(file.path()).ok());
    let inode = |link: &str| Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned());
    links.filter_map(|link| inode(link.to_str()?)).collect()
}

/// The kernel writes an address as words of the machine's own order, the port as a number.
fn address(text: &str) -> String {
    let (host, port) = text.split_once(':').unwrap();
    let port = u16::from_str_radix(port, 16).unwrap();
    let words = (0..host.len() / 8).map(|at| u32::from_str_radix(&host[at * 8..at * 8 + 8], 16).unwrap());
    let bytes: Vec<u8> = words.flat_map(u32::to_ne_bytes).collect();
    match <[u8; 4]>::try_from(bytes.as_slice()) {
        Ok(short) => format!("{}:{port}", Ipv4Addr::from(short)),
        Err(_) => format!("[{}]:{port}", Ipv6Addr::from(<[u8; 16]>::try_from(bytes.as_slice()).unwrap())),
    }
}
