//! A person at a client that shares no code with this project: matrix-nio, in a Python process of
//! its own, driven by lines of JSON (`nio_client.py`).
//!
//! Every wait happens in the client, which looks at what its syncs have brought, and is bounded;
//! no test sleeps. A call that fails panics with the client's sentence; where a test expects the
//! failure, [`Nio::call`] hands it over.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::homeserver::{Homeserver, python};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/nio_client.py");
/// How long a call may take, if nothing else is said.
const PATIENCE: Duration = Duration::from_secs(30);
/// How much longer than the client itself this side waits, before it calls the client hung.
const GRACE: Duration = Duration::from_secs(15);

/// An event of a room, as the client read it.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its ID.
    pub event_id: String,
    /// Who sent it.
    pub sender: String,
    /// When, by the sender's homeserver, in milliseconds.
    pub at: i64,
    /// `m.room.message`, `m.reaction`, …; `m.room.encrypted` while it cannot be read.
    pub kind: String,
    /// `m.text`, `m.notice`, …
    pub msgtype: Option<String>,
    /// The plain text as it was first sent.
    pub body: String,
    /// The HTML as it was first sent.
    pub formatted_body: Option<String>,
    /// The people of `m.mentions`; `None` where the field is absent.
    pub mentions: Option<Vec<String>>,
    /// Whether `m.mentions` names the whole room.
    pub mentions_room: bool,
    /// `m.thread`, `m.replace`, `m.annotation`, …, or `m.in_reply_to` for a plain reply.
    pub rel_type: Option<String>,
    /// The event that the relation points to: a thread's root, an edit's original, …
    pub relates_to: Option<String>,
    /// What it answers; for a post in a thread, only if it truly answers.
    pub in_reply_to: Option<String>,
    /// The plain text of `m.new_content`, where this is an edit.
    pub new_body: Option<String>,
    /// The emoji, where this is a reaction.
    pub key: Option<String>,
    /// Whether it travelled encrypted.
    pub encrypted: bool,
    /// Whether the client could read it.
    pub readable: bool,
    /// Whether it was redacted.
    pub redacted: bool,
    /// The texts that its sender put in its place, in order.
    pub edits: Vec<String>,
    /// Who reacted, and how.
    pub reactions: Vec<(String, String)>,
    /// The decrypted content, whole.
    pub content: Value,
}

impl Post {
    fn read(event: &Value) -> Self {
        let text = |name: &str| event[name].as_str().map(str::to_owned);
        let flag = |name: &str| event[name].as_bool().unwrap_or_default();
        let people = event["mentions"]["user_ids"].as_array();
        Self {
            event_id: text("event_id").unwrap_or_default(),
            sender: text("sender").unwrap_or_default(),
            at: event["at"].as_i64().unwrap_or_default(),
            kind: text("type").unwrap_or_default(),
            msgtype: text("msgtype"),
            body: text("body").unwrap_or_default(),
            formatted_body: text("formatted_body"),
            mentions: event["mentions"].is_object().then(|| people.into_iter().flatten().map(plain).collect()),
            mentions_room: event["mentions"]["room"] == true,
            rel_type: text("rel_type"),
            relates_to: text("relates_to"),
            in_reply_to: text("in_reply_to"),
            new_body: text("new_body"),
            key: text("key"),
            encrypted: flag("encrypted"),
            readable: flag("readable"),
            redacted: flag("redacted"),
            edits: list(&event["edits"], plain),
            reactions: list(&event["reactions"], |r| (plain(&r["sender"]), plain(&r["key"]))),
            content: event["content"].clone(),
        }
    }

    /// What a person sees now: the last edit, or the first text.
    pub fn shown(&self) -> &str {
        self.edits.last().unwrap_or(&self.body)
    }

    /// The thread it stands in.
    pub fn thread(&self) -> Option<&str> {
        let in_thread = self.rel_type.as_deref() == Some("m.thread");
        self.relates_to.as_deref().filter(|_| in_thread)
    }
}

fn plain(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().into_iter().flatten().map(read).collect()
}

/// What a test waits for in a room; every part that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    want: Map<String, Value>,
}

/// Anything at all; narrow it down with the methods of [`Wanted`].
pub fn anything() -> Wanted {
    Wanted::default()
}

