//! A bot that is as a test says, and whoever asks it over TCP.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use liaison_chat::Network;
use liaison_engine::{Counts, Record, Standing, Vitals};
use liaison_http::{Listening, Observer, Watched};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// When everything is looked at.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_600_000_500).unwrap()
}

pub fn ago(seconds: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(seconds)
}

/// A bot that is well in both networks.
pub fn well() -> Vitals {
    let standing = Standing::CaughtUp { since: ago(600) };
    Vitals {
        at: now(),
        started_at: ago(3_600),
        turned_at: ago(3),
        networks: BTreeMap::from([(Network::Matrix, standing), (Network::Discord, standing)]),
        counts: Counts::default(),
        record: Ok(Record { bytes: 4 << 20, free_bytes: Some(9 << 30), head: 17, ..Record::default() }),
        writable: Ok(()),
    }
}

/// A bot that is as it was last set.
pub struct Bot {
    vitals: Mutex<Option<Vitals>>,
    looked: Mutex<u32>,
}

impl Bot {
    pub fn that_is(vitals: Vitals) -> Arc<Self> {
        Arc::new(Self { vitals: Mutex::new(Some(vitals)), looked: Mutex::default() })
    }

    /// One whose store never answers.
    pub fn that_hangs() -> Arc<Self> {
        Arc::new(Self { vitals: Mutex::new(None), looked: Mutex::default() })
    }

    pub fn looked(&self) -> u32 {
        *self.looked.lock().unwrap()
    }

    pub fn observer(self: &Arc<Self>) -> Observer {
        Observer::new(self.clone(), now)
    }
}

#[async_trait]
impl Watched for Bot {
    async fn vitals(&self, _now: DateTime<Utc>) -> Vitals {
        *self.looked.lock().unwrap() += 1;
        let vitals = self.vitals.lock().unwrap().clone();
        match vitals {
            Some(vitals) => vitals,
            None => std::future::pending().await,
        }
    }

    fn turned_at(&self) -> DateTime<Utc> {
        self.vitals.lock().unwrap().as_ref().map_or_else(|| ago(1), |vitals| vitals.turned_at)
    }
}

/// Pages that are served.
pub struct Served {
    pub at: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub async fn served(bot: &Arc<Bot>) -> Served {
    let listening = Listening::on("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let at = listening.address().unwrap();
    Served { at, task: tokio::spawn(listening.serve(Arc::new(bot.observer()))) }
}

impl Served {
    pub async fn open(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    /// Everything that is answered to these bytes.
    pub async fn says(&self, bytes: &[u8]) -> String {
        let mut stream = self.open().await;
        stream.write_all(bytes).await.unwrap();
        rest(&mut stream).await
    }

    /// Status and body of a page.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.says(format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n").as_bytes()).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (status(head), body.to_owned())
    }
}

pub fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

/// What still comes until the other side closes or cuts the connection.
pub async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _cut_off = stream.read_to_end(&mut bytes).await;
    String::from_utf8(bytes).unwrap()
}
