//! A door with its folder, its ear and its rooms, opened and closed as a test wants; and the homeservers that the tests
//! of this binary share while any of them runs.

use std::sync::{Arc, Mutex, Weak};

use liaison_chat::{
    Act, Chat, CommandDescription, DeliveryKey, Destination, Document, Outbound, Piece, Receipt, Secret, Sentences,
    Undelivered, WayOut,
};
use liaison_domain::Language;
use liaison_matrix::{Credential, MatrixConfig, MatrixDoor, MatrixError, RoomConfig};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::inbox::Inbox;
use super::support::homeserver::{Federation, Homeserver};
use super::support::nio::{NewRoom, Nio, Session};

pub(crate) const PASSWORD: &str = "a password";
/// How long the bot may take to enter a room on a busy machine.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Two federating homeservers, for tests that neither cut nor stop them; each test has users and rooms of its own.
pub(crate) fn federation() -> Arc<Federation> {
    static SHARED: Mutex<Weak<Federation>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let federation = Arc::new(Federation::start());
        *shared = Arc::downgrade(&federation);
        federation
    })
}

/// A person with a client whose device they have cross-signed, or not.
pub(crate) fn person(server: &Homeserver, name: &str, cross_sign: bool) -> Nio {
    server.register(name, PASSWORD);
    Nio::login_as(server, name, PASSWORD, Session { cross_sign, ..Session::default() })
}

/// The bot's account and what is kept of it between two starts.
pub(crate) struct Bot {
    pub(crate) user: String,
    pub(crate) inbox: Arc<Inbox>,
    folder: TempDir,
    homeserver: String,
    way_out: WayOut,
    rooms: Vec<String>,
    language: Language,
    commands: Vec<(Language, Vec<CommandDescription>)>,
    running: Option<Running>,
}

struct Running {
    door: Arc<MatrixDoor>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), MatrixError>>,
}

impl Bot {
    pub(crate) fn new(server: &Homeserver, name: &str) -> Self {
        // What the door says stands with the test's failure.
        let log = tracing_subscriber::fmt().with_env_filter("liaison_matrix=info").with_test_writer();
        let _already_there = log.try_init();
        let user = server.register(name, PASSWORD);
        Self {
            user,
            inbox: Arc::new(Inbox::new()),
            folder: tempfile::Builder::new().prefix("liaison-door-").tempdir().unwrap(),
            homeserver: server.url(),
            way_out: WayOut::default(),
            rooms: Vec::new(),
            language: Language::English,
            commands: Vec::new(),
            running: None,
        }
    }

    /// From the next start on, through another address.
    pub(crate) fn connect_by(&mut self, homeserver: &str) {
        homeserver.clone_into(&mut self.homeserver);
    }

    /// From the next start on, by that way.
    pub(crate) fn leave_by(&mut self, way_out: WayOut) {
        self.way_out = way_out;
    }

    /// From the next start on, rooms speak that language, and clients there are told of the first so many commands.
    pub(crate) fn tell_of_commands(&mut self, language: Language, count: usize) {
        self.language = language;
        let sentences = Sentences::load().unwrap();
        let first = |language| sentences.descriptions(language).into_iter().take(count).collect();
        self.commands = Language::ALL.iter().map(|language| (*language, first(*language))).collect();
    }

    pub(crate) fn configure(&mut self, rooms: &[&str]) {
        self.rooms = rooms.iter().map(|&room| room.to_owned()).collect();
    }

    pub(crate) fn config(&self) -> MatrixConfig {
        MatrixConfig {
            way_out: self.way_out.clone(),
            homeserver: self.homeserver.clone(),
            user: self.user.clone(),
            credential: Credential::Password(Secret::new(PASSWORD)),
            state_dir: self.folder.path().join("state"),
            passphrase: Secret::new("a passphrase"),
            rooms: self.rooms.iter().map(|at| RoomConfig { at: at.clone(), language: self.language }).collect(),
            commands: self.commands.clone(),
        }
    }

    /// Opens the door and begins to listen.
    pub(crate) async fn start(&mut self) {
        let door = Arc::new(MatrixDoor::open(self.config()).await.unwrap());
        let (stop, stopped) = watch::channel(false);
        let (own, inbox) = (Arc::clone(&door), Arc::clone(&self.inbox));
        let task = tokio::spawn(async move { own.run(inbox, stopped).await });
        self.running = Some(Running { door, stop, task });
    }

    /// Starts, and waits until everything is heard.
    pub(crate) async fn start_and_catch_up(&mut self) {
        self.inbox.forget_that_it_caught_up();
        self.start().await;
        self.inbox.has_caught_up().await;
    }

    /// Ends in good order.
    pub(crate) async fn stop(&mut self) {
        let running = self.running.take().unwrap();
        running.stop.send(true).unwrap();
        running.task.await.unwrap().unwrap();
    }

    /// Waits until the door has ended by itself.
    pub(crate) async fn has_ended(&mut self) -> Result<(), MatrixError> {
        let running = self.running.take().unwrap();
        running.task.await.unwrap()
    }

    pub(crate) fn door(&self) -> &MatrixDoor {
        &self.running.as_ref().unwrap().door
    }

    pub(crate) async fn send(&self, outbound: &Outbound) -> Result<Receipt, Undelivered> {
        self.door().send(outbound).await
    }

    /// Waits until the bot itself knows that it is in the room: others may see it there first.
    pub(crate) async fn is_in(&self, room: &str) {
        let entered = async {
            while self.door().room(room).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, entered).await.expect("the bot never entered");
    }

    /// Says one line, by that key.
    pub(crate) async fn say(&self, room: &str, key: &str, words: &str) -> Receipt {
        self.send(&post(room, key, words)).await.unwrap()
    }
}

/// A post of one line to a room.
pub(crate) fn post(room: &str, key: &str, words: &str) -> Outbound {
    outbound(key, Destination::Room(room.to_owned()), Act::Post { document: line(words), reply_to: None, thread: None })
}

pub(crate) fn outbound(key: &str, to: Destination, act: Act) -> Outbound {
    Outbound { key: DeliveryKey(key.to_owned()), to, act, look_first: false }
}

pub(crate) fn line(words: &str) -> Document {
    Document::line(vec![Piece::Text(words.to_owned())])
}

/// A room of the person's with the bot in it.
pub(crate) async fn shared_room(bot: &mut Bot, person: &Nio, encrypted: bool) -> String {
    let room = person.create_room(&NewRoom { encrypted, invite: &[&bot.user], ..NewRoom::default() });
    bot.configure(&[&room]);
    bot.start_and_catch_up().await;
    person.wait_for_member(&room, &bot.user);
    bot.is_in(&room).await;
    room
}