impl Wanted {
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.want.insert(name.to_owned(), value.into());
        self
    }
    /// Sent by this user.
    pub fn from(self, user_id: &str) -> Self {
        self.with("sender", user_id)
    }
    /// With these words in its text, or in the text that an edit puts in place.
    pub fn containing(self, words: &str) -> Self {
        self.with("contains", words)
    }
    /// With exactly this text.
    pub fn saying(self, body: &str) -> Self {
        self.with("body", body)
    }
    /// Of this event type; `m.room.encrypted` finds what could not be read.
    pub fn of_type(self, kind: &str) -> Self {
        self.with("type", kind)
    }
    /// Of this `msgtype`.
    pub fn of_msgtype(self, msgtype: &str) -> Self {
        self.with("msgtype", msgtype)
    }
    /// With this relation: `m.thread`, `m.replace`, `m.annotation`, `m.in_reply_to`.
    pub fn related_by(self, rel_type: &str) -> Self {
        self.with("rel_type", rel_type)
    }
    /// Pointing to this event.
    pub fn related_to(self, event_id: &str) -> Self {
        self.with("relates_to", event_id)
    }
    /// This reaction.
    pub fn reacting(self, key: &str) -> Self {
        self.with("key", key)
    }
    /// This very event, in a form that the client can read.
    pub fn event(self, event_id: &str) -> Self {
        self.with("event_id", event_id).with("readable", true)
    }
    /// Behind this event in the room's order.
    pub fn after(self, event_id: &str) -> Self {
        self.with("after", event_id)
    }
    /// At least so many of them, instead of one.
    pub fn times(self, count: usize) -> Self {
        self.with("count", count)
    }
    /// Within this time, instead of half a minute.
    pub fn within(self, time: Duration) -> Self {
        self.with("timeout", time.as_secs_f64())
    }
}

/// A room to be made.
#[derive(Clone, Debug, Default)]
pub struct NewRoom<'a> {
    /// Encrypted from its first event.
    pub encrypted: bool,
    /// Who is invited.
    pub invite: &'a [&'a str],
    /// The part of its alias before the colon.
    pub alias: Option<&'a str>,
    /// What it is called.
    pub name: Option<&'a str>,
    /// A conversation of two.
    pub direct: bool,
    /// Open to everyone who knows it.
    pub public: bool,
    /// `11`, `12`; the server's default otherwise.
    pub version: Option<&'a str>,
    /// What is changed in the power levels that the server would choose.
    pub power_levels: Option<Value>,
}

/// A message to be sent, when [`Nio::say`], [`Nio::reply`] and [`Nio::say_in_thread`] are too short.
#[derive(Clone, Debug, Default)]
pub struct NewPost<'a> {
    /// The plain text.
    pub body: &'a str,
    /// The HTML.
    pub formatted_body: Option<&'a str>,
    /// `m.text` otherwise.
    pub msgtype: Option<&'a str>,
    /// The event that it answers.
    pub reply_to: Option<&'a str>,
    /// The root of its thread.
    pub thread: Option<&'a str>,
    /// The people of `m.mentions`; the field is left out otherwise.
    pub mentions: Option<&'a [&'a str]>,
}

/// An invitation that was not accepted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Where to.
    pub room: String,
    /// By whom.
    pub sender: String,
    /// To a conversation of two.
    pub direct: bool,
}

impl Invite {
    fn read(value: &Value) -> Self {
        Self { room: plain(&value["room_id"]), sender: plain(&value["sender"]), direct: value["direct"] == true }
    }
}

/// A room that the client is in.
#[derive(Clone, Debug)]
pub struct JoinedRoom {
    /// Its ID.
    pub room: String,
    /// What it is called.
    pub name: Option<String>,
    /// Whether it is encrypted, as far as the client has seen.
    pub encrypted: bool,
    /// Whether the client was invited to it as a conversation of two.
    pub direct: bool,
    /// Who is in it, the invited included.
    pub members: Vec<String>,
}

/// How a client logs in.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Where its keys are kept, to come back as the same device; a folder of its own otherwise.
    pub store: Option<PathBuf>,
    /// Whether it accepts every invitation by itself.
    pub auto_join: bool,
    /// Whether its owner cross-signs the device, as people who verify themselves do.
    pub cross_sign: bool,
}

/// A logged-in client; dropping it ends its process.
pub struct Nio {
    /// Its user's full name.
    pub user_id: String,
    /// Its device.
    pub device_id: String,
    line: Mutex<Line>,
    process: Child,
    store: PathBuf,
    folder: Option<TempDir>,
}

