//! HTTP and WebSocket by hand, and a stage to speak on.

use std::collections::HashMap;

use futures_util::{SinkExt, StreamExt};
use liaison_counterpart::{Counterpart, Permissions, Snowflake};
use serde::de::DeserializeSeed;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use twilight_model::gateway::event::GatewayEventDeserializer;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Value,
}

impl Answer {
    /// Discord's code of a refusal; 0 where there is none.
    pub fn code(&self) -> u64 {
        self.body["code"].as_u64().unwrap_or_default()
    }
}

/// A guild with a room and a person in it, and the bot's token.
pub struct Stage {
    pub discord: Counterpart,
    pub guild: Snowflake,
    pub room: Snowflake,
    pub ada: Snowflake,
}

impl Stage {
    pub async fn new() -> Self {
        let discord = Counterpart::start().await.unwrap();
        let guild = discord.guild("Agency");
        let room = discord.channel(guild, "reports");
        let ada = discord.person("ada");
        let desk = discord.role(guild, "Desk", Permissions::empty());
        discord.join(ada, guild, &[desk]);
        Self { discord, guild, room, ada }
    }

    /// A request with the bot's token; an error where the connection broke.
    pub async fn try_ask(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Answer> {
        self.ask_as(&format!("Bot {}", self.discord.token()), method, path, body).await
    }

    pub async fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.try_ask(method, path, body).await.unwrap()
    }

    pub async fn ask_as(&self, token: &str, method: &str, path: &str, body: &Value) -> std::io::Result<Answer> {
        let address = self.discord.api().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).await?;
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let head = format!(
            "{method} /api/v10{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
            text.len(),
        );
        stream.write_all(head.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let broken = || std::io::Error::other(format!("not HTTP: {answer:?}"));
        let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Ok(Answer {
            status,
            headers: lines.filter_map(header).collect(),
            body: serde_json::from_str(body).unwrap_or_default(),
        })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &Value::Null).await
    }

    /// Posts to the room.
    pub async fn post(&self, body: Value) -> Answer {
        self.ask("POST", &format!("/channels/{}/messages", self.room), &body).await
    }

    /// Posts a text, and gives its identifier.
    pub async fn posted(&self, text: &str) -> Snowflake {
        let answer = self.post(json!({ "content": text })).await;
        answer.body["id"].as_str().unwrap_or_else(|| panic!("{answer:?}")).parse().unwrap()
    }

    /// Registers a command.
    pub async fn command(&self, body: Value) -> Answer {
        self.ask("POST", &format!("/applications/{}/commands", self.discord.application()), &body).await
    }

    /// Answers an interaction.
    pub async fn callback(&self, payload: &Value, body: Value) -> Answer {
        let text = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
        self.ask("POST", &format!("/interactions/{}/{}/callback", text("id"), text("token")), &body).await
    }

    /// The path below which an interaction's messages stand.
    pub fn webhook(&self, payload: &Value) -> String {
        format!("/webhooks/{}/{}", self.discord.application(), payload["token"].as_str().unwrap_or_default())
    }
}

/// A client of the gateway.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects, and takes the HELLO.
    pub async fn open(discord: &Counterpart) -> Self {
        let (stream, _) = connect_async(format!("{}/?v=10&encoding=json", discord.gateway())).await.unwrap();
        let mut socket = Self(stream);
        assert_eq!(socket.next().await["op"], 10);
        socket
    }

    pub async fn send(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub async fn identify(&mut self, token: &str, intents: u64) {
        let properties = json!({ "os": "linux", "browser": "by hand", "device": "by hand" });
        let data = json!({ "token": token, "intents": intents, "properties": properties });
        self.send(json!({ "op": 2, "d": data })).await;
    }

    /// The next frame; `{"closed": code}` at the end, with `null` where the socket fell.
    pub async fn next(&mut self) -> Value {
        match self.0.next().await {
            Some(Ok(Message::Text(text))) => {
                readable_by_others(text.as_str());
                serde_json::from_str(text.as_str()).unwrap()
            }
            Some(Ok(Message::Close(Some(frame)))) => json!({ "closed": u16::from(frame.code) }),
            Some(Ok(other)) => panic!("not a frame of the gateway: {other:?}"),
            Some(Err(_)) | None => json!({ "closed": null }),
        }
    }

    /// Skips until an event of that name.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.next().await;
            assert!(frame.get("closed").is_none(), "closed before {name}: {frame}");
            if frame["t"] == name {
                return frame;
            }
        }
    }
}

/// Every frame can be read by a library that no one here wrote.
fn readable_by_others(frame: &str) {
    let reader = GatewayEventDeserializer::from_json(frame).unwrap_or_else(|| panic!("no opcode: {frame}"));
    // The one event that it does not know.
    if matches!(reader.event_type(), Some("RESUMED")) {
        return;
    }
    let read = reader.deserialize(&mut serde_json::Deserializer::from_str(frame));
    assert!(read.is_ok(), "{:?} in {frame}", read.err());
}
