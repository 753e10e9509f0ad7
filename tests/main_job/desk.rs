//! A desk of an agency and a platform, each at a homeserver of its own: the room that they share, the bot in it, and the
//! people, who come in as a test needs them.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Europe::Paris;

use super::bot::{Bot, PATIENCE};
use super::support::homeserver::{Federation, Homeserver};
use super::support::nio::{NewRoom, Nio, Post, Session, anything};

pub(crate) const PASSWORD: &str = "a password of the tests";

/// Two federating homeservers, for tests that neither cut nor stop them; each test has people and rooms of its own.
pub(crate) fn federation() -> Arc<Federation> {
    static SHARED: Mutex<Weak<Federation>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let federation = Arc::new(Federation::start());
        *shared = Arc::downgrade(&federation);
        federation
    })
}

/// The moment by the clock that the program reads as well.
pub(crate) fn now() -> DateTime<Utc> {
    liaison_engine::present()
}

/// The first whole minute at least so far ahead.
pub(crate) fn minute_in(ahead: TimeDelta) -> DateTime<Utc> {
    let at = now() + ahead + TimeDelta::minutes(1);
    at - TimeDelta::seconds(i64::from(at.second())) - TimeDelta::nanoseconds(i64::from(at.nanosecond()))
}

/// The desk while the bot runs.
pub(crate) struct Desk {
    pub(crate) bot: Bot,
    /// The agency's officer, at the agency's homeserver, who made the rooms.
    pub(crate) amal: Nio,
    /// Where both sides are.
    pub(crate) room: String,
    /// Where the agency's coordinators are.
    pub(crate) coordination: String,
    name: String,
}

impl Desk {
    /// A desk whose digest comes half a day from now.
    pub(crate) fn open(servers: &Federation, name: &str, encrypted: bool) -> Self {
        Self::with_digest_at(servers, name, encrypted, now() + TimeDelta::hours(12))
    }

    /// A desk whose digest comes at the minute of `digest_at`; the bot is in its rooms and answers.
    pub(crate) fn with_digest_at(servers: &Federation, name: &str, encrypted: bool, digest_at: DateTime<Utc>) -> Self {
        Self::prepared(servers, name, encrypted, |bot, coordination| {
            bot.configure(&configuration(servers, name, coordination, digest_at));
        })
    }

    /// A desk whose bot is given its configuration before it starts; it is in its rooms and answers.
    pub(crate) fn prepared(
        servers: &Federation,
        name: &str,
        encrypted: bool,
        configure: impl FnOnce(&Bot, &str),
    ) -> Self {
        let user = servers.a.register(&format!("{name}_liaison"), PASSWORD);
        let amal = log_in(&servers.a, &format!("{name}_amal"), true);
        let alias = format!("{name}_shared");
        let shared = NewRoom { encrypted, invite: &[&user], alias: Some(&alias), ..NewRoom::default() };
        let room = amal.create_room(&shared);
        let coordination = amal.create_room(&NewRoom { encrypted: true, invite: &[&user], ..NewRoom::default() });
        let bot = Bot::new(user, PASSWORD);
        configure(&bot, &coordination);
        let mut desk = Self { bot, amal, room, coordination, name: name.to_owned() };
        desk.bot.start();
        for room in [&desk.room, &desk.coordination] {
            desk.amal.wait_for_member(room, &desk.bot.user);
        }
        desk.answers(&desk.amal, "!help");
        desk
    }

    /// Somebody of this name comes into the room, at the agency's homeserver or at the platform's.
    pub(crate) fn enters(&self, servers: &Federation, home: &Homeserver, name: &str, cross_sign: bool) -> Nio {
        let person = log_in(home, &format!("{}_{name}", self.name), cross_sign);
        self.amal.invite(&self.room, &person.user_id);
        person.wait_for_invite(None);
        person.join_via(&self.room, &servers.a);
        person.wait_for_member(&self.room, &self.bot.user);
        self.amal.wait_for_member(&self.room, &person.user_id);
        person
    }

    /// Somebody says something, and the bot answers them: the answer.
    #[track_caller]
    pub(crate) fn answers(&self, person: &Nio, words: &str) -> Post {
        let said = person.say(&self.room, words);
        person.wait_for(&self.room, &anything().from(&self.bot.user).related_to(&said).within(PATIENCE))
    }

    /// Waits until somebody has seen a new post of the bot's with these words.
    #[track_caller]
    pub(crate) fn shows(&self, person: &Nio, words: &str) -> Post {
        person.wait_for(&self.room, &anything().from(&self.bot.user).containing(words).within(PATIENCE))
    }
}

fn log_in(server: &Homeserver, name: &str, cross_sign: bool) -> Nio {
    server.register(name, PASSWORD);
    Nio::login_as(server, name, PASSWORD, Session { cross_sign, ..Session::default() })
}

/// Amal, Binta (who supervises) and Cleo (whose account is at the platform's homeserver) are the agency's, Chen (who
/// supervises) and Dana the platform's. What is urgent is due in seconds.
pub(crate) fn configuration(servers: &Federation, name: &str, coordination: &str, digest_at: DateTime<Utc>) -> String {
    let (a, b) = (servers.a.name(), servers.b.name());
    let digest_at = digest_at.with_timezone(&Paris).format("%H:%M");
    let homeserver = servers.a.url();
    format!(
        r##"
language = "en"
time_zone = "Europe/Paris"

[store]
url = "sqlite://liaison.db"

[matrix]
homeserver = "{homeserver}"
user = "@{name}_liaison:{a}"
password_file = "password"
state_dir = "matrix-state"
passphrase_file = "passphrase"

[[organisation]]
id = "pharos"
name = "OFAC-PHAROS"
side = "agency"
supervisors = ["binta"]
member = [
    {{ id = "amal", at = ["@{name}_amal:{a}"], alias = "PHAROS-14" }},
    {{ id = "binta", at = ["@{name}_binta:{a}"] }},
    {{ id = "cleo", at = ["@{name}_cleo:{b}"] }},
]

[[organisation]]
id = "videos"
name = "Videos Trust & Safety"
side = "platform"
supervisors = ["chen"]
member = [
    {{ id = "chen", at = ["@{name}_chen:{b}"] }},
    {{ id = "dana", at = ["@{name}_dana:{b}"] }},
]

[[desk]]
id = "videos"
prefix = "YT"
agencies = ["pharos"]
platform = "videos"
trust = "cross_signed"
digest_at = "{digest_at}"

[[desk.room]]
at = "matrix:#{name}_shared:{a}"
kind = "shared"

[coordination]
rooms = ["matrix:{coordination}"]
digest_at = "{digest_at}"
members = ["binta"]

[[target]]
urgency = "urgent"
acknowledge = "4 s"
information = "4 s"
"##
    )
}