/// The two pipes; a call holds both until its answer has come.
struct Line {
    to: ChildStdin,
    from: Receiver<String>,
}

impl Nio {
    /// A new device that waits to be told to join.
    pub fn login(server: &Homeserver, user: &str, password: &str) -> Self {
        Self::login_as(server, user, password, Session::default())
    }

    /// A new device, or the one whose keys are in `session.store`.
    pub fn login_as(server: &Homeserver, user: &str, password: &str, session: Session) -> Self {
        let folder = tempfile::Builder::new().prefix("liaison-nio-").tempdir().unwrap();
        let store = session.store.unwrap_or_else(|| folder.path().join("store"));
        let mut process = spawn(&folder.path().join("console.log"));
        let line = Line { to: process.stdin.take().unwrap(), from: lines_of(&mut process) };
        let mut nio = Self {
            user_id: server.user_id(user),
            device_id: String::new(),
            line: Mutex::new(line),
            process,
            store,
            folder: Some(folder),
        };
        let answer = nio.must(json!({
            "do": "login",
            "homeserver": server.url(),
            "user": nio.user_id,
            "password": password,
            "store": nio.store,
            "auto_join": session.auto_join,
            "cross_sign": session.cross_sign,
        }));
        nio.device_id = plain(&answer["device_id"]);
        nio
    }

    /// Where its keys are; hand it to the next [`Session`] before this client is dropped and its
    /// own folder with it, or name a folder of the test's in the first place.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// Any command of the script, for what has no method, and for what is expected to fail: the
    /// error is the client's own sentence. A client that says nothing at all fails the test.
    pub fn call(&self, command: Value) -> Result<Value, String> {
        let patience = command["timeout"].as_f64().map_or(PATIENCE, Duration::from_secs_f64);
        let answer = self
            .exchange(&command, patience + GRACE)
            .unwrap_or_else(|| panic!("{}: the client hangs or is gone: {command:.300}", self.user_id));
        let answer: Value = serde_json::from_str(&answer).expect("the client speaks JSON");
        if answer["ok"] == true { Ok(answer) } else { Err(plain(&answer["error"])) }
    }

    fn exchange(&self, command: &Value, patience: Duration) -> Option<String> {
        let mut line = self.line.lock().ok()?;
        writeln!(line.to, "{command}").ok()?;
        line.from.recv_timeout(patience).ok()
    }

    #[track_caller]
    fn must(&self, command: Value) -> Value {
        let said = command.to_string();
        self.call(command).unwrap_or_else(|error| panic!("{}: {said:.300}: {error}", self.user_id))
    }

    #[track_caller]
    fn must_id(&self, command: Value, name: &str) -> String {
        plain(&self.must(command)[name])
    }

    // ---- Rooms ----

    /// Makes a room, and answers with its ID once the client knows it.
    #[track_caller]
    pub fn create_room(&self, room: &NewRoom<'_>) -> String {
        let command = json!({
            "do": "create_room",
            "encrypted": room.encrypted,
            "invite": room.invite,
            "alias": room.alias,
            "name": room.name,
            "direct": room.direct,
            "preset": room.public.then_some("public_chat"),
            "room_version": room.version,
            "power_levels": room.power_levels,
        });
        self.must_id(command, "room")
    }

    /// Joins by ID or alias, and answers with the ID once the client knows the room.
    #[track_caller]
    pub fn join(&self, room: &str) -> String {
        self.must_id(json!({ "do": "join", "room": room }), "room")
    }

    /// Joins a room that another server knows, which a room ID of version 12 does not tell.
    #[track_caller]
    pub fn join_via(&self, room: &str, server: &Homeserver) -> String {
        self.must_id(json!({ "do": "join", "room": room, "via": server.name() }), "room")
    }

    /// Leaves.
    #[track_caller]
    pub fn leave(&self, room: &str) {
        self.must(json!({ "do": "leave", "room": room }));
    }

    /// Invites a user.
    #[track_caller]
    pub fn invite(&self, room: &str, user: &str) {
        self.must(json!({ "do": "invite", "room": room, "user": user }));
    }

    /// Kicks a user.
    #[track_caller]
    pub fn kick(&self, room: &str, user: &str) {
        self.must(json!({ "do": "kick", "room": room, "user": user }));
    }

    /// Bans a user.
    #[track_caller]
    pub fn ban(&self, room: &str, user: &str) {
        self.must(json!({ "do": "ban", "room": room, "user": user }));
    }

    /// Everybody's membership, as the server has it: `join`, `invite`, `leave`, `ban`.
    #[track_caller]
    pub fn members(&self, room: &str) -> Vec<(String, String)> {
        let answer = self.must(json!({ "do": "members", "room": room }));
        let members = answer["members"].as_object().into_iter().flatten();
        members.map(|(user, membership)| (user.clone(), plain(membership))).collect()
    }

    /// Waits until this client has seen somebody join. Before that, it does not encrypt for them.
    #[track_caller]
    pub fn wait_for_member(&self, room: &str, user: &str) {
        self.must(json!({ "do": "wait_member", "room": room, "user": user }));
    }

    /// Waits until this client has seen somebody go.
    #[track_caller]
    pub fn wait_for_absence(&self, room: &str, user: &str) {
        self.must(json!({ "do": "wait_member", "room": room, "user": user, "present": false }));
    }

    /// Waits until this client itself is in the room (invitations that accept themselves).
    #[track_caller]
    pub fn wait_until_joined(&self, room: &str) {
        self.must(json!({ "do": "wait_joined", "room": room }));
    }

    /// Waits for an invitation, from somebody in particular or from anybody.
    #[track_caller]
    pub fn wait_for_invite(&self, from: Option<&str>) -> Invite {
        Invite::read(&self.must(json!({ "do": "wait_invite", "user": from }))["invite"])
    }

    /// The invitations that lie open.
    #[track_caller]
    pub fn invites(&self) -> Vec<Invite> {
        list(&self.must(json!({ "do": "invites" }))["invites"], Invite::read)
    }

    /// The rooms that this client is in.
    #[track_caller]
    pub fn rooms(&self) -> Vec<JoinedRoom> {
        list(&self.must(json!({ "do": "rooms" }))["rooms"], |room| JoinedRoom {
            room: plain(&room["room"]),
            name: room["name"].as_str().map(str::to_owned),
            encrypted: room["encrypted"] == true,
            direct: room["direct"] == true,
            members: list(&room["members"], plain),
        })
    }

    /// Gives a user a power level, and leaves the others as they are.
    #[track_caller]
    pub fn set_power_level(&self, room: &str, user: &str, level: i64) {
        self.must(json!({ "do": "set_power", "room": room, "user": user, "level": level }));
    }

    /// Sets a state event.
    #[track_caller]
    pub fn set_state(&self, room: &str, kind: &str, key: &str, content: Value) -> String {
        let command = json!({ "do": "set_state", "room": room, "type": kind, "state_key": key, "content": content });
        self.must_id(command, "event_id")
    }

    /// Turns encryption on, and waits until this client knows.
    #[track_caller]
    pub fn enable_encryption(&self, room: &str) {
        self.must(json!({ "do": "enable_encryption", "room": room }));
    }

    /// Waits until this client knows that the room is encrypted.
    #[track_caller]
    pub fn wait_until_encrypted(&self, room: &str) {
        self.must(json!({ "do": "wait_encrypted", "room": room }));
    }

    /// Replaces a room by one of another version, and answers with the new one's ID.
    #[track_caller]
    pub fn upgrade_room(&self, room: &str, version: &str) -> String {
        self.must_id(json!({ "do": "upgrade", "room": room, "version": version }), "room")
    }

    // ---- Speaking ----

    /// Says something, and answers with the event's ID, as do all of these.
    #[track_caller]
    pub fn say(&self, room: &str, body: &str) -> String {
        self.post(room, &NewPost { body, ..NewPost::default() })
    }

    /// Answers a message.
    #[track_caller]
    pub fn reply(&self, room: &str, to: &str, body: &str) -> String {
        self.post(room, &NewPost { body, reply_to: Some(to), ..NewPost::default() })
    }

    /// Says something in a thread.
    #[track_caller]
    pub fn say_in_thread(&self, room: &str, root: &str, body: &str) -> String {
        self.post(room, &NewPost { body, thread: Some(root), ..NewPost::default() })
    }

    /// Sends a message.
    #[track_caller]
    pub fn post(&self, room: &str, post: &NewPost<'_>) -> String {
        let command = json!({
            "do": "send",
            "room": room,
            "body": post.body,
            "formatted_body": post.formatted_body,
            "msgtype": post.msgtype,
            "reply_to": post.reply_to,
            "thread": post.thread,
            "mentions": post.mentions,
        });
        self.must_id(command, "event_id")
    }

    /// Says many things, one after the other, within `time`.
    #[track_caller]
    pub fn say_all(&self, room: &str, bodies: &[String], time: Duration) -> Vec<String> {
        let command = json!({ "do": "send_many", "room": room, "bodies": bodies, "timeout": time.as_secs_f64() });
        list(&self.must(command)["event_ids"], plain)
    }

    /// Sends any content of any type, encrypted where the room is.
    #[track_caller]
    pub fn send_event(&self, room: &str, kind: &str, content: Value) -> String {
        let command = json!({ "do": "send_event", "room": room, "type": kind, "content": content });
        self.must_id(command, "event_id")
    }

    /// Reacts with an emoji.
    #[track_caller]
    pub fn react(&self, room: &str, event: &str, key: &str) -> String {
        self.must_id(json!({ "do": "react", "room": room, "event": event, "key": key }), "event_id")
    }

    /// Puts another text in the place of a message.
    #[track_caller]
    pub fn edit(&self, room: &str, event: &str, body: &str) -> String {
        self.must_id(json!({ "do": "edit", "room": room, "event": event, "body": body }), "event_id")
    }

    /// Redacts an event.
    #[track_caller]
    pub fn redact(&self, room: &str, event: &str) -> String {
        self.must_id(json!({ "do": "redact", "room": room, "event": event }), "event_id")
    }

    // ---- Reading ----

    /// Waits for events; answers with all that fit, in the room's order.
    #[track_caller]
    pub fn wait_for_all(&self, room: &str, wanted: &Wanted) -> Vec<Post> {
        let mut command = wanted.want.clone();
        command.insert("do".to_owned(), "wait_for".into());
        command.insert("room".to_owned(), room.into());
        list(&self.must(Value::Object(command))["events"], Post::read)
    }

    /// Waits for an event; answers with the first that fits.
    #[track_caller]
    pub fn wait_for(&self, room: &str, wanted: &Wanted) -> Post {
        self.wait_for_all(room, wanted).swap_remove(0)
    }

    /// The messages that syncs have brought so far, and what could not be read.
    #[track_caller]
    pub fn messages(&self, room: &str) -> Vec<Post> {
        messages_of(self.events(room))
    }

    /// Everything that syncs have brought so far.
    #[track_caller]
    pub fn events(&self, room: &str) -> Vec<Post> {
        list(&self.must(json!({ "do": "events", "room": room }))["events"], Post::read)
    }

    /// Every message that the server has of the room, paged back to the beginning now.
    #[track_caller]
    pub fn history(&self, room: &str) -> Vec<Post> {
        let command = json!({ "do": "events", "room": room, "history": true, "timeout": 120 });
        messages_of(list(&self.must(command)["events"], Post::read))
    }

    /// Any call of the client-server interface (`/v3/…`), with this user's token: the status and
    /// the answer.
    #[track_caller]
    pub fn api(&self, method: &str, path: &str, body: Option<Value>) -> (u64, Value) {
        let answer = self.must(json!({ "do": "api", "method": method, "path": path, "body": body }));
        (answer["status"].as_u64().unwrap(), answer["answer"].clone())
    }

    /// Ends it in good order, its keys written; dropping it does the same without a word.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Nio {
    fn drop(&mut self) {
        let failed = thread::panicking();
        // The answer to this comes when its store is closed.
        if failed || self.exchange(&json!({ "do": "stop" }), GRACE).is_none() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        if failed && let Some(folder) = self.folder.take() {
            let console = folder.keep().join("console.log");
            eprintln!("what the client of {} said is in {}", self.user_id, console.display());
        }
    }
}

fn messages_of(events: Vec<Post>) -> Vec<Post> {
    let spoken = |post: &Post| matches!(&*post.kind, "m.room.message" | "m.room.encrypted");
    events.into_iter().filter(spoken).collect()
}

fn spawn(console: &Path) -> Child {
    Command::new(python())
        .env_remove("PYTHONPATH")
        .args(["-s", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(File::create(console).unwrap())
        .spawn()
        .expect("the Python of the installation")
}

/// Reads the client's answers on a thread, so that a wait for one can be bounded.
fn lines_of(process: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    let output = BufReader::new(process.stdout.take().unwrap());
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
